"""Roads that may be closed or under fire, and how the contingency plan came about, for the blueprint."""

from __future__ import annotations

from simulator.blueprint import ground
from simulator.blueprint.model import PlanningSpec, RoadSpec
from simulator.scenario.schema import Scenario
from simulator.verbs import VERBS

__all__ = ["planning", "roads"]


def roads(scenario: Scenario, at: dict[str, ground.Point]) -> tuple[RoadSpec, ...]:
    """Every stretch of road, where something of the stream is done on one; else none: the shortest way is taken."""
    if not any(VERBS[event.do].on == "road" for event in scenario.threat.stream):
        return ()
    graph = ground.network(scenario, at)
    edges = sorted((min(a, b), max(a, b)) for a, b in graph.edges)
    return tuple(RoadSpec(a, b, ground.leg(graph, [a, b])) for a, b in edges)


def planning(scenario: Scenario) -> PlanningSpec | None:
    """The planning behind the plan; its coherence counts the components that have units or posts here."""
    given = scenario.planning
    if given is None:
        return None
    there: set[str] = {post.component for post in scenario.command.values() if post.component}
    there |= {component for post in scenario.command.values() for component in post.integrates}
    there |= {scenario.unit_types[u.type].component for u in scenario.units.values() if u.type in scenario.unit_types}
    coherence = len(there & set(given.components)) / len(there) if there else 1.0
    return PlanningSpec(coherence, given.age, given.rehearsed, given.last, tuple(sorted(set(given.branches))))
