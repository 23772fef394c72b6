"""``startex new``: questions, options, a copy; and what it says where nobody can answer."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from simulator import system
from simulator.cli.main import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def answered(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Somebody sits at the terminal and types."""
    monkeypatch.setattr(system, "somebody_answers", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(answers) + "\n"))


def clean(name: str, capsys: Captured) -> str:
    """The text of a scenario that checks clean in all its variants."""
    capsys.readouterr()
    assert main(["check", name, "--variants"]) == 0
    assert "0 errors, 0 warnings and notices" in capsys.readouterr().err
    return Path(name).read_text(encoding="utf-8")


def test_options_make_a_draft_that_checks_clean_and_runs(capsys: Captured) -> None:
    words = "new north_camp --site open_settlement --people 900 --sites 2 --hazard raid --hazard fire"
    assert (
        main([*words.split(), "--forces", "infantry_platoon=2, fire_team", "--lasts", "3 h", "--command", "small"]) == 0
    )
    text = clean("north_camp.yaml", capsys)
    assert "title: North camp" in text
    assert "camp_2:" in text
    assert "people: 450" in text
    assert "infantry_platoon_2: {type: infantry_platoon, of: battalion, at: base_2}" in text
    assert "lib/small_command.yaml" in text
    assert main(["run", "north_camp.yaml", "--seed", "1"]) == 0
    assert main(["fmt", "--check", "north_camp.yaml"]) == 0


def test_in_a_terminal_it_asks_and_enter_takes_what_stands_there(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    answered(monkeypatch, *[""] * 8)
    assert main(["new", "asked"]) == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == "asked.yaml"
    assert "What kind of site?" in shown.err
    assert "protection_site  People behind a wire" in shown.err
    assert "raiders" in clean("asked.yaml", capsys)


def test_an_answer_that_cannot_be_is_asked_again(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    first = ["castle", "town", "two", "2", "80", "fire"]
    answered(monkeypatch, *first, "unrest, outage", "knights", "police_team", "", "soon", "4 h", "")
    assert main(["new", "asked"]) == 0
    said = capsys.readouterr().err
    assert "there is no site 'castle'" in said
    assert "fire cannot happen at a town" in said
    assert "there is no kind of unit 'knights'" in said
    assert "'soon' is not a duration" in said
    text = clean("asked.yaml", capsys)
    assert "police_team_1" in text
    assert "market_2" in text
    assert "duration: 4 h" in text


def test_what_an_option_says_is_not_asked(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    answered(monkeypatch, *[""] * 6)
    assert main(["new", "asked", "--ask", "--site", "town", "--people", "40"]) == 0
    said = capsys.readouterr().err
    assert "What kind of site?" not in said
    assert "How many sites" in said


def test_options_that_cannot_be_are_refused_before_the_first_question(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    answered(monkeypatch)
    assert main(["new", "asked", "--ask", "--people", "3"]) == 2
    assert "What kind of site?" not in capsys.readouterr().err


def test_without_a_terminal_it_asks_nobody(capsys: Captured) -> None:
    assert main(["new", "mine", "--ask"]) == 2
    assert "there is no terminal to ask in" in capsys.readouterr().err
    assert not Path("mine.yaml").exists()
    assert main(["new", "mine"]) == 0
    assert "Every line that begins with # is for you" in clean("mine.yaml", capsys)


@pytest.mark.parametrize("name", ["first_steps", "site_in_flames", "distress_calls", "weapons_free_zone"])
def test_a_copy_of_a_shipped_scenario_keeps_everything_but_its_title(name: str, capsys: Captured) -> None:
    from simulator.scenario.library import find_scenario

    assert main(["new", "my_own", "--from", name]) == 0
    text = clean("my_own.yaml", capsys)
    source = find_scenario(name).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if not line.startswith("title:")] == [
        line for line in source.splitlines() if not line.startswith("title:")
    ]
    assert "\ntitle: My own\n" in text


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "no_such"],
        ["--from", "first_steps", "--people", "5"],
        ["--site", "castle"],
        ["--hazard", "raid"],
        ["--forces", "knights"],
        ["--lasts", "1 min"],
        ["--people", "-4"],
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(words: list[str], tmp_path: Path) -> None:
    assert main(["new", "mine", *words]) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_blocks_are_listed_with_a_line_each(capsys: Captured) -> None:
    assert main(["list", "--blocks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "sites"
    assert any(line.startswith("  assault ") and line.endswith("[protection_site]") for line in lines)
    assert main(["list", "--blocks", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"kind", "name", "about", "sites"} == set(found[0])
    assert len(found) == len([line for line in lines if line.startswith("  ")])
