"""Closures: ways to a place that are closed, for a time or for good.

Model
    A way stays closed until the last of its closings ends or somebody opens it.  Who was on the point
    of leaving for that place waits for it (mechanism *movement*); aircraft do not.

Oracle
    Of several closings the last to end counts.

Never
    Nobody knows of it but who wants to leave: a post learns it by report.
"""

from __future__ import annotations

from math import inf

from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Closures"]


class Closures(Mechanism):
    """Knows which ways are closed."""

    def __init__(self, world: World):
        super().__init__(world)
        self.marks: dict[str, int] = {}
        """place -> mark of its closing"""
        self._until: dict[str, float] = {}

    def close(self, place: str, for_s: int, cause: int) -> None:
        """Close the way to a place, for a time or for good (a negative ``for_s``)."""
        until = self.w.now + for_s if for_s >= 0 else inf
        self._until[place] = max(self._until.get(place, 0.0), until)
        self.marks[place] = self.w.emit("way_closed", place, {"for_s": for_s}, cause)
        if for_s >= 0:
            self.w.clock.later(for_s, self._open, place)

    def reopen(self, place: str, cause: int) -> None:
        """Somebody opens a closed way before its time."""
        self._until[place] = 0.0
        self._open(place, cause)

    def _open(self, place: str, cause: int = 0) -> None:
        if self._until.get(place, 0.0) > self.w.now:
            return
        mark = self.marks.pop(place, 0)
        if mark:
            seq = self.w.emit("way_opened", place, {}, cause or mark, (mark,) if cause else ())
            self.w.movement.way_is_open(place, seq)
