"""The JSON Schema of the language, for editors that complete and check with it."""

from __future__ import annotations

from typing import Any

from simulator.parameters import describe
from simulator.scenario.schema.scenario import LANGUAGE_VERSION, Scenario

__all__ = ["json_schema"]


def json_schema() -> dict[str, Any]:
    """Draft 2020-12 schema of a scenario file, with every mechanism's parameters written out."""
    schema: dict[str, Any] = Scenario.model_json_schema(by_alias=True)
    groups: dict[str, dict[str, Any]] = {}
    for mechanism, name, meta in describe():
        span = f" Believed to lie in {meta['range']}." if meta["range"] else ""  # not for people
        about = meta["about"][:1].upper() + meta["about"][1:]
        groups.setdefault(mechanism, {})[name] = {
            "anyOf": [{"type": "string"}, {"type": "number"}],
            "description": f"{about}. Default {meta['text']}; {meta['source']}.{span}",
        }
    schema["properties"]["parameters"] = {
        "type": "object",
        "description": "Values of the mechanisms.",  # not for people
        "additionalProperties": False,
        "properties": {
            name: {"type": "object", "additionalProperties": False, "properties": values}
            for name, values in groups.items()
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"startex-scenario-{LANGUAGE_VERSION}",
        **_plain(schema),
    }


def _plain(value: Any) -> Any:
    """Without the library's own titles, which say nothing that the names do not."""
    if isinstance(value, dict):
        found = {k: _plain(v) for k, v in value.items() if not (k == "title" and isinstance(v, str))}
        if found.get("additionalProperties") is False and "properties" in found:
            found.setdefault("type", "object")
        return found
    return [_plain(item) for item in value] if isinstance(value, list) else value
