"""The contingency plan as a piece of work: who wrote it, how old it is, how often it was practised."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.schema.base import Model, Span, Whole
from simulator.scenario.schema.short import Listed

__all__ = ["Planning"]

_YEAR = 365 * 86400


class Planning(Model):
    """How the mission's contingency plan came about; without this section everybody knows the plan by heart (C03)."""

    components: Annotated[tuple[Literal["military", "police", "security", "civilian"], ...], Listed] = Field(
        (), description="Who took part in writing it, of the components that are there."
    )
    age: Span = Field(_YEAR, description="Since it was last brought up to date: 90 days.")
    rehearsed: Whole = Field(0, description="Exercises in which it was practised.", le=100)
    last: Span = Field(_YEAR, description="Since the last of these exercises: 30 days.")
    branches: Annotated[tuple[Literal["second_way", "turn_back"], ...], Listed] = Field(
        (), description="What it provides for when a road will not do: a second way, and when to turn back."
    )
