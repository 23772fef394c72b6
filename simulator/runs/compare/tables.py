"""What each measure and each wait says of each arm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.catalogue import marked, tr
from simulator.measures import MEASURES
from simulator.readers.times import EVENT_TIMES
from simulator.runs.compare.ignorance import Across, across
from simulator.runs.compare.paired import Interval, Paired, mean_interval, needed, paired, quantiles, size_in_words
from simulator.runs.compare.ranking import false_discoveries, holm, rank
from simulator.runs.compare.sample import Sample
from simulator.runs.compare.survival import Curve, curve, logrank_p

__all__ = ["ASSUMED", "MeasureRow", "MeasureTable", "Place", "Wait", "Waiting", "table_of", "waiting"]

Numbers = NDArray[np.float64]
ASSUMED = marked(
    "assumed: what each of the zone's measures does to it was chosen to fit a published figure; no ranking"
)
"""why a measure that was fitted is not ranked"""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in an arm, with the scenario's own numbers, and its paired difference from the baseline."""

    arm: str
    mean: Interval
    quantiles: dict[str, float]
    nothing: float
    """share of replications with nothing to measure"""
    against: Paired | None
    p_holm: float
    p_bh: float
    size: str
    needed: int | None
    across: Across | None

    @property
    def told_apart(self) -> bool:
        """Whether the difference is distinguishable: nought outside the interval, also after paying for many arms."""
        return self.against is not None and self.against.difference.apart and self.p_holm < 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """An arm's place among all; ``with_best`` if it cannot be told from the best one."""

    arm: str
    mean: float
    rank: int
    p_best: float
    with_best: bool


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """A measure in every arm that is shown; ``unranked`` says why there is no ranking."""

    measure: str
    unit: str
    k: str
    about: str
    better: str
    rows: list[MeasureRow]
    ranking: list[Place]
    unranked: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait in an arm, in minutes, and its log-rank p against the baseline (adjusted by Holm over the arms)."""

    arm: str
    runs: int
    curve: Curve
    p: float
    p_holm: float


@dataclass(frozen=True)
class Waiting:
    """A time to an event in every arm that is shown."""

    event: str
    about: str
    arms: list[Wait] = field(default_factory=list)


def table_of(
    sample: Sample, measure: str, baseline: int, shown: Sequence[int], calibrated: Sequence[str]
) -> MeasureTable:
    """Everything that is said of one measure."""
    row, values = MEASURES[measure], sample.values[measure]
    pairs = {i: paired(values[i, 0], values[baseline, 0], row.better) for i in shown if i != baseline}
    raw = [pairs[i].p for i in pairs]
    adjusted = dict(zip(pairs, zip(holm(raw), false_discoveries(raw), strict=True), strict=True))
    rows = [_row(sample, values, i, baseline, pairs.get(i), adjusted.get(i, (math.nan, math.nan))) for i in shown]
    unranked = _unranked(row.k, row.better, calibrated)
    ranking = [] if unranked else rank(values[list(shown), 0], row.better)
    places = [Place(str(sample.arms[shown[r.arm]]["id"]), r.mean, r.rank, r.p_best, r.with_best) for r in ranking]
    return MeasureTable(measure, row.unit, row.k, tr(row.about), row.better, rows, places, unranked)


def _unranked(k: str, better: str, calibrated: Sequence[str]) -> str:
    if k and k in calibrated:
        return tr(ASSUMED)
    return tr("neither more nor less of it is better by itself; no ranking") if better == "neither" else ""


def _row(
    sample: Sample, values: Numbers, arm: int, baseline: int, pair: Paired | None, p: tuple[float, float]
) -> MeasureRow:
    own = values[arm, 0]
    seen = own[np.isfinite(own)]
    ran = int(sample.ran[arm, 0].sum())
    return MeasureRow(
        str(sample.arms[arm]["id"]),
        mean_interval(seen),
        quantiles(own),
        1 - len(seen) / ran if ran else math.nan,
        pair,
        *p,
        size_in_words(pair.dz) if pair else "",
        needed(pair.difference, pair.dz) if pair and not pair.difference.apart else None,
        across(_by_set(values[arm] - values[baseline]), sample.drawn) if pair else None,
    )


def _by_set(differences: Numbers) -> Numbers:
    """The mean of each set, NaN where a set has no pair."""
    seen = np.isfinite(differences)
    count = seen.sum(axis=1)
    total = np.where(seen, differences, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def waiting(sample: Sample, event: str, baseline: int, shown: Sequence[int]) -> Waiting:
    """Everything that is said of one time to an event."""
    times, observed = sample.waits[event]
    rows = {i: _wait_rows(times[i, 0], observed[i, 0]) for i in shown}
    p = {i: logrank_p(*rows[i], *rows[baseline]) for i in shown if i != baseline}
    adjusted = dict(zip(p, holm(list(p.values())), strict=True))
    runs = sample.replications
    arms = [
        Wait(str(sample.arms[i]["id"]), runs[i], curve(*rows[i]), p.get(i, math.nan), adjusted.get(i, math.nan))
        for i in shown
    ]
    about = EVENT_TIMES.get(event, "")
    return Waiting(event, tr(about) if about else "", arms)


def _wait_rows(times: Numbers, observed: NDArray[np.bool_]) -> tuple[Numbers, NDArray[np.bool_]]:
    there = np.isfinite(times)
    return times[there] / 60, observed[there]
