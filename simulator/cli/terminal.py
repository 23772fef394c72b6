"""Where the line mode meets a terminal, a pipe or a script: the keyboard, the wall's clock, signals.

One loop serves all three: lines come in, time goes on beside them, signals end or pause it.  A terminal gets a prompt
with completion; a pipe is read line by line; a script has a wall of its own that only ``wait`` moves, so that a
rehearsal takes no time and is the same every time.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from simulator.catalogue import tr
from simulator.cli.line import VERBS, LineMode
from simulator.cli.out import complain, say
from simulator.errors import EngineFault, StorageError, UsageError
from simulator.runs.pacer import Moment
from simulator.system import Signals, caught, read_input, stop_here

__all__ = ["converse", "now_here", "play_script"]

_TICK_S = 0.25
_LONGEST = 100_000
"""bytes of a line from a pipe"""
_TWICE_S = 5.0
"""two interrupts within so many seconds leave"""
_WAIT_S = 2.0
"""how much of a script's wall passes between two looks"""


def now_here() -> Moment:
    """The moment outside the exercise."""
    return Moment(time.monotonic(), time.time())


# a script


def play_script(mode: LineMode, lines: Iterator[tuple[int, str]], name: str) -> int:
    """Do the numbered lines of a script; gives the exit status: 2 if a line was not understood.

    Lines after a reset are left for the session that begins then.
    """
    wall = _ScriptWall()
    for count, line in lines:
        before = mode.wrong
        word, _, rest = line.strip().partition(" ")
        if word == "wait":
            wall.wait(mode, rest)
        else:
            mode.do(line, wall.now())
        if mode.wrong > before:
            complain(
                tr("{file}:{count}: this line was not understood: {line}", file=name, count=count, line=line.strip())
            )
        if mode.leaving:
            break
    return _left(mode, wall.now()) or (2 if mode.wrong else 0)


class _ScriptWall:
    """A wall that only ``wait`` moves."""

    def __init__(self) -> None:
        self._begin, self._passed = now_here(), 0.0

    def now(self) -> Moment:
        """The moment that it is in the script."""
        return Moment(self._begin.steady + self._passed, self._begin.wall + self._passed)

    def wait(self, mode: LineMode, text: str) -> None:
        """Let time pass until it is over, or the exercise is."""
        from simulator.runs.typed import span

        try:
            left = float(span(text))
        except UsageError as error:
            mode.wrong += 1
            mode.say(f"{error}")
            return
        while left > 0 and not mode.session.engine.ended and not mode.leaving:
            self._passed += min(left, _WAIT_S)
            left -= _WAIT_S
            mode.pump(self.now())


def _left(mode: LineMode, now: Moment, status: int = 0) -> int:
    """Close the session and say how it stands; gives the exit status."""
    if mode.looking is not None:
        mode.looking.cancel()
    failed = mode.session.alarm
    mode.session.close("facilitator", now)
    return 1 if failed else status


# a terminal or a pipe


class Source(Protocol):
    """Where lines come from."""

    async def line(self) -> str | None:
        """The next line; None when there are no more.  Raises KeyboardInterrupt."""

    def aside(self, do: Callable[[], object]) -> None:
        """Do something while the terminal is as it was before."""


class _Pipe:
    """Lines of standard input, read by a thread that ends with the process."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        held = b""
        while raw := read_input(65536):
            *lines, held = (held + raw).split(b"\n")
            for line in lines:
                self._put(line.decode("utf-8", "replace"))
            if len(held) > _LONGEST:
                self._put(held.decode("utf-8", "replace"))
                held = b""
        if held:
            self._put(held.decode("utf-8", "replace"))
        self._put(None)

    def _put(self, line: str | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is over
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)

    async def line(self) -> str | None:
        """The next line; None when there are no more."""
        return await self._lines.get()

    def aside(self, do: Callable[[], object]) -> None:
        """Do something while the terminal is as it was before."""
        do()


class _Prompt:
    """Lines typed at a terminal, with completion of verbs and of the scenario's names."""

    def __init__(self, mode: LineMode) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.shortcuts import CompleteStyle

        self._mode = mode
        self._session: Any = PromptSession(
            completer=_completer(mode),
            complete_while_typing=False,
            complete_style=CompleteStyle.READLINE_LIKE,  # a line with what fits, no menu that a screen reader loses
            reserve_space_for_menu=0,
        )

    async def line(self) -> str | None:
        """The next line; None when there are no more."""
        from prompt_toolkit.patch_stdout import patch_stdout

        with patch_stdout():
            try:
                return str(await self._session.prompt_async(self._mode.prompt, handle_sigint=False))
            except EOFError:
                return None

    def aside(self, do: Callable[[], object]) -> None:
        """Do something while the terminal is as it was before."""
        from prompt_toolkit.application import run_in_terminal

        if self._session.app.is_running:
            self._aside = asyncio.ensure_future(self._in_terminal(run_in_terminal, do))
        else:
            do()

    async def _in_terminal(self, run: Any, do: Callable[[], object]) -> None:
        from prompt_toolkit.application.current import set_app

        with set_app(self._session.app):
            await run(do)


def _completer(mode: LineMode) -> Any:
    from prompt_toolkit.completion import WordCompleter

    b = mode.session.engine.blueprint
    names = [
        *VERBS,
        *(cell.id for cell in b.cells),
        *(inject.id for inject in b.injects),
        *(name for d in b.decisions for name in (d.id, *(o.id for o in d.options))),
        *(rule.id for rule in b.rules),
        *(objective.id for objective in b.objectives),
        *(name for group in (b.units, b.places, b.segments, b.posts, b.command, b.roles, b.groups) for name in group),
    ]
    return WordCompleter(list(dict.fromkeys(names)), WORD=True)


class _Conversation:
    """Lines and time, side by side, until somebody leaves or a signal comes."""

    def __init__(self, mode: LineMode):
        self.mode = mode
        self.status = 0
        self._interrupted = -_TWICE_S
        self._main: asyncio.Task[None] | None = None
        self._source: Source

    async def run(self, make: Callable[[], Source]) -> int:
        """Converse; gives the exit status."""
        loop = asyncio.get_running_loop()
        self._source = make()
        self._main = asyncio.create_task(self._lines(self._source))
        ticker = asyncio.create_task(self._ticks())
        with caught(lambda number: loop.call_soon_threadsafe(self._signal, number)):
            with contextlib.suppress(asyncio.CancelledError):
                await self._main
            ticker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ticker
            return _left(self.mode, now_here(), self.status)

    async def _lines(self, source: Source) -> None:
        while not self.mode.leaving:
            try:
                line = await source.line()
            except KeyboardInterrupt:
                self._signal(Signals.INTERRUPT)
                continue
            if line is None:
                return
            self.mode.do(line, now_here())

    async def _ticks(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            self.mode.pump(now_here())
            if self.mode.leaving:
                self._leave(self.status)

    def _leave(self, status: int) -> None:
        self.status = status
        self.mode.leaving = True
        if self._main is not None:
            self._main.cancel()

    def _signal(self, number: int) -> None:
        if number == Signals.INTERRUPT:
            again = time.monotonic() - self._interrupted < _TWICE_S
            self._interrupted = time.monotonic()
            if again:
                self._leave(128 + number)
                return
            self._stand(tr("interrupted: the clock stands. Once more to leave, or go on typing."))
        elif number == Signals.SUSPEND:
            self._stand(tr("suspended: the clock stands until go."))
            self._source.aside(stop_here)
        else:
            self._leave(128 + number)

    def _stand(self, text: str) -> None:
        """The clock stands, whatever else goes wrong."""
        with contextlib.suppress(StorageError, EngineFault, UsageError):
            if self.mode.session.pacer.running:
                self.mode.session.pause("facilitator", now_here())
        self.mode.tell()
        say(text)


def converse(mode: LineMode) -> int:
    """Converse with whoever sits at standard input; gives the exit status."""
    typed = sys.stdin.isatty() and sys.stdout.isatty()

    async def _run() -> int:
        return await _Conversation(mode).run(lambda: _Prompt(mode) if typed else _Pipe())

    return asyncio.run(_run())
