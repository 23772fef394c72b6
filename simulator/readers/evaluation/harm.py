"""Harm added by the room's act or omission: what one log can tell of it, and what it cannot.

*Act.*  A civilian was hurt, and the chain of causes of that runs through a decision that was taken, or through an order
given outside the plan: the act brought it about.  What a rule of the plan orders is the plan's, what exercise control
does by hand is nobody's.
*Omission.*  The chain runs through a default that nobody spoke against; or a rule or decision was known to its post,
its time was up, it was not done yet, and people were hurt at its place - or in the sector that its stretch of wire
faces - by the same group.  That says *while* it stood undone.  Whether doing it in time had kept them from harm, no
single run can say; a fork can.
*Unknown.*  Harm that depends on an act of the room (through ``given``) without having been brought about by it could
have been more or less without it.  It is said, and counts for nothing.
*None.*  Harm that cannot be reached from any act would have been the same without it.

Only what the scenario gives to players counts: what the model or exercise control did for a role is not the room's.
Deaths are not looked at: whom an order brought to care too late was hurt before.  Peacekeepers' own are not either.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.evaluation.deeds import Deed, not_players
from simulator.readers.evaluation.rows import ADDED, LATE, MISSED, UNKNOWN
from simulator.readers.logs import by_seq
from simulator.readers.responses import NEVER, Log

__all__ = ["Harm", "harm_of"]

_OVERDUE = ("rule_late", "default_proposed", "decision_defaulted")
"""what says that the time of a deed is up"""


@dataclass(frozen=True, slots=True)
class Harm:
    """People who were hurt through one act or during one omission.

    ``source`` is the decision or rule, ``facilitator`` for an order outside the plan; ``first`` the event of the act or
    of the omission; ``seqs`` that one and those of the harm.
    """

    source: str
    way: str
    """act or omission"""
    verdict: str
    count: int
    at: int
    seqs: tuple[int, ...]


def harm_of(log: Log, called: Sequence[Deed]) -> list[Harm]:
    """Harm by what it is laid to, in the order of the log.  The same person may stand under several."""
    survivors = [e for e in log.of("resident_harmed") if e.data["kind"] == "sgbv"]  # the others are persons hurt too
    hurt = sorted([*log.of("person_hurt"), *survivors], key=lambda e: e.seq)
    if not hurt:
        return []
    return sorted([*_by_acts(log, hurt), *_by_omissions(log, hurt, called)], key=lambda h: h.seqs)


def _acts(log: Log) -> dict[int, LogEvent]:
    """Decisions of players' roles and orders outside the plan, by seq."""
    others = not_players(log.blueprint)
    simulated = {decision.id for decision in log.blueprint.decisions if decision.role in others}
    decided = (e for e in log.of("decision_taken", "decision_defaulted") if e.subject not in simulated)
    ordered = (e for e in log.of("order_given") if e.data["source"] == "facilitator")
    return {event.seq: event for event in sorted((*decided, *ordered), key=lambda e: e.seq)}


def _by_acts(log: Log, hurt: Iterable[LogEvent]) -> list[Harm]:
    """Harm that runs through an act by its causes, or only depends on one."""
    events = by_seq(log.events)
    acts = _acts(log)
    reach = _reach(log.events, {seq: 1 << n for n, seq in enumerate(acts)})
    added: dict[int, list[LogEvent]] = {}
    unknown: dict[int, list[LogEvent]] = {}
    for event in hurt:
        through = _through(events, acts, event)
        if through is not None:
            added.setdefault(through, []).append(event)
            continue
        for n, seq in enumerate(acts):
            if reach.get(event.seq, 0) >> n & 1:
                unknown.setdefault(seq, []).append(event)
    return [
        *(_harm(events[seq], rows, ADDED) for seq, rows in added.items()),
        *(_harm(events[seq], rows, UNKNOWN) for seq, rows in unknown.items()),
    ]


def _harm(act: LogEvent, hurt: list[LogEvent], verdict: str) -> Harm:
    source = str(act.data["source"]) if act.kind == "order_given" else act.subject
    way = "omission" if act.kind == "decision_defaulted" else "act"
    return Harm(source, way, verdict, len(hurt), hurt[0].at, (act.seq, *(e.seq for e in hurt)))


def _reach(log: Sequence[LogEvent], acts: dict[int, int]) -> dict[int, int]:
    """The acts (as bits) that an event can be reached from; nothing for those that none can reach."""
    found: dict[int, int] = {}
    for event in log:
        bits = acts.get(event.seq, 0)
        for seq in (event.cause, *event.given):
            if seq is not None:
                bits |= found.get(seq, 0)
        if bits:
            found[event.seq] = bits
    return found


def _through(events: Mapping[int, LogEvent], acts: Container[int], event: LogEvent) -> int | None:
    """The last act in the chain of causes of an event."""
    at: LogEvent | None = event
    while at is not None:
        if at.seq in acts:
            return at.seq
        at = events.get(at.cause) if at.cause is not None and at.cause < at.seq else None
    return None


def _by_omissions(log: Log, hurt: Sequence[LogEvent], called: Sequence[Deed]) -> list[Harm]:
    events = by_seq(log.events)
    found = []
    for deed in called:
        if deed.verdict not in (LATE, MISSED) or deed.kind == "action" or not deed.place or deed.due == NEVER:
            continue
        if not deed.players:
            continue
        group = _group(events, events[deed.seqs[0]])
        if not group or (deed.verdict == LATE and deed.done == NEVER):
            continue
        until = deed.done if deed.done != NEVER else log.end + 1
        during = [
            e
            for e in hurt
            if deed.due <= e.at < until and _same_place(log.blueprint, deed.place, e) and group == _group(events, e)
        ]
        if during:
            mark = next(seq for seq in deed.seqs if events[seq].kind in _OVERDUE)
            seqs = (mark, *(e.seq for e in during))
            found.append(Harm(deed.id, "omission", ADDED, len(during), during[0].at, seqs))
    return found


def _same_place(blueprint: Blueprint, place: str, hurt: LogEvent) -> bool:
    where = str(hurt.data.get("at", hurt.subject))
    segment = next((s for s in blueprint.segments.values() if s.id == place), None)
    return where == place or (segment is not None and segment.faces == where)


def _group(events: Mapping[int, LogEvent], event: LogEvent) -> str:
    """The group whose stream event stands at the root of an event; empty where it is none's."""
    while event.cause is not None and event.cause < event.seq and event.cause in events:
        event = events[event.cause]
    return str(event.data.get("by", "")) if event.kind == "stream_event_began" else ""
