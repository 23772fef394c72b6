"""Measures of a campaign: patrols, incidents by month, weapons that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum

from simulator.events import LogEvent
from simulator.readers.responses import Log, mean, share

__all__ = ["a_month", "baseline", "caches", "outside_share", "patrol_hours", "zone_months"]

_MONTH = 30 * 86400


def _out(log: Log) -> Iterator[tuple[float, bool]]:
    """Team-seconds of each time that a patrol was out, and whether outside the wire; to ENDEX if it still is."""
    still: dict[str, LogEvent] = {}
    for e in log.in_order("patrol_began", "patrol_ended"):
        if e.kind == "patrol_began":
            still[e.subject] = e
        else:
            still.pop(e.subject, None)
            yield e.data["teams"] * e.data["for_s"], bool(e.data["outside"])
    for e in still.values():
        yield e.data["teams"] * (log.end - e.at), bool(e.data["outside"])


def patrol_hours(*, outside: bool | None) -> Callable[[Log], float | None]:
    """A measure of team-hours on patrol: outside the wire, inside it, or (None) all."""

    def _hours(log: Log) -> float | None:
        if not log.blueprint.patrols:
            return None
        return fsum(s for s, out in _out(log) if outside is None or out == outside) / 3600

    return _hours


def outside_share(log: Log) -> float | None:
    """Share of tasked unit time outside the wire, patrols included."""
    out = inside = 0.0
    for seconds, outside in _out(log):
        out, inside = (out + seconds, inside) if outside else (out, inside + seconds)
    moved: dict[str, tuple[int, bool]] = {}
    for e in log.in_order("unit_moved", "task_done", "task_dropped"):
        if e.kind == "unit_moved":
            moved.setdefault(e.subject, (e.at, bool(e.data["outside"])))
        elif e.subject in moved:
            at, outside = moved.pop(e.subject)
            out, inside = (out + e.at - at, inside) if outside else (out, inside + e.at - at)
    return share(out, out + inside)


def _months(log: Log) -> Sequence[LogEvent]:
    return log.by_kind.get("month_counted", [])


def a_month(log: Log) -> float | None:
    """Incidents that were reported, a month."""
    return mean(float(e.data["count"]) for e in _months(log))


def _zone_from(log: Log) -> int:
    zone = log.blueprint.zone
    return _MONTH if zone is None or zone.declared < 0 else zone.declared


def baseline(log: Log) -> float | None:
    """Incidents that were reported in the month before the zone was declared."""
    if not log.blueprint.rates:
        return None
    begin = _zone_from(log)
    return float(sum(begin - _MONTH <= e.at < begin for e in log.of("incident_reported")))


def zone_months(kind: str) -> Callable[[Log], float | None]:
    """A measure of events of a kind in the six months after the zone was declared."""

    def _count(log: Log) -> float | None:
        if not log.blueprint.rates:
            return None
        begin = _zone_from(log)
        return float(sum(begin <= e.at < begin + 6 * _MONTH for e in log.of(kind)))

    return _count


def caches(log: Log) -> float | None:
    """Weapon caches that are left after the last search."""
    if log.blueprint.operation is not None:
        return float(log.blueprint.operation.caches - sum(1 for _ in log.of("cache_found", "weapon_found")))
    if log.blueprint.search is None:
        return None
    done = log.by_kind.get("search_done", [])
    return float(done[-1].data["left"]) if done else float(log.blueprint.search.caches)
