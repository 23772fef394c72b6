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
    ChannelSpec,
    CommandSpec,
    ContingentSpec,
    GroupSpec,
    PlaceSpec,
    PostSpec,
    SegmentSpec,
    UnitSpec,
)
from simulator.conditions import NO_FACT, Fact
from simulator.engine.clock import ExerciseClock
from simulator.engine.draws import Draws
from simulator.events import LogEvent
from simulator.vocabulary import CLOSED

if TYPE_CHECKING:
    from simulator.engine import mechanics as m
    from simulator.engine.decisions import Decisions
    from simulator.engine.effects import Effects
    from simulator.engine.injects import Injects
    from simulator.engine.orders import Orders
    from simulator.engine.pictures import Pictures
    from simulator.engine.program import CompiledRule, Program
    from simulator.engine.rules import Rules

__all__ = ["Channel", "Contingent", "Group", "Place", "Post", "Segment", "Staffed", "Unit", "World"]

Reaction = Callable[[int, str, dict[str, Any]], object]
_tuple_new = tuple.__new__


class Place:
    """A place and who is there."""

    __slots__ = ("id", "mark", "people", "safe", "spec", "units", "x", "y")

    def __init__(self, spec: PlaceSpec):
        self.spec, self.id, self.x, self.y = spec, spec.id, spec.x, spec.y
        self.people = float(spec.people)
        self.units: list[Unit] = []
        self.safe = True
        self.mark = 0


class Segment:
    """A stretch of the perimeter: ``state`` is whole, open, blocked or repaired."""

    __slots__ = ("blockers", "id", "mark", "opened_at", "posts", "spec", "state", "units", "x", "y")

    def __init__(self, spec: SegmentSpec):
        self.spec, self.id, self.x, self.y = spec, spec.id, spec.x, spec.y
        self.state = "open" if spec.cut else "whole"
        self.posts: list[Post] = []
        self.units: list[Unit] = []
        self.blockers: list[Unit] = []
        self.opened_at = 0
        self.mark = 0


class Talker:
    """Whoever can send a message: where it is, to whom it reports, by which channels."""

    __slots__ = (
        "channels", "classes", "component", "contingent", "drills", "fails_calm", "fails_worst", "heard", "id", "mark", "missed", "under",
        "x", "y",
    )  # fmt: skip

    def __init__(self, id: str, component: str, under: str, x: float, y: float, classes: tuple[str, ...]):
        self.id, self.component, self.under, self.x, self.y, self.classes = id, component, under, x, y, classes
        self.contingent = ""
        self.channels: tuple[Channel, ...] = ()
        self.drills: dict[str, tuple[CompiledRule, ...]] = {}
        self.heard = True
        self.missed = 0
        self.fails_calm = self.fails_worst = 0.0
        self.mark = 0


class Post(Talker):
    """An observation or sentry post."""

    __slots__ = ("manned", "spec", "under_fire")

    def __init__(self, spec: PostSpec):
        super().__init__(spec.id, spec.component, spec.under, spec.x, spec.y, ("posts", spec.segment, spec.contingent))
        self.spec, self.contingent = spec, spec.contingent
        self.manned = True
        self.under_fire = 0


class Unit(Talker):
    """A unit: ``state`` is one of the unit states of the vocabulary."""

    __slots__ = (
        "at", "busy", "mustered", "order", "refuses", "spec", "state", "strength",
    )  # fmt: skip

    def __init__(self, spec: UnitSpec, x: float, y: float):
        classes = ("units", spec.id, spec.contingent, *spec.tags)
        super().__init__(spec.id, spec.component, spec.under, x, y, classes)
        self.spec, self.contingent = spec, spec.contingent
        self.state = "available"
        self.at = spec.at
        self.strength = float(spec.strength)
        self.mustered = False
        self.order: Any = None
        self.refuses: dict[str, int] = {}
        self.busy = False


class Staffed:
    """A command post: its picture, its queue of messages, its lead."""

    __slots__ = ("acknowledged", "busy", "id", "leads", "mark", "net", "picture", "queue", "spec", "taking", "x", "y")

    def __init__(self, spec: CommandSpec, x: float, y: float):
        self.spec, self.id, self.x, self.y = spec, spec.id, x, y
        self.picture: dict[str, Fact] = {}
        self.net: dict[str, tuple[str, float]] = {}
        """what has been said on its radio net: (state, number) of each thing at a place"""
        self.queue: list[Any] = []
        self.busy = 0
        self.taking: list[int] = []
        """what the messages of this rush were about, by their causes"""
        self.leads = False
        self.acknowledged: dict[str, int] = {}
        self.mark = 0


class Channel:
    """A channel and whether it works."""

    __slots__ = ("id", "mark", "spec", "works")

    def __init__(self, spec: ChannelSpec):
        self.spec, self.id = spec, spec.id
        self.works = spec.works
        self.mark = 0


class Contingent:
    """A contributor's force in this replication: which of its hidden limits hold."""

    __slots__ = ("hidden", "id", "spec")

    def __init__(self, spec: ContingentSpec, hidden: bool):
        self.spec, self.id = spec, spec.id
        self.hidden = spec.hidden_caveats if hidden else ()


class Group:
    """A group that may do harm: ``state`` is one of the group states of the vocabulary."""

    __slots__ = ("at", "id", "initial", "mark", "resolve", "spec", "state", "strength", "suppressed")

    def __init__(self, spec: GroupSpec, strength: float):
        self.spec, self.id = spec, spec.id
        self.strength = self.initial = max(1.0, strength)
        self.resolve = spec.resolve
        self.state = "away"
        self.at = ""
        self.suppressed = 0.0
        self.mark = 0


class World:
    """One replication: everything that is, and the log of everything that happened."""

    pictures_of_posts: Pictures
    orders: Orders
    rules: Rules
    decisions: Decisions
    effects: Effects
    injects: Injects
    daylight: m.Daylight
    movement: m.Movement
    observation: m.Observation
    reporting: m.Reporting
    commanding: m.Commanding
    force: m.Force
    perimeter: m.Perimeter
    gates: m.Gates
    crowd: m.Crowd
    shelter: m.Shelter
    casualties: m.Casualties
    care: m.Care
    accounting: m.Accounting
    residents: m.Residents
    patrol: m.Patrol
    search: m.Search
    community: m.Community
    fire: m.Fire
    zone: m.Zone
    harm: m.Harm
    threat: m.Threat

    def __init__(self, program: Program, seed: int, replication: int, played_by: dict[str, str]):
        blueprint = program.blueprint
        self.blueprint: Blueprint = blueprint
        self.program = program
        self.p = blueprint.parameters
        self.played_by = played_by
        """role -> room, model or excon"""
        self.clock = ExerciseClock()
        self.draws = Draws(seed, replication)
        self.log: list[LogEvent] = []
        self.facts: dict[str, Fact] = {}
        self.started = 0
        self.ended = False
        self._reactions: dict[str, list[Reaction]] = {}
        self._watchers: dict[str, list[Callable[[str, int], object]]] = {}
        self.places = {spec.id: Place(spec) for spec in blueprint.places.values()}
        self.segments = {spec.id: Segment(spec) for spec in blueprint.segments.values()}
        self.channels = {spec.id: Channel(spec) for spec in blueprint.channels.values()}
        self.posts = {spec.id: Post(spec) for spec in blueprint.posts.values()}
        for post in self.posts.values():
            post.channels = self._channels(post.spec.channels, post.component)
            self.segments[post.spec.segment].posts.append(post)
        self.command = {spec.id: Staffed(spec, *self.where(spec.at)) for spec in blueprint.command.values()}
        self.pictures = {id: post.picture for id, post in self.command.items()}
        self.units = {spec.id: Unit(spec, *self.where(spec.at)) for spec in blueprint.units.values()}
        for unit in self.units.values():
            unit.channels = self._channels(unit.spec.channels, unit.component)
            if unit.at in self.places:
                self.places[unit.at].units.append(unit)
        for place in self.places.values():
            guard = self.units.get(place.spec.guarded_by)
            if guard is not None and "gates" not in guard.classes:
                guard.classes = (*guard.classes, "gates")
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
        facts[key] = (value, state, self.clock._now, mark, is_live)  # type: ignore[assignment]
        kind, at, _ = key.partition("@")
        if at:
            total = facts.get(kind + "@*", NO_FACT)
            facts[kind + "@*"] = (
                total[0] + is_live - old[4],
                state,
                self.clock._now,
                mark,
                total[0] + is_live - old[4] > 0,
            )  # type: ignore[assignment]
        watchers = self._watchers
        if watchers:
            for name in (key, kind + "@?", kind + "@*") if at else (key,):
                for wake in watchers.get(name, ()):
                    wake(key, mark)

    def watch(self, key: str, wake: Callable[[str, int], object]) -> None:
        """Call ``wake(key, mark)`` when a fact changes; ``kind@?`` and ``kind@*`` mean any place."""
        self._watchers.setdefault(key, []).append(wake)

    # where things are

    def where(self, place: str) -> tuple[float, float]:
        """The position of a place or segment; the origin for none."""
        at = self.blueprint.places.get(place) or self.blueprint.segments.get(place)
        return (at.x, at.y) if at else (0.0, 0.0)

    def locus(self, place: str) -> Place | Segment | None:
        """The place or segment of that name."""
        return self.places.get(place) or self.segments.get(place)

    def distance(self, x: float, y: float, place: str) -> float:
        """Metres as the crow flies from a point to a place."""
        px, py = self.where(place)
        return hypot(x - px, y - py)

    def staff_at(self, place: str) -> int:
        """Personnel on the lists of a place."""
        return sum(staff.people for staff in self.blueprint.staff.values() if staff.at == place)

    def given(self, *marks: int) -> tuple[int, ...]:
        """Marks without the empty ones and doubles, in order."""
        found: list[int] = []
        for mark in marks:
            if mark and mark not in found:
                found.append(mark)
        return tuple(found)


def marks(items: Iterable[Any]) -> tuple[int, ...]:
    """The marks of some entities, without the empty ones."""
    return tuple(dict.fromkeys(item.mark for item in items if item.mark))
