"""Objectives without evidence, and targets that cannot be met, or cannot be missed."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.seen import Seen
from simulator.authoring.rehearsal.thresholds import RARE
from simulator.blueprint.model import ObjectiveSpec, TargetSpec
from simulator.catalogue import marked, tr
from simulator.measures import MEASURES
from simulator.readers.coverage import coverage

__all__ = ["objectives"]

_ORDER = list(MEASURES)


def objectives(r: Rehearsed) -> Iterator[Finding]:
    """Every objective with its targets and critical tasks."""
    served = {row.objective.id: row.served for row in coverage(r.blueprint).rows}
    for index, objective in enumerate(r.blueprint.objectives):
        where: Where = ("objectives", index)
        for number, target in enumerate(objective.targets):
            yield from _target(r, objective, target, (*where, "targets", number))
        yield from _tasks(r, objective, where)
        if r.blueprint.injects and not served[objective.id]:
            what = tr("no inject serves {objective}", objective=objective.id)
            hint = tr("write objective: {objective} at the injects that are there for it", objective=objective.id)
            yield r.finding("R506", "notice", where, what, tr("0 of {of} injects", of=len(r.blueprint.injects)), hint)


def _target(r: Rehearsed, objective: ObjectiveSpec, target: TargetSpec, where: Where) -> Iterator[Finding]:
    position = _ORDER.index(target.measure)
    values = [value for run in r.runs if (value := run.values[position]) is not None]
    figure = r.of_runs(len(values))
    if not values:
        what = tr(
            "{objective} has no evidence: {measure} is never measured", objective=objective.id, measure=target.measure
        )
        hint = tr("let something happen that it measures, or choose another measure")
        yield r.finding("R501", "warning", where, what, figure, hint)
        return
    if r.share(len(values)) < RARE:
        what = tr(
            "{objective} seldom has evidence: {measure} is hardly ever measured",
            objective=objective.id,
            measure=target.measure,
        )
        yield r.finding("R502", "notice", where, what, figure, tr("choose a measure of what happens in every run"))
    met = sum(_met(target, value) for value in values)
    figure = r.of_runs(met, len(values), marked("in {count} of {of} runs in which it was measured"))
    if met == 0 and r.enough(len(values)):
        what = tr(
            "{objective} cannot be met: {measure} always misses its target",
            objective=objective.id,
            measure=target.measure,
        )
        yield r.finding("R503", "warning", where, what, figure, tr("ask for what can be reached"))
    elif met == len(values) and r.enough(len(values)):
        what = tr(
            "{objective} cannot be missed: {measure} always meets its target",
            objective=objective.id,
            measure=target.measure,
        )
        yield r.finding("R504", "notice", where, what, figure, tr("ask for more, if anybody is to learn from it"))


def _met(target: TargetSpec, value: float) -> bool:
    return (target.at_most is None or value <= target.at_most) and (target.at_least is None or value >= target.at_least)


def _tasks(r: Rehearsed, objective: ObjectiveSpec, where: Where) -> Iterator[Finding]:
    """Critical tasks of whose deeds none was ever seen."""
    for number, task in enumerate(objective.critical_tasks):
        seen = sum(not _deeds(run.seen).isdisjoint(task.done_by) for run in r.runs)
        if task.done_by and not seen:
            what = tr(
                "{task} has no evidence: none of {deeds} was ever seen", task=task.id, deeds=", ".join(task.done_by)
            )
            hint = tr("name in done_by: what people do in this exercise")
            yield r.finding("R505", "warning", (*where, "critical_tasks", number), what, r.of_runs(seen), hint)


def _deeds(seen: Seen) -> set[str]:
    answers = {answer.decision for answer in seen.answers if answer.closed >= 0}
    return answers | {name for name, _ in seen.injects} | {name for name, row in seen.rules.items() if row.fired}
