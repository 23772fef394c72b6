"""Exercise evaluation guides (EEG): one sheet for each objective, with boxes for what was seen and for the rating."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import DecisionSpec, InjectSpec, ObjectiveSpec, TargetSpec
from simulator.catalogue import tr
from simulator.measures import MEASURES
from simulator.readers.coverage import objectives_of
from simulator.report.analysis import RATINGS
from simulator.report.document import Block, Document, Paragraph, Section, Table
from simulator.report.pack.papers import STAFF_ONLY, Papers
from simulator.units import format_amount, format_clock, format_span

__all__ = ["sheets"]

_BOX = "\u2610"


def sheets(papers: Papers) -> Document | None:
    """The sheets; None where the scenario names no objectives."""
    objectives = papers.planned.blueprint.objectives
    if not objectives:
        return None
    notices = (tr(STAFF_ONLY),)
    sheet = papers.sheet(tr("Exercise evaluation guides (EEG)"), tr("evaluators"), notices=notices)
    return Document(sheet, (_use(), *(_sheet(papers, objective) for objective in objectives)))


def _use() -> Section:
    rows = tuple((letter, tr(name), tr(meaning)) for letter, (name, meaning) in RATINGS.items())
    said = tr(
        "Write down what you saw and heard, with its time, before you judge it. Name functions, never persons. Note "
        "what went well as you note what did not. Rate each target with a reason, then the objective as a whole. Rate "
        "alone first; evaluators compare afterwards."
    )
    table = Table(tr("Ratings"), (tr("Rating"), tr("Name"), tr("What it means")), rows, (9, 26, 65))
    return Section(tr("How to rate"), (Paragraph(said), table))


def _states() -> str:
    """The boxes for what became of a task."""
    return "  ".join((tr("\u2610 done"), tr("\u2610 late"), tr("\u2610 not done"), tr("\u2610 not observed")))


def _sheet(papers: Papers, objective: ObjectiveSpec) -> Section:
    return Section(f"{objective.id} {objective.text}", tuple(_blocks(papers, objective)), new_page=True)


def _blocks(papers: Papers, objective: ObjectiveSpec) -> Iterator[Block]:
    about = (
        (tr("Capability"), objective.capability or "-"),
        (tr("Exercise"), papers.planned.blueprint.title),
        (tr("Evaluator (function)"), ""),
        (tr("Cell observed"), ""),
    )
    name = objective.id
    yield Table(tr("About {objective}", objective=name), (tr("Field"), tr("What")), about, (28, 72))
    yield from _sought(papers, objective)
    empty = (("", "", ""),) * 4
    head = (tr("Time"), tr("What was seen and heard, and what came of it"), tr("Inject or event"))
    yield Table(tr("Observations of {objective}", objective=name), head, empty, (14, 66, 20), lines=2)
    rating = tuple((f"{_BOX} {letter} {tr(what)}", "") for letter, (what, _) in RATINGS.items())
    yield Table(tr("Rating of {objective} as a whole", objective=name), (tr("Rating"), tr("Why")), rating, (38, 62))


def _sought(papers: Papers, objective: ObjectiveSpec) -> Iterator[Block]:
    """What is looked for: targets, tasks and actions, decisions."""
    name = objective.id
    if objective.targets:
        boxes = "  ".join(f"{_BOX} {letter}" for letter in RATINGS)
        rows = tuple((_target(row), _asked(row), "", boxes) for row in objective.targets)
        head = (tr("Target"), tr("Threshold"), tr("Found"), tr("Rating"))
        yield Table(tr("Targets of {objective}", objective=name), head, rows, (44, 18, 14, 24), lines=1)
    tasks = tuple(_tasks(papers, objective))
    if tasks:
        head = (tr("Critical task or expected action"), tr("Within"), tr("Source"), tr("Was it done?"))
        yield Table(tr("Tasks and actions of {objective}", objective=name), head, tasks, (40, 9, 14, 37))
    asked = tuple(_questions(papers, objective))
    if asked:
        head = (tr("Decision"), tr("Whose"), tr("Time allowed"), tr("What they decided, when, and why"))
        yield Table(tr("Decisions of {objective}", objective=name), head, asked, (32, 22, 14, 32), lines=2)
    if not (objective.targets or tasks or asked):
        yield Paragraph(tr("The scenario names no target, task or action for it: rate what you observe."), (), "note")


def _target(row: TargetSpec) -> str:
    about = tr(MEASURES[row.measure].about)
    return f"{row.text or about}{f' ({row.task})' if row.task else ''}"


def _asked(row: TargetSpec) -> str:
    unit = MEASURES[row.measure].unit
    said = []
    if row.at_most is not None:
        said.append(tr("at most {amount}", amount=format_amount(row.at_most, unit)))
    if row.at_least is not None:
        said.append(tr("at least {amount}", amount=format_amount(row.at_least, unit)))
    return ", ".join(said)


def _serving(papers: Papers, objective: ObjectiveSpec) -> list[InjectSpec]:
    return [spec for spec in papers.planned.blueprint.injects if objective.id in objectives_of(spec)]


def _tasks(papers: Papers, objective: ObjectiveSpec) -> Iterator[tuple[str, ...]]:
    for task in objective.critical_tasks:
        yield (task.text, "-", task.id or tr("critical task"), _states())
    for spec in _serving(papers, objective):
        at = f" ({format_clock(spec.at)})" if spec.at >= 0 else ""
        for row in spec.expects:
            yield (row.action, format_span(row.within), f"{spec.id}{at}", _states())


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
        tr("{name}: {text}", name=spec.id, text=spec.title) if spec.title else spec.id,
        papers.name(spec.role),
        format_span(spec.deadline),
        "",
    )
