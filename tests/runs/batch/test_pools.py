"""The pool of processes: what is lost is said to be lost, and new workers come after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulator.runs.batch.pools import LocalPool, Lost
from simulator.runs.batch.work import Task, read_result
from tests.runs.batch import cases
from tests.runs.batch.cases import an_experiment


def all_of(pool: LocalPool, number: int) -> dict[int, Any]:
    """So many outcomes, by the number of their task."""
    found: dict[int, Any] = {}
    while len(found) < number:
        found.update({task.number: outcome for task, outcome in pool.finished(5)})
    return found


def task(key: str, number: int, *replications: int, blueprint: Any = None) -> Task:
    return Task(number, 1, key, blueprint, 1, (), replications)


def test_workers_that_hang_can_be_ended_and_others_take_their_place(tmp_path: Path) -> None:
    experiment = an_experiment(tmp_path)
    key, _ = experiment.blueprint(1)
    pool = LocalPool(1, experiment.few() or {}, cases.sleepy)
    pool.submit(task(key, 1, 5))
    assert [row.replication for row in read_result(all_of(pool, 1)[1]).rows] == [5]
    pool.submit(task(key, 2, 0))
    pool.submit(task(key, 3, 6))
    assert pool.finished(0.1) == []
    pool.restart()
    assert all(isinstance(outcome, Lost) for outcome in all_of(pool, 2).values())
    pool.submit(task(key, 4, 6))
    assert [row.replication for row in read_result(all_of(pool, 1)[4]).rows] == [6]
    pool.close()


def test_a_chunk_that_cannot_even_begin_is_lost_and_says_why(tmp_path: Path) -> None:
    experiment = an_experiment(tmp_path)
    pool = LocalPool(1, {})
    pool.submit(task("nobody knows it", 1, 0))
    outcome = all_of(pool, 1)[1]
    assert isinstance(outcome, Lost)
    assert outcome.why.startswith("KeyError")
    key, blueprint = experiment.blueprint(1)
    pool.submit(task(key, 2, 0, blueprint=blueprint))
    assert read_result(all_of(pool, 1)[2]).rows
    pool.close()
