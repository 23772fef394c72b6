"""Rows of somebody's table as entries of an order of battle: every row is one, or is left out by its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from simulator.errors import Problem
from simulator.exchange.forces.columns import COLUMNS, FORCES, INHERITED, MODELS, field_in, plain_word
from simulator.exchange.forces.rows import value_of
from simulator.exchange.forces.words import ours_for, section_in
from simulator.exchange.recognise import Table, recognised
from simulator.exchange.rows import clean
from simulator.exchange.tables import Book, Sheet, Value, letters
from simulator.scenario.fields import aliases
from simulator.scenario.translate import worded

__all__ = ["Entry", "Read", "read_forces", "wrong_with"]

_TOTAL = re.compile(r"(?:grand |sub ?|sous )?(?:total|sum|somme|ensemble)\b.*")
_WIDEST = 60
"""characters of a cell that a message shows"""
_OWN_KIND = (*INHERITED, "can")


@dataclass(slots=True)
class Entry:
    """A row: the section that it belongs to, its cells in the words of the language, where each stands."""

    section: str
    cells: dict[str, str]
    sheet: Sheet
    row: int
    columns: dict[str, int]
    name: str = ""

    def place(self, column: str = "") -> str:
        """The address of a cell, or of the row's first."""
        return self.sheet.address(self.row, self._column(column))

    def _column(self, column: str) -> int:
        return self.columns.get(column) or min(self.columns.values())

    def problem(self, file: str, column: str, said: str, hint: str = "", code: str = "E707") -> Problem:
        """Something about a cell, with its file, row and column."""
        severity = "error" if code.startswith(("E", "L")) else "notice"
        return Problem(code, f"{self.place(column)}: {said}", hint, file, self.row, self._column(column), severity)


@dataclass(slots=True)
class Read:
    """What a file said: its entries, the rows that are none, and what there is to say about it."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    rows: int = 0

    def say(self, code: str, message: str, hint: str = "", severity: str = "notice") -> None:
        """Note something about the file."""
        self.problems.append(Problem(code, message, hint, severity=severity))


def read_forces(book: Book, file: str) -> Read:
    """The entries of a file; raises :class:`WorkbookWrong` where no table in it is an order of battle."""
    tables = recognised(book, FORCES)
    found = Read(file, problems=[p for p in book.problems if p.code != "N702"])
    for sheet in book.sheets:
        if sheet.rows and not any(table.sheet is sheet for table in tables):
            found.say("N705", f"the sheet {sheet.name!r} ({len(sheet.rows)} rows) is not taken")
    for table in tables:
        _beside(table, found)
        for number, values in sorted(table.sheet.rows.items()):
            if number > table.head:
                _row(table, number, values, found)
    return found


def _beside(table: Table, found: Read) -> None:
    """Columns that mean nothing to us, with how many cells they hold."""
    for column in table.unknown:
        held = [row for row, values in table.sheet.rows.items() if row > table.head and column in values]
        if held:
            where = f"{table.sheet.address(min(held), column)}:{letters(column)}{max(held)}"
            head = table.heads.get(column, "")[:40]
            found.say("N705", f"{where}: {len(held)} cells of the column {head!r} are not taken")


def _row(table: Table, number: int, values: Mapping[int, Value], found: Read) -> None:
    """One row as an entry, or why it is none."""
    found.rows += 1
    place = table.sheet.address(number, min(values))
    cells, columns = {}, {}
    for column, value in values.items():
        name, _, unit = table.fields.get(column, "").partition(":")
        text = _text(value) if name == "title" else _text(value).strip()
        if name and text:
            cells[name] = f"{text} {unit}" if unit and re.fullmatch(r"\d+([.,]\d+)?", text) else text
            columns[name] = column
    said = cells.get("title") or cells.get("id") or ""
    head = table.sheet.rows[table.head]
    if not said:
        found.left_out.append(f"{place}: the row has no name")
    elif _TOTAL.fullmatch(plain_word(said)):
        found.left_out.append(f"{place} {said[:40]!r}: a sum of other rows")
    elif all(head.get(column) == value for column, value in values.items()):
        found.left_out.append(f"{place}: the head is repeated")
    elif len(values) == 1 and len(table.fields) > 2:
        found.left_out.append(f"{place} {said[:40]!r}: it stands alone, a heading and no unit")
    else:
        section = section_in(cells.pop("entry", "unit"))
        entry = Entry(section, cells, table.sheet, number, columns)
        _in_our_words(entry, found)
        found.entries.append(entry)


def _text(value: Value) -> str:
    """A cell as a text on one line; a number that a spreadsheet made of one is a number again without ``.0``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    text = str(clean(whole))
    return " ".join(text.split()) if "\n" in text else text


def _in_our_words(entry: Entry, found: Read) -> None:
    """Put cells that the language does not take as they stand into its words; say those that have none."""
    known = {column.field for column in COLUMNS}
    for column, text in list(entry.cells.items()):
        section, name = _meant(entry.section, column)
        if column in ("id", "title") or column not in known or not name:
            continue
        why = wrong_with(section, name, text)
        if why and (ours := ours_for(column, text)) and not wrong_with(section, name, ours):
            entry.cells[column] = ours
        elif why and not _names_others(column):
            found.problems.append(entry.problem(found.file, column, f"{text[:_WIDEST]!r}: {why[0]}", why[1]))
            del entry.cells[column]


def _names_others(column: str) -> bool:
    """Whether a cell names other things, which are looked up by their titles too."""
    return column in ("at", "under", "of", "kind", "by")


def _meant(section: str, column: str) -> tuple[str, str]:
    """The section whose field a cell gives, and the field: of a unit also what its kind says."""
    name = field_in(section, column)
    if not name and section == "units" and column in _OWN_KIND:
        return "unit_types", column
    return section, name


def wrong_with(section: str, name: str, text: str) -> tuple[str, str] | None:
    """What the language has against a cell, with its hint; None where it takes it."""
    model = MODELS[section]
    held = {name: value_of(section, name, text)}
    try:
        model.model_validate(held)
    except ValidationError as error:
        for detail in error.errors():
            if detail["loc"] and detail["loc"][0] in (name, aliases(model)[name]) and detail["type"] != "missing":
                return worded(detail, model, held)[1:3]
    return None
