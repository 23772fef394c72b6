"""What an engine is built from: frozen rows with every name resolved and every time in seconds.

Rows are sorted by id, so that the order in which a file declares things never matters; only rules
keep the file's order, because that is the order in which they fire.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.conditions import Condition
from simulator.parameters import Parameters
from simulator.quantities import Spread

__all__ = [
    "Blueprint", "CellSpec", "ChannelSpec", "CommandSpec", "ContingentSpec", "DecisionSpec", "EffectSpec", "ExpectationSpec",
    "GroupSpec", "InjectSpec", "ObjectiveSpec", "OptionSpec", "PatrolSpec", "PlaceSpec", "PostSpec", "RateSpec", "RuleSpec",
    "SearchSpec", "SegmentSpec", "StaffSpec", "StepSpec", "StreamSpec", "TargetSpec", "UnitSpec", "ZoneSpec",
]  # fmt: skip


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
    beds: int = 0
    theatres: int = 0
    residents: Spread | None = None
    safe_room: int = 0
    procedure_known: float = 0.5


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


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """A way to talk."""

    id: str
    delay: Spread
    fails: float
    fails_in_combat: float
    works: bool
    reaches: tuple[str, ...]


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
    radius: float
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


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One thing to do.  ``at`` may be ``?``: the place of what woke the rule."""

    task: str
    prose: str
    by: str
    at: str
    to: tuple[str, ...]
    of: str
    within: int
    until: str
    for_s: int
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A contingency rule.  ``local`` rules act on what a unit or post sees itself."""

    id: str
    title: str
    component: str
    actors: tuple[str, ...]
    local: bool
    post: str
    role: str
    when: Condition
    condition: Condition | None
    steps: tuple[StepSpec, ...]
    after: Spread | None
    acts_alone: bool
    again: bool


@dataclass(frozen=True, slots=True)
class EffectSpec:
    """A change that an inject or a decision makes."""

    kind: str
    name: str = ""
    at: str = ""
    post: str = ""
    value: float = 0.0
    relative: bool = False
    true: bool = True
    for_s: int = -1


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """An answer to a decision."""

    id: str
    text: str
    steps: tuple[StepSpec, ...]
    effects: tuple[EffectSpec, ...]


@dataclass(frozen=True, slots=True)
class DecisionSpec:
    """A question to a role; ``thinking`` is -1 where the room's own time counts."""

    id: str
    title: str
    when: Condition
    condition: Condition | None
    role: str
    post: str
    options: tuple[OptionSpec, ...]
    deadline: int
    default: str
    weights: tuple[tuple[str, float], ...]
    after: Spread | None
    thinking: int
    hold: bool
    again: bool


@dataclass(frozen=True, slots=True)
class ExpectationSpec:
    """What the players should do within so many seconds."""

    action: str
    by: str
    within: int
    task: str
    done_when: Condition | None


@dataclass(frozen=True, slots=True)
class InjectSpec:
    """A line of the MSEL."""

    id: str
    at: int
    when: Condition | None
    after: int
    type: str
    title: str
    to: tuple[str, ...]
    sender: str
    means: str
    text: str
    expects: tuple[ExpectationSpec, ...]
    if_missing: str
    expires: int
    every: int
    times: int
    effects: tuple[EffectSpec, ...]
    objective: str


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """A threshold on a measure, in the measure's own unit."""

    measure: str
    task: str
    at_most: float | None
    at_least: float | None
    text: str


@dataclass(frozen=True, slots=True)
class ObjectiveSpec:
    """What the exercise is for."""

    id: str
    text: str
    capability: str
    targets: tuple[TargetSpec, ...]


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
    rules: tuple[RuleSpec, ...] = ()
    decisions: tuple[DecisionSpec, ...] = ()
    injects: tuple[InjectSpec, ...] = ()
    objectives: tuple[ObjectiveSpec, ...] = ()
    measures: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
