"""Relocation of staff: who lives where and knows what to do, the designated official, the flights out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.scenario.schema.base import (
    Duration,
    Model,
    Name,
    Number,
    PlaceRef,
    PostRef,
    Share,
    Span,
    Whole,
    YesNo,
)

__all__ = ["AlertState", "Flights", "Relocation", "StaffMoves"]

AlertState = Literal["white", "yellow", "orange", "red"]


class StaffMoves(Model):
    """What a relocation must know of the people on one staff list."""

    point: PlaceRef = Field(description="The concentration point where they are to go.")
    procedure_known: Share = Field(
        0.5, description="Share who know the procedures and the concentration point from the fact sheet (C32)."
    )
    protected: YesNo = Field(False, description="Where they live is guarded: a base, or a compound of zone 1 (C30).")
    out_of_reach: Share = Field(0.0, description="Share whom no broadcast reaches: a radio dead zone.")
    forum: YesNo = Field(
        False, description="Not the mission's own: they hear an alert only where a broadcast names their list (SLT)."
    )
    leaves: YesNo = Field(True, description="They are to leave the country when staff are relocated.")
    priority: Whole = Field(1, description="Who boards first: 1 before 2.", ge=1, le=99)


class Flights(Model):
    """The aircraft that take staff out."""

    at: PlaceRef = Field(description="The airport.")
    seats: Whole = Field(description="Seats of an aircraft.", ge=1, le=1000)
    every: Span = Field(6 * 3600, description="From one flight to the next, by day.", ge=600)
    lead: Duration | None = Field(None, description="From the request to the first aircraft.")
    payload: Number = Field(0.0, description="Kilograms that an aircraft can lift; 0 where only its seats count.", ge=0)
    luggage: Number = Field(
        12.0, description="Kilograms that each passenger may take; 0 where no limit is set.", ge=0, le=200
    )


class Relocation(Model):
    """Alert states, concentration points and flights for staff whose lists stand under ``staff``."""

    of: PlaceRef = Field(description="The duty station whose alert state it is.")
    official: PostRef = Field(description="The post of the designated official, who sets the alert state.")
    alert: AlertState = Field("white", description="The alert state at STARTEX.")
    lists: dict[Name, StaffMoves] = Field({}, description="By the name of a staff list: where those people go.")
    flights: Flights | None = None
