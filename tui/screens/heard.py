"""After a jump: why it went no further, and what each cell heard meanwhile."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from simulator.catalogue import tr, trn
from simulator.runs.jump import Jumped
from simulator.units import format_clock
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.lines.folded import folded
from tui.lines.live import feed_row
from tui.screens.sheet import Sheet
from tui.screens.why import WhyScreen
from tui.widgets.rows import Row, RowPane

__all__ = ["Heard"]


class Heard(Sheet):
    """What is read out to the room before the clock runs again."""

    WHERE = "heard"
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)

    def __init__(self, desk: Desk, glyphs: Glyphs, jumped: Jumped):
        super().__init__(desk, glyphs)
        self.jumped = jumped
        self._rows: list[Row] = []

    def compose(self) -> ComposeResult:
        """One pane."""
        yield from self.heading(
            tr("IT IS {time} - tell each cell what it heard, Esc goes back", time=format_clock(self.desk.now))
        )
        yield RowPane(id="heard", empty=tr("no cell is in this exercise"))

    def on_mount(self) -> None:
        """Cell by cell."""
        to, title = self.jumped.to, self.desk.names.title
        ended = (
            tr("the jump ends with: {why}", why=to.why) if to.inject else tr("the jump ends before: {why}", why=to.why)
        )
        rows = [Row("why", ((ended, "due"),))]
        for cell, events in self.jumped.heard.items():
            told = trn("{cell} heard {n} thing", "{cell} heard {n} things", len(events), cell=title(cell))
            told = told if events else tr("{cell} heard nothing", cell=title(cell))
            rows.append(Row(f"cell {cell}", ((told, "title"),), heading=True))
            rows += [feed_row(event, self.desk.names) for event in events]
        self._rows = rows
        self._show()
        self.query_one("#heard", RowPane).focus()

    def on_resize(self) -> None:
        """Folded anew: what is read out is never cut."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        pane = self.query_one("#heard", RowPane)
        pane.show(folded(self._rows, pane.scrollable_content_region.width - 1))

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """The causes of the line under the cursor."""
        event.stop()
        if event.row.seq:
            self.app.push_screen(WhyScreen(self.desk, self.glyphs, event.row.seq))
