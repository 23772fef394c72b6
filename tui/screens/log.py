"""The log: every event, filtered by actor, place, inject, objective and kind; Enter opens the causal chain."""

from __future__ import annotations

from array import array
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from simulator.catalogue import tr
from simulator.events import KINDS, LogEvent
from simulator.readers.logs import Picked
from simulator.readers.story import notable
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.lines.live import FeedRows
from tui.screens.sheet import Sheet
from tui.screens.why import WhyScreen
from tui.widgets.rows import RowPane
from tui.widgets.typed import Typed

__all__ = ["Filter", "LogScreen"]

_WORDS = ("actor", "place", "inject", "objective", "kind", "group", "all")
_ACTORS = ("unit", "post", "by", "to", "group", "role", "asks")
_PLACES = ("at", "place", "to", "from", "on")


class Filter:
    """What the words of a filter let through: ``actor:qrf_1 place:north kind:order all`` and plain words.

    Without ``all`` routine events are left out, unless a word names a kind.
    """

    def __init__(self, text: str, objectives: dict[str, frozenset[str]]):
        self.wrong = ""
        self.tests: list[tuple[str, str]] = []
        self.everything = False
        self._objectives = objectives
        for word in text.split():
            name, colon, value = word.partition(":")
            if word == "all":
                self.everything = True
            elif colon and name in _WORDS:
                self.tests.append((name, value.casefold()))
                self.everything |= name in ("kind", "group")
            elif colon:
                self.wrong = tr(
                    "{name}: is no filter; there are {names} and all",
                    name=name,
                    names=", ".join(f"{w}:" for w in _WORDS[:-1]),
                )
            else:
                self.tests.append(("", word.casefold()))

    def shows(self, event: LogEvent) -> bool:
        """Whether an event may be shown at all: most are routine, and their sentences need not be made."""
        return self.everything or notable(event)

    def lets(self, event: LogEvent, told: str) -> bool:
        """Whether an event is shown; ``told`` is its sentence."""
        return self.shows(event) and all(self._holds(name, value, event, told) for name, value in self.tests)

    def _holds(self, name: str, value: str, event: LogEvent, told: str) -> bool:
        if name == "":
            return value in told.casefold()
        if name == "kind":
            return value in event.kind
        if name == "group":
            return value == KINDS.get(event.kind, ("", ""))[1]
        if name == "objective":
            named = self._objectives.get(value, frozenset())
            return event.subject.casefold() in named or value == event.subject.casefold()
        if name == "inject":
            return event.subject.casefold() == value and event.kind.startswith(("inject", "action", "effect"))
        fields = _ACTORS if name == "actor" else _PLACES
        found = [event.subject, *(str(event.data[f]) for f in fields if f in event.data)]
        return any(value == text.casefold() for text in found)


class LogScreen(Sheet):
    """Every event."""

    WHERE = "log"
    BINDINGS: ClassVar[list[BindingType]] = bindings("log")

    def __init__(self, desk: Desk, glyphs: Glyphs):
        super().__init__(desk, glyphs)
        self._filter = Filter("", {})
        self._shown = array("I")  # places in the log: events of a long one would take more memory than it
        self._read = 0

    def compose(self) -> ComposeResult:
        """A line for the filter above the events."""
        yield from self.heading(tr("LOG"), tr("/ filters, Enter or w asks why, Esc goes back"))
        yield Typed(id="filter", placeholder=tr("actor:qrf_1 place:north inject:I-03 objective:O1 kind:order all ..."))
        yield RowPane(id="log", empty=tr("no event fits"), follows=True)

    def on_mount(self) -> None:
        """All notable events first."""
        self.renew()
        pane = self.query_one("#log", RowPane)
        pane.focus()
        pane.action_edge(1)

    def renew(self) -> None:
        """Take in what is new."""
        log = self.desk.log
        if self._read > len(log):
            self._shown, self._read = array("I"), 0
        new = [at for at in range(self._read, len(log)) if self._fits(log[at])]
        if new or self._read == 0:
            self._shown = self._shown + array("I", new)
            self.query_one("#log", RowPane).show(FeedRows(Picked(log, self._shown), self.desk.names))
        self._read = len(log)

    def _fits(self, event: LogEvent) -> bool:
        shows = self._filter.shows(event)
        return shows and (not self._filter.tests or self._filter.lets(event, self.desk.names.told(event)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """As it is typed."""
        event.stop()
        self._filter = Filter(event.value, self._objectives())
        if self._filter.wrong and event.value.endswith(" "):
            self.desk.say(self._filter.wrong, "warning")
        self._shown, self._read = array("I"), 0
        self.renew()

    def _objectives(self) -> dict[str, frozenset[str]]:
        """Objective -> what it rests on: injects of it, and the tasks of its targets."""
        b = self.desk.blueprint
        return {
            o.id.casefold(): frozenset(
                name.casefold()
                for name in (
                    *(i.id for i in b.injects if i.objective == o.id),
                    *(t.task for t in o.targets if t.task),
                )
            )
            for o in b.objectives
        }

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the events."""
        event.stop()
        self.query_one("#log", RowPane).focus()

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Why."""
        event.stop()
        self.app.push_screen(WhyScreen(self.desk, self.glyphs, event.row.seq))

    def action_find(self) -> None:
        """To the filter."""
        self.query_one("#filter", Input).focus()

    def action_why(self) -> None:
        """The causes of the event under the cursor."""
        row = self.query_one("#log", RowPane).selected
        if row is not None:
            self.app.push_screen(WhyScreen(self.desk, self.glyphs, row.seq))

    def action_back(self) -> None:
        """From the filter to the events, from the events to where one was."""
        if self.query_one("#filter", Input).has_focus:
            self.query_one("#log", RowPane).focus()
        else:
            self.app.pop_screen()
