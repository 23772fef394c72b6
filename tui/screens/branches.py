"""Branches: the tree of forks, and two of them side by side at the same minute."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from simulator.catalogue import tr, trn, word
from simulator.errors import SimulatorError
from simulator.readers.scene.scene import Scene
from simulator.runs.family import Member, family, log_at
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.lines.live import clock_of
from tui.lines.side import side_rows
from tui.safe_text import safe
from tui.screens.sheet import Sheet
from tui.widgets.rows import Row, RowPane

__all__ = ["Branches", "SideBySide"]

_STEP_S = 300


class Branches(Sheet):
    """The sessions that share a beginning with this one."""

    WHERE = "branches"
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)

    def __init__(self, desk: Desk, glyphs: Glyphs):
        super().__init__(desk, glyphs)
        self.members: list[Member] = []

    def compose(self) -> ComposeResult:
        """One line a session."""
        yield from self.heading(tr("BRANCHES"), tr("Enter sets one beside this session, Esc goes back"))
        yield RowPane(id="branches", empty=tr("this session has no fork; b on the live screen makes one"))

    def on_mount(self) -> None:
        """Read the folder once: sessions of other people do not change while one looks."""
        pane = self.query_one("#branches", RowPane)
        pane.focus()
        if self.desk.folder is None:
            return
        try:
            self.members = family(self.desk.folder)
        except SimulatorError as error:
            self.desk.say(f"{error}", "error")
        pane.show([self._row(member) for member in self.members])

    def _row(self, member: Member) -> Row:
        here = self.desk.folder is not None and member.folder == self.desk.folder.resolve()
        parted = tr("parts at {time}", time=clock_of(member.parted_at)) if member.parted_at >= 0 else tr("the first")
        records = trn("{n} record", "{n} records", member.line.records)
        spans = (
            (f"{'   ' * member.depth}{'> ' if member.depth else ''}", "quiet"),
            (f"{member.folder.name} ", "strong" if here else ""),
            (f"{parted}, {tr('this session')}" if here else parted, "quiet"),
        )
        return Row(str(member.folder), spans, right=f"{word(member.line.state)}, {records}")

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Side by side."""
        event.stop()
        member = next(m for m in self.members if str(m.folder) == event.row.key)
        at = self.desk.now if member.parted_at < 0 else max(member.parted_at, self.desk.now)
        self.app.push_screen(SideBySide(self.desk, self.glyphs, member.folder, at))


class SideBySide(Sheet):
    """This session left, another right, at the same second."""

    WHERE = "side"
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)

    def __init__(self, desk: Desk, glyphs: Glyphs, other: Path, at: int):
        super().__init__(desk, glyphs)
        self.other, self.at = other, at

    def compose(self) -> ComposeResult:
        """A title with the second, then the pairs."""
        yield from self.heading("", tr("[ ] move the time, Esc goes back"))
        yield RowPane(id="side", empty="")

    def on_mount(self) -> None:
        """Keys go to the pairs."""
        self.query_one("#side").focus()

    def on_resize(self) -> None:
        """Both columns are as wide as the screen lets them."""
        self._show()

    def _show(self) -> None:
        mine = self.desk.folder.name if self.desk.folder is not None else tr("this session")
        self.query_one("#title", Static).update(safe(tr("SIDE BY SIDE at {time}", time=clock_of(self.at))))
        right = Scene(self.desk.blueprint, self.desk.session.header.played_by)
        try:
            right.extend(log_at(self.other, self.at))
        except SimulatorError as error:
            self.desk.say(f"{error}", "error")
            return
        right.stand_at(self.at)
        names = (mine, self.other.name)
        rows = side_rows(self.desk.scene_at(self.at), right, names, self.size.width, self.desk.names.title)
        self.query_one("#side", RowPane).show(rows)

    def action_move(self, by: int) -> None:
        """Another second."""
        self.at = max(0, min(self.desk.blueprint.duration, self.at + by * _STEP_S))
        self._show()
