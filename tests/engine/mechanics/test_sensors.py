"""Sensors on the wire: crossings noticed and false alarms against their rates, and what an alarm brings about."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.cases import PLATOON, WIRE
from tests.engine.mechanics.people_cases import DAY, HOUR, assert_poisson, assert_share, engines

FAR = {"north": {**WIRE["north"], "sensors": True, "posts": 0}}
DRILL = {"SAY": {"for": "sensors", "when": "alarm seen", "do": [{"task": "report", "to": "ops"}]}}


def wired(**more: Any) -> dict[str, Any]:
    """A wire with sensors and nobody who looks at it."""
    return a_scenario(
        **merged({"perimeter": FAR, "plan": DRILL, "parameters": {"observation": {"false_alarms": "0/night"}}}, more)
    )


CUT = {
    "groups": {"men": {"strength": 3}},
    "stream": [{"id": "cut", "at": "H+1", "do": "cut", "on": "north"}],
}


def test_a_crossing_is_noticed_as_often_as_the_sheet_says(test_seed: int) -> None:
    """0.8 of them, at once; the post then knows of an alarm, not of a breach."""
    runs, noticed = 500, 0
    for engine in engines(wired(threat=CUT), range(test_seed, test_seed + runs)):
        log = ran(engine)
        seen = [e for e in of_kind(log, "sighted") if e.data["what"] == "alarm"]
        noticed += len(seen)
        assert all(e.at == HOUR for e in seen)
        assert {e.data["what"] for e in of_kind(log, "report_received")} <= {"alarm"}
    assert_share(noticed, runs, 0.8)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_declared_share_is_read(share: float) -> None:
    observation = {"observation": {"sensor_detects": share, "false_alarms": "0/night"}}
    for engine in engines(wired(threat=CUT, parameters=observation), range(10)):
        assert len(of_kind(ran(engine), "sighted")) == share


def test_false_alarms_come_by_night_at_their_rate(test_seed: int) -> None:
    """Two in a night of about twelve hours, by chance; by day none."""
    scenario = wired(clock={"duration": "60 days"}, parameters={"observation": {"false_alarms": "2/night"}})
    nights = count = 0
    for engine in engines(scenario, range(test_seed, test_seed + 8)):
        for event in of_kind(ran(engine), "false_alarm"):
            assert engine._world.daylight.dark_at(event.at)
            count += 1
        sun = engine.blueprint.sun
        nights += sum(b - a for (a, dark), (b, _) in pairwise(sun) if dark and 0 <= a < 60 * DAY)
    assert_poisson(count, 2 * nights / (12 * HOUR))


def test_an_alarm_sends_whoever_is_to_look_though_nobody_is_there() -> None:
    """The watch cannot tell a false alarm from a true one: both are answered."""
    look = {"LOOK": {"for": "reserve", "when": "alarm reported to ops", "do": [{"task": "protect", "at": "alarm"}]}}
    for threat, observation in (
        (CUT, {"sensor_detects": 1, "false_alarms": "0/night"}),
        ({}, {"false_alarms": "50/night"}),
    ):
        clock = {"startex": "2031-03-01T20:00+02:00"}
        scenario = wired(units=PLATOON, plan=look, threat=threat, clock=clock, parameters={"observation": observation})
        log = ran(engine_of(scenario))
        assert "north" in {e.data["at"] for e in of_kind(log, "unit_arrived")}


def test_a_wire_without_sensors_is_silent() -> None:
    bare = {"north": {"sensors": False}}
    log = ran(engine_of(wired(perimeter=bare, threat=CUT, parameters={"observation": {"false_alarms": "9/night"}})))
    assert not of_kind(log, "sighted", "false_alarm")
