"""Times to an event against the remission data of Freireich and others (1963)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.runs.compare.survival import curve, logrank_p

# Weeks of remission of 21 patients on 6-MP (+: still in remission) and 21 on placebo.
DRUG = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], dtype=float)
DRUG_SEEN = np.array([True] * 9 + [False] * 12)
PLACEBO = np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], dtype=float)
PLACEBO_SEEN = np.ones(21, dtype=bool)


def test_the_curve_is_the_published_one() -> None:
    """Kaplan-Meier estimates of the 6-MP group as textbooks print them."""
    found = curve(DRUG, DRUG_SEEN)
    at = dict(zip(found.times.tolist(), found.waiting.tolist(), strict=True))
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {week: round(at[float(week)], 3) for week in published} == published
    assert (found.began, found.observed) == (21, 9)
    assert found.censored == pytest.approx(12 / 21)


def test_medians_are_23_and_8_weeks() -> None:
    assert curve(DRUG, DRUG_SEEN).quantiles["50"][0] == 23
    assert curve(PLACEBO, PLACEBO_SEEN).quantiles["50"][0] == 8


def test_the_median_of_the_drug_has_the_interval_of_other_programs() -> None:
    """Log-log limits: 13 weeks to no end."""
    _, low, high = curve(DRUG, DRUG_SEEN).quantiles["50"]
    assert (low, high) == (13, math.inf)


def test_a_share_that_is_never_reached_is_said_to_be_so() -> None:
    assert curve(DRUG, DRUG_SEEN).quantiles["75"][0] == math.inf


def test_the_log_rank_test_gives_the_published_chi_square() -> None:
    """16.79 with one degree of freedom."""
    from scipy.stats import chi2

    assert chi2.isf(logrank_p(DRUG, DRUG_SEEN, PLACEBO, PLACEBO_SEEN), 1) == pytest.approx(16.79, abs=0.005)


def test_the_band_holds_the_curve_and_never_leaves_nought_and_one() -> None:
    for times, seen in ((DRUG, DRUG_SEEN), (PLACEBO, PLACEBO_SEEN)):
        found = curve(times, seen)
        assert (found.low <= found.waiting).all()
        assert (found.waiting <= found.high).all()
        assert found.low.min() >= 0
        assert found.high.max() <= 1


def test_nothing_that_began_is_an_empty_curve_and_nothing_observed_no_test() -> None:
    nothing = np.array([])
    assert curve(nothing, nothing.astype(bool)).began == 0
    assert math.isnan(logrank_p(nothing, nothing.astype(bool), PLACEBO, PLACEBO_SEEN))
    never = np.zeros(3, dtype=bool)
    assert math.isnan(logrank_p(DRUG[:3], never, DRUG[3:6], never))


def test_all_that_was_cut_off_is_still_waiting() -> None:
    found = curve(np.array([5.0, 5.0]), np.zeros(2, dtype=bool))
    assert found.quantiles["25"][0] == math.inf
    assert found.waiting.tolist() == [1.0]
