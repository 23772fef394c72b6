"""``startex rehearse`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli import main
from tests.authoring.rehearsal.dry import text_of

FEW = ("--runs", "6", "--workers", "1")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an attack after ENDEX."""
    path = tmp_path_factory.mktemp("rehearse") / "mine.yaml"
    late = "    - {id: second, at: H+5, do: attack, by: raiders, on: camp}\nplan:\n"
    path.write_text(text_of("first_steps", ("plan:\n", late)), encoding="utf-8")
    return path


def test_a_clean_scenario_ends_well_and_says_what_it_rests_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "first_steps", *FEW, "--strict"]) == 0
    said = capsys.readouterr()
    assert "6 dry runs, and " in said.out
    assert "8 min to 15 min in a room" in said.out
    assert "0 errors, 0 warnings and " in said.err


def test_a_finding_is_a_line_that_an_editor_can_jump_to(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", str(faulty), *FEW, "--quiet"]) == 0
    lines = capsys.readouterr().out.splitlines()
    row = next(n for n, text in enumerate(faulty.read_text().splitlines(), 1) if "id: second" in text)
    assert lines[0].startswith(f"{faulty}:{row}:7: R802: warning: second never begins (in 0 of 6 runs); ")


def test_strict_ends_with_the_status_of_a_scenario_that_is_wrong(faulty: Path) -> None:
    assert main(["rehearse", str(faulty), *FEW, "--quiet", "--strict"]) == 3


def test_json_is_one_document(faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", str(faulty), *FEW, "--json", "-"]) == 0
    printed = json.loads(capsys.readouterr().out)
    finding = printed["findings"][0]
    assert (finding["code"], finding["severity"], finding["about"]) == ("R802", "warning", "threat.stream.0") or (
        finding["code"],
        finding["about"].rpartition(".")[0],
    ) == ("R802", "threat.stream")
    assert {"load", "coverage", "parts", "room_time_s", "decisions"} <= printed.keys()
    target = tmp_path / "said.json"
    assert main(["rehearse", str(faulty), *FEW, "--quiet", "--json", str(target)]) == 0
    assert json.loads(target.read_text()) == printed


def test_a_file_is_not_written_over_and_nothing_is_run_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "said.json"
    target.write_text("mine", encoding="utf-8")
    assert main(["rehearse", "first_steps", *FEW, "--json", str(target)]) == 2
    assert target.read_text() == "mine"
    assert "--force" in capsys.readouterr().err


def test_a_variant_is_rehearsed_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "first_steps", *FEW, "--variant", "slow"]) == 0
    assert "First steps, variant slow, seed 1" in capsys.readouterr().out
    assert main(["rehearse", "first_steps", *FEW, "--variant", "quick"]) == 3
    assert "E213" in capsys.readouterr().err


def test_a_scenario_with_errors_is_not_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text_of("first_steps", ("duration: 4 h", "duration: soon")), encoding="utf-8")
    assert main(["rehearse", str(path), *FEW]) == 3
    assert "wrong.yaml" in capsys.readouterr().err


def test_a_plain_msel_can_be_rehearsed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No places, no units, no rules: what is left is time, load and room time."""
    path = tmp_path / "plain.yaml"
    path.write_text(
        "startex: 1\ntitle: Plain\nclock: {startex: 2031-03-01T09:00+02:00, duration: 2 h}\nmsel:\n"
        "  - {id: I-1, at: H+0:10, type: contextual, text: One, expects: [{action: They talk, within: 10 min}]}\n"
        "  - {id: I-2, at: H+3, type: contextual, text: Two}\n",
        encoding="utf-8",
    )
    assert main(["rehearse", str(path), *FEW]) == 0
    said = capsys.readouterr().out
    assert "plain.yaml:6:5: R101: warning: I-2 never comes" in said
    assert "R107: notice: nobody but an evaluator" in said
