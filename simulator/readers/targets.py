"""Objectives against what was measured: each target met, missed, or without evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.blueprint.model import Blueprint, TargetSpec
from simulator.catalogue import tr
from simulator.measures import MEASURES
from simulator.units import format_amount

__all__ = ["Finding", "asked_of", "findings"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One target: what was asked, what was measured, and whether it was met (None: nothing to judge by)."""

    objective: str
    text: str
    measure: str
    asked: str
    value: float | None
    met: bool | None


def asked_of(target: TargetSpec) -> str:
    """What a target asks for, in words."""
    unit = MEASURES[target.measure].unit
    parts = []
    if target.at_most is not None:
        parts.append(tr("at most {amount}", amount=format_amount(target.at_most, unit)))
    if target.at_least is not None:
        parts.append(tr("at least {amount}", amount=format_amount(target.at_least, unit)))
    return ", ".join(parts)


def findings(blueprint: Blueprint, measures: Mapping[str, float | None]) -> list[Finding]:
    """Every target of every objective, in the file's order."""
    found = []
    for objective in blueprint.objectives:
        for target in objective.targets:
            value = measures.get(target.measure)
            met = (
                None
                if value is None
                else (target.at_most is None or value <= target.at_most)
                and (target.at_least is None or value >= target.at_least)
            )
            found.append(Finding(objective.id, objective.text, target.measure, asked_of(target), value, met))
    return found
