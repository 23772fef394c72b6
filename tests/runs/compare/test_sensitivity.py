"""Sensitivity against functions whose answer is known, and a published factorial."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy.stats import qmc

from simulator.runs.compare.sensitivity import effects, rank_correlation, sobol, variance_shares

# The filtration rate of a chemical in a pilot plant: a 2^4 factorial of Montgomery's textbook, in standard order.
FILTRATION = [45, 71, 48, 65, 68, 60, 80, 65, 43, 100, 45, 104, 75, 86, 70, 96]
STANDARD = [tuple(reversed(row)) for row in product((0, 1), repeat=4)]


def levels() -> dict[str, list[int]]:
    return {name: [row[i] for row in STANDARD] for i, name in enumerate("ABCD")}


def test_effects_of_the_filtration_rate_are_the_published_ones() -> None:
    found = {"".join(e.factors): e.effect.mean for e in effects(levels(), np.array(FILTRATION, dtype=float)[:, None])}
    published = {"A": 21.625, "B": 3.125, "C": 9.875, "D": 14.625, "AB": 0.125, "AC": -18.125, "AD": 16.625}
    published |= {"BC": 2.375, "BD": -0.375, "CD": -1.125, "ABC": 1.875, "ABD": 4.125, "ACD": -1.625, "BCD": -2.625}
    assert found == pytest.approx(published)


def test_the_largest_effect_comes_first() -> None:
    found = effects(levels(), np.array(FILTRATION, dtype=float)[:, None])
    assert [e.factors for e in found[:3]] == [("A",), ("A", "C"), ("A", "D")]


def test_shares_of_variance_of_the_filtration_rate_are_the_published_sums_of_squares() -> None:
    """A 1870.56, C 390.06, D 855.56, AC 1314.06, AD 1105.56 of 5730.94."""
    found = variance_shares({k: list(v) for k, v in levels().items()}, np.array(FILTRATION, dtype=float))
    published = {("A",): 1870.56, ("C",): 390.06, ("D",): 855.56, ("A", "C"): 1314.06, ("A", "D"): 1105.56}
    assert {key: found[key] * 5730.94 for key in published} == pytest.approx(published, abs=0.05)


def test_an_effect_has_the_interval_of_pairs() -> None:
    """What all arms share in a replication cancels."""
    rng = np.random.default_rng(2)
    chance = rng.normal(0, 50, 40)
    outcomes = np.array([[10.0 * a] for a, *_ in STANDARD]) + chance + rng.normal(0, 1, (16, 40))
    first = effects(levels(), outcomes, most=1)[0]
    assert first.factors == ("A",)
    assert first.effect.low < 10 < first.effect.high
    assert first.effect.high - first.effect.low < 0.5


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_indices_of_the_ishigami_function_are_the_analytic_ones() -> None:
    """a = 7, b = 0.1: first order 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437."""
    rows = (qmc.Sobol(6, rng=3).random(4096) * 2 - 1) * math.pi
    a, b = rows[:, :3], rows[:, 3:]
    mixed = []
    for j in range(3):
        ab = a.copy()
        ab[:, j] = b[:, j]
        mixed.append(ishigami(ab))
    found = sobol(ishigami(a), ishigami(b), np.array(mixed), ["x1", "x2", "x3"])
    assert [row.first for row in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert [row.total for row in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    assert all(row.total_low <= row.total <= row.total_high for row in found)


def test_indices_are_refused_where_an_outcome_is_missing_or_nothing_varies() -> None:
    with pytest.raises(ValueError, match="missing"):
        sobol(np.array([1.0, np.nan]), np.ones(2), np.ones((1, 2)), ["x"])
    with pytest.raises(ValueError, match="none of them differs"):
        sobol(np.ones(2), np.ones(2), np.ones((1, 2)), ["x"])


def test_spearmans_rho_is_that_of_the_textbook() -> None:
    """IQ and hours of television: rho = -29/165 = -0.1758."""
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    found = rank_correlation(iq, hours)
    assert found is not None
    assert found.rho == pytest.approx(-29 / 165)
    assert found.p == pytest.approx(0.627, abs=0.001)
    assert found.low < found.rho < found.high


def test_a_correlation_needs_something_that_varies() -> None:
    assert rank_correlation([1, 1, 1, 1], [1, 2, 3, 4]) is None
    assert rank_correlation([1, 2, 3], [1, 2, 3]) is None


def test_the_interval_of_a_rank_correlation_holds_the_truth_that_often(test_seed: int) -> None:
    """Normal pairs with correlation 0.5: Spearman's is 6/pi asin(0.25) = 0.4826."""
    rng = np.random.default_rng(test_seed)
    truth, hits = 6 / math.pi * math.asin(0.25), 0
    for _ in range(500):
        x = rng.normal(size=60)
        y = 0.5 * x + math.sqrt(0.75) * rng.normal(size=60)
        found = rank_correlation(x, y)
        assert found is not None
        hits += found.low <= truth <= found.high
    assert 0.91 <= hits / 500 <= 0.985
