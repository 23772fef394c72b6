"""The people who decide: how they were prepared, how long they have been awake, and who planned with whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.schema.base import Level, Model, Whole, YesNo
from simulator.scenario.schema.short import Listed

__all__ = ["Staffing"]


class Staffing(Model):
    """The people who decide; without this section they never tire, sit together at once, and their plans agree."""

    leaders: Level = Field(
        1.0,
        description="How well the heads of the crisis team were prepared for a crisis, by table-top exercises (C40).",
    )
    shifts: Whole = Field(
        2, ge=1, le=4, description="Teams that take turns, twelve hours each; 1: the same people throughout (C42)."
    )
    counselling: YesNo = Field(True, description="Resilience and trauma counselling is there (C42).")
    planning_group: Annotated[tuple[Literal["military", "police", "security", "civilian"], ...], Listed] = Field(
        ("military", "police", "security", "civilian"),
        description="Components whose plans were made together, in a mission planning group (C19).",
    )
