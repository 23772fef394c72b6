"""What a replication costs, in ratios against bare SimPy timed beside it in the same process.

    python benchmarks/engine.py [--pairs 31] [--json]

Absolute times of a shared machine say little; a ratio of two things timed one after the other says more.
Each row is the median over ``--pairs`` pairs (a replication with its own seed, then bare SimPy).  Every shipped
scenario has its row; one that lasts weeks is a campaign.

    ratio      executed events a second, of those of bare SimPy at the same count; bar 0.5
    set-up     share of a replication that passes before STARTEX; bar 0.10
    cost       CPU of one replication in bare SimPy timeouts; bars 30,000 and 100,000 for the first three scenarios,
               150,000 for every other one, 600,000 for a campaign
    with log   the same with measures, canonical log and digest, as `startex run` makes them

Bare SimPy is 100 generator processes that do nothing but wait for their next timeout.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import simpy

from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.runs.headless import blueprint_of, prepare, run_once
from simulator.scenario.library import shipped

SCENARIOS = Path(__file__).parent.parent / "scenarios"
PROCESSES = 100
ROWS = (
    ("site_in_flames", "", 30_000),
    ("site_in_flames", "before", 30_000),
    ("distress_calls", "", 30_000),
    ("weapons_free_zone", "", 100_000),
)
"""those that have a bar of their own"""
OTHERS, CAMPAIGNS = 150_000, 600_000
A_CAMPAIGN = 14 * 86400
"""seconds from which an exercise is a campaign"""
COUNTED = 100_000
"""bare timeouts that are timed at most: more of them take as much longer as they are more"""


def every_row() -> list[tuple[str, str, int]]:
    """The rows above, then every other shipped scenario as it stands."""
    own = {name for name, _, _ in ROWS}
    others = [path for path in shipped() if path.stem not in own]
    bars = [CAMPAIGNS if blueprint_of(path).duration >= A_CAMPAIGN else OTHERS for path in others]
    return [*ROWS, *((path.stem, "", bar) for path, bar in zip(others, bars, strict=True))]


def bare(timeouts: int) -> float:
    """CPU seconds that bare SimPy needs for a number of timeouts."""
    env = simpy.Environment()

    def waits(delay: int):
        while True:
            yield env.timeout(delay)

    for index in range(PROCESSES):
        env.process(waits(13 + index % 3))
    began = time.process_time()
    env.run(until=timeouts / PROCESSES * 14)
    return time.process_time() - began


@dataclass
class Row:
    """The medians of one scenario and variant."""

    scenario: str
    variant: str
    steps: float
    ratio: float
    setup: float
    cost: float
    cost_with_log: float
    bar: int


def measured(name: str, variant: str, bar: int, pairs: int) -> Row:
    """Time a scenario against bare SimPy, pair by pair."""
    program: Program = prepare(blueprint_of(SCENARIOS / f"{name}.yaml", variant=variant))
    run_once(program, 0)
    rows = []
    for seed in range(1, pairs + 1):
        began = time.process_time()
        engine = Engine(program, seed)
        ready = time.process_time()
        engine.run()
        done = time.process_time()
        same_count = bare(engine.steps)
        a_timeout = bare(min(bar, COUNTED)) / min(bar, COUNTED)
        start = time.process_time()
        run_once(program, seed)
        whole = time.process_time() - start
        rows.append(
            (
                engine.steps,
                same_count / (done - ready),
                (ready - began) / (done - began),
                (done - began) / a_timeout,
                whole / a_timeout,
            )
        )
    return Row(name, variant, *(statistics.median(column) for column in zip(*rows)), bar)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=31)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these scenarios")
    given = parser.parse_args()
    wanted = [row for row in every_row() if not given.only or row[0] in given.only]
    rows = [measured(*row, given.pairs) for row in wanted]
    if given.json:
        json.dump([asdict(row) for row in rows], sys.stdout, indent=1)
        return
    print(f"python {platform.python_version()}, simpy {simpy.__version__}, medians of {given.pairs} pairs\n")
    print(f"{'scenario':28}{'events':>9}{'ratio':>8}{'set-up':>8}{'cost':>9}{'with log':>10}{'bar':>9}")
    for row in rows:
        name = f"{row.scenario} {row.variant}".strip()
        print(
            f"{name:28}{row.steps:9,.0f}{row.ratio:8.2f}{row.setup:8.1%}"
            f"{row.cost:9,.0f}{row.cost_with_log:10,.0f}{row.bar:9,}"
        )


if __name__ == "__main__":
    main()
