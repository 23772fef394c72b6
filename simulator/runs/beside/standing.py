"""Where the room's value lies among runs of the plan: counts, a median with an interval, a percentile or why not.

The median's interval is that of order statistics: it needs no distribution, and its cover is at least 95 per cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import comb

from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked, tr
from simulator.events import LogEvent
from simulator.measures import MEASURES
from simulator.readers.conduct import not_comparable
from simulator.readers.evaluation import deeds
from simulator.readers.evaluation.basis import basis
from simulator.readers.evaluation.handover import handovers, unheard
from simulator.readers.logs import by_seq
from simulator.readers.responses import Log
from simulator.runs.beside.rows import Standing

__all__ = ["chosen", "doubts", "median_interval", "quantile", "standing"]

_LEFT = 0.025
_CLOCK = {
    "hold": marked("the clock was held"),
    "stop": marked("the exercise was stopped"),
    "jump": marked("the clock was moved on"),
}
_TIMES = ("K2", "K3", "K4", "K5")
"""rows whose measures are times of the response"""
_HARM = "K1"
_BY_HAND = marked("the world was changed by hand")


def quantile(ordered: Sequence[float], share: float) -> float:
    """A quantile of values in order, between the two that are nearest; n >= 1."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median_interval(ordered: Sequence[float]) -> tuple[float, float] | None:
    """The 95 % interval of the median of values in order; None for fewer than six, which have none."""
    n, below, rank = len(ordered), 0.0, 0
    while rank < n and below + comb(n, rank) / 2**n <= _LEFT:
        below += comb(n, rank) / 2**n
        rank += 1
    return (ordered[rank - 1], ordered[n - rank]) if rank else None


def standing(
    measure: str,
    room: float | None,
    values: Sequence[float | None],
    *,
    why_not: str = "",
    same_chance: float | None = None,
) -> Standing:
    """The room's value of a measure among values of runs; runs with nothing to measure are left out."""
    ordered = sorted(value for value in values if value is not None)
    why_not = tr("nothing to measure in the room") if room is None else why_not
    if not ordered:
        why_not = why_not or tr("the plan's runs have nothing to measure")
        return Standing(measure, room, 0, None, None, None, None, None, 0, 0, 0, why_not, same_chance)
    low, high = median_interval(ordered) or (None, None)
    mark = round(room, 9) if room is not None else 0.0
    counted = [0 if room is None else (round(v, 9) > mark) - (round(v, 9) < mark) for v in ordered]
    return Standing(
        *(measure, room, len(ordered), quantile(ordered, 0.5), low, high),
        *(quantile(ordered, 0.25), quantile(ordered, 0.75)),
        *(counted.count(-1), counted.count(0) if room is not None else 0, counted.count(1)),
        why_not,
        same_chance,
    )


# what cannot be compared


def doubts(blueprint: Blueprint, log: Sequence[LogEvent]) -> dict[str, str]:
    """Measure -> why the room's value stands beside no other.

    Times of the response (K2 to K5) across a hold, a stop, a jump or a change by hand; any measure whose events depend
    on such a change; and harm, once people were kept from it by hand.
    """
    folded = Log(blueprint, list(log))
    found = dict(not_comparable(folded))
    if unheard(folded, handovers(folded, deeds(folded))):
        found["handover_gap"] = tr("what people said to each other is in no log")
    marks = [(e.at, tr(_CLOCK[e.data["kind"]])) for e in folded.of("remark_made") if e.data["kind"] in _CLOCK]
    changed = list(folded.of("world_overridden"))
    marks += [(e.at, tr(_BY_HAND)) for e in changed]
    for name in (n for n, m in MEASURES.items() if m.k in _TIMES and n not in found):
        why = _within(folded, name, marks)
        if why:
            found[name] = ", ".join(dict.fromkeys(why))
    if changed:
        found.update({name: tr(_BY_HAND) for name in _moved(folded, changed) if name not in found})
    return found


def _within(log: Log, measure: str, marks: Sequence[tuple[int, str]]) -> list[str]:
    """The marks between the first and the last event that a time rests on, ENDEX apart where others are there."""
    events = by_seq(log.events)
    rests = [events[seq] for seq in basis(log, measure)]
    begun = [e.at for e in rests if e.kind != "exercise_ended"]
    if not begun or not marks:
        return []
    ends = max(e.at for e in rests)
    return [why for at, why in marks if min(begun) <= at <= ends]


def _moved(log: Log, changed: Sequence[LogEvent]) -> Iterator[str]:
    """Measures that an event after a change by hand, and depending on it, counts for."""
    reached = {event.seq for event in changed}
    for event in log.events:
        if event.seq not in reached and any(seq in reached for seq in (event.cause, *event.given)):
            reached.add(event.seq)
    braked = any(event.data["what"] == "brake" for event in changed)
    for name, measure in MEASURES.items():
        if (braked and measure.k == _HARM) or any(seq in reached for seq in basis(log, name)):
            yield name


def chosen(blueprint: Blueprint, measures: Mapping[str, float | None]) -> list[str]:
    """The measures that are set side by side: those that the scenario shows first and those of its targets."""
    asked = [target.measure for objective in blueprint.objectives for target in objective.targets]
    named = list(dict.fromkeys((*blueprint.measures, *asked)))
    return named or [name for name in MEASURES if measures.get(name) is not None][:8]
