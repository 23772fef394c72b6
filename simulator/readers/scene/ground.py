"""The ground as lines and points for a map: the perimeter, ways, zones and places, in metres, north up."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, inf, pi, sin

from simulator.blueprint.model import Blueprint, PlaceSpec, SegmentSpec

__all__ = ["Ground", "Shape"]

_MARGIN = 0.06
_LEAST_M = 120.0
_ARC = 24
_ROUNDED_M = 1.0
"""by so much the parts of a way may be longer than the whole: each is rounded"""


@dataclass(frozen=True, slots=True)
class Shape:
    """A line on the ground: ``kind`` is perimeter, way or zone; ``id`` is the stretch that a perimeter is of."""

    kind: str
    id: str
    points: tuple[tuple[float, float], ...]


class Ground:
    """What does not move.  ``box`` is (west, south, east, north) with a margin around everything.

    Without a blueprint it is bare.
    """

    def __init__(self, blueprint: Blueprint | None = None):
        b = blueprint
        self.places: list[PlaceSpec] = []
        self.lines: list[Shape] = []
        if b is not None:
            self.places = sorted(b.places.values(), key=lambda p: (p.kind != "poc_site", p.id))
            self.lines = [*_ways(b), *_zone(b), *(_stretch(b, s) for s in b.segments.values())]
        points = [(p.x, p.y) for p in self.places] + [xy for shape in self.lines for xy in shape.points]
        self.box = _box(points or [(0.0, 0.0)])


def _ways(b: Blueprint) -> list[Shape]:
    """The stretches of road between places: ways that lead through no other place or segment."""
    length = {pair: sum(leg) for pair, leg in b.ways.items()}
    beyond: dict[str, list[str]] = {}
    for one, other in length:
        beyond.setdefault(one, []).append(other)
    found = []
    for (one, other), metres in length.items():
        if one < other and one in b.places and other in b.places:
            between = (c for c in beyond[one] if c not in (one, other))
            if not any(length[one, c] + length.get((c, other), inf) <= metres + _ROUNDED_M for c in between):
                p, q = b.places[one], b.places[other]
                found.append(Shape("way", f"{one} {other}", ((p.x, p.y), (q.x, q.y))))
    return found


def _stretch(b: Blueprint, spec: SegmentSpec) -> Shape:
    """A stretch lies along its posts; with fewer than two across the line from what it faces, else east to west."""
    posts = [b.posts[name] for name in spec.posts if name in b.posts]
    inside = b.places.get(spec.faces)
    if len(posts) > 1:
        dx, dy = posts[-1].x - posts[0].x, posts[-1].y - posts[0].y
    elif inside is not None:
        dx, dy = inside.y - spec.y, spec.x - inside.x
    else:
        dx, dy = 1.0, 0.0
    length = hypot(dx, dy) or 1.0
    x, y = dx / length * spec.length / 2, dy / length * spec.length / 2
    return Shape("perimeter", spec.id, ((spec.x - x, spec.y - y), (spec.x + x, spec.y + y)))


def _zone(b: Blueprint) -> list[Shape]:
    """A zone is a loop of its length around its place."""
    if b.zone is None or b.zone.around not in b.places:
        return []
    middle, radius = b.places[b.zone.around], b.zone.loop / (2 * pi)
    points = tuple(
        (middle.x + radius * cos(2 * pi * k / _ARC), middle.y + radius * sin(2 * pi * k / _ARC))
        for k in range(_ARC + 1)
    )
    return [Shape("zone", b.zone.around, points)]


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(max(xs) - min(xs), _LEAST_M), max(max(ys) - min(ys), _LEAST_M)
    return min(xs) - wide * _MARGIN, min(ys) - high * _MARGIN, max(xs) + wide * _MARGIN, max(ys) + high * _MARGIN
