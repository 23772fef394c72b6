"""The bars that hold for every scenario: which rows there are, and how one is judged, by hand."""

from __future__ import annotations

from benchmarks.engine import CAMPAIGNS, OTHERS, every_row
from simulator.runs.headless import blueprint_of
from simulator.scenario.library import shipped
from tests.backtests.every_scenario_rows import first_measure, told
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
    """Less is better: two of three pairs are won, one has only one side; the interval is given."""
    after, before = [1.0, 2.0, 5.0, None], [4.0, 3.0, 4.0, 9.0]
    assert told(after, before, 1, 0.2, 2.0) == ("better in 2 of 3 pairs", True)
    assert told(after, before, 1, -0.2, 2.0) == ("better in 2 of 3 pairs", False)
    assert told(after, before, -1, 0.2, 2.0) == ("better in 1 of 3 pairs", False)
    assert told([1.0, 2.0], [4.0, 3.0], 1, 0.2, 2.0) == ("better in 2 of 2 pairs", False), "it must not always be won"


def test_the_measure_of_the_first_objective_has_a_direction() -> None:
    named = {path.stem: first_measure(blueprint_of(path)) for path in shipped()}
    assert named["distress_calls"] == ("calls_closed", -1)
    assert named["weapons_free_zone"] == ("zone_months_incidents", 1), "at most so many: less is better"
