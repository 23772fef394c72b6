"""From batch folders to arrays: every number by arm, set of assumed numbers, and replication.

The one module of this room that reads files.  Several folders are laid side by side where they have the same seed and
engine: then their replications are pairs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from simulator.catalogue import marked, tr, trn
from simulator.errors import BatchDamaged, UsageError
from simulator.measures import MEASURES
from simulator.runs.batch.folder import Folder

__all__ = ["Sample", "read_sample"]

Numbers = NDArray[np.float64]
_COLUMNS = ["arm", "assumption", "replication"]
_PAIRED = {
    "seed": marked(
        "{one} has seed {first}, {other} has {second}: they are not pairs; run both with the same seed",
    ),
    "engine_revision": marked(
        "{one} has engine revision {first}, {other} has {second}: they are not pairs; run both with the same engine "
        "revision"
    ),
}
"""what must be the same in two batches, and what is said where it is not"""


@dataclass
class Sample:
    """Finished batches.  Arrays are (arms, sets of assumed numbers, replications), NaN where there is nothing."""

    manifests: list[dict[str, Any]]
    folders: list[str]
    arms: list[dict[str, Any]]
    """the manifest's row of each arm; ``id`` is unique"""
    values: dict[str, Numbers]
    waits: dict[str, tuple[Numbers, NDArray[np.bool_]]]
    """event -> seconds, and whether the event was observed"""
    ran: NDArray[np.bool_]
    drawn: dict[str, Numbers]
    """assumed number -> its value in sets 1, 2, ..."""
    notes: list[str] = field(default_factory=list)

    @property
    def first(self) -> dict[str, Any]:
        """The first folder's manifest."""
        return self.manifests[0]

    @property
    def sets(self) -> int:
        """How many sets of assumed numbers were drawn."""
        return int(self.ran.shape[1]) - 1

    @property
    def replications(self) -> list[int]:
        """Finished replications of each arm, with the scenario's own numbers."""
        return [int(row[0].sum()) for row in self.ran]

    def index(self, arm: str) -> int:
        """The place of an arm; raises UsageError naming those that there are."""
        names = [str(row["id"]) for row in self.arms]
        if arm not in names:
            few = ", ".join(names[:8])
            if names[8:]:
                few = trn("{arms} and {n} more", "{arms} and {n} more", len(names) - 8, arms=few)
            raise UsageError(tr("there is no arm {arm!r}; the batch has {arms}", arm=arm, arms=few))
        return names.index(arm)


def read_sample(folders: Sequence[Path]) -> Sample:
    """Read finished or partial batches.  Raises UsageError, BatchDamaged, StorageError."""
    read = [_read_one(folder) for folder in dict.fromkeys(folders)]
    return _side_by_side(read) if len(read) > 1 else read[0]


def _read_one(folder: Path) -> Sample:
    manifest = Folder(folder).read() if folder.is_dir() else None
    if manifest is None:
        raise UsageError(
            tr("{folder} is no batch: it has no manifest.json; make one with startex batch SCENARIO", folder=folder)
        )
    if not (folder / "results.parquet").exists():
        raise UsageError(
            tr("{folder} has no results yet; give the same startex batch call again to finish it", folder=folder)
        )
    arms = manifest["arms"]
    order = {str(arm["id"]): i for i, arm in enumerate(arms)}
    sets = manifest.get("assumptions", {}).get("sets") or [{}]
    results = _table(folder / "results.parquet", [*_COLUMNS, "measure", "value"])
    times = _table(folder / "times.parquet", [*_COLUMNS, "event", "time_s", "observed"])
    where = _places(results, order, folder)
    width = int(where[2].max(initial=-1)) + 1
    if not width:
        raise UsageError(
            tr("{folder} has no finished replication yet; give the same startex batch call again", folder=folder)
        )
    shape = (len(arms), len(sets), width)
    ran = np.zeros(shape, dtype=bool)
    ran[where] = True
    return Sample(
        [manifest],
        [str(folder)],
        list(arms),
        _values(results, where, shape),
        _waits(times, order, folder, shape),
        ran,
        _drawn(sets),
        _partial(manifest, folder),
    )


def _table(path: Path, columns: list[str]) -> pa.Table:
    texts = [name for name in columns if name in ("arm", "measure", "event")]
    try:
        return pq.read_table(path, columns=columns, read_dictionary=texts)
    except FileNotFoundError:
        raise UsageError(
            tr("{file} is missing; give the same startex batch call again to write it", file=path)
        ) from None
    except (pa.ArrowException, OSError, KeyError) as error:
        words = str(error).splitlines()[0] if str(error) else tr("it is no Parquet file")
        raise BatchDamaged(
            tr("{file} is damaged ({why}); give the same startex batch call again to write it", file=path, why=words)
        ) from None


def _codes(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int64]]:
    """A column of texts as its words and, for each row, the number of its word."""
    one = column.combine_chunks()
    one = one.chunk(0) if isinstance(one, pa.ChunkedArray) else one
    encoded = one if pa.types.is_dictionary(one.type) else one.dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _places(table: pa.Table, order: Mapping[str, int], folder: Path) -> tuple[NDArray[np.int64], ...]:
    words, codes = _codes(table["arm"].unify_dictionaries())
    if strange := next((word for word in words if word not in order), None):
        raise BatchDamaged(
            tr("{folder} has results of {arm!r}, which its manifest does not name", folder=folder, arm=strange)
        )
    arms = np.array([order[word] for word in words], dtype=np.int64)[codes] if words else codes
    rest = [table[name].to_numpy().astype(np.int64) for name in ("assumption", "replication")]
    return arms, *rest


def _values(table: pa.Table, where: tuple[NDArray[np.int64], ...], shape: tuple[int, ...]) -> dict[str, Numbers]:
    words, codes = _codes(table["measure"].unify_dictionaries())
    value = table["value"].to_numpy().astype(float)
    found = {}
    for name in MEASURES:
        if name in words:
            rows = codes == words.index(name)
            found[name] = np.full(shape, np.nan)
            found[name][tuple(axis[rows] for axis in where)] = value[rows]
    return found


def _waits(
    table: pa.Table, order: Mapping[str, int], folder: Path, shape: tuple[int, ...]
) -> dict[str, tuple[Numbers, NDArray[np.bool_]]]:
    where = _places(table, order, folder)
    words, codes = _codes(table["event"].unify_dictionaries())
    time_s, observed = table["time_s"].to_numpy().astype(float), table["observed"].to_numpy(zero_copy_only=False)
    found = {}
    for number, name in enumerate(words):
        rows = codes == number
        place = tuple(axis[rows] for axis in where)
        times, seen = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
        times[place], seen[place] = time_s[rows], observed[rows]
        found[str(name)] = times, seen
    return found


def _drawn(sets: Sequence[Mapping[str, str]]) -> dict[str, Numbers]:
    """The drawn value of each assumed number, set by set, as a plain number in the unit in which it was written."""
    paths = list(dict.fromkeys(path for row in sets[1:] for path in row))
    rows = {path: [_number(row.get(path, "")) for row in sets[1:]] for path in paths}
    return {path.removeprefix("parameters."): np.array(values) for path, values in rows.items()}


def _number(text: str) -> float:
    try:
        return float(text.split()[0].rstrip("/h%"))
    except (ValueError, IndexError):
        return math.nan


def _partial(manifest: Mapping[str, Any], folder: Path) -> list[str]:
    notes = []
    if manifest.get("state") != "whole":
        notes.append(
            tr(
                "{folder} is partial: what is finished is compared; the same startex batch call does the rest",
                folder=folder.name,
            )
        )
    if aside := len(manifest.get("quarantined") or []):
        notes.append(
            tr(
                "{number} replications failed twice and are set aside; the manifest says how to reproduce them",
                number=aside,
            )
        )
    return notes


def _side_by_side(read: Sequence[Sample]) -> Sample:
    """Several batches as one: arms one below the other, replications beside one another."""
    first = read[0]
    notes = [note for one in read for note in one.notes]
    for other in read[1:]:
        notes += _comparable(first, other)
    same_sets = all(one.first.get("assumptions") == first.first.get("assumptions") for one in read)
    if not same_sets:
        notes.append(
            tr("the batches have different sets of assumed numbers: only the scenarios' own numbers are compared")
        )
    sets = int(first.ran.shape[1]) if same_sets else 1
    width = max(int(one.ran.shape[2]) for one in read)

    def _fit(array: NDArray[Any], empty: Any) -> NDArray[Any]:
        out = np.full((array.shape[0], sets, width), empty, dtype=array.dtype)
        out[:, :, : array.shape[2]] = array[:, :sets]
        return out

    def _joined(name: str) -> Numbers:
        return np.concatenate([_fit(one.values.get(name, np.full(one.ran.shape, np.nan)), np.nan) for one in read])

    def _wait(name: str) -> tuple[Numbers, NDArray[np.bool_]]:
        empty = [(np.full(one.ran.shape, np.nan), np.zeros(one.ran.shape, dtype=bool)) for one in read]
        pairs = [one.waits.get(name, none) for one, none in zip(read, empty, strict=True)]
        return np.concatenate([_fit(t, np.nan) for t, _ in pairs]), np.concatenate([_fit(o, False) for _, o in pairs])

    measures = [name for name in MEASURES if any(name in one.values for one in read)]
    events = list(dict.fromkeys(name for one in read for name in one.waits))
    return Sample(
        [one.first for one in read],
        [one.folders[0] for one in read],
        _all_arms(read),
        {name: _joined(name) for name in measures},
        {name: _wait(name) for name in events},
        np.concatenate([_fit(one.ran, False) for one in read]),
        first.drawn if same_sets else {},
        list(dict.fromkeys(notes)),
    )


def _comparable(first: Sample, other: Sample) -> list[str]:
    """Raises UsageError unless two batches are pairs; gives what must be said of them."""
    one, two = first.first, other.first
    for what, said in _PAIRED.items():
        if one[what] != two[what]:
            pair = {"one": first.folders[0], "first": one[what], "other": other.folders[0], "second": two[what]}
            raise UsageError(tr(said, **pair))
    if one["scenario"]["sha256"] != two["scenario"]["sha256"]:
        return [tr("the batches are of different scenario files: what both name alike is paired, the rest is not")]
    return []


def _all_arms(read: Sequence[Sample]) -> list[dict[str, Any]]:
    """Arms with unique names: one that comes up twice gets its folder's name in front."""
    names = [str(arm["id"]) for one in read for arm in one.arms]
    found = []
    for one in read:
        for arm in one.arms:
            name = str(arm["id"])
            label = f"{Path(one.folders[0]).name}: {name}" if names.count(name) > 1 else name
            found.append({**arm, "id": label})
    labels = [arm["id"] for arm in found]
    if len(set(labels)) < len(labels):
        raise UsageError(tr("two folders have the same name and the same arms; rename one of them"))
    return found
