"""What the world, the plan and open questions do by themselves: the part of the handbook that no inject tells."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import DecisionSpec, RuleSpec, StreamSpec
from simulator.report.document import Block, Paragraph, Section, Table
from simulator.report.pack.papers import Papers
from simulator.units import format_clock, format_span

__all__ = ["plan_sections"]

_NONE = Paragraph("There are none.", (), "note")


def plan_sections(papers: Papers, first: int) -> tuple[Section, ...]:
    """Questions, the plan and the world, numbered from ``first``."""
    return (
        Section(f"{first} Questions that the situation puts", (_questions(papers),)),
        Section(f"{first + 1} What the plan asks", tuple(_rules(papers))),
        Section(f"{first + 2} What the world does by itself", tuple(_world(papers))),
    )


def _questions(papers: Papers) -> Block:
    specs = papers.planned.blueprint.decisions
    if not specs:
        return _NONE
    head = ("Question", "Opens", "Asks", "Time to answer", "Answers that were thought of")
    rows = tuple(_question(papers, spec) for spec in specs)
    return Table("Questions; players see neither that they are open nor the answers", head, rows, (25, 20, 14, 9, 32))


def _question(papers: Papers, spec: DecisionSpec) -> tuple[str, ...]:
    mark = {spec.default: " (if nobody answers)"}
    answers = "\n".join(f"{o.id}: {o.text or o.id}{mark.get(o.id, '')}" for o in spec.options)
    only = f"\nonly if {spec.condition.text}" if spec.condition is not None else ""
    title = f"{spec.id}: {spec.title}" if spec.title else spec.id
    return (title, f"when {spec.when.text}{only}", papers.name(spec.role), format_span(spec.deadline), answers)


def _rules(papers: Papers) -> Iterator[Block]:
    rules = papers.planned.blueprint.rules
    if not rules:
        yield _NONE
        return
    yield Paragraph(
        "Rules of a role that people play never act by themselves: each is a silent expected action. Those of other "
        "roles are carried out by the simulation, or wait for exercise control."
    )
    head = ("Rule", "What the plan says", "When", "Tasks", "Who orders it", "Played by")
    rows = tuple(_rule(papers, rule) for rule in rules)
    yield Table("The contingency plan", head, rows, (10, 27, 22, 15, 14, 12))


def _rule(papers: Papers, rule: RuleSpec) -> tuple[str, ...]:
    only = f"\nonly if {rule.condition.text}" if rule.condition is not None else ""
    tasks = "\n".join(
        (step.prose or step.task.replace("_", " ")) + (f" within {format_span(step.within)}" if step.within > 0 else "")
        for step in rule.steps
    )
    who = papers.name(rule.role) if rule.role else papers.names(list(rule.actors)) if rule.local else "-"
    played = "whoever is there" if rule.local else papers.played_by(rule.role) if rule.role else "the simulation"
    return (rule.id, rule.title or "-", f"{rule.when.text}{only}", tasks or "-", who, played)


def _world(papers: Papers) -> Iterator[Block]:
    b = papers.planned.blueprint
    if b.stream:
        head = ("Event", "When", "What", "Who", "Where")
        rows = tuple(_event(papers, spec) for spec in b.stream)
        yield Table("Events of the simulated threat", head, rows, (18, 22, 26, 17, 17))
    if b.rates:
        rows = tuple((r.id, r.kind.replace("_", " "), f"{r.rate * 86400 * 30:.1f}") for r in b.rates)
        yield Table("Incidents by chance", ("Incident", "Kind", "A month of 30 days"), rows, (40, 35, 25))
    if not (b.stream or b.rates):
        yield Paragraph("Nothing happens but what injects tell and players do.", (), "note")


def _event(papers: Papers, spec: StreamSpec) -> tuple[str, ...]:
    late = f"\nup to {format_span(spec.late_by.high)} later" if spec.late_by is not None else ""
    lasts = f" for {format_span(spec.for_s)}" if spec.for_s > 0 else ""
    what = spec.do.replace("_", " ") + lasts + (f"\n{spec.text}" if spec.text else "")
    needs = f"\nonly after {spec.needs}" if spec.needs else ""
    who = papers.name(spec.by) if spec.by else spec.channel or "-"
    return (spec.id, f"{format_clock(spec.at)}{late}{needs}", what, who, papers.names(list(spec.on)))
