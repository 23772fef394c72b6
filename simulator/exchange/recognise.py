"""Where the table of somebody's workbook begins, and what its columns mean: a mapping that people confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.errors import Problem
from simulator.exchange.columns import FIELDS, field_of
from simulator.exchange.tables import Book, Sheet, WorkbookWrong, letters

__all__ = ["Table", "mapping_of", "recognised", "tables_of"]

_HEAD_WITHIN = 60
"""a table begins in one of the first rows"""
_TAKEN_AS_NOTE = "notes"


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a sheet: its head's row, the field of each column, and the columns that mean nothing to us."""

    sheet: Sheet
    head: int
    fields: Mapping[int, str]
    unknown: tuple[int, ...]


def _fields_of(sheet: Sheet, row: int, known: Mapping[str, str] | None = None) -> dict[int, str]:
    """The fields that a row means if it is a head; a second column for one field becomes a note."""
    found: dict[int, str] = {}
    for column, value in sorted(sheet.rows.get(row, {}).items()):
        name = known.get(_line(value), "") if known is not None else field_of(value)
        if name:
            found[column] = name if name not in found.values() else _TAKEN_AS_NOTE
    return found


def _line(head: object) -> str:
    """A head on one line, as a mapping names it."""
    return " ".join(str(head).split())


def _usable(fields: Sequence[str]) -> bool:
    return len(set(fields)) >= 2 and bool({"text", "title"} & set(fields))


def recognised(book: Book) -> list[Table]:
    """The tables that look like an MSEL; raises :class:`WorkbookWrong` with the heads seen, where none does."""
    found, seen = [], []
    for sheet in book.sheets:
        rows = sorted(sheet.rows)[:_HEAD_WITHIN]
        best = max(rows, key=lambda row: len(set(_fields_of(sheet, row).values())), default=0)
        fields = _fields_of(sheet, best)
        if best and _usable(list(fields.values())):
            found.append(_table(sheet, best, fields))
        elif rows:
            head = max(rows, key=lambda row: len(sheet.rows[row]))
            seen.append(
                f"{sheet.name or 'the file'}: " + ", ".join(str(v)[:30] for v in list(sheet.rows[head].values())[:12])
            )
    if not found:
        why = "no table here looks like an MSEL; the heads seen are " + ("; ".join(seen[:6]) or "none")
        raise WorkbookWrong([Problem("E705", why, "name the columns, or say what they mean with --mapping")])
    return found


def _table(sheet: Sheet, head: int, fields: Mapping[int, str]) -> Table:
    used = {column for row, values in sheet.rows.items() if row > head for column in values}
    used |= set(sheet.rows[head])
    return Table(sheet, head, fields, tuple(sorted(used - set(fields))))


def mapping_of(tables: Sequence[Table]) -> dict[str, Any]:
    """The mapping as people read, change and keep it: sheet -> head row, and the field of each head."""
    return {
        "sheets": {
            table.sheet.name or "csv": {
                "head": f"row {table.head}",
                "columns": {
                    _line(table.sheet.rows[table.head].get(column, letters(column))): table.fields.get(column, "-")
                    for column in sorted((*table.fields, *table.unknown))
                },
            }
            for table in tables
        }
    }


def tables_of(book: Book, mapping: object, file: str) -> list[Table]:
    """The tables that a kept mapping names; raises :class:`WorkbookWrong` where it does not fit the file."""
    wrong: list[Problem] = []
    found: list[Table] = []
    sheets = mapping.get("sheets") if isinstance(mapping, dict) else None
    if not isinstance(sheets, dict) or not sheets:
        raise WorkbookWrong([Problem("E709", "a mapping begins with sheets:", "let the import write one", file)])
    for name, said in sheets.items():
        sheet = next((s for s in book.sheets if s.name == name or (name == "csv" and not s.name)), None)
        row = str(said.get("head", "")).removeprefix("row").strip() if isinstance(said, dict) else ""
        columns = said.get("columns") if isinstance(said, dict) else None
        if sheet is None or not row.isdigit() or int(row) not in sheet.rows or not isinstance(columns, dict):
            there = ", ".join(s.name or "csv" for s in book.sheets)
            why = f"{name}: this sheet, its head row or its columns are not in the file (sheets: {there})"
            wrong.append(Problem("E709", why, "write head: row 3 and columns: {Head: field}", file))
            continue
        odd = [str(field) for field in columns.values() if field not in FIELDS and field not in ("-", None)]
        if odd:
            wrong.append(Problem("E709", f"{name}: no field {', '.join(odd)}", f"fields: {', '.join(FIELDS)}", file))
        known = {_line(head): str(field) for head, field in columns.items() if field in FIELDS}
        missing = [head for head in known if head not in map(_line, sheet.rows[int(row)].values())]
        if missing:
            wrong.append(
                Problem("E709", f"{name}: row {row} has no head {', '.join(missing)[:200]}", "look again", file)
            )
        found.append(_table(sheet, int(row), _fields_of(sheet, int(row), known)))
    if wrong:
        raise WorkbookWrong(wrong)
    return found
