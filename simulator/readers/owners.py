"""Who owns an objective: the rules and decisions of the plan that it rests on, and the functions that they belong to.

Functions only: a component, a role, a post.  Who fills them is nobody's business here.
"""

from __future__ import annotations

from typing import Any

from simulator.blueprint.model import Blueprint, DecisionSpec, ObjectiveSpec, RuleSpec
from simulator.readers.conditions import Conditions

__all__ = ["named", "owners"]


def owners(blueprint: Blueprint) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """For each objective its rules and its decisions, in the file's order; both may be empty.

    A rule or decision belongs to an objective if one of its targets or critical tasks names it, or an inject of the
    objective expects it.
    """
    found, words = {}, Conditions(blueprint)
    for objective in blueprint.objectives:
        names = named(blueprint, objective)
        found[objective.id] = {
            "rules": [_rule(blueprint, rule, words) for rule in blueprint.rules if rule.id in names],
            "decisions": [_decision(blueprint, d, words) for d in blueprint.decisions if d.id in names],
        }
    return found


def named(blueprint: Blueprint, objective: ObjectiveSpec) -> set[str]:
    """The rules and decisions of an objective by their ids."""
    asked = {target.task for target in objective.targets} | {n for t in objective.critical_tasks for n in t.done_by}
    for inject in blueprint.injects:
        if inject.objective == objective.id:
            asked |= {expected.task for expected in inject.expects}
    return asked - {""}


def _post(blueprint: Blueprint, name: str) -> str:
    spec = blueprint.command.get(name)
    return spec.title or spec.id if spec else name


def _component(blueprint: Blueprint, post: str) -> str:
    spec = blueprint.command.get(post)
    return spec.component if spec else ""


def _rule(blueprint: Blueprint, rule: RuleSpec, words: Conditions) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "component": rule.component or _component(blueprint, rule.post),
        "authority": rule.role,
        "authority_title": words.named(rule.role) if rule.role else "",
        "post": _post(blueprint, rule.post),
        "actors": list(rule.actors),
        "within_s": max((step.within for step in rule.steps), default=-1),
    }


def _decision(blueprint: Blueprint, decision: DecisionSpec, words: Conditions) -> dict[str, Any]:
    return {
        "id": decision.id,
        "title": decision.title,
        "component": _component(blueprint, decision.post),
        "asked": decision.role,
        "asked_title": words.named(decision.role),
        "post": _post(blueprint, decision.post),
        "when": decision.when.text,
        "opens": words.told(decision.when, decision.post),
        "deadline_s": decision.deadline,
        "options": [{"id": option.id, "text": option.text} for option in decision.options],
        "default": decision.default,
    }
