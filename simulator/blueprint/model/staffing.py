"""Row of the people who decide."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["StaffingSpec"]


@dataclass(frozen=True, slots=True)
class StaffingSpec:
    """How those who decide were prepared, take turns, and planned."""

    leaders: float
    shifts: int
    counselling: bool
    apart: dict[str, tuple[str, ...]]
    """component, or nothing for an integrated post -> components here whose plans were not made with its own"""
