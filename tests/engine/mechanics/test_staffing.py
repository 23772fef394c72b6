"""Staffing: convening, fatigue and plans that collide, by hand, and that it is what happens (C40, C42, C19)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_scenario, build_of, merged, of_kind, ran, world_of
from tests.engine.cases import told
from tests.engine.mechanics.people_cases import assert_share, engines, kinds

HOUR = 3600


def staffed(staffing: dict[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    least: dict[str, Any] = {
        "units": {"platoon": {"type": "platoon", "at": "base"}},
        "plan": {"GO": {"for": "platoon", "when": "warning reported to ops", "do": [{"task": "deploy", "at": "camp"}]}},
        "msel": [told("H+1", "warning", "camp")],
    }
    if staffing is not None:
        least["staffing"] = staffing
    return a_scenario(**merged(least, sections))


def test_the_same_people_lose_a_tenth_in_each_twelve_hours_beyond_twelve() -> None:
    """Up for 12 h when it begins, and without sleep: after 12 h more a tenth is gone, after 48 h four tenths."""
    world = world_of(
        staffed({"shifts": 1}, parameters={"staffing": {"awake_before": "12 h", "sleeps": "0", "repays": 1}})
    )
    found = [world.staffing.performance(hours * HOUR) for hours in (0, 12, 24, 48)]
    assert found == pytest.approx([1.0, 0.9, 0.8, 0.6])


def test_snatched_sleep_pays_back_two_hours_for_one() -> None:
    """Four hours a day: 20 awake less 8 that are repaid, 12 h more in each day."""
    world = world_of(staffed({"shifts": 1}, parameters={"staffing": {"sleeps": str(1 / 6), "awake_before": "4 h"}}))
    assert [world.staffing.awake(d * 24 * HOUR) / HOUR for d in (0, 1, 4)] == pytest.approx([4, 16, 52], abs=0.1)


def test_teams_that_take_turns_begin_anew() -> None:
    staffing = world_of(staffed({"shifts": 2})).staffing
    assert [staffing.awake(h * HOUR) / HOUR for h in (0, 11, 12, 25)] == [4, 15, 4, 5]


def test_stress_weighs_after_the_first_contact_unless_there_is_counselling() -> None:
    plain, helped = (world_of(staffed({"shifts": 1, "counselling": c})) for c in ("no", "yes"))
    for world in (plain, helped):
        world.commanding.contact_at = 20 * HOUR
    day = 96 * HOUR
    lost = 1 - helped.staffing.performance(day)
    assert 1 - plain.staffing.performance(day) == pytest.approx(1.5 * lost)
    assert plain.staffing.performance(20 * HOUR - 1) == helped.staffing.performance(20 * HOUR - 1)


@pytest.mark.parametrize(("leaders", "minutes"), [("100 %", 30), ("0 %", 60), ("50 %", 45)])
def test_a_crisis_team_sits_at_the_middle_of_both_times(leaders: str, minutes: float) -> None:
    fixed = {"staffing": {"prepared": "30 min", "unprepared": "60 min"}}
    world = world_of(staffed({"leaders": leaders}, parameters=fixed))
    assert world.staffing.convening(0.5) == pytest.approx(minutes * 60)


def test_plans_collide_with_each_component_that_was_not_there() -> None:
    """Military and police have units here: 0.15 for the one other, and nothing where they planned together."""
    two = {
        "units": {"officers": {"type": "officers", "at": "base"}},
        "unit_types": {"officers": {"component": "police", "notice": "5 min"}},
    }
    alone = world_of(staffed({"planning_group": []}, **two)).staffing
    assert alone.collides("military") == pytest.approx(0.15)
    assert alone.collides("") == pytest.approx(1 - 0.85**2)
    assert world_of(staffed({"planning_group": ["military", "police"]}, **two)).staffing.collides("military") == 0
    assert build_of(staffed({"planning_group": ["police"]}, **two)).staffing.apart["military"] == ("police",)


def test_orders_collide_as_often_as_that_and_wait(test_seed: int) -> None:
    two = {
        "units": {"officers": {"type": "officers", "at": "base"}},
        "unit_types": {"officers": {"component": "police", "notice": "5 min"}},
        "parameters": {"staffing": {"claims": "0.5", "sorted_out": "30 min"}, "command": {"integrated": "1 min"}},
    }
    runs, found = 200, 0
    for engine in engines(staffed({"planning_group": []}, **two), range(test_seed, test_seed + runs)):
        log = ran(engine)
        hit = of_kind(log, "plans_collided")
        found += len(hit)
        wait = of_kind(log, "order_given")[0].at - of_kind(log, "rule_fired")[0].at
        assert (wait >= 1800) == bool(hit)
    assert_share(found, runs, 1 - 0.5**2)


def crisis(leaders: str) -> dict[str, Any]:
    return staffed(
        {"leaders": leaders},
        command={"cmt": {"kind": "cmt"}},
        roles={"head": {"post": "cmt"}},
        plan={"GO": None},
        decisions={
            "who": {
                "when": "time > H+1",
                "asks": "head",
                "options": {"one": "One of us leads", "each": "Each for itself"},
                "deadline": "50 min",
                "default": "each",
                "model": {"choose": {"one": 1}, "after": "5 min"},
            }
        },
        parameters={"staffing": {"prepared": "30 min", "unprepared": "60 min"}},
    )


def test_a_team_that_sits_too_late_gets_the_default() -> None:
    scenario = crisis("100 %")
    scenario["plan"].pop("GO")
    good = ran(next(iter(engines(scenario, [1]))))
    assert [(e.data["option"], e.data["after_s"]) for e in of_kind(good, "decision_taken")] == [("one", 35 * 60)]
    scenario = crisis("0 %")
    scenario["plan"].pop("GO")
    late = ran(next(iter(engines(scenario, [1]))))
    assert [e.data["option"] for e in of_kind(late, "decision_defaulted")] == ["each"]
    called = of_kind(late, "team_called")[0]
    assert of_kind(late, "decision_defaulted")[0].cause == called.seq


@pytest.mark.parametrize("kind", ["ioc", "cmt"])
def test_what_others_do_for_a_team_that_had_to_be_called_is_done_in_time(kind: str) -> None:
    scenario = staffed(
        {"leaders": "100 %"},
        command={"ops": {"kind": kind}},
        plan={"GO": {"do": [{"task": "broadcast", "within": "5 h"}]}},
    )
    log = ran(next(iter(engines(scenario, [1]))))
    assert len(of_kind(log, "team_called")) == (kind == "cmt")
    assert len(of_kind(log, "broadcast_sent")) == 1
    assert len(of_kind(log, "rule_done")) == 1
    assert not of_kind(log, "rule_late")


def test_without_the_section_nobody_tires_and_nothing_collides() -> None:
    world = world_of(staffed())
    assert (world.staffing.performance(10**6), world.staffing.collides("military"), world.staffing.slows()) == (1, 0, 1)
    for engine in engines(staffed(), range(5)):
        assert not {"team_called", "plans_collided", "order_mistaken"} & set(kinds(ran(engine)))
