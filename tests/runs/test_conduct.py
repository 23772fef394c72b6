"""What users of exercise tools complain of, as far as it concerns conduct: one test each, named after the complaint."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.commands import (
    DeferInject,
    DeliverInject,
    EndExercise,
    Override,
    PutInject,
    Remark,
    ShiftInjects,
    SkipInject,
    TakeDecision,
)
from simulator.engine.program import Program
from simulator.runs.headless import blueprint_of
from simulator.runs.session import Session
from simulator.runs.sessions import begin
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE, told, with_decision
from tests.runs.live import Journal, Wall, opened, passes

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROOM = {"duty_officer": "room"}


def inject(name: str, at: str, **more: object) -> dict[str, object]:
    return {"id": name, "at": at, "type": "contextual", "text": f"text of {name}", **more}


def playing(*injects: dict[str, object], journal: Journal | None = None, **sections: object) -> tuple[Session, Wall]:
    program = Program(build_of(a_scenario(msel=list(injects), **sections)))
    return opened(program, journal if journal is not None else Journal()), Wall()


def delivered(session: Session) -> dict[str, int]:
    return {e.subject: e.at for e in session.log if e.kind == "inject_delivered"}


def test_1_a_pause_breaks_no_clock() -> None:
    """The first inject after a pause comes at its time, as often as there was a pause, however long."""
    session, wall = playing(inject("A", "1 min"), inject("B", "2 min"), inject("C", "3 min"))
    session.go("f", wall())
    for _ in range(9):
        passes(session, wall, 20)
        session.pause("f", wall())
        passes(session, wall, 997)
        session.go("f", wall())
    assert delivered(session) == {"A": 60, "B": 120, "C": 180}
    assert session.now == 180


def test_1_fire_now_fires_now_and_once_also_while_the_clock_stands() -> None:
    session, wall = playing(inject("A", "10 min"))
    session.go("f", wall())
    passes(session, wall, 30)
    session.pause("f", wall())
    session.submit(DeliverInject("A"), "f", wall(600))
    assert delivered(session) == {"A": 30}
    session.move_to(1200, "f", wall())
    assert len([e for e in session.log if e.kind == "inject_delivered"]) == 1


def test_1_an_inject_written_in_a_pause_is_not_too_old() -> None:
    session, wall = playing(inject("A", "10 min"))
    session.go("f", wall())
    session.pause("f", wall(5))
    session.submit(PutInject("X-1", "written in the pause"), "f", wall(3600))
    assert delivered(session) == {"X-1": 5}


def test_2_a_reset_resets(tmp_path: Path) -> None:
    """A practice that begins anew is the same as one that was never played, byte for byte."""
    digests = []
    for name, rehearsed in (("one", True), ("two", False)):
        session, wall = begin(tmp_path / name, SCENARIOS / "first_steps.yaml", seed=5, practice=True), Wall()
        if rehearsed:
            session.move_to(5000, "f", wall())
            session.submit(Remark("note", "rehearsal"), "f", wall())
            session.close("f", wall())
            from simulator.system import forget_folder

            forget_folder(str(tmp_path / name))
            session = begin(tmp_path / name, SCENARIOS / "first_steps.yaml", seed=5, practice=True)
        assert not session.started
        session.move_to(9000, "f", wall())
        session.close("f", wall())
        digests.append(session.digest())
    assert digests[0] == digests[1]


def test_3_it_is_over_when_somebody_says_so() -> None:
    """All injects sent is not the end; ENDEX is a state, and nothing happens after it."""
    session, wall = playing(inject("A", "1 min"))
    session.move_to(3600, "f", wall())
    assert not session.engine.ended
    session.submit(EndExercise("enough"), "f", wall())
    assert session.engine.ended
    assert session.log[-1].kind == "exercise_ended"
    before = len(session.log)
    session.pump(wall(5))
    session.submit(DeliverInject("A"), "f", wall(1))
    assert [e.kind for e in session.log[before:]] == ["command_refused"]
    session.submit(Remark("rating", "they did it", about="O1", rating="P"), "evaluator", wall(1))
    assert session.log[-1].kind == "remark_made", "ratings are still taken"


def test_6_an_inject_off_the_time_line_is_played_at_any_moment() -> None:
    session, wall = playing(inject("A", "5 h", when="time >= H+7"))
    session.move_to(100, "f", wall())
    session.submit(DeliverInject("A"), "f", wall())
    session.submit(PutInject("X-1", "the governor calls", ("ops",)), "f", wall())
    assert delivered(session) == {"A": 100, "X-1": 100}


def test_7_everything_is_shifted_at_once() -> None:
    session, wall = playing(inject("A", "1 min"), inject("B", "20 min"), inject("C", "30 min"), inject("D", "40 min"))
    session.move_to(600, "f", wall())
    session.submit(SkipInject("C", "no time"), "f", wall())
    session.submit(ShiftInjects(300, "they need longer"), "f", wall())
    session.move_to(1500, "f", wall())
    session.submit(ShiftInjects(-3600), "f", wall())
    session.move_to(7200, "f", wall())
    assert delivered(session) == {"A": 60, "B": 1500, "D": 1500}, "earlier than now is now"


def test_8_the_record_is_corrected_by_hand_and_keeps_what_stood() -> None:
    session, wall = playing(inject("A", "1 min"))
    session.move_to(600, "f", wall())
    seq = next(e.seq for e in session.log if e.kind == "inject_delivered")
    session.submit(Remark("correction", "read out five minutes later", about=str(seq), meant=360), "f", wall())
    last = session.log[-1]
    assert (last.subject, last.data["meant"]) == (str(seq), 360)
    assert session.log[seq - 1].kind == "inject_delivered"


def test_10_the_outcome_can_be_braked_and_the_log_says_so() -> None:
    """Casualties that die too early spoil the lesson: while braked nobody dies, afterwards they may."""
    hurt = {"id": "H", "at": "1 min", "type": "contextual", "text": "x", "effects": [{"casualties": 60, "at": "camp"}]}
    free, wall = playing(hurt)
    free.move_to(6 * 3600, "f", wall())
    session, wall = playing(hurt)
    session.submit(Override("brake", "deaths", why="to protect O2"), "f", wall())
    session.move_to(6 * 3600, "f", wall())
    at_once = [e for e in free.log if e.kind == "person_died" and e.data["after_min"] == 0]
    assert len([e for e in free.log if e.kind == "person_died"]) > len(at_once)
    assert len([e for e in session.log if e.kind == "person_died"]) == len(at_once)
    assert [e.data["why"] for e in session.log if e.kind == "world_overridden"] == ["to protect O2"]
    session.submit(Override("release", "deaths"), "f", wall())
    session.move_to(7 * 3600, "f", wall())
    assert len([e for e in session.log if e.kind == "person_died"]) > len(at_once)


def test_11_the_world_is_stepped_by_a_minute_without_starting_the_clock() -> None:
    session, wall = playing(inject("A", "1 min"), inject("B", "2 min"))
    session.move_to(60, "f", wall())
    assert delivered(session) == {"A": 60}
    assert not session.pacer.running
    passes(session, wall, 500)
    assert session.now == 60


def test_12_what_is_evaluated_is_in_one_log_with_time_author_and_cause() -> None:
    session, wall = playing(inject("A", "1 min"))
    session.move_to(600, "f", wall())
    session.submit(Remark("observation", "they doubled the guard", by="Eva", about="O1"), "f", wall())
    last = session.log[-1]
    assert (last.at, last.kind, last.subject, last.data["by"]) == (600, "remark_made", "O1", "Eva")


def test_13_a_short_session_loses_no_work(tmp_path: Path) -> None:
    from simulator.runs.sessions import resume

    session, wall = begin(tmp_path / "s", SCENARIOS / "first_steps.yaml"), Wall()
    session.go("f", wall())
    session.submit(Remark("note", "seconds before the battery died"), "f", wall(2))
    session._journal.close()  # nobody has closed the session
    again, _ = resume(tmp_path / "s")
    assert again.log[-1].data["text"] == "seconds before the battery died"
    again.close("f", wall())


def test_15_at_high_speed_the_room_gets_its_time_for_what_is_new() -> None:
    """Novices rush: an inject brings the speed down to 1 in its very second."""
    session, wall = playing(inject("A", "40 min"), inject("B", "50 min"))
    session.go("f", wall())
    session.set_speed(3600, "f", wall())
    passes(session, wall, 5)
    assert delivered(session) == {"A": 2400}
    assert session.now < 2410


@pytest.mark.parametrize("kind", ["hold", "stop"])
def test_15_one_key_stands_the_exercise_and_the_log_knows(kind: str) -> None:
    session, wall = playing(inject("A", "1 min"))
    session.go("f", wall())
    session.submit(Remark(kind, "a real alarm"), "f", wall(9))
    passes(session, wall, 300)
    assert session.now == 9
    assert session.log[-1].data["kind"] == kind


# jumps (corrections of the director, 4)


def test_a_jump_stops_before_a_question_a_default_contact_and_harm() -> None:
    from simulator.runs.jump import horizon

    session = opened(Program(build_of(with_decision(deadline="10 min"))), Journal(), played_by=ROOM)
    wall = Wall()
    first = horizon(session)
    assert first.why.startswith("inject ")
    session.move_to(first.at, "f", wall())
    asked = horizon(session)
    session.move_to(asked.at, "f", wall())
    assert asked.why.startswith("a question to the room")
    assert not session.engine.open_decisions
    session.step("f", wall())
    while not session.engine.open_decisions:
        session.step("f", wall())
    default = horizon(session)
    assert default.why.startswith("a default")
    session.move_to(default.at, "f", wall())
    assert not [e for e in session.log if e.kind == "default_proposed"]
    assert default.at == session.engine.open_decisions["D"].opened_at + 599
    session.submit(TakeDecision("D", "wait"), "f", wall())
    assert horizon(session).why == "ENDEX"
    assert horizon(session, session.now + 60).at == session.now + 60


def test_a_jump_looks_ahead_without_touching_the_session() -> None:
    from simulator.runs.jump import horizon

    session = opened(Program(blueprint_of(SCENARIOS / "first_steps.yaml")), Journal())
    wall = Wall()
    session.move_to(400, "f", wall())
    before = (session.now, session.engine.steps, session.digest())
    to = horizon(session)
    assert (session.now, session.engine.steps, session.digest()) == before
    session.move_to(to.at, "f", wall())
    calm = ("attack_began", "group_entered", "person_hurt", "shots_fired")
    assert [e for e in session.log if e.kind in calm] == []


def test_after_a_jump_each_cell_is_told_what_it_heard() -> None:
    from simulator.runs.jump import heard

    cells = {"military": {"roles": ["duty_officer"], "played_by": "room"}, "other": {"roles": [], "played_by": "room"}}
    scenario = a_scenario(perimeter=WIRE, units=PLATOON, cells=cells, msel=[told("H+1", "breach", "north")])
    session = opened(Program(build_of(scenario)), Journal())
    session.move_to(7200, "f", Wall()())
    found = heard(session, session.log)
    assert any(e.kind == "report_received" for e in found["military"])
    assert [e.kind for e in found["other"]] == ["inject_delivered"], "what is given to nobody in particular is for all"


def test_a_deferred_inject_comes_when_it_was_put_off_to() -> None:
    session, wall = playing(inject("A", "1 min"))
    session.submit(DeferInject("A", 900), "f", wall())
    session.move_to(1800, "f", wall())
    assert delivered(session) == {"A": 900}
