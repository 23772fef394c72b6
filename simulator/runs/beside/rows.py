"""What comes of setting a session beside its plan: frozen rows, without numpy and without a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Beside", "Forked", "Standing", "WhatIf"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One measure: the room's value, and where it lies among runs of the plan.

    ``median`` has a 95 % interval ``low`` to ``high`` that needs no distribution; the middle half of the runs lies
    between ``quarter`` and ``three_quarters``.  ``below``, ``equal`` and ``above`` count runs with a smaller, the same
    and a greater value.  ``why_not`` says why there is no percentile; empty where there is one.
    """

    measure: str
    room: float | None
    n: int
    median: float | None
    low: float | None
    high: float | None
    quarter: float | None
    three_quarters: float | None
    below: int
    equal: int
    above: int
    why_not: str = ""
    same_chance: float | None = None
    """what the plan gives with the very chance of the session"""

    @property
    def percentile(self) -> float | None:
        """Runs below, and half of those that are equal, in per cent; None where it would say nothing."""
        if self.why_not or self.room is None or not self.n:
            return None
        return 100 * (self.below + self.equal / 2) / self.n


@dataclass(frozen=True, slots=True)
class Forked:
    """A fork of the session that was tried: where it parts, what it decided otherwise, and what came of it."""

    name: str
    at: int
    changes: tuple[str, ...]
    ended: bool
    measures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A moment played on in pairs: as the room did, and as the plan would have.

    ``room`` and ``plan`` are the mean harm of each, ``difference`` plan minus room with its 95 % interval (NaN where
    the pairs are too few).  ``room_did`` and ``plan_does`` say in words what differs, ``why_not`` why there is nothing.
    """

    seq: int
    pairs: int
    room: float
    plan: float
    difference: float
    low: float
    high: float
    room_did: str = ""
    plan_does: str = ""
    why_not: str = ""
    option: str = ""
    after_s: int = -1

    @property
    def apart(self) -> bool:
        """Whether the interval leaves nought out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Beside:
    """A session beside its plan.  ``typical`` is what :func:`simulator.readers.hotwash.typical` gives for the runs."""

    runs: int
    seed: int
    first: int
    end: int
    standings: tuple[Standing, ...]
    variants: Mapping[str, Mapping[str, Standing]] = field(default_factory=dict)
    forks: tuple[Forked, ...] = ()
    what_ifs: Mapping[int, WhatIf] = field(default_factory=dict)
    typical: Mapping[tuple[str, str], float] = field(default_factory=dict)
    source: str = ""
    """where the runs come from, in words"""
    unknown: tuple[str, ...] = ()
    """variants that could not be run, and why"""
