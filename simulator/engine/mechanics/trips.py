"""Trips: people on board of a unit in the middle of its order; part of the mechanisms that bring people anywhere.

Whoever has people on board, or is getting them on board, takes no other order until they are off; if its own order is
called off meanwhile it brings them there all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.engine.duties import Order
from simulator.engine.world import World

__all__ = ["Trip"]


class Trip:
    """One time that a unit takes people on board, brings them somewhere and, if it goes on, comes back for others."""

    __slots__ = ("at", "order", "unit", "w")

    def __init__(self, world: World, order: Order):
        """The unit begins to load."""
        self.w, self.order, self.unit = world, order, order.unit
        self.at = order.unit.at
        """where it has loaded"""
        self.unit.loading = True

    def drives(self, to: str, cause: int, then: Callable[[int], object], takes: float | None = None) -> None:
        """They are on board: on the way; ``then(mark)`` there."""
        self.at, self.unit.loading = self.unit.at, True
        self.w.movement.carry(self.unit, to, self.order.source, cause, then, takes)

    def over(self) -> None:
        """Nobody is on board any more."""
        self.unit.loading = False

    def stands_by(self, mark: int) -> None:
        """The unit is on the scene of its order again."""
        self.unit.state = "on_scene"
        self.w.duties.tell_state(self.unit, mark)

    def returns(self, cause: int, then: Callable[[Order], object]) -> None:
        """Empty, back to where it has loaded, if that is still its order: ``then(order)`` there."""
        if self.order.stands:
            self.w.movement.carry(self.unit, self.at, self.order.source, cause, partial(self._back, then))
        else:
            self.over()

    def _back(self, then: Callable[[Order], object], mark: int) -> None:
        self.over()
        if self.order.stands:
            self.stands_by(mark)
            then(self.order)
