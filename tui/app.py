"""The application: owns the desk and the one clock worker, and shows what fails without ending the exercise.

What lies below a desk is loaded with it, by the thread that makes it (see :mod:`tui.opening`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.notifications import SeverityLevel
from textual.screen import Screen

from simulator.catalogue import tr
from simulator.display import shown
from simulator.errors import SimulatorError
from simulator.system import Signals, write_over
from tui.drive import drive
from tui.keys import EVERYWHERE, bindings
from tui.opening import OpeningApp
from tui.palette import Commands
from tui.safe_text import line_of
from tui.themes import next_theme
from tui.widgets.confirm import Confirm

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["ExerciseApp"]

_AFTER_S = 0.03
"""how long after what was done a note about it comes: two frames"""
_TWICE_S = 5.0
"""two interrupts within so many seconds leave"""


class ExerciseApp(OpeningApp):
    """One session on one terminal."""

    CSS_PATH = "house.tcss"
    TITLE = "startex"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)
    AUTO_FOCUS = None

    briefs = True
    """whether a session that has not begun opens with its briefing"""
    failed = ""
    _wrong: str | None = None
    _interrupted = -_TWICE_S

    # the worker

    async def conduct(self, desk: Desk) -> None:
        """The live screen comes up, and the clock worker begins."""
        from tui.screens.briefing import Briefing
        from tui.screens.live import Live

        self.desk, self.ready = desk, True
        desk.say = self.tell
        live = Live(desk, self.glyphs)
        await (self.switch_screen(live) if len(self.screen_stack) > 1 else self.push_screen(live))
        if self.briefs and not desk.session.started:
            await self.push_screen(Briefing(desk, self.glyphs))
        self.run_worker(self._drive(), group="clock", exclusive=True, exit_on_error=False)

    def heard(self, number: int) -> None:
        """An end leaves at once; the first interrupt stands the clock, the second leaves; a suspension stands it."""
        if not self.ready:
            super().heard(number)
            return
        moment = self.desk.now_here().steady
        if number == Signals.SUSPEND:
            self._stand(tr("the clock stands: this was suspended by the shell. Space lets it run on"))
            self.stand_aside()
        elif number == Signals.INTERRUPT and moment - self._interrupted > _TWICE_S:
            self._interrupted = moment
            self._stand(tr("interrupted: the clock stands. Once more to leave."))
        else:
            self.shut()  # first of all: the terminal may be gone
            super().heard(number)

    def _stand(self, why: str) -> None:
        session = self.desk.session
        if session.pacer.running:
            self.desk.attempt(lambda: session.pause("session", self.desk.now_here()))
        self.tell(why, "warning")
        self.bring_up_to_date()

    async def _drive(self) -> None:
        try:
            await drive(self.desk, self)
        except Exception as error:  # said on the screen; the session is recorded up to here
            self.failed = f"{type(error).__name__}: {error}"
            self.desk.attempt(lambda: self.desk.session.pause("session", self.desk.now_here()))
            self.tell(tr("the clock worker has failed and the clock stands: {error}", error=self.failed), "error")
            self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Every screen that shows the session takes in what is new; one that fails says so and stays."""
        self._each_screen("renew")

    def tell_the_time(self) -> None:
        """Nothing has happened but that a second of the wall went by."""
        self._each_screen("renew_clock")

    def _each_screen(self, what: str) -> None:
        for screen in self.screen_stack:
            renew = getattr(screen, what, None)
            if renew is None:
                continue
            try:
                renew()
            except Exception as error:  # a screen that fails must not end an exercise
                self.failed = f"{type(error).__name__}: {error}"
                self.tell(tr("this screen could not be brought up to date: {error}", error=self.failed), "error")

    def tell(self, text: str, severity: str = "information") -> None:
        """Say something at the edge of the screen for some seconds."""
        level: SeverityLevel = "error" if severity == "error" else "warning" if severity == "warning" else "information"
        timeout = 8 if severity == "error" else 4
        note = partial(self.notify, line_of(text), severity=level, timeout=timeout, markup=False)
        if severity != "information":
            from tui.widgets.drawer import Drawer

            for drawer in self.screen_stack[-1].query(Drawer) if self.screen_stack else ():
                drawer.refuse(text)
        if self.is_running:
            self.set_timer(_AFTER_S, note)  # a note lays the screen out anew; what it is about is painted first
        else:
            note()

    # what every screen can do

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: every action of the screen by its name, and every inject and unit of the session."""
        yield from getattr(screen, "commands_by_name", list)()
        yield SystemCommand(tr("Theme"), tr("Dark, light, high contrast"), self.action_theme)
        yield SystemCommand(tr("Picture"), tr("Write a picture of this screen as SVG"), self.action_picture)
        yield SystemCommand(tr("Keys"), tr("All keys of this screen"), self.action_help)
        yield SystemCommand(tr("Leave"), tr("Leave; startex resume goes on"), self.action_leave)

    def action_command_palette(self) -> None:
        """Everything by name."""
        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(id="--command-palette", placeholder=tr("Search for commands…")))

    def action_theme(self) -> None:
        """The next theme."""
        self.theme = next_theme(self.theme)

    def action_help(self) -> None:
        """All keys of the screen."""
        from tui.screens.help import Help

        where = getattr(self.screen, "WHERE", EVERYWHERE)
        self.push_screen(Help(self.desk, self.glyphs, where))

    def action_picture(self) -> None:
        """Write a picture of the screen into the session's folder."""
        path = self.folder / f"screen-{self.desk.now:06d}-{getattr(self.screen, 'WHERE', 'screen')}.svg"
        try:
            write_over(str(path), self.export_screenshot().encode("utf-8"))
        except OSError as error:
            self.tell(tr("the picture could not be written: {error}", error=error.strerror), "error")
            return
        self.tell(tr("picture written: {path}", path=path))

    async def action_quit(self) -> None:
        """Whatever Textual has bound to leaving is our leaving."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave; while the clock runs it is asked first."""
        if not self.desk.session.pacer.running:
            self._leave(yes=True)
            return
        self.push_screen(
            Confirm(tr("The clock runs. Leave the exercise? It is suspended; startex resume goes on.")), self._leave_if
        )

    def _leave_if(self, yes: bool | None) -> None:
        self._leave(yes=bool(yes))

    def _leave(self, *, yes: bool) -> None:
        if yes:
            self.leave()

    def shut(self) -> str:
        """Close the session, whatever state the screen is in; gives what went wrong, empty if nothing did.

        Waits for a session that is still being made, and raises what it could not be made for.
        """
        if self._wrong is None:
            self._wrong = ""
            self.heed_no_signals()
            self.workers.cancel_group(self, "clock")
            desk = self.made()
            try:
                if desk is not None:
                    desk.close()
            except SimulatorError as error:
                self._wrong = shown(f"{error}")
        return self._wrong
