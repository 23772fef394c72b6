"""The two lines of words of the live screen: what wants attention at once, and what comes next."""

from __future__ import annotations

from collections.abc import Callable

from simulator.catalogue import tr
from simulator.readers.scene.rows import Pressure
from simulator.readers.scene.scene import Scene
from simulator.reasons import told_reason
from tui.desk import Desk
from tui.safe_text import clipped, line_of

__all__ = ["banner_of", "next_spans"]

_IDLE_S = 180
"""seconds of the wall without anything from the room after which the facilitator is prompted"""
_LOADED = 3
"""things on the table of a cell above which it is shown as loaded"""
_MOST, _COUNTS = 0.6, 4
"""share of the line that the tables of the cells may take, and columns of each for its numbers"""
Spans = list[tuple[str, str]]


def banner_of(desk: Desk) -> str:
    """What wants attention at once; empty if nothing does."""
    session, stopped = desk.session, desk.scene.stopped
    text = session.alarm or session.asks
    if stopped and not session.pacer.running:
        return tr("STOP - REAL EVENT. THIS IS NOT AN EXERCISE. {what}", what=told_reason(stopped))
    if session.held_by and not text:
        return tr("{decision} holds the clock until it is answered (d)", decision=session.held_by)
    if not text and desk.idle_s() >= _IDLE_S and session.pacer.running:
        return tr("nothing from the room for three minutes: prompt them, fire a contingency, or jump ahead")
    return text


def next_spans(desk: Desk, scene: Scene, width: int) -> Spans:
    """What n would do, and at the right edge how much each cell has on its table; ``width`` in columns."""
    table = [gauge for gauge in scene.pressure() if _load(gauge)]
    title = desk.names.title
    gauges = _gauges(table, title, over=scene.ended)
    if sum(len(text) for text, _ in gauges) > width * _MOST:
        short = int(width * _MOST) // len(table) - _COUNTS
        gauges = _gauges(table, lambda cell: clipped(title(cell), short).rstrip(), over=scene.ended)
    room = width - sum(len(text) for text, _ in gauges) - 1
    found = None if scene.ended else desk.next_inject()
    if scene.ended:
        told: Spans = [(clipped(f" {tr('ENDEX: notes and ratings are still taken')}", room).rstrip(), "quiet")]
    elif found is None:
        told = [(clipped(f" {tr('no inject comes by the clock any more')}", room).rstrip(), "quiet")]
    else:
        to = f" {tr('to {names}', names=', '.join(map(title, found.to)) or tr('everybody'))}"
        fires, name = f" {tr('n fires')} ", line_of(found.title or found.text)
        left = room - len(f"{fires}{found.id} {to}")
        if left < min(len(name), 20):
            to, left = "", room - len(f"{fires}{found.id} ")
        told = [(fires, "quiet"), (found.id, "strong"), (f" {clipped(name, left).rstrip()}", ""), (to, "quiet")]
    used = sum(len(text) for text, _ in told)
    return [*told, (" " * max(1, room + 1 - used), ""), *gauges]


def _load(gauge: Pressure) -> int:
    return gauge.open_actions + gauge.open_questions


def _gauges(table: list[Pressure], title: Callable[[str], str], *, over: bool) -> Spans:
    return [span for gauge in table for span in _gauge(gauge, title, over=over)]


def _gauge(gauge: Pressure, title: Callable[[str], str], *, over: bool) -> Spans:
    """What a cell has on its table; after ENDEX as it was then, and quiet."""
    load = _load(gauge)
    style = "quiet" if over else "late" if gauge.late else "due" if load > _LOADED else "quiet"
    late = f" ({tr('{count} late', count=gauge.late)})" if gauge.late else ""
    return [("  ", ""), (f"{title(gauge.cell)} {load}{late}", style)]
