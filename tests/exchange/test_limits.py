"""A workbook that is more than one scenario takes: the answer names the limit and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.blueprint import build
from simulator.cli import main
from simulator.exchange.columns import OWN
from simulator.exchange.delimited import write_delimited
from simulator.scenario import decoding, tree


def a_file(folder: Path, count: int) -> Path:
    rows = [[f"I-{n}", "H+0:10", "contextual", *[""] * 4, "words", *[""] * 11] for n in range(count)]
    path = folder / "f.csv"
    path.write_bytes(write_delimited([[column.head for column in OWN], *rows]))
    return path


@pytest.mark.parametrize(
    ("module", "limit", "said", "into"),
    [
        (build, "MOST_INJECTS", "11 injects; 10 are the most", []),
        (build, "MOST_INJECTS", "11 injects; 10 are the most", ["--into", "first_steps"]),
        (tree, "MOST_NODES", "more than 10 values", []),
        (decoding, "MOST_BYTES", "2 MB is the most", []),
    ],
)
def test_more_rows_than_a_scenario_takes_are_refused_with_the_limit_and_a_remedy(
    module: object,
    limit: str,
    said: str,
    into: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The limits are made small, so that the test is."""
    monkeypatch.setattr(module, limit, 10)
    out = tmp_path / "s.yaml"
    assert main(["msel", "import", str(a_file(tmp_path, 11)), "--out", str(out), *into]) == 7
    told = capsys.readouterr().err
    assert said in told
    assert "the 11 injects of" in told
    assert "split the workbook" in told
    assert not out.exists()


def test_as_many_rows_as_a_scenario_takes_are_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST_INJECTS", 11)
    assert main(["msel", "import", str(a_file(tmp_path, 11)), "--out", str(tmp_path / "s.yaml")]) == 0
