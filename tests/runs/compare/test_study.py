"""The study page: its words follow from the numbers, findings are said, and nothing calibrated is ranked."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from simulator.runs.compare.comparison import Comparison, Options, compare
from simulator.runs.compare.sample import read_sample
from tests.house.source import ROOT
from tests.runs.compare.batches import an_arm, write_batch


@pytest.fixture(scope="module")
def study() -> ModuleType:
    spec = importlib.util.spec_from_file_location("study", ROOT / "docs" / "study.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reforms(folder: Path, measure: str = "civilian_harm", **arm: object) -> Comparison:
    """A scenario with reforms that carry much, little, nothing, and one that makes it better to be without."""
    rng = np.random.default_rng(6)
    base = rng.integers(20, 40, 60).astype(float)
    shift = {
        "base": 0.0,
        "without_C01": 9.0,
        "without_C02": 2.0,
        "without_C03": 0.0,
        "without_C04": -3.0,
        "before": 30.0,
    }
    values = {
        name: {measure: base + by + (rng.normal(0, 0.5, 60).round(2) if by else 0.0)} for name, by in shift.items()
    }
    objective = {"id": "O1", "text": "Less harm", "measure": measure, "at_most": 41.0, "at_least": None, "asked": "few"}
    arms = [an_arm(name, objectives=[objective], **arm) for name in shift]
    return compare(read_sample([write_batch(folder, values, arms=arms)]), Options())


def test_reforms_are_ordered_by_what_they_carry_and_odd_ones_are_findings(study: ModuleType, tmp_path: Path) -> None:
    page = "\n".join(study.chapter(reforms(tmp_path / "b"), tmp_path))
    order = next(line for line in page.splitlines() if "what carries most comes first" in line)
    assert order.index("without_C01") < order.index("without_C02")
    assert "without_C03" not in order
    assert "`without_C03` is nil: no replication differs in it" in page
    assert "`without_C04` is of the other sign" in page


def test_before_and_after_are_told_by_objective(study: ModuleType, tmp_path: Path) -> None:
    page = "\n".join(study.chapter(reforms(tmp_path / "b"), tmp_path))
    assert "| O1 Less harm | civilian_harm at most 41 people | 100 % (94-100) | 0 % (0-6) |" in page


def test_what_is_calibrated_is_said_and_not_ordered(study: ModuleType, tmp_path: Path) -> None:
    page = "\n".join(study.chapter(reforms(tmp_path / "b", "zone_months_true", calibrated=["K13"]), tmp_path))
    assert "**By calibration only.**" in page
    assert "No order of the reforms by `zone_months_true`: assumed" in page
    assert "comes first" not in page


def test_pairs_save_replications_as_the_page_says(study: ModuleType, tmp_path: Path) -> None:
    """A spread of 33 within, of 0.25 between pairs: far more than a hundred times."""
    page = "\n".join(study.chapter(reforms(tmp_path / "b"), tmp_path))
    assert "| civilian_harm | > 100 | > 100 | same | > 100 | > 100 |" in page


def test_plots_are_files_that_stand_alone(study: ModuleType, tmp_path: Path) -> None:
    page = "\n".join(study.chapter(reforms(tmp_path / "b"), tmp_path))
    plots = sorted(tmp_path.glob("*.svg"))
    assert len(plots) == 2
    for plot in plots:
        text = plot.read_text(encoding="utf-8")
        assert f"]({plot.name})" in page
        assert text.startswith('<svg role="img" aria-label="')
        assert 'xmlns="http://www.w3.org/2000/svg"' in text
        assert "prefers-color-scheme:dark" in text
