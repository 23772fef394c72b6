"""The author's screen: the text left, what is wrong with it and what it makes right, a dry run at a key.

The text is read off the loop a moment after the last key.  What is not saved lies in a draft beside the file by then;
what another process writes into the file is noticed and never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Static, TextArea

from simulator.authoring.drafts import ChangedMeanwhile, ScenarioFile
from simulator.authoring.reading import Reading
from simulator.catalogue import tr
from simulator.errors import Problem, SimulatorError
from simulator.readers.scene.ground import Ground
from tui.author import lines
from tui.author.beside import dry_run, read_beside
from tui.author.editor import Editor
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.safe_text import safe
from tui.screens.help import KeyList
from tui.terminal import OnTerminal
from tui.themes import THEMES, next_theme
from tui.widgets.bars import Bar, foot_spans
from tui.widgets.confirm import Confirm
from tui.widgets.drawer import Drawer, Field, Form
from tui.widgets.map import MapPane
from tui.widgets.rows import RowPane

__all__ = ["AuthorApp"]

_PAUSE_S = 0.3
_LOOK_S = 1.0
_WIDE = 120
_SIDES = tuple(lines.TITLES)[1:]


class AuthorApp(OnTerminal):
    """Edits one file until it is left."""

    WHERE = "author"
    CSS_PATH = "../house.tcss"
    TITLE = "startex"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]

    def __init__(self, file: ScenarioFile, *, ascii_only: bool = False):
        super().__init__()
        self.file = file
        self.glyphs = Glyphs(ascii_only=ascii_only)
        self.reading: Reading | None = None
        self.fresh = False
        """whether the problems that are shown are those of the text as it stands"""
        self._side, self._seed, self._wrong = "timeline", 0, ""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        """Text, problems, and one of time line, cast, map and dry run."""
        yield Bar(id="about-file")
        yield Static(id="banner")
        with Container(id="author"):
            yield Editor(self.file.text, id="editor")
            yield RowPane(id="problems", empty=tr("nothing is wrong with it"))
            yield RowPane(id="timeline", empty=tr("nothing to show until the text can be read"))
            yield RowPane(id="cast", empty=tr("nothing to show until the text can be read"))
            yield MapPane(Ground(), id="map", ascii_only=self.glyphs.ascii_only)
            yield RowPane(id="trial", empty=tr("F5 plays it once without a screen"))
        yield RowPane(id="offers", empty="")
        yield Drawer(id="drawer")
        yield Bar(id="next")
        yield Bar(id="foot")

    @property
    def _base(self) -> Screen[Any]:
        """The screen itself, whatever question lies above it."""
        return self.screen_stack[0]

    @property
    def editor(self) -> Editor:
        """The text."""
        return self._base.query_one("#editor", Editor)

    @property
    def is_saved(self) -> bool:
        """Whether the file holds the text."""
        return self.editor.text == self.file.text

    def on_mount(self) -> None:
        """Fill it; a text that an earlier process left unsaved is asked about."""
        self.heed_signals()
        for name in ("editor", *lines.TITLES):
            pane = self._base.query_one(f"#{name}")
            pane.add_class("pane")
            pane.border_title = lines.title_of(name)
        self._show_side("timeline" if self.size.width >= _WIDE else "problems")
        self._base.query_one("#foot", Bar).show(foot_spans(self.glyphs, self.WHERE))
        self.editor.focus()
        self.set_interval(_LOOK_S, self._look)
        if (kept := self.file.kept()) is None:
            self._read_soon(0.0)
            return  # else nothing is kept until it is answered: that would be written over
        ask = Confirm(tr("A text that was typed here and not saved was found. Go on with it?"), enter=True)
        self.push_screen(ask, lambda yes: self._begin(kept if yes else self.file.text))

    def _begin(self, text: str) -> None:
        self.editor.text = text
        self.editor.focus()
        self._read_soon(0.0)

    # reading

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A moment after the last key the text is kept and read."""
        event.stop()
        self.fresh = False
        self._status()
        self._read_soon(_PAUSE_S)

    def _read_soon(self, pause: float) -> None:
        self.run_worker(self._read(pause), group="read", exclusive=True, exit_on_error=False)

    async def _read(self, pause: float) -> None:
        text = self.editor.text
        try:
            reading = await read_beside(pause, self.file.path, self.file.bytes_of(text))
        except Exception as error:  # whatever an author writes must not end the screen
            told = f"{type(error).__name__}: {error}"
            self._say(tr("the text could not be read: {error}", error=told), bad=True)
            reading = None
        try:
            self.file.keep(text)
        except SimulatorError as error:
            self._say(tr("{error}: what you type is kept nowhere until you save", error=error), bad=True)
        if reading is not None:
            self.show(reading)

    def show(self, reading: Reading) -> None:
        """Show what a text was read as; where it cannot be built, what was built last stays beside it."""
        self.reading, self.fresh = reading, True
        self._base.query_one("#problems", RowPane).show(lines.problem_rows(reading.problems, self.file.path.name))
        self.editor.mark(frozenset(p.line - 1 for p in self._own))
        if reading.names:
            self.editor.names = reading.names
        if reading.blueprint is not None:
            self._base.query_one("#timeline", RowPane).show(lines.line_rows(reading.timeline))
            self._base.query_one("#cast", RowPane).show(lines.line_rows(reading.cast))
            self._base.query_one("#map", MapPane).stand_on(Ground(reading.blueprint))
        self.on_text_area_selection_changed()
        self._status()

    @property
    def _own(self) -> list[Problem]:
        return self.reading.problems_in(self.file.path.name) if self.reading is not None else []

    # what is said

    def _status(self) -> None:
        text = self.editor.text
        state = "saved" if text == self.file.text else "kept" if text == self.file.draft else "typed"
        self._base.query_one("#about-file", Bar).show(
            lines.status_spans(self.file.path.name, state, self.reading, fresh=self.fresh)
        )

    def _say(self, text: str, *, bad: bool = False) -> None:
        self._wrong = text if bad else ""
        self._base.query_one("#next", Bar).show([(f" {text}", "late" if bad else "")])

    def on_text_area_selection_changed(self) -> None:
        """The line below says what is wrong with the line of the cursor."""
        row = self.editor.cursor_location[0] + 1
        found = [p for p in self._own if p.line == row]
        if found:
            hint = f"; {found[0].hint}" if found[0].hint else ""
            self._base.query_one("#next", Bar).show([(f" {found[0].code} ", "late"), (found[0].message + hint, "")])
        elif not self._wrong:
            self._base.query_one("#next", Bar).show([(f" {tr('line {row}', row=row)}", "quiet")])

    def on_row_pane_moved(self, event: RowPane.Moved) -> None:
        """The line below says all of what its line has no room for."""
        event.stop()
        self._base.query_one("#next", Bar).show([(" ", ""), *event.row.spans])

    def on_editor_offered(self) -> None:
        """Other words are offered."""
        pane = self._base.query_one("#offers", RowPane)
        pane.set_class(bool(self.editor.offers), "-open")
        pane.styles.height = min(len(self.editor.offers), lines.OFFERS)
        pane.show(lines.offer_rows(self.editor.offers, self.editor.chosen))

    # the file

    def _look(self) -> None:
        """Another process may have written the file."""
        if not (found := self._base.query("#banner")):
            return  # the screen is being taken down
        banner = found.first(Static)
        if not self.file.has_changed():
            banner.set_class(False, "-on")
            return
        if self.is_saved and self.file.path.exists():
            self._reload()
            self._say(tr("another program has changed the file: it was read anew"))
            return
        banner.set_class(True, "-on")
        banner.update(safe(tr(lines.CHANGED) if self.file.path.exists() else tr(lines.REMOVED)))

    def _reload(self) -> None:
        where = self.editor.cursor_location
        try:
            self.editor.text = self.file.reload()
        except SimulatorError as error:
            self._say(f"{error}", bad=True)
            return
        self.file.forget_draft()
        self.editor.move_cursor(where)
        self._look()

    def action_reload(self) -> None:
        """Read the file anew; what is not saved is asked about."""
        if self.is_saved:
            self._reload()
            return
        ask = Confirm(tr("Read the file anew and give up what is not saved?"))
        self.push_screen(ask, lambda yes: self._reload() if yes else None)

    def action_save(self) -> None:
        """Save; into another file where this one was changed by somebody else."""
        try:
            self.file.save(self.editor.text)
        except ChangedMeanwhile:
            field = Field("path", tr("save as"), hint=tr("a file that is not there yet"))
            title = tr("{name} was changed by another program since it was read", name=self.file.path.name)
            told = tr("Yours is not lost: name another file for it.")
            self._base.query_one(Drawer).open(Form("save_as", title, (told,), (field,), self._save_as))
        except SimulatorError as error:
            self._say(tr("NOT SAVED: {error}", error=error), bad=True)
        else:
            self._say(tr("saved"))
            self._status()

    def _save_as(self, _: str, values: Mapping[str, str]) -> bool:
        name = values["path"]
        try:
            self.file.save_as(self.editor.text, self.file.path.parent / name)
        except SimulatorError as error:
            self._base.query_one(Drawer).refuse(f"{error}")
            return False
        self._say(tr("saved as {name}; here it goes on with {file}", name=name, file=self.file.path.name))
        return True

    # going about

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Enter: to the place in the text."""
        event.stop()
        line, column, _ = map(int, event.row.key.split(":"))
        if line:
            self.editor.go_to(line, column)
        else:
            self._say(tr("that is not written in this file"))

    def action_next_problem(self) -> None:
        """The next problem below the cursor, from the last the first."""
        own = sorted({(p.line, p.col) for p in self._own})
        row, column = self.editor.cursor_location
        after = [place for place in own if place > (row + 1, column + 1)] or own
        self.editor.go_to(*after[0]) if after else self._say(tr("nothing is wrong with it"))

    def action_other_pane(self) -> None:
        """From the text to the problems, to what stands beside, and back."""
        names = ["editor", "problems", self._side]
        shown = [name for name in names if self._base.query_one(f"#{name}").display]
        focused = self.focused.id if self.focused is not None else ""
        at = shown.index(focused) if focused in shown else -1
        self._base.query_one(f"#{shown[(at + 1) % len(shown)]}").focus()

    def action_side(self) -> None:
        """Another view beside the text: time line, cast, map, dry run; where there is little room also the problems."""
        names = list(_SIDES if self.size.width >= _WIDE else lines.TITLES)
        self._show_side(names[(names.index(self._side) + 1) % len(names)] if self._side in names else names[0])

    def action_editor(self) -> None:
        """Back to the text."""
        self.editor.focus()

    def _show_side(self, name: str) -> None:
        self._side = name
        for other in _SIDES:
            self._base.query_one(f"#{other}").display = other == name
        self._base.query_one("#author").set_class(name != "problems", "-beside")

    def action_offer(self) -> None:
        """Offer what may stand at the cursor."""
        self.editor.focus()
        self.editor.offer()
        if not self.editor.offers:
            self._say(tr("any text may stand here"))

    # a dry run

    def action_trial(self) -> None:
        """Play what is written once, without a screen; each time with the next seed."""
        if self.reading is None or self.reading.errors or not self.fresh:
            self._say(tr("mend the errors first: F3 goes to the next") if self.fresh else tr("it is being read"))
            return
        self._seed += 1
        self._show_side("trial")
        self._base.query_one("#trial", RowPane).show(lines.said_rows(tr("seed {seed} is played...", seed=self._seed)))
        self.run_worker(self._trial(self._seed), group="trial", exclusive=True, exit_on_error=False)

    async def _trial(self, seed: int) -> None:
        said = await dry_run(self.file.path if self.is_saved else self.file.draft_path, seed)
        self._base.query_one("#trial", RowPane).show(lines.said_rows(said))

    # the rest

    def action_theme(self) -> None:
        """The next theme."""
        self.theme = next_theme(self.theme)
        self.editor.colour()

    def action_help(self) -> None:
        """All keys of this screen."""
        self.push_screen(KeyList(self.glyphs, self.WHERE))

    async def action_quit(self) -> None:
        """Whatever Textual has bound to leaving is our leaving."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave; what is not saved stays in the draft."""
        if self.is_saved:
            self.file.forget_draft()
            self.leave()
            return
        ask = Confirm(
            tr("It is not saved. Leave? The text is kept, and offered when the file is opened again."), enter=True
        )
        self.push_screen(ask, lambda yes: self.leave() if yes else None)
