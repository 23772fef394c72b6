"""The how-to that writes a scenario, followed to the letter: its file grows by blocks, and all that it shows is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.authoring.formatting import formatted
from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.cli.check import problems_of
from simulator.runs.headless import Run, run_once
from simulator.scenario.load import load
from simulator.scenario.schema.base import LEVELS
from tests.authoring.rehearsal.dry import found
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "how-to" / "write_a_scenario.md").read_text(encoding="utf-8")
CODES = (ROOT / "docs" / "problem-codes.md").read_text(encoding="utf-8")
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


def played(text: str, variant: str = "") -> Blueprint:
    Path(FILE).write_text(text, encoding="utf-8")
    return build(load(Path(FILE), label=FILE, variant=variant))


def crowds(runs: list[Run]) -> int:
    """In how many runs people came to the gate of the base."""
    return sum(any(e.kind == "decision_opened" and e.subject == "open_base_gate" for e in run.log) for run in runs)


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
    """Every paper has its place, the reforms spare people, and mending lets the room meet a crowd more often."""
    first, base, before = played("".join(parts())), played(mended()), played(mended(), VARIANT)
    assert (len(base.rules), len(base.injects), len(base.decisions), len(base.objectives)) == (10, 12, 4, 3)
    days = [[run_once(blueprint, seed) for seed in range(10)] for blueprint in (first, base, before)]
    harm = [sum(run.measures["civilian_harm"] or 0 for run in runs) for runs in days]
    assert harm[1] < harm[2]
    assert crowds(days[0]) < crowds(days[1])


def test_the_lines_for_other_papers_are_clean_and_used() -> None:
    assert checked(mended()) == []
    more = re.search(r"^```yaml (more\.yaml)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert more
    Path(more[1]).write_text(more[2], encoding="utf-8")
    assert problems_of(more[1]) == ([], 0)
    blueprint = build(load(Path(more[1]), label=more[1]))
    log = [e for seed in range(5) for e in run_once(blueprint, seed).log]
    fired = {e.subject for e in log if e.kind == "rule_fired"}
    assert {"MIL-5", "CIV-3"} <= fired


def test_words_for_numbers_are_those_of_the_language() -> None:
    words = re.search(r"write ((?:`[a-z ]+`,?\s+(?:or\s+)?)+`[a-z ]+`)\.\s+They\s+count as ([\d, and]+) %", PAGE)
    assert words
    said = dict(zip(re.findall(r"`([a-z ]+)`", words[1]), re.findall(r"\d+", words[2]), strict=True))
    assert said == {word: f"{value:.0%}".removesuffix("%") for word, value in LEVELS.items()}


def test_each_kind_of_finding_has_its_row() -> None:
    rows = re.findall(r"^\| (R\d{3})(?: to (R\d{3}))? \|", PAGE, re.MULTILINE)
    told = {f"R{n:03}" for first, last in rows for n in range(int(first[1:]), int((last or first)[1:]) + 1)}
    assert told == set(re.findall(r"^\| `(R\d{3})`", CODES, re.MULTILINE))
