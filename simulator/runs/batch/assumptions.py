"""The outer loop of ignorance: sets of assumed numbers, each within the range in which its true value may lie.

What varies between replications is the world's chance; what varies between sets is what nobody knows.  A set gives one
value to every parameter that is marked ``[A]``, has a believed range, and is not set by the scenario itself.  Sets are
drawn by Latin hypercube, uniformly over each range, and are the same for every arm.  Parameters that are spreads are
drawn anew in every run already; assumed numbers without a believed range stay as they are, and the manifest says which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.blueprint.model import Blueprint
from simulator.parameters import describe
from simulator.quantities import DIMENSIONS, parse_number

__all__ = ["Believed", "assumed", "believed", "sets_of", "unvaried"]

_RANGE = re.compile(r"^(-?[\d.]+)\s*-\s*(-?[\d.]+)\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Believed:
    """An assumed number with its range, in base units (seconds, metres, people, shares of one)."""

    parameter: str
    dimension: str
    low: float
    high: float

    @property
    def path(self) -> str:
        """Where the language sets it."""
        return f"parameters.{self.parameter}"

    def text(self, share: float) -> str:
        """The value at a share of the range, as the language writes it."""
        value = self.low + share * (self.high - self.low)
        if DIMENSIONS[self.dimension].whole:
            value = round(value)
        size, unit = {"duration": (1.0, "s"), "speed": (1.0, "m/s"), "rate": (3600.0, "/h")}.get(
            self.dimension, (1.0, "")
        )
        written = f"{value * size:.9g}"
        return f"{written}{unit}" if unit.startswith("/") else f"{written} {unit}".strip()


def _range(meta: dict[str, Any]) -> tuple[float, float] | None:
    found = _RANGE.match(meta["range"])
    if found is None:
        return None
    unit = found[3] if found[3].startswith(("%", "/")) or not found[3] else f" {found[3]}"
    low, high = (parse_number(f"{found[part]}{unit}", meta["dimension"], negative=True) for part in (1, 2))
    return low, high


def believed(blueprint: Blueprint) -> list[Believed]:
    """The assumed numbers of a blueprint that an outer loop may vary, in the order of the parameters."""
    free = {name for name, _, source in blueprint.assumptions if "[A]" in source}
    found = []
    for mechanism, name, meta in describe():
        span = _range(meta)
        if f"{mechanism}.{name}" in free and span is not None and not meta["uncertain"]:
            found.append(Believed(f"{mechanism}.{name}", meta["dimension"], *span))
    return found


def unvaried(blueprint: Blueprint) -> list[str]:
    """Assumed single numbers that no set varies, for want of a believed range."""
    varied = {b.parameter for b in believed(blueprint)}
    single = {f"{m}.{n}" for m, n, meta in describe() if not meta["uncertain"]}
    return [n for n, _, source in blueprint.assumptions if "[A]" in source and n in single and n not in varied]


def assumed(blueprint: Blueprint) -> list[dict[str, Any]]:
    """Every assumed number of a blueprint for a manifest, with its believed range where it has one."""
    meta = {f"{m}.{n}": facts for m, n, facts in describe()}
    rows = []
    for name, text, source in blueprint.assumptions:
        span = _range(meta[name])
        rows.append(
            {
                "parameter": name,
                "value": text,
                "source": source,
                "about": meta[name]["about"],
                "range": meta[name]["range"],
                "dimension": meta[name]["dimension"],
                "low": span[0] if span else None,
                "high": span[1] if span else None,
            }
        )
    return rows


def sets_of(ranges: Sequence[Believed], number: int, seed: int) -> list[dict[str, str]]:
    """The sets: the first is empty and stands for the file's own values, then ``number`` drawn ones."""
    if number and ranges:
        from scipy.stats import qmc

        sample = qmc.LatinHypercube(len(ranges), rng=seed).random(number).tolist()
        return [{}, *({b.path: b.text(share) for b, share in zip(ranges, row)} for row in sample)]
    return [{}]
