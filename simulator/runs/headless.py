"""One headless run: a scenario and a seed in, a log, its measures and its digest out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.codec import encode_log
from simulator.engine.engine import ENGINE_REVISION, Engine
from simulator.engine.program import Program
from simulator.errors import UsageError
from simulator.events import LogEvent
from simulator.readers.measures import measure
from simulator.scenario.load import load

__all__ = ["ENGINE_REVISION", "Run", "blueprint_of", "check_decisions", "prepare", "run_once"]

_SELDOM = (50_000, 20, 20)
"""how often the collector looks once a process is prepared for many replications"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run gave.  ``lines`` is the canonical log; ``digest`` its SHA-256."""

    blueprint: Blueprint
    seed: int
    replication: int
    log: Sequence[LogEvent]
    lines: bytes
    digest: str
    measures: dict[str, float | None]
    endex: int
    steps: int


def blueprint_of(path: Path, *, label: str = "", variant: str = "", sets: Mapping[str, str] | None = None) -> Blueprint:
    """The blueprint of a scenario file; raises :class:`ScenarioError` with every problem at once."""
    return build(load(path, label=label, variant=variant, sets=sets))


def prepare(blueprint: Blueprint) -> Program:
    """Compile a blueprint for this process, and let the collector leave it alone from now on.

    What a replication makes lives until its end and holds few circles, so looking for them often is work for nothing.
    """
    program = Program(blueprint)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    return program


def check_decisions(decide: Mapping[str, str], blueprint: Blueprint) -> None:
    """Raises UsageError for a decision or an option that the scenario does not have."""
    for name, option in decide.items():
        found = next((d for d in blueprint.decisions if d.id == name), None)
        if found is None:
            names = ", ".join(d.id for d in blueprint.decisions) or "none"
            raise UsageError(tr("there is no decision {name!r}; the scenario has {names}", name=name, names=names))
        if option not in [o.id for o in found.options]:
            raise UsageError(
                tr(
                    "{name} has no option {option!r}; it has {options}",
                    name=name,
                    option=option,
                    options=", ".join(o.id for o in found.options),
                )
            )


def run_once(
    program: Program | Blueprint,
    seed: int,
    replication: int = 0,
    *,
    decide: Mapping[str, str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Run:
    """Run to ENDEX.  ``progress(now, end)`` is called about a hundred times on the way."""
    engine = Engine(program, seed, replication, decide=decide)
    end = engine.blueprint.duration
    if progress is None:
        engine.run()
    else:
        for part in range(1, 101):
            progress(engine.advance_to(end * part // 100), end)
    lines = encode_log(engine.log)
    return Run(
        engine.blueprint,
        seed,
        replication,
        engine.log,
        lines,
        sha256(lines).hexdigest(),
        measure(engine.blueprint, engine.log),
        engine.now,
        engine.steps,
    )
