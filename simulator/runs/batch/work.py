"""What a worker does: a chunk of replications in, rows of numbers out.

This is the only part of a batch that workers load, local ones and those of a cluster alike.  What goes back are bytes
in MessagePack, so that nobody ever opens a pickle that came from elsewhere, and no log leaves the worker.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec

from simulator.blueprint.model import Blueprint
from simulator.engine.program import Program
from simulator.measures import MEASURES
from simulator.processes import begin_worker, one_at_a_time, ticks
from simulator.readers.responses import Log
from simulator.readers.times import times
from simulator.runs.headless import ENGINE_REVISION, Run, prepare, run_once

__all__ = ["LARGEST_RESULT", "Fold", "Result", "Row", "Task", "begin", "engine_versions", "read_result", "run_chunk"]

LARGEST_RESULT = 50_000_000
"""bytes that a chunk may give back"""
_MOST_PROGRAMS = 40
"""compiled programs that a worker keeps"""


@cache
def engine_versions() -> dict[str, str]:
    """What a digest depends on besides scenario and seed; read once, and not to be changed."""
    found = {"engine_revision": str(ENGINE_REVISION)}
    for name in ("startex", "simpy", "numpy", "astral"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "-"
    return found


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk: which replications of which case.  ``blueprint`` is None where workers have it already."""

    number: int
    case: int
    key: str
    blueprint: Blueprint | None
    seed: int
    decide: tuple[tuple[str, str], ...]
    replications: tuple[int, ...]
    largest: int = LARGEST_RESULT


class Row(msgspec.Struct, array_like=True):
    """What one replication gave: its log's digest and size, every measure, every time to an event."""

    replication: int
    digest: str
    events: int
    endex_s: int
    values: list[float | None]
    times: list[tuple[str, int, bool]]


class Result(msgspec.Struct, array_like=True):
    """What a chunk gave.  ``failed`` holds (replication, why); ``too_large`` its size where that was over the limit.

    ``folded`` holds for each row what a :data:`Fold` made of its run; it is empty where none was given.
    """

    versions: dict[str, str]
    seconds: float
    rows: list[Row]
    failed: list[tuple[int, str]]
    too_large: int = 0
    folded: list[bytes] = []


Fold = Callable[[Run], bytes]
"""what more a chunk gives back of each run, in bytes: a function of a module, so that workers find it by its name"""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Result)
_BLUEPRINTS: dict[str, Blueprint] = {}
_PROGRAMS: OrderedDict[str, Program] = OrderedDict()


def read_result(content: bytes) -> Result:
    """The result in some bytes; raises :class:`ValueError` for bytes that hold none."""
    result = _DECODER.decode(content)
    if any(len(row.values) != len(MEASURES) or row.endex_s < 0 for row in result.rows):
        raise ValueError("it holds other measures")
    if result.folded and len(result.folded) != len(result.rows):
        raise ValueError("it holds more than its rows, or less")
    return result


def begin(blueprints: Mapping[str, Blueprint]) -> None:
    """Called once in a new local worker."""
    begin_worker()
    _BLUEPRINTS.update(blueprints)


def _program(task: Task) -> Program:
    """The task's program, compiled once a worker and kept as long as there is room."""
    found = _PROGRAMS.pop(task.key, None)
    if found is None:
        found = prepare(task.blueprint or _BLUEPRINTS[task.key])
        while len(_PROGRAMS) >= _MOST_PROGRAMS:
            _PROGRAMS.popitem(last=False)
    _PROGRAMS[task.key] = found
    return found


def _row(program: Program, task: Task, replication: int, fold: Fold | None) -> tuple[Row, bytes]:
    done = run_once(program, task.seed, replication, decide=dict(task.decide))
    waits = [(name, wait.time_s, wait.observed) for name, wait in times(Log(done.blueprint, done.log)).items()]
    row = Row(replication, done.digest, len(done.log), done.endex, list(done.measures.values()), waits)
    return row, fold(done) if fold is not None else b""


def _tried(program: Program, task: Task, replication: int, fold: Fold | None) -> tuple[Row, bytes] | str:
    """A replication's row with what was folded besides, or why it failed twice."""
    why = ""
    for _ in range(2):
        try:
            return _row(program, task, replication, fold)
        except Exception as error:  # a fault of ours in one replication must not cost the others
            why = f"{type(error).__name__}: {error}"[:500]
    return why


def run_chunk(task: Task, fold: Fold | None = None) -> bytes:
    """Run the replications of a task; gives a :class:`Result` in bytes.

    A worker with several threads runs one chunk at a time: the threads of a process have one interpreter.
    """
    with one_at_a_time:
        return _chunk(task, fold)


def _chunk(task: Task, fold: Fold | None) -> bytes:
    program = _program(task)
    began = ticks()
    rows: list[Row] = []
    folded: list[bytes] = []
    failed: list[tuple[int, str]] = []
    for replication in task.replications:
        found = _tried(program, task, replication, fold)
        if isinstance(found, str):
            failed.append((replication, found))
            continue
        rows.append(found[0])
        if fold is not None:
            folded.append(found[1])
    seconds = ticks() - began
    content = _ENCODER.encode(Result(engine_versions(), seconds, rows, failed, 0, folded))
    if len(content) > task.largest:
        return _ENCODER.encode(Result(engine_versions(), seconds, [], [], len(content)))
    return content
