"""One layout for scenario files: blanks and columns, nothing else.

Two blanks a level, one behind a colon and a comma, none inside brackets.  Where a line ends stays the author's
choice, and so do quotes, comments, the order of things, brackets or lines.  Values that an author has put into a column
stay in one; so do comments behind lines.  More than one empty line becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from simulator.authoring.rows import STEP, Level, Piece, Row, rows_of

__all__ = ["laid_out"]


def laid_out(text: str) -> str:
    """The text in the one layout; its line ends are ``\\n``.  Raises :class:`~simulator.authoring.rows.Unusual`.

    What comes out is laid out already: a second time changes nothing.
    """
    rows = rows_of(text)
    _columns(rows)
    lines = [_line(row) for row in rows]
    _comments(rows, lines)
    kept = [line for number, line in enumerate(lines) if not _superfluous(rows, number)]
    made = "\n".join(kept)
    ends_in_a_text = rows[-1].content is not None  # there a line end would be part of what it says
    return made if ends_in_a_text else made + "\n"


def _superfluous(rows: Sequence[Row], number: int) -> bool:
    """Whether a line goes: an empty one at the beginning, at the end, or below another."""
    if not rows[number].empty:
        return False
    return number == 0 or rows[number - 1].empty or all(row.empty for row in rows[number:])


# one line


def _gap(before: Piece | None, piece: Piece) -> int:
    """How many blanks stand before a piece."""
    if before is None or before.kind in ("{", "["):
        return 0
    if before.kind == ":":
        return before.pad or 1
    if piece.kind in (",", "}", "]"):
        return 0
    if piece.kind == ":":
        return int(before.kind in ("name", ","))
    return 1


def _begin(row: Row) -> int:
    if row.bracket is None:
        return row.base
    return row.bracket.outer if row.closing else row.bracket.inner


def _line(row: Row) -> str:
    """A line without its comment, or with it where nothing else stands on it."""
    if row.content is not None:
        return " " * row.base + row.content if row.content else ""
    if not row.pieces:
        return " " * _level(row) + row.comment if row.comment else ""
    line, before = " " * _begin(row), None
    for piece in row.pieces:
        line += " " * _gap(before, piece)
        if piece.kind in ("{", "["):
            _bracket(piece, len(line), last=piece is row.pieces[-1])
        line += piece.text
        before = piece
    return line


def _bracket(piece: Piece, col: int, *, last: bool) -> None:
    """Where entries of a bracket that begin a line stand: below the first one, or a level in if that begins one too."""
    if not last:
        piece.outer, piece.inner = col, col + 1
        return
    piece.outer = piece.within.inner if piece.within else piece.base + STEP
    piece.inner = piece.outer + STEP


def _level(row: Row) -> int:
    """The column of a comment on a line of its own: that of the block it was written in."""
    if row.bracket is not None:
        return row.bracket.inner
    columns = [(level.old, level.new) for level in row.levels]
    if row.below is not None:
        if row.comment_col == row.below[0]:
            return row.below[1]
        columns.append(row.below)
    at_most = [pair for pair in columns if pair[0] <= row.comment_col]
    if not at_most:
        return min((new for _, new in columns), default=0)
    nearest = max(old for old, _ in at_most)
    return min(new for old, new in at_most if old == nearest)


# columns


def _columns(rows: Sequence[Row]) -> None:
    """Values below each other stay in a column where at least half of them were put into one."""
    for group in _groups(rows):
        widths = [_width(row) for row in group]
        longest = max(widths, default=0)
        shorter = [row for row, width in zip(group, widths) if width < longest]
        spread = [row for row in shorter if _behind(row).col - _colon(row).end > 1]
        if shorter and 2 * len(spread) >= len(shorter):
            for row, width in zip(group, widths):
                _colon(row).pad = 1 + longest - width


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Entries of one block that follow each other, each with its value on its line and no empty line between."""
    open_groups: dict[Level, list[Row]] = {}
    empty: dict[Level, int] = {}
    count = 0
    for row in rows:
        count += row.empty
        if row.entry is None:
            continue
        level = row.entry[0]
        if count != empty.get(level) or not _in_column(row):
            yield open_groups.pop(level, [])
        empty[level] = count
        if _in_column(row):
            open_groups.setdefault(level, []).append(row)
    yield from open_groups.values()


def _in_column(row: Row) -> bool:
    return _colon(row) is not row.pieces[-1] and _behind(row).kind != "block" and bool(_key(row))


def _colon(row: Row) -> Piece:
    assert row.entry is not None
    return row.entry[1]


def _behind(row: Row) -> Piece:
    return row.pieces[row.pieces.index(_colon(row)) + 1]


def _key(row: Row) -> list[Piece]:
    """The pieces of a line's key; none where it stands on another line."""
    assert row.entry is not None
    level, colon = row.entry
    return [piece for piece in row.pieces[: row.pieces.index(colon)] if piece.col >= level.old and piece.kind != "?"]


def _width(row: Row) -> int:
    key = _key(row)
    return sum(len(piece.text) for piece in key) + sum(_gap(a, b) for a, b in pairwise([*key, _colon(row)]))


# comments behind lines


def _comments(rows: Sequence[Row], lines: list[str]) -> None:
    """Put comments behind their lines; those below each other in one column stay so."""
    run: list[int] = []
    for number, row in enumerate([*rows, Row()]):
        behind = bool(row.comment and row.pieces)
        if run and not (behind and run[-1] == number - 1 and rows[run[-1]].comment_col == row.comment_col):
            _put(rows, lines, run)
            run = []
        if behind:
            run.append(number)


def _put(rows: Sequence[Row], lines: list[str], run: list[int]) -> None:
    col = max(len(lines[number]) for number in run) + STEP
    for number in run:
        lines[number] = lines[number].ljust(col) + rows[number].comment
