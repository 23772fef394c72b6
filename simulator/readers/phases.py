"""The exercise's time in parts that people speak of: by daylight, by months, else in equal parts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr

__all__ = ["Phase", "phase_of", "phases"]

_DAY = 86400
_LONG = 7 * _DAY
_PARTS = 4
_STEPS = (900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600)
_LEAST = 900
"""a part shorter than this goes with its neighbour"""
_WHOLE = 300


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
        return _equal(end, 30 * _DAY, tr("Month")) if end > 60 * _DAY else _equal(end, 7 * _DAY, tr("Week"))
    found = _by_light(blueprint, end)
    if len(found) > 1:
        return found
    return _equal(end, next((s for s in _STEPS if end <= s * _PARTS), _DAY), tr("Part"))


def _by_light(blueprint: Blueprint, end: int) -> list[Phase]:
    """Days and nights, from one whole five minutes to another; what is short is part of what it lies beside."""
    changes = [round(at / _WHOLE) * _WHOLE for at, _ in blueprint.sun if _LEAST <= at <= end - _LEAST]
    found: list[Phase] = []
    for begin, until in pairwise([0, *changes, end]):
        middle = (begin + until) // 2
        word = tr("Night") if [dark for at, dark in blueprint.sun if at <= middle][-1:] == [True] else tr("Daylight")
        if found and found[-1].title.endswith(word):
            found[-1] = Phase(found[-1].title, found[-1].begin, until)
        else:
            found.append(Phase(f"{len(found) + 1} {word}", begin, until))
    return found


def _equal(end: int, step: int, word: str) -> list[Phase]:
    starts = range(0, max(end, 1), step)
    return [Phase(f"{word} {n}", begin, min(begin + step, end)) for n, begin in enumerate(starts, 1)]


def phase_of(parts: list[Phase], at: int) -> Phase | None:
    """The part in which a moment lies; None for one before or after all of them."""
    if parts and at == parts[-1].end:
        return parts[-1]
    return next((part for part in parts if part.begin <= at < part.end), None)
