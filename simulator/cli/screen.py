"""The way from the command line to the screen.

The screen lies above this room and may be absent where nobody needs it, so it is found by its name and loaded only
when it opens: runs without a terminal never load it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

import typer

__all__ = ["Ascii", "NoMouse", "open_screen", "screen_named"]

Ascii = Annotated[bool, typer.Option("--ascii", help="Draw the screen with ASCII signs only.")]
NoMouse = Annotated[bool, typer.Option("--no-mouse", help="Leave the mouse to the terminal.")]


def screen_named(name: str) -> Any:
    """What stands under a name where screens are opened."""
    return getattr(import_module("tui.entry"), name)


def open_screen(name: str, *given: Any, **options: Any) -> int:
    """Open the screen of that name (``play``, ``view``) and stay until it is left; gives the exit status."""
    opened: Callable[..., int] = screen_named(name)
    return opened(*given, **options)
