"""Laws of common sense over the log of every shipped scenario, read as somebody who was there would read it.

Each law is a fold over a log that names the events that break it, and each is shown to fail on a small doctored log.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.runs.headless import run_once
from tests.shipped import CASES, IDS, made
from tests.shipped import log_of as shipped_log

Log = list[LogEvent]
Law = Callable[[Log], Iterator[LogEvent]]

COUNTED = ("count", "strength", "waiting", "queue", "people", "away", "shelters", "teams", "units", "of", "wounded")
PARTS = {"staff_counted": "people", "shelter_full": "of", "shelter_checked": "of"}
"""kinds whose count is a part of another of their fields"""
ALIKE = (
    "weapon_found",
    "weapon_missed",
    "cache_found",
    "effect_applied",
    "person_held",
    "patient_came",
    "restriction_ended",
)
"""kinds of which two may be alike: finds, people and orders in force are things, and an effect is applied once for
each cell that is told"""
TREATED = ("aid_given", "care_begun", "surgery_begun", "person_died")


def travel_takes_time(log: Log) -> Iterator[LogEvent]:
    """Who arrives by a move is the one who moved, and was under way for no less than was said."""
    for event in log:
        before = log[event.cause - 1] if event.cause else event
        if event.kind == "unit_moved" and event.data["takes_s"] < 0:
            yield event
        moved = event.kind == "unit_arrived" and before.kind == "unit_moved"
        if moved and (event.at - before.at < before.data["takes_s"] or before.subject != event.subject):
            yield event


def reports_were_sent(log: Log) -> Iterator[LogEvent]:
    """What is heard is of the matter and the place that were sent, and seen before; nothing is sent without a cause."""
    for event in log:
        if event.kind == "report_sent" and event.cause is None:
            yield event
        if event.kind == "report_received":
            sent = log[event.cause - 1] if event.cause else event
            same = sent.kind != "report_sent" or all(sent.data[f] == event.data[f] for f in ("what", "at"))
            if event.data["seen_at"] > event.at or event.cause is None or not same:
                yield event


def orders_were_given(log: Log) -> Iterator[LogEvent]:
    """A unit accepts only an order that was given to it, for that task; who drops a task may turn home of itself."""
    given: set[tuple[str, str]] = set()
    for event in log:
        if event.kind == "order_given":
            given.add((event.data["unit"], event.data["task"]))
        if event.kind == "order_accepted" and (event.subject, event.data["task"]) not in given:
            before = log[event.cause - 1] if event.cause else event
            if before.kind != "task_dropped" or before.subject != event.subject:
                yield event


def tasks_end_once(log: Log) -> Iterator[LogEvent]:
    """A task that is done was begun for that order, and is done no oftener than it was begun."""
    begun: Counter[tuple[str, ...]] = Counter()
    for event in log:
        if event.kind in ("task_begun", "task_done"):
            task = (event.subject, event.data["task"], event.data["source"])
            begun[task] += 1 if event.kind == "task_begun" else -1
            if begun[task] < 0:
                yield event


def people_die_once(log: Log) -> Iterator[LogEvent]:
    """Nobody is hurt or dies twice, and nobody is treated who is dead."""
    dead: set[str] = set()
    hurt: set[str] = set()
    for event in log:
        if event.kind in TREATED and event.subject in dead:
            yield event
        if event.kind == "person_hurt":
            if event.subject in hurt | dead:
                yield event
            hurt.add(event.subject)
        if event.kind == "person_died":
            dead.add(event.subject)


def counts_are_counts(log: Log) -> Iterator[LogEvent]:
    """No number of people or things is below nought, and no part is more than its whole."""
    for event in log:
        numbers = [event.data.get(field) for field in COUNTED]
        whole = PARTS.get(event.kind)
        if any(isinstance(n, (int, float)) and n < 0 for n in numbers) or (
            whole and event.data["count"] > event.data[whole]
        ):
            yield event


def what_is_over_is_over(log: Log) -> Iterator[LogEvent]:
    """A line of the stream ends once, and only after it began."""
    open_: set[str] = set()
    for event in log:
        if event.kind == "stream_event_began":
            open_.add(event.subject)
        if event.kind == "stream_event_ended":
            if event.subject not in open_:
                yield event
            open_.discard(event.subject)


def answers_keep_deadlines(log: Log) -> Iterator[LogEvent]:
    """A decision is taken once, while it is open, and not after its deadline."""
    until: dict[tuple[str, str], int | None] = {}
    for event in log:
        which = event.subject, event.data.get("at", "")
        if event.kind == "decision_opened":
            within = event.data["deadline_s"]
            until[which] = None if within is None else event.at + within
        if event.kind in ("decision_taken", "decision_defaulted"):
            end = until.pop(which, -1)
            if end is not None and event.at > end:
                yield event


def durations_are_true(log: Log) -> Iterator[LogEvent]:
    """A rule that is carried out was fired as long ago as is said."""
    fired = {(e.subject, e.at) for e in log if e.kind == "rule_fired"}
    for event in log:
        if event.kind == "rule_done" and (event.subject, event.at - event.data["took_s"]) not in fired:
            yield event


def nothing_is_said_twice(log: Log) -> Iterator[LogEvent]:
    """One cause does not bring about the same event twice in a second, save finds, which are things."""
    said: set[tuple[Any, ...]] = set()
    for event in log:
        line = (event.at, event.kind, event.subject, repr(event.data), event.cause)
        if line in said and event.kind not in ALIKE:
            yield event
        said.add(line)


def the_gone_do_not_attack(log: Log) -> Iterator[LogEvent]:
    """A group that turned back or left attacks nobody until it has gathered or entered anew."""
    gone: set[str] = set()
    for event in log:
        if event.kind in ("group_deterred", "group_left"):
            gone.add(event.subject)
        if event.kind in ("group_gathered", "group_entered", "stream_event_began"):
            gone -= {event.subject, event.data.get("by")}
        if event.kind == "attack_began" and event.data["by"] in gone:
            yield event


LAWS: tuple[Law, ...] = (
    travel_takes_time,
    reports_were_sent,
    orders_were_given,
    tasks_end_once,
    people_die_once,
    counts_are_counts,
    what_is_over_is_over,
    answers_keep_deadlines,
    durations_are_true,
    nothing_is_said_twice,
    the_gone_do_not_attack,
)


def a_log(*rows: tuple[int, str, str, dict[str, Any], int | None]) -> Log:
    """A small log out of second, kind, subject, data and cause."""
    return [LogEvent(seq, *row) for seq, row in enumerate(rows, 1)]


MOVE = {"from": "base", "to": "camp", "takes_s": 60}
TASK = {"task": "protect", "at": "camp", "source": "R", "unit": "a"}
SEEN = {"what": "contact", "at": "camp", "seen_at": 9}
DOCTORED: dict[Law, Log] = {
    travel_takes_time: a_log((0, "unit_moved", "a", MOVE, None), (59, "unit_arrived", "a", {"at": "camp"}, 1)),
    reports_were_sent: a_log((5, "sighted", "p", SEEN, None), (8, "report_received", "ops", SEEN, 1)),
    orders_were_given: a_log((0, "order_given", "ops", TASK, None), (1, "order_accepted", "b", TASK, 1)),
    tasks_end_once: a_log((0, "task_begun", "a", TASK, None), *[(1, "task_done", "a", TASK, 1)] * 2),
    people_die_once: a_log(*[(n, "person_died", "x/1", {}, None) for n in (1, 2)]),
    counts_are_counts: a_log((0, "staff_counted", "staff", {"count": 3, "people": 2}, None)),
    what_is_over_is_over: a_log((0, "stream_event_ended", "raid", {}, None)),
    answers_keep_deadlines: a_log(
        (0, "decision_opened", "d", {"deadline_s": 60}, None), (61, "decision_taken", "d", {}, 1)
    ),
    durations_are_true: a_log((0, "rule_fired", "R", {}, None), (9, "rule_done", "R", {"took_s": 8}, 1)),
    nothing_is_said_twice: a_log(*[(1, "unit_stuck", "a", {}, None)] * 2),
    the_gone_do_not_attack: a_log(
        (0, "group_left", "men", {"at": "camp"}, None), (1, "attack_began", "camp", {"by": "men"}, None)
    ),
}
"""for each law a log that breaks it once, in its last event"""


def assert_sense(log: Log) -> None:
    """Every law holds, or its name and the events that break it are said."""
    broken = {law.__name__: list(law(log)) for law in LAWS}
    assert not {name: events for name, events in broken.items() if events}


@pytest.mark.parametrize(("name", "variant"), CASES, ids=IDS)
def test_a_log_makes_sense(name: str, variant: str) -> None:
    assert_sense(shipped_log(name, variant))


@pytest.mark.soak
@pytest.mark.parametrize(("name", "variant"), CASES, ids=IDS)
def test_a_log_makes_sense_with_seeds_that_nobody_has_looked_at(name: str, variant: str) -> None:
    seed = random.SystemRandom().randrange(2**31)
    print(f"{name} {variant} seed {seed}")
    assert_sense(run_once(made(name, variant), seed).log)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_can_fail(law: Law) -> None:
    log = DOCTORED[law]
    assert list(law(log)) == log[-1:]
    assert not list(law(log[:-1]))
