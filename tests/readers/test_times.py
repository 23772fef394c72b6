"""Times to an event by hand: a log of a few lines, the seconds a person would write down, and whether it was seen."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.blueprint.model import Blueprint
from simulator.readers.measures import measure
from simulator.readers.responses import Log
from simulator.readers.times import EVENT_TIMES, Wait, times
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE
from tests.readers.logs import HOUR, MINUTE, log
from tests.readers.test_measures import order, reported, sighted

END = 10 * HOUR


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    threat = {
        "groups": {"armed": {"strength": 20}},
        "stream": [{"id": "assault", "at": "H+1", "do": "breach", "by": "armed", "on": "north"}],
    }
    return build_of(a_scenario(perimeter=WIRE, units=PLATOON, threat=threat, clock={"duration": "10 h"}))


def of(blueprint: Blueprint, *rows: tuple[Any, ...]) -> dict[str, Wait]:
    return times(Log(blueprint, log(*rows)))


def hurt(at: int, who: str = "p1", severity: str = "T1") -> tuple[Any, ...]:
    return ("person_hurt", at, who, {"severity": severity, "by": "perpetrator", "at": "camp"})


def test_a_log_in_which_nothing_begins_has_only_the_time_without_harm(blueprint: Blueprint) -> None:
    assert of(blueprint) == {"first_harm": Wait(END, observed=False)}


def test_what_never_comes_is_censored_at_endex(blueprint: Blueprint) -> None:
    found = of(blueprint, sighted(HOUR), ("barrier_attacked", 2 * HOUR, "north", {}))
    assert found["detect_to_report"] == Wait(9 * HOUR, observed=False)
    assert found["detect_to_scene"] == Wait(9 * HOUR, observed=False)
    assert found["breach_to_block"] == Wait(8 * HOUR, observed=False)
    assert "report_to_decide" not in found, "nothing was reported, so nobody was waited for"


def test_the_steps_are_those_of_the_first_incident_and_add_up(blueprint: Blueprint) -> None:
    found = of(
        blueprint,
        sighted(HOUR),
        reported(HOUR + 5 * MINUTE),
        order("order_given", HOUR + 12 * MINUTE),
        order("order_accepted", HOUR + 13 * MINUTE),
        order("task_begun", HOUR + 40 * MINUTE),
        sighted(3 * HOUR, place="camp"),
    )
    steps = [found[n].time_s for n in ("detect_to_report", "report_to_decide", "decide_to_move", "move_to_scene")]
    assert steps == [5 * MINUTE, 7 * MINUTE, MINUTE, 27 * MINUTE]
    assert all(found[n].observed for n in ("detect_to_report", "move_to_scene", "detect_to_scene"))
    assert found["detect_to_scene"].time_s == sum(steps)


def test_the_first_assault_counts_and_not_the_mean_of_all(blueprint: Blueprint) -> None:
    rows = (
        ("barrier_attacked", HOUR, "north", {}),
        ("breach_blocked", HOUR + 10 * MINUTE, "north", {}),
        ("barrier_attacked", 4 * HOUR, "north", {}),
    )
    assert of(blueprint, *rows)["breach_to_block"] == Wait(10 * MINUTE, observed=True)
    assert measure(blueprint, log(*rows))["breach_to_block"] == (10 + 360) / 2


def test_an_assault_that_is_beaten_is_over(blueprint: Blueprint) -> None:
    rows = (("barrier_attacked", HOUR, "north", {}), ("group_deterred", HOUR + 60, "armed", {"at": "north"}))
    assert of(blueprint, *rows)["breach_to_block"] == Wait(60, observed=True)


def test_effective_intervention_is_counted_from_the_first_entry_by_force(blueprint: Blueprint) -> None:
    entry = ("group_entered", 2 * HOUR, "armed", {"at": "camp"})
    stopped = ("intervention_effective", 3 * HOUR, "camp", {})
    assert "effective_intervention" not in of(blueprint, entry, stopped), "nobody broke through a wire"
    attacked = ("barrier_attacked", HOUR, "north", {})
    assert of(blueprint, attacked, entry, stopped)["effective_intervention"] == Wait(HOUR, observed=True)
    assert of(blueprint, attacked, entry)["effective_intervention"] == Wait(8 * HOUR, observed=False)


def test_the_time_without_harm_ends_with_the_first_person_hurt(blueprint: Blueprint) -> None:
    assert of(blueprint, hurt(3 * HOUR), hurt(2 * HOUR))["first_harm"] == Wait(2 * HOUR, observed=True)


def test_aid_is_counted_for_the_first_severe_casualty(blueprint: Blueprint) -> None:
    rows = (hurt(HOUR, "slight", "T3"), hurt(2 * HOUR, "first"), hurt(2 * HOUR + 60, "second"))
    other = ("aid_given", 2 * HOUR + 120, "second", {})
    assert of(blueprint, *rows, other)["first_aid"] == Wait(8 * HOUR, observed=False)
    care = ("care_begun", 2 * HOUR + 300, "first", {})
    assert of(blueprint, *rows, other, care)["first_aid"] == Wait(300, observed=True)


def test_every_time_says_from_what_to_what_it_is_counted() -> None:
    assert len(EVENT_TIMES) >= 8
    assert all(about.startswith("from ") for about in EVENT_TIMES.values())
