"""Early warning without a mission: where signals come from, and how a country team works on them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.scenario.schema.base import (
    Duration,
    Model,
    Name,
    PlaceRef,
    PostRef,
    Rate,
    Share,
    Span,
    Text,
    When,
    Whole,
    YesNo,
)

__all__ = ["CountryTeam", "SignalKind", "SignalSource"]

SignalKind = Literal[
    "hate_broadcast", "arrests", "clinic_records", "satellite_fires", "massacre_report", "displacement"
]


class SignalSource(Model):
    """Somebody whose signals an agency hears: radio monitors, clinics, analysts of satellite pictures."""

    title: Text = ""
    sees: SignalKind = Field(description="What its signals are mostly about.")
    to: PostRef = Field(description="The agency that hears of them first.")
    delay: Duration | None = Field(None, description="Until the agency has heard.")
    reliable: Share = Field(0.7, description="What its signals count for before anybody has verified them.")
    noise: Rate = Field(0.0, description="Signals with nothing behind them: 1/month.", le=0.0001)


class CountryTeam(Model):
    """How signals become a shared assessment, a warning and action where there is no mission."""

    at: PlaceRef = Field(description="The seat of the country team: pressure by the host is felt there.")
    office: PostRef = Field(description="The resident coordinator's office, which answers to the host.")
    advisers: Whole = Field(1, description="Human rights advisers; each verifies one signal at a time.", le=200)
    sources: dict[Name, SignalSource] = {}
    common_data: YesNo = Field(False, description="Agencies keep their data in common, so that they soon agree (C52).")
    deference: Share = Field(
        0.2, description="How far the office says less than it knows, for fear of the host's consent (C51)."
    )
    convenes_in: Duration | None = Field(None, description="From special circumstances to the task force (C53).")
    review: When | None = Field(None, description="The first regional review; without it there is none.")
    review_every: Span = Field(90 * 86400, description="From one regional review to the next.", ge=86400)
    violence: Rate = Field(0.0, description="Violent incidents in an area at full escalation: 2/day.", le=0.01)
