"""From the scenario's metres to degrees and back: where the origin lies, and how a position is written.

A scenario whose places are metres lies on a plane that touches the WGS 84 ellipsoid at the clock's latitude and
longitude; one with places in MGRS lies on their grid.  Over the few kilometres of an exercise the plane is as
good as a survey; what lies further than :data:`FURTHEST` is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, inf, radians, sin, sqrt
from typing import Protocol

from simulator.blueprint.ground import grid_origin
from simulator.scenario.schema import Scenario

__all__ = ["FURTHEST", "Frame", "Grid", "Plane", "Point", "frame_of", "middle"]

Point = tuple[float, float]
FURTHEST = 200_000.0
"""metres from the origin beyond which nothing can be a part of the same ground"""

_RADIUS, _FLATTENING = 6_378_137.0, 1 / 298.257223563  # WGS 84
_SQUARED = _FLATTENING * (2 - _FLATTENING)


class Frame(Protocol):
    """Where metres east and north of an origin lie on the earth."""

    @property
    def exact(self) -> float:
        """Metres by which two positions may differ and still be the same."""

    def degrees(self, at: Point) -> Point:
        """Longitude and latitude of metres."""

    def metres(self, at: Point) -> Point:
        """Metres of a longitude and latitude; infinite where they have none here."""

    def written(self, at: Point) -> str | list[str]:
        """A longitude and latitude as a scenario writes a position."""


def _degree(latitude: float) -> Point:
    """Metres of a degree of longitude and of one of latitude on the ellipsoid."""
    bend = 1 - _SQUARED * sin(radians(latitude)) ** 2
    east = _RADIUS / sqrt(bend) * cos(radians(latitude))
    return radians(1) * east, radians(1) * _RADIUS * (1 - _SQUARED) / bend**1.5


def _turned(longitude: float) -> float:
    """The same longitude, or difference of two, from -180 to 180."""
    return (longitude + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane of a scenario in metres: ``origin`` is the longitude and latitude of (0, 0)."""

    origin: Point
    exact: float = 0.1

    def degrees(self, at: Point) -> Point:
        """Longitude and latitude of metres."""
        east, north = _degree(self.origin[1])
        return _turned(self.origin[0] + at[0] / east), self.origin[1] + at[1] / north

    def metres(self, at: Point) -> Point:
        """Metres of a longitude and latitude."""
        east, north = _degree(self.origin[1])
        return _turned(at[0] - self.origin[0]) * east, (at[1] - self.origin[1]) * north

    def written(self, at: Point) -> list[str]:
        """Metres east and north, to the decimetre."""
        return [f"{round(value, 1) + 0.0:.1f}".removesuffix(".0") for value in self.metres(at)]


class Grid:
    """The grid of a scenario with places in MGRS, counted from the first of them.

    Raises ValueError for a reference that is none.
    """

    exact = 1.0

    def __init__(self, reference: str):
        from mgrs import MGRS  # a compiled library, loaded only for a file that needs it

        self._mgrs = MGRS()
        try:
            self._zone, self._half, self._east, self._north = self._mgrs.MGRSToUTM(reference.replace(" ", "").upper())
        except Exception as error:  # the library keeps the class of its error to itself
            raise ValueError(f"{reference!r} is no place on the MGRS grid") from error

    def degrees(self, at: Point) -> Point:
        """Longitude and latitude of metres: those of the metre's square, and the rest of the way."""
        east, north = self._east + at[0], self._north + at[1]
        square = self._mgrs.UTMToMGRS(self._zone, self._half, east, north)
        _, _, e, n = self._mgrs.MGRSToUTM(square)
        latitude, longitude = self._mgrs.toLatLon(square)
        a_degree = _degree(latitude)
        return longitude + (east - e) / a_degree[0], latitude + (north - n) / a_degree[1]

    def metres(self, at: Point) -> Point:
        """Metres of a longitude and latitude; infinite in another zone of the grid, or beyond its latitudes."""
        try:
            square = self._mgrs.toMGRS(at[1], at[0])
            zone, _, e, n = self._mgrs.MGRSToUTM(square)
        except Exception:  # the library keeps the class of its error to itself
            return inf, inf
        if zone != self._zone:
            return inf, inf
        latitude, longitude = self._mgrs.toLatLon(square)
        a_degree = _degree(latitude)
        east, north = (at[0] - longitude) * a_degree[0], (at[1] - latitude) * a_degree[1]
        return e + east - self._east, n + north - self._north

    def written(self, at: Point) -> str:
        """The MGRS reference, to the metre."""
        return str(self._mgrs.toMGRS(at[1], at[0]))


def frame_of(scenario: Scenario) -> Frame:
    """The frame of a scenario; raises ValueError where its first MGRS reference is none."""
    reference = grid_origin(scenario)
    return Grid(reference) if reference else Plane((scenario.clock.longitude, scenario.clock.latitude))


def middle(points: Iterable[Point]) -> Point:
    """A longitude and latitude in the middle of many: the median of each, so that one far point does not move it."""
    held = list(points)
    first = held[0][0]
    east = sorted(_turned(x - first) for x, _ in held)[len(held) // 2]
    return round(_turned(first + east), 4), round(sorted(y for _, y in held)[len(held) // 2], 4)
