"""Appendices C to F: the time line, the MSEL as it ran, the events that are cited, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from simulator.blueprint.model import Blueprint, InjectSpec
from simulator.catalogue import marked, tr, trn, word
from simulator.events import LogEvent
from simulator.readers.hotwash import LANES, PLAN, PLAYERS, SIMULATION, Line, lanes
from simulator.readers.scene.picture import Picture, cells_of
from simulator.report.document import Block, Finding, Mark, Paragraph, Section, Table, Timeline
from simulator.report.material import Material
from simulator.report.voice import Voice
from simulator.units import format_clock, format_span

__all__ = ["CITED", "cited", "msel_record", "rests_on", "time_line"]

CITED = 8
"""numbers of events that are shown for one thing; JSON holds all"""
_INJECTS = ("inject_delivered", "inject_skipped", "inject_expired", "inject_held", "inject_deferred", "inject_added")
_SOON_S = 600
"""seconds within which the same words are told once"""
_LANE_ALT = marked(
    "Three lanes over the time of the exercise: what the plan asked and when, what happened, and what players decided "
    "and ordered. The table below it says the same in words."
)
_MSEL = marked("Appendix D: The MSEL as it ran")


# the time line


def time_line(material: Material, voice: Voice, moments: Sequence[Finding]) -> Section:
    """The three lanes as a picture and as a table; numbered points are the minutes that cost or won."""
    typical = material.beside.typical if material.beside else None
    lines = lanes(material.blueprint, list(material.log), (), material.notes, voice.name, typical)
    events = {event.seq: event for event in material.log}
    lines = [_reworded(line, events, voice) for line in lines]
    if not voice.reader.staff:
        lines = _as_heard(material, voice, lines)
    lines = _together(lines)
    labels = {seq: moment.number for moment in moments for seq in moment.seqs[-1:]}
    end = max(material.end, *(line.at for line in lines), 1)
    marks = tuple(Mark(line.at, word(line.lane), line.text, line.seq, labels.get(line.seq, "")) for line in lines)
    rows = tuple(
        (format_clock(line.at), word(line.lane), f"{line.text}{f' [{word(line.tag)}]' if line.tag else ''}")
        for line in lines
    )
    seqs = tuple((line.seq,) for line in lines)
    over = tr("Plan, simulation and players over time")
    head = (tr("Time"), tr("Lane"), tr("What"))
    return Section(
        tr("Appendix C: Time line"),
        (
            Timeline(over, tr(_LANE_ALT), tuple(map(word, LANES)), end, marks),
            Table(tr("The time line in words"), head, rows, (14, 13, 73), seqs),
        ),
        new_page=True,
    )


def _together(lines: Sequence[Line]) -> list[Line]:
    """Lines of one lane that say the same, one soon after the other, become the first of them with their number."""
    found: list[list[Line]] = []
    newest: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        held = newest.get((line.lane, line.text))
        if held is not None and line.at - held[-1].at <= _SOON_S:
            held.append(line)
            continue
        newest[line.lane, line.text] = [line]
        found.append(newest[line.lane, line.text])
    return [row[0] if len(row) == 1 else replace(row[0], text=_often(row)) for row in found]


def _often(lines: Sequence[Line]) -> str:
    return tr("{text} ({number} times to {end})", text=lines[0].text, number=len(lines), end=format_clock(lines[-1].at))


def _reworded(line: Line, events: dict[int, LogEvent], voice: Voice) -> Line:
    """A line of an event in this reader's words; what the plan asked stays as it is."""
    if line.lane == PLAN:
        return line
    return Line(line.at, line.lane, voice.told(events[line.seq]), line.seq, line.tag)


def _as_heard(material: Material, voice: Voice, lines: Iterable[Line]) -> list[Line]:
    """For players: in place of what happened, what some cell of people was told; the rest stays exercise control's."""
    heard: dict[int, Line] = {}
    people = {cell.id for cell in material.blueprint.cells if cell.played_by == "room"}
    events = {event.seq: event for event in material.log}
    for cell in cells_of(material.blueprint):
        if people and cell not in people:
            continue
        picture = Picture(material.blueprint, cell)
        picture.extend(material.log)
        for told in picture.told:
            event = events[told.seq]
            text = voice.told(event) if voice.reader.redact and voice.written(event) else told.text
            heard.setdefault(told.seq, Line(told.at, SIMULATION, text, told.seq))
    theirs = [
        line for line in lines if line.lane != SIMULATION and (line.lane == PLAYERS or line.seq in _called(material))
    ]
    taken = {line.seq for line in theirs if line.lane == PLAYERS}
    found = [*theirs, *(line for seq, line in heard.items() if seq not in taken)]
    return sorted(found, key=lambda line: (line.at, LANES.index(line.lane), line.seq))


def _called(material: Material) -> set[int]:
    """What called for something of people in the room: their own plan and their own questions."""
    return {seq for piece in material.pieces if piece.players for seq in piece.seqs if piece.kind in ("rule", "action")}


# the MSEL as it ran


def msel_record(material: Material) -> Section:
    """What became of every inject; for exercise control only."""
    specs = {spec.id: spec for spec in material.blueprint.injects}
    came: dict[str, list[LogEvent]] = {name: [] for name in specs}
    for event in material.log:
        if event.kind in _INJECTS:
            came.setdefault(event.subject, []).append(event)
    rows = tuple(_became(name, specs.get(name), events) for name, events in came.items())
    seqs = tuple(tuple(event.seq for event in events) for events in came.values())
    head = (tr("Inject"), tr("What"), tr("Type"), tr("Planned"), tr("State"), tr("At"))
    if not rows:
        return Section(tr(_MSEL), (Paragraph(tr("The scenario has no injects."), (), "note"),))
    table = Table(tr("The MSEL as it ran"), head, rows, (12, 40, 14, 12, 12, 10), seqs)
    return Section(tr(_MSEL), (table,), new_page=True)


def _became(name: str, spec: InjectSpec | None, events: Sequence[LogEvent]) -> tuple[str, ...]:
    """An inject's row: what was planned, and the last that became of it."""
    last = events[-1] if events else None
    state = word(last.kind.removeprefix("inject_")) if last else tr("not delivered")
    when = format_clock(last.at) if last else "-"
    if spec is None:
        return (name, tr("an inject that exercise control wrote"), "-", tr("added"), state, when)
    planned = format_clock(spec.at) if spec.at >= 0 else tr("on a condition")
    return (name, spec.title or spec.text[:80], word(spec.type), planned, state, when)


# what it rests on


def cited(material: Material, voice: Voice, seqs: Iterable[int]) -> Section:
    """The events that the document names, in words."""
    wanted = set(seqs)
    events = [event for event in material.log if event.seq in wanted]
    rows = tuple((str(event.seq), format_clock(event.at), voice.told(event)) for event in events)
    intro = Paragraph(tr("startex why tells the causes of each from the session's log."), (), "note")
    head = (tr("Event"), tr("Time"), tr("What"))
    table = Table(tr("Events"), head, rows, (10, 14, 76), events=True)
    return Section(tr("Appendix E: Events that are cited"), (intro, table))


def rests_on(material: Material, voice: Voice) -> Section:
    """The run, the hashes, and every assumed number with its source."""
    header = material.header
    log, assumptions = material.log, material.blueprint.assumptions
    events = trn("{digest} ({n} event)", "{digest} ({n} events)", len(log), digest=material.digest)
    numbers = trn("{digest} ({n} number)", "{digest} ({n} numbers)", len(assumptions), digest=material.assumptions_hash)
    facts = [
        (tr("Head of the journal"), material.head),
        (tr("Digest of the log"), events),
        (tr("Assumptions"), numbers),
        (tr("Seed and replication"), f"{header.seed}, {header.replication}"),
        (tr("Variant"), header.variant or tr("the file as it stands")),
        (tr("Changed for this session"), ", ".join(f"{k} = {v}" for k, v in header.sets.items()) or word("nothing")),
        (tr("Revision of the engine"), str(header.engine_revision)),
    ]
    if voice.reader.staff and not voice.reader.redact:
        facts.append((tr("Session"), material.name))
    if header.parent and not voice.reader.redact:
        parted = format_clock(int(header.parent.get("at", 0)))
        facts.append((tr("Forked from"), tr("{name} at {at}", name=header.parent.get("name", "?"), at=parted)))
    blocks: list[Block] = [
        Table(tr("Identity"), (tr("What"), tr("Value")), tuple(facts), (26, 74)),
        Paragraph(tr("The model is coarse and made for training. It predicts nothing.")),
    ]
    if voice.reader.staff:
        blocks.append(_assumptions(material.blueprint))
    return Section(tr("Appendix F: What this rests on"), tuple(blocks), new_page=True)


def _assumptions(blueprint: Blueprint) -> Table:
    head = (tr("Parameter"), tr("Value (most likely, range)"), tr("Source"))
    caption = tr("Assumed numbers; exercise of {span}", span=format_span(blueprint.duration))
    return Table(caption, head, blueprint.assumptions, (44, 30, 26))
