"""The controllers' handbook: the MSEL whole, with what is expected, what the world does by itself, and who is who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.blueprint.model import EffectSpec, ExpectationSpec, InjectSpec
from simulator.catalogue import marked, tr, word
from simulator.readers.coverage import coverage, objectives_of
from simulator.report.document import Block, Document, Items, Paragraph, Section, Table
from simulator.report.overview import TO_FILL_IN
from simulator.report.pack.papers import STAFF_ONLY, SUPPORT, Papers, stop_rule
from simulator.report.pack.plan import plan_sections
from simulator.runs.planned import Remarks
from simulator.units import format_clock, format_span

__all__ = ["effect_in_words", "expected_in_words", "handbook", "when_in_words"]

_CONDUCT = (
    marked("This handbook tells everything. It lies with controllers and evaluators, face down when a player is near."),
    marked("An expected action is a marker: it is delivered to nobody. Watch for it until its time is over."),
    marked("A contingency inject restores play when an expected action did not come. Wait out its time first."),
    marked(
        "Players never see that a question is open, nor the answers that were thought of. Take down their own words."
    ),
    marked("Say EXERCISE EXERCISE EXERCISE before and after every message."),
    marked(
        "Whoever leaves play is let go without a word; tell the lead controller that a role is free, not who or why."
    ),
)
_HEAD = (
    *(marked("No."), marked("When"), marked("From, to"), marked("Means"), marked("What is said or done")),
    *(marked("Expected action"), marked("Objective")),
)
_WIDTHS = (7, 12, 15, 8, 31, 19, 8)


def handbook(papers: Papers) -> Document:
    """The handbook, for exercise control and evaluators."""
    b = papers.planned.blueprint
    apart = [spec for spec in b.injects if spec.type == "contingency"]
    others = [spec for spec in b.injects if spec.type != "contingency"]
    sections = (
        Section(tr("1 Conduct"), (Items(tuple(Paragraph(tr(row)) for row in _CONDUCT)), stop_rule())),
        Section(tr("2 Who is who"), tuple(_contacts(papers))),
        Section(tr("3 The scenario"), tuple(_scenario(papers))),
        Section(tr("4 Coverage"), tuple(_coverage(papers))),
        Section(tr("5 MSEL"), (_table(papers, tr("The MSEL in order of time"), others),), new_page=True),
        Section(tr("6 Contingency injects"), (_table(papers, tr("Contingency injects"), apart),)),
        *plan_sections(papers, 7),
    )
    kind, whom = tr("Controllers' handbook (MSEL)"), tr("exercise control and evaluators")
    return Document(papers.sheet(kind, whom, paper="A4 landscape", notices=(tr(STAFF_ONLY),)), sections)


def _contacts(papers: Papers) -> Iterator[Block]:
    cells = [papers.name(cell.id) for cell in papers.planned.blueprint.cells]
    rows = [
        (tr("Exercise director"), tr("begins, stops and ends play")),
        (tr("Lead controller"), tr("conducts the MSEL and the clock")),
        *(
            (tr("Controller of the cell {cell}", cell=cell), tr("delivers to it, takes down what it decides"))
            for cell in cells
        ),
        (tr("Lead evaluator"), tr("brings ratings of several evaluators together")),
        (tr("Safety officer"), tr("says STOP - REAL EVENT, as everybody may")),
    ]
    told = [(who, what, tr(TO_FILL_IN)) for who, what in rows]
    told.append((tr("Support"), tr("for whoever is troubled, during and after"), papers.support or tr(SUPPORT)))
    head = (tr("Function"), tr("What for"), tr("Office and how to reach it"))
    yield Table(tr("Contacts, by function"), head, tuple(told), (30, 40, 30))


def _scenario(papers: Papers) -> Iterator[Block]:
    planned, b = papers.planned, papers.planned.blueprint
    if planned.summary:
        yield Paragraph(planned.summary)
    if planned.draws_on:
        yield Paragraph(
            tr(
                "It learns from: {lessons}. Its own names are invented. Do not say so before the hot wash.",
                lessons=planned.draws_on,
            )
        )
    if b.leads or b.lead_missing:
        roles = [role for role, post in b.roles.items() if post in b.leads]
        said = papers.names(roles or b.leads) if b.leads else tr("nobody, on purpose")
        yield Paragraph(tr("Who leads in a crisis: {roles}.", roles=said))
    if b.groups:
        rows = tuple(
            (papers.name(g.id), word(g.type).replace("_", " "), tr("armed") if g.armed else tr("unarmed"))
            for g in b.groups.values()
        )
        yield Table(tr("Groups"), (tr("Group"), tr("Kind"), tr("Arms")), rows, (50, 30, 20))
    if not (planned.summary or planned.draws_on or b.groups):
        yield Paragraph(tr("The scenario is its MSEL: it has no simulated threat."), (), "note")


# coverage


def _coverage(papers: Papers) -> Iterator[Block]:
    found = coverage(papers.planned.blueprint)
    if not found.rows:
        said = tr("The scenario names no objectives, so nothing can be said of what covers them.")
        yield Paragraph(said, (), "note")
        return
    head = (tr("Objective"), *(part.title for part in found.parts), tr("On a condition"))
    rows = tuple(
        (
            f"{row.objective.id} {row.objective.text}",
            *(", ".join(ids) or "-" for ids in (*row.by_part, row.on_condition)),
        )
        for row in found.rows
    )
    yield Table(tr("Injects by objective and part of the exercise"), head, rows)
    gaps = [row.objective.id for row in found.rows if not row.served]
    if gaps:
        said = tr(
            "No inject serves {objectives}: only the simulated world and the players do.", objectives=", ".join(gaps)
        )
        yield Paragraph(said, (), "warning")
    if found.free:
        said = tr("Injects that name no objective: {injects}.", injects=", ".join(found.free))
        yield Paragraph(said, (), "note")


# the list


def _table(papers: Papers, caption: str, specs: Sequence[InjectSpec]) -> Block:
    if not specs:
        return Paragraph(tr("There are none."), (), "note")
    return Table(caption, tuple(map(tr, _HEAD)), tuple(_row(papers, spec) for spec in specs), _WIDTHS)


def _row(papers: Papers, spec: InjectSpec) -> tuple[str, ...]:
    remarks = papers.planned.remarks.get(spec.id, Remarks())
    own = [o.id for o in papers.planned.blueprint.objectives if o.id in objectives_of(spec)]
    return (
        spec.id,
        "\n".join((when_in_words(papers, spec), word(spec.type).replace("_", " "))),
        tr("from {sender}\nto {receivers}", sender=spec.sender or "-", receivers=papers.names(spec.to)),
        word(spec.means),
        "\n".join(_said(papers, spec, remarks)) or "-",
        "\n".join(expected_in_words(papers, row) for row in spec.expects) or "-",
        ", ".join(own) or "-",
    )


def _said(papers: Papers, spec: InjectSpec, remarks: Remarks) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (spec.title, spec.text)))
    if spec.effects:
        yield tr(
            "[In the world: {effects}]", effects=tr("; ").join(effect_in_words(papers, row) for row in spec.effects)
        )
    if remarks.script:
        yield tr("[Script: {text}]", text=remarks.script)
    if remarks.storyline:
        yield tr("[Storyline: {text}]", text=remarks.storyline)
    if remarks.notes:
        yield tr("[Notes: {text}]", text=remarks.notes)


def when_in_words(papers: Papers, spec: InjectSpec) -> str:
    """A time, a condition, or the inject whose action is missing."""
    told = []
    if spec.at >= 0:
        told.append(papers.clock(spec.at))
    if spec.when is not None:
        told.append(_later(spec, tr("when {condition}", condition=papers.condition(spec.when))))
    if spec.if_missing:
        told.append(_later(spec, tr("if the action of {inject} is missing", inject=spec.if_missing)))
    if spec.times > 1:
        told.append(tr("{times} times, every {span}", times=spec.times, span=format_span(spec.every)))
    if spec.expires >= 0:
        told.append(tr("not after {end}", end=format_clock(spec.expires)))
    return tr("; ").join(told) or tr("at the controller's choice")


def _later(spec: InjectSpec, said: str) -> str:
    return tr("{what}, {span} later", what=said, span=format_span(spec.after)) if spec.after else said


def expected_in_words(papers: Papers, row: ExpectationSpec) -> str:
    """What should be done, by whom, within what time, and by which rule, answer or condition it shows."""
    action = f"{row.action} - {papers.name(row.by)}" if row.by else row.action
    span = format_span(row.within)
    if row.done_when is not None:
        done = papers.condition(row.done_when)
        return tr("{action} (within {span}; done when {condition})", action=action, span=span, condition=done)
    if not row.task:
        return tr("{action} (within {span})", action=action, span=span)
    shown = tr("{name}: {text}", name=row.task, text=tr(" or ").join(row.options)) if row.options else row.task
    return tr("{action} (within {span}; shows by {task})", action=action, span=span, task=shown)


def effect_in_words(papers: Papers, effect: EffectSpec) -> str:
    """What an inject changes in the world."""
    told = [word(effect.kind).replace("_", " ")]
    if effect.name:
        told.append(papers.name(effect.name))
    if effect.at:
        told.append(tr("at {place}", place=papers.name(effect.at)))
    if effect.post:
        told.append(tr("to {post}", post=papers.name(effect.post)))
    if effect.for_s > 0:
        told.append(tr("for {span}", span=format_span(effect.for_s)))
    if effect.untrue:
        told.append(tr("(untrue)"))
    return " ".join(told)
