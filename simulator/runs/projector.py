"""A cell's picture as one page in large type, for a projector: no network, no script, it refreshes itself.

The page is made of a :class:`~simulator.readers.scene.picture.Picture` and the clock, so that it cannot show what the
cell does not know.  In a black-out it shows the clock alone, after STOP the word that the exercise is stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.catalogue import language, marked, plain, tr, word
from simulator.display import shown
from simulator.readers.scene.ground import Ground
from simulator.readers.scene.picture import OLD_S, Picture
from simulator.readers.scene.rows import Mark
from simulator.runs.follow import Clock
from simulator.units import Epoch, format_clock

__all__ = ["page"]

_TOLD, _FACTS, _UNITS = 12, 12, 7
"""rows that fit on a projector and can be read from the back of a room"""
_COLOURS = {"unit": "#7cc4ff", "fire": "#ff8c42", "crowd": "#e8e8a0"}
_WORDS = {
    "waiting": marked("before STARTEX"),
    "running": "",
    "paused": marked("PAUSED"),
    "suspended": marked("SUSPENDED"),
    "ended": "ENDEX",
    "silent": marked("NO WORD FROM EXERCISE CONTROL"),
}
_ENVIRONMENT: list[Environment] = []


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place or sign on the page's map; y runs down."""

    x: float
    y: float
    label: str
    sign: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class _Map:
    """The page's map: its view box, the size of a letter, and what is on it."""

    box: str
    u: float
    lines: list[tuple[str, str]]
    """the kind of each line of the ground, and its points as SVG writes them"""
    places: list[_Spot]
    marks: list[_Spot]


def _safe(value: Any) -> Any:
    """Texts of others get pictures for what a screen might obey; the template then escapes them."""
    return shown(value) if type(value) is str else value


def _environment() -> Environment:
    if not _ENVIRONMENT:
        made = Environment(
            loader=PackageLoader("simulator.runs", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_safe,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.globals.update(tr=tr, plain=plain, word=word, language=language)
        _ENVIRONMENT.append(made)
    return _ENVIRONMENT[0]


def page(picture: Picture, clock: Clock, *, refresh: int = 1, notice: str = "") -> str:
    """The page at a moment; it loads itself again every ``refresh`` seconds, with 0 never."""
    blueprint, now = picture.blueprint, max(clock.at, picture.now)
    facts = [(f, picture.said(f), now - f.seen_at > OLD_S) for f in picture.facts if f.open and f.place][:_FACTS]
    newest = picture.injects[-1] if picture.injects else None
    units = [(u, now - u.seen_at > OLD_S) for u in sorted(picture.units, key=lambda u: -u.heard_at)][:_UNITS]
    return (
        _environment()
        .get_template("projector.html.j2")
        .render(
            title=blueprint.title,
            handling=blueprint.handling,
            cell=plain(picture.cell),
            clock=clock,
            time=format_clock(now),
            dtg=_dtg(blueprint.startex, now),
            state=_state(clock.state),
            newest=newest,
            told=[line for line in picture.told if newest is None or line.seq != newest.seq][-_TOLD:][::-1],
            facts=facts,
            everywhere=", ".join(picture.said(f) for f in picture.facts if not f.place),
            units=units,
            map=_map(picture, now),
            refresh=refresh,
            notice=notice,
            clock_of=format_clock,
        )
    )


def _state(name: str) -> str:
    """How the clock is, in words; nothing while it runs."""
    said = _WORDS.get(name, name)
    return tr(said) if said else ""


def _dtg(startex: str, now: int) -> str:
    """The date-time group; empty where the scenario names no moment for STARTEX."""
    try:
        moment = datetime.fromisoformat(startex)
    except ValueError:
        return ""
    return Epoch(moment).dtg(now) if moment.tzinfo is not None else ""


def _map(picture: Picture, now: int) -> _Map:
    """The ground, which everybody knows, and what the cell knows on it; signs of one place stand side by side."""
    b = picture.blueprint
    lines = [(s.kind, " ".join(f"{x:.0f},{-y:.0f}" for x, y in s.points)) for s in Ground(b).lines]
    places = [_Spot(p.x, -p.y, _short(p.id)) for p in b.places.values()]
    places += [_Spot(s.x, -s.y, _short(s.id)) for s in b.segments.values()]
    if not places:
        return _Map("0 0 1 1", 1.0, [], [], [])
    xs, ys = [p.x for p in places], [p.y for p in places]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    u = max(wide, high * 1.3, 100.0) / 46
    box = f"{min(xs) - 6 * u:.0f} {min(ys) - 5 * u:.0f} {wide + 12 * u:.0f} {high + 10 * u:.0f}"
    return _Map(box, u, lines, _labelled(places, u), _side_by_side(picture.marks(now), u))


def _short(name: str) -> str:
    return plain(name)


def _labelled(places: list[_Spot], u: float) -> list[_Spot]:
    """Places with the names that fit: one that would lie over another is left out, its ring stays."""
    found: list[_Spot] = []
    for spot in places:
        half = 0.5 * u * len(spot.label)
        clash = any(
            abs(o.x - spot.x) < half + 0.5 * u * len(o.label) and abs(o.y - spot.y) < 2 * u for o in found if o.label
        )
        found.append(_Spot(spot.x, spot.y, "") if clash else spot)
    return found


def _side_by_side(marks: list[Mark], u: float) -> list[_Spot]:
    """Signs at one place stand side by side, those that are alike once with their number."""
    alike: dict[tuple[float, float, str], list[Mark]] = {}
    for mark in marks:
        alike.setdefault((mark.x, mark.y, mark.sign), []).append(mark)
    right: dict[tuple[float, float], float] = {}
    found = []
    for (x, y, sign), row in alike.items():
        text = sign if len(row) == 1 else f"{sign}\u00d7{len(row)}"
        at = right.get((x, y), x)
        right[x, y] = at + (len(text) + 0.6) * 1.6 * u
        label = ", ".join(mark.label for mark in row)
        found.append(_Spot(at, -y - u, label, text, _COLOURS.get(row[0].kind, "#ff6b6b")))
    return found
