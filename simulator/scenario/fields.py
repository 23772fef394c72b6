"""Walking the typed models by path: which fields may stand where, and what type lies below them."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from simulator.scenario.schema.base import RefTo

__all__ = ["Step", "aliases", "entry_type", "field_names", "holds_mappings", "inner_type", "models_in", "references"]

Step = Any
"""A type as it stands in a model: a model class, ``dict[str, X]``, ``tuple[X, ...]``, a union of them."""


def models_in(kind: Step, given: object = None) -> tuple[type[BaseModel], ...]:
    """The model classes that a type can be; of a tagged union only the one that ``given`` names."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return (kind,)
    origin: Any = get_origin(kind)
    if origin is Annotated:
        return models_in(get_args(kind)[0], given)
    if origin in (Union, types.UnionType):
        found = tuple(m for arg in get_args(kind) for m in models_in(arg, given))
        return _tagged(found, given)
    return ()


def _tagged(models: tuple[type[BaseModel], ...], given: object) -> tuple[type[BaseModel], ...]:
    tag = given.get("kind") if isinstance(given, dict) else None
    if tag is None:
        return models
    exact = tuple(m for m in models if "kind" in m.model_fields and tag in get_args(m.model_fields["kind"].annotation))
    return exact or models


@cache
def aliases(model: type[BaseModel]) -> dict[str, str]:
    """Field name in the file -> field name in the model."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


def _open_mapping(kind: Step) -> Step | None:
    """The value type of a ``dict[str, X]``, through annotations."""
    origin: Any = get_origin(kind)
    if origin is Annotated:
        return _open_mapping(get_args(kind)[0])
    if origin is dict:
        return get_args(kind)[1]
    if origin in (Union, types.UnionType):
        for arg in get_args(kind):
            if (found := _open_mapping(arg)) is not None:
                return found
    return None


def holds_mappings(kind: Step) -> bool:
    """Whether it is a mapping of mappings with free names, as the parameters are: any name may begin a new one."""
    value = _open_mapping(kind)
    return value is not None and _open_mapping(value) is not None


def field_names(kind: Step) -> frozenset[str]:
    """The fields that may stand in something of this type; empty where any name may."""
    return frozenset(name for model in models_in(kind) for name in aliases(model))


def inner_type(kind: Step, name: str, given: object = None) -> Step:
    """The type of what stands under ``name``."""
    if (value := _open_mapping(kind)) is not None:
        chosen = models_in(value, given)
        return chosen[0] if len(chosen) == 1 else value
    for model in models_in(kind, given):
        if name in aliases(model):
            return model.model_fields[aliases(model)[name]].annotation
    return None


def entry_type(kind: Step) -> Step:
    """The type of the items of a list."""
    origin: Any = get_origin(kind)
    if origin is Annotated:
        return entry_type(get_args(kind)[0])
    if origin in (tuple, list):
        return get_args(kind)[0]
    if origin in (Union, types.UnionType):
        for arg in get_args(kind):
            if (found := entry_type(arg)) is not None:
                return found
    return None


def _kinds(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Annotated:
        for extra in get_args(annotation)[1:]:
            if isinstance(extra, RefTo):
                return extra.kinds
    return next((found for arg in get_args(annotation) if (found := _kinds(arg))), ())


@cache
def references(model: type[BaseModel]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The fields of a model that name other things: (name in the file, name in the model, kinds)."""
    found = []
    for name, field in model.model_fields.items():
        kinds = next((m.kinds for m in field.metadata if isinstance(m, RefTo)), ()) or _kinds(field.annotation)
        if kinds:
            found.append((field.alias or name, name, kinds))
    return tuple(found)
