"""The whole scenario: the root of the language."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from simulator.scenario.schema.access import Access, LongPatrol
from simulator.scenario.schema.base import LongText, Model, Name, Text, Whole
from simulator.scenario.schema.forces import (
    Cell,
    CommandPost,
    Contingent,
    Leadership,
    Patrol,
    Role,
    Staff,
    Unit,
    UnitType,
)
from simulator.scenario.schema.ground import Channel, Clock, Place, Route, Segment
from simulator.scenario.schema.hosting import Hosting
from simulator.scenario.schema.operation import Operation
from simulator.scenario.schema.plan import Decision, Inject, Objective, Rule
from simulator.scenario.schema.planning import Planning
from simulator.scenario.schema.readiness import Readiness
from simulator.scenario.schema.relocation import Relocation
from simulator.scenario.schema.short import Listed
from simulator.scenario.schema.staffing import Staffing
from simulator.scenario.schema.threat import Community, Search, Threat, Zone
from simulator.scenario.schema.warning import CountryTeam
from simulator.scenario.schema.works import Works

__all__ = ["LANGUAGE_VERSION", "Scenario"]

LANGUAGE_VERSION = 1


class Scenario(Model):
    """A crisis exercise in one file: ground, forces, threat, plan, injects and objectives."""

    startex: Whole = Field(description="Version of the scenario language: 1.")
    title: Text
    summary: LongText = ""
    situation: LongText = Field("", description="The situation before STARTEX, as players may read it in their manual.")
    draws_on: LongText = Field("", description="The real events that it learns from; its own names are fictional.")
    handling: Text = Field("", description="Marking printed on every page and screen.")
    language: Text = Field("en", description="The language that its words are written in, as a code such as en or fr.")
    translations: Annotated[
        dict[Name, dict[str, Any]],
        WithJsonSchema(
            {
                "type": "object",
                "description": "Its words in other languages: fr: {units.qrf_1.title: Force de réaction rapide},"
                " or the file that they stand in: fr: fr/my_site.yaml.",
                "additionalProperties": {"type": ["object", "string"]},
            }
        ),
    ] = {}
    clock: Clock
    uses: Annotated[tuple[LongText, ...], Listed] = Field(
        (), description="Libraries of types, posts and rules, by path."
    )
    parameters: Annotated[
        dict[str, dict[str, Any]],
        WithJsonSchema({"type": "object", "description": "Values of the mechanisms: force: {round: 60 s}."}),
    ] = {}
    places: dict[Name, Place] = {}
    perimeter: dict[Name, Segment] = {}
    routes: tuple[Route, ...] = ()
    channels: dict[Name, Channel] = {}
    contingents: dict[Name, Contingent] = {}
    unit_types: dict[Name, UnitType] = {}
    units: dict[Name, Unit] = {}
    patrols: dict[Name, Patrol] = {}
    command: dict[Name, CommandPost] = {}
    roles: dict[Name, Role] = {}
    cells: dict[Name, Cell] = {}
    leadership: Leadership | None = None
    staff: dict[Name, Staff] = {}
    relocation: Relocation | None = None
    operation: Operation | None = None
    community: Community | None = None
    threat: Threat = Threat()
    zone: Zone | None = None
    search: Search | None = None
    planning: Planning | None = None
    staffing: Staffing | None = None
    country_team: CountryTeam | None = None
    readiness: Readiness | None = None
    works: Works | None = None
    access: Access | None = None
    hosting: Hosting | None = None
    long_patrols: dict[Name, LongPatrol] = {}
    plan: dict[Name, Rule] = {}
    decisions: dict[Name, Decision] = {}
    msel: tuple[Inject, ...] = ()
    objectives: tuple[Objective, ...] = ()
    measures: tuple[Name, ...] = Field((), description="The measures to show first.")
    variants: Annotated[
        dict[Name, dict[str, Any]],
        WithJsonSchema(
            {
                "type": "object",
                "description": "Named overlays: before: {units.qrf_1.notice: 60 (30-90) min}.",
                "additionalProperties": {"type": "object"},
            }
        ),
    ] = {}
