"""What called for a response in a log, and when each step of the response came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from math import fsum
from operator import itemgetter
from typing import Any

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.logs import by_kind
from simulator.tasks import RESPONSES
from simulator.vocabulary import CLOSED

__all__ = ["NEVER", "Incident", "Log", "Response", "incidents", "mean", "responses", "share"]

NEVER = -1
"""the second of a step that did not come"""

_ANSWERED = frozenset(("contact", "breach", "unrest", "massing", "distress", "abduction"))


class Log:
    """A log by kind of event, made in one pass."""

    def __init__(self, blueprint: Blueprint, log: Sequence[LogEvent]):
        self.blueprint = blueprint
        self.events = log
        self.end = log[-1].at if log else 0
        self.by_kind = by_kind(log)
        self.incidents = incidents(self)

    def of(self, *kinds: str) -> Iterable[LogEvent]:
        """Events of some kinds, kind by kind."""
        for kind in kinds:
            yield from self.by_kind.get(kind, ())

    def in_order(self, *kinds: str) -> Iterator[LogEvent]:
        """Events of some kinds, as they came."""
        return merge(*(self.by_kind.get(kind, ()) for kind in kinds), key=itemgetter(0))

    def count(self, kind: str, /, **data: Any) -> int:
        """How many events of a kind hold these data."""
        return sum(all(e.data.get(k) == v for k, v in data.items()) for e in self.by_kind.get(kind, ()))


class Incident:
    """One thing that called for a response, and when each step of the response came."""

    __slots__ = ("accepted", "arrived", "ordered", "place", "reported", "seen", "what")

    def __init__(self, what: str, place: str, seen: int):
        self.what, self.place, self.seen = what, place, seen
        self.reported = self.ordered = self.accepted = self.arrived = NEVER


class Response:
    """One order to go somewhere and do something about it: given, accepted, there, gone again.

    An order that is called off on the way counts as there when it was called off: nobody is waited for.
    """

    __slots__ = ("accepted", "arrived", "given", "left", "place", "task")

    def __init__(self, place: str, task: str, given: int):
        self.place, self.task, self.given = place, task, given
        self.accepted = self.arrived = self.left = NEVER


class _Follower:
    """Follows orders through a log: which one a unit has accepted, where it is, when it leaves."""

    def __init__(self) -> None:
        self.found: list[Response] = []
        self.pending: dict[tuple[str, str], Response] = {}
        self.there: dict[str, Response] = {}

    def order_given(self, event: LogEvent) -> None:
        """A response begins; one that the unit has not accepted yet is the same."""
        if event.data["task"] in RESPONSES:
            response = Response(str(event.data["at"]), str(event.data["task"]), event.at)
            key = (str(event.data["unit"]), response.place)
            held = self.pending.get(key)
            if held is None or held.accepted == NEVER or held.arrived != NEVER:
                self.pending[key] = response
            self.found.append(response)

    def order_accepted(self, event: LogEvent) -> None:
        """The unit goes."""
        response = self.pending.get((event.subject, str(event.data["at"])))
        if response is not None and response.accepted == NEVER:
            response.accepted = event.at

    def task_begun(self, event: LogEvent) -> None:
        """The unit is there."""
        response = self._open(event)
        if response is not None and response.accepted != NEVER:
            response.arrived = event.at
            self.there[event.subject] = response

    def task_dropped(self, event: LogEvent) -> None:
        """The unit was called off: nobody is waited for any more."""
        response = self._open(event)
        if response is not None:
            response.arrived = event.at
            if response.accepted == NEVER:
                response.accepted = event.at

    def unit_moved(self, event: LogEvent) -> None:
        """The unit goes away again."""
        gone = self.there.pop(event.subject, None)
        if gone is not None:
            gone.left = event.at

    def _open(self, event: LogEvent) -> Response | None:
        response = self.pending.get((event.subject, str(event.data["at"])))
        return response if response is not None and response.arrived == NEVER else None


_FOLLOWED = ("order_given", "order_accepted", "task_begun", "task_dropped", "unit_moved")


def responses(log: Log) -> list[Response]:
    """Orders that answer to something, in the order in which they were given."""
    follower = _Follower()
    for event in log.in_order(*_FOLLOWED):
        getattr(follower, event.kind)(event)
    return follower.found


def incidents(log: Log) -> list[Incident]:
    """Incidents in the order in which they were first seen, with the first of each step.

    An incident is a kind of thing at a place (contact, breach, unrest, massing, distress).  The response
    to it is a unit that stood there or was on its way already, else the first order about its place since.
    """
    found: dict[tuple[str, str], Incident] = {}
    for event in log.in_order("sighted", "call_made"):
        what, place = str(event.data.get("what", "distress")), str(event.data["at"])
        if what in _ANSWERED and event.data.get("state", "open") not in CLOSED:
            found.setdefault((what, place), Incident(what, place, event.at))
    for event in log.of("report_received"):
        incident = found.get((event.data["what"], event.data["at"]))
        if incident is not None and incident.reported == NEVER and event.at >= incident.seen:
            incident.reported = event.at
    answers = responses(log)
    for incident in found.values():
        _answer(incident, answers)
    return list(found.values())


def _answer(incident: Incident, answers: list[Response]) -> None:
    """Set the steps of an incident from the order that answers to it."""
    known = incident.seen if incident.reported == NEVER else incident.reported
    for answer in answers:
        if answer.place != incident.place:
            continue
        already = (
            answer.task != "repair"
            and answer.accepted != NEVER
            and answer.given <= known
            and (answer.left == NEVER or answer.left > known)
        )
        if already or answer.given >= incident.seen:
            incident.ordered = answer.given
            if answer.accepted != NEVER:
                incident.accepted, incident.arrived = answer.accepted, answer.arrived
                return


def mean(values: Iterable[float]) -> float | None:
    """The mean, or None of nothing."""
    listed = list(values)
    return fsum(listed) / len(listed) if listed else None


def share(part: float, whole: float) -> float | None:
    """Part over whole, or None where there is no whole."""
    return part / whole if whole else None
