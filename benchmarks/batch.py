"""What running in a batch costs, in ratios against two processes that share the same replications by halves.

    python benchmarks/batch.py [--rounds 5] [--json] [--scale]

The static split is the bar: two processes that are begun from the same clean server, have the program compiled
already, run half of the list each and give the same rows back, without queue, retry, shard or table.  Each round times
both, one after the other; rows are medians of the rounds' ratios.  A machine that others use shows in the ratios.

    efficiency   static wall time over the batch's, from the first task handed in to the last shard on the disk;
                 bars 0.85 at about 5 ms a replication and 0.93 at about 50 ms
    start-up     seconds from the call to the first chunk that comes back, without imports of this process; bar 0.5 s
                 more than a bare process needs for the imports
    scale        peak memory of this process and of its workers at 10,000 replications over that at 1,000; bar 1.5
                 (only with --scale: it takes minutes)
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from simulator.processes import Stop, worker_context
from simulator.runs.batch.arms import arms_of
from simulator.runs.batch.conduct import Asked, Batch
from simulator.runs.batch.designs import Design
from simulator.runs.batch.experiment import Experiment, experiment_of
from simulator.runs.batch.folder import opened
from simulator.runs.batch.pools import LocalPool
from simulator.runs.batch.work import Task, begin, run_chunk

SCENARIOS = Path(__file__).parent.parent / "scenarios"
PLAIN = Design(places={(): 0})
ROWS = (("first_steps", 800, 0.85), ("site_in_flames", 120, 0.93))
"""scenario, replications, bar: a replication takes about 5 ms and about 50 ms"""


def experiment(name: str) -> Experiment:
    """One arm of a shipped scenario."""
    return experiment_of(SCENARIOS / f"{name}.yaml", name, 1, arms_of(["base"], [], PLAIN, {}, {}), PLAIN, 0)


def half(pipe: Any, blueprints: Any, numbers: tuple[int, ...]) -> None:
    """One of the two processes of the static split: compile, say ready, wait, run, give back."""
    begin(blueprints)
    key = next(iter(blueprints))
    run_chunk(Task(0, 0, key, None, 1, (), numbers[:1]))
    pipe.send_bytes(b"ready")
    pipe.recv_bytes()
    pipe.send_bytes(run_chunk(Task(0, 0, key, None, 1, (), numbers)))


def static(made: Experiment, number: int) -> float:
    """Seconds of wall time that two processes need for half of the replications each."""
    context: Any = worker_context(["simulator.runs.batch.work"])
    pipes = []
    for part in range(2):
        ours, theirs = context.Pipe()
        numbers = tuple(range(part, number, 2))
        context.Process(target=half, args=(theirs, made.few(), numbers), daemon=True).start()
        pipes.append(ours)
    for pipe in pipes:
        pipe.recv_bytes()
    began = time.perf_counter()
    for pipe in pipes:
        pipe.send_bytes(b"go")
    for pipe in pipes:
        pipe.recv_bytes()
    return time.perf_counter() - began


class Warm(LocalPool):
    """A local pool whose workers have begun, so that start-up is timed apart."""

    def __init__(self, made: Experiment):
        super().__init__(2, made.few() or {})
        key = next(iter(self._blueprints))
        for number in range(6):
            self.submit(Task(number, 0, key, None, 1, (), (0,)))
        while self._running:
            self.finished(1)


def batched(made: Experiment, number: int) -> float:
    """Seconds of wall time that a batch of two workers needs for the same, shards on the disk included."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as place:
        batch = Batch(made, Asked(number, workers=2), place, Stop(), lambda _: None)
        batch.resume()
        pool = Warm(made)
        began = time.perf_counter()
        batch.run(pool)
        seconds = time.perf_counter() - began
        pool.close()
        return seconds


def start_up(made: Experiment) -> float:
    """Seconds until a new pool of two has given back its first chunk."""
    began = time.perf_counter()
    pool = LocalPool(2, made.few() or {})
    pool.submit(Task(0, 0, next(iter(pool._blueprints)), None, 1, (), (0,)))
    while not pool.finished(5):
        pass
    seconds = time.perf_counter() - began
    pool.close()
    return seconds


def imports() -> float:
    """Seconds that a bare process needs to import what a worker needs."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import simulator.runs.batch.work"], check=True)
    return time.perf_counter() - began


@dataclass
class Row:
    """The medians of one scenario."""

    scenario: str
    replications: int
    milliseconds: float
    efficiency: float
    bar: float
    start_up_s: float
    imports_s: float


def measured(name: str, number: int, bar: float, rounds: int) -> Row:
    """Time a batch against the static split, round by round."""
    made = experiment(name)
    ratios, walls, starts, bare = [], [], [], []
    for _ in range(rounds):
        wall = static(made, number)
        ratios.append(wall / batched(made, number))
        walls.append(wall)
        starts.append(start_up(made))
        bare.append(imports())
    each = statistics.median(walls) * 2 / number * 1000
    return Row(name, number, each, statistics.median(ratios), bar, statistics.median(starts), statistics.median(bare))


@dataclass
class Peak:
    """The most memory that a batch and its largest worker held, in MiB."""

    replications: int
    seconds: float
    parent: float = 0.0
    worker: float = 0.0


def peak(name: str, number: int) -> Peak:
    """Run a batch by the command, and watch its memory."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["batch", name, "-n", str(number), "--out", f"{folder}/out", "--workers", "2", "--quiet"]
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "simulator", *words], stderr=subprocess.DEVNULL)
        found = Peak(number, 0.0)
        watch = threading.Thread(target=watched, args=(process, found))
        watch.start()
        assert process.wait() == 0
        watch.join()
        found.seconds = time.perf_counter() - began
        return found


def watched(process: subprocess.Popen[bytes], found: Peak) -> None:
    """Note the largest resident sizes until the process ends."""
    root = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            found.parent = max(found.parent, root.memory_info().rss / 2**20)
            for child in root.children():
                for worker in child.children():
                    found.worker = max(found.worker, worker.memory_info().rss / 2**20)
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.2)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--scale", action="store_true", help="also 1,000 against 10,000 replications")
    parser.add_argument("--scenario", default="site_in_flames", help="scenario of --scale")
    given = parser.parse_args()
    rows = [measured(*row, given.rounds) for row in ROWS]
    peaks = [peak(given.scenario, number) for number in (1_000, 10_000)] if given.scale else []
    if given.json:
        json.dump({"rows": [asdict(row) for row in rows], "scale": [asdict(p) for p in peaks]}, sys.stdout, indent=1)
        return
    print(f"\nbatches: python {platform.python_version()}, 2 workers, medians of {given.rounds} rounds\n")
    print(
        f"{'scenario':18}{'replications':>13}{'ms each':>9}{'efficiency':>12}{'bar':>6}{'start-up':>10}{'imports':>9}"
    )
    for row in rows:
        print(
            f"{row.scenario:18}{row.replications:13,}{row.milliseconds:9.1f}{row.efficiency:12.2f}{row.bar:6.2f}"
            f"{row.start_up_s:9.2f}s{row.imports_s:8.2f}s"
        )
    for p in peaks:
        print(
            f"{given.scenario}, {p.replications:,}: {p.seconds:.0f} s, "
            f"parent {p.parent:.0f} MiB, worker {p.worker:.0f} MiB"
        )
    if peaks:
        one, ten = peaks
        print(
            f"ten times the replications: parent x{ten.parent / one.parent:.2f}, worker x{ten.worker / one.worker:.2f}"
        )


if __name__ == "__main__":
    main()
