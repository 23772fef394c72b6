"""The one door: placed, recorded, then done; shown only when it is recorded how far the exercise came."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.commands import DeliverInject, EndExercise, OrderUnit, Remark, TakeDecision
from simulator.engine.program import Program
from simulator.errors import EngineFault, StorageError, UsageError
from simulator.runs.headless import blueprint_of
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE, told, with_decision
from tests.runs.live import Journal, Shown, Wall, opened, passes

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROOM = {"duty_officer": "room"}


@pytest.fixture(scope="module")
def steps() -> Program:
    return Program(blueprint_of(SCENARIOS / "first_steps.yaml"))


def asking(**more: object) -> Program:
    return Program(build_of(with_decision(**more)))


def bodies(journal: Journal, kind: str) -> list[dict]:
    return [record.body for record in journal.records if record.body["kind"] == kind]


def test_a_command_is_stamped_with_its_place_who_and_when(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.go("facilitator", wall())
    passes(session, wall, 85)
    session.submit(Remark("note", "hello"), "evaluator", wall(5))
    (body,) = bodies(journal, "command")
    assert (body["at"], body["by"], body["wall"]) == (90, "evaluator", wall().wall)
    assert body["step"] == session.engine.steps
    assert body["command"]["do"] == "Remark"
    assert session.log[-1].at == 90


def test_what_cannot_be_recorded_does_not_happen_and_the_clock_stands(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.go("f", wall())
    session.pump(wall(5))
    before = (len(session.log), len(journal.texts))
    journal.fails = 1
    with pytest.raises(StorageError):
        session.submit(EndExercise(), "f", wall(1))
    assert (len(session.log), len(journal.texts)) == before
    assert not session.engine.ended
    assert not session.pacer.running
    assert "not recorded" in session.asks
    session.submit(EndExercise(), "f", wall(1))
    assert session.engine.ended, "once there is room it can be typed again"


def test_nobody_is_shown_what_a_crash_would_take_back(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.go("f", wall())
    session.set_speed(3600, "f", wall())
    journal.fails = 100
    session.pump(wall(1))
    assert len(session.engine.log) > len(session.log), "the world has gone on"
    assert session.log == opened(steps, Journal(journal.texts)).log, "but only what a resume would bring is shown"
    journal.fails = 0
    session.pump(wall(1))
    assert session.log == session.engine.log == opened(steps, Journal(journal.texts)).log


def test_the_file_of_events_holds_what_was_shown(steps: Program) -> None:
    from simulator.codec import encode_log

    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.move_to(6000, "f", wall())
    assert isinstance(session._told, Shown)
    assert session._told.lines == encode_log(session.log)
    assert session.since(3) == session.log[3:]


def test_the_same_id_is_the_same_command(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    for _ in range(3):
        session.submit(Remark("note", "once"), "f", wall(1), "a1")
    again = opened(steps, journal)
    again.submit(Remark("note", "once"), "f", wall(1), "a1")
    assert len(bodies(journal, "command")) == 1
    assert [e.data["text"] for e in again.log if e.kind == "remark_made"] == ["once"]


def test_a_fault_of_the_engine_ends_the_playing_and_leaves_the_journal_whole(steps: Program) -> None:
    """F19: also when memory runs out."""
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.go("f", wall())

    def fails(*_: object) -> None:
        raise MemoryError("no more")

    session.engine._world.clock.later(30, fails)
    with pytest.raises(EngineFault, match="everything recorded is safe"):
        passes(session, wall, 60)
    with pytest.raises(EngineFault, match="resume"):
        session.pump(wall(1))
    session.close("f", wall(1))
    assert journal.closed
    opened(steps, journal).submit(Remark("note", "x"), "f", wall(60))


def test_a_question_that_holds_the_clock_holds_it_at_once_at_any_speed() -> None:
    wall, journal = Wall(), Journal()
    session = opened(asking(hold=True), journal, played_by=ROOM)
    session.drops = False
    session.go("f", wall())
    session.set_speed(3600, "f", wall())
    for _ in range(20):
        session.pump(wall(0.25))
    opened_at = next(e.at for e in session.log if e.kind == "decision_opened")
    assert session.now == opened_at
    for _ in range(20):
        session.pump(wall(5))
    assert session.now == opened_at
    with pytest.raises(UsageError, match="D holds the clock"):
        session.move_to(opened_at + 60, "f", wall())
    with pytest.raises(UsageError, match="D holds the clock"):
        session.go("f", wall())
    session.set_speed(2, "f", wall())
    session.submit(TakeDecision("D", "wait"), "f", wall(1))
    session.pump(wall(2))
    assert session.now == opened_at + 4, "the clock runs on from there: the waiting is not made up for"


def test_an_open_question_brings_a_high_speed_down_at_its_very_second() -> None:
    wall, journal = Wall(), Journal()
    session = opened(asking(), journal, played_by=ROOM)
    session.drops = False
    session.go("f", wall())
    session.set_speed(3600, "f", wall())
    session.drops = True
    while not any(e.kind == "inject_delivered" for e in session.log):
        session.pump(wall(0.25))
    assert (session.now, session.pacer.speed) == (3600, 1)
    session.set_speed(600, "f", wall())
    while not session.engine.open_decisions:
        session.pump(wall(0.25))
    assert session.now == next(e.at for e in session.log if e.kind == "decision_opened")
    assert session.pacer.speed == 1


def test_the_speed_is_kept_where_that_is_wanted_and_for_questions_to_the_model() -> None:
    for played, drops in ((ROOM, False), ({}, True)):
        wall = Wall()
        session = opened(asking(), Journal(), played_by=played)
        session.move_to(3601, "f", wall())
        session.drops = drops
        session.go("f", wall())
        session.set_speed(600, "f", wall())
        while session.now < 6000:
            session.pump(wall(0.25))
        assert session.pacer.speed == 600


def test_time_that_nobody_was_there_for_is_not_played(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.go("f", wall())
    session.pump(wall(5))
    session.pump(wall.sleeps(8 * 3600))
    assert session.now == 5
    assert not session.pacer.running
    assert "nobody was here" in session.asks
    assert [b["mark"] for b in bodies(journal, "mark")][-1] == "clock_gap"
    session.pump(wall(100))
    assert session.now == 5
    session.go("f", wall())
    session.pump(wall(5))
    assert session.now == 10
    assert session.asks == ""


def test_how_far_it_came_is_recorded_though_nothing_happens(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.go("f", wall())
    for _ in range(100):
        session.pump(wall(1))
    assert opened(steps, journal).now >= 90


def test_a_resumed_session_stands_where_it_was_with_its_speed(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    session.go("f", wall())
    session.set_speed(60, "f", wall())
    session.drops = False
    session.submit(Remark("note", "last"), "f", wall(9))
    again = opened(steps, journal)
    assert (again.now, again.log, again.pacer.speed, again.pacer.running) == (540, session.log, 60, False)
    assert again.started


def test_marks_of_the_clock_never_reach_the_engine(steps: Program) -> None:
    wall, journal = Wall(), Journal()
    session = opened(steps, journal)
    before = len(session.engine.log)
    session.go("f", wall())
    session.set_speed(7, "f", wall())
    session.pause("f", wall())
    session.go("f", wall())
    assert len(session.engine.log) == before
    assert [b["mark"] for b in bodies(journal, "mark")][-4:] == ["startex", "speed", "pause", "go"]


def test_an_order_of_the_room_is_followed() -> None:
    wall = Wall()
    session = opened(Program(build_of(a_scenario(perimeter=WIRE, units=PLATOON))), Journal())
    session.move_to(600, "f", wall())
    session.submit(OrderUnit("platoon", "deploy", "north"), "f", wall())
    session.move_to(7200, "f", wall())
    assert [e.subject for e in session.log if e.kind == "task_begun"] == ["platoon"]


def test_a_step_moves_to_the_next_event_and_no_further(steps: Program) -> None:
    wall = Wall()
    session = opened(steps, Journal())
    seq = len(session.log)
    session.step("f", wall())
    assert len(session.log) > seq
    assert {e.at for e in session.log[seq:]} == {session.now}


def test_an_inject_fires_at_once_while_the_clock_stands() -> None:
    wall = Wall()
    session = opened(Program(build_of(a_scenario(msel=[told("H+1", "breach", "camp")]))), Journal())
    name = next(iter(session.engine.inject_states))
    session.submit(DeliverInject(name), "f", wall(500))
    assert [e.at for e in session.log if e.kind == "inject_delivered"] == [0]
