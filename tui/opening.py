"""An application that is on its terminal before there is a session to show.

The opening screen says what the file says, while a thread loads the engine, builds the world and makes the desk.  What
is typed meanwhile is kept and comes to the session in its order.  Nothing here may load what lies below a desk: that
takes longer than everything else before the first paint.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from tui.glyphs import Glyphs
from tui.screens.opening import Opening
from tui.terminal import OnTerminal
from tui.themes import THEMES

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.lines.opening import Known

__all__ = ["Making", "OpeningApp"]

_A_KEY_S = 0.05
"""between two keys that were kept: a key may bring up the screen that the next one is for"""


@dataclass(frozen=True, slots=True)
class Making:
    """A desk that is still to be made, in a thread, and what can be said of it before."""

    make: Callable[[], Desk]
    known: Known


class OpeningApp(OnTerminal):
    """Conducts a desk that is there, or one that is made beside it."""

    desk: Desk
    """there once it is :attr:`ready`"""
    ready = False

    def __init__(self, folder: Path, desk: Desk | Making, *, ascii_only: bool = False):
        super().__init__()
        self.folder = folder
        self.glyphs = Glyphs(ascii_only=ascii_only)
        self._given = desk
        self._made: Future[Desk] | None = None
        self._kept: list[events.Key | events.Paste] = []
        self._keeps = isinstance(desk, Making)
        """whether what is typed is kept"""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    async def conduct(self, desk: Desk) -> None:
        """The session is there: its screens come up."""
        raise NotImplementedError

    async def on_mount(self) -> None:
        """What the file says comes up; when that is painted, the rest is made."""
        self.heed_signals()
        if isinstance(self._given, Making):
            await self.push_screen(Opening(self._given.known))
            self.call_after_refresh(self.run_worker, self._open(self._given), group="opening", exit_on_error=False)
        else:
            await self.conduct(self._given)

    async def _open(self, making: Making) -> None:
        self._made = ThreadPoolExecutor(1, "opening").submit(making.make)
        try:
            desk = await asyncio.wrap_future(self._made)
        except Exception:  # :meth:`wait` raises it when the terminal is given back
            self.leave(1)
            return
        await self.conduct(desk)
        await self._painted()
        while self._kept:
            await super().on_event(self._kept.pop(0))
            await asyncio.sleep(_A_KEY_S)
            await self._painted()
        self._keeps = False

    async def _painted(self) -> None:
        """The screen that is on top is there as a whole, with its focus."""
        there = asyncio.Event()
        self.call_after_refresh(there.set)
        await there.wait()

    def made(self) -> Desk | None:
        """Wait for the desk; None if none was begun.  Raises what it could not be made for."""
        if self.ready or self._made is None:
            return self.desk if self.ready else None
        return self._made.result()

    async def on_event(self, event: events.Event) -> None:
        """Keys come to the session as it is there; a first q wants none.

        Once there is one, a q is a key like any other also where those before it are still being handed on: the clock
        may run by then, and then it is asked.
        """
        if not self._keeps or not isinstance(event, events.InputEvent):
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key in ("q", "ctrl+c") and not self.ready and not self._kept:
            self.leave()
        elif isinstance(event, events.Key | events.Paste):
            self._kept.append(event)
