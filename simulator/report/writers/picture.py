"""A time line or a map as a picture for documents that hold no vector drawing: the same drawing, as PNG."""

from __future__ import annotations

import io
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from simulator.report.document import Chart, Timeline
from simulator.report.writers.chart import HIGH, WIDE, Label, Laid, laid_out
from simulator.report.writers.svg import drawing

__all__ = ["chart_png", "png"]

_COLOURS = ("#eef3f7", "#f7f3e8", "#ecf5ee")
_DPI = 200
_INK = "#14202b"
_STROKES: dict[str, dict[str, Any]] = {
    "perimeter": {"linewidth": 2.6},
    "route": {"linewidth": 0.9, "linestyle": (0, (5, 4))},
    "zone": {"linewidth": 1.6, "linestyle": (0, (1.2, 2.5))},
    "leader": {"linewidth": 0.5},
}
_SIDES = {"start": "left", "middle": "center", "end": "right"}


def png(line: Timeline) -> bytes:
    """The picture, as wide as a page of text."""
    d = drawing(line)
    figure = Figure(figsize=(6.7, 6.7 * d.height / d.width), dpi=_DPI)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, d.width)
    axes.set_ylim(d.height, 0)
    axes.set_axis_off()
    for (lane, y), colour in zip(d.lanes, _COLOURS * len(d.lanes)):
        axes.add_patch(Rectangle((d.left - 8, y), d.width - d.left + 4, 58, color=colour))
        axes.text(4, y + 34, lane, fontsize=7, weight="bold", parse_math=False)
    for x, label in d.ticks:
        axes.plot((x, x), (20, d.height - 8), color="#c3ced8", linewidth=0.5)
        axes.text(x, 14, label, fontsize=5.5, ha="center", parse_math=False)
    axes.plot(
        [dot.x for dot in d.dots if not dot.label],
        [dot.y for dot in d.dots if not dot.label],
        ".",
        color="#2b5b84",
        ms=2.5,
    )
    for dot in d.dots:
        if dot.label:
            axes.plot([dot.x], [dot.y + 8], "o", color="#b7410e", ms=8)
            axes.text(dot.x, dot.y + 11.5, dot.label, fontsize=4.5, color="white", ha="center", parse_math=False)
    held = io.BytesIO()
    canvas.print_figure(held, format="png")
    return held.getvalue()


def chart_png(chart: Chart, wide: float) -> bytes:
    """A map, ``wide`` inches wide; letters keep their share of it."""
    laid, size = laid_out(chart), wide / 6.85
    figure = Figure(figsize=(wide, wide * HIGH / WIDE), dpi=_DPI)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, WIDE)
    axes.set_ylim(HIGH, 0)
    axes.set_axis_off()
    axes.add_patch(Rectangle((2, 2), WIDE - 4, HIGH - 4, fill=False, edgecolor=_INK, linewidth=1.0 * size))
    _draw(axes, laid, size)
    held = io.BytesIO()
    canvas.print_figure(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _draw(axes: Any, laid: Laid, size: float) -> None:
    for line in laid.strokes:
        look = dict(_STROKES[line.kind])
        look["linewidth"] *= size
        axes.plot([x for x, _ in line.points], [y for _, y in line.points], color=_INK, solid_capstyle="butt", **look)
    for sign in laid.signs:
        axes.add_patch(Polygon(sign.outline, facecolor="white", edgecolor=_INK, linewidth=1.1 * size, zorder=3))
        _text(axes, Label(sign.x, sign.y + 4, sign.number, "middle"), 5.6 * size, weight="bold", zorder=4)
    for label in laid.labels:
        style = "italic" if label.kind == "stretch" else "normal"
        _text(axes, label, (5.6 if label.kind == "key" else 6.3) * size, style=style, zorder=4)
    axes.plot((972, 972, 964, 972, 980, 972), (52, 14, 26, 20, 26, 14), color=_INK, linewidth=1.2 * size)
    _text(axes, Label(972, 66, "N", "middle"), 6.3 * size)
    begin, end, said = laid.scale
    axes.plot((begin, begin, end, end), (578, 588, 588, 578), color=_INK, linewidth=1.2 * size)
    _text(axes, Label(end + 8, 590, said), 5.6 * size)


def _text(axes: Any, label: Label, points: float, **look: Any) -> None:
    axes.text(
        label.x, label.y, label.text, fontsize=points, ha=_SIDES[label.anchor], parse_math=False, color=_INK, **look
    )
