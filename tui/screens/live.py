"""The live screen: clock, MSEL, map, units, decisions, what just happened, objectives; drawers for what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Container
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from simulator.catalogue import marked, tr
from simulator.readers.scene.ground import Ground
from simulator.readers.scene.rows import Asked
from simulator.readers.scene.scene import Scene
from simulator.readers.story import notable
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import EVERYWHERE, LIVE, bindings, keys_of
from tui.lines.live import decision_rows, feed_row, msel_rows, unit_rows
from tui.lines.objectives import objective_rows
from tui.lines.status import banner_of, next_spans
from tui.safe_text import clipped, safe
from tui.screens.ahead import AheadScreen
from tui.screens.branches import Branches
from tui.screens.briefing import Briefing
from tui.screens.evaluate import Evaluate
from tui.screens.hands import Hands
from tui.screens.hotwash import HotWash
from tui.screens.log import LogScreen
from tui.screens.why import WhyScreen
from tui.widgets.bars import Bar, foot_spans
from tui.widgets.clock import clock_spans
from tui.widgets.confirm import Confirm
from tui.widgets.drawer import Drawer
from tui.widgets.map import MapPane
from tui.widgets.rows import Row, RowPane
from tui.widgets.typed import Typed

__all__ = ["Live"]

_PANES = ("msel", "map", "units", "decisions", "feed", "objectives")
_PLACED = ("msel", "map", "decisions", "units", "feed", "objectives")
"""the panes as the grid places them, line by line"""
_EMPTY = {"decisions": marked("no question to the room yet"), "feed": marked("nothing has happened yet")}
_NONE = marked("none")
_LOOK_S = 300
_FEED = 2000
_WIDE = 120
SCREENS: dict[str, Callable[[Desk, Glyphs], Screen[None]]] = {
    "briefing": Briefing,
    "log": LogScreen,
    "branches": Branches,
    "evaluate": Evaluate,
    "hotwash": HotWash,
}
"""screens by the name that their key goes to"""


class Live(Hands):
    """The exercise as it runs."""

    WHERE = LIVE
    BINDINGS: ClassVar[list[BindingType]] = bindings(LIVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (120, "-wide")]
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """where keys go; the widgets that lose and get them are drawn, and not the whole screen as in Textual"""

    def __init__(self, desk: Desk, glyphs: Glyphs):
        super().__init__(desk, glyphs)
        self.broken: dict[str, str] = {}
        """what could not be shown, by pane"""
        self._feed: list[Row] = []
        self._fed = 0
        self._frozen = False
        self._past: Scene | None = None
        self._said = ""
        """what the banner says"""

    def compose(self) -> ComposeResult:
        """All panes; what a narrow terminal has no room for is hidden by the style sheet."""
        handling = self.desk.session.header.handling
        yield Static(safe(handling), id="handling", classes="-on" if handling else "")
        yield Bar(id="clock")
        yield Static(id="banner")
        with Container(id="panes"):
            for name in _PLACED:
                pane = self._pane(name)
                pane.add_class("pane")
                yield pane
        yield Drawer(id="drawer")
        yield Typed(id="find", placeholder=tr("show only lines that hold ..."))
        yield Bar(id="next")
        yield Bar(id="foot")
        yield Static(safe(tr("enlarge the terminal: 60 x 20 at least")), id="too-small")

    def _pane(self, name: str) -> Widget:
        if name == "map":
            return MapPane(Ground(self.desk.blueprint), id=name, ascii_only=self.glyphs.ascii_only)
        empty = tr(_EMPTY.get(name, _NONE))
        return RowPane(id=name, empty=empty, follows=name == "feed")

    def on_mount(self) -> None:
        """Everything is shown at once."""
        self.query_one("#foot", Bar).show(foot_spans(self.glyphs, LIVE, EVERYWHERE))
        self.query_one("#msel").focus()
        self.call_after_refresh(self.renew)

    def on_resize(self) -> None:
        """What fits changes."""
        self.set_class(self.size.height < 20 or self.size.width < 60, "-tiny")
        self.call_after_refresh(self.renew)

    # what is shown

    @property
    def scene(self) -> Scene:
        """What is shown: now, or the past that is looked at."""
        return self._past if self._past is not None else self.desk.scene

    def show_at_once(self) -> None:
        """Bring every pane up to date."""
        self.renew()

    def renew(self) -> None:
        """Bring every pane up to date; one that cannot be says so, and the others are."""
        if not self.is_mounted:
            return
        scene, width, signs, title = self.scene, self.size.width, self.glyphs, self.desk.names.title
        self.renew_clock()
        self._part(tr("MSEL"), lambda: self.pane("msel").show(msel_rows(scene, signs)))
        self._part(tr("units"), lambda: self.pane("units").show(unit_rows(scene, self.pane("units").size.width)))
        self._part(tr("decisions"), lambda: self.pane("decisions").show(decision_rows(scene, signs, title)))
        self._part(tr("map"), lambda: self.query_one("#map", MapPane).show(scene.places, scene.marks(scene.now)))
        if width >= _WIDE:
            self._part(tr("objectives"), self._objectives)
        self._part(tr("feed"), self._feed_on)
        self._part(tr("titles"), lambda: self._titles(scene))
        self._part(tr("next line"), lambda: self.query_one("#next", Bar).show(next_spans(self.desk, scene, width)))

    def _objectives(self) -> None:
        pieces = self.desk.evidence.pieces()
        self.pane("objectives").show(objective_rows(self.desk.blueprint.objectives, pieces, self.glyphs))

    def renew_clock(self) -> None:
        """Bring the clock line up to date, and what is said above the panes."""
        if self.is_mounted:
            spans = partial(clock_spans, self.desk, self.glyphs, self.size.width, self._back)
            self._part(tr("clock line"), lambda: self.query_one("#clock", Bar).show(spans()))
            self._part(tr("banner"), self._banner)
            if self.size.width >= _WIDE and self.desk.evidence.is_due():  # an evaluator writes while the clock stands
                self._part(tr("objectives"), self._objectives)

    def _part(self, name: str, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Exception as error:  # a pane that fails must not end an exercise
            text = tr("the {name} cannot be shown: {kind}: {error}", name=name, kind=type(error).__name__, error=error)
            if self.broken.get(name) != text:
                self.broken[name] = text
                self.desk.say(text, "error")

    def _feed_on(self) -> None:
        log = self.desk.log
        new = [event for event in log[self._fed :] if notable(event)]
        self._fed = len(log)
        if new:
            self._feed = (self._feed + [feed_row(event, self.desk.names) for event in new])[-_FEED:]
        if self._back >= 0:
            shown = [row for row in self._feed if (log[row.seq - 1].at <= self._back)]
            self.pane("feed").show(shown)
        elif not self._frozen:
            self.pane("feed").show(self._feed)

    def _titles(self, scene: Scene) -> None:
        states = [row.state for row in scene.injects.values()]
        out = states.count("delivered") + states.count("recalled")
        opened = sum(d.state == "open" for d in scene.decisions.values())
        present = sum(group.present for group in scene.groups.values())
        titles = {
            "msel": tr("1 MSEL {out}/{all}", out=out, all=len(states)),
            "map": tr("2 MAP {title}", title=self.desk.blueprint.title),
            "units": tr("3 UNITS {count}", count=len(scene.units))
            + (tr(", THREAT {count}", count=present) if present else ""),
            "decisions": tr("4 DECISIONS {opened} left open", opened=opened)
            if scene.ended
            else tr("4 DECISIONS {opened} open", opened=opened),
            "feed": tr("5 JUST HAPPENED - frozen, v follows") if self._frozen else tr("5 JUST HAPPENED"),
            "objectives": tr("6 OBJECTIVES"),
        }
        for name, text in titles.items():
            pane = self.query_one(f"#{name}")
            title = safe(clipped(text, max(8, pane.size.width - 6)).rstrip())
            if str(pane.border_title) != str(title):
                pane._border_title = title  # a string would be read as markup
                pane.refresh()

    def _banner(self) -> None:
        text = banner_of(self.desk)
        if text != self._said:
            self._said = text
            banner = self.query_one("#banner", Static)
            banner.update(safe(text))
            banner.set_class(bool(text), "-on")

    # keys: the clock

    def action_run_or_pause(self) -> None:
        """Run or pause."""
        self._act(self.desk.run_or_pause)

    def action_speed(self, by: int) -> None:
        """Faster or slower."""
        self._act(lambda: self.desk.faster(by))

    def action_step(self) -> None:
        """To the next thing that happens."""
        self._act(self.desk.step)

    def action_look(self, by: int) -> None:
        """Look back or forward; nothing changes."""
        at = (self._back if self._back >= 0 else self.desk.now) + by * _LOOK_S
        self._back = -1 if at >= self.desk.now else max(0, at)
        self._past = self.desk.scene_at(self._back) if self._back >= 0 else None
        self.renew()

    def action_back_to_now(self) -> None:
        """Look at now."""
        self._back, self._past = -1, None
        self.renew()

    # keys: the screen

    def action_pane(self, number: int) -> None:
        """Go to a pane."""
        pane = self.query_one(f"#{_PANES[number - 1]}")
        if pane.display:
            self.set_focus(pane)  # at once: z may be the next key of the same breath
            if self.query_one("#panes").has_class("-zoomed"):
                self._zoom_on(pane)

    def action_zoom(self) -> None:
        """As large as the screen, and back."""
        panes = self.query_one("#panes")
        if panes.has_class("-zoomed"):
            panes.remove_class("-zoomed")
            self.call_after_refresh(self.renew)
        elif self.focused is not None and self.focused.has_class("pane"):
            self._zoom_on(self.focused)

    def _zoom_on(self, pane: Widget) -> None:
        for other in self.query(".pane"):
            other.set_class(other is pane, "-zoom")
        self.query_one("#panes").add_class("-zoomed")
        self.call_after_refresh(self.renew)  # what fits changes

    def action_find(self) -> None:
        """Show only lines of the pane that hold a text."""
        box = self.query_one("#find", Input)
        self._finds = self.focused if isinstance(self.focused, RowPane) else self.pane("feed")
        box.value = self._finds.needle
        box.add_class("-open")
        box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """As it is typed."""
        if event.input.id == "find" and event.input.has_class("-open"):
            self._finds.find(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps what was found."""
        if event.input.id == "find":
            event.input.remove_class("-open")
            self._finds.focus()

    def action_freeze(self) -> None:
        """Stand or follow."""
        self._frozen = not self._frozen
        self.renew()

    def action_why(self) -> None:
        """The causes of the line under the cursor."""
        pane = self.focused
        row = pane.selected if isinstance(pane, RowPane) else None
        if row is None or not row.seq:
            self.desk.say(tr("nothing has happened to this line yet"), "warning")
        else:
            self.app.push_screen(WhyScreen(self.desk, self.glyphs, row.seq))

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Enter: fire in the MSEL's due lines is too near; it asks why, or decides an open question."""
        event.stop()
        if event.row.key.startswith("decision ") and not event.row.over:
            self.action_decide()
        else:
            self.action_why()

    def action_go(self, name: str) -> None:
        """Another screen."""
        self.app.push_screen(SCREENS[name](self.desk, self.glyphs))

    def action_branch(self) -> None:
        """Fork at the second that is looked at."""
        made = self.desk.fork(self._back if self._back >= 0 else self.desk.now)
        if made is not None:
            self.desk.say(tr("forked; B lists forks, startex resume {made} plays it on", made=made), "information")

    def action_look_ahead(self) -> None:
        """Futures of the open question whose deadline is nearest; allowed on purpose, or after ENDEX."""
        opened = [d for d in self.desk.scene.decisions.values() if d.state == "open"]
        if not opened:
            self.desk.say(tr("no question is open to look ahead on"), "warning")
            return
        asked = min(opened, key=lambda d: d.deadline)
        if self.desk.looks_ahead:
            self._look_ahead(asked, yes=True)
            return
        text = tr("Looking ahead is meant for the hot wash. Allow it in this exercise? The log and the report say so.")
        self.app.push_screen(Confirm(text), lambda yes: self._look_ahead(asked, yes=bool(yes)))

    def _look_ahead(self, asked: Asked, *, yes: bool) -> None:
        if yes and self.desk.allow_look_ahead():
            looking = self.desk.look_ahead(asked)
            if looking is not None:
                self.app.push_screen(AheadScreen(self.desk, self.glyphs, looking))

    def commands_by_name(self) -> Iterable[SystemCommand]:
        """Every action of this screen for the palette, then every inject that has not come."""
        for key in keys_of(LIVE):
            if "(" not in key.action:
                yield SystemCommand(tr(key.named, key=tr(key.shown)), tr(key.about), self._runs(key.action))
        for row in self.desk.scene.injects.values():
            if row.state not in ("delivered", "recalled", "skipped"):
                text = safe(tr("fire {inject} {title}", inject=row.id, title=row.title)).plain
                yield SystemCommand(text, tr("Deliver this inject now"), lambda row=row: self._fire(row))

    def _runs(self, action: str) -> Callable[[], None]:
        return lambda: getattr(self, f"action_{action}")()
