"""A cordon and search, resolved for the blueprint."""

from __future__ import annotations

from simulator.blueprint.model.operation import OperationSpec
from simulator.blueprint.plan import Plan
from simulator.catalogue import tr
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.ground import Sector

__all__ = ["operation"]

_ZONE = 30


def operation(document: Document, scenario: Scenario, plan: Plan) -> OperationSpec | None:
    """The row of the section, or None; a sector without shelters cannot be searched."""
    o = scenario.operation
    if o is None:
        return None
    place = scenario.places.get(o.of)
    shelters = place.shelters if isinstance(place, Sector) else 0
    if place is not None and shelters < 1:
        why = tr("{place} has no shelters to search", place=o.of)
        document.problem(("operation", "of"), "E202", why, tr("give the sector shelters:"))
    zones = -(-shelters // _ZONE)
    return OperationSpec(
        o.of,
        shelters,
        min(o.zones or zones, zones),
        o.caches,
        o.cordon,
        tuple(u for u in o.outer if u in scenario.units),
        tuple(u for u in o.inner if u in scenario.units),
        tuple(u for u in o.teams if u in scenario.units),
        max(0, plan.at(o.planned, ("operation", "planned"))),
        o.planners,
        o.leaders,
        o.responsibilities,
        o.women,
        o.gate_search,
        o.clinic_lane,
        o.search,
    )
