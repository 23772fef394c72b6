"""Crowds against closed forms: who runs when, how fast a gate lets them through, who is crushed; nobody is lost."""

from __future__ import annotations

from math import exp
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import HOUR, MINUTE, assert_poisson, engines

GATE = {"kind": "gate", "of": "base", "at": [0, -600], "leads_to": "base", "lanes": 2, "width": "4 m",
        "waiting_area": "1000 m2", "mode": "open"}  # fmt: skip
HARMLESS = {"harm": {"attack": "0/min"}, "crowd": {"slip_in": 0, "crush": 0}}


def fleeing(attackers: int = 50, mode: str = "open", lasts: str = "4 h", **more: Any) -> dict[str, Any]:
    """A camp of 5,000 is attacked, and people run to the gate of the base."""
    least = {
        "places": {"camp": {"flees_to": "gate"}, "gate": {**GATE, "mode": mode}},
        "threat": {
            "groups": {"men": {"strength": attackers}},
            "stream": [{"id": "raid", "at": "H+1", "do": "attack", "by": "men", "on": "camp", "for": lasts}],
        },
        "parameters": HARMLESS,
    }
    return a_scenario(**merged(least, more))


def coming(people: int, mode: str, **gate: Any) -> dict[str, Any]:
    """A crowd stands before the gate at H+1, from outside the model."""
    crowd = {"id": "crowd", "at": "H+1", "type": "contextual", "effects": [{"people": people, "at": "gate"}]}
    return a_scenario(places={"gate": {**GATE, "mode": mode, **gate}}, msel=[crowd])


def searching_as_they_move(scenario: dict[str, Any]) -> Engine:
    """The way of running a gate that only an order brings about."""
    engine = engine_of(scenario)
    engine._world.gates.run("gate", "moving", 1)
    return engine


def gone(engine: Engine) -> float:
    return 5000 - engine._world.places["camp"].people


@pytest.mark.parametrize("minutes", [10, 25, 60, 120])
@pytest.mark.parametrize(("attackers", "share"), [(50, 0.6), (40, 0.6), (10, 0.15)])
def test_people_run_by_the_exponential_of_their_own_time(attackers: int, share: float, minutes: int) -> None:
    """0.6 of the people run, fewer before fewer than forty men; each after an exponential time of mean 25 min."""
    engine = engine_of(fleeing(attackers))
    engine.advance_to(HOUR + minutes * MINUTE)
    assert gone(engine) == pytest.approx(5000 * share * (1 - exp(-minutes / 25)), rel=0.03)


def test_they_walk_with_what_they_carry() -> None:
    """600 m as the crow flies, a fifth longer on the ground, at 0.9 m/s: 13 min and 20 s until the first are there."""
    engine = engine_of(fleeing(mode="hold"))
    first = HOUR + MINUTE + 600 * 1.2 / 0.9
    engine.advance_to(round(first) - 2)
    assert engine._world.gates.gates["gate"].waiting == 0
    engine.advance_to(round(first) + 2)
    assert engine._world.gates.gates["gate"].waiting > 0


def test_nobody_runs_from_a_quarrel_or_before_an_attack() -> None:
    unrest = fleeing()
    unrest["threat"]["stream"][0]["do"] = "unrest"
    unrest["threat"]["groups"]["men"]["armed"] = False
    assert not of_kind(ran(engine_of(unrest)), "flight_began")
    assert not of_kind(ran(engine_of(a_scenario(places=fleeing()["places"]))), "flight_began")


@pytest.mark.parametrize("mode", ["open", "search", "moving", "hold"])
def test_nobody_appears_or_is_lost_whatever_the_gate_does(mode: str) -> None:
    """Camp, open ground, base, those who wait and those on their way are 5,000 at every minute."""
    scenario = fleeing(mode="search" if mode == "moving" else mode, lasts="90 min")
    engine = searching_as_they_move(scenario) if mode == "moving" else engine_of(scenario)
    world = engine._world
    for at in range(0, 8 * HOUR, 97):
        engine.advance_to(at)
        gate = world.gates.gates["gate"]
        total = sum(place.people for place in world.places.values()) + gate.waiting + gate.on_the_way
        assert total == pytest.approx(5000, abs=1e-6)


@pytest.mark.parametrize(
    ("people", "mode", "gate", "a_second"),
    [
        (2000, "open", {"width": "2 m"}, 1.1 * 2),
        (2000, "open", {"width": "6 m"}, 1.1 * 6),
        (600, "search", {"lanes": 4}, 4 * 6 / 60),
    ],
)
def test_a_crowd_is_through_after_its_number_over_the_rate_of_the_gate(
    people: int, mode: str, gate: dict[str, Any], a_second: float
) -> None:
    (through,) = of_kind(ran(engine_of(coming(people, mode, **gate))), "crowd_through")
    assert through.at - HOUR == pytest.approx(people / a_second, abs=MINUTE)
    assert through.data["inside"] == people


def test_a_search_of_people_who_move_lets_three_times_as_many_through() -> None:
    (through,) = of_kind(ran(searching_as_they_move(coming(600, "search"))), "crowd_through")
    assert through.at - HOUR == pytest.approx(600 / (3 * 2 * 6 / 60), abs=MINUTE)


def test_the_place_behind_takes_in_what_it_holds() -> None:
    full = coming(900, "open")
    full["places"]["base"] = {**full["places"]["base"], "capacity": 400}
    engine = engine_of(full)
    assert not of_kind(ran(engine), "crowd_through")
    assert engine._world.places["base"].people == pytest.approx(400)
    assert engine._world.gates.gates["gate"].waiting == pytest.approx(500)


def crushed(people: int, test_seed: int, runs: int = 40) -> int:
    scenario = coming(people, "hold")
    scenario["parameters"] = {"crowd": {"crush": 0.0001}}
    return sum(
        len(of_kind(ran(engine), "person_hurt")) for engine in engines(scenario, range(test_seed, test_seed + runs))
    )


def test_of_those_who_stand_too_densely_some_are_crushed_each_minute(test_seed: int) -> None:
    """6,000 on 1,000 m2 are 2,000 above 4 a square metre; 0.0001 a minute of them, over 7 h."""
    assert_poisson(crushed(6000, test_seed), 40 * 2000 * 0.0001 * 7 * 60)


def test_four_on_a_square_metre_crush_nobody(test_seed: int) -> None:
    assert crushed(4000, test_seed, 5) == 0


def test_an_open_gate_crushes_nobody_whom_a_held_one_does() -> None:
    parameters = {"parameters": {"crowd": {"slip_in": 0, "crush": 0.01}, "harm": {"attack": "0/min"}}}
    small = {"places": {"gate": {"waiting_area": "200 m2"}}}
    held, let_in = (ran(engine_of(fleeing(mode=m, **parameters, **small))) for m in ("hold", "open"))
    assert len(of_kind(held, "person_hurt")) > 10 > len(of_kind(let_in, "person_hurt"))


@pytest.mark.parametrize(("climb", "stay"), [(0.0, 0.98), (0.004, 0.976), (0.01, 0.97)])
def test_of_those_who_see_no_way_through_some_turn_back_and_some_climb_each_minute(climb: float, stay: float) -> None:
    """Held: all of them; after an hour ``stay`` ** 60 of a crowd that nobody joins is still there."""
    parameters = merged(HARMLESS, {"crowd": {"climb": climb}})
    engine = engine_of(fleeing(mode="hold", lasts="30 min", parameters=parameters))
    world = engine._world
    gate = world.gates.gates["gate"]
    engine.advance_to(5 * HOUR)
    assert gate.on_the_way < 1
    before, over = gate.waiting, gate.climbed
    engine.advance_to(6 * HOUR)
    assert gate.waiting / before == pytest.approx(stay**60, rel=0.03)
    assert gate.climbed - over == pytest.approx((before - gate.waiting) * climb / (climb + 0.02), rel=0.03)
    assert world.places["base"].people == pytest.approx(gate.climbed, abs=1e-3), (
        "over the fence is inside, and the gate is held"
    )


def climbed(scenario: dict[str, Any]) -> list[LogEvent]:
    return of_kind(ran(engine_of(scenario)), "fence_climbed")


def test_nobody_climbs_who_has_a_home_to_go_back_to_or_will_be_through_soon() -> None:
    assert climbed(fleeing(mode="hold"))
    assert not climbed(coming(3000, "hold")), "nothing drives them"
    assert not climbed(fleeing(mode="open")), "the way is open"
    home = engine_of(fleeing(mode="hold", lasts="30 min"))
    home.advance_to(2 * HOUR)
    assert home._world.gates.gates["gate"].climbed > 0
    home._world.places["camp"].safe = True
    home.advance_to(2 * HOUR + 60)
    over = home._world.gates.gates["gate"].climbed
    home.advance_to(4 * HOUR)
    assert home._world.gates.gates["gate"].climbed == over
    gone = [e for e in of_kind(home.log, "sighted") if e.data["what"] == "climbing"]
    assert gone == [] or gone[-1].at < 2 * HOUR + 180


def test_a_full_base_is_climbed_into_by_nobody_more() -> None:
    full = fleeing(mode="hold")
    full["places"]["base"] = {**full["places"]["base"], "capacity": 400}
    engine = engine_of(full)
    ran(engine)
    assert engine._world.places["base"].people == pytest.approx(400)


def test_guards_see_people_climb_and_their_post_hears_of_it() -> None:
    """At the tenth, the hundredth and so on; what they count is a fifth more or less."""
    scenario = fleeing(
        mode="hold",
        places={"gate": {"guarded_by": "guards"}},
        units={"guards": {"type": "platoon", "at": "gate"}},
        plan={
            "R": {"for": "gates", "when": "climbing seen", "do": [{"task": "report", "of": "climbing", "to": "ops"}]}
        },
    )
    log = ran(engine_of(scenario))
    said = of_kind(log, "fence_climbed")
    assert [10 <= said[0].data["count"] < 100, 100 <= said[1].data["count"] < 250] == [True, True]
    assert all(e.given for e in said), "what drives them is the attack on their home"
    seen = [e for e in of_kind(log, "sighted") if e.subject == "guards" and e.data["what"] == "climbing"]
    assert [e.cause for e in seen[: len(said)]] == [e.seq for e in said], "those who stand there see it at once"
    for sight, event in zip(seen, said, strict=False):
        assert 0.79 * event.data["count"] - 1 <= sight.data["value"] <= 1.21 * event.data["count"] + 1
    heard = [e for e in of_kind(log, "report_received") if e.data["what"] == "climbing"]
    assert heard
    assert heard[0].subject == "ops"


def test_armed_men_may_climb_in_among_others_whom_a_search_would_have_found() -> None:
    parameters = merged(HARMLESS, {"crowd": {"slip_in": 0.01}})
    engine = engine_of(fleeing(mode="search", parameters=parameters))
    log = ran(engine)
    missed = of_kind(log, "weapon_missed")
    assert all(log[e.cause - 1].kind in ("fence_climbed", "crowd_grew") for e in missed)
    assert len(missed) == pytest.approx(0.01 * engine._world.gates.gates["gate"].climbed, rel=0.7)


def test_who_will_be_through_in_half_an_hour_waits() -> None:
    """Two lanes let 360 through in half an hour: nobody of 300 gives up, of 3,000 the hopeless share does."""
    few = engine_of(coming(300, "search"))
    assert of_kind(ran(few), "crowd_through")[0].data["inside"] == 300
    many = engine_of(fleeing(mode="search", lasts="30 min"))
    many.advance_to(4 * HOUR)
    gate = many._world.gates.gates["gate"]
    assert gate.inside <= 12 / 60 * 3 * HOUR + 15
    home = many._world.places["camp"].people + many._world.places["site"].people
    inside = many._world.places["base"].people
    assert home == pytest.approx(5000 - inside - gate.waiting - gate.on_the_way, abs=1e-6)
    assert home > 2000 + 500, "of the 3,000 who ran many are home again"


def test_more_lanes_are_open_while_a_unit_helps_and_no_longer() -> None:
    """Reinforced once, however many come; the lanes close when the crowd is through."""
    scenario = coming(900, "search")
    scenario["units"] = {name: {"type": "platoon", "at": "base"} for name in ("one", "two")}
    engine = engine_of(scenario)
    engine.advance_to(30 * MINUTE)
    for name in ("one", "two"):
        engine.apply(OrderUnit(name, "deploy", "gate"))
    engine.advance_to(HOUR + MINUTE)
    for name in ("one", "two"):
        engine.apply(OrderUnit(name, "reinforce_gate", "gate"))
    log = ran(engine)
    assert len(of_kind(log, "gate_reinforced")) == 1
    (through,) = of_kind(log, "crowd_through")
    assert (through.at - HOUR) / MINUTE == pytest.approx(900 / 24, abs=6)
    assert engine._world.gates.gates["gate"].open == 2
    assert {e.subject for e in of_kind(log, "task_done") if e.data["task"] == "reinforce_gate"} == {"one", "two"}
