"""Patrol against closed forms: what a team disturbs, and revisit L / (n v), about 90 and 23 min on 4.6 km.

Domain sheet, section 3, "One foot team revisit; four teams", "Foot patrol / march", "Fatigue".
"""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from simulator.engine.world import World
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import HOUR, MINUTE, assert_share, engines

SPEED = 3 / 3.6
"""domain sheet: a foot patrol walks 3 km/h, in metres a second"""
LOOP = 4600.0
"""domain sheet: the loop around a site, in metres"""

PLATOON = {"platoon": {"type": "platoon", "at": "base"}}


def patrolling(**more: Any) -> dict[str, Any]:
    """A scenario with one patrol outside the wire on a loop of 4.6 km."""
    walk = {"by": "platoon", "teams": 1, "loop": "4.6 km", "outside": True, **more.pop("walk", {})}
    return a_scenario(**merged({"units": PLATOON, "patrols": {"walk": walk}}, more))


def passes(world: World, place: float, count: int) -> list[int]:
    """The next times at which a team comes past a place of the loop."""
    found, now = [], world.now
    rounds = [r for r in world.patrol.rounds.values() if r.out]
    while len(found) < count:
        now += max(1, round(min(r.next_pass(place, now) for r in rounds)))
        found.append(now)
        now += 1
    return found


# revisit


@pytest.mark.parametrize(
    ("teams", "loop", "speed", "sheet"),
    [
        (1, "4.6 km", None, 90),
        (4, "4.6 km", None, 23),
        (2, "4.6 km", None, None),
        (3, "9 km", None, None),
        (1, "6 km", "4 km/h", None),
    ],
)
def test_a_place_is_passed_every_loop_over_teams_times_speed(
    teams: int, loop: str, speed: str | None, sheet: int | None
) -> None:
    """Closed form L / (n v); the sheet rounds 92 to about 90 for one team and gives 23 for four."""
    parameters = {"movement": {"patrol_foot": speed}} if speed else {}
    world = world_of(patrolling(walk={"teams": teams, "loop": loop}, parameters=parameters))
    world.clock.advance(MINUTE)
    metres, kmh = float(loop.split()[0]) * 1000, float((speed or "3 km/h").split()[0])
    expected = metres / (kmh / 3.6) / teams
    gaps = [b - a for a, b in pairwise(passes(world, 1234.0, 4 * teams + 1))]
    assert all(gap == pytest.approx(expected, abs=2) for gap in gaps)
    if sheet:
        assert expected / MINUTE == pytest.approx(sheet, rel=0.03)


def test_a_vehicle_patrol_comes_by_every_23_minutes_alone() -> None:
    """4.6 km at 12 km/h."""
    world = world_of(patrolling(walk={"mode": "vehicle"}))
    world.clock.advance(MINUTE)
    first, second = passes(world, 0.5 * LOOP, 2)
    assert (second - first) / MINUTE == pytest.approx(23, abs=0.1)


def test_two_patrols_of_one_loop_share_it_evenly() -> None:
    """Two units of two teams each: together they come by every 23 minutes, like one of four."""
    other = {"other": {"by": "second", "teams": 2, "loop": "4.6 km", "outside": True}}
    units = {**PLATOON, "second": {"type": "platoon", "at": "base"}}
    world = world_of(patrolling(walk={"teams": 2}, units=units, patrols=other))
    world.clock.advance(MINUTE)
    gaps = [b - a for a, b in pairwise(passes(world, 777.0, 9))]
    assert all(gap == pytest.approx(23 * MINUTE, abs=2) for gap in gaps)


# what is disturbed


def disturbed_share(world: World, *, night: bool, count: int, seed: int) -> int:
    """Of offences at random places, those that the patrol disturbs."""
    rng = random.Random(seed)
    return sum(world.patrol.disturbs(rng.random(), night=night)[0] for _ in range(count))


def covered(teams: int, reach: float, opportunity: float) -> float:
    """Share of the loop within ``reach`` behind a team, or before it as far as it walks in the offender's time."""
    spacing = LOOP / teams
    return min(1.0, (reach + max(reach, SPEED * opportunity)) / spacing)


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("teams", [1, 4])
def test_offences_are_disturbed_as_often_as_a_team_is_near_or_soon_there(
    teams: int, night: bool, test_seed: int
) -> None:
    """Sight 120 m by day, 40 m by night; an offender needs 15 min: (sight + 3 km/h x 15 min) / spacing."""
    world = world_of(patrolling(walk={"teams": teams}))
    world.clock.advance(MINUTE)
    count = 4000
    found = disturbed_share(world, night=night, count=count, seed=test_seed)
    assert_share(found, count, covered(teams, 40 if night else 120, 900))


def test_without_sight_four_teams_leave_the_thirty_five_per_cent_of_the_sheet(test_seed: int) -> None:
    """Domain sheet: patrol multiplier 0.35; opportunity 15 min over revisit 23 min leaves 1 - 15/23 = 0.348."""
    world = world_of(
        patrolling(walk={"teams": 4}, parameters={"patrol": {"sight_day": "0.001 m", "sight_night": "0.001 m"}})
    )
    world.clock.advance(MINUTE)
    found = disturbed_share(world, night=False, count=4000, seed=test_seed)
    assert_share(found, 4000, 15 / 23)
    assert_share(4000 - found, 4000, 0.35)


def test_a_patrol_along_the_wire_disturbs_nobody_in_the_belt(test_seed: int) -> None:
    """Only teams outside the wire are seen by an offender outside it."""
    world = world_of(patrolling(walk={"teams": 10, "outside": False}))
    world.clock.advance(MINUTE)
    assert disturbed_share(world, night=False, count=200, seed=test_seed) == 0


# shifts


def test_shifts_follow_each_other_and_begin_up_to_ten_minutes_late() -> None:
    log = ran(engine_of(patrolling(clock={"duration": "10 days"})))
    began = [event.at for event in of_kind(log, "patrol_began")]
    late = [at % (4 * HOUR) for at in began[1:]]
    assert began[0] == 0
    assert len(began) in (60, 61)
    assert min(late) >= 0
    assert max(late) <= 10 * MINUTE
    assert sum(late) / len(late) / MINUTE == pytest.approx(5, abs=4 * 10 / (12 * 59) ** 0.5)
    assert [event.at % (4 * HOUR) for event in of_kind(log, "patrol_ended")] == [0] * 60


@pytest.mark.parametrize(("hours", "share"), [("day", 0.5), ("night", 0.5), ("day and night", 1.0)])
def test_patrols_go_out_by_day_or_by_night_as_they_say(hours: str, share: float) -> None:
    """At 5 degrees north day and night are near 12 h each; a shift belongs to the light of its middle."""
    engine = engine_of(patrolling(walk={"hours": hours}, clock={"duration": "6 days"}))
    log = ran(engine)
    began = of_kind(log, "patrol_began")
    assert len(began) == pytest.approx(36 * share, abs=2)
    if hours != "day and night":
        assert {engine._world.daylight.dark_at(e.at + 2 * HOUR) for e in began} == {hours == "night"}


def test_a_caveat_against_the_night_on_foot_keeps_the_patrol_in_and_says_so() -> None:
    contingents = {"contingent_a": {"caveats": ["no_night_dismounted"]}}
    scenario = patrolling(
        contingents=contingents,
        unit_types={"platoon": {"mobility": "foot"}},
        units={"platoon": {"of": "contingent_a"}},
        clock={"duration": "3 days"},
    )
    log = ran(engine_of(scenario))
    refused = of_kind(log, "patrol_refused")
    assert refused
    assert {event.data["why"] for event in refused} == {"no night dismounted"}
    assert len(of_kind(log, "patrol_began")) == pytest.approx(9, abs=1)


def test_the_caveat_against_the_night_on_foot_holds_for_men_who_have_vehicles_but_walk() -> None:
    """What counts is that the patrol is dismounted, not what the unit could ride in."""
    contingents = {"contingent_a": {"caveats": ["no_night_dismounted"]}}
    base = {"contingents": contingents, "units": {"platoon": {"of": "contingent_a"}}, "clock": {"duration": "2 days"}}
    assert of_kind(ran(engine_of(patrolling(**base))), "patrol_refused")
    assert not of_kind(ran(engine_of(patrolling(**base, walk={"mode": "vehicle"}))), "patrol_refused")


def test_a_unit_that_may_not_leave_the_base_patrols_only_within() -> None:
    caveat = {"units": {"platoon": {"caveats": ["no_outside_base"]}}}
    assert not of_kind(ran(engine_of(patrolling(**caveat))), "patrol_began")
    assert of_kind(ran(engine_of(patrolling(**caveat, walk={"outside": False}))), "patrol_began")


def test_a_unit_that_is_committed_elsewhere_sends_no_patrol() -> None:
    inject = {
        "id": "lent", "at": "H+1", "type": "contextual", "text": "lent",
        "effects": [{"unit": "platoon", "busy_for": "10 h"}],
    }  # fmt: skip
    log = ran(engine_of(patrolling(msel=[inject], clock={"duration": "24 h"})))
    refused = of_kind(log, "patrol_refused")
    assert [event.data["why"] for event in refused] == ["committed elsewhere"]
    assert not [e for e in of_kind(log, "patrol_began") if 4 * HOUR <= e.at < 12 * HOUR]
    assert [e for e in of_kind(log, "patrol_began") if e.at >= 12 * HOUR]


# fatigue


@pytest.mark.parametrize(("shift", "worth"), [("12 h", 1.0), ("24 h", 0.9), ("36 h", 0.8)])
def test_a_team_does_a_tenth_less_for_each_twelve_hours_beyond_twelve(shift: str, worth: float, test_seed: int) -> None:
    """Domain sheet, Fatigue: it disturbs as a team that an offender needs to outlast only so long."""
    world = world_of(patrolling(walk={"shift": shift, "teams": 4}))
    world.clock.advance(MINUTE)
    found = disturbed_share(world, night=False, count=6000, seed=test_seed)
    assert_share(found, 6000, covered(4, 120, 900 * worth))
    assert world.patrol.rounds["walk"].worth == pytest.approx(worth)


# K12


def hours_of(duration: str, **walk: Any) -> float | None:
    engine = engine_of(
        patrolling(walk=walk, clock={"duration": duration}, parameters={"patrol": {"jitter": "0-0 min"}})
    )
    return measure(engine.blueprint, ran(engine))["patrol_hours"]


def test_patrol_hours_are_teams_times_hours() -> None:
    """K12: three teams over two whole days by shifts without delay are 144 team-hours."""
    assert hours_of("2 days", teams=3) == pytest.approx(144)


def test_a_night_without_patrol_counts_no_hours() -> None:
    assert hours_of("2 days", teams=3, hours="day") == pytest.approx(72, abs=12.1)


def test_patrols_outside_are_counted_apart() -> None:
    engine = engine_of(
        patrolling(
            patrols={"inner": {"by": "platoon", "teams": 2, "loop": "1 km"}},
            parameters={"patrol": {"jitter": "0-0 min"}},
        )
    )
    found = measure(engine.blueprint, ran(engine))
    assert found["patrol_hours"] == pytest.approx(24)
    assert found["patrol_hours_outside"] == pytest.approx(8)


def test_a_patrol_that_is_out_at_endex_counts_to_endex() -> None:
    """K12: three teams over 6 h are 18 team-hours, though the second shift of 4 h is not over."""
    assert hours_of("6 h", teams=3) == pytest.approx(18)


# content and parameters


def test_without_patrols_nothing_of_patrols_is_in_the_log_or_the_measures() -> None:
    engine = engine_of(a_scenario(units=PLATOON))
    log = ran(engine)
    assert not of_kind(log, "patrol_began", "patrol_ended", "patrol_refused")
    assert measure(engine.blueprint, log)["patrol_hours"] is None


def test_a_patrol_of_no_teams_never_goes_out() -> None:
    assert not of_kind(ran(engine_of(patrolling(walk={"teams": 0}))), "patrol_began")


def test_a_patrol_begins_when_it_says() -> None:
    log = ran(engine_of(patrolling(walk={"begins": "H+2"})))
    assert of_kind(log, "patrol_began")[0].at == 2 * HOUR


@pytest.mark.parametrize(
    ("name", "more"),
    [("opportunity", "30 min"), ("sight_day", "400 m")],
)
def test_more_time_or_sight_disturbs_more(name: str, more: str, test_seed: int) -> None:
    counts = []
    for parameters in ({}, {"patrol": {name: more}}):
        world = world_of(patrolling(walk={"teams": 1}, parameters=parameters))
        world.clock.advance(MINUTE)
        counts.append(disturbed_share(world, night=False, count=3000, seed=test_seed))
    assert counts[1] > 1.2 * counts[0]


def test_jitter_and_fatigue_are_read() -> None:
    late = ran(engine_of(patrolling(clock={"duration": "2 days"}, parameters={"patrol": {"jitter": "30-40 min"}})))
    assert {30 * MINUTE <= e.at % (4 * HOUR) <= 40 * MINUTE for e in of_kind(late, "patrol_began")[1:]} == {True}
    world = world_of(patrolling(walk={"shift": "24 h"}, parameters={"patrol": {"fatigue": "0.5"}}))
    world.clock.advance(MINUTE)
    assert world.patrol.rounds["walk"].worth == 0.5


@pytest.mark.parametrize("sight", ["patrol_sees", "vehicle_sees"])
def test_a_team_that_passes_a_cut_fence_notices_it_as_often_as_the_sheet_says(sight: str) -> None:
    """Foot 0.9, vehicle 0.4 a pass: over seeds, the share that reports the breach on the first round of the wire."""
    wire = {
        name: {"of": "site", "at": at, "length": "1 km", "faces": "camp", "layers": ["fence"], "state": state}
        for name, at, state in (("north", [0, 400], "whole"), ("south", [0, -400], "cut"))
    }
    mode = "foot" if sight == "patrol_sees" else "vehicle"
    plan = {
        "R": {"title": "R", "for": "patrols", "when": "breach seen", "do": [{"task": "report", "to": "ops"}]},
    }  # fmt: skip
    lap = 2000 / (SPEED * (1 if mode == "foot" else 4))
    walk = {"along": ["north", "south"], "mode": mode, "outside": False}
    scenario = patrolling(walk=walk, perimeter=wire, plan=plan, clock={"duration": f"{int(lap * 1.1)} s"})
    del scenario["patrols"]["walk"]["loop"]
    runs = 800
    logs = (ran(engine) for engine in engines(scenario, range(runs)))
    seen = sum(any(e.data["what"] == "breach" for e in of_kind(log, "sighted")) for log in logs)
    assert_share(seen, runs, 0.9 if mode == "foot" else 0.4)
