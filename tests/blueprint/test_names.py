"""Every name that a scenario uses: mistyped, it is a problem at its own place, and the right one is offered."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.blueprint.build import inspect
from simulator.errors import Problem, ScenarioError
from simulator.scenario.library import scenario_folder
from simulator.scenario.load import in_order, load
from tests.builders import a_scenario, text_of
from tests.engine.cases import with_rule

Loc = tuple[str | int, ...]
DECLARED = ("places", "perimeter", "channels", "contingents", "units", "command", "roles", "plan", "decisions")
PROSE = ("text", "title", "summary", "draws_on", "id", "action", "startex", "kind", "type", "community", "component")
"""fields that hold sentences, or words of the language"""


def problems_of(text: str, folder: Path, name: str = "test.yaml") -> list[Problem]:
    (folder / "lib").mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    try:
        document = load(path, label=name)
        inspect(document)
    except ScenarioError as error:
        return list(error.problems)
    return in_order(document.problems)


def declared(scenario: dict[str, Any]) -> set[str]:
    """The names that a scenario gives to things."""
    names = {name for section in DECLARED for name in scenario.get(section, {})}
    threat = scenario.get("threat", {})
    names |= set(threat.get("groups", {}))
    names |= {event["id"] for event in threat.get("stream", [])}
    return names | {inject["id"] for inject in scenario.get("msel", [])}


def uses(value: Any, names: set[str], loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Where a name is used as a value: alone, or as a word of a condition."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in PROSE:
                yield from uses(item, names, (*loc, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from uses(item, names, (*loc, index))
    elif isinstance(value, str):
        found = [value] if loc[-1] not in ("when", "if", "done_when") else re.findall(r"[A-Za-z_][\w.-]*", value)
        yield from ((loc, word) for word in found if word in names)


def mistyped(scenario: dict[str, Any], loc: Loc, name: str) -> dict[str, Any]:
    """The same scenario with one name doubled in its last letter at one place."""
    other = copy.deepcopy(scenario)
    holder = other
    for key in loc[:-1]:
        holder = holder[key]  # type: ignore[index]
    holder[loc[-1]] = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", f"{name}{name[-1]}q", holder[loc[-1]], count=1)
    return other


def read(name: str) -> dict[str, Any]:
    scenario = yaml.load((scenario_folder() / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    scenario.pop("variants", None)
    return dict(scenario)


@pytest.mark.parametrize("scenario", ["first_steps", "distress_calls", "weapons_free_zone", "site_in_flames"])
def test_a_mistyped_name_is_told_wherever_it_stands(scenario: str, tmp_path: Path, test_seed: int) -> None:
    """Every use of a name in a shipped scenario, or 60 of them by the session's seed."""
    whole = read(scenario)
    found = list(uses(whole, declared(whole)))
    assert len(found) >= 15
    silent = []
    for loc, name in random.Random(test_seed).sample(found, min(len(found), 60)):
        errors = [p for p in problems_of(text_of(mistyped(whole, loc, name)), tmp_path) if p.severity == "error"]
        if not any(f"{name}{name[-1]}q" in p.message for p in errors):
            silent.append((loc, name, [str(p) for p in errors][:2]))
    assert silent == []


def misplaced(listed: bool, folder: Path) -> list[tuple[Loc, Problem]]:
    """Mistyped names of the first exercise that are told on another line than their own."""
    whole, found = read("first_steps"), []
    for loc, name in uses(whole, declared(whole)):
        if isinstance(loc[-1], int) != listed:
            continue
        text = text_of(mistyped(whole, loc, name))
        (first, *_) = [p for p in problems_of(text, folder) if f"{name}{name[-1]}q" in p.message]
        assert first.code in ("E301", "E402", "E203"), (loc, first)
        assert f"'{name}'" in first.hint, (loc, first)
        if f"{name}{name[-1]}q" not in text.splitlines()[first.line - 1]:
            found.append((loc, first))
    return found


def test_a_mistyped_name_is_placed_and_the_right_one_offered(tmp_path: Path) -> None:
    assert misplaced(False, tmp_path) == []


def test_a_mistyped_name_in_a_list_is_placed_where_it_stands(tmp_path: Path) -> None:
    assert misplaced(True, tmp_path) == []


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("qrf_1", "QRF_1"), "W304"),
        (("post_1", "post_l"), "W304"),
        (("alpha_2", "alpha2"), "W304"),
        (("north", "south"), ""),
    ],
)
def test_names_that_are_easily_taken_for_each_other_are_a_warning(
    names: tuple[str, str], code: str, tmp_path: Path
) -> None:
    found = problems_of(text_of(a_scenario(units={n: {"type": "platoon", "at": "base"} for n in names})), tmp_path)
    assert [p.code for p in found] == ([code] if code else [])
    assert all(p.severity == "warning" for p in found)


def test_many_mistakes_are_told_at_once_and_in_the_order_of_the_file(tmp_path: Path) -> None:
    scenario = with_rule(
        {"for": "platon", "do": [{"task": "block", "at": "nroth"}]},
        units={"platoon": {"type": "platoon", "at": "bse"}},
        roles={"duty_officer": {"post": "opps"}},
    )
    found = problems_of(text_of(scenario), tmp_path)
    assert [p.line for p in found] == sorted(p.line for p in found)
    said = " ".join(p.message for p in found)
    assert all(name in said for name in ("platon", "nroth", "bse", "opps"))
