"""Jumping ahead: how far the exercise may be moved without deciding for the room.

A second engine is brought to the same place by replay and looks ahead; without commands the future of the first is
the same.  A jump ends with the next inject that the room gets, and before any question to the room, any default, any
contact and any casualty: never past something that somebody might have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.catalogue import tr
from simulator.commands import Remark
from simulator.engine.engine import Engine
from simulator.errors import UsageError
from simulator.events import LogEvent
from simulator.readers.story import sentence
from simulator.reasons import FROM_TO
from simulator.runs.pacer import Moment
from simulator.runs.replay import rebuild
from simulator.runs.session import Session
from simulator.units import written_clock

__all__ = ["Horizon", "Jumped", "heard", "horizon", "jump", "standing_orders"]

_HARM = ("person_hurt", "person_died", "peacekeeper_hurt", "perpetrators_hit", "resident_harmed", "person_missing")
_CONTACT = ("attack_began", "group_entered", "shots_fired", "unrest_began", "safe_room_forced", "post_under_fire")
_FIRE = ("fight_began", "unit_hit")
_DEFAULT = ("default_proposed", "decision_defaulted")
_BY_HAND = ("inject_ready", "inject_held")


@dataclass(frozen=True, slots=True)
class Horizon:
    """The second to which a jump may go, and why no further, in words; ``inject`` is the one that comes then."""

    at: int
    why: str
    inject: str = ""


def horizon(session: Session, until: int | None = None, told: Callable[[LogEvent], str] = sentence) -> Horizon:
    """How far a jump may go: to the next inject, or to ``until`` at most; ``told`` says what it stops before."""
    engine = _twin(session)
    end = engine.blueprint.duration if until is None else min(until, engine.blueprint.duration)
    begun = engine.now
    while engine.now < end and not engine.ended and engine.held_by is None:
        seen = len(engine.log)
        ahead = engine.next_at()
        engine.advance_to(end if ahead is None else min(ahead, end))
        for event in engine.log[seen:]:
            why = _stops(event, session)
            if why:
                return Horizon(max(begun, event.at - 1), tr("{why}: {what}", why=why, what=told(event)))
            if until is None and event.kind == "inject_delivered" and event.data["type"] != "expected_action":
                return Horizon(event.at, tr("inject {inject}", inject=event.subject), event.subject)
    return Horizon(engine.now, "ENDEX" if engine.ended else tr("the time that was asked for"))


@dataclass(frozen=True, slots=True)
class Jumped:
    """What a jump did: how far it might go and why no further, and what each cell heard meanwhile.

    ``made`` is false where nothing could be passed over.
    """

    to: Horizon
    made: bool
    heard: dict[str, list[LogEvent]]


def jump(
    session: Session, until: int | None, by: str, now: Moment, told: Callable[[LogEvent], str] = sentence
) -> Jumped:
    """Move a session on as far as may be; raises :class:`UsageError` after ENDEX and while the clock is held."""
    if session.engine.ended:
        raise UsageError(tr("the exercise is over"))
    session.pump(now)
    if session.engine.held_by:
        raise UsageError(tr("{decision} holds the clock: decide it first", decision=session.engine.held_by))
    to = horizon(session, until, told)
    if to.at <= session.now:
        return Jumped(to, False, {})
    text = FROM_TO.format(begin=written_clock(session.now), end=written_clock(to.at))
    session.submit(Remark("jump", text), by, now)
    before = len(session.log)
    session.move_to(to.at, by, now)
    return Jumped(to, True, heard(session, session.since(before)))


def standing_orders(session: Session) -> dict[str, str]:
    """What each cell of the room has ordered since the last jump for the time that is passed over; empty for none."""
    jumps = [e.seq for e in session.log if e.kind == "remark_made" and e.data["kind"] == "jump"]
    given = {
        e.subject: str(e.data["text"])
        for e in session.log[max(jumps, default=0) :]
        if e.kind == "remark_made" and e.data["kind"] == "standing_order"
    }
    return {c.id: given.get(c.id, "") for c in session.engine.blueprint.cells if c.played_by == "room"}


def _twin(session: Session) -> Engine:
    """Another engine at the very place of the session's."""
    engine = rebuild(session.program, session.header, session.history)
    engine.advance_to(session.now)
    return engine


def _stops(event: LogEvent, session: Session) -> str:
    """Why a jump must not go past an event; empty if it may."""
    if event.kind in _DEFAULT:
        return tr("a default")
    if event.kind in _BY_HAND:
        return tr("an inject for exercise control")
    if event.kind == "decision_opened":
        asked = session.header.played_by.get(str(event.data["asks"]), "model")
        return tr("a question to the room") if asked != "model" else ""
    if event.kind in (*_CONTACT, *_FIRE) or (event.kind == "sighted" and event.data.get("what") == "contact"):
        return tr("contact")
    return tr("harm") if event.kind in _HARM else ""


def _for(names: set[str], inject: LogEvent) -> bool:
    """Whether an inject was given to any of these; one to nobody in particular was given to everybody."""
    return inject.data["type"] != "expected_action" and (not inject.data["to"] or bool(names & set(inject.data["to"])))


def heard(session: Session, events: Sequence[LogEvent]) -> dict[str, list[LogEvent]]:
    """What each cell has heard: reports at the posts of its roles, and injects that it was given."""
    told: dict[str, list[LogEvent]] = {}
    for cell in session.engine.blueprint.cells:
        posts = {session.engine.blueprint.roles.get(role, "") for role in cell.roles}
        names = {cell.id, *cell.roles, *posts}
        told[cell.id] = [
            e
            for e in events
            if (e.kind in ("report_received", "status_received", "contact_lost") and e.subject in posts)
            or (e.kind == "inject_delivered" and _for(names, e))
        ]
    return told
