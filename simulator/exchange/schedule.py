"""From what rows say of their times to STARTEX and times after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from simulator.catalogue import tr
from simulator.exchange.moments import When
from simulator.units import Epoch, parse_datetime

__all__ = ["Schedule", "duration_for", "scheduled"]

_NO_DATE = date(2031, 1, 1)
"""the day of STARTEX where no row has a date"""
_EIGHT = 8 * 3600
_BACK = 6 * 3600
"""a time of day so much earlier than the row above is one of the next day"""


@dataclass(frozen=True, slots=True)
class Schedule:
    """STARTEX as the language writes it, seconds after it for each row (None: no time), and what was assumed."""

    startex: str
    seconds: tuple[int | None, ...]
    assumed: tuple[str, ...]


def scheduled(rows: Sequence[When | None], begins: int | None, startex: str) -> Schedule:
    """Place every row.

    ``begins`` is the row that is STARTEX, if one says so; ``startex`` is what the caller gave, or empty.
    Raises :class:`QuantityError` for a ``startex`` that is no date and time.
    """
    assumed: list[str] = []
    zone = _zone(rows, startex, assumed)
    given = parse_datetime(startex) if startex else None
    first = given.date() if given else _first_day(rows, assumed)
    moments = _moments(rows, first, zone, assumed)
    known = [moment for moment in moments if moment is not None]
    if given:
        start = given
    elif begins is not None and (named := moments[begins]) is not None:
        start = named
    elif known:
        start = min(known)
        assumed.append(tr("STARTEX is the time of the earliest row; --startex says another"))
    else:
        start = datetime(first.year, first.month, first.day, tzinfo=zone) + timedelta(seconds=_EIGHT)
        told = start.isoformat(timespec="minutes")
        assumed.append(tr("no row has a date or a time of day: STARTEX is {startex}", startex=told))
    epoch = Epoch(start)
    seconds = [
        row.after if row and row.after is not None else epoch.seconds(moment) if moment else None
        for row, moment in zip(rows, moments, strict=True)
    ]
    return Schedule(start.isoformat(timespec="seconds"), tuple(seconds), tuple(assumed))


def _zone(rows: Sequence[When | None], startex: str, assumed: list[str]) -> tzinfo:
    """The zone of times that name none: STARTEX's, or the one that the rows' DTGs use."""
    if startex:
        given = parse_datetime(startex).utcoffset()
        return timezone(given) if given else UTC
    named = [row.zone for row in rows if row and row.zone is not None]
    if named:
        return timezone(max(set(named), key=lambda offset: (named.count(offset), offset)))
    if any(row and (row.clock is not None or row.day is not None) for row in rows):
        assumed.append(tr("no time names its zone: they are read as UTC; --startex says another"))
    return UTC


def _first_day(rows: Sequence[When | None], assumed: list[str]) -> date:
    days = [row.day for row in rows if row and isinstance(row.day, date)]
    if days:
        return min(days)
    if any(row and row.clock is not None for row in rows):
        assumed.append(tr("no row has a date: the first day is {day}", day=_NO_DATE.isoformat()))
    return _NO_DATE


def _moments(rows: Sequence[When | None], first: date, zone: tzinfo, assumed: list[str]) -> list[datetime | None]:
    """The moment of each row that has a time of day; days are carried on from the row above where one is missing."""
    found: list[datetime | None] = []
    day, last, turned = first, 0, False
    for row in rows:
        if row is None or row.after is not None or row.clock is None:
            if row is not None and row.day is not None:
                day = row.day if isinstance(row.day, date) else first + timedelta(days=row.day)
            found.append(None)
            continue
        if row.day is not None:
            day = row.day if isinstance(row.day, date) else first + timedelta(days=row.day)
        elif row.clock < last - _BACK:
            day, turned = day + timedelta(days=1), True
        last = row.clock
        midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(row.zone) if row.zone is not None else zone)
        found.append(midnight + timedelta(seconds=row.clock))
    if turned:
        assumed.append(tr("a time of day much earlier than the row above is taken as one of the next day"))
    return found


def duration_for(last: int) -> str:
    """A whole number of hours that holds the last inject and an hour after it."""
    return f"{max(last, 0) // 3600 + 2} h"
