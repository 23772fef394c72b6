"""What every mechanism has: the world, its own parameters, and a moment to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.engine.world import World

__all__ = ["Mechanism", "bounded"]


def bounded(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """A value within its bounds."""
    return min(high, max(low, value))


class Mechanism:
    """One part of the modelled world.

    A mechanism changes entities, says so with ``world.emit``, and reacts to what others say with
    ``world.on``.  It offers tasks to units through ``world.duties.offer`` and must not know which
    scenario it runs in.
    """

    def __init__(self, world: World):
        self.w = world

    def begin(self) -> None:
        """Called once at STARTEX, after every mechanism exists."""
