"""Freedom of movement and presence: who passed, how long patrols stood and stayed, what was verified."""

from __future__ import annotations

from collections.abc import Callable

from simulator.readers.responses import Log, mean, share

__all__ = ["FOLDS", "stays"]

_DAY, _WEEK = 86400, 7 * 86400


def _attempts(log: Log) -> int:
    """Arrivals at a checkpoint: denied passage, or let through at once."""
    return len(log.by_kind.get("movement_denied", ())) + log.count("checkpoint_passed", denied=False)


def _fom_pass(log: Log) -> float | None:
    return share(log.count("checkpoint_passed", whole=True), _attempts(log))


def stays(log: Log) -> list[int]:
    """How long each stay lasted, in seconds; one that goes on at ENDEX until then."""
    since: dict[str, int] = {}
    found = []
    for event in log.in_order("presence_began", "presence_ended"):
        if event.kind == "presence_began":
            since[event.subject] = event.at
        elif event.subject in since:
            found.append(event.at - since.pop(event.subject))
    return found + [log.end - at for at in since.values()]


def _presence_days(log: Log) -> float | None:
    return sum(stays(log)) / _DAY if log.blueprint.long_patrols else None


def _stay_days(log: Log) -> float | None:
    value = mean(float(stay) for stay in stays(log))
    return None if value is None else value / _DAY


def _stand_hours(log: Log) -> float | None:
    """Mean hours that a patrol that was denied passage stood; one that stands at ENDEX until then."""
    since: dict[str, int] = {}
    found = []
    for event in log.in_order("movement_denied", "stand_ended"):
        if event.kind == "movement_denied":
            since[event.subject] = event.at
        elif event.subject in since:
            found.append(float(event.at - since.pop(event.subject)))
    value = mean(found + [float(log.end - at) for at in since.values()])
    return None if value is None else value / 3600


def _denials(log: Log) -> float | None:
    if log.blueprint.access is None or not log.end:
        return None
    return len(log.by_kind.get("restriction_began", ())) / (log.end / _WEEK)


def _closed(log: Log) -> float | None:
    """Share of the time in which an order closed a checkpoint, mean over the checkpoints."""
    places = [place.id for place in log.blueprint.places.values() if place.kind == "checkpoint"]
    if log.blueprint.access is None or not places or not log.end:
        return None
    orders, since, total = dict.fromkeys(places, 0), dict.fromkeys(places, 0), 0
    for event in log.in_order("restriction_began", "restriction_ended"):
        before = orders[event.subject]
        orders[event.subject] += 1 if event.kind == "restriction_began" else -1
        if not before:
            since[event.subject] = event.at
        elif not orders[event.subject]:
            total += event.at - since[event.subject]
    total += sum(log.end - since[place] for place in places if orders[place])
    return total / log.end / len(places)


def _verified(log: Log) -> float | None:
    return float(len(log.by_kind.get("report_verified", ()))) if log.blueprint.long_patrols else None


def _incidents(log: Log) -> float | None:
    villages = any(place.incidents > 0 for place in log.blueprint.places.values())
    return float(len(log.by_kind.get("village_incident", ()))) if villages else None


FOLDS: dict[str, Callable[[Log], float | None]] = {
    "fom_pass": _fom_pass,
    "stand_hours": _stand_hours,
    "denials_a_week": _denials,
    "closed_share": _closed,
    "presence_days": _presence_days,
    "stay_days": _stay_days,
    "verified_reports": _verified,
    "village_incidents": _incidents,
}
