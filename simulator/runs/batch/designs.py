"""Designs: factors over scenario paths and decisions, and the points at which a batch looks at them.

A *factor* is a path with levels (``a, b, c``) or a range (``5..60 min``), or a decision with options.  A *point*
gives each factor one value.

    factorial   every combination of levels; a range has its ends, or ``points`` evenly spaced values
    lhs         Latin hypercube: ``points`` points, each range cut into as many slices, each slice met once
    sobol       Saltelli's sample for Sobol indices: two quasi-random matrices A and B of ``points`` rows, and for
                each factor A with that factor's column of B; ``points`` is a power of two

The random designs take the batch's seed; the same call gives the same points.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.quantities import DIMENSIONS

__all__ = ["KINDS", "Design", "Factor", "Point", "design_of", "read_factor"]

KINDS = ("none", "factorial", "lhs", "sobol")
MOST_POINTS = 5000
_RANGE = re.compile(
    r"^\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*([A-Za-z%/0-9]*)\s*\.\.\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*(.*?)\s*$"
)

Level = float | str


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that a design varies.  ``low`` and ``high`` are in ``unit``; levels are as a file writes them."""

    name: str
    path: str = ""
    decision: str = ""
    levels: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""

    @property
    def whole(self) -> bool:
        """Whether values between the ends must be whole, as people are."""
        return self.unit in DIMENSIONS["count"].units

    def at(self, share: float) -> Level:
        """The value at a share in [0, 1) of the range, or the level there."""
        if self.low is None or self.high is None:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        value = self.low + share * (self.high - self.low)
        return float(round(value)) if self.whole else float(f"{value:.6g}")

    def text(self, level: Level) -> str:
        """A level as the scenario's language writes it."""
        return level if isinstance(level, str) else f"{level:.6g} {self.unit}".strip()

    def grid(self, number: int) -> list[Level]:
        """The levels of a full factorial."""
        if self.low is None:
            return list(self.levels)
        return list(dict.fromkeys(self.at(step / (number - 1)) for step in range(number)))

    def document(self) -> dict[str, Any]:
        """The factor for a manifest."""
        where = {"decision": self.decision} if self.decision else {"path": self.path}
        levels = {"levels": list(self.levels)} if self.low is None else {"low": self.low, "high": self.high}
        return {"name": self.name, **where, **levels, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Point:
    """One value for each factor; ``matrix`` and ``row`` say where it stands in a Sobol design."""

    levels: tuple[Level, ...]
    matrix: str = ""
    row: int = 0


@dataclass(frozen=True)
class Design:
    """Factors, and the points at which they are looked at, in order."""

    kind: str = "none"
    factors: tuple[Factor, ...] = ()
    points: tuple[Point, ...] = (Point(()),)
    seed: int = 0
    rows: int = 0
    places: dict[tuple[Level, ...], int] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The design for a manifest: ``rows`` names for each row of a Sobol design the point that stands there."""
        rows = [{"matrix": p.matrix, "row": p.row, "point": self.places[p.levels]} for p in self.points if p.matrix]
        about = {"points": self.rows, "rows": rows} if rows else {"points": self.rows}
        return {"kind": self.kind, "seed": self.seed, "factors": [f.document() for f in self.factors], **about}

    def different(self) -> Iterator[tuple[int, Mapping[str, Level]]]:
        """Each different point once: its number and its levels by the name of the factor."""
        for levels, number in self.places.items():
            yield number, {f.name: level for f, level in zip(self.factors, levels, strict=True)}


def read_factor(path: str, text: str) -> Factor:
    """``5..60 min`` or ``a, b, c`` over a path.  Raises UsageError with plain words."""
    if found := _RANGE.match(text):
        try:
            low, high = float(found[1]), float(found[3])
        except ValueError:
            raise UsageError(
                tr("--vary {path}={text}: that is not a range; write 5..60 min", path=path, text=text)
            ) from None
        unit = found[4] or found[2]
        if found[2] and found[2] != unit:
            raise UsageError(
                tr("--vary {path}={text}: the ends have different units; write 5..60 min", path=path, text=text)
            )
        if low >= high:
            raise UsageError(
                tr(
                    "--vary {path}={text}: the range is empty; write the lower end first, as in 5..60 min",
                    path=path,
                    text=text,
                )
            )
        return Factor(path, path, low=low, high=high, unit=unit)
    levels = tuple(dict.fromkeys(part.strip() for part in _split(text) if part.strip()))
    if len(levels) < 2:
        raise UsageError(
            tr(
                "--vary {path}={text}: nothing varies; write 5..60 min, or two or more values: a,b",
                path=path,
                text=text,
            )
        )
    return Factor(path, path, levels=levels)


def _split(text: str) -> list[str]:
    """At commas that stand outside brackets and quotes."""
    return re.findall(r"""(?:[^,\[{("']|\[[^\]]*\]|\{[^}]*\}|\([^)]*\)|"[^"]*"|'[^']*')+""", text)


def design_of(kind: str, factors: Sequence[Factor], points: int | None, seed: int) -> Design:
    """The design of a kind over some factors.  Raises UsageError."""
    if kind not in KINDS:
        raise UsageError(
            tr("--design {kind!r}: there is no such design; there are {kinds}", kind=kind, kinds=", ".join(KINDS[1:]))
        )
    names = [factor.name for factor in factors]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(tr("{twice} is varied twice; say its values once", twice=twice))
    if not factors:
        if kind != "none" or points is not None:
            raise UsageError(tr("a design needs something that varies: --vary PATH=LOW..HIGH, or --decide D=a,b"))
        return Design(places={(): 0})
    kind = "factorial" if kind == "none" else kind
    if points is not None and not 1 <= points <= MOST_POINTS:
        raise UsageError(tr("--points {points}: give 1 to {most}", points=points, most=MOST_POINTS))
    made = {"factorial": _factorial, "lhs": _latin, "sobol": _saltelli}[kind](factors, points, seed)
    places: dict[tuple[Level, ...], int] = {}
    for point in made:
        places.setdefault(point.levels, len(places))
    rows = points if points is not None else len(made)
    return Design(kind, tuple(factors), tuple(made), seed, rows, places)


def _factorial(factors: Sequence[Factor], points: int | None, _seed: int) -> list[Point]:
    if points == 1:
        raise UsageError(tr("--points 1: a factorial needs two values of each range at least"))
    grids = [factor.grid(points or 2) for factor in factors]
    size = 1
    for grid in grids:
        size *= len(grid)
    if size > MOST_POINTS:
        raise UsageError(
            tr(
                "the factorial has {size} points; {most} are the most: vary less, or --design lhs",
                size=size,
                most=MOST_POINTS,
            )
        )
    return [Point(levels) for levels in itertools.product(*grids)]


def _latin(factors: Sequence[Factor], points: int | None, seed: int) -> list[Point]:
    from scipy.stats import qmc

    sample = qmc.LatinHypercube(len(factors), rng=seed).random(_asked(points, "lhs"))
    return [Point(_levels(factors, row)) for row in sample.tolist()]


def _asked(points: int | None, kind: str) -> int:
    if points is None:
        raise UsageError(tr("--design {kind} needs --points N", kind=kind))
    return points


def _levels(factors: Sequence[Factor], row: Sequence[float]) -> tuple[Level, ...]:
    return tuple(factor.at(share) for factor, share in zip(factors, row, strict=True))


def _saltelli(factors: Sequence[Factor], points: int | None, seed: int) -> list[Point]:
    from scipy.stats import qmc

    number, width = _asked(points, "sobol"), len(factors)
    if number < 2 or number & (number - 1):
        raise UsageError(tr("--points {number}: a Sobol design needs a power of two: 16, 32, 64, ...", number=number))
    sample = qmc.Sobol(2 * width, rng=seed).random(number).tolist()
    rows = [(row[:width], row[width:]) for row in sample]
    made = [Point(_levels(factors, a), "A", i) for i, (a, _) in enumerate(rows)]
    made += [Point(_levels(factors, b), "B", i) for i, (_, b) in enumerate(rows)]
    for j in range(width):
        made += [Point(_levels(factors, [*a[:j], b[j], *a[j + 1 :]]), f"AB{j}", i) for i, (a, b) in enumerate(rows)]
    return made
