"""The list of lessons, C01 to C55: which scenario takes each away by which mechanism, and what a result says of it.

``docs/coverage/NAME.toml`` holds a ``[[row]]`` for each lesson that the scenario NAME exercises, ``not_modelled.toml``
those that nothing models, with the reason.  A row claims that the file as it stands is better on its measure than its
variant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from measured import DOCS, blueprint, sha_of, stored

from simulator.engine.engine import ENGINE_REVISION
from simulator.measures import MEASURES
from simulator.runs.compare.wording import unit_said
from simulator.scenario.library import scenario_folder
from simulator.scenario.load import load
from simulator.scenario.tree import Tree

__all__ = [
    "EVERY",
    "Lesson",
    "Verdict",
    "difference_said",
    "faults",
    "lessons",
    "not_modelled",
    "state_of",
    "toggled",
    "verdict_of",
]

EVERY = tuple(f"C{number:02}" for number in range(1, 56))
SOURCES = {
    "L": "letter of the Secretary-General, 17 April 2017",
    "N": "UN News, 19 April 2017",
    "U": "UNU paper, November 2016",
}
ENOUGH = 300
"""replications of which a result counts"""
FOLDER = DOCS / "coverage"
_ABSENT = "not_modelled"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row of a scenario's table."""

    scenario: str
    id: str
    phrase: str
    source: str
    mechanism: str
    variant: str
    measure: str
    better: str

    @property
    def path(self) -> Path:
        """The scenario's file."""
        return scenario_folder() / f"{self.scenario}.yaml"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a stored result says of a row: ``kind`` is ``shown``, ``nil``, ``other sign``, ``unclear`` or ``none``."""

    kind: str
    words: str
    difference: dict[str, Any]


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every row of every scenario, by lesson and scenario."""
    found = [
        Lesson(file.stem, **row)
        for file in sorted(FOLDER.glob("*.toml"))
        if file.stem != _ABSENT
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["row"]
    ]
    return tuple(sorted(found, key=lambda row: (row.id, row.scenario)))


@cache
def not_modelled() -> dict[str, dict[str, str]]:
    """The lessons that nothing models: id to phrase, source and reason."""
    rows = tomllib.loads((FOLDER / f"{_ABSENT}.toml").read_text(encoding="utf-8"))["row"]
    return {row["id"]: row for row in rows}


def faults(row: Lesson) -> Iterator[str]:
    """What is wrong with a row itself, whatever was measured."""
    if row.id not in EVERY:
        yield f"{row.id} is no lesson"
    if row.source not in SOURCES:
        yield f"{row.source} is no source"
    if row.measure not in MEASURES:
        yield f"there is no measure {row.measure}"
    if row.better not in ("higher", "lower"):
        yield f"better is higher or lower, not {row.better}"
    elif row.measure in MEASURES and MEASURES[row.measure].better not in (row.better, "neither"):
        yield f"of {row.measure} {MEASURES[row.measure].better} is better"
    if not (DOCS.parent / row.mechanism).is_file():
        yield f"there is no file {row.mechanism}"
    if not row.path.is_file():
        yield f"there is no scenario {row.scenario}"
    elif row.variant not in blueprint(row.path).variants:
        yield f"{row.scenario} has no variant {row.variant}"
    elif replace(blueprint(row.path, row.variant), variant="") == blueprint(row.path):
        yield f"{row.variant} of {row.scenario} changes nothing"


def toggled(row: Lesson) -> list[str]:
    """The paths that a variant sets, those of the variants that it is like included."""
    variants = load(row.path).tree.child("variants")
    return list(dict.fromkeys(_paths(variants, row.variant))) if variants else []


def _paths(variants: Tree, name: str) -> Iterator[str]:
    given = variants.child(name)
    said = given.plain() if given else {}
    for key, value in said.items() if isinstance(said, dict) else ():
        if key == "like":
            for other in value if isinstance(value, list) else [value]:
                yield from _paths(variants, str(other))
        elif key != "about":
            yield key


def difference_said(found: Mapping[str, Any], measure: str) -> str:
    """``+1.24 (+0.90 to +1.61) people``: a stored difference, with as many digits as small ones need."""
    unit = MEASURES[measure].unit
    scale = 100 if unit in ("share", "level") else 1
    ends = [None if found[key] is None else found[key] * scale for key in ("mean", "low", "high")]
    largest = max(abs(end) for end in ends if end is not None)
    digits = 0 if largest >= 100 else 1 if largest >= 10 else 2
    mean, low, high = (None if end is None else _signed(end, digits) for end in ends)
    interval = "" if low is None else f" ({low} to {high})"
    return f"{mean}{interval} {unit_said(unit, difference=True)}"


def _signed(value: float, digits: int) -> str:
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


# what is known of it


def state_of(row: Lesson) -> str:
    """Why there is no result that counts for a row; empty where there is one."""
    result = stored(row.scenario)
    if result is None or row.measure not in result["differences"].get(row.variant, {}):
        return "not measured"
    if result["engine_revision"] != ENGINE_REVISION:
        return f"stale: of engine revision {result['engine_revision']}"
    for name in ("base", row.variant):
        if result["blueprints"][name] != sha_of(row.path, name):
            return "stale: the scenario or a default has changed since"
    return "" if result["replications"] >= ENOUGH else f"{result['replications']} of {ENOUGH} replications"


def verdict_of(row: Lesson) -> Verdict:
    """What the stored result says, also a stale one; the difference is the variant minus the file as it stands."""
    result = stored(row.scenario)
    found = result["differences"].get(row.variant, {}).get(row.measure) if result else None
    if found is None:
        return Verdict("none", "not measured", {})
    if not found["n"] or found["low"] is None:
        return Verdict("unclear", "*finding*: too few pairs have both", found)
    if found["same"] == found["n"]:
        return Verdict("nil", "*finding*: nil, no pair differs", found)
    sign = 1 if row.better == "lower" else -1
    near, far = sorted((sign * found["low"], sign * found["high"]))
    if near > 0:
        return Verdict("shown", "as claimed, clear of 0", found)
    if far < 0:
        return Verdict("other sign", "*finding*: the other sign, clear of 0", found)
    return Verdict("unclear", "*finding*: not told from 0", found)
