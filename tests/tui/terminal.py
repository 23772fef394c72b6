"""A terminal for tests: a command in a pseudo-terminal, its raw bytes, and the screen that they make."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pyte

__all__ = ["Terminal", "past_the_briefing"]

_LEAD = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
"""takes the terminal on standard input as the one that controls the process, then becomes the command"""


class Terminal:
    """A command on a terminal of so many columns and lines; always :meth:`close` it.

    With ``leads`` the terminal is the one that controls the command, which then hears of its end by a signal.
    ``folder`` is where the command runs; the checkout where none is given.
    """

    def __init__(
        self,
        *words: str,
        columns: int = 80,
        lines: int = 24,
        environment: dict[str, str] | None = None,
        program: tuple[str, ...] = ("-m", "simulator"),
        leads: bool = True,
        folder: Path | None = None,
    ):
        root = Path(__file__).parents[2]
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._near, far = pty.openpty()
        self.resize(columns, lines, tell=False)
        variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **(environment or {})}
        if folder is not None:
            variables["PYTHONPATH"] = os.pathsep.join(p for p in (str(root), variables.get("PYTHONPATH", "")) if p)
        for name in ("COLUMNS", "LINES", "PYTHONUNBUFFERED"):  # output is kept in a buffer, as where people sit
            variables.pop(name, None)
        self.process = subprocess.Popen(
            [*((sys.executable, "-ISc", _LEAD) if leads else ()), sys.executable, *program, *words],
            stdin=far,
            stdout=far,
            stderr=far,
            env=variables,
            cwd=folder or root,
            start_new_session=True,
        )
        os.close(far)

    def resize(self, columns: int, lines: int, *, tell: bool = True) -> None:
        """Another size; the process is told."""
        fcntl.ioctl(self._near, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen.resize(max(1, lines), max(1, columns))
        if tell:
            self.process.send_signal(signal.SIGWINCH)

    def keys(self, keys: str | bytes) -> None:
        """Type."""
        os.write(self._near, keys.encode() if isinstance(keys, str) else keys)

    def keys_in_parts(self, raw: bytes) -> None:
        """Type more than a terminal holds; what comes meanwhile is read."""
        for at in range(0, len(raw), 2048):
            while not select.select([], [self._near], [], 0.02)[1]:
                self.read(0.02)
            os.write(self._near, raw[at : at + 2048])

    def hang_up(self) -> None:
        """The terminal goes away, as when its window is closed."""
        os.close(self._near)
        self._near = -1

    def read(self, seconds: float = 0.1) -> None:
        """Take in what comes within some time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._near], [], [], left)[0]:
                return
            try:
                part = os.read(self._near, 65536)
            except OSError:  # the other end is gone
                return
            self.raw += part
            self._stream.feed(part)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    @property
    def screen(self) -> pyte.Screen:
        """The screen with its colours."""
        return self._screen

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Read until a text stands on the screen; fails with the screen."""
        end = time.monotonic() + seconds
        while text not in self.text:
            assert time.monotonic() < end, f"{text!r} did not come; the screen:\n{self.text}"
            self.read(0.1)

    def wait_for_raw(self, raw: bytes, seconds: float = 30) -> None:
        """Read until some bytes have come; fails with the screen."""
        end = time.monotonic() + seconds
        while raw not in self.raw:
            assert time.monotonic() < end, f"{raw!r} did not come; the screen:\n{self.text}"
            self.read(0.1)

    def wait(self, seconds: float = 30) -> int:
        """Read until the process is over; gives its status, negative for a signal."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it does not end; the screen:\n{self.text}"
            self.read(0.1)
        self.read(0.2)
        return int(self.process.returncode)

    def close(self) -> None:
        """End the process if it has not."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        if self._near >= 0:
            os.close(self._near)


def past_the_briefing(terminal: Terminal) -> None:
    """From the briefing of a new session to its live screen."""
    terminal.wait_for("Enter goes on")
    terminal.keys("\r")
    terminal.wait_for("BEFORE STARTEX")
