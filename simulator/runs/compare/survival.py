"""Times to an event, where some did not come before ENDEX: Kaplan and Meier's curve, and the log-rank test.

A run in which the wait never began is no observation; how many there were is said beside the curve.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Curve", "curve", "logrank_p", "reached"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """The share still waiting after each time, with its 95 % band (log-log), in the unit of the times."""

    began: int
    observed: int
    times: Numbers
    waiting: Numbers
    low: Numbers
    high: Numbers
    quantiles: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    """per cent -> (time by which so many were reached, lower end, upper end); infinite where that was not reached"""

    @property
    def censored(self) -> float:
        """The share of waits that ended with ENDEX."""
        return 1 - self.observed / self.began if self.began else math.nan


def _data(times: Numbers, observed: NDArray[np.bool_]) -> Any:
    from scipy.stats import CensoredData

    return CensoredData(uncensored=times[observed], right=times[~observed])


def curve(times: Numbers, observed: NDArray[np.bool_], points: Sequence[int] = (25, 50, 75)) -> Curve:
    """The curve of some waits; with none it is empty."""
    from scipy.stats import ecdf

    began = len(times)
    if not began:
        nothing = np.array([])
        return Curve(0, 0, nothing, nothing, nothing, nothing)
    sf = ecdf(_data(times, observed)).sf
    at, waiting = np.asarray(sf.quantiles, dtype=float), np.asarray(sf.probabilities, dtype=float)
    low, high = _band(sf, waiting)
    found = {str(p): tuple(reached(at, row, p / 100) for row in (waiting, low, high)) for p in points}
    return Curve(began, int(observed.sum()), at, waiting, low, high, found)  # type: ignore[arg-type]


def _band(sf: Any, waiting: Numbers) -> tuple[Numbers, Numbers]:
    """The log-log band; where nobody waits any more it has no end above, and keeps the last one that it had."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        band = sf.confidence_interval(0.95, method="log-log")
    low = np.nan_to_num(np.asarray(band.low.probabilities, dtype=float), nan=0.0)
    high = np.array(band.high.probabilities, dtype=float)
    last = 1.0
    for i, end in enumerate(high.tolist()):
        last = high[i] = last if np.isnan(end) else end
    return np.where(waiting == 1, 1.0, np.minimum(low, waiting)), np.maximum(high, waiting)


def reached(times: Numbers, waiting: Numbers, share: float) -> float:
    """The first time by which ``share`` no longer wait; infinite if that never comes."""
    below = np.flatnonzero(waiting <= 1 - share + 1e-12)
    return float(times[below[0]]) if len(below) else math.inf


def logrank_p(
    one: Numbers, one_observed: NDArray[np.bool_], other: Numbers, other_observed: NDArray[np.bool_]
) -> float:
    """The p of the log-rank test; NaN where nothing was observed.

    It takes the two for independent.  Our arms are paired, which makes it careful where pairs go together.
    """
    from scipy.stats import logrank

    if not len(one) or not len(other) or not (one_observed.any() or other_observed.any()):
        return math.nan
    with np.errstate(all="ignore"):
        return float(logrank(_data(one, one_observed), _data(other, other_observed)).pvalue)
