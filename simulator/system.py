"""What differs from system to system, behind one interface.

Only this module may look at the platform: pipes and terminals today, locks, signals and process starts
when they come.  A house test forbids such imports elsewhere.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

__all__ = [
    "Signals",
    "Terminal",
    "caught",
    "close_quietly",
    "environment",
    "follow_language",
    "forget_folder",
    "make_folder",
    "platform_line",
    "read_input",
    "somebody_answers",
    "stop_here",
    "temporary_folder",
    "terminal",
    "write_new",
    "write_over",
]


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the standard output is."""

    is_terminal: bool
    columns: int
    lines: int
    encoding: str
    colour: bool


def terminal() -> Terminal:
    """The terminal we write to; NO_COLOR and a dumb terminal turn colour off."""
    size = shutil.get_terminal_size((100, 30))
    is_terminal = sys.stdout.isatty()
    colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in ("dumb", "")
    return Terminal(is_terminal, size.columns, size.lines, sys.stdout.encoding or "ascii", colour)


def environment() -> Mapping[str, str]:
    """The variables that this process was started with."""
    return os.environ


def follow_language(code: str, *, asked: bool) -> None:
    """Tell libraries that look words up which language is spoken, and where it was asked for on purpose also
    processes that begin from here, which else find it as this one did."""
    os.environ["LANGUAGE"] = code
    if asked:
        os.environ["STARTEX_LANGUAGE"] = code


def somebody_answers() -> bool:
    """Whether there is a terminal on both sides: somebody who reads a question and can answer it."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def close_quietly() -> None:
    """Who reads our output went away: let the interpreter end without a word about it, and with our own status.

    What is left in a buffer that nobody takes would be tried once more at the end, and change the status to 120.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_new(path: str, data: bytes) -> None:
    """Write a file that must not exist yet; raises :class:`FileExistsError` and other OSErrors."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o644)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        os.unlink(path)
        raise


def write_over(path: str, data: bytes, *, like: str = "") -> None:
    """Write a file whole or not at all: what was there stays until the new one is complete.

    It may be read by whom it could be before; a new one by whoever may read the file ``like``, without that by all.
    """
    folder, name = os.path.split(os.path.abspath(path))
    descriptor, beside = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(beside, _mode(path) or _mode(like) or 0o644)
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise


def _mode(path: str) -> int:
    """Who may do what with a file; 0 where there is none."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        return 0


def make_folder(path: str) -> None:
    """Make a folder where there is none; raises :class:`FileExistsError` for a file of that name, and OSErrors."""
    if not os.path.isdir(path):
        os.mkdir(path)


def platform_line() -> str:
    """The system in a line: name, version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{sys.platform}, Python {version}"


class Signals:
    """The signals that a session answers to; -1 where the system has no such thing."""

    INTERRUPT = int(signal.SIGINT)
    TERMINATE = int(signal.SIGTERM)
    HANG_UP = int(getattr(signal, "SIGHUP", -1))
    SUSPEND = int(getattr(signal, "SIGTSTP", -1))
    QUIT = int(getattr(signal, "SIGQUIT", -1))


@contextmanager
def caught(call: Callable[[int], object], *, quits: bool = False) -> Iterator[None]:
    """Inside, ``call(number)`` is what an interrupt, an end, a hang-up or a suspension does.

    With ``quits`` the signal that would leave a core file is one of them.
    """
    wanted = [Signals.INTERRUPT, Signals.TERMINATE, Signals.HANG_UP, Signals.SUSPEND, Signals.QUIT if quits else -1]
    numbers = [n for n in wanted if n > 0]
    before = {number: signal.signal(number, lambda n, _: call(n)) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def stop_here() -> None:
    """Stand still until the shell lets this process go on; nothing where there is no such thing."""
    number = getattr(signal, "SIGSTOP", None)
    if number is not None:
        os.kill(os.getpid(), number)


def read_input(size: int) -> bytes:
    """What has come on standard input, at most so many bytes; waits for some, empty at its end.

    Without the interpreter's buffer, whose lock a thread that waits here would hold when the process ends.
    """
    return os.read(0, size)


def temporary_folder() -> str:
    """A new folder for what is not kept."""
    return tempfile.mkdtemp(prefix="startex-practice-")


def forget_folder(path: str) -> None:
    """Remove a folder with all that is in it; raises :class:`OSError`."""
    shutil.rmtree(path)
