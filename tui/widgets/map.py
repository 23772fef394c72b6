"""The map: ground in braille dots, units, groups and reports in letters; zoom, pan, follow.

A braille cell has one colour, so lines are drawn in dots and whoever moves in letters above them.  Dots are square
on the ground: a cell is two dots wide and four high.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip

from simulator.catalogue import tr
from simulator.readers.scene.drawing import Canvas, View, draw_lines, draw_places, draw_scale, line_style, whole
from simulator.readers.scene.ground import Ground
from simulator.readers.scene.rows import Mark, Place
from tui.safe_text import clipped, line_of
from tui.widgets.ink import Inked

__all__ = ["MapPane"]

_CELLS_A_POST = 40
"""cells of the map for each post that is shown as long as it holds: more posts would hide the ground"""
_LINE_STYLES = {"open": "late", "blocked": "due", "repaired": "done"}


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
        draw_lines(canvas, view, self._ground, self._line_style)
        taken = self._put_marks(canvas, view, size)
        draw_scale(canvas, view)
        draw_places(canvas, view, self._ground, taken)
        return [canvas.strip(y) for y in range(lines)]

    def _line_style(self, kind: str, name: str) -> tuple[str, int]:
        state = self._places[name].state if kind == "perimeter" and name in self._places else ""
        style, every = line_style(kind, name)
        return _LINE_STYLES.get(state, style), 3 if state == "open" else every

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
    def _free(column: int, line: int, width: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
        """The cell for a sign, or the next one that is free around it."""
        for dy, dx in ((0, 0), (0, 3), (1, 0), (-1, 0), (0, -3), (1, 3), (-1, 3), (1, -3), (-1, -3), (2, 0), (-2, 0)):
            if all((column + dx + k, line + dy) not in taken for k in range(width)):
                return column + dx, line + dy
        return column, line

    # what part is in sight

    def _sight(self, columns: int, lines: int) -> View:
        view = self._view or whole(self._ground, columns, lines)
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
            all_of_it = whole(self._ground, *self.size)
            self._view = View(all_of_it.x, all_of_it.y, all_of_it.scale / 3)
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
