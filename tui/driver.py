"""The terminal under the screen: what comes from it may be anything.

Textual reads keys with a strict decoder: one byte that is no UTF-8 ends the application as if somebody had left it,
and half a sign kills the keyboard.  Here such bytes become the sign for what cannot be read, and the exercise goes on.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

__all__ = ["driver_class"]


def driver_class() -> type[Driver] | None:
    """The driver of this system's terminal; None where Textual's own will do."""
    if sys.__stdin__ is None:
        return None
    try:
        from textual.drivers import linux_driver
    except ImportError:  # a system without termios has a driver of its own, which is given whole characters
        return None

    class TolerantDriver(linux_driver.LinuxDriver):
        """Textual's driver, with a decoder that never fails."""

        def run_input_thread(self) -> None:
            """Read keys; the decoder is looked up by name when the thread begins."""
            place = vars(linux_driver)
            strict = place["getincrementaldecoder"]
            place["getincrementaldecoder"] = lambda name: lambda: strict(name)("replace")
            try:
                super().run_input_thread()
            finally:
                place["getincrementaldecoder"] = strict

    return TolerantDriver
