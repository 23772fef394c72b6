"""Rows of works that take months."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["AlongSpec", "PieceSpec", "WorksSpec"]


@dataclass(frozen=True, slots=True)
class AlongSpec:
    """A segment that a piece of work makes harder: the part of the piece that lies along it, from 0 to 1."""

    segment: str
    begins: float
    ends: float
    delay: int
    """seconds that it is worth where the piece is built"""
    wall: bool
    """whether a wall is built there, which stops hits from outside"""


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
    along: tuple[AlongSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class WorksSpec:
    """The section; the rains begin and end at -1 where there are none."""

    post: str
    rains_begin: int
    rains_end: int
    late_by: Spread | None
    pieces: dict[str, PieceSpec]
