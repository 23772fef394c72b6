"""Harm as a thinned Poisson process: intensity, each factor of the thinning, its end, harm by kind, conservation."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import exp
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import (
    HOUR,
    MINUTE,
    NO_AID,
    ancestors,
    assert_poisson,
    assert_share,
    engines,
    kinds,
)

RUNS = 40
MEN = 20
"""so few that cutting waits to whole seconds does not show"""
A_MINUTE = 0.02
"""casualties of one unopposed attacker in a minute, fitted to the published 153 (domain sheet, section 2)"""


def attacked(do: str = "attack", strength: int = MEN, lasts: str = "2 h", **sections: Any) -> dict[str, Any]:
    """A group does something in a camp of very many people in tents, from H+1 on, and nobody flees."""
    least = {
        "places": {"camp": {"people": 900_000}},
        "parameters": NO_AID,
        "threat": {
            "groups": {"men": {"strength": strength}},
            "stream": [{"id": "it", "at": "H+1", "do": do, "by": "men", "on": "camp", "for": lasts}],
        },
    }
    return a_scenario(**merged(least, sections))


def hurt(found: list[LogEvent]) -> list[LogEvent]:
    return of_kind(found, "person_hurt")


def total(scenario: dict[str, Any], seed: int, runs: int = RUNS) -> int:
    """People hurt over some runs."""
    return sum(len(hurt(ran(engine))) for engine in engines(scenario, range(seed, seed + runs)))


# intensity


@pytest.mark.parametrize(("strength", "lasts", "minutes"), [(10, "2 h", 120), (20, "1 h", 60), (20, "3 h", 180)])
def test_an_unopposed_attack_hurts_rate_times_strength_times_time(
    strength: int, lasts: str, minutes: int, test_seed: int
) -> None:
    """Mean 0.02 a minute and attacker: a Poisson count over the runs."""
    found = total(attacked(strength=strength, lasts=lasts), test_seed)
    assert_poisson(found, RUNS * A_MINUTE * strength * minutes)


def test_a_big_group_harms_at_its_rate_too() -> None:
    """400 men, 8 a minute for 2 h: 960 a run."""
    assert_poisson(total(attacked(strength=400), 1, 30), 30 * A_MINUTE * 400 * 120)


def test_people_who_are_hurt_are_no_longer_in_reach() -> None:
    """Of 2,000 people 960 candidates reach 2,000 (1 - exp(-960 / 2,000)) = 762 who are not hurt yet."""
    expected = 2000 * (1 - exp(-A_MINUTE * 400 * 120 / 2000))
    assert_poisson(total(attacked(strength=400, places={"camp": {"people": 2000}}), 1, 30), 30 * expected)


@pytest.mark.parametrize("intensity", [0, 0.5, 2])
def test_the_intensity_of_an_event_multiplies_its_harm(intensity: float, test_seed: int) -> None:
    scenario = attacked()
    scenario["threat"]["stream"][0]["intensity"] = intensity
    assert_poisson(total(scenario, test_seed), RUNS * A_MINUTE * MEN * 120 * intensity)


def test_fire_from_outside_harms_fifteen_hundredths_of_an_attack(test_seed: int) -> None:
    assert_poisson(total(attacked("shoot", 60), test_seed, 60), 60 * A_MINUTE * 60 * 120 * 0.15)


def test_stones_of_a_crowd_hurt_by_their_own_rate(test_seed: int) -> None:
    """0.0002 a minute and person; tension 0.5 neither swells nor thins the crowd."""
    scenario = attacked("unrest", 1000, community={"tension": 0.5}, threat={"groups": {"men": {"armed": False}}})
    assert_poisson(total(scenario, test_seed, 40), 40 * 0.0002 * 1000 * 120)


def test_harm_comes_at_random_times() -> None:
    """Gaps longer than the mean are exp(-1) of all."""
    gaps = []
    for engine in engines(attacked(strength=20, lasts="6 h"), range(12)):
        at = [event.at for event in hurt(ran(engine))]
        gaps += [b - a for a, b in pairwise(at)]
    mean = 60 / (A_MINUTE * 20)
    assert_share(sum(gap >= mean for gap in gaps), len(gaps), exp(-1))


# thinning


@pytest.mark.parametrize(("cover", "left"), [("tents", 1.0), ("prefabs", 1 / 1.2), ("walls", 0.3 / 1.2)])
def test_what_people_are_behind_thins_the_harm(cover: str, left: float, test_seed: int) -> None:
    """Domain sheet, injury multipliers: tent 1.2, prefab 1, lee of a wall 0.3, over that of a tent."""
    found = total(attacked(places={"camp": {"cover": cover}}), test_seed)
    assert_poisson(found, RUNS * A_MINUTE * MEN * 120 * left)


@pytest.mark.parametrize("factor", ["suppressed", "strength", "people"])
@pytest.mark.parametrize("left", [0.6, 0.2])
def test_harm_is_thinned_by_what_meets_the_group(factor: str, left: float, test_seed: int) -> None:
    """A share of the group held in check, lost, or of the people gone: that share of the harm does not happen."""
    found = 0
    for engine in engines(attacked(), range(test_seed, test_seed + RUNS)):
        engine.advance_to(HOUR)
        world = engine._world
        if factor == "suppressed":
            world.groups["men"].suppressed = 1 - left
        elif factor == "strength":
            world.groups["men"].strength *= left
        else:
            world.places["camp"].people *= left
        found += len(hurt(ran(engine)))
    assert_poisson(found, RUNS * A_MINUTE * MEN * 120 * left)


def test_a_group_wholly_held_in_check_harms_nobody() -> None:
    engine = engine_of(attacked())
    engine.advance_to(HOUR)
    engine._world.groups["men"].suppressed = 1.0
    assert not hurt(ran(engine))


def test_what_thins_only_takes_away_from_a_paired_run() -> None:
    """Candidates are the same: whoever is hurt behind walls is also hurt in tents, at the same second."""
    tents, walls = (
        {(e.at, e.subject) for e in hurt(ran(engine_of(attacked(places={"camp": {"cover": c}}), 5)))}
        for c in ("tents", "walls")
    )
    assert walls < tents


def test_half_of_the_group_harms_half_as_many() -> None:
    many, few = (total(attacked(strength=n), 1) for n in (20, 10))
    assert_share(few, many + few, 1 / 3)


def test_people_who_have_fled_are_not_hurt(test_seed: int) -> None:
    """60 % run if panic is that of so many, with a mean of 25 min: left 0.4 + 0.6 exp(-t / 25 min)."""
    gate = {"kind": "gate", "of": "site", "at": [0, -400], "leads_to": "base", "mode": "open"}
    places = {"gate": gate, "camp": {"flees_to": "gate", "people": 20_000}}
    parameters = {"crowd": {"at_gate": "0", "crush": "0", "slip_in": "0", "panic": str(MEN)}}
    scenario = attacked(lasts="3 h", places=places, parameters=parameters)
    expected = 0.0
    for minute in range(180):
        expected += A_MINUTE * MEN * (0.4 + 0.6 * exp(-(minute + 0.5) / 25))
    assert_poisson(total(scenario, test_seed), RUNS * expected)


# two groups


@pytest.mark.parametrize(("second", "more"), [("attack", 1.0), ("shoot", 0.15)])
def test_a_second_group_at_the_same_place_adds_its_harm(second: str, more: float, test_seed: int) -> None:
    """Twenty men for 2 h and thirty others for the last of them: both sums."""
    scenario = attacked(threat={"groups": {"others": {"strength": 30}}})
    scenario["threat"]["stream"].append(
        {"id": "too", "at": "H+2", "do": second, "by": "others", "on": "camp", "for": "1 h"}
    )
    expected = A_MINUTE * MEN * 120 + A_MINUTE * 30 * 60 * more
    assert_poisson(total(scenario, test_seed), RUNS * expected)


def test_a_group_that_goes_elsewhere_leaves_its_first_victims_alone() -> None:
    other = {"other": {"kind": "sector", "of": "site", "at": [500, 0], "people": 900_000}}
    scenario = attacked(places=other, lasts="5 h")
    scenario["threat"]["stream"].append({"id": "next", "at": "H+2", "do": "attack", "by": "men", "on": "other"})
    found = ran(engine_of(scenario))
    at = {place: [e.at for e in hurt(found) if e.data["at"] == place] for place in ("camp", "other")}
    assert max(at["camp"]) <= 2 * HOUR < min(at["other"])


# the end


@pytest.mark.parametrize("way", ["time is up", "they withdraw"])
def test_harm_ends_when_the_group_is_gone(way: str) -> None:
    scenario = attacked(lasts="90 min" if way == "time is up" else "7 h")
    if way == "they withdraw":
        scenario["threat"]["stream"].append({"id": "off", "at": "H+2:30", "do": "withdraw", "by": "men"})
    found = ran(engine_of(scenario))
    assert hurt(found)[-1].at <= 150 * MINUTE
    assert hurt(found)[-1].at > 140 * MINUTE
    assert of_kind(found, "group_left")[0].at == 150 * MINUTE


def test_without_the_event_there_is_no_harm_at_all() -> None:
    scenario = attacked()
    scenario["threat"]["stream"] = []
    assert not kinds(ran(engine_of(scenario))) & {"person_hurt", "person_died", "attack_began", "unrest_began"}


def test_every_hurt_follows_from_the_event_of_the_stream() -> None:
    found = ran(engine_of(attacked(lasts="20 min")))
    assert hurt(found)
    for event in hurt(found):
        assert "it" in {e.subject for e in ancestors(found, event) if e.kind == "stream_event_began"}


# by kind


@pytest.mark.parametrize(
    ("harm", "dead"), [("shooting", 0.12), ("beating", 0.0), ("mixed", 0.12 / 2)], ids=["shot", "beaten", "both"]
)
def test_what_a_group_does_decides_how_badly_people_are_hurt(harm: str, dead: float, test_seed: int) -> None:
    """Domain sheet: shot people are dead at once in 11.5 %; beaten people never are."""
    scenario = attacked(threat={"groups": {"men": {"harm": harm}}})
    severities = Counter(
        e.data["severity"] for engine in engines(scenario, range(test_seed, test_seed + 40)) for e in hurt(ran(engine))
    )
    assert_share(severities["dead"], severities.total(), dead)


def test_stones_beat_people_and_kill_nobody_at_once(test_seed: int) -> None:
    scenario = attacked("unrest", 3000, threat={"groups": {"men": {"armed": False}}})
    severities = Counter(e.data["severity"] for engine in engines(scenario, range(10)) for e in hurt(ran(engine)))
    assert severities.total() > 400
    assert severities["dead"] == 0


def test_the_measures_of_harm_add_up_by_kind() -> None:
    """K1: those hurt are of perpetrators, of a crush or of our own fire; nobody is in two of them."""
    engine = engine_of(attacked())
    found = ran(engine)
    measured = measure(engine.blueprint, found)
    assert measured["civilian_harm"] == len(hurt(found)) > 50
    parts = [measured[name] or 0 for name in ("harm_perpetrator", "harm_crush", "harm_un_fire")]
    assert sum(parts) == measured["civilian_harm"]
    assert measured["civilian_deaths"] == len(of_kind(found, "person_died"))


# conservation


def test_no_more_people_are_hurt_than_there_are() -> None:
    """Fifty men in a sector of five people."""
    found = ran(engine_of(attacked(strength=50, places={"camp": {"people": 5}})))
    assert len(hurt(found)) <= 5


def test_nobody_is_hurt_where_nobody_is() -> None:
    found = ran(engine_of(attacked(places={"camp": {"people": 0}})))
    assert of_kind(found, "attack_began")
    assert not hurt(found)


def test_no_person_is_hurt_twice() -> None:
    names = [e.subject for e in hurt(ran(engine_of(attacked(strength=300))))]
    assert len(names) == len(set(names)) > 500


# parameters


@pytest.mark.parametrize(
    ("name", "do", "value", "expected"),
    [
        ("attack", "attack", "0.03/min", 0.03 * MEN * 120),
        ("shooting_in", "shoot", "1", 0.02 * MEN * 120),
        ("stones", "unrest", "0.02/min", 0.02 * MEN * 120),
    ],
)
def test_each_rate_of_harm_is_read(name: str, do: str, value: str, expected: float, test_seed: int) -> None:
    sections = {"parameters": {"harm": {name: value}}, "community": {"tension": 0.5}}
    if do == "unrest":
        sections["threat"] = {"groups": {"men": {"armed": False}}}
    assert_poisson(total(attacked(do, **sections), test_seed), RUNS * expected)
