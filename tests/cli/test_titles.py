"""What ``run``, ``why`` and ``evaluate`` print calls everybody and every place by title; --json keeps ids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import catalogue
from simulator.cli import main
from tests.shipped import made

NAME = "influx_on_a_rumour"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("STARTEX_LANGUAGE", "en")
    yield
    catalogue.use("en")


def ids() -> set[str]:
    """Ids that have a title, and that nobody would say: those with an underscore."""
    b = made(NAME)
    groups = (b.units, b.groups, b.places, b.segments, b.command)
    return {name for group in groups for name, row in group.items() if row.title and "_" in name} | set(b.role_titles)


def said_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z]\w*_\w+", re.sub(r"\[\d+ \w+\]", "", text)))


def test_a_run_and_its_causes_are_told_with_titles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "run.jsonl"
    assert main(["run", NAME, "--seed", "2", "--full", "--log", str(log)]) == 0
    told = capsys.readouterr().out
    assert len(told.splitlines()) > 100
    assert said_of(told) & ids() == set()
    last = len(log.read_bytes().splitlines())
    for seq in (last // 2, last - 5):
        assert main(["why", str(log), str(seq)]) == 0
        assert said_of(capsys.readouterr().out) & ids() == set()
    assert main(["why", str(log), str(last // 2), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["chain"][-1]["seq"] == last // 2


def test_a_log_of_a_scenario_that_is_not_shipped_has_its_titles_where_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = Path(__file__).parents[2] / "docs" / "examples" / "conditions.yaml"
    Path("own.yaml").write_bytes(source.read_bytes())
    assert main(["run", "own.yaml", "--log", "own.jsonl"]) == 0
    assert "Operations room" in capsys.readouterr().out
    events = [json.loads(line) for line in Path("own.jsonl").read_text(encoding="utf-8").splitlines()]
    seq = str(next(n for n, event in enumerate(events, 1) if event["kind"] == "report_received"))
    assert main(["why", "own.jsonl", seq]) == 0
    assert "ioc hears of" in capsys.readouterr().out
    assert main(["why", "own.jsonl", seq, "--scenario", "own.yaml"]) == 0
    assert "Operations room hears of" in capsys.readouterr().out


def test_a_session_is_evaluated_and_asked_with_titles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script, folder = tmp_path / "typed", str(tmp_path / "s")
    script.write_text("start\nstep 3 h\nend enough\nquit\n", encoding="utf-8")
    assert main(["play", NAME, "--plain", "--session", folder, "--script", str(script)]) == 0
    capsys.readouterr()
    assert main(["evaluate", folder]) == 0
    told = capsys.readouterr().out
    assert "Rules of the plan" in told
    assert said_of(told) & ids() == set()
    assert main(["why", folder, "40"]) == 0
    assert said_of(capsys.readouterr().out) & ids() == set()
