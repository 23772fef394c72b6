"""A map as numbers for a drawing: where lines, places, labels, the scale and the key lie.  Both drawings follow it.

Places are told apart by shape and number and lines by how they are dashed, so that a copy in black and white says all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

from simulator.catalogue import marked, tr, word
from simulator.display import shown
from simulator.report.document import Chart, ChartPlace

__all__ = ["HIGH", "RADIUS", "WIDE", "Label", "Laid", "Sign", "Stroke", "laid_out"]

WIDE, HIGH = 1000, 610
_FIELD = 556
"""units from the top that the ground takes; below it lie the scale and the key"""
_EDGE = 26
RADIUS = 11
_LETTER, _LINE = 7.4, 16
"""width and height of a letter of a label"""
_LONGEST = 30
_TURNS = tuple((cos(k * pi / 4), sin(k * pi / 4)) for k in range(8))
_ROUND = 14
_STARS = {"gate": 4, "un_base": -4, "clinic": 5, "town": 6, "compound": 3, "sector": _ROUND, "poc_site": 8}
"""kind of place -> corners of its sign; -4 is a square that stands on a side"""
_STEPS = (10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 20000, 50000)
_LINES = {"perimeter": marked("perimeter"), "route": marked("route"), "zone": marked("weapons-free zone")}
_KINDS = {"poc_site": marked("site"), "un_base": marked("base")}

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: ``kind`` is perimeter, route, zone, or leader from a sign to its place."""

    kind: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A place: its outline, its middle, its number."""

    outline: tuple[Point, ...]
    x: float
    y: float
    number: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text: ``anchor`` is start, middle or end of what stands at the point; ``y`` is its base line."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = "place"


@dataclass(frozen=True, slots=True)
class Laid:
    """Everything that the drawing shows, in its own units, y downwards."""

    strokes: tuple[Stroke, ...]
    signs: tuple[Sign, ...]
    labels: tuple[Label, ...]
    scale: tuple[float, float, str]
    """from x to x, and what that length is"""


class _Field:
    """Ground to paper, and what of the paper is taken."""

    def __init__(self, chart: Chart):
        west, south, east, north = chart.box
        self.units = min((WIDE - 2 * _EDGE) / max(east - west, 1.0), (_FIELD - 2 * _EDGE) / max(north - south, 1.0))
        self.x, self.y = (west + east) / 2, (south + north) / 2
        self.taken: list[Box] = [(WIDE - 60, 0, WIDE, 70)]  # the north arrow
        self.dots: list[Point] = []
        """points of lines, which a text should not cover"""

    def put(self, x: float, y: float) -> Point:
        """A point of the ground on the paper."""
        return round(WIDE / 2 + (x - self.x) * self.units, 1), round(_FIELD / 2 - (y - self.y) * self.units, 1)

    def free(self, box: Box) -> bool:
        """Whether nothing lies there, and the ground's field holds it."""
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > WIDE - 2 or bottom > _FIELD:
            return False
        return not any(left < r and right > lt and top < b and bottom > t for lt, t, r, b in self.taken)

    def crossed(self, box: Box) -> int:
        """How much of the lines lies there."""
        left, top, right, bottom = box
        return sum(left <= x <= right and top <= y <= bottom for x, y in self.dots)

    def best(self, places: Iterable[tuple[Box, Label]]) -> Label | None:
        """The free label that covers least of the lines, the first of equal ones; it takes its place."""
        free = [(self.crossed(box), n, box, label) for n, (box, label) in enumerate(places) if self.free(box)]
        if not free:
            return None
        _, _, box, label = min(free, key=lambda row: row[:2])
        self.take(box)
        return label

    def take(self, box: Box) -> None:
        """Lay something there."""
        self.taken.append(box)


def laid_out(chart: Chart) -> Laid:
    """Where everything lies.  What is too near to something else moves aside, with a line to its place."""
    field = _Field(chart)
    strokes = [Stroke(line.kind, tuple(field.put(x, y) for x, y in line.points)) for line in chart.lines]
    field.dots = [dot for stroke in strokes for dot in _dotted(stroke.points)]
    signs: list[Sign] = []
    for place in chart.places:
        true = field.put(place.x, place.y)
        x, y = _beside(field, true)
        if (x, y) != true:
            strokes.append(Stroke("leader", (true, (x, y))))
        signs.append(Sign(_outline(place.kind, x, y), x, y, str(place.number)))
    labels = [label for place, sign in zip(chart.places, signs) if (label := _named(field, place, sign)) is not None]
    for line in chart.lines:
        if line.kind == "perimeter" and line.text:
            labels += filter(None, [_along(field, line.text, [field.put(x, y) for x, y in line.points])])
    key_strokes, key_signs, key_labels = _key(chart)
    length = _scale(field.units)
    return Laid(
        (*strokes, *key_strokes),
        (*signs, *key_signs),
        (*labels, *key_labels),
        (_EDGE, round(_EDGE + length * field.units, 1), _length(length)),
    )


def _beside(field: _Field, true: Point) -> Point:
    """The free place for a sign that is nearest to where it belongs."""
    for far in (0.0, 2.4, 4.6, 6.8):
        for dx, dy in _TURNS if far else _TURNS[:1]:
            x, y = round(true[0] + far * RADIUS * dx, 1), round(true[1] + far * RADIUS * dy, 1)
            if far == 0:
                x, y = true
            box = (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
            if field.free(box):
                field.take(box)
                return x, y
    return true


def _outline(kind: str, x: float, y: float) -> tuple[Point, ...]:
    """The corners of a place's sign: a kind without one of its own is drawn as a small house."""
    corners = _STARS.get(kind, 0)
    if corners == 0:
        bends = ((-1, 1), (-1, -0.3), (0, -1.2), (1, -0.3), (1, 1))
        return tuple((round(x + RADIUS * a, 1), round(y + RADIUS * b, 1)) for a, b in bends)
    turn, count = (pi / 4, 4) if corners == -4 else (-pi / 2, corners)
    size = RADIUS * (1.3 if abs(corners) == 4 else 1.45 if corners == 3 else 1.1)
    return tuple(
        (round(x + size * cos(turn + 2 * pi * k / count), 1), round(y + size * sin(turn + 2 * pi * k / count), 1))
        for k in range(count)
    )


# labels


def _short(text: str) -> str:
    said = " ".join(shown(text).split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}\u2026"


def _box(x: float, y: float, wide: float, anchor: str) -> Box:
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return (left, y - _LINE + 3, left + wide, y + 3)


def _named(field: _Field, place: ChartPlace, sign: Sign) -> Label | None:
    """A place's name beside its sign; none where there is no room, for its number stands in the table."""
    text, off = _short(place.text), RADIUS + 6
    if not text:
        return None
    slant = off * 0.8
    spots = (
        *((off, 5, "start"), (-off, 5, "end"), (slant, slant + 8, "start"), (slant, -slant, "start")),
        *((-slant, slant + 8, "end"), (-slant, -slant, "end"), (0, off + 12, "middle"), (0, -off, "middle")),
    )
    labels = [Label(round(sign.x + dx, 1), round(sign.y + dy, 1), text, anchor) for dx, dy, anchor in spots]
    return field.best((_box(row.x, row.y, len(text) * _LETTER, row.anchor), row) for row in labels)


def _along(field: _Field, text: str, points: list[Point]) -> Label | None:
    """The name of a stretch beside it, at its middle or a quarter, on whichever side is free."""
    (ax, ay), (bx, by) = points[0], points[-1]
    said, far = _short(text), hypot(bx - ax, by - ay) or 1.0
    across, wide = ((by - ay) / far, (ax - bx) / far), len(said) * _LETTER
    labels = []
    for part in (0.5, 0.25, 0.75):
        for off in (16, -16, 30, -30):
            aside = off + (wide / 2 if off > 0 else -wide / 2) * abs(across[0])
            x, y = ax + part * (bx - ax) + across[0] * aside, ay + part * (by - ay) + across[1] * off + 5
            labels.append(Label(round(x, 1), round(y, 1), said, "middle", "stretch"))
    return field.best((_box(row.x, row.y, wide, "middle"), row) for row in labels)


def _dotted(points: tuple[Point, ...]) -> Iterator[Point]:
    """Points of a line, some four units apart."""
    for (ax, ay), (bx, by) in pairwise(points):
        count = max(1, min(500, int(hypot(bx - ax, by - ay) / 4)))
        yield from ((ax + (bx - ax) * k / count, ay + (by - ay) * k / count) for k in range(count + 1))


# the scale and the key


def _length(metres: int) -> str:
    return tr("{n} m", n=metres) if metres < 1000 else tr("{n} km", n=metres // 1000)


def _scale(units: float) -> int:
    """The longest round length that takes at most a fifth of the paper."""
    return max((step for step in _STEPS if step * units <= WIDE / 5), default=_STEPS[0])


def _key(chart: Chart) -> tuple[list[Stroke], list[Sign], list[Label]]:
    """Signs and lines that are on the map, with what they mean, in a row at the foot."""
    strokes, signs, labels = [], [], []
    x, y = 270.0, 586.0
    for kind, name in _kinds(chart):
        wide = 30 + len(name) * 6.6 + 14
        if x + wide > WIDE:
            x, y = 270.0, y + 20
        if kind in _LINES:
            strokes.append(Stroke(kind, ((x - 8, y), (x + 14, y))))
        else:
            signs.append(Sign(_outline(kind, x + 3, y), x + 3, y, ""))
        labels.append(Label(round(x + 22, 1), y + 4, name, "start", "key"))
        x = round(x + wide, 1)
    return strokes, signs, labels


def _kinds(chart: Chart) -> Iterator[tuple[str, str]]:
    for kind in sorted({place.kind for place in chart.places if place.kind in _STARS}):
        yield kind, tr(_KINDS[kind]) if kind in _KINDS else word(kind).replace("_", " ")
    if any(place.kind not in _STARS for place in chart.places):
        yield "", tr("other place")
    drawn = {line.kind for line in chart.lines}
    yield from ((kind, tr(name)) for kind, name in _LINES.items() if kind in drawn)
