"""The text itself: Textual's editor with the colours of YAML, lines with problems marked, and words offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection, TextAreaTheme

from simulator.authoring.completing import Offer, offers_at
from simulator.authoring.cursor import Spot
from tui.safe_text import sign_by_sign

__all__ = ["Editor"]

_OURS = ("f5", "f6", "f7")
"""keys that the library's editor has for itself and the screen needs: they select, which shift and arrows do too"""


class Editor(TextArea):
    """A scenario's text.  :attr:`offers` are the words that may stand at the cursor while somebody asked for them."""

    class Offered(Message):
        """Other words are offered at the cursor, or none any more."""

    def __init__(self, text: str, *, id: str):
        super().__init__(text, language=None, show_line_numbers=True, soft_wrap=False, tab_behavior="indent", id=id)
        self.indent_width = 2
        self.names: Mapping[str, Sequence[str]] = {}
        """the names of the scenario by what they name"""
        self.marked: frozenset[int] = frozenset()
        """lines with a problem, from 0"""
        self.offers: list[Offer] = []
        self.chosen = 0
        self._spot: Spot | None = None

    def on_mount(self) -> None:
        """Colours, where the parser for them is installed."""
        for key in _OURS:
            self._bindings.key_to_bindings.pop(key, None)
        if "yaml" in self.available_languages:
            self.language = "yaml"
        self.colour()

    def colour(self) -> None:
        """Colours that fit the theme of the application."""
        colours = {} if self.app.no_color else self.app.theme_variables
        styles = {
            "yaml.field": Style(color=colours.get("primary"), bold=True),
            "comment": Style(dim=True, italic=True),
            "number": Style(color=colours.get("secondary")),
            "boolean": Style(color=colours.get("secondary")),
            "punctuation.bracket": Style(dim=True),
            "punctuation.delimiter": Style(dim=True),
        }
        self.register_theme(TextAreaTheme(name="startex", syntax_styles=styles))
        self.theme = "startex"

    # what is drawn

    def get_line(self, line_index: int) -> Text:
        """A line as it may be shown; underlined where something is wrong with it."""
        line = Text(sign_by_sign(self.document.get_line(line_index)), end="", no_wrap=True)
        if line_index in self.marked:
            line.stylize(Style(underline=True))
        return line

    def mark(self, lines: frozenset[int]) -> None:
        """These lines have problems."""
        if lines != self.marked:
            self.marked = lines
            self._line_cache.clear()
            self.refresh()

    def go_to(self, line: int, column: int = 0) -> None:
        """Put the cursor on a line, from 1 as people count, and into the middle of what is seen."""
        row = max(0, min(line - 1, self.document.line_count - 1))
        width = len(self.document.get_line(row))
        self.selection = Selection.cursor((row, max(0, min(column - 1, width))))
        self.scroll_cursor_visible(center=True)
        self.focus()

    # words that are offered

    def offer(self) -> None:
        """Offer what may stand at the cursor."""
        row, column = self.cursor_location
        self._spot, self.offers = offers_at(self.document.lines, row, column, self.names)
        self.chosen = 0
        self.post_message(self.Offered())

    def offer_no_more(self) -> None:
        """Put the words away."""
        if self.offers:
            self.offers = []
            self.post_message(self.Offered())

    def take(self, offer: Offer) -> None:
        """Write an offered word in the place of what is there of it."""
        row, column = self.cursor_location
        start = column - len(self._spot.word) if self._spot is not None else column
        rest = self.document.get_line(row)[column:]
        colon = ": " if offer.is_field and not rest.lstrip().startswith(":") else ""
        self.offers = []
        self.replace(offer.text + colon, (row, start), (row, column))
        self.move_cursor((row, start + len(offer.text) + len(colon)))
        self.post_message(self.Offered())

    async def _on_key(self, event: events.Key) -> None:
        """While words are offered, some keys choose among them."""
        if self.offers and event.key in ("up", "down", "enter", "tab", "escape"):
            event.stop()
            event.prevent_default()
            if event.key == "escape":
                self.offer_no_more()
            elif event.key in ("enter", "tab"):
                self.take(self.offers[self.chosen])
            else:
                self.chosen = (self.chosen + (1 if event.key == "down" else -1)) % len(self.offers)
                self.post_message(self.Offered())
            return
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            if event.key == "enter":
                self._new_line()
            return
        own = self._bindings.key_to_bindings.get(event.key, ())
        if own and not event.is_printable:  # at once: the library lets a letter that comes after it overtake it
            event.stop()
            event.prevent_default()
            await self.run_action(own[0].action)
            return
        await super()._on_key(event)

    def on_text_area_changed(self) -> None:
        """What is offered follows what is typed."""
        if self.offers:
            self.offer()

    def _new_line(self) -> None:
        """A new line begins as deep as this one, one step deeper below a key that has no value."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        depth = len(line) - len(line.lstrip(" "))
        head = line[:column].rstrip()
        if head.lstrip().startswith("- ") and head.endswith(":"):
            depth += 2
        deeper = 2 if head.endswith(":") else 0
        self.insert("\n" + " " * (depth + deeper) if column >= depth else "\n")
