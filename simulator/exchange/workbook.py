"""Workbooks: the only module that knows openpyxl.

Reading goes through the gate of :mod:`simulator.exchange.limits` first and streams row by row.  Writing
makes every cell a text, so that nothing which begins with ``=`` ever becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.exchange.limits import Facts, measured
from simulator.exchange.tables import MOST_COLUMNS, MOST_ROWS, Book, Sheet, Value, WorkbookWrong, too_large

__all__ = ["LONGEST_CELL", "read_workbook", "write_workbook"]

LONGEST_CELL = 32_767
"""characters that a cell of a workbook holds"""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_KINDS = (str, bool, int, float, datetime, date, time, timedelta)
_TYPES = re.compile(r"[-\w]+")
_WIDE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})\d{1,7}")


def read_workbook(data: bytes) -> Book:
    """The sheets of a workbook; raises :class:`WorkbookWrong`, or :class:`ScenarioTooLarge` above a limit."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    facts = measured(data)
    try:
        opened = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        book = Book([], epoch=opened.epoch - timedelta(days=0))
        for part in opened.worksheets:
            book.sheets.append(_read_sheet(part))
            _notices(book, part.title, facts, str(getattr(part, "_worksheet_path", "")))
        opened.close()
    except (WorkbookWrong, MemoryError):
        raise
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0][:100]
        why = tr("the workbook cannot be read ({why})", why=said)
        raise WorkbookWrong([Problem("E701", why, tr("save it again as .xlsx"))]) from None
    if facts.macros:
        why = tr("the workbook holds macros; they are not looked at")
        book.problems.append(Problem("N704", why, severity="notice"))
    return book


def _read_sheet(part: Any) -> Sheet:
    """The cells of one sheet that hold something."""
    part.reset_dimensions()  # what a sheet says of its own size is often wrong
    sheet, padded = Sheet(part.title), 0
    for cells in part.iter_rows(max_row=MOST_ROWS):
        padded += len(cells)
        if padded > 40 * 1_000_000 or len(cells) > MOST_COLUMNS:
            raise too_large(tr("{name} is too wide for its number of rows", name=part.title))
        for cell in cells:
            if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            value = _plain(cell.value)
            sheet.rows.setdefault(cell.row, {})[cell.column] = value
            if not isinstance(value, str) and cell.number_format != "General":
                sheet.formats[cell.row, cell.column] = cell.number_format
    return sheet


def _plain(value: object) -> Value:
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return value if isinstance(value, _KINDS) else str(value)


def _number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    count = 0
    for letter in letters:
        count = count * 26 + ord(letter) - 64
    return count


def _notices(book: Book, title: str, facts: Facts, path: str) -> None:
    """What is odd about a sheet, by address."""
    seen = facts.sheets.get(path.lstrip("/"))
    if seen is None:
        return
    for ref in seen.merged[:200]:
        if found := _WIDE.fullmatch(ref.replace("$", "")):
            row, first, last = int(found[2]), _number(found[1]), _number(found[3])
            book.sheets[-1].wide[row, first] = max(last, first)
        place = f"{title}!{ref}"
        why = tr("{place} is merged: its text stands in the first cell only", place=place)
        book.problems.append(Problem("N702", why, tr("look at these rows in the result"), severity="warning"))
    for what in seen.hidden[:200]:
        why = tr("{sheet}: {what} is hidden, and is read like the others", sheet=title, what=what)
        book.problems.append(Problem("N703", why, tr("delete it where it must not count"), severity="warning"))
    for ref in seen.unknown_formulas[:200]:
        place = f"{title}!{ref}"
        why = tr("{place} holds a formula without a stored value", place=place)
        book.problems.append(Problem("E704", why, tr("open the workbook in a spreadsheet program and save it")))


def write_workbook(sheets: Mapping[str, Iterable[Sequence[str]]], widths: Sequence[int]) -> bytes:
    """A workbook of texts: sheets by name, each with rows; the first row is the head.  ``widths`` are the first's."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        part = made.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column in (column for column, text in enumerate(row, 1) if text):
                _write_text(part.cell(number, column), row[column - 1], head=number == 1)
        part.freeze_panes = "A2"
        for column, width in enumerate(widths, 1):
            part.column_dimensions[_letters(column)].width = width
    made.properties.creator = "startex"
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def _write_text(cell: Any, text: str, *, head: bool) -> None:
    """A text into a cell, which stays a text whatever it begins with."""
    from openpyxl.styles import Alignment, Font

    cell.value = _ESCAPED.sub(lambda found: f"_x005F_{found[0][1:]}", text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font = Font(bold=True)


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
