"""Ways: the shortest way where nobody chooses, the net of roads where units do, and which way weighs least there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from simulator.blueprint.model import Leg
from simulator.engine.clock import Call
from simulator.engine.duties import Order
from simulator.engine.entities import Unit
from simulator.engine.world import World

__all__ = ["Journey", "Then", "Ways"]

Then = Callable[[int], object]
"""what follows at the end of a journey in the middle of a task, with the mark of the way"""


class Journey:
    """A unit on its way: where to, by which places, how often it has set out."""

    __slots__ = (
        "call",
        "freely",
        "goal",
        "index",
        "mark",
        "order",
        "origin",
        "path",
        "since",
        "takes",
        "then",
        "tries",
        "u",
        "unit",
    )

    def __init__(self, unit: Unit, goal: str, order: Order | None, u: float, mark: int, then: Then | None):
        self.unit, self.goal, self.order, self.u, self.mark, self.then = unit, goal, order, u, mark, then
        self.origin = unit.at
        self.path: list[str] = []
        self.index, self.tries, self.since, self.takes = 0, 1, 0, 0.0
        self.freely = False
        """the road that was ordered no longer counts"""
        self.call: Call | None = None
        """the end of the present stretch, where the unit is in the middle of a task: no order stops it"""

    @property
    def key(self) -> str:
        """The name that draws about it belong to."""
        return self.order.key if self.order is not None else self.unit.id

    def rolls(self, now: int) -> bool:
        """Whether it is on a stretch of its way, and not standing for a while."""
        return self.index < len(self.path) and int(self.since + self.takes) > now


class Ways:
    """Which way a unit goes: the shortest, or over the net of roads the quickest around what is known."""

    def __init__(self, world: World):
        self.w = world
        self.net: dict[str, dict[str, Leg]] = {}
        for road in world.blueprint.roads:
            self.net.setdefault(road.a, {})[road.b] = road.leg
            self.net.setdefault(road.b, {})[road.a] = road.leg

    # the shortest way, where the stream closes no road

    def leg(self, at: str, to: str) -> Leg:
        """Metres by surface along the shortest way; by track as the crow flies where none was worked out."""
        found = self.w.blueprint.ways.get((at, to))
        if found is not None:
            return found
        x, y = self.w.where(at)
        return (0.0, 0.0, self.w.distance(x, y, to), 0.0)

    def on_the_shortest(self, at: str, to: str, among: Iterable[str]) -> list[str]:
        """Those of some places that lie on the shortest way between two, in its order."""
        ways = self.w.blueprint.ways
        lengths = {c: sum(ways[at, c]) for c in among if c not in (at, to)}
        there = (c for c, way in lengths.items() if way + sum(ways[c, to]) <= sum(ways[at, to]) + 1)
        return sorted(there, key=lambda c: (lengths[c], c))

    # the way that is chosen

    def starts(self, unit: Unit) -> tuple[tuple[str, float], ...]:
        """Where a unit can go on from, and how long it needs to be there."""
        if unit.at:
            return ((unit.at, 0.0),)
        origin, gone, goal, left = self.w.movement.between(unit)
        return ((origin, gone), (goal, left))

    def stretch(self, journey: Journey, index: int) -> tuple[float, Leg | None]:
        """Seconds and metres of a stretch of a journey; the first one may begin between two places."""
        unit, to = journey.unit, journey.path[index]
        if index == 0 and not unit.at:
            return dict(self.starts(unit))[to], None
        leg = self.net[journey.path[index - 1] if index else unit.at][to]
        return self.w.movement.pace(unit, leg, journey.u), leg

    def choose(self, journey: Journey, blocks: Iterable[str], fires: Iterable[str], *, hot: bool) -> list[str]:
        """The way that weighs least: the places after the start; empty where every way is closed.

        The road that was ordered counts, unless it is closed, or the unit was shot at (``hot``) and knows better.
        """
        unit, order = journey.unit, journey.order
        via = order.step.via if order is not None and not journey.freely and not hot else ""
        weight, best = 0.0, list[str]()
        for start, first in self.starts(unit):
            if not unit.at and start in blocks:
                continue
            found = self._by(unit, start, via, journey.goal, blocks, fires)
            if found is None:
                continue
            path = found[1] if unit.at else [start, *found[1]]
            if path and (not best or first + found[0] < weight):
                weight, best = first + found[0], path
        return best

    def _by(
        self, unit: Unit, start: str, via: str, goal: str, blocks: Iterable[str], fires: Iterable[str]
    ) -> tuple[float, list[str]] | None:
        if via and via not in (start, goal):
            first = self.quickest(unit, start, via, blocks, fires)
            rest = self.quickest(unit, via, goal, blocks, fires)
            past = first is not None and goal in first[1]  # the road that was meant is cut off: nobody drives past
            if first is not None and rest is not None and via not in blocks and not past:
                return first[0] + rest[0], [*first[1], *rest[1]]
        return self.quickest(unit, start, goal, blocks, fires)

    def quickest(
        self, unit: Unit, start: str, goal: str, blocks: Iterable[str], fires: Iterable[str]
    ) -> tuple[float, list[str]] | None:
        """The way of least weight from one place to another, without its start; None where every way is closed."""
        heap: list[tuple[float, list[str]]] = [(0.0, [start])]
        done: set[str] = set()
        while heap:
            weight, path = heappop(heap)
            here = path[-1]
            if here in done:
                continue
            done.add(here)
            if here == goal:
                return weight, path[1:]
            if here in blocks and here != start:
                continue
            for there, leg in self.net.get(here, {}).items():
                if there not in done:
                    share = self.w.crossfire.near(here, there, fires)
                    takes = self.w.movement.pace(unit, leg, 0.5) * (1 + (self.w.p.roads.shun - 1) * share)
                    heappush(heap, (weight + takes, [*path, there]))
        return None
