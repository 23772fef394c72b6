"""The outer loop of ignorance: what varies, within what, and that it is the same for every arm."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.parameters import describe
from simulator.runs.batch.arms import arms_of
from simulator.runs.batch.assumptions import assumed, believed, sets_of, unvaried
from simulator.runs.batch.designs import design_of, read_factor
from simulator.runs.batch.experiment import experiment_of
from simulator.runs.headless import blueprint_of
from tests.builders import a_scenario, build_of, text_of

PLAIN = design_of("none", [], None, 1)


def test_what_varies_is_assumed_and_has_a_believed_range() -> None:
    blueprint = build_of(a_scenario())
    metas = {f"{m}.{n}": meta for m, n, meta in describe()}
    found = believed(blueprint)
    assert len(found) > 50
    for row in found:
        assert "[A]" in metas[row.parameter]["source"]
        assert row.low < row.high
    assert not {row.parameter for row in found} & set(unvaried(blueprint))
    single = [n for n, meta in metas.items() if "[A]" in meta["source"] and not meta["uncertain"]]
    assert len(found) + len(unvaried(blueprint)) == len(single)


def test_what_the_scenario_says_itself_is_not_varied() -> None:
    own = build_of(a_scenario(parameters={"crowd": {"panic": "50"}}))
    assert "crowd.panic" not in {row.parameter for row in believed(own)}
    assert "crowd.panic" in {row.parameter for row in believed(build_of(a_scenario()))}


def test_every_set_is_a_scenario_whose_numbers_lie_in_their_ranges(tmp_path: Path, test_seed: int) -> None:
    path = tmp_path / "least.yaml"
    path.write_text(text_of(a_scenario()), encoding="utf-8")
    ranges = believed(blueprint_of(path))
    drawn = sets_of(ranges, 12, test_seed)
    assert drawn[0] == {}
    assert len(drawn) == 13
    for chosen in drawn[1:]:
        parameters = blueprint_of(path, sets=chosen).parameters
        for row in ranges:
            mechanism, _, name = row.parameter.partition(".")
            value = getattr(getattr(parameters, mechanism), name)
            slack = 0.5 if isinstance(value, int) else 1e-9 * max(abs(row.low), abs(row.high), 1)
            assert row.low - slack <= value <= row.high + slack, row.parameter


def test_each_range_is_cut_into_as_many_slices_as_there_are_sets() -> None:
    ranges = [row for row in believed(build_of(a_scenario())) if row.dimension == "share"]
    drawn = sets_of(ranges, 10, 4)[1:]
    for row in ranges:
        shares = sorted((float(chosen[row.path]) - row.low) / (row.high - row.low) for chosen in drawn)
        assert all(i - 1e-6 <= share * 10 <= i + 1 + 1e-6 for i, share in enumerate(shares))


def test_every_arm_gets_the_same_sets_and_none_varies_what_an_arm_sets(tmp_path: Path) -> None:
    path = tmp_path / "least.yaml"
    path.write_text(text_of(a_scenario()), encoding="utf-8")
    design = design_of("none", [read_factor("parameters.fire.spreads", "0.2..0.6")], None, 1)
    made = experiment_of(path, "least.yaml", 1, arms_of(["base"], [], design, {}, {}), design, 3)
    assert made.cases == 2 * 4
    for assumption in range(4):
        one, other = made.case(assumption), made.case(4 + assumption)
        assert one.sets == other.sets
        assert "parameters.fire.spreads" not in one.sets
    assert [made.case(n).assumption for n in range(8)] == [0, 1, 2, 3] * 2
    assert len({made.blueprint(n)[0] for n in range(8)}) == 8


def test_the_manifest_lists_what_is_assumed_with_its_range() -> None:
    rows = {row["parameter"]: row for row in assumed(build_of(a_scenario()))}
    row = rows["observation.day_range"]
    assert (row["low"], row["high"], row["value"]) == (300, 1000, "600 m")
    assert rows["community.mediated"]["low"] == pytest.approx(-0.3)
    assert rows["force.presence"]["low"] is None
