"""What happens to the site: groups, the stream of events, background rates, the community and the zone.

The stream is exogenous: events at times, with strengths and thresholds.  Nothing in it may read the
plan; what meets an event may delay, deter or end it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from simulator.scenario.schema.base import (
    ChannelRef,
    Count,
    Duration,
    GroupRef,
    Length,
    Level,
    Model,
    Name,
    Number,
    PlaceRef,
    Rate,
    Share,
    Span,
    Text,
    When,
    Whole,
    YesNo,
    up_to,
)
from simulator.scenario.schema.short import Listed
from simulator.scenario.schema.warning import SignalKind
from simulator.verbs import VerbWord

__all__ = ["Community", "Group", "IncidentRate", "Search", "StreamEvent", "Threat", "Zone"]

ForceStep = Literal["presence", "verbal", "show_of_force", "warning_shots", "aimed_fire"]
Places = Annotated[tuple[Name, ...], Listed]


class Group(Model):
    """A group that may do harm, as coarse as training needs it."""

    type: Literal["state_forces", "armed_group", "militia", "communal", "criminal", "host_security", "crowd"] = (
        "armed_group"
    )
    title: Text = ""
    strength: Annotated[Count, up_to(20_000)] = Field(description="How many: 50-100.")
    armed: YesNo = True
    resolve: Level = Field(0.5, description="How much it takes to turn them: low, medium, high or a number.")
    deterred_by: ForceStep = Field("show_of_force", description="The least step of force that can turn them.")
    harm: Literal["shooting", "beating", "mixed"] = Field("shooting", description="What their victims suffer most.")
    controlled_by: Literal["nobody", "host"] = Field(
        "nobody", description="host: a host liaison officer can call them off."
    )
    community: Name | None = Field(None, description="The community it comes from; tension there swells it.")


class StreamEvent(Model):
    """Something that a group sets out to do at a time."""

    id: Name
    at: When
    late_by: Duration | None = Field(None, description="Drawn delay after that time: 0-40 min.")
    do: VerbWord
    by: GroupRef | None = None
    on: Annotated[str, WithJsonSchema({"type": "string", "examples": ["west", "one of [west, south]"]})] | None = Field(
        None, description="Where: a place or segment, or 'one of [west, south]', drawn by the seed."
    )
    towards: Places = Field(
        (),
        description="The way of a march, or of those who are led away, out of reach at its end; the gate of a flight.",
    )
    for_: Span | None = Field(None, alias="for", description="How long at most.")
    number: Whole | None = Field(
        None, description="How many: armed men in the queue, fires lit, people removed, rounds."
    )
    share: Share | None = Field(None, description="What part: of the residents removed, of the network lost.")
    channel: ChannelRef | None = Field(None, description="The channel that an outage takes down.")
    intensity: Number | None = Field(None, description="Harm relative to the usual rate of such an event.", ge=0, le=20)
    distance: Length | None = Field(
        None, description="How far from the wire a group gathers; how far from its aim half the rounds of shell fall."
    )
    needs: Name | None = Field(
        None, description="Another event of the stream: this one waits until it begins, and comes to nothing with it."
    )
    against: GroupRef | None = Field(None, description="The other party of a fight.")
    text: Text = ""
    signal: SignalKind | None = Field(None, description="What a signal of early warning is about.")
    source: Name | None = Field(None, description="Which source of country_team: sees it.")
    severity: Level | None = Field(None, description="How grave: of a signal as it looks, of an escalation its level.")
    unfounded: YesNo = Field(False, description="yes: there is nothing behind the signal.")


class IncidentRate(Model):
    """A kind of serious incident that happens again and again in an area."""

    rate: Rate = Field(description="How many really happen: 20/month.", le=0.005)
    reported: Share = Field(1.0, description="Share of victims who report it; mixed patrols raise it for sgbv.")
    kind: Literal["murder", "armed_robbery", "assault", "kidnapping", "sgbv"] = "armed_robbery"
    from_site: Share = Field(0.5, description="Share done with weapons kept inside the site.")
    by_host: Share = Field(0.3, description="Share done by men whom host agreement restrains.")
    trend: Number = Field(
        0.0, description="Change of the rate in a month by itself: -0.1 falls by a tenth.", gt=-1, lt=1
    )


class Threat(Model):
    """Groups, stream and background rates."""

    groups: dict[Name, Group] = {}
    stream: tuple[StreamEvent, ...] = ()
    rates: dict[Name, IncidentRate] = {}


class Community(Model):
    """How people feel: levels between 0 and 1 that events move."""

    trust: Level = 0.5
    tension: Level = 0.3
    consent: Level = Field(0.5, description="Of the host authorities.")


class Zone(Model):
    """A weapons-free zone around a site, with the measures that make it."""

    around: PlaceRef
    loop: Length = Field(4600.0, description="Length of a walk around it, for patrols outside that name no way.", gt=0)
    declared: When | None = Field(None, description="From when its rules hold; without it never.")
    host_agreement: When | None = Field(None, description="From when host authorities act on it (C17).")
    rules: YesNo = Field(True, description="Weapons are forbidden in it (C13).")


class Search(Model):
    """Searching a site for weapons: daily zones, targeted searches, whole-site operations, the gate."""

    of: PlaceRef
    shelters: Whole = Field(0, le=100_000)
    caches: Whole = Field(100, description="Weapon caches in the site at STARTEX.", le=10_000)
    smuggled: Rate = Field(0.0, description="Weapons that arrive at the gates: 3/day.", le=0.005)
    gate_search: YesNo = Field(True, description="People are searched at the gates (C14).")
    daily_shelters: Whole = Field(30, description="Shelters searched a day (C15); 0 for none.", le=100_000)
    targeted_per_week: Number = Field(2.0, ge=0, le=200)
    full_scale_every: Span | None = Field(None, description="Whole-site cordon and search.")
    begins: When | None = None
    leaders_told: YesNo = Field(True, description="Leaders are told at entry; without it trust falls faster.")
