"""An application on a terminal: the signals that it answers to, and every way in which it ends.

An end that nobody asked for is told from one that somebody wanted: :attr:`OnTerminal.left`.  Whatever ends it, the
terminal is given back first; then it says in a sentence what went wrong, with the text of others made safe.
"""

from __future__ import annotations

import asyncio
import traceback
from contextlib import ExitStack
from typing import Any

from rich.text import Text
from textual import events, on
from textual.app import App
from textual.theme import Theme

from simulator.catalogue import tr
from simulator.display import shown
from simulator.system import Signals, caught
from tui.driver import driver_class

__all__ = ["OnTerminal"]

_MOST_LINES = 30
"""lines of a traceback that are printed: its end says most"""


class OnTerminal(App[int]):
    """What every screen of ours has below it."""

    left = False
    """whether it ended because somebody, or a signal, wanted it to"""

    def __init__(self) -> None:
        super().__init__(driver_class=driver_class())
        self._caught = ExitStack()

    @property
    def current_theme(self) -> Theme:
        """The theme; Textual copies all of them to find it, several times for each line that is drawn."""
        return self._registered_themes.get(self.theme) or super().current_theme

    def heed_signals(self) -> None:
        """From here on signals are :meth:`heard` by the loop, between any two things that it does."""
        loop = asyncio.get_running_loop()
        self._caught.enter_context(caught(lambda n: loop.call_soon_threadsafe(self.heard, n), quits=True))

    def heed_no_signals(self) -> None:
        """Signals do again what they did before."""
        self._caught.close()

    def on_unmount(self) -> None:
        """The screen is gone."""
        self.heed_no_signals()

    def heard(self, number: int) -> None:
        """A signal came: a suspension gives the terminal back and stands still, any other leaves."""
        if number == Signals.SUSPEND:
            self.stand_aside()
        else:
            self.leave(128 + number)

    @on(events.Resize)
    def doubt_the_size(self, event: events.Resize) -> None:
        """A size that came late is not believed.

        The driver asks for the size in the middle of whatever a signal interrupts, itself included: of two changes
        that follow each other closely, the older one may be told last, and the screen would stay so.
        """
        size_now = getattr(self._driver, "size_now", None)
        if size_now is not None and (size := size_now()) != event.size:
            self.post_message(events.Resize(size, size))

    def terminal_gone(self) -> None:
        """Nothing can be read any more: the window was closed or the line is down."""
        self.heard(Signals.HANG_UP)

    def stand_aside(self) -> None:
        """Give the terminal back until the shell lets this process go on; nothing where there is no such thing."""
        aside = getattr(self._driver, "stand_aside", None)
        if aside is not None:
            aside()

    def leave(self, status: int = 0) -> None:
        """End with a status, as somebody wants it."""
        self.left = True
        self.exit(status)

    def panic(self, *renderables: Any) -> None:
        """The screen cannot go on: it ends, and what is told is made safe."""
        self._say_at_the_end("\n".join(f"{part}" for part in renderables))

    def _fatal_error(self) -> None:
        """An error of ours that nobody caught; Textual would print the values of variables, which others wrote."""
        error = self._exception
        told = traceback.format_exception(error) if error is not None else []
        self._say_at_the_end("".join(told))

    def _say_at_the_end(self, what: str) -> None:
        lines = shown(what).rstrip().split("\n")[-_MOST_LINES:]
        failed = tr("The screen has failed. What was recorded is on the disk; startex resume goes on.")
        said = "\n".join([*lines, failed])
        self._exit_renderables[:] = [Text(said)]
        self._close_messages_no_wait()
