"""Designs: which factor carries each measure, by the kind of design that the batch ran."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.catalogue import tr
from simulator.runs.compare.sample import Sample
from simulator.runs.compare.sensitivity import (
    Correlation,
    Effect,
    SobolIndex,
    effects,
    rank_correlation,
    sobol,
    variance_shares,
)

__all__ = ["Study", "studies"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Study:
    """What a design says of one measure in one variant; ``why_not`` says in words why something is missing."""

    variant: str
    measure: str
    kind: str
    correlations: dict[str, Correlation] = field(default_factory=dict)
    sobol: list[SobolIndex] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    shares: dict[tuple[str, ...], float] = field(default_factory=dict)
    why_not: str = ""


def studies(sample: Sample, measures: Sequence[str], *, analyst: bool) -> list[Study]:
    """For each variant and measure of a batch with a design; empty without one, or for several batches at once."""
    design = sample.first.get("design", {})
    if design.get("kind", "none") == "none" or len(sample.manifests) > 1:
        return []
    return [row for measure in measures for row in _of_measure(sample, design, measure, analyst=analyst)]


def _of_measure(sample: Sample, design: dict[str, Any], measure: str, *, analyst: bool) -> Iterator[Study]:
    for variant in dict.fromkeys(str(arm["variant"]) for arm in sample.arms):
        arms = [i for i, arm in enumerate(sample.arms) if arm["variant"] == variant]
        outcomes = sample.values[measure][arms, 0]
        if np.isfinite(outcomes).any():
            yield _study(variant or "base", measure, design, [sample.arms[i] for i in arms], outcomes, analyst=analyst)


def _study(
    variant: str, measure: str, design: dict[str, Any], arms: list[dict[str, Any]], outcomes: Numbers, *, analyst: bool
) -> Study:
    kind = str(design["kind"])
    names = [str(factor["name"]) for factor in design["factors"]]
    if kind == "factorial":
        return _factorial(variant, measure, names, arms, outcomes)
    means = _means(outcomes)
    if kind == "lhs" or not analyst:
        why = [tr("Sobol indices are for analysts: add --analyst")] if kind == "sobol" else []
        found = {name: rank_correlation(_numbers(arms, name), means) for name in names}
        left = [name for name, row in found.items() if row is None]
        if left:
            why.append(tr("no rank correlation of {factors}", factors=", ".join(left)))
        rows = {name: row for name, row in found.items() if row is not None}
        return Study(variant, measure, kind, rows, why_not=tr("; ").join(why))
    try:
        points = _saltelli(design, arms, means, names)
        return Study(variant, measure, kind, sobol=sobol(*points, names))
    except ValueError as error:
        return Study(variant, measure, kind, why_not=tr("no Sobol indices: {why}", why=tr(str(error))))


def _means(outcomes: Numbers) -> Numbers:
    seen = np.isfinite(outcomes)
    count = seen.sum(axis=1)
    return np.where(count > 0, np.where(seen, outcomes, 0).sum(axis=1) / np.maximum(count, 1), np.nan)


def _numbers(arms: Sequence[dict[str, Any]], name: str) -> list[float]:
    """A factor's values; texts are not in any order and give NaN."""
    values = [arm["factors"].get(name) for arm in arms]
    return [float(value) if isinstance(value, int | float) else math.nan for value in values]


def _saltelli(
    design: dict[str, Any], arms: list[dict[str, Any]], means: Numbers, names: list[str]
) -> tuple[Numbers, Numbers, Numbers]:
    """The outcomes at A, B and at A with each factor of B; raises ValueError if a point is missing."""
    by_point = {arm["point"]: mean for arm, mean in zip(arms, means.tolist(), strict=True)}
    n = int(design["points"])
    rows = {matrix: np.full(n, np.nan) for matrix in ("A", "B", *(f"AB{j}" for j in range(len(names))))}
    for place in design["rows"]:
        rows[place["matrix"]][place["row"]] = by_point.get(place["point"], math.nan)
    return rows["A"], rows["B"], np.array([rows[f"AB{j}"] for j in range(len(names))])


def _factorial(variant: str, measure: str, names: list[str], arms: list[dict[str, Any]], outcomes: Numbers) -> Study:
    levels = {name: list(dict.fromkeys(arm["factors"][name] for arm in arms)) for name in names}
    at = {name: [levels[name].index(arm["factors"][name]) for arm in arms] for name in names}
    complete = outcomes[:, np.isfinite(outcomes).all(axis=0)]
    why = ""
    found: list[Effect] = []
    if not complete.shape[1]:
        why = tr("no replication has a value at every point")
    elif all(len(row) == 2 for row in levels.values()):
        found = effects(at, complete)
    else:
        why = tr("main effects as contrasts need two levels of each factor")
    shares = variance_shares({n: list(row) for n, row in at.items()}, complete.mean(axis=1)) if complete.size else {}
    return Study(variant, measure, "factorial", effects=found, shares=shares, why_not=why)
