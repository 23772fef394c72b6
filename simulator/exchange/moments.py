"""When a row of somebody's workbook says that an inject comes: every way in which people write it.

A cell is read into one of three things: a span from STARTEX, a date with or without its time of day, or a
time of day.  What could be two dates (03/04/2031) is refused until somebody says which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from simulator.catalogue import marked, tr
from simulator.exchange.tables import Value
from simulator.quantities import QuantityError
from simulator.units import parse_datetime, parse_when

__all__ = ["When", "day_of", "read_when"]

_OFFSET = re.compile(r"^(H|T|M|STARTEX)\s*([+\-−])\s*(\d{1,5})(?::([0-5]\d))?(?::([0-5]\d))?$", re.IGNORECASE)
_DAY = re.compile(r"^(?:EXERCISE\s+)?(?:DAY|D)\s*(\+?)\s*(\d{1,3})(?:[\s,/–-]+(.+))?$", re.IGNORECASE)
_BARE_DTG = re.compile(r"^(\d{2})(\d{4})([A-Z]?)([A-Z]{3})(\d{4}|\d{2})$")
_CLOCK = re.compile(r"^(\d{1,2})[:.hH](\d{2})(?::(\d{2}))?\s*(AM|PM|A\.M\.|P\.M\.|HRS?|HOURS|H)?$", re.IGNORECASE)
_MILITARY = re.compile(r"^(\d{2})(\d{2})\s*(?:HRS?|HOURS|H)?$", re.IGNORECASE)
_HOUR = re.compile(r"^(\d{1,2})\s*(AM|PM|A\.M\.|P\.M\.)$", re.IGNORECASE)
_DATED = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:,?\s+(.+))?$")
_NAMED = (
    re.compile(r"^(?P<d>\d{1,2})[\s\-.]+(?P<m>[A-Za-z]{3,9})\.?[\s\-,]+(?P<y>\d{4}|\d{2})(?:,?\s+(?P<t>.+))?$"),
    re.compile(r"^(?P<m>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?:,?\s+(?P<t>.+))?$"),
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_RANGE = re.compile(r"^(\d{4}|\d{1,2}:\d{2})\s*[-–]\s*(?:\d{4}|\d{1,2}:\d{2})$")
_NO_TIME = marked("{text!r} is not a time; write it like H+1:30, 14:30, 2031-02-17 14:30 or 171430B FEB 31")
_NO_NUMBER = marked("{number:g} is not a time; write it like H+1:30, 14:30, 2031-02-17 14:30 or 171430B FEB 31")
_NO_TIME_OF_DAY = marked(
    "{text!r} is not a time of day; write it like H+1:30, 14:30, 2031-02-17 14:30 or 171430B FEB 31"
)


@dataclass(frozen=True, slots=True)
class When:
    """What was read: ``after`` in seconds, or ``day`` (a date, or a number of days) and ``clock`` in seconds."""

    after: int | None = None
    day: date | int | None = None
    clock: int | None = None
    zone: timedelta | None = None
    range: bool = False
    """a span of time was written; its beginning counts"""


def read_when(value: Value, epoch: datetime, order: str = "") -> When:
    """The meaning of a cell; ``order`` is ``dmy`` or ``mdy`` for dates in numbers; raises ValueError."""
    if isinstance(value, timedelta):
        return When(after=round(value.total_seconds()))
    if isinstance(value, datetime):
        clock = value.hour * 3600 + value.minute * 60 + value.second + round(value.microsecond / 1e6)
        return When(day=value.date(), clock=clock)
    if isinstance(value, date):
        return When(day=value)
    if isinstance(value, time):
        return When(clock=value.hour * 3600 + value.minute * 60 + value.second)
    if isinstance(value, int | float):
        return _number(value, epoch)
    return _words(_WEEKDAY.sub("", " ".join(value.split())), order)


def _number(value: float, epoch: datetime) -> When:
    """A serial of a spreadsheet, a fraction of a day, or four figures."""
    if 0 <= value < 1 and not isinstance(value, bool):
        return When(clock=round(value * 86400) % 86400)
    if 20_000 <= value < 80_000:
        moment = epoch + timedelta(seconds=round(value * 86400))
        whole = moment - datetime.combine(moment.date(), time())
        return When(day=moment.date(), clock=None if value == int(value) else int(whole.total_seconds()))
    if value == int(value) and 100 <= value <= 2359 and value % 100 < 60:
        return When(clock=int(value) // 100 * 3600 + int(value) % 100 * 60)
    raise ValueError(tr(_NO_NUMBER, number=value))


def day_of(value: Value) -> int | None:
    """A number of days after the first, where a cell says a day: ``Day 2`` and ``2`` are 1, ``D+2`` is 2."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) - 1 if 1 <= value <= 400 and value == int(value) else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return max(int(text) - 1, 0)
    found = _DAY.match(text)
    return (int(found[2]) - (not found[1]) if found[2] != "0" else 0) if found and not found[3] else None


def _clock(text: str) -> int | None:
    """Seconds since midnight, for a time of day in words."""
    found = _CLOCK.match(text)
    if found:
        hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").upper()
    elif found := _MILITARY.match(text):
        hour, minute, second, half = int(found[1]), int(found[2]), 0, ""
    elif found := _HOUR.match(text):
        hour, minute, second, half = int(found[1]), 0, 0, found[2].upper()
    else:
        return None
    if half[:1] in ("A", "P"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] == "P" else 0)
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def _words(text: str, order: str) -> When:
    if found := _RANGE.match(text):
        return When(clock=_clock(found[1]), range=True)
    clock = _clock(text)
    if clock is not None:
        return When(clock=clock)
    if found := _OFFSET.match(text):
        return When(after=_offset(found))
    if found := _DAY.match(text):
        rest = _clock(found[3]) if found[3] else None
        if not found[3] or rest is not None:
            return When(day=day_of(text.split(found[3])[0].strip(" ,/–-") if found[3] else text), clock=rest)
    when = _dtg(text) or _dated(text, order)
    if when:
        return when
    try:
        return When(after=parse_when(text))
    except QuantityError:
        pass
    try:
        moment = parse_datetime(text)
    except QuantityError:
        raise ValueError(tr(_NO_TIME, text=text[:60])) from None
    zone = moment.utcoffset() if re.search(r"(?:Z|[+-]\d\d:?\d\d)$", text) else None
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return When(day=moment.date(), clock=seconds if len(text) > 10 else None, zone=zone)


def _offset(found: re.Match[str]) -> int:
    letter, sign, first, second, third = found.groups()
    if second is None:
        seconds = int(first) * (60 if letter.upper() == "M" else 3600)
    else:
        seconds = int(first) * 3600 + int(second) * 60 + int(third or 0)
    return seconds if sign == "+" else -seconds


def _dtg(text: str) -> When | None:
    """A date-time group, with any blanks, with or without the letter of its zone."""
    found = _BARE_DTG.match(text.upper().replace(" ", ""))
    if found is None:
        return None
    day, clock, zone, month, year = found.groups()
    try:
        moment = parse_datetime(f"{day}{clock}{zone or 'Z'} {month} {year}")
    except QuantityError as error:
        raise ValueError(error.message) from None
    return When(
        day=moment.date(), clock=moment.hour * 3600 + moment.minute * 60, zone=moment.utcoffset() if zone else None
    )


def _dated(text: str, order: str) -> When | None:
    """A date in numbers or with the month's name, and perhaps a time of day behind it."""
    named = next((found for pattern in _NAMED if (found := pattern.match(text))), None)
    if named and named["m"][:3].lower() in _MONTHS:
        day, month, year, rest = int(named["d"]), _MONTHS.index(named["m"][:3].lower()) + 1, named["y"], named["t"]
    elif found := _DATED.match(text):
        day, month, rest, year = *_ordered(text, int(found[1]), int(found[2]), order), found[4], found[3]
    else:
        return None
    clock = _clock(rest) if rest else None
    if rest and clock is None:
        raise ValueError(tr(_NO_TIME_OF_DAY, text=rest[:40]))
    try:
        return When(day=date(int(year) + (2000 if len(year) == 2 else 0), month, day), clock=clock)
    except ValueError:
        raise ValueError(tr("{text!r} is no date that a calendar has", text=text[:60])) from None


def _ordered(text: str, first: int, second: int, order: str) -> tuple[int, int]:
    """Day and month of a date in numbers."""
    if first > 12 or order == "dmy" or first == second:
        return first, second
    if second > 12 or order == "mdy":
        return second, first
    raise ValueError(tr("{text!r} could be two dates; say --dates dmy or --dates mdy", text=text[:40]))
