"""Two scenes side by side: the same things of both, and whether they differ."""

from __future__ import annotations

from collections.abc import Callable

from simulator.catalogue import plain, tr, trn, word
from simulator.readers.scene.scene import Scene
from tui.lines.live import clock_of
from tui.safe_text import clipped
from tui.widgets.rows import Row

__all__ = ["side_rows"]

_NAME = 24
_LEAST, _MOST = 14, 44
"""columns of each side, at least and at most"""
Pair = tuple[str, str, str]


def side_rows(
    left: Scene, right: Scene, names: tuple[str, str], width: int, title: Callable[[str], str] = str
) -> list[Row]:
    """What differs first under each heading, with a star; what is the same is quiet.  ``width`` is in columns."""
    room = max(_LEAST, min(_MOST, (width - _NAME - 6) // 2))
    injects = list(dict.fromkeys([*left.injects, *right.injects]))
    groups: dict[str, list[Pair]] = {
        tr("HARM"): [(tr("hurt"), f"{left.hurt}", f"{right.hurt}"), (tr("dead"), f"{left.dead}", f"{right.dead}")],
        tr("WIRE AND PLACES"): [
            (p.title, _word(p.state), _word(right.places[n].state)) for n, p in left.places.items()
        ],
        tr("UNITS"): [(u.title, _doing(u, title), _doing(right.units[n], title)) for n, u in left.units.items()],
        tr("GROUPS"): [(g.title, _doing(g, title), _doing(right.groups[n], title)) for n, g in left.groups.items()],
        tr("DECISIONS"): _decisions(left, right),
        tr("MSEL"): [(name, _inject(left, name), _inject(right, name)) for name in injects],
    }
    one, other = (clipped(f"{side} {name}", room) for side, name in zip((tr("LEFT"), tr("RIGHT")), names, strict=True))
    head = Row("names", ((" " * (_NAME + 3), ""), (f"{one} ", "title"), (other, "title")), heading=True)
    return [head, *(row for heading, found in groups.items() for row in _pairs(heading, found, room))]


def _pairs(heading: str, found: list[Pair], room: int) -> list[Row]:
    shown = [row for row in found if row[1] or row[2]]
    differ = sum(one != other for _, one, other in shown)
    rows = [
        Row(
            heading,
            ((trn("{what} - {n} differs", "{what} - {n} differ", differ, what=heading), "title"),),
            heading=True,
        )
    ]
    for name, one, other in sorted(shown, key=lambda row: row[1] == row[2]):
        same = one == other
        spans = (
            ("  " if same else "* ", "due"),
            (f"{clipped(name, _NAME)} ", "quiet" if same else "strong"),
            (f"{clipped(one, room)} ", "quiet" if same else ""),
            (clipped(other, room), "quiet" if same else "due"),
        )
        rows.append(Row(f"{heading} {name}", spans))
    return rows


def _word(name: str) -> str:
    return word(name) if name else ""


def _doing(actor: object, title: Callable[[str], str]) -> str:
    state, task = str(getattr(actor, "state", "")), str(getattr(actor, "task", ""))
    at = title(str(getattr(actor, "to", "") or getattr(actor, "at", "")))
    return " ".join(part for part in (plain(state) if state else "", _word(task), at) if part)


def _decisions(left: Scene, right: Scene) -> list[tuple[str, str, str]]:
    names = list(dict.fromkeys([*left.decisions, *right.decisions]))
    return [(name, _answer(left, name), _answer(right, name)) for name in names]


def _answer(scene: Scene, name: str) -> str:
    asked = scene.decisions.get(name)
    if asked is None:
        return tr("not asked")
    if asked.state == "open":
        return tr("left open") if scene.ended else word("open")
    return f"{clock_of(asked.taken_at)} {asked.offer or asked.option}"


def _inject(scene: Scene, name: str) -> str:
    row = scene.injects.get(name)
    if row is None:
        return ""
    state = _word(row.state)
    return f"{state} {clock_of(row.delivered_at)}" if row.delivered_at >= 0 else state
