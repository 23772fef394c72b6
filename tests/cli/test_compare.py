"""``startex compare`` from end to end: a real batch, then words, a page, JSON, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.readers.owners import owners
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.library import find_scenario
from tests.runs.compare.batches import write_batch


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve replications of the first scenario as it stands and with a slow platoon, with four sets."""
    folder = tmp_path_factory.mktemp("batch") / "first"
    call = ["batch", "first_steps", "--variants", "base,slow", "-n", "12", "--assumptions", "4", "--workers", "1"]
    assert main([*call, "--quiet", "--out", str(folder)]) == 0
    return folder


def said(capsys: pytest.CaptureFixture[str], *call: str) -> str:
    capsys.readouterr()
    assert main(["compare", *call]) == 0
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *call: str) -> dict[str, Any]:
    found = json.loads(said(capsys, *call, "--json"))
    assert isinstance(found, dict)
    return found


def test_a_real_batch_is_told_with_what_breaks_first(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, str(batch)).splitlines()
    assert lines[0] == "EXERCISE - training, not a forecast"
    assert lines[4] == "WHAT BREAKS"
    assert any(line.startswith("O1 Nobody is hurt (civilian_harm at most 0 people)") for line in lines)
    assert "WHAT THIS CANNOT TELL" in lines
    assert any("12 replications are few" in line for line in lines)


def test_lines_fit_eighty_columns_where_nobody_looks(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, str(batch)).splitlines()
    long = [line for line in lines if len(line) > 80 and " - " not in line]
    assert [line for line in long if line.startswith((" ", "base", "slow"))] == []
    assert not any("\x1b" in line for line in lines)
    assert not any(line != line.rstrip() for line in lines)


def test_the_differences_are_those_of_the_runs_themselves(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same replications, run one by one, give the same paired mean."""
    path = find_scenario("first_steps")
    one, other = blueprint_of(path), blueprint_of(path, variant="slow")
    pairs = [(run_once(other, 1, k).measures, run_once(one, 1, k).measures) for k in range(12)]
    harm = [a["civilian_harm"] - b["civilian_harm"] for a, b in pairs]  # type: ignore[operator]
    (table,) = [t for t in document(capsys, str(batch))["measures"] if t["measure"] == "civilian_harm"]
    assert table["rows"][1]["against"]["difference"]["mean"] == pytest.approx(sum(harm) / 12)
    assert table["rows"][1]["against"]["difference"]["n"] == 12


def test_the_baseline_and_the_measures_can_be_chosen(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, str(batch), "--baseline", "slow", "--measure", "trust", "--measure", "tension")
    assert found["baseline"] == "slow"
    assert [table["measure"] for table in found["measures"]] == ["trust", "tension"]
    assert len(document(capsys, str(batch), "--measure", "all")["measures"]) > 40


def test_the_page_is_written_once_and_again_only_by_force(
    batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "page.html"
    said(capsys, str(batch), "--html", str(target), "--measure", "trust")
    first = target.read_text(encoding="utf-8")
    assert first.startswith("<!DOCTYPE html>")
    assert main(["compare", str(batch), "--html", str(target)]) == 2
    assert "exists; choose another name, or add --force" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == first
    said(capsys, str(batch), "--html", str(target), "--force", "--measure", "tension")
    assert target.read_text(encoding="utf-8") != first


@pytest.mark.parametrize(
    ("call", "status", "words"),
    [
        (["nowhere"], 2, "is no batch"),
        (["{batch}", "--baseline", "befor"], 2, "there is no arm 'befor'; the batch has base, slow"),
        (["{batch}", "--measure", "civilian_harms"], 2, "did you mean civilian_harm"),
        (["{batch}", "--html", "{tmp}/no/folder/page.html"], 6, "cannot be written"),
        (["{batch}", "--html", "{tmp}", "--force"], 2, "is a folder"),
        ([], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_is_refused(
    batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], call: list[str], status: int, words: str
) -> None:
    given = [word.format(batch=batch, tmp=tmp_path) for word in call]
    assert main(["compare", *given]) == status
    assert words in capsys.readouterr().err


def test_a_damaged_folder_is_told_apart_from_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_batch(tmp_path / "b", {"base": {"trust": [1.0, 2.0]}})
    (folder / "results.parquet").write_bytes(b"nothing")
    assert main(["compare", str(folder)]) == 4
    assert "is damaged" in capsys.readouterr().err
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert main(["compare", str(folder)]) == 4


def test_a_missing_extra_says_how_to_get_it(
    batch: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "jinja2" else real(name, *a))
    assert main(["compare", str(batch), "--html", "page.html"]) == 2
    assert 'pip install "startex[report]"' in capsys.readouterr().err


def test_a_real_factorial_and_a_real_sobol_design_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["batch", "first_steps", "--workers", "1", "--quiet", "-n", "2"]
    vary = ["--vary", "units.platoon.notice=5..60 min", "--vary", "contingents.battalion.strength=60..100 people"]
    assert main([*common, *vary, "--design", "factorial", "--out", str(tmp_path / "f")]) == 0
    found = document(capsys, str(tmp_path / "f"), "--measure", "move_to_scene")
    names = {" x ".join(e["factors"]) for e in found["studies"][0]["effects"]}
    assert "units.platoon.notice" in names
    assert len(names) == 3
    assert main([*common, *vary, "--design", "sobol", "--points", "4", "--out", str(tmp_path / "s")]) == 0
    found = document(capsys, str(tmp_path / "s"), "--measure", "move_to_scene", "--analyst")
    assert [row["factor"] for row in found["studies"][0]["sobol"]] == [v.split("=")[0] for v in vary[1::2]]


def test_owners_are_functions_of_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    found = owners(blueprint_of(find_scenario("site_in_flames")))
    assert [rule["id"] for rule in found["O3"]["rules"]] == ["MIL-5-READY", "MIL-5"]
    assert found["O3"]["rules"][1]["authority"] == "ioc_duty_officer"
    assert [(d["id"], d["asked"]) for d in found["O4"]["decisions"]] == [("open_base_gate", "senior_officer_present")]
