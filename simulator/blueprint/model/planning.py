"""Rows of roads that may be closed or under fire, and of how the contingency plan came about."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PlanningSpec", "RoadSpec"]


@dataclass(frozen=True, slots=True)
class RoadSpec:
    """A stretch of road between two places, with its metres on paved, dirt, track and in-town ground."""

    a: str
    b: str
    leg: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlanningSpec:
    """How the contingency plan came about; times in seconds."""

    coherence: float
    """share of the components that are there which took part in it"""
    age: int
    rehearsed: int
    last: int
    branches: tuple[str, ...]
