"""Tables as they lie in a file: sheets of cells with their addresses, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from simulator.catalogue import marked, tr
from simulator.errors import Problem, ScenarioError, ScenarioTooLarge

__all__ = ["MOST_CELLS", "MOST_COLUMNS", "MOST_ROWS", "Book", "Sheet", "Value", "WorkbookWrong", "letters", "too_large"]

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 16_384, 500_000
"""what one file may hold: the last row that is used, the last column, cells in all"""

Value = str | int | float | bool | datetime | date | time | timedelta
"""what a cell can hold; a cell that holds nothing is not there"""


class WorkbookWrong(ScenarioError):
    """A workbook or CSV file cannot be read, or does not say what an MSEL must say."""


def too_large(message: str, hint: str = marked("save only the MSEL in a new workbook")) -> ScenarioTooLarge:
    """The error for a file that asks for more than the limits allow; ``hint`` is a marked sentence."""
    return ScenarioTooLarge([Problem("L701", message, tr(hint))])


def letters(column: int) -> str:
    """The letters of a column, from 1: ``A``, ``Z``, ``AA``."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


@dataclass(slots=True)
class Sheet:
    """One sheet: values by row and column (from 1), and what is odd about it."""

    name: str
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    """row and column of a cell that is merged with others -> the last column that it covers"""

    def address(self, row: int, column: int) -> str:
        """Where a cell is, as people write it: ``MSEL!B7``."""
        return f"{self.name}!{letters(column)}{row}" if self.name else f"{letters(column)}{row}"

    def cells(self) -> Iterator[tuple[int, int, Value]]:
        """Every cell that holds something: row, column, value."""
        for row, values in self.rows.items():
            for column, value in values.items():
                yield row, column, value


@dataclass(slots=True)
class Book:
    """A file of sheets, with the notices and problems of its reading."""

    sheets: list[Sheet]
    problems: list[Problem] = field(default_factory=list)
    epoch: datetime = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0 has no zone
    """the day that a serial of 0 means"""
