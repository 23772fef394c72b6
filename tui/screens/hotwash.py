"""The hot wash: the largest differences first, then plan, simulation and players on one time line; tag and fork."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from simulator.catalogue import tr, trn, word
from simulator.readers.evaluation import IMPROVE, STRENGTH, called, written
from simulator.readers.hotwash import LANES, differences, lanes, moments
from simulator.units import clock_column, format_span
from tui.keys import bindings
from tui.lines.live import clock_of
from tui.safe_text import clipped, safe
from tui.screens.sheet import Sheet
from tui.screens.why import WhyScreen
from tui.widgets.drawer import Drawer, Field, Form
from tui.widgets.rows import Row, RowPane

__all__ = ["HotWash"]

_COSTLY = 3
_MORE = 20
_CLOCK = 11
_SIGNS = {STRENGTH: "+ ", IMPROVE: "- "}


class HotWash(Sheet):
    """For the room to look at together, after ENDEX or at a break."""

    WHERE = "hotwash"
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)

    def compose(self) -> ComposeResult:
        """Differences above the lanes, and the drawer for the words of a tag."""
        yield from self.heading(
            tr("HOT WASH"), tr("+ strength  - to improve  w why  b forks  Tab other half  Esc back")
        )
        yield RowPane(id="differences", empty=tr("plan and players were never apart"))
        yield Static(safe(""), id="lanes-title", classes="title")
        yield RowPane(id="lanes", empty=tr("nothing has happened yet"))
        yield Drawer(id="drawer")

    def on_mount(self) -> None:
        """Everything at once; it does not move while the room talks."""
        self.query_one("#differences", RowPane).focus()
        self.call_after_refresh(self.show_all)

    def on_resize(self) -> None:
        """The lanes are as wide as the screen."""
        self.call_after_refresh(self.show_all)

    def show_all(self) -> None:
        """Show both halves."""
        self.query_one("#differences", RowPane).show(self._differences())
        width = max(12, (self.size.width - _CLOCK - 10) // len(LANES))
        heads = "".join(clipped(word(lane).upper(), width) + " " for lane in LANES)
        self.query_one("#lanes-title", Static).update(safe(" " * _CLOCK + heads))
        self.query_one("#lanes", RowPane).show(self._lanes(width))

    def _differences(self) -> list[Row]:
        found = differences(self.desk.blueprint, list(self.desk.log))
        costly, good = moments(found, _COSTLY)
        more = [d for d in found if d.minutes > 0][_COSTLY:_MORE]
        rows = []
        for heading, part in (
            (trn("THE LARGEST", "THE {n} LARGEST", len(costly)), costly),
            (trn("A GOOD ONE", "{n} GOOD ONES", len(good)), good),
            (tr("MORE"), more),
        ):
            if part:
                rows.append(Row(heading, ((heading, "title"),), heading=True))
            for d in part:
                style = "done" if d.good else "due" if d.what == "late" else "late"
                span = format_span(abs(d.minutes) * 60)
                words = tr("{span} to spare", span=span) if d.good else tr("{span} apart", span=span)
                told = _SIGNS.get(d.tag, "") + tr("{what}: {text}", what=word(d.what), text=d.text)
                told += f" ({called(d.function, self.desk.names.title)})" if d.function else ""
                at = d.deed.done if d.good and d.deed is not None else d.at
                key = f"difference {d.seq} {d.text}"
                rows.append(Row(key, ((f"{clock_column(at, 10)} ", "quiet"), (told, style)), d.seq, words, style))
        return rows

    def _lanes(self, width: int) -> list[Row]:
        rows = []
        names = self.desk.names
        for line in lanes(self.desk.blueprint, list(self.desk.log), title=names.title, says=names.told):
            column = LANES.index(line.lane)
            style = {STRENGTH: "done", IMPROVE: "due"}.get(line.tag, ("", "quiet", "strong")[column])
            told = clipped(line.text, (len(LANES) - column) * (width + 1))
            spans = ((f"{clock_column(line.at, 10)} ", "quiet"), (" " * (column * (width + 1)), ""), (told, style))
            right = f"{_SIGNS.get(line.tag, '')}[{line.seq}]"
            rows.append(Row(f"{line.lane} {line.at} {line.seq}", spans, line.seq, right, style))
        return rows

    # tags, why, forks

    def _selected(self) -> Row | None:
        pane = self.focused
        return pane.selected if isinstance(pane, RowPane) else None

    def action_tag(self, kind: str) -> None:
        """Tag the line under the cursor; words may follow."""
        row = self._selected()
        if row is None or not row.seq:
            self.desk.say(tr("put the cursor on a line first"), "warning")
            return
        name = STRENGTH if kind == "+" else IMPROVE
        event = self.desk.log[row.seq - 1]
        form = Form(
            f"tag {row.seq}",
            f"{word(name)} - {self.desk.names.told(event)}",
            (),
            (Field("text", tr("words"), hint=tr("what it shows; may stay empty")),),
            lambda _, values: self._save(name, row.seq, values),
        )
        self.query_one(Drawer).open(form)

    def _save(self, kind: str, seq: int, values: Mapping[str, str]) -> bool:
        done = self.desk.remark("observation", written(kind, values["text"]), about=str(seq))
        if done:
            self.show_all()
        return done

    def action_why(self) -> None:
        """The causes of the line under the cursor."""
        row = self._selected()
        if row is not None and row.seq:
            self.app.push_screen(WhyScreen(self.desk, self.glyphs, row.seq))

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Why."""
        event.stop()
        self.action_why()

    def action_branch(self) -> None:
        """Fork at the second of the line under the cursor, to try it another way."""
        row = self._selected()
        if row is None or not row.seq:
            return
        at = self.desk.log[row.seq - 1].at
        made = self.desk.fork(at)
        if made is not None:
            self.desk.say(
                tr("forked at {time}; startex resume {made} plays it on", time=clock_of(at), made=made), "information"
            )
