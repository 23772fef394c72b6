"""The ground drawn with signs: lines in braille dots, places and names in letters, north up.

A braille cell has one colour, so lines are drawn in dots and whoever moves in letters above them.  Dots are square
on the ground: a cell is two dots wide and four high.  The live screen draws on it, and so does a command that prints.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from simulator.display import shown
from simulator.readers.scene.ground import Ground

__all__ = ["BRAILLE", "Canvas", "View", "draw_lines", "draw_places", "draw_scale", "line_style", "printed", "whole"]

BRAILLE = 0x2800
"""the empty braille pattern; its eight low bits are its dots"""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_NICE = (1, 2, 5)
_NAME = 20
"""columns of the name of a place"""

LineStyle = Callable[[str, str], tuple[str, int]]
"""kind and id of a line to its style, and every how manieth dot is set"""


@dataclass(slots=True)
class View:
    """What part of the ground is in sight: its middle and how many metres a dot stands for."""

    x: float
    y: float
    scale: float

    def dot(self, x: float, y: float, width: int, height: int) -> tuple[int, int]:
        """The dot of a place on the ground, in a canvas of so many dots; north is up."""
        return round(width / 2 + (x - self.x) / self.scale), round(height / 2 - (y - self.y) / self.scale)


class Canvas:
    """Cells of dots and letters, each with a style."""

    def __init__(self, columns: int, lines: int, *, ascii_only: bool = False):
        self.columns, self.lines, self.ascii_only = columns, lines, ascii_only
        self._dots = [[0] * columns for _ in range(lines)]
        self._styles = [[""] * columns for _ in range(lines)]
        self._letters: list[dict[int, tuple[str, str]]] = [{} for _ in range(lines)]

    def dot(self, x: int, y: int, style: str) -> None:
        """Set a dot; what is outside is left out."""
        column, line = x >> 1, y >> 2
        if 0 <= column < self.columns and 0 <= line < self.lines:
            self._dots[line][column] |= _DOTS[y & 3][x & 1]
            self._styles[line][column] = style

    def line(self, a: tuple[int, int], b: tuple[int, int], style: str, every: int = 1) -> None:
        """A line of dots; with ``every`` above 1 a dotted one.  Only what is near the canvas is drawn."""
        steps = max(abs(b[0] - a[0]), abs(b[1] - a[1]), 1)
        if steps > 20_000:
            return
        for k in range(0, steps + 1, every):
            self.dot(a[0] + round((b[0] - a[0]) * k / steps), a[1] + round((b[1] - a[1]) * k / steps), style)

    def letters(self, x: int, y: int, text: str, style: str, *, over: bool = True) -> bool:
        """Letters that begin in the cell of a dot; gives whether they stand there.

        Unless they may lie ``over`` others, they stand whole and apart from any other, or not at all.
        """
        column, line = x >> 1, y >> 2
        if not 0 <= line < self.lines:
            return False
        row = self._letters[line]
        if not over and (column < 0 or column + len(text) > self.columns):
            return False
        if not over and any(column - 1 + k in row for k in range(len(text) + 2)):
            return False
        for k, letter in enumerate(text):
            if 0 <= column + k < self.columns:
                row[column + k] = (letter, style)
        return True

    def strip(self, line: int) -> list[tuple[str, str]]:
        """A line as runs of (text, style)."""
        runs: list[tuple[str, str]] = []
        for column in range(self.columns):
            sign, style = self._letters[line].get(column) or self._sign(line, column)
            if runs and runs[-1][1] == style:
                runs[-1] = (runs[-1][0] + sign, style)
            else:
                runs.append((sign, style))
        return runs

    def _sign(self, line: int, column: int) -> tuple[str, str]:
        dots = self._dots[line][column]
        if not dots:
            return " ", ""
        style = self._styles[line][column]
        return ("." if style == "quiet" else "#") if self.ascii_only else chr(BRAILLE + dots), style


def whole(ground: Ground, columns: int, lines: int) -> View:
    """The sight of all of the ground in so many cells."""
    x0, y0, x1, y1 = ground.box
    scale = max((x1 - x0) / max(1, columns * 2 - 4), (y1 - y0) / max(1, lines * 4 - 4), 0.5)
    return View((x0 + x1) / 2, (y0 + y1) / 2, scale)


def line_style(kind: str, _: str) -> tuple[str, int]:
    """How a line is drawn whose state nobody knows."""
    return ("ground", 1) if kind == "perimeter" else ("quiet", 3 if kind == "way" else 2)


def draw_lines(canvas: Canvas, view: View, ground: Ground, style_of: LineStyle = line_style) -> None:
    """The perimeter, ways and zones."""
    size = canvas.columns * 2, canvas.lines * 4
    for shape in ground.lines:
        style, every = style_of(shape.kind, shape.id)
        points = [view.dot(x, y, *size) for x, y in shape.points]
        for a, b in pairwise(points):
            canvas.line(a, b, style, every)


def draw_places(canvas: Canvas, view: View, ground: Ground, taken: Collection[tuple[int, int]] = ()) -> None:
    """A sign for each place whose cell nobody has taken, and its name where there is room."""
    size = canvas.columns * 2, canvas.lines * 4
    for place in ground.places:
        x, y = view.dot(place.x, place.y, *size)
        if (x >> 1, y >> 2) not in taken:
            canvas.letters(x, y, "+" if canvas.ascii_only else "▪", "ground", over=False)
        _put_name(canvas, x, y, _cut(_one_line(place.title or place.id), canvas))


def _cut(name: str, canvas: Canvas) -> str:
    """A name in the columns that there are for it; one that is cut says so."""
    if len(name) <= _NAME or canvas.ascii_only:
        return name[:_NAME]
    return name[: _NAME - 1].rstrip() + "…"


def _one_line(text: str) -> str:
    return text if text.isascii() and text.isprintable() else shown(text.replace("\n", " ").replace("\t", " "))


def _put_name(canvas: Canvas, x: int, y: int, name: str) -> None:
    """The name of a place where nothing else stands: right of it, left of it, above or below."""
    wide = 2 * len(name)
    for dx, dy in ((4, 0), (-wide - 2, 0), (4, -4), (4, 4), (-wide - 2, -4), (-wide - 2, 4), (8, 0)):
        if canvas.letters(x + dx, y + dy, name, "quiet", over=False):
            return


def draw_scale(canvas: Canvas, view: View) -> None:
    """How long a bar of the lower edge is on the ground."""
    most = canvas.columns * 2 * view.scale / 4
    nice = max((n * 10**p for p in range(7) for n in _NICE if n * 10**p <= most), default=1)
    dots = round(nice / view.scale)
    label = f"{nice / 1000:g} km" if nice >= 1000 else f"{nice} m"  # not for people
    y = canvas.lines * 4 - 2
    bar = "|" + "-" * max(1, dots // 2 - 2) + "|"
    canvas.letters(2, y, f"{bar} {label}", "quiet", over=False)


def printed(ground: Ground, columns: int, lines: int, *, ascii_only: bool = False) -> list[str]:
    """The whole ground as lines of text, without colours."""
    canvas, view = Canvas(columns, lines, ascii_only=ascii_only), whole(ground, columns, lines)
    draw_lines(canvas, view, ground)
    draw_scale(canvas, view)
    draw_places(canvas, view, ground)
    return ["".join(text for text, _ in canvas.strip(line)).rstrip() for line in range(lines)]
