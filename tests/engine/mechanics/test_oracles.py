"""Mechanisms against closed forms and published figures (domain sheet, section 3; design sheet, section 5).

Samples are so large that each tolerance is about four standard errors of the estimate, or more.
"""

from __future__ import annotations

import random
from itertools import pairwise
from math import exp, factorial, sqrt
from typing import Any

import pytest

from simulator.engine.mechanics.patrol import Round
from simulator.engine.mechanics.reporting import Message
from simulator.engine.world import World
from tests.builders import a_scenario, engine_of, of_kind, ran, world_of
from tests.engine.cases import PLATOON, WIRE, told

MINUTE, HOUR, DAY = 60, 3600, 86400


def erlang_c(servers: int, load: float, service: float) -> float:
    """Mean wait in a queue M/M/c; ``load`` is the arrival rate times the mean service time."""
    last = load**servers / factorial(servers) * servers / (servers - load)
    waits = last / (sum(load**k / factorial(k) for k in range(servers)) + last)
    return waits * service / (servers - load)


def share_bound(share: float, count: int) -> float:
    """Four standard errors of a share."""
    return 4 * sqrt(share * (1 - share) / count)


# queues


@pytest.mark.parametrize(("staff", "load"), [(1, 0.5), (2, 1.2), (4, 2.8)])
def test_a_staff_takes_messages_as_erlang_says(staff: int, load: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mean wait within 3 per cent of M/M/c: messages that come at random, through the real call-taking code."""
    mean, count = 3000, 150_000
    scenario = a_scenario(command={"ops": {"staff": staff, "handling": {"exponential": f"{mean} s"}}})
    world = world_of(scenario)
    post, commanding = world.command["ops"], world.commanding
    came: dict[str, int] = {}
    waited = 0
    handle = commanding._handle

    def watched(to: Any, message: Message, behind: tuple[int, ...]) -> None:
        nonlocal waited
        waited += world.now - came.pop(message.key)
        handle(to, message, behind)

    monkeypatch.setattr(commanding, "_handle", watched)
    rng, at = random.Random(7), 0.0
    for k in range(count):
        at += rng.expovariate(load / mean)
        world.clock.advance(round(at))
        came[f"m{k}"] = world.now
        commanding.take(post, Message(post, post, "double", None, 0, f"m{k}"))
    assert waited / count == pytest.approx(erlang_c(staff, load, mean), rel=0.03)


@pytest.mark.parametrize(("lanes", "a_minute"), [(1, 3), (2, 8), (3, 15)])
def test_people_wait_at_search_lanes_as_erlang_says(lanes: int, a_minute: float) -> None:
    """Mean wait within 5 per cent of M/M/c at 6 people a minute and lane, in a summer without nights."""
    gate = {"kind": "gate", "of": "site", "at": [0, -500], "lanes": lanes, "traffic": f"{a_minute}/min"}
    clock = {"startex": "2031-06-08T08:00+02:00", "latitude": 66, "duration": "26 days"}
    engine = engine_of(a_scenario(places={"gate": gate}, clock=clock))
    log = ran(engine)
    assert not of_kind(log, "light_changed"), "the sun never sets, so the traffic never stops"
    counted = engine._world.gates.gates["gate"]
    assert counted.served > 100_000
    assert counted.waited_s / counted.served == pytest.approx(erlang_c(lanes, a_minute / 6, 10.0), rel=0.05)


# gates and crowds


@pytest.mark.parametrize(
    ("mode", "minutes"), [("open", 900 / (1.1 * 4) / 60), ("search", 900 / (2 * 6))], ids=["open", "two lanes"]
)
def test_nine_hundred_people_pass_in_3_5_minutes_or_in_75(mode: str, minutes: float) -> None:
    """Domain sheet: a 4 m opening at 1.1 people a metre and second, against two lanes of six a minute."""
    gate = {
        "kind": "gate", "of": "base", "at": [0, -600], "leads_to": "base", "lanes": 2, "width": "4 m",
        "mode": mode, "waiting_area": "1000 m2",
    }  # fmt: skip
    crowd = {"id": "crowd", "at": "H+1", "type": "contextual", "effects": [{"people": 900, "at": "gate"}]}
    log = ran(engine_of(a_scenario(places={"gate": gate}, msel=[crowd])))
    through = of_kind(log, "crowd_through")[0]
    assert (through.at - HOUR) / 60 == pytest.approx(minutes, abs=1.0)
    assert minutes == pytest.approx({"open": 3.5, "search": 75}[mode], abs=0.1)
    assert through.data["inside"] == 900


# reporting


def sent(world: World, count: int) -> None:
    """A number of messages from a platoon to its centre, a minute apart."""
    unit, post = world.units["platoon"], world.command["ops"]
    for k in range(count):
        world.clock.advance(world.now + 60)
        world.reporting.send(unit, post, "status", (unit, "available", world.now, k + 10, "base"), 1, f"m{k}")


@pytest.mark.parametrize("fails", [0.03, 0.15, 0.4])
def test_messages_are_lost_as_often_as_their_channel_says(fails: float) -> None:
    """First sendings fail with the channel's share p; a message is given up with p to the power of its tries."""
    world = world_of(a_scenario(units=PLATOON, channels={"radio": {"fails": fails}}))
    count = 6000
    sent(world, count)
    world.clock.advance(world.now + HOUR)
    tries = world.p.reporting.tries
    failed = [e for e in of_kind(world.log, "message_failed") if e.data["what"] == "status"]
    given_up = [e for e in of_kind(world.log, "message_given_up") if e.data["what"] == "status"]
    attempts = count * sum(fails**k for k in range(tries))
    assert len(failed) / attempts == pytest.approx(fails, abs=share_bound(fails, count))
    assert len(given_up) / count == pytest.approx(fails**tries, abs=share_bound(fails**tries, count) + 1e-3)


# observation


@pytest.mark.parametrize("distance", [300, 800, 1400])
def test_posts_see_what_stands_before_them_at_the_rate_of_their_hazard(distance: int) -> None:
    """Share that has seen by t = 1 - exp(-hazard t), summed over posts that stand at different distances."""
    wire = {"north": {**WIRE["north"], "posts": 60, "length": "4 km"}}
    scenario = a_scenario(perimeter=wire, plan={
        "R": {"title": "R", "for": "posts", "when": "massing seen", "do": [{"task": "report", "to": "ops"}]}
    })  # fmt: skip
    expected = variance = 0.0
    seen, after = 0, 45
    for seed in range(40):
        world = world_of(scenario, seed)
        world.observation.appear("massing", "north", 40, 1, far=distance)
        rows = world.observation._rows(world.observation.things["massing@north"], 1.0)
        for _, day, _ in rows:
            chance = 1 - exp(-day * after)
            expected += chance
            variance += chance * (1 - chance)
        world.clock.advance(after)
        seen += len(of_kind(world.log, "sighted"))
    assert expected > 30
    assert abs(seen - expected) < 4 * sqrt(variance) + 0.02 * expected


def test_the_hazard_falls_with_the_square_of_the_distance_and_ends_at_the_horizon() -> None:
    world = world_of(a_scenario(perimeter=WIRE))
    hazard = world.observation.hazard
    assert hazard(800, 600) / hazard(1600, 1200) == pytest.approx(1.0)
    assert hazard(400, 600) / hazard(800, 600) == pytest.approx(4.0, rel=0.01) or hazard(400, 600) == hazard(1, 600)
    assert hazard(world.p.observation.blind * 600 + 1, 600) == 0


# the perimeter


@pytest.mark.parametrize(
    ("layers", "minutes"),
    [(["none"], 0), (["light_fence"], 2), (["fence", "ditch", "berm"], 10), (["wall"], 20)],
    ids=["none", "light fence", "layered", "wall"],
)
def test_an_obstacle_delays_an_assault_as_the_sheet_says(layers: list[str], minutes: int) -> None:
    """Delay credit 0, 2, 10 and 20 minutes where nobody watches over the obstacle."""
    wire = {"north": {**WIRE["north"], "layers": layers, "posts": 0}}
    threat = {
        "groups": {"armed": {"strength": 20}},
        "stream": [{"id": "assault", "at": "H+1", "do": "breach", "by": "armed", "on": "north"}],
    }
    log = ran(engine_of(a_scenario(perimeter=wire, threat=threat)))
    assert of_kind(log, "breach_opened")[0].at - of_kind(log, "barrier_attacked")[0].at == minutes * 60


def test_posts_that_watch_over_an_obstacle_make_it_hold_longer_by_the_declared_share() -> None:
    wire = {"north": {**WIRE["north"], "layers": ["wall"], "posts": 4}}
    world = world_of(a_scenario(perimeter=wire))
    segment = world.segments["north"]
    assert world.perimeter.delay(segment)[0] == 20 * 60 * (1 + world.p.perimeter.overwatch)
    segment.posts[0].manned = segment.posts[1].manned = False
    assert world.perimeter.delay(segment)[0] == 20 * 60 * (1 + world.p.perimeter.overwatch / 2)


# patrols


@pytest.mark.parametrize(("teams", "minutes"), [(1, 92), (4, 23)])
def test_a_place_on_the_loop_is_passed_every_92_or_23_minutes(teams: int, minutes: int) -> None:
    """4.6 km at 3 km/h: one team comes by every 92 minutes (the sheet says about 90), four every 23."""
    patrol = {"walk": {"by": "platoon", "teams": teams, "loop": "4.6 km", "mode": "foot", "hours": "day and night"}}
    world = world_of(a_scenario(units=PLATOON, patrols=patrol))
    world.clock.advance(HOUR)
    walk: Round = world.patrol.rounds["walk"]
    assert walk.out
    passes, now = [], world.now
    while len(passes) < 12:
        now += max(1, round(walk.next_pass(1234.0, now)))
        passes.append(now)
        now += 1
    gaps = [b - a for a, b in pairwise(passes)]
    assert sum(gaps) / len(gaps) / 60 == pytest.approx(minutes, rel=0.01)


# casualties


def test_people_die_as_the_published_table_says_where_nobody_helps() -> None:
    """Of those who die: 57 % at once, 68 % by 10 min, 91 % by 60, 99 % by 120; each within 5 points."""
    scenario = a_scenario(parameters={"care": {"aid_by_nobody": "20 days", "aid_by_people": "20 days"}})
    world = world_of(scenario)
    count = 12_000
    for k in range(count):
        world.casualties.hurt(f"p{k}", "camp", "perpetrator", 1)
    triage = [e.data["severity"] for e in of_kind(world.log, "person_hurt")]
    # the sheet's 10 % dead at the scene is fitted to 11.5 %, so that the table below comes out
    for severity, share in (("dead", 0.12), ("T1", 0.2), ("T2", 0.3), ("T3", 0.38)):
        assert triage.count(severity) / count == pytest.approx(share, abs=share_bound(share, count))
    world.clock.advance(8 * HOUR)
    died = [e.at / 60 for e in of_kind(world.log, "person_died")]
    assert len(died) > 1500
    for by, share in ((0, 0.57), (10, 0.68), (60, 0.91), (120, 0.99)):
        assert sum(at <= by for at in died) / len(died) == pytest.approx(share, abs=0.05), f"by {by} min"


def test_care_only_saves_and_the_sooner_the_more() -> None:
    """The same wounds with surgery after so many minutes: never a death more than with surgery later."""
    deaths = []
    for minutes in (10, 60, 120, 400):
        world = world_of(a_scenario(parameters={"care": {"aid_by_nobody": "20 days", "aid_by_people": "20 days"}}))
        for k in range(1500):
            world.casualties.hurt(f"p{k}", "camp", "perpetrator", 1)
        world.clock.advance(minutes * 60)
        for person in world.casualties.people:
            if person.state != "dead":
                world.casualties.treat(person, world.p.casualties.with_surgery, 1)
        world.clock.advance(10 * HOUR)
        deaths.append({e.subject for e in of_kind(world.log, "person_died")})
    assert deaths[0] < deaths[1] < deaths[2] < deaths[3]


# force


def test_told_of_nothing_nobody_goes() -> None:
    """The engine's own control: without the report of the other tests there is no order."""
    log = ran(engine_of(a_scenario(units=PLATOON, perimeter=WIRE, msel=[told("H+1", "breach", "north")])))
    assert not of_kind(log, "order_given")
