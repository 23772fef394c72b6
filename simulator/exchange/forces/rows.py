"""The forces of a scenario as rows of a table: a field is a cell, and a unit shows what its kind says for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from simulator.exchange.forces.columns import (
    COLUMNS,
    ENTRIES,
    INHERITED,
    MODELS,
    Sections,
    field_in,
    is_listed,
)
from simulator.exchange.rows import clean

__all__ = ["cells_of", "forces_rows", "inherited", "value_of"]


def _text(value: Any) -> str:
    """A field as a cell: texts as they stand, names with commas between, anything deeper as JSON."""
    value = clean(value)
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) and "," not in part for part in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def value_of(section: str, field: str, text: str) -> Any:
    """A cell as the field that it says; what looks like JSON and is none stays a text."""
    if text.startswith(("{", "[")) and field != "title":
        with suppress(ValueError, RecursionError):
            return clean(json.loads(text, parse_float=str, parse_int=str))
    if is_listed(section, field):
        return [part.strip() for part in text.replace(";", ",").replace("\n", ",").split(",") if part.strip()]
    return text


def inherited(unit: Mapping[str, Any], stands: Sections) -> dict[str, Any]:
    """What a unit has from its kind, and its component from its contingent."""
    kind = stands["unit_types"].get(str(unit.get("type", "")), {})
    of = stands["contingents"].get(str(unit.get("of", "")))
    component = kind.get("component", "military") if of is None else of.get("component", "military")
    return {"component": component, **{name: kind[name] for name in INHERITED[1:] if name in kind}}


def cells_of(section: str, fields: Mapping[str, Any], stands: Sections) -> dict[str, str]:
    """The cells of an entry by column; those that hold something."""
    held = {**inherited(fields, stands), **fields} if section == "units" else dict(fields)
    found: dict[str, str] = {}
    for column in COLUMNS:
        name = field_in(section, column.field)
        if not name and section == "units" and column.field in INHERITED:
            name = column.field
        if text := _text(held.get(name, "")) if name else "":
            found[column.field] = text
    return found


def forces_rows(stands: Sections, library: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """The table of an order of battle with its head; of the kinds of unit only those that ``library`` has not."""
    rows = []
    for section in MODELS:
        for name, fields in stands[section].items():
            if section == "unit_types" and library.get(name) == fields:
                continue
            rows.append({"entry": ENTRIES[section][0], "id": name, **cells_of(section, fields, stands)})
    used = [column for column in COLUMNS if any(column.field in row for row in rows)]
    return [[column.head for column in used], *([row.get(column.field, "") for column in used] for row in rows)]
