"""Evaluation: what the log holds for and against each objective, what evaluators said, and a rating that it proposes.

The decision rule is that of the doctrine sheet: the objective not achieved is U; achieved with harm that the room's own
act added, or with some targets missed, is M; with anything done late or left undone it is S; else P.  Nothing to judge
by is N, which is never U.  Harm counts as added by the room's act where its chain of causes goes through an answer of
the objective; what an omission added cannot be told from one log, and is not guessed.  A proposal is shown to an
evaluator only after an own rating is in: it must not lead the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.blueprint.model import Blueprint, ObjectiveSpec
from simulator.events import LogEvent
from simulator.readers.conduct import not_comparable
from simulator.readers.measures import measure
from simulator.readers.story import chain
from simulator.readers.targets import findings
from simulator.units import format_amount, format_clock
from simulator.vocabulary import MEASURES

__all__ = ["Evidence", "Proposal", "Rated", "evidence", "proposals", "ratings", "told", "visible"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: ``kind`` is target, action, rule, decision, harm or observation.

    ``state`` is met, done, late, missed, none (no evidence), unlike (not comparable) or noted; ``seq`` is the event
    that it rests on, 0 where it rests on many.
    """

    objective: str
    kind: str
    state: str
    text: str
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rating with its reasons, never final until a person confirms it."""

    objective: str
    rating: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """What an evaluator said of an objective."""

    objective: str
    by: str
    rating: str
    text: str
    at: int
    seq: int


def evidence(blueprint: Blueprint, log: Sequence[LogEvent]) -> list[Evidence]:
    """What the log holds for and against each objective, in the file's order."""
    measured = measure(blueprint, log)
    unlike = not_comparable(blueprint, log)
    found: list[Evidence] = []
    for objective in blueprint.objectives:
        found += _targets(blueprint, objective, measured, unlike)
        found += _actions(blueprint, objective, log)
        found += _answers(blueprint, objective, log)
        found += _harm(blueprint, objective, log)
        found += _observations(objective, log)
    return found


def _targets(
    blueprint: Blueprint, objective: ObjectiveSpec, measured: Mapping[str, float | None], unlike: Mapping[str, str]
) -> Iterable[Evidence]:
    for row in findings(blueprint, measured):
        if row.objective != objective.id:
            continue
        value = format_amount(row.value, MEASURES[row.measure].unit)
        if row.measure in unlike:
            yield Evidence(objective.id, "target", "unlike", f"{row.measure}: not comparable, {unlike[row.measure]}")
        elif row.met is None:
            yield Evidence(objective.id, "target", "none", f"{row.measure} {row.asked}: nothing to judge by")
        else:
            state = "met" if row.met else "missed"
            yield Evidence(objective.id, "target", state, f"{row.measure} {row.asked}: {value}")


def _actions(blueprint: Blueprint, objective: ObjectiveSpec, log: Sequence[LogEvent]) -> Iterable[Evidence]:
    """Expected actions of the objective's injects."""
    injects = {i.id for i in blueprint.injects if i.objective == objective.id}
    said = {e.seq: str(e.data["text"]) for e in log if e.kind == "action_expected" and e.subject in injects}
    for event in log:
        if event.kind not in ("action_done", "action_missed") or event.subject not in injects:
            continue
        text = next((said[seq] for seq in (event.cause, *event.given) if seq in said), event.subject)
        done = event.kind == "action_done"
        late = "" if done else ", not in time"
        yield Evidence(
            objective.id, "action", "done" if done else "missed", f"{event.subject}: {text}{late}", event.seq
        )


def _tasks(blueprint: Blueprint, objective: ObjectiveSpec) -> set[str]:
    """Rules and decisions that the objective rests on: those of its targets, and those that its injects expect."""
    injects = [i for i in blueprint.injects if i.objective == objective.id]
    return {t.task for t in objective.targets if t.task} | {e.task for i in injects for e in i.expects if e.task}


_ANSWERS = {
    "rule_done": ("rule", "done", "carried out in time"),
    "rule_late": ("rule", "late", "not carried out in time"),
    "decision_taken": ("decision", "done", "answered"),
    "decision_defaulted": ("decision", "missed", "nobody answered"),
    "default_proposed": ("decision", "late", "not answered in its time"),
}


def _answers(blueprint: Blueprint, objective: ObjectiveSpec, log: Sequence[LogEvent]) -> Iterable[Evidence]:
    tasks = _tasks(blueprint, objective)
    for event in log:
        if event.kind in _ANSWERS and event.subject in tasks:
            kind, state, words = _ANSWERS[event.kind]
            at = f" at {event.data['at']}" if event.data.get("at") else ""
            yield Evidence(objective.id, kind, state, f"{event.subject}{at}: {words}", event.seq)


_TURNS = ("decision_taken", "decision_defaulted")


def _harm(blueprint: Blueprint, objective: ObjectiveSpec, log: Sequence[LogEvent]) -> Iterable[Evidence]:
    """People hurt through an answer that the objective rests on."""
    tasks = _tasks(blueprint, objective)
    through: dict[str, list[int]] = {}
    if not any(e.kind in _TURNS and e.subject in tasks for e in log):
        return
    events = {event.seq: event for event in log}
    for event in log:
        if event.kind != "person_hurt":
            continue
        for cause in chain(events, event.seq):
            if cause.kind in _TURNS and cause.subject in tasks:
                through.setdefault(f"{cause.subject}: {cause.data['option']}", []).append(event.seq)
    for what, seqs in through.items():
        yield Evidence(objective.id, "harm", "missed", f"{len(seqs)} people hurt through {what}", seqs[0])


def _observations(objective: ObjectiveSpec, log: Sequence[LogEvent]) -> Iterable[Evidence]:
    for event in log:
        if event.kind == "remark_made" and event.data["kind"] == "observation" and event.subject == objective.id:
            yield Evidence(objective.id, "observation", "noted", f"{event.data['text']}", event.seq)


# ratings


def proposals(pieces: Sequence[Evidence]) -> dict[str, Proposal]:
    """The rating that the evidence proposes for each objective, with its reasons."""
    found: dict[str, list[Evidence]] = {}
    for piece in pieces:
        found.setdefault(piece.objective, []).append(piece)
    return {name: _propose(name, rows) for name, rows in found.items()}


def _propose(objective: str, pieces: Sequence[Evidence]) -> Proposal:
    judged = [p for p in pieces if p.state in ("met", "done", "late", "missed")]
    if not judged:
        return Proposal(objective, "N", ("nothing was observed that it could be judged by",))
    targets = [p for p in judged if p.kind == "target"]
    missed = [p for p in targets if p.state == "missed"]
    harm = [p for p in judged if p.kind == "harm"]
    undone = [p for p in judged if p.kind not in ("target", "harm") and p.state in ("late", "missed")]
    if targets and len(missed) == len(targets):
        return Proposal(objective, "U", tuple(f"target missed: {p.text}" for p in missed))
    if missed or harm:
        return Proposal(objective, "M", tuple(p.text for p in (*missed, *harm)))
    if undone:
        return Proposal(objective, "S", tuple(p.text for p in undone))
    return Proposal(objective, "P", tuple(p.text for p in judged))


def ratings(blueprint: Blueprint, log: Sequence[LogEvent]) -> list[Rated]:
    """What evaluators said of the objectives, each one's last word on each."""
    names = {objective.id for objective in blueprint.objectives}
    last: dict[tuple[str, str], Rated] = {}
    for event in log:
        if event.kind == "remark_made" and event.data["kind"] == "rating" and event.subject in names:
            by = str(event.data["by"]) or "facilitator"
            rated = Rated(event.subject, by, str(event.data["rating"]), str(event.data["text"]), event.at, event.seq)
            last[event.subject, by] = rated
    return list(last.values())


def visible(objective: str, by: str, rated: Sequence[Rated]) -> bool:
    """Whether an evaluator may see what is proposed for an objective: only once an own rating is in."""
    return any(r.objective == objective and r.by == by for r in rated)


def told(rated: Rated) -> str:
    """A rating as people say it."""
    return f"{rated.rating} by {rated.by} at {format_clock(rated.at)}{f': {rated.text}' if rated.text else ''}"
