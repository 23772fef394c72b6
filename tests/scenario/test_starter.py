"""``startex new`` writes a scenario that checks clean, runs, and says in every part what it is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from simulator.blueprint.build import build, inspect
from simulator.cli.main import main
from simulator.engine.engine import Engine
from simulator.scenario.load import load
from tests.builders import of_kind, ran

STARTER = Path(__file__).resolve().parents[2] / "simulator" / "scenario" / "starter.yaml"


@pytest.mark.parametrize("variant", ["", "slow"])
def test_the_starter_has_not_even_a_warning(variant: str) -> None:
    document = load(STARTER, label="starter.yaml", variant=variant)
    inspect(document)
    assert document.problems == []
    assert document.variants == ("slow",)


def test_the_starter_runs_and_what_its_sections_speak_of_happens() -> None:
    blueprint = build(load(STARTER, label="starter.yaml"))
    happened: set[str] = set()
    for seed in range(1, 9):  # the group may turn back; not in eight runs of eight
        log = ran(Engine(blueprint, seed, 0))
        assert (log[-1].kind, log[-1].at) == ("exercise_ended", 8 * 3600)
        happened.update(event.kind for event in log)
    assert happened >= {
        "group_gathered",
        "breach_opened",
        "attack_began",
        "report_received",
        "rule_fired",
        "decision_taken",
        "inject_delivered",
        "person_hurt",
        "casualties_collected",
    }


def test_the_starter_makes_the_platoon_of_its_variant_slower() -> None:
    arrivals = []
    for variant in ("", "slow"):
        log = ran(Engine(build(load(STARTER, label="starter.yaml", variant=variant)), 1, 0))
        arrivals.append(next(e.at for e in of_kind(log, "unit_moved") if e.subject == "platoon"))
    assert arrivals[1] > arrivals[0]


def test_every_section_of_the_starter_is_explained_by_a_comment() -> None:
    lines = STARTER.read_text(encoding="utf-8").splitlines()
    document = yaml.safe_load("\n".join(lines))
    explained = 0
    commented = True
    for line in lines:
        if re.match(r"^[a-z_]+:", line):
            explained += commented or "#" in line
            continue
        commented = line.startswith("#") or (commented and bool(line.strip()) and not line.startswith(" "))
    sections = len(document)
    assert sections >= 18
    assert explained >= sections * 0.6


@pytest.mark.parametrize(
    ("name", "title"),
    [("north_camp", "North camp"), ("North-Camp.yaml", "North camp"), ("a", "A"), ("2031", "2031"), ("x" * 61, None)],
)
def test_new_writes_a_file_of_that_name_that_checks_clean_and_runs(
    name: str, title: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", name]) == 0
    (path,) = tmp_path.iterdir()
    assert path.name == f"{name.removesuffix('.yaml')}.yaml"
    assert capsys.readouterr().out == f"{path.name}\n"
    assert main(["check", path.name]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().err
    assert main(["run", path.name, "--seed", "1"]) == 0
    shown = capsys.readouterr().out
    assert (title or "X" + "x" * 60) in shown


def test_new_writes_over_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    assert main(["new", "mine"]) == 2
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a b", "-x", ".x", "x" * 62, "é", "a\n"])
def test_new_refuses_a_name_that_is_no_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", name]) == 2
    assert list(tmp_path.iterdir()) == []
