"""Exercise control's commands: overrides, shifts, edits, messages, remarks; a held clock; futures with new draws."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.codec import digest
from simulator.commands import (
    Command,
    DeliverInject,
    EndExercise,
    Message,
    OrderUnit,
    Override,
    PutInject,
    Remark,
    ShiftInjects,
    TakeDecision,
)
from simulator.engine.draws import Draws
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from tests.builders import a_scenario, build_of, engine_of, of_kind, ran
from tests.engine.cases import PLATOON, WIRE, told, with_decision, with_rule

ROOM = {"duty_officer": "room"}


def ordered(*commands: tuple[int, Command]) -> list[LogEvent]:
    """A platoon is ordered north at H+0:10; then commands at seconds."""
    engine = engine_of(a_scenario(perimeter=WIRE, units=PLATOON))
    engine.advance_to(600)
    engine.apply(OrderUnit("platoon", "deploy", "north"))
    for at, command in commands:
        engine.advance_to(at)
        engine.apply(command)
    return ran(engine)


def arrived(log: list[LogEvent]) -> int | None:
    return next((e.at for e in of_kind(log, "unit_arrived")), None)


@pytest.fixture(scope="module")
def usual() -> int:
    found = arrived(ordered())
    assert found is not None
    return found


@pytest.mark.parametrize("seconds", [600, 1, -60])
def test_a_delay_moves_an_arrival_by_exactly_that(seconds: int, usual: int) -> None:
    log = ordered((usual - 61, Override("delay", "platoon", seconds, "to protect O1")))
    assert arrived(log) == usual + seconds
    (marked,) = of_kind(log, "world_overridden")
    assert (marked.subject, marked.data["what"], marked.data["seconds"]) == ("platoon", "delay", seconds)
    assert marked.cause is None


def test_a_delay_never_lets_a_unit_arrive_before_now(usual: int) -> None:
    assert arrived(ordered((usual - 61, Override("delay", "platoon", -7200)))) == usual - 61


def test_a_unit_arrives_now_if_control_says_so(usual: int) -> None:
    assert arrived(ordered((usual - 60, Override("arrive", "platoon")))) == usual - 60


def test_a_frozen_unit_stands_until_it_is_released_and_goes_on_with_what_was_left(usual: int) -> None:
    held = ordered((usual - 60, Override("freeze", "platoon")))
    assert arrived(held) is None
    log = ordered((usual - 60, Override("freeze", "platoon")), (usual + 3600, Override("release", "platoon")))
    assert arrived(log) == usual + 3600 + 60


def test_a_new_order_ends_a_freeze(usual: int) -> None:
    log = ordered((usual - 60, Override("freeze", "platoon")), (usual, OrderUnit("platoon", "deploy", "camp")))
    assert [e.data["at"] for e in of_kind(log, "unit_arrived")] == ["camp"]
    later = ordered(
        (usual - 60, Override("freeze", "platoon")),
        (usual, OrderUnit("platoon", "deploy", "camp")),
        (usual + 7200, Override("release", "platoon")),
    )
    assert [e.data["why"] for e in of_kind(later, "command_refused")] == ["nothing holds platoon"]


RAID = {
    "groups": {"men": {"type": "armed_group", "strength": 40, "resolve": 0.9}},
    "stream": [{"at": "H+1", "do": "attack", "by": "men", "on": "camp", "for": "3 h"}],
}


def test_a_braked_group_harms_nobody_until_it_is_released() -> None:
    free = of_kind(ran(engine_of(a_scenario(threat=RAID))), "person_hurt")
    assert len(free) > 3
    engine = engine_of(a_scenario(threat=RAID))
    engine.advance_to(3600)
    engine.apply(Override("brake", "men", why="enough"))
    engine.advance_to(2 * 3600)
    assert of_kind(engine.log, "person_hurt") == []
    engine.apply(Override("release", "men"))
    assert of_kind(ran(engine), "person_hurt")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (Override("stop", "platoon"), "stop is no override"),
        (Override("delay", "nobody", 5), "there is no unit nobody"),
        (Override("arrive", "platoon"), "neither on its way"),
        (Override("brake", "platoon"), "there is no group platoon"),
        (Override("release", "platoon"), "nothing holds platoon"),
        (Override("release", ""), "nothing holds"),
        (ShiftInjects(60), "no inject is waiting"),
        (Message("shout", "ops", "platoon", "x"), "shout is no kind of message"),
        (Message("pass", "nobody", "ops", "x"), "there is no cell, role, post or unit nobody"),
        (Message("ask", "ops", "duty_officer", "x"), "duty_officer cannot be asked"),
        (Message("pass", "ops", "platoon", ""), "a message needs a text"),
        (Remark("poem", "x"), "poem is no kind of remark"),
        (Remark("rating", "x"), "a rating is one of"),
        (Remark("rating", "x", rating="Q"), "Q is no rating"),
        (Remark("note", "x", meant=10**6), "a time that has not come"),
        (TakeDecision("D", "wait", confidence="somewhat"), "D is not open"),
    ],
)
def test_what_control_cannot_do_is_refused_with_its_reason(command: Command, why: str) -> None:
    engine = engine_of(a_scenario(units=PLATOON))
    engine.advance_to(60)
    before = len(engine.log)
    engine.apply(command)
    (event,) = engine.log[before:]
    assert event.kind == "command_refused"
    assert why in event.data["why"]


# messages


def test_an_answer_is_drafted_from_the_assets_own_picture_and_no_other() -> None:
    """The post that sees the breach tells of it; headquarters, which has not been told yet, does not."""
    scenario = a_scenario(
        perimeter=WIRE,
        units=PLATOON,
        threat={
            "groups": {"men": {"type": "armed_group", "strength": 20, "resolve": 0.9}},
            "stream": [{"at": "H+1", "do": "mass", "by": "men", "on": "north"}],
        },
    )
    engine = engine_of(scenario)
    while not (thing := engine._world.observation.things.get("massing@north")) or not thing.seen_by:
        engine.advance_to(engine.now + 10)
    engine.apply(Message("ask", "duty_officer", sorted(thing.seen_by)[0], "What do you see?"))
    engine.apply(Message("ask", "duty_officer", "platoon", "Where are you?"))
    engine.apply(Message("ask", "duty_officer", "ops", "What do you know?"))
    post, platoon, ops = of_kind(engine.log, "answer_drafted")
    assert "at north" in str(post.data["text"])
    assert str(platoon.data["text"]).startswith("we are at base, available")
    assert "massing" not in str(platoon.data["text"])
    known = {key for key, fact in engine._world.command["ops"].picture.items() if "massing@north" in key and fact[3]}
    assert ("massing at north" in str(ops.data["text"])) is bool(known)
    assert [e.cause for e in (post, platoon, ops)] == [e.seq for e in of_kind(engine.log, "question_asked")]


def test_who_is_not_heard_gives_no_answer() -> None:
    engine = engine_of(a_scenario(units=PLATOON))
    engine._world.units["platoon"].heard = False
    engine.apply(Message("ask", "ops", "platoon", "Where are you?"))
    assert of_kind(engine.log, "answer_drafted")[0].data["text"] == "no answer: it is not heard"


def test_words_and_remarks_leave_the_world_as_it_is() -> None:
    """A run with remarks and messages is the run without them, but for those events and the numbers of the others."""

    def _told(commands: tuple[Command, ...]) -> list[tuple[Any, ...]]:
        engine = engine_of(with_rule({"do": [{"task": "deploy", "at": "north"}]}))
        for at in range(600, 8 * 3600, 1200):
            engine.advance_to(at)
            for command in commands:
                engine.apply(command)
        words = ("remark_made", "message_passed", "question_asked", "answer_drafted")
        return [(e.at, e.kind, e.subject, e.data) for e in ran(engine) if e.kind not in words]

    said = (Remark("note", "x"), Message("pass", "ops", "platoon", "hello"), Message("ask", "ops", "platoon", "where?"))
    assert _told(said) == _told(())


# injects


def test_an_edited_inject_comes_with_its_new_words_and_recipients() -> None:
    spec = {"id": "A", "at": "H+1", "type": "contextual", "text": "old", "to": ["ops"]}
    blueprint = build_of(a_scenario(msel=[spec, {**spec, "id": "B"}]))
    engine = Engine(blueprint, 1)
    engine.apply(PutInject("A", "new", ("platoon",)))
    engine.apply(PutInject("B", "", ("everybody",)))
    log = ran(engine)
    told_all = {e.subject: (e.data["text"], e.data["to"]) for e in of_kind(log, "inject_delivered")}
    assert told_all == {"A": ("new", ["platoon"]), "B": ("old", ["everybody"])}
    assert [e.data["text"] for e in of_kind(ran(Engine(blueprint, 1)), "inject_delivered")] == ["old", "old"]


def test_a_shift_moves_every_repeat_and_leaves_conditions_alone() -> None:
    engine = engine_of(
        a_scenario(
            msel=[
                {"id": "A", "at": "H+1", "type": "contextual", "text": "x", "repeat": {"every": "1 h", "times": 3}},
                {"id": "B", "when": "time >= H+4", "type": "contextual", "text": "x"},
            ]
        )
    )
    engine.apply(ShiftInjects(1800))
    log = ran(engine)
    assert [e.at for e in of_kind(log, "inject_delivered") if e.subject == "A"] == [5400, 9000, 12600]
    assert [e.at for e in of_kind(log, "inject_delivered") if e.subject == "B"] == [4 * 3600]
    assert of_kind(log, "injects_shifted")[0].data["count"] == 1


# the clock held


def test_a_decision_without_hold_or_for_the_model_holds_nothing() -> None:
    for scenario, roles in ((with_decision(), ROOM), (with_decision(hold=True), {})):
        engine = engine_of(scenario, played_by=roles)
        assert engine.advance_to(8 * 3600) == 8 * 3600
        assert engine.held_by is None


def test_the_clock_is_released_by_an_answer_by_control_and_by_endex() -> None:
    for command in (TakeDecision("D", "wait"), Override("release", "D"), EndExercise()):
        engine = engine_of(with_decision(hold=True), played_by=ROOM)
        held_at = engine.advance_to(8 * 3600)
        assert held_at < 8 * 3600
        assert engine.held_by == "D"
        assert engine.advance_to(8 * 3600) == held_at
        engine.apply(Remark("note", "changes nothing"))
        assert engine.advance_to(8 * 3600) == held_at
        engine.apply(command)
        assert engine.advance_to(8 * 3600) == (held_at if isinstance(command, EndExercise) else 8 * 3600)


def test_how_sure_the_room_is_stands_beside_its_answer() -> None:
    engine = engine_of(with_decision(hold=True), played_by=ROOM)
    engine.run()
    engine.apply(TakeDecision("D", "wait", "watch officer", confidence="high"))
    (said,) = of_kind(engine.log, "remark_made")
    assert (said.subject, said.data["kind"], said.data["text"]) == ("D", "confidence", "high")


# futures


def test_after_a_reroll_the_past_and_what_is_under_way_stay_and_later_draws_are_others() -> None:
    scenario = with_decision(model={"choose": {"send": "50 %", "wait": "50 %"}, "after": "2 min"})
    blueprint = build_of(scenario)
    plain = Engine(blueprint, 3)
    plain.run()
    ends = set()
    for replication in range(1, 30):
        engine = Engine(blueprint, 3)
        engine.advance_to(1800)
        before = list(engine.log)
        engine.reroll(replication)
        ran(engine)
        assert engine.log[: len(before)] == before
        ends.add(digest(engine.log))
    assert len(ends) > 3
    same = Engine(blueprint, 3)
    same.advance_to(1800)
    same.reroll(0)
    assert [e.kind for e in ran(same)], "its own replication again is a future like any other"


def test_a_stream_that_is_switched_is_the_other_stream_also_for_who_holds_it() -> None:
    draws, other = Draws(1, 0), Draws(1, 7)
    uniform, wait = draws.stream("a", "b").uniform, draws.stream("c", "d").wait
    for _ in range(10):
        uniform(), wait()
    draws.switch(7)
    theirs = [other.stream("a", "b").uniform() for _ in range(200)]
    mine = [uniform() for _ in range(54)]
    assert mine == theirs[10:64], "within the block the place stays"
    assert [uniform() for _ in range(64)] == theirs[64:128]
    assert wait() == [other.stream("c", "d").wait() for _ in range(11)][10]
    assert draws.once("x", "y") == other.once("x", "y")


def test_handed_over_to_the_model_what_the_room_left_is_done() -> None:
    rule = {"do": [{"task": "deploy", "at": "north", "within": "2 h"}], "authority": "duty_officer"}
    engine = engine_of(with_rule(rule), played_by=ROOM)
    engine.advance_to(2 * 3600)
    assert of_kind(engine.log, "rule_fired")
    assert of_kind(engine.log, "order_given") == []
    engine.hand_over()
    assert of_kind(ran(engine), "order_given")


def test_handed_over_to_the_model_open_questions_are_answered() -> None:
    for at in (3900, 3 * 3600):
        engine = engine_of(with_decision(), played_by=ROOM)
        engine.advance_to(at)
        assert list(engine.open_decisions) == ["D"]
        engine.hand_over()
        (closed,) = of_kind(ran(engine), "decision_defaulted")
        assert closed.data["option"] == "wait"


def test_what_can_be_asked_of_an_engine_between_its_steps() -> None:
    engine = engine_of(a_scenario(msel=[told("H+1", "breach", "camp")]))
    name = next(iter(engine.inject_states))
    assert engine.inject_due(name) == 3600
    assert engine.inject(name).text == "breach at camp"
    engine.apply(DeliverInject(name))
    assert engine.inject_states[name] == "delivered"
    assert engine.inject_due(name) is None
