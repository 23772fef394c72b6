"""Exercise time: SimPy's order, calls that are taken back, and the guard against endless instants."""

from __future__ import annotations

import random

import pytest
import simpy

from simulator.engine.clock import MOST_IN_AN_INSTANT, ExerciseClock
from simulator.errors import EngineFault, RuleStorm


def test_things_of_one_second_happen_in_the_order_in_which_they_were_asked_for() -> None:
    clock, seen = ExerciseClock(), []
    for name in "abc":
        clock.later(5, seen.append, name)
    clock.call_later(5, seen.append, "d")
    clock.advance(5)
    assert seen == ["a", "b", "c", "d"]


def test_our_calls_and_simpys_own_events_share_one_order(test_seed: int) -> None:
    rng = random.Random(test_seed)
    delays = [rng.randrange(0, 20) for _ in range(200)]
    ours, theirs = ExerciseClock(), simpy.Environment()
    seen_ours: list[int] = []
    seen_theirs: list[int] = []
    for index, delay in enumerate(delays):
        if index % 3 == 0:
            ours.later(delay, seen_ours.append, index)
        elif index % 3 == 1:
            ours.call_later(delay, seen_ours.append, index)
        else:
            ours.timeout(delay).callbacks.append(lambda _, i=index: seen_ours.append(i))
        theirs.timeout(delay).callbacks.append(lambda _, i=index: seen_theirs.append(i))
    ours.advance(100)
    theirs.run()
    assert seen_ours == seen_theirs


def test_a_generator_process_runs_beside_calls() -> None:
    clock, seen = ExerciseClock(), []

    def procedure():
        yield clock.timeout(10)
        seen.append(clock.now)
        yield clock.timeout(5)
        seen.append(clock.now)

    clock.process(procedure())
    clock.later(12, lambda: seen.append("call"))
    clock.advance(60)
    assert seen == [10, "call", 15]


def test_a_call_that_is_taken_back_is_not_made() -> None:
    clock, seen = ExerciseClock(), []
    call = clock.call_later(5, seen.append, 1)
    clock.cancel(call)
    clock.cancel(call)
    clock.cancel(None)
    clock.advance(10)
    assert seen == []
    assert clock.steps == 0


def test_many_calls_taken_back_do_not_stay_in_the_heap() -> None:
    clock = ExerciseClock()
    calls = [clock.call_later(1000 + i, print) for i in range(5000)]
    for call in calls[:4900]:
        clock.cancel(call)
    assert len(clock._heap) < 400
    assert clock.next_at() == 5900


def test_time_advanced_in_slices_is_time_advanced_at_once(test_seed: int) -> None:
    rng = random.Random(test_seed)

    def build() -> tuple[ExerciseClock, list[tuple[int, int]]]:
        clock, seen = ExerciseClock(), []
        local = random.Random(5)

        def again(n: int) -> None:
            seen.append((clock._now, n))
            if clock._now < 5000:
                clock.later(local.randrange(0, 60), again, n)

        for n in range(10):
            clock.later(n, again, n)
        return clock, seen

    whole, seen_whole = build()
    whole.advance(6000)
    sliced, seen_sliced = build()
    at = 0
    while at < 6000:
        at = min(6000, at + rng.randrange(0, 200))
        sliced.advance(at)
    assert seen_sliced == seen_whole
    assert sliced.steps == whole.steps


def test_an_endless_instant_is_stopped_and_says_what_it_was_about() -> None:
    clock = ExerciseClock()

    def again(name: str) -> None:
        clock.later(0, again, name)

    clock.later(3, again, "the culprit")
    with pytest.raises(RuleStorm, match="the culprit") as storm:
        clock.advance(10)
    assert str(MOST_IN_AN_INSTANT) in str(storm.value)
    assert storm.value.exit_status == 7


def test_a_call_into_the_past_is_our_own_fault() -> None:
    clock = ExerciseClock()
    clock.advance(100)
    with pytest.raises(EngineFault):
        clock.call_at(99, print)


def test_time_stands_where_it_was_advanced_to_even_if_nothing_happens() -> None:
    clock = ExerciseClock()
    clock.advance(77)
    assert clock.now == 77
    assert clock.next_at() is None


def test_a_simpy_process_that_fails_is_not_swallowed() -> None:
    clock = ExerciseClock()

    def procedure():
        yield clock.timeout(1)
        raise ValueError("inside")

    clock.process(procedure())
    with pytest.raises(ValueError, match="inside"):
        clock.advance(5)
