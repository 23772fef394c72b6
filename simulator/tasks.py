"""The tasks that a step can order: who does each, when it counts as done, and what it asks of whoever does it.

Ground floor: standard library only.  This is the one list of them.  The language takes its words from here
(``task:`` of a step); a mechanism offers each to those who do it (``duties.offer``, ``orders.offer_staff``,
``orders.offer_drill``), and a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

__all__ = [
    "DONE_BY_OTHERS",
    "DONE_THERE",
    "FACES",
    "MUST_SAY_WHO",
    "RESPONSES",
    "RISKY",
    "TASKS",
    "TO_FORCE",
    "Doer",
    "Task",
    "TaskWord",
]

Doer = Literal["unit", "post", "witness"]
"""a unit that is told to, a command post at its desk, or whoever sees something at once, as a drill"""


@dataclass(frozen=True, slots=True)
class Task:
    """What one kind of step is."""

    by: Doer
    drill: bool = False
    """whoever sees something does it at once as well"""
    named: bool = False
    """a rule that orders it must say of whom"""
    there: bool = False
    """it is done in time when somebody is there in time: when it ends is not the unit's doing"""
    by_others: bool = False
    """a post's task that is done only when others have done it: its mechanism says so"""
    risky: bool = False
    """a contributor may hesitate over it"""
    force: bool = False
    """it may come to force: a caveat may be about that"""
    faces: bool = False
    """whoever does it stands there to face a group"""
    response: bool = False
    """it is sent against an incident: measures time how long that took"""


_UNIT, _POST, _OTHERS = Task("unit"), Task("post"), Task("post", by_others=True)
_THERE = Task("unit", there=True)

TASKS: dict[str, Task] = {
    # movement and ground
    "deploy": Task("unit", named=True, there=True, faces=True, response=True),
    "guard": Task("unit", named=True, there=True, risky=True, faces=True),
    "block": Task("unit", named=True, there=True, risky=True, force=True, faces=True, response=True),
    "protect": Task("unit", named=True, there=True, risky=True, force=True, faces=True, response=True),
    "separate": Task("unit", named=True, there=True, risky=True, force=True, faces=True, response=True),
    "return": _UNIT,
    "hold": Task("witness"),
    "extract": Task("unit", named=True, risky=True, force=True, response=True),
    "fight_fire": Task("unit", named=True, there=True),
    "repair": Task("unit", named=True, response=True),
    "casevac": Task("unit", named=True, there=True),
    # gates
    "open_gate": Task("post", drill=True, by_others=True),
    "search_gate": Task("post", drill=True, by_others=True),
    "hold_gate": Task("post", drill=True, by_others=True),
    "reinforce_gate": _THERE,
    "register": _UNIT,
    "receive": _UNIT,
    "ask_host": _POST,
    "move_inside": _POST,
    # talking
    "report": Task("post", drill=True),
    "broadcast": _OTHERS,
    "mediate": _UNIT,
    "call_liaison": _POST,
    "offer_lead": Task("witness"),
    "take_lead": _POST,
    "authorise_force": _POST,
    "search_missing": _UNIT,
    # getting to people, and staying
    "presence": _UNIT,
    "resupply": _UNIT,
    "seek_passage": _POST,
    "raise_denial": _POST,
    "stay_on": _POST,
    "turn_back": _POST,
    "detour": _POST,
    "split_patrol": _POST,
    # people taken outside the wire
    "rescue": Task("unit", named=True, there=True, risky=True, force=True, response=True),
    "call_in": _POST,
    "talk_first": _POST,
    "cover_civilians": _POST,
    "press_on": _POST,
    # staff
    "account": _OTHERS,
    "take_shelter": _OTHERS,
    "close_call": _POST,
    # relocation
    "manifest": _OTHERS,
    "fly": _POST,
    "escort": _UNIT,
    "find_staff": _UNIT,
    # bringing people out by road
    "bring_out": Task("unit", named=True, risky=True, force=True, response=True),
    "take_others": _POST,
    "ask_window": _POST,
    # early warning
    "verify": _OTHERS,
    "assess": _OTHERS,
    "name_owner": _POST,
    "warn": _POST,
    "put_on_agenda": _POST,
    "convene": _OTHERS,
    "speak_publicly": _POST,
    "speak_privately": _POST,
    "fall_silent": _POST,
    "shift_programmes": _POST,
    "request_surge": _POST,
    "send_envoy": _POST,
    "back_staff": _POST,
    # readiness over months
    "answer": Task("unit", named=True, there=True),
    "induct": _OTHERS,
    "train": _POST,
    "improve": _POST,
    "repatriate_commander": _POST,
    "validate": _POST,
    "build": Task("unit", named=True, there=True),
    # after indirect fire
    "clear_ordnance": Task("unit", named=True),
    "evacuate": Task("unit", named=True, there=True),
    "all_clear": _OTHERS,
    "admit_all": _POST,
    "call_blood": _POST,
    "call_donors": _POST,
    # cordon and search
    "cordon": _THERE,
    "search_shelters": _THERE,
    "review_held": _THERE,
    "hear_complaints": _THERE,
    "tell_leaders": _POST,
    "saturate": _POST,
    "borrow_women": _POST,
    "push_back": _POST,
    "open_lane": _POST,
    "lift_cordon": _POST,
}
"""every task, in the order in which the references list them"""

MUST_SAY_WHO = frozenset(word for word, task in TASKS.items() if task.named)
DONE_THERE = frozenset(word for word, task in TASKS.items() if task.there)
DONE_BY_OTHERS = frozenset(word for word, task in TASKS.items() if task.by_others)
RISKY = frozenset(word for word, task in TASKS.items() if task.risky)
TO_FORCE = frozenset(word for word, task in TASKS.items() if task.force)
FACES = frozenset(word for word, task in TASKS.items() if task.faces)
RESPONSES = frozenset(word for word, task in TASKS.items() if task.response)

if TYPE_CHECKING:
    TaskWord = str  # one of them, as the language takes it
else:
    TaskWord = Literal[tuple(TASKS)]
