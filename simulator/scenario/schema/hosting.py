"""What a base can give to people who have run to it, and what they expect of it."""

from __future__ import annotations

from pydantic import Field

from simulator.scenario.schema.base import Level, Model, PlaceRef, Whole

__all__ = ["Hosting"]


class Hosting(Model):
    """People from outside whom a base hosts: for how many it has room and water, and what they expect."""

    at: PlaceRef
    provides: Whole = Field(description="For how many people there are room, water and shade.", le=1_000_000)
    expected: Level = Field(
        0.4, description="What people expect of the mission: 0 nothing, 1 that it has all they need."
    )
