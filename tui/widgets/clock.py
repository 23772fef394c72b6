"""The clock line and the foot line: two lines that always tell the truth about time and about what is saved."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from simulator.readers.scene.scene import Scene
from simulator.units import Epoch
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.lines.live import clock_of, countdown

__all__ = ["clock_spans", "next_spans"]

Spans = list[tuple[str, str]]


@cache
def _epoch(startex: str) -> Epoch:
    return Epoch(datetime.fromisoformat(startex))


def clock_spans(desk: Desk, glyphs: Glyphs, width: int, looking_back: int = -1) -> Spans:
    """State and speed, exercise time, elapsed, wall, next inject, and whether everything is on the disk."""
    session = desk.session
    spans: Spans = [_state(desk, glyphs)]
    group = _epoch(desk.blueprint.startex).dtg(session.now)
    spans += [(" EX ", "quiet"), (group, "strong"), (f" {clock_of(session.now)} ", "")]
    if looking_back >= 0:
        spans.append((glyphs.plain(f"◀ {clock_of(looking_back)} (live {clock_of(session.now)}) "), "late"))
    spans += [(f"wall {desk.wall_clock()} ", "quiet")]
    if width >= 120:
        coming = [row.due for row in desk.scene.injects.values() if row.state == "planned" and row.due >= session.now]
        if coming:
            spans.append((f"next inject {countdown(min(coming) - session.now)} ", ""))
        branch = f"fork of {session.header.parent['name']} " if session.header.parent.get("name") else ""
        spans.append((f"{branch}seed {session.header.seed} ", "quiet"))
    if desk.blacked_out:
        spans.append(("PLAYERS DARK ", "late"))
    spans.append(_saved(desk, glyphs))
    return spans


def _state(desk: Desk, glyphs: Glyphs) -> tuple[str, str]:
    session = desk.session
    if desk.scene.ended:
        return f"{glyphs.sign('ended')}ENDEX", "strong"
    if not session.started:
        return f"{glyphs.sign('paused')}BEFORE STARTEX", "due"
    speed = f"x{session.pacer.speed:g}"
    if session.pacer.running:
        return f"{glyphs.sign('run')}RUN {speed}", "done"
    return f"{glyphs.sign('paused')}PAUSED {speed}", "due"


def _saved(desk: Desk, glyphs: Glyphs) -> tuple[str, str]:
    asks = desk.session.asks
    if desk.session.alarm or asks.startswith("not recorded"):
        return "!! NOT SAVED", "late"
    ago = max(0.0, desk.now_here().steady - desk.saved_at)
    return glyphs.plain(f"saved ✓ {desk.recorded} {ago:.0f} s ago"), "done"


def next_spans(desk: Desk, scene: Scene) -> Spans:
    """What n would do, and how much each cell has on its table."""
    found = desk.next_inject()
    spans: Spans = [(" n fires ", "quiet")]
    if found is None:
        spans = [(" no inject comes by the clock any more", "quiet")]
    else:
        to = ", ".join(found.to) or "everybody"
        spans += [(found.id, "strong"), (f" {found.title or found.text[:40]}", ""), (f" to {to}", "quiet")]
    for gauge in scene.pressure():
        load = gauge.open_actions + gauge.open_questions
        style = "late" if gauge.late else "due" if load > 3 else "quiet"
        spans.append((f"  {gauge.cell} {load}" + (f" ({gauge.late} late)" if gauge.late else ""), style))
    return spans
