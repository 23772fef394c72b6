"""Measures by hand: a log of a few lines, and the number that a person would write down."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.blueprint.model import Blueprint
from simulator.measures import MEASURES
from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE
from tests.readers.logs import HOUR, MINUTE, log


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    threat = {
        "groups": {"armed": {"strength": 20}},
        "stream": [{"id": "assault", "at": "H+1", "do": "breach", "by": "armed", "on": "north"}],
    }
    return build_of(a_scenario(perimeter=WIRE, units=PLATOON, threat=threat, clock={"duration": "10 h"}))


def of(blueprint: Blueprint, *rows: tuple[Any, ...]) -> dict[str, float | None]:
    return measure(blueprint, log(*rows))


def sighted(at: int, what: str = "contact", place: str = "north", state: str = "present") -> tuple[Any, ...]:
    return ("sighted", at, "north_post_1", {"what": what, "at": place, "value": 20, "state": state})


def reported(at: int, what: str = "contact", place: str = "north") -> tuple[Any, ...]:
    return ("report_received", at, "ops", {"what": what, "at": place, "value": 20, "state": "present", "by": "p"})


def order(kind: str, at: int, task: str = "protect", place: str = "north", unit: str = "platoon") -> tuple[Any, ...]:
    subject = "PROTECT" if kind == "order_given" else unit
    return (kind, at, subject, {"task": task, "at": place, "unit": unit, "source": "PROTECT"})


STEPS = ("detect_to_report", "report_to_decide", "decide_to_move", "move_to_scene")


def steps(found: dict[str, float | None]) -> list[float | None]:
    return [found[name] for name in STEPS]


def test_every_measure_of_the_vocabulary_is_measured_and_nothing_is_none_or_zero(blueprint: Blueprint) -> None:
    found = of(blueprint)
    assert list(found) == list(MEASURES)
    assert found["civilian_harm"] == 0
    assert found["report_to_decide"] is None, "nothing called for a response"
    assert found["posts_held"] is None, "no post was under fire"


def test_the_four_steps_of_a_response_add_up_from_sight_to_scene(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        sighted(60 * MINUTE),
        reported(62 * MINUTE),
        order("order_given", 70 * MINUTE),
        order("order_accepted", 75 * MINUTE),
        order("task_begun", 95 * MINUTE),
    )
    assert steps(found) == [2, 8, 5, 20]


def test_a_step_that_never_came_counts_to_endex(blueprint: Blueprint) -> None:
    found = of(blueprint, sighted(HOUR), reported(2 * HOUR), order("order_given", 3 * HOUR))
    assert steps(found) == [60, 60, 7 * 60, None], "ENDEX is at H+10; nobody accepted, so nobody was on the way"


def test_a_unit_that_stood_there_already_is_the_answer(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        order("order_given", 10 * MINUTE, task="deploy"),
        order("order_accepted", 12 * MINUTE, task="deploy"),
        order("task_begun", 30 * MINUTE, task="deploy"),
        sighted(60 * MINUTE),
        reported(61 * MINUTE),
    )
    assert steps(found) == [1, 0, 0, 0]


def test_a_unit_on_its_way_is_the_answer_too(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        order("order_given", 50 * MINUTE, task="deploy"),
        order("order_accepted", 55 * MINUTE, task="deploy"),
        sighted(60 * MINUTE),
        reported(61 * MINUTE),
        order("task_begun", 70 * MINUTE, task="deploy"),
    )
    assert steps(found) == [1, 0, 0, 10]


def test_a_unit_that_had_left_again_is_not(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        order("order_given", 10 * MINUTE, task="deploy"),
        order("order_accepted", 11 * MINUTE, task="deploy"),
        order("task_begun", 20 * MINUTE, task="deploy"),
        ("unit_moved", 40 * MINUTE, "platoon", {"from": "north", "to": "base", "outside": False}),
        sighted(60 * MINUTE),
        reported(60 * MINUTE),
        order("order_given", 66 * MINUTE),
        order("order_accepted", 67 * MINUTE),
        order("task_begun", 77 * MINUTE),
    )
    assert steps(found) == [0, 6, 1, 10]


def test_an_order_that_is_called_off_counts_until_then(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        sighted(60 * MINUTE),
        reported(60 * MINUTE),
        order("order_given", 70 * MINUTE),
        ("task_dropped", 90 * MINUTE, "platoon", {"task": "protect", "at": "north", "why": "no longer needed"}),
    )
    assert steps(found) == [0, 10, 20, 0]


def test_massing_is_no_contact_and_does_not_count_for_the_steps(blueprint: Blueprint) -> None:
    assert steps(of(blueprint, sighted(HOUR, what="massing"), reported(2 * HOUR, what="massing"))) == [None] * 4


def hurt(at: int, name: str, severity: str, by: str = "perpetrator") -> tuple[Any, ...]:
    return ("person_hurt", at, name, {"at": "camp", "severity": severity, "by": by})


def test_harm_is_counted_in_bands_and_the_killed_as_a_share(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        hurt(HOUR, "a", "dead"),
        ("person_died", HOUR, "a", {"at": "camp", "band": "perpetrator", "after_min": 0}),
        hurt(HOUR, "b", "T2"),
        hurt(HOUR, "c", "T3", by="crush"),
        hurt(HOUR, "d", "T1", by="un_fire"),
        ("person_died", 3 * HOUR, "d", {"at": "camp", "band": "delayed_care", "after_min": 120}),
        ("resident_harmed", HOUR, "flats", {"kind": "sgbv"}),
    )
    assert found["civilian_harm"] == 5
    assert found["civilian_deaths"] == 2
    assert (found["harm_perpetrator"], found["harm_crush"], found["harm_un_fire"]) == (3, 1, 1)
    assert (found["harm_sgbv"], found["harm_delayed_care"]) == (1, 1)
    assert found["killed_share"] == 0.5


def test_ten_one_two_asks_all_three_of_the_severe(blueprint: Blueprint) -> None:
    rows = [hurt(HOUR, name, "T1") for name in "abc"] + [hurt(HOUR, "d", "T2"), hurt(HOUR, "e", "T3")]
    rows += [("aid_given", HOUR + 10 * MINUTE, name, {}) for name in "abd"]
    rows += [("care_begun", HOUR + 60 * MINUTE, name, {}) for name in "acd"]
    rows += [("surgery_begun", HOUR + 120 * MINUTE, "a", {}), ("surgery_begun", HOUR + 121 * MINUTE, "c", {})]
    found = of(blueprint, *rows)
    assert found["first_aid_10"] == 0.75, "a, b and d of the four severe"
    assert found["field_care_60"] == 0.75, "a, c and d"
    assert found["ten_one_two"] == 0.5, "a with all three; d needs no surgery; c came too late, b had no care"


def test_a_breach_stands_open_between_what_opens_and_what_closes_it(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        ("breach_opened", 60 * MINUTE, "north", {}),
        ("breach_blocked", 80 * MINUTE, "north", {}),
        ("breach_unblocked", 100 * MINUTE, "north", {}),
        ("breach_repaired", 110 * MINUTE, "north", {}),
    )
    assert found["breach_open"] == 15, "20 and 10 minutes"


def test_an_intervention_is_effective_from_entry_to_the_end_of_the_harm(blueprint: Blueprint) -> None:
    rows = [
        ("barrier_attacked", 60 * MINUTE, "north", {"by": "armed", "strength": 20}),
        ("group_entered", 80 * MINUTE, "armed", {"at": "camp", "strength": 20}),
    ]
    assert of(blueprint, *rows)["effective_intervention"] == pytest.approx((600 - 80) / 60, abs=0.01)
    stopped = ("intervention_effective", 140 * MINUTE, "camp", {"by": "platoon", "group": "armed"})
    assert of(blueprint, *rows, stopped)["effective_intervention"] == 1


def test_shares_of_posts_steps_and_rules_are_of_what_was_asked(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        ("post_held", HOUR, "north_post_1", {}),
        ("post_abandoned", HOUR, "north_post_2", {}),
        ("force_step_taken", HOUR, "platoon", {"right": True}),
        ("force_step_taken", HOUR, "platoon", {"right": True}),
        ("force_step_taken", HOUR, "platoon", {"right": False}),
        ("rule_done", HOUR, "MIL-1", {}),
        ("rule_late", HOUR, "MIL-2", {}),
    )
    assert found["posts_held"] == 0.5
    assert found["correct_force_steps"] == pytest.approx(2 / 3, abs=0.001)
    assert found["plan_adherence"] == 0.5
