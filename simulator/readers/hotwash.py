"""The hot wash: what the plan said, what the world did and what the players did, on one time line.

Lanes and differences are of functions - rules, roles, posts - never of persons.  A difference is a length of time
between what the plan said or exercise control expected and what the players did, from the log alone; a set of plan
runs is not asked.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.plan import carries_out, rules_of_people
from simulator.readers.story import notable

__all__ = ["AREA", "LANES", "STRENGTH", "Difference", "Lane", "differences", "lanes", "tag_of", "tagged"]

LANES = ("plan", "simulation", "players")
STRENGTH, AREA = "strength", "area for improvement"

_PLAYERS = frozenset(
    ("decision_taken", "message_passed", "question_asked", "action_done", "lead_announced", "remark_made")
)
_PLAN = frozenset(("action_expected", "step_expected", "decision_opened", "default_proposed", "inject_delivered"))


@dataclass(frozen=True, slots=True)
class Lane:
    """An event with the lane that it lies in."""

    lane: str
    event: LogEvent


@dataclass(frozen=True, slots=True)
class Difference:
    """The plan and the players apart: since when, by how many seconds, in words, and whether it came at all.

    ``good`` says that the players were in time with at least half of it to spare.
    """

    at: int
    seconds: int
    text: str
    seq: int
    came: bool
    good: bool = False


def lanes(blueprint: Blueprint, log: Sequence[LogEvent], played_by: Mapping[str, str]) -> list[Lane]:
    """The time line in three lanes, in the log's order."""
    rules = rules_of_people(blueprint, played_by)
    found = []
    for event in log:
        if (event.kind == "rule_fired" and event.subject in rules) or event.kind in _PLAN:
            found.append(Lane("plan", event))
        elif event.kind in _PLAYERS or (event.kind == "order_given" and _of_players(event, rules)):
            found.append(Lane("players", event))
        elif notable(event) and event.kind != "rule_fired":
            found.append(Lane("simulation", event))
    return found


def _of_players(event: LogEvent, rules: Container[str]) -> bool:
    """Whether an order came from the room: by its own words, or by letting a rule of it act."""
    return event.data["source"] in ("facilitator", "command") or event.subject in rules


def differences(blueprint: Blueprint, log: Sequence[LogEvent], played_by: Mapping[str, str]) -> list[Difference]:
    """Where plan and players were apart, the largest first; good ones last, the best first."""
    end = log[-1].at if log else 0
    found = [
        *_actions(log, end),
        *_questions(log, played_by, end),
        *_rules(blueprint, log, played_by, end),
    ]
    return sorted(found, key=lambda d: (d.good, d.came, -d.seconds, d.seq))


def _actions(log: Sequence[LogEvent], end: int) -> Iterable[Difference]:
    """Expected actions: how long beyond their time, or how long before it was over."""
    settled: dict[int, LogEvent] = {}
    for event in log:
        if event.kind in ("action_done", "action_missed"):
            for seq in (event.cause, *event.given):
                settled.setdefault(int(seq or 0), event)
    for event in log:
        if event.kind != "action_expected":
            continue
        within, last = int(event.data["within_s"]), settled.get(event.seq)
        told = f"{event.subject}: {event.data['text']}"
        if last is not None and last.kind == "action_done":
            spare = within - (last.at - event.at)
            yield Difference(event.at, spare, f"{told}, done", last.seq, came=True, good=spare * 2 >= within)
        elif last is not None:
            over = max(end - event.at - within, 0)
            yield Difference(event.at, over, f"{told}, not done in time", last.seq, came=False)


def _questions(log: Sequence[LogEvent], played_by: Mapping[str, str], end: int) -> Iterable[Difference]:
    """Questions to the room: how long beyond their time they stood, or stand."""
    opened: dict[tuple[str, str], LogEvent] = {}
    for event in log:
        key = (event.subject, str(event.data.get("at", "")))
        if event.kind == "decision_opened" and played_by.get(str(event.data["asks"]), "model") != "model":
            opened[key] = event
        elif event.kind in ("decision_taken", "decision_defaulted") and key in opened:
            asked = opened.pop(key)
            limit, took = int(asked.data["deadline_s"]), event.at - asked.at
            told = f"{event.subject} asked of {asked.data['asks']}: {event.data['option']}"
            good = took * 2 <= limit
            yield Difference(asked.at, abs(took - limit), told, event.seq, came=took <= limit, good=good)
    for (name, _), asked in opened.items():
        limit = int(asked.data["deadline_s"])
        if end > asked.at + limit:
            told = f"{name} asked of {asked.data['asks']}: not answered"
            yield Difference(asked.at, end - asked.at - limit, told, asked.seq, came=False)


def _rules(
    blueprint: Blueprint, log: Sequence[LogEvent], played_by: Mapping[str, str], end: int
) -> Iterable[Difference]:
    """Rules of the plan that people play: from when the plan said so until it was ordered, if it was."""
    rules = rules_of_people(blueprint, played_by)
    fired: dict[tuple[str, str], LogEvent] = {}
    for event in log:
        if event.kind == "rule_fired" and event.subject in rules:
            fired.setdefault((event.subject, str(event.data["at"])), event)
        elif event.kind in ("order_given", "rule_done"):
            for key in [key for key in fired if carries_out(event, rules[key[0]], key[1])]:
                begun = fired.pop(key)
                told = f"{key[0]} {rules[key[0]].title}: ordered"
                yield Difference(begun.at, event.at - begun.at, told, event.seq, came=True)
    for (name, place), event in fired.items():
        told = f"{name} {rules[name].title}{f' at {place}' if place else ''}: not ordered"
        yield Difference(event.at, end - event.at, told, event.seq, came=False)


# tags


def tagged(kind: str, text: str) -> str:
    """The words of the observation that tags a line as a strength or an area for improvement."""
    return f"{kind}: {text}".rstrip(": ") if text else kind


def tag_of(event: LogEvent) -> str:
    """The tag that an observation is; empty for any other event."""
    if event.kind != "remark_made" or event.data["kind"] != "observation":
        return ""
    text = str(event.data["text"])
    return next((kind for kind in (STRENGTH, AREA) if text == kind or text.startswith(f"{kind}: ")), "")
