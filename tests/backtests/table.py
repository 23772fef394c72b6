"""Measure every row of the back tests and write docs/backtests.md; exit status 1 if a bar is not met.

python -m tests.backtests.table
"""

from __future__ import annotations

import sys
from pathlib import Path

from simulator import __version__
from simulator.engine.engine import ENGINE_REVISION
from tests.backtests.rows import GROUPS, Result, Row, rows

PAGE = Path(__file__).parents[2] / "docs" / "backtests.md"

HEAD = f"""# Back tests

Written by `make backtest`; startex {__version__}, engine revision {ENGINE_REVISION}. Pairs are runs of two settings
with the same seeds (1 to 100 unless a row says otherwise); a difference stands with its 95 % interval by Student's t.
The zone's figures are a calibration, not a validation: its rates and the worth of rules and agreement were chosen to
give them. So were the intensities of harm and fire in `site_in_flames before`; docs/concepts.md says which numbers are
assumed.
"""


def page(measured: list[tuple[Row, Result]]) -> str:
    """The table as Markdown."""
    lines = [HEAD]
    for group, title in GROUPS.items():
        lines += [f"## {title}", "", "| claim | source | bar | measured | met |", "|---|---|---|---|---|"]
        lines += [
            f"| {row.claim} | {row.source} | {row.bar} | {result.figure} | {'yes' if result.met else '**no**'} |"
            for row, result in measured
            if row.group == group
        ]
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Measure, write, and say what is not met."""
    measured = []
    for row in rows():
        result = row.measure()
        measured.append((row, result))
        print(f"{'met' if result.met else 'NOT MET':8}{row.id:36}{result.figure}", flush=True)
    PAGE.write_text(page(measured), encoding="utf-8", newline="\n")
    return 0 if all(result.met for _, result in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
