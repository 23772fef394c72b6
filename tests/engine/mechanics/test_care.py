"""Care against queues by hand and by formula, and against 10-1-2 (domain sheet, section 3).

10-1-2: first aid within 10 minutes, field care within 1 hour, surgery within 2 hours.
"""

from __future__ import annotations

import heapq
import random
from math import sqrt
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.engine import Engine
from simulator.engine.world import World
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import CLINIC, HOUR, MINUTE, NO_AID, Z, assert_share, named, wounds

LIGHT = {"casualties": {"dead_at_scene": "0", "t1": "0", "t2": "0"}}
"""everybody who is hurt is hurt lightly"""
GRAVE = {"casualties": {"dead_at_scene": "0", "t1": "1", "t2": "0", "lethal": "0"}}
"""everybody who is hurt is in danger of life, and nobody dies"""
STAYS = {"care": {"walk_in": "20 days"}}
"""nobody walks to the clinic while the run lasts"""
AMBULANCES = {
    "strength": 4, "component": "civilian", "armed": False, "mobility": "wheels", "notice": "1 min", "carries": 2,
    "medics": True, "can": ["casevac", "return"],
}  # fmt: skip


def hospital(**sections: Any) -> dict[str, Any]:
    """A scenario with a clinic at the camp's door."""
    return a_scenario(**merged({"places": {"clinic": {**CLINIC, "at": [0, -100]}}}, sections))


def engine_with_ambulance(teams: int = 1, seed: int = 1, **sections: Any) -> Engine:
    """Ambulance teams at the base, the clinic between camp and base."""
    units = {f"ambulance_{k}": {"type": "ambulance", "at": "base"} for k in range(teams)}
    return engine_of(hospital(**merged({"unit_types": {"ambulance": AMBULANCES}, "units": units}, sections)), seed)


def collects(engine: Engine) -> None:
    """Every ambulance is told to bring casualties away from the camp."""
    for unit in engine.blueprint.units:
        engine.apply(OrderUnit(unit, "casevac", "camp"))


def of(log: list[LogEvent], kind: str) -> dict[str, int]:
    """Person -> when something was first done for them."""
    return {event.subject: event.at for event in reversed(of_kind(log, kind))}


def starts(arrivals: list[int], service: int, servers: int) -> list[int]:
    """When each is served in a queue first come, first served: whoever is free soonest takes the next."""
    free, found = [0] * servers, []
    for at in arrivals:
        begin = max(at, heapq.heappop(free))
        found.append(begin)
        heapq.heappush(free, begin + service)
    return found


# first aid


def triangular_cdf(at: float, low: float, mode: float, high: float) -> float:
    """Probability that a triangular quantity is at most ``at``."""
    if at <= mode:
        return max(0.0, at - low) ** 2 / ((high - low) * (mode - low))
    return 1 - max(0.0, high - at) ** 2 / ((high - low) * (high - mode))


def aided_by(world: World, minutes: int) -> int:
    """How many have had first aid by then."""
    return sum(event.at < minutes * MINUTE for event in of_kind(world.log, "aid_given"))


@pytest.mark.parametrize(
    ("trained", "minutes"), [(0, 60), (50, 10), (50, 18), (25, 18)], ids=["nobody", "all", "all later", "half"]
)
def test_first_aid_comes_as_soon_as_who_is_near_allows(trained: int, minutes: int, test_seed: int) -> None:
    """Neighbours: triangular 12 (4-40) min, nobody: 60 (20-180) min; 50 trained people are always near."""
    world = world_of(a_scenario(places={"camp": {"first_aiders": trained}}, parameters=merged(LIGHT, STAYS)), test_seed)
    wounds(world, 2500)
    world.clock.advance(4 * HOUR)
    expected = trained / 50 * triangular_cdf(minutes, 4, 12, 40)
    expected += (1 - trained / 50) * triangular_cdf(minutes, 20, 60, 180)
    assert_share(aided_by(world, minutes), 2500, expected)
    assert len(of_kind(world.log, "aid_given")) == 2500


def test_a_unit_on_the_scene_gives_first_aid_within_the_ten_minutes(test_seed: int) -> None:
    """A unit with medics: triangular 4 (2-8) min, so all are helped inside the 10 minutes of 10-1-2."""
    engine = engine_of(
        a_scenario(units={"platoon": {"type": "platoon", "at": "base"}}, parameters=merged(LIGHT, STAYS)), test_seed
    )
    engine.apply(OrderUnit("platoon", "deploy", "camp"))
    engine.advance_to(HOUR)
    world = engine._world
    assert world.units["platoon"].at == "camp"
    wounds(world, 1500)
    engine.advance_to(2 * HOUR)
    after = [event.at - HOUR for event in of_kind(engine.log, "aid_given")]
    assert len(after) == 1500
    assert max(after) <= 10 * MINUTE
    assert_share(sum(at < 4 * MINUTE for at in after), 1500, triangular_cdf(4, 2, 4, 8))


# the queue for doctors


def lightly_wounded_come(world: World, arrivals: list[int]) -> list[int]:
    """People hurt lightly walk in at these times; waits until the doctor, in seconds."""
    for k, at in enumerate(arrivals):
        world.clock.advance(at)
        world.casualties.hurt(f"p{k}", "camp", "perpetrator", world.started)
    world.clock.advance(arrivals[-1] + 400 * HOUR)
    begun = of(world.log, "care_begun")
    return [begun[f"p{k}"] - at - 1 for k, at in enumerate(arrivals)]


def poisson_arrivals(count: int, mean: float, seed: int) -> list[int]:
    """Times of a Poisson stream in whole seconds."""
    rng, at, found = random.Random(seed), 0.0, []
    for _ in range(count):
        at += rng.expovariate(1 / mean)
        found.append(round(at))
    return found


@pytest.mark.parametrize("doctors", [1, 2, 4])
def test_doctors_take_the_lightly_wounded_first_come_first_served(doctors: int) -> None:
    """Every single wait equals that of a queue with so many servers of 25 minutes, worked out apart (M/D/c)."""
    scenario = hospital(
        places={"clinic": {"doctors": doctors}},
        parameters=merged(LIGHT, {"care": {"treat": "25 min", "walk_in": "1 s"}}),
    )
    arrivals = poisson_arrivals(800, 25 * 60 / (0.85 * doctors), doctors)
    waits = lightly_wounded_come(world_of(scenario), arrivals)
    begins = starts([at + 1 for at in arrivals], 25 * 60, doctors)
    assert waits == [begin - at - 1 for begin, at in zip(begins, arrivals, strict=True)]
    assert max(waits) > 25 * 60


def test_the_mean_wait_for_one_doctor_is_that_of_pollaczek_and_khinchine() -> None:
    """M/D/1 at a load of 0.6: rho s / (2 (1 - rho)); the interval comes from 20 batches of the waits."""
    scenario = hospital(
        places={"clinic": {"doctors": 1}}, parameters=merged(LIGHT, {"care": {"treat": "25 min", "walk_in": "1 s"}})
    )
    waits = lightly_wounded_come(world_of(scenario), poisson_arrivals(20_000, 25 * 60 / 0.6, 11))
    size = len(waits) // 20
    batches = [sum(waits[k * size : (k + 1) * size]) / size for k in range(20)]
    mean = sum(batches) / 20
    error = sqrt(sum((b - mean) ** 2 for b in batches) / 19 / 20)
    expected = 0.6 * 25 * 60 / (2 * 0.4)
    assert abs(mean - expected) < Z * error
    assert Z * error < 0.2 * expected, "the interval is narrow enough to tell it from M/M/1, which waits twice as long"


def test_one_doctor_takes_the_worst_first_by_hand() -> None:
    """One doctor, 25 min each: T3 a is in treatment when T3 b, T2, T1 come; then T1, T2, b."""
    scenario = hospital(
        places={"clinic": {"doctors": 1}},
        parameters=merged(NO_AID, {"care": {"treat": "25 min", "walk_in": "20 days"}}),
    )
    world = world_of(scenario)
    (a, b), (urgent,), (grave,) = named("T3", 2), named("T2", 1), named("T1", 1)
    clinic = world.care.clinics["clinic"]
    for minute, name in enumerate((a, b, urgent, grave)):
        world.clock.advance(minute * MINUTE)
        world.casualties.hurt(name, "camp", "perpetrator", world.started)
        person = world.casualties.people[-1]
        world.casualties.waiting["camp"].remove(person)
        world.care._queue(person, clinic, world.started)
    world.clock.advance(2 * HOUR)
    begun = of(world.log, "care_begun")
    assert begun == {a: 0, grave: 25 * MINUTE, urgent: 50 * MINUTE, b: 75 * MINUTE}


def test_who_dies_in_the_queue_takes_no_doctor() -> None:
    """A clinic with one doctor: the next of those who still live is taken when he is free."""
    scenario = hospital(
        places={"clinic": {"doctors": 1}},
        parameters={"casualties": {"dead_at_scene": "0", "t1": "1", "lethal": "0.99"}, "care": NO_AID["care"]},
    )
    world = world_of(scenario)
    wounds(world, 12)
    for person in world.casualties.people:
        world.casualties.waiting["camp"].remove(person)
        world.care._queue(person, world.care.clinics["clinic"], world.started)
    world.clock.advance(8 * HOUR)
    died, begun = of(world.log, "person_died"), of(world.log, "care_begun")
    assert any(name not in begun for name in died), "somebody died waiting"
    assert all(begun.get(name, 0) <= at for name, at in died.items())
    assert world.care.clinics["clinic"].doctors == 1


# theatres


def operated(theatres: int, arrivals: list[int], **care: str) -> World:
    """A world whose clinic got people in danger of life at these times and has done what it could."""
    scenario = hospital(
        places={"clinic": {"theatres": theatres, "doctors": 50, "level": "level_2"}},
        parameters=merged(GRAVE, {"care": {"treat": "1 s", **care}}),
    )
    world = world_of(scenario)
    for k, at in enumerate(arrivals):
        world.clock.advance(at)
        world.casualties.hurt(f"p{k}", "camp", "perpetrator", world.started)
        person = world.casualties.people[-1]
        world.casualties.waiting["camp"].remove(person)
        world.care._queue(person, world.care.clinics["clinic"], world.started)
    world.clock.advance(arrivals[-1] + 400 * HOUR)
    return world


@pytest.mark.parametrize("theatres", [1, 3])
def test_theatres_operate_first_come_first_served(theatres: int) -> None:
    """Every wait for the table equals that of a queue with so many servers of 90 minutes (M/D/c)."""
    arrivals = poisson_arrivals(500, 90 * 60 / (0.8 * theatres), theatres)
    world = operated(theatres, arrivals, operate="90 min", operations="1000")
    begun = of(world.log, "surgery_begun")
    expected = starts([at + 1 for at in arrivals], 90 * 60, theatres)
    assert [begun[f"p{k}"] for k in range(500)] == expected
    assert max(b - a for a, b in zip(arrivals, expected, strict=True)) > 90 * 60


@pytest.mark.parametrize(("theatres", "limit"), [(1, 3), (2, 3), (1, 2)])
def test_a_theatre_does_so_many_operations_a_day_and_the_others_are_flown_out(theatres: int, limit: int) -> None:
    """Domain sheet, Level I plus: 2-3 operations a day; of nine casualties the others wait for a flight."""
    world = operated(theatres, [k * MINUTE for k in range(9)], operate="60 min", operations=str(limit))
    table, flown = of(world.log, "surgery_begun"), of(world.log, "evacuation_begun")
    assert set(table) == {f"p{k}" for k in range(theatres * limit)}
    assert len(flown) == 9 - theatres * limit
    assert not set(table) & set(flown)


def test_the_next_day_the_theatre_operates_again() -> None:
    world = operated(1, [0, MINUTE, 25 * HOUR, 25 * HOUR + MINUTE, 26 * HOUR], operate="60 min", operations="2")
    days = [event.at // (24 * HOUR) for event in of_kind(world.log, "surgery_begun")]
    assert days == [0, 0, 1, 1]
    assert len(of_kind(world.log, "evacuation_begun")) == 1


def test_without_a_theatre_people_in_danger_of_life_are_flown_out_after_clearance() -> None:
    """Domain sheet: clearance 2 (0.5-24) h; mean of the triangle 26.5 / 3 h."""
    world = operated(0, list(range(400)), operate="60 min")
    assert not of_kind(world.log, "surgery_begun")
    waits = [event.at - int(event.subject[1:]) - 1 for event in of_kind(world.log, "evacuation_begun")]
    assert len(waits) == 400
    assert min(waits) >= HOUR / 2
    assert max(waits) <= 24 * HOUR
    deviation = sqrt((0.5**2 + 2**2 + 24**2 - 0.5 * 2 - 0.5 * 24 - 2 * 24) / 18) * HOUR
    assert sum(waits) / 400 == pytest.approx(26.5 / 3 * HOUR, abs=Z * deviation / 20)


# ambulances


def test_an_ambulance_takes_the_worst_first_and_the_light_last() -> None:
    """Two places in the vehicle; two T3 hurt first, then T2 and two T1: T1 T1, then T2 alone, then T3."""
    engine = engine_with_ambulance(parameters={"care": {"walk_in": "20 days", "treat": "1 min"}})
    for name in (*named("T3", 2), *named("T2", 1), *named("T1", 2)):
        engine._world.casualties.hurt(name, "camp", "perpetrator", 1)
    collects(engine)
    log = ran(engine)
    severity = {event.subject: event.data["severity"] for event in of_kind(log, "person_hurt")}
    order = [severity[event.subject] for event in of_kind(log, "care_begun")]
    assert order == ["T1", "T1", "T2", "T3", "T3"]
    assert [event.data["count"] for event in of_kind(log, "casualties_collected")] == [2, 1, 2]


def test_an_ambulance_waits_until_nobody_does_harm_there() -> None:
    """The way is safe when the attackers have left: no loading before, first loading after."""
    threat = {
        "groups": {"armed": {"strength": 40}},
        "stream": [{"id": "raid", "at": "H+0:10", "do": "attack", "by": "armed", "on": "camp", "for": "2 h"}],
    }
    engine = engine_with_ambulance(threat=threat)
    engine.advance_to(20 * MINUTE)
    collects(engine)
    log = ran(engine)
    over = of_kind(log, "group_left")[0].at
    assert of_kind(log, "unit_arrived")[0].at < over
    collected = of_kind(log, "casualties_collected")
    assert collected
    assert collected[0].at >= over


def test_an_ambulance_may_go_where_a_unit_holds_the_harm_in_check() -> None:
    """The same attack, without end; a strong unit warns by shots at each round and so makes the place safe."""
    threat = {
        "groups": {"armed": {"strength": 20, "resolve": 1, "deterred_by": "aimed_fire"}},
        "stream": [{"id": "raid", "at": "H+0:10", "do": "attack", "by": "armed", "on": "camp"}],
    }
    units = {"guard": {"type": "platoon", "at": "base", "strength": 60}}
    parameters = {"force": {"aimed_fire": "0", "warning_shots": "0", "hits": "0"}}
    engine = engine_with_ambulance(threat=threat, units=units, parameters=parameters)
    engine.apply(OrderUnit("guard", "protect", "camp"))
    engine.advance_to(HOUR)
    engine.apply(OrderUnit("ambulance_0", "casevac", "camp"))
    log = ran(engine)
    suppressed = of_kind(log, "group_suppressed")[0].at
    assert not of_kind(log, "group_left", "group_deterred")
    assert of_kind(log, "casualties_collected")[0].at > suppressed


def test_people_lightly_hurt_do_not_walk_through_an_attack() -> None:
    threat = {
        "groups": {"armed": {"strength": 10}},
        "stream": [{"id": "raid", "at": "H+0:10", "do": "attack", "by": "armed", "on": "camp", "for": "3 h"}],
    }
    log = ran(engine_of(hospital(threat=threat, parameters=LIGHT)))
    begun = of_kind(log, "care_begun")
    assert begun
    assert begun[0].at >= of_kind(log, "group_left")[0].at


def test_no_casualty_passes_a_way_that_is_closed() -> None:
    """CASEVAC needs its route: while the way to the clinic is closed nobody is brought there."""
    inject = {
        "id": "roadblock", "at": "H+0:01", "type": "contextual", "text": "The road to the clinic is blocked.",
        "effects": [{"close": "clinic", "for": "4 h"}],
    }  # fmt: skip
    engine = engine_with_ambulance(msel=[inject], parameters={"care": {"walk_in": "20 days"}})
    wounds(engine._world, 10)
    collects(engine)
    log = ran(engine)
    assert of_kind(log, "way_closed")
    begun = of_kind(log, "care_begun")
    assert begun
    assert min(event.at for event in begun) >= 4 * HOUR


def test_a_closed_way_to_the_wounded_holds_the_ambulance_up() -> None:
    inject = {
        "id": "roadblock", "at": "H+0:01", "type": "contextual", "text": "The road to the camp is blocked.",
        "effects": [{"close": "camp", "for": "4 h"}],
    }  # fmt: skip
    engine = engine_with_ambulance(msel=[inject])
    engine.advance_to(2 * MINUTE)
    wounds(engine._world, 20)
    collects(engine)
    log = ran(engine)
    assert of_kind(log, "casualties_collected")[0].at >= 4 * HOUR


# 10-1-2


def ten_one_two_by_hand(log: list[LogEvent]) -> tuple[int, int]:
    """(kept, severe): aid or care by 10 min, care by 1 h, and for T1 the table or the flight by 2 h."""
    aid, care = of(log, "aid_given"), of(log, "care_begun")
    table, flown = of(log, "surgery_begun"), of(log, "evacuation_begun")
    kept = severe = 0
    for hurt in of_kind(log, "person_hurt"):
        if hurt.data["severity"] not in ("T1", "T2"):
            continue
        severe += 1

        def in_time(limit: int, *done: dict[str, int], hurt: LogEvent = hurt) -> bool:
            return any(hurt.subject in row and row[hurt.subject] - hurt.at <= limit for row in done)

        kept += (
            in_time(600, aid, care)
            and in_time(3600, care)
            and (hurt.data["severity"] == "T2" or in_time(7200, table, flown))
        )
    return kept, severe


def test_ten_one_two_counts_who_had_each_care_in_time() -> None:
    """K10 against a count of its own over a run with some of each: in time, late, never."""
    places = {"clinic": {"doctors": 3, "theatres": 2, "level": "level_2"}, "camp": {"first_aiders": 40}}
    engine = engine_with_ambulance(
        3, places=places, parameters={"care": {"operations": "20", "operate": "20 min", "aid_by_people": "2-16 min"}}
    )
    wounds(engine._world, 60)
    collects(engine)
    log = ran(engine)
    kept, severe = ten_one_two_by_hand(log)
    assert 0 < kept < severe
    assert measure(engine.blueprint, log)["ten_one_two"] == pytest.approx(kept / severe, abs=0.001)


def test_aid_by_the_ambulance_crew_counts_as_first_aid() -> None:
    """A crew with medics stands by at the camp, loads a casualty after 4-8 min and gives aid: within the 10."""
    engine = engine_with_ambulance(parameters={"care": {**NO_AID["care"], "aid_by_unit": "20 days", "load": "4-8 min"}})
    collects(engine)
    engine.advance_to(8 * MINUTE)
    at = engine.now
    assert engine._world.units["ambulance_0"].at == "camp"
    for name in named("T2", 2):
        engine._world.casualties.hurt(name, "camp", "perpetrator", 1)
    log = ran(engine)
    people = engine._world.casualties.people
    assert all(0 <= person.aid_at - at <= 10 * MINUTE for person in people), "the crew gave aid in time"
    assert measure(engine.blueprint, log)["first_aid_10"] == 1.0


# monotone, content, parameters


def deaths(seed: int, teams: int, **sections: Any) -> int:
    """Deaths of the same forty grave wounds under some care."""
    sections = merged({"parameters": {"casualties": {"lethal": "0.9"}, "care": {"operations": "50"}}}, sections)
    engine = engine_with_ambulance(teams, seed, **sections)
    wounds(engine._world, 40)
    collects(engine)
    return len(of_kind(ran(engine), "person_died"))


def a_clinic(doctors: int, theatres: int) -> dict[str, Any]:
    """A clinic with so many doctors and theatres, as a section."""
    return {"places": {"clinic": {"doctors": doctors, "theatres": theatres, "level": "level_2"}}}


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"teams": 1, **a_clinic(20, 20)}, {"teams": 4, **a_clinic(20, 20)}),
        ({"teams": 4, **a_clinic(1, 1)}, {"teams": 4, **a_clinic(1, 20)}),
        ({"teams": 4, **a_clinic(1, 20)}, {"teams": 4, **a_clinic(20, 20)}),
        ({"teams": 1}, {"teams": 1, "places": {"camp": {"first_aiders": 50}}}),
        ({"teams": 1}, {"teams": 1, "parameters": {"care": {"aid_by_nobody": "1 min"}}}),
    ],
    ids=["ambulances", "theatres", "doctors", "first aiders", "faster aid"],
)
def test_more_care_means_fewer_deaths_of_the_same_wounded(worse: dict[str, Any], better: dict[str, Any]) -> None:
    """Budgets belong to people: over paired seeds the same wounded die less often."""
    pairs = [(deaths(seed, **worse), deaths(seed, **better)) for seed in range(25)]
    assert sum(after for _, after in pairs) < sum(before for before, _ in pairs)
    assert sum(after > before for before, after in pairs) < 5


def test_without_a_clinic_nobody_gets_field_care() -> None:
    world = world_of(a_scenario())
    wounds(world, 50)
    world.clock.advance(8 * HOUR)
    assert not of_kind(world.log, "care_begun", "surgery_begun", "evacuation_begun")


@pytest.mark.parametrize(
    ("name", "slow", "fast", "kind"),
    [
        ("aid_by_nobody", "3 h", "5 min", "aid_given"),
        ("walk_in", "3 h", "5 min", "care_begun"),
        ("load", "2 h", "5 min", "casualties_collected"),
        ("treat", "2 h", "5 min", "surgery_begun"),
        ("operate", "4 h", "5 min", "surgery_begun"),
    ],
)
def test_each_time_of_care_is_read(name: str, slow: str, fast: str, kind: str) -> None:
    """With the longer time the last event of that kind comes later, or does not come at all."""
    counts = []
    for text in (slow, fast):
        engine = engine_with_ambulance(
            places={"clinic": {"doctors": 1, "theatres": 1, "level": "level_2"}},
            parameters={"care": {"operations": "99", "treat": "2 min", name: text}},
        )
        wounds(engine._world, 16)
        collects(engine)
        engine.advance_to(6 * HOUR)
        times = [event.at for event in of_kind(engine.log, kind)]
        counts.append((sum(6 * HOUR - at for at in times), len(times)))
    assert counts[0][0] < counts[1][0]
    assert counts[0][1] <= counts[1][1]
