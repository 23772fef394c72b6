"""One language for an exercise: who asks for one, the machine, and what the scenario's words are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli.main import main


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A machine that speaks French, and nobody who asked for a language."""
    for name in ("STARTEX_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def begun(*options: str) -> int:
    Path("typed").write_text("start\nwait 6 min\nquit\n", encoding="utf-8")
    return main([*options, "play", "first_steps", "--plain", "--script", "typed", "--session", "session"])


def test_an_exercise_is_played_in_the_machines_language_words_and_all(
    machine: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert begun() == 0
    out = capsys.readouterr().out
    assert "Premiers pas" in out
    assert "C'est jour de marché." in out


def test_a_session_goes_on_in_its_language_wherever_it_is_opened(
    machine: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun()
    machine.setenv("LANG", "en_GB.UTF-8")
    capsys.readouterr()
    assert main(["replay", "session", "--verify"]) == 0
    verified = capsys.readouterr().out
    assert main(["view", "session", "--cell", "ops", "--once"]) == 0
    assert "Premiers pas - ce que sait ops" in capsys.readouterr().out
    assert main(["--language", "en", "replay", "session", "--verify"]) == 0
    assert capsys.readouterr().out != verified


def test_a_scenario_without_french_words_is_english_all_over(
    machine: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Path(__file__).parents[2] / "docs" / "examples" / "missions" / "the_boatman.yaml"
    Path("typed").write_text("start\nhelp fire\nquit\n", encoding="utf-8")
    assert main(["play", str(source), "--plain", "--script", "typed", "--practice"]) == 0
    assert "Deliver an inject now" in capsys.readouterr().out


def test_scenarios_are_listed_by_their_titles_in_the_language(
    machine: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 0
    assert "Le site en flammes" in capsys.readouterr().out
    assert main(["--language", "en", "list"]) == 0
    assert "Site in flames" in capsys.readouterr().out
