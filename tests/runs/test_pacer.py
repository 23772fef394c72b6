"""The pacer: anchored, never accumulated; gaps stop it; no clock is read."""

from __future__ import annotations

import random

import pytest

from simulator.errors import UsageError
from simulator.runs.pacer import Moment, Pacer
from tests.runs.live import Wall


def test_exercise_time_follows_the_wall_at_the_speed_that_was_set() -> None:
    wall, pacer = Wall(), Pacer()
    assert pacer.due(wall(50)) == 0
    pacer.go(wall())
    assert pacer.due(wall(10)) == 10
    pacer.set_speed(60, wall())
    assert pacer.due(wall(2)) == 130
    pacer.pause(wall())
    assert pacer.due(wall(1000)) == 130
    pacer.go(wall())
    assert pacer.due(wall(1)) == 190


def test_many_small_looks_lose_nothing_against_one_great_one(test_seed: int) -> None:
    """A pacer that added up would lose a part of a second at every look, pause and change of speed."""
    rng, wall, pacer = random.Random(test_seed), Wall(), Pacer()
    pacer.go(wall())
    expected = 0.0
    for _ in range(3000):
        seconds = rng.random() / 3
        expected += seconds * pacer.speed
        now = wall(seconds)
        pacer.due(now)
        if rng.random() < 0.3:
            pacer.pause(now)
            pacer.go(wall(rng.random()))
        if rng.random() < 0.1:
            pacer.set_speed(rng.choice([1, 3, 60]), wall())
    assert pacer.due(wall()) in (int(expected - 1e-6), int(expected), int(expected + 1e-6))


@pytest.mark.parametrize("speed", [0, -1, 0.5, 3601, float("nan"), float("inf")])
def test_a_speed_that_cannot_be_is_refused(speed: float) -> None:
    with pytest.raises(UsageError, match="1 to 3600"):
        Pacer().set_speed(speed, Wall()())
    with pytest.raises(UsageError):
        Pacer(0, speed)


@pytest.mark.parametrize(
    ("steady", "wall", "gap"),
    [
        (1.0, 8 * 3600.0, 8 * 3600 - 1),  # the machine slept (F31)
        (1.0, 3601.0, 3600),  # a clock was put forward, or summer time began (F30)
        (1.0, -3599.0, -3600),  # it was put back
        (60.0, 60.0, 60),  # the process was stopped (F22)
        (1.0, 1.5, 0),  # a clock was corrected a little
        (9.0, 9.0, 0),  # a slow machine
    ],
)
def test_a_gap_stands_the_clock_where_it_was_last_looked_at(steady: float, wall: float, gap: float) -> None:
    pacer, begin = Pacer(), Moment(100.0, 1000.0)
    pacer.go(begin)
    last = Moment(105.0, 1005.0)
    assert pacer.gap(last) == 0
    after = Moment(105.0 + steady, 1005.0 + wall)
    assert pacer.gap(after) == pytest.approx(gap)
    assert pacer.running is (gap == 0)
    if gap:
        assert pacer.due(after) == 5


def test_a_clock_that_stands_has_no_gaps() -> None:
    pacer, wall = Pacer(), Wall()
    pacer.gap(wall())
    assert pacer.gap(wall(3600)) == 0
    assert pacer.gap(wall.sleeps(3600)) == 0
    pacer.go(wall())
    assert pacer.gap(wall(1)) == 0, "what went before the start is no gap"
