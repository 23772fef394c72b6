"""The list of lessons: each is somewhere, what a row names is there and does something; scenarios stay plain."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from simulator.measures import MEASURES
from simulator.scenario.library import shipped
from tests.house.source import ROOT, paths
from tests.runs.compare.batches import an_arm, write_batch


def page_maker(name: str) -> Any:
    """A module of those that write the pages; they lie beside them and are no package."""
    sys.path.append(str(ROOT / "docs"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "docs"))


listed, measured = page_maker("lessons"), page_maker("measured")
ROWS = listed.lessons()


def test_each_lesson_is_in_at_least_one_row_or_is_listed_as_not_modelled() -> None:
    there = {row.id for row in ROWS} | set(listed.not_modelled())
    assert set(listed.EVERY) - there == set()
    assert len(listed.EVERY) == 55


def test_at_most_five_lessons_are_not_modelled_each_with_its_reason() -> None:
    assert len(listed.not_modelled()) <= 5
    assert {row.id for row in ROWS} & set(listed.not_modelled()) == set()
    assert [name for name, row in listed.not_modelled().items() if len(row["reason"].split()) < 8] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.scenario} {row.id}")
def test_what_a_row_names_is_there_and_its_variant_changes_the_blueprint(row: Any) -> None:
    assert list(listed.faults(row)) == []
    assert listed.toggled(row)


def test_a_lesson_stands_once_in_a_scenario() -> None:
    assert [key for key, n in Counter((row.scenario, row.id) for row in ROWS).items() if n > 1] == []


def test_a_variant_that_takes_a_lesson_away_has_its_row() -> None:
    rows = {(row.scenario, row.variant) for row in ROWS}
    alone = re.compile(r"without_C\d+$")
    there = {(p.stem, v) for p in shipped() for v in measured.blueprint(p).variants if alone.match(v)}
    assert there - rows == set()


def test_results_are_of_what_is_there_now() -> None:
    """Each row has a result of as many replications as a claim wants, of the blueprints and the engine as they are."""
    due = {f"{row.scenario} {row.id}: {state}" for row in ROWS if (state := listed.state_of(row))}
    assert due == set(), "make coverage"


def test_a_verdict_follows_from_sign_and_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: less is better, so a variant that takes a reform away should have more."""
    row = listed.Lesson("somewhere", "C01", "", "L", "", "without_C01", "civilian_harm", "lower")
    cases = {
        (1.0, 0.5, 1.5, 0): "shown",
        (-1.0, -1.5, -0.5, 0): "other sign",
        (0.2, -0.5, 0.9, 3): "unclear",
        (0.0, 0.0, 0.0, 40): "nil",
        (0.1, 0.0, 0.2, 30): "unclear",
    }
    for (mean, low, high, same), kind in cases.items():
        found = {"n": 40, "mean": mean, "low": low, "high": high, "same": same}
        differences = {"without_C01": {"civilian_harm": found}}
        monkeypatch.setattr(listed, "stored", lambda _, d=differences: {"differences": d})
        assert listed.verdict_of(row).kind == kind


def test_faults_of_a_row_are_told() -> None:
    good = next(row for row in ROWS if row.variant == "without_C04" and row.scenario == "site_in_flames")
    wrong = {
        "id": ("C56", "no lesson"),
        "source": ("X", "no source"),
        "measure": ("harm", "no measure"),
        "better": ("higher", "lower is better"),
        "mechanism": ("simulator/engine/mechanics/no.py", "no file"),
        "variant": ("after", "changes nothing"),
        "scenario": ("nowhere", "no scenario"),
    }
    for field, (value, said) in wrong.items():
        assert any(said in fault for fault in listed.faults(listed.replace(good, **{field: value}))), field


def test_what_is_kept_of_a_batch_is_what_arithmetic_gives(tmp_path: Path) -> None:
    """Four pairs by hand: 30, 20, 40 and nothing against 10 each make +20, +10, +30, of which the mean is 20."""
    path, nan = next(p for p in shipped() if p.stem == "distress_calls"), float("nan")
    objective = {
        "id": "O2",
        "measure": "report_to_decide",
        "at_most": 15.0,
        "at_least": None,
        "asked": "at most 15 min",
    }
    values = {
        "base": {"report_to_decide": [10.0, 10.0, 10.0, 10.0], "calls_closed": [1.0, 1.0, 0.5, 1.0]},
        "before": {"report_to_decide": [30.0, 20.0, 40.0, nan], "calls_closed": [0.0, 0.0, 0.5, 1.0]},
    }
    arms = [an_arm(name, objectives=[objective], blueprint_sha256=name * 2) for name in values]
    measures = {name: [nan] * 4 for name in MEASURES}
    folder = write_batch(tmp_path / "b", {arm: measures | given for arm, given in values.items()}, arms=arms)
    result = measured.result_of(folder, path, [("before", "report_to_decide"), ("without_C22", "calls_closed")])
    found = result["differences"]["before"]["report_to_decide"]
    assert [found[key] for key in ("n", "mean", "missing", "more", "less", "same")] == [3, 20.0, 1, 3, 0, 0]
    half = 4.3027 * 10 / 3**0.5  # Student's t for two degrees of freedom, a spread of 10
    assert (found["low"], found["high"]) == pytest.approx((20 - half, 20 + half), abs=0.01)
    assert result["first"] == {"objective": "O1", "measure": "calls_closed", "better": "higher"}
    assert [row["base"]["value"] for row in result["met"]] == [1.0]
    assert [row["before"]["value"] for row in result["met"]] == [0.0]
    assert result["blueprints"] == {"base": "basebase", "before": "beforebefore"}
    assert result["spread"]["calls_closed"]["base"]["mean"] == 0.875
    assert "without_C22" not in result["differences"], "an arm that the batch has not"


# plainness


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_scenario_is_short_enough_to_be_read(path: Any) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


def test_no_code_knows_a_scenario_by_its_name() -> None:
    names = re.compile(rf"(?<![\w.])({'|'.join(path.stem for path in shipped())})(?!\w)")
    knowing = [
        f"{path}: {found[0]}"
        for path in paths()
        if (found := names.search((ROOT / path).read_text(encoding="utf-8"))) is not None
    ]
    assert knowing == []
