"""Works that take months: walls and roads, the crews that build them, and what stops them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.scenario.schema.base import (
    Duration,
    Length,
    Model,
    Name,
    PlaceRef,
    PostRef,
    SegmentRef,
    Share,
    Span,
    Text,
    When,
)
from simulator.scenario.schema.ground import Layer
from simulator.scenario.schema.short import Listed

__all__ = ["PieceOfWork", "Rains", "Works"]

Layers = Annotated[tuple[Layer, ...], Listed]


class Rains(Model):
    """The rains of a year: less is built, and deliveries get stuck."""

    begin: When = Field(description="When they are to begin.")
    end: When = Field(description="When they are to end.")
    late_by: Duration | None = Field(None, description="They begin and end so much later, each drawn by itself.")


class PieceOfWork(Model):
    """Something that is built for months, metre by metre, by units with the task `build`."""

    title: Text = ""
    at: PlaceRef = Field(description="Where its crew works; what it stands around, if it has `layers`.")
    layers: Layers = Field((), description="Obstacles that are built around the place (C24); none for a road.")
    stands: Layers = Field((), description="Obstacles that stand where it is not built yet.")
    along: Annotated[tuple[SegmentRef, ...], Listed] = Field(
        (),
        description="Segments of the perimeter that its `layers` make harder, in the order in which it is built: "
        "an assault there meets them as far as they stand (C24).",
    )
    length: Length = Field(description="From its beginning to its end.", ge=1, le=1_000_000)
    built: Share = Field(0.0, description="What part of it stands at STARTEX.")
    daily: Length = Field(description="What one crew builds on a dry day.", gt=0, le=1_000_000)
    stores: Length | None = Field(
        None,
        description="For how much of it there is material at STARTEX; without it and `every`, always enough.",
        ge=0,
    )
    load: Length = Field(0.0, description="For how much of it a delivery brings material.", ge=0)
    every: Span | None = Field(None, description="How often material is brought.", ge=86400)
    road: Name | None = Field(
        None,
        description="The piece of work over which material comes: as far as it is built it passes in the rains too.",
    )


class Works(Model):
    """What is built over months."""

    post: PostRef = Field(description="The post that hears how works stand.")
    rains: Rains | None = None
    pieces: dict[Name, PieceOfWork] = {}
