"""The rows of the objectives' pane: what each asks, and the evidence so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from simulator.blueprint.model import ObjectiveSpec
from simulator.readers.evaluation import Evidence
from tui.glyphs import Glyphs
from tui.widgets.rows import Row

__all__ = ["STATES", "objective_rows", "piece_row"]

STATES = {
    **dict.fromkeys(("met", "done", "strength"), "done"),
    **dict.fromkeys(("late", "done in part", "area for improvement"), "late"),
    **dict.fromkeys(("not met", "missed", "harm added"), "missed"),
    "said": "note",
}
"""what a verdict looks like; every other is open"""
_URGENT = ("missed", "not met", "harm added", "late", "done in part", "area for improvement")


def objective_rows(objectives: Iterable[ObjectiveSpec], pieces: Sequence[Evidence], glyphs: Glyphs) -> list[Row]:
    """For each objective its count of verdicts, its targets, what went wrong first, then what went well."""
    rows: list[Row] = []
    for objective in objectives:
        own = [piece for piece in pieces if piece.objective == objective.id]
        judged = [p for p in own if STATES.get(p.verdict) is not None or p.kind == "target"]
        spans = ((f"{objective.id} ", "strong"), (objective.text, ""))
        rows.append(Row(f"objective {objective.id}", spans, 0, _counted(own), "quiet"))
        rows += [_line(piece, glyphs, k) for k, piece in enumerate(sorted(judged, key=_urgency))]
    return rows


def _counted(pieces: Iterable[Evidence]) -> str:
    counts = Counter(STATES.get(p.verdict, "open") for p in pieces if p.kind != "target")
    return " ".join(f"{counts[state]} {state}" for state in ("done", "late", "missed", "open") if counts[state])


def _urgency(piece: Evidence) -> tuple[int, int, int]:
    return (piece.kind != "target", piece.verdict not in _URGENT, -piece.at)


def _line(piece: Evidence, glyphs: Glyphs, number: int) -> Row:
    state = STATES.get(piece.verdict, "contingency")
    style = glyphs.of(state).style
    if piece.kind == "target":
        told, right = f"{piece.about.replace('_', ' ')} {piece.asked}", piece.found or piece.verdict
    else:
        told, right = f"{piece.about} {piece.text}", piece.verdict
    key = f"evidence {piece.objective} {number} {piece.kind} {piece.about}"
    return Row(key, ((f"  {glyphs.sign(state)}", style), (told, "")), piece.ask, right, style)


def piece_row(piece: Evidence, number: int, glyphs: Glyphs) -> Row:
    """A piece with everything that is known of it, as an evaluator reads it."""
    state = STATES.get(piece.verdict, "contingency")
    words = ", ".join(part for part in (piece.found, f"asked {piece.asked}" if piece.asked else "") if part)
    told = f"{piece.verdict}: {piece.about} - {piece.text}{f' ({words})' if words else ''}"
    spans = ((f"  {glyphs.sign(state)}", glyphs.of(state).style), (f"{piece.kind:<12}", "quiet"), (told, ""))
    return Row(f"piece {number}", spans, piece.ask, f"[{piece.ask}]" if piece.ask else "", "quiet")
