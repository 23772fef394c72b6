"""Pieces of scenarios and bounds that the tests of people and threat share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from typing import Any

from simulator.engine.engine import Engine
from simulator.engine.world import World
from simulator.events import LogEvent
from tests.builders import a_scenario, engine_of, of_kind, program_of, ran, world_of

MINUTE, HOUR, DAY, MONTH = 60, 3600, 86400, 30 * 86400

NO_AID: dict[str, Any] = {"care": {"aid_by_nobody": "20 days", "aid_by_people": "20 days"}}
"""nobody gives first aid while the run lasts"""

CLINIC: dict[str, Any] = {"kind": "clinic", "at": [0, -900]}

Z = 5.0
"""standard errors that a random result may be off: with some hundred such comparisons a run and a new seed each
time, four (1 in 15,000 each) cried wolf in one run of a hundred; five do in one of ten thousand"""


def wilson(hits: int, of: int, z: float = Z) -> tuple[float, float]:
    """The Wilson interval of a share."""
    share, square = hits / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (middle - half if hits else 0.0), (middle + half if hits < of else 1.0)


def assert_share(hits: int, of: int, expected: float) -> None:
    """``hits`` of ``of`` fit the expected share: it lies in their Wilson interval of ``Z`` standard errors."""
    low, high = wilson(hits, of)
    assert low <= expected <= high, f"{hits} of {of} = {hits / of:.4f}, expected {expected:.4f}"


def assert_poisson(count: float, expected: float) -> None:
    """A Poisson count lies within ``Z`` standard errors of its expectation."""
    assert abs(count - expected) <= Z * sqrt(expected), f"{count} counted, {expected:.1f} expected"


def wounds(world: World, count: int, at: str = "camp", first: int = 0, **how: Any) -> None:
    """A number of people are hurt at a place, each with draws of their own."""
    for k in range(first, first + count):
        world.casualties.hurt(f"p{k}", at, "perpetrator", world.started, **how)


def named(severity: str, count: int, seed: int = 1) -> list[str]:
    """Names of people whose wounds will be of one severity in any world of this seed: luck belongs to the name."""
    world = world_of(a_scenario(), seed)
    k, names = 0, []
    while len(names) < count:
        world.casualties.hurt(f"n{k}", "camp", "perpetrator", world.started)
        if world.casualties.people[-1].severity == severity:
            names.append(f"n{k}")
        k += 1
    return names


def engines(scenario: Mapping[str, Any], seeds: Iterable[int]) -> Iterator[Engine]:
    """An engine at STARTEX for each seed; the scenario is built once."""
    program = program_of(scenario)
    for seed in seeds:
        yield Engine(program, seed)


def log_of(seed: int = 1, **sections: Any) -> list[LogEvent]:
    """The log of the least scenario with these sections."""
    return ran(engine_of(a_scenario(**sections), seed))


def kinds(log: list[LogEvent]) -> set[str]:
    """The kinds of event of a log."""
    return {event.kind for event in log}


def subjects(log: list[LogEvent], *names: str) -> list[str]:
    """The subjects of the events of some kinds, in order."""
    return [event.subject for event in of_kind(log, *names)]


def chain(log: list[LogEvent], event: LogEvent) -> list[LogEvent]:
    """An event and what brought it about, back to the first cause."""
    found = [event]
    while found[-1].cause is not None:
        found.append(log[found[-1].cause - 1])
    return found


def ancestors(log: list[LogEvent], event: LogEvent) -> list[LogEvent]:
    """Everything that an event follows from, by cause and given."""
    seen: set[int] = set()
    todo = [event.seq]
    while todo:
        at = log[todo.pop() - 1]
        for seq in (at.cause, *at.given):
            if seq is not None and seq not in seen:
                seen.add(seq)
                todo.append(seq)
    return [log[seq - 1] for seq in sorted(seen)]
