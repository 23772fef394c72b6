"""A question before what cannot be taken back: y does it; Enter too, where the hand is already on it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.catalogue import tr, word
from tui.safe_text import safe

__all__ = ["Confirm"]


class Confirm(ModalScreen[bool]):
    """Gives whether it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y", "answer(True)", "yes"),
        Binding("n,N,escape,q", "answer(False)", "no"),
    ]

    def __init__(self, text: str, *, enter: bool = False):
        super().__init__()
        self._text, self._enter = text, enter

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        keys = tr("Enter or y does it, n or Esc leaves it") if self._enter else tr("y does it, n or Esc leaves it")
        yield Static(safe(f"{self._text}\n\n{keys}"), id="confirm")

    def on_key(self, event: events.Key) -> None:
        """Enter never falls through to what lies below."""
        if event.key == "enter":
            event.stop()
            if self._enter:
                self.dismiss(True)
        elif event.character and event.character.lower() == word("y"):
            event.stop()
            event.prevent_default()
            self.dismiss(True)

    def action_answer(self, yes: bool) -> None:
        """The answer."""
        self.dismiss(yes)
