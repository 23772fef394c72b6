"""Roadblocks: places where the stream closes a road, for a time or for good.

Model
    ``block_road`` closes the road at a place: men stand there, or a tree, a lorry, a flood.  It is seen like a
    gathering of its size.  It ends with its time, or when the men who stand there turn back or leave; of several
    closings of one place the last to end counts.  What units do about it is the mechanism *roads*.

Oracle
    Closed from the first to the last of its closings.

Never
    A roadblock does not know who comes.
"""

from __future__ import annotations

from simulator.blueprint.model import StreamSpec
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Roadblocks"]


class Roadblocks(Mechanism):
    """Closes roads, and opens them again."""

    def __init__(self, world: World):
        super().__init__(world)
        self.closed: dict[str, int] = {}
        """place where the road is closed -> mark"""
        self._by: dict[str, list[StreamSpec]] = {}
        world.verbs["block_road"] = self._block
        for kind in ("group_deterred", "group_left"):
            world.on(kind, self._gone)

    def _block(self, event: StreamSpec, on: str, seq: int) -> None:
        """The road is closed at a place."""
        group = self.w.threat.group(event, seq) if event.by else None
        if event.by and group is None:
            return
        mark = self.w.emit("road_blocked", on, {"by": event.by}, seq, self.w.given(group.mark if group else 0))
        self._by.setdefault(on, []).append(event)
        self.closed[on] = mark
        self.w.observation.appear("roadblock", on, group.strength if group else 1, mark)
        if event.for_s >= 0:
            self.w.clock.later(event.for_s, self._free, event, on, mark)

    def _gone(self, seq: int, group: str, data: dict[str, object]) -> None:
        for on, events in list(self._by.items()):
            for event in [e for e in events if e.by == group]:
                self._free(event, on, seq)

    def _free(self, event: StreamSpec, on: str, cause: int) -> None:
        """One closing of the road is over; with the last of them it is free."""
        if event not in self._by.get(on, ()):
            return
        self._by[on].remove(event)
        if not self._by[on]:
            seq = self.w.emit("road_freed", on, {}, cause, self.w.given(self.closed.pop(on)))
            self.w.observation.vanish("roadblock", on, "gone", seq)
            self.w.roads.freed(on, seq)
        self.w.threat.finish(event, cause)
