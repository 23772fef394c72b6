"""From shards to tidy tables that pandas, polars and DuckDB read, and the digest of the results.

Rows come in the order of arms, sets of assumptions, replications and measures, whoever ran them and in whatever order
they finished.  The digest is over the rows' canonical text, not over Parquet's bytes: it is the same on every machine.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.catalogue import tr
from simulator.errors import StorageError
from simulator.measures import MEASURES
from simulator.processes import replaced, replaced_text
from simulator.readers.times import EVENT_TIMES
from simulator.runs.batch.experiment import Case, Experiment
from simulator.runs.batch.shards import Shards
from simulator.runs.batch.work import Row

__all__ = ["harmless", "write_tables"]

_AT_ONCE = 500
"""replications that are turned into rows at once"""
_KEY = [("arm", pa.string()), ("variant", pa.string()), ("assumption", pa.int32()), ("replication", pa.int32())]
_SCHEMAS = {
    "results": pa.schema([*_KEY, ("seed", pa.int64()), ("measure", pa.string()), ("value", pa.float64())]),
    "times": pa.schema(
        [*_KEY, ("seed", pa.int64()), ("event", pa.string()), ("time_s", pa.float64()), ("observed", pa.bool_())]
    ),
    "runs": pa.schema(
        [
            ("arm", pa.string()),
            ("assumption", pa.int32()),
            ("replication", pa.int32()),
            ("seed", pa.int64()),
            ("digest", pa.string()),
            ("events", pa.int32()),
            ("endex_s", pa.int32()),
        ]
    ),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def harmless(text: str) -> str:
    """A text as a cell of a sheet that must not take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Table:
    """One table, written row group by row group; as CSV too if asked."""

    def __init__(self, name: str, folder: Path, stack: ExitStack, facts: dict[bytes, bytes], *, with_csv: bool):
        self.schema = _SCHEMAS[name].with_metadata(facts)
        path = stack.enter_context(replaced(str(folder / f"{name}.parquet")))
        self._writer = stack.enter_context(pq.ParquetWriter(path, self.schema, compression="zstd"))
        self._csv: Any = None
        if with_csv and name != "runs":
            file = stack.enter_context(replaced_text(str(folder / f"{name}.csv")))
            self._csv = csv.writer(file, lineterminator="\n")
            self._csv.writerow(self.schema.names)

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write some rows."""
        if not rows:
            return
        columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), self.schema)]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self.schema))
        if self._csv is not None:
            self._csv.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else repr(value) if isinstance(value, float) else value


def _results(case: Case, seed: int, rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        for measure, value in zip(MEASURES, row.values, strict=True):
            yield case.arm.id, case.arm.variant, case.assumption, row.replication, seed, measure, value


def _times(case: Case, seed: int, rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    order = {name: index for index, name in enumerate(EVENT_TIMES)}
    for row in rows:
        for event, time_s, observed in sorted(row.times, key=lambda t: order[t[0]]):
            yield case.arm.id, case.arm.variant, case.assumption, row.replication, seed, event, float(time_s), observed


def _runs(case: Case, seed: int, rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield case.arm.id, case.assumption, row.replication, seed, row.digest, row.events, row.endex_s


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def write_tables(folder: Path, experiment: Experiment, shards: Shards, *, with_csv: bool) -> str:
    """Write ``results``, ``times`` and ``runs``, each whole or not at all; gives the digest of the results."""
    facts = {b"scenario": experiment.name.encode(), b"handling": experiment.handling.encode()}
    try:
        with ExitStack() as stack:
            results, times, runs = (_Table(n, folder, stack, facts, with_csv=with_csv) for n in _SCHEMAS)
            return _write(experiment, shards, results, times, runs)
    except OSError as error:
        raise StorageError(
            tr(
                "the tables cannot be written into {folder}: {error}; finished replications are "
                "kept: make room, and give the same command again",
                folder=folder,
                error=error.strerror or error,
            )
        ) from None


def _write(experiment: Experiment, shards: Shards, results: _Table, times: _Table, runs: _Table) -> str:
    digest = sha256(msgspec.json.encode([list(MEASURES), list(EVENT_TIMES)]) + b"\n")
    seed = experiment.seed
    for number in range(experiment.cases):
        case = experiment.case(number)
        for rows in _batches(shards.rows(number)):
            results.add(list(_results(case, seed, rows)))
            times.add(list(_times(case, seed, rows)))
            runs.add(list(_runs(case, seed, rows)))
            for row in rows:
                digest.update(msgspec.json.encode([case.arm.id, case.assumption, seed, row]) + b"\n")
    return digest.hexdigest()
