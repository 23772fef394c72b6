"""Distributions by name, where ``8 (3-20) min`` is not enough."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.catalogue import tr
from simulator.quantities import QuantityError, Spread, parse_number

__all__ = ["named_spread", "plain_text"]


def plain_text(value: object, example: str) -> str:
    """A value as text; raises :class:`QuantityError` for what is neither text nor number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise QuantityError(
            "E203", tr("a {value} stands here", value=_kind(value)), tr("write it like {example}", example=example)
        )
    return str(value)


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return tr("list")
    return tr("group of fields") if isinstance(value, Mapping) else type(value).__name__


def named_spread(value: Mapping[str, object], dimension: str) -> Spread:
    """A distribution by name: ``{exponential: 20 min}``, ``{lognormal: {median:, p90:}}``, ``{one_of:, weights:}``."""
    keys = set(value)
    if keys == {"exponential"}:
        mean = parse_number(plain_text(value["exponential"], "20 min"), dimension)
        return Spread("exponential", 0.0, mean, mean, whole=dimension in ("duration", "count"))
    if (
        keys == {"lognormal"}
        and isinstance(value["lognormal"], Mapping)
        and set(value["lognormal"]) == {"median", "p90"}
    ):
        median, p90 = (parse_number(plain_text(value["lognormal"][k], "20 min"), dimension) for k in ("median", "p90"))
        if not 0 < median < p90:
            raise QuantityError(
                "E210", tr("the median must lie above 0 and below p90"), tr("p90: nine in ten are below it")
            )
        return Spread("lognormal", 0.0, median, p90, whole=dimension in ("duration", "count"))
    if "one_of" in keys <= {"one_of", "weights"} and isinstance(value["one_of"], list):
        return _one_of(value, dimension)
    raise QuantityError(
        "E203",
        tr("{value} names no distribution", value=", ".join(map(str, value)) or tr("nothing")),
        tr(
            "write 8 (3-20) min, or {exponential: 20 min}, {lognormal: {median: 5 min, p90: 20 min}},"
            " {one_of: [1 h, 3 h]}"
        ),
    )


def _one_of(value: Mapping[str, object], dimension: str) -> Spread:
    listed, given = value["one_of"], value.get("weights")
    assert isinstance(listed, list)
    values = [parse_number(plain_text(v, "3"), dimension) for v in listed]
    if given is not None and not isinstance(given, list):
        raise QuantityError(
            "E203", tr("a {given} stands for the weights", given=_kind(given)), tr("write weights: [2, 1]")
        )
    weights = (
        [parse_number(plain_text(w, "0.5"), "number") for w in given] if given is not None else [1.0] * len(values)
    )
    if not values or len(weights) != len(values) or sum(weights) <= 0:
        raise QuantityError(
            "E211", tr("the weights do not fit the values, or add up to nothing"), tr("give one weight for each")
        )
    total = sum(weights)
    order = sorted(range(len(values)), key=values.__getitem__)
    return Spread(
        "one_of",
        min(values),
        values[0],
        max(values),
        False,
        tuple(values[i] for i in order),
        tuple(weights[i] / total for i in order),
    )
