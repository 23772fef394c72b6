"""What nobody knows, apart from chance: how a finding moves when assumed numbers move within their believed ranges.

Set 0 holds the scenario's own numbers; the other sets were drawn, the same for every arm.  Replications vary chance,
sets vary ignorance; the two are told apart and never mixed into one interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.runs.compare.sensitivity import Correlation, rank_correlation

__all__ = ["Across", "Carrier", "Layers", "across", "layers"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Carrier:
    """The assumed number that goes most closely with a finding; ``p`` is adjusted for how many were looked at.

    The strongest of many is Holm's first step, which is Bonferroni's.
    """

    parameter: str
    correlation: Correlation
    p: float
    turns_at: float
    """the middle between its values where the finding stands and where it is turned round; NaN if it never is"""


@dataclass(frozen=True, slots=True)
class Across:
    """A finding over the sets: its lowest and highest value, and in how many sets it has the other sign."""

    sets: int
    low: float
    high: float
    reversed_in: int
    carrier: Carrier | None

    @property
    def reverses(self) -> bool:
        """Whether any set turns the finding round."""
        return self.reversed_in > 0


@dataclass(frozen=True, slots=True)
class Layers:
    """The variance of an outcome, split: chance within sets, ignorance between them (one-way random effects)."""

    chance: float
    ignorance: float

    @property
    def share(self) -> float:
        """The share that is ignorance."""
        total = self.chance + self.ignorance
        return self.ignorance / total if total else math.nan


def across(by_set: Numbers, drawn: Mapping[str, Numbers]) -> Across | None:
    """A finding by set: ``by_set[0]`` with the scenario's own numbers, the rest with those of ``drawn``.

    ``drawn`` gives each assumed number's value in sets 1, 2, ...  None where no set was drawn or none has the finding.
    """
    own, others = float(by_set[0]), by_set[1:]
    seen = others[np.isfinite(others)]
    if not len(seen) or not math.isfinite(own):
        return None
    turned = np.sign(seen) == -np.sign(own) if own else np.zeros(len(seen), dtype=bool)
    ends = np.append(seen, own)
    return Across(len(seen), float(ends.min()), float(ends.max()), int(turned.sum()), _carrier(own, others, drawn))


def _carrier(own: float, others: Numbers, drawn: Mapping[str, Numbers]) -> Carrier | None:
    from scipy.stats import rankdata

    there = np.isfinite(others)
    known = {name: values[there] for name, values in drawn.items() if np.isfinite(values[there]).all()}
    names = [name for name, values in known.items() if len(values) > 3 and np.ptp(values) > 0]
    if not names or np.ptp(others[there]) == 0:
        return None
    ranks = rankdata(np.array([known[name] for name in names]), axis=1)
    rho = np.corrcoef(np.vstack([rankdata(others[there]), ranks]))[0, 1:]
    name = names[int(np.argmax(np.abs(rho)))]
    row = rank_correlation(known[name], others[there])
    if row is None:
        return None
    return Carrier(name, row, min(1.0, len(names) * row.p), _turning(own, others, drawn[name]))


def _turning(own: float, others: Numbers, values: Numbers) -> float:
    turned = np.isfinite(others) & (np.sign(others) == -np.sign(own))
    stands = np.isfinite(others) & ~turned
    if not turned.any() or not stands.any():
        return math.nan
    return float((np.median(values[turned]) + np.median(values[stands])) / 2)


def layers(outcomes: Numbers) -> Layers | None:
    """Split the variance of (sets, replications), drawn sets only; None for fewer than two sets or replications."""
    rows = [row[np.isfinite(row)] for row in outcomes]
    rows = [row for row in rows if len(row) > 1]
    if len(rows) < 2:
        return None
    within = float(np.mean([np.var(row, ddof=1) for row in rows]))
    means = np.array([row.mean() for row in rows])
    each = float(np.mean([1 / len(row) for row in rows]))
    return Layers(within, max(0.0, float(np.var(means, ddof=1)) - within * each))
