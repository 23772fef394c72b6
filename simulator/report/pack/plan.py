"""What the world, the plan and open questions do by themselves: the part of the handbook that no inject tells."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import DecisionSpec, OptionSpec, RuleSpec, StepSpec, StreamSpec
from simulator.catalogue import decimal, tr, word
from simulator.report.document import Block, Paragraph, Section, Table
from simulator.report.pack.papers import Papers
from simulator.units import format_clock, format_span

__all__ = ["plan_sections"]


def plan_sections(papers: Papers, first: int) -> tuple[Section, ...]:
    """Questions, the plan and the world, numbered from ``first``."""
    return (
        Section(tr("{number} Questions that the situation puts", number=first), (_questions(papers),)),
        Section(tr("{number} What the plan asks", number=first + 1), tuple(_rules(papers))),
        Section(tr("{number} What the world does by itself", number=first + 2), tuple(_world(papers))),
    )


def _none() -> Paragraph:
    return Paragraph(tr("There are none."), (), "note")


def _questions(papers: Papers) -> Block:
    specs = papers.planned.blueprint.decisions
    if not specs:
        return _none()
    head = (tr("Question"), tr("Opens"), tr("Asks"), tr("Time to answer"), tr("Answers that were thought of"))
    rows = tuple(_question(papers, spec) for spec in specs)
    return Table(
        tr("Questions; players see neither that they are open nor the answers"), head, rows, (25, 20, 14, 9, 32)
    )


def _question(papers: Papers, spec: DecisionSpec) -> tuple[str, ...]:
    answers = "\n".join(_answer(spec, option) for option in spec.options)
    title = tr("{name}: {text}", name=spec.id, text=spec.title) if spec.title else spec.id
    opens = _if_only(papers, spec, tr("when {condition}", condition=papers.condition(spec.when, spec.post)))
    return (title, opens, papers.name(spec.role), format_span(spec.deadline), answers)


def _answer(spec: DecisionSpec, option: OptionSpec) -> str:
    said = tr("{name}: {text}", name=option.id, text=option.text or option.id)
    return tr("{answer} (if nobody answers)", answer=said) if option.id == spec.default else said


def _if_only(papers: Papers, spec: DecisionSpec | RuleSpec, when: str) -> str:
    if spec.condition is None:
        return when
    only = tr("only if {condition}", condition=papers.condition(spec.condition, spec.post, there=True))
    return f"{when}\n{only}"


def _rules(papers: Papers) -> Iterator[Block]:
    rules = papers.planned.blueprint.rules
    if not rules:
        yield _none()
        return
    yield Paragraph(
        tr(
            "Rules of a role that people play never act by themselves: each is a silent expected action. Those of "
            "other roles are carried out by the simulation, or wait for exercise control."
        )
    )
    head = (
        *(tr("Rule"), tr("What the plan says"), tr("When"), tr("Tasks")),
        *(tr("Who orders it"), tr("Played by")),
    )
    rows = tuple(_rule(papers, rule) for rule in rules)
    yield Table(tr("The contingency plan"), head, rows, (10, 27, 22, 15, 14, 12))


def _rule(papers: Papers, rule: RuleSpec) -> tuple[str, ...]:
    tasks = "\n".join(map(_step, rule.steps))
    who = papers.name(rule.role) if rule.role else papers.names(list(rule.actors)) if rule.local else "-"
    played = papers.played_by(rule.role) if rule.role else tr("the simulation")
    played = tr("whoever is there") if rule.local else played
    when = _if_only(papers, rule, papers.condition(rule.when, rule.post))
    return (rule.id, rule.title or "-", when, tasks or "-", who, played)


def _step(step: StepSpec) -> str:
    said = step.prose or word(step.task).replace("_", " ")
    return tr("{task} within {span}", task=said, span=format_span(step.within)) if step.within > 0 else said


def _world(papers: Papers) -> Iterator[Block]:
    b = papers.planned.blueprint
    if b.stream:
        head = (tr("Event"), tr("When"), tr("What"), tr("Who"), tr("Where"))
        rows = tuple(_event(papers, spec) for spec in b.stream)
        yield Table(tr("Events of the simulated threat"), head, rows, (18, 22, 26, 17, 17))
    if b.rates:
        by_chance = tuple(
            (r.id, word(r.kind).replace("_", " "), decimal(f"{r.rate * 86400 * 30:.1f}")) for r in b.rates
        )
        columns = (tr("Incident"), tr("Kind"), tr("A month of 30 days"))
        yield Table(tr("Incidents by chance"), columns, by_chance, (40, 35, 25))
    if not (b.stream or b.rates):
        yield Paragraph(tr("Nothing happens but what injects tell and players do."), (), "note")


def _event(papers: Papers, spec: StreamSpec) -> tuple[str, ...]:
    when = [format_clock(spec.at)]
    if spec.late_by is not None:
        when.append(tr("up to {span} later", span=format_span(spec.late_by.high)))
    if spec.needs:
        when.append(tr("only after {event}", event=spec.needs))
    what = word(spec.do).replace("_", " ")
    if spec.for_s > 0:
        what = tr("{what} for {span}", what=what, span=format_span(spec.for_s))
    if spec.text:
        what = f"{what}\n{spec.text}"
    who = papers.name(spec.by) if spec.by else spec.channel or "-"
    return (spec.id, "\n".join(when), what, who, papers.names(list(spec.on)))
