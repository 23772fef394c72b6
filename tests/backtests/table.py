"""Measure every row of the back tests and write docs/backtests.md.

Exit status 1 if a row misses its bar and is no finding that is told.

python -m tests.backtests.table

What has been played is kept in build/backtests/ (see kept.py): a second call plays what has changed since.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from simulator import __version__
from simulator.engine.engine import ENGINE_REVISION
from tests.backtests import kept
from tests.backtests.rows import GROUPS, Result, Row, rows

DOCS = Path(__file__).parents[2] / "docs"
PAGE, FIGURES = DOCS / "backtests.md", DOCS / "figures.toml"
SOURCES = {"L": "[L]", "N": "[N]", "U": "[U]", "sheet": "(domain sheet)"}

HEAD = f"""# Back tests

Written by `make backtest`; startex {__version__}, engine revision {ENGINE_REVISION}. Pairs are runs of two settings
with the same seeds (1 to 100 unless a row says otherwise); a difference stands with its 95 % interval by Student's t.
The zone's figures are a calibration, not a validation: its rates and the worth of rules and agreement were chosen to
give them. So were the intensities of harm and fire in `site_in_flames before`; docs/concepts.md says which numbers are
assumed.
"""

LIST = """## Figures of the sources

Every number in the words of the sources - [L] letter of the Secretary-General, 17 April 2017; [N] UN News, 19 April
2017; [U] UNU paper, November 2016; the domain sheet -, with what the runs of an exercise bring about in its place.
What only stands in a scenario's file and goes nowhere is not held. Minutes that the sheet assumes are targets of the
exercises' objectives, and not in the list, which is `docs/figures.toml`.
"""


def figures() -> dict[str, Any]:
    """The list of figures as it is written: ``figure``, ``wordless`` and ``findings``."""
    return tomllib.loads(FIGURES.read_text(encoding="utf-8"))


def _cell(text: str) -> str:
    return text.replace("|", "/")


def listed(measured: Mapping[str, tuple[Row, Result]]) -> Iterator[str]:
    """The list of figures, each with the rows that hold it."""
    found = figures()
    yield LIST
    yield "| lesson or exercise | words of the source | held by | measured | met |"
    yield "|---|---|---|---|---|"
    for one in found["figure"]:
        head = f"| {one['at']} | {_cell(one['said'])} {SOURCES[one['source']]} |"
        why = _cell(one.get("why", ""))
        if not one["rows"]:
            yield f"{head} not shown by a run | {why} | - |"
        for name in one["rows"]:
            row, result = measured[name]
            met = "yes" if result.met else "**no**"
            yield f"{head} {_cell(row.claim)} ({_cell(row.bar)}) | {_cell(result.figure)} | {met} |"
            head = "| | |"
        if one["rows"] and why:
            yield f"| | | | {why} | |"
    yield ""
    yield f"No number stands in the words of {', '.join(found['wordless'])}."
    yield ""


def odd(measured: list[tuple[Row, Result]]) -> Iterator[str]:
    """Rows that are not met, with what is known of why."""
    known = figures()["findings"]
    missed = [(row, result) for row, result in measured if not result.met]
    if missed:
        yield "## Findings\n"
        yield "What did not come out. No bar was loosened and no number bent for it.\n"
    for row, result in missed:
        yield f"- {row.claim} ({row.bar}): {result.figure}. {known.get(row.id, 'Not explained.')}"


def page(measured: list[tuple[Row, Result]]) -> str:
    """The tables as Markdown."""
    lines = [HEAD]
    for group, title in GROUPS.items():
        lines += [f"## {title}", "", "| claim | source | bar | measured | met |", "|---|---|---|---|---|"]
        lines += [
            f"| {row.claim} | {row.source} | {row.bar} | {result.figure} | {'yes' if result.met else '**no**'} |"
            for row, result in measured
            if row.group == group
        ]
        lines.append("")
    lines += [*listed({row.id: (row, result) for row, result in measured}), *odd(measured)]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Measure, write, and say what is not met."""
    measured, known = [], figures()["findings"]
    for row in rows():
        began = perf_counter()
        result = row.measure()
        measured.append((row, result))
        met = "met" if result.met else "finding" if row.id in known else "NOT MET"
        print(f"{met:8}{row.id:44}{perf_counter() - began:7.1f} s  {result.figure}", flush=True)
    kept.prune()
    PAGE.write_text(page(measured), encoding="utf-8", newline="\n")
    for row, result in measured:
        if result.met and row.id in known:
            print(f"{row.id} is met: it is no finding any more (docs/figures.toml)")
    return 0 if all(result.met or row.id in known for row, result in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
