"""What the pictures have shown: nothing that matters is cut, hidden or lost on any size of terminal."""

from __future__ import annotations

import asyncio
from pathlib import Path

from simulator.runs.follow import Followed
from simulator.runs.sessions import begin
from tests.builders import text_of
from tests.runs.live import Wall
from tests.tui.stage import SMALL, Stage, played
from tests.tui.test_live import with_question
from tui.player import PlayerApp


def test_a_form_without_choices_opens_after_one_with_choices() -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d", "a", "enter", "o")
        await s.type("well led")
        await s.press("enter")

    assert [command.kind for command in played(plays, scenario=with_question()).commands[1:]] == ["note"]


def test_a_search_that_finds_nothing_leaves_an_empty_pane() -> None:
    async def plays(s: Stage) -> None:
        await s.press("n", "5", "slash")
        await s.type("zebra")
        assert s.pane("feed").rows == []
        await s.press("backspace", "backspace", "backspace", "backspace", "backspace")
        assert s.pane("feed").rows

    played(plays)


def test_the_cursor_stays_with_what_is_to_come_when_an_inject_is_out() -> None:
    async def plays(s: Stage) -> None:
        assert s.pane("msel").selected.key == "I-01"
        await s.press("n")
        assert s.pane("msel").selected.key == "I-02"

    played(plays, size=SMALL)


def test_the_banner_of_a_real_event_goes_when_the_exercise_has_gone_on() -> None:
    async def plays(s: Stage) -> None:
        await s.press("space", "exclamation_mark")
        assert "STOP" in s.app.screen._said
        await s.press("space")
        s.session.pump(s.wall(5))
        await s.press("space")
        assert s.app.screen._said == ""

    played(plays)


def test_a_question_that_is_over_time_is_still_answered_with_enter() -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(2 * 3600, "f", s.wall(1))
        s.desk.fold()
        s.app.bring_up_to_date()
        await s.press("4", "enter")
        assert s.pane("drawer").is_open

    played(plays, scenario=with_question())


def test_a_player_screen_that_is_being_left_looks_no_more(tmp_path: Path) -> None:
    async def plays() -> None:
        app = PlayerApp(Followed(tmp_path / "s"), "military", moment=wall)
        async with app.run_test(size=SMALL) as pilot:
            await app.screen.remove_children()
            app.look()
            await pilot.pause()

    (tmp_path / "s.yaml").write_text(text_of(with_question()), encoding="utf-8")
    wall = Wall()
    begin(tmp_path / "s", tmp_path / "s.yaml").close("f", wall(1))
    asyncio.run(plays())
