"""Rows of freedom of movement and of long-duration patrols."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["AccessSpec", "LongPatrolSpec"]


@dataclass(frozen=True, slots=True)
class AccessSpec:
    """What the host restricts, and what the mission does about it; rates a second."""

    asserts: bool
    stand: int
    water: int
    restrictions: float
    lasts: Spread
    raised: bool
    engaged: bool


@dataclass(frozen=True, slots=True)
class LongPatrolSpec:
    """A unit that goes out for days."""

    id: str
    unit: str
    civilians: int
    women: float
    supplies: int
