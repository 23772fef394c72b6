"""A cordon and search of one day: who stands where, who searches, who knows of it beforehand."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.schema.base import Length, Model, PlaceRef, Share, UnitRef, When, Whole, YesNo
from simulator.scenario.schema.short import Listed

__all__ = ["Operation"]

Units = Annotated[tuple[UnitRef, ...], Listed]


class Operation(Model):
    """A sector of a site is cordoned and its shelters are searched, in phases that wait for each other."""

    of: PlaceRef = Field(description="The sector; its people and shelters are those of the operation.")
    zones: Whole = Field(0, description="Zones of up to 30 shelters that the plan takes; 0 for all of the sector.")
    caches: Whole = Field(20, description="Weapon caches in the sector at STARTEX.", ge=1, le=1000)
    cordon: Length = Field(1500.0, description="Length of the line around the sector.", gt=0)
    outer: Units = Field(description="The parties of the outer cordon, which the plan names.")
    inner: Units = Field(description="The parties of the inner cordon.")
    teams: Units = Field(description="The units whose teams search the shelters.")
    planned: When | None = Field(None, description="From when people know of the plan; STARTEX without it.")
    planners: Whole = Field(12, description="People who know of the plan before the cordon.", le=1000)
    leaders: Whole = Field(8, description="Leaders of the sector who may be told.", le=500)
    responsibilities: YesNo = Field(
        True, description="The plan divides the line between military, police and security (C04)."
    )
    women: Share = Field(0.18, description="Share of women among the officers of the teams (C41).")
    gate_search: YesNo = Field(True, description="People who come in at the gates are searched (C14).")
    clinic_lane: YesNo = Field(True, description="The plan has a lane through the cordon for the sick.")
    search: Literal["sample", "saturate"] = Field(
        "sample",
        description="sample: some shelters of each zone, then zones with finds; saturate: every shelter, zone by zone.",
    )
