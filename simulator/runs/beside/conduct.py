"""A session beside its plan, whole: runs of every variant and futures of its moments, in other processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.errors import ScenarioError, SimulatorError
from simulator.events import LogEvent
from simulator.processes import cores, worker_context
from simulator.readers.hotwash import differences, typical_of
from simulator.readers.measures import measure
from simulator.readers.responses import Log
from simulator.record.store import SCENARIO
from simulator.runs.batch.arms import BASE
from simulator.runs.beside import work
from simulator.runs.beside.rows import Beside, Forked, Standing, WhatIf
from simulator.runs.beside.standing import chosen, doubts, standing
from simulator.runs.beside.whatif import candidates, moment_of, plan_said, room_said, weighed
from simulator.runs.family import family
from simulator.runs.notebook import notes
from simulator.runs.replay import rebuild
from simulator.runs.sessions import look_at
from simulator.scenario.load import load
from simulator.units import format_clock

if TYPE_CHECKING:
    from simulator.runs.beside.batches import Planned
    from simulator.runs.sessions import Opened

__all__ = ["PAIRS", "beside"]

PAIRS = 40
"""pairs of futures that are played for one moment"""
_CHUNK = 5
_FIRST_FUTURE = 2_000_001
"""replications of futures: numbers that no exercise is played with"""


@dataclass(frozen=True)
class _Read:
    """A session as it is set beside its plan."""

    folder: Path
    found: Opened
    log: Sequence[LogEvent]
    measures: Mapping[str, float | None]

    @property
    def blueprint(self) -> Blueprint:
        """What it plays."""
        return self.found.blueprint

    @property
    def whole(self) -> bool:
        """Whether it came to the scenario's own end."""
        return self.log[-1].at >= self.blueprint.duration


def beside(
    folder: Path, runs: int, *, planned: Planned | None = None, pairs: int = PAIRS, workers: int = 0
) -> Beside | None:
    """Set a session beside so many runs of its plan, and of every variant; ``planned`` are those of a batch.

    None where the workers ended before their time.  Raises SessionError and what opening a
    session raises; a variant that does not build is said in ``unknown``.
    """
    found = look_at(folder)
    log = rebuild(found.program, found.header, found.history).log
    read = _Read(folder, found, log, measure(found.blueprint, log))
    built, unknown = _variants(read)
    session = work.Session(built, found.header, tuple(found.history), log[-1].at, read.whole)
    count = workers or min(cores(), 8)
    context = worker_context(["simulator.runs.beside.work"])
    with ProcessPoolExecutor(count, mp_context=context, initializer=work.begin, initargs=(session,)) as pool:
        try:
            return _beside(read, pool, runs, pairs, list(built), unknown, planned)
        except BrokenProcessPool:
            return None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _beside(
    read: _Read,
    pool: ProcessPoolExecutor,
    runs: int,
    pairs: int,
    variants: Sequence[str],
    unknown: Sequence[str],
    planned: Planned | None,
) -> Beside:
    header, own = read.found.header, read.found.header.replication
    numbers = range(own + 1, own + 1 + runs)
    asked = {name: _asked(pool, name, [own, *numbers] if not name else numbers) for name in variants}
    same, *played = _all(asked[""])
    typical = typical_of([one.took for one in played])
    what_ifs = _what_ifs(read, pool, pairs, typical)
    names, why = chosen(read.blueprint, read.measures), doubts(read.blueprint, read.log)
    values: Mapping[str, Sequence[Mapping[str, float | None]]] = {
        name: [one.measures for one in _all(asked[name])] for name in variants if name
    }
    source = tr("seed {seed}, replications {first} to {last}", seed=header.seed, first=numbers[0], last=numbers[-1])
    rows: Sequence[Mapping[str, float | None]] = [one.measures for one in played]
    if planned is not None:
        rows, source, values = planned.rows, planned.source, planned.variants
        why = {**why, **{name: planned.why_not for name in names if planned.why_not and name not in why}}
    return Beside(
        *(len(rows), header.seed, numbers[0], read.log[-1].at),
        _standings(read, names, rows, why, same.measures),
        {name: {s.measure: s for s in _standings(read, names, other, why, {})} for name, other in values.items()},
        tuple(_forks(read, names)),
        what_ifs,
        typical,
        source,
        tuple(unknown),
    )


def _standings(
    read: _Read,
    names: Iterable[str],
    rows: Sequence[Mapping[str, float | None]],
    why: Mapping[str, str],
    same: Mapping[str, float | None],
) -> tuple[Standing, ...]:
    return tuple(
        standing(
            name,
            read.measures.get(name),
            [row.get(name) for row in rows],
            why_not=why.get(name, ""),
            same_chance=same.get(name),
        )
        for name in names
    )


# variants


def _variants(read: _Read) -> tuple[dict[str, Blueprint], list[str]]:
    """The session's own blueprint under an empty name, and those of every other variant that can be built."""
    header, main = read.found.header, read.folder / SCENARIO / read.found.main
    built, unknown = {"": read.blueprint}, []
    others = [name for name in read.blueprint.variants if name != header.variant]
    for name in ([BASE] if header.variant else []) + others:
        try:
            variant = "" if name == BASE and name not in read.blueprint.variants else name
            document = load(main, label=main.name, variant=variant, sets=header.sets, language=header.language)
            made = build(document)
        except ScenarioError as error:
            unknown.append(f"{name} ({error.problems[0].message})")
            continue
        if replace(made, variant="") != replace(read.blueprint, variant=""):
            built[name] = made
    return built, unknown


# work for others


def _asked(pool: ProcessPoolExecutor, variant: str, replications: Sequence[int]) -> list[Any]:
    parts = [replications[n : n + _CHUNK] for n in range(0, len(replications), _CHUNK)]
    return [pool.submit(work.runs, variant, list(part)) for part in parts]


def _all(futures: Iterable[Any]) -> list[Any]:
    return [row for future in futures for row in future.result()]


def _what_ifs(
    read: _Read, pool: ProcessPoolExecutor, pairs: int, typical: Mapping[tuple[str, str], float]
) -> dict[int, WhatIf]:
    """Pairs of futures for the moments that may be told."""
    log = Log(read.blueprint, list(read.log))
    rows = differences(read.blueprint, list(read.log), (), notes(read.folder), typical=typical)
    costly, good = candidates(read.blueprint, rows)
    numbers = list(range(_FIRST_FUTURE, _FIRST_FUTURE + pairs))
    found: dict[int, WhatIf] = {}
    asked: list[tuple[int, work.Moment, list[Any]]] = []
    for row in (*costly, *good):
        moment = moment_of(log, read.found.history, row)
        if isinstance(moment, str):
            found[row.seq] = WhatIf(row.seq, 0, 0.0, 0.0, 0.0, 0.0, 0.0, why_not=moment)
            continue
        parts = [numbers[n : n + _CHUNK] for n in range(0, len(numbers), _CHUNK)]
        asked.append((row.seq, moment, [pool.submit(work.futures, moment, part) for part in parts]))
    for seq, moment, futures in asked:
        spec = next((d for d in read.blueprint.decisions if d.id == moment.id), None)
        options = {option.id: option.text for option in spec.options} if spec else {}
        said = room_said(moment, options), plan_said(read.blueprint, moment, typical)
        found[seq] = weighed(seq, moment, _all(futures), *said)
    return found


# forks


def _forks(read: _Read, names: Sequence[str]) -> Iterable[Forked]:
    """What the forks of this session came to, by replay; one that cannot be read is left out."""
    name = read.folder.resolve().name
    for member in family(read.folder):
        with suppress(SimulatorError):
            other = look_at(member.folder)
            if other.header.parent.get("name") != name:
                continue
            log = rebuild(other.program, other.header, other.history).log
            taken = [e for e in log if e.kind == "decision_taken" and e.at >= member.parted_at]
            changes = tuple(
                tr("{subject}: {option} at {at}", subject=e.subject, option=e.data["option"], at=format_clock(e.at))
                for e in taken
            )
            found = measure(other.blueprint, log)
            ended = any(event.kind == "exercise_ended" for event in reversed(log))
            yield Forked(member.folder.name, member.parted_at, changes, ended, {n: found.get(n) for n in names})
