"""Exercise evaluation guides (EEG): one sheet for each objective, with boxes for what was seen and for the rating."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import DecisionSpec, InjectSpec, ObjectiveSpec, TargetSpec
from simulator.readers.coverage import objectives_of
from simulator.report.analysis import RATINGS
from simulator.report.document import Block, Document, Paragraph, Section, Table
from simulator.report.pack.papers import Papers
from simulator.units import format_amount, format_clock, format_span
from simulator.vocabulary import MEASURES

__all__ = ["sheets"]

_BOX = "\u2610"
_STATES = f"{_BOX} done  {_BOX} late  {_BOX} not done  {_BOX} not observed"


def sheets(papers: Papers) -> Document | None:
    """The sheets; None where the scenario names no objectives."""
    objectives = papers.planned.blueprint.objectives
    if not objectives:
        return None
    notices = ("Exercise control and evaluators only. Not for players.",)
    sheet = papers.sheet("Exercise evaluation guides (EEG)", "evaluators", notices=notices)
    return Document(sheet, (_use(), *(_sheet(papers, objective) for objective in objectives)))


def _use() -> Section:
    rows = tuple((letter, name, meaning) for letter, (name, meaning) in RATINGS.items())
    return Section(
        "How to rate",
        (
            Paragraph(
                "Write down what you saw and heard, with its time, before you judge it. Name functions, never persons. "
                "Note what went well as you note what did not. Rate each target with a reason, then the objective as a "
                "whole. Rate alone first; evaluators compare afterwards."
            ),
            Table("Ratings", ("Rating", "Name", "What it means"), rows, (9, 26, 65)),
        ),
    )


def _sheet(papers: Papers, objective: ObjectiveSpec) -> Section:
    return Section(f"{objective.id} {objective.text}", tuple(_blocks(papers, objective)), new_page=True)


def _blocks(papers: Papers, objective: ObjectiveSpec) -> Iterator[Block]:
    about = (
        ("Capability", objective.capability or "-"),
        ("Exercise", papers.planned.blueprint.title),
        ("Evaluator (function)", ""),
        ("Cell observed", ""),
    )
    yield Table(f"About {objective.id}", ("Field", "What"), about, (28, 72))
    if objective.targets:
        rows = tuple(
            (_target(row), _asked(row), "", f"{_BOX} P  {_BOX} S  {_BOX} M  {_BOX} U  {_BOX} N")
            for row in objective.targets
        )
        yield Table(
            f"Targets of {objective.id}", ("Target", "Threshold", "Found", "Rating"), rows, (44, 18, 14, 24), lines=1
        )
    tasks = tuple(_tasks(papers, objective))
    if tasks:
        head = ("Critical task or expected action", "Within", "Source", "Was it done?")
        yield Table(f"Tasks and actions of {objective.id}", head, tasks, (40, 9, 14, 37))
    asked = tuple(_questions(papers, objective))
    if asked:
        head = ("Decision", "Whose", "Time allowed", "What they decided, when, and why")
        yield Table(f"Decisions of {objective.id}", head, asked, (32, 22, 14, 32), lines=2)
    if not (objective.targets or tasks or asked):
        yield Paragraph("The scenario names no target, task or action for it: rate what you observe.", (), "note")
    empty = (("", "", ""),) * 4
    yield Table(
        f"Observations of {objective.id}",
        ("Time", "What was seen and heard, and what came of it", "Inject or event"),
        empty,
        (14, 66, 20),
        lines=2,
    )
    rating = tuple((f"{_BOX} {letter} {name}", "") for letter, (name, _) in RATINGS.items())
    yield Table(f"Rating of {objective.id} as a whole", ("Rating", "Why"), rating, (38, 62))


def _target(row: TargetSpec) -> str:
    about = MEASURES[row.measure].about
    return f"{row.text or about}{f' ({row.task})' if row.task else ''}"


def _asked(row: TargetSpec) -> str:
    unit = MEASURES[row.measure].unit
    bounds = (("at most", row.at_most), ("at least", row.at_least))
    return ", ".join(f"{word} {format_amount(value, unit)}" for word, value in bounds if value is not None)


def _serving(papers: Papers, objective: ObjectiveSpec) -> list[InjectSpec]:
    return [spec for spec in papers.planned.blueprint.injects if objective.id in objectives_of(spec)]


def _tasks(papers: Papers, objective: ObjectiveSpec) -> Iterator[tuple[str, ...]]:
    for task in objective.critical_tasks:
        yield (task.text, "-", task.id or "critical task", _STATES)
    for spec in _serving(papers, objective):
        at = f" ({format_clock(spec.at)})" if spec.at >= 0 else ""
        for row in spec.expects:
            yield (row.action, format_span(row.within), f"{spec.id}{at}", _STATES)


def _questions(papers: Papers, objective: ObjectiveSpec) -> Iterator[tuple[str, ...]]:
    """Decisions that its injects, targets and critical tasks speak of."""
    named = {row.task for spec in _serving(papers, objective) for row in spec.expects}
    named |= {row.task for row in objective.targets}
    named |= {name for task in objective.critical_tasks for name in task.done_by}
    for spec in papers.planned.blueprint.decisions:
        if spec.id in named:
            yield _question(papers, spec)


def _question(papers: Papers, spec: DecisionSpec) -> tuple[str, ...]:
    return (
        f"{spec.id}: {spec.title}" if spec.title else spec.id,
        papers.name(spec.role),
        format_span(spec.deadline),
        "",
    )
