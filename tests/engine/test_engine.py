"""The engine's interface: slices do not matter, commands never raise, refusals are events, faults are final."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from simulator.codec import encode_log
from simulator.commands import (
    OVERRIDES,
    RATINGS,
    REMARKS,
    CarryOut,
    Command,
    DeferInject,
    DeliverInject,
    EndExercise,
    Message,
    OrderUnit,
    Override,
    PutInject,
    Remark,
    ShiftInjects,
    SkipInject,
    TakeDecision,
)
from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.errors import EngineFault
from simulator.events import KINDS
from simulator.runs.headless import blueprint_of
from tests.builders import a_scenario, engine_of, of_kind, ran
from tests.engine.cases import PLATOON, WIRE

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def program() -> Program:
    return Program(blueprint_of(SCENARIOS / "site_in_flames.yaml", variant="before"))


def a_command(rng: random.Random, program: Program, now: int) -> Command:
    """Some command, sensible or not."""
    b = program.blueprint
    injects = [i.id for i in b.injects] + ["none", ""]
    units, places = [*b.units, "none"], [*b.places, *b.segments, "", "none"]
    tasks = ["deploy", "protect", "block", "return", "repair", "casevac", "separate", "guard", "mediate", "dance", ""]
    decision = rng.choice([*b.decisions]).id
    options = [o.id for d in b.decisions if d.id == decision for o in d.options]
    orders = tuple((rng.choice(units), rng.choice(tasks), rng.choice(places)) for _ in range(rng.randrange(3)))
    return rng.choice(
        [
            DeliverInject(rng.choice(injects)),
            SkipInject(rng.choice(injects), "no time"),
            DeferInject(rng.choice(injects), now + rng.randrange(-600, 40000)),
            PutInject(
                rng.choice([*injects, f"X-{rng.randrange(9)}"]),
                "words",
                (rng.choice(units),),
                rng.choice([-1, now + rng.randrange(-600, 40000)]),
            ),
            TakeDecision(decision, rng.choice([*options, "other", "none"]), orders=orders),
            OrderUnit(rng.choice(units), rng.choice(tasks), rng.choice(places)),
            OrderUnit(rng.choice(units), rng.choice(tasks), rng.choice(places)),
            _a_word(rng, program, now),
        ]
    )


def _a_word(rng: random.Random, program: Program, now: int) -> Command:
    """Some command of exercise control, sensible or not."""
    b = program.blueprint
    people = [*(cell.id for cell in b.cells), *b.roles, *b.command, *b.units, *b.posts, "none", ""]
    targets = [*b.units, *b.groups, "deaths", "none"]
    return rng.choice(
        [
            ShiftInjects(rng.randrange(-3600, 3600), "late"),
            CarryOut(rng.choice([r.id for r in b.rules] + ["none"]), rng.choice([*b.places, *b.segments, ""])),
            Override(rng.choice([*OVERRIDES, ""]), rng.choice(targets), rng.randrange(-900, 900), "to protect O2"),
            Override(rng.choice(["delay", "arrive", "freeze", "release"]), rng.choice([*b.units]), 300),
            Message(rng.choice(["ask", "pass", "shout"]), rng.choice(people), rng.choice(people), "What do you see?"),
            Remark(rng.choice([*REMARKS, ""]), "words", "evaluator", "O1", rng.choice([*RATINGS, "", "Q"]), now - 5),
        ]
    )


def played(program: Program, seed: int, commands: list[tuple[int, Command]], slices: random.Random | None) -> bytes:
    roles = {"ioc_duty_officer": "room", "senior_officer_present": "excon"}
    engine = Engine(program, seed, played_by=roles)
    for at, command in commands:
        while slices is not None and engine.now < at:
            engine.advance_to(min(at, engine.now + slices.choice([0, 1, 7, 60, 3600])))
        engine.advance_to(at)
        engine.apply(command)
    if slices is not None:
        while not engine.ended:
            engine.advance_to(engine.now + slices.randrange(1, 5000))
    engine.run()
    return encode_log(engine.log)


def test_random_commands_never_raise_and_slices_never_matter(program: Program, test_seed: int) -> None:
    rng = random.Random(test_seed)
    for _ in range(12):
        seed, times = rng.randrange(10**6), sorted(rng.randrange(86400) for _ in range(25))
        commands = [(at, a_command(rng, program, at)) for at in times]
        whole = played(program, seed, commands, None)
        assert played(program, seed, commands, random.Random(rng.random())) == whole, (seed, commands)


def test_a_headless_run_is_the_run_of_an_engine_that_gets_no_commands(program: Program) -> None:
    engine = Engine(program, 5)
    for hour in range(1, 30):
        engine.advance_to(hour * 3600)
    other = Engine(program, 5)
    other.run()
    assert encode_log(engine.log) == encode_log(other.log)


def test_advance_to_means_at_most_and_stops_at_endex(program: Program) -> None:
    engine = Engine(program, 1)
    assert engine.advance_to(100) == 100
    assert engine.advance_to(50) == 100
    assert engine.advance_to(10**9) == 86400
    assert engine.ended
    assert engine.next_at() is None
    assert engine.log[-1].kind == "exercise_ended"


def test_drain_hands_out_every_event_once(program: Program) -> None:
    engine, got = Engine(program, 2), []
    while not engine.ended:
        engine.advance_to(engine.now + 4000)
        got += engine.drain()
    assert got == engine.log
    assert engine.drain() == []
    assert [e.seq for e in got] == list(range(1, len(got) + 1))


def test_nothing_happens_before_the_second_that_is_announced(program: Program) -> None:
    engine = Engine(program, 3)
    while (due := engine.next_at()) is not None and engine.now < 40000:
        before = len(engine.log)
        engine.advance_to(due - 1)
        assert len(engine.log) == before
        engine.advance_to(due)


def test_after_endex_every_command_is_refused(program: Program) -> None:
    engine = Engine(program, 1)
    engine.advance_to(60)
    engine.apply(EndExercise("enough"))
    engine.apply(OrderUnit("qrf_1", "deploy", "base"))
    assert [e.data["why"] for e in of_kind(engine.log, "exercise_ended")] == ["enough"]
    assert [e.data["why"] for e in of_kind(engine.log, "command_refused")] == ["the exercise is over"]
    before = len(engine.log)
    assert engine.advance_to(86400) == 60
    assert len(engine.log) == before


def test_the_facilitator_orders_a_unit_outside_the_plan() -> None:
    engine = engine_of(a_scenario(perimeter=WIRE, units=PLATOON))
    engine.advance_to(600)
    engine.apply(OrderUnit("platoon", "deploy", "north"))
    log = ran(engine)
    assert [(e.subject, e.data["at"]) for e in of_kind(log, "task_begun")] == [("platoon", "north")]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (OrderUnit("nobody", "deploy", "camp"), "there is no unit nobody"),
        (OrderUnit("platoon", "dance", "camp"), "dance is not a task for a unit"),
        (OrderUnit("platoon", "deploy", "moon"), "there is no place moon"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_its_reason(command: Command, why: str) -> None:
    engine = engine_of(a_scenario(units=PLATOON))
    engine.apply(command)
    assert [e.data["why"] for e in of_kind(engine.log, "command_refused")] == [why]


def test_an_engine_that_has_failed_refuses_to_go_on() -> None:
    engine = engine_of(a_scenario())

    def fails() -> None:
        raise ValueError("a fault of ours")

    engine._world.clock.later(60, fails)
    with pytest.raises(ValueError, match="ours"):
        engine.run()
    with pytest.raises(EngineFault, match="begin a new one"):
        engine.advance_to(100)
    with pytest.raises(EngineFault):
        engine.apply(EndExercise())


@pytest.mark.parametrize("name", ["site_in_flames", "distress_calls", "weapons_free_zone", "first_steps"])
def test_every_event_of_the_shipped_scenarios_is_of_a_known_kind_with_a_past_cause(name: str) -> None:
    program = Program(blueprint_of(SCENARIOS / f"{name}.yaml"))
    engine = Engine(program, 4)
    for event in ran(engine):
        assert event.kind in KINDS
        assert isinstance(event.at, int)
        assert event.cause is None or event.cause < event.seq
        assert all(mark < event.seq for mark in event.given)
        assert all(isinstance(v, int | str | bool | list) for v in event.data.values()), event


def test_two_engines_of_one_program_share_nothing_that_changes(program: Program) -> None:
    one, other = Engine(program, 7), Engine(program, 7)
    while not one.ended:
        one.advance_to(one.now + 3000)
        other.advance_to(one.now)
    third = Engine(program, 7)
    third.run()
    assert encode_log(one.log) == encode_log(other.log) == encode_log(third.log)
