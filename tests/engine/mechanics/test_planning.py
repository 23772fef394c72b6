"""Planning: the closed form of what a plan is worth, worked out by hand, and that it is what happens (C03)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_scenario, build_of, merged, of_kind, ran, world_of
from tests.engine.cases import told
from tests.engine.mechanics.people_cases import assert_share, engines, kinds

GOOD: dict[str, Any] = {
    "components": ["military", "police", "security", "civilian"],
    "age": "365 days",
    "rehearsed": 2,
    "last": "180 days",
    "branches": ["second_way"],
}
"""half of it is out of date, three quarters were learnt and half of that is gone: (1 * 0.5 * 0.375)^(1/3)"""
KNOWN = 0.1875 ** (1 / 3)


def planned(planning: dict[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    least: dict[str, Any] = {
        "units": {"platoon": {"type": "platoon", "at": "base"}},
        "plan": {"GO": {"for": "platoon", "when": "warning reported to ops", "do": [{"task": "deploy", "at": "camp"}]}},
        "msel": [told("H+1", "warning", "camp")],
    }
    if planning is not None:
        least["planning"] = planning
    return a_scenario(**merged(least, sections))


def test_what_is_known_by_hand() -> None:
    planning = world_of(planned(GOOD)).planning
    assert planning.known == pytest.approx(KNOWN)
    assert planning.adherence == pytest.approx(0.2 + 0.8 * KNOWN)
    assert planning.chance("second_way") == pytest.approx(KNOWN)
    assert planning.chance("turn_back") == 0.15, "it is not in the plan"


def test_coherence_counts_the_components_that_are_there() -> None:
    """Four have a seat in the operations room; without the police's there are three."""
    half = {**GOOD, "components": ["military", "police"]}
    assert build_of(planned(half)).planning.coherence == 0.5
    three = planned(
        {**GOOD, "components": ["military", "civilian"]},
        command={"ops": {"integrates": ["military", "security", "civilian"]}},
    )
    assert build_of(three).planning.coherence == pytest.approx(2 / 3)


def test_a_plan_that_nobody_practised_is_no_better_than_none() -> None:
    planning = world_of(planned({**GOOD, "rehearsed": 0})).planning
    assert (planning.known, planning.adherence, planning.chance("second_way")) == (0.0, 0.2, 0.15)


@pytest.mark.parametrize(
    "better",
    [
        {"components": ["military"]},
        {"age": "730 days"},
        {"rehearsed": 1},
        {"last": "360 days"},
    ],
)
def test_each_part_makes_it_better(better: dict[str, Any]) -> None:
    worse, good = world_of(planned({**GOOD, **better})).planning, world_of(planned(GOOD)).planning
    assert worse.known < good.known
    assert worse.adherence < good.adherence


def test_rules_are_looked_up_as_often_as_they_are_not_known_and_that_costs_time(test_seed: int) -> None:
    runs, found = 250, 0
    for engine in engines(
        planned(GOOD, parameters={"planning": {"looks_up": "10 min"}, "command": {"integrated": "1 min"}}),
        range(test_seed, test_seed + runs),
    ):
        log = ran(engine)
        looked = of_kind(log, "plan_looked_up")
        found += len(looked)
        wait = of_kind(log, "order_given")[0].at - of_kind(log, "rule_fired")[0].at
        assert (wait >= 600) == bool(looked)
    assert_share(found, runs, 1 - (0.2 + 0.8 * KNOWN))


def test_without_the_section_nothing_is_looked_up_and_every_branch_is_known() -> None:
    world = world_of(planned())
    assert (world.planning.known, world.planning.adherence, world.planning.chance("turn_back")) == (1.0, 1.0, 1.0)
    assert all("plan_looked_up" not in kinds(ran(engine)) for engine in engines(planned(), range(5)))
