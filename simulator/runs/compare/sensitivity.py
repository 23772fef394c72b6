"""Which factor of a design carries an outcome.

    lhs         Spearman's rank correlation of each factor with the outcome's mean at the points
    sobol       first-order and total Sobol indices from Saltelli's points
    factorial   main effects and interactions: contrasts where every factor has two levels, shares of variance otherwise

Points are the unit here: each is the mean over its replications.  Pairing keeps the chance alike between points.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from simulator.catalogue import marked
from simulator.runs.compare.paired import Interval, mean_interval

__all__ = ["Correlation", "Effect", "SobolIndex", "effects", "rank_correlation", "sobol", "variance_shares"]

Numbers = NDArray[np.float64]
_SEED = 20170417


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rho with its 95 % interval (Fisher's z with Bonett and Wright's error) and p."""

    n: int
    rho: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """The share of the outcome's variance that a factor carries alone, and with all its interactions."""

    factor: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """A main effect (one factor) or interaction (several): what going from low to high does to the mean."""

    factors: tuple[str, ...]
    effect: Interval


def rank_correlation(x: Sequence[float] | Numbers, y: Sequence[float] | Numbers) -> Correlation | None:
    """Of two rows of equal length; None where there are fewer than four pairs or nothing varies."""
    from scipy.stats import spearmanr

    one, other = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    there = np.isfinite(one) & np.isfinite(other)
    one, other = one[there], other[there]
    n = len(one)
    if n < 4 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    done = spearmanr(one, other)
    rho = float(done.statistic)
    z, half = math.atanh(max(-1 + 1e-12, min(1 - 1e-12, rho))), 1.96 * math.sqrt((1 + rho**2 / 2) / (n - 3))
    return Correlation(n, rho, math.tanh(z - half), math.tanh(z + half), float(done.pvalue))


def sobol(a: Numbers, b: Numbers, ab: Numbers, names: Sequence[str]) -> list[SobolIndex]:
    """Indices from the outcome at Saltelli's points: ``a`` and ``b`` of n rows, ``ab`` of (factors, n).

    ``ab[j]`` is the outcome at A with factor j of B.  Raises ValueError where an outcome is missing or nothing varies.
    """
    from scipy.stats import sobol_indices

    every = np.concatenate([a, b, ab.ravel()])
    if not np.isfinite(every).all() or np.ptp(every) == 0:
        raise ValueError(marked("an outcome is missing, or none of them differs"))
    outcomes = {"f_A": a[np.newaxis], "f_B": b[np.newaxis], "f_AB": ab[:, np.newaxis, :]}
    done = sobol_indices(func=outcomes, n=len(a), rng=np.random.default_rng(_SEED))
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # ends that a few points do not give are NaN
        spread = done.bootstrap(confidence_level=0.95, n_resamples=999)
    ends = [spread.first_order.confidence_interval, spread.total_order.confidence_interval]
    rows = [done.first_order, ends[0].low, ends[0].high, done.total_order, ends[1].low, ends[1].high]
    return [SobolIndex(name, *(float(np.ravel(row)[j]) for row in rows)) for j, name in enumerate(names)]


def effects(levels: Mapping[str, Sequence[int]], outcomes: Numbers, most: int = 3) -> list[Effect]:
    """Effects of a two-level factorial, largest first.

    ``levels`` gives each factor's 0 or 1 at each arm; ``outcomes`` is (arms, replications).  An effect is worked out in
    each replication, so that its interval is that of pairs.  ``most`` is the highest order of interaction.
    """
    there = np.isfinite(outcomes).all(axis=0)
    kept = outcomes[:, there]
    names = list(levels)
    signs = {name: 2.0 * np.asarray(levels[name]) - 1.0 for name in names}
    found = []
    for order in range(1, min(most, len(names)) + 1):
        for group in combinations(names, order):
            contrast = np.prod([signs[name] for name in group], axis=0)
            found.append(Effect(group, mean_interval(2 * (contrast @ kept) / len(contrast))))
    return sorted(found, key=lambda e: -abs(e.effect.mean) if e.effect.n else 0.0)


def variance_shares(levels: Mapping[str, Sequence[object]], outcomes: Numbers) -> dict[tuple[str, ...], float]:
    """The share of the variance of a balanced factorial's means that each factor and each pair of factors carries."""
    total = float(np.sum((outcomes - outcomes.mean()) ** 2))
    if not total or not math.isfinite(total):
        return {}
    alone = {name: _between(outcomes, [(value,) for value in levels[name]]) / total for name in levels}
    found: dict[tuple[str, ...], float] = {(name,): share for name, share in alone.items()}
    for one, other in combinations(levels, 2):
        both = _between(outcomes, list(zip(levels[one], levels[other], strict=True))) / total
        found[one, other] = max(0.0, both - alone[one] - alone[other])
    return found


def _between(outcomes: Numbers, keys: Sequence[tuple[object, ...]]) -> float:
    """The sum of squares between groups of arms with equal keys."""
    groups: dict[tuple[object, ...], list[float]] = {}
    for key, value in zip(keys, outcomes.tolist(), strict=True):
        groups.setdefault(key, []).append(value)
    grand = float(outcomes.mean())
    return sum(len(group) * (float(np.mean(group)) - grand) ** 2 for group in groups.values())
