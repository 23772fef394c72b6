"""The scene, held against the engine: what the fold of a log says is what the engine's world holds at that second."""

from __future__ import annotations

import random

import pytest

from simulator.blueprint.build import build
from simulator.commands import (
    CarryOut,
    DeferInject,
    DeliverInject,
    Override,
    PutInject,
    Remark,
    ShiftInjects,
    SkipInject,
)
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.readers.scene.ground import Ground
from simulator.readers.scene.names import Names
from simulator.readers.scene.scene import Scene
from simulator.runs.headless import prepare
from simulator.scenario.library import find_scenario
from simulator.scenario.load import load

SCENARIOS = ("first_steps", "distress_calls", "site_in_flames", "extraction_under_crossfire")
STATES = {"planned": ("waiting", "deferred", "coming"), "contingency": ("waiting", "coming")}


def program_of(name: str):
    return prepare(build(load(find_scenario(name), label=name)))


def rooms(program) -> dict[str, str]:
    return {role: cell.played_by for cell in program.blueprint.cells for role in cell.roles}


def held(scene: Scene, engine: Engine) -> None:
    """Every row against the world."""
    w = engine._world
    for name, row in scene.units.items():
        unit = w.units[name]
        if unit.state in ("tasked", "moving", "on_scene", "committed", "available"):
            on_way = unit.state == "moving"
            assert (row.state == "moving") == on_way, (name, row, unit.state)
        if unit.state == "available":
            assert row.task == "", (name, row)
        if unit.at and unit.state != "moving":
            assert row.at == unit.at, (name, row, unit.at)
    for name, row in scene.groups.items():
        group = w.groups[name]
        there = ("massing", "breaching", "inside", "attacking", "fighting")
        assert row.present == (group.state in there), (name, row, group.state)
        if row.present:
            assert row.at == group.at, (name, row, group.at)
    for name, segment in w.segments.items():
        assert scene.places[name].state == segment.state, name
    for name, state in engine.inject_states.items():
        row = scene.injects[name]
        assert state in STATES.get(row.state, (row.state,)) or (row.state, state) == ("recalled", "delivered"), (
            row,
            state,
        )
        due = engine.inject_due(name)
        if row.state == "planned" and due is not None:
            assert row.due == due, (row, due)
    opened = {d.name for d in scene.decisions.values() if d.state == "open"}
    assert opened == set(engine.open_decisions)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scene_is_the_engines_world_at_every_hour(name: str) -> None:
    program = program_of(name)
    engine = Engine(program, 3, played_by=rooms(program))
    scene, seen = Scene(program.blueprint, rooms(program)), 0
    while not engine.ended and engine.held_by is None:
        engine.advance_to(min(engine.now + 1800, program.blueprint.duration))
        scene.extend(engine.log[seen:])
        seen = len(engine.log)
        scene.stand_at(engine.now)
        held(scene, engine)
        for mark in scene.marks(engine.now):
            assert mark.sign


def test_the_scene_follows_what_exercise_control_does_to_the_msel(test_seed: int) -> None:
    program = program_of("site_in_flames")
    rng = random.Random(test_seed)
    engine = Engine(program, 5, played_by=rooms(program), by_hand=bool(test_seed % 2))
    scene, seen = Scene(program.blueprint, rooms(program)), 0
    names = [inject.id for inject in program.blueprint.injects]
    for _ in range(40):
        engine.advance_to(engine.now + rng.randrange(60, 2400))
        name, units = rng.choice(names), list(program.blueprint.units)
        engine.apply(
            rng.choice(
                [
                    DeliverInject(name),
                    SkipInject(name, "why"),
                    DeferInject(name, engine.now + rng.randrange(60, 9000)),
                    ShiftInjects(rng.choice([-1200, 600, 3600])),
                    PutInject(name, "another text"),
                    PutInject(f"X-{rng.randrange(5)}", "new"),
                    Override("delay", rng.choice(units), 300, "why"),
                    Remark("note", "seen"),
                ]
            )
        )
        scene.extend(engine.log[seen:])
        seen = len(engine.log)
        scene.stand_at(engine.now)
        held(scene, engine)


def test_folding_in_slices_is_folding_at_once() -> None:
    program = program_of("first_steps")
    engine = Engine(program, 4)
    engine.run()
    whole, sliced = Scene(program.blueprint), Scene(program.blueprint)
    whole.extend(engine.log)
    for k in range(0, len(engine.log), 7):
        sliced.extend(engine.log[k : k + 7])
    assert (whole.units, whole.injects, whole.places) == (sliced.units, sliced.injects, sliced.places)


def test_a_recalled_inject_is_recalled_and_stays_so() -> None:
    program = program_of("first_steps")
    engine = Engine(program, 4)
    name = program.blueprint.injects[0].id
    engine.apply(DeliverInject(name))
    out = next(e for e in engine.log if e.kind == "inject_delivered" and e.subject == name)
    engine.apply(Remark("correction", "recalled: it was early", about=str(out.seq)))
    scene = Scene(program.blueprint)
    scene.extend(engine.log)
    assert scene.injects[name].state == "recalled"


def test_harm_is_counted_as_the_measures_count_it() -> None:
    from simulator.readers.measures import measure

    program = program_of("site_in_flames")
    engine = Engine(program, 2)
    engine.run()
    scene = Scene(program.blueprint)
    scene.extend(engine.log)
    assert scene.dead == measure(program.blueprint, engine.log)["civilian_deaths"]


def six_hours_of_the_room() -> tuple[Engine, Scene]:
    program = program_of("site_in_flames")
    engine = Engine(program, 3, played_by=rooms(program))
    engine.advance_to(6 * 3600)
    scene = Scene(program.blueprint, rooms(program))
    scene.extend(engine.log)
    return engine, scene


def test_a_rule_of_the_room_waits_until_somebody_orders_it() -> None:
    engine, scene = six_hours_of_the_room()
    assert scene.waiting
    assert all(engine._world.played_by[engine._world.rules.named[w.rule].spec.role] == "room" for w in scene.waiting)


def test_a_rule_that_was_let_act_and_finds_nobody_waits_on_where_it_stood() -> None:
    engine, scene = six_hours_of_the_room()
    before = [(w.rule, w.place) for w in scene.waiting]
    assert len(before) > 2
    for rule, place in before[:2]:
        seen = len(engine.log)
        for unit in engine._world.units.values():
            unit.refuses[f"{rule}@{place}"] = 1
        engine.apply(CarryOut(rule, place))
        new = list(engine.log)[seen:]
        scene.extend(new)
        if any(e.kind == "order_unfilled" for e in new):
            assert [(w.rule, w.place) for w in scene.waiting] == before
            return
    raise AssertionError("somebody was found for each")


def test_titles_stand_where_people_read_and_ids_where_there_is_no_title() -> None:
    program = program_of("first_steps")
    engine = Engine(program, 4)
    engine.run()
    names = Names(program.blueprint)
    moved = next(e for e in engine.log if e.kind == "unit_moved")
    told = names.told(moved)
    assert told.startswith(program.blueprint.units[moved.subject].title or moved.subject)
    assert names.title("no_such_thing") == "no_such_thing"


def test_the_box_of_the_ground_holds_every_place() -> None:
    ground = Ground(program_of("site_in_flames").blueprint)
    west, south, east, north = ground.box
    assert all(west <= p.x <= east and south <= p.y <= north for p in ground.places)
    assert {shape.kind for shape in ground.lines} >= {"perimeter", "way"}


def test_a_map_draws_the_stretches_of_road_and_no_line_from_every_place_to_every_other() -> None:
    blueprint = program_of("extraction_under_crossfire").blueprint
    drawn = {frozenset(shape.id.split()) for shape in Ground(blueprint).lines if shape.kind == "way"}
    ends = [frozenset((road.a, road.b)) for road in blueprint.roads]
    assert drawn == {pair for pair in ends if pair <= blueprint.places.keys()}
    assert len(drawn) < len(blueprint.places) * 2


def test_a_role_is_called_by_its_title_where_it_has_one() -> None:
    names = Names(program_of("distress_calls").blueprint)
    assert names.title("security_duty_officer") == "Security duty officer"
    opened = LogEvent(1, 0, "decision_opened", "night_search", {"asks": "security_duty_officer"}, None)
    assert names.told(opened) == "night_search: Security duty officer must decide"


def test_who_stands_at_a_post_is_called_after_its_stretch() -> None:
    assert Names(program_of("indirect_fire").blueprint).title("north_post_2") == "North wall, post 2"


def test_what_a_group_set_out_to_do_is_called_after_the_group_in_reasons_too() -> None:
    blueprint = program_of("indirect_fire").blueprint
    names = Names(blueprint)
    event = next(event for event in blueprint.stream if event.by in blueprint.groups)
    group = names.title(event.by)
    foiled = LogEvent(1, 0, "stream_event_foiled", event.id, {"why": f"{event.by} never got in"}, None)
    assert group != event.by
    assert names.told(foiled) == f"what {group} set out to do comes to nothing: {group} never got in"


def test_a_role_is_meant_by_its_title() -> None:
    blueprint = program_of("distress_calls").blueprint
    names = Names(blueprint)
    assert names.meant("security duty officer", blueprint.units, blueprint.roles) == "security_duty_officer"


def test_an_option_is_told_in_its_own_words() -> None:
    names = Names(program_of("first_steps").blueprint)
    taken = LogEvent(1, 0, "decision_taken", "open_gate", {"option": "wait", "by": "room"}, None)
    assert names.told(taken) == "open_gate: Keep searching (room)"
