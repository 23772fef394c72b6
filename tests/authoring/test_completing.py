"""What may be written at a cursor."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.authoring.completing import Offer, offers_at
from simulator.blueprint.names import Names
from simulator.scenario.library import scenario_folder
from simulator.scenario.load import load


@cache
def names() -> dict[str, tuple[str, ...]]:
    document = load(scenario_folder() / "site_in_flames.yaml")
    assert document.scenario is not None
    return Names(document.scenario, document.absent).by_kind


def offered(text: str) -> list[Offer]:
    lines = text.split("\n")
    return offers_at(lines, len(lines) - 1, len(lines[-1]), names())[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("star", ["startex"]),
        ("units:\n  a: {ty", ["type"]),
        ("units:\n  a:\n    type: x\n    not", ["notice"]),
        ("units:\n  a: {type: infantry_pl", ["infantry_platoon"]),
        ("units:\n  a: {at: base_", ["base_gate"]),
        ("places:\n  p: {kind: poc", ["poc_site"]),
        ("perimeter:\n  w: {faces: sector_", ["sector_1", "sector_2"]),
        ("threat:\n  stream:\n    - {do: bre", ["breach"]),
        ("threat:\n  stream:\n    - {by: gun", ["gunmen"]),
        ("msel:\n  - {type: conti", ["contingency"]),
        ("msel:\n  - {to: [mili", ["military"]),
        ("decisions:\n  D: {asks: joc", ["joc_chief"]),
        ("plan:\n  R: {for: qrf_1", ["qrf_1"]),
        ("plan:\n  R:\n    do:\n      - task: case", ["casevac"]),
        ("plan:\n  R: {when: contact reported to io", ["ioc", "ioc_duty_officer"]),
        ("measures: [civilian_d", ["civilian_deaths"]),
        ("measures:\n  - civilian_d", ["civilian_deaths"]),
        ("objectives:\n  - {targets: [{measure: civilian_d", ["civilian_deaths"]),
        ("parameters:\n  forc", ["force"]),
        ("parameters: {force: {warning_", ["warning_shots"]),
    ],
)
def test_the_word_that_is_begun_is_offered(text: str, words: list[str]) -> None:
    begun = text.rpartition("\n")[2].replace("[", " ").replace("{", " ").split()[-1]
    found = [offer.text for offer in offered(text) if offer.text.startswith(begun)]
    assert found == words


def test_a_field_that_is_written_is_not_offered_again_and_one_that_is_needed_says_so() -> None:
    fields = {offer.text: offer for offer in offered("units:\n  a: {at: base, ")}
    assert "at" not in fields
    assert fields["type"].is_field
    assert fields["type"].about.startswith("needed")
    assert not any(offer.about.startswith("needed") for name, offer in fields.items() if name != "type")


def test_what_merely_holds_the_letters_comes_after_what_begins_with_them() -> None:
    texts = [offer.text for offer in offered("units:\n  a: {at: gate")]
    assert texts
    assert not any(text.startswith("gate") for text in texts), "site_in_flames has base_gate and main_gate"
    mixed = [offer.text for offer in offered("units:\n  a: {at: s")]
    begin = [text.startswith("s") for text in mixed]
    assert begin == sorted(begin, reverse=True)
    assert False in begin


def test_nothing_is_offered_in_a_comment_or_where_any_text_may_stand() -> None:
    assert offered("# un") == []
    assert offered("title: un") == []
