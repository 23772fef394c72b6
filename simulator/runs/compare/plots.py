"""Plots as pieces of SVG that take their colours from the page, so that one file serves light, dark and paper.

Colours are drawn as stand-ins and then replaced by the page's variables; texts stay texts in the page's own type.
Names stand above their rows, not beside them, so that a plot as wide as a telephone loses nothing.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from simulator.catalogue import tr
from simulator.display import shown
from simulator.runs.compare.studies import Study
from simulator.runs.compare.tables import MeasureTable, Wait, Waiting
from simulator.runs.compare.verdicts import Verdict
from simulator.runs.compare.wording import unit_said

__all__ = ["PALETTE", "difference_plot", "measure_plot", "standalone", "study_plot", "verdict_plot", "waiting_plot"]

_INK, _FAINT, _MARK, _SOFT = "#010101", "#020202", "#030303", "#040404"
_LINES = ("#030303", "#050505", "#060606", "#070707", "#080808", "#090909")
_VARIABLES = {_INK: "ink", _FAINT: "faint", _MARK: "mark", _SOFT: "soft"} | {
    colour: f"line{i}" for i, colour in enumerate(_LINES) if i
}
PALETTE = {
    "ink": ("#1d2329", "#e6e9eb"),
    "faint": ("#8a929a", "#8b949c"),
    "mark": ("#0b5fa5", "#6db3f2"),
    "soft": ("#a9c9e6", "#2f5575"),
    "line1": ("#b4450e", "#f0935e"),
    "line2": ("#2b7a3d", "#74c488"),
    "line3": ("#7a3c9e", "#c597e8"),
    "line4": ("#8a6a00", "#dcbf52"),
    "line5": ("#a2185b", "#f08ab8"),
}
"""the page's colours, light and dark"""
_DASHES: Sequence[Any] = ("-", (0, (6, 2)), (0, (2, 2)), (0, (6, 2, 1, 2)), (0, (1, 1)), (0, (9, 3)))
_WIDE, _ROW, _MARGINS = 5.2, 0.46, 0.62
"""inches: a row of text and bar, and what the axis below takes"""
_STYLE: Any = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.size": 10,
    "axes.edgecolor": _FAINT,
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}
_LONGEST = 46


@contextmanager
def _drawing(rows: float, *, left: float = 0.12, below: float = 0.0) -> Iterator[tuple[Figure, Axes]]:
    """A figure with rows of the usual height; ``left`` and ``below`` are inches for labels and for a legend."""
    with mpl.rc_context(_STYLE):
        height = rows * _ROW + _MARGINS + below
        figure = Figure(figsize=(_WIDE, height))
        FigureCanvasSVG(figure)
        bottom = (_MARGINS - 0.06 + below) / height
        yield figure, figure.add_axes((left / _WIDE, bottom, (_WIDE - left - 0.22) / _WIDE, 1 - bottom - 0.06 / height))


def _inline(figure: Figure, name: str, said: str) -> Markup:
    """The figure as an element of the page; ``said`` is what somebody hears who does not see it."""
    file = io.StringIO()
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}), warnings.catch_warnings():
        # a sign that is missing: the page's type draws the texts, not ours
        warnings.filterwarnings("ignore", "Glyph .* missing")  # not for people
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # not for people
        figure.savefig(file, format="svg", transparent=True, metadata=nothing)
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, f"var(--{variable})")
    prefix = re.sub(r"\W", "-", name)
    text = re.sub(r'\bid="', f'id="{prefix}-', text)
    text = text.replace('href="#', f'href="#{prefix}-').replace("url(#", f"url(#{prefix}-")
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    label = f'<svg role="img" aria-label="{escape(shown(said))}"'  # not for people
    return Markup(text.replace("<svg", label, 1))  # noqa: S704 - matplotlib escapes its texts, and we ours


def standalone(plot: Markup) -> str:
    """A plot as a file of its own, with the page's colours, light and dark."""
    light = "".join(f"--{name}:{value[0]};" for name, value in PALETTE.items())
    dark = "".join(f"--{name}:{value[1]};" for name, value in PALETTE.items())
    style = (
        f"<style>:root{{{light}}} @media (prefers-color-scheme:dark){{:root{{{dark}}}}} "  # not for people
        "text{font-family:system-ui,sans-serif!important}</style>"
    )
    text = str(plot)
    end = text.index(">", text.index("<svg")) + 1
    lines = (line.rstrip() for line in f"{text[:end]}{style}{text[end:]}".splitlines())
    return "\n".join(lines) + "\n"


def _short(text: str) -> str:
    text = shown(text).replace("\n", " ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _rows(axes: Axes, names: Sequence[str]) -> None:
    """Names above their rows, from top to bottom."""
    axes.set_ylim(len(names) - 0.45, -0.75)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for i, name in enumerate(names):
        axes.text(0.0, i - 0.16, _short(name), transform=axes.get_yaxis_transform(), va="bottom", ha="left", fontsize=9)


def verdict_plot(verdict: Verdict, name: str) -> Markup:
    """How often each arm meets a target: dot and interval, and behind it the range over the assumed numbers."""
    with _drawing(len(verdict.standings)) as (figure, axes):
        for i, s in enumerate(verdict.standings):
            if s.spread:
                axes.plot([s.spread.low * 100, s.spread.high * 100], [i, i], color=_SOFT, lw=9, solid_capstyle="butt")
            if s.met:
                axes.plot([s.met.low * 100, s.met.high * 100], [i, i], color=_MARK, lw=2)
                axes.plot(s.met.value * 100, i, "o", color=_MARK, ms=6, clip_on=False)
        _rows(axes, [s.arm for s in verdict.standings])
        axes.set_xlim(0, 100)
        axes.axvline(50, color=_FAINT, lw=0.6, zorder=0)
        axes.set_xlabel(tr("replications in which it is met, %"))
        return _inline(figure, name, tr("Share of replications that meet the target. {words}", words=verdict.words))


def _scale(unit: str) -> float:
    return 100.0 if unit in ("share", "level") else 1.0


def measure_plot(table: MeasureTable, name: str) -> Markup:
    """The spread of a measure in each arm: 5-95 per cent thin, 25-75 thick, a bar at the median, a dot at the mean."""
    rows = [row for row in table.rows if row.quantiles]
    scale = _scale(table.unit)
    with _drawing(len(rows) or 1) as (figure, axes):
        for i, row in enumerate(rows):
            q = {key: value * scale for key, value in row.quantiles.items()}
            axes.plot([q["5"], q["95"]], [i, i], color=_MARK, lw=1)
            axes.plot([q["25"], q["75"]], [i, i], color=_SOFT, lw=9, solid_capstyle="butt", zorder=1)
            axes.plot(q["50"], i, "|", color=_INK, ms=11, mew=2)
            axes.plot(row.mean.mean * scale, i, "o", color=_MARK, ms=5)
        _rows(axes, [row.arm for row in rows])
        axes.set_xlabel(f"{table.measure}, {unit_said(table.unit)}")
        said = tr("Spread of {measure} in each arm; the table beside it has the numbers.", measure=table.measure)
        return _inline(figure, name, said)


def difference_plot(table: MeasureTable, name: str) -> Markup:
    """Each arm minus the baseline: dot and interval, filled where the difference can be told from nought."""
    rows = [row for row in table.rows if row.against and row.against.difference.n]
    scale = _scale(table.unit)
    with _drawing(len(rows) or 1) as (figure, axes):
        for i, row in enumerate(rows):
            d = row.against.difference  # type: ignore[union-attr]
            if row.across:
                ends = [row.across.low * scale, row.across.high * scale]
                axes.plot(ends, [i, i], color=_SOFT, lw=9, solid_capstyle="butt")
            if not math.isnan(d.low):
                axes.plot([d.low * scale, d.high * scale], [i, i], color=_MARK, lw=2)
            face = _MARK if row.told_apart else "none"
            axes.plot(d.mean * scale, i, "o", color=_MARK, ms=6, mfc=face)
        _rows(axes, [row.arm for row in rows])
        axes.axvline(0, color=_FAINT, lw=0.8, zorder=0)
        unit = unit_said(table.unit, difference=True)
        axes.set_xlabel(tr("minus {arm}, {unit}", arm=_short(table.rows[0].arm), unit=unit))
        said = tr("Paired differences of {measure} from the baseline, with 95 % intervals.", measure=table.measure)
        return _inline(figure, name, said)


def _curves(wait: Waiting) -> list[Wait]:
    """The baseline, and of the others those that differ most clearly from it."""
    began = [arm for arm in wait.arms if arm.curve.began]
    others = sorted(began[1:], key=lambda arm: math.inf if math.isnan(arm.p) else arm.p)
    return began[:1] + others[: len(_LINES) - 1]


def waiting_plot(wait: Waiting, name: str) -> Markup:
    """The share still waiting as time goes on, with its 95 % band; a tick where the curve ends with ENDEX."""
    rows = _curves(wait)
    hours = max((float(arm.curve.times.max()) for arm in rows), default=0.0) > 600
    per = 60 if hours else 1
    with _drawing(5.5, left=0.62, below=0.2 * len(rows) + 0.1) as (figure, axes):
        for arm, colour, dash in zip(rows, _LINES, _DASHES):
            times = [0.0, *(t / per for t in arm.curve.times.tolist())]
            share = [100.0, *(w * 100 for w in arm.curve.waiting.tolist())]
            low, high = ([100.0, *(e * 100 for e in row.tolist())] for row in (arm.curve.low, arm.curve.high))
            axes.fill_between(times, low, high, step="post", color=colour, alpha=0.12, lw=0)
            axes.step(times, share, where="post", color=colour, ls=dash, lw=1.8, label=_short(arm.arm))
        axes.set_ylim(0, 101)
        axes.set_xlim(left=0)
        axes.set_ylabel(tr("still waiting, %"))
        axes.set_xlabel(tr("hours since it began") if hours else tr("minutes since it began"))
        figure.legend(loc="lower left", fontsize=9, handlelength=3.4, borderaxespad=0.1)  # not for people
        said = tr("Share still waiting over time: {event}, {about}.", event=wait.event, about=wait.about)
        return _inline(figure, name, said)


def study_plot(rows: Sequence[tuple[str, float, str]], study: Study, name: str) -> Markup:
    """How much each factor carries, as bars."""
    with _drawing(len(rows) or 1) as (figure, axes):
        for i, (_, size, _) in enumerate(rows):
            axes.plot([0, min(1.0, size)], [i, i], color=_MARK, lw=9, solid_capstyle="butt")
        _rows(axes, [tr("{name}: {text}", name=factor, text=said) for factor, _, said in rows])
        axes.set_xlim(0, 1)
        axes.set_xlabel(tr("0: carries nothing, 1: carries most or all"))
        about = tr(
            "What carries {measure} in {variant}; the figures stand above the bars.",
            measure=study.measure,
            variant=study.variant,
        )
        return _inline(figure, name, about)
