"""``startex play --plain`` and what belongs to it: scripts, hints, resume, replay, fork, notes, kills, signals."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.record.journal import read_journal
from simulator.record.store import is_session

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")

REHEARSAL = """\
# a rehearsal
start
speed 60
wait 5 min
adhoc @ops The governor calls
note first words
observe O1 they doubled the guard
rate O1 s in time
hold for the projector
go
step 5 min
ask ops north_post_1 What do you see?
send
pass ops excon all quiet
order platoon deploy north
step 3 min
override delay platoon 5 min: to protect O1
mark
jump
end enough
rate O1 P in the end
quit
"""


def script(tmp_path: Path, text: str) -> str:
    path = tmp_path / "script.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def played(tmp_path: Path, text: str = REHEARSAL, scenario: str = "first_steps", name: str = "s", *more: str) -> int:
    return main(
        ["play", scenario, "--plain", "--session", str(tmp_path / name), "--script", script(tmp_path, text), *more]
    )


def test_a_rehearsal_plays_by_itself_and_is_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path) == 0
    said = capsys.readouterr()
    for words in (
        "STARTEX. THIS IS AN EXERCISE.",
        "X-1 to ops: The governor calls",
        "in time (about O1 S)",
        "HOLD. The clock stands",
        "north_post_1 would answer ops",
        "FACILITATOR OVERRIDE: delay platoon (to protect O1)",
        "ENDEX",
        "seal ",
    ):
        assert words in said.out, words
    assert main(["replay", str(tmp_path / "s"), "--verify", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["verified"]
    assert document["digest"] in said.out


def test_the_status_tells_the_time_as_staff_write_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path, "start\nstep 90 min\nstatus\nquit\n") == 0
    assert ", 011030B MAR 31; 2 h 30 min to ENDEX; " in capsys.readouterr().out


def test_a_rehearsal_is_the_same_every_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digests = []
    for name in ("one", "two"):
        played(tmp_path, REHEARSAL, "first_steps", name)
        digests.append([line for line in capsys.readouterr().out.splitlines() if "digest" in line])
    assert digests[0] == digests[1]


def test_without_commands_the_session_is_the_headless_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(tmp_path, "start\nspeed 3600\nspeed keep\nwait 1 h\nquit\n", "first_steps", "s", "--seed", "4") == 0
    said = capsys.readouterr().out
    assert main(["run", "first_steps", "--seed", "4", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["digest"] in said


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("fier I-1", "did you mean fire?"),
        ("xyzzy", "Type help."),
        ("skip I-1", "skip ID REASON"),
        ("speed 0", "1 to 3600"),
        ("speed fast", "write: speed N"),
        ("defer I-1 soon", "write 5 min"),
        ("why 99999", "there is no event"),
        ("why me", "not the number of an event"),
        ("look open_gate", "hot wash"),
        ("reset", "only a practice"),
        ("rate O1", "rate ABOUT"),
        ("standing nobody x", "there is no cell"),
        ("send", "no answer has been drafted"),
        ("override delay", "override delay|"),
        ("wait soon", "write 5 min"),
    ],
)
def test_a_wrong_line_gets_a_plain_hint_and_the_script_says_so(
    line: str, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played(tmp_path, f"start\n{line}\nnote still here\nquit\n") == 2
    said = capsys.readouterr()
    assert hint in said.out
    assert f"script.txt:2: this line was not understood: {line}" in said.err
    assert "still here" in said.out


def test_what_the_engine_refuses_is_told_and_is_no_mistake_of_the_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played(tmp_path, "start\nfire NOTHING\norder nobody deploy north\ndecide open_gate open\nquit\n") == 0
    said = capsys.readouterr().out
    assert "there is no inject NOTHING" in said
    assert "there is no unit nobody" in said
    assert "open_gate is not open" in said


def test_every_verb_is_in_the_help_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from simulator.cli.line import VERBS

    asked = "start pause go speed step wait jump fire skip defer adhoc decide order note rate hold why end quit help"
    assert played(tmp_path, "help\nhelp decide\nquit\n") == 0
    said = capsys.readouterr().out
    assert {*asked.split(), "ask", "pass", "stop-real", "override", "look", "status", "msel"} <= {*VERBS}
    for verb in VERBS.values():
        assert f"  {verb.usage}" in said
        assert len(verb.about.split()) >= 3
    assert "sure:high" in said


def test_text_of_a_scenario_or_a_typist_never_reaches_the_terminal_raw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played(tmp_path, "start\nadhoc \x1b]52;c;aGk=\x07 \u202ehello\nquit\n") == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "hello" in said


def test_a_session_is_resumed_forked_noted_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "s")
    played(tmp_path, "start\nstep 1 h\nnote before the break\nquit\n")
    capsys.readouterr()
    assert main(["resume", folder, "--script", script(tmp_path, "status\nstep 10 min\nnote after\nquit\n")]) == 0
    said = capsys.readouterr().out
    assert "before the break" in said, "whoever resumes sees what was on the paper"
    assert "it is H+1:10" in said
    assert main(["note", folder, "--as", "eva", "well", "done", "--about", "O1", "--rating", "P"]) == 0
    capsys.readouterr()
    assert main(["note", folder, "--as", "eva", "well", "done", "--about", "O9", "--rating", "P"]) == 2
    assert "a rating is about an objective, inject, decision or rule; there are I-1, O1" in capsys.readouterr().err
    assert main(["fork", folder, "--at", "H+0:30", "--out", str(tmp_path / "f")]) == 0
    capsys.readouterr()
    assert main(["resume", str(tmp_path / "f"), "--script", script(tmp_path, "status\nquit\n")]) == 0
    assert "H+0:30" in capsys.readouterr().out
    assert main(["replay", folder]) == 0
    assert "notebook of eva (P O1): well done" in capsys.readouterr().out
    assert main(["sessions", str(tmp_path), "--json"]) == 0
    capsys.readouterr()


def test_a_replay_that_differs_names_the_event_and_says_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    played(tmp_path)
    log = tmp_path / "log.jsonl"
    assert main(["replay", str(tmp_path / "s"), "--log", str(log)]) == 0
    assert main(["replay", str(tmp_path / "s"), "--against", str(log)]) == 0
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join([*lines[:20], lines[20].replace('"at":', '"at":1'), *lines[21:]]))
    capsys.readouterr()
    assert main(["replay", str(tmp_path / "s"), "--against", str(log)]) == 4
    assert "first in event 21" in capsys.readouterr().out
    assert main(["replay", str(tmp_path / "s"), "--log", str(log)]) == 2


def test_a_practice_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    text = "start\nstep 1 h\nnote x\nreset\nstart\nquit\n"
    assert main(["play", "first_steps", "--plain", "--practice", "--script", script(tmp_path, text)]) == 0
    said = capsys.readouterr().out
    assert "PRACTICE" in said
    assert said.count("before STARTEX") + said.count("STARTEX. THIS") >= 1
    assert [p.name for p in tmp_path.iterdir()] == ["script.txt"]


def test_a_reset_practice_begins_anew_in_its_folder(tmp_path: Path) -> None:
    played(tmp_path, "start\nstep 1 h\nnote old\nreset\n", "first_steps", "s", "--practice")
    assert is_session(tmp_path / "s") is False or "old" not in str(read_journal(tmp_path / "s").records)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["play", "first_steps"], "there is no terminal here"),
        (["play", "first_steps", "--plain", "--speed", "0"], "1 to 3600"),
        (["play", "first_steps", "--plain", "--speed", "nan"], "1 to 3600"),
        (["play", "nowhere", "--plain"], "there is no scenario"),
        (["fork", "SESSION", "--at", "later"], "not a time"),
    ],
)
def test_a_wrong_call_is_told_with_2(arguments: list[str], words: str, tmp_path: Path) -> None:
    if "SESSION" in arguments:
        played(tmp_path, "start\nstep 1 h\n", "first_steps", "s")
    given = [str(tmp_path / "s") if a == "SESSION" else a for a in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *given], stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["resume", "--plain"], ["replay"], ["fork", "--at", "H+1"]])
def test_a_folder_without_a_session_is_told_with_4(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command[0], str(tmp_path), *command[1:]]) == 4
    assert "holds no session" in capsys.readouterr().err


# a process of its own


@contextmanager
def playing(folder: Path, *, resumed: bool = False) -> Iterator[subprocess.Popen[str]]:
    call = ["resume", str(folder)] if resumed else ["play", "first_steps", "--session", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", *call, "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(60)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def typed(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    while line := process.stdout.readline():
        if words in line:
            return line
    raise AssertionError(f"{words!r} was never said")


@POSIX
def test_a_kill_loses_nothing_that_was_acknowledged_and_nothing_is_done_twice(tmp_path: Path, test_seed: int) -> None:
    """A real exercise, killed at random points and resumed: every note that was echoed is there, once, in order."""
    rng, folder = random.Random(test_seed), tmp_path / "s"
    sent = acknowledged = 0
    for round in range(4):
        with playing(folder, resumed=round > 0) as process:
            if not round:
                typed(process, "start")
            for _ in range(rng.randrange(3, 12)):
                sent += 1
                typed(process, f"note word-{sent:04}-end")
                if rng.random() < 0.7:
                    until(process, f"word-{sent:04}-end")
                    acknowledged = sent
            time.sleep(rng.random() / 50)
            process.kill()
    notes = [
        int(record.body["command"]["text"][5:9])
        for record in read_journal(folder).records
        if record.body["kind"] == "command"
    ]
    assert notes == sorted(set(notes)), (test_seed, "twice, or out of order")
    assert acknowledged in notes, test_seed
    with playing(folder, resumed=True) as process:
        typed(process, "log 500")
        typed(process, "quit")
        said = process.communicate(timeout=60)[0]
    assert all(f"word-{number:04}-end" in said for number in notes)
    assert main(["replay", str(folder), "--verify"]) == 0


@POSIX
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_end_from_outside_closes_the_session_and_says_by_what(number: int, status: int, tmp_path: Path) -> None:
    """F20, F21."""
    with playing(tmp_path / "s") as process:
        typed(process, "start")
        typed(process, "note last words")
        until(process, "last words")
        process.send_signal(number)
        assert process.wait(30) == status
    records = read_journal(tmp_path / "s").records
    assert records[-1].body["mark"] == "suspended"
    assert main(["replay", str(tmp_path / "s"), "--verify"]) == 0


@POSIX
def test_an_interrupt_pauses_and_a_second_one_leaves(tmp_path: Path) -> None:
    """F23."""
    with playing(tmp_path / "s") as process:
        typed(process, "start")
        until(process, "THIS IS AN EXERCISE")
        process.send_signal(signal.SIGINT)
        until(process, "the clock stands")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    marks = [record.body.get("mark") for record in read_journal(tmp_path / "s").records]
    assert marks[-2:] == ["pause", "suspended"]


@POSIX
def test_a_suspended_process_stands_and_goes_on_without_an_overdue_burst(tmp_path: Path) -> None:
    """F22."""
    with playing(tmp_path / "s") as process:
        typed(process, "start")
        until(process, "THIS IS AN EXERCISE")
        process.send_signal(signal.SIGTSTP)
        until(process, "suspended: the clock stands")
        for _ in range(200):
            if Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T":
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGCONT)
        typed(process, "status")
        assert "paused" in until(process, "paused")
        typed(process, "quit")
        assert process.wait(30) == 0


@POSIX
def test_the_end_of_the_pipe_suspends_the_session(tmp_path: Path) -> None:
    with playing(tmp_path / "s") as process:
        out, _ = process.communicate("start\nnote x\n", timeout=60)
        assert process.returncode == 0
    assert "suspended" in out


@POSIX
def test_a_second_facilitator_is_refused_with_5(tmp_path: Path) -> None:
    """F32."""
    with playing(tmp_path / "s") as process:
        typed(process, "start")
        until(process, "THIS IS AN EXERCISE")
        assert main(["resume", str(tmp_path / "s"), "--plain"]) == 5
        assert main(["note", str(tmp_path / "s"), "--as", "eva", "a notebook is one's own"]) == 0
        assert main(["replay", str(tmp_path / "s"), "--verify"]) == 0, "whoever only reads may"
