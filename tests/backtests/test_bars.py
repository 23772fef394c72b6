"""The bars that hold for every scenario: which rows there are, and how one is judged, by hand."""

from __future__ import annotations

from benchmarks.engine import CAMPAIGNS, OTHERS, every_row
from simulator.blueprint.model import TargetSpec
from simulator.runs.headless import blueprint_of
from simulator.scenario.library import shipped
from tests.backtests.every_scenario_rows import first_target, wins
from tests.backtests.rows import rows


def test_every_shipped_scenario_is_held_to_its_reforms_its_rehearsal_and_its_cost() -> None:
    ids = {row.id for row in rows()}
    assert {f"quality.{path.stem}" for path in shipped()} <= ids
    reformed = {path.stem for path in shipped() if "before" in blueprint_of(path).variants}
    assert {name.removeprefix("reform.") for name in ids if name.startswith("reform.")} == reformed
    bars = {name: bar for name, _, bar in every_row()}
    assert set(bars) == {path.stem for path in shipped()}
    assert (bars["first_steps"], bars["early_warning"]) == (OTHERS, CAMPAIGNS)


def test_a_reform_is_judged_pair_by_pair() -> None:
    """Less is better, 2 at most: two of three pairs are better, and one of these misses; the fourth is no pair."""
    target = TargetSpec("civilian_harm", "", 2.0, None, "")
    assert wins([1.0, 3.0, 5.0, None], [4.0, 4.0, 4.0, 9.0], target, 1) == (2, 1, 3)
    more = TargetSpec("calls_closed", "", None, 0.5, "")
    assert wins([0.6, 0.4, 0.9], [0.5, 0.1, 0.9], more, -1) == (2, 1, 3)


def test_the_measure_of_the_first_objective_has_a_direction() -> None:
    found = {path.stem: first_target(blueprint_of(path)) for path in shipped()}
    named = {name: (target.measure, sign) for name, (target, sign) in found.items()}
    assert named["distress_calls"] == ("calls_closed", -1)
    assert named["weapons_free_zone"] == ("zone_months_incidents", 1), "at most so many: less is better"
