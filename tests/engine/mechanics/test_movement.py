"""Movement against hand-worked journeys: notice, muster, road by surface, stuck, closed, turned round on the way."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.engine import Engine
from simulator.engine.world import World
from simulator.events import LogEvent
from tests.builders import a_scenario, engine_of, merged, of_kind, ran, world_of
from tests.engine.cases import with_rule
from tests.engine.mechanics.people_cases import HOUR, MINUTE, Z, assert_share, engines

KMH = 1000 / 3600


def quantile(low: float, mode: float, high: float, u: float) -> float:
    """The triangular distribution's own quantile."""
    cut = (mode - low) / (high - low)
    if u < cut:
        return low + sqrt(u * (high - low) * (mode - low))
    return high - sqrt((1 - u) * (high - low) * (high - mode))


def ground(*routes: dict[str, Any], mobility: str = "wheels", **more: Any) -> dict[str, Any]:
    """A unit at the base, a mill and a mine, and roads between them."""
    least = {
        "places": {"mill": {"kind": "town", "at": [0, -9000]}, "mine": {"kind": "town", "at": [9000, -9000]}},
        "routes": list(routes),
        "unit_types": {"t": {"strength": 10, "mobility": mobility, "notice": "10 min"}},
        "units": {"u": {"type": "t", "at": "base"}},
        "clock": {"duration": "20 h"},
    }
    return a_scenario(**merged(least, more))


def road(km: float, surface: str = "", **more: Any) -> dict[str, Any]:
    return {"from": "base", "to": "mill", "distance": f"{km} km", **({"surface": surface} if surface else {}), **more}


def travel(world: World, to: str, u: float) -> float:
    return world.movement.travel(world.units["u"], to, u)


@pytest.mark.parametrize("u", [0.05, 0.5, 0.95])
@pytest.mark.parametrize(
    ("way", "speeds"),
    [
        (road(32, "dirt"), (19, 32, 38)),
        (road(32, "paved"), (30, 45, 60)),
        (road(5, in_town=True), (10, 20, 30)),
    ],
    ids=["dirt", "paved", "town"],
)
def test_a_road_takes_its_length_over_the_speed_of_its_surface(
    way: dict[str, Any], speeds: tuple[float, ...], u: float
) -> None:
    metres = float(way["distance"].split()[0]) * 1000
    assert travel(world_of(ground(way)), "mill", u) == pytest.approx(metres / (quantile(*speeds, u) * KMH), rel=1e-6)


def test_thirty_two_kilometres_of_dry_dirt_take_an_hour_and_fifteen_hundred_metres_on_foot_twenty_minutes() -> None:
    """The sheet's own examples: 32 km/h is the most likely speed, 4.5 km/h the middle one."""
    dirt = world_of(ground(road(32, "dirt"), parameters={"movement": {"dirt_dry": "32 km/h"}}))
    assert travel(dirt, "mill", 0.3) / MINUTE == pytest.approx(60)
    foot = world_of(ground(road(1.5, "dirt"), mobility="foot"))
    assert travel(foot, "mill", 0.5) / MINUTE == pytest.approx(20, rel=1e-3)


def test_the_way_is_the_shortest_and_its_parts_add_up() -> None:
    """From the base to the mine over the mill, 4 km paved and 6 km of dirt, for there is no straight road."""
    onward = {"from": "mill", "to": "mine", "distance": "6 km", "surface": "dirt"}
    world = world_of(ground(road(4, "paved"), onward))
    expected = 4000 / (quantile(30, 45, 60, 0.4) * KMH) + 6000 / (quantile(19, 32, 38, 0.4) * KMH)
    assert travel(world, "mine", 0.4) == pytest.approx(expected, rel=1e-6)
    shorter = {"from": "base", "to": "mine", "distance": "1 km", "surface": "dirt"}
    assert travel(world_of(ground(road(4, "paved"), onward, shorter)), "mine", 0.4) < expected / 4


def test_aircraft_fly_straight_at_their_own_speed() -> None:
    world = world_of(ground(road(90, "dirt"), mobility="air"))
    assert travel(world, "mill", 0.5) == pytest.approx(8000 / (quantile(180, 210, 230, 0.5) * KMH), rel=1e-6)


def ordered(engine: Engine, to: str = "mill", task: str = "deploy") -> None:
    engine.apply(OrderUnit("u", task, to))


def gaps(scenario: dict[str, Any], seeds: range, first: str, then: str) -> list[float]:
    """Minutes between two kinds of event of one journey, over seeds."""
    found = []
    for engine in engines(scenario, seeds):
        ordered(engine)
        log = ran(engine)
        found.append((of_kind(log, then)[0].at - of_kind(log, first)[0].at) / MINUTE)
    return found


def test_a_unit_waits_its_notice_and_musters_before_it_moves(test_seed: int) -> None:
    """10 min of notice and a muster of 3 (1-6) min, mean 10/3."""
    waits = gaps(ground(road(5, "dirt")), range(test_seed, test_seed + 300), "order_accepted", "unit_moved")
    deviation = sqrt((1 + 9 + 36 - 3 - 6 - 18) / 18)
    assert min(waits) >= 11 - 0.05
    assert max(waits) <= 16.05
    assert sum(waits) / 300 == pytest.approx(10 + 10 / 3, abs=Z * deviation / sqrt(300) + 0.02)


def test_a_unit_that_stands_by_already_reacts_in_minutes(test_seed: int) -> None:
    """2 (1-4) min once it has been deployed, whatever its notice."""
    waits = []
    for engine in engines(ground(road(5, "dirt"), road(3, "dirt", to="mine")), range(test_seed, test_seed + 60)):
        ordered(engine)
        engine.advance_to(3 * HOUR)
        before = len(engine.log)
        ordered(engine, "mine")
        log = ran(engine)[before:]
        waits.append((of_kind(log, "unit_moved")[0].at - of_kind(log, "order_accepted")[0].at) / MINUTE)
    assert min(waits) >= 1 - 0.05
    assert max(waits) <= 4.05
    assert sum(waits) / 60 == pytest.approx(7 / 3, abs=Z * sqrt((1 + 4 + 16 - 2 - 4 - 8) / 18 / 60) + 0.02)


def test_a_unit_that_deploys_for_a_time_stands_there_so_long_and_is_free_then() -> None:
    done = {}
    for stays in ("", "40 min"):
        step = {"task": "deploy", "at": "north", **({"for": stays} if stays else {})}
        log = ran(engine_of(with_rule({"do": [step]})))
        [begun] = [e for e in of_kind(log, "task_begun") if e.data["task"] == "deploy"]
        [over] = [e for e in of_kind(log, "task_done") if e.data["task"] == "deploy"]
        assert over.cause == begun.seq
        done[stays] = over.at - begun.at
    assert done == {"": 0, "40 min": 40 * MINUTE}


def test_a_new_order_ends_a_deployment_before_its_time_and_nothing_comes_of_that_time_later() -> None:
    engine = engine_of(with_rule({"do": [{"task": "deploy", "at": "north", "for": "90 min"}]}))
    engine.advance_to(2 * HOUR)
    engine.apply(OrderUnit("platoon", "deploy", "camp"))
    log = ran(engine)
    assert [e.data["at"] for e in of_kind(log, "task_dropped")] == ["north"]
    assert [e.data["at"] for e in of_kind(log, "task_done")] == ["camp"]


RAIN = {"clock": {"season": "wet"}, "parameters": {"daylight": {"dry_spell": "10 min", "rain_spell": "20 days"}}}


def test_a_wet_dirt_road_holds_vehicles_as_often_as_its_length_says(test_seed: int) -> None:
    """5 % for each 10 km: of 20 km 1 - 0.95^2; they lose 45 (15-120) min; a dry road holds nobody."""
    scenario, runs, lost = ground(road(20, "dirt"), **RAIN), 500, []
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        engine.advance_to(HOUR)
        ordered(engine)
        lost += [e.data["takes_s"] / MINUTE for e in of_kind(ran(engine), "unit_stuck")]
    assert_share(len(lost), runs, 1 - 0.95**2)
    assert min(lost) >= 14.9
    assert max(lost) <= 120
    for engine in engines(ground(road(20, "dirt")), range(60)):
        ordered(engine)
        assert not of_kind(ran(engine), "unit_stuck")


def test_rain_slows_dirt_and_not_paved_roads() -> None:
    dirt, paved = world_of(ground(road(20, "dirt"), **RAIN)), world_of(ground(road(20, "paved"), **RAIN))
    dry = travel(dirt, "mill", 0.5), travel(paved, "mill", 0.5)
    for world in (dirt, paved):
        world.clock.advance(HOUR)
        assert world.daylight.rain
    assert travel(dirt, "mill", 0.5) / dry[0] == pytest.approx(quantile(19, 32, 38, 0.5) / quantile(5, 18, 27, 0.5))
    assert travel(paved, "mill", 0.5) == dry[1]


def on_the_road(share: float) -> tuple[Engine, LogEvent, int]:
    """An engine whose unit has driven a share of its way to the mill, with the event of its leaving."""
    engine = engine_of(ground(road(30, "dirt"), road(40, "dirt", to="mine")))
    ordered(engine)
    while not of_kind(engine.log, "unit_moved"):
        engine.advance_to((engine.next_at() or 0) + 1)
    (moved,) = of_kind(engine.log, "unit_moved")
    engine.advance_to(moved.at + round(moved.data["takes_s"] * share))
    return engine, moved, moved.data["takes_s"]


@pytest.mark.parametrize("share", [0.25, 0.75])
def test_a_unit_that_is_turned_round_on_the_road_needs_as_long_back_as_it_has_come(share: float) -> None:
    """It does not begin anew at its base, nor stand at its goal."""
    engine, moved, takes = on_the_road(share)
    ordered(engine, "base")
    log = ran(engine)
    back = of_kind(log, "unit_moved")[1]
    halted = of_kind(log, "task_dropped")[0].at
    assert back.data["from"] == ""
    assert back.data["takes_s"] == pytest.approx(halted - moved.at, abs=takes * 0.05)
    assert of_kind(log, "unit_arrived")[-1].data["at"] == "base"


def test_a_unit_that_is_ordered_on_again_needs_what_is_left() -> None:
    engine, moved, takes = on_the_road(0.5)
    engine.apply(OrderUnit("u", "guard", "mill"))
    log = ran(engine)
    halted = of_kind(log, "task_dropped")[0].at
    again = of_kind(log, "unit_moved")[1]
    assert again.data["takes_s"] == pytest.approx(moved.at + takes - halted, abs=takes * 0.05)


def test_nobody_leaves_for_a_place_to_which_the_way_is_closed() -> None:
    closed = {
        "id": "flood", "at": "H+0:01", "type": "contextual", "text": "The river is over the road.",
        "effects": [{"close": "mill", "for": "3 h"}],
    }  # fmt: skip
    engine = engine_of(ground(road(5, "dirt"), msel=[closed]))
    engine.advance_to(2 * MINUTE)
    ordered(engine)
    log = ran(engine)
    (stopped,) = of_kind(log, "unit_stopped")
    assert stopped.at < HOUR
    assert of_kind(log, "way_opened")[0].at <= of_kind(log, "unit_moved")[0].at < 3 * HOUR + 10 * MINUTE
    assert of_kind(log, "unit_arrived")


def test_two_units_of_different_speed_keep_their_order() -> None:
    """A planner expects the nearer in time, not in metres: notice counts."""
    units = {"u": {"type": "t", "at": "base"}, "late": {"type": "t", "at": "mine", "notice": "3 h"}}
    world = world_of(ground(road(30, "dirt"), {"from": "mine", "to": "mill", "distance": "1 km"}, units=units))
    assert world.movement.expected(world.units["u"], "mill", "base") < world.movement.expected(
        world.units["late"], "mill", "mine"
    )
