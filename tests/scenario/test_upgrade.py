"""Older versions of the language are read as the present one, with a notice; newer ones are not read at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario.load import load
from simulator.scenario.schema import LANGUAGE_VERSION
from simulator.scenario.tree import parse_tree
from simulator.scenario.upgrade import UPGRADES, upgrade
from tests.scenario.checked import GOOD, checked, checked_at, codes, swap

DRAFT = swap("startex: 1", "startex: 0", "plan:\n", "rules:\n", "msel:\n", "injects:\n")


def test_there_is_a_step_from_every_older_version() -> None:
    assert sorted(UPGRADES) == list(range(LANGUAGE_VERSION))


def test_the_draft_means_the_same_as_the_present_language(tmp_path: Path) -> None:
    scenarios = []
    for name, text in (("old.yaml", DRAFT), ("new.yaml", GOOD)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        scenarios.append(load(tmp_path / name, label=name).scenario)
    assert scenarios[0] == scenarios[1]
    assert scenarios[0] is not None
    assert scenarios[0].plan
    assert scenarios[0].msel


def test_the_draft_is_read_with_one_notice_at_its_version(tmp_path: Path) -> None:
    (notice,) = checked(tmp_path, DRAFT)
    assert (notice.code, notice.severity, notice.line, notice.col) == ("N213", "notice", 1, 10)
    assert "startex: 1" in notice.hint


def test_sections_keep_their_order_and_places_when_they_are_renamed() -> None:
    new, _ = parse_tree(GOOD.encode(), "x")
    old, _ = parse_tree(DRAFT.encode(), "x")
    upgrade(old, "x")
    assert isinstance(new.value, dict)
    assert isinstance(old.value, dict)
    assert [*old.value] == [*new.value]
    assert [(e.line, e.col) for e in old.value.values()] == [(e.line, e.col) for e in new.value.values()]


def test_problems_of_a_draft_stand_where_they_were_written(tmp_path: Path) -> None:
    text = DRAFT.replace("type: contextual", "type: ▸contextal")
    assert codes(checked_at(tmp_path, text)) == ["E203"]


@pytest.mark.parametrize("section", ["rules", "injects"])
def test_the_words_of_the_draft_are_no_words_of_the_present_language(section: str, tmp_path: Path) -> None:
    (found,) = (p for p in checked(tmp_path, f"{GOOD}{section}: {{}}\n") if p.severity == "error")
    assert (found.code, found.message) == ("E201", f"{section!r} is not a field here")


@pytest.mark.parametrize("section", ["rules: {}", "injects: []"])
def test_a_draft_with_both_words_is_told_so(section: str, tmp_path: Path) -> None:
    found = checked(tmp_path, swap("startex: 1", "startex: 0") + section + "\n")
    assert codes(p for p in found if p.severity == "error") == ["E201"]


@pytest.mark.parametrize("version", ["0", "1"])
def test_a_library_may_be_older_than_the_file_that_uses_it(version: str, tmp_path: Path) -> None:
    library = f"startex: {version}\nrules: {{THEIRS: {{for: qrf_1, when: fire seen, do: []}}}}\n"
    if version == "1":
        library = library.replace("rules", "plan")
    found = checked(tmp_path, swap("title: A", "uses: lib.yaml\ntitle: A"), beside={"lib.yaml": library})
    assert [(p.code, p.file) for p in found] == ([("N213", "lib.yaml")] if version == "0" else [])


@pytest.mark.parametrize("version", [str(LANGUAGE_VERSION + 1), "17", "999999"])
def test_a_newer_version_is_the_only_thing_that_is_said(version: str, tmp_path: Path) -> None:
    text = swap("startex: 1", f"startex: {version}", "title: A", "tittle: A")
    assert codes(checked(tmp_path, text)) == ["E212"]


@pytest.mark.parametrize("version", ["-1", "0.9", "1.0", "one", "'1 '", "1e0", "٣", "1000000"])
def test_a_version_that_never_was_is_told_and_the_rest_is_read_as_the_present_one(version: str, tmp_path: Path) -> None:
    text = swap("startex: 1", f"startex: {version}", "title: A", "title: x\ntittle: A")
    found = checked(tmp_path, text)
    assert [(p.code, p.line, p.col) for p in found] == [("E209", 1, 10), ("E201", 3, 1)]


@pytest.mark.parametrize(("text", "code"), [("", "E202"), ("startex:\n", "E203"), ("startex: [1]\n", "E203")])
def test_a_version_that_is_missing_or_no_text_is_told(text: str, code: str, tmp_path: Path) -> None:
    assert codes(checked(tmp_path, swap("startex: 1\n", text))) == [code]
