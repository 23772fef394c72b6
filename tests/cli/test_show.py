"""``startex show``: a scenario in short, 80 columns wide, in two languages, without what options do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.blueprint.model import DecisionSpec, EffectSpec, OptionSpec
from simulator.cli.main import main
from simulator.runs.headless import blueprint_of
from simulator.scenario.library import shipped

NAMES = [path.stem for path in shipped()]


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["show", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_80_columns_wide_and_names_everything_that_comes(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(capsys, name)
    b = blueprint_of(next(path for path in shipped() if path.stem == name))
    assert [line for line in out.splitlines() if len(line) > 80] == []
    ids = [*(e.id for e in b.stream), *(i.id for i in b.injects), *(r.id for r in b.rates)]
    assert [one for one in ids if f"{one}:" not in out] == []
    named = [*(d.id for d in b.decisions), *(o.id for o in b.objectives), *b.variants]
    assert [one for one in named if f"  {one}" not in out] == []


def test_nothing_but_ascii_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "site_in_flames", "--ascii", "--language", "fr")
    assert out.isascii()
    assert "\x1b" not in out
    assert "+ Secteur 2" in out, "the map has its places"
    assert "##" in out
    assert "La mission avant ses reformes." in out, "letters lose their accents"


def test_a_terminal_that_knows_no_braille_gets_ascii(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "show", "first_steps"],
        capture_output=True,
        env={"PATH": "", "PYTHONIOENCODING": "ascii", "NO_COLOR": "1", "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


def test_one_document_holds_what_the_page_does(capsys: pytest.CaptureFixture[str]) -> None:
    made = json.loads(shown(capsys, "site_in_flames", "--json", "--variant", "before"))
    b = blueprint_of(Path(shipped()[NAMES.index("site_in_flames")]), variant="before")
    assert (made["variant"], made["duration_s"]) == ("before", 86400)
    assert len(made["moments"]) == len(b.stream) + len(b.injects) + len(b.rates)
    assert [row["at"] for row in made["moments"] if row["at"] >= 0] == sorted(
        row["at"] for row in made["moments"] if row["at"] >= 0
    )
    assert {row["name"] for row in made["variants"]} == set(b.variants)
    assert sum(made["assumed"].values()) == len(b.assumptions)


def _said(option: OptionSpec) -> set[str]:
    return {effect.name for effect in option.effects if isinstance(effect, EffectSpec) and effect.name}


def test_options_are_named_and_not_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    """A decision whose option keeps a unit busy: the page says the answer, and nothing of the unit."""
    made: dict[str, Any] = json.loads(shown(capsys, "distress_calls", "--json"))
    specs: tuple[DecisionSpec, ...] = blueprint_of(shipped()[NAMES.index("distress_calls")]).decisions
    spec = next(spec for spec in specs if spec.id == "joint_move")
    question = next(row for row in made["questions"] if row["id"] == spec.id)
    assert question["options"] == [option.text for option in spec.options]
    hidden = set().union(*map(_said, spec.options))
    assert hidden == {"qrf_c", "qrf_d"}
    assert not any(name in json.dumps(question) for name in hidden)


def test_it_is_said_in_the_language_of_the_scenarios_words(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "distress_calls", "--language", "fr")
    assert "Appels de détresse d'une résidence (22 h)" in out
    assert "La mission avant ses réformes." in out


def test_a_variant_that_is_not_there_is_a_wrong_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "distress_calls", "--variant", "befor"]) == 3
    assert "did you mean" in capsys.readouterr().err
