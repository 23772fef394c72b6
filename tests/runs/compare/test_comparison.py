"""Whole comparisons of folders made from given numbers: what is said follows from the numbers, and nothing else."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.errors import BatchDamaged, UsageError
from simulator.runs.compare.comparison import Comparison, Options, compare, plain
from simulator.runs.compare.sample import read_sample
from tests.runs.compare.batches import an_arm, write_batch

OWNERS = {
    "O1": {
        "rules": [
            {"id": "MIL-5", "title": "Block", "component": "military", "authority": "duty_officer",
             "authority_title": "Duty officer", "post": "Operations", "actors": ["qrf"], "within_s": 900}
        ],
        "decisions": [
            {"id": "send", "title": "Send them?", "component": "military", "asked": "sector_commander",
             "asked_title": "Sector commander", "opens": "Operations has heard of a breach",
             "post": "Operations", "when": "breach reported to ops", "deadline_s": 600,
             "options": [{"id": "go", "text": "Go"}, {"id": "wait", "text": "Wait"}], "default": "wait"}
        ],
    }
}  # fmt: skip
OBJECTIVE = {
    "id": "O1", "text": "Block a breach", "measure": "breach_to_block", "at_most": 15.0, "at_least": None,
    "asked": "at most 15 min",
}  # fmt: skip


def arms(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [an_arm(name, objectives=[OBJECTIVE], owners=OWNERS, **more) for name in names]


def block_times(met: int, n: int = 100) -> list[float]:
    """Minutes to block: ``met`` replications in time, the others not."""
    return [10.0 + i / n for i in range(met)] + [60.0 + i / n for i in range(n - met)]


def compared(folder: Path, options: Options | None = None) -> Comparison:
    return compare(read_sample([folder]), options or Options())


def test_a_verdict_says_each_arm_with_its_interval(tmp_path: Path) -> None:
    values = {"base": {"breach_to_block": block_times(93)}, "before": {"breach_to_block": block_times(12)}}
    found = compared(write_batch(tmp_path / "b", values, arms=arms("base", "before")))
    assert found.verdicts[0].words == (
        "Block a breach (breach_to_block at most 15 min): base 93 % (86-97), before 12 % (7-20)"
    )


def test_the_first_page_says_what_breaks_who_owns_it_and_which_decision_is_asked_of_whom(tmp_path: Path) -> None:
    values = {"base": {"breach_to_block": block_times(93)}, "before": {"breach_to_block": block_times(12)}}
    (row,) = compared(write_batch(tmp_path / "b", values, arms=arms("base", "before"))).breaks
    assert row.arms == ["before"]
    assert row.owner == "military: Duty officer, Operations (MIL-5)"
    assert row.decisions == [
        "Send them? Sector commander decides when Operations has heard of a breach, within 10 min: Go / Wait "
        "(else Wait)"
    ]
    assert row.reversed_by.startswith("not looked at")


def test_nothing_breaks_where_every_arm_does_as_well_as_the_baseline(tmp_path: Path) -> None:
    values = {name: {"breach_to_block": block_times(met)} for name, met in (("base", 90), ("other", 92))}
    assert compared(write_batch(tmp_path / "b", values, arms=arms("base", "other"))).breaks == []


def test_a_fall_that_chance_explains_is_no_break(tmp_path: Path) -> None:
    """Two pairs of a hundred that change are nothing to McNemar; twenty are."""
    values = {name: {"breach_to_block": block_times(met)} for name, met in (("base", 90), ("a", 88), ("b", 70))}
    (row,) = compared(write_batch(tmp_path / "b", values, arms=arms("base", "a", "b"))).breaks
    assert row.arms == ["b"]


def with_sets(folder: Path, *, reverses: bool) -> Path:
    """Thirty sets: the worth of the reform rises with one assumed number, from below nought or from above it."""
    rng = np.random.default_rng(1)
    number, other = rng.uniform(0, 1, 30), rng.uniform(0, 1, 30)
    sets = [
        {},
        *(
            {"parameters.force.round": f"{n:.4f} s", "parameters.fire.spreads": f"{o:.4f}"}
            for n, o in zip(number, other)
        ),
    ]
    low = -20 if reverses else 5
    after = [90, *(round(50 + low + 40 * n) for n in number)]
    values = {
        "base": {"breach_to_block": [block_times(met) for met in after]},
        "before": {"breach_to_block": [block_times(50 if i else 40) for i in range(31)]},
    }
    assumed = [{"parameter": "force.round", "value": "0.5", "source": "[A]", "about": "x", "range": "0-1"}]
    return write_batch(folder, values, arms=arms("base", "before", assumed=assumed), sets=sets)


def test_the_assumption_that_would_reverse_a_finding_is_named(tmp_path: Path) -> None:
    (row,) = compared(with_sets(tmp_path / "b", reverses=True)).breaks
    assert "sets; it falls most closely with force.round (believed 0-1, turning about 0." in row.reversed_by
    assert row.reversed_by.startswith("reversed in ")


def test_a_finding_that_no_set_reverses_says_so(tmp_path: Path) -> None:
    (row,) = compared(with_sets(tmp_path / "b", reverses=False)).breaks
    assert row.reversed_by.startswith("none of 30 sets of assumed numbers reverses it; it falls most closely with")


def test_verdicts_say_chance_and_ignorance_apart(tmp_path: Path) -> None:
    found = compared(with_sets(tmp_path / "b", reverses=False))
    assert "about 9 in 10; 6 to 9 in 10 across our assumptions" in found.verdicts[0].standings[0].said


def harm(*, calibrated: bool = False) -> dict[str, Any]:
    rng = np.random.default_rng(2)
    chance = rng.integers(0, 30, 60).astype(float)
    k13 = {"zone_months_true": chance + 5, "civilian_harm": chance}
    return {"base": k13, "a": {"zone_months_true": chance + 20, "civilian_harm": chance + 3}, "b": k13}


def test_what_was_calibrated_is_not_ranked_and_is_said_to_be_assumed(tmp_path: Path) -> None:
    rows = [an_arm(name, calibrated=["K13"]) for name in ("base", "a", "b")]
    found = compared(write_batch(tmp_path / "b", harm(), arms=rows), Options(analyst=True))
    tables = {table.measure: table for table in found.measures}
    assert tables["zone_months_true"].ranking == []
    assert tables["zone_months_true"].unranked.startswith("assumed")
    assert [place.arm for place in tables["civilian_harm"].ranking][-1] == "a"
    assert "zone_months_true" not in found.analysis.probability_best
    assert any("by calibration only" in doubt for doubt in found.doubts)


def test_probability_of_best_is_for_analysts_only(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", harm())
    assert compared(folder).analysis is None
    best = compared(folder, Options(analyst=True)).analysis.probability_best["civilian_harm"]
    assert best == {"base": 0.5, "a": 0.0, "b": 0.5}


def test_harm_comes_with_its_bands(tmp_path: Path) -> None:
    values = {"base": {name: [1.0, 2.0] for name in ("civilian_harm", "harm_crush", "harm_un_fire", "trust")}}
    folder = write_batch(tmp_path / "b", values, first_measures=["civilian_harm"])
    assert [t.measure for t in compared(folder).measures] == ["civilian_harm", "harm_crush", "harm_un_fire"]


def test_doubts_say_how_many_replications_would_do(tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    one = rng.normal(10, 3, 40)
    values = {"base": {"trust": one}, "a": {"trust": one + rng.normal(0.05, 1.0, 40)}}
    (said,) = [d for d in compared(write_batch(tmp_path / "b", values)).doubts if d.startswith("trust")]
    assert "not distinguishable from base: a (" in said
    assert "would do)" in said


def test_doubts_say_missing_evidence_and_what_endex_cut_off(tmp_path: Path) -> None:
    blocked = block_times(20, 40)
    values = {"base": {"breach_to_block": blocked}, "before": {"breach_to_block": [math.nan] * 10 + blocked[10:]}}
    waits = [(600.0 + i, i % 4 != 0) for i in range(40)]
    times = {"base": {"breach_to_block": waits}, "before": {"breach_to_block": waits}}
    found = compared(write_batch(tmp_path / "b", values, arms=arms("base", "before"), times=times))
    assert any("no evidence in up to 25 % of replications (before)" in doubt for doubt in found.doubts)
    assert any("breach_to_block: up to 25 % had not come by ENDEX" in doubt for doubt in found.doubts)
    assert any("no sets of assumed numbers" in doubt for doubt in found.doubts)


def test_times_are_in_minutes_with_what_began(tmp_path: Path) -> None:
    values = {"base": {"trust": [1.0] * 4}}
    times = {"base": {"first_aid": [(60.0, True), (120.0, True), (180.0, False)]}}
    wait = compared(write_batch(tmp_path / "b", values, times=times)).waits[0].arms[0]
    assert (wait.curve.began, wait.runs) == (3, 4)
    assert wait.curve.times.tolist() == [1.0, 2.0, 3.0]


def test_an_arm_that_is_the_baseline_under_another_name_is_left_out_and_named(tmp_path: Path) -> None:
    rows = [an_arm("base", plan_sha256="x"), an_arm("after", plan_sha256="x"), an_arm("a", plan_sha256="y")]
    found = compared(write_batch(tmp_path / "b", {n: {"trust": [1.0, 2.0]} for n in ("base", "after", "a")}, arms=rows))
    assert [arm["id"] for arm in found.arms] == ["base", "a"]
    assert any(note.startswith("after: the same as base") for note in found.notes)


def test_a_reform_without_any_effect_is_a_finding_and_stays(tmp_path: Path) -> None:
    rows = [an_arm("base", plan_sha256="x"), an_arm("a", plan_sha256="y")]
    found = compared(write_batch(tmp_path / "b", {n: {"trust": [1.0, 2.0]} for n in ("base", "a")}, arms=rows))
    assert found.measures[0].rows[1].against.equal == 2


def test_of_very_many_arms_the_farthest_are_shown(tmp_path: Path) -> None:
    values = {f"arm{i}": {"trust": [float(i), i + 1.0]} for i in range(60)}
    found = compared(write_batch(tmp_path / "b", values))
    assert len(found.arms) == 40
    assert found.arms[0]["id"] == "arm0"
    assert found.arms[-1]["id"] == "arm59"
    assert any("40 of 60 arms" in note for note in found.notes)


def test_the_document_is_plain_json(tmp_path: Path) -> None:
    found = compared(with_sets(tmp_path / "b", reverses=True), Options(analyst=True))
    text = json.dumps(plain(found), allow_nan=False)
    assert json.loads(text)["verdicts"][0]["standings"][0]["met"]["hits"] == 90


# designs


def design_arms(points: list[dict[str, float]]) -> list[dict[str, Any]]:
    return [an_arm(f"base, {i}", variant="", factors=p, point=i) for i, p in enumerate(points)]


def test_a_latin_hypercube_gives_rank_correlations(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    points = [{"x": float(x), "y": float(y)} for x, y in rng.uniform(0, 1, (30, 2))]
    values = {f"base, {i}": {"trust": [p["x"] * 5 + e for e in (0.0, 0.1)]} for i, p in enumerate(points)}
    design = {"kind": "lhs", "factors": [{"name": "x"}, {"name": "y"}], "points": 30, "seed": 1}
    (study,) = compared(write_batch(tmp_path / "b", values, arms=design_arms(points), design=design)).studies
    assert study.correlations["x"].rho == pytest.approx(1.0)
    assert abs(study.correlations["y"].rho) < 0.5


def test_sobol_indices_come_from_the_rows_of_the_design_and_for_analysts_only(tmp_path: Path) -> None:
    """y = x1 + 2 x2: a fifth and four fifths."""
    from scipy.stats import qmc

    n = 256
    rows = qmc.Sobol(4, rng=1).random(n)
    a, b = rows[:, :2], rows[:, 2:]
    mixed = [np.column_stack([b[:, 0], a[:, 1]]), np.column_stack([a[:, 0], b[:, 1]])]
    points, places = [], []
    for name, matrix in (("A", a), ("B", b), ("AB0", mixed[0]), ("AB1", mixed[1])):
        for row, (x1, x2) in enumerate(matrix.tolist()):
            places.append({"matrix": name, "row": row, "point": len(points)})
            points.append({"x1": x1, "x2": x2})
    values = {f"base, {i}": {"trust": [p["x1"] + 2 * p["x2"]]} for i, p in enumerate(points)}
    design = {"kind": "sobol", "factors": [{"name": "x1"}, {"name": "x2"}], "points": n, "rows": places, "seed": 1}
    folder = write_batch(tmp_path / "b", values, arms=design_arms(points), design=design)
    (study,) = compared(folder, Options(analyst=True)).studies
    assert [row.first for row in study.sobol] == pytest.approx([0.2, 0.8], abs=0.02)
    (plain_study,) = compared(folder).studies
    assert plain_study.sobol == []
    assert "--analyst" in plain_study.why_not


def test_a_factorial_gives_main_effects_and_interactions(tmp_path: Path) -> None:
    points = [{"x": str(x), "y": str(y)} for x in "ab" for y in "cd"]
    size = {("a", "c"): 0.0, ("a", "d"): 1.0, ("b", "c"): 4.0, ("b", "d"): 7.0}
    values = {
        f"base, {i}": {"trust": [size[p["x"], p["y"]] + e for e in (0.0, 0.3, 0.9)]} for i, p in enumerate(points)
    }
    design = {"kind": "factorial", "factors": [{"name": "x"}, {"name": "y"}], "points": 4, "seed": 1}
    rows = [an_arm(f"base, {i}", variant="", factors=p, point=i) for i, p in enumerate(points)]
    (study,) = compared(write_batch(tmp_path / "b", values, arms=rows, design=design)).studies
    assert {e.factors: e.effect.mean for e in study.effects} == pytest.approx(
        {("x",): 5.0, ("y",): 2.0, ("x", "y"): 1.0}
    )


# folders


def test_two_batches_of_one_seed_are_pairs_and_of_two_seeds_are_refused(tmp_path: Path) -> None:
    one = write_batch(tmp_path / "one", {"base": {"trust": [1.0, 2.0, 3.0]}})
    two = write_batch(tmp_path / "two", {"base": {"trust": [2.0, 4.0]}, "a": {"trust": [1.0, 1.0]}})
    found = compare(read_sample([one, two]), Options(baseline="one: base"))
    assert [arm["id"] for arm in found.arms] == ["one: base", "two: base", "a"]
    assert found.measures[0].rows[1].against.difference.mean == pytest.approx(1.5)
    other = write_batch(tmp_path / "three", {"b": {"trust": [1.0]}}, seed=2)
    with pytest.raises(UsageError, match=r"has seed 1, .* has 2: they are not pairs"):
        read_sample([one, other])


def test_different_scenario_files_are_compared_with_a_warning(tmp_path: Path) -> None:
    one = write_batch(tmp_path / "one", {"base": {"trust": [1.0, 2.0]}})
    scenario = {"name": "x", "title": "X", "handling": "", "sha256": "f" * 64, "libraries": {}}
    two = write_batch(tmp_path / "two", {"other": {"trust": [2.0, 4.0]}}, scenario=scenario)
    assert any("different scenario files" in note for note in read_sample([one, two]).notes)


@pytest.mark.parametrize("name", ["results.parquet", "times.parquet"])
def test_a_damaged_table_says_what_to_do(tmp_path: Path, name: str) -> None:
    folder = write_batch(tmp_path / "b", {"base": {"trust": [1.0]}})
    (folder / name).write_bytes(b"PAR1 this is none")
    with pytest.raises(BatchDamaged, match="give the same startex batch call again"):
        read_sample([folder])


def test_a_folder_that_is_no_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no batch"):
        read_sample([tmp_path])
    with pytest.raises(UsageError, match="is no batch"):
        read_sample([tmp_path / "nowhere"])


def test_a_partial_batch_is_compared_and_said_to_be_partial(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {"base": {"trust": [1.0, 2.0]}, "a": {"trust": [1.0]}}, state="partial")
    found = compared(folder)
    assert found.replications == {"base": 2, "a": 1}
    assert any("is partial" in note for note in found.notes)


def test_unknown_arms_and_measures_are_refused_with_what_there_is(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {"base": {"trust": [1.0]}})
    with pytest.raises(UsageError, match="no arm 'befor'; the batch has base"):
        compared(folder, Options(baseline="befor"))
    with pytest.raises(UsageError, match="did you mean trust"):
        compared(folder, Options(measures=("trus",)))
