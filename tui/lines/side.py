"""Two scenes side by side: the same things of both, and whether they differ."""

from __future__ import annotations

from simulator.readers.scene.scene import Scene
from tui.lines.live import clock_of
from tui.widgets.rows import Row

__all__ = ["side_rows"]

_WIDTH = 30


def side_rows(left: Scene, right: Scene) -> list[Row]:
    """What differs first under each heading; rows that are the same in both are quiet."""
    rows = _pairs("HARM", [("hurt", f"{left.hurt}", f"{right.hurt}"), ("dead", f"{left.dead}", f"{right.dead}")])
    rows += _pairs("WIRE AND PLACES", [(p.title, p.state, right.places[n].state) for n, p in left.places.items()])
    rows += _pairs("UNITS", [(u.title, _doing(u), _doing(right.units[n])) for n, u in left.units.items()])
    rows += _pairs("GROUPS", [(g.title, _doing(g), _doing(right.groups[n])) for n, g in left.groups.items()])
    rows += _pairs("DECISIONS", _decisions(left, right))
    names = list(dict.fromkeys([*left.injects, *right.injects]))
    rows += _pairs("MSEL", [(name, _inject(left, name), _inject(right, name)) for name in names])
    return rows


def _pairs(heading: str, found: list[tuple[str, str, str]]) -> list[Row]:
    shown = [row for row in found if row[1] or row[2]]
    differ = sum(one != other for _, one, other in shown)
    rows = [Row(heading, ((f"{heading} - {differ} differ", "title"),), heading=True)]
    for name, one, other in sorted(shown, key=lambda row: row[1] == row[2]):
        same = one == other
        sign = "  " if same else "≠ "
        spans = (
            (sign, "due"),
            (f"{name:<24.24} ", "quiet" if same else "strong"),
            (f"{one:<{_WIDTH}.{_WIDTH}} ", "quiet" if same else ""),
            (f"{other:<{_WIDTH}.{_WIDTH}}", "quiet" if same else "due"),
        )
        rows.append(Row(f"{heading} {name}", spans))
    return rows


def _doing(actor: object) -> str:
    state, task = str(getattr(actor, "state", "")), str(getattr(actor, "task", ""))
    at = str(getattr(actor, "to", "") or getattr(actor, "at", ""))
    return " ".join(part for part in (state.replace("_", " "), task, at) if part)


def _decisions(left: Scene, right: Scene) -> list[tuple[str, str, str]]:
    names = list(dict.fromkeys([*left.decisions, *right.decisions]))
    return [(name, _answer(left, name), _answer(right, name)) for name in names]


def _answer(scene: Scene, name: str) -> str:
    asked = scene.decisions.get(name)
    if asked is None:
        return "not asked"
    return "open" if asked.state == "open" else f"{asked.option} {clock_of(asked.taken_at)}"


def _inject(scene: Scene, name: str) -> str:
    row = scene.injects.get(name)
    if row is None:
        return ""
    return f"{row.state} {clock_of(row.delivered_at)}" if row.delivered_at >= 0 else row.state
