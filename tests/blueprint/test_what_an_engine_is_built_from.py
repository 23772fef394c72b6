"""A blueprint is frozen, whole and its own: two builds are equal, no run changes one, and it travels by pickle."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.blueprint.model import Blueprint
from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.library import shipped
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE, with_decision
from tests.shipped import CASES, IDS, PATHS, made


def held(value: Any, path: str = "blueprint") -> Iterator[tuple[str, Any]]:
    """Everything that a blueprint holds, by its path."""
    yield path, value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from held(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from held(key, f"{path} key")
            yield from held(item, f"{path}[{key!r}]")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from held(item, f"{path}[{index}]")


@pytest.mark.parametrize(("name", "variant"), CASES, ids=IDS)
def test_two_builds_are_equal_and_share_nothing_that_could_change(name: str, variant: str) -> None:
    one, other = made(name, variant), blueprint_of(PATHS[name], variant=variant)
    assert one == other
    assert repr(one) == repr(other)
    first = {id(value): where for where, value in held(one) if isinstance(value, dict)}
    assert [where for where, value in held(other) if isinstance(value, dict) and id(value) in first] == []


@pytest.mark.parametrize(("name", "variant"), CASES, ids=IDS)
def test_a_blueprint_holds_frozen_rows_and_plain_values_only(name: str, variant: str) -> None:
    for where, value in held(made(name, variant)):
        if dataclasses.is_dataclass(value):
            assert value.__dataclass_params__.frozen, where
            assert not hasattr(value, "__dict__"), where
        else:
            assert isinstance(value, str | int | float | tuple | dict | None), (where, value)


@pytest.mark.parametrize(("name", "variant"), CASES, ids=IDS)
def test_a_run_leaves_its_blueprint_as_it_was(name: str, variant: str) -> None:
    blueprint = blueprint_of(PATHS[name], variant=variant)
    before = repr(blueprint)
    run_once(blueprint, 3)
    assert repr(blueprint) == before
    assert blueprint == made(name, variant)


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_blueprint_that_was_sent_to_another_process_runs_the_same(path: Path) -> None:
    blueprint = blueprint_of(path)
    sent = pickle.loads(pickle.dumps(blueprint))
    assert sent == blueprint
    assert run_once(sent, 9).digest == run_once(blueprint, 9).digest


def test_a_row_cannot_be_changed() -> None:
    blueprint = build_of(a_scenario(units=PLATOON, perimeter=WIRE))
    for row in (blueprint, blueprint.units["platoon"], blueprint.segments["north"], blueprint.parameters.force):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(row, dataclasses.fields(row)[0].name, None)


def test_rows_can_stand_in_a_set() -> None:
    """Each row is hashable, so that it can be a key; the blueprint as a whole holds mappings and cannot."""
    blueprint = build_of(with_decision())
    rows = [*blueprint.units.values(), *blueprint.places.values(), *blueprint.decisions, *blueprint.injects]
    assert len(set(rows)) == len(rows) > 4


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_number_that_the_engine_counts_in_is_a_whole_second(path: Path) -> None:
    blueprint = blueprint_of(path)
    seconds = {
        "duration": [blueprint.duration],
        "stream": [e.at for e in blueprint.stream],
        "for": [e.for_s for e in blueprint.stream],
        "injects": [i.at for i in blueprint.injects],
        "deadline": [d.deadline for d in blueprint.decisions],
        "within": [s.within for r in blueprint.rules for s in r.steps],
        "sun": [at for at, _ in blueprint.sun],
    }
    assert [(name, v) for name, values in seconds.items() for v in values if type(v) is not int] == []


def names_of(blueprint: Blueprint) -> set[str]:
    return {*blueprint.places, *blueprint.segments, "?", "", "*"}


@pytest.mark.parametrize(("name", "variant"), CASES, ids=IDS)
def test_every_name_in_a_blueprint_means_something(name: str, variant: str) -> None:
    """Nothing is left for the engine to stumble over, in no variant."""
    b = made(name, variant)
    places, posts = names_of(b), {*b.command, ""}
    for unit in b.units.values():
        assert unit.at in places
        assert unit.under in posts
        assert unit.contingent in {*b.contingents, ""}
        assert set(unit.channels) <= set(b.channels)
    for post in b.posts.values():
        assert post.segment in b.segments
        assert post.under in posts
    for segment in b.segments.values():
        assert segment.faces in {*b.places, ""}
        assert set(segment.posts) <= set(b.posts)
    for place in b.places.values():
        assert {place.of, place.flees_to, place.leads_to} <= {*b.places, ""}
        assert place.guarded_by in {*b.units, ""}
    for command in b.command.values():
        assert {command.reports_to, *command.passes_to, *command.beside} <= posts
    for event in b.stream:
        assert event.by in {*b.groups, ""}
        assert set(event.on) <= places
        assert event.channel in {*b.channels, ""}
        assert event.needs in {*(e.id for e in b.stream), ""}
    for rule in b.rules:
        assert rule.post in posts
        for step in rule.steps:
            assert step.at in places, (rule.id, step)
            assert step.by in {*b.tags, ""}
    for decision in b.decisions:
        assert decision.post in posts
        assert decision.default in [option.id for option in decision.options]
        assert sum(weight for _, weight in decision.weights) == pytest.approx(1 if decision.weights else 0)
    assert set(b.roles.values()) <= posts
    for ids in b.tags.values():
        assert set(ids) <= set(b.units)


def test_a_program_may_be_used_for_many_engines() -> None:
    program = Program(build_of(with_decision()))
    before = repr(program.blueprint)
    logs = []
    for _ in range(3):
        engine = Engine(program, 2)
        engine.run()
        logs.append(engine.log)
    assert logs[0] == logs[1] == logs[2]
    assert repr(program.blueprint) == before


def test_critical_tasks_are_called_after_their_objective_and_keep_what_shows_them() -> None:
    tasks = [{"text": "Decide", "done_by": "D"}, {"text": "Everybody is heard"}]
    objectives = [{"id": "O1", "text": "x", "critical_tasks": tasks}, {"id": "O2", "text": "y"}]
    one, other = build_of({**with_decision(), "objectives": objectives}).objectives
    assert [(task.id, task.text, task.done_by) for task in one.critical_tasks] == [
        ("O1.1", "Decide", ("D",)),
        ("O1.2", "Everybody is heard", ()),
    ]
    assert other.critical_tasks == ()
