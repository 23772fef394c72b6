"""Delivery by hand: what is due waits for exercise control, and the world waits with it."""

from __future__ import annotations

from simulator.commands import DeferInject, DeliverInject, SkipInject
from tests.builders import a_scenario, engine_of, of_kind
from tests.engine.cases import WIRE
from tests.engine.test_injects import delivered, inject


def by_hand(*msel, until: int, **more):
    engine = engine_of(a_scenario(msel=list(msel), **more), by_hand=True)
    engine.advance_to(until)
    return engine


def test_an_inject_whose_time_has_come_is_ready_and_not_delivered() -> None:
    engine = by_hand(inject(at="H+0:40"), until=3000)
    assert engine.inject_states["I"] == "ready"
    assert [e.at for e in of_kind(engine.log, "inject_ready")] == [2400]
    assert delivered(engine.log) == []


def test_exercise_control_delivers_what_is_ready() -> None:
    engine = by_hand(inject(at="H+0:40"), until=3000)
    engine.apply(DeliverInject("I"))
    assert delivered(engine.log) == [3000]


def test_a_condition_makes_an_inject_ready_with_its_cause() -> None:
    stream = [{"id": "cut", "at": "H+1", "do": "cut", "on": "north"}]
    wire = {"north": {**WIRE["north"], "posts": 0}}
    engine = by_hand(
        inject(when="breach at north > 0", after="5 min"), until=5000, perimeter=wire, threat={"stream": stream}
    )
    ready = of_kind(engine.log, "inject_ready")[0]
    assert (ready.at, engine.log[ready.cause - 1].kind) == (3900, "breach_opened")


def test_an_expected_action_needs_no_hand() -> None:
    action = {"action": "do it", "by": "guard", "within": "10 min"}
    engine = by_hand(inject(at="H+0:40", type="expected_action", expects=[action]), until=3000)
    assert delivered(engine.log) == [2400]


def test_two_that_are_due_are_served_by_one_delivery_and_the_next_still_comes() -> None:
    engine = by_hand(inject(at="H+1", repeat={"every": "30 min", "times": 4}), until=6000)
    assert engine.inject_states["I"] == "ready"
    engine.apply(DeliverInject("I"))
    engine.advance_to(8000)
    assert engine.inject_states["I"] == "ready"
    assert [e.at for e in of_kind(engine.log, "inject_ready")] == [3600, 7200]


def test_what_is_ready_can_be_skipped_or_put_off() -> None:
    engine = by_hand(inject("A", at="H+0:40"), inject("B", at="H+0:40"), until=3000)
    engine.apply(SkipInject("A", "no time"))
    engine.apply(DeferInject("B", 6000))
    assert engine.inject_states == {"A": "skipped", "B": "deferred"}
    engine.advance_to(6000)
    assert engine.inject_states["B"] == "ready"


def test_handing_over_delivers_what_is_ready_and_then_the_clock_does() -> None:
    engine = by_hand(inject("A", at="H+0:40"), inject("B", at="H+2"), until=3000)
    engine.hand_over()
    engine.run()
    assert (delivered(engine.log, "A"), delivered(engine.log, "B")) == ([3000], [7200])
