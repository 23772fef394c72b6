"""Live sessions for tests: a journal in memory that keeps what was acknowledged, and a wall that tests move."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from simulator.commands import Command
from simulator.engine.engine import ENGINE_REVISION
from simulator.engine.program import Program
from simulator.errors import StorageError, UsageError
from simulator.runs.pacer import Moment
from simulator.runs.replay import Header, entries
from simulator.runs.session import Session


@dataclass
class Record:
    n: int
    body: dict[str, Any]


@dataclass
class Journal:
    """Keeps bodies as the JSON that a file would hold; ``fails`` lets the next appends fail."""

    texts: list[str] = field(default_factory=list)
    fails: int = 0
    closed: bool = False

    @property
    def records(self) -> list[Record]:
        return [Record(n, json.loads(text)) for n, text in enumerate(self.texts, 1)]

    @property
    def head(self) -> str:
        return sha256("".join(self.texts).encode()).hexdigest()

    def append(self, body: dict[str, Any]) -> Record:
        if self.fails:
            self.fails -= 1
            raise StorageError("the disk is full")
        self.texts.append(json.dumps(body))
        return Record(len(self.texts), json.loads(self.texts[-1]))

    def close(self) -> None:
        self.closed = True


@dataclass
class Shown:
    lines: bytes = b""

    def add(self, lines: bytes) -> None:
        self.lines += lines


class Wall:
    """A wall that tests move: ``wall(5)`` is five seconds later."""

    def __init__(self) -> None:
        self.steady, self.wall = 100.0, 1_900_000_000.0

    def __call__(self, seconds: float = 0.0) -> Moment:
        self.steady += seconds
        self.wall += seconds
        return Moment(self.steady, self.wall)

    def sleeps(self, seconds: float) -> Moment:
        """The machine sleeps: only the wall goes on."""
        self.wall += seconds
        return Moment(self.steady, self.wall)


def header_of(program: Program, seed: int = 1, **more: Any) -> Header:
    b = program.blueprint
    played = {role: cell.played_by for cell in b.cells for role in cell.roles}
    given = {
        "title": b.title,
        "variant": "",
        "sets": {},
        "seed": seed,
        "replication": 0,
        "played_by": played,
        "engine_revision": ENGINE_REVISION,
        "practice": False,
        "handling": "",
        "parent": {},
    }
    return Header(**{**given, **more})


def opened(program: Program, journal: Journal, seed: int = 1, **more: Any) -> Session:
    """A session on what a journal holds: a new one, or one that goes on."""
    return Session(program, header_of(program, seed, **more), journal, list(entries(journal.records)), Shown())


def passes(session: Session, wall: Wall, seconds: float) -> None:
    """Let the wall's time pass with somebody there, looking every second."""
    while seconds > 0:
        session.pump(wall(min(1.0, seconds)))
        seconds -= 1.0


def lived(
    program: Program,
    seed: int,
    rng: random.Random,
    command: Callable[[random.Random, Program, int], Command],
    actions: int = 30,
    **more: Any,
) -> tuple[Session, Journal]:
    """A session as a room would have it: commands, speeds, pauses, steps, sleeps, kills and resumes, then ENDEX."""
    wall, journal = Wall(), Journal()
    session = opened(program, journal, seed, **more)
    for _ in range(actions):
        session = _something(session, program, journal, wall, rng, command, seed, more)
        if session.engine.ended:
            break
    while not session.engine.ended:
        _answer(session, wall, rng)
        with suppress(UsageError):  # the next question holds the clock
            session.move_to(session.now + rng.choice([600, 7200, 86400]), "f", wall(0.25))
    session.close("f", wall(1))
    return session, journal


def _answer(session: Session, wall: Wall, rng: random.Random) -> None:
    """Whatever holds the clock is answered, or the clock let run."""
    from simulator.commands import Override, TakeDecision

    held = session.engine.held_by
    if held is not None:
        option = rng.choice(list(session.engine.open_decisions[held].item.options))
        release = rng.random() < 0.3
        session.submit(Override("release", held) if release else TakeDecision(held, option), "f", wall(0.1))


def _something(
    session: Session,
    program: Program,
    journal: Journal,
    wall: Wall,
    rng: random.Random,
    command: Callable[[random.Random, Program, int], Command],
    seed: int,
    more: dict[str, Any],
) -> Session:
    what = rng.randrange(12)
    try:
        if what < 4:
            session.submit(command(rng, program, session.now), "f", wall(rng.random()), str(rng.randrange(10**9)))
        elif what == 4:
            _answer(session, wall, rng)
            session.go("f", wall(1))
        elif what == 5:
            session.pause("f", wall(rng.random() * 5))
        elif what == 6:
            session.set_speed(rng.choice([1, 7, 60, 600, 3600]), "f", wall(0.5))
        elif what == 7:
            session.step("f", wall(0.5))
        elif what == 8:
            session.pump(wall.sleeps(rng.randrange(3, 30000)))
        elif what == 9:  # killed: only what was acknowledged is left
            return opened(program, journal, seed, **more)
        elif what == 10:
            journal.fails = rng.randrange(1, 3)
            session.pump(wall(2))
            journal.fails = 0
        else:
            for _ in range(rng.randrange(1, 9)):
                session.pump(wall(rng.random() * 4))
    except UsageError:
        pass  # it cannot be done now, and was said
    return session
