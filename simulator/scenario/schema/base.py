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

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from simulator.catalogue import tr
from simulator.conditions import Node
from simulator.grammar import ConditionError, parse_condition
from simulator.quantities import QuantityError, Spread, parse_number, parse_spread
from simulator.scenario.schema.distributions import named_spread, plain_text
from simulator.units import parse_datetime, parse_when

__all__ = [
    "Model",
    "Name",
    "RefTo",
    "PlaceRef",
    "GateRef",
    "LocusRef",
    "SegmentRef",
    "UnitRef",
    "ForceRef",
    "ContingentRef",
    "TypeRef",
    "PostRef",
    "RoleRef",
    "ChannelRef",
    "GroupRef",
    "InjectRef",
    "Span",
    "Duration",
    "Count",
    "up_to",
    "Whole",
    "Share",
    "Number",
    "Length",
    "Area",
    "Rate",
    "Moment",
    "When",
    "ConditionText",
    "Text",
    "LongText",
    "YesNo",
    "Level",
    "If",
]


class Model(BaseModel):
    """Base of every part of a scenario: unknown fields are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class RefTo:
    """Marks a field as a reference to a named thing of one of these kinds."""

    kinds: tuple[str, ...]


_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
Name = Annotated[
    str,
    StringConstraints(pattern=_NAME),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": _NAME}, {"type": "integer", "minimum": 0}]}),
]
"""a name; one that is a number, such as an inject's, is a number to an editor"""


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


_SCHEMA_TEXT: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "number"}]}


def _schema(example: str, about: str) -> WithJsonSchema:
    return WithJsonSchema({**_SCHEMA_TEXT, "description": about, "examples": [example]})


def _text_of(value: object, example: str) -> str:
    try:
        return plain_text(value, example)
    except QuantityError as error:
        raise _fail(error) from None


def _exact(dimension: str, *, negative: bool = False, whole: bool = False) -> Callable[[object], object]:
    def read(value: object) -> object:
        """One number in the unit of its dimension."""
        if value is None:
            return value
        try:
            number = parse_number(_text_of(value, tr("one value")), dimension, negative=negative)
        except QuantityError as error:
            raise _fail(error) from None
        return round(number) if whole else number

    return read


def _uncertain(dimension: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        """A quantity with its spread."""
        if isinstance(value, Spread) or value is None:
            return value
        try:
            if isinstance(value, Mapping):
                return named_spread(value, dimension)
            return parse_spread(_text_of(value, "8 (3-20)"), dimension)
        except QuantityError as error:
            raise _fail(error) from None

    return read


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
        {
            "anyOf": [{"type": "string"}, {"type": "object"}],
            "examples": ["8 (3-20) min", "60-720 min"],
            "description": "An uncertain length of time: most likely (lowest-highest), or lowest-highest.",
        }
    ),
]
Count = Annotated[
    Spread,
    BeforeValidator(_uncertain("count")),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "number"}, {"type": "object"}],
            "examples": ["50-100", "32"],
            "description": "An uncertain number of people or things.",
        }
    ),
]


def up_to(most: int) -> AfterValidator:
    """Marks a :data:`Count` whose greatest value is at most ``most``."""

    def check(value: Spread) -> Spread:
        """The same, or the error."""
        if max(value.high, *value.values, value.mode) > most:
            raise _fail(
                QuantityError(
                    "L104", tr("{high:g} is out of range", high=value.high), tr("it must be at most {most}", most=most)
                )
            )
        return value

    return AfterValidator(check)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of the exercise as written; :func:`simulator.units.parse_when` reads it with the clock."""

    text: str


def _moment(value: object) -> object:
    if isinstance(value, Moment) or value is None:
        return value
    text = _text_of(value, "H+1:30")
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
        {
            "type": "string",
            "examples": ["H+1:30", "D+2 06:00", "171430B FEB 31"],
            "description": "A time: after STARTEX (H+1:30, 90 min), of a day (D+2 06:00), or a DTG.",
        }
    ),
]


@dataclass(frozen=True, slots=True)
class ConditionText:
    """A condition as written and as parsed; names are resolved when the blueprint is built."""

    text: str
    node: Node


def _condition(value: object) -> object:
    if isinstance(value, ConditionText) or value is None:
        return value
    if not isinstance(value, str):
        raise _fail(QuantityError("E401", tr("a condition is one line of text"), tr("write: breach reported to ioc")))
    try:
        return ConditionText(value, parse_condition(value))
    except ConditionError as error:
        detail = {"code": error.code, "message": error.message, "hint": error.hint, "col": error.col}
        raise PydanticCustomError("startex", "{message}", detail) from None


If = Annotated[
    ConditionText,
    BeforeValidator(_condition),
    WithJsonSchema(
        {
            "type": "string",
            "examples": ["breach reported to ioc", "crowd at gate_c > 500 people"],
            "description": "A condition; see the scenario reference for the words it may use.",
        }
    ),
]


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        said = value.strip().lower()
        if said in ("yes", "true", "on"):
            return True
        if said in ("no", "false", "off"):
            return False
    if isinstance(value, bool):
        return value
    raise _fail(QuantityError("E203", tr("{value!r} is neither yes nor no", value=value), tr("write yes or no")))


YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}], "description": "yes or no"}),
]


def _plain_text(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_plain_text), StringConstraints(max_length=200), WithJsonSchema(_SCHEMA_TEXT)]
LongText = Annotated[str, BeforeValidator(_plain_text), WithJsonSchema(_SCHEMA_TEXT)]


LEVELS = {"very low": 0.1, "low": 0.3, "medium": 0.5, "high": 0.7, "very high": 0.9}


def _level(value: object) -> object:
    """A level in words or as a share; a word that is none is answered with those that are."""
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in LEVELS:
        return LEVELS[word]
    if word.isalpha():
        raise _fail(
            QuantityError(
                "E203",
                tr("{value!r} is not a level", value=value),
                tr("write {names}, or 70 %", names=", ".join(LEVELS)),
            )
        )
    return _exact("share")(value)


Level = Annotated[
    float,
    BeforeValidator(_level),
    WithJsonSchema(
        {
            "anyOf": [{"enum": list(LEVELS)}, {"type": "string"}, {"type": "number"}],
            "description": "A level from 0 to 1: a number, a percentage, or very low, low, medium, high, very high.",
        }
    ),
]
