"""The rest of K1 to K21 by hand: staff, calls, posts of harm, community, queues, warnings, residents, handing over."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.blueprint.model import Blueprint
from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE
from tests.readers.logs import HOUR, MINUTE, log


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    """Ten hours, a wire, a platoon, and a compound with residents."""
    places = {"garden": {"kind": "compound", "at": [5000, 0], "residents": 20}}
    community = {"trust": "60 %", "tension": "20 %", "consent": "70 %"}
    return build_of(
        a_scenario(perimeter=WIRE, units=PLATOON, places=places, community=community, clock={"duration": "10 h"})
    )


def one(blueprint: Blueprint, name: str, *rows: tuple[Any, ...]) -> float | None:
    return measure(blueprint, log(*rows))[name]


def row(kind: str, second: int = HOUR, subject: str = "x", /, **data: Any) -> tuple[Any, ...]:
    return (kind, second, subject, data)


def test_staff_are_accounted_for_when_the_hour_is_over(blueprint: Blueprint) -> None:
    rows = [
        row("staff_counted", HOUR, "office", count=10, people=40, after_min=15),
        row("staff_counted", HOUR, "office", count=30, people=40, after_min=60),
        row("staff_counted", HOUR, "camp", count=9, people=10, after_min=60),
    ]
    assert one(blueprint, "staff_accounted_60", *rows) == 0.78, "39 of 50"
    assert one(blueprint, "staff_accounted_60", rows[0]) is None


def call(at: int, place: str, state: str = "open") -> tuple[Any, ...]:
    return row("report_received", at, "ops", what="distress", at=place, value=1, state=state, by="x", seen_at=0)


def test_a_call_is_closed_once_however_often_it_was_made(blueprint: Blueprint) -> None:
    rows = [call(60, "garden"), call(120, "garden"), call(180, "river"), call(200, "river", "located")]
    closed = row("call_closed", HOUR, "garden")
    assert one(blueprint, "calls_closed", *rows, closed, closed) == 0.5
    assert one(blueprint, "calls_closed", *rows) == 0
    assert one(blueprint, "calls_closed", closed) is None, "nobody had called"


def test_soldiers_and_perpetrators_are_counted_by_number(blueprint: Blueprint) -> None:
    rows = [row("peacekeeper_hurt", count=n, at="x") for n in (1, 2)] + [row("perpetrators_hit", count=4, at="x")]
    assert one(blueprint, "peacekeepers_hurt", *rows) == 3
    assert one(blueprint, "perpetrators_hurt", *rows) == 4


@pytest.mark.parametrize(("name", "first", "last"), [("trust", 0.6, 0.412), ("tension", 0.2, 0.9), ("consent", 0.7, 0)])
def test_levels_are_those_at_endex(name: str, first: float, last: float, blueprint: Blueprint) -> None:
    assert one(blueprint, name) == first, "as the scenario says, while nothing moved it"
    changes = [
        row("community_changed", HOUR, trust=1, tension=1, consent=1),
        row("community_changed", 2 * HOUR, trust=412, tension=900, consent=0),
    ]
    assert one(blueprint, name, *changes) == last


def test_a_broadcast_reaches_a_share(blueprint: Blueprint) -> None:
    assert one(blueprint, "message_reach_15") is None
    rows = [row("broadcast_reached", share=60, channels=1), row("broadcast_reached", share=90, channels=4)]
    assert one(blueprint, "message_reach_15", *rows) == 0.75


def test_the_wait_at_the_lanes_is_the_mean_over_gates_of_the_last_count(blueprint: Blueprint) -> None:
    rows = [
        row("gate_count", 1 * HOUR, "gate_a", count=5, wait_s=0, queue=0),
        row("gate_count", 2 * HOUR, "gate_a", count=5, wait_s=600, queue=0),
        row("gate_count", 2 * HOUR, "gate_b", count=5, wait_s=120, queue=0),
    ]
    assert one(blueprint, "queue_wait", *rows) == 6
    assert one(blueprint, "queue_wait") is None


def test_lead_time_is_from_the_first_protective_act_to_the_assault(blueprint: Blueprint) -> None:
    assault = row("barrier_attacked", 5 * HOUR, "north", by="armed", strength=20)
    guard = row("task_begun", 4 * HOUR, "platoon", task="guard", at="north", source="R")
    mended = row("breach_repaired", 3 * HOUR, "north")
    elsewhere = row("task_begun", 2 * HOUR, "platoon", task="guard", at="south", source="R")
    other = row("task_begun", 2 * HOUR, "platoon", task="mediate", at="north", source="R")
    later = row("task_begun", 6 * HOUR, "platoon", task="guard", at="north", source="R")
    assert one(blueprint, "warning_lead_used") is None
    assert one(blueprint, "warning_lead_used", assault, elsewhere, other, later) == 0
    assert one(blueprint, "warning_lead_used", assault, guard, later) == 60
    assert one(blueprint, "warning_lead_used", assault, guard, mended) == 120


def test_a_breach_is_answered_by_a_block_a_repair_or_a_group_that_turns_back(blueprint: Blueprint) -> None:
    assault = row("barrier_attacked", 2 * HOUR, "north", by="armed", strength=20)
    assert one(blueprint, "breach_to_block") is None
    assert one(blueprint, "breach_to_block", assault) == 8 * 60, "ENDEX is at H+10"
    blocked = row("breach_blocked", 2 * HOUR + 25 * MINUTE, "north", by="platoon")
    turned = row("group_deterred", 2 * HOUR + 10 * MINUTE, "armed", at="north", step="presence")
    before = row("breach_blocked", HOUR, "north", by="platoon")
    south = row("breach_blocked", 2 * HOUR + MINUTE, "south", by="platoon")
    assert one(blueprint, "breach_to_block", assault, blocked, before, south) == 25
    assert one(blueprint, "breach_to_block", assault, blocked, turned) == 10


def test_shelters_that_burnt_are_a_share_of_all(blueprint: Blueprint) -> None:
    rows = [row("block_burnt", HOUR, "camp", block=b, shelters=50) for b in range(7)]
    assert one(blueprint, "structures_lost", *rows) == 0.5, "350 of 700"


def test_the_time_lost_handing_over_is_a_mean_of_all_its_kinds(blueprint: Blueprint) -> None:
    rows = [
        row("handed_over", takes_s=600, post="a", unit="b", at="x"),
        row("orders_conflicted", takes_s=1200, one="a", other="b"),
        row("lead_taken", at="x", gap_s=300),
    ]
    assert one(blueprint, "handover_gap", *rows) == pytest.approx(35 / 3, abs=0.001)


def test_residents_are_harmed_as_a_share_of_those_who_live_there(blueprint: Blueprint) -> None:
    listed = row("residents_listed", 0, "garden", count=20)
    rows = [row("resident_harmed", HOUR, "garden", kind="beaten")] * 5
    assert one(blueprint, "residents_harmed", listed, *rows) == 0.25
    assert one(blueprint, "residents_harmed", *rows) is None, "nobody knows how many there are"


def test_residents_are_reached_when_the_first_unit_comes_after_the_entry(blueprint: Blueprint) -> None:
    entered = row("group_entered", 2 * HOUR, "armed", at="garden", strength=20)
    assert one(blueprint, "residents_reached") is None
    assert one(blueprint, "residents_reached", entered) == 8 * 60
    early = row("unit_arrived", HOUR, "platoon", at="garden")
    wrong = row("unit_arrived", 3 * HOUR, "platoon", at="camp")
    there = row("unit_arrived", 4 * HOUR, "platoon", at="garden")
    assert one(blueprint, "residents_reached", entered, early, wrong, there) == 120


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("messages_lost", ["message_given_up"]),
        ("weapons_found", ["weapon_found", "cache_found"]),
    ],
)
def test_things_are_counted(name: str, kinds: list[str], blueprint: Blueprint) -> None:
    assert one(blueprint, name) == 0
    assert one(blueprint, name, *[row(kind) for kind in kinds for _ in range(3)], row("message_failed")) == 3 * len(
        kinds
    )


def test_a_unit_that_is_busy_refuses_nothing(blueprint: Blueprint) -> None:
    rows = [row("order_refused", why=why) for why in ("has another task", "no outside base", "committed elsewhere")]
    assert one(blueprint, "orders_refused", *rows) == 1


def test_referrals_are_people_not_events(blueprint: Blueprint) -> None:
    assert one(blueprint, "referrals", row("survivors_referred", count=2), row("survivors_referred", count=3)) == 5
