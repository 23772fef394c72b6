"""The map: ground in braille dots, units, groups and reports in letters; zoom, pan, follow.

A braille cell has one colour, so lines are drawn in dots and whoever moves in letters above them.  Dots are square
on the ground: a cell is two dots wide and four high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip

from simulator.catalogue import tr
from simulator.readers.scene.ground import Ground
from simulator.readers.scene.rows import Mark, Place
from tui.glyphs import BRAILLE
from tui.safe_text import clipped, line_of
from tui.widgets.ink import Inked

__all__ = ["Canvas", "MapPane", "View"]

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_NICE = (1, 2, 5)
_NAME = 20
"""columns of the name of a place"""
_CELLS_A_POST = 40
"""cells of the map for each post that is shown as long as it holds: more posts would hide the ground"""
_LINE_STYLES = {"open": "late", "blocked": "due", "repaired": "done"}


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
        self.columns, self.lines, self._ascii = columns, lines, ascii_only
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
        return ("." if style == "quiet" else "#") if self._ascii else chr(BRAILLE + dots), style


class MapPane(Inked, can_focus=True):
    """The ground and what is on it."""

    INK = "map"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"map--{name}" for name in ("ground", "quiet", "late", "due", "done", "unit", "group", "people", "report")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "nearer(1)", "nearer", show=False),
        Binding("minus", "nearer(-1)", "farther", show=False),
        Binding("left", "pan(-1,0)", "west", show=False),
        Binding("right", "pan(1,0)", "east", show=False),
        Binding("up", "pan(0,1)", "north", show=False),
        Binding("down", "pan(0,-1)", "south", show=False),
        Binding("0", "whole", "all of it", show=False),
        Binding("y", "follow_next", "follow the next", show=False),
    ]

    def __init__(self, ground: Ground, *, id: str, ascii_only: bool = False):
        super().__init__(id=id)
        self._ground, self._ascii = ground, ascii_only
        self._places: dict[str, Place] = {}
        self._marks: list[Mark] = []
        self._view: View | None = None
        self._drawn: list[list[tuple[str, str]]] = []
        self.followed = ""
        """the sign of the mark that stays in the middle; empty for none"""

    # what is shown

    def show(self, places: dict[str, Place], marks: Sequence[Mark]) -> None:
        """Show the ground with these marks; only lines that changed are drawn again."""
        self._places, self._marks = places, list(marks)
        self._draw()

    def stand_on(self, ground: Ground) -> None:
        """Show another ground."""
        self._ground = ground
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if width < 4 or height < 2:
            return
        old = self._drawn
        self._drawn = self._lines(width, height)
        if len(old) != len(self._drawn):
            self.refresh()
            return
        for y, (one, other) in enumerate(zip(old, self._drawn)):
            if one != other:
                self.refresh(Region(0, y, width, 1))

    def _lines(self, columns: int, lines: int) -> list[list[tuple[str, str]]]:
        canvas = Canvas(columns, lines, ascii_only=self._ascii)
        view = self._sight(columns, lines)
        size = columns * 2, lines * 4
        for shape in self._ground.lines:
            style, every = self._line_style(shape.kind, shape.id)
            points = [view.dot(x, y, *size) for x, y in shape.points]
            for a, b in pairwise(points):
                canvas.line(a, b, style, every)
        taken = self._put_marks(canvas, view, size)
        self._put_scale(canvas, view)
        for place in self._ground.places:
            x, y = view.dot(place.x, place.y, *size)
            if (x >> 1, y >> 2) not in taken:
                canvas.letters(x, y, "+" if self._ascii else "▪", "ground", over=False)
            self._put_name(canvas, x, y, line_of(place.title or place.id)[:_NAME])
        return [canvas.strip(y) for y in range(lines)]

    def _line_style(self, kind: str, name: str) -> tuple[str, int]:
        if kind == "perimeter":
            state = self._places[name].state if name in self._places else ""
            return _LINE_STYLES.get(state, "ground"), 3 if state == "open" else 1
        return "quiet", 3 if kind == "way" else 2

    def _put_marks(self, canvas: Canvas, view: View, size: tuple[int, int]) -> set[tuple[int, int]]:
        taken: set[tuple[int, int]] = set()
        order = {"post": 0, "crowd": 1, "report": 2, "unit": 3, "group": 4, "fire": 5, "harm": 6}
        posts = sum(mark.kind == "post" for mark in self._marks)
        crowded = posts * _CELLS_A_POST > canvas.columns * canvas.lines
        for mark in sorted(self._marks, key=lambda m: -order.get(m.kind, 0)):
            if crowded and mark.kind == "post" and mark.sign == "o":
                continue
            x, y = view.dot(mark.x, mark.y, *size)
            cell = self._free(x >> 1, y >> 2, len(mark.sign), taken)
            taken |= {(cell[0] + k, cell[1]) for k in range(-1, len(mark.sign) + 1)}
            style = {"crowd": "people", "fire": "late", "harm": "late", "post": "ground"}.get(mark.kind, mark.kind)
            canvas.letters(cell[0] << 1, cell[1] << 2, line_of(mark.sign), style)
        return taken

    @staticmethod
    def _put_name(canvas: Canvas, x: int, y: int, name: str) -> None:
        """The name of a place where nothing else stands: right of it, left of it, above or below."""
        wide = 2 * len(name)
        for dx, dy in ((4, 0), (-wide - 2, 0), (4, -4), (4, 4), (-wide - 2, -4), (-wide - 2, 4), (8, 0)):
            if canvas.letters(x + dx, y + dy, name, "quiet", over=False):
                return

    @staticmethod
    def _free(column: int, line: int, width: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
        """The cell for a sign, or the next one that is free around it."""
        for dy, dx in ((0, 0), (0, 3), (1, 0), (-1, 0), (0, -3), (1, 3), (-1, 3), (1, -3), (-1, -3), (2, 0), (-2, 0)):
            if all((column + dx + k, line + dy) not in taken for k in range(width)):
                return column + dx, line + dy
        return column, line

    def _put_scale(self, canvas: Canvas, view: View) -> None:
        """How long a bar of the lower edge is on the ground."""
        most = canvas.columns * 2 * view.scale / 4
        nice = max((n * 10**p for p in range(7) for n in _NICE if n * 10**p <= most), default=1)
        dots = round(nice / view.scale)
        label = f"{nice / 1000:g} km" if nice >= 1000 else f"{nice} m"  # not for people
        y = canvas.lines * 4 - 2
        bar = "|" + "-" * max(1, dots // 2 - 2) + "|"
        canvas.letters(2, y, f"{bar} {label}", "quiet", over=False)

    # what part is in sight

    def _whole(self, columns: int, lines: int) -> View:
        x0, y0, x1, y1 = self._ground.box
        scale = max((x1 - x0) / max(1, columns * 2 - 4), (y1 - y0) / max(1, lines * 4 - 4), 0.5)
        return View((x0 + x1) / 2, (y0 + y1) / 2, scale)

    def _sight(self, columns: int, lines: int) -> View:
        view = self._view or self._whole(columns, lines)
        followed = next((m for m in self._marks if m.sign == self.followed), None) if self.followed else None
        if followed is not None:
            view.x, view.y = followed.x, followed.y
        return view

    def action_nearer(self, by: int) -> None:
        """Zoom in or out around the middle."""
        view = self._sight(*self.size)
        self._view = View(view.x, view.y, max(0.25, min(5000.0, view.scale * (0.7 if by > 0 else 1 / 0.7))))
        self._draw()

    def action_pan(self, east: int, north: int) -> None:
        """Move the sight by a quarter of what is seen."""
        self.followed = ""
        view = self._sight(*self.size)
        width, height = self.size.width * 2 * view.scale / 4, self.size.height * 4 * view.scale / 4
        self._view = View(view.x + east * width, view.y + north * height, view.scale)
        self._draw()

    def action_whole(self) -> None:
        """All of the ground."""
        self._view, self.followed = None, ""
        self._draw()

    def action_follow_next(self) -> None:
        """Keep the next unit or group in the middle; after the last one none."""
        signs = [m.sign for m in self._marks if m.kind in ("unit", "group")]
        at = signs.index(self.followed) + 1 if self.followed in signs else 0
        self.followed = signs[at] if at < len(signs) else ""
        if self.followed and self._view is None:
            whole = self._whole(*self.size)
            self._view = View(whole.x, whole.y, whole.scale / 3)
        self._draw()

    # drawing

    def on_resize(self, _: events.Resize) -> None:
        """The ground fits the pane."""
        self._draw()

    def render_line(self, y: int) -> Strip:
        """A line of the map; one that cannot be drawn says so."""
        width = self.size.width
        try:
            runs = self._drawn[y] if y < len(self._drawn) else []
            return self.kept((width, *runs), lambda: self._line(runs, width))
        except Exception as error:  # a widget that fails must not end an exercise
            return Strip(
                [Segment(clipped(tr("the map cannot be shown: {error}", error=error), width), self.ink())], width
            )

    def _line(self, runs: Sequence[tuple[str, str]], width: int) -> Strip:
        return Strip([Segment(text, self.ink(style)) for text, style in runs]).adjust_cell_length(width, self.ink())
