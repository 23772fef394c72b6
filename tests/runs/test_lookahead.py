"""Looking ahead: many futures of one history, the same ones for every option, beside the session."""

from __future__ import annotations

import pytest

from simulator.commands import OrderUnit, Remark
from simulator.engine.program import Program
from simulator.errors import UsageError
from simulator.runs.lookahead import FIRST_REPLICATION, LookAhead, _Past, futures_of, spread
from simulator.runs.session import Session
from tests.builders import build_of
from tests.engine.cases import with_decision
from tests.runs.live import Journal, Wall, opened

NUMBERS = range(FIRST_REPLICATION, FIRST_REPLICATION + 12)
GROUPS = {"men": {"type": "armed_group", "strength": 30, "resolve": 0.5}}


def at_the_question() -> Session:
    """Men attack the camp an hour after a question: to send the platoon there, or not."""
    scenario = with_decision(
        options={"send": {"do": [{"task": "protect", "by": "platoon", "at": "camp"}]}, "wait": "Wait"},
        deadline="3 h",
    )
    scenario["threat"] = {
        "groups": GROUPS,
        "stream": [{"at": "H+2", "do": "attack", "by": "men", "on": "camp", "for": "3 h"}],
    }
    session = opened(Program(build_of(scenario)), Journal(), played_by={"duty_officer": "room"})
    session.move_to(600, "f", Wall()())
    session.submit(Remark("note", "before"), "f", Wall()())
    while not session.engine.open_decisions:
        session.step("f", Wall()())
    return session


def past(session: Session) -> _Past:
    return _Past(session.engine.blueprint, session.header, tuple(session.history), session.now, "D")


def test_an_option_that_helps_is_seen_to_help() -> None:
    session = at_the_question()
    found = {o: futures_of(session.program, past(session), o, NUMBERS, ["civilian_harm"]) for o in ("send", "wait")}
    harm = {option: sum(row[0] or 0 for row in rows) for option, rows in found.items()}
    assert harm["send"] < harm["wait"]
    assert len(set(found["wait"])) > 3, "the futures differ"


def test_the_same_futures_come_again_and_the_session_is_untouched() -> None:
    session = at_the_question()
    before = (session.now, session.engine.steps, session.digest())
    one = futures_of(session.program, past(session), "wait", NUMBERS, ["civilian_harm"])
    assert futures_of(session.program, past(session), "wait", NUMBERS, ["civilian_harm"]) == one
    assert (session.now, session.engine.steps, session.digest()) == before


def test_worked_out_in_other_processes_it_is_the_same() -> None:
    session = at_the_question()
    look = LookAhead(session, "D", 12, workers=2)
    session.submit(OrderUnit("platoon", "deploy", "north"), "f", Wall()())
    rows = look.spreads(wait_for=True)
    assert rows is not None
    assert look.done == 1
    twin = at_the_question()
    for row in rows:
        values = futures_of(twin.program, past(twin), row.option, NUMBERS, [row.measure])
        assert row == spread(row.option, row.measure, [value[0] for value in values])


def test_its_answer_is_told_in_lines_and_it_can_be_given_up() -> None:
    session = at_the_question()
    look = LookAhead(session, "D", 5, workers=1)
    lines = look.answer(wait=True)
    assert lines is not None
    assert lines[0].startswith("D: 5 futures for each option")
    assert any("send" in line for line in lines)
    given_up = LookAhead(session, "D", 2000, workers=1)
    given_up.cancel()
    assert given_up.answer() is None or "failed" in str(given_up.answer())


@pytest.mark.parametrize("count", [0, 2001])
def test_a_number_of_futures_that_cannot_be_is_refused(count: int) -> None:
    with pytest.raises(UsageError, match="1 to 2000"):
        LookAhead(at_the_question(), "D", count)


def test_a_spread_leaves_out_what_says_nothing_and_tells_how_many_there_were() -> None:
    row = spread("o", "m", [None, *map(float, range(10)), None])
    assert (row.count, row.low, row.middle, row.high) == (10, 1.0, 5.0, 9.0)
    assert spread("o", "m", [None]).count == 0
