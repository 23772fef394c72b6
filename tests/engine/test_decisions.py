"""Decision points: they open on a picture, are answered by a room or its model, or default at their deadline."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from simulator.commands import TakeDecision
from simulator.engine.engine import Engine
from tests.builders import build_of, engine_of, of_kind, ran
from tests.engine.cases import told, with_decision

ROOM = {"duty_officer": "room"}


def until_open(engine: Engine) -> int:
    """Advance until decision D is open; its opening second."""
    while not of_kind(engine.log, "decision_opened"):
        engine.advance_to(engine.now + 60)
    return of_kind(engine.log, "decision_opened")[0].at


def test_a_decision_opens_when_its_post_has_heard_and_says_who_is_asked() -> None:
    log = ran(engine_of(with_decision()))
    opened = of_kind(log, "decision_opened")
    heard = of_kind(log, "report_received")
    assert len(opened) == 1
    assert opened[0].cause == heard[0].seq
    assert opened[0].data["asks"] == "duty_officer"
    assert opened[0].data["options"] == ["send", "wait"]


def test_without_a_model_the_default_is_taken_at_the_deadline() -> None:
    log = ran(engine_of(with_decision()))
    opened, closed = of_kind(log, "decision_opened")[0], of_kind(log, "decision_defaulted")[0]
    assert closed.at - opened.at == 600
    assert closed.data["option"] == "wait"
    assert of_kind(log, "decision_taken") == []


def test_the_model_of_a_room_chooses_by_its_weights() -> None:
    blueprint = build_of(with_decision(model={"choose": {"send": "30 %", "wait": "70 %"}, "after": "2 min"}))
    taken = [of_kind(ran(Engine(blueprint, seed)), "decision_taken")[0].data["option"] for seed in range(400)]
    share = binomtest(taken.count("send"), 400).proportion_ci(0.999, method="wilson")
    assert share.low < 0.3 < share.high


def test_the_model_answers_after_its_time_and_never_after_the_deadline() -> None:
    blueprint = build_of(with_decision(model={"choose": {"send": 1}, "after": "8 (2-30) min"}))
    for seed in range(60):
        log = ran(Engine(blueprint, seed))
        opened, taken = of_kind(log, "decision_opened")[0], of_kind(log, "decision_taken")[0]
        assert 120 <= taken.at - opened.at <= 600


def test_a_forced_answer_is_taken_whatever_the_weights() -> None:
    scenario = with_decision(model={"choose": {"wait": 1}, "after": "2 min"})
    for seed in range(5):
        log = ran(engine_of(scenario, seed, decide={"D": "send"}))
        assert [e.data["option"] for e in of_kind(log, "decision_taken")] == ["send"]
        assert [e.data["task"] for e in of_kind(log, "order_given")] == ["deploy"]


def test_an_option_does_what_it_says_and_the_others_do_not() -> None:
    scenario = with_decision(model={"choose": {"send": 1}})
    assert of_kind(ran(engine_of(scenario, decide={"D": "send"})), "task_begun")[0].data["task"] == "deploy"
    assert of_kind(ran(engine_of(scenario, decide={"D": "wait"})), "order_given") == []


def test_live_the_deadline_only_proposes_the_default() -> None:
    engine = engine_of(with_decision(), played_by=ROOM)
    log = ran(engine)
    proposed = of_kind(log, "default_proposed")
    assert [e.data["option"] for e in proposed] == ["wait"]
    assert of_kind(log, "decision_taken", "decision_defaulted") == []


def test_live_the_room_answers_by_a_command_even_after_the_deadline() -> None:
    engine = engine_of(with_decision(), played_by=ROOM)
    opened = until_open(engine)
    engine.advance_to(opened + 1200)
    engine.apply(TakeDecision("D", "send", by="watch officer", why="they are in"))
    log = ran(engine)
    taken = of_kind(log, "decision_taken")
    assert [(e.data["option"], e.data["by"], e.data["after_s"]) for e in taken] == [("send", "watch officer", 1200)]
    assert of_kind(log, "order_given")[0].cause == taken[0].seq or of_kind(log, "order_given")


def test_thinking_that_costs_a_fixed_time_is_paid_once_and_only_by_a_room() -> None:
    scenario = with_decision(thinking="7 min", deadline="30 min", model={"choose": {"send": 1}, "after": "2 min"})
    engine = engine_of(scenario, played_by=ROOM)
    opened = until_open(engine)
    engine.advance_to(opened + 60)
    engine.apply(TakeDecision("D", "send"))
    engine.apply(TakeDecision("D", "wait"))
    log = ran(engine)
    asked = max(opened + 60, 0)
    assert [(e.at - asked, e.data["option"]) for e in of_kind(log, "decision_taken")] == [(7 * 60, "send")]
    assert [e.data["why"] for e in of_kind(log, "command_refused")] == ["D is not open"]
    modelled = ran(engine_of(scenario))
    assert of_kind(modelled, "decision_taken")[0].data["after_s"] == 120


def test_other_takes_orders_in_the_rooms_own_words() -> None:
    engine = engine_of(with_decision(), played_by=ROOM)
    until_open(engine)
    engine.apply(TakeDecision("D", "other", why="We go ourselves", orders=(("platoon", "deploy", "camp"),)))
    log = ran(engine)
    (taken,) = of_kind(log, "decision_taken")
    assert (taken.data["option"], taken.data["words"]) == ("other", "We go ourselves")
    assert [e.data["at"] for e in of_kind(log, "task_begun")] == ["camp"]


def test_what_the_room_orders_leaves_after_the_thinking_is_paid() -> None:
    """Corrections 3: a decision that costs fifteen minutes sends nobody sooner, in its own words or in an option's."""
    for option in ("other", "send"):
        engine = engine_of(with_decision(thinking="15 min"), played_by=ROOM)
        asked = until_open(engine)
        engine.apply(TakeDecision("D", option, why="At once", orders=(("platoon", "deploy", "camp"),)))
        given = of_kind(ran(engine), "order_given")
        assert given
        assert all(e.at >= asked + 15 * 60 for e in given)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (TakeDecision("E", "send"), "E is not open"),
        (TakeDecision("D", "dance"), "D has no option dance"),
        (TakeDecision("D", "other", orders=(("nobody", "deploy", "camp"),)), "there is no unit nobody"),
        (TakeDecision("D", "other", orders=(("platoon", "dance", "camp"),)), "dance is not a task for a unit"),
        (TakeDecision("D", "other", orders=(("platoon", "deploy", "moon"),)), "there is no place moon"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_the_decision_stays_open(command: TakeDecision, why: str) -> None:
    engine = engine_of(with_decision(), played_by=ROOM)
    until_open(engine)
    engine.apply(command)
    assert [e.data["why"] for e in of_kind(engine.log, "command_refused")] == [why]
    engine.apply(TakeDecision("D", "wait"))
    assert of_kind(engine.log, "decision_taken")


def test_a_decision_asks_once_unless_it_says_again() -> None:
    scenario = with_decision(when="crowd reported to ops > 100", model={"choose": {"wait": 1}})
    scenario["places"]["gate"] = {"kind": "gate", "of": "site", "at": [0, 450]}
    scenario["msel"] = [
        told("H+1", "crowd", "gate", value=500),
        told("H+2", "crowd", "gate", value=20),
        told("H+3", "crowd", "gate", value=700),
    ]
    assert len(of_kind(ran(engine_of(scenario)), "decision_opened")) == 1
    scenario["decisions"]["D"]["again"] = True
    assert len(of_kind(ran(engine_of(scenario)), "decision_opened")) == 2


def test_a_decision_that_may_come_again_is_open_for_each_place_apart() -> None:
    """Two gates, two questions: each is answered by its place, and an answer that names none is asked for one."""
    scenario = with_decision(when="crowd reported to ops > 100", again=True)
    for name, x in (("gate", 0), ("back", 50)):
        scenario["places"][name] = {"kind": "gate", "of": "site", "at": [x, 450]}
    scenario["msel"] = [told("H+1", "crowd", "gate", value=500), told("H+1", "crowd", "back", value=500)]
    engine = engine_of(scenario, played_by=ROOM)
    while len(of_kind(engine.log, "decision_opened")) < 2:
        engine.advance_to(engine.now + 60)
    engine.apply(TakeDecision("D", "send"))
    (refused,) = of_kind(engine.log, "command_refused")
    assert "D@gate" in refused.data["why"]
    assert "D@back" in refused.data["why"]
    engine.apply(TakeDecision("D@back", "wait"))
    engine.apply(TakeDecision("D", "send"))
    taken = of_kind(engine.log, "decision_taken")
    assert [(e.data["at"], e.data["option"]) for e in taken] == [("back", "wait"), ("gate", "send")]
