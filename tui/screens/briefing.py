"""The briefing: shown before STARTEX, and at I whenever somebody asks what this is about."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from simulator.catalogue import tr
from simulator.readers.scene.ground import Ground
from tui.keys import bindings
from tui.lines.briefing import briefing_rows
from tui.lines.folded import folded
from tui.screens.sheet import Sheet
from tui.widgets.map import MapPane
from tui.widgets.rows import RowPane

__all__ = ["Briefing"]


class Briefing(Sheet):
    """What will be played."""

    WHERE = "briefing"
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]

    def compose(self) -> ComposeResult:
        """Words left, the ground right."""
        yield from self.heading(
            tr("EXERCISE {title}", title=self.desk.session.header.title), tr("Enter goes on; there space is STARTEX")
        )
        with Container(id="briefing-panes"):
            yield RowPane(id="briefing", empty="")
            yield MapPane(Ground(self.desk.blueprint), id="ground", ascii_only=self.glyphs.ascii_only)

    def on_mount(self) -> None:
        """Keys go to the words."""
        self.query_one("#briefing").focus()

    def on_resize(self) -> None:
        """Words are folded to the width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        pane = self.query_one("#briefing", RowPane)
        rows = briefing_rows(self.desk.blueprint, self.desk.session.header, self.glyphs)
        pane.show(folded(rows, pane.scrollable_content_region.width - 1))
        self.query_one("#ground", MapPane).show(self.desk.scene.places, [])

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Enter goes on."""
        event.stop()
        self.action_back()
