"""A whole rehearsal: dry runs by the workers of a batch, then the pairs in which decisions go otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from simulator.authoring.rehearsal.rehearsed import Rehearsed
from simulator.authoring.rehearsal.seen import Seen, folded, read_seen
from simulator.authoring.rehearsal.thresholds import EXTRA, FEWEST_PAIRS, RUNS, VARIANT_RUNS, VARIANTS
from simulator.authoring.rehearsal.toy import Chance, DryRun, Forced, Verdict, chances_of, to_run, verdict
from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint, DecisionSpec
from simulator.catalogue import tr
from simulator.errors import EngineFault, ScenarioError
from simulator.processes import Stop, stopping
from simulator.runs.batch.conduct import Progress
from simulator.runs.batch.dispatch import Dispatch, Sizes, jobs_of
from simulator.runs.batch.pools import LocalPool, Pool
from simulator.runs.batch.work import Result, Task, run_chunk
from simulator.scenario.load import Document

__all__ = ["Asked", "rehearse"]

_PLAIN: Forced = ("", "")
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
    carried: bool = False
    """whether each task must carry the blueprint, which the workers do not have"""
    runs: dict[Forced, dict[int, DryRun]] = field(default_factory=dict)
    failed: dict[tuple[Forced, int], str] = field(default_factory=dict)
    _sizes: Sizes = field(default_factory=Sizes)
    _arms: list[Forced] = field(default_factory=list)
    _key: str = ""

    def __post_init__(self) -> None:
        self._key = _key(self.blueprint)

    @property
    def finished(self) -> int:
        """How many runs have come back."""
        return sum(map(len, self.runs.values()))

    def run(self, wanted: Mapping[Forced, Sequence[int]]) -> None:
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
        carried = self.blueprint if self.pool.carries or self.carried else None
        return Task(number, case, self._key, carried, self.seed, () if arm == _PLAIN else (arm,), replications)

    def _accept(self, case: int, result: Result) -> None:
        there = self.runs.setdefault(self._arms[case], {})
        for row, content in zip(result.rows, result.folded, strict=True):
            there[row.replication] = DryRun(row.replication, row.events, row.values, read_seen(content))
        for replication, why in result.failed:
            self._set_aside(case, replication, why)
        done = self.finished
        self.observe(Progress(done, max(self.of, done), done, len(self.failed), "", None))

    def _set_aside(self, case: int, replication: int, why: str) -> None:
        self.failed[self._arms[case], replication] = why

    def plain(self) -> list[DryRun]:
        """The runs in which the model decides, by replication."""
        return [run for _, run in sorted(self.runs.get(_PLAIN, {}).items())]

    def filled(self, chance: Chance) -> Chance:
        """A chance with whatever runs of it have come back."""
        for (decision, option), runs in self.runs.items():
            if decision == chance.decision and chance.replication in runs:
                chance.runs.setdefault(option, runs[chance.replication])
        return chance


def _key(blueprint: Blueprint) -> str:
    return sha256(repr(blueprint).encode()).hexdigest()


def rehearse(
    document: Document,
    asked: Asked,
    *,
    variant: Callable[[str], Document] | None = None,
    pool: Callable[[], Pool] | None = None,
    observe: Callable[[Progress], object] = lambda _: None,
) -> Rehearsed:
    """Dry-run a scenario.  Raises :class:`ScenarioError` where it cannot be run, and EngineFault without a single run.

    ``variant`` reads another variant of the same file, to look there for what never comes here.  ``pool`` gives the
    workers; without it they are processes of this machine.
    """
    blueprint = build(document)
    made = pool or partial(LocalPool, asked.workers, {_key(blueprint): blueprint}, run=partial(run_chunk, fold=folded))
    with stopping() as stop, closing(made()) as workers:
        dry = _Dry(blueprint, asked.seed, workers, stop, observe, asked.runs)
        try:
            dry.run({_PLAIN: range(asked.runs)})
            verdicts = {} if stop else _verdicts(dry, round(asked.runs * EXTRA))
            others = _others(dry, document, variant)
        except BaseException:
            workers.restart()  # nobody waits for what they are at
            raise
    runs = dry.plain()
    if not runs and not dry.failed and not stop:
        raise EngineFault(tr("no dry run came back"))
    extra = dry.finished - len(runs)
    failed = [(replication, arm, why) for (arm, replication), why in sorted(dry.failed.items())]
    return Rehearsed(document, blueprint, asked.seed, runs, verdicts, extra, failed, others, stop.signal)


def _verdicts(dry: _Dry, budget: int) -> dict[str, Verdict]:
    """A handful of pairs for every decision, then what is left of the budget for those it could not judge."""
    asked = [d for d in dry.blueprint.decisions if len(d.options) > 1]
    chances = {d.id: chances_of(d, dry.plain()) for d in asked}
    taken = dict.fromkeys(chances, FEWEST_PAIRS)
    before = dry.finished
    found = _judged(dry, asked, chances, taken)
    unsure = [d for d in asked if found[d.id].clear is None and len(chances[d.id]) > FEWEST_PAIRS]
    if unsure and not dry.stop:
        for decision in unsure:
            share = max(0, budget - (dry.finished - before)) // len(unsure)
            taken[decision.id] += share // max(1, len(decision.options) - 1)
        found.update(_judged(dry, unsure, chances, taken))
    return found


def _judged(
    dry: _Dry, decisions: Sequence[DecisionSpec], chances: Mapping[str, Sequence[Chance]], taken: Mapping[str, int]
) -> dict[str, Verdict]:
    """Run what the first so many chances of each decision need, and judge by them."""
    wanted: dict[Forced, list[int]] = {}
    for decision in decisions:
        some = [dry.filled(chance) for chance in chances[decision.id][: taken[decision.id]]]
        wanted.update(to_run(decision, some))
    if wanted:
        dry.run(wanted)
    return {
        d.id: verdict(dry.blueprint, d, [dry.filled(chance) for chance in chances[d.id][: taken[d.id]]])
        for d in decisions
    }


# what never comes here, and does elsewhere


def _others(dry: _Dry, document: Document, variant: Callable[[str], Document] | None) -> dict[str, Sequence[Seen]]:
    """The pairs' runs; and, where something is still reached by none, some runs of other variants until it is."""
    found: dict[str, Sequence[Seen]] = {}
    forced = [run.seen for arm, runs in dry.runs.items() if arm != _PLAIN for run in runs.values()]
    if forced:
        found[tr("where the room decides otherwise")] = forced
    missing = _all(document, dry.blueprint) - _reached([*(run.seen for run in dry.plain()), *forced])
    left = max(2 * VARIANT_RUNS, round(VARIANTS * len(dry.plain())))
    for name in _by_size(document) if variant is not None else ():
        if not missing or left < VARIANT_RUNS or dry.stop:
            break
        made = _built(variant, name) if variant is not None else None
        if made is None or replace(made, variant="") == replace(dry.blueprint, variant=""):
            continue
        rows = _some(dry, made)
        left -= len(rows)
        if new := missing & _reached(rows):
            found[tr("in the variant {name}", name=name)] = rows
            missing -= new
    return found


def _all(document: Document, blueprint: Blueprint) -> set[str]:
    """Injects, decisions, and rules of the file's own."""
    names = {spec.id for spec in blueprint.injects} | {d.id for d in blueprint.decisions}
    return names | {r.id for r in blueprint.rules if document.place(("plan", r.id), key=True)[0] == document.file}


def _reached(rows: Sequence[Seen]) -> set[str]:
    """Injects that came, decisions that opened and rules that fired in any of these runs."""
    found: set[str] = set()
    for seen in rows:
        found |= {name for name, _ in seen.injects} | {a.decision for a in seen.answers} | seen.rules.keys()
    return found


def _by_size(document: Document) -> list[str]:
    """The other variants, those that change most first."""
    variants = document.tree.child("variants")

    def _size(name: str) -> int:
        chosen = variants.child(name) if variants is not None else None
        like = chosen.child("like") if chosen is not None else None
        named = like.value if like is not None and isinstance(like.value, list) else []
        return (len(chosen.value) if chosen is not None and isinstance(chosen.value, dict) else 0) + len(named)

    return sorted((name for name in document.variants if name != document.variant), key=_size, reverse=True)


def _built(variant: Callable[[str], Document], name: str) -> Blueprint | None:
    """The blueprint of a variant; None for one that has errors of its own."""
    with suppress(ScenarioError):
        return build(variant(name))
    return None


def _some(dry: _Dry, blueprint: Blueprint) -> list[Seen]:
    """A few runs of another blueprint on the same workers."""
    other = _Dry(blueprint, dry.seed, dry.pool, dry.stop, dry.observe, VARIANT_RUNS, carried=True)
    other.run({_PLAIN: range(VARIANT_RUNS)})
    return [run.seen for run in other.plain()]
