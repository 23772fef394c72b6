"""The controllers' handbook: the MSEL whole, with what is expected, what the world does by itself, and who is who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.blueprint.model import EffectSpec, ExpectationSpec, InjectSpec
from simulator.readers.coverage import coverage, objectives_of
from simulator.report.document import Block, Document, Items, Paragraph, Section, Table
from simulator.report.pack.papers import SUPPORT, TO_FILL_IN, Papers, stop_rule
from simulator.report.pack.plan import plan_sections
from simulator.runs.planned import Remarks
from simulator.units import format_clock, format_span

__all__ = ["effect_in_words", "expected_in_words", "handbook", "when_in_words"]

_CONDUCT = (
    "This handbook tells everything. It lies with controllers and evaluators, face down when a player is near.",
    "An expected action is a marker: it is delivered to nobody. Watch for it until its time is over.",
    "A contingency inject restores play when an expected action did not come. Wait out its time first.",
    "Players never see that a question is open, nor the answers that were thought of. Take down their own words.",
    "Say EXERCISE EXERCISE EXERCISE before and after every message.",
    "Whoever leaves play is let go without a word; tell the lead controller that a role is free, not who or why.",
)
_HEAD = ("No.", "When", "From, to", "Means", "What is said or done", "Expected action", "Objective")
_WIDTHS = (7, 12, 15, 8, 31, 19, 8)


def handbook(papers: Papers) -> Document:
    """The handbook, for exercise control and evaluators."""
    b = papers.planned.blueprint
    apart = [spec for spec in b.injects if spec.type == "contingency"]
    others = [spec for spec in b.injects if spec.type != "contingency"]
    sections = (
        Section("1 Conduct", (Items(tuple(map(Paragraph, _CONDUCT))), stop_rule())),
        Section("2 Who is who", tuple(_contacts(papers))),
        Section("3 The scenario", tuple(_scenario(papers))),
        Section("4 Coverage", tuple(_coverage(papers))),
        Section("5 MSEL", (_table(papers, "The MSEL in order of time", others),), new_page=True),
        Section("6 Contingency injects", (_table(papers, "Contingency injects", apart),)),
        *plan_sections(papers, 7),
    )
    notices = ("Exercise control and evaluators only. Not for players.",)
    sheet = papers.sheet(
        "Controllers' handbook (MSEL)", "exercise control and evaluators", paper="A4 landscape", notices=notices
    )
    return Document(sheet, sections)


def _contacts(papers: Papers) -> Iterator[Block]:
    cells = [papers.name(cell.id) for cell in papers.planned.blueprint.cells]
    rows = [
        ("Exercise director", "begins, stops and ends play"),
        ("Lead controller", "conducts the MSEL and the clock"),
        *((f"Controller of the cell {cell}", "delivers to it, takes down what it decides") for cell in cells),
        ("Lead evaluator", "brings ratings of several evaluators together"),
        ("Safety officer", "says STOP - REAL EVENT, as everybody may"),
    ]
    told = [(who, what, TO_FILL_IN) for who, what in rows]
    told.append(("Support", "for whoever is troubled, during and after", papers.support or SUPPORT))
    yield Table(
        "Contacts, by function", ("Function", "What for", "Office and how to reach it"), tuple(told), (30, 40, 30)
    )


def _scenario(papers: Papers) -> Iterator[Block]:
    planned, b = papers.planned, papers.planned.blueprint
    if planned.summary:
        yield Paragraph(planned.summary)
    if planned.draws_on:
        yield Paragraph(
            f"It learns from: {planned.draws_on}. Its own names are invented. Do not say so before the hot wash."
        )
    if b.leads or b.lead_missing:
        roles = [role for role, post in b.roles.items() if post in b.leads]
        said = papers.names(roles or b.leads) if b.leads else "nobody, on purpose"
        yield Paragraph(f"Who leads in a crisis: {said}.")
    if b.groups:
        rows = tuple(
            (papers.name(g.id), g.type.replace("_", " "), "armed" if g.armed else "unarmed") for g in b.groups.values()
        )
        yield Table("Groups", ("Group", "Kind", "Arms"), rows, (50, 30, 20))
    if not (planned.summary or planned.draws_on or b.groups):
        yield Paragraph("The scenario is its MSEL: it has no simulated threat.", (), "note")


# coverage


def _coverage(papers: Papers) -> Iterator[Block]:
    found = coverage(papers.planned.blueprint)
    if not found.rows:
        yield Paragraph("The scenario names no objectives, so nothing can be said of what covers them.", (), "note")
        return
    head = ("Objective", *(part.title for part in found.parts), "On a condition")
    rows = tuple(
        (
            f"{row.objective.id} {row.objective.text}",
            *(", ".join(ids) or "-" for ids in (*row.by_part, row.on_condition)),
        )
        for row in found.rows
    )
    yield Table("Injects by objective and part of the exercise", head, rows)
    gaps = [row.objective.id for row in found.rows if not row.served]
    if gaps:
        yield Paragraph(
            f"No inject serves {', '.join(gaps)}: only the simulated world and the players do.", (), "warning"
        )
    if found.free:
        yield Paragraph(f"Injects that name no objective: {', '.join(found.free)}.", (), "note")


# the list


def _table(papers: Papers, caption: str, specs: Sequence[InjectSpec]) -> Block:
    if not specs:
        return Paragraph("There are none.", (), "note")
    return Table(caption, _HEAD, tuple(_row(papers, spec) for spec in specs), _WIDTHS)


def _row(papers: Papers, spec: InjectSpec) -> tuple[str, ...]:
    remarks = papers.planned.remarks.get(spec.id, Remarks())
    own = [o.id for o in papers.planned.blueprint.objectives if o.id in objectives_of(spec)]
    return (
        spec.id,
        "\n".join((when_in_words(papers, spec), spec.type.replace("_", " "))),
        f"from {spec.sender or '-'}\nto {papers.names(spec.to)}",
        spec.means,
        "\n".join(_said(spec, remarks)) or "-",
        "\n".join(expected_in_words(papers, row) for row in spec.expects) or "-",
        ", ".join(own) or "-",
    )


def _said(spec: InjectSpec, remarks: Remarks) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (spec.title, spec.text)))
    if spec.effects:
        yield f"[In the world: {'; '.join(map(effect_in_words, spec.effects))}]"
    for label, text in (("Script", remarks.script), ("Storyline", remarks.storyline), ("Notes", remarks.notes)):
        if text:
            yield f"[{label}: {text}]"


def when_in_words(papers: Papers, spec: InjectSpec) -> str:
    """A time, a condition, or the inject whose action is missing."""
    later = f", {format_span(spec.after)} later" if spec.after else ""
    told = []
    if spec.at >= 0:
        told.append(f"{format_clock(spec.at)}, {papers.moment(spec.at)}")
    if spec.when is not None:
        told.append(f"when {spec.when.text}{later}")
    if spec.if_missing:
        told.append(f"if the action of {spec.if_missing} is missing{later}")
    if spec.times > 1:
        told.append(f"{spec.times} times, every {format_span(spec.every)}")
    if spec.expires >= 0:
        told.append(f"not after {format_clock(spec.expires)}")
    return "; ".join(told) or "at the controller's choice"


def expected_in_words(papers: Papers, row: ExpectationSpec) -> str:
    """What should be done, by whom, within what time, and by which rule or answer it shows."""
    by = f" - {papers.name(row.by)}" if row.by else ""
    shows = f"; shows by {row.task}{': ' + ' or '.join(row.options) if row.options else ''}" if row.task else ""
    return f"{row.action}{by} (within {format_span(row.within)}{shows})"


def effect_in_words(effect: EffectSpec) -> str:
    """What an inject changes in the world."""
    where = f" at {effect.at}" if effect.at else ""
    whom = f" to {effect.post}" if effect.post else ""
    untrue = " (untrue)" if effect.untrue else ""
    lasts = f" for {format_span(effect.for_s)}" if effect.for_s > 0 else ""
    return f"{effect.kind.replace('_', ' ')} {effect.name}{where}{whom}{lasts}{untrue}".replace("  ", " ").strip()
