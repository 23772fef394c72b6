"""The line mode in a real pseudo-terminal: prompt, completion, signals, and a terminal that is left as it was."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals of POSIX systems", allow_module_level=True)

import pty
import subprocess
import termios

ROOT = Path(__file__).parents[2]


class Screen:
    """A pseudo-terminal with an exercise in it."""

    def __init__(self, process: subprocess.Popen[bytes], master: int, slave: int):
        self.process, self.master, self.slave = process, master, slave
        self.said = ""

    def until(self, words: str, seconds: float = 25.0) -> None:
        end = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < end, (words, self.said[-2000:])
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.said += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
                if "\x1b[6n" in self.said:  # it asks where the cursor is
                    self.said = self.said.replace("\x1b[6n", "")
                    os.write(self.master, b"\x1b[1;1R")

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def ends(self) -> int:
        end = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < end:
            if select.select([self.master], [], [], 0.05)[0]:
                self.said += os.read(self.master, 65536).decode("utf-8", "replace")
        return self.process.wait(1)

    def manners(self) -> list[object]:
        """How the terminal treats what is typed: must be after as it was before."""
        return termios.tcgetattr(self.slave)

    def echoes(self) -> bool:
        wanted = termios.ECHO | termios.ICANON | termios.ISIG
        return termios.tcgetattr(self.slave)[3] & wanted == wanted


@contextmanager
def screen(folder: Path, *more: str) -> Iterator[tuple[Screen, list[object]]]:
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "play", "first_steps", "--plain", "--session", str(folder), *more],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        yield Screen(process, master, slave), before
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(60)
        os.close(master)
        os.close(slave)


def test_an_exercise_is_typed_at_a_prompt_with_completion(tmp_path: Path) -> None:
    with screen(tmp_path / "s") as (tty, before):
        tty.until("before STARTEX>")
        tty.type("start\r")
        tty.until("THIS IS AN EXERCISE")
        tty.until("1x>")
        tty.type("stat\t")
        tty.until("status")
        tty.type("\r")
        tty.until("to ENDEX;")
        tty.type("quit\r")
        assert tty.ends() == 0
        assert tty.manners() == before


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_closes_the_session_and_restores_the_terminal(number: int, status: int, tmp_path: Path) -> None:
    """F20, F21."""
    with screen(tmp_path / "s", "--plain") as (tty, before):
        tty.until("before STARTEX>")
        assert tty.manners() != before
        tty.process.send_signal(number)
        assert tty.ends() == status
        assert tty.manners() == before


def test_the_keys_of_interrupt_and_end(tmp_path: Path) -> None:
    """F23: Ctrl-C stands the clock, a second one leaves."""
    with screen(tmp_path / "s", "--plain") as (tty, before):
        tty.until("before STARTEX>")
        tty.type("start\r")
        tty.until("THIS IS AN EXERCISE")
        tty.until("1x>")
        tty.type("\x03")
        tty.until("Once more to leave")
        tty.until("paused>")
        tty.type("\x03")
        assert tty.ends() == 130
        assert tty.manners() == before


def test_the_end_of_input_suspends(tmp_path: Path) -> None:
    with screen(tmp_path / "s", "--plain") as (tty, before):
        tty.until("before STARTEX>")
        tty.type("\x04")
        assert tty.ends() == 0
        assert tty.manners() == before


def test_a_stopped_process_gives_the_terminal_back_and_goes_on(tmp_path: Path) -> None:
    """F22: SIGTSTP from outside."""
    with screen(tmp_path / "s", "--plain") as (tty, before):
        tty.until("before STARTEX>")
        tty.type("start\r")
        tty.until("THIS IS AN EXERCISE")
        tty.until("1x>")
        tty.process.send_signal(signal.SIGTSTP)
        end = time.monotonic() + 20
        while (
            time.monotonic() < end
            and os.waitid(os.P_PID, tty.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is None
        ):
            time.sleep(0.02)
        assert tty.echoes(), "the shell finds a terminal that shows what is typed"
        tty.process.send_signal(signal.SIGCONT)
        tty.until("suspended: the clock stands")
        tty.until("paused>")
        tty.type("quit\r")
        assert tty.ends() == 0
        assert tty.manners() == before
