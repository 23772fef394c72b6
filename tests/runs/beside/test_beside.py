"""A session beside runs of its own plan: the very runs that the engine gives, and what the room's conduct forbids."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import commands as c
from simulator.engine.engine import Engine
from simulator.readers.measures import measure
from simulator.runs.beside.conduct import beside
from simulator.runs.beside.rows import Beside
from simulator.runs.beside.standing import doubts
from simulator.runs.replay import BY_HAND, rebuild
from simulator.runs.sessions import begin, look_at
from tests.runs.live import Wall

SCENARIO = Path(__file__).parents[3] / "scenarios" / "site_in_flames.yaml"
HOUR = 3600
RUNS = 6
END = 5 * HOUR


def played(folder: Path, *commands: c.Command) -> Path:
    """Five hours with somebody who answers the question of the gate, and otherwise nobody who does anything."""
    wall = Wall()
    session = begin(folder, SCENARIO, variant="before", delivery=BY_HAND)
    session.move_to(4 * HOUR + 53 * 60, "f", wall(1))
    session.submit(c.TakeDecision("open_base_gate", "open", "post"), "f", wall(1))
    for command in commands:
        session.submit(command, "f", wall(1))
    session.move_to(END, "f", wall(1))
    session.submit(c.EndExercise("enough"), "f", wall(1))
    session.close("f", wall(1))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session."""
    return played(tmp_path_factory.mktemp("beside") / "s")


@pytest.fixture(scope="module")
def found(folder: Path) -> Beside:
    """The session beside a few runs."""
    set_beside = beside(folder, RUNS, pairs=5, workers=1)
    assert set_beside is not None
    return set_beside


def test_runs_of_the_plan_are_those_that_the_engine_gives_to_where_the_session_ended(
    folder: Path, found: Beside
) -> None:
    opened = look_at(folder)
    values = []
    for number in range(opened.header.replication + 1, opened.header.replication + 1 + RUNS):
        engine = Engine(opened.program, opened.header.seed, number)
        engine.advance_to(END)
        engine.apply(c.EndExercise("enough"))
        values.append(measure(opened.blueprint, engine.log)["civilian_harm"])
    (row,) = (s for s in found.standings if s.measure == "civilian_harm")
    assert (row.n, found.runs) == (RUNS, RUNS)
    room = row.room
    assert room is not None
    assert row.below == sum(v is not None and v < room for v in values)
    assert row.equal == values.count(room)


def test_every_other_variant_stands_beside_it_too(folder: Path, found: Beside) -> None:
    assert {"base", "after"} <= set(found.variants)
    assert found.unknown == ()


def test_a_moment_is_weighed_by_pairs_and_says_what_parts_them(found: Beside) -> None:
    weighed = [row for row in found.what_ifs.values() if not row.why_not]
    assert weighed
    for row in weighed:
        assert row.pairs == 5
        assert row.difference == pytest.approx(row.plan - row.room)
        assert row.low <= row.difference <= row.high
        assert row.plan_does


def test_two_calls_give_the_same(folder: Path, found: Beside) -> None:
    assert beside(folder, RUNS, pairs=5, workers=2) == found


@pytest.mark.parametrize(
    "command",
    [c.Remark("hold", "talk it over", "f"), c.Remark("stop", "real event", "f")],
    ids=["held", "stopped"],
)
def test_times_across_a_hold_or_a_stop_stand_beside_nothing(tmp_path: Path, command: c.Command) -> None:
    opened = look_at(played(tmp_path / "s", command))
    log = rebuild(opened.program, opened.header, opened.history).log
    assert "report_to_decide" in doubts(opened.blueprint, log)
    assert "civilian_harm" not in doubts(opened.blueprint, log)


def test_handovers_stand_beside_nothing_where_no_word_of_them_is_in_the_log(folder: Path) -> None:
    opened = look_at(folder)
    log = rebuild(opened.program, opened.header, opened.history).log
    assert "handover_gap" in doubts(opened.blueprint, log)
