"""A file's lines as rows of pieces: what stands on each, and which block or bracket it belongs to.

The first half of laying out (:mod:`simulator.authoring.layout` is the second).  Every character of the text that is no
blank ends up in a piece, in the content of a block text or in a comment; where one does not, :class:`Unusual` is raised
and nothing is laid out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from simulator.catalogue import marked
from simulator.scenario.tokens import Token, tokens_of

__all__ = ["Level", "Piece", "Row", "Unusual", "rows_of"]

STEP = 2
"""blanks from one level to the next"""
_BLANKS = " \t"
_ODD = marked("something stands here that is no part of the language")


class Unusual(Exception):
    """A text that cannot be laid out as it is written; ``args`` are the line, from 1, and why, a marked sentence."""


@dataclass(slots=True, eq=False)
class Level:
    """An open block: the column where its entries stood, and the one where they will."""

    kind: str
    old: int
    new: int


@dataclass(slots=True, eq=False)
class Piece:
    """What one token has on one line; ``inner`` and ``outer`` are the columns of a bracket's entries and of its end."""

    kind: str
    text: str
    col: int
    end: int
    pad: int = 0
    """blanks behind a colon, where values stand in a column; 0 for one"""
    within: Piece | None = None
    base: int = 0
    inner: int = 0
    outer: int = 0


@dataclass(slots=True, eq=False)
class Row:
    """A line.  ``base`` is its new indentation, unless it is in a bracket."""

    pieces: list[Piece] = field(default_factory=list)
    base: int = 0
    bracket: Piece | None = None
    closing: bool = False
    comment: str = ""
    comment_col: int = 0
    content: str | None = None
    """a line of a block text, without its indentation"""
    levels: tuple[Level, ...] = ()
    """for a line of its own: the blocks that were open above it"""
    below: tuple[int, int] | None = None
    """for a line of its own: old and new column of what stands below it"""
    entry: tuple[Level, Piece] | None = None
    """the block whose key stands here, and the colon behind it"""
    kept: bool = False
    """an empty line that is part of a text"""

    @property
    def empty(self) -> bool:
        """Whether it is an empty line that means nothing."""
        return not (self.pieces or self.comment or self.kept) and self.content is None


class _Reader:
    """One pass over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.rows = [Row() for _ in self.lines]
        self.levels: list[Level] = []
        self.above: tuple[Level, ...] = ()
        self.brackets: list[Piece] = []
        self.last = -1
        self.at_key = False

    def take(self, token: Token) -> None:
        """The next token: blocks open and close, and what is written becomes pieces."""
        kind = token.kind
        if not self.brackets:
            self._blocks(token)
        if not token.written:
            self.at_key = self.at_key or kind == "?"
            return
        row = self.rows[token.line]
        if not row.pieces:
            self._begin(row, token)
        if kind == "block":
            self._block_text(token)
        else:
            self._pieces(token)
        if kind == ":":
            self.at_key = False
            if not self.brackets and self.levels:
                row.entry = (self.levels[-1], row.pieces[-1])
        self.above = tuple(self.levels)

    def _blocks(self, token: Token) -> None:
        kind = token.kind
        implicit = bool(self.levels) and self.levels[-1].kind == "dashes"
        if implicit and kind in ("?", ":", "end"):
            self.levels.pop()
        if kind == "end":
            self.levels.pop()
        elif kind in ("mapping", "sequence"):
            self._open(kind, token.col)
        elif kind == "-" and (not self.levels or self.levels[-1].kind == "mapping"):
            self._open("dashes", token.col)  # a list that stands right below its key, without a level of its own

    def _open(self, kind: str, col: int) -> None:
        self.levels.append(Level(kind, col, self.levels[-1].new + STEP if self.levels else 0))

    def _begin(self, row: Row, token: Token) -> None:
        """The first token of a line says where the line begins, and where comments above it belong."""
        row.base = self._base(token)
        if self.brackets:
            row.bracket, row.closing = self.brackets[-1], token.kind in ("}", "]")
        for between in self.rows[self.last + 1 : token.line]:
            between.levels = self.above
            between.bracket = row.bracket
            between.below = (token.col, row.base)

    def _base(self, token: Token) -> int:
        if token.kind == "document" or not self.levels:
            return 0
        entry = token.kind in ("-", "?", ":") or self.at_key
        return self.levels[-1].new + (0 if entry else STEP)

    def _add(self, number: int, piece: Piece) -> None:
        """Put a piece on a line; between two of them only blanks may stand."""
        row = self.rows[number]
        begin = row.pieces[-1].end if row.pieces else 0
        if self.lines[number][begin : piece.col].strip(_BLANKS):
            raise Unusual(number + 1, _ODD)
        row.pieces.append(piece)
        self.last = max(self.last, number)

    def _pieces(self, token: Token) -> None:
        line = self.lines[token.line]
        if token.line == token.end_line:
            self._one(token, line[token.col : token.end_col])
            return
        self._add(token.line, Piece(token.kind, _right(line[token.col :]), token.col, len(line)))
        for number in range(token.line + 1, token.end_line + 1):
            line, row = self.lines[number], self.rows[number]
            last = number == token.end_line
            end = token.end_col if last else len(line)
            col = len(line) - len(line.lstrip(_BLANKS))
            text = line[col:end] if last else _right(line[col:end])
            row.base = self.levels[-1].new + STEP if self.levels else 0
            row.bracket = self.brackets[-1] if self.brackets else None
            row.kept = True
            if text:
                self._add(number, Piece(token.kind, text, min(col, end), end))
        self.last = token.end_line

    def _one(self, token: Token, text: str) -> None:
        if token.kind in ("}", "]") and self.brackets:
            self.brackets.pop()
        piece = Piece(token.kind, text, token.col, token.end_col)
        piece.within = self.brackets[-1] if self.brackets else None
        piece.base = self.levels[-1].new if self.levels else -STEP
        self._add(token.line, piece)
        if token.kind in ("{", "["):
            self.brackets.append(piece)

    def _block_text(self, token: Token) -> None:
        """The lines of a text behind ``|`` or ``>``; an indentation that its head names stays so."""
        line = self.lines[token.line]
        head = line[token.col :].rstrip(_BLANKS)
        self._add(token.line, Piece("block", head, token.col, len(line)))
        outside = self.levels[-1].old if self.levels else -1
        named = re.match(r"[|>][+-]?([1-9])", head)
        indent = self._indent(token.line + 1, outside, int(named[1]) if named else 0)
        inside = (self.levels[-1].new if self.levels else 0) + (int(named[1]) if named else STEP)
        last = self._end(token.line, indent, keep="+" in head.partition("#")[0])
        for number in range(token.line + 1, last + 1):
            row = self.rows[number]
            row.content, row.base = self.lines[number][indent:], inside
        self.last = last

    def _indent(self, begin: int, outside: int, named: int) -> int:
        if named:
            return max(outside + 1, 1) + named - 1
        blank = 0
        for line in self.lines[begin:]:
            own = len(line) - len(line.lstrip(" "))
            if own < len(line):
                if own > outside:
                    return max(own, 1)
                break
            blank = max(blank, own)
        return max(blank, outside + 1, 1)  # a text of nothing but blanks holds none of them

    def _end(self, head: int, indent: int, *, keep: bool) -> int:
        """The last line of a block text; empty ones behind it count only where its head says so."""
        last = empty = head
        for number in range(head + 1, len(self.lines)):
            line = self.lines[number]
            if line[:indent].strip(" "):
                break
            if len(line) > indent:
                last = number
            empty = number
        final = len(self.lines) - 1
        return min(empty, final - 1 if self.lines[final] == "" else final) if keep and empty > last else last

    def finish(self) -> list[Row]:
        """The rows, with the comments that stand at their ends and between them."""
        for row in self.rows[self.last + 1 :]:
            row.levels = self.above
        for number, (line, row) in enumerate(zip(self.lines, self.rows)):
            if row.content is not None:
                continue
            begin = row.pieces[-1].end if row.pieces else 0
            rest = line[begin:].strip(_BLANKS)
            if rest and not rest.startswith("#"):
                raise Unusual(number + 1, _ODD)
            row.comment, row.comment_col = rest, begin + len(line[begin:]) - len(line[begin:].lstrip(_BLANKS))
        return self.rows


def _right(text: str) -> str:
    """Without blanks at the end, unless a backslash makes the first of them part of the text."""
    bare = text.rstrip(_BLANKS)
    return text if bare.endswith("\\") else bare


def rows_of(text: str) -> list[Row]:
    """The rows of a text that the tree has read; its line ends are ``\\n``.  Raises :class:`Unusual`."""
    reader = _Reader(text)
    for token in tokens_of(text):
        reader.take(token)
    return reader.finish()
