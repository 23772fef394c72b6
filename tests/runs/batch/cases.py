"""Small experiments and what their folders hold: what the tests of batches share."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from simulator.measures import MEASURES
from simulator.runs.batch.arms import arms_of
from simulator.runs.batch.conduct import Asked, Done, run_batch
from simulator.runs.batch.designs import Design
from simulator.runs.batch.experiment import Experiment, experiment_of
from simulator.runs.batch.pools import LocalPool
from simulator.runs.batch.work import Row, Task, run_chunk
from tests.builders import a_scenario, text_of

__all__ = [
    "Here",
    "an_experiment",
    "batch_in",
    "fatal",
    "kept",
    "row",
    "rows_of",
    "silly",
    "sleepy",
    "with_local",
    "wrong",
]

PLAIN = Design(places={(): 0})


def scenario_text() -> str:
    """Three hours in which something happens: a few milliseconds a replication."""
    return text_of(
        a_scenario(
            clock={"duration": "3 h"},
            perimeter={"north": {"of": "site", "length": "300 m", "layers": ["fence"], "posts": 1, "faces": "camp"}},
            units={"platoon": {"type": "platoon", "at": "base", "under": "ops", "notice": "10 (5-20) min"}},
            threat={
                "groups": {"armed": {"strength": "20-40"}},
                "stream": [
                    {"id": "assault", "at": "H+0:20", "do": "breach", "by": "armed", "on": "north"},
                    {"id": "raid", "at": "H+0:30", "do": "attack", "by": "armed", "on": "camp", "for": "1 h"},
                ],
            },
            plan={
                "TELL": {
                    "for": ["posts"],
                    "when": "breach seen or contact seen",
                    "do": [{"task": "report", "to": "ops"}],
                },
                "GO": {
                    "for": "platoon",
                    "when": "breach reported to ops or contact reported to ops",
                    "do": [{"task": "protect", "at": "camp"}],
                },
            },
            measures=["civilian_harm", "report_to_decide"],
            variants={"slow": {"about": "Slow.", "units.platoon.notice": "60 min"}},
        )
    )


def an_experiment(folder: Path, seed: int = 1, variants: tuple[str, ...] = ("base", "slow"), **more: Any) -> Experiment:
    """An experiment over the small scenario, whose file is written into a folder."""
    path = folder / "small.yaml"
    if not path.exists():
        path.write_text(scenario_text(), encoding="utf-8")
    arms = arms_of(variants, ["slow"], more.get("design", PLAIN), more.get("sets", {}), {})
    return experiment_of(path, str(path), seed, arms, more.get("design", PLAIN), more.get("assumptions", 0))


class Here:
    """A pool without processes: what is submitted is run when somebody asks what is finished."""

    carries = True

    def __init__(self, width: int = 2, run: Any = run_chunk):
        self.width, self.run, self.restarts = width, run, 0
        self.tasks: list[Task] = []
        self.most = 0

    def submit(self, task: Task) -> None:
        self.tasks.append(task)
        self.most = max(self.most, len(self.tasks))

    def finished(self, timeout: float) -> list[Any]:
        task = self.tasks.pop(0)
        return [(task, self.run(task))]

    def restart(self) -> None:
        self.restarts += 1
        self.tasks.clear()

    def close(self) -> None:
        pass


def batch_in(folder: Path, experiment: Experiment, number: int = 12, pool: Any = None, **asked: Any) -> Done:
    """Run a batch without processes, or with a pool."""
    made = pool or Here
    return run_batch(experiment, folder, Asked(number, **asked), pool=made)


def with_local(experiment: Experiment, width: int, run: Any = run_chunk) -> Any:
    """What makes a pool of real processes."""
    return lambda: LocalPool(width, experiment.few() or {}, run)


def rows_of(folder: Path, table: str = "results") -> list[dict[str, Any]]:
    """The rows of a table."""
    return list(pq.read_table(folder / f"{table}.parquet").to_pylist())


def kept(folder: Path) -> list[tuple[str, int, int, str]]:
    """(arm, assumption, replication, digest) of every finished replication, in the table's order."""
    return [(r["arm"], r["assumption"], r["replication"], r["digest"]) for r in rows_of(folder, "runs")]


def row(replication: int, digest: str = "", value: float | None = 1.0) -> Row:
    """A row as a worker gives it."""
    return Row(
        replication,
        digest or f"d{replication}",
        10,
        3600,
        [value, *[None] * (len(MEASURES) - 1)],
        [("first_harm", 60, True)],
    )


# what workers may do wrong; they run in processes of their own, so these must be found by their names


def fatal(task: Task) -> bytes:
    """Replication 5 of the first case takes its process with it, always."""
    if task.case == 0 and 5 in task.replications:
        os.kill(os.getpid(), signal.SIGKILL)
    return run_chunk(task)


def silly(task: Task) -> bytes:
    """No worker ever does anything."""
    os._exit(3)


def wrong(task: Task) -> bytes:
    """A worker whose engine is another."""
    import msgspec

    from simulator.runs.batch.work import read_result

    result = read_result(run_chunk(task))
    result.versions["numpy"] = "1.0"
    return msgspec.msgpack.encode(result)


def sleepy(task: Task) -> bytes:
    """Replication 0 never ends."""
    import time

    while 0 in task.replications:
        time.sleep(60)
    return run_chunk(task)
