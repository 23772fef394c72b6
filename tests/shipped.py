"""Blueprints and logs of the shipped scenarios that many tests look at: made once a process.

They are read and never changed.  A test of what a run or a build itself does makes its own.
"""

from __future__ import annotations

from functools import cache

from simulator.blueprint.model import Blueprint
from simulator.cli.look import variants_of
from simulator.events import LogEvent
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.library import shipped

__all__ = ["CASES", "IDS", "PATHS", "log_of", "made"]

PATHS = {path.stem: path for path in shipped()}
CASES = [(name, variant) for name, path in PATHS.items() for variant in ("", *variants_of(str(path)))]
"""every shipped scenario as it stands and in each of its variants"""
IDS = [f"{name} {variant}".strip() for name, variant in CASES]


@cache
def made(name: str, variant: str = "") -> Blueprint:
    """The blueprint of a shipped scenario."""
    return blueprint_of(PATHS[name], variant=variant)


@cache
def log_of(name: str, variant: str = "", seed: int = 1) -> list[LogEvent]:
    """The log of one run of it."""
    return run_once(made(name, variant), seed).log
