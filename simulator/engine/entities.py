"""The things that change in a replication: places, posts, units, command posts, channels, groups.

Each has a ``mark``: the seq of the event that last changed it.  Who reads it puts the mark into ``given``.
"""

from __future__ import annotations

from collections import deque
from math import inf
from typing import TYPE_CHECKING, Any

from simulator.blueprint.model import (
    ChannelSpec,
    CommandSpec,
    ContingentSpec,
    GroupSpec,
    PlaceSpec,
    PostSpec,
    SegmentSpec,
    UnitSpec,
)
from simulator.conditions import Fact

if TYPE_CHECKING:
    from simulator.engine.program import CompiledRule

__all__ = ["Channel", "Contingent", "Group", "Place", "Post", "Segment", "Staffed", "Talker", "Unit"]


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
        "channels",
        "classes",
        "component",
        "contingent",
        "drills",
        "fails_calm",
        "fails_worst",
        "heard",
        "id",
        "mark",
        "missed",
        "under",
        "x",
        "y",
    )

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
        "at",
        "committed_until",
        "loading",
        "mustered",
        "told",
        "order",
        "refuses",
        "spec",
        "state",
        "strength",
    )

    def __init__(self, spec: UnitSpec, x: float, y: float):
        classes = ("units", spec.id, spec.contingent, *spec.tags)
        super().__init__(spec.id, spec.component, spec.under, x, y, classes)
        self.spec, self.contingent = spec, spec.contingent
        self.state = "available"
        self.at = spec.at
        self.strength = float(spec.strength)
        self.mustered = False
        self.told = 0
        """how often it has told its state: an older message never replaces a newer one"""
        self.order: Any = None
        self.refuses: dict[str, int] = {}
        self.committed_until = 0.0
        """away until then for something that is not modelled"""
        self.loading = False
        """wounded are being loaded or are on board"""

    @property
    def may_fight(self) -> bool:
        """Whether it is armed, and of a component that faces armed men."""
        return self.spec.armed and self.component in ("military", "police")


class Staffed:
    """A command post: its picture, its queue of messages, its lead."""

    __slots__ = (
        "acknowledged",
        "busy",
        "last_told",
        "id",
        "leads",
        "mark",
        "net",
        "picture",
        "queue",
        "spec",
        "stood",
        "taking",
        "unheard",
        "x",
        "y",
    )

    def __init__(self, spec: CommandSpec, x: float, y: float):
        self.spec, self.id, self.x, self.y = spec, spec.id, x, y
        self.picture: dict[str, Fact] = {}
        self.net: dict[str, tuple[str, float, int]] = {}
        """what has been said on its radio net: (state, number, mark of the message) of each thing at a place"""
        self.queue: list[Any] = []
        self.busy = 0
        self.taking: list[int] = []
        """what the messages of this rush were about, by their causes"""
        self.unheard: deque[tuple[int, str, int]] = deque()
        """messages to it that failed of late: when, the thing that a report was about, the mark"""
        self.last_told: dict[str, int] = {}
        """unit -> which of its messages about its state was taken last"""
        self.leads = False
        self.acknowledged: dict[str, int] = {}
        self.stood: dict[str, str] = {}
        """unit -> where it last said that it was"""
        self.mark = 0

    def directs(self, component: str) -> bool:
        """Whether a component is its own, or one that it integrates."""
        return component in (*self.spec.integrates, self.spec.component)


class Channel:
    """A channel and whether it works."""

    __slots__ = ("down_until", "id", "mark", "spec", "works")

    def __init__(self, spec: ChannelSpec):
        self.spec, self.id = spec, spec.id
        self.works = spec.works
        self.down_until = 0.0 if spec.works else inf
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

    @property
    def is_done(self) -> bool:
        """Whether it has turned back or left for good, and does nothing more."""
        return self.state in ("deterred", "gone")
