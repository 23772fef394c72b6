"""Measures of a campaign by hand: months of incidents, hours of patrol, force outside the wire, caches."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE
from tests.readers.logs import HOUR, log

DAY, MONTH = 86400, 30 * 86400
MEASURES = ("baseline_month_incidents", "zone_months_incidents", "zone_months_true", "incidents_a_month")


def a_campaign(**more: Any) -> Blueprint:
    """Eight months with robberies; a zone that is declared after forty days."""
    rates = {"robberies": {"kind": "armed_robbery", "rate": "40/month"}}
    return build_of(
        a_scenario(
            clock={"duration": "240 days"},
            perimeter=WIRE,
            units=PLATOON,
            threat={"rates": rates},
            patrols={"walk": {"by": "platoon", "teams": 2, "along": ["north"], "mode": "foot"}},
            **more,
        )
    )


@pytest.fixture(scope="module")
def zoned() -> Blueprint:
    return a_campaign(zone={"around": "site", "loop": "3 km", "declared": "D+40"})


@pytest.fixture(scope="module")
def unzoned() -> Blueprint:
    return a_campaign()


@pytest.fixture(scope="module")
def nothing() -> Blueprint:
    return build_of(a_scenario())


def incident(at: int, kind: str = "incident_reported") -> tuple[Any, ...]:
    return (kind, at, "robberies", {"what": "armed_robbery"})


EDGES = [
    # the month before day 40 is days 10 to 40; the six months after it are days 40 to 220
    (10 * DAY - 1, (0, 0)),
    (10 * DAY, (1, 0)),
    (40 * DAY - 1, (1, 0)),
    (40 * DAY, (0, 1)),
    (220 * DAY - 1, (0, 1)),
    (220 * DAY, (0, 0)),
]


@pytest.mark.parametrize(("at", "expected"), EDGES)
def test_a_month_is_thirty_days_to_the_second(at: int, expected: tuple[int, int], zoned: Blueprint) -> None:
    found = measure(zoned, log(incident(at), end=240 * DAY))
    assert (found["baseline_month_incidents"], found["zone_months_incidents"]) == expected


def test_what_happened_is_counted_apart_from_what_was_reported(zoned: Blueprint) -> None:
    rows = [incident(20 * DAY)] * 3 + [incident(50 * DAY)] * 2 + [incident(50 * DAY, "incident_happened")] * 5
    rows += [("incident_displaced", 60 * DAY, "robberies", {"what": "armed_robbery"})]
    found = measure(zoned, log(*rows, end=240 * DAY))
    assert [found[name] for name in MEASURES] == [3, 2, 5, None]
    assert found["displaced_incidents"] == 1


def test_without_a_zone_the_first_month_is_the_baseline(unzoned: Blueprint) -> None:
    found = measure(unzoned, log(incident(29 * DAY), incident(30 * DAY), incident(209 * DAY), end=240 * DAY))
    assert (found["baseline_month_incidents"], found["zone_months_incidents"]) == (1, 2)


def test_a_campaign_without_background_has_no_months(nothing: Blueprint) -> None:
    found = measure(nothing, log(incident(DAY), end=240 * DAY))
    assert [found[name] for name in (*MEASURES, "displaced_incidents")] == [None] * 5


def test_incidents_a_month_are_the_mean_of_the_months_that_were_counted(zoned: Blueprint) -> None:
    months = [("month_counted", m * MONTH, "zone", {"count": c, "month": m}) for m, c in ((1, 48), (2, 13), (3, 11))]
    assert measure(zoned, log(*months, end=240 * DAY))["incidents_a_month"] == 24


def patrol(teams: int, hours: float, *, outside: bool) -> tuple[Any, ...]:
    data = {"teams": teams, "for_s": int(hours * HOUR), "outside": outside, "mode": "foot"}
    return ("patrol_ended", HOUR, "walk", data)


def test_hours_of_patrol_are_of_each_team(zoned: Blueprint, nothing: Blueprint) -> None:
    rows = [patrol(2, 4, outside=True), patrol(1, 6, outside=False), patrol(3, 0.5, outside=True)]
    found = measure(zoned, log(*rows))
    assert (found["patrol_hours"], found["patrol_hours_outside"]) == (15.5, 9.5)
    assert measure(nothing, log(*rows))["patrol_hours"] is None
    assert measure(zoned, log())["patrol_hours"] == 0


def moved(at: int, *, outside: bool, unit: str = "platoon") -> tuple[Any, ...]:
    return ("unit_moved", at, unit, {"from": "base", "to": "x", "takes_s": 1, "outside": outside})


def ended(at: int, kind: str = "task_done", unit: str = "platoon") -> tuple[Any, ...]:
    return (kind, at, unit, {"task": "deploy", "at": "x", "why": ""})


def test_force_outside_is_a_share_of_tasked_time(zoned: Blueprint) -> None:
    rows = [
        moved(1 * HOUR, outside=True),
        ended(4 * HOUR),
        moved(5 * HOUR, outside=False),
        ended(6 * HOUR, "task_dropped"),
    ]
    assert measure(zoned, log(*rows))["force_outside_share"] == 0.75, "3 hours of 4"
    both = [*rows, patrol(2, 2, outside=False), patrol(1, 2, outside=True)]
    assert measure(zoned, log(*both))["force_outside_share"] == pytest.approx(5 / 10, abs=0.001)
    assert measure(zoned, log())["force_outside_share"] is None


def test_a_move_that_goes_on_counts_from_its_first_step(zoned: Blueprint) -> None:
    """A unit that is sent on before its task is done has been out since it left."""
    rows = [moved(1 * HOUR, outside=True), moved(2 * HOUR, outside=True), ended(5 * HOUR)]
    rows += [moved(5 * HOUR, outside=False, unit="other"), ended(9 * HOUR, unit="other")]
    assert measure(zoned, log(*rows))["force_outside_share"] == 0.5


def test_caches_are_those_that_the_last_search_left(nothing: Blueprint) -> None:
    searched = build_of(a_scenario(search={"of": "camp", "shelters": 700, "caches": 9, "daily_shelters": 30}))
    assert measure(nothing, log())["caches_left"] is None
    assert measure(searched, log())["caches_left"] == 9
    rows = [("search_done", d * HOUR, "camp", {"shelters": 30, "left": 9 - d}) for d in (1, 2)]
    assert measure(searched, log(*rows))["caches_left"] == 7


def test_a_log_may_be_read_from_its_records_alone(zoned: Blueprint) -> None:
    """Readers know events, not engines: a copy of the log gives the same numbers."""
    events = log(incident(20 * DAY), patrol(2, 4, outside=True), end=240 * DAY)
    copies = [LogEvent(*event) for event in events]
    assert measure(zoned, copies) == measure(zoned, events)
