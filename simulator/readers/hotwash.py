"""The hot wash: what the plan would have done, what happened, and what the room did, on one time line.

Three lanes: *plan* - when a rule, a decision or an expected action was due, or, where runs of the plan are given, when
these typically did it; *simulation* - what happened; *players* - decisions, orders, messages.  Differences are measured
from the moment that called for something, so that a run in which it came later is compared with its like.

Functions are named, never persons.  Good minutes stand beside costly ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr, word
from simulator.events import LogEvent
from simulator.readers.evaluation.deeds import Deed, deeds
from simulator.readers.evaluation.rows import DONE, HELD, LATE, MISSED, OPEN
from simulator.readers.evaluation.said import Note, tags
from simulator.readers.responses import NEVER, Log
from simulator.readers.scene.names import Names
from simulator.readers.story import notable, sentence
from simulator.reasons import told_reason
from simulator.units import format_span
from simulator.vocabulary import BUSY

__all__ = [
    "LANES",
    "PLAN",
    "PLAYERS",
    "SIMULATION",
    "WHATS",
    "Difference",
    "Line",
    "differences",
    "lanes",
    "moments",
    "took",
    "typical_of",
]

Typical = Mapping[tuple[str, str], float]
"""(kind, id) of a deed -> the seconds from call to deed that runs of the plan typically take"""

DONE_IN_TIME, DEFAULT_PROPOSED = "done in time", "default proposed"  # not for people
WHATS = ("late", DONE_IN_TIME, "missed", "held", DEFAULT_PROPOSED, "waited", "refused")
"""what a difference may be"""

PLAN, SIMULATION, PLAYERS = LANES = ("plan", "simulation", "players")

_PLAYERS = frozenset(("decision_taken", "message_passed", "question_asked", "action_done", "action_missed"))
_UNTOLD = frozenset(("remark_made", "rule_fired", "rule_late", "step_expected", "decision_opened"))
"""what the plan's lane tells as something that is due, or what is told elsewhere"""
_TOLD_FROM = 1.0
"""minutes of delay from which it is told: no room is late by less than what a clock on the wall shows"""
_LEAST = 0.5
"""share of the plan's runs that must have done a thing before a typical time is spoken of"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the time line.  ``seq`` is its event, or for the plan's lane the event that called for it."""

    at: int
    lane: str
    text: str
    seq: int
    tag: str = ""
    """strength or area for improvement, as somebody tagged it"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the room and the plan part.

    ``minutes`` is what was lost, negative what was won; ``at`` the second at which it begins; ``what`` is a word for
    its kind (late, missed, waited, default proposed, refused, done in time); ``function`` a role, post or component.
    """

    at: int
    minutes: float
    what: str
    text: str
    lane: str
    seq: int
    function: str = ""
    tag: str = ""
    deed: Deed | None = None
    """the deed that came late, in time or never; None for what was called for by nobody"""

    @property
    def good(self) -> bool:
        """Whether the room was quicker than the plan asks."""
        return self.minutes < 0


# lanes


def lanes(
    blueprint: Blueprint,
    log: Sequence[LogEvent],
    plan: Sequence[Sequence[LogEvent]] = (),
    notes: Iterable[Note] = (),
    title: Callable[[str], str] = str,
    typical: Typical | None = None,
    says: Callable[[LogEvent], str] | None = None,
) -> list[Line]:
    """Every line of the three lanes by time; ``plan`` are logs of headless runs of the same scenario.

    ``title`` gives what an id is called, ``says`` an event as a sentence; ``typical`` is what such runs took, where
    their logs are not at hand.
    """
    folded = Log(blueprint, log)
    told, rooms = tags(log, notes), _of_people(folded)
    typical = _typical(blueprint, plan) if typical is None else typical
    found = []
    for deed in deeds(folded):
        due = _due(deed, typical)
        if due != NEVER and not deed.local:
            seq = deed.seqs[-1] if deed.kind == "action" else deed.seqs[0]
            text = tr("{what}: {asked}", what=_named(deed, title), asked=_asked(deed, typical))
            found.append(Line(due, PLAN, text, seq, told.get(seq, "")))
    for event in log:
        lane = _lane(event, rooms)
        if lane:
            text = sentence(event, title) if says is None else says(event)
            found.append(Line(event.at, lane, text, event.seq, told.get(event.seq, "")))
    return sorted(found, key=lambda line: (line.at, LANES.index(line.lane), line.seq))


def _of_people(log: Log) -> frozenset[str]:
    """The rules that people carry out: they say what is expected of a role, and order nothing by themselves."""
    roles = {rule.id: rule.role for rule in log.blueprint.rules}
    return frozenset(e.subject for e in log.of("step_expected") if roles.get(e.subject) == e.data["by"])


def _lane(event: LogEvent, rooms: frozenset[str]) -> str:
    """The lane of an event; empty where a time line does not tell of it."""
    if event.kind in _PLAYERS:
        return PLAYERS
    if event.kind == "order_given" and (event.data["source"] == "facilitator" or event.subject in rooms):
        return PLAYERS
    if event.kind == "default_proposed":
        return PLAN
    return SIMULATION if event.kind not in _UNTOLD and notable(event) else ""


def _named(deed: Deed, title: Callable[[str], str] = str) -> str:
    what = deed.text or deed.id
    return tr("{what} at {place}", what=what, place=title(deed.place)) if deed.place else what


def _due(deed: Deed, typical: Typical) -> int:
    usual = typical.get((deed.kind, deed.id))
    return deed.due if usual is None else deed.begun + round(usual)


def _asked(deed: Deed, typical: Typical) -> str:
    usual = typical.get((deed.kind, deed.id))
    if usual is not None:
        return tr("the plan's runs take {time}", time=format_span(usual))
    return tr("due within {time}", time=format_span(deed.due - deed.begun))


def _typical(blueprint: Blueprint, plan: Sequence[Sequence[LogEvent]]) -> Typical:
    return typical_of([took(Log(blueprint, log)) for log in plan])


def took(log: Log) -> dict[tuple[str, str], int]:
    """(kind, id) -> the seconds that the first such deed of a run took from its call, where it was done."""
    first: dict[tuple[str, str], int] = {}
    for deed in deeds(log):
        if deed.verdict in (DONE, LATE) and deed.done != NEVER and not deed.local:
            first.setdefault((deed.kind, deed.id), deed.done - deed.begun)
    return first


def typical_of(runs: Sequence[Mapping[tuple[str, str], int]]) -> dict[tuple[str, str], float]:
    """The median of what each deed took over some runs, where at least half of them did it."""
    times: dict[tuple[str, str], list[float]] = {}
    for run in runs:
        for key, seconds in run.items():
            times.setdefault(key, []).append(seconds)
    return {key: median(taken) for key, taken in times.items() if len(taken) >= _LEAST * len(runs)}


# differences


def differences(
    blueprint: Blueprint,
    log: Sequence[LogEvent],
    plan: Sequence[Sequence[LogEvent]] = (),
    notes: Iterable[Note] = (),
    typical: Typical | None = None,
) -> list[Difference]:
    """Where room and plan part, the most minutes lost first and the most won last.

    What was never done is counted to ENDEX, or to where the log ends.  ``typical`` stands for ``plan`` where given.
    """
    folded = Log(blueprint, log)
    told = tags(log, notes)
    typical = _typical(blueprint, plan) if typical is None else typical
    rows = [replace(row, deed=deed) for deed in deeds(folded) for row in _of_deed(folded, deed, typical)]
    rows += _refusals(folded)
    rows = [_tagged(row, told) for row in rows]
    return sorted(rows, key=lambda row: (-row.minutes, row.at, row.seq))


def _tagged(row: Difference, told: dict[int, str]) -> Difference:
    tag = told.get(row.seq, "")
    return replace(row, tag=tag) if tag else row


def _of_deed(log: Log, deed: Deed, typical: Typical) -> list[Difference]:
    due = _due(deed, typical)
    if deed.local or (due == NEVER and not deed.waited):
        return []
    text = tr("{what}: {found}", what=_named(deed, Names(log.blueprint).title), found=deed.found)
    who = deed.function or deed.component
    if deed.verdict in (DONE, LATE) and deed.done != NEVER and due != NEVER:
        minutes = _minutes(deed.done - due)
        if 0 < minutes < _TOLD_FROM:
            return []
        what = "late" if minutes > 0 else DONE_IN_TIME
        return [Difference(max(0, due), minutes, what, text, PLAYERS, deed.seqs[-1], who)]
    if deed.verdict in (MISSED, HELD) and due != NEVER:
        what = "missed" if deed.verdict == MISSED else "held"
        return [Difference(due, _minutes(max(0, log.end - due)), what, text, PLAYERS, deed.seqs[-1], who)]
    if deed.verdict == OPEN and deed.kind == "decision" and 0 <= due <= log.end:
        minutes = _minutes(log.end - due)
        return [Difference(due, minutes, DEFAULT_PROPOSED, text, PLAYERS, deed.seqs[-1], who)]
    if deed.waited and due == NEVER:
        minutes = _minutes(log.end - deed.begun)
        return [Difference(deed.begun, minutes, "waited", text, PLAN, deed.seqs[0], who)]
    return []


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 1)


def _refusals(log: Log) -> list[Difference]:
    """Orders that a unit declined though it was free: until some unit accepted the same task there, else to the end."""
    units, found, title = log.blueprint.units, [], Names(log.blueprint).title
    orders = list(log.of("order_given"))
    for event in log.of("order_refused"):
        if event.data["why"] in BUSY:
            continue
        given = [e for e in orders if e.seq < event.seq and e.data["unit"] == event.subject]
        place = str(given[-1].data["at"]) if given else str(event.data["at"])
        accepted = (e.at for e in log.of("order_accepted") if e.seq > event.seq and str(e.data["at"]) == place)
        until = min(accepted, default=log.end)
        who = units[event.subject].component if event.subject in units else ""
        said = {"unit": title(event.subject), "task": word(str(event.data["task"])), "place": title(place)}
        text = tr("{unit} declines {task} at {place}: {why}", **said, why=told_reason(str(event.data["why"])))
        found.append(Difference(event.at, _minutes(until - event.at), "refused", text, SIMULATION, event.seq, who))
    return found


def moments(rows: Sequence[Difference], count: int = 3) -> tuple[list[Difference], list[Difference]]:
    """The costliest differences and the best ones, so many of each, the largest first; fewer where there are fewer."""
    costly = [row for row in rows if row.minutes > 0]
    good = [row for row in rows if row.good]
    by_size = sorted(good, key=lambda row: (row.minutes, row.at, row.seq))
    return costly[:count], by_size[:count]
