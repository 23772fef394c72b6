"""Fights, and who is within their reach; part of the mechanism crossfire."""

from __future__ import annotations

from math import sqrt

from simulator.blueprint.model import StreamSpec
from simulator.engine.clock import Call
from simulator.engine.entities import Group, Place, Unit

__all__ = ["Fight", "Risk", "within"]


def within(x0: float, y0: float, x1: float, y1: float, x: float, y: float, reach: float) -> tuple[float, float]:
    """Which part of a straight line lies in a circle: (from, to) as shares of its length; (0, 0) for none."""
    dx, dy, fx, fy = x1 - x0, y1 - y0, x0 - x, y0 - y
    a, c = dx * dx + dy * dy, fx * fx + fy * fy - reach * reach
    if a == 0:
        return (0.0, 1.0) if c <= 0 else (0.0, 0.0)
    half = fx * dx + fy * dy
    root = half * half - a * c
    if root <= 0:
        return (0.0, 0.0)
    low, high = (-half - sqrt(root)) / a, (-half + sqrt(root)) / a
    low, high = max(0.0, low), min(1.0, high)
    return (low, high) if high > low else (0.0, 0.0)


class Fight:
    """Two parties that fight around a place."""

    __slots__ = ("at", "event", "groups", "level", "mark", "over", "paused", "x", "y")

    def __init__(self, event: StreamSpec, at: str, groups: tuple[Group, Group], x: float, y: float, mark: int):
        self.event, self.at, self.groups, self.x, self.y, self.mark = event, at, groups, x, y, mark
        self.level = 1.0
        self.paused = self.over = False


class Risk:
    """What somebody within reach of a fight still has of luck."""

    __slots__ = ("budget", "calls", "count", "due", "exposed", "fight", "rate", "since", "spent", "who")

    def __init__(self, fight: Fight, who: Unit | Place, budget: float):
        self.fight, self.who, self.budget = fight, who, budget
        self.spent, self.since, self.count, self.exposed = 0.0, 0, 0, False
        self.rate = 0.0
        """hits a second, since it was last looked at"""
        self.due: Call | None = None
        self.calls: list[Call] = []
        """when they come within reach, and out of it"""
