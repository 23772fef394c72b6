"""Quantities as people write them: ``15 min``, ``2 h 30 min``, ``8 (3-20) min``, ``50-100 people``.

Ground floor: standard library only.  Text goes in, plain numbers in base units come out (seconds,
metres, people, metres a second, a share of one).  Every refusal is a :class:`QuantityError` with a
code, plain words and a remedy, so that the loader can place it in the file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

from simulator.catalogue import marked, tr, word

__all__ = ["DIMENSIONS", "Dimension", "QuantityError", "Spread", "parse_number", "parse_spread"]

LARGEST = 1e12


class QuantityError(ValueError):
    """A quantity that cannot be read: ``code``, ``message`` and ``hint`` for the problem row."""

    def __init__(self, code: str, message: str, hint: str = ""):
        self.code, self.message, self.hint = code, message, hint
        super().__init__(tr("{first}; {second}", first=message, second=hint) if hint else message)


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a number measures: its unit words with their size in the base unit."""

    name: str
    units: Mapping[str, float]
    example: str
    bare: float | None = None
    """size of a number written without a unit; None means that a unit must stand there"""
    whole: bool = False
    """the base unit is not divided: values are rounded to integers"""
    top: float = LARGEST


_SECONDS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "seconds": 1,
    "min": 60,
    "minute": 60,
    "minutes": 60,
    "h": 3600,
    "hr": 3600,
    "hour": 3600,
    "hours": 3600,
    "d": 86400,
    "day": 86400,
    "days": 86400,
    "week": 604800,
    "weeks": 604800,
}
_PEOPLE = dict.fromkeys(
    ("people", "person", "persons", "soldiers", "police", "fighters", "men", "staff", "shelters", "vehicles", "posts"),
    1.0,
)

DIMENSIONS = {
    "duration": Dimension("duration", _SECONDS, marked("15 min, 2 h 30 min or 8 (3-20) min"), whole=True),
    "count": Dimension("count", _PEOPLE, marked("500 people or 50-100"), bare=1.0, whole=True),
    "number": Dimension("number", {"%": 0.01}, marked("0.6 or 60 %"), bare=1.0),
    "share": Dimension("share", {"%": 0.01}, marked("0.7 or 70 %"), bare=1.0, top=1.0),
    "length": Dimension("length", {"m": 1, "km": 1000, "metres": 1, "meters": 1}, marked("450 m or 1.2 km"), bare=1.0),
    "area": Dimension("area", {"m2": 1, "ha": 10_000, "km2": 1_000_000}, marked("2000 m2 or 0.93 km2"), bare=1.0),
    "speed": Dimension("speed", {"km/h": 1 / 3.6, "m/s": 1.0}, marked("32 (19-38) km/h or 1.3 m/s")),
    "rate": Dimension(
        "rate",
        {
            "/min": 1 / 60,
            "/h": 1 / 3600,
            "/day": 1 / 86400,
            "/night": 1 / 43200,
            "/week": 1 / 604800,
            "/month": 1 / 2592000,
        },
        marked("6/min, 20/day or 2 people/min"),
    ),
}

_NUMBER = r"[-+]?(?:\d+(?:[ _]\d{3})*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?"
_WORD = r"(?:%|[A-Za-z/][A-Za-z/0-9]*)"
_TERM = re.compile(rf"\s*({_NUMBER})\s*({_WORD})?")
_RANGE = re.compile(rf"^\s*({_NUMBER})\s*({_WORD})?\s*-\s*({_NUMBER})\s*({_WORD})?\s*$")
_AROUND = re.compile(rf"^\s*(.+?)\s*\(\s*(.+?)\s*-\s*(.+?)\s*\)\s*({_WORD})?\s*$")
_PLUS_MINUS = re.compile(rf"^\s*(.+?)\s*(?:\+-|\+/-|±)\s*({_NUMBER})\s*%\s*$")


def _float(text: str) -> float:
    if len(text) > 40:
        raise QuantityError("E203", tr("a number of {n} digits is not a quantity", n=len(text)), tr("write it shorter"))
    value = float(text.replace(" ", "").replace("_", ""))
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise QuantityError(
            "E206", tr("{text} is not a finite number that this can hold", text=text), tr("write it smaller")
        )
    return value


def _unit(name: str | None, dim: Dimension, text: str) -> float:
    if name is None:
        if dim.bare is None:
            raise QuantityError(
                "E203", tr("{text!r} has no unit", text=text), tr("write it like {example}", example=tr(dim.example))
            )
        return dim.bare
    size = dim.units.get(name)
    if size is None and dim.name == "rate" and "/" in name:
        size = dim.units.get(name[name.index("/") :])
    if size is None:
        raise QuantityError(
            "E203",
            tr("{name!r} is not a unit of {dim}", name=name, dim=word(dim.name)),
            tr("write it like {example}", example=tr(dim.example)),
        )
    return size


def _compound(text: str, dim: Dimension, default: str | None = None) -> float:
    """One value, possibly of several terms: ``2 h 30 min``."""
    where, total, terms = 0, 0.0, 0
    clean = text.strip()
    if clean.lower().lstrip("+-.") in ("inf", "nan", "infinity"):
        why = tr("{clean} is not a number that a clock or a count can hold", clean=clean)
        raise QuantityError("E206", why, tr("write it like {example}", example=tr(dim.example)))
    while where < len(clean):
        found = _TERM.match(clean, where)
        if not found or (terms and (dim.name != "duration" or found[1][0] in "+-")):
            raise QuantityError(
                "E203",
                tr("{text!r} is not a {dim}", text=text, dim=word(dim.name)),
                tr("write it like {example}", example=tr(dim.example)),
            )
        size = _unit(found[2] or default, dim, text)
        total, terms, where = total + round(_float(found[1]) * size, 12), terms + 1, found.end()
    if not terms:
        raise QuantityError(
            "E203",
            tr("{text!r} is not a {dim}", text=text, dim=word(dim.name)),
            tr("write it like {example}", example=tr(dim.example)),
        )
    return total


def _bounded(value: float, dim: Dimension, text: str, negative: bool) -> float:
    if value < 0 and not negative:
        raise QuantityError(
            "E205", tr("{text!r} is negative", text=text), tr("a {dim} here is 0 or more", dim=word(dim.name))
        )
    if abs(value) > dim.top:
        raise QuantityError(
            "E209",
            tr("{text!r} is more than {top:g}", text=text, top=dim.top),
            tr("write it like {example}", example=tr(dim.example)),
        )
    return float(round(value)) if dim.whole else value


def parse_number(text: str, dimension: str, *, negative: bool = False) -> float:
    """One plain value in the dimension's base unit; raises :class:`QuantityError`."""
    dim = DIMENSIONS[dimension]
    if dimension == "duration" and re.fullmatch(r"\s*\d+:\d\d(:\d\d)?\s*", text):
        raise QuantityError(
            "E204", tr("{text!r} could be minutes or hours", text=text), tr("write 1 h 30 min, or H+1:30 for a time")
        )
    value = _compound(text, dim)
    if dimension == "count" and value != round(value):
        raise QuantityError(
            "E203",
            tr("{text!r} is not a whole number", text=text),
            tr("write it like {example}", example=tr(dim.example)),
        )
    return _bounded(value, dim, text, negative)


_NORMAL = NormalDist()
_NINE_TENTHS = _NORMAL.inv_cdf(0.9)


@dataclass(frozen=True, slots=True)
class Spread:
    """An uncertain quantity in base units, drawn through the inverse of its distribution.

    ``kind`` is ``fixed``, ``uniform``, ``triangular`` (lowest, most likely, highest),
    ``exponential`` (``mode`` holds the mean), ``lognormal`` (``mode`` the median, ``high`` the 90th
    percentile) or ``one_of`` (``values`` with ``weights``).  One uniform makes one value and larger
    uniforms make larger values, so that runs with common random numbers stay paired.
    """

    kind: str
    low: float
    mode: float
    high: float
    whole: bool = False
    values: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()

    @classmethod
    def fixed(cls, value: float, *, whole: bool = False) -> Spread:
        """A quantity without uncertainty."""
        return cls("fixed", value, value, value, whole)

    @property
    def mean(self) -> float:
        """Expected value, in base units."""
        if self.kind == "triangular":
            return (self.low + self.mode + self.high) / 3
        if self.kind == "uniform":
            return (self.low + self.high) / 2
        if self.kind == "lognormal":
            sigma = math.log(self.high / self.mode) / _NINE_TENTHS
            return self.mode * math.exp(sigma * sigma / 2)
        if self.kind == "one_of":
            return math.fsum(v * w for v, w in zip(self.values, self.weights, strict=True))
        return self.mode

    def draw(self, u: float) -> float:
        """The value at cumulative probability ``u`` in [0, 1); rounded where the unit is whole."""
        kind = self.kind
        if kind == "fixed":
            return self.mode
        if kind == "triangular":
            low, mode, high = self.low, self.mode, self.high
            span = high - low
            if span <= 0:
                return mode
            if u < (mode - low) / span:
                value = low + math.sqrt(u * span * (mode - low))
            else:
                value = high - math.sqrt((1 - u) * span * (high - mode))
        elif kind == "uniform":
            if self.whole:
                return self.low + math.floor(u * (self.high - self.low + 1))
            value = self.low + u * (self.high - self.low)
        elif kind == "exponential":
            value = -self.mode * math.log1p(-u)
        elif kind == "lognormal":
            sigma = math.log(self.high / self.mode) / _NINE_TENTHS
            value = self.mode * math.exp(sigma * _NORMAL.inv_cdf(min(max(u, 1e-12), 1 - 1e-12)))
        else:
            return self._choose(u)
        return float(round(value)) if self.whole else value

    def _choose(self, u: float) -> float:
        for value, weight in zip(self.values, self.weights, strict=True):
            if u < weight:
                return value
            u -= weight
        return self.values[-1]


def _ordered(kind: str, low: float, mode: float, high: float, dim: Dimension, text: str) -> Spread:
    if low > high:
        raise QuantityError(
            "E210", tr("{text!r} ends below its beginning", text=text), tr("write the lowest value first, as 3-20")
        )
    if kind == "triangular" and not low <= mode <= high:
        raise QuantityError(
            "E210",
            tr("{text!r}: the most likely value lies outside its range", text=text),
            tr("write it like {example}", example=tr(dim.example)),
        )
    for value in (low, mode, high):
        _bounded(value, dim, text, negative=False)
    if dim.whole:
        low, mode, high = round(low), round(mode), round(high)
    return Spread("fixed" if low == high else kind, low, mode, high, dim.whole)


def parse_spread(text: str, dimension: str) -> Spread:
    """``15 min`` | ``8 (3-20) min`` | ``50-100`` | ``15 min +-50 %`` as a :class:`Spread`.

    The first number of ``8 (3-20)`` is the most likely, those in brackets the lowest and the
    highest (triangular); a bare range is uniform.  Raises :class:`QuantityError`.
    """
    dim = DIMENSIONS[dimension]
    if len(text) > 200:
        raise QuantityError(
            "E203",
            tr("{text!r}... is too long for a quantity", text=text[:20]),
            tr("write it like {example}", example=tr(dim.example)),
        )
    if around := _AROUND.match(text):
        unit = around[4]
        mode, low, high = (_compound(part, dim, unit) for part in around.group(1, 2, 3))
        return _ordered("triangular", low, mode, high, dim, text)
    if spread := _PLUS_MINUS.match(text):
        mode, part = _compound(spread[1], dim), _float(spread[2]) / 100
        return _ordered("triangular", mode * (1 - part), mode, mode * (1 + part), dim, text)
    if span := _RANGE.match(text):
        unit = span[4] or span[2]
        low, high = _compound(span[1], dim, span[2] or unit), _compound(span[3], dim, unit)
        return _ordered("uniform", low, (low + high) / 2, high, dim, text)
    return Spread.fixed(parse_number(text, dimension), whole=dim.whole)
