"""How a parameter is written down: its default, dimension, source, meaning and believed range."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from simulator.quantities import parse_number, parse_spread

__all__ = ["parse", "spread", "value"]


def _field(default: object, dimension: str, uncertain: bool, source: str, about: str, span: str) -> Any:
    meta = {
        "dimension": dimension,
        "uncertain": uncertain,
        "source": source,
        "about": about,
        "range": span,
        "text": str(default),
    }
    return field(default=parse(str(default), dimension, uncertain), metadata=meta)


def parse(text: str, dimension: str, uncertain: bool) -> object:
    """The value of a parameter as text, in base units; raises :class:`QuantityError`."""
    if uncertain:
        return parse_spread(text, dimension)
    value = parse_number(text, dimension, negative=dimension == "number")
    return round(value) if dimension in ("duration", "count") else value


def spread(default: str, dimension: str, source: str, about: str) -> Any:
    """An uncertain parameter, drawn anew each time it is needed."""
    return _field(default, dimension, True, source, about, "")


def value(default: str, dimension: str, source: str, about: str, span: str = "") -> Any:
    """A fixed parameter; ``span`` is the range in which its true value is believed to lie."""
    return _field(default, dimension, False, source, about, span)
