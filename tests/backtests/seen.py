"""What the back tests count in a log beside its measures: numbers that the sources give, as a run brings them about.

Each fold reads one log and gives something that JSON can hold.  Times are seconds since STARTEX, waits minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from simulator.events import LogEvent
from simulator.readers.responses import Log

__all__ = ["SEEN"]

_FORCE = ("warning_shots", "aimed_fire")


def _in_order(log: Log, *kinds: str) -> list[LogEvent]:
    return sorted(log.of(*kinds), key=lambda e: e.seq)


# on the road, and with people


def stands(log: Log) -> list[tuple[str, int]]:
    """Stands at a checkpoint that ended: why, and after how many seconds."""
    return [(e.data["why"], e.data["for_s"]) for e in log.of("stand_ended")]


def stays(log: Log) -> dict[str, Any]:
    """Stays with people: how many began, and the seconds of those whose patrol came home after it."""
    home = {e.seq: e.subject for e in log.of("unit_arrived") if e.data["at"] == log.blueprint.units[e.subject].at}
    back = {unit: max(seq for seq, other in home.items() if other == unit) for unit in set(home.values())}
    ended = [e.data["for_s"] for e in log.of("presence_ended") if back.get(e.subject, 0) > e.seq]
    return {"began": len(log.by_kind.get("presence_began", ())), "came_home": ended}


def patrolled(log: Log) -> dict[str, list[int]]:
    """Seconds of day and of night since foot patrols outside the wire began, and in how many of them one was out."""
    foot = [e for e in _in_order(log, "patrol_began", "patrol_ended") if e.data["mode"] == "foot" and e.data["outside"]]
    turns = [(e.at, e) for e in foot] + [(max(0, at), dark) for at, dark in log.blueprint.sun if at < log.end]
    out, dark = set[str](), False
    seconds = {"day": [0, 0], "night": [0, 0]}
    for (at, turn), (until, _) in pairwise([*sorted(turns, key=lambda row: row[0]), (log.end, False)]):
        if isinstance(turn, bool):
            dark = turn
        else:
            (out.add if turn.kind == "patrol_began" else out.discard)(turn.subject)
        since = max(at, foot[0].at) if foot else until
        of = seconds["night" if dark else "day"]
        of[0] += max(0, until - since)
        of[1] += (until - at) * bool(out)
    return seconds


# people taken, people who run, people who march


def taken(log: Log) -> list[int]:
    """How many people each group of captors led away."""
    return [e.data["count"] for e in log.of("captives_taken") if e.data["count"]]


def leaders(log: Log) -> list[int]:
    """Leaders who met captors with force warranted: those who took that step, and those who held back at first."""
    first: dict[tuple[str, str], bool] = {}
    for event in _in_order(log, "force_step_taken", "force_withheld"):
        if event.kind == "force_withheld" or event.data["step"] in _FORCE:
            first.setdefault((event.subject, event.data["at"]), event.kind == "force_step_taken")
    return [sum(first.values()), len(first) - sum(first.values())]


def influx(log: Log) -> dict[str, Any]:
    """People who ran to a gate: how many came through it, and how many were inside each half hour."""
    through = {e.subject: e.data["inside"] for e in _in_order(log, "crowd_through")}
    return {"through": sum(through.values()), "inside": [(e.at, e.data["inside"]) for e in log.of("hosting_assessed")]}


def march(log: Log) -> dict[str, int]:
    """A march: when it came to the wire, went for it, and was through; nothing where it did not."""
    walkers = {e.subject for e in log.of("march_began")}
    found: dict[str, int] = {}
    wire = ""
    for event in _in_order(log, "group_gathered", "barrier_attacked", "breach_opened"):
        if event.kind == "group_gathered" and event.subject in walkers:
            found.setdefault("came", event.at)
        elif event.kind == "barrier_attacked" and event.data["by"] in walkers:
            found.setdefault("attacked", event.at)
            wire = wire or event.subject
        elif event.kind == "breach_opened" and event.subject == wire:
            found.setdefault("through", event.at)
    return found


def crossed(log: Log) -> list[tuple[str, int, int]]:
    """Flights: from where, how many people, and how many came in, by the gate or over its fence, until the next."""
    inside: dict[str, int] = {}
    found: list[tuple[str, str, int, int]] = []
    for event in _in_order(log, "flight_began", "crowd_through"):
        gate = event.subject if event.kind == "crowd_through" else event.data["to"]
        if event.kind == "flight_began":
            found.append((event.subject, gate, event.data["people"], 0))
            continue
        came = event.data["inside"] + event.data["climbed"]
        more, inside[gate] = came - inside.get(gate, 0), came
        last = next((k for k in reversed(range(len(found))) if found[k][1] == gate), None)
        if last is not None:
            found[last] = (*found[last][:3], found[last][3] + more)
    return [(place, people, through) for place, _, people, through in found]


def brought_in(log: Log) -> dict[str, list[int]]:
    """Compounds: residents who were brought to a base, of those who lived there."""
    listed = {e.subject: [0, e.data["count"]] for e in log.of("residents_listed")}
    for event in log.of("people_brought_in"):
        listed[event.data["from"]][0] += event.data["count"]
    return listed


# weapons


def searched(log: Log) -> dict[str, Any]:
    """Searches of a campaign: shelters of each day's zone, the days, and whole-site operations with their hours."""
    spec = log.blueprint.search
    rows = [(e.data["shelters"], e.data["team_h"]) for e in log.of("search_done")]
    whole = [hours for shelters, hours in rows if spec is not None and shelters == spec.shelters]
    days = [shelters for shelters, _ in rows if spec is not None and shelters != spec.shelters]
    return {"days": len(days), "most": max(days, default=0), "shelters": sum(days), "whole": whole}


def swept(log: Log) -> dict[str, Any]:
    """A cordon and search: when teams went in, the shelters that were searched, and the most of one zone."""
    zones: Counter[int] = Counter()
    for event in log.of("zone_searched"):
        zones[event.data["number"]] += event.data["shelters"]
    stands = next((e.at for e in log.of("cordon_closed")), None)
    ready = next((e.at for e in log.of("task_begun") if e.data["task"] == "search_shelters"), None)
    entry = None if stands is None or ready is None else max(stands, ready)
    return {
        "entry": entry,
        "shelters": sum(zones.values()),
        "zones": len(zones),
        "most": max(zones.values(), default=0),
    }


# the wire, shelter, care, roll-calls


def posts(log: Log) -> list[int]:
    """Posts on the wire, seconds of them all, and seconds in which they were left."""
    count = sum(len(segment.posts) for segment in log.blueprint.segments.values())
    since: dict[str, int] = {}
    lost = 0
    for event in _in_order(log, "post_abandoned", "post_manned"):
        if event.kind == "post_abandoned":
            since.setdefault(event.subject, event.at)
        else:
            lost += event.at - since.pop(event.subject, event.at)
    lost += sum(log.end - at for at in since.values())
    return [count, count * log.end, lost]


def sheltered(log: Log) -> list[list[int]]:
    """Staff in shelter five minutes after the first round of each salvo, and how many there are."""
    return [[e.data["count"], e.data["of"]] for e in log.of("shelter_checked")]


def care(log: Log) -> dict[str, list[int]]:
    """Minutes from the wound to first aid, to field care, and - in danger of life - to surgery or flight."""
    hurt = {e.subject: e for e in log.of("person_hurt") if e.data["severity"] in ("T1", "T2")}
    steps = {
        "aid": ("aid_given", "care_begun"),
        "care": ("care_begun",),
        "surgery": ("surgery_begun", "evacuation_begun"),
    }
    found: dict[str, list[int]] = {}
    for step, kinds in steps.items():
        first: dict[str, int] = {}
        for event in _in_order(log, *kinds):
            first.setdefault(event.subject, event.at)
        grave = ("T1",) if step == "surgery" else ("T1", "T2")
        due = [e for e in hurt.values() if e.data["severity"] in grave]
        found[step] = [(first[e.subject] - e.at) // 60 for e in due if e.subject in first]
        found[f"{step}_due"] = [len(due)]
    return found


def rollcall(log: Log) -> list[tuple[str, int, int, int]]:
    """Counts of wardens: the list, minutes since the order, who was accounted for, of how many that the list holds."""
    right = {name: staff.lists_right for name, staff in log.blueprint.staff.items()}
    rows = [(e.subject, e.data["after_min"], e.data["count"], e.data["people"]) for e in log.of("staff_counted")]
    return [(name, minutes, count, round(right[name] * people)) for name, minutes, count, people in rows]


# readiness


def exercises(log: Log) -> dict[str, int]:
    """How often each exercise of the ledger was held, whoever took part."""
    held = {(e.data["exercise"], e.at) for e in log.of("exercise_held") if e.data["exercise"]}
    return dict(Counter(name for name, _ in sorted(held)))


def inducted(log: Log) -> list[int]:
    """Tours of contingents - those who are there, and those who relieve them - and how many of them were inducted."""
    spec = log.blueprint.readiness
    tours = [[name, False] for name in spec.contingents] if spec is not None else []
    for event in _in_order(log, "induction_done", "contingent_rotated"):
        if event.kind == "contingent_rotated":
            tours.append([event.subject, False])
        else:
            next(tour for tour in reversed(tours) if tour[0] == event.subject)[1] = True
    return [len(tours), sum(bool(done) for _, done in tours)]


def sent_home(log: Log) -> int:
    """Commanders who were sent home."""
    return len(log.by_kind.get("commander_repatriated", ()))


_FOLDS: tuple[Callable[[Log], Any], ...] = (
    *(stands, stays, patrolled, taken, leaders, influx, march, crossed, brought_in),
    *(searched, swept, posts, sheltered, care, rollcall, exercises, inducted, sent_home),
)
SEEN: dict[str, Callable[[Log], Any]] = {fold.__name__: fold for fold in _FOLDS}
"""Everything that is counted, by its name."""
