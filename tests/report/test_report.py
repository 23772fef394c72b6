"""The report of a session with known deeds says them, and rests on its log; nobody reads what is not for them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from simulator.cli.report import FORMS, written
from simulator.report.compose import after_action
from simulator.report.document import Document, Finding, Table, blocks, numbers
from simulator.report.material import Material
from simulator.report.voice import PLAYERS, STAFF, Reader
from tests.report.conftest import NAMES, WORDS
from tests.report.forms import text_of


def made(material: Material, audience: str = STAFF, *, redact: bool = False) -> Document:
    return after_action(material, Reader(audience, redact))


def findings(document: Document) -> list[Finding]:
    return [block for block in blocks(document.sections) if isinstance(block, Finding)]


def plain(document: Document, form: str = ".md") -> str:
    return text_of(written(document, form), form)


# what it says


def test_every_number_is_that_of_an_event_of_the_log(material: Material) -> None:
    seqs = {event.seq for event in material.log}
    for audience in (STAFF, PLAYERS):
        named = set(numbers(made(material, audience)))
        assert named
        assert named <= seqs


def test_every_finding_rests_on_events_and_says_what_it_is_held_against(material: Material) -> None:
    found = findings(made(material))
    assert found
    assert all(finding.seqs and finding.reference for finding in found)


def test_what_was_done_in_time_is_a_strength_and_what_nobody_did_cost_minutes(material: Material) -> None:
    told = {(f.kind, f.source): f for f in findings(made(material)) if f.source}
    assert ("strength", "open_base_gate") in told, "answered within its ten minutes"
    missed = told["costly", "MIL-6"]
    assert "nobody ordered it" in missed.statement
    assert missed.function == "Duty officer of the integrated operations centre"
    taken = next(e for e in material.log if e.kind == "decision_taken" and e.subject == "open_base_gate")
    assert taken.seq in told["strength", "open_base_gate"].seqs


def test_functions_are_named_and_never_persons(material: Material) -> None:
    assert "ROWAN" in json.dumps([event.data for event in material.log])
    for form in (".md", ".json"):
        text = plain(made(material), form)
        assert "ROWAN" not in text
        assert "Senior officer present" in text


def test_ratings_of_several_stand_side_by_side_and_the_log_speaks_only_once_all_have_rated(material: Material) -> None:
    text = plain(made(material))
    part = text[text.index("Ratings of O4, side by side") :]
    assert all(name in part for name in NAMES)
    assert "evaluators differ" in text
    alone = replace(material, given=[r for r in material.given if r.about != "O1"])
    assert "The log speaks for" not in plain(made(alone)).split("### O2")[0]


def test_a_rating_after_endex_does_not_make_the_exercise_go_on(material: Material) -> None:
    late = material.log[-1]._replace(kind="remark_made")
    assert material.ended
    assert replace(material, log=[*material.log, late]).ended
    assert not replace(material, log=material.log[:-1]).ended


def test_handovers_that_nobody_wrote_down_are_not_observed(material: Material) -> None:
    (row,) = (p for p in material.pieces if p.kind == "target" and p.about == "handover_gap")
    assert row.verdict == "not observed"
    assert not any(f.source == "handover_gap" for f in findings(made(material)))


def test_harm_is_told_in_bands_by_kind_and_not_as_a_score(material: Material) -> None:
    table = next(b for b in blocks(made(material).sections) if isinstance(b, Table) and b.caption == "Harm by kind")
    assert {row[1] for row in table.rows} <= {"none", "1 to 5", "6 to 20", "21 to 50", "51 to 100", "more than 100"}


def test_it_is_marked_on_top_and_says_what_it_rests_on(material: Material) -> None:
    document = made(material)
    assert document.sheet.marking.startswith("EXERCISE")
    text = plain(document)
    assert material.head in text
    assert material.assumptions_hash in text
    assert "DRAFT" in text


# who reads it


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("audience", [STAFF, PLAYERS])
def test_redacted_it_holds_no_name_and_no_word_that_people_wrote(material: Material, form: str, audience: str) -> None:
    whole = plain(made(material), form)
    assert all(name in whole for name in NAMES), "else this shows nothing"
    text = plain(made(material, audience, redact=True), form)
    assert [w for w in (*NAMES, *(words.split()[0] for words in (*WORDS, "SAFFRON"))) if w in text] == []


@pytest.mark.parametrize("form", FORMS)
def test_players_read_nothing_that_only_exercise_control_may_know(material: Material, form: str) -> None:
    text = plain(made(material, PLAYERS), form)
    assert [name for name in NAMES if name in text] == []
    unsent = [
        spec
        for spec in material.blueprint.injects
        if not any(e.kind == "inject_delivered" and e.subject == spec.id for e in material.log)
    ]
    assert unsent
    for spec in unsent:
        assert spec.text[:60] not in text
    assert "The log speaks for" not in text


# what a reader may hold against it


def test_the_same_session_gives_the_same_report(material: Material) -> None:
    for form in (".md", ".html", ".json"):
        assert written(made(material), form) == written(made(material), form)


def test_references_to_other_parts_of_a_page_lead_somewhere(material: Material) -> None:
    page = written(made(material), ".html").decode()
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links
    assert links <= anchors
