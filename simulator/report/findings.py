"""Strengths and areas for improvement of an objective: each an observation, its reference, and what lies behind it.

Every finding is made of a piece of evidence; what only the model or exercise control did is nobody's strength or
weakness.  Why people did what they did is not in a log: that line is theirs to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simulator.blueprint.model import ObjectiveSpec
from simulator.events import LogEvent
from simulator.readers.evaluation import IMPROVE, STRENGTH, Evidence
from simulator.readers.evaluation.rows import (
    ADDED,
    DONE,
    HELD,
    LATE,
    MET,
    MISSED,
    NOT_COMPARABLE,
    NOT_MET,
    NOT_OBSERVED,
    OPEN,
    PART,
    UNKNOWN,
)
from simulator.readers.story import chain
from simulator.report.document import Finding, Paragraph
from simulator.report.material import Material
from simulator.report.voice import Voice
from simulator.runs.beside.whatif import of_people
from simulator.units import format_clock, format_span

__all__ = ["AREA", "areas", "strengths", "unjudged"]

AREA = IMPROVE
_GOOD = frozenset((MET, DONE, STRENGTH))
_BAD = frozenset((NOT_MET, LATE, MISSED, PART, HELD, ADDED, IMPROVE))
_UNJUDGED = frozenset((NOT_OBSERVED, NOT_COMPARABLE, OPEN, UNKNOWN))


def strengths(material: Material, voice: Voice, objective: ObjectiveSpec) -> list[Finding]:
    """What went as it should, or was tagged as a strength."""
    return _findings(material, voice, objective, _GOOD, STRENGTH, "S")


def areas(material: Material, voice: Voice, objective: ObjectiveSpec) -> list[Finding]:
    """What was late, missed, held, not met or harmful, or was tagged as an area for improvement."""
    return _findings(material, voice, objective, _BAD, AREA, "A")


def unjudged(material: Material, voice: Voice, objective: ObjectiveSpec) -> list[Paragraph]:
    """What the log cannot judge: said, so that nobody takes silence for success or failure."""
    rows = []
    for piece in material.pieces:
        if piece.objective == objective.id and piece.verdict in _UNJUDGED:
            found = f" ({piece.found})" if piece.found else ""
            rows.append(Paragraph(f"{piece.verdict}: {_about(voice, piece)}{found}", piece.seqs))
    return rows


def _findings(
    material: Material, voice: Voice, objective: ObjectiveSpec, verdicts: frozenset[str], kind: str, letter: str
) -> list[Finding]:
    pieces = [p for p in material.pieces if p.objective == objective.id and p.players and p.verdict in verdicts]
    pieces = [p for p in pieces if p.kind != "action" or of_people(material.blueprint, p.function)]
    told = {event.seq: event for event in material.log}
    found = [_finding(material, voice, told, piece, kind) for piece in pieces if not _a_drill(piece)]
    return [
        replace(row, number=f"{objective.id}-{letter}{n}", capability=objective.capability)
        for n, row in enumerate(found, 1)
    ]


def _a_drill(piece: Evidence) -> bool:
    return piece.kind == "rule" and piece.found.startswith("a drill")


def _finding(material: Material, voice: Voice, told: dict[int, LogEvent], piece: Evidence, kind: str) -> Finding:
    lines = [*_called(voice, told, piece), *_consequence(material, piece)]
    if kind == AREA:
        lines.append("Root cause: to be completed by those who were there")
    return Finding(
        kind,
        "",
        _statement(voice, piece),
        _reference(piece),
        ". ".join(line.rstrip(".") for line in lines) + ("." if lines else ""),
        piece.seqs,
        voice.function(piece.function or piece.component),
        -1 if piece.kind == "target" else piece.at,
        source=piece.about,
    )


def _about(voice: Voice, piece: Evidence) -> str:
    if piece.kind == "remark":
        return voice.words(piece.text)
    if piece.kind == "handover":
        return f"handover {piece.about}"
    name = voice.name(piece.about)
    return f"{name}: {piece.text}" if piece.text else name


def _statement(voice: Voice, piece: Evidence) -> str:
    if piece.kind == "remark":
        who = voice.evaluator(piece.by)
        return f"{voice.words(piece.text)} ({who})"
    answered = piece.kind == "decision" and piece.verdict == DONE
    over = f"{'answered in time' if answered else piece.verdict}: {_about(voice, piece)}"
    return f"{over} - {piece.found}" if piece.found else over


def _reference(piece: Evidence) -> str:
    if piece.kind == "target":
        return f"Capability target: {piece.asked}"
    if piece.kind == "rule":
        return f"Contingency plan, {piece.about}" + (f", {piece.asked}" if piece.asked else "")
    if piece.kind == "decision":
        return f"Decision {piece.about}" + (f", {piece.asked}" if piece.asked else "")
    if piece.kind == "action":
        return f"MSEL, inject {piece.about}" + (f", {piece.asked}" if piece.asked else "")
    if piece.kind == "task":
        return f"Critical task {piece.about}" + (f", done by {piece.asked}" if piece.asked else "")
    if piece.kind == "harm":
        return "Protection of civilians: no harm is added by what is done or left undone"
    if piece.kind == "handover":
        return "Handover between components"
    return f"Observation about {piece.about}"


def _called(voice: Voice, told: dict[int, LogEvent], piece: Evidence) -> Iterator[str]:
    """When and by what it was called for, and to what that goes back."""
    if piece.kind not in ("rule", "decision", "action") or not piece.seqs or piece.seqs[0] not in told:
        return
    event = told[piece.seqs[0]]
    yield f"Called for at {format_clock(event.at)}: {voice.told(event)}"
    root = chain(told, event.seq)[0]
    if voice.reader.staff and root.seq != event.seq and root.kind != "exercise_started":
        yield f"It goes back to {format_clock(root.at)}: {voice.told(root)}"
    if piece.late_s > 0:
        yield f"It came {format_span(piece.late_s)} after its time"


def _consequence(material: Material, piece: Evidence) -> Iterator[str]:
    """Harm that the log lays to the same source, in its own words."""
    if piece.kind == "harm":
        return
    rows: Sequence[Evidence] = [
        p for p in material.pieces if p.kind == "harm" and p.objective == piece.objective and p.about == piece.about
    ]
    for row in rows:
        yield f"{row.found}: {row.text}"
