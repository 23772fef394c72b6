"""Numbers of works that take months: what the rains leave of a day's work, and what keeps a crew away."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Works"]


@dataclass(frozen=True, slots=True)
class Works:
    """What stops the building, and what is stopped by what was built."""

    wet: float = value("0.4", "share", "[A]", "of a dry day's work, done on a day of the rains", "0.15-0.7")
    passes: float = value(
        "0.25",
        "share",
        "[A]",
        "chance that a delivery gets through in the rains, on a road that nobody has built up",
        "0.05-0.6",
    )
    calm: Spread = spread(
        "7 (3-14) days",
        "duration",
        "[A]",
        "a crew stays away after people were threatened where it works, without a guard",
    )
    reacts: Spread = spread(
        "15 (5-45) min",
        "duration",
        "[A], as a platoon's notice in domain 3",
        "until guards of a place are where somebody comes over its perimeter",
    )
    reported: Spread = spread("8 (2-24) h", "duration", "[A]", "until a post has heard how works stand")
