"""Pages that are written out of scenarios and stored results: fresh, whole, and no more than what was measured."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest

from simulator.scenario.library import shipped
from tests.house.source import ROOT


def page_maker(name: str) -> Any:
    """One of the scripts beside the pages; they find each other behind what is installed."""
    sys.path.append(str(ROOT / "docs"))
    try:
        spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / "docs" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / "docs"))


pages, coverage = page_maker("scenarios"), page_maker("coverage")


@cache
def made() -> dict[str, str]:
    """Every file of the pages as it should be."""
    return dict(pages.files())


def test_the_pages_of_scenarios_are_fresh() -> None:
    there = {file.name: file.read_text(encoding="utf-8") for file in pages.FOLDER.glob("*.*")}
    assert sorted(name for name in made().keys() | there.keys() if made().get(name) != there.get(name)) == []


def test_the_page_of_lessons_is_fresh() -> None:
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page()


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_scenario_has_its_page_with_every_part(path: Any) -> None:
    page = made()[f"{path.stem}.md"]
    parts = ["Map", "Cast", "Time line", "Decision points", "Objectives", "After and before", "Variants"]
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == [*parts, "What is assumed"]
    assert f"]({path.stem}.svg)" in page
    assert f"]({path.stem}.md)" in made()["README.md"]


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_map_is_a_picture_that_stands_alone(path: Any) -> None:
    root = ElementTree.fromstring(made()[f"{path.stem}.svg"])
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert [e.tag for e in root.iter() if "script" in e.tag or "image" in e.tag or "href" in " ".join(e.attrib)] == []


def test_what_a_page_says_of_before_is_what_is_stored() -> None:
    """The share of runs that met each target, read off the stored file by another way than the page's."""
    stored = json.loads((ROOT / "docs" / "coverage" / "results" / "distress_calls.json").read_text(encoding="utf-8"))
    page = made()["distress_calls.md"]
    for row in stored["met"]:
        cell = f"{row['before']['value'] * 100:.0f}% ("
        line = next(line for line in page.splitlines() if f"| {row['measure']} {row['asked']} |" in line)
        assert cell in line.split("|")[-2]


def test_signs_that_mean_something_in_a_page_are_made_harmless() -> None:
    assert pages._cell("a | b <i> [x](y) `z`\n\x1b[2J") == "a \\| b &lt;i&gt; \\[x](y) 'z' \u241b\\[2J"
