"""The rows of the objectives' pane: what each asks, and the evidence so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from simulator.blueprint.model import ObjectiveSpec
from simulator.catalogue import marked, tr, word
from simulator.readers.evaluation import Evidence
from simulator.readers.evaluation.rows import ADDED, DONE, IMPROVE, LATE, MET, MISSED, NOT_MET, PART, SAID, STRENGTH
from tui.glyphs import Glyphs
from tui.widgets.rows import Row

__all__ = ["STATES", "objective_rows", "piece_row"]

STATES = {
    **dict.fromkeys((MET, DONE, STRENGTH), "done"),
    **dict.fromkeys((LATE, PART, IMPROVE), "late"),
    **dict.fromkeys((NOT_MET, MISSED, ADDED), "missed"),
    SAID: "note",
}
"""what a verdict looks like; every other is open"""
_URGENT = (MISSED, NOT_MET, ADDED, LATE, PART, IMPROVE)
_COUNTED = {
    "done": marked("{count} done"),
    "late": marked("{count} late"),
    "missed": marked("{count} missed"),
    "open": marked("{count} open"),
}


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
    return " ".join(tr(text, count=counts[state]) for state, text in _COUNTED.items() if counts[state])


def _urgency(piece: Evidence) -> tuple[int, int, int]:
    return (piece.kind != "target", piece.verdict not in _URGENT, -piece.at)


def _line(piece: Evidence, glyphs: Glyphs, number: int) -> Row:
    state = STATES.get(piece.verdict, "contingency")
    style = glyphs.of(state).style
    if piece.kind == "target":
        told, right = f"{piece.named} {piece.asked}", piece.found or word(piece.verdict)
    else:
        told, right = f"{piece.named} {piece.text}", word(piece.verdict)
    key = f"evidence {piece.objective} {number} {piece.kind} {piece.about}"
    return Row(key, ((f"  {glyphs.sign(state)}", style), (told, "")), piece.ask, right, style)


def piece_row(piece: Evidence, number: int, glyphs: Glyphs) -> Row:
    """A piece with everything that is known of it, as an evaluator reads it."""
    state = STATES.get(piece.verdict, "contingency")
    words = ", ".join(
        part for part in (piece.found, tr("asked {value}", value=piece.asked) if piece.asked else "") if part
    )
    about = f"{piece.named} - {piece.text}{f' ({words})' if words else ''}"
    told = tr("{what}: {text}", what=word(piece.verdict), text=about)
    spans = ((f"  {glyphs.sign(state)}", glyphs.of(state).style), (f"{word(piece.kind):<12}", "quiet"), (told, ""))
    return Row(f"piece {number}", spans, piece.ask, f"[{piece.ask}]" if piece.ask else "", "quiet")
