"""Looking ahead: many futures of a live session from now on, for each option of an open decision.

Every future has the session's own history, replayed to this very place in a worker; from there the draws are those of
another replication, the option is taken, and the model plays every role to ENDEX.  The same replication numbers serve
every option, so options are compared in the same futures.  What was drawn before now stays: a unit on its way arrives
as it would have.  The session's own engine is not touched.

Answers are for exercise control and the hot wash, never for players.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.commands import TakeDecision
from simulator.engine.program import Program
from simulator.errors import SimulatorError, UsageError
from simulator.measures import MEASURES
from simulator.processes import begin_worker, cores, worker_context
from simulator.readers.measures import measure
from simulator.runs.headless import prepare
from simulator.runs.replay import Entry, Header, play
from simulator.runs.session import Session
from simulator.units import format_amount

__all__ = ["FIRST_REPLICATION", "MOST_FUTURES", "LookAhead", "Spreading", "futures_of", "spread"]

MOST_FUTURES = 2000
FIRST_REPLICATION = 1_000_001
"""the replications of futures: numbers that no exercise is played with"""

_CHUNK = 5
"""futures of one option that a worker does at a time"""
_SHOWN = 4
"""measures that are told when the scenario names none"""


@dataclass(frozen=True, slots=True)
class _Past:
    """What a worker needs to stand where the session stands."""

    blueprint: Blueprint
    header: Header
    history: tuple[Entry, ...]
    at: int
    decision: str


@dataclass(frozen=True, slots=True)
class Spreading:
    """How a measure came out over the futures of an option: tenth, half and nine tenths of them lie below."""

    option: str
    measure: str
    count: int
    low: float | None
    middle: float | None
    high: float | None


_here: list[tuple[Program, _Past]] = []
"""what this worker was given when it began"""


def _begin(past: _Past) -> None:
    begin_worker()
    _here[:] = [(prepare(past.blueprint), past)]


def futures_of(
    program: Program, past: _Past, option: str, replications: Sequence[int], names: Sequence[str]
) -> list[tuple[float | None, ...]]:
    """The measures at ENDEX of some futures of an option."""
    found = []
    for replication in replications:
        engine = past.header.engine(program)
        play(engine, past.history)
        engine.advance_to(past.at)
        engine.reroll(replication)
        engine.apply(TakeDecision(past.decision, option, "look-ahead"))
        engine.hand_over()
        engine.run()
        measured = measure(engine.blueprint, engine.log)
        found.append(tuple(measured[name] for name in names))
    return found


def _futures(option: str, replications: Sequence[int], names: Sequence[str]) -> list[tuple[float | None, ...]]:
    """In a worker: the collector looks between parts only, since a future keeps nearly everything that it makes."""
    gc.disable()
    try:
        return futures_of(*_here[0], option, replications, names)
    finally:
        gc.enable()
        gc.collect()


def spread(option: str, name: str, values: Sequence[float | None]) -> Spreading:
    """How a measure came out; futures in which it says nothing are left out and show in the count."""
    known = sorted(v for v in values if v is not None)
    if not known:
        return Spreading(option, name, 0, None, None, None)
    low, middle, high = (known[min(len(known) - 1, int(share * len(known)))] for share in (0.1, 0.5, 0.9))
    return Spreading(option, name, len(known), low, middle, high)


class LookAhead:
    """Futures that are being worked out in other processes; :meth:`answer` gives lines once they are all there."""

    def __init__(self, session: Session, decision: str, futures: int, *, workers: int = 0):
        if not 1 <= futures <= MOST_FUTURES:
            raise UsageError(tr("ask for 1 to {most} futures", most=MOST_FUTURES))
        found = session.engine.open_decisions[decision]
        blueprint = session.engine.blueprint
        self.names = blueprint.measures or tuple(MEASURES)[:_SHOWN]
        self.past = _Past(blueprint, session.header, tuple(session.history), session.now, decision)
        self.futures = futures
        context = worker_context(["simulator.runs.lookahead"])
        self._pool = ProcessPoolExecutor(
            workers or min(cores(), 8), mp_context=context, initializer=_begin, initargs=(self.past,)
        )
        self._asked: dict[str, list[Future[list[tuple[float | None, ...]]]]] = {o: [] for o in found.item.options}
        numbers = range(FIRST_REPLICATION, FIRST_REPLICATION + futures)
        for begin in range(0, futures, _CHUNK):
            for option in self._asked:
                part = numbers[begin : begin + _CHUNK]
                self._asked[option].append(self._pool.submit(_futures, option, part, self.names))

    @property
    def done(self) -> float:
        """The share of the futures that is worked out."""
        asked = [future for futures in self._asked.values() for future in futures]
        return sum(future.done() for future in asked) / len(asked)

    def cancel(self) -> None:
        """Give it up: what has not begun is not begun, what has begun ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def spreads(self, *, wait_for: bool = False) -> list[Spreading] | None:
        """How the measures came out, by option; None while futures are still being worked out."""
        asked = [future for futures in self._asked.values() for future in futures]
        if wait_for:
            wait(asked)
        if not all(future.done() for future in asked):
            return None
        try:
            rows = {option: [row for f in futures for row in f.result()] for option, futures in self._asked.items()}
        finally:
            self._pool.shutdown(wait=False)
        return [
            spread(option, name, [row[k] for row in found])
            for k, name in enumerate(self.names)
            for option, found in rows.items()
        ]

    def answer(self, *, wait: bool = False) -> list[str] | None:
        """The spreads as lines for exercise control; None while futures are still being worked out."""
        try:
            found = self.spreads(wait_for=wait)
        except (SimulatorError, OSError, RuntimeError) as error:
            self.cancel()
            return [tr("the look-ahead failed: {error}", error=error)]
        if found is None:
            return None
        lines = [
            tr(
                "{decision}: {futures} futures for each option, 1 in 10 below - half below - 9 in 10 below",
                decision=self.past.decision,
                futures=self.futures,
            )
        ]
        for row in found:
            unit = MEASURES[row.measure].unit
            words = " - ".join(format_amount(value, unit) for value in (row.low, row.middle, row.high))
            if row.count != self.futures:
                words = tr("{words} (in {count} of them)", words=words, count=row.count)
            lines.append(f"  {row.measure:<24} {row.option:<16} {words}")
        return lines
