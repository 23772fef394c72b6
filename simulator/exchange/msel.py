"""Our own MSEL files: a scenario's injects and the facts around them as a table, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.catalogue import everywhere, marked, tr
from simulator.errors import Problem
from simulator.exchange.columns import OWN, own_heads
from simulator.exchange.rows import cells_of, clean, inject_of
from simulator.exchange.tables import Book, Sheet, Value, WorkbookWrong, letters, too_large

__all__ = ["FACTS", "Read", "changes", "facts_rows", "is_own", "msel_rows", "read_own"]

FACTS = ("startex", "title", "summary", "draws_on", "handling", "language", "clock", "cells", "objectives")
"""what a workbook carries of a scenario besides its MSEL, so that it can stand alone"""
_FACTS_HEAD = (marked("Exercise"), marked("Value"))
_LONGEST = 32_000


@dataclass(slots=True)
class Read:
    """What a file said: the facts of its scenario, the injects, each with its address, and what there is to say."""

    facts: dict[str, Any] = field(default_factory=dict)
    msel: list[dict[str, Any]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    """the address of each inject's row"""
    problems: list[Problem] = field(default_factory=list)


def msel_rows(msel: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The table of an MSEL with its head; raises :class:`WorkbookWrong` where an inject does not fit a row."""
    rows = [[column.title for column in OWN]]
    for inject in msel:
        try:
            row = cells_of(inject)
        except ValueError as error:
            why = tr("inject {name}: {why}", name=inject.get("id", "?"), why=error)
            raise WorkbookWrong([Problem("E707", why)]) from None
        for column, text in zip(OWN, row, strict=True):
            if len(text) > _LONGEST:
                raise too_large(
                    tr(
                        "inject {name}: {head} is longer than {most} characters",
                        name=inject.get("id", "?"),
                        head=column.title,
                        most=_LONGEST,
                    )
                )
        rows.append(row)
    return rows


def facts_rows(scenario: Mapping[str, Any]) -> list[list[str]]:
    """The sheet of facts: name and value; a value with an inner form is JSON."""
    rows = [[tr(head) for head in _FACTS_HEAD]]
    for name in FACTS:
        value = clean(scenario.get(name))
        if value not in ("", [], {}):
            rows.append([name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)])
    return rows


def _text(value: Value) -> str:
    """A cell as a text; a number that somebody's program made of one is a number again without ``.0``."""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def _own_sheet(book: Book) -> Sheet | None:
    heads = own_heads()
    for sheet in book.sheets:
        if [str(value) for _, value in sorted(sheet.rows.get(1, {}).items())] in heads:
            return sheet
    return None


def is_own(book: Book) -> bool:
    """Whether a file has our own head, column by column."""
    return _own_sheet(book) is not None


def read_own(book: Book) -> Read:
    """What one of our own files says; problems carry the address of their cell."""
    found = Read(problems=list(book.problems))
    own = _own_sheet(book)
    assert own is not None
    for row, values in sorted(own.rows.items()):
        if row > 1:
            _read_row(own, row, values, found)
    facts = [list(heads) for heads in zip(*map(everywhere, _FACTS_HEAD), strict=True)]
    for sheet in book.sheets:
        first = sheet.rows.get(1, {})
        if sheet is own:
            continue
        if [first.get(1), first.get(2)] in facts:
            _read_facts(sheet, found)
        elif sheet.rows:
            why = tr("the sheet {name!r} is not taken", name=sheet.name)
            found.problems.append(Problem("N705", why, tr("only the MSEL and its facts are"), severity="notice"))
    return found


def _read_row(own: Sheet, row: int, values: Mapping[int, Value], found: Read) -> None:
    for column, value in values.items():
        if column > len(OWN):
            place, told = own.address(row, column), _text(value)[:60]
            why = tr("{place} {text!r} is under no head, and is not taken", place=place, text=told)
            found.problems.append(Problem("N705", why, tr("write it into Notes"), severity="warning"))
    cells = {OWN[column - 1].field: _text(value) for column, value in values.items() if column <= len(OWN)}
    for needed in ("id", "type"):
        if needed not in cells:
            column = next(i for i, c in enumerate(OWN, 1) if c.field == needed)
            head = OWN[column - 1].title.lower()
            why = tr("{place}: the row has no {head}", place=own.address(row, column), head=head)
            found.problems.append(Problem("E706", why, tr("write one, or delete the row")))
            return
    try:
        found.msel.append(inject_of(cells))
        found.places.append(own.address(row, 1))
    except ValueError as error:
        found.problems.append(Problem("E707", f"{own.address(row, 1)}: {error}", tr("write it like the other rows")))


def _read_facts(sheet: Sheet, found: Read) -> None:
    for row, values in sorted(sheet.rows.items()):
        name, text = str(values.get(1, "")), _text(values.get(2, ""))
        if row == 1 or not name:
            continue
        if name not in FACTS:
            why = tr("{name!r} is not a fact that an MSEL carries", name=name[:40])
            why = f"{sheet.address(row, 1)}: {why}"
            found.problems.append(Problem("N705", why, severity="warning"))
            continue
        try:
            found.facts[name] = clean(json.loads(text)) if text[:1] in "{[" and text else text
        except (ValueError, RecursionError):
            why = tr("{field} is not readable as JSON", field=name)
            why = f"{sheet.name}!{letters(2)}{row}: {why}"
            found.problems.append(Problem("E707", why, tr("export the scenario again")))


def changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    """What an import changes, a line for each inject or field: added, taken out, changed from and to."""
    old = {str(inject.get("id")): inject for inject in before}
    new = {str(inject.get("id")): inject for inject in after}
    lines = [tr("- {name} is taken out", name=name) for name in old if name not in new]
    for name, inject in new.items():
        if name not in old:
            lines.append(f"+ {name} {inject.get('at', '')} {inject.get('title') or str(inject.get('text', ''))[:60]}")
            continue
        cells = zip(OWN, cells_of(old[name]), cells_of(inject), strict=True)
        lines += [f"~ {name} {column.title}: {was!r} -> {now!r}" for column, was, now in cells if was != now]
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        lines.append(tr("~ the injects stand in another order"))
    return lines
