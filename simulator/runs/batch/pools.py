"""Where chunks run: a pool takes tasks and gives back bytes, or says that a task's worker was lost.

The local pool are processes of this machine; :mod:`simulator.runs.batch.cluster` has the other one.  A pool retries
nothing: who may try again, and how often, is decided in :mod:`simulator.runs.batch.dispatch`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Protocol

from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked
from simulator.processes import worker_context
from simulator.runs.batch import work
from simulator.runs.batch.work import Task

__all__ = ["LocalPool", "Lost", "Outcome", "Pool", "PoolGone"]


class PoolGone(Exception):
    """There is no worker any more, and none will come: says why in words."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The worker that had a task is gone, or may be."""

    why: str


Outcome = tuple[Task, "bytes | Lost"]


class Pool(Protocol):
    """Workers that take tasks."""

    width: int
    """how many tasks run at once"""
    carries: bool
    """whether each task must carry its blueprint"""

    def submit(self, task: Task) -> None:
        """Hand a task in."""

    def finished(self, timeout: float) -> list[Outcome]:
        """What has come back; waits for it at most ``timeout`` seconds."""

    def restart(self) -> None:
        """End every worker at once; what they had is lost."""

    def close(self) -> None:
        """End the workers once they have done what they are at."""


class LocalPool:
    """Worker processes of this machine, which get the blueprints once, when they begin."""

    carries = False

    def __init__(self, width: int, blueprints: Mapping[str, Blueprint], run: Callable[[Task], bytes] = work.run_chunk):
        self.width = width
        self._run = run
        self._blueprints = dict(blueprints)
        self._context = worker_context(["simulator.runs.batch.work"])
        self._executor: ProcessPoolExecutor | None = None
        self._running: dict[Future[bytes], Task] = {}
        self._lost: list[Outcome] = []

    def _pool(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self.width,
                mp_context=self._context,
                initializer=work.begin,
                initargs=(self._blueprints,),
            )
        return self._executor

    def submit(self, task: Task) -> None:
        """Hand a task in."""
        try:
            self._running[self._pool().submit(self._run, task)] = task
        except BrokenProcessPool as error:
            self._lost.append((task, Lost(str(error))))

    def finished(self, timeout: float) -> list[Outcome]:
        """What has come back; if a worker was lost then so is whatever ran beside it, and new workers begin."""
        found, self._lost = self._lost, []
        done = wait(self._running, 0 if found else timeout, FIRST_COMPLETED).done
        broken = bool(found)
        for future in done:
            try:
                found.append((self._running[future], future.result()))
                del self._running[future]
            except BrokenProcessPool:
                broken = True
            except Exception as error:  # the chunk could not even be begun: its replications will be tried alone
                found.append((self._running.pop(future), Lost(f"{type(error).__name__}: {error}"[:500])))
        return found + self._abandon() if broken else found

    def _abandon(self) -> list[Outcome]:
        """Take what is whole out of a broken pool, give the rest up, and let a new pool begin."""
        found: list[Outcome] = []
        for future, task in self._running.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                found.append((task, future.result()))
            else:
                found.append((task, Lost(marked("its process died"))))
        self._running = {}
        self._end(wait_for_it=False)
        return found

    def restart(self) -> None:
        """End every worker at once; what they had comes back as lost."""
        if self._executor is not None:
            for worker in list((self._executor._processes or {}).values()):  # the library offers this from 3.14 on
                worker.kill()
            self._lost += self._abandon()

    def _end(self, *, wait_for_it: bool) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=wait_for_it, cancel_futures=True)
            self._executor = None

    def close(self) -> None:
        """End the workers once they have done what they are at."""
        self._end(wait_for_it=True)
