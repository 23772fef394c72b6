"""Fire against bond percolation worked out apart on the same grid: a camp of 700 shelters is 14 blocks, 4 in a row."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from math import sqrt
from typing import Any

import pytest

from simulator.commands import OrderUnit
from tests.builders import a_scenario, merged, of_kind, ran
from tests.engine.mechanics.people_cases import HOUR, MINUTE, Z, assert_share, engines

BLOCKS, COLUMNS, EACH = 14, 4, 50


def burning(number: int = 1, **sections: Any) -> dict[str, Any]:
    """Men inside the camp light a number of fires."""
    least = {
        "threat": {
            "groups": {"men": {"strength": 5}},
            "stream": [{"id": "arson", "at": "H+1", "do": "arson", "by": "men", "on": "camp", "number": number}],
        },
        "parameters": {"fire": {"hurts": 0}},
        "clock": {"duration": "24 h"},
    }
    return a_scenario(**merged(least, sections))


def lost(scenario: dict[str, Any], seeds: range) -> list[int]:
    """Shelters burnt, run by run."""
    return [sum(e.data["shelters"] for e in of_kind(ran(engine), "block_burnt")) for engine in engines(scenario, seeds)]


def neighbours(block: int) -> Iterator[int]:
    row, column = divmod(block, COLUMNS)
    for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
        if r >= 0 and 0 <= c < COLUMNS and r * COLUMNS + c < BLOCKS:
            yield r * COLUMNS + c


def percolated(chance: float, runs: int = 60_000) -> tuple[float, float]:
    """Mean and standard deviation of the cluster of a random block, each bond open by chance."""
    rng = random.Random(11)
    sizes = []
    for _ in range(runs):
        bonds: dict[tuple[int, int], bool] = {}
        start = rng.randrange(BLOCKS)
        reached, todo = {start}, [start]
        while todo:
            block = todo.pop()
            for other in neighbours(block):
                bond = (min(block, other), max(block, other))
                if bonds.setdefault(bond, rng.random() < chance) and other not in reached:
                    reached.add(other)
                    todo.append(other)
        sizes.append(len(reached))
    mean = sum(sizes) / runs
    return mean, sqrt(sum((size - mean) ** 2 for size in sizes) / runs)


@pytest.mark.parametrize(("spreads", "blocks"), [("0", 1), ("1", BLOCKS)])
def test_a_fire_that_never_or_always_passes_takes_one_block_or_all(spreads: str, blocks: int) -> None:
    for shelters in lost(burning(parameters={"fire": {"spreads": spreads}}), range(12)):
        assert shelters == blocks * EACH


@pytest.mark.parametrize("spreads", [0.2, 0.45, 0.7])
def test_a_fire_takes_the_cluster_of_its_spark(spreads: float, test_seed: int) -> None:
    """Bond percolation: the mean cluster of a random block of a grid of 14."""
    runs = 500
    found = lost(burning(parameters={"fire": {"spreads": spreads}}), range(test_seed, test_seed + runs))
    mean, deviation = percolated(spreads)
    assert sum(found) / runs / EACH == pytest.approx(mean, abs=Z * deviation / sqrt(runs))


def test_in_rain_it_passes_as_the_wet_share_says(test_seed: int) -> None:
    runs = 500
    rain = {"daylight": {"dry_spell": "10 min", "rain_spell": "20 days"}, "fire": {"spreads": 0.9, "spreads_wet": 0.2}}
    found = lost(burning(clock={"season": "wet"}, parameters=rain), range(test_seed, test_seed + runs))
    mean, deviation = percolated(0.2)
    assert sum(found) / runs / EACH == pytest.approx(mean, abs=Z * deviation / sqrt(runs))


TEAM = {
    "unit_types": {"fire_team": {"component": "civilian", "strength": 10, "notice": "1 min", "armed": False}},
    "units": {"team": {"type": "fire_team", "at": "camp"}},
}


def fought(spreads: str, seeds: range, *, sent: bool) -> list[int]:
    """Shelters lost with a team that stands in the camp when the fire begins, or without."""
    found = []
    slow = {"fire": {"spreads": spreads, "passes": "40-60 min", "burns": "3 h", "hurts": 0}}
    for engine in engines(burning(parameters=slow, **TEAM), seeds):
        engine.advance_to(HOUR + 1)
        if sent:
            engine.apply(OrderUnit("team", "fight_fire", "camp"))
        found.append(sum(e.data["shelters"] for e in of_kind(ran(engine), "block_burnt")))
    return found


def test_a_team_that_fights_it_leaves_the_declared_share_of_the_spread(test_seed: int) -> None:
    """0.35 of 0.6 = 0.21; the team is there long before the fire first passes on."""
    runs = 400
    found = fought("0.6", range(test_seed, test_seed + runs), sent=True)
    mean, deviation = percolated(0.6 * 0.35)
    assert sum(found) / runs / EACH == pytest.approx(mean, abs=Z * deviation / sqrt(runs))


def test_with_the_same_luck_a_team_only_saves() -> None:
    seeds = range(60)
    pairs = list(zip(fought("0.6", seeds, sent=True), fought("0.6", seeds, sent=False), strict=True))
    assert all(with_ <= without for with_, without in pairs)
    assert sum(with_ < without for with_, without in pairs) > 20


def test_with_the_same_luck_a_greater_chance_takes_no_less() -> None:
    seeds = range(80)
    few, many = (lost(burning(parameters={"fire": {"spreads": s}}), seeds) for s in ("0.3", "0.6"))
    assert all(a <= b for a, b in zip(few, many, strict=True))
    assert sum(few) < sum(many)


def test_no_block_burns_twice_and_nothing_burns_after_it_is_out() -> None:
    for engine in engines(burning(20, parameters={"fire": {"spreads": "0.4"}}), range(20)):
        log = ran(engine)
        blocks = [e.data["block"] for e in of_kind(log, "block_burnt")]
        assert len(blocks) == len(set(blocks)) <= BLOCKS
        assert of_kind(log, "fire_out")[-1].data["shelters"] == sum(
            e.data["shelters"] for e in of_kind(log, "block_burnt")
        )


def test_men_light_the_fires_that_they_came_for_until_they_are_gone() -> None:
    """One each 20 (8-45) min while nobody holds them: four of four; a stream that calls them away ends it."""
    four = burning(4, parameters={"fire": {"spreads": "0"}})
    for engine in engines(four, range(20)):
        lit = [e.at for e in of_kind(ran(engine), "fire_lit")]
        assert len(lit) == 4
        assert all(8 * MINUTE - 1 <= b - a <= 45 * MINUTE + 1 for a, b in pairwise(lit))
    away = burning(100)
    away["threat"]["stream"].append({"id": "go", "at": "H+2", "do": "withdraw", "by": "men"})
    for engine in engines(away, range(5)):
        assert max(e.at for e in of_kind(ran(engine), "fire_lit")) <= 2 * HOUR


def test_people_are_hurt_by_burning_blocks_at_their_share(test_seed: int) -> None:
    """0.3 of the blocks that burn hurt somebody, in a camp whose people are all there."""
    scenario = burning(places={"camp": {"people": 900_000}}, parameters={"fire": {"spreads": "1", "hurts": 0.3}})
    blocks = hurt = 0
    for engine in engines(scenario, range(test_seed, test_seed + 60)):
        log = ran(engine)
        blocks += len(of_kind(log, "block_burnt"))
        hurt += len(of_kind(log, "person_hurt"))
    assert_share(hurt, blocks, 0.3)


def test_without_shelters_or_arson_nothing_burns() -> None:
    for scenario in (burning(places={"camp": {"shelters": 0}}), a_scenario()):
        for engine in engines(scenario, range(3)):
            assert not of_kind(ran(engine), "fire_lit", "block_burnt")
