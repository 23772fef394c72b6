"""A whole rehearsal: dry runs by the workers of a batch, then the pairs in which decisions go otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from simulator.authoring.rehearsal.rehearsed import Rehearsed
from simulator.authoring.rehearsal.seen import folded, read_seen
from simulator.authoring.rehearsal.thresholds import EXTRA, FEWEST_PAIRS, RUNS
from simulator.authoring.rehearsal.toy import Arm, DryRun, Fork, Verdict, forks_of, to_run, verdict
from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint, DecisionSpec
from simulator.errors import EngineFault
from simulator.processes import Stop, stopping
from simulator.runs.batch.conduct import Progress
from simulator.runs.batch.dispatch import Dispatch, Sizes, jobs_of
from simulator.runs.batch.pools import LocalPool, Pool
from simulator.runs.batch.work import Result, Task, run_chunk
from simulator.scenario.load import Document

__all__ = ["Asked", "rehearse"]

_PLAIN: Arm = ("", "")
"""the arm in which the model decides everything"""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a rehearsal is to be run."""

    runs: int = RUNS
    seed: int = 1
    workers: int = 1


@dataclass
class _Dry:
    """Runs of a blueprint while they come back, arm by arm.  ``failed`` says of a run why there is none."""

    blueprint: Blueprint
    seed: int
    pool: Pool
    stop: Stop
    observe: Callable[[Progress], object]
    of: int
    runs: dict[Arm, dict[int, DryRun]] = field(default_factory=dict)
    failed: dict[tuple[Arm, int], str] = field(default_factory=dict)
    _sizes: Sizes = field(default_factory=Sizes)
    _arms: list[Arm] = field(default_factory=list)
    _key: str = ""

    def __post_init__(self) -> None:
        self._key = _key(self.blueprint)

    @property
    def finished(self) -> int:
        """How many runs have come back."""
        return sum(map(len, self.runs.values()))

    def run(self, wanted: Mapping[Arm, Sequence[int]]) -> None:
        """Run these replications of these arms; returns when all are there, or somebody asked for an end."""
        spans = []
        for arm, replications in wanted.items():
            if arm not in self._arms:
                self._arms.append(arm)
            spans.append((self._arms.index(arm), list(replications)))
        until = self.finished + sum(len(replications) for _, replications in spans)
        self.of = max(self.of, until)
        dispatch = Dispatch(self.pool, self._task, self._accept, self._set_aside, self.stop, self._sizes)
        dispatch.run(jobs_of(spans, self._sizes, lambda: max(0, until - self.finished), self.pool.width))

    def _task(self, number: int, case: int, replications: tuple[int, ...]) -> Task:
        arm = self._arms[case]
        carried = self.blueprint if self.pool.carries else None
        return Task(number, case, self._key, carried, self.seed, () if arm == _PLAIN else (arm,), replications)

    def _accept(self, case: int, result: Result) -> None:
        there = self.runs.setdefault(self._arms[case], {})
        for row, content in zip(result.rows, result.folded, strict=True):
            there[row.replication] = DryRun(row.replication, row.values, read_seen(content))
        for replication, why in result.failed:
            self._set_aside(case, replication, why)
        done = self.finished
        self.observe(Progress(done, max(self.of, done), done, len(self.failed), "", None))

    def _set_aside(self, case: int, replication: int, why: str) -> None:
        self.failed[self._arms[case], replication] = why

    def plain(self) -> list[DryRun]:
        """The runs in which the model decides, by replication."""
        return [run for _, run in sorted(self.runs.get(_PLAIN, {}).items())]

    def filled(self, fork: Fork) -> Fork:
        """A fork with whatever runs of it have come back."""
        for (decision, option), runs in self.runs.items():
            if decision == fork.decision and fork.replication in runs:
                fork.runs.setdefault(option, runs[fork.replication])
        return fork


def _key(blueprint: Blueprint) -> str:
    return sha256(repr(blueprint).encode()).hexdigest()


def rehearse(
    document: Document,
    asked: Asked,
    *,
    pool: Callable[[], Pool] | None = None,
    observe: Callable[[Progress], object] = lambda _: None,
) -> Rehearsed:
    """Dry-run a scenario.  Raises :class:`ScenarioError` where it cannot be run, and EngineFault without a single run.

    ``pool`` gives the workers; without it they are processes of this machine.
    """
    blueprint = build(document)
    made = pool or partial(
        LocalPool, asked.workers, {_key(blueprint): blueprint}, run=partial(run_chunk, fold=folded)
    )
    with stopping() as stop, closing(made()) as workers:
        dry = _Dry(blueprint, asked.seed, workers, stop, observe, asked.runs)
        try:
            dry.run({_PLAIN: range(asked.runs)})
            verdicts = {} if stop else _verdicts(dry, round(asked.runs * EXTRA))
        except BaseException:
            workers.restart()  # nobody waits for what they are at
            raise
    runs = dry.plain()
    if not runs and not dry.failed and not stop:
        raise EngineFault("no dry run came back")
    extra = dry.finished - len(runs)
    failed = [(replication, arm, why) for (arm, replication), why in sorted(dry.failed.items())]
    return Rehearsed(document, blueprint, asked.seed, runs, verdicts, extra, failed, stop.signal)


def _verdicts(dry: _Dry, budget: int) -> dict[str, Verdict]:
    """A handful of pairs for every decision, then what is left of the budget for those it could not judge."""
    asked = [d for d in dry.blueprint.decisions if len(d.options) > 1]
    forks = {d.id: forks_of(d, dry.plain()) for d in asked}
    taken = dict.fromkeys(forks, FEWEST_PAIRS)
    before = dry.finished
    found = _judged(dry, asked, forks, taken)
    unsure = [d for d in asked if found[d.id].clear is None and len(forks[d.id]) > FEWEST_PAIRS]
    if unsure and not dry.stop:
        for decision in unsure:
            share = max(0, budget - (dry.finished - before)) // len(unsure)
            taken[decision.id] += share // max(1, len(decision.options) - 1)
        found.update(_judged(dry, unsure, forks, taken))
    return found


def _judged(
    dry: _Dry, decisions: Sequence[DecisionSpec], forks: Mapping[str, Sequence[Fork]], taken: Mapping[str, int]
) -> dict[str, Verdict]:
    """Run what the first so many forks of each decision need, and judge by them."""
    wanted: dict[Arm, list[int]] = {}
    for decision in decisions:
        some = [dry.filled(fork) for fork in forks[decision.id][: taken[decision.id]]]
        wanted.update(to_run(decision, some))
    if wanted:
        dry.run(wanted)
    return {
        d.id: verdict(dry.blueprint, d, [dry.filled(fork) for fork in forks[d.id][: taken[d.id]]]) for d in decisions
    }
