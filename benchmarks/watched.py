"""A command on a pseudo-terminal, watched from outside: when a key was written, and when its paint came.

Nothing inside the command is measured or changed.  A paint is the first read after which the bytes since the key hold
what the key is to show; reading goes by ``select``, so that a stamp is late by a read at most.  Nothing is emulated:
an emulator of a terminal in Python would take longer than the screen.  Linux only: processor time, memory and
descriptors come from ``/proc``.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["COLUMNS", "LINES", "Watched"]

COLUMNS, LINES = 160, 48
_ROOT = Path(__file__).parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")
_MOST = 1 << 20

Pattern = bytes | re.Pattern[bytes]


class Watched:
    """A Python program on a terminal of 160 by 48; always :meth:`close` it."""

    def __init__(self, *words: str):
        self._near, far = pty.openpty()
        fcntl.ioctl(self._near, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        variables = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
        variables |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.since = b""
        """what has come since the last key"""
        self.hears: Callable[[float, bytes], object] = lambda _, __: None
        """is given everything that comes, with the second at which it was read"""
        self.began = self.pressed = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *words],
            stdin=far,
            stdout=far,
            stderr=far,
            env=variables,
            cwd=_ROOT,
            start_new_session=True,
        )
        os.close(far)

    # keys and paints

    def press(self, keys: str) -> None:
        """Write keys; what is awaited is awaited from here on."""
        self.since = b""
        self.pressed = time.perf_counter()
        os.write(self._near, keys.encode())

    def awaited(self, paint: Pattern, seconds: float = 30.0, beside: Watched | None = None) -> float:
        """Read until the bytes since the last key hold a paint; gives the second at which they did.

        What another one says meanwhile is read too, so that it never waits for us.
        """
        end = time.perf_counter() + seconds
        while True:
            at = time.perf_counter()
            found = paint in self.since if isinstance(paint, bytes) else paint.search(self.since)
            if found:
                return at
            if beside is not None:
                select.select([self._near, beside._near], [], [], max(0.0, end - at))
                beside._read(0.0)
            if at > end or not (self._read(0.0 if beside else end - at) or beside):
                raise TimeoutError(f"{paint!r} did not come within {seconds:.0f} s; last came {self.since[-2000:]!r}")

    def paint_ms(self, keys: str, paint: Pattern) -> float:
        """Milliseconds from a key to its paint."""
        self.press(keys)
        return 1000 * (self.awaited(paint) - self.pressed)

    def rest(self, seconds: float) -> None:
        """Let some time pass, and read what comes."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if not self._read(left) and self._process.poll() is not None:
                return

    def _read(self, seconds: float) -> bool:
        if not select.select([self._near], [], [], max(0.0, seconds))[0]:
            return False
        try:
            part = os.read(self._near, 1 << 16)
        except OSError:  # the other end is gone
            return False
        self.since = (self.since + part)[-_MOST:]
        self.hears(time.perf_counter(), part)
        return True

    # the process

    def cpu_s(self) -> float:
        """Seconds of a processor that it has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def cpu_share(self, seconds: float) -> float:
        """Per cent of a processor over some seconds from now."""
        began, used = time.perf_counter(), self.cpu_s()
        self.rest(seconds)
        return 100 * (self.cpu_s() - used) / (time.perf_counter() - began)

    def resident_mb(self) -> float:
        """Megabytes of memory that it holds."""
        text = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        return int(text.partition("VmRSS:")[2].split()[0]) / 1024

    def descriptors(self) -> int:
        """How many files it has open."""
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))

    def ended(self, seconds: float = 30.0) -> int:
        """Read until it is over; gives its status."""
        end = time.perf_counter() + seconds
        while self._process.poll() is None and time.perf_counter() < end:
            self.rest(0.1)
        return self._process.wait(0.1)

    def close(self) -> None:
        """End it if it has not, and give the terminal back."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)
        os.close(self._near)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of the values lies at or below."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
