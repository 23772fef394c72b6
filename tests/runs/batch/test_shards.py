"""Finished replications on the disk: whole, once, of this experiment, or set aside."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from simulator.errors import BatchDamaged, StorageError
from simulator.runs.batch import shards as module
from simulator.runs.batch.shards import Shards
from tests.runs.batch.cases import row


def opened(folder: Path, experiment: str = "e") -> Shards:
    shards = Shards(folder / "shards", experiment)
    shards.open()
    return shards


def numbers(shards: Shards, case: int = 0) -> list[int]:
    return [r.replication for r in shards.rows(case)]


def test_what_is_written_is_read_again_by_whoever_comes_next(tmp_path: Path) -> None:
    shards = opened(tmp_path)
    shards.write({0: [row(1), row(0, value=None)], 3: [row(7)]})
    for reader in (shards, opened(tmp_path)):
        assert list(reader.rows(0)) == [row(0, value=None), row(1)]
        assert list(reader.rows(3)) == [row(7)]
        assert list(reader.rows(1)) == []


def test_shards_come_in_the_order_of_replications_whatever_the_order_of_writing(tmp_path: Path, test_seed: int) -> None:
    draw = random.Random(test_seed)
    order = draw.sample(range(300), 300)
    shards = opened(tmp_path)
    while order:
        size = draw.randint(1, 40)
        shards.write({case: [row(n) for n in order[:size]] for case in (0, 1)})
        order = order[size:]
    assert numbers(shards) == numbers(opened(tmp_path), 1) == list(range(300))


def test_a_replication_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    shards = opened(tmp_path)
    shards.write({0: [row(0), row(1), row(2)]})
    shards.write({0: [row(1), row(2), row(3)]})
    assert numbers(shards) == [0, 1, 2, 3]


def test_two_results_that_differ_for_one_replication_are_no_results(tmp_path: Path) -> None:
    shards = opened(tmp_path)
    shards.write({0: [row(0), row(1)]})
    shards.write({0: [row(1, digest="other")]})
    with pytest.raises(BatchDamaged, match="replication 1 that differ"):
        numbers(shards)


def test_a_shard_that_is_cut_or_changed_anywhere_is_set_aside_and_never_half_read(
    tmp_path: Path, test_seed: int
) -> None:
    draw = random.Random(test_seed)
    shards = opened(tmp_path)
    shards.write({0: [row(n) for n in range(20)]})
    shards.write({0: [row(n) for n in range(20, 40)]})
    path = min((tmp_path / "shards").iterdir())
    whole = path.read_bytes()
    cuts = [whole[:at] for at in (0, 1, 3, len(whole) // 2, len(whole) - 1)]
    flips = []
    for at in draw.sample(range(len(whole)), 60):
        changed = bytearray(whole)
        changed[at] ^= 1 << draw.randrange(8)
        flips.append(bytes(changed))
    for damaged in (*cuts, *flips):
        path.write_bytes(damaged)
        again = opened(tmp_path)
        assert again.damaged == [path.name]
        assert numbers(again) == list(range(20, 40))
        assert (path.parent / f"damaged-{path.name}").read_bytes() == damaged


def test_a_shard_of_another_experiment_is_refused(tmp_path: Path) -> None:
    opened(tmp_path, "mine").write({0: [row(0)]})
    with pytest.raises(BatchDamaged, match="belongs to another batch"):
        opened(tmp_path, "yours")


def test_half_a_file_that_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    opened(tmp_path).write({0: [row(0)]})
    (tmp_path / "shards" / ".00000002.parquet.xyz.part").write_bytes(b"PAR1")
    (tmp_path / "shards" / "notes.txt").write_text("mine", encoding="utf-8")
    assert numbers(opened(tmp_path)) == [0]
    assert sorted(p.name[:8] for p in (tmp_path / "shards").iterdir()) == ["00000001", "notes.tx"]


def test_a_shard_that_the_disk_refuses_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shards = opened(tmp_path)
    shards.write({0: [row(0)]})

    def _full(path: str, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "lasting", _full)
    with pytest.raises(StorageError, match=r"No space left.*make room"):
        shards.write({0: [row(1)]})
    assert numbers(opened(tmp_path)) == [0]
