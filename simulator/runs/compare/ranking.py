"""Many arms against one another, without being fooled by their number.

Every test is of pairs (common random numbers), so the tests are neither independent nor Dunnett's or Tukey's, who
take arms to be independent samples.  Holm's step-down is valid whatever the dependence, and is what verdicts rest on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.runs.compare.paired import exact

__all__ = ["Ranked", "best_probability", "false_discoveries", "holm", "rank"]

Numbers = NDArray[np.float64]
_SEED = 20170417
_RESAMPLES = 4000


@dataclass(frozen=True, slots=True)
class Ranked:
    """An arm's place.  ``with_best``: its difference from the best one cannot be told from nought."""

    arm: int
    mean: float
    rank: int
    p_best: float
    with_best: bool


def holm(p: Sequence[float]) -> list[float]:
    """Holm's adjusted p values, in the order given; NaN stays and counts for nothing."""
    known = [(value, i) for i, value in enumerate(p) if not math.isnan(value)]
    adjusted = [math.nan] * len(p)
    worst = 0.0
    for place, (value, i) in enumerate(sorted(known)):
        worst = max(worst, min(1.0, (len(known) - place) * value))
        adjusted[i] = worst
    return adjusted


def false_discoveries(p: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted p values, in the order given; NaN stays."""
    from scipy.stats import false_discovery_control

    known = [i for i, value in enumerate(p) if not math.isnan(value)]
    adjusted = [math.nan] * len(p)
    if known:
        for i, value in zip(known, false_discovery_control([p[i] for i in known]), strict=True):
            adjusted[i] = float(value)
    return adjusted


def _complete(values: Numbers) -> tuple[list[int], Numbers]:
    """The arms that have anything, and their replications in which each of them has a value: (arms, replications)."""
    arms = [i for i, row in enumerate(values) if np.isfinite(row).any()]
    kept = values[arms]
    return arms, kept[:, np.isfinite(kept).all(axis=0)] if arms else kept


def rank(values: Numbers, better: str) -> list[Ranked]:
    """Arms (rows of values, NaN for nothing) from the best, over the replications that all of them have.

    Empty where no direction is better, or fewer than two arms or replications are left.
    """
    arms, kept = _complete(values)
    if better == "neither" or len(arms) < 2 or kept.shape[1] < 2:
        return []
    means = kept.mean(axis=1)
    order = sorted(range(len(arms)), key=lambda i: -means[i] if better == "higher" else means[i])
    best = order[0]
    p = [_p(exact(kept[i] - kept[best])) for i in order[1:]]
    adjusted = [1.0, *holm(p)]
    return [
        Ranked(arms[i], float(means[i]), place + 1, adjusted[place], adjusted[place] >= 0.05)
        for place, i in enumerate(order)
    ]


def _p(difference: Numbers) -> float:
    """The paired t test's p; a difference that is the same in every pair is certain."""
    from scipy.stats import ttest_1samp

    if np.ptp(difference) == 0:
        return 1.0 if difference[0] == 0 else 0.0
    return float(ttest_1samp(difference, 0.0).pvalue)


def best_probability(values: Numbers, better: str) -> dict[int, float]:
    """For each arm how probably its true mean is the best: how often it is when replications are redrawn.

    Arms that tie share the draw.
    """
    arms, kept = _complete(values)
    if better == "neither" or len(arms) < 2 or kept.shape[1] < 2:
        return {}
    rng = np.random.default_rng(_SEED)
    n = kept.shape[1]
    weights = rng.multinomial(n, np.full(n, 1 / n), size=_RESAMPLES)
    means = kept @ weights.T / n
    top = means.max(axis=0) if better == "higher" else means.min(axis=0)
    is_top = np.isclose(means, top, rtol=0, atol=1e-12)
    shares = (is_top / is_top.sum(axis=0)).mean(axis=1)
    return {arm: float(share) for arm, share in zip(arms, shares, strict=True)}
