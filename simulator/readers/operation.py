"""Measures of a cordon and search, from the log alone."""

from __future__ import annotations

from collections.abc import Callable

from simulator.readers.responses import Log, mean, share

__all__ = ["OPERATION_FOLDS"]


def _caches(log: Log) -> int:
    return log.blueprint.operation.caches if log.blueprint.operation is not None else 0


def _found(log: Log) -> float | None:
    return share(len(log.by_kind.get("cache_found", ())), _caches(log)) if _caches(log) else None


def _team_hour(log: Log) -> float | None:
    """Caches found in a hundred hours of one team; None where nobody searched."""
    hours = sum(e.data["team_s"] for e in log.of("zone_searched")) / 3600
    return 100 * len(log.by_kind.get("cache_found", ())) / hours if hours else None


def _moved(log: Log) -> float | None:
    return share(sum(e.data["count"] for e in log.of("caches_moved")), _caches(log)) if _caches(log) else None


def _cordon_open(log: Log) -> float | None:
    """Minutes from the first party at the line until the teams went in."""
    first = next((e.at for e in log.of("cordon_taken")), None)
    if first is None:
        return None
    return (next((e.at for e in log.of("cordon_closed")), log.end) - first) / 60


def _waits(log: Log, begins: str, ends: str, field: str) -> float | None:
    """Mean seconds that people waited; who waits still, until ENDEX."""
    came = {e.seq: e.at for e in log.of(begins)}
    over = list(log.of(ends))
    for event in over:
        came.pop(event.cause or 0, None)
    return mean([*(float(e.data[field]) for e in over), *(float(log.end - at) for at in came.values())])


def _held_wait(log: Log) -> float | None:
    seconds = _waits(log, "person_held", "detention_reviewed", "waited_s")
    return None if seconds is None else seconds / 3600


def _heard(log: Log) -> float | None:
    made = sum(e.data["count"] for e in log.of("complaints_made"))
    return share(len(log.by_kind.get("complaint_heard", ())), made)


def _clinic(log: Log) -> float | None:
    seconds = _waits(log, "patient_came", "patient_passed", "waited_s")
    return None if seconds is None else seconds / 60


OPERATION_FOLDS: dict[str, Callable[[Log], float | None]] = {
    "found_share": _found,
    "finds_team_hours": _team_hour,
    "caches_moved": _moved,
    "cordon_open": _cordon_open,
    "held_wait": _held_wait,
    "complaints_heard": _heard,
    "clinic_wait": _clinic,
    "crowds_pushed": lambda log: float(len(log.by_kind.get("crowd_pushed", ()))) if _caches(log) else None,
}
