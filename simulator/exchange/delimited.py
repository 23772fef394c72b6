"""MSELs as text with separators: CSV, and its cousins with semicolons and tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.exchange.limits import MOST_BYTES
from simulator.exchange.tables import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Book, Sheet, WorkbookWrong, too_large

__all__ = ["read_delimited", "write_delimited"]

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\0")
"""a spreadsheet takes what begins so for a formula; an apostrophe before it makes it a text"""


def _text_of(data: bytes, book: Book) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = tr("byte {byte} is not UTF-8; the file is read as Windows-1252", byte=error.start)
        hint = tr("save it as CSV UTF-8 if letters look wrong")
        book.problems.append(Problem("N707", why, hint, severity="warning"))
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The separator that the first lines use most."""
    head = text[:5000]
    return max(",;\t", key=head.count)


def read_delimited(data: bytes) -> Book:
    """The one sheet of a CSV file; raises :class:`WorkbookWrong`, or :class:`ScenarioTooLarge` above a limit."""
    if len(data) > MOST_BYTES:
        raise too_large(tr("the file is larger than 20 MB, the most"))
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise WorkbookWrong([Problem("E701", tr("this is a workbook, not CSV"), tr("name it .xlsx"))])
    book = Book([Sheet("")])
    sheet, count = book.sheets[0], 0
    text = _text_of(data, book)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for number, row in enumerate(reader, 1):
            held = {column: _bare(value) for column, value in enumerate(row, 1) if value.strip()}
            count += len(held)
            if number > MOST_ROWS or len(row) > MOST_COLUMNS or count > MOST_CELLS:
                raise too_large(
                    tr(
                        "line {line}: more than {rows} rows or {cells} cells",
                        line=reader.line_num,
                        rows=MOST_ROWS,
                        cells=MOST_CELLS,
                    )
                )
            if held:
                sheet.rows[number] = dict(held)
    except csv.Error as error:
        why = tr("line {line} is not CSV ({why})", line=reader.line_num, why=error)
        raise WorkbookWrong([Problem("E701", why, tr("save it again as CSV"))]) from None
    return book


def _bare(value: str) -> str:
    """A text without the apostrophe that made it harmless."""
    return value[1:] if value.startswith("'") and value[1:].startswith(("'", *_ACTIVE)) else value


def write_delimited(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV, every text harmless to a spreadsheet; UTF-8 with the mark that makes it be read so."""
    held = StringIO(newline="")
    writer = csv.writer(held, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{text}" if text.startswith((*_ACTIVE, "'")) else text for text in row])
    return b"\xef\xbb\xbf" + held.getvalue().encode()
