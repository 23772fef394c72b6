"""The author's screen: what each key does to the text and the file."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.authoring.drafts import ScenarioFile
from simulator.scenario.library import read_file, scenario_folder
from tests.tui.hostile import hidden_in, hostile_texts
from tests.tui.stage import LARGE, SMALL
from tui.author.app import AuthorApp
from tui.widgets.bars import Bar
from tui.widgets.confirm import Confirm
from tui.widgets.drawer import Drawer
from tui.widgets.rows import RowPane

STEPS = read_file(scenario_folder() / "first_steps.yaml").decode()

Plays = Callable[[AuthorApp, Pilot[int]], Awaitable[None]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(STEPS, encoding="utf-8")
    return file


def written(path: Path, plays: Plays, size: tuple[int, int] = LARGE) -> AuthorApp:
    """Open a file, let a test play, and give the application as it was left."""
    app = AuthorApp(ScenarioFile(path))

    async def _run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await plays(app, pilot)

    asyncio.run(_run())
    return app


async def until(app: AuthorApp, pilot: Pilot[int], true: Callable[[], bool]) -> None:
    """Wait until something is so; the pause before reading is part of what is tested."""
    for _ in range(200):
        await pilot.pause(0.05)
        if true():
            return
    raise AssertionError("it never came to pass")


async def read(app: AuthorApp, pilot: Pilot[int]) -> None:
    """The text as it stands has been read."""
    await until(app, pilot, lambda: app.fresh)


def texts(app: AuthorApp, pane: str) -> list[str]:
    return [row.text for row in app.query_one(f"#{pane}", RowPane).rows]


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_mistake_is_shown_a_moment_after_it_was_typed_and_enter_goes_to_it(path: Path, size: tuple[int, int]) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await read(app, pilot)
        assert texts(app, "problems") == []
        app.editor.text = STEPS.replace("type: infantry_platoon", "type: infantry_platon")
        await read(app, pilot)
        (said,) = texts(app, "problems")
        assert "infantry_platon" in said
        assert "infantry_platoon" in said, "the remedy names what was meant"
        app.query_one("#problems", RowPane).focus()
        await pilot.press("enter")
        row, column = app.editor.cursor_location
        assert app.editor.document.get_line(row)[column:].startswith("infantry_platon")
        assert app.editor.has_focus
        assert row in app.editor.marked

    written(path, plays, size)


def test_what_is_wrong_with_the_line_that_is_written_is_said_below(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await read(app, pilot)
        app.editor.go_to(3, 1)
        await pilot.press("end", "space", "x", ":", "space", "y")
        assert "E104" not in str(app.query_one("#next", Bar).render())
        await read(app, pilot)
        assert "E104" in str(app.query_one("#next", Bar).render())

    written(path, plays)


def test_f3_goes_from_problem_to_problem(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        wrong = STEPS.replace("guarded_by: guards", "guarded_by: gards")
        app.editor.text = wrong.replace("of: battalion", "of: batalion")
        await read(app, pilot)
        lines = []
        for _ in range(3):
            await pilot.press("f3")
            lines.append(app.editor.cursor_location[0])
        assert lines[0] < lines[1]
        assert lines[2] == lines[0], "from the last it goes to the first"

    written(path, plays)


def test_time_line_cast_and_map_are_those_of_the_text(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await read(app, pilot)
        assert any("H+1:10" in row and "breach" in row for row in texts(app, "timeline"))
        app.editor.text = STEPS.replace("at: H+1:10", "at: H+1:15")
        await read(app, pilot)
        assert any("H+1:15" in row and "breach" in row for row in texts(app, "timeline"))
        app.editor.text += "\n  broken: ["
        await read(app, pilot)
        assert any("H+1:15" in row for row in texts(app, "timeline")), "what was read last stays while a text is broken"
        await pilot.press("f7", "f7")
        assert app.query_one("#map").display

    written(path, plays)


def test_words_at_the_cursor_are_offered_chosen_and_written(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await read(app, pilot)
        line = next(k for k, text in enumerate(STEPS.split("\n"), 1) if "platoon: {type" in text)
        app.editor.go_to(line, 1)
        await pilot.press("end", "enter", *"x:", "space", "{", *"ty", "f4")
        assert any("type" in row for row in texts(app, "offers"))
        await pilot.press("enter", *"gate", "f4", "enter", "}")
        assert "x: {type: gate_guards}" in app.editor.text
        await pilot.press("f4", "escape")
        assert app.editor.offers == []

    written(path, plays)


def test_what_is_offered_follows_what_is_typed(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await read(app, pilot)
        app.editor.text = "units:\n  a: {type: "
        app.editor.names = {"unit_type": ("infantry_platoon", "gate_guards")}
        app.editor.move_cursor((1, 12))
        await pilot.press("f4")
        assert len(app.editor.offers) == 2
        await pilot.press("g", "a", "t")
        assert [offer.text for offer in app.editor.offers] == ["gate_guards"]

    written(path, plays)


def test_saving_writes_the_file_and_leaving_unsaved_keeps_the_text(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await pilot.press("#", "f2")
        assert path.read_text(encoding="utf-8") == "#" + STEPS
        await pilot.press("!")
        await read(app, pilot)
        await pilot.press("f10")
        assert isinstance(app.screen, Confirm)
        await pilot.press("y")

    assert written(path, plays).left
    assert path.read_text(encoding="utf-8") == "#" + STEPS

    async def again(app: AuthorApp, pilot: Pilot[int]) -> None:
        assert isinstance(app.screen, Confirm)
        await pilot.press("y")
        assert app.editor.text == "#!" + STEPS

    written(path, again)


def test_a_text_that_was_found_outlives_a_second_kill_before_anybody_answers(path: Path) -> None:
    ScenarioFile(path).keep("typed before")

    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await pilot.pause(0.5)
        assert ScenarioFile(path).kept() == "typed before"

    written(path, plays)


def test_what_another_program_writes_is_noticed_and_never_overwritten(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await read(app, pilot)
        path.write_text("# theirs\n" + STEPS, encoding="utf-8")
        await until(app, pilot, lambda: app.editor.text.startswith("# theirs"))
        await pilot.press("x")
        path.write_text("# theirs again\n" + STEPS, encoding="utf-8")
        await until(app, pilot, lambda: app.query_one("#banner").has_class("-on"))
        await pilot.press("f2")
        assert path.read_text(encoding="utf-8").startswith("# theirs again")
        assert app.query_one(Drawer).is_open
        app.query_one("#drawer-input-0", Input).value = "mine.yaml"
        await pilot.press("enter")
        assert app.query_one(Drawer).is_open, "a file that is there is not written over"
        app.query_one("#drawer-input-0", Input).value = "ours.yaml"
        await pilot.press("enter")
        assert "x" in path.with_name("ours.yaml").read_text(encoding="utf-8").split("\n")[0]
        await pilot.press("f8", "y")
        assert app.editor.text.startswith("# theirs again")

    written(path, plays)


def test_a_dry_run_plays_what_is_typed_and_not_what_is_saved(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        app.editor.text = STEPS.replace("title: First steps", "title: Second steps")
        await read(app, pilot)
        await pilot.press("f5")
        await until(app, pilot, lambda: any("civilian_harm" in row for row in texts(app, "trial")))
        assert texts(app, "trial")[0].startswith("Second steps, seed 1")

    written(path, plays)
    assert path.read_text(encoding="utf-8") == STEPS


def test_a_text_with_errors_is_not_played(path: Path) -> None:
    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        app.editor.text = "startex: ["
        await read(app, pilot)
        await pilot.press("f5")
        assert texts(app, "trial") == []

    written(path, plays)


def test_nothing_hidden_in_a_text_reaches_the_terminal(path: Path, test_seed: int) -> None:
    texts = [text.replace("\n", " ") for text in hostile_texts(random.Random(test_seed), 60)]
    path.write_bytes("\n".join(f"# {text}" for text in texts).encode("utf-8", errors="replace"))

    async def plays(app: AuthorApp, pilot: Pilot[int]) -> None:
        await pilot.pause(0.6)
        for row in range(app.editor.document.line_count):
            app.editor.go_to(row + 1)
            await pilot.pause()
            for y in range(app.editor.size.height):
                assert not hidden_in("".join(segment.text for segment in app.editor.render_line(y)))

    written(path, plays)
