"""What may never happen, whatever the seed: told out of the logs of the shipped scenarios, all variants."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest

from simulator.blueprint.model import Blueprint
from simulator.engine.engine import Engine
from simulator.events import KINDS, LogEvent
from simulator.runs.headless import blueprint_of
from tests.backtests.replications import SCENARIOS
from tests.builders import of_kind
from tests.shipped import log_of, made

VARIANTS = [
    (name, variant)
    for name in ("first_steps", "site_in_flames", "distress_calls")
    for variant in ("", *made(name).variants)
    if variant != "after"
]


def logs(name: str, variant: str) -> list[tuple[Blueprint, list[LogEvent]]]:
    """Three runs of a variant."""
    return [(made(name, variant), log_of(name, variant, seed)) for seed in (1, 2, 3)]


@pytest.fixture(params=VARIANTS, ids=lambda pair: " ".join(pair).strip(), scope="module")
def runs(request: pytest.FixtureRequest) -> list[tuple[Blueprint, list[LogEvent]]]:
    return logs(*request.param)


Runs = list[tuple[Blueprint, list[LogEvent]]]


def test_events_are_numbered_in_order_and_come_after_what_they_depend_on(runs: Runs) -> None:
    for _, log in runs:
        assert [e.seq for e in log] == list(range(1, len(log) + 1))
        assert all(a.at <= b.at for a, b in pairwise(log))
        assert all(e.cause is None or 0 < e.cause < e.seq for e in log)
        assert all(0 < mark < e.seq for e in log for mark in e.given)
        assert {e.kind for e in log} <= KINDS.keys()
        assert log[0].kind == "exercise_started"
        assert log[-1].kind == "exercise_ended"


def test_injects_come_once_and_decisions_end_once(runs: Runs) -> None:
    for blueprint, log in runs:
        delivered = Counter(e.subject for e in of_kind(log, "inject_delivered"))
        times = {i.id: i.times for i in blueprint.injects}
        assert all(count <= times[name] for name, count in delivered.items())
        opened: dict[str, int] = {}
        for event in of_kind(log, "decision_opened", "decision_taken", "decision_defaulted"):
            if event.kind == "decision_opened":
                assert event.subject not in opened
                opened[event.subject] = event.seq
            else:
                assert opened.pop(event.subject, None) is not None, event


def test_units_are_in_one_place_at_a_time(runs: Runs) -> None:
    for blueprint, log in runs:
        at = {u.id: u.at for u in blueprint.units.values()}
        going: dict[str, str] = {}
        for event in of_kind(log, "unit_moved", "unit_arrived", "task_begun"):
            if event.kind == "unit_moved":
                if event.data["from"]:
                    assert event.data["from"] == at[event.subject], event
                    assert event.subject not in going, event
                else:  # it was stopped on its way
                    assert event.subject in going, event
                going[event.subject] = event.data["to"]
            elif event.kind == "unit_arrived":
                at[event.subject] = event.data["at"]
                going.pop(event.subject, None)
            else:
                assert event.data["at"] == at[event.subject], event
                assert event.subject not in going, event


def test_a_person_is_hurt_once_dies_once_and_is_not_treated_after_death(runs: Runs) -> None:
    for _, log in runs:
        hurt: set[str] = set()
        dead: set[str] = set()
        cared: set[str] = set()
        for event in of_kind(log, "person_hurt", "person_died", "aid_given", "care_begun", "surgery_begun"):
            name = event.subject
            if event.kind == "person_hurt":
                assert name not in hurt, event
                hurt.add(name)
                continue
            assert name in hurt, event
            assert name not in dead, event
            if event.kind == "person_died":
                dead.add(name)
            elif event.kind == "care_begun":
                assert name not in cared, event
                cared.add(name)
            elif event.kind == "surgery_begun":
                assert name in cared, event


def test_a_breach_opens_and_closes_in_turn(runs: Runs) -> None:
    follows = {
        "breach_opened": {"whole", "repaired", "blocked"},
        "breach_blocked": {"open"},
        "breach_unblocked": {"blocked"},
        "breach_repaired": {"open", "blocked"},
    }
    becomes = {
        "breach_opened": "open",
        "breach_blocked": "blocked",
        "breach_unblocked": "open",
        "breach_repaired": "repaired",
    }
    for _, log in runs:
        state: dict[str, str] = defaultdict(lambda: "whole")
        for event in of_kind(log, *follows):
            assert state[event.subject] in follows[event.kind], event
            state[event.subject] = becomes[event.kind]


def test_a_group_that_turned_back_does_nothing_more(runs: Runs) -> None:
    for blueprint, log in runs:
        away: set[str] = set()
        for event in log:
            if event.kind == "group_deterred":
                away.add(event.subject)
            elif event.kind in ("group_entered", "group_gathered", "perpetrators_hit", "group_deterred"):
                assert event.subject not in away, event
            elif event.kind in ("barrier_attacked", "shots_fired", "attack_began", "unrest_began"):
                assert event.data["by"] not in away, event
        assert {e.subject for e in of_kind(log, "group_entered")} <= blueprint.groups.keys()


def test_a_post_that_was_left_sees_nothing_until_it_is_manned_again(runs: Runs) -> None:
    for _, log in runs:
        left: set[str] = set()
        for event in log:
            if event.kind == "post_abandoned":
                left.add(event.subject)
            elif event.kind in ("post_manned", "post_reoccupied"):
                left.discard(event.subject)
            elif event.kind == "sighted":
                assert event.subject not in left, event


def people(engine: Engine) -> Iterator[float]:
    """Everybody whom the model moves: in places, before gates, on the way; and those who were hurt there."""
    world = engine._world
    yield from (place.people for place in world.places.values())
    yield from (gate.waiting for gate in world.gates.gates.values())
    yield from (gate.on_the_way for gate in world.gates.gates.values())
    yield float(sum(world.places[e.data["at"]].spec.people > 0 for e in of_kind(engine.log, "person_hurt")))


@pytest.mark.parametrize("variant", ["", "before"])
def test_nobody_appears_or_is_lost(variant: str) -> None:
    """Traffic comes from outside and is let in, so the main gate's is taken out."""
    blueprint = blueprint_of(
        SCENARIOS / "site_in_flames.yaml", variant=variant, sets={"places.main_gate.traffic": "0/min"}
    )
    for seed in (1, 2):
        engine = Engine(blueprint, seed)
        total = sum(people(engine))
        assert total > 40_000
        for hour in range(1, 25):
            engine.advance_to(hour * 3600)
            assert sum(people(engine)) == pytest.approx(total, abs=0.5), f"seed {seed}, hour {hour}"
