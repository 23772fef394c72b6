"""``startex view``: a second screen that shows what one cell knows, and follows the session while it is played."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, word
from simulator.cli.needs import have_extra, settled_in
from simulator.cli.out import complain, fail, say, say_words
from simulator.cli.screen import Ascii, NoMouse, open_screen
from simulator.errors import StorageError, UsageError
from simulator.system import terminal

if TYPE_CHECKING:
    from simulator.readers.scene.picture import Picture
    from simulator.runs.follow import Clock

__all__ = ["view"]

_LOOK_S = 0.5
"""seconds between two looks at the session"""


def view(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a session; somebody else may play it.")],
    cell: Annotated[str, typer.Option(metavar="X", help="The cell whose picture is shown.")],
    plain: Annotated[bool, typer.Option("--plain", help="By printed lines; also for screen readers.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Show what is known now, and end.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep a page in large type up to date, for a projector.")
    ] = None,
    serve: Annotated[
        int | None,
        typer.Option(
            metavar="PORT", help="Give the page to browsers of this machine; 0 takes a free port.", min=0, max=65535
        ),
    ] = None,
    ascii_only: Ascii = False,
    no_mouse: NoMouse = False,
) -> int:
    """Show what one cell knows, read-only: no inject before it is delivered, nothing that the cell was not told."""
    if html is not None and serve is not None:
        raise UsageError(tr("say --html FILE or --serve PORT, not both"))
    screen = _Screen(folder, cell)
    if serve is not None:
        have_extra("report", "jinja2")
        return screen.serve(serve)
    if html is not None:
        have_extra("report", "jinja2")
        return screen.write(html, once=once)
    if once:
        screen.look()
        screen.print_picture()
        return 0
    if not plain and terminal().is_terminal:
        return open_screen("view", screen.followed, cell, ascii_only=ascii_only, mouse=not no_mouse)
    return screen.print_feed()


class _Screen:
    """A followed session and one cell's picture of it."""

    def __init__(self, folder: Path, cell: str):
        from simulator.readers.scene.picture import Picture
        from simulator.runs.follow import Followed

        settled_in(folder)
        self.followed = Followed(folder)
        self.cell = cell
        self.picture: Picture = Picture(self.followed.blueprint, cell)
        self.clock: Clock = self.followed.clock(time.time())
        self._again = self.followed.again
        self._notice = ""

    def look(self) -> bool:
        """Take in what is new; whether the session's events turned out to be others than before."""
        from simulator.readers.scene.picture import Picture

        new = self.followed.poll()
        anew = self.followed.again != self._again
        if anew:
            self._again = self.followed.again
            self.picture = Picture(self.followed.blueprint, self.cell)
        self.picture.extend(new)
        self.clock = self.followed.clock(time.time())
        self.picture.advance(self.clock.at)
        if self.followed.notice != self._notice:
            self._notice = self.followed.notice
            if self._notice:
                fail(self._notice)
        return anew

    @property
    def over(self) -> bool:
        """Whether nothing more comes: the session is ended, or let go of."""
        return self.clock.state in ("ended", "suspended")

    # the projector

    def write(self, file: Path, *, once: bool) -> int:
        """Keep a page up to date while the session is played."""
        from simulator.runs.projector import page
        from simulator.system import write_over

        if file.is_dir():
            raise UsageError(
                tr("{folder} is a folder: name a file, such as {file}", folder=file, file=file / "view.html")
            )
        complain(tr("the page is {file}; open it in a browser; Ctrl-C ends", file=file))
        while True:
            self.look()
            refresh = 0 if once else 1
            text = page(self.picture, self.clock, refresh=refresh, notice=self._notice)
            try:
                write_over(str(file), text.encode("utf-8"))
            except OSError as error:
                raise StorageError(tr("{file} cannot be written: {why}", file=file, why=error.strerror)) from None
            if once:
                return 0
            time.sleep(_LOOK_S)

    def serve(self, port: int) -> int:
        """Give the page to browsers of this machine, and nobody else, until somebody says stop."""
        from simulator.runs.loopback import serving
        from simulator.runs.projector import page

        with serving(port) as server:
            complain(tr("the page is at {address} for browsers on this machine; Ctrl-C ends", address=server.address))
            while True:
                self.look()
                server.put(page(self.picture, self.clock, notice=self._notice).encode("utf-8"))
                time.sleep(_LOOK_S)

    # lines

    def _banner(self) -> None:
        header = self.followed.header
        if header.handling:
            say(header.handling)
        say(tr("EXERCISE - {title} - what {cell} knows", title=header.title, cell=self.cell))

    def print_picture(self) -> None:
        """What the cell knows now."""
        from simulator.units import clock_column, format_clock

        self._banner()
        if self._covered():
            return
        picture = self.picture
        say(f"{format_clock(self.clock.at)} {word(self.clock.state)}")
        say(tr("told:"))
        for line in picture.told:
            say_words(f"{clock_column(line.at, 10)}  {line.text}")
        say(tr("known:"))
        for fact in picture.facts:
            said, clock = picture.said(fact), format_clock(fact.seen_at)
            if not fact.open:
                said = tr("{fact}, over", fact=said)
            if fact.by:
                say_words(tr("  {fact}  (as of {clock} by {who})", fact=said, clock=clock, who=picture.named(fact.by)))
            else:
                say_words(tr("  {fact}  (as of {clock})", fact=said, clock=clock))
        say(tr("own units:"))
        for unit in picture.units:
            doing = ", ".join(filter(None, (word(unit.state).replace("_", " "), unit.task and word(unit.task))))
            clock = format_clock(unit.seen_at)
            say_words(tr("  {unit}: {doing}  (as of {clock})", unit=unit.title, doing=doing, clock=clock))

    def _covered(self) -> bool:
        """Whether only the clock, or the word STOP, is shown."""
        from simulator.units import format_clock

        if self.clock.stopped:
            say(tr("STOP - REAL EVENT: the exercise is stopped; follow the instructions in the room"))
        elif self.clock.dark:
            say(tr("{clock}  EXERCISE (black-out)", clock=format_clock(self.clock.at)))
        return self.clock.stopped or self.clock.dark

    def print_feed(self) -> int:
        """Lines as they come, until the session is over."""
        from simulator.units import clock_column, format_clock

        self._banner()
        told, covered, state = 0, "", ""
        while True:
            if self.look():
                told = 0
                say(tr("the session has been taken up from an earlier point: what is known is told from the start"))
            now = "stop" if self.clock.stopped else "dark" if self.clock.dark else ""
            if now != covered:
                covered = now
                if not self._covered():
                    say(tr("the exercise goes on"))
            if not covered:
                for line in self.picture.told[told:]:
                    say_words(f"{clock_column(line.at, 10)}  {line.text}")
                told = len(self.picture.told)
                if self.clock.state != state:
                    state = self.clock.state
                    say(tr("{clock:>10}  clock: {state}", clock=format_clock(self.clock.at), state=word(state)))
            if self.over:
                return 0
            time.sleep(_LOOK_S)
