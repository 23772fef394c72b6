"""Getting to people and staying with them: freedom of movement, and patrols that stay for days."""

from __future__ import annotations

from pydantic import Field

from simulator.scenario.schema.base import Duration, Model, Rate, Share, Span, UnitRef, Whole, YesNo

__all__ = ["Access", "LongPatrol"]


class Access(Model):
    """Freedom of movement: what the host restricts, and what the mission does about it."""

    asserts: YesNo = Field(
        True, description="Patrols cite the status-of-forces agreement when they are stopped, and insist on it (C05)."
    )
    stand: Span = Field(172_800, description="How long a patrol that is denied passage stands its ground (C06).", ge=0)
    water: Span | None = Field(
        None, description="Water that a patrol has on such a stand; without it checkpoint.water. A resupply renews it."
    )
    restrictions: Rate = Field(
        0.0, description="Orders to deny passage that the host considers, at each checkpoint: 1/week.", le=0.005
    )
    lasts: Duration | None = Field(None, description="How long such an order holds; without it checkpoint.lasts.")
    raised: YesNo = Field(
        True, description="Each denial is recorded and raised with the authorities, note by note (C07)."
    )
    engaged: YesNo = Field(True, description="The head of mission keeps talking with the host authorities (C43).")


class LongPatrol(Model):
    """A unit that goes out for days: who goes with it, and for how long it carries supplies."""

    by: UnitRef
    civilians: Whole = Field(0, description="Human rights and civil affairs officers who go with it (C09).", le=100)
    women: Share = Field(0.0, description="Share of women among them; more is told where there are some (C41).")
    supplies: Span = Field(864_000, description="How long it can stay before it must be resupplied.", gt=0)
