"""The types of the language in plain words: what docs/generate.py says of a field of a scenario file."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from simulator.scenario.schema import base
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.short import Short

__all__ = ["all_models", "bounds_of", "default_of", "models_of", "spoken"]

TYPES: tuple[tuple[object, str], ...] = (
    (base.Span, "length of time"),
    (base.Duration, "uncertain length of time"),
    (base.Whole, "whole number"),
    (base.Count, "uncertain number"),
    (base.Share, "share"),
    (base.Number, "number"),
    (base.Level, "level"),
    (base.Length, "distance"),
    (base.Area, "area"),
    (base.Rate, "rate"),
    (base.When, "time"),
    (base.If, "condition"),
    (base.YesNo, "yes or no"),
    (base.Name, "name"),
    (dict[str, dict[str, Any]], "names, each with fields"),
    (dict[base.Name, dict[str, Any]], "names, each with fields"),
)
"""what a type of the language is called"""
PLAIN: dict[object, str] = {str: "text", float: "number", int: "whole number"}
_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
UNITS = {"length of time": "s", "distance": "m", "area": "m2"}
KIND_WORDS = {"command": "command post", "unit_type": "unit type", "group": "group of the threat"}


def models_of(hint: object) -> Iterator[type[base.Model]]:
    """The models that a type speaks of."""
    if isinstance(hint, type) and issubclass(hint, base.Model):
        yield hint
    for part in get_args(hint):
        yield from models_of(part)


def spoken(hint: object) -> str:
    """A type in plain words."""
    known = next((words for kind, words in TYPES if kind == hint or _narrows(hint, kind)), "")
    origin, parts = get_origin(hint), get_args(hint)
    if known:
        return known
    if origin is Annotated:
        return _annotated(parts)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(spoken(part) for part in parts if part is not NoneType))
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in parts)
    if origin is tuple:
        words = spoken(parts[0])
        return ("one or more of " if words.startswith("`") else "list: ") + words
    if origin is dict:
        return "names, each with " + spoken(parts[1])
    if isinstance(hint, type) and issubclass(hint, base.Model):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return PLAIN.get(hint, "fields")


def _narrows(hint: Any, kind: Any) -> bool:
    """Whether a type is another one with a mark more: a number of at most 2000."""
    if get_origin(hint) is not Annotated or get_origin(kind) is not Annotated:
        return False
    marks, known = hint.__metadata__, kind.__metadata__
    return bool(hint.__origin__ == kind.__origin__ and len(marks) > len(known) and marks[: len(known)] == known)


def _annotated(parts: tuple[Any, ...]) -> str:
    """A type that carries marks: what it refers to, whether a text may stand for it."""
    reference = next((m for m in parts[1:] if isinstance(m, base.RefTo)), None)
    if reference:
        return "name of a " + " or ".join(KIND_WORDS.get(k, k) for k in reference.kinds)
    words = "position" if parts[0] is Any else spoken(parts[0])
    return words + (", or a text" if any(isinstance(m, Short) and m.read is not None for m in parts[1:]) else "")


def default_of(info: FieldInfo, words: str) -> str:
    """A default as an author would write it; empty where nothing stands there without it."""
    if info.is_required():
        return "needed"
    value = info.get_default()
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    if value is None or value in ("", (), {}) or isinstance(value, base.Model):
        return ""
    if isinstance(value, tuple):
        return f"`[{', '.join(f'{v:g}' if isinstance(v, float) else str(v) for v in value)}]`"
    if not isinstance(value, int | float):
        return f"`{value}`"
    if words == "length of time" and value % 3600 == 0:
        return f"`{value // 3600} h`"
    return f"`{value:g} {UNITS[words]}`" if words in UNITS else f"`{value:g}`"


def bounds_of(info: FieldInfo, words: str) -> str:
    """The range of a number, in the unit that it is held in."""
    unit = "/s" if words == "rate" else f" {UNITS[words]}" if words in UNITS else ""
    found = ((name, getattr(marker, name, None)) for marker in info.metadata for name in _BOUNDS)
    return "".join(f", {_BOUNDS[name]} {value:.10g}{unit}" for name, value in found if value is not None)


def all_models() -> list[type[base.Model]]:
    """Every model below the scenario, by name."""
    found: dict[str, type[base.Model]] = {}
    waiting: list[type[base.Model]] = [Scenario]
    while waiting:
        for hint in get_type_hints(waiting.pop(), include_extras=True).values():
            for model in models_of(hint):
                if model.__name__ not in found:
                    found[model.__name__] = model
                    waiting.append(model)
    return [found[name] for name in sorted(found)]
