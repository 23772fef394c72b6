"""One log, folded: what is counted, and where its edges lie."""

from __future__ import annotations

from typing import Any

from simulator.authoring.rehearsal.seen import Clash, folded, read_seen, seen
from simulator.authoring.rehearsal.thresholds import BINS, CLASH_S
from simulator.events import LogEvent
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.library import find_scenario
from tests.builders import a_scenario, build_of

BLUEPRINT = build_of(a_scenario(units={"one": {"type": "platoon", "at": "base"}}))


def log(*rows: tuple[int, str, str, dict[str, Any]]) -> list[LogEvent]:
    """Events from (second, kind, subject, data)."""
    return [LogEvent(n, at, kind, subject, data, None) for n, (at, kind, subject, data) in enumerate(rows, 1)]


def order(at: int, source: str, task: str) -> tuple[int, str, str, dict[str, Any]]:
    return at, "order_given", source, {"post": "ops", "unit": "one", "task": task, "at": "camp", "place": "camp"}


def test_actions_are_counted_by_their_number() -> None:
    expected = {"text": "x", "by": "", "within_s": 60, "task": ""}
    found = seen(
        BLUEPRINT,
        log(
            (0, "inject_delivered", "I-1", {"type": "contextual", "to": [], "means": "", "text": ""}),
            (0, "action_expected", "I-1", expected),
            (0, "action_expected", "I-1", expected),
            (30, "action_done", "I-1", {"action": 1}),
            (60, "action_missed", "I-1", {"action": 0}),
        ),
    )
    assert found.actions == {"I-1": {0: [1, 0, 1], 1: [1, 1, 0]}}
    assert found.injects == [("I-1", 0)]


def test_two_orders_clash_within_minutes_and_not_a_second_later() -> None:
    near = seen(BLUEPRINT, log(order(100, "A", "deploy"), order(100 + CLASH_S, "B", "block")))
    assert near.clashes == [Clash("one", "A", "deploy", "B", "block")]
    assert seen(BLUEPRINT, log(order(100, "A", "deploy"), order(101 + CLASH_S, "B", "block"))).clashes == []
    assert seen(BLUEPRINT, log(order(100, "A", "deploy"), order(101, "B", "deploy"))).clashes == []
    assert seen(BLUEPRINT, log(order(100, "A", "deploy"), order(101, "A", "block"))).clashes == []


def test_a_rule_that_finds_the_unit_gone_clashes_with_the_one_that_has_it() -> None:
    gone = (160, "order_unfilled", "B", {"at": "camp", "who": "reserve", "post": "ops"})
    assert seen(BLUEPRINT, log(order(100, "A", "deploy"), gone)).clashes == [Clash("one", "A", "deploy", "B", "")]


def test_stirs_are_stretches_of_the_exercise() -> None:
    end = BLUEPRINT.duration
    told = {"type": "contextual", "to": [], "means": "", "text": ""}
    found = seen(BLUEPRINT, log((0, "inject_delivered", "a", told), (end, "inject_delivered", "b", told)))
    assert found.stirs == [0, BINS - 1]


def test_what_a_worker_gives_back_is_what_was_seen() -> None:
    done = run_once(blueprint_of(find_scenario("distress_calls")), 3)
    assert read_seen(folded(done)) == seen(done.blueprint, done.log)
    again = seen(done.blueprint, done.log)
    assert sum(row.fired for row in again.rules.values()) == sum(e.kind == "rule_fired" for e in done.log)
    given = sum(row.given for tasks in again.orders.values() for row in tasks.values())
    assert given == sum(e.kind == "order_given" for e in done.log)
