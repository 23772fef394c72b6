"""The row of a cordon and search."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["OperationSpec"]


@dataclass(frozen=True, slots=True)
class OperationSpec:
    """One operation hour by hour; ``outer``, ``inner`` and ``teams`` are ids of units."""

    of: str
    shelters: int
    zones: int
    caches: int
    cordon: float
    outer: tuple[str, ...]
    inner: tuple[str, ...]
    teams: tuple[str, ...]
    planned: int
    planners: int
    leaders: int
    responsibilities: bool
    women: float
    gate_search: bool
    clinic_lane: bool
    search: str
