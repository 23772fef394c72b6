"""Sums, intervals and precision: against scipy's own, and the same in whatever order values come."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
import scipy.stats

from simulator.errors import UsageError
from simulator.runs.batch.tally import Interval, Precision, Tallies, Tally, checkpoints, read_precision


def tally_of(values: list[float]) -> Tally:
    tally = Tally()
    for value in values:
        tally.add(value)
    return tally


@pytest.mark.parametrize("scale", [0.001, 1.0, 1e6])
def test_the_interval_is_students(scale: float, test_seed: int) -> None:
    draw = random.Random(test_seed)
    values = [round(draw.gauss(5, 2) * scale, 3) for _ in range(40)]
    interval = tally_of(values).interval()
    assert interval is not None
    low, high = scipy.stats.t.interval(
        0.95, len(values) - 1, loc=sum(values) / len(values), scale=float(scipy.stats.sem(values))
    )
    assert interval.low == pytest.approx(low, rel=1e-9, abs=1e-12)
    assert interval.high == pytest.approx(high, rel=1e-9, abs=1e-12)
    assert interval.n == 40


def test_the_sums_do_not_depend_on_the_order_even_in_the_last_bit(test_seed: int) -> None:
    draw = random.Random(test_seed)
    values = [round(draw.uniform(-1000, 1000) * 10 ** draw.randrange(-3, 6), 3) for _ in range(500)]
    shuffled = draw.sample(values, len(values))
    assert tally_of(values).interval() == tally_of(shuffled).interval()
    parts = tally_of(values[:123]).plus(tally_of(values[123:]))
    assert parts.interval() == tally_of(values).interval()


def test_one_value_has_a_mean_and_no_interval_and_none_has_nothing() -> None:
    one = tally_of([3.5]).interval()
    assert one is not None
    assert one.mean == 3.5
    assert math.isnan(one.low)
    assert Tally().interval() is None


def test_values_that_are_all_equal_have_an_interval_without_width() -> None:
    interval = tally_of([0.1] * 30).interval()
    assert interval is not None
    assert interval.width == 0


def test_only_replications_below_an_edge_are_looked_at() -> None:
    tallies = Tallies([10, 20], ["civilian_harm"])
    for replication in range(25):
        tallies.add(0, replication, [float(replication)])
    assert [tallies.of(0, "civilian_harm", edge).n for edge in (10, 20, None)] == [10, 20, 25]
    assert tallies.of(0, "civilian_harm", 10).total == sum(range(10)) * 1000
    assert tallies.of(1, "civilian_harm").n == 0


def test_it_is_looked_at_a_tenth_more_each_time_and_at_the_most_at_last() -> None:
    edges = checkpoints(30, 200)
    assert edges[0] == 30
    assert edges[-1] == 200
    assert all(a < b <= max(a + 10, a * 1.1) for a, b in pairwise(edges))
    assert checkpoints(30, 10) == [10]


FIRST = ("civilian_harm", "posts_held")


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["5%"], [Precision("civilian_harm", share=0.05), Precision("posts_held", share=0.05)]),
        (["civilian_harm=2"], [Precision("civilian_harm", width=2.0)]),
        (["civilian_harm=2 people"], [Precision("civilian_harm", width=2.0)]),
        (["5 %", "posts_held=0.1"], [Precision("civilian_harm", share=0.05), Precision("posts_held", width=0.1)]),
        (["trust=2.5%"], [Precision("trust", share=0.025)]),
    ],
)
def test_a_precision_is_read_as_it_is_written(texts: list[str], wanted: list[Precision]) -> None:
    assert list(read_precision(texts, FIRST)) == wanted


@pytest.mark.parametrize(
    "text", ["5", "harm=5%", "civilian_harm=", "civilian_harm=x", "0%", "civilian_harm=0", "-3%", ""]
)
def test_a_precision_that_cannot_be_is_refused_in_words(text: str) -> None:
    with pytest.raises(UsageError, match="--precision"):
        read_precision([text], FIRST)


def test_an_interval_is_narrow_enough_by_half_of_it_or_by_all_of_it() -> None:
    interval = Interval(30, 100.0, 95.0, 105.0)
    assert Precision("trust", share=0.05).holds(interval)
    assert not Precision("trust", share=0.049).holds(interval)
    assert Precision("trust", width=10.0).holds(interval)
    assert not Precision("trust", width=9.9).holds(interval)
    assert Precision("trust", share=0.01).holds(None), "nothing to measure asks for nothing"
    assert not Precision("trust", share=0.5).holds(Interval(1, 3.0, math.nan, math.nan))
