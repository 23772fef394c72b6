"""A pane of lines: one row for each thing, a cursor, a filter; only lines that changed are drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from simulator.catalogue import tr
from tui.glyphs import Glyphs
from tui.safe_text import clipped, line_of
from tui.widgets.ink import Inked

__all__ = ["Row", "RowPane", "STYLES"]

STYLES = ("quiet", "due", "late", "done", "strong", "title", "unit", "group", "people", "ground")
"""the styles that a span may have; each is a component class of the pane, so that themes decide on the colour"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line: ``key`` names what it shows, ``spans`` are texts with their styles, ``seq`` is what why is asked of."""

    key: str
    spans: tuple[tuple[str, str], ...]
    seq: int = 0
    right: str = ""
    """a text at the right edge"""
    right_style: str = ""
    heading: bool = False
    over: bool = False
    """whether nothing more is to be done about it: the cursor does not go where a row goes that has just become so"""

    @property
    def text(self) -> str:
        """All of it, for filters."""
        return " ".join([*(text for text, _ in self.spans), self.right])


class RowPane(ScrollView, Inked, can_focus=True):  # in this order: styles are inherited from the first
    """Rows with a cursor.  :meth:`show` takes a new list and draws what changed."""

    DEFAULT_CSS = ""
    INK = "rows"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{name}" for name in (*STYLES, "cursor", "empty")}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "edge(0)", "first", show=False),
        Binding("end", "edge(1)", "last", show=False),
        Binding("enter", "open", "open", show=False),
    ]

    class Opened(Message):
        """Enter was pressed, or a line was clicked twice."""

        def __init__(self, pane: RowPane, row: Row):
            super().__init__()
            self.pane, self.row = pane, row

        @property
        def control(self) -> RowPane:
            """The pane."""
            return self.pane

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, pane: RowPane, row: Row):
            super().__init__()
            self.pane, self.row = pane, row

        @property
        def control(self) -> RowPane:
            """The pane."""
            return self.pane

    def __init__(self, *, id: str, empty: str = "", follows: bool = False):
        super().__init__(id=id)
        self._rows: Sequence[Row] = []
        self._all: Sequence[Row] = ()
        self._cursor = 0
        self._empty = empty
        self.needle = ""
        """what rows must hold to be shown; empty shows all"""
        self.follows = follows
        """whether the last row stays in sight as rows come"""
        self.broken = ""
        """what went wrong when a line was drawn, if something did"""
        self._cut = "…"
        """stands where a text is longer than its line"""

    # what is shown

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on the row that it stood on, by its key.

        They are kept as they are given, and may be made as they are looked at: nobody changes them afterwards.
        """
        self._all = rows
        self._take([row for row in rows if self._fits(row)] if self.needle else rows)

    def find(self, needle: str) -> None:
        """Show only rows that hold a text."""
        self.needle = needle.casefold()
        self.show(self._all)

    def _fits(self, row: Row) -> bool:
        return row.heading or self.needle in row.text.casefold()

    def _take(self, rows: Sequence[Row]) -> None:
        old, self._rows = self._rows, rows
        at_end = self._cursor >= len(old) - 1
        self._keep_cursor(old, follow=self.follows and at_end)
        if len(old) == len(rows):
            for y, (one, other) in enumerate(zip(old, rows)):
                if one != other:
                    self.refresh_line(y)
            return
        self._reach(self.size.width)
        self.refresh()
        if self.follows and at_end:
            self._reveal()

    def _reach(self, width: int) -> None:
        """As many lines can be scrolled through as there are rows.

        Setting the size the usual way would lay the whole screen out anew for each row that comes; that is needed only
        where the scroll bar comes or goes, which the library sees to.
        """
        size = Size(width, max(1, len(self._rows)))
        self.set_reactive(Widget.virtual_size, size)
        self._scroll_update(size)

    def _keep_cursor(self, old: Sequence[Row], *, follow: bool) -> None:
        last = max(0, len(self._rows) - 1)
        if follow or not self._rows:
            self._cursor = last
        elif self._cursor < len(old):
            was = old[self._cursor]
            y, now = self._same(was)
            self._cursor = min(self._cursor if now.over and not was.over else y, last)
        else:
            self._cursor = 0
        self._pass_headings(1)

    def _same(self, was: Row) -> tuple[int, Row]:
        """Where a row stands now, and how it is: most often where it stood."""
        y = self._cursor
        if y < len(self._rows) and (row := self._rows[y]).key == was.key:
            return y, row
        return next(((y, row) for y, row in enumerate(self._rows) if row.key == was.key), (y, was))

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._rows

    def select(self, key: str) -> bool:
        """Put the cursor on the row of a key; gives whether there is one."""
        for y, row in enumerate(self._rows):
            if row.key == key:
                self._go(y)
                return True
        return False

    # the cursor

    def _go(self, y: int, *, step: int = 1) -> None:
        old = self._cursor
        self._cursor = max(0, min(y, len(self._rows) - 1))
        self._pass_headings(step)
        if old != self._cursor:
            self.refresh_line(old)
            self.refresh_line(self._cursor)
            if self.selected is not None:
                self.post_message(self.Moved(self, self.selected))
        self._reveal()

    def _pass_headings(self, step: int) -> None:
        """The cursor never rests on a heading, where there is something else."""
        for way in (step, -step):
            y = self._cursor
            while 0 <= y < len(self._rows) and self._rows[y].heading:
                y += way
            if 0 <= y < len(self._rows):
                self._cursor = y
                return

    def _reveal(self) -> None:
        height, top = self.size.height, self.scroll_offset.y
        if self._cursor < top or (self._cursor == 1 and self._rows[0].heading):
            self.scroll_to(y=max(0, self._cursor - 1), animate=False, force=True)
        elif height and self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, force=True)

    def action_move(self, by: int) -> None:
        """Move the cursor by so many rows."""
        self._go(self._cursor + by, step=1 if by > 0 else -1)

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self._go(self._cursor + by * max(1, self.size.height - 1), step=1 if by > 0 else -1)

    def action_edge(self, last: int) -> None:
        """Go to the first or the last row."""
        self._go(len(self._rows) - 1 if last else 0, step=-1 if last else 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.selected is not None:
            self.post_message(self.Opened(self, self.selected))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there; the second opens the row."""
        y = event.y + self.scroll_offset.y - self.content_region.y + self.region.y
        if 0 <= y < len(self._rows):
            again = y == self._cursor and event.chain > 1
            self._go(y)
            if again:
                self.action_open()

    # drawing

    def on_mount(self) -> None:
        """A terminal with few signs has none for what is cut."""
        glyphs: Glyphs | None = getattr(self.app, "glyphs", None)
        self._cut = glyphs.plain(self._cut) if glyphs is not None else self._cut

    def on_resize(self, event: events.Resize) -> None:
        """Lines are as wide as the pane."""
        self._reach(event.size.width)
        self._reveal()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor shows only where keys go."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line as the terminal gets it; one that cannot be drawn says so, and the others stay."""
        try:
            return self._drawn(y + self.scroll_offset.y)
        except Exception as error:  # a widget that fails must not end an exercise
            self.broken = f"{type(error).__name__}: {error}"
            text = clipped(tr("this line cannot be shown: {broken}", broken=self.broken), self.size.width)
            return Strip([Segment(text, self.rich_style)], self.size.width)

    def _drawn(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y >= len(self._rows):
            text = self._empty if y == 0 and not self._rows else ""
            return Strip([Segment(clipped(text, width), self.ink("empty"))], width)
        row = self._rows[y]
        on = y == self._cursor and self.has_focus and not row.heading
        return self.kept((row, width, on), lambda: self._line(row, width, on=on))

    def _line(self, row: Row, width: int, *, on: bool) -> Strip:
        base, over = self.ink(), self._over() if on else Style()
        right = line_of(row.right)
        room = width - (len(right) + 1 if right else 0)
        segments, used = [], 0
        for text, name in row.spans:
            whole = line_of(text)
            part = whole[: max(0, room - used)]
            if len(part) < len(whole.rstrip()) and part:
                part = part[:-1] + self._cut
            segments += self._inked(part, self.ink(name) + over, base + over)
            used += len(part)
        strip = Strip(segments).adjust_cell_length(max(0, room), base + over)
        if right:
            tail = Strip([Segment(" ", base + over), Segment(right, self.ink(row.right_style) + over)])
            strip = Strip.join([strip, tail]).adjust_cell_length(width, base + over)
        return strip

    @staticmethod
    def _inked(part: str, style: Style, plain: Style) -> list[Segment]:
        """A text in its style; blanks at its end are not underlined."""
        words = part.rstrip() if style.underline else part
        inked = Segment(words, style)
        return [inked] if len(words) == len(part) else [inked, Segment(part[len(words) :], plain)]

    def _over(self) -> Style:
        """What the line under the cursor has besides."""
        return self.get_component_rich_style("rows--cursor", partial=True)
