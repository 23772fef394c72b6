"""Rows of a workbook as injects that are added to an exercise which is being played.

A row whose time is ahead is written into the exercise as exercise control would write it by hand.  It is tried on a
replay of the session first, so that what the engine would refuse is said by the row's address before anything is
handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.catalogue import tr
from simulator.commands import PutInject
from simulator.engine.engine import Engine
from simulator.errors import Problem
from simulator.exchange.msel import Read
from simulator.quantities import QuantityError
from simulator.reasons import told_reason
from simulator.runs.notebook import exercise_time
from simulator.runs.replay import rebuild
from simulator.runs.sessions import Opened
from simulator.units import Epoch, format_clock, parse_datetime, parse_when

__all__ = ["Additions", "additions"]

_TYPES = ("contextual", "administrative")
_CARRIED = ("id", "at", "type", "title", "from", "to", "means", "text")


@dataclass(slots=True)
class Additions:
    """What can be added, and why the rest cannot: each problem begins with the address of its row."""

    injects: list[PutInject] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def say(self, code: str, message: str, hint: str = "", severity: str = "error") -> None:
        """Note something about a row."""
        self.problems.append(Problem(code, message, hint, severity=severity))


def additions(read: Read, session: Opened, wall: float) -> Additions:
    """What the rows of a file add to a session at a moment of the wall."""
    engine = rebuild(session.program, session.header, session.history)
    now = max(engine.now, exercise_time(session.history, wall))
    epoch = Epoch(parse_datetime(session.blueprint.startex))
    found, before = Additions(), frozenset(engine.inject_states)
    for inject, place in zip(read.msel, read.places, strict=True):
        try:
            _add(inject, place, found, engine, before, now, epoch)
        except QuantityError as error:
            found.say("E707", f"{place}: {error.message}", error.hint)
    return found


def _add(
    inject: Mapping[str, Any],
    place: str,
    found: Additions,
    engine: Engine,
    before: frozenset[str],
    now: int,
    epoch: Epoch,
) -> None:
    name, text = str(inject.get("id", "")), _text(inject)
    if name in before:
        _known(name, text, inject, place, found, engine)
        return
    row = {"place": place, "name": name}
    kind = str(inject.get("type", "contextual"))
    if kind not in _TYPES or "at" not in inject or "when" in inject:
        why = tr("{place}: {name} has no time", **row)
        if "at" in inject:
            why = tr("{place}: {name} comes by a condition, or is for exercise control alone", **row)
        found.say("E712", why, tr("an exercise that is played takes what comes at a time"))
        return
    at = parse_when(str(inject["at"]), epoch)
    if at < now:
        times = {"at": format_clock(at), "now": format_clock(now)}
        why = tr("{place}: {name} was to come at {at}, and it is {now}: not added", **row, **times)
        found.say("N706", why, tr("give it a time that is ahead"), "warning")
        return
    if name in engine.inject_states:
        why = tr("{place}: {name} stands in the file twice", **row)
        found.say("E712", why, tr("give the row another number"))
        return
    command = PutInject(name, text, tuple(map(str, inject.get("to", ()))), at)
    if refused := _refused(engine, command):
        why = tr("{place}: {name} cannot be added: {why}", **row, why=refused)
        found.say("E712", why, tr("mend the row, or --leave-out"))
        return
    found.injects.append(command)
    if lost := [field for field in inject if field not in _CARRIED]:
        why = tr("{place}: {name} comes without its {lost}", **row, lost=", ".join(lost))
        found.say("N705", why, tr("an inject that is added has words, a time and recipients"), "notice")


def _refused(engine: Engine, command: PutInject) -> str:
    """Why the engine would not take an inject; empty if it has."""
    length = len(engine.log)
    engine.apply(command)
    told = (e.data["why"] for e in engine.log[length:] if e.kind == "command_refused")
    return told_reason(str(next(told, "")))


def _known(name: str, text: str, inject: Mapping[str, Any], place: str, found: Additions, engine: Engine) -> None:
    """A row whose number the session has: the same inject, or another one under the same number."""
    spec = engine.inject(name)
    if spec.text in (text, str(inject.get("text", ""))):
        found.say("N708", tr("{place}: {name} is in the session already", place=place, name=name), severity="notice")
    else:
        why = tr("{place}: the session has another {name}", place=place, name=name)
        found.say("E712", why, tr("give the row another number, or change it there: edit {name} TEXT", name=name))


def _text(inject: Mapping[str, Any]) -> str:
    """The words of an inject with its title, its sender and its means above them."""
    title, text = str(inject.get("title", "")), str(inject.get("text", ""))
    means, sender = str(inject.get("means", "")), str(inject.get("from", ""))
    way = ", ".join(part for part in (means, f"from {sender}" if sender else "") if part)
    lines = [title if title != text else "", f"[{way}]" if way else "", text]
    return "\n".join(line for line in lines if line)
