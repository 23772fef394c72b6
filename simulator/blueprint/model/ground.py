"""Rows of the ground: places, the perimeter, channels."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["PlaceSpec", "PostSpec", "SegmentSpec", "ChannelSpec"]


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """A place.  Lengths in metres, rates in people a second; fields of other kinds keep their defaults."""

    id: str
    kind: str
    x: float
    y: float
    title: str = ""
    of: str = ""
    people: int = 0
    shelters: int = 0
    cover: str = "tents"
    flees_to: str = ""
    first_aiders: int = 0
    leads_to: str = ""
    lanes: int = 1
    width: float = 4.0
    mode: str = "search"
    traffic: float = 0.0
    guarded_by: str = ""
    military_party: bool = False
    waiting_area: float = 2500.0
    capacity: int = 0
    bunkers: int = 0
    level: str = ""
    doctors: int = 0
    theatres: int = 0
    residents: Spread | None = None
    safe_room: int = 0
    procedure_known: float = 0.5
    others: Spread | None = None
    radius: float = 0.0
    blood: int | None = None
    admits: str = "everybody"
    refers_to: str = ""
    held_by: str = ""
    strictness: float = 0.5
    detour: float = 0.0
    incidents: float = 0.0
    farmers: Spread | None = None
    patrolled_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostSpec:
    """One observation or sentry post."""

    id: str
    segment: str
    x: float
    y: float
    tower: bool
    protected: bool
    infrared: bool
    contingent: str
    component: str
    under: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentSpec:
    """A stretch of the perimeter; ``delay`` is its delay credit in seconds."""

    id: str
    title: str
    x: float
    y: float
    length: float
    delay: int
    posts: tuple[str, ...]
    sensors: bool
    faces: str
    cut: bool
    of: str = ""
    walled: float = 0.0
    """what part of it stands behind a wall; nought where nothing is said of how far it is built"""


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """A way to talk."""

    id: str
    delay: Spread
    fails: float
    fails_in_combat: float
    works: bool
    reaches: tuple[str, ...]
