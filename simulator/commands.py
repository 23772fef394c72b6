"""Commands: what comes into an engine from outside, imperative, at most a dozen.

Ground floor: standard library only.  A command carries no time: whoever sends it is stamped at the
session's door, and the engine applies it at its present second.  A command that cannot be carried out
becomes a ``command_refused`` LogEvent, never an exception.  Commands that change nothing in the world
(remarks, messages) pass the same door and so gain time, author and evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "CarryOut",
    "Command",
    "DeferInject",
    "DeliverInject",
    "EndExercise",
    "Message",
    "OrderUnit",
    "Override",
    "PutInject",
    "Remark",
    "ShiftInjects",
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
class ShiftInjects:
    """Move every inject that still comes by the clock, by so many seconds; negative is earlier, never before now."""

    by: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class PutInject:
    """Write an inject: a new one is delivered now, one of the MSEL that still waits gets another text or recipients.

    With ``due``, a second of the exercise, it comes then.
    """

    inject: str
    text: str
    to: tuple[str, ...] = ()
    due: int = -1


@dataclass(frozen=True, slots=True)
class TakeDecision:
    """Answer a decision: one of its options, or ``other`` in words with orders of its own."""

    decision: str
    option: str
    by: str = "room"
    why: str = ""
    orders: tuple[tuple[str, str, str], ...] = field(default=())
    """what the room orders besides, chiefly for ``other``: (unit, task, place) each, adjudicated by the facilitator"""
    confidence: str = ""
    """how sure the room says it is: low, medium or high"""


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
class Override:
    """Exercise control changes the world by hand, always marked as such.

    ``delay`` moves what a unit is waiting for or its arrival by so many seconds, ``arrive`` ends its way now,
    ``freeze`` lets it stand where it is, ``brake`` keeps a group from harming anybody, or with ``deaths`` the
    wounded from dying; ``release`` ends a freeze, a brake, or the hold of the clock by a decision.
    """

    what: str
    of: str
    seconds: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Words between cells: ``pass`` hands a text on, ``ask`` puts a question to an asset, which drafts an answer."""

    kind: str
    sender: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about the exercise that changes nothing in its world.

    ``kind`` is one of :data:`REMARKS`; ``about`` is the id or the number of the event that it speaks of; ``rating``
    is P, S, M, U or N (not observed); ``meant`` is the second of the exercise that it speaks of, -1 for now.
    """

    kind: str
    text: str
    by: str = ""
    about: str = ""
    rating: str = ""
    meant: int = -1


@dataclass(frozen=True, slots=True)
class EndExercise:
    """ENDEX: the world stops."""

    why: str = ""


REMARKS = (
    *("note", "observation", "rating", "correction", "standing_order"),
    *("mark", "hold", "jump", "stop", "look_ahead"),
)
"""what a remark may be: notes, evidence, ratings; marks of the room's own time, which measures must know"""

RATINGS = ("P", "S", "M", "U", "N")
"""performed without challenges, with some, with major ones, unable to be performed; N for not observed"""

CONFIDENCES = ("low", "medium", "high")
"""how sure a room may say it is"""

OVERRIDES = ("delay", "arrive", "freeze", "brake", "release")
"""what exercise control may do to the world by hand"""

Command = (
    DeliverInject
    | SkipInject
    | DeferInject
    | ShiftInjects
    | PutInject
    | TakeDecision
    | OrderUnit
    | CarryOut
    | Override
    | Message
    | Remark
    | EndExercise
)
