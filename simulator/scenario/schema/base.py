"""The types that the language is built of: names, references, quantities, times, conditions.

Each type takes the author's text and gives a plain value, or an error with a code, plain words and
a remedy.  In the JSON Schema every quantity is "text or number", since an editor's YAML parser
types ``at: [0, 0]`` before we see it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from simulator.conditions import Node
from simulator.grammar import ConditionError, parse_condition
from simulator.quantities import QuantityError, Spread, parse_number, parse_spread
from simulator.units import parse_datetime, parse_when

__all__ = [
    "Model", "Name", "RefTo", "PlaceRef", "GateRef", "LocusRef", "SegmentRef", "UnitRef", "ForceRef", "ContingentRef",
    "TypeRef", "PostRef", "RoleRef", "ChannelRef", "GroupRef", "InjectRef", "Span", "Duration", "Count", "Whole", "Share", "Number", "Length", "Area", "Speed",
    "Rate", "Moment", "When", "ConditionText", "Text", "LongText", "YesNo", "Listed", "Level", "If",
]  # fmt: skip


class Model(BaseModel):
    """Base of every part of a scenario: unknown fields are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class RefTo:
    """Marks a field as a reference to a named thing of one of these kinds."""

    kinds: tuple[str, ...]


_NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
Name = Annotated[str, StringConstraints(pattern=_NAME)]


PlaceRef = Annotated[Name, RefTo(("place",))]
GateRef = Annotated[Name, RefTo(("gate",))]
LocusRef = Annotated[Name, RefTo(("place", "segment"))]
SegmentRef = Annotated[Name, RefTo(("segment",))]
UnitRef = Annotated[Name, RefTo(("unit",))]
ForceRef = Annotated[Name, RefTo(("unit", "tag", "contingent"))]
ContingentRef = Annotated[Name, RefTo(("contingent",))]
TypeRef = Annotated[Name, RefTo(("unit_type",))]
PostRef = Annotated[Name, RefTo(("command",))]
RoleRef = Annotated[Name, RefTo(("role",))]
ChannelRef = Annotated[Name, RefTo(("channel",))]
GroupRef = Annotated[Name, RefTo(("group",))]
InjectRef = Annotated[Name, RefTo(("inject",))]


def _fail(error: QuantityError) -> PydanticCustomError:
    return PydanticCustomError(
        "startex", "{message}", {"code": error.code, "message": error.message, "hint": error.hint}
    )


def _text(value: object, example: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _fail(QuantityError("E203", f"a {_kind(value)} stands here", f"write it like {example}"))
    return str(value)


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    return (
        "list" if isinstance(value, list) else "group of fields" if isinstance(value, Mapping) else type(value).__name__
    )


_SCHEMA_TEXT: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "number"}]}


def _schema(example: str, about: str) -> WithJsonSchema:
    return WithJsonSchema({**_SCHEMA_TEXT, "description": about, "examples": [example]})


def _exact(dimension: str, *, negative: bool = False, whole: bool = False) -> Callable[[object], object]:
    def read(value: object) -> object:
        if value is None:
            return value
        try:
            number = parse_number(_text(value, "one value"), dimension, negative=negative)
        except QuantityError as error:
            raise _fail(error) from None
        return round(number) if whole else number

    return read


def _uncertain(dimension: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        if isinstance(value, Spread) or value is None:
            return value
        try:
            if isinstance(value, Mapping):
                return _named(value, dimension)
            return parse_spread(_text(value, "8 (3-20)"), dimension)
        except QuantityError as error:
            raise _fail(error) from None

    return read


def _named(value: Mapping[str, object], dimension: str) -> Spread:
    """A distribution by name: ``{exponential: 20 min}``, ``{lognormal: {median:, p90:}}``, ``{one_of:, weights:}``."""
    keys = set(value)
    if keys == {"exponential"}:
        mean = parse_number(_text(value["exponential"], "20 min"), dimension)
        return Spread("exponential", 0.0, mean, mean, whole=dimension in ("duration", "count"))
    if (
        keys == {"lognormal"}
        and isinstance(value["lognormal"], Mapping)
        and set(value["lognormal"]) == {"median", "p90"}
    ):
        median, p90 = (parse_number(_text(value["lognormal"][k], "20 min"), dimension) for k in ("median", "p90"))
        if not 0 < median < p90:
            raise QuantityError("E210", "the median must lie above 0 and below p90", "p90: nine in ten are below it")
        return Spread("lognormal", 0.0, median, p90, whole=dimension in ("duration", "count"))
    if "one_of" in keys <= {"one_of", "weights"} and isinstance(value["one_of"], list):
        return _choice(value, dimension)
    raise QuantityError(
        "E203",
        f"{', '.join(map(str, value)) or 'nothing'} names no distribution",
        "write 8 (3-20) min, or {exponential: 20 min}, {lognormal: {median: 5 min, p90: 20 min}}, {one_of: [1 h, 3 h]}",
    )


def _choice(value: Mapping[str, object], dimension: str) -> Spread:
    listed, given = value["one_of"], value.get("weights")
    assert isinstance(listed, list)
    values = [parse_number(_text(v, "3"), dimension) for v in listed]
    weights = (
        [parse_number(_text(w, "0.5"), "number") for w in given] if isinstance(given, list) else [1.0] * len(values)
    )
    if not values or len(weights) != len(values) or sum(weights) <= 0:
        raise QuantityError(
            "E211", "the weights do not fit the values, or add up to nothing", "give one weight for each"
        )
    total = sum(weights)
    order = sorted(range(len(values)), key=values.__getitem__)
    return Spread(
        "one_of", min(values), values[0], max(values), False,
        tuple(values[i] for i in order), tuple(weights[i] / total for i in order),
    )  # fmt: skip


Span = Annotated[int, BeforeValidator(_exact("duration", whole=True)), _schema("2 h 30 min", "A length of time.")]
Whole = Annotated[int, BeforeValidator(_exact("count", whole=True)), _schema("4", "A whole number.")]
Number = Annotated[float, BeforeValidator(_exact("number", negative=True)), _schema("0.6", "A number or a percentage.")]
Share = Annotated[float, BeforeValidator(_exact("share")), _schema("70 %", "A share between 0 and 1, or a percentage.")]
Length = Annotated[float, BeforeValidator(_exact("length", negative=True)), _schema("450 m", "A distance.")]
Area = Annotated[float, BeforeValidator(_exact("area")), _schema("0.93 km2", "An area.")]
Rate = Annotated[float, BeforeValidator(_exact("rate")), _schema("6/min", "How often; people a minute.")]
Duration = Annotated[
    Spread,
    BeforeValidator(_uncertain("duration")),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "object"}], "examples": ["8 (3-20) min", "60-720 min"],
         "description": "An uncertain length of time: most likely (lowest-highest), or lowest-highest."}
    ),
]  # fmt: skip
Count = Annotated[
    Spread,
    BeforeValidator(_uncertain("count")),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "object"}], "examples": ["50-100", "32"],
         "description": "An uncertain number of people or things."}
    ),
]  # fmt: skip
Speed = Annotated[
    Spread,
    BeforeValidator(_uncertain("speed")),
    WithJsonSchema({"type": "string", "examples": ["32 (19-38) km/h"], "description": "An uncertain speed."}),
]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of the exercise as written; :func:`simulator.units.parse_when` reads it with the clock."""

    text: str


def _moment(value: object) -> object:
    if isinstance(value, Moment) or value is None:
        return value
    text = _text(value, "H+1:30")
    try:
        parse_when(text)
    except QuantityError as error:
        if error.code in ("E203", "E207") and (" is a date" in error.message or "needs a clock" in error.message):
            if "clock" not in error.message:
                _date(text)
        else:
            raise _fail(error) from None
    return Moment(text)


def _date(text: str) -> None:
    try:
        parse_datetime(text)
    except QuantityError as error:
        raise _fail(error) from None


When = Annotated[
    Moment,
    BeforeValidator(_moment),
    WithJsonSchema(
        {"type": "string", "examples": ["H+1:30", "D+2 06:00", "171430B FEB 31"],
         "description": "A time: after STARTEX (H+1:30, 90 min), of a day (D+2 06:00), or a DTG."}
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConditionText:
    """A condition as written and as parsed; names are resolved when the blueprint is built."""

    text: str
    node: Node


def _condition(value: object) -> object:
    if isinstance(value, ConditionText) or value is None:
        return value
    if not isinstance(value, str):
        raise _fail(QuantityError("E401", "a condition is one line of text", "write: breach reported to ioc"))
    try:
        return ConditionText(value, parse_condition(value))
    except ConditionError as error:
        detail = {"code": error.code, "message": error.message, "hint": error.hint, "col": error.col}
        raise PydanticCustomError("startex", "{message}", detail) from None


If = Annotated[
    ConditionText,
    BeforeValidator(_condition),
    WithJsonSchema(
        {"type": "string", "examples": ["breach reported to ioc", "crowd at gate_c > 500 people"],
         "description": "A condition; see the scenario reference for the words it may use."}
    ),
]  # fmt: skip


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        said = value.strip().lower()
        if said in ("yes", "true", "on"):
            return True
        if said in ("no", "false", "off"):
            return False
    if isinstance(value, bool):
        return value
    raise _fail(QuantityError("E203", f"{value!r} is neither yes nor no", "write yes or no"))


YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}], "description": "yes or no"}),
]


def _plain_text(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


Text = Annotated[
    str, BeforeValidator(_plain_text), StringConstraints(max_length=200), WithJsonSchema({"type": "string"})
]
LongText = Annotated[str, BeforeValidator(_plain_text), WithJsonSchema({"type": "string"})]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Listed = BeforeValidator(_listed)
"""Lets an author write one name where a list of names is meant."""

LEVELS = {"very low": 0.1, "low": 0.3, "medium": 0.5, "high": 0.7, "very high": 0.9}


def _level(value: object) -> object:
    if isinstance(value, str) and value.strip().lower() in LEVELS:
        return LEVELS[value.strip().lower()]
    return _exact("share")(value)


Level = Annotated[
    float,
    BeforeValidator(_level),
    WithJsonSchema(
        {"anyOf": [{"enum": list(LEVELS)}, {"type": "string"}, {"type": "number"}],
         "description": "A level between 0 and 1: a number, a percentage, or very low, low, medium, high, very high."}
    ),
]  # fmt: skip
