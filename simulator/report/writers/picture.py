"""A time line as a picture for documents that hold no vector drawing: the same lanes, hours and marks, as PNG."""

from __future__ import annotations

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simulator.report.document import Timeline
from simulator.report.writers.svg import drawing

__all__ = ["png"]

_COLOURS = ("#eef3f7", "#f7f3e8", "#ecf5ee")
_DPI = 200


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
