"""What the plan says to people who play its roles, and which orders carry it out."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.blueprint.model import Blueprint, RuleSpec
from simulator.events import LogEvent

__all__ = ["carries_out", "rules_of_people"]


def rules_of_people(blueprint: Blueprint, played_by: Mapping[str, str]) -> dict[str, RuleSpec]:
    """The rules whose role people play: they never act by themselves."""
    return {r.id: r for r in blueprint.rules if not r.local and played_by.get(r.role, "model") != "model"}


def carries_out(event: LogEvent, rule: RuleSpec, place: str) -> bool:
    """Whether an event ends a rule's waiting at a place: it was ordered, by that rule or as the same task otherwise.

    ``rule_late`` does not: the plan goes on saying so.
    """
    if event.kind == "rule_done":
        return event.subject == rule.id and str(event.data["at"]) == place
    if event.kind != "order_given":
        return False
    if str(event.data["at"]) != place:
        return False
    return event.subject == rule.id or any(event.data["task"] == step.task for step in rule.steps)
