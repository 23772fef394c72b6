"""A walk through every screen of one played session that takes a picture of each; nothing in it depends on the day.

The session is ``site_in_flames`` with one seed, by hand, its wall is a fixed one, and the clock of the machine, its
time zone, a blinking cursor and what fades away by itself are kept out of the pictures.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

from textual.app import App
from textual.command import CommandList
from textual.pilot import Pilot
from textual.widgets import Input

from simulator import commands as c
from simulator.runs.follow import Followed
from simulator.runs.lookahead import LookAhead, Spreading
from simulator.runs.replay import BY_HAND
from simulator.runs.session import Session
from simulator.runs.sessions import begin, fork, fork_folder, look_at
from tests.runs.live import Wall
from tui.app import ExerciseApp
from tui.desk import Desk
from tui.player import PlayerApp
from tui.screens.ahead import AheadScreen

__all__ = ["SIZES", "Album", "album_of"]

SCENARIO = Path(__file__).parents[2] / "scenarios" / "site_in_flames.yaml"
HOUR = 3600
SIZES = {"80x24": (80, 24), "160x48": (160, 48)}


class Album:
    """Pictures by name, of an application on a terminal of so many columns and lines."""

    def __init__(self) -> None:
        self.pictures: dict[str, str] = {}
        self.screens: set[str] = set()
        """the screens that are in a picture, by the names of their classes"""
        self.copies: dict[str, Path] = {}
        """sessions as they stood, for the players' screen of a picture"""
        self.app: App[int]
        self.pilot: Pilot[int]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)

    async def write(self, text: str) -> None:
        """A text into the field that has the keys."""
        box = self.app.focused
        assert isinstance(box, Input)
        box.insert_text_at_cursor(text)
        await self.pilot.pause()

    def follow(self, name: str, folder: Path) -> None:
        """The players' screen is to be pictured as the session stands now."""
        self.copies[name] = copytree(folder, folder.parent / "as it stood" / name)

    async def take(self, name: str) -> None:
        """A picture of what is on the screen, once it has come to rest."""
        for box in self.app.screen.query(Input):
            box.cursor_blink = False
        await self.pilot.pause()
        await self.pilot.wait_for_scheduled_animations()
        self.app.clear_notifications()
        await self.pilot.pause()
        self.screens.add(type(self.app.screen).__name__)
        self.pictures[name] = self.app.export_screenshot(title="startex", simplify=True)


class Foreseen(LookAhead):
    """A look-ahead that has come to its answer: the screen is in the picture, not a hundred futures."""

    def __init__(self, session: Session, decision: str):
        self.futures, self.past = 100, _Foreseen(session.now, decision)

    def cancel(self) -> None: ...

    def spreads(self, *, wait_for: bool = False) -> list[Spreading]:
        return [
            Spreading("go", "civilian_harm", 100, 41, 60, 112),
            Spreading("wait", "civilian_harm", 100, 55, 83, 140),
            Spreading("go", "harm_crush", 100, 0, 0, 4),
            Spreading("wait", "harm_crush", 100, 0, 2, 19),
            Spreading("go", "breach_open", 96, 25, 48, 101),
            Spreading("wait", "breach_open", 0, None, None, None),
        ]


class _Foreseen:
    def __init__(self, at: int, decision: str):
        self.at, self.decision = at, decision


def moved(app: ExerciseApp, wall: Wall, at: int) -> None:
    app.desk.session.move_to(at, "f", wall(1))
    app.desk.fold()
    app.bring_up_to_date()


async def before_the_attack(album: Album, app: ExerciseApp, wall: Wall) -> None:
    await album.take("briefing")
    await album.press("enter", "space")
    await album.take("live_at_startex")
    await album.press("space")
    moved(app, wall, 12 * 60)
    await album.press("n", "n", "enter", "a")
    await album.write("A drone is over the base")
    await album.press("tab")
    await album.write("military")
    await album.take("drawer_adhoc")
    await album.press("enter", "J")
    await album.write("H+2")
    await album.press("tab")
    await album.write("military: the patrol stays at the wire")
    await album.take("drawer_jump")
    await album.press("enter")
    await album.take("heard_meanwhile")
    await album.press("escape")
    moved(app, wall, 5 * HOUR)


async def drawers(album: Album) -> None:
    await album.press("d")
    await album.take("drawer_decision")
    await album.press("a")
    await album.write("The company commander opens it")
    await album.take("drawer_decision_words")
    await album.press("enter", "o")
    await album.write("Police and soldiers on two radio nets")
    await album.take("drawer_note")
    await album.press("enter", "3", "r")
    await album.take("drawer_order")
    await album.press("escape", "t", "a")
    await album.take("drawer_question")
    await album.press("escape")


async def attack(album: Album, app: ExerciseApp, wall: Wall) -> None:
    moved(app, wall, 17 * HOUR + 50 * 60)
    await album.press("1")
    await album.take("live_in_the_attack")
    await album.press("n")
    await album.take("question_before_firing")
    await album.press("n", "2", "z", "plus")
    await album.take("map_zoomed")
    await album.press("0", "z", "1", "left_square_bracket")
    await album.take("looking_back")
    await album.press("right_square_bracket")
    app.push_screen(AheadScreen(app.desk, app.glyphs, Foreseen(app.desk.session, "force_without_paper")))
    await album.pilot.pause()
    app.screen.renew()  # type: ignore[attr-defined]
    await album.take("look_ahead")
    await album.press("escape")


async def around(album: Album, app: ExerciseApp) -> None:
    await album.press("L", "slash")
    await album.write("inject:I-02")
    await album.press("enter")
    await album.take("log_filtered")
    await album.press("w")
    await album.take("why")
    await album.press("escape", "escape", "E")
    await album.take("evaluate_unrated")
    await album.press("enter", "s")
    await album.write("The warning had an owner after an hour")
    await album.take("drawer_rating")
    await album.press("enter")
    await album.take("evaluate_rated")
    await album.press("escape", "B")
    await album.take("branches")
    await album.press("down", "enter")
    await album.take("side_by_side")
    await album.press("escape", "escape", "question_mark")
    await album.take("help")
    await album.press("escape", "colon")
    while not app.screen.query_one(CommandList).option_count:
        await album.pilot.pause(0.05)
    await album.pilot.pause(0.5)  # it fills by and by
    await album.take("palette")
    await album.press("escape")


async def marks_and_end(album: Album, app: ExerciseApp, wall: Wall) -> None:
    album.follow("player", app.folder)
    await album.press("K")
    await album.take("players_dark")
    album.follow("player_dark", app.folder)
    await album.press("K", "exclamation_mark")
    await album.take("stop_real_event")
    album.follow("player_stopped", app.folder)
    await album.press("space", "space")
    moved(app, wall, 19 * HOUR)
    app.desk.submit(c.EndExercise("time is up"))
    app.bring_up_to_date()
    await album.take("live_after_endex")
    await album.press("H")
    await album.take("hot_wash")
    await album.press("minus")
    await album.take("drawer_tag")
    await album.press("escape", "escape")


async def conducted(album: Album, app: ExerciseApp, wall: Wall) -> None:
    await before_the_attack(album, app, wall)
    await drawers(album)
    await attack(album, app, wall)
    folder = app.folder
    fork(look_at(folder), 5 * HOUR, fork_folder(folder, 5 * HOUR), wall(1), decide={"open_base_gate": "hold"})
    await around(album, app)
    await marks_and_end(album, app, wall)
    await too_small(album)


async def too_small(album: Album) -> None:
    await album.pilot.resize_terminal(50, 15)
    await album.take("too_small")


@contextmanager
def still(*, colour: bool) -> Iterator[None]:
    """No time zone, and colours or none."""
    with patch.dict(os.environ), patch.object(Desk, "wall_clock", lambda _: "10:18:07"):
        os.environ.pop("NO_COLOR", None)
        if not colour:
            os.environ["NO_COLOR"] = "1"
        yield


def album_of(folder: Path, size: tuple[int, int], *, colour: bool) -> Album:
    """Every picture of a session that is played in a folder, and of the players' screens that follow it."""
    wall, found = Wall(), Album()
    with still(colour=colour):
        session = begin(folder, SCENARIO, variant="before", delivery=BY_HAND)
        app = ExerciseApp(folder, Desk(session, folder, now=wall))
        asyncio.run(_walked(found, app, size, lambda: conducted(found, app, wall)))
        for name, copy in found.copies.items():
            player = PlayerApp(Followed(copy), "military", moment=wall)
            asyncio.run(_walked(found, player, size, lambda name=name: found.take(name)))
    return found


async def _walked(
    found: Album, app: ExerciseApp | PlayerApp, size: tuple[int, int], walk: Callable[[], Coroutine[None, None, None]]
) -> None:
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        found.app, found.pilot = app, pilot
        await pilot.pause()
        await walk()
