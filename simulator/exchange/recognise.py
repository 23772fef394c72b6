"""Where the table of somebody's workbook begins, and what its columns mean: a mapping that people confirm."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.catalogue import marked, tr
from simulator.errors import Problem
from simulator.exchange.columns import FIELDS, field_of
from simulator.exchange.tables import MOST_COLUMNS, Book, Sheet, WorkbookWrong, letters

__all__ = ["Meanings", "Table", "mapping_of", "recognised", "tables_of"]

_HEAD_WITHIN = 60
"""a table begins in one of the first rows"""
_BELOW = " / "
"""between a group of columns and one of its heads"""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What heads mean in one kind of table.

    One of the fields ``needed`` must be there; a second column for a field becomes ``spare``, or means nothing.
    ``what`` and ``hint`` are marked sentences.
    """

    field_of: Callable[[object], str]
    needed: frozenset[str]
    spare: str
    what: str
    hint: str


_MSEL = Meanings(
    field_of,
    frozenset(("text", "title")),
    "notes",
    marked("an MSEL"),
    marked("name the columns, or say what they mean with --mapping"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a sheet: its head's last row, the head and the field of each column, what means nothing to us."""

    sheet: Sheet
    head: int
    heads: Mapping[int, str]
    """each column's head on one line; below a head of groups it is ``Delivery / From``"""
    grouped: bool
    """the row above the head names groups of columns"""
    fields: Mapping[int, str]
    unknown: tuple[int, ...]

    @property
    def first(self) -> int:
        """The first row of the head."""
        return self.head - self.grouped


def _heads(sheet: Sheet, row: int, *, grouped: bool) -> dict[int, str]:
    """The head of each column: the text of a row, below the group that stands over it or is merged over it."""
    lower = {column: _line(value) for column, value in sheet.rows.get(row, {}).items()}
    if not grouped:
        return lower
    upper, group, last = sheet.rows.get(row - 1, {}), "", 0
    merged = any(above == row - 1 for above, _ in sheet.wide)
    found: dict[int, str] = {}
    for column in sorted({*lower, *upper}):
        if column in upper:
            group = _line(upper[column])
            last = sheet.wide.get((row - 1, column), column) if merged else MOST_COLUMNS
        over = group if column <= last else ""
        if column in lower:
            found[column] = f"{over}{_BELOW}{lower[column]}" if over else lower[column]
        elif column in upper:
            found[column] = group  # a head over both rows
    return found


def _meant(head: str, meanings: Meanings) -> str:
    """The field of a head: of its group and its own words together (Actual / Time), else of its own."""
    group, below, own = head.rpartition(_BELOW)
    return (meanings.field_of(f"{group} {own}") if below else "") or meanings.field_of(own)


def _fields_of(
    heads: Mapping[int, str], known: Mapping[str, str] | None = None, meanings: Meanings = _MSEL
) -> dict[int, str]:
    """The fields that heads mean; a second column for one field becomes what is spare."""
    found: dict[int, str] = {}
    for column, head in sorted(heads.items()):
        name = known.get(head, "") if known is not None else _meant(head, meanings)
        name = name if name not in found.values() else meanings.spare
        if name:
            found[column] = name
    return found


def _line(head: object) -> str:
    """A head on one line, as a mapping names it."""
    return " ".join(str(head).split())


def _usable(fields: Sequence[str], meanings: Meanings) -> bool:
    return len(set(fields)) >= 2 and bool(meanings.needed & set(fields))


def _read_as_head(sheet: Sheet, row: int, meanings: Meanings) -> tuple[int, dict[int, str], bool]:
    """How many fields a row means as a head, alone or below a row of groups; the heads; whether it is grouped."""
    alone = _heads(sheet, row, grouped=False)
    count = len(set(_fields_of(alone, meanings=meanings).values()))
    if not sheet.rows.get(row - 1) or len(alone) < 2:
        return count, alone, False
    both = _heads(sheet, row, grouped=True)
    more = len(set(_fields_of(both, meanings=meanings).values()))
    grouped = more > count or (more == count and _names_groups(sheet, row))
    return (more, both, True) if grouped else (count, alone, False)


def _names_groups(sheet: Sheet, row: int) -> bool:
    """Whether the texts above a head look like groups of its columns: each is merged over some, or stands over some."""
    upper, lower = sheet.rows[row - 1], sheet.rows[row]
    spans = [last - first for (above, first), last in sheet.wide.items() if above == row - 1]
    if spans:
        return any(0 < span < max(lower) - min(lower) for span in spans)  # what is merged over all of it is a title
    texts = [v for v in upper.values() if isinstance(v, str) and not v.rstrip().endswith(":") and not v.isdecimal()]
    return 1 < len(texts) == len(upper) < len(lower) and {*upper} < {*lower}


def recognised(book: Book, meanings: Meanings = _MSEL) -> list[Table]:
    """The tables that look like what is meant; raises :class:`WorkbookWrong` with the heads seen, where none does."""
    found, seen = [], []
    for sheet in book.sheets:
        rows = sorted(sheet.rows)[:_HEAD_WITHIN]
        read = {row: _read_as_head(sheet, row, meanings) for row in rows}
        best = max(rows, key=lambda row: (read[row][0], read[row][2]), default=0)
        _, heads, grouped = read.get(best, (0, {}, False))
        fields = _fields_of(heads, meanings=meanings)
        if best and _usable(list(fields.values()), meanings):
            found.append(_table(sheet, best, heads, fields, grouped=grouped))
        elif rows:
            head = max(rows, key=lambda row: len(sheet.rows[row]))
            heads_seen = ", ".join(str(v)[:30] for v in list(sheet.rows[head].values())[:12])
            seen.append(f"{sheet.name}: {heads_seen}" if sheet.name else tr("the file: {heads}", heads=heads_seen))
    if not found:
        why = tr("no table here looks like {what}; the heads seen are none", what=tr(meanings.what))
        if seen:
            told = "; ".join(seen[:6])
            why = tr("no table here looks like {what}; the heads seen are {heads}", what=tr(meanings.what), heads=told)
        raise WorkbookWrong([Problem("E705", why, tr(meanings.hint))])
    return found


def _table(sheet: Sheet, head: int, heads: Mapping[int, str], fields: Mapping[int, str], *, grouped: bool) -> Table:
    used = {column for row, values in sheet.rows.items() if row > head for column in values}
    return Table(sheet, head, heads, grouped, fields, tuple(sorted((used | {*heads}) - set(fields))))


def mapping_of(tables: Sequence[Table]) -> dict[str, Any]:
    """The mapping as people read, change and keep it: sheet -> head row, and the field of each head."""
    return {
        "sheets": {
            table.sheet.name or "csv": {
                "head": f"rows {table.first} and {table.head}"  # not for people
                if table.grouped
                else f"row {table.head}",
                "columns": {
                    table.heads.get(column, letters(column)): table.fields.get(column, "-")
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
        why = tr("a mapping begins with sheets:")
        raise WorkbookWrong([Problem("E709", why, tr("let the import write one"), file)])
    for name, said in sheets.items():
        sheet = next((s for s in book.sheets if s.name == name or (name == "csv" and not s.name)), None)
        row, grouped = _head_of(said.get("head") if isinstance(said, dict) else None)
        columns = said.get("columns") if isinstance(said, dict) else None
        if sheet is None or row not in sheet.rows or not isinstance(columns, dict):
            there = ", ".join(s.name or "csv" for s in book.sheets)
            why = tr(
                "{name}: this sheet, its head row or its columns are not in the file (sheets: {there})",
                name=name,
                there=there,
            )
            wrong.append(Problem("E709", why, tr("write head: row 3 and columns: {Head: field}"), file))
            continue
        odd = [str(field) for field in columns.values() if field not in FIELDS and field not in ("-", None)]
        if odd:
            why = tr("{name}: no field {fields}", name=name, fields=", ".join(odd))
            wrong.append(Problem("E709", why, tr("fields: {fields}", fields=", ".join(FIELDS)), file))
        known = {_line(head): str(field) for head, field in columns.items() if field in FIELDS}
        heads = _heads(sheet, row, grouped=grouped)
        missing = [head for head in known if head not in heads.values()]
        if missing:
            heads_told = ", ".join(missing)[:200]
            why = tr("{name}: {row} has no head {heads}", name=name, row=said["head"], heads=heads_told)
            wrong.append(Problem("E709", why, tr("look again"), file))
        found.append(_table(sheet, row, heads, _fields_of(heads, known), grouped=grouped))
    if wrong:
        raise WorkbookWrong(wrong)
    return found


def _head_of(said: object) -> tuple[int, bool]:
    """The last row of a head, and whether the one above it names groups: ``row 3``, or ``rows 2 and 3``."""
    found = re.fullmatch(r"(?:rows?\s*)?(?:(\d{1,7})\s*(?:and|-)\s*)?(\d{1,7})", str(said).strip())
    if found is None or (found[1] and int(found[1]) != int(found[2]) - 1):
        return 0, False
    return int(found[2]), bool(found[1])
