"""A time line as numbers for a drawing: where lanes, hours and marks lie.  The template draws, and escapes."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.report.document import Timeline
from simulator.units import format_clock

__all__ = ["Drawing", "drawing", "ticks"]

WIDE, HIGH, LEFT, TOP = 1000, 66, 96, 26
_TICKS = 12
_STEPS = (300, 600, 900, 1800, 3600, 7200, 3 * 3600, 6 * 3600, 12 * 3600, 86400)


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark of a lane: where it lies, what it says when it is pointed at, and its number if the text has one."""

    x: float
    y: float
    text: str
    label: str
    seq: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the picture shows, in its own units."""

    width: int
    height: int
    left: int
    lanes: tuple[tuple[str, float], ...]
    ticks: tuple[tuple[float, str], ...]
    dots: tuple[Dot, ...]


def ticks(end: int) -> list[int]:
    """Round seconds from 0 to ``end``, at most thirteen or so."""
    step = next((s for s in _STEPS if end / s <= _TICKS), max(86400, -(-end // _TICKS // 86400) * 86400))
    return list(range(0, end + 1, step))


def drawing(line: Timeline) -> Drawing:
    """Where everything lies; marks of one lane at nearly one time are set below each other by turns."""
    span = max(1, line.end)
    rows = {lane: TOP + n * HIGH for n, lane in enumerate(line.lanes)}

    def _x(at: int) -> float:
        return round(LEFT + (WIDE - LEFT - 14) * max(0, at) / span, 1)

    dots, last = [], dict.fromkeys(line.lanes, (-100.0, 0))
    for mark in line.marks:
        x, (before, turn) = _x(mark.at), last[mark.lane]
        turn = (turn + 1) % 4 if x - before < 7 else 0
        last[mark.lane] = (x, turn)
        said = f"{format_clock(mark.at)} {mark.text}"
        dots.append(Dot(x, rows[mark.lane] + 16 + 10 * turn, said, mark.label, mark.seq))
    height = TOP + HIGH * len(line.lanes) + 8
    return Drawing(
        WIDE,
        height,
        LEFT,
        tuple((lane, float(y)) for lane, y in rows.items()),
        tuple((_x(at), format_clock(at)) for at in ticks(span)),
        tuple(sorted(dots, key=lambda dot: dot.label != "")),
    )
