"""Small scenarios for tests: ``a_scenario()`` gives the least that runs, tests add what they are about.

    blueprint = build_of(a_scenario(units={"qrf": {...}}, threat={...}))
    engine = engine_of(a_scenario(...), seed=3)
    log = ran(engine)

Sections given as keyword arguments are merged into the least scenario, mapping by mapping; lists replace.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.engine.world import World
from simulator.events import LogEvent
from simulator.scenario.load import load

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml's, where it is: four times as fast"""

LEAST: dict[str, Any] = {
    "startex": 1,
    "title": "A test",
    "clock": {"startex": "2031-03-01T08:00+02:00", "duration": "8 h", "latitude": 5, "longitude": 30},
    "places": {
        "site": {"kind": "poc_site", "at": [0, 0]},
        "camp": {"kind": "sector", "of": "site", "at": [0, 0], "people": 5000, "shelters": 700},
        "base": {"kind": "un_base", "at": [0, -1000]},
    },
    "channels": {"radio": {"delay": "30 s", "fails": 0}},
    "command": {"ops": {"kind": "ioc", "staff": 50, "integrates": ["military", "police", "security", "civilian"]}},
    "roles": {"duty_officer": {"post": "ops"}},
    "unit_types": {
        "platoon": {"strength": 30, "mobility": "wheels", "notice": "10 min", "tags": ["reserve"], "medics": True},
        "guards": {"component": "security", "strength": 8, "notice": "2 min", "armed": False},
    },
}


def merged(below: Any, above: Any) -> Any:
    """``above`` laid over ``below``."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {**below, **{k: merged(below.get(k), v) for k, v in above.items()}}
    return above


def a_scenario(**sections: Any) -> dict[str, Any]:
    """The least scenario with some sections of your own."""
    return dict(merged(deepcopy(LEAST), deepcopy(sections)))


def text_of(scenario: Mapping[str, Any]) -> str:
    """A scenario as YAML."""
    return str(yaml.dump(dict(scenario), Dumper=_Dumper, sort_keys=False, allow_unicode=True))


def _text(scenario: Mapping[str, Any] | str) -> str:
    return scenario if isinstance(scenario, str) else text_of(scenario)


def _build(text: str, **options: Any) -> Blueprint:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "test.yaml"
        path.write_text(text, encoding="utf-8")
        return build(load(path, label="test.yaml", **options))


_built = lru_cache(maxsize=256)(_build)
"""blueprints are frozen: many tests, and many seeds of one test, share those of one text"""


@lru_cache(maxsize=256)
def _ready(text: str) -> Program:
    return Program(_built(text))


def build_of(scenario: Mapping[str, Any] | str, **options: Any) -> Blueprint:
    """The blueprint of a scenario; raises with every problem if there is one."""
    return _build(_text(scenario), **options) if options else _built(_text(scenario))


def program_of(scenario: Mapping[str, Any] | str) -> Program:
    """The program of a scenario, which every engine of this text shares."""
    return _ready(_text(scenario))


def engine_of(scenario: Mapping[str, Any] | str, seed: int = 1, replication: int = 0, **options: Any) -> Engine:
    """An engine at STARTEX."""
    return Engine(program_of(scenario), seed, replication, **options)


def world_of(scenario: Mapping[str, Any] | str, seed: int = 1) -> World:
    """The world of an engine at STARTEX, for tests that ask a mechanism directly."""
    return engine_of(scenario, seed)._world


def ran(engine: Engine) -> list[LogEvent]:
    """The log of an engine run to ENDEX."""
    engine.run()
    return engine.log


def of_kind(log: list[LogEvent], *kinds: str) -> list[LogEvent]:
    """The events of some kinds."""
    return [event for event in log if event.kind in kinds]
