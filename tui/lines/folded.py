"""Rows whose words go on below: a pane draws one line for each row and would cut what is longer than it is wide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rich.cells import cell_len

from tui.safe_text import line_of, wrapped
from tui.widgets.rows import Row

__all__ = ["folded"]

_LEAST = 16
"""columns below which words are not broken: nobody can read them"""


def folded(rows: Iterable[Row], width: int) -> list[Row]:
    """Every row as one or more of ``width`` columns: the last of its texts goes on below where it began.

    All of them have the key and the event of the row, so that each of them opens the same.
    """
    return [part for row in rows for part in _parts(row, width)]


def _parts(row: Row, width: int) -> list[Row]:
    *before, (text, style) = row.spans
    indent = sum(cell_len(line_of(part)) for part, _ in before)
    room = width - indent - (cell_len(row.right) + 1 if row.right else 0)
    if row.heading or room < _LEAST or cell_len(line_of(text)) <= room:
        return [row]
    bare = line_of(text)
    lead = " " * (len(bare) - len(bare.lstrip()))
    first, *more = wrapped(bare.strip(), max(_LEAST, room - len(lead)))
    gap = " " * indent + lead
    return [
        replace(row, spans=(*before, (lead + first, style))),
        *(replace(row, spans=((gap, ""), (line, style)), right="") for line in more),
    ]
