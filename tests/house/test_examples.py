"""The examples of the scenario reference: every field has one, every file of them runs, and each says what it shows."""

from __future__ import annotations

import ast
import importlib
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from simulator.authoring.layout import laid_out
from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint, EffectSpec
from simulator.cli.check import problems_of
from simulator.cli.look import variants_of
from simulator.conditions import Node, children
from simulator.engine.engine import Engine
from simulator.errors import ScenarioError
from simulator.events import LogEvent
from simulator.grammar import FUNCTIONS, parse_condition
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.load import load
from simulator.scenario.schema import Scenario
from simulator.scenario.tree import Tree, parse_tree
from simulator.vocabulary import KINDS, QUANTITIES
from tests.house.source import ROOT, calls


def page_maker(name: str) -> Any:
    """A module of those that write the references; they lie beside the pages and are no package."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "docs"))


shown, forms, language = page_maker("shown"), page_maker("forms"), page_maker("language")
FILES = sorted(shown.FOLDER.glob("*.yaml"))
NAMES = [path.stem for path in FILES]
SEEDS = (1, 2, 3, 4)

FOR_READERS = {
    "Scenario.summary",
    "Scenario.situation",
    "Scenario.draws_on",
    "Scenario.language",
    "Scenario.translations",
    "Rule.source",
    "Inject.script",
    "Inject.storyline",
    "Inject.notes",
}
"""what people read and no run does: a scenario without it has the same blueprint"""


def fields_of_the_language() -> set[str]:
    """Every field of every model, as an author writes it."""
    models = (Scenario, *language.all_models())
    return {f"{m.__name__}.{info.alias or name}" for m in models for name, info in m.model_fields.items()}


def entries() -> Iterator[tuple[Any, Any]]:
    """Every entry that the reference shows, with its file."""
    return ((example, part) for example in shown.examples() for part in example.shown)


@cache
def blueprint(path: Path) -> Blueprint:
    return blueprint_of(path)


@cache
def logs(path: Path) -> tuple[list[LogEvent], ...]:
    """Some runs of a file; in each of them every decision is answered by another option, as far as there are."""
    found = []
    for seed in SEEDS:
        answers = {d.id: d.options[(seed >> n) % len(d.options)].id for n, d in enumerate(blueprint(path).decisions)}
        found.append(run_once(blueprint(path), seed, decide=answers).log)
    return tuple(found)


def subjects(path: Path, *kinds: str) -> set[str]:
    """What events of some kinds are about, in any of the runs."""
    return {event.subject for log in logs(path) for event in log if event.kind in kinds}


def found_in(tree: Tree, loc: tuple[int | str, ...]) -> list[object]:
    """What stands at a place; where the place is an item of a list, in any of its items."""
    if not loc:
        return [tree.plain()]
    if isinstance(loc[0], int) and isinstance(tree.value, list):
        return [value for item in tree.value for value in found_in(item, loc[1:])]
    below = tree.child(str(loc[0]))
    return found_in(below, loc[1:]) if below is not None else []


# the files


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_example_checks_clean_and_is_laid_out(path: Path) -> None:
    for variant in ("", *variants_of(str(path))):
        found, status = problems_of(str(path), variant)
        assert [str(problem) for problem in found] == []
        assert status == 0
    text = path.read_text(encoding="utf-8")
    assert laid_out(text) == text


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_example_runs_to_its_end(path: Path) -> None:
    for log in logs(path):
        assert (log[-1].kind, log[-1].at) == ("exercise_ended", blueprint(path).duration)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_what_an_example_says_happens(path: Path) -> None:
    """In one of its runs at least: events of the stream begin, rules fire, decisions open, injects come."""
    plan = blueprint(path)
    assert {event.id for event in plan.stream} == subjects(path, "stream_event_began")
    assert {rule.id for rule in plan.rules} == subjects(path, "rule_fired")
    assert {decision.id for decision in plan.decisions} == subjects(path, "decision_opened")
    done = subjects(path, "action_done") - subjects(path, "action_missed")
    needless = {inject.id for inject in plan.injects if inject.if_missing in done}
    assert {inject.id for inject in plan.injects} - needless == subjects(path, "inject_delivered")


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_option_of_an_example_is_taken_and_every_effect_applied(path: Path) -> None:
    plan = blueprint(path)
    events = [event for log in logs(path) for event in log]
    taken = {(e.subject, e.data["option"]) for e in events if e.kind in ("decision_taken", "decision_defaulted")}
    assert {(decision.id, option.id) for decision in plan.decisions for option in decision.options} == taken
    effects = {inject.id: len(inject.effects) for inject in plan.injects if inject.effects}
    effects |= {d.id: n for d in plan.decisions if (n := sum(len(option.effects) for option in d.options))}
    applied = {(e.subject, e.data["effect"]) for e in events if e.kind == "effect_applied"}
    assert {name: sum(subject == name for subject, _ in applied) for name in effects} == effects


def test_every_task_of_a_unit_is_begun_and_every_other_one_is_ordered() -> None:
    of_units = {task for path in FILES for task in Engine(blueprint(path), 1, 0)._world.duties.tasks}
    begun = {e.data["task"] for path in FILES for log in logs(path) for e in log if e.kind == "task_begun"}
    assert of_units & set(forms.TASKS) <= begun
    rules = [rule for path in FILES for rule in blueprint(path).rules]
    options = [option for path in FILES for d in blueprint(path).decisions for option in d.options]
    ordered = {step.task for source in (*rules, *options) for step in source.steps}
    assert set(forms.TASKS) <= ordered


def test_every_verb_of_the_stream_is_shown_and_begins() -> None:
    begun = {e.data["do"] for path in FILES for log in logs(path) for e in log if e.kind == "stream_event_began"}
    assert begun == set(forms.VERBS)


# what is shown of them


def test_every_field_of_the_language_is_shown() -> None:
    """The list is computed from the models: a new field without an example fails here."""
    here = {f"{part.model}.{name}" for _, part in entries() for name in part.fields}
    assert here - fields_of_the_language() == set()
    assert fields_of_the_language() - here == set(), "mark an entry that sets it with '# shows: Model'"


def test_a_field_that_is_shown_is_set_in_the_file_that_it_is_cut_from() -> None:
    """Looked up by its path in the file alone, without the libraries below it."""
    for example, part in entries():
        tree, _ = parse_tree(example.path.read_bytes(), example.path.name)
        for loc in part.fields.values():
            node: Any = tree.plain()
            for step in loc:
                assert step in node if isinstance(node, dict) else step < len(node), (example.path.name, loc)
                node = node[step]


def test_what_the_page_shows_of_an_entry_is_what_the_file_says() -> None:
    for model in {part.model for _, part in entries()}:
        for example, parts in shown.shown(model):
            cut, _ = parse_tree(shown.lines_of(example, parts).encode(), example.path.name)
            whole, _ = parse_tree(example.path.read_bytes(), example.path.name)
            for part in parts:
                (_, node) = example.node(part.loc) if part.loc else (1, whole)
                assert node.plain() in found_in(cut, part.loc), (example.path.name, part.loc)


def test_what_a_row_of_the_page_shows_is_what_the_file_says() -> None:
    rows = [
        (example, loc, text)
        for example, part in entries()
        for loc in part.fields.values()
        if (text := shown.said(example, loc))
    ]
    assert len(rows) > 300
    for example, loc, text in rows:
        said, _ = parse_tree(text.encode(), "row")
        assert said.plain() == {loc[-1]: example.node(loc)[1].plain()}


def without(path: Path, loc: tuple[int | str, ...]) -> Blueprint | None:
    """The blueprint of the file without the field at a place; None where it is no scenario any more."""
    tree, _ = parse_tree(path.read_bytes(), path.name)
    plain: Any = tree.plain()
    holder = plain
    for step in loc[:-1]:
        holder = holder[step]
    del holder[loc[-1]]
    try:
        return build(load(path, label=path.name, data=json.dumps(plain).encode()))
    except ScenarioError:
        return None


def test_a_scenario_without_a_field_that_is_shown_is_another_one() -> None:
    """No example says what holds anyway; what only people read changes nothing, and everything else does."""
    same: dict[str, bool] = {}
    for example, part in entries():
        whole = build(load(example.path, label=example.path.name))
        for name, loc in part.fields.items():
            key = f"{part.model}.{name}"
            if same.get(key, True):
                same[key] = without(example.path, loc) == whole
    assert {key for key, unchanged in same.items() if unchanged} == FOR_READERS


# effects and conditions


def test_every_kind_of_effect_is_shown() -> None:
    known = {
        call.args[0].value
        for called, call in calls(ast.parse((ROOT / "simulator" / "blueprint" / "plan.py").read_text(encoding="utf-8")))
        if called == EffectSpec.__name__
    }
    here = {e.kind for path in FILES for inject in blueprint(path).injects for e in inject.effects}
    assert len(known) >= 8
    assert here == known


def test_every_form_of_a_condition_is_shown() -> None:
    """Every node of the grammar, every function, every kind and every quantity; the page has a row for each form."""
    found = forms.with_condition()
    nodes: set[type] = set()
    waiting = [parse_condition(text) for text in found.values()]
    while waiting:
        node = waiting.pop()
        nodes.add(type(node))
        waiting += children(node)
    assert nodes == set(get_args(Node))
    assert {name for sort, name in found if sort == "kind"} == set(KINDS)
    assert {name for sort, name in found if sort == "quantity"} == set(QUANTITIES)
    signs = {">", ">=", "<", "<=", "==", "!=", "+", "-", "*", "/"}
    assert {("form", name) for name in {*FUNCTIONS, *signs}} <= set(found)
    page = (ROOT / "docs" / "scenario-reference.md").read_text(encoding="utf-8")
    for text in found.values():
        assert f"`{text}`" in page, text
