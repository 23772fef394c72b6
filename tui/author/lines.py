"""The rows beside the text: problems, time line, cast, words that are offered, what a dry run said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.authoring.completing import Offer
from simulator.authoring.reading import Line, Reading
from simulator.catalogue import marked, tr, trn
from simulator.errors import Problem
from simulator.units import format_clock
from tui.widgets.rows import Row

__all__ = [
    "CHANGED",
    "OFFERS",
    "REMOVED",
    "TITLES",
    "line_rows",
    "offer_rows",
    "problem_rows",
    "said_rows",
    "status_spans",
    "title_of",
]

_STYLES = {"error": "late", "warning": "due", "notice": "quiet"}
TITLES = {
    "problems": marked("PROBLEMS"),
    "timeline": marked("TIME LINE"),
    "cast": marked("CAST"),
    "map": marked("MAP"),
    "trial": marked("DRY RUN"),
}
"""what stands above each pane"""
CHANGED = marked("Another program has changed the file. F8 reads it anew and gives yours up; F2 saves yours elsewhere.")
REMOVED = marked("Another program has removed the file. F8 reads it anew and gives yours up; F2 saves yours elsewhere.")
OFFERS = 8
"""words that are shown at a time"""


def title_of(pane: str) -> str:
    """What stands above a pane; the text has nothing above it."""
    return tr(TITLES[pane]) if pane in TITLES else ""


def problem_rows(problems: Iterable[Problem], file: str) -> list[Row]:
    """A row for each problem, its place first; the key holds the place in the text, or names the library."""
    rows = []
    for k, problem in enumerate(problems):
        here = problem.file in ("", file)
        place = f"{problem.line:>4}" if here else problem.file
        hint = f"; {problem.hint}" if problem.hint else ""
        spans = ((f"{place} ", "strong"), (f"{problem.code} ", _STYLES[problem.severity]), (problem.message + hint, ""))
        rows.append(Row(f"{problem.line if here else 0}:{problem.col}:{k}", spans))
    return rows


def line_rows(lines: Iterable[Line]) -> list[Row]:
    """A row for each thing of the scenario, with its time if it has one, and its line of the text."""
    rows = []
    for k, line in enumerate(lines):
        time = f"{format_clock(line.at):>8} " if line.at >= 0 else ""
        style = {"event": "group", "group": "group", "unit": "unit", "cell": "title"}.get(line.kind, "strong")
        right = f"{line.line}" if line.line else tr("library")
        rows.append(
            Row(f"{line.line}:1:{k}", ((time, "quiet"), (f"{line.name} ", style), (line.text, "")), right=right)
        )
    return rows


def offer_rows(offers: Sequence[Offer], chosen: int) -> list[Row]:
    """The words around the one that is chosen."""
    first = max(0, min(chosen - OFFERS // 2, len(offers) - OFFERS))
    rows = []
    for k, offer in enumerate(offers[first : first + OFFERS], first):
        mark = ("> ", "strong") if k == chosen else ("  ", "")
        text = (f"{offer.text:<24} ", "title" if k == chosen else "strong")
        rows.append(
            Row(f"{k}", (mark, text, (offer.about, "quiet")), right=f"{k + 1}/{len(offers)}" if k == chosen else "")
        )
    return rows


def said_rows(text: str) -> list[Row]:
    """What a command said, line by line."""
    return [Row(f"0:0:{k}", ((line, ""),)) for k, line in enumerate(text.rstrip("\n").split("\n"))]


_STATES = {
    "saved": (marked("saved"), "done"),
    "kept": (marked("not saved, kept in a draft"), "due"),
    "typed": (marked("not saved"), "late"),
}


def status_spans(name: str, state: str, reading: Reading | None, *, fresh: bool) -> list[tuple[str, str]]:
    """The first line: the file, whether it holds the text (``saved``, ``kept``, ``typed``), what is wrong with it."""
    said, style = _STATES[state]
    spans = [(f" {name}  ", "strong"), (tr(said), style)]
    if reading is not None:
        others = len(reading.problems) - reading.errors
        spans.append((f"  {trn('{n} error', '{n} errors', reading.errors)}", "late" if reading.errors else "done"))
        spans.append((f", {trn('{n} warning or notice', '{n} warnings and notices', others)}", "quiet"))
    return spans if fresh else [*spans, ("  ...", "quiet")]
