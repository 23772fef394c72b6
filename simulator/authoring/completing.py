"""What may stand at a cursor: fields of the language, its words, and the names that the scenario itself has.

The models are the only definition of the language, so they are asked: the path to the cursor leads through them to a
type, and the type says which fields, words or names it takes.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from simulator.authoring.cursor import Spot, spot_at
from simulator.authoring.said import words_of
from simulator.catalogue import language, marked, tr, word_as
from simulator.parameters import describe
from simulator.scenario.fields import aliases, entry_type, inner_type, models_in, references
from simulator.scenario.schema import Scenario

__all__ = ["NAMED", "Offer", "offers_at"]

_PLAN_NAMES = (
    "cell",
    "place",
    "segment",
    "gate",
    "unit",
    "tag",
    "contingent",
    "command",
    "role",
    "group",
    "inject",
    "word",
)
"""what a line of the plan, a condition or an audience may speak of"""
NAMED = (*_PLAN_NAMES, "kind", "quantity", "measure", "objective", "unit_type", "channel")
"""everything that a name may name"""
_SPOKEN = ("for", "at", "to", "from", "on", "by", "of", "after", "roles", "integrates")
_SAID = {"command": marked("command post"), "word": marked("whoever sees")}


@dataclass(frozen=True, slots=True)
class Offer:
    """A word to be written: what it is, in words, and whether it is a field (a colon then follows it)."""

    text: str
    about: str
    is_field: bool = False


def offers_at(lines: list[str], row: int, column: int, names: Mapping[str, Sequence[str]]) -> tuple[Spot, list[Offer]]:
    """What may be written at a cursor, those that begin with the word before it first, then those that hold it.

    ``names`` are the names of the scenario by what they name, as of the last time that it could be read.
    """
    spot = spot_at(lines, row, column)
    if spot.is_text:
        return spot, []
    kind = _type_at(spot.path)
    offers = _fields(kind, spot) if spot.is_key else []
    if not offers:
        offers = _values(spot, kind, names)
    wanted = spot.word.casefold()
    begin = [o for o in offers if o.text.casefold().startswith(wanted)]
    return spot, [*begin, *(o for o in offers if wanted in o.text.casefold() and o not in begin)]


def _type_at(path: tuple[str | int, ...]) -> Any:
    kind: Any = Scenario
    for part in path:
        kind = entry_type(kind) if isinstance(part, int) else inner_type(kind, part)
        if kind is None:
            return None
    return kind


# fields


def _fields(kind: Any, spot: Spot) -> list[Offer]:
    if spot.path[:1] == ("parameters",):
        return _parameters(spot)
    found: dict[str, Offer] = {}
    for model in models_in(kind):
        for alias, name in aliases(model).items():
            if alias not in spot.present:
                found.setdefault(alias, Offer(alias, _about(model, name), is_field=True))
    return list(found.values())


def _about(model: type[BaseModel], name: str) -> str:
    info = model.model_fields[name]
    about = tr(info.description) if info.description else words_of(name)
    if not info.description and language() == "en":
        about = (model.__doc__ or "").split("\n")[0].rstrip(".") + ": " + about
    return tr("needed. {about}", about=about) if info.is_required() else about


def _parameters(spot: Spot) -> list[Offer]:
    if len(spot.path) == 1:
        names = dict.fromkeys(mechanism for mechanism, _, _ in describe())
        return [Offer(name, tr("a mechanism"), is_field=True) for name in names if name not in spot.present]
    return [
        Offer(name, tr("{about}; {value} unless it is set", about=tr(meta["about"]), value=meta["text"]), is_field=True)
        for mechanism, name, meta in describe()
        if mechanism == spot.path[1] and name not in spot.present
    ]


# values


def _values(spot: Spot, kind: Any, names: Mapping[str, Sequence[str]]) -> list[Offer]:
    """Words of the language, then names of the scenario."""
    words = list(dict.fromkeys(_words(kind)))
    if words:
        return [Offer(word, "") for word in words]
    kinds = _named_at(spot.path)
    if kinds is None and _speaks(spot.path):
        kinds = ("kind", "quantity", *_PLAN_NAMES) if _is_condition(spot.path) else _PLAN_NAMES
    return [
        Offer(name, tr(_SAID[k]) if k in _SAID else word_as("named", k.replace("_", " ")))
        for k in dict.fromkeys(kinds or ())
        for name in names.get(k, ())
    ]


def _words(kind: Any) -> Iterable[str]:
    """The words that a type names one by one."""
    origin: Any = get_origin(kind)
    if origin is Literal:
        yield from (str(word) for word in get_args(kind))
    elif origin is Annotated:
        yield from _words(get_args(kind)[0])
    elif origin in (Union, types.UnionType, tuple, list):
        for part in get_args(kind):
            yield from _words(part)
    elif kind is bool:
        yield from ("yes", "no")


def _field_of(path: tuple[str | int, ...]) -> str:
    """The field that a path leads to, through the items of a list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


@cache
def _kinds_of(model: type[BaseModel]) -> dict[str, tuple[str, ...]]:
    return {alias: kinds for alias, _, kinds in references(model)}


def _named_at(path: tuple[str | int, ...]) -> tuple[str, ...] | None:
    """What the value at a path names, by the model that holds its field."""
    name = _field_of(path)
    while path and path[-1] != name:
        path = path[:-1]
    for model in models_in(_type_at(path[:-1])) if name else ():
        if name in _kinds_of(model):
            return _kinds_of(model)[name]
    return {"measure": ("measure",), "measures": ("measure",), "objective": ("objective",)}.get(name)


def _speaks(path: tuple[str | int, ...]) -> bool:
    """Whether names are spoken of freely there: conditions, the plan, audiences."""
    return _is_condition(path) or _field_of(path) in _SPOKEN


def _is_condition(path: tuple[str | int, ...]) -> bool:
    return _field_of(path) in ("when", "unless", "if", "until", "needs", "opens")
