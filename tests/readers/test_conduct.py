"""Times that were running while the clock was held or the world changed by hand are set beside no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.commands import Command, Override, Remark
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.readers.conduct import not_comparable
from simulator.readers.responses import Log
from simulator.runs.headless import blueprint_of
from tests.builders import of_kind

FIRST_STEPS = blueprint_of(Path(__file__).parents[2] / "scenarios" / "first_steps.yaml")


def at_of(log: list[LogEvent], kind: str, **data: str) -> int:
    return next(e.at for e in of_kind(log, kind) if all(e.data.get(k) == v for k, v in data.items()))


def played() -> list[LogEvent]:
    engine = Engine(FIRST_STEPS, 4)
    engine.run()
    return engine.log


def touched(at: int, command: Command) -> dict[str, str]:
    """What is not comparable of the run in which a command came at a second."""
    engine = Engine(FIRST_STEPS, 4)
    engine.advance_to(at)
    engine.apply(command)
    engine.run()
    return not_comparable(Log(engine.blueprint, engine.log))


def test_where_nobody_touched_clock_or_world_everything_is_comparable() -> None:
    assert not_comparable(Log(FIRST_STEPS, played())) == {}


@pytest.mark.parametrize("kind", ["hold", "jump", "stop"])
def test_the_step_that_was_running_is_not_comparable(kind: str) -> None:
    """Men were reported in the camp, and nobody had been ordered yet."""
    between = at_of(played(), "report_received", what="contact", at="camp") + 60
    found = touched(between, Remark(kind, "x"))
    assert set(found) == {"report_to_decide"}
    assert found["report_to_decide"].startswith("the ")


def test_a_hand_in_the_world_counts_for_the_step_that_it_came_in() -> None:
    moving = at_of(played(), "order_accepted", task="protect", at="camp") + 1
    assert touched(moving, Override("delay", "platoon", 60, "a test")) == {
        "move_to_scene": "the world was changed by hand"
    }


def test_a_note_and_what_comes_after_the_response_change_nothing() -> None:
    between = at_of(played(), "report_received", what="contact", at="camp") + 60
    assert touched(between, Remark("note", "they whisper")) == {}
    assert touched(FIRST_STEPS.duration - 60, Remark("hold", "tea")) == {}
