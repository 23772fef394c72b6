"""Measures of works that take months: how much of a perimeter stands, and when half of it did."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

from simulator.blueprint.model.works import PieceSpec
from simulator.readers.responses import Log, mean

__all__ = ["WORKS_FOLDS"]

_DAY = 86400


def _perimeters(log: Log) -> list[PieceSpec]:
    works = log.blueprint.works
    return [piece for piece in works.pieces.values() if piece.around] if works is not None else []


def _built(log: Log) -> float | None:
    """The part of the perimeters that stands at ENDEX."""
    pieces = _perimeters(log)
    if not pieces:
        return None
    metres = {piece.id: piece.built for piece in pieces}
    for event in log.of("works_changed"):
        if event.subject in metres:
            since = event.data["metres"] + event.data["cm_a_day"] / 100 * (log.end - event.at) / _DAY
            metres[event.subject] = since
    return fsum(min(piece.length, metres[piece.id]) for piece in pieces) / fsum(piece.length for piece in pieces)


def _until(percent: int) -> Callable[[Log], float | None]:
    """Days until so much of a perimeter stood; to ENDEX where it never did."""

    def _days(log: Log) -> float | None:
        first = {p.id: 0 if p.built >= p.length * percent / 100 else log.end for p in _perimeters(log)}
        for event in log.of("works_reached"):
            if event.data["percent"] >= percent and event.subject in first:
                first[event.subject] = min(first[event.subject], event.at)
        return mean(at / _DAY for at in first.values())

    return _days


def _arose(log: Log) -> float | None:
    return None if log.blueprint.readiness is None else float(len(log.by_kind.get("need_arose", ())))


WORKS_FOLDS: dict[str, Callable[[Log], float | None]] = {
    "needs_arisen": _arose,
    "perimeter_built": _built,
    "perimeter_half": _until(50),
    "perimeter_whole": _until(100),
}
