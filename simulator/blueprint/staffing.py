"""The people who decide, for the blueprint."""

from __future__ import annotations

from simulator.blueprint.model import StaffingSpec
from simulator.scenario.schema import Scenario
from simulator.vocabulary import COMPONENTS

__all__ = ["staffing"]


def staffing(scenario: Scenario) -> StaffingSpec | None:
    """Who decides, with the components that each component did not plan with, of those that have units here."""
    given = scenario.staffing
    if given is None:
        return None
    types = scenario.unit_types
    there = {types[unit.type].component for unit in scenario.units.values() if unit.type in types}
    group = set(given.planning_group)
    apart: dict[str, tuple[str, ...]] = {"": tuple(c for c in COMPONENTS if c in there - group)}
    for own in COMPONENTS:
        together = group if own in group else {own}
        apart[own] = tuple(c for c in COMPONENTS if c in there - together - {own})
    return StaffingSpec(given.leaders, given.shifts, given.counselling, apart)
