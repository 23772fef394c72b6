"""A scenario without what only exercise control may know: all that documents for players are made of.

Left out: injects, decisions, rules, the threat and its stream, rates, searches, thresholds, who leads before anybody
has said so, limits that only show later, how people will behave, what is broken before anybody has reported it, and
the author's summary, which tells what comes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.blueprint.model import Blueprint, ObjectiveSpec, RuleSpec
from simulator.catalogue import word
from simulator.report.pack.papers import Papers

__all__ = ["PlanRow", "for_players", "plan_rows"]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A rule as the players' own plan says it: no name of ours, no trigger."""

    component: str
    title: str
    tasks: tuple[str, ...]
    role: str


def for_players(papers: Papers) -> Papers:
    """The same scenario, with nothing left in it that players must not read."""
    planned = papers.planned
    stripped = replace(planned, blueprint=_without(planned.blueprint), summary="", draws_on="", remarks={})
    return replace(papers, planned=stripped, authority=_authority(planned.blueprint))


def _authority(b: Blueprint) -> dict[str, tuple[str, ...]]:
    """Whom each role may order about: every commander knows that, and it says nothing of when or why."""
    found: dict[str, set[str]] = {}
    for rule in b.rules:
        if rule.role:
            called = (*rule.actors, *(step.by for step in rule.steps if step.by))
            found.setdefault(rule.role, set()).update(u for name in called for u in b.tags.get(name, ()))
    return {role: tuple(sorted(units)) for role, units in found.items() if units}


def _without(b: Blueprint) -> Blueprint:
    return replace(
        b,
        variant="",
        variants=(),
        contingents={
            name: replace(row, hidden_caveats=(), hidden_share=0.0, capital_call=0.0, written_order=0.0)
            for name, row in b.contingents.items()
        },
        places={name: replace(row, flees_to="", residents=None, procedure_known=0.0) for name, row in b.places.items()},
        segments={name: replace(row, cut=False) for name, row in b.segments.items()},
        zone=replace(b.zone, host_agreement=-1) if b.zone is not None else None,
        leads=(),
        lead_missing=False,
        announced_in=None,
        groups={},
        stream=(),
        rates=(),
        search=None,
        relocation=None,
        operation=None,
        rules=(),
        decisions=(),
        injects=(),
        objectives=tuple(ObjectiveSpec(o.id, o.text, o.capability, ()) for o in b.objectives),
        measures=(),
    )


def plan_rows(blueprint: Blueprint) -> tuple[PlanRow, ...]:
    """The contingency plan without its triggers, for players whose own document it is."""
    return tuple(
        PlanRow(rule.component, rule.title, tuple(map(str, _steps(rule))), rule.role) for rule in blueprint.rules
    )


def _steps(rule: RuleSpec) -> list[str]:
    return [step.prose or word(step.task).replace("_", " ") for step in rule.steps]
