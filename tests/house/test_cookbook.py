"""Every recipe of the cookbook, laid over the smallest scenario: it checks clean, and what it promises happens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from simulator.cli.check import problems_of
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.library import scenario_folder

PAGE = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"<!-- shows: (\S+) (\S+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_there_are_twenty() -> None:
    assert len(RECIPES) >= 20
    assert PAGE.count("```yaml") == len(RECIPES), "no recipe is without its proof"


@pytest.mark.parametrize(("kind", "about", "text"), RECIPES, ids=[f"{kind} {about}" for kind, about, _ in RECIPES])
def test_a_recipe_checks_clean_and_does_what_it_says(kind: str, about: str, text: str, tmp_path: Path) -> None:
    shutil.copytree(scenario_folder(), tmp_path / "lib_of", dirs_exist_ok=True)
    shutil.copy(scenario_folder() / "first_steps.yaml", tmp_path / "first_steps.yaml")
    file = tmp_path / "mine.yaml"
    file.write_text(f"startex: 1\ntitle: Mine\nuses: [first_steps.yaml]\n{text}", encoding="utf-8")
    found, status = problems_of(str(file))
    assert [str(problem) for problem in found] == []
    assert status == 0
    blueprint = blueprint_of(file)
    logs = [run_once(blueprint, seed).log for seed in (1, 2, 3)]
    told = [e for log in logs for e in log if e.kind == kind and (e.subject == about or about in e.data.values())]
    assert told, f"{kind} of {about} is in no log; there is {sorted({e.kind for log in logs for e in log})}"
