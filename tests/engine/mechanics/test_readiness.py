"""Readiness over months: learning and fading in closed form, tests and plans by hand, needs against Erlang."""

from __future__ import annotations

from itertools import pairwise
from math import log, sqrt
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import build_of, of_kind, world_of
from tests.engine.mechanics.readiness_cases import DAY, at_once, months, run

FADES = 100  # days until what was learnt above the floor is halved


def measured(scenario: dict[str, Any], events: list[LogEvent], name: str) -> float:
    found = measure(build_of(scenario), events)[name]
    assert found is not None
    return found


def fold(scenario: dict[str, Any], name: str, seed: int = 1) -> float:
    return measured(scenario, run(scenario, seed), name)


# proficiency


def test_what_is_learnt_fades_by_half_in_a_half_life_and_its_mean_is_the_integral() -> None:
    expected = 0.2 + 0.6 * 0.5 / log(2)  # the mean of 0.2 + 0.6 * 2 ** (-t / h) over one half-life
    assert fold(months(FADES), "proficiency_mean") == pytest.approx(expected, abs=1e-3)


def test_an_exercise_gives_its_part_of_what_is_missing() -> None:
    """After one half-life 0.8 is 0.5; a rehearsal gives a fifth of the missing half."""
    held = {"drill": {"kind": "rehearsal", "at": "D+100"}}
    (event,) = of_kind(run(months(110, readiness={"exercises": held})), "exercise_held")
    assert (event.data["was"], event.data["now"]) == (500, 600)


def test_regular_exercises_lead_to_the_fixed_point_of_fading_and_learning() -> None:
    """p = g + (1 - g) (f + (p - f) q), solved for p, with q = 2 ** (-1 / 2) every fifty days."""
    g, f, q = 0.3, 0.2, 0.5**0.5
    expected = (g + (1 - g) * f * (1 - q)) / (1 - (1 - g) * q)
    held = {"drill": {"kind": "scenario_training", "at": "D+50", "every": "50 days", "times": 7}}
    last = of_kind(run(months(360, readiness={"exercises": held})), "exercise_held")[-1]
    assert last.data["now"] / 1000 == pytest.approx(expected, abs=0.01)


def test_readiness_stands_for_rehearsal_and_the_commander_counts_for_his_part() -> None:
    world = world_of(months(readiness={"contingents": {"c1": {"commander": "50 %"}}}))
    assert world.readiness.rehearsed(world.contingents["c1"]) == pytest.approx(0.8 * (1 - 0.4 * 0.5))
    assert world.readiness.rehearsed(None) == pytest.approx(0.8 * 0.8)


def test_without_the_section_rehearsal_is_what_the_file_says() -> None:
    world = world_of({**months(), "readiness": None} | {"contingents": {"c1": {"strength": 9, "rehearsal": "30 %"}}})
    assert world.readiness.rehearsed(world.contingents["c1"]) == 0.3
    assert world.readiness.marks() == ()


# induction


def inducts(count: int) -> dict[str, Any]:
    steps = [{"task": "induct", "at": f"seat_c{n + 1}", "within": "60 days"} for n in range(count)]
    return {"ALL": at_once("time >= D+0", *steps)}


def test_six_battalions_and_two_teams_take_three_courses() -> None:
    given = {"teams": 2, "trainers": 7}  # seven trainers are two teams of three
    scenario = months(84, 6, readiness=given, plan=inducts(6))
    events = run(scenario)
    assert [round(e.at / DAY) for e in of_kind(events, "induction_done")] == [14, 14, 28, 28, 42, 42]
    covered = 2 * (84 - 14 + 84 - 28 + 84 - 42) / (84 * 6)
    assert measured(scenario, events, "training_coverage") == pytest.approx(covered, abs=1e-3)


def test_without_trainers_nobody_is_inducted_until_trainers_are_made() -> None:
    given = {"teams": 2, "trainers": 2, "trainers_course": "D+10", "trainers_made": 1}
    events = run(months(60, 2, readiness=given, plan=inducts(2)))
    assert [round(e.at / DAY) for e in of_kind(events, "induction_done")] == [24, 38]


def test_who_comes_in_a_relief_has_not_been_here() -> None:
    given = {"trainers": 3, "contingents": {"c1": {"rotates": "D+50", "successor": "30 %"}}}
    scenario = months(100, readiness=given, plan=inducts(1))
    events = run(scenario)
    assert [e.data["now"] for e in of_kind(events, "contingent_rotated")] == [300]
    assert measured(scenario, events, "training_coverage") == pytest.approx((50 - 14) / 100, abs=1e-3)


# the ledger


def test_a_weak_contingent_fails_its_tests_and_the_ledger_counts_them() -> None:
    """0.8 led at 0.2 is 0.8 * 0.68 = 0.54 at STARTEX, below 0.55; every test of it is failed."""
    given = {"tests_every": "30 days", "contingents": {"c1": {"commander": "20 %"}}}
    events = run(months(100, readiness=given))
    assert [e.data["passed"] for e in of_kind(events, "readiness_tested")] == [0, 0, 0]
    assert [e.data["count"] for e in of_kind(events, "failure_noted")] == [1, 2, 3]


def test_a_commander_who_is_sent_home_leaves_a_gap_and_then_somebody_better() -> None:
    home = {"HOME": at_once("time >= D+10", {"task": "repatriate_commander", "at": "seat_c1"})}
    given = {"tests_every": "5 days", "contingents": {"c1": {"commander": "70 %"}}}
    events = run(months(42, readiness=given, plan=home))
    results = {round(e.at / DAY): e.data["result"] / 100 for e in of_kind(events, "readiness_tested")}
    for day, quality in ((5, 0.7), (15, 0.5), (25, 0.5), (35, 0.9), (40, 0.9)):
        learnt = 0.2 + 0.6 * 0.5 ** (day / FADES)
        assert results[day] == pytest.approx(learnt * (0.6 + 0.4 * quality), abs=0.006)


# the plan

FAR = {"far": {"kind": "place", "at": [0, 64_000]}}
SECOND = {"platoon": {"type": "platoon", "of": "c1", "at": "base"}}
PLAN = {
    "GOOD": at_once("need reported to ops", {"task": "answer", "at": "need", "within": "12 h"}, **{"for": "platoon"}),
    "TIMELESS": at_once("rotation reported to ops", {"task": "induct", "at": "rotation"}),
    "NOBODY": at_once("time >= D+300", {"task": "block", "at": "far", "within": "9 h"}),
    "FAR": at_once("time >= D+300", {"task": "guard", "at": "far", "within": "30 min"}, **{"for": "platoon"}),
}


def plan_of(days: int, **readiness: Any) -> dict[str, Any]:
    nameless = at_once("rotation reported to ops", {"task": "induct", "at": "rotation", "within": "9 days"})
    del nameless["authority"]
    return months(days, places=FAR, units=SECOND, plan={**PLAN, "NAMELESS": nameless}, readiness=readiness)


def test_a_reader_finds_each_defect_of_a_plan_and_none_in_a_good_rule() -> None:
    found = {name: what for name, what in world_of(plan_of(10)).validity.defects.items() if what}
    assert found == {
        "TIMELESS": ["it says no time"],
        "NOBODY": ["nobody whom it names can do it"],
        "FAR": ["nobody can be there in its time"],
        "NAMELESS": ["it says nobody who may order it"],
    }


def test_a_plan_that_nobody_practises_is_known_for_so_long() -> None:
    """A good rule, practised sixty days before STARTEX and known for 120 days, in a run of a hundred."""
    scenario = months(100, units=SECOND, plan={"GOOD": PLAN["GOOD"]}, readiness={"plan_age": "60 days"})
    assert fold(scenario, "plan_valid_share") == pytest.approx(0.6, abs=1e-3)
    scenario["readiness"]["exercises"] = {"table": {"kind": "tabletop", "at": "D+80"}}
    assert fold(scenario, "plan_valid_share") == pytest.approx(0.8, abs=1e-3)


def test_a_validated_plan_is_mended_and_costs_nothing_more() -> None:
    rules = {
        "TIMELESS": PLAN["TIMELESS"],
        "SEND": at_once("time >= D+1", {"task": "validate", "within": "9 days"}),
    }
    given = {"contingents": {"c1": {"rotates": "D+5"}, "c2": {"rotates": "D+60"}}}
    events = run(months(100, 2, plan=rules, readiness=given))
    assert [(e.subject, e.data["takes_s"]) for e in of_kind(events, "plan_improvised")] == [("TIMELESS", 3 * 3600)]
    assert [round(e.at / DAY) for e in of_kind(events, "plan_defect_mended")] == [31]


# needs


def loss(servers: int, load: float) -> float:
    """Erlang's formula: the share that finds every server busy, by its recursion."""
    share = 1.0
    for n in range(1, servers + 1):
        share = load * share / (n + load * share)
    return share


def asked(companies: int) -> dict[str, Any]:
    """Two calls a day in all, each of which keeps a unit for a day, and none of which can wait."""
    spots = {f"spot_{n}": {"kind": "place", "at": [0, -1000]} for n in range(100)}
    return months(
        200,
        places=spots,
        contingents={"c1": {"language_error": "0 %"}},
        channels={"radio": {"delay": "0 s"}},
        command={"ops": {"handling": "0 s"}},
        unit_types={"platoon": {"notice": "0 s"}},
        units={f"unit_{n}": {"type": "platoon", "of": "c1", "at": "base"} for n in range(companies)},
        parameters={"movement": {"muster": "0 s", "react": "0 s"}, "validity": {"fresh": "300 days"}},
        readiness={"needs": {n: {"at": n, "rate": "0.6/month", "within": "10 min"} for n in spots}},
        plan={
            "GO": at_once(
                "need reported to ops",
                {"task": "answer", "at": "need", "within": "10 min"},
                {"task": "guard", "for": "1 day"},
                {"task": "return"},
                **{"for": "reserve", "again": True},
            )
        },
    )


def test_calls_that_find_nobody_are_those_of_erlang_and_one_more_unit_is_worth_less_each_time(test_seed: int) -> None:
    met, count = [], 400
    for companies in (1, 2, 3, 4):
        scenario = asked(companies)
        share = fold(scenario, "answered_in_time", test_seed)
        expected = 1 - loss(companies, 2.0)
        assert abs(share - expected) < 4 * sqrt(expected * (1 - expected) / count) + 0.02, (test_seed, companies)
        met.append(share)
    gains = [b - a for a, b in pairwise(met)]
    assert gains[0] > gains[1] > gains[2] > 0


def test_the_share_of_right_steps_is_that_of_readiness() -> None:
    """0.8 at first, and no forgetting to speak of: 1 - 0.7 * 0.2 are right."""
    scenario = asked(6)
    scenario["parameters"]["readiness"] = {**scenario["parameters"]["readiness"], "half_life": "100000 days"}
    answered = of_kind(run(scenario, 4), "need_answered")
    right = sum(e.data["right"] for e in answered) / len(answered)
    assert abs(right - 0.86) < 4 * sqrt(0.86 * 0.14 / len(answered))
