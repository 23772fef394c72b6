"""The screen for tests: a session with a journal in memory, a wall that tests move, and Textual's own pilot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from simulator.commands import Command
from simulator.engine.program import Program
from simulator.runs.session import Session
from tests.builders import a_scenario, build_of
from tests.runs.live import Journal, Wall, opened
from tui.app import ExerciseApp
from tui.desk import Desk

__all__ = ["SMALL", "LARGE", "Stage", "played", "room"]

SMALL, LARGE = (80, 24), (160, 48)


def room(**sections: Any) -> Mapping[str, Any]:
    """A scenario with a cell that people play, two injects by the clock, one on a condition, and a question."""
    msel = [
        {"id": "I-01", "title": "Radio call", "type": "contextual", "text": "A call comes in", "at": "H+0:05"},
        {
            "id": "I-02",
            "title": "Shots at the gate",
            "type": "contextual",
            "text": "Shots are heard",
            "at": "H+0:20",
            "effects": [{"change": "tension", "by": 0.2}],
        },
        {"id": "I-03", "title": "Only if asked", "type": "contextual", "text": "No", "when": "time > H+3:50"},
    ]
    return a_scenario(msel=msel, **sections)


class Stage:
    """An application on a terminal of so many columns and lines, and what a test asks of it."""

    def __init__(self, scenario: Mapping[str, Any] | Program | None = None, **more: Any):
        program = scenario if isinstance(scenario, Program) else Program(build_of(scenario or room()))
        self.wall, self.journal = Wall(), Journal()
        self.session: Session = opened(program, self.journal, **more)
        self.desk = Desk(self.session, now=self.wall)
        self.app = ExerciseApp(Path("nowhere"), self.desk)
        self.app.briefs = False
        self.pilot: Pilot[int]

    @property
    def commands(self) -> list[Command]:
        """What went through the door, in order."""
        return [entry.command for entry in self.session.history if entry.command is not None]

    @property
    def marks(self) -> list[str]:
        """The marks of the clock that were recorded."""
        return [entry.mark for entry in self.session.history if entry.mark and entry.mark != "reached"]

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.pilot.press(*("space" if sign == " " else sign for sign in text))

    async def settled(self) -> None:
        """Everything that was asked for is drawn."""
        await self.pilot.pause()

    def pane(self, name: str) -> Any:
        """A pane of the screen that is on top."""
        return self.app.screen.query_one(f"#{name}")

    def text_of(self, name: str) -> list[str]:
        """The rows of a pane as texts."""
        return [row.text for row in self.pane(name).rows]


def played(
    test: Callable[[Stage], Awaitable[None]],
    *,
    size: tuple[int, int] = LARGE,
    scenario: Mapping[str, Any] | Program | None = None,
    notes: bool = False,
    **more: Any,
) -> Stage:
    """Run a test against the screen of a session; gives the stage as it was left.

    With ``notes`` what is said at the edge is shown.
    """
    stage = Stage(scenario, **more)

    async def _run() -> None:
        async with stage.app.run_test(size=size, notifications=notes) as pilot:
            stage.pilot = pilot
            await pilot.pause()
            await test(stage)

    asyncio.run(_run())
    return stage
