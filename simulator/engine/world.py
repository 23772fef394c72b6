"""The only mutable state of a replication: entities, facts, pictures, the log.

Mechanisms change entities and say so with :meth:`World.emit`; what conditions may read goes through
the one write method, :meth:`World.write`.  A *mark* is the seq of the event that last changed
something: who reads it puts the mark into ``given``, and so the log knows what depends on what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import fsum, hypot
from typing import TYPE_CHECKING, Any

from simulator.blueprint.model import (
    Blueprint,
    StreamSpec,
)
from simulator.conditions import NO_FACT, Fact, anywhere
from simulator.engine.clock import ExerciseClock
from simulator.engine.columns import ColumnLog
from simulator.engine.draws import Draws
from simulator.engine.entities import Channel, Contingent, Group, Place, Post, Segment, Staffed, Unit
from simulator.events import LogEvent
from simulator.vocabulary import CLOSED

if TYPE_CHECKING:
    from simulator.engine.decisions import Decisions
    from simulator.engine.delays import Delays
    from simulator.engine.duties import Duties
    from simulator.engine.effects import Effects
    from simulator.engine.errands import Errands
    from simulator.engine.injects import Injects
    from simulator.engine.mechanics import Mechanisms
    from simulator.engine.orders import Orders
    from simulator.engine.pictures import Pictures
    from simulator.engine.program import Program
    from simulator.engine.roster import Roster
    from simulator.engine.rules import Rules
else:
    Mechanisms = object  # every mechanism is an attribute; the engine sets them

__all__ = ["World", "marks"]

Reaction = Callable[[int, str, dict[str, Any]], object]
Watcher = Callable[[str, int], object]
_tuple_new = tuple.__new__
_FEW = 8
"""as many marks are sooner compared one by one than kept in a dict"""


class World(Mechanisms):
    """One replication: everything that is, and the log of everything that happened."""

    pictures_of_posts: Pictures
    errands: Errands
    delays: Delays
    duties: Duties
    orders: Orders
    roster: Roster
    rules: Rules
    decisions: Decisions
    effects: Effects
    injects: Injects

    # a world has more attributes than Python looks up quickly in a dict of its own, and everything asks it; a dict is
    # left for the mechanisms, which the engine sets
    __slots__ = (
        *__annotations__,
        *("blueprint", "program", "p", "played_by", "by_hand", "clock", "draws", "log", "facts", "started", "ended"),
        *("braked", "verbs", "_reactions", "_watchers", "_woken", "places", "segments", "channels", "posts", "command"),
        *("pictures", "units", "contingents", "groups", "rehearsal", "__dict__"),
    )

    def __init__(
        self, program: Program, seed: int, replication: int, played_by: dict[str, str], *, by_hand: bool, lasts: bool
    ):
        blueprint = program.blueprint
        self.blueprint: Blueprint = blueprint
        self.program = program
        self.p = blueprint.parameters
        self.by_hand, self.played_by = by_hand, played_by
        """role -> room, model or excon"""
        self.clock = ExerciseClock()
        self.draws = Draws(seed, replication)
        self.log: list[LogEvent] | ColumnLog = ColumnLog() if lasts else []
        self.facts: dict[str, Fact] = dict(program.facts)
        self.started = 0
        self.ended = False
        self.braked: dict[str, int] = {}
        """group, or ``deaths`` -> mark of the override that keeps it from doing harm"""
        self.verbs: dict[str, Callable[[StreamSpec, str, int], object]] = {}
        """what mechanisms do for an event of the stream at a place, because of an event of the log"""
        self._reactions: dict[str, list[Reaction]] = {}
        self._watchers: dict[str, list[Watcher]] = {}
        self._woken: dict[str, tuple[Watcher, ...]] = {}  # worked out at the first change of each fact
        self.places = {spec.id: Place(spec) for spec in blueprint.places.values()}
        self.segments = {spec.id: Segment(spec) for spec in blueprint.segments.values()}
        self.channels = {spec.id: Channel(spec) for spec in blueprint.channels.values()}
        self.posts = {spec.id: Post(spec) for spec in blueprint.posts.values()}
        self.command = {spec.id: Staffed(spec, *self.where(spec.at)) for spec in blueprint.command.values()}
        self.pictures = {id: post.picture for id, post in self.command.items()}
        self.units = {spec.id: Unit(spec, *self.where(spec.at)) for spec in blueprint.units.values()}
        once = self.draws.once
        self.contingents = {
            spec.id: Contingent(spec, bool(spec.hidden_caveats) and once(spec.id, "hidden") < spec.hidden_share)
            for spec in blueprint.contingents.values()
        }
        self.groups = {
            spec.id: Group(spec, spec.strength.draw(once(spec.id, "strength"))) for spec in blueprint.groups.values()
        }
        rehearsed = [c.rehearsal for c in blueprint.contingents.values()]
        self.rehearsal = fsum(rehearsed) / len(rehearsed) if rehearsed else 0.8
        self._stand()

    def _stand(self) -> None:
        """Everybody to where they begin, with what they can talk through."""
        for post in self.posts.values():
            post.channels = self._channels(post.spec.channels, post.component)
            self.segments[post.spec.segment].posts.append(post)
        for unit in self.units.values():
            unit.channels = self._channels(unit.spec.channels, unit.component)
            if unit.at in self.places:
                self.places[unit.at].units.append(unit)
        for place in self.places.values():
            guard = self.units.get(place.spec.guarded_by)
            if guard is not None and "gates" not in guard.classes:
                guard.classes = (*guard.classes, "gates")

    def _channels(self, names: tuple[str, ...], component: str) -> tuple[Channel, ...]:
        given = [self.channels[name] for name in names] if names else list(self.channels.values())
        return tuple(c for c in given if not c.spec.reaches or component in c.spec.reaches)

    # time

    @property
    def now(self) -> int:
        """Seconds since STARTEX."""
        return self.clock._now  # type: ignore[return-value]

    # the log

    def emit(
        self, kind: str, subject: str, data: dict[str, Any], cause: int | None, given: tuple[int, ...] = ()
    ) -> int:
        """Write a LogEvent, tell those who react to its kind, and give its seq."""
        log = self.log
        seq = len(log) + 1
        log.append(_tuple_new(LogEvent, (seq, self.clock._now, kind, subject, data, cause, given)))
        reactions = self._reactions.get(kind)
        if reactions is not None:
            for react in reactions:
                react(seq, subject, data)
        return seq

    def on(self, kind: str, react: Reaction) -> None:
        """Call ``react(seq, subject, data)`` whenever an event of this kind is written."""
        self._reactions.setdefault(kind, []).append(react)

    # facts that conditions on the simulated state read

    def write(self, key: str, value: float, state: str, mark: int, live: bool | None = None) -> None:
        """Set a fact of the truth and wake the conditions that read it."""
        facts = self.facts
        old = facts.get(key, NO_FACT)
        is_live = state not in CLOSED if live is None else live
        if old[0] == value and old[1] == state and old[4] == is_live:
            return
        new = facts[key] = (value, state, self.clock._now, mark, is_live)  # type: ignore[assignment]
        kind, at, _ = key.partition("@")
        if at:
            facts[kind + "@*"] = anywhere(facts.get(kind + "@*", NO_FACT), old, new)  # type: ignore[arg-type]
        woken = self._woken.get(key)
        if woken is None:
            names = (key, kind + "@?", kind + "@*") if at else (key,)
            woken = self._woken[key] = tuple(wake for name in names for wake in self._watchers.get(name, ()))
        for wake in woken:
            wake(key, mark)

    def watch(self, key: str, wake: Watcher) -> None:
        """Call ``wake(key, mark)`` when a fact changes; ``kind@?`` and ``kind@*`` mean any place."""
        self._watchers.setdefault(key, []).append(wake)
        self._woken.clear()

    # where things are

    def where(self, place: str) -> tuple[float, float]:
        """The position of a place or segment; the origin for none."""
        return self.program.where.get(place, (0.0, 0.0))

    def locus(self, place: str) -> Place | Segment | None:
        """The place or segment of that name."""
        return self.places.get(place) or self.segments.get(place)

    def distance(self, x: float, y: float, place: str) -> float:
        """Metres as the crow flies from a point to a place."""
        px, py = self.where(place)
        return hypot(x - px, y - py)

    def staff_at(self, place: str) -> int:
        """Personnel on the lists of a place."""
        return self.program.staff_at.get(place, 0)

    def given(self, *marks: int) -> tuple[int, ...]:
        """Marks without the empty ones and doubles, in order."""
        if len(marks) == 1:
            return marks if marks[0] else ()
        if len(marks) > _FEW:
            return tuple(dict.fromkeys(mark for mark in marks if mark))
        found: list[int] = []
        for mark in marks:
            if mark and mark not in found:
                found.append(mark)
        return tuple(found)


def marks(items: Iterable[Any]) -> tuple[int, ...]:
    """The marks of some entities, without the empty ones."""
    return tuple(dict.fromkeys(item.mark for item in items if item.mark))
