"""Measures of a relocation: hours of exposure, who was flown out, who was left, who knew what to do."""

from __future__ import annotations

from collections import Counter
from math import fsum

from simulator.events import LogEvent
from simulator.readers.responses import Log, share

__all__ = ["exposure", "left_behind", "relocated", "robbed", "self_action"]

_HOME, _POINT, _GONE = "residence", "concentration_point", "flown_out"
_OUTSIDE = ("road", "astray", "convoy", "escorted_convoy", "airport")


class _Standing:
    """Where the people of each list are, from the log alone."""

    def __init__(self, log: Log):
        self.places, self.staff = log.blueprint.places, log.blueprint.staff
        spec = log.blueprint.relocation
        self.lists = {moves.id: moves for moves in spec.lists} if spec is not None else {}
        self.at = {
            name: Counter({_POINT if self.staff[name].at == moves.point else _HOME: self.staff[name].people})
            for name, moves in self.lists.items()
        }

    def moved(self, event: LogEvent) -> None:
        """Some people change place."""
        self.at[event.subject][event.data["was"]] -= event.data["count"]
        self.at[event.subject][event.data["now"]] += event.data["count"]

    def outside(self, name: str) -> int:
        """How many of a list are on the way somewhere."""
        return sum(self.at[name][state] for state in _OUTSIDE)

    def exposed(self, name: str, danger: set[str]) -> int:
        """How many of a list are outside protected places while there is looting in these places."""
        if not danger:
            return 0
        home = self.staff[name].at
        near = {home, self.places[home].of if home in self.places else ""}
        there = not self.lists[name].protected and bool(near & danger)
        return self.outside(name) + (self.at[name][_HOME] if there else 0)


def exposure(log: Log) -> float | None:
    """Person-hours outside protected places while looting went on."""
    standing = _Standing(log)
    if not standing.lists:
        return None
    danger: set[str] = set()
    parts: list[int] = []
    since = 0
    rows = list(log.in_order("staff_moved", "looting_began", "looting_ended"))
    for event in rows:
        parts.append(sum(standing.exposed(name, danger) for name in standing.lists) * (event.at - since))
        since = event.at
        if event.kind == "staff_moved":
            standing.moved(event)
        elif event.kind == "looting_began":
            danger.add(event.subject)
        else:
            danger.discard(event.subject)
    parts.append(sum(standing.exposed(name, danger) for name in standing.lists) * (log.end - since))
    return fsum(parts) / 3600


def relocated(log: Log) -> float | None:
    """Share of the people who are to leave that have left."""
    spec = log.blueprint.relocation
    leaving = {m.id for m in spec.lists if m.leaves} if spec is not None else set[str]()
    wanted = sum(log.blueprint.staff[name].people for name in leaving)
    return share(
        sum(e.data["count"] for e in log.of("staff_moved") if e.data["now"] == _GONE and e.subject in leaving), wanted
    )


def left_behind(log: Log) -> float | None:
    """People who are neither gone nor in a protected place at the end."""
    standing = _Standing(log)
    if not standing.lists:
        return None
    for event in log.of("staff_moved"):
        standing.moved(event)
    return float(
        sum(standing.outside(n) + (0 if m.protected else standing.at[n][_HOME]) for n, m in standing.lists.items())
    )


def self_action(log: Log) -> float | None:
    """Share of those who heard of orange or red and knew by themselves what to do."""
    told = list(log.of("staff_told"))
    acted = sum(e.data["ready"] + e.data["astray"] + e.data["waits"] for e in told)
    return share(sum(e.data["ready"] for e in told), acted)


def robbed(log: Log) -> float | None:
    """People who were robbed."""
    if log.blueprint.relocation is None:
        return None
    return float(sum(e.data["count"] for e in log.of("staff_robbed")))
