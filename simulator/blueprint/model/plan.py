"""Rows of the plan: rules, decisions, injects, objectives."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.conditions import Condition
from simulator.quantities import Spread

__all__ = [
    "StepSpec",
    "RuleSpec",
    "EffectSpec",
    "OptionSpec",
    "DecisionSpec",
    "ExpectationSpec",
    "InjectSpec",
    "TargetSpec",
    "CriticalTaskSpec",
    "ObjectiveSpec",
]


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One thing to do.  ``at`` may be ``?``: the place of what woke the rule."""

    task: str
    prose: str
    by: str
    at: str
    to: tuple[str, ...]
    of: str
    within: int
    until: str
    for_s: int
    channels: tuple[str, ...]
    via: str = ""
    pursue: float = 0.0

    @property
    def endless(self) -> bool:
        """Whether nothing is said about when it ends."""
        return not self.until and self.for_s < 0


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A contingency rule.  ``local`` rules act on what a unit or post sees itself."""

    id: str
    title: str
    component: str
    actors: tuple[str, ...]
    local: bool
    post: str
    role: str
    when: Condition
    condition: Condition | None
    steps: tuple[StepSpec, ...]
    after: Spread | None
    acts_alone: bool
    again: bool


@dataclass(frozen=True, slots=True)
class EffectSpec:
    """A change that an inject or a decision makes."""

    kind: str
    name: str = ""
    at: str = ""
    post: str = ""
    value: float = 0.0
    relative: bool = False
    untrue: bool = False
    for_s: int = -1


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """An answer to a decision."""

    id: str
    text: str
    steps: tuple[StepSpec, ...]
    effects: tuple[EffectSpec, ...]


@dataclass(frozen=True, slots=True)
class DecisionSpec:
    """A question to a role; ``thinking`` is -1 where the room's own time counts."""

    id: str
    title: str
    when: Condition
    condition: Condition | None
    role: str
    post: str
    options: tuple[OptionSpec, ...]
    deadline: int
    default: str
    weights: tuple[tuple[str, float], ...]
    after: Spread | None
    thinking: int
    hold: bool
    again: bool


@dataclass(frozen=True, slots=True)
class ExpectationSpec:
    """What the players should do within so many seconds."""

    action: str
    by: str
    within: int
    task: str
    options: tuple[str, ...]
    done_when: Condition | None


@dataclass(frozen=True, slots=True)
class InjectSpec:
    """A line of the MSEL."""

    id: str
    at: int
    when: Condition | None
    after: int
    type: str
    title: str
    to: tuple[str, ...]
    sender: str
    means: str
    text: str
    expects: tuple[ExpectationSpec, ...]
    if_missing: str
    expires: int
    every: int
    times: int
    effects: tuple[EffectSpec, ...]
    objective: str


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """A threshold on a measure, in the measure's own unit."""

    measure: str
    task: str
    at_most: float | None
    at_least: float | None
    text: str


@dataclass(frozen=True, slots=True)
class CriticalTaskSpec:
    """What must be done for an objective.  ``done_by`` are rules, decisions or injects; empty: only people can tell."""

    id: str
    text: str
    done_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveSpec:
    """What the exercise is for."""

    id: str
    text: str
    capability: str
    targets: tuple[TargetSpec, ...]
    critical_tasks: tuple[CriticalTaskSpec, ...] = ()
