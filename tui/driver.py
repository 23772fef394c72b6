"""The terminal under the screen: what comes from it may be anything, and it may go away at any time.

Textual's own driver ends the application, as if somebody had left it, for one byte that is no UTF-8; half a sign
kills its keyboard; a terminal that is gone makes it spin.  Here such bytes become the sign for what cannot be read,
strings that nobody asked for press no keys (see :mod:`tui.incoming`), and the application is told that its terminal
is gone.
"""

from __future__ import annotations

import selectors
import sys
from typing import TYPE_CHECKING, Any, TextIO

from simulator.processes import ticks
from simulator.system import read_input
from tui.incoming import Incoming

if TYPE_CHECKING:
    from textual.driver import Driver

__all__ = ["Lasting", "driver_class"]

_SOON_S, _LATER_S = 0.02, 0.1
"""how long one look for input takes: while something has begun, and otherwise"""
_LIVELY_S = 0.3
_MOST = 16 * 1024


def driver_class() -> type[Driver] | None:
    """The driver of this system's terminal; None where Textual's own will do.

    The application may have ``terminal_gone()``, called when nothing can be read from the terminal any more.
    """
    if sys.__stdin__ is None:
        return None
    try:
        from textual.drivers import linux_driver
    except ImportError:  # a system without termios has a driver of its own, which is given whole characters
        return None
    from textual._xterm_parser import XTermParser

    class TolerantDriver(linux_driver.LinuxDriver):
        """Textual's driver, with an ear for anything and an end that never fails."""

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
                    text = ""
                    if selector.select(_SOON_S if lively else _LATER_S):
                        raw = self._raw()
                        if not raw:
                            self._app.call_later(getattr(self._app, "terminal_gone", self._app.exit))
                            return
                        heard = ticks()
                        text = incoming.take(raw, heard)
                    else:
                        text = incoming.idle(ticks())
                    parser = self._press(parser, text)

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

        def stand_aside(self) -> None:
            """Give the terminal back and stand still until the shell lets this process go on."""
            self._sigtstp_application()

        def _sigcont_application(self, *_: Any) -> None:
            """The process goes on; the terminal is taken again only if it was given back."""
            if self._key_thread is not None and self._key_thread.is_alive():
                self._app.call_later(self._app.refresh, repaint=True, layout=True)
            else:
                super()._sigcont_application()

    return TolerantDriver


class Lasting:
    """A file to write to that may go away: from then on writing does nothing.  Signs that it has not become ``?``."""

    def __init__(self, file: TextIO):
        self._file = file
        self._gone = False
        encoding = file.encoding or "ascii"
        self._narrow = None if encoding.lower().replace("-", "").startswith("utf") else encoding

    def write(self, text: str) -> None:
        """Write, if somebody is there."""
        if self._narrow is not None:
            text = text.encode(self._narrow, "replace").decode(self._narrow)
        self._attempt(lambda: self._file.write(text))

    def flush(self) -> None:
        """Flush, if somebody is there."""
        self._attempt(self._file.flush)

    def fileno(self) -> int:
        """The descriptor of the file."""
        return self._file.fileno()

    def _attempt(self, deed: Any) -> None:
        if self._gone:
            return
        try:
            deed()
        except (OSError, ValueError):
            self._gone = True
