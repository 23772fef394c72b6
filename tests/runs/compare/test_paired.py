"""Paired differences against Student's own data, against another implementation, and by coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulator.runs.compare.paired import mean_interval, needed, paired, quantiles, size_in_words

# Student (1908), The probable error of a mean: hours of sleep gained by ten patients with two drugs.
SLEEP_1 = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SLEEP_2 = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_the_sleep_data_give_students_difference_and_its_published_interval() -> None:
    """t = 4.0621 with 9 degrees of freedom, p = 0.00283, difference 1.58 (0.70 to 2.46)."""
    found = paired(SLEEP_2, SLEEP_1, "higher")
    student = stats.ttest_1samp(SLEEP_2 - SLEEP_1, 0)
    assert student.statistic == pytest.approx(4.0621, abs=5e-5)
    assert found.p == pytest.approx(0.002833, abs=5e-7)
    assert found.difference.mean == pytest.approx(1.58)
    assert found.dz == pytest.approx(1.285, abs=5e-4)
    assert (found.better.hits, found.worse.hits, found.equal) == (9, 0, 1)


def test_an_interval_without_strong_skew_is_students() -> None:
    """The published interval of the sleep data."""
    found = mean_interval(SLEEP_2 - SLEEP_1)
    assert found.method == "t"
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)


def test_strong_skew_calls_for_the_bootstrap_and_the_interval_leans_to_the_long_tail() -> None:
    values = np.array([0.0] * 30 + [1.0, 2.0, 5.0, 30.0])
    found = mean_interval(values)
    assert found.method == "BCa bootstrap"
    assert found.high - found.mean > 1.5 * (found.mean - found.low)
    assert mean_interval(values) == found


def test_a_few_values_are_too_few_for_a_bootstrap() -> None:
    assert mean_interval(np.array([0.0, 0.0, 9.0])).method == "t"


@pytest.mark.parametrize(("shape", "n"), [("normal", 20), ("normal", 100)])
def test_ninety_five_per_cent_intervals_hold_the_truth_that_often(shape: str, n: int, test_seed: int) -> None:
    """2,000 batches of a known model in which both arms share their chance: 93-97 % hold the true difference."""
    rng = np.random.default_rng(test_seed)
    chance = rng.exponential(1.0, (2000, n))
    one, other = chance + rng.normal(2.0, 1.0, (2000, n)), chance + rng.normal(1.5, 0.5, (2000, n))
    hits = 0
    for a, b in zip(one, other, strict=True):
        d = mean_interval(a - b)
        hits += d.low <= 0.5 <= d.high
    assert 0.93 <= hits / 2000 <= 0.97


def test_intervals_of_skewed_differences_hold_the_truth_nearly_that_often(test_seed: int) -> None:
    """Log-normal differences, 100 pairs: about 93 % of batches hold the truth; 85 % of 150 is four sigma below that."""
    rng = np.random.default_rng(test_seed)
    batches = rng.lognormal(0.0, 1.0, (150, 100))
    truth = math.exp(0.5)
    ours = sum(d.low <= truth <= d.high for d in map(mean_interval, batches))
    assert ours / 150 >= 0.85


def test_pairs_without_a_value_on_one_side_are_left_out_and_counted() -> None:
    found = paired(np.array([1.0, np.nan, 3.0, np.nan]), np.array([0.0, 1.0, np.nan, np.nan]), "lower")
    assert (found.difference.n, found.missing) == (1, 2)
    assert math.isnan(found.difference.low)


def test_arms_that_never_differ_are_the_same_in_every_pair() -> None:
    found = paired(SLEEP_1, SLEEP_1, "lower")
    assert (found.difference.low, found.difference.high, found.equal, found.p) == (0.0, 0.0, 10, 1.0)
    assert found.better.hits == 0


def test_a_constant_difference_is_known_without_spread() -> None:
    found = paired(SLEEP_1 + 2.0, SLEEP_1, "higher")
    assert found.difference.mean == pytest.approx(2.0)
    assert found.better.hits == 10


def test_lower_is_better_where_the_measure_says_so() -> None:
    assert paired(SLEEP_2, SLEEP_1, "lower").better.hits == 0
    assert paired(SLEEP_2, SLEEP_1, "neither").better is None


def test_pairing_saves_replications_as_the_variances_say() -> None:
    """var(a) + var(b) over var(a - b): 2 / (2 (1 - rho)) for equal variances."""
    rng = np.random.default_rng(7)
    shared = rng.normal(size=4000)
    one, other = shared + 0.5 * rng.normal(size=4000), shared + 0.5 * rng.normal(size=4000)
    assert paired(one, other, "lower").variance_ratio == pytest.approx(2.5 / 0.5, rel=0.1)


def test_what_is_said_to_be_needed_would_leave_nought_out() -> None:
    rng = np.random.default_rng(3)
    d = rng.normal(0.1, 1.0, 50)
    found = paired(d, np.zeros(50), "higher")
    count = needed(found.difference, found.dz)
    assert count is not None
    half = 1.96 * d.std(ddof=1) / math.sqrt(count)
    assert half < abs(d.mean()) < half * 1.1
    assert needed(paired(SLEEP_1, SLEEP_1, "lower").difference, 0.0) is None


@pytest.mark.parametrize(("dz", "word"), [(0.1, "hardly any"), (-0.3, "small"), (0.6, "medium"), (-2.0, "large")])
def test_effect_sizes_have_cohens_words(dz: float, word: str) -> None:
    assert size_in_words(dz) == word


def test_quantiles_are_of_what_was_measured() -> None:
    assert quantiles(np.array([np.nan, 1.0, 2.0, 3.0]))["50"] == 2.0
    assert quantiles(np.array([np.nan])) == {}
