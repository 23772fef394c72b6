"""The screen before the first: which scenario, how, or which session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.record.listing import SessionLine
from simulator.scenario.facts import Facts, offered
from simulator.scenario.library import scenario_folder
from tests.tui.stage import LARGE, SMALL
from tui.choices import Choices
from tui.picker import PickerApp
from tui.widgets.rows import RowPane

FEW = ("distress_calls", "first_steps", "site_in_flames", "weapons_free_zone")
SUSPENDED = SessionLine(Path("somewhere/monday"), "Monday's exercise", "suspended", 100, 12, "head")
ENDED = SessionLine(Path("somewhere/sunday"), "Sunday's exercise", "ended", 100, 12, "head")


def picked(
    *keys: str,
    sessions: tuple[SessionLine, ...] = (),
    size: tuple[int, int] = SMALL,
    look: Callable[[PickerApp, Pilot[int]], Awaitable[None]] | None = None,
    scenarios: list[Facts] | None = None,
) -> Choices | None:
    few = [facts for facts in offered(Path("nowhere")) if facts.name in FEW]
    app = PickerApp(few if scenarios is None else scenarios, sessions, Choices())

    async def _run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
            await pilot.pause()
            if look is not None:
                await look(app, pilot)

    asyncio.run(_run())
    return app.chosen


def rows(app: PickerApp, pane: str) -> str:
    return "\n".join(row.text for row in app.query_one(f"#{pane}", RowPane).rows)


def test_the_first_scenario_is_played_with_one_key() -> None:
    chosen = picked("enter")
    assert chosen is not None
    assert chosen.scenario == scenario_folder() / "distress_calls.yaml"
    assert (chosen.variant, chosen.seed, chosen.practice, chosen.by_hand) == ("", 1, False, False)


def test_variant_seed_practice_and_delivery_are_chosen_by_keys() -> None:
    chosen = picked("down", "v", "s", "backspace", "4", "2", "enter", "e", "b", "enter")
    assert chosen == Choices(scenario_folder() / "first_steps.yaml", None, "slow", 42, True, True)


def test_a_variant_of_another_scenario_is_not_carried_along() -> None:
    chosen = picked("down", "v", "down", "enter")
    assert chosen is not None
    assert (chosen.scenario, chosen.variant) == (scenario_folder() / "site_in_flames.yaml", "")


def test_leaving_plays_nothing() -> None:
    assert picked("q") is None


def test_a_session_that_was_left_can_be_gone_on_with_and_one_that_is_over_is_not_offered() -> None:
    async def _look(app: PickerApp, _: Pilot[int]) -> None:
        told.append(rows(app, "picker"))

    told: list[str] = []
    picked(sessions=(ENDED, SUSPENDED), look=_look)
    assert "monday" in told[0]
    assert "sunday" not in told[0]
    assert picked("enter", sessions=(ENDED, SUSPENDED)) == Choices(session=SUSPENDED.path)


@pytest.mark.parametrize("seed", ["", "-1", "x", "9" * 25])
def test_what_is_no_seed_is_refused(seed: str) -> None:
    async def _look(app: PickerApp, pilot: Pilot[int]) -> None:
        app.query_one("#drawer-input-0", Input).value = seed
        await pilot.press("enter")
        assert app.choices.seed == 1
        assert app.query_one("#drawer-input-0").has_focus

    picked("s", look=_look)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_what_the_line_under_the_cursor_is_about_stands_beside_it(size: tuple[int, int]) -> None:
    async def _look(app: PickerApp, _: Pilot[int]) -> None:
        about = rows(app, "about")
        assert "Objectives:" in about
        assert "lasts 24 h" in about

    picked("down", "down", size=size, look=_look)


def test_files_of_the_folder_are_offered_beside_the_shipped_ones_and_broken_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("startex: 1\ntitle: '[red]Mine'\nclock: {duration: 2 h}\n", encoding="utf-8")
    (tmp_path / "torn.yaml").write_text("startex: [", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("some: thing\n", encoding="utf-8")
    found = offered(tmp_path)
    assert [row.title for row in found if row.path.parent == tmp_path] == ["[red]Mine"]
    assert [row.seconds for row in found if row.path.parent == tmp_path] == [7200]

    async def _look(app: PickerApp, _: Pilot[int]) -> None:
        assert "[red]Mine" in rows(app, "picker")

    picked(scenarios=found, look=_look)


def test_keys_that_come_all_at_once_act_in_their_order() -> None:
    async def _look(app: PickerApp, pilot: Pilot[int]) -> None:
        for key, sign in (("backspace", "\x7f"), ("7", "7"), ("left", None), ("5", "5")):
            app.post_message(events.Key(key, sign))
        await pilot.pause(0.1)
        assert app.query_one("#drawer-input-0", Input).value == "57"

    picked("s", look=_look)
