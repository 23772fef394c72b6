"""Short forms: a text where a longer form is meant, known to the models and to the JSON Schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Listed", "Short"]


class Short:
    """Lets an author write a text where a longer form is meant, and says so in the JSON Schema.

    ``read`` makes the longer form of a text; without it, one item stands for a list of one.
    """

    def __init__(self, read: Callable[[str], object] | None = None):
        self.read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The long form's schema, after a text was turned into it."""
        read = self.read or (lambda text: [text])
        return core_schema.no_info_before_validator_function(
            lambda value: read(value) if isinstance(value, str) else value, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The long form or the short one."""
        long = handler(schema)
        return {"anyOf": [long, {"type": "string"} if self.read else long["items"]]}


Listed = Short()
"""Lets an author write one name where a list of names is meant."""
