"""The rows of the live screen's panes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import overload

from simulator.catalogue import marked, plain, tr, trn
from simulator.events import LogEvent
from simulator.readers.scene.names import Names
from simulator.readers.scene.rows import Actor, Asked, Inject
from simulator.readers.scene.scene import Scene
from simulator.readers.story import notable
from simulator.reasons import told_reason
from simulator.units import clock_column, format_clock
from tui.glyphs import Glyphs
from tui.safe_text import clipped
from tui.widgets.rows import Row

__all__ = ["FeedRows", "clock_of", "countdown", "decision_rows", "feed_row", "feed_rows", "msel_rows", "unit_rows"]

_DONE_SHOWN = 60
_READY, _UPCOMING = marked("READY"), marked("UPCOMING")
_CONTINGENCY, _DONE = marked("CONTINGENCY"), marked("DONE")
"""what stands above the injects of each kind"""
_NARROW = 40
"""columns of a pane below which words are cut shorter"""
_ROOMY = 60
"""columns of a pane from which on titles are hardly ever cut"""
_MANY_HOURS = 100
"""hours from which on a time still to come is told in days"""


def clock_of(at: int) -> str:
    """A second as ``H+16:20``, always with as many columns as its hours need."""
    return format_clock(at - at % 60) if at % 60 == 0 else format_clock(at)


def countdown(seconds: int) -> str:
    """``7:50`` or ``2:03:10``, or days and hours where nobody counts minutes."""
    seconds = abs(seconds)
    hours, rest = divmod(seconds, 3600)
    if hours >= _MANY_HOURS:
        return tr("{days} d {hours} h", days=hours // 24, hours=hours % 24)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _heading(key: str, text: str) -> Row:
    return Row(key, ((text, "title"),), heading=True)


# the MSEL


def msel_rows(scene: Scene, glyphs: Glyphs) -> list[Row]:
    """Ready first, then what comes with its countdown, then what waits for a condition, then what is done."""
    groups: dict[str, list[Inject]] = {name: [] for name in (_READY, _UPCOMING, _CONTINGENCY, _DONE)}
    for row in scene.injects.values():
        groups[_group(row)].append(row)
    groups[_READY].sort(key=lambda row: (row.due, row.id))
    groups[_UPCOMING].sort(key=lambda row: (row.due if row.due >= 0 else 1 << 40, row.id))
    groups[_DONE].sort(key=lambda row: (-row.delivered_at, row.id))
    found = []
    for name, rows in groups.items():
        if rows:
            found.append(_heading(f"msel {name}", f"{tr(name)} {len(rows)}"))
            found += [_inject_row(row, scene, glyphs) for row in rows[:_DONE_SHOWN]]
    return found


def _group(row: Inject) -> str:
    if row.state in ("ready", "held"):
        return _READY
    if row.state == "planned":
        return _UPCOMING
    return _CONTINGENCY if row.state == "contingency" else _DONE


def _inject_row(row: Inject, scene: Scene, glyphs: Glyphs) -> Row:
    state, now = row.state, scene.now
    right, style = glyphs.of(state).said, glyphs.of(state).style
    if scene.ended and state in ("ready", "held", "planned"):
        right, style = tr("not delivered"), "quiet"
    elif state == "ready" and now - row.due > 60:
        state, right, style = "late", tr("LATE {time}", time=countdown(now - row.due)), "late"
    elif state == "planned":
        near = row.due >= 0 and row.due - now <= 300
        right, style = (countdown(row.due - now) if row.due >= 0 else "--:--"), ("due" if near else "quiet")
        right, style = ("", "quiet") if scene.ended else (right, style)
    elif state in ("delivered", "recalled"):
        right = f"{right} {clock_of(row.delivered_at)}"
        state = "adhoc" if row.added and state == "delivered" else state
    critical = "!" if row.critical and row.state in ("ready", "held", "planned", "contingency") else " "
    spans = (
        (f"{glyphs.sign(state)}{critical}", style),
        (f"{row.id:<6} ", "strong"),
        (row.title or row.text, "" if row.state != "delivered" else "quiet"),
    )
    return Row(row.id, spans, row.seq, right, style, over=_group(row) == _DONE)


# units


def unit_rows(scene: Scene, width: int) -> list[Row]:
    """Own units that have a task or are on the way, groups that are there, then units at hand; ``width`` in columns."""
    units = list(scene.units.values())
    groups = [a for a in scene.groups.values() if a.present]
    busy = [a for a in units if _busy(a)]
    return [_actor_row(a, scene, width) for a in (*busy, *groups, *(a for a in units if not _busy(a)))]


def _busy(actor: Actor) -> bool:
    return bool(actor.task) or actor.arrives >= 0 or actor.state not in ("available", "")


def _actor_row(actor: Actor, scene: Scene, width: int) -> Row:
    style = "group" if actor.side == "group" else "unit"
    moving = actor.to and actor.arrives >= 0
    place = actor.to if moving else actor.at
    titled = (scene.places[place].title if place in scene.places else "") or place
    right = tr("ETA {time}", time=countdown(max(0, actor.arrives - scene.now))) if moving else ""
    narrow = width < _NARROW
    if actor.side == "group":
        right = f"{actor.strength}" if narrow else trn("{n} person", "{n} people", actor.strength)
    doing = plain(actor.task or actor.state)
    named = 14 if narrow else 18 if width < _ROOMY else 30
    if narrow:
        doing = f"{doing} " if _busy(actor) else ""
    else:
        doing = f"{clipped(doing, 12)} "
    spans = (
        (f"{actor.letter:<3}", style),
        (f"{clipped(actor.title, named)} ", "strong" if _busy(actor) else ""),
        (doing, "" if _busy(actor) else "quiet"),
        (f"{'> ' if moving else ''}{titled}", "quiet"),
    )
    return Row(actor.id, spans, actor.seq, right, "due" if moving else "quiet")


# decisions and what is expected of the room


def decision_rows(scene: Scene, glyphs: Glyphs, title: Callable[[str], str] = str) -> list[Row]:
    """Open questions first, rules that wait for the room, what is expected, then what was decided."""
    opened = [d for d in scene.decisions.values() if d.state == "open"]
    taken = [d for d in scene.decisions.values() if d.state != "open"]
    found = [_asked_row(d, scene, glyphs, title) for d in sorted(opened, key=lambda d: d.deadline)]
    found += [
        Row(
            f"rule {w.rule} {w.place}",
            (
                ("» ", "due"),
                (f"{w.rule} ", "strong"),
                (tr("{what}: {text}", what=title(w.place), text=w.title) if w.place else w.title, ""),
            ),
            w.seq,
            "" if scene.ended else tr("c acts"),
            "quiet",
        )
        for w in scene.waiting
    ]
    for e in scene.expected:
        if e.state == "open":
            left = e.until - scene.now
            right = countdown(left) if left >= 0 else tr("LATE {time}", time=countdown(left))
            right, burns = (tr("left open"), False) if scene.ended else (right, left < 0)
            key = f"expected {e.source} {e.index} {e.since}"
            spans = (("□ ", "quiet"), (f"{e.source} ", "strong"), (e.text, ""))
            found.append(Row(key, spans, e.seq, right, "late" if burns else "quiet"))
    found += [_asked_row(d, scene, glyphs, title) for d in sorted(taken, key=lambda d: -d.taken_at)]
    return [replace(row, spans=tuple((glyphs.plain(text), style) for text, style in row.spans)) for row in found]


def _asked_row(asked: Asked, scene: Scene, glyphs: Glyphs, title: Callable[[str], str]) -> Row:
    """A question: the time that it has left or, after ENDEX, that nobody answered it; else what was answered."""
    state, style = asked.state, glyphs.of(asked.state).style
    if state == "open":
        left = asked.deadline - scene.now
        right = tr("{time} left", time=countdown(left)) if left >= 0 else tr("OVER {time}", time=countdown(left))
        style = "late" if left < 0 else "due"
        right, style = (tr("left open"), "quiet") if scene.ended else (right, style)
        who = title(asked.role)
        who = who if asked.played_by != "model" else tr("{role} (model)", role=who)
        name = asked.title or asked.decision
        proposed = f"{tr('proposed {option}', option=asked.offer or asked.proposed)}; " if asked.proposed else ""
        text = f" {who}; {proposed}{asked.name}"
    else:
        answer = asked.answer or asked.option
        name, text = asked.decision, f" {tr('{option} by {who}', option=answer, who=told_reason(asked.by))}"
        right = clock_of(asked.taken_at) if asked.taken_at >= 0 else ""
    spans = ((glyphs.sign(state), style), (name, "strong"), (text, "quiet"))
    return Row(f"decision {asked.name}", spans, asked.seq, right, style, over=state != "open")


# what just happened


_FEED_STYLES = {
    "person_died": "late",
    "person_hurt": "late",
    "command_refused": "late",
    "order_refused": "due",
    "decision_opened": "due",
    "default_proposed": "due",
    "inject_delivered": "done",
    "decision_taken": "done",
    "remark_made": "done",
    "world_overridden": "late",
}


def feed_row(event: LogEvent, names: Names, count: int = 1) -> Row:
    """An event as a line, with the number of its cause."""
    style = _FEED_STYLES.get(event.kind, "")
    text = names.told(event) + (f" (x{count})" if count > 1 else "")
    right = f"[{event.seq} < {event.cause}]" if event.cause else f"[{event.seq}]"
    return Row(str(event.seq), ((f"{clock_column(event.at, 10)}  ", "quiet"), (text, style)), event.seq, right, "quiet")


def feed_rows(log: Sequence[LogEvent] | Iterable[LogEvent], names: Names) -> list[Row]:
    """The notable events, oldest first."""
    return [feed_row(event, names) for event in log if notable(event)]


class FeedRows(Sequence[Row]):
    """Events as lines, each made when it is looked at: of a long log a screen shows forty."""

    def __init__(self, events: Sequence[LogEvent], names: Names):
        self._events, self._names = events, names

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> FeedRows: ...
    def __getitem__(self, at: int | slice) -> Row | FeedRows:
        if isinstance(at, slice):
            return FeedRows(self._events[at], self._names)
        return feed_row(self._events[at], self._names)
