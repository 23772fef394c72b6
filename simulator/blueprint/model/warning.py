"""Rows of early warning."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["SourceSpec", "WarningSpec"]


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """Where signals come from; ``noise`` is a rate a second."""

    id: str
    title: str
    sees: str
    to: str
    delay: Spread
    reliable: float
    noise: float


@dataclass(frozen=True, slots=True)
class WarningSpec:
    """How a country team works on signals; ``review`` is -1 where there is none, ``violence`` a rate a second."""

    at: str
    office: str
    advisers: int
    sources: dict[str, SourceSpec]
    common_data: bool
    deference: float
    convenes_in: Spread
    review: int
    review_every: int
    violence: float
