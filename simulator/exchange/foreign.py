"""Somebody else's MSEL as a plain one of ours: every row is taken, or its address is said with the reason.

A plain MSEL needs no places, units or rules: its recipients become cells that the room plays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.exchange.moments import When, day_of, read_when
from simulator.exchange.msel import Read
from simulator.exchange.recognise import Table
from simulator.exchange.rows import clean
from simulator.exchange.schedule import duration_for, scheduled
from simulator.exchange.tables import Book, Value, letters
from simulator.exchange.wordings import EVERYBODY, KEPT, MEANS, MISSING, TITLES, TOO_LONG, TYPES, word_for
from simulator.units import format_span, written_clock, written_span

__all__ = ["Choices", "read_foreign"]

_WITHIN = re.compile(
    r"\b(?:within|dans les|dans|sous|en moins de|d'ici) (\d{1,3}) ?(min|minutes?|h|hours?|heures?)\b", re.IGNORECASE
)
_LONGEST_TITLE, _LONGEST = 200, 19_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller says about somebody else's file."""

    startex: str = ""
    dates: str = ""
    within: int = 1800
    """seconds that an expected action may take where no limit is written"""


@dataclass(slots=True)
class _Row:
    """A row that may become an inject."""

    place: str
    number: int
    table: Table
    cells: dict[str, str]
    when: When | None
    inject: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """What is gathered while the rows go by."""

    read: Read
    choices: Choices
    epoch: datetime
    rows: list[_Row] = field(default_factory=list)
    cells: dict[str, None] = field(default_factory=dict)
    objectives: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    limitless: list[str] = field(default_factory=list)

    def say(self, code: str, message: str, hint: str = "", severity: str = "warning") -> None:
        """Note something about a place of the file."""
        self.read.problems.append(Problem(code, message, hint, severity=severity))


def read_foreign(book: Book, tables: Sequence[Table], title: str, choices: Choices) -> Read:
    """The plain scenario that the tables make; raises QuantityError for a STARTEX that is none."""
    heads = [f"{t.sheet.address(*at)}:" for t in tables for at in t.sheet.wide if t.first <= at[0] <= t.head]
    odd = [p for p in book.problems if p.code != "N702" or not any(head in p.message for head in heads)]  # are read
    found = _Reading(Read(problems=odd), choices, book.epoch)
    for sheet in book.sheets:
        if sheet.rows and not any(table.sheet is sheet for table in tables):
            why = tr("the sheet {name!r} ({n} rows) is not taken", name=sheet.name, n=len(sheet.rows))
            found.say("N705", why, severity="notice")
    for table in tables:
        title = _above(table, found) or title
        _beside(table, found)
        _gather(table, found)
    _place_in_time(found)
    _finish(found, title)
    return found.read


def _above(table: Table, found: _Reading) -> str:
    """Cells above the head: the exercise's name is its title, the rest is said."""
    title, taken = "", set()
    for row, column, value in table.sheet.cells():
        if row >= table.first or (row, column) in taken:
            continue
        label = str(value).strip().rstrip(":").casefold()
        right = table.sheet.rows[row].get(column + 1)
        if label in TITLES and right is not None:
            title = str(clean(right))[:_LONGEST_TITLE]
            taken.add((row, column + 1))
        else:
            where = table.sheet.address(row, column)
            why = tr("{place} {text!r} stands above the table, and is not taken", place=where, text=str(value)[:60])
            found.say("N705", why, severity="notice")
    return title


def _beside(table: Table, found: _Reading) -> None:
    """Columns that mean nothing to us, with how many cells they hold."""
    for column in table.unknown:
        held = [row for row, values in table.sheet.rows.items() if row > table.head and column in values]
        if held:
            head = table.heads.get(column, "")[:40]
            where = f"{table.sheet.address(min(held), column)}:{letters(column)}{max(held)}"
            why = tr("{n} cells of the column {head!r} are not taken", n=len(held), head=head)
            found.say("N705", f"{where}: {why}", tr("say what it means with --mapping"))


def _gather(table: Table, found: _Reading) -> None:
    repeats = [table.sheet.rows[row] for row in range(table.first, table.head + 1)]
    day: Value | None = None
    for number, values in sorted(table.sheet.rows.items()):
        if number <= table.head:
            continue
        place = table.sheet.address(number, min(values))
        known = {column: value for column, value in values.items() if column in table.fields}
        if known and any(all(heads.get(column) == value for column, value in values.items()) for heads in repeats):
            found.say("N706", tr("{place}: the head is repeated", place=place), severity="notice")
        elif len(values) == 1 and len(table.fields) > 2 and table.fields.get(min(values)) not in ("text", "title"):
            only = next(iter(values.values()))
            day = only if day_of(only) is not None and isinstance(only, str) else day
            why = tr("{text!r} stands alone: a heading, not an inject", text=str(only)[:60])
            found.say("N706", f"{place}: {why}", severity="notice")
        elif not known:
            found.say("N706", tr("{place}: the row has nothing under a known head, and is not taken", place=place))
        else:
            day = _day_cell(table, known) or day
            found.rows.append(_row(table, number, place, known, day, found))


def _day_cell(table: Table, known: Mapping[int, Value]) -> Value | None:
    return next((value for column, value in known.items() if table.fields[column] in ("date", "day")), None)


def _row(table: Table, number: int, place: str, known: Mapping[int, Value], day: Value | None, found: _Reading) -> _Row:
    cells: dict[str, str] = {}
    times: dict[str, tuple[str, Value]] = {}
    for column, value in known.items():
        name = table.fields[column]
        if name in ("at", "date", "time", "day"):
            times[name] = (table.sheet.address(number, column), value)
            continue
        text = str(clean(int(value) if isinstance(value, float) and value == int(value) else value)).strip()
        if name == "notes" and column in table.heads:
            head = table.heads[column]
            text = text if "notes" not in cells else f"{head}: {text}"
        cells[name] = f"{cells[name]}\n{text}" if name in cells else text
    return _Row(place, number, table, cells, _when(times, day, found))


def _when(times: Mapping[str, tuple[str, Value]], day: Value | None, found: _Reading) -> When | None:
    """One meaning of the cells that speak of time: a full one alone, or a day with a time of day."""
    read: dict[str, When] = {}
    for name, (place, value) in times.items():
        number = day_of(value) if name == "day" else None
        try:
            read[name] = When(day=number) if number is not None else read_when(value, found.epoch, found.choices.dates)
        except ValueError as error:
            found.say("E707", f"{place}: {error}", severity="error")
    if len(read) < len(times):
        return None  # half a time would put the inject at another one
    whole = read.get("at")
    part = read.get("time")
    main = whole or part or read.get("date") or read.get("day")
    if main is None:
        return None
    if main.day is None and main.after is None:
        main = replace(main, day=_days(read, day, found))
    if main.clock is None and main.after is None and part is not None and part is not main:
        main = replace(main, clock=part.clock)
    return main


def _days(read: Mapping[str, When], carried: Value | None, found: _Reading) -> date | int | None:
    """The day of a row that has only a time of day: its own, or the one that stands above."""
    own = read.get("date") or read.get("day")
    if own is not None:
        return own.day
    if carried is None:
        return None
    number = day_of(carried) if not isinstance(carried, datetime | date) else None
    if number is not None:
        return number
    try:
        return read_when(carried, found.epoch, found.choices.dates).day
    except ValueError:
        return None  # said where it stands


def _place_in_time(found: _Reading) -> None:
    begins = next((i for i, row in enumerate(found.rows) if _is_startex(row.cells)), None)
    plan = scheduled([row.when for row in found.rows], begins, found.choices.startex)
    for said in plan.assumed:
        found.say("N708", said, severity="notice")
    last = 0
    for row, seconds in zip(found.rows, plan.seconds, strict=True):
        lacks = MISSING.get((not (row.cells.get("text") or row.cells.get("title")), seconds is None))
        if lacks:
            found.say("E706", f"{row.place}: {tr(lacks)}", tr("write one, or --leave-out"), "error")
        elif seconds is not None and seconds < 0:
            why = tr("{span} before STARTEX", span=format_span(-seconds))
            found.say("E707", f"{row.place}: {why}", tr("say an earlier --startex, or --leave-out"), "error")
        elif seconds is not None:
            row.inject["at"] = written_clock(seconds)
            last = max(last, seconds)
    found.read.facts["clock"] = {"startex": plan.startex, "duration": duration_for(last)}


def _is_startex(cells: Mapping[str, str]) -> bool:
    said = f"{cells.get('title', '')} {cells.get('type', '')} {cells.get('text', '')[:40]}".casefold()
    return re.search(r"\bstartex\b|\bstart of exercise\b|\bdébut de l'exercice\b", said) is not None


def _finish(found: _Reading, title: str) -> None:
    for row in found.rows:
        if "at" in row.inject:
            found.read.msel.append(_inject(row, found))
            found.read.places.append(row.place)
    everybody = list(found.cells)
    for inject in found.read.msel:
        if inject.get("to") == ["all"]:
            inject["to"] = everybody
            if not everybody:
                del inject["to"]
    if found.limitless:
        span = written_span(found.choices.within)
        where = ", ".join(found.limitless)
        why = tr("no limit is written for the expected actions of {where}: {span}", where=where, span=span)
        found.say("N708", why, tr("--within says another"), "notice")
    facts = found.read.facts
    objectives = [{"id": name, "text": text} for text, name in found.objectives.items()]
    cells = {name: {"roles": [f"{name[:58]}_lead"], "played_by": "room"} for name in found.cells}
    found.read.facts = {"startex": "1", "title": title[:_LONGEST_TITLE], "clock": facts["clock"]}
    found.read.facts |= ({"cells": cells} if cells else {}) | ({"objectives": objectives} if objectives else {})


def _inject(row: _Row, found: _Reading) -> dict[str, Any]:
    cells = row.cells
    notes = [cells["notes"]] if cells.get("notes") else []
    notes += [tr(label, text=cells[name]) for name, label in KEPT.items() if cells.get(name)]
    held: dict[str, Any] = {"id": _id(row, found), "at": row.inject["at"]}
    expects = _expects(row, found)
    held["type"] = word_for(cells.get("type", ""), TYPES) or ("administrative" if _is_startex(cells) else "contextual")
    if cells.get("type") and not word_for(cells["type"], TYPES):
        notes.append(tr("Type: {text}", text=cells["type"]))
        why = tr("the type {type!r} is not known: contextual", type=cells["type"][:40])
        found.say("N708", f"{row.place}: {why}", severity="notice")
    title, text = cells.get("title", ""), cells.get("text", "")
    if len(title) > _LONGEST_TITLE or "\n" in title:
        text = f"{title}\n{text}".strip()
        title = title.split("\n")[0][:_LONGEST_TITLE]
    held["title"] = title
    held["to"] = _recipients(row, found)
    for name in TOO_LONG:
        value = cells.get(name, "").replace("\n", ", ")
        held[name] = value if len(value) <= _LONGEST_TITLE else ""
        notes += [tr(TOO_LONG[name], text=value)] if len(value) > _LONGEST_TITLE else []
    if cells.get("means"):
        held["means"] = word_for(cells["means"], MEANS) or "other"
        if held["means"] == "other":
            notes.append(tr("Method: {text}", text=cells["means"]))
            why = tr("the method {means!r} is not known: other", means=cells["means"][:40])
            found.say("N708", f"{row.place}: {why}", severity="notice")
    held |= {"text": text or title, "script": cells.get("script", ""), "expects": expects}
    held["objective"] = _objective(cells.get("objective", ""), notes, found)
    held["notes"] = "\n".join(notes)
    return {name: value for name, value in _short_enough(held, row, found).items() if value}


def _short_enough(held: dict[str, Any], row: _Row, found: _Reading) -> dict[str, Any]:
    for name in ("text", "script", "notes"):
        if len(held.get(name, "")) > _LONGEST:
            why = tr("{name} is longer than {most} characters", name=name, most=_LONGEST)
            found.say("E707", f"{row.place}: {why}", tr("shorten it"), "error")
    return held


def _slug(text: str, fallback: str) -> str:
    """A name of the language for a text: ``Head of Office (acting)`` is ``head_of_office_acting``."""
    name = re.sub(r"[^A-Za-z0-9-]+", "_", text).strip("_-")[:50].strip("_-")
    return name or fallback


def _id(row: _Row, found: _Reading) -> str:
    said = row.cells.get("id", "")
    name = _slug(re.sub(r"[.]", "-", said), f"row-{row.number}")
    if not said:
        why = tr("the row has no number: {name}", name=name)
        found.say("N708", f"{row.place}: {why}", severity="notice")
    taken, count = name, 2
    while taken in found.ids:
        taken, count = f"{name}-{count}", count + 1
    if taken != name or (said and name != said):
        why = tr("the number {said!r} becomes {taken}", said=said[:40], taken=taken)
        found.say("N708", f"{row.place}: {why}", severity="notice")
    found.ids.add(taken)
    return taken


def _recipients(row: _Row, found: _Reading) -> list[str]:
    said = [part.strip() for part in re.split(r"[,;/\n]| and | et | & ", row.cells.get("to", "")) if part.strip()]
    if not said:
        why = tr("{place}: the row says nobody to tell", place=row.place)
        found.say("N706", why, tr("write a recipient"))
        return []
    if any(part.casefold() in EVERYBODY for part in said):
        return ["all"]
    names = list(dict.fromkeys(_slug(part.casefold(), f"cell_{len(found.cells) + 1}") for part in said))
    found.cells.update(dict.fromkeys(names))
    return names


def _expects(row: _Row, found: _Reading) -> list[dict[str, Any]]:
    held = []
    for line in row.cells.get("expects", "").split("\n"):
        action = line.strip().lstrip("•-*–· ").strip()
        if not action:
            continue
        limit = _WITHIN.search(action)
        if limit is None and row.place not in found.limitless:
            found.limitless.append(row.place)
        within = f"{limit[1]} {'min' if limit[2].lower().startswith('m') else 'h'}" if limit else ""
        held.append({"action": action, "within": within or written_span(found.choices.within)})
    return held


def _objective(said: str, notes: list[str], found: _Reading) -> str:
    """The objective that an inject serves; further ones stand in the notes."""
    parts = [part.strip() for part in said.split("\n") if part.strip()]
    for part in parts:
        plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", part)
        found.objectives.setdefault(part, part if plain else f"OBJ-{len(found.objectives) + 1}")
    notes += [tr("Objective: {text}", text=part) for part in parts[1:]]
    return found.objectives[parts[0]] if parts else ""
