"""Ways to look into a log that hold no event of it: the log of hours makes an event whenever it is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from simulator.events import LogEvent

__all__ = ["Picked", "by_kind", "by_seq"]

_FEW = 1000
"""events of a kind that are held all the same: readers go through orders and rules again and again"""


class Picked(Sequence[LogEvent]):
    """Some events of a log, by their places in it."""

    def __init__(self, log: Sequence[LogEvent], places: Sequence[int]):
        self._log, self._places = log, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> LogEvent: ...
    @overload
    def __getitem__(self, at: slice) -> Picked: ...
    def __getitem__(self, at: int | slice) -> LogEvent | Picked:
        if isinstance(at, slice):
            return Picked(self._log, self._places[at])
        return self._log[self._places[at]]


class _Whole(Mapping[int, LogEvent]):
    """The events of a log from which nothing is missing, by seq."""

    def __init__(self, log: Sequence[LogEvent]):
        self._log = log

    def __getitem__(self, seq: int) -> LogEvent:
        if not 1 <= seq <= len(self._log):
            raise KeyError(seq)
        return self._log[seq - 1]

    def __iter__(self) -> Iterator[int]:
        return iter(range(1, len(self._log) + 1))

    def __len__(self) -> int:
        return len(self._log)


def by_seq(log: Sequence[LogEvent]) -> Mapping[int, LogEvent]:
    """The events of a log by seq; some may be missing."""
    whole = bool(log) and log[0].seq == 1 and log[-1].seq == len(log)
    return _Whole(log) if whole else {event.seq: event for event in log}


def by_kind(log: Sequence[LogEvent]) -> Mapping[str, Sequence[LogEvent]]:
    """The events of each kind that a log has, in order."""
    if isinstance(log, list):  # which holds its events anyway
        held: dict[str, list[LogEvent]] = {}
        for event in log:
            held.setdefault(event.kind, []).append(event)
        return held
    places: dict[str, array[int]] = {}
    for place, event in enumerate(log):
        places.setdefault(event.kind, array("I")).append(place)
    return {kind: _few_held(Picked(log, found)) for kind, found in places.items()}


def _few_held(events: Picked) -> Sequence[LogEvent]:
    return events if len(events) > _FEW else list(events)
