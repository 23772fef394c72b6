"""One session with known deeds, omissions and words, that every test of the report reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator import commands as c
from simulator.report.material import Material, gather
from simulator.runs.notebook import write
from simulator.runs.replay import BY_HAND
from simulator.runs.session import Session
from simulator.runs.sessions import begin
from tests.runs.live import Wall

SCENARIO = Path(__file__).parents[2] / "scenarios" / "site_in_flames.yaml"
HOUR = 3600
NAMES = ("Ostrava-evaluator", "Zenobia")
"""evaluators: made-up words that stand in nothing else"""
WORDS = (
    "QUINCE the gate was shut",
    "PLOVER nobody had the list",
    "TAMARIND two nets",
    "MARROW as told",
    "SORREL asked",
)
"""what people wrote during the exercise"""


def played(folder: Path) -> Path:
    """The first six hours before the reform, by hand: one question answered, one left, words, ratings, ENDEX."""
    wall = Wall()
    session = begin(folder, SCENARIO, variant="before", delivery=BY_HAND)

    def do(at: int, *commands: c.Command) -> None:
        session.move_to(at, "f", wall(1))
        for command in commands:
            session.submit(command, "f", wall(1))

    _conduct(session, do)
    session.close("f", wall(1))
    write(folder, NAMES[0], WORDS[1], wall(1).wall, about="O4", rating="M")
    write(folder, NAMES[1], "SAFFRON well done", wall(1).wall, about="O4", rating="S")
    return folder


def _conduct(session: Session, do: Callable[..., None]) -> None:
    do(12 * 60, c.DeliverInject("I-01"), c.DeliverInject("I-02"))
    do(HOUR, c.PutInject("X-9", WORDS[4], ("military",)))
    do(4 * HOUR + 53 * 60, c.TakeDecision("open_base_gate", "open", "ROWAN", WORDS[0], (), "high"))
    do(5 * HOUR, c.Remark("observation", WORDS[2], "", "O2"), c.Remark("rating", WORDS[3], "", "O4", "S"))
    do(6 * HOUR, c.EndExercise("time is up"))
    assert session.log[-1].kind == "exercise_ended"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the session."""
    return played(tmp_path_factory.mktemp("report") / "monday")


@pytest.fixture(scope="session")
def material(folder: Path) -> Material:
    """What the session gives for a report."""
    return gather(folder)
