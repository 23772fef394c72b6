"""What a rehearsal costs: ``startex rehearse`` and a batch of the same runs, each a process of its own, in turns.

python -m benchmarks.rehearse [--runs 300] [--rounds 3] [--scenario site_in_flames] [--json]

ratio      from the call to the last finding, pairs of the toy test and tables included, over ``startex batch`` of as
           many replications of the same arm, tables included; bar 1.3.  The median of the rounds' ratios
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

BAR = 1.3


def timed(*call: str) -> float:
    """Seconds of a command, from the call to its end; it must succeed."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "simulator", *call], check=True, capture_output=True)
    return time.perf_counter() - began


def rounds(scenario: str, runs: int, number: int) -> list[tuple[float, float]]:
    """(rehearsal, batch) in seconds, one after the other; which goes first changes from round to round."""
    found = []
    for turn in range(number):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            calls = [
                ("rehearse", scenario, "--runs", str(runs), "--json", str(folder / "found.json")),
                ("batch", scenario, "-n", str(runs), "--quiet", "--out", str(folder / "batch")),
            ]
            order = (0, 1) if turn % 2 == 0 else (1, 0)
            took = {which: timed(*calls[which]) for which in order}
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
    ratio = median(ours / theirs for ours, theirs in rows)
    if given.json:
        print(json.dumps({"rounds": rows, "ratio": ratio, "bar": BAR, "met": ratio <= BAR}, indent=2))
        return int(ratio > BAR)
    for ours, theirs in rows:
        print(f"rehearse {ours:.1f} s, batch {theirs:.1f} s: {ours / theirs:.2f}")
    print(f"{given.runs} dry runs of {given.scenario}: {ratio:.2f} times the batch; bar {BAR}")
    print("met" if ratio <= BAR else "NOT MET")
    return int(ratio > BAR)


if __name__ == "__main__":
    sys.exit(main())
