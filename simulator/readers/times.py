"""Times to an event, one row a run: how long until something came, or until ENDEX if it never did.

Where a measure gives the mean over all incidents of a run, with what never came counted to ENDEX, a time
here is that of the run's *first* such incident, and says whether the event was observed or censored at ENDEX.
Curves of survival need the second.  A run in which nothing began has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from simulator.catalogue import marked
from simulator.readers.responses import NEVER, Incident, Log

__all__ = ["EVENT_TIMES", "Wait", "assaults", "intervention", "residents_reached", "times"]


class Wait(NamedTuple):
    """Seconds from the beginning of a wait to its event, or to ENDEX where it was not observed."""

    time_s: int
    observed: bool


def _wait(log: Log, begin: int, ends: Iterable[int]) -> Wait:
    first = min((end for end in ends if end >= begin), default=None)
    return Wait(log.end - begin, observed=False) if first is None else Wait(first - begin, observed=True)


# what the mean measures are made of


def assaults(log: Log) -> list[Wait]:
    """From each assault on the wire until it is blocked, repaired or beaten."""
    found = []
    for event in log.of("barrier_attacked"):
        stopped = log.of("breach_blocked", "breach_repaired", "group_deterred")
        found.append(_wait(log, event.at, (e.at for e in stopped if event.subject in (e.subject, e.data.get("at")))))
    return found


def _faced(log: Log) -> set[str]:
    """Places that a group got into after an assault on the wire."""
    assaulted = {e.subject for e in log.of("barrier_attacked")}
    return {s.faces for s in log.blueprint.segments.values() if s.id in assaulted}


def intervention(log: Log) -> Wait | None:
    """From the first entry by force to the end of the harm there by force, or to the place being secured."""
    places = _faced(log)
    entry = min((e.at for e in log.of("group_entered") if e.data["at"] in places), default=NEVER)
    if entry == NEVER:
        return None
    return _wait(log, entry, (e.at for e in log.of("intervention_effective", "place_secured") if e.subject in places))


def residents_reached(log: Log) -> Wait | None:
    """From the first entry into a compound to the first unit there."""
    homes = {p.id for p in log.blueprint.places.values() if p.residents is not None}
    entered = [e for e in log.of("group_entered") if e.data["at"] in homes]
    if not entered:
        return None
    first = min(entered, key=lambda e: e.seq)
    return _wait(log, first.at, (e.at for e in log.of("unit_arrived") if e.data["at"] == first.data["at"]))


# the first of each


def _first_assault(log: Log) -> Wait | None:
    return next(iter(assaults(log)), None)


def _step(first: str, then: str) -> Callable[[Log], Wait | None]:
    """Between two steps of the response to the incident that came first to the first of them."""

    def _between(log: Log) -> Wait | None:
        begun = [i for i in log.incidents if i.what != "massing" and getattr(i, first) != NEVER]
        if not begun:
            return None
        incident: Incident = min(begun, key=lambda i: int(getattr(i, first)))
        begin, end = max(getattr(incident, first), incident.seen), getattr(incident, then)
        return Wait(log.end - begin, observed=False) if end == NEVER else Wait(max(0, end - begin), observed=True)

    return _between


def _first_harm(log: Log) -> Wait:
    return _wait(log, 0, (e.at for e in log.of("person_hurt", "resident_harmed")))


def _first_aid(log: Log) -> Wait | None:
    severe = [e for e in log.of("person_hurt") if e.data["severity"] in ("T1", "T2")]
    if not severe:
        return None
    first = min(severe, key=lambda e: e.seq)
    return _wait(log, first.at, (e.at for e in log.of("aid_given", "care_begun") if e.subject == first.subject))


_FOLDS: dict[str, tuple[str, Callable[[Log], Wait | None]]] = {
    "detect_to_report": (
        marked("from the first sighting of an incident to the report of it at a command post"),
        _step("seen", "reported"),
    ),
    "report_to_decide": (
        marked("from the first report of an incident to the order about it"),
        _step("reported", "ordered"),
    ),
    "decide_to_move": (
        marked("from the first order about an incident to the unit's acceptance"),
        _step("ordered", "accepted"),
    ),
    "move_to_scene": (marked("from the first accepted move to the scene"), _step("accepted", "arrived")),
    "detect_to_scene": (
        marked("from the first sighting of an incident to a unit on the scene"),
        _step("seen", "arrived"),
    ),
    "breach_to_block": (
        marked("from the first assault on the wire until it is blocked, repaired or beaten"),
        _first_assault,
    ),
    "effective_intervention": (marked("from the first entry by force to effective intervention"), intervention),
    "residents_reached": (marked("from the first entry into a compound to the first unit there"), residents_reached),
    "first_harm": (marked("from STARTEX to the first civilian killed or hurt"), _first_harm),
    "first_aid": (marked("from the first severe casualty to first aid or care for that person"), _first_aid),
}

EVENT_TIMES: dict[str, str] = {name: about for name, (about, _) in _FOLDS.items()}
"""every time to an event, with what it says; all are in seconds"""


def times(log: Log) -> dict[str, Wait]:
    """Every time to an event that began in a log, in the order of :data:`EVENT_TIMES`."""
    found = {name: fold(log) for name, (_, fold) in _FOLDS.items()}
    return {name: wait for name, wait in found.items() if wait is not None}
