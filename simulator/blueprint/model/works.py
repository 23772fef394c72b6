"""Rows of works that take months."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["PieceSpec", "WorksSpec"]


@dataclass(frozen=True, slots=True)
class PieceSpec:
    """One piece of work; ``daily`` in metres, ``stores`` -1 for no end of material, ``every`` -1 for no deliveries."""

    id: str
    title: str
    at: str
    around: bool
    """whether it is a perimeter around its place"""
    delay: int
    """seconds that it is worth where it is built, and ``stands`` where it is not"""
    stands: int
    length: float
    built: float
    daily: float
    stores: float
    load: float
    every: int
    road: str


@dataclass(frozen=True, slots=True)
class WorksSpec:
    """The section; the rains begin and end at -1 where there are none."""

    post: str
    rains_begin: int
    rains_end: int
    late_by: Spread | None
    pieces: dict[str, PieceSpec]
