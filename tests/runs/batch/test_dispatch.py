"""Who runs what: sizes, losses, retries, quarantine - with pools that do what the test says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from simulator.errors import EngineFault
from simulator.processes import Stop
from simulator.runs.batch.dispatch import CHUNK_S, Dispatch, Job, Sizes, jobs_of
from simulator.runs.batch.pools import Lost
from simulator.runs.batch.work import Result, Row, Task
from tests.runs.batch.cases import Here, row


def given_back(task: Task, seconds: float = 0.1) -> bytes:
    return msgspec.msgpack.encode(Result({}, seconds, [row(n) for n in task.replications], []))


class Trial:
    """A dispatch over a pool, and what came of it."""

    def __init__(self, run: Any, size: int | None = 4, width: int = 2, **more: Any):
        self.stop = Stop()
        self.pool = Here(width, run)
        self.accepted: Counter[int] = Counter()
        self.set_aside: dict[int, str] = {}
        self.sizes = Sizes(size)
        self.dispatch = Dispatch(
            self.pool,
            lambda number, case, replications: Task(number, case, "", None, 1, (), replications),
            lambda case, result: self.accepted.update(r.replication for r in result.rows),
            lambda case, replication, why: self.set_aside.update({replication: why}),
            self.stop,
            self.sizes,
            **more,
        )

    def run(self, number: int = 30) -> Trial:
        jobs = jobs_of([(0, list(range(number)))], self.sizes, lambda: number - len(self.accepted), self.pool.width)
        self.dispatch.run(jobs)
        return self


def test_every_replication_comes_back_once_and_no_more_is_out_than_keeps_workers_busy() -> None:
    trial = Trial(given_back).run()
    assert trial.accepted == Counter(range(30))
    assert trial.pool.most == 5


def test_a_chunk_that_is_lost_once_is_tried_again() -> None:
    lost: set[int] = set()

    def once(task: Task) -> Any:
        if task.replications[0] not in lost:
            lost.add(task.replications[0])
            return Lost("gone")
        return given_back(task)

    def first(task: Task) -> Any:
        return given_back(task) if task.number == 1 else once(task)

    trial = Trial(first).run()
    assert trial.accepted == Counter(range(30))
    assert trial.set_aside == {}


def test_a_fatal_replication_is_found_alone_and_its_neighbours_are_not_lost() -> None:
    alone: list[tuple[int, ...]] = []

    def fatal(task: Task) -> Any:
        if 13 in task.replications:
            alone.append(task.replications)
            return Lost("its process died")
        return given_back(task)

    trial = Trial(fatal).run()
    assert trial.accepted == Counter(n for n in range(30) if n != 13)
    assert list(trial.set_aside) == [13]
    assert "2 times, while nothing else ran" in trial.set_aside[13]
    assert alone == [(12, 13, 14, 15)] * 2 + [(13,)] * 2


def test_suspects_run_with_nothing_beside_them() -> None:
    beside: list[int] = []
    trial: Trial

    def fatal(task: Task) -> Any:
        if len(task.replications) == 1:
            beside.append(len(trial.pool.tasks))
        return Lost("gone") if 13 in task.replications else given_back(task)

    trial = Trial(fatal)
    trial.run()
    assert set(beside) == {0}


def test_a_chunk_that_gives_back_too_much_is_halved_until_it_does_not() -> None:
    def large(task: Task) -> Any:
        if len(task.replications) > 1 or task.replications == (6,):
            return msgspec.msgpack.encode(Result({}, 0.1, [], [], too_large=60_000_000))
        return given_back(task)

    trial = Trial(large).run(12)
    assert trial.accepted == Counter(n for n in range(12) if n != 6)
    assert "60,000,000 bytes" in trial.set_aside[6]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xc1",
        b"PAR1",
        msgspec.msgpack.encode({"rows": []}),
        msgspec.msgpack.encode(Result({}, 0.1, [row(99)], [])),
        msgspec.msgpack.encode(Result({}, 0.1, [], [])),
        msgspec.msgpack.encode(Result({}, 0.1, [Row(3, "d", 1, 1, [1.0], [])], [])),
    ],
)
def test_what_comes_back_and_is_no_result_of_its_job_is_taken_for_lost(content: bytes) -> None:
    trial = Trial(lambda task: content if 3 in task.replications else given_back(task), size=1).run()
    assert trial.accepted == Counter(n for n in range(30) if n != 3)
    assert "what came back" in trial.set_aside[3]


def test_workers_that_never_do_anything_are_given_up() -> None:
    with pytest.raises(EngineFault, match="before they have done anything"):
        Trial(lambda task: Lost("gone")).run()


def test_an_end_that_is_asked_for_takes_what_is_out_and_hands_nothing_in() -> None:
    trial = Trial(given_back)

    def stopping(task: Task) -> Any:
        trial.stop.signal = 2
        return given_back(task)

    trial.pool.run = stopping
    trial.run(1000)
    assert trial.accepted == Counter(range(20))
    assert trial.pool.restarts == 1


def test_workers_that_hang_are_ended_and_what_they_had_is_tried_again() -> None:
    trial = Trial(given_back, patience_s=-1.0)
    calls = iter([[], []])

    class Hung(Here):
        def finished(self, timeout: float) -> list[Any]:
            nothing = next(calls, None)
            return super().finished(timeout) if nothing is None else nothing

        def restart(self) -> None:
            self.restarts += 1

    trial.pool = trial.dispatch.pool = Hung(2, given_back)
    trial.run()
    assert trial.pool.restarts == 2
    assert trial.accepted == Counter(range(30))


def test_a_chunk_grows_to_what_fills_its_time_by_what_was_measured() -> None:
    sizes = Sizes()
    assert sizes.of(0) == 1, "nothing is known yet"
    sizes.learn(0, 0.005, 1)
    assert sizes.of(0) == CHUNK_S / 0.005
    assert sizes.of(1) == sizes.of(0), "what is not known is taken for what is"
    sizes.learn(1, 1.0, 1)
    assert sizes.of(1) == 1
    assert Sizes(7).of(3) == 7


def test_the_last_chunks_get_small_so_that_nobody_waits_for_one() -> None:
    sizes = Sizes()
    sizes.learn(0, 0.001, 1)
    left = iter(range(100, 0, -1))
    jobs: Iterator[Job] = jobs_of([(0, list(range(100)))], sizes, lambda: next(left), 2)
    cut = [len(job.replications) for job in jobs]
    assert sum(cut) == 100
    assert max(cut) <= 25
