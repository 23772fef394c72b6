"""The screen in a real terminal: whatever happens to it, the session goes on or its journal is whole."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import text_of
from tests.tui.stage import room
from tests.tui.terminal import Terminal, past_the_briefing

Opens = Callable[..., Terminal]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    opened: list[Terminal] = []
    scenario = tmp_path / "room.yaml"
    scenario.write_text(text_of(room()), encoding="utf-8")

    def _open(*words: str, **more) -> Terminal:
        given = words or ("play", str(scenario), "--session", str(tmp_path / "s"))
        opened.append(Terminal(*given, **more))
        return opened[-1]

    yield _open
    for terminal in opened:
        terminal.close()


def verified(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "replay", str(folder), "--verify"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_session_is_played_left_and_taken_up_again(opens: Opens, tmp_path: Path) -> None:
    first = opens()
    past_the_briefing(first)
    first.keys(" ")
    first.wait_for("RUN x1")
    first.keys("n")
    first.wait_for("OUT")
    first.keys("q")
    first.wait_for("The clock runs")
    first.keys("y")
    assert first.wait() == 0
    second = opens("resume", str(tmp_path / "s"))
    second.wait_for("OUT H+0:00")
    second.keys("q")
    assert second.wait() == 0
    verified(tmp_path / "s")


def test_what_a_slow_line_hands_over_at_once_goes_into_the_fields_it_was_typed_for(
    opens: Opens, tmp_path: Path
) -> None:
    """A letter after Tab never overtakes it, and what a field offers is overwritten."""
    terminal = opens()
    past_the_briefing(terminal)
    terminal.keys("a")
    terminal.wait_for("text")
    terminal.keys("the gate is open\tops\r")
    terminal.wait_for("OUT")
    terminal.keys("q")
    assert terminal.wait() == 0
    journal = "".join(file.read_text("utf-8") for file in (tmp_path / "s").glob("journal*"))
    assert '"text":"the gate is open"' in journal
    assert '"to":["ops"]' in journal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_end_or_a_hang_up_leaves_a_whole_journal_and_says_so_in_the_status(
    opens: Opens, tmp_path: Path, number: signal.Signals
) -> None:
    terminal = opens()
    past_the_briefing(terminal)
    terminal.keys(" ")
    terminal.wait_for("RUN x1")
    terminal.process.send_signal(number)
    assert terminal.wait() == 128 + number
    assert b"\x1b[?1049l" in terminal.raw  # the screen is given back
    verified(tmp_path / "s")


def test_two_interrupts_leave_and_the_first_stands_the_clock(opens: Opens, tmp_path: Path) -> None:
    terminal = opens()
    past_the_briefing(terminal)
    terminal.keys(" ")
    terminal.wait_for("RUN x1")
    terminal.process.send_signal(signal.SIGINT)
    terminal.wait_for("PAUSED")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.wait() == 130
    verified(tmp_path / "s")


def test_a_terminal_may_be_tiny_or_huge(opens: Opens) -> None:
    terminal = opens(columns=40, lines=10)
    terminal.wait_for("THIS SESSION")
    terminal.keys("\r")
    terminal.wait_for("enlarge the terminal")
    terminal.resize(300, 100)
    terminal.wait_for("6 OBJECTIVES")
    terminal.resize(80, 24)
    terminal.wait_for("5 JUST HAPPENED")
    terminal.keys("q")
    assert terminal.wait() == 0


def test_nothing_of_a_hostile_text_reaches_the_terminal(opens: Opens, tmp_path: Path) -> None:
    evil = "\x1b]52;c;ZXZpbA==\x07\x1b]0;owned\x07\x1b[2J\u202e\x9b31m[/red][@click=app.exit]x[/]"
    scenario = room()
    for inject in scenario["msel"]:
        inject["title"] = inject["text"] = f"evil {evil}"
    scenario["title"] = f"Room {evil}"
    path = tmp_path / "evil.yaml"
    path.write_text(text_of(scenario), encoding="utf-8")
    terminal = opens("play", str(path), "--session", str(tmp_path / "e"), "--no-mouse")
    past_the_briefing(terminal)
    for keys in ("n", "w", "\x1b", "L", "\x1b", "p", "a"):
        terminal.keys(keys)
        terminal.read(0.6)
    terminal.keys("hello \u202e[/x] there\r")
    terminal.wait_for("hello")
    terminal.keys("q")
    terminal.wait()
    raw = terminal.raw
    assert b"\x1b]52" not in raw
    assert b"owned" in raw  # it is shown, as signs
    assert re.search(rb"\x1b\][02];[^\x07\x1b]*owned", raw) is None
    assert "\u202e".encode() not in raw
    assert "\x9b".encode() not in raw
    assert b"\x1b[?1000h" not in raw  # no mouse was asked for


def test_the_screen_can_be_drawn_in_ascii_without_colour(opens: Opens) -> None:
    terminal = opens(environment={"NO_COLOR": "1", "LC_ALL": "C.UTF-8"})
    past_the_briefing(terminal)
    terminal.keys("q")
    assert terminal.wait() == 0
    assert re.search(rb"\x1b\[[0-9;]*38;2;(?!(\d+);\1;\1)", terminal.raw) is None  # greys only


def test_a_players_screen_follows_and_shows_nothing_before_it_is_delivered(opens: Opens, tmp_path: Path) -> None:
    scenario = room(cells={"military": {"roles": ["duty_officer"], "played_by": "room"}})
    path = tmp_path / "cells.yaml"
    path.write_text(text_of(scenario), encoding="utf-8")
    first = opens("play", str(path), "--session", str(tmp_path / "c"))
    past_the_briefing(first)
    second = opens("view", str(tmp_path / "c"), "--cell", "military")
    second.wait_for("before STARTEX")
    assert "Radio call" not in second.text
    first.keys(" ")
    first.wait_for("RUN x1")
    first.keys("n")
    first.wait_for("OUT")
    second.wait_for("A call comes in")
    assert "Shots" not in second.text
    first.keys("K")
    second.wait_for("EXERCISE")
    first.read(0.5)
    second.read(1.0)
    assert "A call comes in" not in second.text
    first.keys("!")
    second.wait_for("STOP - REAL EVENT")
    second.keys("q")
    assert second.wait() == 0


def test_what_an_author_typed_and_did_not_save_outlives_a_kill(opens: Opens, tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"
    before = path.read_bytes()
    terminal = opens("edit", str(path))
    terminal.wait_for("room.yaml  saved")
    terminal.keys("# a word")
    terminal.wait_for("kept in a draft")
    terminal.read(1.0)
    terminal.process.send_signal(signal.SIGKILL)
    assert terminal.wait() == -signal.SIGKILL
    assert path.read_bytes() == before
    again = opens("edit", str(path))
    again.wait_for("not saved was found")
    again.keys("\r")
    again.wait_for("# a word")
    again.keys("\x13")  # Ctrl-S
    again.wait_for("room.yaml  saved")
    again.keys("\x11")  # Ctrl-Q
    assert again.wait() == 0
    assert path.read_bytes() == b"# a word" + before
