"""An exercise of many days is told by day: the time line, a session's lines and prompt, and what is typed back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simulator.cli import main

NAME = "checkpoint_and_long_patrol"


def test_a_run_is_told_by_day_and_its_log_in_seconds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "run.jsonl"
    assert main(["run", NAME, "--log", str(log)]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^ +D\+32 06:00  ENDEX", told, re.MULTILINE)
    assert "H+" not in told
    assert main(["why", str(log), "300"]) == 0
    assert re.search(r"(?m)^ +D\+\d+ \d\d:\d\d", capsys.readouterr().out)
    assert b"D+" not in log.read_bytes()
    assert main(["run", "first_steps"]) == 0
    assert "D+" not in capsys.readouterr().out


def test_a_session_is_told_by_day_and_takes_what_it_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script, folder = tmp_path / "typed", tmp_path / "s"
    script.write_text("start\nstep 49 h 30 min\njump D+2 09:00\nend enough\nquit\n", encoding="utf-8")
    assert main(["play", NAME, "--plain", "--session", str(folder), "--script", str(script)]) == 0
    told = capsys.readouterr().out
    assert "it is D+2 07:30" in told
    assert "H+" not in told
    for command in (
        ["replay", str(folder)],
        ["evaluate", str(folder)],
        ["view", str(folder), "--cell", "military", "--once"],
    ):
        assert main(command) == 0
        assert "H+" not in capsys.readouterr().out
    assert main(["fork", str(folder), "--at", "D+2 07:00", "--out", str(tmp_path / "f")]) == 0
    assert "forked at D+2 07:00" in capsys.readouterr().err
    last = json.loads((tmp_path / "f" / "journal.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert "D+" not in json.dumps(last)
