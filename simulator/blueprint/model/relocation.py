"""Rows of the relocation of staff."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["FlightsSpec", "MovesSpec", "RelocationSpec"]


@dataclass(frozen=True, slots=True)
class MovesSpec:
    """Where the people of one staff list go, and what they know."""

    id: str
    point: str
    procedure_known: float
    protected: bool
    out_of_reach: float
    forum: bool
    leaves: bool
    priority: int


@dataclass(frozen=True, slots=True)
class FlightsSpec:
    """Aircraft from one airport."""

    at: str
    seats: int
    every: int
    lead: Spread | None
    payload: float
    luggage: float


@dataclass(frozen=True, slots=True)
class RelocationSpec:
    """A duty station with an alert state; ``lists`` have the id of their staff list."""

    of: str
    official: str
    alert: str
    lists: tuple[MovesSpec, ...]
    flights: FlightsSpec | None
