"""Rows of the threat: groups, the stream, rates, zone and searches."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["GroupSpec", "StreamSpec", "RateSpec", "ZoneSpec", "SearchSpec"]


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A group that may do harm."""

    id: str
    type: str
    title: str
    strength: Spread
    armed: bool
    resolve: float
    deterred_by: int
    harm: str
    host: bool
    community: str


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """Something that a group sets out to do, ``at`` seconds after STARTEX."""

    id: str
    at: int
    late_by: Spread | None
    do: str
    by: str
    on: tuple[str, ...]
    for_s: int
    number: int
    share: float
    channel: str
    intensity: float
    distance: float
    needs: str
    text: str
    against: str = ""
    signal: str = ""
    source: str = ""
    severity: float = 0.0
    founded: bool = True
    towards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RateSpec:
    """Serious incidents that happen at ``rate`` a second."""

    id: str
    kind: str
    rate: float
    reported: float
    from_site: float
    by_host: float
    trend: float


@dataclass(frozen=True, slots=True)
class ZoneSpec:
    """A weapons-free zone; times are -1 where a measure never comes."""

    around: str
    loop: float
    declared: int
    host_agreement: int
    rules: bool


@dataclass(frozen=True, slots=True)
class SearchSpec:
    """Searches of a site for weapons."""

    of: str
    shelters: int
    caches: int
    smuggled: float
    gate_search: bool
    daily_shelters: int
    targeted_per_week: float
    full_scale_every: int
    begins: int
    leaders_told: bool
