"""Paired differences: an arm against a baseline, replication by replication.

Replication k of both arms has the same chance (common random numbers), so the difference within a pair is the change's.
The interval is Student's; where the differences are so skewed, for their number, that Student's would be off by more
than about one per cent at an end, it is the bias-corrected and accelerated bootstrap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.catalogue import marked, tr
from simulator.runs.compare.proportions import Share, share_of

__all__ = ["LEVEL", "Interval", "Paired", "exact", "mean_interval", "needed", "paired", "quantiles", "size_in_words"]

LEVEL = 0.95
_SKEW = 0.12
"""skewness / sqrt(n) above which Student's interval is left: the error of an end is about 0.085 of this (Edgeworth)"""
_FEWEST = 30
"""pairs below which a bootstrap's intervals are too narrow themselves"""
_RESAMPLES = 2000
_SEED = 20170417
"""of the bootstrap's draws, so that the same batch always says the same"""

Numbers = NDArray[np.float64]


NO_SPREAD, BOOTSTRAP = marked("no spread"), marked("BCa bootstrap")
"""what an interval was made by, beside Student's t"""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval; the ends are NaN where the sample is too small for one."""

    n: int
    mean: float
    low: float
    high: float
    method: str = "t"

    @property
    def apart(self) -> bool:
        """Whether nought lies outside."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Paired:
    """An arm minus a baseline.  ``missing`` counts pairs in which one of the two had nothing to measure.

    ``dz`` is Cohen's effect size of pairs: the mean difference in standard deviations of the difference.
    ``variance_ratio`` is what independent seeds would have needed in replications for the same interval, over ours.
    """

    difference: Interval
    missing: int
    p: float
    better: Share | None
    worse: Share | None
    equal: int
    dz: float
    skew: float
    variance_ratio: float


def exact(values: Numbers) -> Numbers:
    """Without the noise of arithmetic: measures have three decimals, and what is far below is no difference."""
    return np.round(values, 9)


def mean_interval(given: Numbers | Sequence[float]) -> Interval:
    """The interval of a mean of some values, n >= 0."""
    from scipy import stats

    values, n = exact(np.asarray(given, dtype=np.float64)), len(given)
    if n == 0:
        return Interval(0, math.nan, math.nan, math.nan)
    mean = float(np.mean(values))
    if n == 1:
        return Interval(1, mean, math.nan, math.nan)
    if np.ptp(values) == 0:
        return Interval(n, mean, mean, mean, NO_SPREAD)
    if n >= _FEWEST and abs(float(stats.skew(values))) / math.sqrt(n) > _SKEW:
        return _bootstrapped(values, mean)
    low, high = stats.ttest_1samp(values, 0.0).confidence_interval(LEVEL)
    return Interval(n, mean, float(low), float(high))


def _mean(values: Numbers, axis: int = -1) -> Numbers:
    return np.asarray(np.mean(values, axis=axis))


def _bootstrapped(values: Numbers, mean: float) -> Interval:
    from scipy import stats

    done = stats.bootstrap(
        (values,),
        _mean,
        confidence_level=LEVEL,
        method="BCa",
        n_resamples=_RESAMPLES,
        batch=max(1, 2_000_000 // len(values)),
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    # Values that differ have a jackknife that does, so that the ends are always there.
    return Interval(len(values), mean, float(done.low), float(done.high), BOOTSTRAP)


def paired(arm: Numbers, baseline: Numbers, better: str) -> Paired:
    """Compare two rows of equal length, NaN where there was nothing to measure; ``better`` as in the vocabulary."""
    from scipy import stats

    there = np.isfinite(arm) & np.isfinite(baseline)
    one, other = arm[there], baseline[there]
    d = exact(one - other)
    n = len(d)
    spread = float(np.std(d, ddof=1)) if n > 1 else math.nan
    interval = mean_interval(d)
    moved = n > 1 and spread > 0
    up, down = int(np.sum(d > 0)), int(np.sum(d < 0))
    gains = {"higher": (up, down), "lower": (down, up)}.get(better)
    missing = int(np.sum(np.isfinite(arm) | np.isfinite(baseline))) - n
    return Paired(
        interval,
        missing,
        float(stats.ttest_1samp(d, 0.0).pvalue) if moved else 1.0 if n > 1 else math.nan,
        share_of(gains[0], n) if gains and n else None,
        share_of(gains[1], n) if gains and n else None,
        n - up - down,
        interval.mean / spread if moved else 0.0 if interval.mean == 0 else math.nan,
        float(stats.skew(d)) if moved else 0.0,
        float((np.var(one, ddof=1) + np.var(other, ddof=1)) / spread**2) if moved else math.nan,
    )


def size_in_words(dz: float) -> str:
    """What an effect size says, in Cohen's words; bands 0.2, 0.5, 0.8."""
    if math.isnan(dz):
        return tr("the same in every pair")
    size = abs(dz)
    for edge, said in ((0.2, tr("hardly any")), (0.5, tr("small")), (0.8, tr("medium"))):
        if size < edge:
            return said
    return tr("large")


def needed(difference: Interval, dz: float) -> int | None:
    """Replications after which the interval would leave nought out, if the difference is as it looks; None if never."""
    if difference.n < 2 or difference.mean == 0 or math.isnan(dz) or dz == 0:
        return None
    count = math.ceil((1.96 / dz) ** 2) + 2
    return count if count < 10**7 else None


def quantiles(values: Numbers) -> dict[str, float]:
    """The 5, 25, 50, 75 and 95 per cent points of what was measured; empty for nothing."""
    seen = values[np.isfinite(values)]
    if not len(seen):
        return {}
    points = (5, 25, 50, 75, 95)
    return {str(p): float(q) for p, q in zip(points, np.percentile(seen, points), strict=True)}
