"""Rows of the forces: contingents, units, patrols, command posts, staff."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.quantities import Spread

__all__ = ["ContingentSpec", "UnitSpec", "PatrolSpec", "CommandSpec", "StaffSpec", "CellSpec"]


@dataclass(frozen=True, slots=True)
class ContingentSpec:
    """What is known and not known of a contributor's force."""

    id: str
    component: str
    strength: int
    rehearsal: float
    caveats: tuple[str, ...]
    hidden_caveats: tuple[str, ...]
    hidden_share: float
    capital_call: float
    capital_delay: Spread
    written_order: float
    written_delay: Spread
    language_error: float
    intervenes: float = 1.0


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit; ``strength`` is what it can use after posts are manned and readiness is taken off."""

    id: str
    title: str
    type: str
    component: str
    contingent: str
    at: str
    under: str
    strength: int
    mobility: str
    notice: Spread
    armed: bool
    armour: bool
    medics: bool
    carries: int
    can: tuple[str, ...]
    caveats: tuple[str, ...]
    tags: tuple[str, ...]
    channels: tuple[str, ...]
    busy_until: int


@dataclass(frozen=True, slots=True)
class PatrolSpec:
    """Teams that go round a loop of ``length`` metres at ``speed`` metres a second."""

    id: str
    unit: str
    teams: int
    along: tuple[str, ...]
    length: float
    speed: float
    mode: str
    hours: str
    shift: int
    outside: bool
    mixed: bool
    begins: int


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command post; ``integrated`` when it holds more than one component."""

    id: str
    kind: str
    title: str
    at: str
    staff: int
    component: str
    integrates: tuple[str, ...]
    commands: bool
    reports_to: str
    passes_to: tuple[str, ...]
    beside: tuple[str, ...]
    handling: Spread
    decides_in: Spread
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffSpec:
    """Personnel whom wardens account for."""

    id: str
    at: str
    people: int
    wardens: int
    lists_right: float
    in_prefabs: float
    blankets: bool


@dataclass(frozen=True, slots=True)
class CellSpec:
    """Who plays a set of roles."""

    id: str
    roles: tuple[str, ...]
    played_by: str
