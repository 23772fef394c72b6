"""Places, the road network and the sun, resolved for the blueprint."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Any

from simulator.blueprint.model import Leg, PlaceSpec
from simulator.blueprint.names import Names
from simulator.catalogue import marked, tr
from simulator.quantities import QuantityError, parse_number
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.units import Epoch

__all__ = [
    "DETOUR",
    "check_routes",
    "grid_origin",
    "is_grid",
    "leans_on",
    "leg",
    "network",
    "places",
    "positions",
    "sun",
    "ways",
]

DETOUR = 1.2
"""a way is this much longer than the straight line where no distance is given [A]"""

_COMPASS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_DIRECTIONS = {name: index * pi / 4 for index, name in enumerate(_COMPASS)}
_MGRS = re.compile(r"^\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(?:\d\d){1,5}$")
_RELATIVE = re.compile(r"^\s*(.+?)\s+([a-z-]+)\s+of\s+([A-Za-z0-9_.-]+)\s*$")

_HINT = marked("write [120, -260], '300 m north of gate_c' or an MGRS reference such as 36N TL 12345 67890")

_THEATRES = {"first_aid": 0, "level_1": 0, "level_1_plus": 1, "level_2": 1, "level_3": 3}
"""operating theatres of a clinic that does not say how many it has; three to four operations a day each"""

Point = tuple[float, float]


def is_grid(at: str) -> bool:
    """Whether a position is written as an MGRS reference."""
    return _MGRS.match(at.replace(" ", "").upper()) is not None


def leans_on(at: Any) -> str:
    """The place that a position in words is written from; empty for a position of another kind."""
    found = _RELATIVE.match(at) if isinstance(at, str) and not is_grid(at) else None
    return found[3] if found else ""


class _Positions:
    """Works out positions, one place leaning on another."""

    def __init__(self, document: Document, names: Names, raw: dict[str, tuple[Any, tuple[str, str, str]]]):
        self.document, self.names, self.raw = document, names, raw
        self.done: dict[str, Point] = {}
        self._grid: dict[str, tuple[int, float, float]] | None = None
        """place in MGRS -> its zone, easting and northing; the first one in the file is the origin of metres"""

    def of(self, name: str) -> Point:
        """Where a place is, after those that it leans on; a place in a circle is at the origin."""
        waiting: dict[str, None] = {}
        while name not in self.done:
            at, loc = self.raw[name]
            other = leans_on(at)
            if other in waiting or other == name:
                circle = " -> ".join((*list(waiting)[-8:], name, other))
                why = tr("the places lean on each other in a circle: {circle}", circle=circle)
                self.document.problem(loc, "E303", why, tr("give one a position"))
                self.done[name] = (0.0, 0.0)
            elif other in self.raw and other not in self.done:
                waiting[name] = None
                name = other
                continue
            else:
                self.done[name] = self._one(name, at, loc)
            if waiting:
                name = waiting.popitem()[0]
        return self.done[name]

    def _one(self, name: str, at: Any, loc: tuple[str, str, str]) -> Point:
        if not isinstance(at, str):
            return (float(at[0]), float(at[1]))
        return self._on_the_grid(name) if is_grid(at) else self._relative(at, loc)

    def _on_the_grid(self, name: str) -> Point:
        """Metres from the first place in MGRS, which has to lie in the same grid zone."""
        if self._grid is None:
            self._grid = self._read_grid()
        if name not in self._grid:
            return (0.0, 0.0)
        zone, easting, northing = self._grid[name]
        origin, (first, e, n) = next(iter(self._grid.items()))
        if zone != first:
            why = tr("this lies in grid zone {zone}, {origin} in {first}", zone=zone, origin=origin, first=first)
            self.document.problem(self.raw[name][1], "E203", why, tr("write all places of a scenario in one zone"))
        return (round(easting - e, 1), round(northing - n, 1))

    def _read_grid(self) -> dict[str, tuple[int, float, float]]:
        from mgrs import MGRS  # a compiled library, loaded only for a file that needs it

        grid = {}
        for name, (at, loc) in self.raw.items():
            text = at.replace(" ", "").upper() if isinstance(at, str) else ""
            if not _MGRS.match(text):
                continue
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")  # it warns of a square that is not where its band is
                    zone, _, easting, northing = MGRS().MGRSToUTM(text)
            except Exception:  # the library keeps the class of its error to itself
                self.document.problem(loc, "E203", tr("{at!r} is no place on the MGRS grid", at=at), _HINT)
                continue
            grid[name] = (int(zone), float(easting), float(northing))
        return grid

    def _relative(self, text: str, loc: tuple[str, str, str]) -> Point:
        found = _RELATIVE.match(text)
        if not found or found[2] not in _DIRECTIONS:
            self.document.problem(loc, "E203", tr("{text!r} is no position", text=text), _HINT)
            return (0.0, 0.0)
        far, direction, other = found.groups()
        if other not in self.raw:
            hint = self.names.near(other, "place", "segment")
            self.document.problem(loc, "E301", tr("there is no place {other!r}", other=other), hint)
            return (0.0, 0.0)
        try:
            metres = parse_number(far, "length")
        except QuantityError as error:
            self.document.problem(loc, error.code, error.message, error.hint)
            return (0.0, 0.0)
        x, y = self.done[other]
        angle = _DIRECTIONS[direction]
        return (round(x + metres * sin(angle), 1), round(y + metres * cos(angle), 1))


def positions(document: Document, scenario: Scenario, names: Names) -> dict[str, Point]:
    """Metres east and north of every place and segment; words like '300 m north of gate_c' resolved."""
    raw: dict[str, tuple[Any, tuple[str, str, str]]] = {
        n: (p.at, ("places", n, "at")) for n, p in scenario.places.items()
    }
    raw.update({n: (s.at, ("perimeter", n, "at")) for n, s in scenario.perimeter.items()})
    found = _Positions(document, names, raw)
    return {name: found.of(name) for name in sorted(raw)}


def grid_origin(scenario: Scenario) -> str:
    """The MGRS reference that metres count from, the first in the file; empty where no place has one."""
    written = [place.at for place in (*scenario.places.values(), *scenario.perimeter.values())]
    return next((at for at in written if isinstance(at, str) and is_grid(at)), "")


def places(scenario: Scenario, at: dict[str, Point], names: Names) -> dict[str, PlaceSpec]:
    """The place rows, sorted by id."""
    rows = {}
    fields = set(PlaceSpec.__slots__)
    for name in sorted(scenario.places):
        place = scenario.places[name]
        given = {k: v for k, v in place.__dict__.items() if k in fields and k not in ("at", "kind")}
        for ref in ("of", "flees_to", "leads_to", "guarded_by", "refers_to"):
            value = given.get(ref)
            given[ref] = value if value and names.exists(value, "place", "unit") else ""
        if place.kind == "checkpoint":
            given["held_by"], given["detour"] = place.held_by or "", place.detour or 0.0
        if place.kind == "clinic" and place.theatres is None:
            given["theatres"] = _THEATRES[place.level]
        x, y = at[name]
        rows[name] = PlaceSpec(id=name, kind=place.kind, x=x, y=y, **given)
    return rows


def check_routes(document: Document, scenario: Scenario, at: dict[str, Point]) -> None:
    """Warn of ways that are shorter than the straight line between their ends."""
    for index, route in enumerate(scenario.routes):
        if route.distance is None or route.from_ not in at or route.to not in at:
            continue
        (ax, ay), (bx, by) = at[route.from_], at[route.to]
        straight = hypot(ax - bx, ay - by)
        if route.distance < straight * 0.95:
            why = tr(
                "{distance:g} m is shorter than the straight line ({straight:.0f} m)",
                distance=route.distance,
                straight=straight,
            )
            place = ("routes", index, "distance")
            document.problem(place, "W610", why, tr("check the positions"), severity="warning")


def network(scenario: Scenario, at: dict[str, Point]) -> Any:
    """The roads as a graph of networkx, the field's standard.

    A place on no route is joined to the larger place it is part of, or to the nearest place, by a track as the crow
    flies plus a fifth.
    """
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted(at))
    for route in scenario.routes:
        a, b = route.from_, route.to
        if a not in at or b not in at:
            continue
        straight = hypot(at[a][0] - at[b][0], at[a][1] - at[b][1])
        length = route.distance if route.distance is not None else straight * DETOUR
        surface = "town" if route.in_town else route.surface
        graph.add_edge(a, b, length=max(length, 1.0), surface=surface)
    _join(scenario, at, graph)
    return graph


def ways(scenario: Scenario, at: dict[str, Point]) -> dict[tuple[str, str], Leg]:
    """Metres by surface along the shortest way between every two places and segments."""
    import networkx as nx

    graph = network(scenario, at)
    found: dict[tuple[str, str], Leg] = {}
    for source in sorted(at):
        paths = nx.single_source_dijkstra_path(graph, source, weight="length")
        for target in sorted(paths):
            found[source, target] = leg(graph, paths[target])
    return found


def _join(scenario: Scenario, at: dict[str, Point], graph: Any) -> None:
    """Tie every loose node and every loose cluster to the rest by a track."""
    import networkx as nx

    def _link(a: str, b: str) -> None:
        if a != b and not graph.has_edge(a, b):
            straight = hypot(at[a][0] - at[b][0], at[a][1] - at[b][1])
            graph.add_edge(a, b, length=max(straight * DETOUR, 1.0), surface="track")

    for name in sorted(at):
        holder = scenario.perimeter[name] if name in scenario.perimeter else scenario.places[name]
        if graph.degree(name) == 0 and holder.of in at:
            _link(name, str(holder.of))
    while (parts := sorted(sorted(c) for c in nx.connected_components(graph))) and len(parts) > 1:
        first, rest = parts[0], [n for part in parts[1:] for n in part]
        a, b = min(
            ((a, b) for a in first for b in rest),
            key=lambda p: (hypot(at[p[0]][0] - at[p[1]][0], at[p[0]][1] - at[p[1]][1]), p),
        )
        _link(a, b)


def leg(graph: Any, path: list[str]) -> Leg:
    """Metres by surface along a path."""
    legs = {"paved": 0.0, "dirt": 0.0, "track": 0.0, "town": 0.0}
    for a, b in pairwise(path):
        edge = graph.edges[a, b]
        legs[edge["surface"]] += edge["length"]
    return (round(legs["paved"], 1), round(legs["dirt"], 1), round(legs["track"], 1), round(legs["town"], 1))


def sun(scenario: Scenario, epoch: Epoch) -> tuple[tuple[int, bool], ...]:
    """When it gets dark (True) and light, in seconds after STARTEX; the first entry holds at STARTEX."""
    from astral import Observer
    from astral.sun import elevation, sunrise, sunset

    here = Observer(latitude=scenario.clock.latitude, longitude=scenario.clock.longitude)
    zone = epoch.moment.tzinfo or UTC
    day, last = epoch.local(0).date() - timedelta(days=1), epoch.local(scenario.clock.duration).date()
    changes: list[tuple[int, bool]] = []
    while day <= last:
        try:
            changes.append((epoch.seconds(sunrise(here, day, tzinfo=zone)), False))
            changes.append((epoch.seconds(sunset(here, day, tzinfo=zone)), True))
        except ValueError:  # near the polar circle the sun may stay up, or down, for days
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(hours=here.longitude / 15)
            changes.append((epoch.seconds(noon), elevation(here, noon) < 0))
        day += timedelta(days=1)
    changes.sort()
    begin = max((i for i, (at, _) in enumerate(changes) if at <= 0), default=0)
    kept = changes[begin : begin + 1]
    for at, dark in changes[begin + 1 :]:
        if dark != kept[-1][1]:
            kept.append((at, dark))
    return tuple(kept)
