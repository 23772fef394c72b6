"""A sheet: a screen above the live one, with the handling marking and a title over it; Esc goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from tui.glyphs import Glyphs
from tui.safe_text import safe

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["Sheet", "heading"]


def heading(handling: str, text: str, keys: str = "") -> ComposeResult:
    """How the exercise is to be handled; the title, and at its right what keys do, which is never cut."""
    if handling:
        yield Static(safe(handling), id="handling", classes="-on")
    with Horizontal(classes="title"):
        yield Static(safe(text), id="title")
        yield Static(safe(f"  {keys}" if keys else ""), id="title-keys")


class Sheet(Screen[None]):
    """What every screen above the live one has."""

    WHERE: ClassVar[str] = ""
    """the name under which the table of keys knows it"""

    def __init__(self, desk: Desk, glyphs: Glyphs):
        super().__init__()
        self.desk, self.glyphs = desk, glyphs

    def heading(self, text: str, keys: str = "") -> ComposeResult:
        """The :func:`heading` of this session."""
        yield from heading(self.desk.session.header.handling, text, keys)

    def action_back(self) -> None:
        """To the screen below."""
        self.app.pop_screen()
