"""Daylight and rain against an almanac worked out apart, and the spells against a renewal process."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import acos, asin, cos, degrees, pi, radians, sin, tan
from typing import Any

import pytest

from simulator.engine.world import World
from tests.builders import a_scenario, build_of, engine_of, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import DAY, HOUR, MINUTE, engines


def almanac(day: date, latitude: float, longitude: float, hours: float) -> tuple[float, float]:
    """Sunrise and sunset as local minutes after midnight: the general solar position equations, at noon of the day."""
    angle = 2 * pi / 365 * (day.timetuple().tm_yday - 1)
    equation = 229.18 * (
        0.000075 + 0.001868 * cos(angle) - 0.032077 * sin(angle) - 0.014615 * cos(2 * angle) - 0.040849 * sin(2 * angle)
    )
    tilt = (
        0.006918 - 0.399912 * cos(angle) + 0.070257 * sin(angle) - 0.006758 * cos(2 * angle)
        + 0.000907 * sin(2 * angle) - 0.002697 * cos(3 * angle) + 0.00148 * sin(3 * angle)
    )  # fmt: skip
    high = radians(latitude)
    half = degrees(acos(cos(radians(90.833)) / (cos(high) * cos(tilt)) - tan(high) * tan(tilt)))
    noon = 720 - 4 * longitude - equation + 60 * hours
    return noon - 4 * half, noon + 4 * half


def changes(**clock: Any) -> list[tuple[int, bool]]:
    return [row for row in build_of(a_scenario(clock={"duration": "24 h", **clock})).sun if 0 < row[0] <= DAY]


PLACES = [
    ("2031-02-17", 9.5, 31.7, 2),
    ("2031-07-11", 4.8, 31.5, 2),
    ("2031-03-21", -1.7, 29.2, 2),
    ("2031-12-21", 45.0, 0.0, 0),
    ("2031-06-21", 18.5, -72.3, -5),
]


@pytest.mark.parametrize(("day", "latitude", "longitude", "hours"), PLACES)
def test_the_sun_rises_and_sets_by_the_almanac(day: str, latitude: float, longitude: float, hours: int) -> None:
    """From midnight to midnight: one sunrise, one sunset, each within three minutes."""
    startex = f"{day}T00:00{hours:+03d}:00"
    (dawn, dark_then), (dusk, dark_after) = changes(startex=startex, latitude=latitude, longitude=longitude)
    rise, down = almanac(datetime.fromisoformat(startex).date(), latitude, longitude, hours)
    assert (dark_then, dark_after) == (False, True)
    assert dawn / MINUTE == pytest.approx(rise, abs=3)
    assert dusk / MINUTE == pytest.approx(down, abs=3)


def test_days_are_as_long_as_spherical_geometry_says() -> None:
    """Length of the longest day at 45 degrees: 2 acos(...) / 15 degrees an hour, with the sun's own edge."""
    (dawn, _), (dusk, _) = changes(startex="2031-06-21T00:00+00:00", latitude=45, longitude=0)
    tilt = asin(sin(radians(23.44)))
    half = degrees(acos(cos(radians(90.833)) / (cos(radians(45)) * cos(tilt)) - tan(radians(45)) * tan(tilt)))
    assert (dusk - dawn) / HOUR == pytest.approx(2 * half / 15, abs=0.05)


def test_where_the_sun_does_not_set_the_light_does_not_change() -> None:
    clock = {"startex": "2031-06-20T00:00+02:00", "duration": "3 days", "latitude": 66, "longitude": 30}
    engine = engine_of(a_scenario(clock=clock))
    assert not engine._world.daylight.night
    assert not of_kind(ran(engine), "light_changed")


def test_each_change_of_the_light_is_said_and_known_everywhere() -> None:
    """Three days: three dawns and three dusks, a day apart but for a minute."""
    engine = engine_of(a_scenario(clock={"duration": "72 h"}))
    found = of_kind(ran(engine), "light_changed")
    assert [e.data["light"] for e in found] == ["night falls", "day breaks"] * 3
    assert all(abs(b.at - a.at - DAY) < MINUTE for a, b in zip(found, found[2:], strict=False))
    assert engine._world.command["ops"].picture["night"][0] == 0.0


def journey(world: World, mobility: str) -> float:
    world.units["u"].mustered = True
    return world.movement.travel(world.units["u"], "far", 0.5)


@pytest.mark.parametrize(("mobility", "slower"), [("wheels", 0.8), ("armour", 0.8), ("foot", 1.0)])
def test_night_slows_vehicles_and_nobody_on_foot(mobility: str, slower: float) -> None:
    base = a_scenario(
        places={"far": {"kind": "town", "at": [0, -9000]}},
        unit_types={"t": {"strength": 10, "mobility": mobility, "notice": "5 min"}},
        units={"u": {"type": "t", "at": "base"}},
    )
    night = {**base, "clock": {**base["clock"], "startex": "2031-03-01T23:00+02:00"}}
    assert journey(world_of(base), mobility) / journey(world_of(night), mobility) == pytest.approx(slower)


def wet_share(season: str, **daylight: str) -> tuple[float, int]:
    """Share of 300 days that is wet, over a few seeds, and how many changes there were."""
    scenario = a_scenario(clock={"duration": "300 days", "season": season}, parameters={"daylight": daylight})
    wet = count = 0
    for engine in engines(scenario, range(6)):
        at = -1
        for event in of_kind(ran(engine), "rain_changed"):
            count += 1
            if event.data["rain"] == "begins":
                at = event.at
            else:
                wet += event.at - at
    return wet / (6 * 300 * DAY), count


def test_in_the_wet_season_it_rains_for_the_share_of_its_spells() -> None:
    """Renewal: 4 h of rain on average, (1 + 3 + 8) / 3, between 28.7 h without, (6 + 20 + 60) / 3."""
    share, count = wet_share("wet")
    wet, dry = 12 / 3, 86 / 3
    cycles = 6 * 300 * 24 / (wet + dry)
    assert count / 2 == pytest.approx(cycles, rel=0.06)
    assert share == pytest.approx(wet / (wet + dry), rel=0.08)


def test_longer_spells_wet_more_and_a_dry_season_is_dry() -> None:
    assert wet_share("wet", rain_spell="12 h", dry_spell="12 h")[0] == pytest.approx(0.5, abs=0.02)
    assert wet_share("dry") == (0.0, 0)


def test_the_weather_of_a_seed_is_the_same_whatever_else_happens() -> None:
    quiet = a_scenario(clock={"duration": "20 days", "season": "wet"})
    loud = a_scenario(clock={"duration": "20 days", "season": "wet"}, units={"p": {"type": "platoon", "at": "base"}})
    rains = [[(e.at, e.data["rain"]) for e in of_kind(ran(engine_of(s, 5)), "rain_changed")] for s in (quiet, loud)]
    assert rains[0] == rains[1]
    assert timedelta(seconds=rains[0][0][0]) >= timedelta(hours=6)
