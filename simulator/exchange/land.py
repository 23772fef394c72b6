"""The ground of a scenario as features, and features laid into a scenario.

What is drawn counts: a position in words or metres that stands beside it is kept as long as it says the same.
Nothing is ever taken out of a scenario because a file does not draw it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import hypot
from pathlib import Path
from typing import Any

from simulator.blueprint.build import inspect
from simulator.blueprint.ground import positions
from simulator.blueprint.names import Names, broken_names
from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.exchange.compose import STARTEX
from simulator.exchange.drawn import things_of
from simulator.exchange.earth import Frame, Plane, Point, frame_of, middle
from simulator.exchange.geojson import Collection
from simulator.exchange.laid import Laid, addressed, differences
from simulator.exchange.properties import SECTIONS, Ground, Thing
from simulator.exchange.rows import clean
from simulator.exchange.tables import WorkbookWrong
from simulator.scenario.decoding import decode
from simulator.scenario.load import Document, load
from simulator.scenario.tree import parse_tree
from simulator.scenario.writing import scenario_text, with_section

__all__ = ["about", "features_of", "laid"]

_MOST_LATITUDE = 66
"""degrees beyond which the clock takes no latitude: the sun may not rise there for weeks"""
_MOST_NAMED = 12
"""things that one sentence names"""
_ROUNDS = 6
"""how often positions are worked out anew; before the last time all are written without leaning on others"""
Sections = dict[str, Any]


def _placed(document: Document) -> dict[str, Point]:
    """Metres of every place and stretch of a document."""
    scenario = document.scenario
    if scenario is None:
        return {}
    return positions(document, scenario, Names(scenario, document.absent, broken_names(document, scenario)))


def _sections(plain: object) -> Sections:
    """The sections of the ground as an author wrote them."""
    held = plain if isinstance(plain, dict) else {}
    return {name: clean(held.get(name)) or ([] if name == "routes" else {}) for name in SECTIONS}


# out


def about(document: Document) -> dict[str, Any]:
    """What a file says of itself: that it is of an exercise, of which one, and how it is to be handled."""
    scenario = document.scenario
    assert scenario is not None
    held = {"exercise": tr("EXERCISE EXERCISE EXERCISE"), "title": scenario.title, "handling": scenario.handling}
    origin = [round(part, 7) for part in frame_of(scenario).degrees((0.0, 0.0))]
    return {**{name: text for name, text in held.items() if text}, "origin": origin}


def features_of(document: Document) -> list[dict[str, Any]]:
    """The places, perimeter and routes of a scenario that checks clean, each as its author wrote it."""
    scenario, lies = document.scenario, _placed(document)
    assert scenario is not None
    frame, written = frame_of(scenario), _sections(document.tree.plain())
    made = []
    for name, fields in written["places"].items():
        made.append(_feature("places", name, fields, [lies[name]], frame))
    for name, fields in written["perimeter"].items():
        inside = lies.get(str(fields.get("faces", ""))) or lies.get(str(fields.get("of", "")))
        line = _across(lies[name], inside, scenario.perimeter[name].length)
        made.append(_feature("perimeter", name, fields, line, frame))
    for fields in written["routes"]:
        ends = [lies[str(fields[end])] for end in ("from", "to")]
        made.append(_feature("routes", "", fields, ends, frame))
    return made


def _across(at: Point, inside: Point | None, length: float) -> list[Point]:
    """The ends of a stretch: across the line to what it faces, else from west to east."""
    dx, dy = (inside[1] - at[1], at[0] - inside[0]) if inside is not None else (1.0, 0.0)
    far = hypot(dx, dy)
    dx, dy = (dx / far, dy / far) if far else (1.0, 0.0)
    return [(at[0] + side * dx * length / 2, at[1] + side * dy * length / 2) for side in (-1, 1)]


def _feature(section: str, name: str, fields: Mapping[str, Any], points: list[Point], frame: Frame) -> dict[str, Any]:
    drawn = [[round(part, 7) for part in frame.degrees(point)] for point in points]
    geometry = {"type": "Point", "coordinates": drawn[0]} if len(drawn) == 1 else None  # not for people
    return {
        "type": "Feature",  # not for people
        **({"id": name} if name else {}),
        "geometry": geometry or {"type": "LineString", "coordinates": drawn},  # not for people
        "properties": {"section": section, **({"id": name} if name else {}), **fields},
    }


# in


def laid(collection: Collection, out: Path, into: bytes | None, *, title: str, startex: str = "") -> Laid[Ground]:
    """The scenario that features make, checked as if it stood at ``out``; writes nothing.

    Raises :class:`WorkbookWrong` where nothing of the file can be taken, and what ``load`` raises.
    """
    document = load(out, label=str(out), data=into) if into is not None else None
    scenario = document.scenario if document else None
    frame = frame_of(scenario) if scenario else Plane(_origin(collection))
    stands = _sections(document.tree.plain()) if document else {}
    own = {name: stands[name] for name in SECTIONS[:2]} if stands else {}
    lies = _placed(document) if document else {}
    found = things_of(collection, frame, own, lies, alone=document is None)
    if not found.things:
        raise WorkbookWrong(
            [Problem("E711", tr("nothing can be taken: {why}", why=why)) for why in found.left_out[:20]]
        )
    if into is None:
        base = _alone(collection, found, frame, title, startex)
    else:
        base = into
    text, made = _settled(found, base, out)
    if document:
        _undrawn(found, stands)
    return Laid(text, found, _addressed(found, made), tuple(_changes(stands, made)))


def _origin(collection: Collection) -> Point:
    """Where metres are to count from: as the file says, else the middle of what it draws."""
    said = collection.about.get("origin")
    try:
        east, north = (float(part) for part in said) if isinstance(said, list) else (200.0, 0.0)
    except (TypeError, ValueError):
        east, north = 200.0, 0.0
    drawn = [point for feature in collection.features for point in feature.points]
    if not abs(east) <= 180 and drawn:
        east, north = middle(drawn)
    if abs(north) > _MOST_LATITUDE:
        why = tr(
            "the ground lies at latitude {north:g}; {most} degrees north or south are the most",
            north=north,
            most=_MOST_LATITUDE,
        )
        raise WorkbookWrong([Problem("E711", why, tr("longitude comes first: are they turned round?"))])
    return (east, north) if abs(east) <= 180 else (0.0, 0.0)


def _alone(collection: Collection, found: Ground, frame: Plane | Frame, title: str, startex: str) -> bytes:
    """A scenario of nothing but the ground, in which the things have still to be laid."""
    east, north = frame.degrees((0.0, 0.0))
    clock = {"startex": startex or STARTEX, "duration": "8 h", "latitude": f"{north:g}", "longitude": f"{east:g}"}
    why = tr(
        "metres count from {north:g} degrees north, {east:g} degrees east, for which the sun is worked out",
        north=north,
        east=east,
    )
    found.say("N708", why)
    if not startex:
        why = tr("the file does not say when STARTEX is: {startex}", startex=STARTEX)
        found.say("N708", why, tr("--startex says another"))
    held = {"title": clean(collection.about.get("title")) or title, "handling": clean(collection.about.get("handling"))}
    facts = {"startex": "1", **{name: str(text)[:200] for name, text in held.items() if text}, "clock": clock}
    return scenario_text(facts).encode()


def _settled(found: Ground, base: bytes, out: Path) -> tuple[str, Document]:
    """The text with every thing where it is drawn: words that put it elsewhere are replaced until all agree."""
    for left in reversed(range(_ROUNDS)):
        text = _with(found.things, base, out)
        document = load(out, label=str(out), data=text.encode())
        if not _elsewhere(found.things, document, every=left == 1):
            break
    inspect(document)
    return text, document


def _elsewhere(things: list[Thing], document: Document, *, every: bool) -> bool:
    """Whether a thing's position is not where it is drawn; it is written anew then, or ``every`` one is."""
    if document.scenario is None:
        return False
    try:
        frame = frame_of(document.scenario)
    except ValueError:
        return False  # the check says what is wrong with the reference
    count = len(document.problems)
    lies, moved = _placed(document), False
    del document.problems[count:]  # the check that follows finds them again
    for thing in things:
        if thing.at is None or thing.name not in lies:
            continue
        (x, y), (east, north) = lies[thing.name], frame.metres(thing.at)
        if every or hypot(x - east, y - north) > frame.exact:
            written = frame.written(thing.at)
            moved |= thing.fields["at"] != written
            thing.fields["at"] = written
    return moved


def _with(things: list[Thing], base: bytes, out: Path) -> str:
    """The base's text with the things laid into its sections; a section that says the same is not touched."""
    before = _sections(parse_tree(base, str(out))[0].plain())
    after: Sections = {
        "places": dict(before["places"]),
        "perimeter": dict(before["perimeter"]),
        "routes": _lay_routes(before["routes"], [thing for thing in things if thing.section == "routes"]),
    }
    for thing in things:
        if thing.section != "routes":
            held = after[thing.section]
            held[thing.name] = {**held.get(thing.name, {}), **thing.fields}
    data = base
    for name in SECTIONS:
        if after[name] != before[name]:
            data = with_section(data, str(out), name, after[name]).encode()
    return decode(data, str(out))[0]


def _lay_routes(routes: list[Any], things: list[Thing]) -> list[Any]:
    """Routes in the place of those between the same two ends, else behind them all."""
    laid_out = {frozenset((route.get("from"), route.get("to"))): dict(route) for route in routes}
    if len(laid_out) < len(routes):  # two ways between the same places: which one is drawn, nobody can tell
        return [*routes, *(t.fields for t in things if frozenset((t.fields["from"], t.fields["to"])) not in laid_out)]
    for thing in things:
        ends = frozenset((thing.fields["from"], thing.fields["to"]))
        laid_out[ends] = {**laid_out.get(ends, {}), **thing.fields}
    return [*laid_out.values()]


def _addressed(found: Ground, made: Document) -> tuple[Problem, ...]:
    """The problems of a check; those of a thing with the address of its feature."""
    sections = made.tree.value if isinstance(made.tree.value, dict) else {}
    marks: dict[int, str | None] = {made.place((str(name),), key=True)[1]: None for name in sections}
    routes = _sections(made.tree.plain())["routes"]
    ends = {frozenset((route.get("from"), route.get("to"))): index for index, route in enumerate(routes)}
    for thing in found.things:
        where: tuple[int | str, ...] = (thing.section, thing.name)
        if thing.section == "routes":
            where = ("routes", ends[frozenset((thing.fields["from"], thing.fields["to"]))])
        marks[made.place(where, key=True)[1]] = thing.place
    return addressed(made, marks, lambda problem, place: replace(problem, message=f"{place}: {problem.message}"))


def _undrawn(found: Ground, stands: Sections) -> None:
    """Say what the scenario has and the file does not draw: it stays."""
    drawn = {(thing.section, thing.name) for thing in found.things}
    left = [name for section in SECTIONS[:2] for name in stands[section] if (section, name) not in drawn]
    ways = {frozenset((t.fields["from"], t.fields["to"])) for t in found.things if t.section == "routes"}
    ends = [(str(r.get("from")), str(r.get("to"))) for r in stands["routes"]]
    left += [tr("{a} to {b}", a=a, b=b) for a, b in ends if frozenset((a, b)) not in ways]
    if len({*map(frozenset, ends)}) < len(ends):
        why = tr(
            "two routes lead between the same places: nobody can tell which one a line means, and all stay as they are"
        )
        found.say("N705", why, tr("change them in the scenario by hand"), "warning")
    if left:
        why = tr("the file does not draw {names}: they stay", names=", ".join(left))
        if len(left) > _MOST_NAMED:
            some = ", ".join(left[:_MOST_NAMED])
            why = tr("the file does not draw {names} and others: they stay", names=some)
        found.say("N708", why, tr("take them out of the scenario by hand"))


def _changes(stands: Sections, made: Document) -> Iterator[str]:
    """What an import changes: a line for each thing that is new, and for each field that is another."""
    after = _sections(made.tree.plain())
    for section in SECTIONS:
        old, new = (_named(held.get(section) or {}) for held in (stands, after))
        yield from differences(section, old, new)


def _named(held: Any) -> dict[str, Any]:
    if isinstance(held, dict):
        return held
    return {tr("{a} to {b}", a=route.get("from"), b=route.get("to")): route for route in held}
