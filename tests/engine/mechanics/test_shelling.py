"""Indirect fire against closed forms: who is hit, who is in shelter, what lies there, what a wall stops."""

from __future__ import annotations

from itertools import pairwise
from math import exp, hypot, log, pi, sqrt
from statistics import median
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import HOUR, MINUTE, Z, ancestors, assert_share, engines

CEP, RADIUS, PEOPLE, ROUNDS, AREA = 200.0, 300.0, 5000, 20, 100.0
SURE = {"shelling": {"dud": "0", "ignites": "0"}}
"""every round goes off and lights no fire"""


def shelled(rounds: int = ROUNDS, on: str = "camp", **sections: Any) -> dict[str, Any]:
    """A salvo of ten minutes falls on a place one hour into the run."""
    salvo = {"id": "salvo", "at": "H+1", "do": "shell", "by": "men", "on": on, "number": rounds}
    least = {
        "clock": {"duration": "2 h"},
        "places": {"camp": {"radius": f"{RADIUS} m"}, "base": {"radius": "100 m"}},
        "parameters": SURE,
        "threat": {
            "groups": {"men": {"strength": 10}},
            "stream": [{**salvo, "for": "10 min", "distance": f"{CEP} m"}],
        },
    }
    return a_scenario(**merged(least, sections))


def manned(**staff: Any) -> dict[str, Any]:
    """The same on 1,000 staff of a base, all in prefabs, with bunkers for as many as wanted."""
    least = {
        "places": {"base": {"bunkers": 0}},
        "staff": {"staff": {"at": "base", "people": 1000, "in_prefabs": 1, **staff}},
    }
    return merged(shelled(on="base"), least)


def hits(scenario: dict[str, Any], seeds: range) -> list[int]:
    """People hurt, run by run."""
    return [len(of_kind(ran(engine), "person_hurt")) for engine in engines(scenario, seeds)]


def inside(radius: float, cep: float = CEP) -> float:
    """Chance that a round falls within a radius of its aim, by the Rayleigh distribution of which CEP is the median."""
    return 1 - exp(-log(2) * (radius / cep) ** 2)


# where rounds fall, and whom they find


def test_half_of_the_rounds_fall_within_their_circle_and_as_many_inside_a_place_as_its_radius_says() -> None:
    found = [e.data for engine in engines(shelled(), range(40)) for e in of_kind(ran(engine), "round_landed")]
    assert len(found) == 40 * ROUNDS
    assert_share(sum(hypot(d["east"], d["north"]) <= CEP for d in found), len(found), 0.5)
    assert_share(sum(d["within"] for d in found), len(found), inside(RADIUS))
    assert abs(median(d["east"] for d in found)) < Z * CEP / sqrt(len(found))


@pytest.mark.parametrize(("cover", "exposure"), [("tents", 1.0), ("prefabs", 1 / 1.2), ("walls", 0.3 / 1.2)])
def test_a_salvo_hurts_as_many_as_area_people_and_cover_say(cover: str, exposure: float) -> None:
    """20 rounds, 79 % of them inside, on 100 of 282,743 m2 with 5,000 people: 28 people in tents."""
    expected = ROUNDS * inside(RADIUS) * AREA / (pi * RADIUS**2) * PEOPLE * exposure
    found = hits(shelled(places={"camp": {"cover": cover}}), range(60))
    # the rounds inside are a binomial count, and each hurts a Poisson number
    each = AREA / (pi * RADIUS**2) * PEOPLE * exposure
    spread = sqrt(expected + ROUNDS * inside(RADIUS) * (1 - inside(RADIUS)) * each**2)
    assert (
        abs(sum(found) / 60 - expected) <= Z * spread / sqrt(60) + 0.02 * expected
    )  # those who are hit are fewer to be hit


@pytest.mark.parametrize(("better", "worse"), [({"blankets": True}, {"blankets": False})])
def test_who_is_better_covered_is_never_hurt_more_by_the_same_rounds(better: Any, worse: Any) -> None:
    few, many = hits(manned(**better), range(40)), hits(manned(**worse), range(40))
    assert all(a <= b for a, b in zip(few, many, strict=True))
    assert sum(few) / sum(many) == pytest.approx(0.6, abs=Z * sqrt(0.6 * 1.6 / sum(many)))


def test_nobody_who_is_not_there_is_hit_and_a_crew_that_turned_back_does_not_fire() -> None:
    assert hits(shelled(on="base"), range(5)) == [0] * 5  # no staff list, no people
    gone = {"id": "gone", "at": "H+0:30", "do": "withdraw", "by": "men"}
    scenario = shelled()
    scenario["threat"]["stream"].insert(0, gone)
    found = ran(engine_of(scenario))
    assert not of_kind(found, "round_landed")
    assert [e.subject for e in of_kind(found, "stream_event_foiled")] == ["salvo"]


def test_a_casualty_follows_from_the_round_and_the_round_from_the_stream() -> None:
    found = ran(engine_of(shelled()))
    hurt = of_kind(found, "person_hurt")[-1]
    assert {"round_landed", "stream_event_began"} <= {e.kind for e in ancestors(found, hurt)}


# shelter


def test_five_minutes_after_the_first_round_as_many_are_in_as_there_is_room_and_time() -> None:
    """2 bunkers of 60 for 100 people: the slowest few are still running (closed form in test_shelter.py)."""
    scenario = manned(people=100)
    scenario["places"]["base"]["bunkers"] = 2
    found = ran(engine_of(scenario))
    (checked,) = of_kind(found, "shelter_checked")
    assert checked.at == of_kind(found, "round_landed")[0].at + 5 * MINUTE
    assert checked.data["of"] == 100
    assert 96 <= checked.data["count"] <= 100
    assert measure(build_of(scenario), found)["sheltered_5"] == checked.data["count"] / 100
    scenario["places"]["base"]["bunkers"] = 1
    assert of_kind(ran(engine_of(scenario)), "shelter_checked")[0].data["count"] == 60


def test_people_come_out_within_some_minutes_and_run_again_at_the_next_round() -> None:
    scenario = manned(people=100)
    scenario["places"]["base"]["bunkers"] = 4
    shelter = (world := world_of(scenario)).shelter
    shelter.attacked("base", world.started)
    world.clock._now = 10 * MINUTE
    assert shelter.share("base", world.now) == 1.0
    shelter.come_out("base", "all clear", world.started)
    for minutes, left in ((0, 1.0), (1, 0.8), (2.5, 0.5), (5, 0.0), (60, 0.0)):
        assert shelter.share("base", 10 * MINUTE + round(minutes * MINUTE)) == pytest.approx(left)
    world.clock._now = 12 * MINUTE + 30  # half are out again
    shelter.attacked("base", world.started)
    shares = [shelter.share("base", world.now + s) for s in range(0, 400, 10)]
    assert shares[0] == pytest.approx(0.5)
    assert all(a <= b for a, b in pairwise(shares))
    assert shares[-1] == 1.0


def test_without_a_word_people_stay_an_hour_and_with_the_all_clear_they_come_out_at_once() -> None:
    stays = {"shelling": {**SURE["shelling"], "stays": "60 min"}}
    scenario = merged(
        manned(people=100), {"places": {"base": {"bunkers": 2}}, "parameters": stays, "clock": {"duration": "4 h"}}
    )
    (left,) = of_kind(ran(engine_of(scenario)), "shelter_left")
    assert left.at == HOUR + 10 * MINUTE + HOUR
    clear = {
        "OUT": {
            "when": "time > H+1:20",
            "component": "security",
            "after": "0 min",
            "do": [{"task": "all_clear", "to": "staff", "within": "10 min"}],
        }
    }
    found = ran(engine_of({**scenario, "plan": clear}))
    (left,) = of_kind(found, "shelter_left")
    assert HOUR + 20 * MINUTE <= left.at < HOUR + 25 * MINUTE
    assert "rule_fired" in {e.kind for e in ancestors(found, left)}


def test_who_sits_in_a_bunker_is_counted_at_the_roll_call() -> None:
    """Lists that hold 90 % of the people, all of them in bunkers: at least 90 % are accounted for after 15 min."""
    plan = {"COUNT": {"when": "time > H+1:30", "component": "security", "do": [{"task": "account", "to": "staff"}]}}
    slow = {"accounting": {"head_count": "6 h", "not_listed": "24 h"}, **SURE}
    scenario = merged(
        manned(people=100, lists_right=0.9), {"plan": plan, "parameters": slow, "clock": {"duration": "3 h"}}
    )
    share = {}
    for bunkers in (0, 2):
        scenario["places"]["base"]["bunkers"] = bunkers
        counted = [e for e in of_kind(ran(engine_of(scenario)), "staff_counted") if e.data["after_min"] == 15]
        share[bunkers] = counted[0].data["count"]
    alone = 100 * (0.9 * (1 - exp(-log(20) / 24)) + 0.1 * (1 - exp(-1 / 96)))
    assert share[0] == pytest.approx(alone, abs=1)
    assert share[2] == pytest.approx(90 + 0.1 * alone, abs=3)


def test_who_was_in_a_bunker_before_the_head_count_and_came_out_is_not_counted_for_it() -> None:
    """Half an hour in the bunkers, and a head-count long after: people are found one by one, as anywhere."""
    plan = {"COUNT": {"when": "time > H+2:30", "component": "security", "do": [{"task": "account", "to": "staff"}]}}
    slow = {"accounting": {"head_count": "6 h", "not_listed": "24 h"}, "shelling": {"stays": "30 min"}}
    scenario = merged(
        manned(people=100, lists_right=0.9),
        {"plan": plan, "parameters": merged(slow, SURE), "clock": {"duration": "4 h"}},
    )
    scenario["places"]["base"]["bunkers"] = 2
    found = ran(engine_of(scenario))
    assert of_kind(found, "shelter_left")
    (counted,) = [e for e in of_kind(found, "staff_counted") if e.data["after_min"] == 15]
    assert counted.data["count"] == pytest.approx(
        100 * (0.9 * (1 - exp(-log(20) / 24)) + 0.1 * (1 - exp(-1 / 96))), abs=1
    )


# posts and walls


def test_posts_near_a_round_are_under_fire_until_the_salvo_ends() -> None:
    """A salvo of ten minutes: a soft post is left with the chance of the domain sheet, 0.10 in 10 min, at most."""
    perimeter = {"north": {"of": "site", "at": [0, 100], "length": "100 m", "posts": 1}}
    plan = {"HOLD": {"for": "posts", "when": "shots seen", "do": [{"task": "hold"}]}}
    calm = {**SURE, "perimeter": {"man_again": "20 days"}}
    scenario = merged(
        shelled(), {"perimeter": perimeter, "plan": plan, "parameters": calm, "places": {"camp": {"people": 0}}}
    )
    logs = [ran(engine) for engine in engines(scenario, range(150))]
    left, expected = 0, 0.0
    for found in logs:
        (under,) = of_kind(found, "post_under_fire")
        expected += 1 - 0.9 ** ((HOUR + 10 * MINUTE - under.at) / (10 * MINUTE))
        left += len(of_kind(found, "post_abandoned"))
        assert len(of_kind(found, "post_held", "post_abandoned")) == 1
    assert_share(left, len(logs), expected / len(logs))


def wall(built: str) -> dict[str, Any]:
    """Fire from outside into a base of 1,000 staff, half of whose perimeter is a wall built so far."""
    segment = {"of": "base", "length": "500 m", "layers": ["fence"]}
    return merged(
        manned(),
        {
            "perimeter": {
                "north": {**segment, "at": [0, -500], "layers": ["wall"], "built": built},
                "south": {**segment, "at": [0, -1500]},
            },
            "threat": {
                "stream": [{"id": "fire", "at": "H+1", "do": "shoot", "by": "men", "on": "base", "for": "50 min"}]
            },
        },
    )


def test_a_wall_stops_its_share_of_the_fire_where_it_stands() -> None:
    """Half the way round, 60 % of that built, 85 % stopped there: 1 - 0.5 * 0.6 * 0.85 = 74.5 % come over."""
    world = world_of(wall("60 %"))
    assert world.shelling.over_the_wall(world.places["base"]) == pytest.approx(0.745)
    assert world.shelling.over_the_wall(world.places["camp"]) == 1.0
    whole, none = hits(wall("100 %"), range(150)), hits(wall("0 %"), range(150))
    assert all(a <= b for a, b in zip(whole, none, strict=True))
    assert_share(sum(whole), sum(none), 1 - 0.5 * 0.85)


@pytest.mark.parametrize(
    ("built", "layers", "minutes"),
    [("50 %", ["wall"], 10), ("50 %", ["wall", "light_fence"], 11), ("0 %", ["wall"], 0)],
)
def test_a_wall_that_is_half_built_delays_half_as_long(built: str, layers: list[str], minutes: int) -> None:
    """Wall 20 min, light fence 2 min, nothing 0 (domain sheet, section 3)."""
    segment = {"of": "site", "at": [0, 100], "length": "100 m", "layers": layers, "built": built}
    assert build_of(a_scenario(perimeter={"north": segment})).segments["north"].delay == minutes * MINUTE


# rounds that do not go off


def duds(rounds: int = ROUNDS, **sections: Any) -> dict[str, Any]:
    """No round goes off; a team can clear them."""
    team = {
        "strength": 4,
        "component": "civilian",
        "armed": False,
        "mobility": "foot",
        "notice": "1 min",
        "can": ["clear_ordnance"],
    }
    least = {
        "clock": {"duration": "20 h"},
        "parameters": {"shelling": {"dud": "1", "clears": "30 min"}},
        "unit_types": {"team": team},
        "units": {"team_1": {"type": "team", "at": "base"}},
    }
    return merged(shelled(rounds), merged(least, sections))


def test_a_round_that_does_not_go_off_hurts_nobody_and_lies_there_until_it_is_cleared() -> None:
    engine = engine_of(duds(1, threat={"stream": []}))
    world = engine._world
    world.ordnance.left(world.places["camp"], 10.0, 0.0, "a", world.started)
    world.ordnance.left(world.places["camp"], 10.0, 0.0, "b", world.started)
    engine.apply(OrderUnit("team_1", "clear_ordnance", "camp"))
    found = ran(engine)
    assert not of_kind(found, "person_hurt")
    (begun,) = [e for e in of_kind(found, "task_begun") if e.data["task"] == "clear_ordnance"]
    assert [e.at - begun.at for e in of_kind(found, "ordnance_cleared")] == [30 * MINUTE, 60 * MINUTE]
    assert [e.data["count"] for e in of_kind(found, "ordnance_cleared")] == [1, 0]


def test_a_clinic_inside_the_cordon_is_closed_until_the_last_round_near_it_is_cleared() -> None:
    engine = engine_of(
        duds(
            1,
            threat={"stream": []},
            places={"clinic": {"kind": "clinic", "at": [50, 0]}, "far": {"kind": "clinic", "at": [200, 0]}},
        )
    )
    world = engine._world
    for name in "ab":
        world.ordnance.left(world.places["camp"], 10.0, 0.0, name, world.started)
    assert "clinic" in world.closures.marks
    assert "far" not in world.closures.marks
    engine.apply(OrderUnit("team_1", "clear_ordnance", "camp"))
    found = ran(engine)
    (opened,) = of_kind(found, "way_opened")
    assert (opened.subject, opened.at) == ("clinic", of_kind(found, "ordnance_cleared")[-1].at)


def test_bunkers_inside_the_cordon_are_lost_by_its_share_of_the_ground() -> None:
    """Cordon 60 m, radius 100 m: each of 10 bunkers with the chance 0.36."""
    lost = []
    for seed in range(80):
        world = world_of(manned(), seed)
        place = world.blueprint.places["base"]
        lost.append(sum(world.draws.once("dud", f"bunker {i}") < (60 / place.radius) ** 2 for i in range(10)))
    assert_share(sum(lost), 800, 0.36)
    scenario = merged(manned(people=600), {"places": {"base": {"bunkers": 10}}})
    world = world_of(scenario)
    world.shelter.attacked("base", world.started)
    world.ordnance.left(world.places["base"], 0.0, -1000.0, "dud", world.started)
    closed = of_kind(world.log, "ordnance_left")[0].data["bunkers"]
    assert 0 < closed < 10
    assert world.shelter.share("base", 10 * MINUTE) == pytest.approx((10 - closed) * 60 / 600)


def test_as_many_rounds_fail_as_their_share_says() -> None:
    found: list[LogEvent] = []
    for engine in engines(shelled(parameters={"shelling": {"dud": "0.1"}}), range(40)):
        found += of_kind(ran(engine), "round_landed")
    assert_share(sum(e.data["dud"] for e in found), len(found), 0.1)


def test_a_bunker_by_which_two_rounds_lie_is_lost_once() -> None:
    """Many rounds that did not go off close every bunker, and none twice."""
    world = world_of(merged(manned(people=600), {"places": {"base": {"bunkers": 10}}}))
    world.shelter.attacked("base", world.started)
    for k in range(20):
        world.ordnance.left(world.places["base"], 0.0, -1000.0, f"dud {k}", world.started)
    closed = [e.data["bunkers"] for e in of_kind(world.log, "ordnance_left")]
    assert sum(closed) > 10 >= max(closed)
    assert world.shelter.share("base", 10 * MINUTE) == 0.0
