"""The second screen: what one cell knows of a session that another process plays, and nothing else.

It follows read-only and looks four times a second.  A black-out leaves the word EXERCISE and the clock; a real event
covers everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from simulator.catalogue import marked, plain, tr
from simulator.readers.scene.ground import Ground
from simulator.readers.scene.picture import Heard, Picture
from simulator.runs.follow import Clock, Followed
from simulator.runs.pacer import Moment
from simulator.units import clock_column
from tui.desk import moment_now
from tui.glyphs import Glyphs
from tui.lines.folded import folded
from tui.lines.live import clock_of
from tui.safe_text import clipped, safe
from tui.terminal import OnTerminal
from tui.themes import THEMES, next_theme
from tui.widgets.bars import Bar
from tui.widgets.map import MapPane
from tui.widgets.rows import Row, RowPane

__all__ = ["PlayerApp"]

_LOOK_S = 0.25
_STATES = {
    "waiting": marked("before STARTEX"),
    "running": marked("running"),
    "paused": marked("the clock stands"),
    "suspended": marked("suspended"),
    "ended": "ENDEX",
    "silent": marked("nothing is heard of the session"),
}
_MEANS = (
    *(marked("verbal"), marked("phone"), marked("email"), marked("radio")),
    *(marked("written"), marked("media"), marked("simulation"), marked("other")),
)
"""how an inject comes; a spoken word is here no step of force"""


class PlayerApp(OnTerminal):
    """One cell's picture."""

    CSS_PATH = "house.tcss"
    TITLE = "startex"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", "quit"),
        Binding("T", "theme", "theme"),
        Binding("1", "pane('injects')", show=False),
        Binding("2", "pane('map')", show=False),
        Binding("3", "pane('known')", show=False),
        Binding("4", "pane('own')", show=False),
        Binding("5", "pane('told')", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]

    def __init__(
        self, followed: Followed, cell: str, *, ascii_only: bool = False, moment: Callable[[], Moment] = moment_now
    ):
        super().__init__()
        self.followed, self.cell, self._moment = followed, cell, moment
        self.picture = Picture(followed.blueprint, cell)
        self.clock_now: Clock = followed.clock(moment().wall)
        self.glyphs = Glyphs(ascii_only=ascii_only)
        self._again = followed.again
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        """All panes of the cell, and the cover that lies over them."""
        handling = self.followed.header.handling
        yield Static(safe(handling), id="handling", classes="-on" if handling else "")
        yield Bar(id="clock")
        with Container(id="player"):
            yield RowPane(id="injects", empty=tr("no inject yet"), follows=True)
            yield MapPane(Ground(self.followed.blueprint), id="map", ascii_only=self.glyphs.ascii_only)
            yield RowPane(id="known", empty=tr("nothing is known yet"))
            yield RowPane(id="own", empty=tr("no unit of this cell has reported"))
            yield RowPane(id="told", empty=tr("nothing was told yet"), follows=True)
        yield Static(id="cover")
        yield Bar(id="foot")

    def on_mount(self) -> None:
        """Titles, then a look at the session four times a second."""
        titles = {
            "injects": tr("1 INJECTS"),
            "map": tr("2 MAP"),
            "known": tr("3 KNOWN, as of"),
            "own": tr("4 OWN UNITS, as of"),
            "told": tr("5 TOLD"),
        }
        for name, title in titles.items():
            pane = self.query_one(f"#{name}")
            pane.add_class("pane")
            pane.border_title = title
        self.query_one("#foot", Bar).show(
            [(" 1-5", "strong"), (f" {tr('pane')} ", "quiet"), (" q", "strong"), (f" {tr('quit')}", "quiet")]
        )
        self.query_one("#injects").focus()
        self.look()
        self.heed_signals()
        self.set_interval(_LOOK_S, self.look)

    def on_resize(self) -> None:
        """Words are folded to the width."""
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """Take in what is new and show it; nothing once the panes are gone, while the screen is being left."""
        if not self.query("#foot"):
            return
        new = self.followed.poll()
        if self.followed.again != self._again:  # the session was taken up from an earlier point
            self._again = self.followed.again
            self.picture = Picture(self.followed.blueprint, self.cell)
        self.picture.extend(new)
        self.clock_now = self.followed.clock(self._moment().wall)
        self.picture.advance(self.clock_now.at)
        self._show()

    def _show(self) -> None:
        clock = self.clock_now
        state = self.followed.notice or _said(clock.state)
        self.query_one("#clock", Bar).show(
            [
                (f" {tr('EXERCISE')} ", "strong"),
                (f"{clock_of(clock.at - clock.at % 60)} ", "strong"),
                (f"{self.cell} ", "done"),
                (state, "late" if self.followed.notice or clock.state == "silent" else "quiet"),
            ]
        )
        covered = clock.stopped or clock.dark
        self.query_one("#player").display = not covered
        cover = self.query_one("#cover", Static)
        cover.display = covered
        if covered:
            stop = tr("STOP - REAL EVENT\n\nTHIS IS NOT AN EXERCISE\n\nfollow the instructions in the room")
            cover.update(safe(stop if clock.stopped else f"{tr('EXERCISE')}\n\n{clock_of(clock.at - clock.at % 60)}"))
            return
        picture = self.picture
        self._show_folded("injects", [row for heard in picture.injects for row in _inject_rows(heard)])
        self.query_one("#map", MapPane).show({}, picture.marks(clock.at))
        self._show_folded("known", self._known())
        self.query_one("#own", RowPane).show(self._own())
        rows = [
            Row(f"{line.seq} {k}", ((f"{clock_column(line.at, 10)}  ", "quiet"), (line.text, "")), line.seq)
            for k, line in enumerate(picture.told)
        ]
        self._show_folded("told", rows)

    def _show_folded(self, name: str, rows: list[Row]) -> None:
        """Players read everything: no word of it is cut."""
        pane = self.query_one(f"#{name}", RowPane)
        pane.show(folded(rows, pane.scrollable_content_region.width - 1))

    def _known(self) -> list[Row]:
        picture = self.picture
        return [
            Row(
                f"{fact}",
                ((picture.said(fact), "" if fact.open else "quiet"),),
                right=clock_of(fact.seen_at),
            )
            for fact in picture.facts
        ]

    def _own(self) -> list[Row]:
        room = 22 if self.size.width >= 120 else 14
        return [
            Row(
                unit.id,
                ((f"{clipped(unit.title, room)} ", "unit"), (f"{plain(unit.state)} {unit.task}", "")),
                unit.seq,
                clock_of(unit.seen_at),
                "quiet",
            )
            for unit in self.picture.units
        ]

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self.query_one(f"#{name}").focus()

    def action_theme(self) -> None:
        """The next theme."""
        self.theme = next_theme(self.theme)

    def action_leave(self) -> None:
        """Leave; the session is not touched."""
        self.leave()


def _said(state: str) -> str:
    """How the clock is, in words."""
    return tr(_STATES.get(state, state))


def _inject_rows(heard: Heard) -> list[Row]:
    head = f"{clock_of(heard.at)} {heard.title or heard.id}"
    if heard.sender:
        head = tr("{inject} from {sender}", inject=head, sender=heard.sender)
    means = tr(heard.means) if heard.means in _MEANS else heard.means
    head = f"{head}, {means} - {tr('WITHDRAWN')}" if heard.withdrawn else f"{head}, {means}"
    return [
        Row(f"{heard.id} {heard.seq}", ((head, "late" if heard.withdrawn else "strong"),), heard.seq),
        Row(f"{heard.id} {heard.seq} +", ((f"  {heard.text}", "quiet" if heard.withdrawn else ""),), heard.seq),
    ]
