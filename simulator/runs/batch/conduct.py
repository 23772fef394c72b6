"""A whole batch: what is missing in a folder is run, what is finished is kept, the tables are written at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.measures import MEASURES
from simulator.processes import Stop, stopping, ticks
from simulator.runs.batch.dispatch import Dispatch, Sizes, jobs_of
from simulator.runs.batch.experiment import Experiment
from simulator.runs.batch.folder import Folder, document, opened
from simulator.runs.batch.pools import LocalPool, Pool, PoolGone
from simulator.runs.batch.shards import Shards
from simulator.runs.batch.tables import write_tables
from simulator.runs.batch.tally import Interval, Precision, Tallies, checkpoints
from simulator.runs.batch.work import LARGEST_RESULT, Result, Row, Task, engine_versions

__all__ = ["Asked", "Batch", "Done", "Progress", "run_batch"]

_FLUSH_S = 1.0
_FLUSH_ROWS = 500
_BLOCK = 100
"""replications of one arm before the next arm has its turn, so that a batch that is stopped has pairs"""
_IN_TURN = 40
"""cases up to which arms take turns; with more of them each worker would compile all the time"""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a batch is to be run; nothing in it but the number of replications changes a result."""

    replications: int = 100
    least: int = 30
    precision: tuple[Precision, ...] = ()
    workers: int = 1
    chunk: int | None = None
    with_csv: bool = False
    largest: int = LARGEST_RESULT
    patience_s: float = 900.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: replications on the disk or about to be, of how many, and the first measure's interval."""

    finished: int
    of: int
    new: int
    failed: int
    measure: str
    interval: Interval | None


@dataclass(frozen=True)
class Done:
    """What came of a batch."""

    folder: Path
    whole: bool
    stopped_by: int
    """the signal that stopped it; 0 if none did"""
    lost: str
    """why no worker was left to go on, if so"""
    replications: dict[str, int]
    new: int
    quarantined: list[dict[str, Any]]
    damaged: list[str]
    digest: str
    intervals: dict[str, dict[str, Interval | None]]
    """arm -> measure -> interval of the mean, with the scenario's own assumed numbers"""
    not_narrow: list[str]
    """what was asked of the precision and not reached"""


@dataclass
class Batch:
    """One batch while it runs."""

    experiment: Experiment
    asked: Asked
    folder: Folder
    stop: Stop
    observe: Callable[[Progress], object]
    tallies: Tallies = field(init=False)
    shards: Shards = field(init=False)
    quarantined: dict[tuple[int, int], str] = field(default_factory=dict)
    new: int = 0
    edges: list[int] = field(default_factory=list)
    _finished: list[bytearray] = field(default_factory=list)
    _counts: list[int] = field(default_factory=list)
    _waiting: dict[int, list[Row]] = field(default_factory=dict)
    _waiting_rows: int = 0
    _flushed: float = 0.0
    _target: int = 0

    def __post_init__(self) -> None:
        asked = self.asked
        self.edges = checkpoints(asked.least, asked.replications) if asked.precision else [asked.replications]
        self.tallies = Tallies(self.edges, list(MEASURES))
        self.shards = Shards(self.folder.shards, self.experiment.hash())
        self._finished = [bytearray() for _ in range(self.experiment.cases)]
        self._counts = [0] * self.experiment.cases

    # what is there already

    def resume(self) -> None:
        """Count in what earlier calls have finished."""
        self.shards.open()
        for case in range(self.experiment.cases):
            for row in self.shards.rows(case):
                self._count(case, row)

    def _count(self, case: int, row: Row) -> bool:
        """Count a replication in; False if it is there already."""
        there = self._finished[case]
        if row.replication >= len(there):
            there.extend(bytes(row.replication + 1 - len(there)))
        if there[row.replication]:
            return False
        there[row.replication] = 1
        self._counts[case] += 1
        self.tallies.add(case, row.replication, row.values)
        return True

    # running

    def run(self, pool: Pool) -> None:
        """Run what is missing, up to the precision if one is asked for."""
        self._flushed = ticks()
        sizes = Sizes(self.asked.chunk)
        dispatch = Dispatch(
            pool, self._task(pool), self._accept, self._quarantine, self.stop, sizes, self.asked.patience_s
        )
        try:
            for edge in self.edges:
                self._target = edge
                dispatch.run(jobs_of(self._missing(edge), sizes, self._left, pool.width))
                self.flush()
                if self.stop or (self.asked.precision and not self.too_wide(edge)):
                    break
        finally:
            self.flush()

    def _task(self, pool: Pool) -> Callable[[int, int, tuple[int, ...]], Task]:
        carried = pool.carries or self.experiment.few() is None

        def _made(number: int, case: int, replications: tuple[int, ...]) -> Task:
            sha, blueprint = self.experiment.blueprint(case)
            decide = self.experiment.case(case).arm.decide
            seed, largest = self.experiment.seed, self.asked.largest
            return Task(number, case, sha, blueprint if carried else None, seed, decide, replications, largest)

        return _made

    def _missing(self, edge: int) -> Iterator[tuple[int, list[int]]]:
        """(case, replications below the edge that are not there), arms in turn where they are few."""
        block = max(_BLOCK, self.asked.chunk or 0) if self.experiment.cases <= _IN_TURN else max(edge, 1)
        for first in range(0, edge, block):
            for case, there in enumerate(self._finished):
                numbers = range(first, min(first + block, edge))
                missing = [n for n in numbers if n >= len(there) or not there[n]]
                if missing := [n for n in missing if (case, n) not in self.quarantined]:
                    yield case, missing

    def complete(self) -> bool:
        """Whether nothing is missing, so that no worker has to begin."""
        for edge in self.edges:
            self._target = edge
            if any(True for _ in self._missing(edge)):
                return False
            if self.asked.precision and not self.too_wide(edge):
                return True
        return True

    def _left(self) -> int:
        return max(0, self._target * self.experiment.cases - sum(self._counts))

    def _accept(self, case: int, result: Result) -> None:
        """Take a chunk's rows, and write them once a second."""
        ours = engine_versions()
        if result.versions != ours:
            theirs = ", ".join(f"{k} {v}" for k, v in result.versions.items() if ours.get(k) != v)
            raise UsageError(
                tr("a worker has {theirs}, which differs from here; give it the same versions", theirs=theirs)
            )
        for row in result.rows:
            if self._count(case, row):
                self._waiting.setdefault(case, []).append(row)
                self._waiting_rows += 1
                self.new += 1
        for replication, why in result.failed:
            self._quarantine(case, replication, why)
        if self._waiting_rows >= _FLUSH_ROWS or ticks() - self._flushed >= _FLUSH_S:
            self.flush()
        self._tell()

    def flush(self) -> None:
        """Write what has come back; after that it is finished for good."""
        if self._waiting:
            self.shards.write(self._waiting)
            self._waiting, self._waiting_rows = {}, 0
        self._flushed = ticks()

    def _quarantine(self, case: int, replication: int, why: str) -> None:
        self.quarantined[case, replication] = why
        self._tell()

    def _tell(self) -> None:
        measure = next(iter(self.experiment.first_measures), "civilian_harm")
        interval = self.tallies.of(0, measure).interval()
        of = max(self._target * self.experiment.cases, sum(self._counts))
        self.observe(Progress(sum(self._counts), of, self.new, len(self.quarantined), measure, interval))

    def too_wide(self, edge: int) -> list[str]:
        """What of the precision is not reached with the replications below an edge, arm by arm."""
        sets = len(self.experiment.assumptions)
        return [
            f"{wanted.told()} ({arm.id})"
            for number, arm in enumerate(self.experiment.arms)
            for wanted in self.asked.precision
            if not wanted.holds(self.tallies.of(number * sets, wanted.measure, edge).interval())
        ]

    # the end

    def whole(self) -> bool:
        """Whether every replication up to where the batch ended is there."""
        return all(count >= self._target for count in self._counts)

    def finish(self, lost: str) -> Done:
        """Write the tables and the manifest."""
        with_csv = self.asked.with_csv or (self.folder.path / "results.csv").exists()  # none may grow stale
        digest = write_tables(self.folder.path, self.experiment, self.shards, with_csv=with_csv)
        whole = self.whole() and not self.stop and not lost
        quarantined = [self._told(case, n, why) for (case, n), why in sorted(self.quarantined.items())]
        per_arm = len(self.experiment.assumptions)
        counts = {arm.id: self._counts[i * per_arm] for i, arm in enumerate(self.experiment.arms)}
        ends = {"state": "whole" if whole else "partial", "replications": counts}
        came = {"quarantined": quarantined, "results_digest": digest}
        self.folder.write({**document(self.experiment), **ends, **came, "asked": self._wanted()})
        intervals = {
            arm.id: {m: self.tallies.of(i * per_arm, m).interval() for m in MEASURES}
            for i, arm in enumerate(self.experiment.arms)
        }
        wide = self.too_wide(self._target) if self.asked.precision and whole else []
        return Done(
            self.folder.path,
            whole,
            self.stop.signal,
            lost,
            counts,
            self.new,
            quarantined,
            self.shards.damaged,
            digest,
            intervals,
            wide,
        )

    def _wanted(self) -> dict[str, Any]:
        return {
            "replications": self.asked.replications,
            "least": self.asked.least if self.asked.precision else None,
            "precision": [str(p) for p in self.asked.precision],
        }

    def begin(self) -> None:
        """Leave word of what is to come, for whoever finds the folder if this process ends."""
        if self.folder.read() is None:
            empty: dict[str, Any] = {"state": "partial", "replications": {}, "quarantined": [], "results_digest": ""}
            self.folder.write({**document(self.experiment), **empty, "asked": self._wanted()})

    def _told(self, number: int, replication: int, why: str) -> dict[str, Any]:
        case = self.experiment.case(number)
        return {
            "arm": case.arm.id,
            "assumption": case.assumption,
            "replication": replication,
            "why": why,
            "command": self._command(number, replication),
        }

    def _command(self, number: int, replication: int) -> str:
        """What reproduces a replication, for a shell."""
        from shlex import join

        case = self.experiment.case(number)
        where = self.experiment.name if self.experiment.is_shipped else self.experiment.label
        words = ["startex", "run", where, "--seed", str(self.experiment.seed)]
        words += ["--replication", str(replication)]
        words += ["--variant", case.arm.variant] if case.arm.variant else []
        for path, text in {**dict(case.arm.sets), **case.sets}.items():
            words += ["--set", f"{path}={text}"]
        for decision, option in case.arm.decide:
            words += ["--decide", f"{decision}={option}"]
        return join(words)


def run_batch(
    experiment: Experiment,
    folder: Path,
    asked: Asked,
    *,
    pool: Callable[[], Pool] | None = None,
    observe: Callable[[Progress], object] = lambda _: None,
) -> Done:
    """Run what is missing of an experiment in a folder, and write its tables.

    ``pool`` gives the workers; without it they are processes of this machine.  Raises BatchLocked, BatchDamaged,
    StorageError, and UsageError where the folder belongs to something else.
    """
    with opened(folder) as place, stopping() as stop:
        place.check(experiment)
        batch = Batch(experiment, asked, place, stop, observe)
        batch.begin()
        batch.resume()
        made = pool or (lambda: LocalPool(asked.workers, experiment.few() or {}))
        return batch.finish("" if batch.complete() else _run(batch, made))


def _run(batch: Batch, pool: Callable[[], Pool]) -> str:
    """Run what is missing; gives why no worker was left to go on, if so."""
    try:
        with closing(pool()) as workers:
            try:
                batch.run(workers)
            except BaseException:
                workers.restart()  # nobody waits for what they are at
                raise
    except PoolGone as error:
        return str(error)
    return ""
