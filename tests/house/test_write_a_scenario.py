"""The how-to that writes a scenario, followed to the letter: its file grows by blocks, and all that it shows is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.authoring.formatting import formatted
from simulator.blueprint.build import build
from simulator.cli.check import problems_of
from simulator.runs.headless import run_once
from simulator.scenario.load import load
from simulator.scenario.schema.base import LEVELS
from tests.authoring.rehearsal.dry import found
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "how-to" / "write_a_scenario.md").read_text(encoding="utf-8")
FILE = "river_bend.yaml"
VARIANT = "before"
RUNS = 40

_BLOCK = re.compile(rf"^```(yaml {FILE}|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MISTAKE = re.compile(r"`([^`]+)` instead of\s+`([^`]+)`")
_MENDED = re.compile(r"^\| `(.+?)` \| `(.+?)` \|$", re.MULTILINE)
_COUNTED = re.compile(r"\d+ of \d+")


@dataclass(frozen=True)
class Shown:
    """What the page shows of a check or a rehearsal: its lines, and the file that they are about."""

    text: str
    lines: tuple[str, ...]
    mistake: str = ""


def shown() -> Iterator[Shown]:
    """Every output on the page, with the file as it stands there; a paragraph before it may put a mistake in."""
    text = ""
    for block in _BLOCK.finditer(PAGE):
        if block[1] != "text":
            text += block[2]
            continue
        paragraph = PAGE[: block.start()].rstrip("\n").rpartition("\n\n")[2]
        wrong = _MISTAKE.search(paragraph)
        if wrong:
            assert wrong[2] in text, f"{wrong[2]!r} does not stand in the file there"
        lines = tuple(block[2].splitlines())
        yield Shown(text.replace(wrong[2], wrong[1]) if wrong else text, lines, wrong[1] if wrong else "")


def parts() -> list[str]:
    return [block[2] for block in _BLOCK.finditer(PAGE) if block[1] != "text"]


def mended() -> str:
    """The file at the end of the page: every block, with the table's changes."""
    text = "".join(parts())
    for wrong, right in _MENDED.findall(PAGE):
        assert text.count(wrong) == 1, f"{wrong!r} stands {text.count(wrong)} times in the file"
        text = text.replace(wrong, right)
    return text


def warnings(text: str, played: str = "") -> list[str]:
    """What a rehearsal warns of, as lines without their counts, which every change of a mechanism moves."""
    Path(FILE).write_text(text, encoding="utf-8")
    return [uncounted(str(f)) for f in found(FILE, runs=RUNS, played=played) if f.severity != "notice"]


def uncounted(line: str) -> str:
    return _COUNTED.sub("# of #", line)


SHOWN = list(shown())
CHECKS = [s for s in SHOWN if " R" not in s.lines[0]]
FOUND = [s for s in SHOWN if " R" in s.lines[0]]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checked(text: str) -> list[str]:
    """What a check says of the file, and where it has the variant of that too."""
    Path(FILE).write_text(text, encoding="utf-8")
    variants = ("", VARIANT) if "variants:" in text else ("",)
    return list(dict.fromkeys(str(problem) for variant in variants for problem in problems_of(FILE, variant)[0]))


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: case.mistake or case.lines[0])
def test_a_check_says_what_the_page_shows(case: Shown) -> None:
    assert checked(case.text) == list(case.lines)


@pytest.mark.parametrize("step", range(1, len(parts()) + 1))
def test_after_a_step_nothing_is_wrong_but_what_the_page_shows(step: int) -> None:
    text = "".join(parts()[:step])
    expected = [list(case.lines) for case in CHECKS if case.text == text and not case.mistake]
    assert checked(text) == (expected[0] if expected else [])


def test_the_first_rehearsal_finds_what_the_page_shows() -> None:
    assert warnings("".join(parts())) == [uncounted(line) for line in FOUND[0].lines]


def test_the_mended_file_is_clean_and_rehearses_without_a_warning() -> None:
    text = mended()
    assert checked(text) == []
    assert not formatted(text.encode(), FILE).changed, "laid out as startex fmt does"
    assert warnings(text) == []


def test_the_variant_is_warned_of_as_the_page_shows() -> None:
    assert warnings(mended(), VARIANT) == [uncounted(line) for line in FOUND[1].lines]


def test_the_mended_days_have_what_the_page_promises() -> None:
    """Every paper has its place, people are hurt less after the reforms, and at times somebody runs to the gate."""
    Path(FILE).write_text(mended(), encoding="utf-8")
    base, before = (build(load(Path(FILE), label=FILE, variant=name)) for name in ("", VARIANT))
    assert (len(base.rules), len(base.injects), len(base.decisions), len(base.objectives)) == (10, 12, 4, 3)
    after = [run_once(base, seed) for seed in range(10)]
    harm = [sum(run_once(b, seed).measures["civilian_harm"] or 0 for seed in range(10)) for b in (base, before)]
    assert harm[0] < harm[1]
    assert any(e.kind == "decision_opened" and e.subject == "open_base_gate" for run in after for e in run.log)


def test_words_for_numbers_are_those_of_the_language() -> None:
    words = re.search(r"write ((?:`[a-z ]+`,?\s+(?:or\s+)?)+`[a-z ]+`)\.\s+They\s+count as ([\d, and]+) %", PAGE)
    assert words
    said = dict(zip(re.findall(r"`([a-z ]+)`", words[1]), re.findall(r"\d+", words[2]), strict=True))
    assert said == {word: f"{value:.0%}".removesuffix("%") for word, value in LEVELS.items()}
