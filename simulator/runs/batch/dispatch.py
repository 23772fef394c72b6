"""Who runs what: chunks of a measured size, lost ones tried again, fatal replications found and set aside.

A chunk whose worker was lost may be innocent: another one took the process with it.  So it is tried again; when it is
lost a second time, its replications are run alone, one by one, at the end.  One that is lost twice while it runs alone
is quarantined.  None of this touches results: a replication gives the same numbers wherever and whenever it runs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from simulator import reasons
from simulator.catalogue import marked
from simulator.errors import EngineFault
from simulator.processes import Stop, ticks
from simulator.runs.batch.pools import Lost, Pool
from simulator.runs.batch.work import Result, Task, read_result

__all__ = ["Dispatch", "Job", "Sizes", "jobs_of"]

CHUNK_S = 0.2
"""seconds of work in a chunk: long against the cost of handing it over, short against waiting for the last one"""
_MOST_IN_A_CHUNK = 2000
_FATAL = 2
_BARREN = 6
"""lost workers in a row, before any result at all, after which nobody believes in bad luck"""
_GRACE_S = 2.0
"""how long running chunks may go on after somebody asked for an end"""


@dataclass(slots=True)
class Job:
    """Some replications of a case, and how often they were lost; ``alone`` if nothing may run beside them."""

    case: int
    replications: tuple[int, ...]
    losses: int = 0
    alone: bool = False


class Sizes:
    """How many replications make a chunk: as many as asked, or as fill :data:`CHUNK_S` by what was measured."""

    def __init__(self, fixed: int | None = None):
        self.fixed = fixed
        self._cost: dict[int, float] = {}

    def learn(self, case: int, seconds: float, count: int) -> None:
        """Count in what a chunk took."""
        cost = seconds / count
        self._cost[case] = (self._cost.get(case, cost) + cost) / 2

    def of(self, case: int) -> int:
        """The size for a case; of one that is not known yet, what others say, or one."""
        if self.fixed is not None:
            return self.fixed
        known = self._cost.get(case) or max(self._cost.values(), default=CHUNK_S)
        return max(1, min(_MOST_IN_A_CHUNK, int(CHUNK_S / max(known, 1e-6))))


def jobs_of(spans: Iterable[tuple[int, list[int]]], sizes: Sizes, left: Callable[[], int], width: int) -> Iterator[Job]:
    """Cut (case, replications) into jobs, each of the size that is right when it is cut; the last ones get small."""
    for case, numbers in spans:
        position = 0
        while position < len(numbers):
            size = sizes.of(case)
            if sizes.fixed is None:
                size = max(1, min(size, left() // (2 * width) or 1))
            yield Job(case, tuple(numbers[position : position + size]))
            position += size


def _sound(job: Job, content: bytes) -> Result | Lost:
    """The result in what came back, if it is one, and of this job."""
    try:
        result = read_result(content)
    except ValueError as error:
        return Lost(reasons.NO_RESULT.format(error=error)[:500])
    numbers = {*(row.replication for row in result.rows), *(number for number, _ in result.failed)}
    whole = result.too_large or numbers == set(job.replications)
    return result if whole else Lost(marked("what came back is of other replications"))


@dataclass
class Dispatch:
    """Runs jobs on a pool.  ``task`` makes a task of (number, case, replications); ``accept`` takes what comes back.

    ``quarantine`` takes (case, replication, why) of one that cannot be run.
    """

    pool: Pool
    task: Callable[[int, int, tuple[int, ...]], Task]
    accept: Callable[[int, Result], None]
    quarantine: Callable[[int, int, str], None]
    stop: Stop
    sizes: Sizes
    patience_s: float = 900.0
    _out: dict[int, Job] = field(default_factory=dict)
    _again: deque[Job] = field(default_factory=deque)
    _suspects: deque[Job] = field(default_factory=deque)
    _number: int = 0
    _barren: int = 0
    _heard: float = 0.0

    def run(self, jobs: Iterator[Job]) -> None:
        """Run every job; returns when all are done, set aside, or when somebody asked for an end."""
        self._heard = ticks()
        while not self.stop:
            self._fill(jobs)
            if not self._out:
                return
            self._take(0.2)
        self._finish()

    def _fill(self, jobs: Iterator[Job]) -> None:
        """Hand in as much as keeps every worker busy."""
        if any(job.alone for job in self._out.values()):
            return
        while len(self._out) < 2 * self.pool.width + 1:
            job = self._again.popleft() if self._again else next(jobs, None)
            if job is None:
                break
            self._submit(job)
        if not self._out and self._suspects:
            self._submit(self._suspects.popleft())

    def _submit(self, job: Job) -> None:
        self._number += 1
        self._out[self._number] = job
        self.pool.submit(self.task(self._number, job.case, job.replications))

    def _take(self, timeout: float) -> None:
        """Take what has come back."""
        found = self.pool.finished(timeout)
        if found:
            self._heard = ticks()
        elif ticks() - self._heard > self.patience_s:
            self._heard = ticks()
            self.pool.restart()
        for task, outcome in found:
            job = self._out.pop(task.number)
            result = outcome if isinstance(outcome, Lost) else _sound(job, outcome)
            if isinstance(result, Lost):
                self._lost(job, result)
            else:
                self._barren = -1
                self._came(job, result)
        if self._barren >= 0 and any(isinstance(outcome, Lost) for _, outcome in found):
            self._barren += 1
            if self._barren >= _BARREN:
                raise EngineFault("worker processes end before they have done anything; is there enough memory?")

    def _came(self, job: Job, result: Result) -> None:
        if result.too_large:
            self._too_large(job, result.too_large)
            return
        if result.rows:
            self.sizes.learn(job.case, result.seconds, len(result.rows))
        self.accept(job.case, result)

    def _too_large(self, job: Job, size: int) -> None:
        """Halve a chunk that gives back too much; one replication that does cannot be helped."""
        count = len(job.replications)
        if count == 1:
            self.quarantine(
                job.case,
                job.replications[0],
                reasons.TOO_MUCH.format(size=f"{size:,}"),
            )
            return
        for part in (job.replications[: count // 2], job.replications[count // 2 :]):
            self._again.append(Job(job.case, part))

    def _lost(self, job: Job, lost: Lost) -> None:
        losses = job.losses + 1
        if losses < _FATAL:
            waiting = self._suspects if job.alone else self._again
            waiting.append(Job(job.case, job.replications, losses, job.alone))
        elif job.alone:
            self.quarantine(
                job.case,
                job.replications[0],
                reasons.LOST_ALONE.format(why=lost.why, losses=losses),
            )
        else:
            self._suspects.extend(Job(job.case, (number,), 0, alone=True) for number in job.replications)

    def _finish(self) -> None:
        """Somebody asked for an end: take what is nearly done, and let the rest go."""
        until = ticks() + _GRACE_S
        self._again.clear()
        self._suspects.clear()
        while self._out and ticks() < until:
            self._take(0.1)
        self._out.clear()
        self.pool.restart()
