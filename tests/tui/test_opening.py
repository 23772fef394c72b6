"""What is on the screen before there is a session, and what becomes of what is typed meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from simulator.errors import ExitStatus, ScenarioInvalid
from tests.builders import text_of
from tests.tui.stage import LARGE, Stage, room
from tests.tui.terminal import Terminal
from tui.app import ExerciseApp
from tui.choices import Choices
from tui.desk import Desk
from tui.lines.opening import Known
from tui.opening import Making
from tui.widgets.confirm import Confirm
from tui.widgets.rows import RowPane

KNOWN = Known(
    "Room", "EXERCISE ONLY", Choices(seed=7), "its world is built", 3600, ("Nobody is hurt",), (("I-1", "A"),)
)
Step = Callable[[ExerciseApp, Pilot[int]], Awaitable[None]]


def opening(make: Callable[[], Desk], look: Step, known: Known = KNOWN) -> ExerciseApp:
    app = ExerciseApp(Path("nowhere"), Making(make, known))

    async def _run() -> None:
        async with app.run_test(size=LARGE) as pilot:
            await look(app, pilot)

    asyncio.run(_run())
    return app


def later(stage: Stage, go: threading.Event) -> Callable[[], Desk]:
    """Makes the session when it may go."""

    def make() -> Desk:
        assert go.wait(30)
        return stage.desk

    return make


async def come(app: ExerciseApp) -> None:
    """The session is there, and what was kept has been handed on; or somebody left."""
    while not app.left and (not app.ready or app._keeps):
        await asyncio.sleep(0.02)


def test_what_the_file_says_is_shown_while_the_session_is_made() -> None:
    stage, go = Stage(), threading.Event()

    async def look(app: ExerciseApp, pilot: Pilot[int]) -> None:
        await pilot.pause()
        said = "\n".join(row.text for row in app.screen.query_one("#opening", RowPane).rows)
        for words in (
            "its world is built",
            "the base, seed 7",
            "60 min",
            "Nobody is hurt",
            "I-1",
            "an exercise, recorded",
        ):
            assert words in said
        assert str(app.screen.query_one("#handling").render()) == "EXERCISE ONLY"
        assert not app.ready
        go.set()
        await come(app)
        assert app.screen.WHERE == "briefing"  # type: ignore[attr-defined]
        assert app.desk is stage.desk

    opening(later(stage, go), look)


def test_what_is_typed_before_the_session_is_there_comes_to_it_in_its_order() -> None:
    stage, go = Stage(), threading.Event()

    async def look(app: ExerciseApp, pilot: Pilot[int]) -> None:
        await pilot.pause()
        for key in ("enter", "space", "n"):
            app.post_message(events.Key(key, " " if key == "space" else None if key == "enter" else key))
        await pilot.pause()
        assert stage.marks == []
        go.set()
        await come(app)
        assert app.screen.WHERE == "live"  # type: ignore[attr-defined]
        assert stage.marks == ["startex"]
        assert [type(c).__name__ for c in stage.commands] == ["DeliverInject"]

    opening(later(stage, go), look)


def test_a_q_that_comes_while_the_last_key_is_handed_on_asks_as_it_does_later() -> None:
    stage, go = Stage(), threading.Event()

    async def look(app: ExerciseApp, pilot: Pilot[int]) -> None:
        await pilot.pause()
        app.post_message(events.Key("enter", None))
        app.post_message(events.Key("space", " "))
        await pilot.pause()
        go.set()
        while not app.ready or app._kept:
            await asyncio.sleep(0)
        assert app._keeps  # the last of the two is on its way
        app.post_message(events.Key("q", "q"))
        await come(app)
        await pilot.pause()
        assert not app.left
        assert isinstance(app.screen, Confirm)

    opening(later(stage, go), look)


def test_a_q_leaves_before_the_session_is_there_and_it_is_closed_when_it_is() -> None:
    stage, go = Stage(), threading.Event()

    async def look(app: ExerciseApp, pilot: Pilot[int]) -> None:
        await pilot.pause()
        await pilot.press("q")

    app = opening(later(stage, go), look)
    assert app.left
    go.set()
    assert app.shut() == ""
    assert stage.session.history[-1].mark == "suspended"


def test_what_a_session_could_not_be_made_for_is_raised_when_the_screen_is_gone() -> None:
    def make() -> Desk:
        raise ScenarioInvalid([])

    async def look(app: ExerciseApp, pilot: Pilot[int]) -> None:
        while app._exit is False:
            await asyncio.sleep(0.02)

    app = opening(make, look)
    with pytest.raises(ScenarioInvalid):
        app.shut()


def test_a_file_that_does_not_fit_is_told_as_ever_and_the_terminal_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text_of(room()) + "\nwords_of_nobody: 1\n", encoding="utf-8")
    terminal = Terminal("play", str(path), "--session", str(tmp_path / "s"))
    try:
        assert terminal.wait() == ExitStatus.SCENARIO
        assert b"words_of_nobody" in terminal.raw[terminal.raw.rindex(b"\x1b[?1049l") :]
        assert not (tmp_path / "s").exists()
    finally:
        terminal.close()


def test_a_key_may_come_before_there_is_anything_to_press_it_for(tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"
    path.write_text(text_of(room()), encoding="utf-8")
    terminal = Terminal("play", str(path), "--session", str(tmp_path / "s"))
    try:
        terminal.wait_for_raw(b"BEING MADE READY")
        terminal.keys("\r")
        terminal.wait_for("BEFORE STARTEX")
        terminal.keys("q")
        assert terminal.wait() == 0
    finally:
        terminal.close()
