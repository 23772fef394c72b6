"""The driver of a terminal on Linux and macOS, with an ear for anything and an end that never fails.

Textual's own driver ends the application, as if somebody had left it, for one byte that is no UTF-8; half a sign
kills its keyboard; a terminal that is gone makes it spin.  Here such bytes become the sign for what cannot be read,
strings that nobody asked for press no keys (see :mod:`tui.incoming`), and the application is told that its terminal
is gone.
"""

from __future__ import annotations

import selectors
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from simulator.processes import ticks
from simulator.system import read_input
from tui.incoming import Incoming
from tui.lasting import Lasting

__all__ = ["TolerantDriver"]

_SOON_S, _LATER_S = 0.02, 0.25
"""how long one look for input takes, unless some comes: while something has begun, and otherwise"""
_LIVELY_S = 0.3
_MOST = 16 * 1024


class TolerantDriver(LinuxDriver):
    """Textual's driver; the application may have ``terminal_gone()``, called when nothing can be read any more."""

    def __init__(self, *given: Any, **options: Any):
        super().__init__(*given, **options)
        self._file: Any = Lasting(self._file)

    def run_input_thread(self) -> None:
        """Read keys until the driver stops or the terminal is gone."""
        incoming, parser, heard = Incoming(), XTermParser(self._debug), 0.0
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                lively = incoming.waits or ticks() - heard < _LIVELY_S
                if not selector.select(_SOON_S if lively else _LATER_S):
                    parser = self._press(parser, incoming.idle(ticks()))
                    continue
                raw = self._raw()
                if not raw:
                    break
                heard = ticks()
                parser = self._press(parser, incoming.take(raw, heard))
            else:
                return
        self._app.call_later(getattr(self._app, "terminal_gone", self._app.exit))

    def _raw(self) -> bytes:
        try:
            return read_input(_MOST)
        except OSError:
            return b""

    def _press(self, parser: XTermParser, text: str) -> XTermParser:
        """Hand keys to the application; a parser that fails on them is replaced."""
        try:
            for message in [*(parser.feed(text) if text else ()), *parser.tick()]:
                self.process_message(message)
        except Exception:  # whatever a terminal sends, it is no reason to end an exercise
            return XTermParser(self._debug)
        return parser

    def size_now(self) -> Size:
        """How large the terminal is at this moment."""
        return Size(*self._get_terminal_size())

    def stand_aside(self) -> None:
        """Give the terminal back and stand still until the shell lets this process go on."""
        self._sigtstp_application()

    def _sigcont_application(self, *_: Any) -> None:
        """The process goes on; the terminal is taken again only if it was given back."""
        if self._key_thread is not None and self._key_thread.is_alive():
            self._app.call_later(self._app.refresh, repaint=True, layout=True)
        else:
            super()._sigcont_application()
