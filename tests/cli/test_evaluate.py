"""``startex evaluate``: evidence and ratings of a session, and proposals only for who has rated."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.cli import main
from simulator.events import LogEvent
from simulator.report.material import Material

SESSION = """\
start
step 5 min
rate O1 S it went well
end enough
quit
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of first_steps in which the facilitator has rated O1, and an evaluator has written a notebook."""
    root = tmp_path_factory.mktemp("evaluate")
    script = root / "script.txt"
    script.write_text(SESSION, encoding="utf-8")
    assert main(["play", "first_steps", "--plain", "--session", str(root / "s"), "--script", str(script)]) == 0
    assert main(["note", str(root / "s"), "slow\x1b[31m words", "--as", "east", "--about", "O1", "--rating", "M"]) == 0
    return root / "s"


def document(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["evaluate", str(folder), "--json", *more]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_it_prints_objectives_evidence_and_ratings_side_by_side(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "O1  Nobody is hurt" in out
    assert "civilian harm: civilians killed or hurt" in out
    assert "asked at most 0 people" in out
    assert "S  O1 by facilitator: it went well" in out
    assert "M  O1 by east: slow" in out
    assert "evaluators differ" in out
    assert "proposed" not in out
    assert "\x1b" not in out


def test_a_proposal_shows_for_who_has_rated_and_for_nobody_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert document(folder, capsys)["proposals"] == []
    assert document(folder, capsys, "--as", "west")["proposals"] == []
    (whole, part) = document(folder, capsys, "--as", "east")["proposals"]
    assert (whole["level"], whole["about"], whole["rating"]) == ("objective", "O1", "P")
    assert (part["level"], part["about"]) == ("target", "civilian_harm")
    assert main(["evaluate", str(folder), "--as", "west"]) == 0
    out = capsys.readouterr().out
    assert "proposed" not in out
    assert "a proposal shows when west has rated O1" in out
    assert main(["evaluate", str(folder), "--as", "facilitator"]) == 0
    assert "proposed  P  objective O1" in capsys.readouterr().out


def test_the_document_holds_evidence_with_its_events(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (objective,) = document(folder, capsys)["objectives"]
    (piece,) = objective["evidence"]
    assert (piece["kind"], piece["verdict"]) == ("target", "met")
    assert piece["seqs"]
    assert {row["by"] for row in objective["ratings"]} == {"facilitator", "east"}
    assert objective["reconciled"] == ""


def test_the_worst_case_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (whole, _) = document(folder, capsys, "--as", "east", "--worst-case")["proposals"]
    assert whole["roll_up"] == "worst case"


def test_a_folder_without_a_session_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(tmp_path)]) == 4
    assert "startex" in capsys.readouterr().err


def test_why_is_asked_of_a_session_by_its_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", str(folder), "1"]) == 0
    assert "STARTEX" in capsys.readouterr().out


def test_what_is_refused_after_endex_does_not_make_the_report_a_draft_of_an_exercise_that_goes_on() -> None:
    over = LogEvent(1, 60, "exercise_ended", "", {"why": "enough"}, None)
    after = LogEvent(2, 60, "command_refused", "", {"command": "CarryOut", "why": "the exercise is over"}, None)
    assert Material.ended.fget(SimpleNamespace(log=[over, after]))  # type: ignore[attr-defined]
