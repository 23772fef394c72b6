"""Readiness over months: contingents that learn and forget, plans that age, and what is asked of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.schema.base import (
    ContingentRef,
    Level,
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
)
from simulator.scenario.schema.short import Listed

__all__ = ["Exercises", "Need", "Readiness", "ReadyContingent"]


class ReadyContingent(Model):
    """A contingent whose proficiency is followed."""

    at: PlaceRef = Field(description="Its headquarters: tests and rotations are heard of by this place.")
    proficiency: Share = Field(0.5, description="At STARTEX, 0 to 100 %.")
    commander: Level = Field(0.8, description="How well it is led at STARTEX (C36).")
    rotates: When | None = Field(None, description="When its successor relieves it; without it never.")
    successor: Share = Field(0.35, description="Proficiency of who comes, before any induction in the mission.")


class Exercises(Model):
    """A line of the exercise ledger: what is held, when and for whom (C01, C21)."""

    kind: Literal["scenario_training", "rehearsal", "field_exercise", "tabletop"]
    at: When
    every: Span | None = Field(None, description="Again after so long.", ge=86400)
    times: Whole = Field(1, ge=1, le=400)
    for_: Annotated[tuple[ContingentRef, ...], Listed] = Field((), alias="for", description="Contingents; all without.")
    practises: Annotated[tuple[Name, ...], Listed] = Field((), description="Rules of the plan; all without.")


class Need(Model):
    """People somewhere who need protection, again and again."""

    title: Text = ""
    at: PlaceRef
    rate: Rate = Field(description="How often: 2/month.", le=0.001)
    within: Span = Field(12 * 3600, description="After that it is too late.", ge=600)
    people: Whole = Field(40, description="How many are threatened.", ge=1, le=100_000)
    outside: Share = Field(
        0.0, description="How many of them come from outside, where a perimeter of `works` may hold them off (C24)."
    )


class Readiness(Model):
    """How ready a mission is through the months, and how that is kept up."""

    post: PostRef = Field(description="The post that hears of tests, rotations and defects of the plan.")
    operations: PostRef = Field(description="The post that hears of people who need protection.")
    at: PlaceRef = Field(description="Where the mission's headquarters is; defects of the plan are heard of by it.")
    contingents: dict[ContingentRef, ReadyContingent] = {}
    exercises: dict[Name, Exercises] = {}
    trainers: Whole = Field(0, description="Trainers at STARTEX (C20).", le=500)
    trainers_course: When | None = Field(None, description="When a training of trainers ends.")
    trainers_made: Whole = Field(0, description="Trainers whom it makes.", le=500)
    teams: Whole = Field(
        1, description="Mobile training teams at the most; each inducts one contingent at a time.", le=50
    )
    tests_every: Span | None = Field(
        None, description="Tests against unit requirements (C36); without it nobody tests or counts failures.", ge=86400
    )
    plan_age: Span = Field(0, description="How long ago the plan was last practised, at STARTEX.")
    needs: dict[Name, Need] = {}
