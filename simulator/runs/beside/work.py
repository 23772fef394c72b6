"""What a worker does for a session beside its plan: runs of the plan, and futures of one moment.

A worker is given the blueprints and the session's history once; what it is asked for and what it gives are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked
from simulator.commands import CarryOut, Command, EndExercise, TakeDecision
from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.processes import begin_worker
from simulator.readers.hotwash import took
from simulator.readers.measures import measure
from simulator.readers.responses import Log
from simulator.runs.headless import prepare
from simulator.runs.replay import Entry, Header, place

__all__ = ["HARM", "Moment", "Played", "Session", "begin", "futures", "run", "runs"]

HARM = "civilian_harm"
"""what one moment is weighed by"""

Numbers = dict[str, float | None]


@dataclass(frozen=True)
class Session:
    """What a worker is given: the blueprint of each variant (the session's own under an empty name) and the history."""

    blueprints: Mapping[str, Blueprint]
    header: Header
    history: tuple[Entry, ...]
    end: int
    whole: bool
    """whether the session came to the scenario's own end"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where futures begin and what the room did: ``opened`` is the event that called for the deed.

    ``command`` is given ``after`` seconds, by decision ``option`` or as the rule for its place; -1 for never.
    """

    opened: int
    at: int
    kind: str
    id: str
    place: str
    after: int
    option: str = ""
    orders: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Played:
    """One run of a plan: its measures at the session's end, and what its deeds took."""

    measures: Numbers
    took: dict[tuple[str, str], int]


_here: dict[str, tuple[Program, Session]] = {}
"""the programs of this worker, by variant"""


def begin(session: Session) -> None:
    """In a worker: make ready."""
    begin_worker()
    _here.clear()
    for name, blueprint in session.blueprints.items():
        _here[name] = (prepare(blueprint), session)


def _to_the_end(engine: Engine, end: int, *, whole: bool) -> None:
    """To the second at which the session ended, and ENDEX there."""
    engine.advance_to(end)
    if not whole and not engine.ended:
        engine.apply(EndExercise(marked("where the session ended")))


def run(program: Program | Blueprint, session: Session, replication: int) -> Played:
    """One run with every role played by the model."""
    engine = Engine(program, session.header.seed, replication)
    _to_the_end(engine, session.end, whole=session.whole)
    return Played(measure(engine.blueprint, engine.log), took(Log(engine.blueprint, engine.log)))


def runs(variant: str, replications: Sequence[int]) -> list[Played]:
    """In a worker: some runs of a variant."""
    program, session = _here[variant]
    return [run(program, session, replication) for replication in replications]


# futures of one moment


def futures(moment: Moment, replications: Sequence[int]) -> list[tuple[float, float]]:
    """In a worker: (harm as the room did, harm as the plan does) for some chances."""
    program, session = _here[""]
    return [pair(program, session, moment, replication) for replication in replications]


def pair(program: Program, session: Session, moment: Moment, replication: int) -> tuple[float, float]:
    """Two futures of one moment with the same chance: as the room did, and as the plan does."""
    return (
        _future(program, session, moment, replication, as_room=True),
        _future(program, session, moment, replication, as_room=False),
    )


def _future(program: Program, session: Session, moment: Moment, replication: int, *, as_room: bool) -> float:
    engine = session.header.engine(program)
    _come_to(engine, session.history, moment)
    engine.reroll(replication)
    engine.hand_over(withhold=(moment.id,) if as_room else ())
    if as_room and moment.after >= 0:
        engine.advance_to(min(moment.at + moment.after, session.end))
        command = _deed(engine, moment)
        if command is not None:
            engine.apply(command)
    _to_the_end(engine, session.end, whole=session.whole)
    return float(measure(engine.blueprint, engine.log)[HARM] or 0.0)


def _come_to(engine: Engine, history: Sequence[Entry], moment: Moment) -> None:
    """The session's history until the deed was called for, and nothing that came after it."""
    for entry in history:
        if entry.at > moment.at or len(engine.log) >= moment.opened:
            break
        place(engine, entry)
        if len(engine.log) < moment.opened and entry.command is not None:
            engine.apply(entry.command)
    engine.advance_to(moment.at)


def _deed(engine: Engine, moment: Moment) -> Command | None:
    """What the room did, as a command; None where nothing waits for it any more."""
    if moment.kind == "rule":
        return CarryOut(moment.id, moment.place)
    for name, found in engine.open_decisions.items():
        if found.item.spec.id == moment.id and found.place == moment.place:
            return TakeDecision(name, moment.option, "room", marked("as the room did"), moment.orders)
    return None
