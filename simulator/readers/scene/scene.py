"""The scene: the world of an exercise as its log has left it, for exercise control.

A fold: events go in, rows come out.  It asks no engine, so that the same scene shows what is now, what was at a
second of the past, a fork at the same minute, and a session that another process plays.  Its rows are held against
the engine's own state in tests/readers/test_scene.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.scene.forces import Forces
from simulator.readers.scene.land import Land
from simulator.readers.scene.room import Room
from simulator.readers.scene.rows import Actor, Asked, Expected, Inject, Mark, Place, Pressure, Waiting

__all__ = ["Scene"]

Fold = Callable[[LogEvent], None]


class Scene:
    """What exercise control sees.  ``played_by`` says for a role who plays it."""

    def __init__(self, blueprint: Blueprint, played_by: Mapping[str, str] | None = None):
        self.blueprint = blueprint
        self.now = 0
        self.started = self.ended = False
        self._room = Room(blueprint, played_by or {})
        self._land = Land(blueprint)
        self._forces = Forces(blueprint, self._land.where)
        self._folds: dict[str, Fold] = {**self._room.folds(), **self._land.folds()}
        for kind, fold in self._forces.folds().items():
            other = self._folds.get(kind)
            self._folds[kind] = fold if other is None else _both(other, fold)

    def add(self, event: LogEvent) -> None:
        """Take in an event; kinds that change nothing that is shown are passed over."""
        self.now = event.at
        if event.kind == "exercise_started":
            self.started = True
        elif event.kind == "exercise_ended":
            self.ended = True
        fold = self._folds.get(event.kind)
        if fold is not None:
            fold(event)

    def extend(self, events: Iterable[LogEvent]) -> None:
        """Take in events in order."""
        for event in events:
            self.add(event)

    def stand_at(self, now: int) -> None:
        """It is this second now, though nothing has happened since the last event."""
        self.now = now

    # the room

    @property
    def injects(self) -> dict[str, Inject]:
        """The MSEL, and injects that exercise control wrote, in order."""
        return self._room.injects

    @property
    def decisions(self) -> dict[str, Asked]:
        """Questions that have been put, open and answered, by the name that answers them."""
        return self._room.decisions

    @property
    def expected(self) -> list[Expected]:
        """What the players should do or should have done."""
        return self._room.expected

    @property
    def waiting(self) -> list[Waiting]:
        """Rules that have fired and wait for people."""
        return list(self._room.waiting.values())

    @property
    def stopped(self) -> str:
        """Why the exercise was stopped for a real event; empty if it was not, or has gone on since."""
        return self._room.stopped if self.now <= self._room.stopped_at else ""

    @property
    def blacked_out(self) -> bool:
        """Whether the players' screens are dark."""
        return self._room.blacked_out

    def pressure(self) -> list[Pressure]:
        """What each cell has on its table."""
        return self._room.pressure(self.now)

    # the world

    @property
    def units(self) -> dict[str, Actor]:
        """Own units."""
        return self._forces.units

    @property
    def groups(self) -> dict[str, Actor]:
        """Groups that may do harm; those that are to be seen are ``present``."""
        return self._forces.groups

    @property
    def posts(self) -> dict[str, Actor]:
        """Sentry posts."""
        return self._forces.posts

    @property
    def places(self) -> dict[str, Place]:
        """Places, gates and stretches of the perimeter."""
        return self._land.places

    @property
    def channels(self) -> dict[str, str]:
        """Channel -> how it is with it, for those that have changed."""
        return self._land.channels

    @property
    def dark(self) -> bool:
        """Whether it is night."""
        return self._land.dark

    @property
    def hurt(self) -> int:
        """Civilians hurt so far, the dead among them."""
        return self._land.hurt

    @property
    def dead(self) -> int:
        """Civilians who have died so far."""
        return self._land.dead

    def marks(self, now: int) -> list[Mark]:
        """What stands on the map at a second: crowds, fires, harm, posts, units, groups."""
        return [*self._land.marks(), *self._forces.marks(now)]


def _both(one: Fold, other: Fold) -> Fold:
    def _fold(event: LogEvent) -> None:
        one(event)
        other(event)

    return _fold
