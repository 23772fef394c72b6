"""From features to the places, routes and perimeter of a scenario: every feature becomes one, or is left out by name.

The geometry counts.  A point is a place, a line a route or a stretch of the perimeter, an area the place in its
middle or, as a perimeter, a stretch for each of its sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot
from typing import Any, get_args

from simulator.catalogue import marked, tr, trn, word
from simulator.exchange.earth import FURTHEST, Frame, Point
from simulator.exchange.geojson import Collection, Feature, Line
from simulator.exchange.properties import (
    SECTIONS,
    Ground,
    Reading,
    Thing,
    fields_of,
    name_of,
    position_of,
    word_of,
)
from simulator.quantities import QuantityError, parse_number
from simulator.scenario.fields import models_in
from simulator.scenario.schema.ground import Place, Route, Segment

__all__ = ["things_of"]

_KINDS = {kind: model for model in models_in(Place) for kind in get_args(model.model_fields["kind"].annotation)}
_STRETCHES = ("perimeter", "segment", "fence", "wire", "wall", "berm", "ditch", "stretch")
_NEAR = 150.0
"""metres within which the end of a line is at a place [A]"""
_NO_END = {
    "from": marked("no place lies within {metres:g} m of where it begins: name one with from, or draw one"),
    "to": marked("no place lies within {metres:g} m of where it ends: name one with to, or draw one"),
}
_MOST_SIDES = 12
"""sides of a perimeter drawn as an area that become stretches of their own"""


def things_of(
    collection: Collection,
    frame: Frame,
    stands: Mapping[str, Mapping[str, Mapping[str, Any]]],
    lies: Mapping[str, Point],
    *,
    alone: bool,
) -> Ground:
    """The things that features draw.

    ``stands`` and ``lies`` are the scenario's own places and stretches: their fields, and their metres.
    """
    reading = Reading(Ground(problems=list(collection.problems)), frame, stands, dict(lies), alone)
    sorted_out: dict[str, list[Feature]] = {section: [] for section in SECTIONS}
    for feature in collection.features:
        why = feature.why or _too_far(feature, frame)
        if why:
            reading.found.leave(feature, why)
        else:
            sorted_out[_section(feature)].append(feature)
    named = [(f, name_of(f, "places", reading)) for f in sorted_out["places"]]
    lines = [(f, name_of(f, "perimeter", reading)) for f in sorted_out["perimeter"]]
    for feature, name in (*named, *lines):  # all names are known before one thing leans on another
        reading.lies[name] = frame.metres(_centre(feature, frame))
    for feature, name in named:
        _place(feature, name, reading)
    sites = _sites(reading)
    for feature, name in lines:
        _stretch(feature, name, sites, reading)
    near = _squares(reading.lies)
    for feature in sorted_out["routes"]:
        _route(feature, near, reading)
    _say_unused(reading)
    return reading.found


def _say_unused(reading: Reading) -> None:
    """Say which properties were no fields."""
    for name, count in sorted(reading.unused.items()):
        why = trn(
            "{name!r} of {n} feature is no field here, or one of another form: not taken",
            "{name!r} of {n} features is no field here, or one of another form: not taken",
            count,
            name=name[:40],
        )
        reading.found.say("N705", why, tr("see the scenario reference for the fields of a place"))


def _too_far(feature: Feature, frame: Frame) -> str:
    if all(hypot(*frame.metres(point)) <= FURTHEST for point in feature.points):
        return ""
    x, y = feature.points[0]
    turned = abs(x) <= 90 and hypot(*frame.metres((y, x))) <= FURTHEST
    said = tr("[{x:g}, {y:g}] is further than {far:g} km from the rest of the ground", x=x, y=y, far=FURTHEST / 1000)
    return tr("{problem}: longitude comes first, are they turned round?", problem=said) if turned else said


def _section(feature: Feature) -> str:
    """Which section a feature belongs to: as it says, else by its kind and form."""
    told, kind = word_of(feature.said.get("section")), word_of(feature.said.get("kind"))
    if told in SECTIONS and (told != "routes" or feature.form == "LineString"):
        return told
    if kind in _STRETCHES or told in _STRETCHES:
        return "perimeter"
    return "routes" if feature.form == "LineString" and (kind == "road" or kind not in _KINDS) else "places"


def _centre(feature: Feature, frame: Frame) -> Point:
    """Where a place lies: its point, the middle of its line, or the centre of its area."""
    if feature.form == "Point":
        return feature.points[0]
    if feature.form == "LineString":
        return _halfway(feature.points, frame)[0]
    x0, y0 = feature.points[0]  # close to zero, so that nothing is lost in the products
    ring = [(x - x0, y - y0) for x, y in feature.points]
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)]
    if abs(area := sum(crosses)) < 1e-14:
        return _halfway(feature.points, frame)[0]
    east = sum((a[0] + b[0]) * c for (a, b), c in zip(pairwise(ring), crosses)) / (3 * area)
    north = sum((a[1] + b[1]) * c for (a, b), c in zip(pairwise(ring), crosses)) / (3 * area)
    return x0 + east, y0 + north


def _halfway(line: Line, frame: Frame) -> tuple[Point, float]:
    """The middle along a line, and its length in metres."""
    metres = [frame.metres(point) for point in line]
    steps = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(metres)]
    left = sum(steps) / 2
    for (a, b), step in zip(pairwise(metres), steps):
        if step and left <= step:
            share = left / step
            return frame.degrees((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)), sum(steps)
        left -= step
    return line[0], sum(steps)


def _place(feature: Feature, name: str, reading: Reading) -> None:
    told = word_of(feature.said.get("kind"))
    before = str(reading.stands.get("places", {}).get(name, {}).get("kind", "place"))
    kind = told if told in _KINDS else before
    if told and told != kind:
        why = tr("the kind {told!r} is not known: {name} is a {kind}", told=told[:40], name=name, kind=word(kind))
        reading.found.say("N708", f"{feature.place}: {why}")
    at = _centre(feature, reading.frame)
    fields = {"kind": kind, "at": position_of(feature, reading) or reading.frame.written(at)}
    model = _KINDS.get(kind, _KINDS["place"])
    given = fields_of(feature, model, reading)
    reading.found.things.append(Thing("places", name, {**fields, **given}, feature.place, at))


def _stretch(feature: Feature, name: str, sites: Sequence[str], reading: Reading) -> None:
    """A stretch of the perimeter: a line, a point with its length, or the sides of an area."""
    fields = fields_of(feature, Segment, reading)
    if "of" not in fields:
        if len(sites) != 1:
            what = tr("the perimeter of nothing: say which place with of")
            if sites:
                several = ", ".join(sites[:6])
                what = tr("the perimeter of one of {several}: say which place with of", several=several)
            reading.found.leave(feature, what)
            return
        fields["of"] = sites[0]
    lines = [feature.points] if feature.form != "Polygon" else [[a, b] for a, b in pairwise(feature.points) if a != b]
    if len(lines) > _MOST_SIDES:
        why = tr("an area of {n} sides; {most} are the most: draw it as lines", n=len(lines), most=_MOST_SIDES)
        reading.found.leave(feature, why)
        return
    for number, line in enumerate(lines, 1):
        at, length = _halfway(line, reading.frame) if len(line) > 1 else (line[0], 0.0)
        if not length and "length" not in fields:
            reading.found.leave(feature, tr("a stretch drawn as a point needs its length"))
            return
        position = position_of(feature, reading) if len(lines) == 1 else None
        own = {**fields, "at": position or reading.frame.written(at)}
        if length and not _same_length(own.get("length"), length):
            own["length"] = f"{length:.0f} m"
        side = f"{name[:60]}_{number}" if len(lines) > 1 else name
        reading.lies[side] = reading.frame.metres(at)
        reading.found.things.append(Thing("perimeter", side, own, feature.place, at))


def _sites(reading: Reading) -> list[str]:
    """The sites that a perimeter can be of."""
    held = {name: str(fields.get("kind")) for name, fields in reading.stands.get("places", {}).items()}
    held |= {thing.name: thing.fields["kind"] for thing in reading.found.things if thing.section == "places"}
    return [name for name, kind in held.items() if kind == "poc_site"]


def _same_length(said: Any, measured: float) -> bool:
    try:
        return said is not None and abs(parse_number(str(said), "length") - measured) <= max(1.0, measured / 50)
    except QuantityError:
        return False


def _route(feature: Feature, near: _Squares, reading: Reading) -> None:
    fields = fields_of(feature, Route, reading)
    for end, point in (("from", feature.points[0]), ("to", feature.points[-1])):
        if end not in fields:
            found = _nearest(point, near, reading)
            if not found:
                reading.found.leave(feature, tr(_NO_END[end], metres=_NEAR))
                return
            fields[end] = found
    if fields["from"] == fields["to"]:
        reading.found.leave(feature, tr("it begins and ends at {place}", place=fields["to"]))
        return
    length = _halfway(feature.points, reading.frame)[1]
    if "distance" not in fields and len(feature.points) > 2:
        fields["distance"] = f"{length:.0f} m"
    elif len(feature.points) > 2 and not _same_length(fields["distance"], length):
        why = tr(
            "the distance {said} counts, not the {metres:.0f} m that are drawn", said=fields["distance"], metres=length
        )
        reading.found.say("N708", f"{feature.place}: {why}", tr("delete the distance where the drawing is better"))
    reading.found.things.append(Thing("routes", "", fields, feature.place))


_Squares = Mapping[tuple[int, int], list[tuple[str, Point]]]
"""square of :data:`_NEAR` metres -> the places in it: a line's end asks nine squares, not every place"""


def _squares(lies: Mapping[str, Point]) -> _Squares:
    found: dict[tuple[int, int], list[tuple[str, Point]]] = {}
    for name, (x, y) in sorted(lies.items()):
        found.setdefault((int(x // _NEAR), int(y // _NEAR)), []).append((name, (x, y)))
    return found


def _nearest(point: Point, near: _Squares, reading: Reading) -> str:
    """The nearest place or stretch within :data:`_NEAR` of a longitude and latitude; empty where there is none."""
    x, y = reading.frame.metres(point)
    column, row = int(x // _NEAR), int(y // _NEAR)
    around = [(i, j) for i in range(column - 1, column + 2) for j in range(row - 1, row + 2)]
    far = [(hypot(at[0] - x, at[1] - y), name) for square in around for name, at in near.get(square, ())]
    best = min(far, default=(_NEAR + 1, ""))
    return best[1] if best[0] <= _NEAR else ""
