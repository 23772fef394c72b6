"""Exercise time: integer seconds since STARTEX, as people write it and read it.

``H+1:30`` is an hour and a half after STARTEX, ``D+2`` two days after it, ``D+2 06:00`` six in the
morning of the second day after the first, ``171430B FEB 31`` a military date-time group (DTG).
An exercise of more than four days is told by day (:func:`tell_by_day`); files and logs hold ``H+`` times alone.
Ground floor: standard library only; no clock is ever read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from simulator.catalogue import decimal, language, marked, tr, trn, word
from simulator.quantities import QuantityError, parse_number

__all__ = [
    "Epoch",
    "bare_amount",
    "clock_column",
    "days_are_told",
    "format_amount",
    "format_clock",
    "format_count",
    "format_span",
    "parse_datetime",
    "parse_when",
    "tell_by_day",
    "told_by_day",
    "written_clock",
    "written_span",
]

MINUTE, HOUR, DAY = 60, 3600, 86400

_H = re.compile(r"^H\s*\+\s*(\d{1,5})(?::([0-5]\d)(?::([0-5]\d))?)?$")
_D = re.compile(r"^D\s*\+\s*(\d{1,4})(?:\s+([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?$")
_DTG = re.compile(r"^(\d{2})(\d{2})(\d{2})\s*([A-Z])\s*([A-Za-z]{3})\s*(\d{2}|\d{4})$")
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""the sun is not worked out, nor time zones known, outside these years"""
_EXAMPLE = marked("write H+1:30, 90 min, D+2 06:00 or a DTG like 171430B FEB 31")


@dataclass(frozen=True, slots=True)
class Epoch:
    """When STARTEX is: an aware moment, from which every other time is counted."""

    moment: datetime

    def seconds(self, when: datetime) -> int:
        """Whole seconds from STARTEX to ``when``; naive values are local to STARTEX."""
        aware = when if when.tzinfo else self.localised(when)
        return round((aware.astimezone(UTC) - self.moment.astimezone(UTC)).total_seconds())

    def localised(self, when: datetime) -> datetime:
        """A naive moment on STARTEX's clock; raises :class:`QuantityError` for one that a change of clocks omits."""
        assert self.moment.tzinfo is not None
        return _on_the_clock(when, self.moment.tzinfo, "")

    def local(self, at: int) -> datetime:
        """The local moment ``at`` seconds after STARTEX."""
        return (self.moment.astimezone(UTC) + timedelta(seconds=at)).astimezone(self.moment.tzinfo)

    def day_time(self, at: int) -> str:
        """A moment by day and local time, as the language reads it: ``D+26 06:00``, with seconds if there are some."""
        moment = self.local(at)
        seconds = f":{moment:%S}" if moment.second else ""
        return f"D+{(moment.date() - self.local(0).date()).days} {moment:%H:%M}{seconds}"

    def dtg(self, at: int) -> str:
        """The date-time group of a moment: ``180420B FEB 31``."""
        moment = self.local(at)
        offset = moment.utcoffset() or timedelta()
        hours, odd = divmod(round(offset.total_seconds()), HOUR)
        letter = _zone_letter(hours) if not odd else "?"
        return f"{moment:%d%H%M}{letter} {_MONTHS[moment.month - 1]} {moment:%y}"


def _zone_letter(hours: int) -> str:
    if hours == 0:
        return "Z"
    if 1 <= hours <= 12:
        return "ABCDEFGHIKLM"[hours - 1]
    return "NOPQRSTUVWXY"[-hours - 1] if -12 <= hours <= -1 else "?"


def _zone_offset(letter: str) -> timezone:
    if letter == "Z":
        return UTC
    if letter in "ABCDEFGHIKLM":
        return timezone(timedelta(hours="ABCDEFGHIKLM".index(letter) + 1))
    if letter in "NOPQRSTUVWXY":
        return timezone(-timedelta(hours="NOPQRSTUVWXY".index(letter) + 1))
    raise QuantityError(
        "E203", tr("time zone letter J has no fixed offset"), tr("use Z for UTC, A to M east, N to Y west")
    )


def parse_datetime(text: str, zone: str = "") -> datetime:
    """A date and time: ISO (``2031-02-17T18:00+02:00``) or DTG (``171800B FEB 31``).

    ``zone`` is an IANA name used where the text carries no offset.  Raises :class:`QuantityError`
    for a date that no calendar has, or a local time that a change of clocks leaves out.
    """
    moment = _read_datetime(text)
    if moment.tzinfo is not None:
        return moment
    if not zone:
        return moment.replace(tzinfo=UTC)
    try:
        known = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise QuantityError(
            "E203", tr("{zone!r} is not a known time zone", zone=zone), tr("write it like Africa/Nairobi")
        ) from None
    return _on_the_clock(moment, known, zone)


def _read_datetime(text: str) -> datetime:
    """A date and time as it is written: naive where it carries no offset."""
    clean = text.strip()
    try:
        moment = _from_dtg(clean.upper()) or datetime.fromisoformat(clean)
    except QuantityError:
        raise
    except ValueError as error:
        code = "E207" if _ISO.match(clean) or _DTG.match(clean.upper()) else "E203"
        raise QuantityError(
            code,
            tr("{text!r} is not a date and time that exists ({why})", text=text[:60], why=str(error).split(":")[0]),
            tr("write it like 2031-02-17T18:00+02:00 or 171800B FEB 31"),
        ) from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        why = tr(
            "{text!r}: years from {first} to {last} are known",
            text=text[:60],
            first=_FIRST_YEAR,
            last=_LAST_YEAR,
        )
        raise QuantityError("E207", why, tr("exercises lie between them"))
    return moment


def _on_the_clock(moment: datetime, zone: tzinfo, name: str) -> datetime:
    """A naive moment as a local one; raises :class:`QuantityError` for one that a change of clocks leaves out."""
    aware = moment.replace(tzinfo=zone)
    if aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        said = f"{moment:%Y-%m-%dT%H:%M}"
        why = tr("'{time}' does not exist: the clocks go forward over it", time=said)
        if name:
            why = tr("'{time}' does not exist in {zone}: the clocks go forward over it", time=said, zone=name)
        raise QuantityError("E208", why, tr("choose a time that exists"))
    return aware


def _from_dtg(text: str) -> datetime | None:
    found = _DTG.match(text)
    if not found:
        return None
    day, hour, minute, letter, month, year = found.groups()
    if month not in _MONTHS:
        raise QuantityError("E207", tr("{month!r} is not a month", month=month), tr("write JAN, FEB, ... DEC"))
    full = int(year) if len(year) == 4 else 2000 + int(year)
    return datetime(full, _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=_zone_offset(letter))


def parse_when(text: str, epoch: Epoch | None = None) -> int:
    """A moment as whole seconds after STARTEX; raises :class:`QuantityError`.

    Without an ``epoch`` only relative times can be read (``H+1:30``, ``90 min``, ``D+2``).
    """
    clean = text.strip()
    if found := _H.match(clean):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * HOUR + minutes * MINUTE + seconds
    if found := _D.match(clean):
        return _day(int(found[1]), found[2], found[3], found[4], epoch)
    if re.fullmatch(r"\d+:\d\d(:\d\d)?", clean):
        raise QuantityError(
            "E204", tr("{text!r} could be a time of day or a span", text=text), tr("write H+1:30, or 1 h 30 min")
        )
    if clean.startswith(("-", "H-", "H -", "D-")):
        raise QuantityError("E205", tr("{text!r} lies before STARTEX", text=text), tr("an exercise begins at H+0:00"))
    if _ISO.match(clean) or _DTG.match(clean.upper()):
        if epoch is None:
            raise QuantityError(
                "E203", tr("{text!r} is a date, and this place takes only a span", text=text), tr("write H+1:30")
            )
        at = epoch.seconds(_read_datetime(clean))
        if at < 0:
            raise QuantityError(
                "E205", tr("{text!r} lies before STARTEX", text=text), tr("an exercise begins at H+0:00")
            )
        return at
    try:
        return int(parse_number(clean, "duration"))
    except QuantityError as error:
        raise QuantityError(error.code, tr("{text!r} is not a time", text=text[:60]), tr(_EXAMPLE)) from None


def _day(days: int, hour: str | None, minute: str | None, second: str | None, epoch: Epoch | None) -> int:
    if hour is None:
        return days * DAY
    if epoch is None:
        raise QuantityError(
            "E203",
            tr("D+{days} {hour}:{minute} needs a clock", days=days, hour=hour, minute=minute),
            tr("write H+1:30 instead"),
        )
    clock = {"hour": int(hour), "minute": int(minute or 0), "second": int(second or 0), "microsecond": 0}
    first = epoch.local(0).replace(**clock, tzinfo=None)
    at = epoch.seconds(first + timedelta(days=days))
    if at < 0:
        raise QuantityError(
            "E205",
            tr("D+{days} {hour}:{minute} lies before STARTEX", days=days, hour=hour, minute=minute),
            tr("D+0 is the day of STARTEX"),
        )
    return at


_SHARES = ("share", "level")
_GROUPS = {"fr": "\u00a0"}
"""what stands between groups of three digits, where that is no comma"""


def format_count(number: float) -> str:
    """A whole number in groups of three digits, as the language that is spoken sets them: ``22,500``."""
    return f"{number:,.0f}".replace(",", _GROUPS.get(language(), ","))


def format_amount(value: float | None, unit: str) -> str:
    """A measured value with its unit as people read it: shares and levels in per cent, ``-`` for none."""
    if value is None:
        return "-"
    amount, counted = bare_amount(value, unit), _COUNTED.get(unit)
    if unit in _SHARES:
        return f"{amount} %"
    return counted(_of(value), amount) if counted else f"{amount} {word(unit)}"


def bare_amount(value: float, unit: str) -> str:
    """The same without its unit, where that is said once for several."""
    if unit in _SHARES:
        return f"{value * 100:.0f}"
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else decimal(f"{value:.1f}")


def _of(value: float) -> int:
    """How many a value is for the form of its unit: English has one form for one alone, French for less than two."""
    return int(abs(value)) if language() == "fr" else 1 if abs(value) == 1 else 2


_COUNTED: dict[str, Callable[[int, str], str]] = {
    "people": lambda n, amount: trn("{amount} person", "{amount} people", n, amount=amount),
    "incidents": lambda n, amount: trn("{amount} incident", "{amount} incidents", n, amount=amount),
    "orders": lambda n, amount: trn("{amount} order", "{amount} orders", n, amount=amount),
    "messages": lambda n, amount: trn("{amount} message", "{amount} messages", n, amount=amount),
    "weapons": lambda n, amount: trn("{amount} weapon", "{amount} weapons", n, amount=amount),
    "caches": lambda n, amount: trn("{amount} cache", "{amount} caches", n, amount=amount),
    "days": lambda n, amount: trn("{amount} day", "{amount} days", n, amount=amount),
    "reports": lambda n, amount: trn("{amount} report", "{amount} reports", n, amount=amount),
    "crowds": lambda n, amount: trn("{amount} crowd", "{amount} crowds", n, amount=amount),
    "children": lambda n, amount: trn("{amount} child", "{amount} children", n, amount=amount),
    "tasks": lambda n, amount: trn("{amount} task", "{amount} tasks", n, amount=amount),
    "needs": lambda n, amount: trn("{amount} need", "{amount} needs", n, amount=amount),
}
"""units of which one is called otherwise than several"""


_MANY_DAYS = 4 * DAY
"""an exercise of more is told by day: nobody says H+600"""
_by_day: Epoch | None = None


def tell_by_day(startex: str = "", duration: int = 0) -> None:
    """Tell times from now on as people say them in an exercise that begins at ``startex`` and lasts so many seconds.

    By day and local time where it lasts more than four days, else in hours from STARTEX, as without an exercise.
    """
    global _by_day
    _by_day = None
    if duration > _MANY_DAYS:
        try:
            moment = datetime.fromisoformat(startex)
        except ValueError:
            return
        _by_day = Epoch(moment) if moment.tzinfo is not None else None


def days_are_told() -> bool:
    """Whether times are told by day now."""
    return _by_day is not None


@contextmanager
def told_by_day(startex: str, duration: int) -> Iterator[None]:
    """The same for as long as something is made of one exercise, a document for example."""
    global _by_day
    before = _by_day
    tell_by_day(startex, duration)
    try:
        yield
    finally:
        _by_day = before


def format_clock(at: int) -> str:
    """A moment as people read it: ``H+16:20``, or ``D+25 06:00`` in an exercise of many days."""
    return _by_day.day_time(at) if _by_day is not None and at >= 0 else written_clock(at)


def clock_column(at: int, wide: int) -> str:
    """The same in a column of so many signs, a few more where times are told by day."""
    return f"{format_clock(at):>{wide if _by_day is None else wide + 4}}"


def written_clock(at: int) -> str:
    """``H+16:20``, with seconds only where there are some: what files and logs hold, whatever the exercise."""
    sign, at = ("-", -at) if at < 0 else ("+", at)
    hours, rest = divmod(at, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    return f"H{sign}{hours}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def format_span(seconds: float) -> str:
    """A length of time in words a person says: ``45 s``, ``12 min``, ``2 h 30 min``, ``30 days``."""
    return written_span(seconds, day=word("days"))


def written_span(seconds: float, day: str = "days") -> str:
    """The same as a scenario writes it, in every language."""
    whole = round(seconds)
    if whole < 2 * MINUTE:
        return f"{whole} s"
    minutes = round(whole / MINUTE)
    if minutes < 2 * 60:
        return f"{minutes} min"  # not for people
    hours, minutes = divmod(minutes, 60)
    if hours < 72:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"  # not for people
    return f"{round(hours / 24)} {day}"
