"""The exercise's time in parts that people speak of: by daylight, by months, else in equal parts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simulator.blueprint.model import Blueprint

__all__ = ["Phase", "phase_of", "phases"]

_DAY = 86400
_LONG = 7 * _DAY
_PARTS = 4
_STEPS = (900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600)
_LEAST = 900
"""a part shorter than this goes with its neighbour"""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the exercise, from ``begin`` up to ``end``, in seconds."""

    title: str
    begin: int
    end: int


def phases(blueprint: Blueprint) -> list[Phase]:
    """The parts in order, without a gap, from STARTEX to ENDEX."""
    end = blueprint.duration
    if end > _LONG:
        step, word = (30 * _DAY, "Month") if end > 60 * _DAY else (7 * _DAY, "Week")
        return _equal(end, step, word)
    changes = [at for at, _ in blueprint.sun if _LEAST <= at <= end - _LEAST]
    if not changes:
        step = next((s for s in _STEPS if end <= s * _PARTS), _DAY)
        return _equal(end, step, "Part")
    found: list[Phase] = []
    for begin, until in pairwise([0, *changes, end]):
        dark = [dark for at, dark in blueprint.sun if at <= begin][-1:] == [True]
        found.append(Phase(f"{len(found) + 1} {'Night' if dark else 'Daylight'}", begin, until))
    return found


def _equal(end: int, step: int, word: str) -> list[Phase]:
    starts = range(0, max(end, 1), step)
    return [Phase(f"{word} {n}", begin, min(begin + step, end)) for n, begin in enumerate(starts, 1)]


def phase_of(parts: list[Phase], at: int) -> Phase | None:
    """The part in which a moment lies; None for one before or after all of them."""
    if parts and at == parts[-1].end:
        return parts[-1]
    return next((part for part in parts if part.begin <= at < part.end), None)
