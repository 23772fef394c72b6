"""Where a value stands among runs, against hand-worked numbers; and what stands beside nothing."""

from __future__ import annotations

from math import comb

import pytest

from simulator.runs.beside.standing import median_interval, quantile, standing


def test_a_percentile_is_the_share_below_and_half_of_the_equal() -> None:
    found = standing("civilian_harm", 4.0, [1.0, 2.0, 4.0, 4.0, 5.0, 9.0, None, 10.0])
    assert (found.n, found.below, found.equal, found.above) == (7, 2, 2, 3)
    assert found.percentile == pytest.approx(100 * 3 / 7)
    assert found.median == 4.0


def test_a_value_that_cannot_be_compared_has_no_percentile_and_says_why() -> None:
    found = standing("report_to_decide", 4.0, [1.0, 2.0], why_not="the clock was held")
    assert found.percentile is None
    assert found.why_not == "the clock was held"
    assert standing("report_to_decide", None, [1.0, 2.0]).why_not == "nothing to measure in the room"
    assert standing("report_to_decide", 4.0, [None, None]).percentile is None


def test_quantiles_lie_between_the_two_nearest_values() -> None:
    assert quantile([1.0, 2.0, 4.0], 0.5) == 2.0
    assert quantile([1.0, 2.0, 4.0, 8.0], 0.5) == 3.0
    assert quantile([1.0, 2.0, 4.0, 8.0], 0.25) == 1.75


@pytest.mark.parametrize("n", [6, 7, 20, 60, 61])
def test_the_interval_of_a_median_covers_it_in_95_of_100_samples(n: int) -> None:
    ordered = [float(k) for k in range(n)]
    found = median_interval(ordered)
    assert found is not None
    rank = int(found[0])
    assert found[1] == n - 1 - rank
    outside = 2 * sum(comb(n, k) for k in range(rank + 1)) / 2**n
    one_further = 2 * sum(comb(n, k) for k in range(rank + 2)) / 2**n
    assert outside <= 0.05 < one_further, "it covers, and none that is narrower does"


def test_fewer_than_six_runs_have_no_interval() -> None:
    assert median_interval([1.0, 2.0, 3.0, 4.0, 5.0]) is None
