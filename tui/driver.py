"""Which driver stands between the application and its terminal."""

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
        from tui.tolerant import TolerantDriver
    except ImportError:  # a system without termios has a driver of its own, which is given whole characters
        return None
    return TolerantDriver
