"""``startex report``: a report in each form, and clear words where none can be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import main
from simulator.errors import ExitStatus

SESSION = "start\nstep 5 min\nrate O1 S it went well\nend enough\nquit\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of first_steps."""
    root = tmp_path_factory.mktemp("report")
    (root / "script.txt").write_text(SESSION, encoding="utf-8")
    script = str(root / "script.txt")
    assert main(["play", "first_steps", "--plain", "--session", str(root / "s"), "--script", script]) == 0
    return root / "s"


def test_without_a_file_it_prints_markdown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder), "--runs", "0"]) == 0
    out = capsys.readouterr().out
    assert "# First steps" in out
    assert "## 1 Exercise overview" in out


@pytest.mark.parametrize(
    ("name", "begins"), [("r.docx", b"PK"), ("r.html", b"<!doctype html>"), ("r.md", b"**EXERCISE"), ("r.json", b"{")]
)
def test_the_name_of_the_file_says_its_form(folder: Path, tmp_path: Path, name: str, begins: bytes) -> None:
    assert main(["report", str(folder), "--runs", "0", "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_runs_of_the_plan_are_made_on_the_spot(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder), "--runs", "6"]) == 0
    assert "6 runs of the same scenario" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--out", "x.pdf"], "name it .docx, .html, .md or .json"),
        (["--audience", "press"], "say staff or players"),
        (["--runs", "0", "--plan", "nowhere"], "--plan needs runs"),
        (["--out", "no/such/place/x.md", "--runs", "0"], "there is no folder"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_worked_out(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["report", str(folder), *words]) in (ExitStatus.USAGE, ExitStatus.STORAGE)
    assert told in capsys.readouterr().err


def test_a_file_is_not_written_over_unless_asked(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.md"
    target.write_text("mine", encoding="utf-8")
    assert main(["report", str(folder), "--runs", "0", "--out", str(target)]) != 0
    assert target.read_text() == "mine"
    assert main(["report", str(folder), "--runs", "0", "--out", str(target), "--force"]) == 0
    assert target.read_text() != "mine"
