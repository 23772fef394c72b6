"""Shelter against numerical integration of two triangular times, and the multipliers of the domain sheet."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from scipy.integrate import quad
from scipy.stats import triang

from simulator.engine.mechanics.shelter import share_after
from tests.builders import a_scenario, engine_of, merged, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import HOUR, MINUTE

REACT, RUN = (5, 15, 60), (30, 90, 300)


def triangular(low: float, mode: float, high: float) -> Any:
    return triang((mode - low) / (high - low), loc=low, scale=high - low)


def share(seconds: float) -> float:
    """Probability that reaction and run together take no longer."""
    react, run = triangular(*REACT), triangular(*RUN)
    return float(quad(lambda x: react.pdf(x) * run.cdf(seconds - x), *REACT[::2], limit=200)[0])


@pytest.mark.parametrize("seconds", [20, 60, 90, 120, 180, 240, 330, 400])
def test_people_are_in_shelter_as_their_two_times_say(seconds: int) -> None:
    p = world_of(a_scenario()).p.shelter
    assert share_after(p.react, p.run, seconds) == pytest.approx(share(seconds), abs=0.012)


def garrison(people: int = 100, bunkers: int = 4, **more: Any) -> dict[str, Any]:
    """Staff at a base with bunkers, and a rule that sends them in when shots are reported."""
    least = {
        "places": {"base": {"bunkers": bunkers}},
        "staff": {"staff": {"at": "base", "people": people, "in_prefabs": 0, "blankets": False}},
        "plan": {
            "IN": {
                "when": "shots reported to ops", "after": "1 min", "component": "security",
                "do": [{"task": "take_shelter", "to": "staff", "within": "10 min"}],
            }
        },
        "msel": [{
            "id": "shots", "at": "H+1", "type": "contextual", "text": "Shots.",
            "effects": [{"report": "shots", "at": "base", "to_post": "ops"}],
        }],
    }  # fmt: skip
    return a_scenario(**merged(least, more))


def exposure(scenario: dict[str, Any], minutes: float) -> tuple[float, float]:
    """What harm to the people of the base is multiplied by, before and some minutes after the first shot."""
    world = world_of(scenario)
    before = world.shelter.exposure(world.places["base"], world.now)
    world.shelter.attacked("base", world.started)
    return before, world.shelter.exposure(world.places["base"], world.now + round(minutes * MINUTE))


@pytest.mark.parametrize(
    ("prefabs", "blankets", "expected"), [(0, False, 1.2), (1, False, 1.0), (1, True, 0.6), (0.5, True, 0.9)]
)
def test_what_people_are_behind_multiplies_harm(prefabs: float, blankets: bool, expected: float) -> None:
    """Tent 1.2, prefab 1, under a blanket 0.6, mixed in between; over that of a tent."""
    staff = {"staff": {"in_prefabs": prefabs, "blankets": blankets}}
    assert exposure(garrison(staff=staff), 1)[0] == pytest.approx(expected / 1.2)


def test_in_a_bunker_two_per_cent_of_the_harm_is_left_for_those_who_are_in_it() -> None:
    before, after = exposure(garrison(), 3)
    inside = share(180)
    assert after / before == pytest.approx(inside * 0.02 / 1.2 + 1 - inside, abs=0.012)
    assert exposure(garrison(), 10)[1] / before == pytest.approx(0.02 / 1.2, abs=1e-6)


@pytest.mark.parametrize(("people", "bunkers", "places"), [(400, 4, 240), (400, 1, 60), (100, 4, 100)])
def test_no_more_are_in_bunkers_than_they_hold(people: int, bunkers: int, places: int) -> None:
    """Sixty each; five minutes after the order all who can be are, but for the slowest few."""
    log = ran(engine_of(garrison(people, bunkers)))
    (full,) = of_kind(log, "shelter_full")
    assert full.data["of"] == people
    assert full.data["count"] == pytest.approx(min(places, people * share(300)), abs=2)
    assert full.data["count"] <= places


def test_the_order_goes_by_radio_and_the_first_shot_needs_none() -> None:
    """With every channel dead nobody hears the order; under fire people run all the same."""
    log = ran(engine_of(garrison()))
    (ordered,) = of_kind(log, "shelter_ordered")
    assert ordered.at > of_kind(log, "rule_fired")[0].at
    dead = {
        "id": "dead",
        "at": "H+1:01",
        "type": "contextual",
        "text": "x",
        "effects": [{"channel": "radio", "works": False}],
    }
    silent = garrison()
    silent["msel"] = [*silent["msel"], dead]
    assert not of_kind(ran(engine_of(silent)), "shelter_ordered", "shelter_full")
    attack = {
        "groups": {"men": {"strength": 5}},
        "stream": [{"id": "raid", "at": "H+2", "do": "attack", "by": "men", "on": "base", "for": "20 min"}],
    }
    (full,) = of_kind(ran(engine_of({**silent, "threat": attack})), "shelter_full")
    assert full.at == 2 * HOUR + 300


def test_more_minutes_never_leave_fewer_in_shelter() -> None:
    p = world_of(a_scenario()).p.shelter
    shares = [share_after(p.react, p.run, seconds) for seconds in range(0, 600, 7)]
    assert all(a <= b for a, b in pairwise(shares))
    assert shares[0] == 0.0
    assert shares[-1] == pytest.approx(1.0)


def test_without_bunkers_nobody_is_in_one() -> None:
    engine = engine_of(garrison(bunkers=0))
    assert not of_kind(ran(engine), "shelter_full")
    before, after = exposure(garrison(bunkers=0), 10)
    assert before == after
