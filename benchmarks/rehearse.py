"""What a rehearsal costs: ``startex rehearse`` and a batch of the same runs, each a process of its own, in turns.

python -m benchmarks.rehearse [--runs 300] [--rounds 3] [--scenario site_in_flames] [--json]

clock        seconds from the call to the last finding, pairs of the toy test and tables included, over those of
             ``startex batch`` of as many replications of the same arm, tables included; a busy machine shows in it
processors   the same in seconds of processor time of the command and its workers; bar 1.3

Both are medians of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import psutil

BAR = 1.3


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds on the clock, and of processors, its workers' included."""

    clock: float
    processors: float


def cost(*call: str) -> Cost:
    """Run a command that must succeed.  Processor time is read ten times a second from every process below it."""
    began = time.perf_counter()
    made = subprocess.Popen(
        [sys.executable, "-m", "simulator", *call], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watched, spent = psutil.Process(made.pid), {}
    while made.poll() is None:
        with suppress(psutil.Error):
            for process in (watched, *watched.children(recursive=True)):
                times = process.cpu_times()
                spent[process.pid] = times.user + times.system
        time.sleep(0.1)
    if made.returncode:
        raise SystemExit(f"startex {' '.join(call)} ended with {made.returncode}")
    return Cost(time.perf_counter() - began, sum(spent.values()))


def rounds(scenario: str, runs: int, number: int) -> list[tuple[Cost, Cost]]:
    """(rehearsal, batch), one after the other; which goes first changes from round to round."""
    found = []
    for turn in range(number):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            calls = [
                ("rehearse", scenario, "--runs", str(runs), "--json", str(folder / "found.json")),
                ("batch", scenario, "-n", str(runs), "--quiet", "--out", str(folder / "batch")),
            ]
            took = {which: cost(*calls[which]) for which in ((0, 1) if turn % 2 == 0 else (1, 0))}
        found.append((took[0], took[1]))
    return found


def main() -> int:
    """Measure, print, and give 1 where the bar is not met."""
    said = argparse.ArgumentParser()
    said.add_argument("--scenario", default="site_in_flames")
    said.add_argument("--runs", type=int, default=300)
    said.add_argument("--rounds", type=int, default=3)
    said.add_argument("--json", action="store_true")
    given = said.parse_args()
    rows = rounds(given.scenario, given.runs, given.rounds)
    clock = median(ours.clock / theirs.clock for ours, theirs in rows)
    processors = median(ours.processors / theirs.processors for ours, theirs in rows)
    met = processors <= BAR
    if given.json:
        pairs = [[asdict(ours), asdict(theirs)] for ours, theirs in rows]
        print(json.dumps({"rounds": pairs, "clock": clock, "processors": processors, "bar": BAR, "met": met}, indent=2))
        return int(not met)
    for ours, theirs in rows:
        print(
            f"rehearse {ours.clock:.1f} s ({ours.processors:.1f}), batch {theirs.clock:.1f} s ({theirs.processors:.1f})"
        )
    print(
        f"{given.runs} dry runs of {given.scenario}: {clock:.2f} times the batch by the clock, {processors:.2f} times"
    )
    print(f"by processors; bar {BAR}: {'met' if met else 'NOT MET'}")
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
