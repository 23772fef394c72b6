"""Works that take months: days to build by hand, each stop by its arithmetic, and needs thinned in closed form."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import build_of, merged, of_kind, world_of
from tests.engine.mechanics.readiness_cases import DAY, at_once, months, run

LENGTH, DAILY = 400, 10
FIXED = {
    "works": {"wet": "0.5", "passes": "0", "calm": "10 days", "reacts": "10 min", "reported": "1 h"},
    "movement": {"muster": "0 s", "react": "0 s"},
    "validity": {"fresh": "2000 days"},
    "needs": {"heard": "0 s", "acts": "1 min"},
}


def building(days: int, wall: dict[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    """A crew that stands where a wall of 400 m is to be built, ten metres a day; it begins at STARTEX."""
    least = {
        "places": {"yard": {"kind": "place", "at": [0, -1000]}, "ford": {"kind": "place", "at": [0, -3000]}},
        "channels": {"radio": {"delay": "0 s"}},
        "command": {"ops": {"handling": "0 s"}},
        "unit_types": {"builders": {"strength": 20, "mobility": "wheels", "notice": "0 s", "can": ["build", "return"]}},
        "units": {"crew": {"type": "builders", "at": "yard"}},
        "parameters": FIXED,
        "works": {
            "post": "ops",
            "pieces": {
                "wall": {
                    "at": "yard",
                    "layers": ["wall"],
                    "length": f"{LENGTH} m",
                    "daily": f"{DAILY} m",
                    **(wall or {}),
                }
            },
        },
        "plan": {
            "BUILD": at_once(
                "works at yard is idle",
                {"task": "build", "at": "yard", "within": "9 days"},
                **{"for": "crew", "again": True},
            )
        },
    }
    return months(days, **merged(least, sections))


def reached(events: list[LogEvent], piece: str = "wall") -> dict[int, float]:
    """Per cent -> the day on which so much stood."""
    return {e.data["percent"]: e.at / DAY for e in of_kind(events, "works_reached") if e.subject == piece}


def day_of_the_last_metre(scenario: dict[str, Any], seed: int = 1) -> float:
    return reached(run(scenario, seed))[100]


# how it grows


def test_a_crew_needs_the_length_over_its_rate_and_is_free_then() -> None:
    events = run(building(60))
    assert reached(events) == {n: pytest.approx(n / 100 * LENGTH / DAILY, abs=0.05) for n in (25, 50, 75, 100)}
    assert [(e.subject, e.data["task"]) for e in of_kind(events, "task_done")] == [("crew", "build")]


def test_two_crews_need_half_the_time_and_what_stands_need_not_be_built() -> None:
    two = {"units": {"crew_2": {"type": "builders", "at": "yard"}}}
    orders = {
        "BUILD": {"do": [{"task": "build", "at": "yard", "by": n, "within": "9 days"} for n in ("crew", "crew_2")]}
    }
    scenario = building(60, {"built": "50 %"}, **two, plan=orders)
    assert day_of_the_last_metre(scenario) == pytest.approx(LENGTH / 2 / (2 * DAILY), abs=0.05)


def test_in_the_rains_less_is_built() -> None:
    """A hundred metres until they begin, a hundred in their twenty days, the rest in twenty more."""
    rains = {"works": {"rains": {"begin": "D+10", "end": "D+30"}}}
    scenario = building(60, **rains)
    assert day_of_the_last_metre(scenario) == pytest.approx(50, abs=0.06)
    late = merged(scenario, {"works": {"rains": {"late_by": "100 days"}}})
    assert day_of_the_last_metre(late) == pytest.approx(40, abs=0.05)


@pytest.mark.parametrize("seed", range(1, 9))
def test_rains_never_end_before_they_begin(seed: int) -> None:
    """Twenty days of rain whose beginning may be later than their end would have been: it does not rain for ever."""
    rains = {"begin": "D+10", "end": "D+30", "late_by": "0-60 days"}
    turned = of_kind(run(building(400, works={"rains": rains}), seed), "season_changed")
    assert [e.data["rains"] for e in turned] == ["begins", "ends"]


def test_without_material_nothing_is_built_until_some_comes() -> None:
    """A hundred metres in ten days; fifty more from each delivery, on the days 20, 40 and so on, in five days each."""
    events = run(building(160, {"stores": "100 m", "load": "50 m", "every": "20 days"}))
    found = reached(events)
    assert [found[n] for n in (25, 50, 75, 100)] == pytest.approx([10, 45, 85, 125], abs=0.05)
    stops = [e.at / DAY for e in of_kind(events, "works_changed") if e.data["why"] == "there is no material"]
    assert stops == pytest.approx([10, 25, 45, 65, 85, 105], abs=0.05)


def test_material_that_is_plenty_stops_nobody() -> None:
    scenario = building(60, {"stores": "0 m", "load": "100 m", "every": "1 day"})
    assert day_of_the_last_metre(scenario) == pytest.approx(41, abs=0.05)  # the first comes after a day


# the road


def on_the_road(built: str, **sections: Any) -> dict[str, Any]:
    """Rains all year; material every day, over a causeway that nobody builds."""
    wall = {"stores": "0 m", "load": "1 m", "every": "1 day", "length": "9 km", "road": "causeway"}
    causeway = {"at": "ford", "length": "1 km", "daily": "10 m", "built": built}
    rain = {"begin": "D+0", "end": "D+900"}
    return building(400, wall, works={"rains": rain, "pieces": {"causeway": causeway}}, **sections)


@pytest.mark.parametrize(("built", "share"), [("0 %", 0.0), ("100 %", 1.0), ("50 %", 0.5)])
def test_in_the_rains_material_comes_as_far_as_its_road_is_built(built: str, share: float) -> None:
    events = run(on_the_road(built), 5)
    came, failed = len(of_kind(events, "works_supplied")), len(of_kind(events, "works_supply_failed"))
    assert came + failed >= 399
    assert abs(came / (came + failed) - share) <= 4 * sqrt(share * (1 - share) / (came + failed))


def test_nothing_comes_while_the_way_to_the_place_is_closed() -> None:
    closed = {
        "id": "I-1",
        "at": "H+1",
        "type": "contextual",
        "text": "x",
        "effects": [{"close": "yard", "for": "5 days"}],
    }
    events = run(building(20, {"stores": "0 m", "load": "9 m", "every": "1 day"}, msel=[closed]))
    assert [round(e.at / DAY) for e in of_kind(events, "works_supply_failed")] == [1, 2, 3, 4, 5]


# crews


def test_a_crew_that_is_called_away_builds_nothing_meanwhile_and_is_sent_again() -> None:
    away = {
        "id": "I-1",
        "at": "H+240",
        "type": "contextual",
        "text": "x",
        "effects": [{"unit": "crew", "busy_for": "7 days"}],
    }
    events = run(building(60, msel=[away]))
    assert reached(events)[100] == pytest.approx(47, abs=0.05)
    assert len(of_kind(events, "rule_fired")) == 2


def test_one_crew_cannot_build_two_things() -> None:
    """It leaves the wall for the causeway, builds that in ten days, and goes back."""
    causeway = {"at": "ford", "length": "100 m", "daily": "10 m"}
    swap = {"SWAP": at_once("time >= D+20", {"task": "build", "at": "ford", "by": "crew", "within": "9 days"})}
    decision = {
        "which": {
            "when": "time >= D+20",
            "asks": "duty_officer",
            "options": {"road": {"do": swap["SWAP"]["do"]}, "wall": {}},
            "deadline": "1 day",
            "default": "wall",
            "model": {"choose": {"road": 1}, "after": "0 s"},
        }
    }
    events = run(building(70, works={"pieces": {"causeway": causeway}}, decisions=decision))
    assert reached(events)[100] == pytest.approx(50, abs=0.06)
    assert reached(events, "causeway")[100] - reached(events, "causeway")[25] == pytest.approx(7.5, abs=0.05)


# danger


def threatened(days: int, **sections: Any) -> dict[str, Any]:
    need = {"at": "yard", "rate": "2/month", "within": "12 h"}
    return building(days, readiness={"needs": {"trouble": need}}, **sections)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_crew_without_a_guard_stays_away_until_some_days_after_the_need(seed: int) -> None:
    """Each need costs its half day and ten days of calm; one that comes meanwhile begins them anew."""
    events = run(threatened(300), seed)
    built = back = 0.0
    for at in (e.at / DAY for e in of_kind(events, "need_arose")):
        if built + at - back >= 40:
            break
        built, back = built + max(0.0, at - back), at + 10.5
    assert back > 0
    assert reached(events)[100] == pytest.approx(back + 40 - built, abs=0.05)


def test_with_a_guard_nobody_goes() -> None:
    guard = {"type": "platoon", "of": "c1", "at": "yard"}
    stand = at_once("time >= D+0", {"task": "guard", "at": "yard", "within": "1 day"}, **{"for": "watch"})
    events = run(threatened(60, units={"watch": guard}, plan={"STAND": stand}), 1)
    assert of_kind(events, "need_arose")
    assert reached(events)[100] == pytest.approx(40, abs=0.05)


# what it is for


def arising(wall: dict[str, Any], **parameters: Any) -> tuple[float, int]:
    """Of the needs of a place, the share that arises; and how many came."""
    need = {"at": "yard", "rate": "60/month", "within": "10 min", "outside": "80 %"}
    given = {"parameters": {"works": parameters}} if parameters else {}
    idle = {"plan": {"BUILD": {"if": "crew is moving"}}} if "built" in wall else {}
    events = run(building(400, wall, readiness={"needs": {"trouble": need}}, **given, **idle), 3)
    arose, held = len(of_kind(events, "need_arose")), len(of_kind(events, "need_held_off"))
    return arose / (arose + held), arose + held


@pytest.mark.parametrize(
    ("wall", "reacts", "left"),
    [
        ({"built": "50 %"}, "10 min", 1 - 0.8 * 0.5),  # guards are always there before a wall is overcome
        ({"built": "50 %"}, "10-30 min", 1 - 0.8 * 0.5 * 0.5),  # half of the time they are
        ({"built": "50 %"}, "21 min", 1.0),  # never
        ({"built": "50 %", "stands": ["light_fence"]}, "1 min", 1 - 0.8),  # a fence is enough
        ({"built": "100 %", "layers": ["light_fence"]}, "3 min", 1.0),  # it is worth two minutes
        ({"layers": ["wall"], "length": "4 km"}, "10 min", 1 - 0.8 * 0.5),  # it grows from nothing to the whole
    ],
)
def test_a_perimeter_holds_off_those_from_outside_where_it_stands(
    wall: dict[str, Any], reacts: str, left: float
) -> None:
    calm = {"calm": "0 s"}  # so that needs do not stop what grows
    share, count = arising({**wall}, reacts=reacts, **calm)
    assert abs(share - left) <= 4 * sqrt(left * (1 - left) / count) + (0.02 if "length" in wall else 0.0)


def test_where_nothing_is_built_around_a_place_it_makes_no_difference_who_comes_from_outside() -> None:
    def _log(outside: str) -> list[LogEvent]:
        need = {"at": "base", "rate": "9/month", "within": "1 h", "outside": outside}
        return run(building(60, readiness={"needs": {"trouble": need}}))

    assert _log("0 %") == _log("100 %")


# along the perimeter


def assaulted(wall: dict[str, Any], *, at: str = "D+1", on: str = "north", **sections: Any) -> dict[str, Any]:
    """Two segments of a fence and a ditch, 100 m and 300 m, an assault on one of them; nobody builds."""
    wire = {"of": "site", "layers": ["fence", "ditch"]}
    least = {
        "perimeter": {
            "north": {**wire, "at": [0, 500], "length": "100 m"},
            "east": {**wire, "at": [500, 0], "length": "300 m"},
        },
        "threat": {
            "groups": {"men": {"strength": 40, "resolve": 1}},
            "stream": [{"id": "e", "at": at, "do": "breach", "by": "men", "on": on}],
        },
        "plan": {"BUILD": {"if": "crew is moving"}},
    }
    return building(40, {"along": ["north", "east"], **wall}, **merged(least, sections))


def held(scenario: dict[str, Any], seed: int = 1) -> int:
    """Seconds that the obstacles held."""
    events = run(scenario, seed)
    (began,), (open_,) = of_kind(events, "barrier_attacked"), of_kind(events, "breach_opened")
    return open_.at - began.at


FENCE = round(120 + (600 - 120) * 2 / 3)  # two of the three that are worth ten minutes together
WALL = 1200


@pytest.mark.parametrize(
    ("built", "north", "east"),
    [
        ("0 %", FENCE, FENCE),
        ("12.5 %", (FENCE + WALL) / 2, FENCE),  # 50 m of the first hundred
        ("25 %", WALL, FENCE),
        ("62.5 %", WALL, (FENCE + WALL) / 2),
        ("100 %", WALL, WALL),
    ],
)
def test_an_assault_meets_what_is_built_along_the_perimeter_as_far_as_it_is(
    built: str, north: float, east: float
) -> None:
    """A wall of 400 m goes along the first segment, then along the second."""
    assert held(assaulted({"built": built})) == pytest.approx(north, abs=1)
    assert held(assaulted({"built": built}, on="east")) == pytest.approx(east, abs=1)


def test_a_segment_is_worth_without_a_work_what_it_is_where_nothing_is_built_and_half_a_wall_what_a_wall_is() -> None:
    without = assaulted({})
    without["works"]["pieces"]["wall"].pop("along")
    assert held(without) == held(assaulted({"built": "0 %"}))
    without["perimeter"]["north"] |= {"layers": ["fence", "ditch", "wall"], "built": "40 %"}
    assert held(without) == held(assaulted({"built": "10 %"}))  # 40 of its first 100 m


def test_each_metre_that_is_built_holds_an_assault_longer_and_the_log_says_how_far_it_was() -> None:
    """Ten metres a day from STARTEX: the later the assault comes, the longer it takes, under the same draws."""
    build = {"plan": {"BUILD": {"if": "crew is available"}}}
    days = [held(assaulted({}, at=f"D+{day}", **build)) for day in range(1, 13)]
    assert days == sorted(days)
    assert days[4] == pytest.approx(FENCE + (WALL - FENCE) / 2, abs=15)
    assert days[-1] == WALL
    events = run(assaulted({}, at="D+12", **build))
    (breach,) = of_kind(events, "breach_opened")
    newest = [e.seq for e in of_kind(events, "works_changed", "works_reached") if e.seq < (breach.cause or 0)][-1]
    assert newest in breach.given


def test_where_a_wall_is_built_along_a_perimeter_it_stops_direct_fire() -> None:
    """Half of the way round it stands, 85 % are stopped there."""
    world = world_of(assaulted({"built": "50 %"}))
    assert world.shelling.over_the_wall(world.places["site"]) == pytest.approx(1 - 0.85 * 0.5)
    world = world_of(assaulted({"built": "50 %", "layers": ["berm"]}))
    assert world.shelling.over_the_wall(world.places["site"]) == 1.0


# what is known and measured of it


def test_at_endex_the_measure_counts_what_stands_then() -> None:
    scenario = building(30, {"built": "10 %"})
    found = measure(build_of(scenario), run(scenario))
    assert found["perimeter_built"] == pytest.approx((40 + 30 * DAILY) / LENGTH, abs=2e-3)
    assert found["perimeter_half"] == pytest.approx((200 - 40) / DAILY, abs=0.05)
    assert found["perimeter_whole"] == 30  # never


def test_a_perimeter_that_is_never_half_built_counts_to_endex_and_a_road_is_none() -> None:
    scenario = building(10)
    assert measure(build_of(scenario), run(scenario))["perimeter_half"] == 10
    scenario = building(10, {"layers": []})
    assert measure(build_of(scenario), run(scenario))["perimeter_built"] is None


def test_an_older_message_never_replaces_a_newer_one() -> None:
    """Messages take up to five days, and a crew that is called away for hours sends two of them close together."""
    away = [
        {
            "id": f"I-{n}",
            "at": f"D+{3 * n} 10:00",
            "type": "contextual",
            "text": "x",
            "effects": [{"unit": "crew", "busy_for": "2 h"}],
        }
        for n in range(1, 15)
    ]
    scenario = building(60, msel=away, parameters={"works": {"reported": "0-5 days"}})
    heard = of_kind(run(scenario), "report_received")
    told = [e.cause for e in heard if e.data["what"] == "works"]
    assert len(told) > 10
    assert told == sorted(told, key=lambda cause: cause or 0)


@pytest.mark.parametrize("seed", range(1, 9))
def test_of_two_messages_of_one_second_the_post_holds_to_the_later(seed: int) -> None:
    """At the first quarter the material is used up: both are written in that second, and either may come first."""
    scenario = building(60, {"stores": "100 m"}, parameters={"works": {"reported": "0-5 days"}})
    events = run(scenario, seed)
    quarter, stop = of_kind(events, "works_reached")[0], of_kind(events, "works_changed")[-1]
    assert (quarter.at, stop.data["why"]) == (stop.at, "there is no material")
    heard = [e for e in of_kind(events, "report_received") if e.data["what"] == "works"]
    assert heard[-1].cause == stop.seq
