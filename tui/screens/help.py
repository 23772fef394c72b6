"""The help: every key of a screen, and what the signs mean."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.catalogue import marked, tr, word
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import EVERYWHERE, keys_of
from tui.safe_text import safe
from tui.screens.sheet import Sheet
from tui.widgets.rows import Row, RowPane

__all__ = ["Help", "KeyList"]

_SIGNS = ("planned", "contingency", "ready", "late", "held", "delivered", "adhoc", "recalled", "skipped", "expired")
_MAP = (
    ("+ - 0", marked("nearer, farther, all of it")),
    (marked("arrows"), marked("move the sight")),
    ("y", marked("follow the next unit or group")),
)
_MARKS = (
    ("Q1", "unit", marked("a unit of ours, by its letters in pane 3")),
    ("g1", "group", marked("a group of the threat")),
    ("c", "people", marked("a crowd that waits")),
    ("F", "late", "fire"),
    ("+", "late", marked("people were hurt here")),
    ("o", "ground", marked("a post; x is abandoned; none is shown where they would hide the ground")),
    ("?", "due", marked("on a cell's map: known from before, not seen lately")),
)
"""what stands on the map: sign, style and meaning"""


def key_rows(glyphs: Glyphs, *where: str) -> list[Row]:
    """A row for each key of a screen."""
    told = ((key, f"{glyphs.plain(tr(key.shown)):<4} ") for key in keys_of(*where))
    return [Row(f"key {key.action}", ((sign, "strong"), (tr(key.about), ""))) for key, sign in told]


class KeyList(ModalScreen[None]):
    """The keys of a screen that shows no session."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter", "app.pop_screen", "back")]

    def __init__(self, glyphs: Glyphs, where: str):
        super().__init__()
        self._rows = key_rows(glyphs, where)

    def compose(self) -> ComposeResult:
        """A line for each key."""
        yield Static(safe(tr("KEYS OF THIS SCREEN - Esc goes back")), classes="title")
        yield RowPane(id="keys", empty="")

    def on_mount(self) -> None:
        """Fill it."""
        pane = self.query_one("#keys", RowPane)
        pane.show(self._rows)
        pane.focus()


class Help(Sheet):
    """Keys and signs."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter", "app.pop_screen", "back")]

    def __init__(self, desk: Desk, glyphs: Glyphs, where: str):
        super().__init__(desk, glyphs)
        self._where, self._glyphs = where, glyphs

    def compose(self) -> ComposeResult:
        """A line for each key."""
        yield from self.heading(tr("KEYS OF THIS SCREEN ({screen})", screen=word(self._where)), tr("Esc goes back"))
        yield RowPane(id="keys", empty="")

    def on_mount(self) -> None:
        """Fill it."""
        pane = self.query_one("#keys", RowPane)
        pane.show(list(self._rows()))
        pane.focus()

    def _rows(self) -> list[Row]:
        rows = key_rows(self._glyphs, self._where, EVERYWHERE)
        rows.append(Row("map", ((tr("on the map"), "title"),), heading=True))
        rows += [Row(f"map {k}", ((f"{tr(k):<8}", "strong"), (tr(about), ""))) for k, about in _MAP]
        rows += [
            Row(f"mark {sign}", ((f"{sign:<8}", style), (tr(about) if " " in about else word(about), "")))
            for sign, style, about in _MARKS
        ]
        rows.append(Row("signs", ((tr("signs of the MSEL"), "title"),), heading=True))
        rows += [
            Row(f"sign {name}", ((self._glyphs.sign(name), self._glyphs.of(name).style), (f"  {word(name)}", "")))
            for name in _SIGNS
        ]
        return rows
