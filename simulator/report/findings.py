"""Strengths and areas for improvement of an objective: each an observation, its reference, and what lies behind it.

Every finding is made of a piece of evidence; what only the model or exercise control did is nobody's strength or
weakness.  Why people did what they did is not in a log: that line is theirs to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simulator.blueprint.model import ObjectiveSpec
from simulator.catalogue import marked, tr, word
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
_OBSERVATION = marked("Observation about {about}")
_REFERENCES = {
    "target": marked("Capability target: {asked}"),
    "rule": marked("Contingency plan, {about}"),
    "decision": marked("Decision {about}"),
    "action": marked("MSEL, inject {about}"),
    "task": marked("Critical task {about}"),
    "harm": marked("Protection of civilians: no harm is added by what is done or left undone"),
    "handover": marked("Handover between components"),
}
"""kind of evidence -> what it is held against"""


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
            said = tr("{name}: {text}", name=word(piece.verdict), text=_about(voice, piece))
            rows.append(Paragraph(f"{said} ({piece.found})" if piece.found else said, piece.seqs))
    return rows


def _findings(
    material: Material, voice: Voice, objective: ObjectiveSpec, verdicts: frozenset[str], kind: str, letter: str
) -> list[Finding]:
    pieces = [p for p in material.pieces if p.objective == objective.id and p.players and p.verdict in verdicts]
    pieces = [p for p in pieces if p.kind != "action" or of_people(material.blueprint, p.function)]
    told = {event.seq: event for event in material.log}
    drills = {rule.id for rule in material.blueprint.rules if rule.local}
    pieces = [p for p in pieces if p.kind != "rule" or p.about not in drills]
    found = [_finding(material, voice, told, piece, kind) for piece in pieces]
    return [
        replace(row, number=f"{objective.id}-{letter}{n}", capability=objective.capability)
        for n, row in enumerate(found, 1)
    ]


def _finding(material: Material, voice: Voice, told: dict[int, LogEvent], piece: Evidence, kind: str) -> Finding:
    lines = [*_called(voice, told, piece), *_consequence(material, piece)]
    if kind == AREA:
        lines.append(tr("Root cause: to be completed by those who were there"))
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
        basis=piece.kind,
        verdict=piece.verdict,
    )


def _about(voice: Voice, piece: Evidence) -> str:
    if piece.kind == "remark":
        return voice.words(piece.text)
    if piece.kind == "handover":
        return tr("handover {sides}", sides="-".join(map(word, piece.about.split("-"))))
    if piece.kind == "target" and piece.text:
        return tr("{name}: {text}", name=word(piece.about), text=tr(piece.text))
    name = voice.name(piece.about)
    return tr("{name}: {text}", name=name, text=piece.text) if piece.text else name


def _statement(voice: Voice, piece: Evidence) -> str:
    if piece.kind == "remark":
        who = voice.evaluator(piece.by)
        return f"{voice.words(piece.text)} ({who})"
    answered = piece.kind == "decision" and piece.verdict == DONE
    what = tr("answered in time") if answered else word(piece.verdict)
    over = tr("{name}: {text}", name=what, text=_about(voice, piece))
    return f"{over} - {piece.found}" if piece.found else over


def _reference(piece: Evidence) -> str:
    if piece.kind == "task" and piece.asked:
        return tr("Critical task {about}, done by {asked}", about=piece.about, asked=piece.asked)
    said = tr(_REFERENCES.get(piece.kind, _OBSERVATION), about=piece.about, asked=piece.asked)
    with_time = piece.kind in ("rule", "decision", "action") and piece.asked
    return f"{said}, {piece.asked}" if with_time else said


def _called(voice: Voice, told: dict[int, LogEvent], piece: Evidence) -> Iterator[str]:
    """When and by what it was called for, and to what that goes back."""
    if piece.kind not in ("rule", "decision", "action") or not piece.seqs or piece.seqs[0] not in told:
        return
    event = told[piece.seqs[0]]
    yield tr("Called for at {at}: {event}", at=format_clock(event.at), event=voice.told(event))
    root = chain(told, event.seq)[0]
    if voice.reader.staff and root.seq != event.seq and root.kind != "exercise_started":
        yield tr("It goes back to {at}: {event}", at=format_clock(root.at), event=voice.told(root))
    if piece.late_s > 0:
        yield tr("It came {span} after its time", span=format_span(piece.late_s))


def _consequence(material: Material, piece: Evidence) -> Iterator[str]:
    """Harm that the log lays to the same source, in its own words."""
    if piece.kind == "harm":
        return
    rows: Sequence[Evidence] = [
        p for p in material.pieces if p.kind == "harm" and p.objective == piece.objective and p.about == piece.about
    ]
    for row in rows:
        yield tr("{people}: {harm}", people=row.found, harm=row.text)
