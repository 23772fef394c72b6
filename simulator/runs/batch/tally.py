"""Exact sums of what has come back, intervals of means, and the precision at which a batch may stop.

Measures are rounded to thousandths, so their sums and squares are kept as whole numbers: they do not depend on the
order in which workers finish, and a batch stops at the same replication whatever ran it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simulator.catalogue import marked, tr, word
from simulator.errors import UsageError
from simulator.measures import MEASURES

__all__ = ["Interval", "Precision", "Tally", "Tallies", "checkpoints", "read_precision", "student"]

_SCALE = 1000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the interval in which the true mean lies with 95 % confidence; NaN where one value says nothing."""

    n: int
    mean: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """From the lower end to the upper one."""
        return self.high - self.low


class Tally:
    """Count, sum and sum of squares of one measure, exactly."""

    __slots__ = ("n", "squares", "total")

    def __init__(self, n: int = 0, total: int = 0, squares: int = 0):
        self.n, self.total, self.squares = n, total, squares

    def add(self, value: float) -> None:
        """Count a value in."""
        whole = round(value * _SCALE)
        self.n += 1
        self.total += whole
        self.squares += whole * whole

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.n + other.n, self.total + other.total, self.squares + other.squares)

    def interval(self) -> Interval | None:
        """Student's interval of the mean; None of nothing."""
        if not self.n:
            return None
        mean = self.total / self.n / _SCALE
        if self.n == 1:
            return Interval(1, mean, math.nan, math.nan)
        variance = (self.squares * self.n - self.total * self.total) / (self.n * (self.n - 1)) / _SCALE**2
        half = student(self.n - 1) * math.sqrt(variance / self.n)
        return Interval(self.n, mean, mean - half, mean + half)


def student(degrees: int, level: float = LEVEL) -> float:
    """The factor of an interval at these degrees of freedom, of 95 % if nothing else is said."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + level) / 2))


@dataclass
class Tallies:
    """Tallies by round of replications, case and measure: ``edges`` are the numbers at which rounds end."""

    edges: Sequence[int]
    measures: Sequence[str]
    _sums: dict[tuple[int, int], list[Tally]] = field(default_factory=dict)

    def add(self, case: int, replication: int, values: Iterable[float | None]) -> None:
        """Count a replication in."""
        index = sum(replication >= edge for edge in self.edges)
        sums = self._sums.setdefault((index, case), [Tally() for _ in self.measures])
        for tally, value in zip(sums, values, strict=True):
            if value is not None:
                tally.add(value)

    def of(self, case: int, measure: str, below: int | None = None) -> Tally:
        """The tally of a measure of a case, of replications with a number below an edge, or of all."""
        position = self.measures.index(measure)
        last = len(self.edges) if below is None else sum(below > edge for edge in self.edges)
        parts = [self._sums[i, case][position] for i in range(last + 1) if (i, case) in self._sums]
        total = Tally()
        for part in parts:
            total = total.plus(part)
        return total


# precision


@dataclass(frozen=True, slots=True)
class Precision:
    """When a measure's interval is narrow enough: half of it at most ``share`` of the mean, or all of it ``width``."""

    measure: str
    share: float | None = None
    width: float | None = None

    def holds(self, interval: Interval | None) -> bool:
        """Whether it is; a measure with nothing to measure asks for nothing."""
        if interval is None:
            return True
        if math.isnan(interval.low):
            return False
        if self.share is not None:
            return interval.width / 2 <= self.share * abs(interval.mean)
        return self.width is None or interval.width <= self.width

    def __str__(self) -> str:
        """As a manifest holds it, in every language."""
        return _WITHIN.format(measure=self.measure, width=self._said(MEASURES[self.measure].unit))

    def told(self) -> str:
        """As people read it."""
        return tr(_WITHIN, measure=self.measure, width=self._said(word(MEASURES[self.measure].unit)))

    def _said(self, unit: str) -> str:
        return f"{self.share * 100:g} %" if self.share is not None else f"{self.width:g} {unit}"


_WITHIN = marked("{measure} within {width}")
_PER_CENT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*%\s*$")
_WIDTH = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*[A-Za-z][A-Za-z ]*$|^\s*(\d+(?:\.\d+)?)\s*$")


def read_precision(texts: Iterable[str], first: Sequence[str]) -> tuple[Precision, ...]:
    """``5%`` for each of the ``first`` measures, ``measure=5%`` or ``measure=WIDTH`` for one.  Raises UsageError."""
    found: dict[str, Precision] = {}
    for text in texts:
        name, sign, value = text.rpartition("=")
        name = name.strip()
        if sign and name not in MEASURES:
            from difflib import get_close_matches

            near = get_close_matches(name, list(MEASURES), 3)
            why = tr("--precision {text!r}: there is no measure {name!r}", text=text, name=name)
            if near:
                why = tr("{why}; did you mean {near}?", why=why, near=tr(" or ").join(near))
            raise UsageError(why)
        per_cent, width = _PER_CENT.match(value), _WIDTH.match(value)
        if not per_cent and not (sign and width):
            raise UsageError(
                tr("--precision {text!r} is not of the form 5% or civilian_harm=5% or civilian_harm=2", text=text)
            )
        number = float(per_cent[1]) / 100 if per_cent else float(width[1] or width[2]) if width else 0.0
        if number <= 0:
            raise UsageError(tr("--precision {text!r}: no interval is that narrow; give more than 0", text=text))
        for measure in (name,) if sign else first:
            found[measure] = Precision(measure, share=number) if per_cent else Precision(measure, width=number)
    return tuple(found.values())


def checkpoints(least: int, most: int) -> list[int]:
    """The numbers of replications at which it is looked whether to stop: a tenth more each time."""
    found = [min(least, most)]
    while found[-1] < most:
        found.append(min(most, max(found[-1] + 10, found[-1] * 11 // 10)))
    return found
