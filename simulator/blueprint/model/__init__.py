"""What an engine is built from: frozen rows with every name resolved and every time in seconds.

Rows are sorted by id, so that the order in which a file declares things never matters; only rules
keep the file's order, because that is the order in which they fire.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.blueprint.model.access import AccessSpec, LongPatrolSpec
from simulator.blueprint.model.forces import CellSpec, CommandSpec, ContingentSpec, PatrolSpec, StaffSpec, UnitSpec
from simulator.blueprint.model.ground import ChannelSpec, PlaceSpec, PostSpec, SegmentSpec
from simulator.blueprint.model.hosting import HostingSpec
from simulator.blueprint.model.operation import OperationSpec
from simulator.blueprint.model.plan import (
    CriticalTaskSpec,
    DecisionSpec,
    EffectSpec,
    ExpectationSpec,
    InjectSpec,
    ObjectiveSpec,
    OptionSpec,
    RuleSpec,
    StepSpec,
    TargetSpec,
)
from simulator.blueprint.model.planning import PlanningSpec, RoadSpec
from simulator.blueprint.model.readiness import ExerciseSpec, NeedSpec, ReadinessSpec, ReadySpec
from simulator.blueprint.model.relocation import FlightsSpec, MovesSpec, RelocationSpec
from simulator.blueprint.model.staffing import StaffingSpec
from simulator.blueprint.model.threat import GroupSpec, RateSpec, SearchSpec, StreamSpec, ZoneSpec
from simulator.blueprint.model.warning import SourceSpec, WarningSpec
from simulator.blueprint.model.works import PieceSpec, WorksSpec
from simulator.parameters import Parameters
from simulator.quantities import Spread

__all__ = [
    "AccessSpec",
    "Blueprint",
    "Leg",
    "CellSpec",
    "ChannelSpec",
    "CommandSpec",
    "ContingentSpec",
    "CriticalTaskSpec",
    "DecisionSpec",
    "EffectSpec",
    "ExerciseSpec",
    "ExpectationSpec",
    "FlightsSpec",
    "GroupSpec",
    "HostingSpec",
    "InjectSpec",
    "MovesSpec",
    "LongPatrolSpec",
    "NeedSpec",
    "ObjectiveSpec",
    "OptionSpec",
    "PatrolSpec",
    "PieceSpec",
    "PlaceSpec",
    "PlanningSpec",
    "PostSpec",
    "RateSpec",
    "OperationSpec",
    "ReadinessSpec",
    "ReadySpec",
    "RelocationSpec",
    "RoadSpec",
    "RuleSpec",
    "SearchSpec",
    "SegmentSpec",
    "SourceSpec",
    "StaffSpec",
    "StepSpec",
    "StaffingSpec",
    "StreamSpec",
    "TargetSpec",
    "UnitSpec",
    "WarningSpec",
    "WorksSpec",
    "ZoneSpec",
]

Leg = tuple[float, float, float, float]
"""Metres of a way on paved, dirt, track and in-town ground."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A scenario that an engine can run."""

    name: str
    title: str
    variant: str
    handling: str
    startex: str
    duration: int
    season: str
    sun: tuple[tuple[int, bool], ...]
    """(second, dark from then on), in order; the first row is at or before 0"""
    parameters: Parameters
    assumptions: tuple[tuple[str, str, str], ...]
    """(parameter, value, source) of every number that is assumed"""
    places: dict[str, PlaceSpec] = field(default_factory=dict)
    segments: dict[str, SegmentSpec] = field(default_factory=dict)
    posts: dict[str, PostSpec] = field(default_factory=dict)
    ways: dict[tuple[str, str], Leg] = field(default_factory=dict)
    channels: dict[str, ChannelSpec] = field(default_factory=dict)
    contingents: dict[str, ContingentSpec] = field(default_factory=dict)
    units: dict[str, UnitSpec] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """a word -> the units it means, in order"""
    patrols: dict[str, PatrolSpec] = field(default_factory=dict)
    command: dict[str, CommandSpec] = field(default_factory=dict)
    stands_in: dict[tuple[str, str], str] = field(default_factory=dict)
    """(absent post, component) -> the post that does its work"""
    roles: dict[str, str] = field(default_factory=dict)
    role_titles: dict[str, str] = field(default_factory=dict, repr=False)
    """what roles are called, where the scenario says it; nothing that is measured hangs on it"""
    cells: tuple[CellSpec, ...] = ()
    leads: tuple[str, ...] = ()
    """posts that lead in a crisis: one is right"""
    lead_missing: bool = False
    """a lead is spoken of, and nobody holds it"""
    announced_in: Spread | None = None
    staff: dict[str, StaffSpec] = field(default_factory=dict)
    trust: float = 0.5
    tension: float = 0.3
    consent: float = 0.5
    groups: dict[str, GroupSpec] = field(default_factory=dict)
    stream: tuple[StreamSpec, ...] = ()
    rates: tuple[RateSpec, ...] = ()
    zone: ZoneSpec | None = None
    search: SearchSpec | None = None
    relocation: RelocationSpec | None = None
    operation: OperationSpec | None = None
    warning: WarningSpec | None = None
    readiness: ReadinessSpec | None = None
    works: WorksSpec | None = None
    access: AccessSpec | None = None
    hosting: HostingSpec | None = None
    long_patrols: dict[str, LongPatrolSpec] = field(default_factory=dict)
    """unit -> what it is as a long-duration patrol"""
    rules: tuple[RuleSpec, ...] = ()
    decisions: tuple[DecisionSpec, ...] = ()
    injects: tuple[InjectSpec, ...] = ()
    objectives: tuple[ObjectiveSpec, ...] = ()
    measures: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    roads: tuple[RoadSpec, ...] = ()
    planning: PlanningSpec | None = None
    staffing: StaffingSpec | None = None
