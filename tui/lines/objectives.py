"""The rows of the objectives' pane: what each asks, what the log says so far."""

from __future__ import annotations

from simulator.readers.targets import Finding
from simulator.units import format_amount
from simulator.vocabulary import MEASURES
from tui.glyphs import Glyphs
from tui.widgets.rows import Row

__all__ = ["objective_rows"]


def objective_rows(findings: list[Finding], glyphs: Glyphs) -> list[Row]:
    """A heading for each objective, and a line for each target with its value so far."""
    rows: list[Row] = []
    named = ""
    for found in findings:
        if found.objective != named:
            named = found.objective
            rows.append(Row(f"objective {named}", ((f"{named} ", "strong"), (found.text, ""))))
        state = {None: "contingency", True: "done", False: "missed"}[found.met]
        right = format_amount(found.value, MEASURES[found.measure].unit) if found.value is not None else "no evidence"
        spans = ((f"  {glyphs.sign(state)}", glyphs.of(state).style), (f"{found.measure} {found.asked}", ""))
        rows.append(Row(f"target {named} {found.measure}", spans, 0, right, glyphs.of(state).style))
    return rows
