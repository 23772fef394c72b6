"""Nothing is scripted: move an event, halve a group, swap two places, and the outcome moves as the mechanisms say."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from scipy.stats import wilcoxon

from simulator.blueprint.model import Blueprint
from simulator.runs.headless import blueprint_of, prepare, run_once
from tests.builders import of_kind

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SEEDS = range(1, 49)
HARM = ("person_hurt", "resident_harmed", "peacekeeper_hurt", "incident_happened", "block_burnt")


def of(name: str, variant: str = "", **sets: str) -> Blueprint:
    return blueprint_of(
        SCENARIOS / f"{name}.yaml", variant=variant, sets={k.replace("__", "."): v for k, v in sets.items()}
    )


_MEASURED: dict[str, list[dict[str, float | None]]] = {}
"""the measures of every seed by what the engines were built from: several tests share one side"""


def values(blueprint: Blueprint, measure: str) -> list[float | None]:
    built_from = repr(blueprint)
    if built_from not in _MEASURED:
        program = prepare(blueprint)
        _MEASURED[built_from] = [run_once(program, seed).measures for seed in SEEDS]
    return [row[measure] for row in _MEASURED[built_from]]


def assert_more(more: Blueprint, less: Blueprint, measure: str) -> None:
    """Over paired seeds the first has more of it: signed ranks, one-sided, at 99 per cent (harm has long tails)."""
    pairs = zip(values(more, measure), values(less, measure), strict=True)
    differences = [a - b for a, b in pairs if a is not None and b is not None]
    assert len(differences) >= 10
    assert wilcoxon(differences, alternative="greater").pvalue < 0.01, f"{measure}: {differences}"


def test_an_assault_an_hour_after_the_first_sign_meets_a_mission_that_is_ready() -> None:
    """The men gather at H+16:10: who comes at once finds nobody behind the wire, who waits finds the reserve.

    The room sleeps through the lull and keeps its reserve at the base, so that only the rules make it ready.
    """
    stream = {"entry__late_by": "0 min", "attack__late_by": "0 min"}
    at_once = {"entry__at": "H+16:11", "attack__at": "H+16:40", "burning__at": "H+17"}
    later = {"entry__at": "H+17:11", "attack__at": "H+17:40", "burning__at": "H+18"}
    asleep = {"decisions__use_the_lull__model": "absent", "decisions__keep_reserve__model": "absent"}
    sets = [asleep | {f"threat__stream__{k}": v for k, v in (stream | times).items()} for times in (at_once, later)]
    assert_more(of("site_in_flames", **sets[0]), of("site_in_flames", **sets[1]), "civilian_harm")


def test_an_attack_that_lasts_half_as_long_does_less_harm() -> None:
    shorter = of("site_in_flames", "before", threat__stream__attack__for="110 min")
    assert_more(of("site_in_flames", "before"), shorter, "civilian_harm")


@pytest.mark.parametrize(
    ("name", "variant", "sets"),
    [
        ("site_in_flames", "before", {"threat__groups__intruders__strength": "25-50"}),
        (
            "site_in_flames",
            "",
            {"threat__groups__gunmen__strength": "4-7", "threat__groups__intruders__strength": "25-50"},
        ),
    ],
)
def test_half_a_group_does_less_harm(name: str, variant: str, sets: dict[str, str]) -> None:
    assert_more(of(name, variant), of(name, variant, **sets), "civilian_harm")


def swapped(tmp_path: Path, one: str, other: str) -> Blueprint:
    """distress_calls with the positions and roads of two places exchanged, and nothing else."""
    text = (SCENARIOS / "distress_calls.yaml").read_text(encoding="utf-8")
    scenario: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    places = scenario["places"]
    places[one]["at"], places[other]["at"] = places[other]["at"], places[one]["at"]
    names = {one: other, other: one}
    for route in scenario["routes"]:
        route["to"] = names.get(route["to"], route["to"])
    shutil.copytree(SCENARIOS / "lib", tmp_path / "lib")
    path = tmp_path / "distress_calls.yaml"
    path.write_text(yaml.safe_dump(scenario, sort_keys=False), encoding="utf-8")
    return blueprint_of(path)


def test_the_compound_that_is_farther_away_is_reached_later(tmp_path: Path) -> None:
    assert_more(swapped(tmp_path, "garden", "riverside"), of("distress_calls"), "residents_reached")


def test_a_swap_moves_the_ground_and_nothing_else(tmp_path: Path) -> None:
    once = swapped(tmp_path, "garden", "riverside")
    assert once.places["garden"].x == of("distress_calls").places["riverside"].x


@pytest.mark.parametrize(
    ("name", "variant"),
    [("site_in_flames", ""), ("site_in_flames", "before"), ("distress_calls", "before"), ("first_steps", "")],
)
def test_without_its_stream_a_scenario_has_no_harm_at_all(name: str, variant: str) -> None:
    blueprint = of(name, variant, threat__stream="[]")
    for seed in range(1, 4):
        log = run_once(blueprint, seed).log
        # false alarms and false reports still happen, and effects that injects declare; harm does not
        assert not [e for e in of_kind(log, *HARM) if "casualties" not in str(e.data.get("effect"))], seed
        assert not of_kind(log, "group_entered", "barrier_attacked", "shots_fired", "fire_lit", "flight_began")


def test_without_rates_a_campaign_has_no_incidents() -> None:
    blueprint = of("weapons_free_zone", threat__rates="{}")
    log = run_once(blueprint, 1).log
    assert not of_kind(log, "incident_happened", "incident_reported")


def test_without_any_unit_nobody_comes_and_more_are_harmed() -> None:
    """The harm does not follow the clock of the file: with nobody to stop it, it lasts as long as the attack."""
    nobody = of("distress_calls", "", **{f"units__qrf_{x}__notice": "20 h" for x in "acd"})
    assert_more(nobody, of("distress_calls"), "civilian_harm")
