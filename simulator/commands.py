"""Commands: what comes into an engine from outside, imperative, at most a dozen.

Ground floor: standard library only.  A command carries no time: whoever sends it is stamped at the
session's door, and the engine applies it at its present second.  A command that cannot be carried out
becomes a ``command_refused`` LogEvent, never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "AddInject",
    "CarryOut",
    "Command",
    "DeferInject",
    "DeliverInject",
    "EndExercise",
    "OrderUnit",
    "SkipInject",
    "TakeDecision",
]


@dataclass(frozen=True, slots=True)
class DeliverInject:
    """Deliver an inject of the MSEL now, whatever its time or condition."""

    inject: str


@dataclass(frozen=True, slots=True)
class SkipInject:
    """Leave an inject out, and say why."""

    inject: str
    why: str


@dataclass(frozen=True, slots=True)
class DeferInject:
    """Put an inject off until a second of the exercise."""

    inject: str
    until: int


@dataclass(frozen=True, slots=True)
class AddInject:
    """Deliver an inject that is not in the MSEL."""

    inject: str
    text: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeDecision:
    """Answer a decision: one of its options, or ``other`` in words with orders of its own."""

    decision: str
    option: str
    by: str = "room"
    why: str = ""
    orders: tuple[tuple[str, str, str], ...] = field(default=())
    """what the room orders besides, chiefly for ``other``: (unit, task, place) each, adjudicated by the facilitator"""


@dataclass(frozen=True, slots=True)
class OrderUnit:
    """Order a unit outside the plan."""

    unit: str
    task: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Let a rule act that has fired for a place and waits, because exercise control or the room plays its role."""

    rule: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class EndExercise:
    """ENDEX: the world stops."""

    why: str = ""


Command = DeliverInject | SkipInject | DeferInject | AddInject | TakeDecision | OrderUnit | CarryOut | EndExercise
