"""The ground: clock and season, places, the perimeter, routes and channels."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema

from simulator.scenario.schema.base import (
    Area,
    Count,
    Duration,
    ForceRef,
    GateRef,
    GroupRef,
    Length,
    Level,
    LocusRef,
    Model,
    Name,
    Number,
    PlaceRef,
    Rate,
    Share,
    Span,
    Text,
    UnitRef,
    Whole,
    YesNo,
    up_to,
)
from simulator.scenario.schema.short import Listed

__all__ = ["Channel", "Clock", "Place", "Route", "Segment"]


class Clock(Model):
    """When the exercise begins, how long it lasts, and where the sun stands."""

    startex: Text = Field(description="Date and time of STARTEX: 2031-02-17T18:00+02:00, or a DTG.")
    timezone: Text = Field("", description="IANA time zone of STARTEX where it carries no offset: Africa/Nairobi.")
    duration: Span = Field(description="From STARTEX to ENDEX.")
    season: Literal["dry", "wet"] = Field("dry", description="Wet: rain may fall, roads are slow, fires spread less.")
    latitude: Number = Field(5.0, description="Degrees north; where the sun rises and sets.", ge=-66, le=66)
    longitude: Number = Field(30.0, description="Degrees east.", ge=-180, le=180)


_PAIR: TypeAdapter[tuple[float, float]] = TypeAdapter(tuple[Length, Length])


def _position(value: object) -> object:
    """Words stay words, anything else has to be a pair of lengths: one error, not one for each kind."""
    return value if isinstance(value, str) else _PAIR.validate_python(value)


Position = Annotated[
    Any,
    BeforeValidator(_position),
    WithJsonSchema(
        {
            "anyOf": [{"type": "array", "minItems": 2, "maxItems": 2}, {"type": "string"}],
            "description": "Metres east and north of the origin: [120, -260]; '300 m north of gate_c'; or MGRS.",
        }
    ),
]


class _PlaceBase(Model):
    title: Text = Field("", description="What people call it.")
    at: Position = Field((0.0, 0.0), description="Where it lies.")
    of: PlaceRef | None = Field(None, description="The larger place that it is part of.")


class Site(_PlaceBase):
    """A protection-of-civilians site, or another area that people live in."""

    kind: Literal["poc_site"]


class Sector(_PlaceBase):
    """A part of a site, with the people who live there."""

    kind: Literal["sector"]
    people: Whole = Field(description="How many live here.", le=1_000_000)
    shelters: Whole = Field(0, description="How many shelters stand here; fire spreads among them.", le=100_000)
    cover: Literal["tents", "prefabs", "walls"] = Field("tents", description="What most people can get behind.")
    flees_to: GateRef | None = Field(None, description="The gate that people run to when attacked.")
    first_aiders: Whole = Field(0, description="Trained people among the residents.")
    radius: Length = Field(0.0, description="How far it reaches from its middle; rounds that fall there hurt people.")


class Gate(_PlaceBase):
    """A gate: people pass through search lanes, or through the open gate, or are held."""

    kind: Literal["gate"]
    leads_to: PlaceRef | None = Field(None, description="Where one is after passing it.")
    lanes: Whole = Field(1, description="Search lanes.", ge=1, le=50)
    width: Length = Field(4.0, description="Clear width when opened.", gt=0)
    mode: Literal["search", "open", "hold"] = Field("search", description="How it is run at STARTEX.")
    traffic: Rate = Field(0.0, description="People who come in through it by day: 2 people/min.", le=5)
    guarded_by: UnitRef | None = Field(None, description="Who searches and reports there.")
    military_party: YesNo = Field(False, description="Troops stand at the gate with the police (C35).")
    waiting_area: Area = Field(2500.0, description="Room before the gate; a dense crowd there is crushed.", gt=0)


class Base(_PlaceBase):
    """A United Nations base."""

    kind: Literal["un_base"]
    capacity: Whole = Field(0, description="Civilians that it can take in at its gates; 0 for as many as come.")
    bunkers: Whole = Field(0, description="Bunkers for staff (C27).")
    first_aiders: Whole = Field(0, description="Trained people among the staff.")
    radius: Length = Field(0.0, description="How far it reaches from its middle; rounds that fall there hurt people.")


class Clinic(_PlaceBase):
    """A clinic or hospital, with what it can do."""

    kind: Literal["clinic"]
    level: Literal["first_aid", "level_1", "level_1_plus", "level_2", "level_3"] = Field(
        "level_1", description="United Nations medical level: from level_1_plus on it has a theatre (C33)."
    )
    doctors: Whole = Field(2, description="Doctors on duty: how many are treated at once.", ge=0)
    theatres: Whole | None = Field(None, description="Operating theatres; without it as its level has.", ge=0, le=20)
    blood: Whole | None = Field(
        None,
        description="Units of blood in store: operations take from it (C33). Without it blood is never short.",
        le=10_000,
    )
    admits: Literal["everybody", "staff"] = Field("everybody", description="staff: others are brought elsewhere.")
    refers_to: PlaceRef | None = Field(
        None,
        description="The clinic to which it sends on those whom it cannot operate on; without it they are flown out.",
    )


class Compound(_PlaceBase):
    """A residential compound with a list of residents."""

    kind: Literal["compound"]
    residents: Annotated[Count, up_to(2000)] = Field(
        description="How many live there; each is accounted for by name of function."
    )
    safe_room: Whole = Field(0, description="Places in a safe room that holds for a while.")
    procedure_known: Share = Field(0.5, description="Share of residents who know whom to call and what to do (C32).")
    others: Annotated[Count, up_to(2000)] | None = Field(
        None, description="Others in it who are on no list, and ask to be taken along."
    )


class Checkpoint(_PlaceBase):
    """A checkpoint on a route: whoever travels past it may be denied passage, where the scenario has `access`."""

    kind: Literal["checkpoint"]
    held_by: GroupRef | None = Field(None, description="The group that holds it.")
    strictness: Level = Field(0.5, description="How hard its commander is to move: low, medium, high or a number.")
    detour: Length | None = Field(None, description="Length of a track around it; without it there is none.", gt=0)


class Village(_PlaceBase):
    """A village that is visited: incidents happen there, fewer while a patrol stays."""

    kind: Literal["village"]
    people: Whole = Field(0, description="How many live here.", le=1_000_000)
    incidents: Rate = Field(0.0, description="Incidents that happen when nobody is there: 3/week.", le=0.005)


class OtherPlace(_PlaceBase):
    """Any other place: a town, a market, a road junction, an airstrip."""

    kind: Literal["town", "market", "road", "airstrip", "bridge", "place"]
    farmers: Annotated[Count, up_to(2000)] | None = Field(
        None, description="How many people of the site are at work here, outside the wire."
    )
    patrolled_by: Annotated[tuple[Name, ...], Listed] = Field(
        (), description="Patrols whose loop goes past it, so that who takes people here may meet one (C02)."
    )


Place = Annotated[
    Site | Sector | Gate | Base | Clinic | Compound | Checkpoint | Village | OtherPlace,
    Field(discriminator="kind"),
]

Layer = Literal["none", "light_fence", "fence", "ditch", "berm", "buffer", "wall"]


class Segment(Model):
    """A stretch of the perimeter: what must be overcome, and who watches it."""

    of: PlaceRef
    title: Text = ""
    at: Position = Field((0.0, 0.0), description="Its middle.")
    length: Length = Field(gt=0, description="Metres.")
    layers: Annotated[tuple[Layer, ...], Listed] = Field(
        ("light_fence",), description="Obstacles, outermost first (C24, C34)."
    )
    built: Share | None = Field(
        None,
        description="What part of its wall stands (C24): there it stops hits from outside, elsewhere it delays nobody.",
    )
    posts: Whole = Field(0, description="Observation and sentry posts.", le=200)
    towers: Whole = Field(0, description="How many of the posts are towers.", le=200)
    protected: YesNo = Field(False, description="Posts are reinforced, with firing positions (C26).")
    manned_by: ForceRef | None = Field(None, description="Who mans the posts.")
    sensors: YesNo = Field(False, description="Intrusion detection, infrared, cameras (C29).")
    faces: PlaceRef | None = Field(None, description="What lies behind it.")
    state: Literal["whole", "cut"] = Field(
        "whole", description="cut: an unrepaired breach at STARTEX, known to nobody yet."
    )


class Route(Model):
    """A way between two places."""

    from_: LocusRef = Field(alias="from")
    to: LocusRef
    distance: Length | None = Field(None, description="Along the way; without it, as the crow flies plus a fifth.")
    surface: Literal["paved", "dirt", "track"] = "dirt"
    in_town: YesNo = Field(False, description="Built-up: vehicles are slow.")


class Channel(Model):
    """A way to talk: how long a message takes and how often it is lost."""

    delay: Duration = Field(description="From sending to hearing.")
    fails: Share = Field(0.03, description="Share of messages lost when calm.")
    fails_in_combat: Share | None = Field(None, description="Share lost near fighting; without it as when calm.")
    works: YesNo = True
    reaches: Annotated[tuple[Name, ...], Listed] = Field(
        (), description="Only these components; all of them without it."
    )
