"""The command as a process: streams, pipes, signals, terminals, and what asserts being off would change."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

import simulator.cli.run
from simulator.cli import main
from tests.builders import a_scenario, text_of

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of another system")
COMMAND = [sys.executable, "-m", "simulator"]


def environment(**more: str) -> dict[str, str]:
    without = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "PYTHONOPTIMIZE")}
    return {**without, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}


def called(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=environment(**more), capture_output=True, encoding="utf-8", timeout=60
    )


@pytest.mark.parametrize("colour", [{"NO_COLOR": "1"}, {"TERM": "xterm-256color"}, {"FORCE_COLOR": "1"}])
def test_output_that_is_no_terminal_holds_no_escape_codes(colour: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(text_of(a_scenario(units={"q": {"type": "x", "at": "base"}})), encoding="utf-8")
    for arguments, status in ((("check", "bad.yaml"), 3), (("run", "--help"), 0))[: 1 + ("FORCE_COLOR" in colour)]:
        done = called(*arguments, cwd=tmp_path, **colour)
        assert done.returncode == status
        assert done.stdout
        assert "\x1b" not in done.stdout + done.stderr


def test_results_go_to_standard_output_and_words_about_them_to_standard_error(tmp_path: Path) -> None:
    done = called("run", "first_steps", "--log", "log.jsonl", cwd=tmp_path)
    assert done.stdout.splitlines()[-1].startswith("digest ")
    assert "log.jsonl" not in done.stdout
    assert "log.jsonl" in done.stderr
    done = called("run", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("startex: ")


def left_alone(arguments: list[str], cwd: Path) -> tuple[int, bytes]:
    """Exit status and standard error of a command whose reader goes away after a line, as ``| head -1`` does."""
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        return process.wait(60), said


@POSIX
@pytest.mark.parametrize("arguments", [["schema"], ["run", "weapons_free_zone", "--full"]])
def test_a_reader_that_goes_away_hears_nothing_more(arguments: list[str], tmp_path: Path) -> None:
    status, said = left_alone(arguments, tmp_path)
    assert said == b""
    assert status == 0


@POSIX
def test_an_interrupt_from_the_keyboard_ends_with_130_and_no_half_a_log(tmp_path: Path) -> None:
    code = """
import os, signal, sys
import simulator.runs.headless as headless
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs this beside others has it ignored
def run_once(*a, **k):
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(10**9):
        pass
headless.run_once = run_once
from simulator.cli import main
sys.exit(main(["run", "first_steps", "--log", "log.jsonl"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 130
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_a_folder_that_cannot_be_written_is_told_with_6(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = called("run", "first_steps", "--log", "file/log.jsonl", cwd=tmp_path)
    assert done.returncode == 6
    assert "cannot be written" in done.stderr


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="the system's administrator may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_with_6(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert called("new", "mine", cwd=tmp_path).returncode == 6
        assert called("run", "first_steps", "--log", "log.jsonl", cwd=tmp_path).returncode == 6
    finally:
        tmp_path.chmod(0o700)


def test_nothing_is_checked_by_an_assertion_alone(tmp_path: Path) -> None:
    """With assertions off, wrong files are refused and right ones run as ever."""
    wrong = {
        "type": a_scenario(units={"q": {"type": "x", "at": "base"}}),
        "number": a_scenario(places={"camp": {"people": -1}}),
        "condition": a_scenario(plan={"R": {"when": "breach reported to nobody", "do": [{"task": "deploy"}]}}),
        "decision": a_scenario(
            decisions={"D": {"when": "time > 5", "asks": "me", "options": {}, "default": "x", "deadline": "soon"}}
        ),
        "nothing": {},
    }
    for name, scenario in wrong.items():
        (tmp_path / f"{name}.yaml").write_text(text_of(scenario), encoding="utf-8")
    files = [f"{name}.yaml" for name in wrong]
    with_asserts = called("check", *files, cwd=tmp_path)
    without = called("check", *files, cwd=tmp_path, PYTHONOPTIMIZE="2")
    assert with_asserts.returncode == without.returncode == 3
    assert with_asserts.stdout == without.stdout
    assert {line.split(":")[0] for line in without.stdout.splitlines()} == set(files)
    runs = [called("run", "first_steps", cwd=tmp_path, PYTHONOPTIMIZE=level).stdout for level in ("", "2")]
    assert runs[0] == runs[1] != ""


@POSIX
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_that_knows_few_characters_gets_something_readable(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text_of(a_scenario(title="Café – ☃")), encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "run", "x.yaml", "--quiet"],
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING=encoding, LC_ALL="C"),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert done.stdout.decode(encoding).startswith("Caf")


# progress


class Screen(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which a second passes between two looks at the clock."""
    ticks = count()
    monkeypatch.setattr(simulator.cli.run.time, "monotonic", lambda: float(next(ticks)))


@pytest.mark.parametrize(
    ("arguments", "screen", "shown"),
    [
        ([], True, True),
        ([], False, False),
        (["--quiet"], True, False),
        (["--json"], True, False),
    ],
)
def test_progress_is_shown_on_a_terminal_only(
    arguments: list[str], screen: bool, shown: bool, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    err, out = Screen() if screen else io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("TERM", "xterm")
    assert main(["run", "first_steps", *arguments]) == 0
    assert ("First steps" in err.getvalue() and "H+" in err.getvalue()) == shown
    assert bool(err.getvalue()) == shown
    assert "\x1b" not in out.getvalue()


def test_a_run_that_is_soon_over_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    err = Screen()
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(simulator.cli.run.time, "monotonic", lambda: 5.0)
    monkeypatch.setenv("TERM", "xterm")
    assert main(["run", "first_steps"]) == 0
    assert "First steps" not in err.getvalue()
