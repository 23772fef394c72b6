"""Many replications of a shipped scenario, two processes side by side, kept for the session."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from simulator.runs.headless import blueprint_of, prepare, run_once

__all__ = ["SCENARIOS", "Measures", "replications"]

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WORKERS = 2

Measures = list[dict[str, float | None]]
Pairs = tuple[tuple[str, str], ...]


def _chunk(name: str, variant: str, sets: Pairs, decide: Pairs, first: int, last: int) -> Measures:
    program = prepare(blueprint_of(SCENARIOS / f"{name}.yaml", variant=variant, sets=dict(sets)))
    return [run_once(program, seed, decide=dict(decide)).measures for seed in range(first, last)]


@cache
def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"))


@cache
def _replications(name: str, variant: str, sets: Pairs, decide: Pairs, seeds: int) -> Measures:
    edges = [1 + seeds * part // WORKERS for part in range(WORKERS + 1)]
    parts = [_pool().submit(_chunk, name, variant, sets, decide, first, last) for first, last in pairwise(edges)]
    return [measures for part in parts for measures in part.result()]


def replications(
    name: str,
    variant: str = "",
    *,
    sets: Mapping[str, str] | None = None,
    decide: Mapping[str, str] | None = None,
    seeds: int = 100,
) -> Measures:
    """The measures of seeds 1 to ``seeds``, in the order of the seeds: two calls are pairs, seed by seed."""
    return _replications(
        name, variant, tuple(sorted((sets or {}).items())), tuple(sorted((decide or {}).items())), seeds
    )
