"""Faults of a terminal (F20-F29): the session goes on, or its journal is whole and the status says so."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.cli import main
from tests.builders import text_of
from tests.tui.stage import room
from tests.tui.terminal import Terminal, past_the_briefing

Opens = Callable[..., Terminal]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens the screen of a new session in ``tmp_path / "s"``."""
    opened: list[Terminal] = []
    scenario = tmp_path / "room.yaml"
    scenario.write_text(text_of(room()), encoding="utf-8")

    def _open(*more: str, **options) -> Terminal:
        opened.append(Terminal("play", str(scenario), "--session", str(tmp_path / "s"), *more, **options))
        return opened[-1]

    yield _open
    for terminal in opened:
        terminal.close()


def runs(terminal: Terminal) -> None:
    """The screen is there and the clock runs."""
    past_the_briefing(terminal)
    terminal.keys(" ")
    terminal.wait_for("RUN x1")


def answers(terminal: Terminal) -> None:
    """Keys still do something: the clock stands and runs again."""
    terminal.keys(" ")
    terminal.wait_for("PAUSED")
    terminal.keys(" ")
    terminal.wait_for("RUN x1")


def whole(folder: Path) -> None:
    """The journal replays to what it says."""
    assert main(["replay", str(folder), "--verify"]) == 0


def leaves(terminal: Terminal) -> None:
    """It can be left in order."""
    terminal.keys("q")
    terminal.wait_for("The clock runs")
    terminal.keys("y")
    assert terminal.wait() == 0


@pytest.mark.soak
def test_a_quit_signal_gives_the_terminal_back_and_leaves_a_whole_journal(opens: Opens, tmp_path: Path) -> None:
    terminal = opens()
    runs(terminal)
    terminal.process.send_signal(signal.SIGQUIT)
    assert terminal.wait() == 128 + signal.SIGQUIT
    assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
    whole(tmp_path / "s")


@pytest.mark.soak
def test_a_kill_leaves_a_whole_journal(opens: Opens, tmp_path: Path) -> None:
    terminal = opens()
    runs(terminal)
    terminal.keys("n")
    terminal.wait_for("OUT")
    terminal.process.send_signal(signal.SIGKILL)
    assert terminal.wait() == -signal.SIGKILL
    whole(tmp_path / "s")


def test_a_terminal_that_is_closed_ends_the_screen_in_order(opens: Opens, tmp_path: Path) -> None:
    terminal = opens()
    runs(terminal)
    terminal.hang_up()
    assert terminal.process.wait(20) == 128 + signal.SIGHUP
    whole(tmp_path / "s")


def test_a_terminal_that_is_closed_without_a_signal_ends_it_too(opens: Opens, tmp_path: Path) -> None:
    terminal = opens(leads=False)
    runs(terminal)
    terminal.hang_up()
    assert terminal.process.wait(20) == 128 + signal.SIGHUP
    whole(tmp_path / "s")


def test_a_suspended_screen_gives_the_terminal_back_and_stands_when_it_goes_on(opens: Opens, tmp_path: Path) -> None:
    terminal = opens()
    runs(terminal)
    terminal.process.send_signal(signal.SIGTSTP)
    terminal.wait_for_raw(b"\x1b[?1049l")
    assert os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT) is not None
    terminal.process.send_signal(signal.SIGCONT)
    terminal.wait_for("PAUSED")
    assert terminal.raw.rindex(b"\x1b[?1049h") > terminal.raw.rindex(b"\x1b[?1049l")
    terminal.keys(" ")
    terminal.wait_for("RUN x1")
    leaves(terminal)
    whole(tmp_path / "s")


def test_a_process_that_was_stopped_from_outside_goes_on_and_can_be_left(opens: Opens, tmp_path: Path) -> None:
    terminal = opens()
    runs(terminal)
    for _ in range(2):
        terminal.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.read(0.3)
    answers(terminal)
    leaves(terminal)
    whole(tmp_path / "s")


def test_every_size_and_a_storm_of_sizes_is_survived(opens: Opens) -> None:
    terminal = opens(columns=1, lines=1)
    terminal.read(1.5)
    for columns, lines in ((60, 20), (500, 200), (1, 200), (500, 1)):
        terminal.resize(columns, lines)
        terminal.read(0.3)
    for k in range(100):
        terminal.resize(1 + k * 37 % 200, 1 + k * 13 % 60)
    terminal.resize(80, 24)
    past_the_briefing(terminal)
    terminal.keys("q")
    assert terminal.wait() == 0


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"TERM": "dumb"}, marks=pytest.mark.soak),
        pytest.param({"TERM": ""}, marks=pytest.mark.soak),
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_a_poor_terminal_is_enough(opens: Opens, variables: dict[str, str]) -> None:
    terminal = opens(environment=variables)
    runs(terminal)
    leaves(terminal)
    if "LC_ALL" in variables:
        assert terminal.raw.isascii()


def test_what_comes_from_a_broken_terminal_presses_no_key(opens: Opens, tmp_path: Path) -> None:
    """Replies that nobody asked for hold an n and an f, which fire injects, and a q, which leaves."""
    terminal = opens()
    runs(terminal)
    for raw in (
        b"\xff\xfe\x80",
        b"\xc3",
        b"\xe2\x82",
        b"\x1b]11;rgb:nfq/ffff/ffff\x1b\\",
        b"\x1b]0;nfq",
        b"\x1bPnfq",
        b"\x1b[?62;1;6c",
        b"\x1b[97:65;2u",
    ):
        terminal.keys(raw)
        terminal.read(0.4)
    answers(terminal)
    assert "OUT" not in terminal.text
    assert "Keys" not in terminal.text
    leaves(terminal)


def test_a_large_paste_and_one_that_never_ends_are_survived(opens: Opens, tmp_path: Path) -> None:
    terminal = opens()
    runs(terminal)
    terminal.keys("o")
    terminal.wait_for("Note at")
    terminal.keys_in_parts(b"\x1b[200~" + "äb\x1b]52;c;eA==\x07 ".encode() * 15_000 + b"\x1b[201~")
    terminal.keys("\x1b")
    terminal.read(0.5)
    terminal.keys(b"\x1b[200~never ended")
    terminal.read(2.6)
    answers(terminal)
    leaves(terminal)
    assert b"\x1b]52" not in terminal.raw
    whole(tmp_path / "s")


BREAKS = """
import sys
import tui.screens.live as live
from simulator.cli import main

def broken(*_):
    raise RuntimeError("broken \\x1b]0;owned\\x07 pane")

{what}
sys.argv = ["startex", *sys.argv[1:]]
sys.exit(main())
"""


@pytest.mark.soak
@pytest.mark.parametrize("what", ["live.msel_rows = broken", "live.RowPane._drawn = broken"])
def test_a_pane_that_fails_says_so_and_the_session_goes_on(opens: Opens, tmp_path: Path, what: str) -> None:
    terminal = opens(program=("-c", BREAKS.format(what=what)))
    runs(terminal)
    terminal.wait_for("broken")
    leaves(terminal)
    assert b"\x1b]0;" not in terminal.raw
    whole(tmp_path / "s")


@pytest.mark.parametrize(
    "what",
    [
        pytest.param("live.Live.render = broken", marks=pytest.mark.soak),
        "live.Live.action_run_or_pause = broken",
    ],
)
def test_a_screen_that_fails_ends_with_a_whole_journal_and_a_status(opens: Opens, tmp_path: Path, what: str) -> None:
    terminal = opens(program=("-c", BREAKS.format(what=what)))
    if "render" not in what:  # that one fails below the briefing, before anybody has pressed a key
        terminal.wait_for("Enter goes on")
        terminal.keys("\r")
        terminal.read(1.0)
        terminal.keys(" ")
    assert terminal.wait() == 1
    assert b"The screen has failed" in terminal.raw
    assert b"\x1b]0;" not in terminal.raw
    assert terminal.raw.rindex(b"\x1b[?1049l") < terminal.raw.rindex(b"The screen has failed")
    whole(tmp_path / "s")
