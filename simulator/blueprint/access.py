"""Freedom of movement and long-duration patrols, resolved for the blueprint."""

from __future__ import annotations

from typing import Any

from simulator.blueprint.model import AccessSpec, LongPatrolSpec
from simulator.parameters import Parameters
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.access import Access
from simulator.verbs import VERBS

__all__ = ["access"]


def access(scenario: Scenario, numbers: Parameters) -> dict[str, Any]:
    """The rows of both; a patrol whose unit is absent in this variant does not go."""
    denies = any(VERBS[event.do].on == "checkpoint" for event in scenario.threat.stream)
    a = scenario.access or (Access() if denies else None)
    return {
        "access": None
        if a is None
        else AccessSpec(
            a.asserts,
            a.stand,
            numbers.checkpoint.water if a.water is None else a.water,
            a.restrictions,
            numbers.checkpoint.lasts if a.lasts is None else a.lasts,
            a.raised,
            a.engaged,
        ),
        "long_patrols": {
            p.by: LongPatrolSpec(name, p.by, p.civilians, p.women, p.supplies)
            for name, p in sorted(scenario.long_patrols.items())
            if p.by in scenario.units
        },
    }
