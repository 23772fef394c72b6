"""Why: the causes of an event from its root, and what came of it; any line may be asked in its turn."""

from __future__ import annotations

from itertools import islice
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from simulator.catalogue import tr
from simulator.events import LogEvent
from simulator.readers.story import chain
from simulator.units import clock_column
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.screens.sheet import Sheet
from tui.widgets.rows import Row, RowPane

__all__ = ["WhyScreen"]

_MOST = 400
"""consequences that are shown"""


class WhyScreen(Sheet):
    """The chain of one event, both ways."""

    WHERE = "why"
    BINDINGS: ClassVar[list[BindingType]] = bindings("why")

    def __init__(self, desk: Desk, glyphs: Glyphs, seq: int):
        super().__init__(desk, glyphs)
        self.seq = seq

    def compose(self) -> ComposeResult:
        """One pane."""
        yield from self.heading(tr("WHY"), tr("Enter asks of another line, Esc goes back"))
        yield RowPane(id="why", empty=tr("there is no such event"))

    def on_mount(self) -> None:
        """Fill it."""
        self._show()
        self.query_one("#why", RowPane).focus()

    def _show(self) -> None:
        pane = self.query_one("#why", RowPane)
        pane.show(self._rows())
        pane.select(f"event {self.seq}")

    def _rows(self) -> list[Row]:
        log = self.desk.log
        if not 1 <= self.seq <= len(log):
            return []
        rows = [Row("causes", ((tr("WHAT IT COMES FROM"), "title"),), heading=True)]
        for depth, event in enumerate(chain(log, self.seq)):
            rows.append(self._row(event, depth, "strong" if event.seq == self.seq else ""))
            for other in event.given:
                told = log[other - 1]
                if told.kind != "exercise_started":
                    rows.append(self._row(told, depth + 2, "quiet", given=True))
        rows.append(Row("effects", ((tr("WHAT CAME OF IT"), "title"),), heading=True))
        rows += [self._row(event, depth, "") for event, depth in self._consequences()]
        return rows if not rows[-1].heading else [*rows, Row("none", ((f"{'':12}{tr('nothing yet')}", "quiet"),))]

    def _row(self, event: LogEvent, depth: int, style: str, *, given: bool = False) -> Row:
        indent = "  " * min(depth, 12)
        arrow = "" if depth == 0 or given else "> "
        told = self.desk.names.told(event)
        told = tr("given that {event}", event=told) if given else told
        spans = ((f"{clock_column(event.at, 10)}  ", "quiet"), (f"{indent}{arrow}{told}", style))
        key = f"event {event.seq}" if not given else f"given {event.seq} {depth}"
        return Row(key, spans, event.seq, f"[{event.seq} {event.kind}]", "quiet")

    def _consequences(self) -> list[tuple[LogEvent, int]]:
        """Events that this one brought about, at any remove, depth first in the order of the log."""
        children: dict[int, list[LogEvent]] = {}
        for event in islice(self.desk.log, self.seq, None):
            if event.cause is not None and event.cause >= self.seq:
                children.setdefault(event.cause, []).append(event)
        found: list[tuple[LogEvent, int]] = []
        waiting = [(event, 0) for event in reversed(children.get(self.seq, []))]
        while waiting and len(found) < _MOST:
            event, depth = waiting.pop()
            found.append((event, depth))
            waiting += [(child, depth + 1) for child in reversed(children.get(event.seq, []))]
        return found

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Ask of that line."""
        event.stop()
        if event.row.seq:
            self.seq = event.row.seq
            self._show()
