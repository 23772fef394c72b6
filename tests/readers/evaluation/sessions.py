"""Scripted sessions with known deeds and omissions, and for each the rating that the doctrine's rule gives by hand.

The world is small: a breach of the wire is reported at H+1:00 (30 s by radio), a platoon stands a kilometre away at ten
minutes' notice, people play the duty officer.  ``D`` asks what to do within ten minutes; ``R`` says: stand behind the
wire within an hour; ``I-1`` expects at H+1:00 that somebody is sent within 20 minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.blueprint.model import Blueprint
from simulator.commands import CarryOut, Command, EndExercise, OrderUnit, Remark, TakeDecision
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE, decision, told

H, M = 3600, 60
ROOM = {"duty_officer": "room"}

SEND, WAIT = TakeDecision("D", "send"), TakeDecision("D", "wait")
NORTH = OrderUnit("platoon", "deploy", "north")

QUIET = {"measure": "orders_refused", "at_most": "0"}
"""a target that is met unless a unit declines"""
TRUSTED = {"measure": "trust", "at_least": "40 %"}
"""met as long as nobody is hurt: trust is 50 % at STARTEX"""
BELOVED = {"measure": "trust", "at_least": "90 %"}
"""never met"""
UNHURT = {"measure": "civilian_harm", "at_most": "0 people"}

BY_D = {"text": "Somebody decides", "done_by": ["D"]}
BY_R = {"text": "Somebody stands behind the wire", "done_by": ["R"]}
IN_WORDS = {"text": "Everybody is heard"}

RULE = {"title": "Stand there", "for": "platoon", "when": "breach reported to ops", "authority": "duty_officer"}
TIMED = {**RULE, "do": [{"task": "deploy", "at": "breach", "within": "1 h"}]}
UNTIMED = {**RULE, "do": [{"task": "deploy", "at": "breach"}]}
ASKS = {"id": "I-1", "at": "H+1", "type": "contextual", "text": "The wire is cut", "to": ["ops"], "objective": "O1"}
EXPECTS_SEND = {**ASKS, "expects": [{"action": "Send them", "within": "20 min", "task": "D", "option": "send"}]}
EXPECTS_WORDS = {**ASKS, "expects": [{"action": "Say who leads", "within": "20 min"}]}
SHOOTS = {
    "send": {"text": "Send them", "effects": [{"casualties": 2, "at": "camp"}]},
    "wait": "Wait",
}


@dataclass(frozen=True)
class Case:
    """One session: what is asked, what the room does and when, and what the rule gives by hand."""

    name: str
    rating: str
    because: str
    objective: dict[str, Any]
    does: Sequence[tuple[int, Command]] = ()
    rule: dict[str, Any] | None = None
    asks: dict[str, Any] | None = field(default_factory=decision)
    msel: Sequence[dict[str, Any]] = ()
    reported: bool = True
    more: dict[str, Any] = field(default_factory=dict)

    def blueprint(self) -> Blueprint:
        injects = [told("H+1", "breach", "north")] if self.reported else []
        return build_of(
            a_scenario(
                **{
                    "perimeter": WIRE,
                    "units": PLATOON,
                    "cells": {"military": {"roles": ["duty_officer"], "played_by": "room"}},
                    "plan": {"R": self.rule} if self.rule else {},
                    "decisions": {"D": self.asks} if self.asks else {},
                    "msel": [*injects, *self.msel],
                    "objectives": [{"id": "O1", "text": "Hold the wire", "capability": "protection", **self.objective}],
                    **self.more,
                }
            )
        )

    def played(self) -> tuple[Blueprint, list[LogEvent]]:
        """The blueprint and the log of the session, run to ENDEX."""
        blueprint = self.blueprint()
        engine = Engine(blueprint, 1, played_by=ROOM)
        for at, command in self.does:
            engine.advance_to(at)
            engine.apply(command)
        engine.run()
        return blueprint, engine.log


def tasks(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"critical_tasks": list(rows)}


def targets(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"targets": list(rows), **more}


def _only_rule(name: str, rating: str, because: str, *does: tuple[int, Command], **more: Any) -> Case:
    given = {"objective": tasks(BY_R), "rule": TIMED, **more}
    return Case(name, rating, because, does=does, asks=None, **given)


EARLY, LATER, VERY_LATE = H + 5 * M, H + 25 * M, 3 * H

CASES = [
    # a critical task that a decision does
    Case("decided in time", "P", "the task is done, nothing is amiss", tasks(BY_D), [(EARLY, SEND)]),
    Case("decided after the deadline", "S", "done, and could be quicker", tasks(BY_D), [(LATER, SEND)]),
    Case("never decided", "U", "the only task is not done", tasks(BY_D)),
    Case("the question never arose", "N", "nothing called for it", tasks(BY_D), reported=False),
    Case("ENDEX before the deadline", "N", "its time was not up", tasks(BY_D), [(EARLY, EndExercise())]),
    Case("a task in words only", "N", "no log can tell", tasks(IN_WORDS)),
    Case("a task in words and one done", "P", "what can be judged is done", tasks(IN_WORDS, BY_D), [(EARLY, SEND)]),
    Case(
        *("one task done, one not", "M", "achieved in part: a person judges", tasks(BY_D, BY_R), [(EARLY, WAIT)]),
        rule=TIMED,
    ),
    # targets
    Case("target met, decided in time", "P", "met, nothing amiss", targets(TRUSTED, **tasks(BY_D)), [(EARLY, SEND)]),
    Case(
        "target met, decided late", "S", "met, and could be quicker", targets(TRUSTED, **tasks(BY_D)), [(LATER, SEND)]
    ),
    Case("target met, never decided", "M", "met, but the plan was not kept", targets(TRUSTED, **tasks(BY_D))),
    Case("target not met though decided", "U", "not achieved", targets(BELOVED, **tasks(BY_D)), [(EARLY, SEND)]),
    Case("target not met, never decided", "U", "not achieved", targets(BELOVED, **tasks(BY_D))),
    Case("one target met, one not", "M", "achieved in part: a person judges", targets(TRUSTED, BELOVED)),
    Case(
        "target without anything to measure",
        "N",
        "nobody was hurt",
        targets({"measure": "ten_one_two", "at_least": "50 %"}),
    ),
    # what an inject expects
    Case("the expected answer in time", "P", "all that was asked is done", {}, [(EARLY, SEND)], msel=[EXPECTS_SEND]),
    Case("another answer", "M", "answered, but not as expected", {}, [(EARLY, WAIT)], msel=[EXPECTS_SEND]),
    Case("the expected answer too late", "S", "done, and could be quicker", {}, [(LATER, SEND)], msel=[EXPECTS_SEND]),
    Case("no answer at all", "U", "nothing that was asked is done", {}, msel=[EXPECTS_SEND]),
    Case("expected in words only", "N", "only the room can tell", {}, msel=[EXPECTS_WORDS]),
    Case("expected in words, target met", "P", "met; words count for nothing", targets(TRUSTED), msel=[EXPECTS_WORDS]),
    # a rule of the plan that people carry out
    _only_rule("ordered in time by hand", "P", "there within the hour", (EARLY, NORTH)),
    _only_rule("carried out on the room's word", "P", "there within the hour", (EARLY, CarryOut("R"))),
    _only_rule("ordered two hours later", "S", "done, and late", (VERY_LATE, NORTH)),
    _only_rule("nobody ordered it", "U", "the only task is not done"),
    _only_rule(
        "target met, nobody ordered it", "M", "met, against the plan", objective=targets(TRUSTED, **tasks(BY_R))
    ),
    _only_rule("no time limit, nobody acts", "N", "when it would be late is not said", rule=UNTIMED),
    _only_rule("no time limit, ordered", "P", "ordered", (EARLY, NORTH), rule=UNTIMED),
    _only_rule("ENDEX before the hour is over", "N", "its time was not up", (EARLY, EndExercise())),
    _only_rule(
        *("no unit is free for it", "S", "met; not done, for a cause that was said"),
        *((H, OrderUnit("platoon", "guard", "camp")), (EARLY, CarryOut("R"))),
        objective=targets(QUIET, **tasks(BY_R)),
    ),
    # harm
    Case(
        *("people hurt through the decision", "M", "achieved, with harm added by an act"),
        *(targets(QUIET, **tasks(BY_D)), [(EARLY, SEND)]),
        asks=decision(options=SHOOTS),
    ),
    Case(
        *("people hurt by something else", "P", "the harm is not the room's"),
        *(targets(QUIET, **tasks(BY_D)), [(EARLY, SEND)]),
        msel=[
            {"id": "I-2", "at": "H+2", "type": "contextual", "text": "x", "effects": [{"casualties": 2, "at": "camp"}]}
        ],
    ),
    Case(
        "somebody is hurt, nobody may be",
        "U",
        "not achieved",
        targets(UNHURT),
        [(EARLY, SEND)],
        asks=decision(options=SHOOTS),
    ),
    # what evaluators say
    Case(
        *("an area for improvement", "S", "done, and somebody saw what could be better", tasks(BY_D)),
        [(EARLY, SEND), (2 * H, Remark("observation", "area for improvement: no second voice", "east", "O1"))],
    ),
    Case(
        "a strength",
        "P",
        "praise changes nothing",
        tasks(BY_D),
        [(EARLY, SEND), (2 * H, Remark("observation", "strength: calm", "east", "O1"))],
    ),
    Case(
        "a note without a tag",
        "P",
        "a note is no judgement",
        tasks(BY_D),
        [(EARLY, SEND), (2 * H, Remark("note", "loud", "east", "O1"))],
    ),
]
