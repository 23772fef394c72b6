"""Finished replications on the disk, for good: one Parquet file each second or so, one row a replication.

A shard is written beside its place and renamed.  Its name holds its number and the beginning of the SHA-256 of its
bytes, so that a change anywhere shows; its own metadata hold the experiment's hash and the list of its cases.  Shards
are the truth of a batch; the tidy tables are derived from them and may be deleted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from simulator.catalogue import tr
from simulator.errors import BatchDamaged, StorageError
from simulator.processes import lasting, leftovers
from simulator.runs.batch.work import Row

__all__ = ["Group", "Shards"]

_TIMES = pa.list_(pa.struct([("event", pa.string()), ("time_s", pa.int64()), ("observed", pa.bool_())]))
_SCHEMA = pa.schema(
    [
        ("replication", pa.int32()),
        ("digest", pa.string()),
        ("events", pa.int32()),
        ("endex_s", pa.int32()),
        ("values", pa.list_(pa.float64())),
        ("times", _TIMES),
    ]
)
_NAME = re.compile(r"^(\d{8})-([0-9a-f]{24})\.parquet$")


@dataclass(frozen=True, slots=True)
class Group:
    """The replications of one case in one shard: a row group, and the first and last number in it."""

    shard: str
    index: int
    case: int
    first: int
    last: int


@dataclass
class Shards:
    """The shards of a batch's folder.  ``experiment`` is the hash that each of them must carry."""

    folder: Path
    experiment: str
    groups: list[Group] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    """names of shards that could not be read; what they held is run again"""
    _next: int = 1

    def open(self) -> None:
        """Find what is there.  Raises :class:`BatchDamaged` for a shard of another experiment."""
        try:
            self.folder.mkdir(exist_ok=True)
            for name in leftovers(str(self.folder)):
                Path(name).unlink()
            names = sorted(path.name for path in self.folder.iterdir() if _NAME.match(path.name))
        except OSError as error:
            raise StorageError(
                tr("{folder} cannot be used: {error}", folder=self.folder, error=error.strerror)
            ) from None
        for name in names:
            self._next = max(self._next, int(name[:8]) + 1)
            self._look(name)

    def _file(self, name: str) -> pq.ParquetFile | None:
        """A shard; None where its bytes are not those that were written."""
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            return None
        if sha256(content).hexdigest()[:24] != name[9:33]:
            return None
        return pq.ParquetFile(pa.BufferReader(content))

    def _look(self, name: str) -> None:
        """Find out what a shard holds, and whether it is whole and ours."""
        file = self._file(name)
        if file is None:
            self._set_aside(self.folder / name)
            return
        facts = json.loads(file.schema_arrow.metadata[b"startex"])
        if facts["experiment"] != self.experiment:
            raise BatchDamaged(
                tr(
                    "{folder} belongs to another batch: another scenario, seed or arms; move it out of "
                    "the folder, or give another folder with --out",
                    folder=self.folder / name,
                )
            )
        self.groups += [Group(name, index, *map(int, group)) for index, group in enumerate(facts["groups"])]

    def _set_aside(self, path: Path) -> None:
        """Keep a damaged shard under another name, where nothing takes it for finished."""
        try:
            path.replace(path.with_name(f"damaged-{path.name}"))
        except OSError as error:
            raise BatchDamaged(
                tr(
                    "{path} is damaged and cannot be set aside: {error}; delete it",
                    path=path,
                    error=error.strerror,
                )
            ) from None
        self.damaged.append(path.name)

    def write(self, cases: Mapping[int, Sequence[Row]]) -> None:
        """Write finished replications, case by case; once it returns they are on the disk.  Raises StorageError."""
        groups, tables = [], []
        for case, rows in sorted(cases.items()):
            ordered = sorted(rows, key=lambda row: row.replication)
            groups.append((case, ordered[0].replication, ordered[-1].replication))
            tables.append(_table(ordered))
        facts = {"experiment": self.experiment, "groups": groups}
        sink = pa.BufferOutputStream()
        schema = _SCHEMA.with_metadata({b"startex": json.dumps(facts).encode()})
        with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table, row_group_size=len(table))
        content = sink.getvalue().to_pybytes()
        name = f"{self._next:08d}-{sha256(content).hexdigest()[:24]}.parquet"
        try:
            lasting(str(self.folder / name), content)
        except OSError as error:
            raise StorageError(
                tr(
                    "{folder} cannot be written: {error}; what was finished before is kept: make "
                    "room, and give the same command again",
                    folder=self.folder / name,
                    error=error.strerror,
                )
            ) from None
        self.groups += [Group(name, index, *group) for index, group in enumerate(groups)]
        self._next += 1

    def rows(self, case: int) -> Iterator[Row]:
        """Every finished replication of a case once, in order, with no more in memory than shards overlap.

        Raises :class:`BatchDamaged` where two shards disagree about one replication.
        """
        groups = sorted((g for g in self.groups if g.case == case), key=lambda g: (g.first, g.shard))
        waiting: dict[int, Row] = {}
        for position, group in enumerate(groups):
            for row in self._read(group):
                twin = waiting.setdefault(row.replication, row)
                if twin.digest != row.digest:
                    raise BatchDamaged(
                        tr(
                            "{folder} holds two results for replication {replication} that differ; begin again "
                            "in another folder",
                            folder=self.folder,
                            replication=row.replication,
                        )
                    )
            until = groups[position + 1].first if position + 1 < len(groups) else group.last + 1
            ready = sorted(number for number in waiting if position + 1 == len(groups) or number < until)
            yield from (waiting.pop(number) for number in ready)

    def _read(self, group: Group) -> list[Row]:
        file = self._file(group.shard)
        if file is None:
            raise BatchDamaged(
                tr("{folder} was changed meanwhile; give the same command again", folder=self.folder / group.shard)
            )
        columns = file.read_row_group(group.index).to_pydict()
        columns["times"] = [[(t["event"], t["time_s"], t["observed"]) for t in row] for row in columns["times"]]
        return [Row(*values) for values in zip(*(columns[name] for name in _SCHEMA.names))]


def _table(rows: Sequence[Row]) -> pa.Table:
    return pa.table(
        {
            "replication": [row.replication for row in rows],
            "digest": [row.digest for row in rows],
            "events": [row.events for row in rows],
            "endex_s": [row.endex_s for row in rows],
            "values": [row.values for row in rows],
            "times": [[dict(zip(("event", "time_s", "observed"), t)) for t in row.times] for row in rows],
        },
        schema=_SCHEMA,
    )
