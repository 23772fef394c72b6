"""What recording costs, against a bare append on the same disk, timed in turn.

    python benchmarks/session.py [--appends 2000] [--records 10000] [--folder DIR] [--json]

    append     a record of 300 bytes, written and synced by the journal, of a bare write and fdatasync of as many
               bytes; pairs in turn, so that both meet the same disk; bars: p50 2x, p99 10x
    open       a journal of 10,000 records opened for writing: read, checked, mended; bar 2 s
    read       the same read by a follower that has none of it, and by one that has all but a hundred

Figures of a shared machine say little by themselves; the ratios say more.  ``--folder`` chooses the disk.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from simulator.record.journal import Journal, read_journal

BODY = {"kind": "command", "at": 12345, "step": 3, "by": "facilitator", "wall": 1234567890.5, "text": "x" * 60}


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share of the values lies below."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def appends(folder: Path, count: int) -> dict[str, float]:
    """Milliseconds of a record and of a bare append, in pairs."""
    bare_sync = getattr(os, "fdatasync", os.fsync)
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ours: list[float] = []
    theirs: list[float] = []
    (folder / "journal").mkdir()
    with Journal.create(folder / "journal", {}) as journal:
        journal.append(BODY)
        length = len(journal._writer._lines[-1].raw)
        content = b"x" * (length - 1) + b"\n"
        for _ in range(count):
            began = time.perf_counter()
            os.write(bare, content)
            bare_sync(bare)
            between = time.perf_counter()
            journal.append(BODY)
            theirs.append(1e3 * (between - began))
            ours.append(1e3 * (time.perf_counter() - between))
    os.close(bare)
    found = {"bytes": float(length)}
    for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)):
        found |= {f"journal {name}": percentile(ours, share), f"bare {name}": percentile(theirs, share)}
        found[f"ratio {name}"] = found[f"journal {name}"] / found[f"bare {name}"]
    return found


def openings(folder: Path, count: int) -> dict[str, float]:
    """Seconds of opening a journal of so many records, and of reading it."""
    (folder / "long").mkdir()
    with Journal.create(folder / "long", {}, files=_unsynced()) as journal:
        for _ in range(count - 100):
            journal.append(BODY)
        before = read_journal(folder / "long")
        for _ in range(100):
            journal.append(BODY)

    def seconds(question: object, *arguments: object, **more: object) -> float:
        times = []
        for _ in range(5):
            began = time.perf_counter()
            question(*arguments, **more)  # type: ignore[operator]
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    return {
        "open": seconds(lambda: Journal.open(folder / "long").close()),
        "read": seconds(read_journal, folder / "long"),
        "read on": seconds(read_journal, folder / "long", after=before),
    }


def _unsynced() -> object:
    """The real disk without syncs: only to lay out a long journal quickly."""
    from simulator.record import files

    class Unsynced(type(files.REAL)):  # type: ignore[misc]
        def sync(self, descriptor: int) -> None:
            del descriptor

    return Unsynced()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--appends", type=int, default=2000)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        found = {"append": appends(Path(folder), given.appends), "seconds": openings(Path(folder), given.records)}
    if given.json:
        json.dump(found, sys.stdout, indent=1)
        return
    a, s = found["append"], found["seconds"]
    print(f"python {platform.python_version()}, {given.appends} pairs of {a['bytes']:.0f} bytes\n")
    print(f"{'append':12}{'journal ms':>12}{'bare ms':>10}{'ratio':>8}{'bar':>6}")
    for name, bar in (("p50", "2"), ("p99", "10"), ("p99.9", "")):
        print(f"{name:12}{a[f'journal {name}']:12.3f}{a[f'bare {name}']:10.3f}{a[f'ratio {name}']:8.2f}{bar:>6}")
    print(f"\n{given.records:,} records: open {s['open']:.2f} s (bar 2 s)")
    print(f"read {s['read']:.2f} s, read on {s['read on']:.3f} s")


if __name__ == "__main__":
    main()
