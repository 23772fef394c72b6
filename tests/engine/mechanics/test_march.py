"""A march on a site, who stops it, and who is brought inside before: by hand arithmetic and in closed form."""

from __future__ import annotations

from math import exp
from typing import Any

import pytest

from tests.builders import a_scenario, engine_of, merged, of_kind, ran

WAY = ["square", "bridge", "junction"]


def marching(**sections: Any) -> dict[str, Any]:
    """A hundred men set out an hour after STARTEX, 5 km from the wire, at 4.5 km/h; fifty police at the bridge."""
    base: dict[str, Any] = {
        "places": {
            "square": {"kind": "place", "at": [0, 5200]},
            "bridge": {"kind": "bridge", "at": [0, 3000]},
            "junction": {"kind": "road", "at": [0, 700]},
            "gate": {"kind": "gate", "of": "base", "at": [0, -900], "leads_to": "base", "mode": "open"},
            "camp": {"flees_to": "gate"},
        },
        "perimeter": {"wire": {"of": "site", "at": [0, 200], "length": "500 m", "faces": "camp", "layers": []}},
        "threat": {
            "groups": {"crowd": {"strength": 100, "resolve": 0.5}, "police": {"type": "host_security", "strength": 50}},
            "stream": [
                {"id": "go", "at": "H+1", "do": "march", "by": "crowd", "on": "wire", "towards": WAY,
                 "against": "police", "for": "10 min"}
            ],
        },
        "community": {"consent": 0, "tension": 0, "trust": 0.5},
        "parameters": {"march": {"pace": "4.5 km/h"}},
    }  # fmt: skip
    return a_scenario(**merged(base, sections))


def test_five_kilometres_at_four_and_a_half_an_hour_are_sixty_seven_minutes() -> None:
    log = ran(engine_of(marching()))
    (gathered,) = of_kind(log, "group_gathered")
    assert gathered.data["at"] == "wire"
    assert gathered.at - 3600 == pytest.approx(5000 / 4500 * 3600, abs=4)
    (attacked,) = of_kind(log, "barrier_attacked")
    assert attacked.at - gathered.at == 600


@pytest.mark.parametrize(
    ("consent", "police", "chance"), [(0.0, 50, 0.0), (1.0, 50, 1.0), (0.5, 50, 0.5), (1.0, 10, 0.3)]
)
def test_a_line_holds_as_often_as_consent_and_numbers_say(consent: float, police: int, chance: float) -> None:
    """Three people to a policeman: fifty can stop a hundred, ten of them thirty."""
    scenario = marching(community={"consent": consent}, threat={"groups": {"police": {"strength": police}}})
    seeds = range(1, 61) if 0 < chance < 1 else range(1, 4)
    held = sum(bool(of_kind(ran(engine_of(scenario, seed)), "police_line_held")) for seed in seeds)
    assert held / len(seeds) == pytest.approx(chance, abs=0.2 if 0 < chance < 1 else 0)


@pytest.mark.parametrize(("tension", "left"), [(0.0, None), (0.5, 70), (1.0, 100)])
def test_those_who_came_to_petition_go_home_when_they_were_heard(tension: float, left: int | None) -> None:
    """Four in ten go on whatever is said; of the others as many as there is tension.  Under half, nobody goes on."""
    scenario = marching(
        community={"tension": tension},
        unit_types={"talkers": {"component": "civilian", "armed": False, "notice": "0 s", "can": ["receive"]}},
        units={"talkers": {"type": "talkers", "at": "base"}},
        msel=[{"id": "m", "at": "H+0:10", "type": "contextual", "text": "x",
               "effects": [{"report": "massing", "at": "square", "to_post": "ops"}]}],
        plan={"R": {"for": "talkers", "when": "massing reported to ops", "after": "1 s", "authority": "duty_officer",
                    "do": [{"task": "receive", "at": "junction", "for": "5 h"}]}},
    )  # fmt: skip
    log = ran(engine_of(scenario))
    (heard,) = of_kind(log, "delegation_heard")
    assert heard.data["left"] == (40 if left is None else pytest.approx(left, abs=2))
    assert bool(of_kind(log, "group_gathered")) is (left is not None)


def test_people_who_are_told_to_go_inside_leave_as_the_model_says_and_nobody_is_lost() -> None:
    """Trust 0.5: 0.85 of 5,000.  Rehearsed by 0.8 the mean is 0.8 x 8 + 0.2 x 35 = 13.4 min."""
    scenario = marching(
        threat={"stream": []},
        msel=[{"id": "m", "at": "H+1", "type": "contextual", "text": "x",
               "effects": [{"report": "massing", "at": "square", "to_post": "ops"}]}],
        plan={"R": {"when": "massing reported to ops", "after": "1 s", "do": [{"task": "move_inside", "at": "camp"}]}},
        contingents={"a": {"rehearsal": 0.8}},
    )  # fmt: skip
    engine = engine_of(scenario)
    world = engine._world
    engine.advance_to(2 * 3600)
    (began,) = of_kind(world.log, "move_inside_began")
    minutes = (2 * 3600 - began.at) / 60
    left = 5000 * 0.85 * (1 - exp(-minutes / 13.4))
    assert 5000 - world.places["camp"].people == pytest.approx(left, rel=0.03)
    gate = world.gates.gates["gate"]
    there = world.places["camp"].people + gate.on_the_way + gate.waiting + world.places["base"].people
    assert there == pytest.approx(5000)
