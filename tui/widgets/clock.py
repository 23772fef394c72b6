"""The clock line and the foot line: two lines that always tell the truth about time and about what is saved."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from simulator.catalogue import tr
from simulator.runs.session import NOT_RECORDED
from simulator.units import Epoch
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.lines.live import clock_of, countdown

__all__ = ["clock_spans"]

Spans = list[tuple[str, str]]


@cache
def _epoch(startex: str) -> Epoch:
    return Epoch(datetime.fromisoformat(startex))


def clock_spans(desk: Desk, glyphs: Glyphs, width: int, looking_back: int = -1) -> Spans:
    """State and speed, exercise time, elapsed, wall, next inject, and whether everything is on the disk.

    What a line of so many columns has no room for is left out, the least important first.
    """
    at = desk.session.now
    group = _epoch(desk.blueprint.startex).dtg(at)
    parts: list[tuple[int, Spans]] = [(0, [_state(desk, glyphs)]), (0, [(" EX ", "quiet"), (group, "strong")])]
    if looking_back >= 0:
        told = tr("◀ {time} (live {now})", time=clock_of(looking_back), now=clock_of(at))
        parts.append((0, [(glyphs.plain(f" {told}"), "late")]))
    else:
        parts.append((0, [(f" {clock_of(at)}", "")]))
    parts += [(1, [(f" {tr('wall {time}', time=desk.wall_clock())}", "quiet")]), *_more(desk)]
    if desk.blacked_out:
        parts.append((0, [(f" {tr('PLAYERS DARK')}", "late")]))
    parts += _saved(desk, glyphs)
    return _fitting(parts, width)


def _more(desk: Desk) -> list[tuple[int, Spans]]:
    session, now = desk.session, desk.session.now
    rows = () if desk.scene.ended else desk.scene.injects.values()
    coming = [row.due for row in rows if row.state == "planned" and row.due >= now]
    told = f" {tr('next inject {time}', time=countdown(min(coming) - now))}" if coming else ""
    parent = session.header.parent.get("name")
    branch = f" {tr('fork of {session}', session=parent)}" if parent else ""
    seed = tr("seed {seed}", seed=session.header.seed)
    return [(3, [(told, "")]), (4, [(f"{branch} {seed}", "quiet")])]


def _fitting(parts: list[tuple[int, Spans]], width: int) -> Spans:
    """All parts, or those of the lower ranks that fit."""
    for most in sorted({rank for rank, _ in parts}, reverse=True):
        spans = [span for rank, part in parts if rank <= most for span in part]
        if sum(len(text) for text, _ in spans) <= width or most == 0:
            return spans
    return []


def _state(desk: Desk, glyphs: Glyphs) -> tuple[str, str]:
    session = desk.session
    if desk.scene.ended:
        return f"{glyphs.sign('ended')}ENDEX", "strong"
    if not session.started:
        return glyphs.sign("paused") + tr("BEFORE STARTEX"), "due"
    speed = f"x{session.pacer.speed:g}"
    if session.pacer.running:
        return glyphs.sign("run") + tr("RUN {speed}", speed=speed), "done"
    return glyphs.sign("paused") + tr("PAUSED {speed}", speed=speed), "due"


def _saved(desk: Desk, glyphs: Glyphs) -> list[tuple[int, Spans]]:
    if desk.session.alarm or desk.session.asks.startswith(tr(NOT_RECORDED).partition("{")[0]):
        return [(0, [(f" !! {tr('NOT SAVED')}", "late")])]
    ago = max(0.0, desk.now_here().steady - desk.saved_at)
    told = glyphs.plain(tr("saved ✓ {count}", count=desk.recorded))
    return [(0, [(f" {told}", "done")]), (2, [(tr(", {ago:.0f} s ago", ago=ago), "done")])]
