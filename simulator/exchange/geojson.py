"""GeoJSON (RFC 7946) as features with places in the file, and back: bytes and what they hold, nothing of scenarios.

Numbers stay the texts that they were written as, like everything of an exchange; only coordinates become
numbers.  A gate counts the values before the reader builds them, and looks how deep they lie before anybody
walks them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from simulator.catalogue import marked, tr
from simulator.errors import Problem
from simulator.exchange.limits import MOST_BYTES
from simulator.exchange.tables import WorkbookWrong, too_large

__all__ = ["Collection", "Feature", "Line", "read_geojson", "write_geojson"]

MOST_VALUES, MOST_FEATURES, DEEPEST = 500_000, 10_000, 32
"""values that a file may hold, counted with the points of its lines; features; how deep a value may lie in others"""

Line = list[tuple[float, float]]
"""longitudes and latitudes in their order"""
_DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2}  # not for people
_SEVERAL = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}  # not for people
_DEGREES = re.compile(r"CRS:?84$|EPSG:+(?:[\d.]*:)?4326$")
_HINT = marked("save it as GeoJSON in WGS 84 (EPSG:4326)")
_SMALLER = marked("save only the ground of the exercise in a new file")
_BRACKET = marked("is a bracket missing?")


_TURNED = marked("[{x:g}, {y:g}] is no longitude and latitude: the latitude stands first")
_METRES = marked("[{x:g}, {y:g}] is no longitude and latitude: are these metres of a map?")


@dataclass(frozen=True, slots=True)
class Feature:
    """Something drawn: its address in the file, its form, its points, and what is written about it.

    ``form`` is Point, LineString or Polygon, of which the points are the outer ring; empty where nothing of one
    piece is drawn, and then ``why`` says so.
    """

    place: str
    form: str
    points: Line
    said: dict[str, Any]
    why: str = ""


@dataclass(slots=True)
class Collection:
    """The features of a file, what it says of itself, and what there is to say about it."""

    features: list[Feature]
    about: dict[str, Any]
    problems: list[Problem]


def _wrong(message: str, hint: str = _HINT) -> WorkbookWrong:
    return WorkbookWrong([Problem("E710", message, tr(hint))])


def read_geojson(data: bytes) -> Collection:
    """What a file draws; raises :class:`WorkbookWrong`, or :class:`ScenarioTooLarge` above a limit."""
    found = _parsed(data)
    if not isinstance(found, dict):
        raise _wrong(tr("this is JSON, but not GeoJSON: it holds no object"))
    kind = found.get("type")
    problems = _system(found.get("crs"))
    if kind == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list):
            raise _wrong(tr("the collection has no list of features"))
    elif kind == "Feature" or kind in (*_DEPTH, *_SEVERAL, "GeometryCollection"):
        features = [found if kind == "Feature" else {"type": "Feature", "geometry": found}]  # not for people
    else:
        raise _wrong(tr("this is JSON, but not GeoJSON: its type is {kind!r}", kind=str(kind)[:40]))
    if not features:
        why = tr("the file holds no feature: nothing is drawn in it")
        raise _wrong(why, marked("draw places, routes or the perimeter"))
    if len(features) > MOST_FEATURES:
        why = tr("the file holds {n} features; {most} are the most", n=len(features), most=MOST_FEATURES)
        raise too_large(why, _SMALLER)
    high: list[str] = []
    read = [_feature(item, f"features[{index}]", high) for index, item in enumerate(features)]
    if high:
        why = tr("{n} features have heights, first {first}: they are not taken", n=len(high), first=high[0])
        problems.append(Problem("N705", why, tr("the ground of an exercise is flat"), severity="notice"))
    about = {key: value for key, value in found.items() if key not in ("type", "features", "geometry", "properties")}
    return Collection(read, about if kind == "FeatureCollection" else {}, problems)


def _parsed(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise too_large(tr("the file is larger than 20 MB, the most"), _SMALLER)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(tr("byte {byte} is not UTF-8", byte=error.start), marked("save it as UTF-8")) from None
    values = text.count(",") + text.count("[") + text.count("{")
    if values > MOST_VALUES:
        why = tr("the file holds about {n} values; {most} are the most", n=values, most=MOST_VALUES)
        raise too_large(why, _SMALLER)
    try:
        found = json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_once)
    except RecursionError:
        raise too_large(tr("values lie deeper than {most} in one another", most=DEEPEST), _BRACKET) from None
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise _wrong(tr("line {line}, column {column}: this is not JSON ({why})", why=error.msg, **where)) from None
    _look_how_deep(found)
    return found


def _no_number(word: str) -> Any:
    hint = marked("write where it lies, or leave the feature out")
    raise _wrong(tr("{word} is no number that JSON knows", word=word), hint)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise _wrong(tr("the key {name!r} stands twice in one object", name=twice[:40]), marked("remove one of them"))
    return held


def _look_how_deep(found: Any) -> None:
    """Raises where values lie too deep, without walking into them by recursion."""
    level: list[Any] = [found]
    for _ in range(DEEPEST):
        inner = [item.values() if isinstance(item, dict) else item for item in level]
        level = [item for items in inner for item in items if isinstance(item, dict | list)]
        if not level:
            return
    raise too_large(tr("values lie deeper than {most} in one another", most=DEEPEST), _BRACKET)


def _system(said: Any) -> list[Problem]:
    """The old member that names a reference system: degrees are taken, anything else is refused."""
    if said is None:
        return []
    properties = said.get("properties") if isinstance(said, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not _DEGREES.search(name.upper()):
        name = name[:60] or tr("it is not named")
        raise _wrong(tr("the coordinates are in another reference system ({name})", name=name))
    return []


def _feature(item: Any, place: str, high: list[str]) -> Feature:
    if not isinstance(item, dict) or item.get("type") != "Feature":
        return Feature(place, "", [], {}, tr("it is no feature"))
    properties = item.get("properties")
    said = {**properties} if isinstance(properties, dict) else {}
    if "id" in item and said.get("id") is None:
        said["id"] = item["id"]
    form, points, why = _drawn(item.get("geometry"))
    if why:
        return Feature(place, "", [], said, why)
    try:
        line = [_point(point) for point in points]
    except ValueError as error:
        return Feature(place, "", [], said, str(error))
    if any(len(point) > 2 for point in points):
        high.append(place)
    return Feature(place, form, line, said)


def _drawn(geometry: Any) -> tuple[str, list[Any], str]:
    """Form and points of a geometry of one piece, or why there are none."""
    if not isinstance(geometry, dict):
        return "", [], tr("nothing is drawn: it has no geometry")
    kind, held = str(geometry.get("type")), geometry.get("coordinates")
    if kind in _SEVERAL and isinstance(held, list):
        if len(held) != 1:
            return "", [], tr("it is of {n} pieces: split it, one feature is one thing", n=len(held))
        kind, held = _SEVERAL[kind], held[0]
    if kind == "GeometryCollection":
        return "", [], tr("it is a collection of geometries: split it, one feature is one thing")
    if kind not in _DEPTH:
        return "", [], tr("{kind!r} is no kind of geometry", kind=kind[:40])
    for _ in range(_DEPTH[kind] - 1):  # of a polygon the outer ring
        held = held[0] if isinstance(held, list) and held else None
    points = [held] if kind == "Point" else held
    if not isinstance(points, list) or len(points) < {"Point": 1, "LineString": 2, "Polygon": 4}[kind]:
        return "", [], tr("a {kind} of too few points", kind=kind)
    return kind, points, ""


def _point(said: Any) -> tuple[float, float]:
    """Longitude and latitude; raises ValueError saying what is wrong with them."""
    if not isinstance(said, list) or not 2 <= len(said) <= 4 or not all(isinstance(part, str) for part in said):
        raise ValueError(tr("a position is not written [longitude, latitude]"))
    try:
        longitude, latitude = float(said[0]), float(said[1])
    except ValueError:
        raise ValueError(tr("[{x}, {y}] is no position", x=said[0][:20], y=said[1][:20])) from None
    if not (isfinite(longitude) and isfinite(latitude)):
        raise ValueError(tr("[{x}, {y}] is no position", x=said[0][:20], y=said[1][:20]))
    if abs(longitude) > 180 or abs(latitude) > 90:
        swapped = abs(latitude) <= 180 and abs(longitude) <= 90
        raise ValueError(tr(_TURNED if swapped else _METRES, x=longitude, y=latitude))
    return longitude, latitude


def write_geojson(features: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> bytes:
    """Features as a file, one a line; in plain ASCII, so that nothing obeys what a text holds."""
    head = json.dumps({"type": "FeatureCollection", **about}, indent=1)[:-2]  # not for people
    lines = ",\n  ".join(json.dumps(feature) for feature in features)
    return f'{head},\n "features": [\n  {lines}\n ]\n}}\n'.encode()
