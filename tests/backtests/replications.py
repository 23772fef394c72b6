"""Many replications of a shipped scenario, two processes side by side, each played once.

What a run gave - its measures, and what :mod:`tests.backtests.seen` counts in its log - is kept for the session and on
the disk (:mod:`tests.backtests.kept`).  A setting's seeds 1 to 100 are the first half of its seeds 1 to 200: rows share
what they have in common, whatever number they ask for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import cache, lru_cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from simulator.blueprint.model import Blueprint
from simulator.engine.program import Program
from simulator.readers.responses import Log
from simulator.runs.headless import blueprint_of, prepare, run_once
from tests.backtests import kept
from tests.backtests.seen import SEEN

__all__ = ["SCENARIOS", "Measures", "Seen", "replications", "seen"]

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WORKERS = 2
_CHUNK = 5
"""seeds that a process is given at once"""

Measures = list[dict[str, float | None]]
Seen = list[dict[str, Any]]
Pairs = tuple[tuple[str, str], ...]


class Setting(NamedTuple):
    """What is played: a scenario with a variant, settings over it, and decisions that are forced."""

    name: str
    variant: str
    sets: Pairs
    decide: Pairs

    def blueprint(self) -> Blueprint:
        """What the engine gets."""
        return blueprint_of(SCENARIOS / f"{self.name}.yaml", variant=self.variant, sets=dict(self.sets))


@lru_cache(maxsize=2)
def _program(setting: Setting) -> Program:
    return prepare(setting.blueprint())


def _play(setting: Setting, seeds: range) -> list[str]:
    """A line for each seed, as it is kept."""
    program, decide = _program(Setting(*setting[:3], ())), dict(setting.decide)
    return [_line(program, seed, decide) for seed in seeds]


def _line(program: Program, seed: int, decide: Mapping[str, str]) -> str:
    run = run_once(program, seed, decide=decide)
    log = Log(run.blueprint, run.log)
    return json.dumps([seed, run.measures, {name: fold(log) for name, fold in SEEN.items()}], separators=(",", ":"))


@cache
def _pool() -> Executor:
    return ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"))


@cache
def file_of(setting: Setting) -> str:
    """The name under which a setting's runs are kept."""
    said = repr((setting.blueprint(), setting.decide)) + kept.code(*kept.RUNS)
    return f"{setting.name}-{sha256(said.encode()).hexdigest()[:20]}.jsonl"


_lines: dict[str, list[str]] = {}
"""name of a file -> its lines, seed by seed from 1"""


@cache
def _played(setting: Setting, seeds: int) -> list[list[Any]]:
    """(seed, measures, what was seen) of seeds 1 to ``seeds``."""
    name = file_of(setting)
    lines = _lines[name] = _lines.get(name) or kept.read(name)
    if len(lines) < seeds:
        firsts = range(len(lines) + 1, seeds + 1, _CHUNK)
        parts = [_pool().submit(_play, setting, range(n, min(n + _CHUNK, seeds + 1))) for n in firsts]
        lines += [line for part in parts for line in part.result()]
        kept.write(name, lines)
    return [json.loads(line) for line in lines[:seeds]]


def _setting(name: str, variant: str, sets: Mapping[str, str] | None, decide: Mapping[str, str] | None) -> Setting:
    return Setting(name, variant, tuple(sorted((sets or {}).items())), tuple(sorted((decide or {}).items())))


def replications(
    name: str,
    variant: str = "",
    *,
    sets: Mapping[str, str] | None = None,
    decide: Mapping[str, str] | None = None,
    seeds: int = 100,
) -> Measures:
    """The measures of seeds 1 to ``seeds``, in the order of the seeds: two calls are pairs, seed by seed."""
    return [measures for _, measures, _ in _played(_setting(name, variant, sets, decide), seeds)]


def seen(name: str, variant: str = "", *, sets: Mapping[str, str] | None = None, seeds: int = 100) -> Seen:
    """What was counted in the logs of the same runs."""
    return [found for _, _, found in _played(_setting(name, variant, sets, None), seeds)]
