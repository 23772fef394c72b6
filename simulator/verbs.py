"""The verbs of the threat stream: what each needs said with it, and how it is told.

Ground floor: standard library only.  This is the one list of them.  The language takes its words from here
(``do:`` of an event), the blueprint its checks, and ``stream_event_began`` its sentences; a mechanism does
each of them (``world.verbs``), and a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

__all__ = ["VERBS", "Ground", "Verb", "VerbWord"]

Ground = Literal["", "anywhere", "wire", "road", "checkpoint", "gate"]


@dataclass(frozen=True, slots=True)
class Verb:
    """What something that a group sets out to do needs, and the sentence that tells of it."""

    told: str
    """``{by}``, ``{on}`` and ``{channel}`` are filled in"""
    by: bool = False
    """it is nothing without a group"""
    on: Ground = ""
    """what ``on:`` must name: any place or segment, or one of a kind; empty where it may be left out"""


VERBS: dict[str, Verb] = {
    "mass": Verb("{by} set out to gather before {on}", by=True, on="anywhere"),
    "cut": Verb("somebody cuts the wire at {on}", on="wire"),
    "breach": Verb("{by} set out to break through the wire at {on}", by=True, on="wire"),
    "attack": Verb("{by} set out to attack {on}", by=True, on="anywhere"),
    "arson": Verb("{by} set out to burn {on}", by=True, on="anywhere"),
    "unrest": Verb("{by} come to {on} with stones", by=True, on="anywhere"),
    "infiltrate": Verb("{by} try to pass {on}", by=True, on="gate"),
    "shoot": Verb("{by} open fire on {on}", by=True, on="anywhere"),
    "withdraw": Verb("{by} are to withdraw", by=True),
    "remove": Verb("{by} come to take people out of {on}", on="anywhere"),
    "deny": Verb("{by} are to let nobody pass {on}", by=True, on="checkpoint"),
    "threaten": Verb("{by} threaten whoever stands at {on}", by=True, on="checkpoint"),
    "outage": Verb("the {channel} network fails"),
    "rumour": Verb("a rumour begins"),
    # relocation of staff
    "loot": Verb("{by} come to loot and rob in {on}", by=True, on="anywhere"),
    "toll": Verb("{by} set up a roadblock on the way to {on} and ask for a fee", by=True, on="anywhere"),
    "shut": Verb("{on} is to be shut", on="anywhere"),
    "take_seats": Verb("seats at {on} go to others", on="anywhere"),
    # roads
    "fight": Verb("{by} set out to fight at {on}", by=True, on="road"),
    "block_road": Verb("the road is to be closed at {on}", on="road"),
    # early warning
    "signal": Verb("there are signs at {on}", on="anywhere"),
    "escalate": Verb("tension in {on} turns", on="anywhere"),
    # outside the wire, and before it
    "shell": Verb("{by} set out to fire a salvo at {on}", by=True, on="anywhere"),
    "abduct": Verb("{by} set out to take people at {on}", by=True, on="anywhere"),
    "flee": Verb("at {on} people begin to run", on="anywhere"),
    "march": Verb("{by} set out to march on {on}", by=True, on="wire"),
}
"""every verb, in the order in which the references list them"""

if TYPE_CHECKING:
    VerbWord = str  # one of them, as the language takes it
else:
    VerbWord = Literal[tuple(VERBS)]
