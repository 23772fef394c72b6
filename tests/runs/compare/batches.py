"""Batch folders made from given numbers, as a batch would have written them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.measures import MEASURES

__all__ = ["an_arm", "write_batch"]

Values = Mapping[str, Mapping[str, Any]]
"""arm -> measure -> numbers by replication, or by set of assumed numbers and replication; NaN: nothing to measure"""


def an_arm(name: str, **more: Any) -> dict[str, Any]:
    """A manifest's row of an arm."""
    return {
        "id": name,
        "variant": "" if name == "base" else name,
        "sets": {},
        "decide": {},
        "factors": {},
        "assumptions": 0,
        "objectives": [],
        "assumed": [],
        "owners": {},
        "calibrated": [],
        **more,
    }


def write_batch(
    folder: Path,
    values: Values,
    *,
    arms: Sequence[Mapping[str, Any]] | None = None,
    times: Mapping[str, Mapping[str, Sequence[tuple[float, bool]]]] | None = None,
    sets: Sequence[Mapping[str, str]] = ({},),
    title: str = "A test",
    **manifest: Any,
) -> Path:
    """Write a folder and give its path; ``times`` is arm -> event -> (seconds, observed) by replication."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(arms or [an_arm(name) for name in values])
    found = {
        "format": 1,
        "startex": "0.0",
        "engine_revision": 1,
        "experiment": "x",
        "versions": {"python": "3.11"},
        "scenario": {"name": "a_test", "title": title, "handling": "", "sha256": "0" * 64, "libraries": {}},
        "seed": 1,
        "state": "whole",
        "arms": rows,
        "assumptions": {"sets": list(sets), "not_varied": []},
        "design": {"kind": "none", "factors": [], "points": 0, "seed": 0},
        "measures": {name: {"unit": m.unit, "k": m.k, "about": m.about} for name, m in MEASURES.items()},
        "first_measures": list(next(iter(values.values()))),
        "quarantined": [],
        "results_digest": "1" * 64,
        **manifest,
    }
    (folder / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    _write_results(folder, values)
    _write_times(folder, times or {})
    return folder


def _write_results(folder: Path, values: Values) -> None:
    columns: dict[str, list[Any]] = {
        n: [] for n in ("arm", "variant", "assumption", "replication", "seed", "measure", "value")
    }
    for arm, measures in values.items():
        for measure, numbers in measures.items():
            for (a, r), value in np.ndenumerate(np.atleast_2d(np.asarray(numbers, dtype=float))):
                row = (arm, "", a, r, 1, measure, None if np.isnan(value) else float(value))
                for column, cell in zip(columns.values(), row, strict=True):
                    column.append(cell)
    kinds = [pa.string(), pa.string(), pa.int32(), pa.int32(), pa.int64(), pa.string(), pa.float64()]
    _write(folder / "results.parquet", columns, kinds)


def _write_times(folder: Path, times: Mapping[str, Mapping[str, Sequence[tuple[float, bool]]]]) -> None:
    names = ("arm", "variant", "assumption", "replication", "seed", "event", "time_s", "observed")
    columns: dict[str, list[Any]] = {n: [] for n in names}
    for arm, events in times.items():
        for event, waits in events.items():
            for r, (time_s, observed) in enumerate(waits):
                for column, cell in zip(columns.values(), (arm, "", 0, r, 1, event, time_s, observed), strict=True):
                    column.append(cell)
    kinds = [pa.string(), pa.string(), pa.int32(), pa.int32(), pa.int64(), pa.string(), pa.float64(), pa.bool_()]
    _write(folder / "times.parquet", columns, kinds)


def _write(path: Path, columns: Mapping[str, list[Any]], kinds: Sequence[pa.DataType]) -> None:
    arrays = [pa.array(column, kind) for column, kind in zip(columns.values(), kinds, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(columns)), path)
