"""Who acts: contingents, units, patrols, command posts, roles and cells, staff."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.schema.base import (
    ChannelRef,
    ContingentRef,
    Duration,
    Length,
    Level,
    LocusRef,
    Model,
    Name,
    PlaceRef,
    PostRef,
    RoleRef,
    SegmentRef,
    Share,
    Span,
    Text,
    TypeRef,
    UnitRef,
    When,
    Whole,
    YesNo,
)
from simulator.scenario.schema.short import Listed

__all__ = ["Cell", "CommandPost", "Contingent", "Leadership", "Patrol", "Role", "Staff", "Unit", "UnitType"]

Component = Literal["military", "police", "security", "civilian"]
Caveat = Literal[
    "no_night_dismounted",
    "no_outside_base",
    "no_force_beyond_self_defence",
    "needs_armour",
    "no_crowd_control",
    "no_long_stand",
    "committed",
]
Names = Annotated[tuple[Name, ...], Listed]
Caveats = Annotated[tuple[Caveat, ...], Listed]


class Contingent(Model):
    """The troops or police of one contributor: what is known of them, and what is not."""

    component: Component = "military"
    strength: Whole = Field(
        0, description="All ranks; posts are manned from it, the rest makes up its units. 0: not counted."
    )
    rehearsal: Level = Field(
        0.8, description="How well the plan was rehearsed (C01): right step of force, time to decide."
    )
    caveats: Caveats = Field((), description="Declared limits; the planner knows them.")
    hidden_caveats: Caveats = Field((), description="Limits that only show when an order comes (C46).")
    hidden_share: Share = Field(1.0, description="How likely it is that the hidden limits are in force in a run.")
    capital_call: Share = Field(0.05, description="How likely its commander asks the capital before a risky task.")
    capital_delay: Duration | None = Field(None, description="How long the capital takes.")
    written_order: Share = Field(0.02, description="How likely it demands a written order before force.")
    written_delay: Duration | None = Field(None, description="How long a written order takes.")
    intervenes: Share = Field(
        1.0,
        description="How often its leaders use force as soon as it is warranted (C47); a reason is given else.",
    )
    language_error: Share = Field(
        0.05, description="Share of orders from another contingent that are misunderstood (C38)."
    )


class UnitType(Model):
    """A kind of unit, from which units take what they do not say themselves."""

    component: Component = "military"
    strength: Whole = Field(9, ge=1, le=5000)
    mobility: Literal["foot", "wheels", "armour", "air"] = "foot"
    notice: Duration = Field(description="Notice to move: from the order to wheels turning.")
    armed: YesNo = True
    can: Names = Field((), description="Tasks that it is able to do; every task without it.")
    carries: Whole = Field(0, description="Casualties or passengers that it can carry.")
    medics: YesNo = Field(False, description="Gives first aid where it stands.")
    tags: Names = Field((), description="Words by which rules may call it: reserve, fpu, engineers.")


class Unit(Model):
    """A unit that can be given tasks."""

    type: TypeRef
    title: Text = ""
    of: ContingentRef | None = None
    at: PlaceRef
    under: PostRef | None = Field(None, description="The command post that it reports to and takes orders from.")
    notice: Duration | None = Field(None, description="Notice to move; without it that of the type.")
    strength: Whole | None = Field(None, ge=1, le=5000)
    readiness: Share = Field(1.0, description="Share of it that can be used.")
    caveats: Caveats = Field((), description="Declared limits of this unit.")
    tags: Names = ()
    channels: Annotated[tuple[ChannelRef, ...], Listed] = Field(
        (), description="Tried in this order; all of them without it."
    )
    armour: YesNo | None = None
    busy_until: When | None = Field(None, description="Committed elsewhere until then.")


class Patrol(Model):
    """A standing patrol: teams that walk or drive a loop, day and night or by shifts."""

    by: UnitRef
    teams: Whole = Field(1, ge=0, le=100)
    along: Annotated[tuple[SegmentRef, ...], Listed] = Field((), description="Segments of the perimeter, in order.")
    loop: Length | None = Field(None, description="Length of the loop where no segments are named.")
    mode: Literal["foot", "vehicle"] = Field("foot", description="foot is dismounted (C02).")
    hours: Literal["day", "night", "day and night"] = "day and night"  # not for people
    shift: Span = Field(4 * 3600, description="How long a team is out before it is relieved.", ge=600)
    outside: YesNo = Field(False, description="Outside the wire; inside or along it without.")
    begins: When | None = Field(None, description="From when it goes out; from STARTEX without.")
    mixed: YesNo = Field(False, description="Police with women officers walk with it (C41).")


class CommandPost(Model):
    """A headquarters or operations centre: who hears there, decides there, and how fast."""

    kind: Literal[
        "on_scene",
        "platoon",
        "company",
        "battalion",
        "sector",
        "ioc",
        "joc",
        "soc",
        "police",
        "fhq",
        "cmt",
        "field_office",
        "agency",
        "headquarters",
    ]
    title: Text = ""
    at: PlaceRef | None = None
    staff: Whole = Field(2, description="How many messages are taken at once.", ge=1, le=200)
    component: Component | None = Field(None, description="Whose centre it is, where it is not integrated.")
    integrates: Annotated[tuple[Component, ...], Listed] = Field(
        (), description="Components that sit together in it (C22)."
    )
    commands: YesNo = Field(True, description="no: it copies and informs, it tasks nobody (a JOC).")
    reports_to: PostRef | None = None
    passes_to: Annotated[tuple[PostRef, ...], Listed] = Field((), description="Posts that get a copy of every report.")
    beside: Annotated[tuple[PostRef, ...], Listed] = Field(
        (), description="Posts in the same room: copies pass at once (C23)."
    )
    handling: Duration | None = Field(
        None, description="Time to take one message; exponential with this mean without it."
    )
    decides_in: Duration | None = Field(None, description="Time to decide; by kind without it.")
    channels: Annotated[tuple[ChannelRef, ...], Listed] = ()


class Role(Model):
    """A function that decides, and the post where it sits."""

    post: PostRef | None = Field(None, description="The post where it sits; a plain MSEL has none.")
    title: Text = ""


class Cell(Model):
    """A group of roles and who plays them: the room, the model, or exercise control."""

    roles: Annotated[tuple[RoleRef, ...], Listed] = ()
    played_by: Literal["room", "model", "excon"] = "room"


class Leadership(Model):
    """Who leads in a crisis. Two names are two who both think that they lead."""

    incident_commander: Annotated[tuple[RoleRef, ...], Listed] = Field(
        (), description="One is right; none or two cost time."
    )
    announced_in: Duration | None = Field(None, description="From the first contact report to the announcement.")


class Staff(Model):
    """Personnel to be accounted for by wardens."""

    at: PlaceRef | LocusRef
    people: Whole = Field(ge=0, le=100_000)
    wardens: Whole = Field(1, ge=1, le=1000)
    lists_right: Share = Field(0.95, description="Share of people whom the lists hold where they are.")
    in_prefabs: Share = Field(0.5, description="Share who sleep in prefabricated buildings.")
    blankets: YesNo = Field(False, description="Ballistic blankets are issued (C28).")
