"""The situation manual (SitMan): all that players read before STARTEX, and nothing that only exercise control knows."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import Blueprint, CommandSpec, UnitSpec
from simulator.catalogue import marked, tr, word
from simulator.readers.phases import phases
from simulator.report.document import Block, Document, Items, Paragraph, Section, Table
from simulator.report.pack.ground import NO_PLACES, chart, ground_tables, people_said
from simulator.report.pack.known import for_players, plan_rows
from simulator.report.pack.papers import SUPPORT, Papers, played_in_words, stop_rule
from simulator.units import format_clock, format_span
from simulator.vocabulary import COMPONENTS

__all__ = ["sitman", "the_light"]

_RULES = (
    marked("Decide as you would in your function, in your own words. There is no list of answers to choose from."),
    marked("There is no score. The exercise looks at how functions work together, not at persons."),
    marked("Begin and end every message, on every means, with EXERCISE EXERCISE EXERCISE."),
    marked(
        "Talk to other cells by the means that your function has. To ask somebody outside the room, ask exercise "
        "control."
    ),
    marked("What you know is what has reached your cell. What another cell has heard you learn only if it tells you."),
    marked("Call nobody outside the exercise in earnest, and touch no real system."),
    marked("Exercise time is what exercise control says it is; it may stand still or go faster."),
    marked("The simulated world is coarse. If it answers strangely, say so afterwards and go on with what it gave."),
)


def sitman(papers: Papers) -> Document:
    """The manual, for everybody who plays."""
    known = for_players(papers)
    sections = [
        _before(known),
        _about(known),
        Section(tr("3 Ground rules"), (Items(tuple(Paragraph(tr(rule)) for rule in _RULES)), stop_rule())),
        Section(tr("4 Agenda"), (_agenda(known),)),
        Section(tr("5 The situation at STARTEX"), tuple(_situation(known))),
        Section(tr("6 Cast and roles"), tuple(_cast(known))),
        Section(tr("7 Forces"), tuple(_forces(known))),
        Section(tr("8 Ground"), tuple(_ground(known))),
    ]
    if papers.with_plan:
        sections.append(_plan(papers))
    return Document(known.sheet(tr("Situation Manual (SitMan)"), tr("everybody who plays")), tuple(sections))


def _before(papers: Papers) -> Section:
    content = tr(
        "Content notice. This exercise is about violence against civilians. You may read and hear of threats, injury, "
        "death, flight and sexual violence. No scene is told for its own sake, and everything is invented: the "
        "country, the parties, the people."
    )
    opt_out = tr(
        "Opt out. You may leave, pause or change your role at any time, before or during play, without giving a "
        "reason. Say so to any controller, or simply go. Nobody asks, nobody notes it, and it is in no report."
    )
    support = tr("Support, during and after the exercise: {office}", office=papers.support or tr(SUPPORT))
    return Section(tr("1 Before you begin"), (Paragraph(content), Paragraph(opt_out), Paragraph(support)))


def _about(papers: Papers) -> Section:
    b = papers.planned.blueprint
    able = ", ".join(dict.fromkeys(o.capability for o in b.objectives if o.capability))
    if able:
        purpose = tr(
            "To practise protecting civilians together, and to find out what helps and what hinders it: "
            "{capabilities}.",
            capabilities=able,
        )
    else:
        purpose = tr("To practise protecting civilians together, and to find out what helps and what hinders it.")
    scope = tr(
        "A table-top exercise with a simulated world, from STARTEX to ENDEX. No real force moves; what you order is "
        "carried out in the simulation, and its consequences come back as reports."
    )
    rows = tuple((o.id, o.text, o.capability or "-") for o in b.objectives)
    objectives = Table(tr("Objectives"), (tr("No."), tr("Objective"), tr("Capability")), rows, (10, 60, 30))
    none = Paragraph(tr("The scenario names no objectives; exercise control says what it looks at."), (), "note")
    title = tr("2 Purpose, scope and objectives")
    return Section(title, (Paragraph(purpose), Paragraph(scope), objectives if rows else none))


def _agenda(papers: Papers) -> Table:
    b = papers.planned.blueprint
    briefing = tr("Rules, roles, the word that stops play; a message to warm up")
    rows = [(tr("Briefing"), tr("before STARTEX"), "-", briefing)]
    for part in phases(b):
        between = tr("{low} to {high}", low=format_clock(part.begin), high=format_clock(part.end))
        local = tr("{low} to {high}", low=papers.moment(part.begin), high=papers.moment(part.end))
        rows.append((part.title, between, local, tr("Play")))
    after = tr("Players first: what went well, what did not, one action each")
    rows.append((tr("Hot wash"), tr("after ENDEX"), "-", after))
    head = (tr("Part"), tr("Exercise time"), tr("Local time"), tr("What"))
    return Table(tr("Agenda in exercise time"), head, tuple(rows), (18, 24, 28, 30))


def the_light(b: Blueprint, at: int) -> str:
    """Whether it is day or night, and until when."""
    dark = [dark for since, dark in b.sun if since <= at][-1:] == [True]
    turn = next((since for since, _ in b.sun if since > at), None)
    if turn is None or turn >= b.duration:
        return tr("It is dark") if dark else tr("It is light")
    until = format_clock(turn // 60 * 60)
    return tr("It is dark until {until}", until=until) if dark else tr("It is light until {until}", until=until)


# the situation


def _situation(papers: Papers) -> Iterator[Block]:
    planned, b = papers.planned, papers.planned.blueprint
    yield from (Paragraph(text) for text in planned.situation.split("\n\n") if text.strip())
    yield Paragraph(
        tr(
            "It is {moment}. {light}; the season is {season}. The exercise covers {span} from here.",
            moment=papers.dtg(0),
            light=the_light(b, 0),
            season=tr("wet") if b.season == "wet" else tr("dry"),
            span=format_span(b.duration),
        )
    )
    if not b.places:
        return
    yield Paragraph(
        tr(
            "How the community is assessed: trust in the mission {trust}, tension between communities {tension}; "
            "consent of the host authorities {consent}.",
            trust=_level(b.trust),
            tension=_level(b.tension),
            consent=_level(b.consent),
        )
    )
    people = [p for p in b.places.values() if p.people]
    if people:
        told = tr("; ").join(tr("{name}: {text}", name=papers.name(p.id), text=people_said(p.people)) for p in people)
        yield Paragraph(tr("People live here. {places}.", places=told))


def _level(value: float) -> str:
    return tr("low") if value < 0.4 else tr("high") if value > 0.6 else tr("medium")


def _cast(papers: Papers) -> Iterator[Block]:
    b = papers.planned.blueprint
    if b.cells:
        cells = tuple((papers.name(c.id), papers.names(c.roles), played_in_words(c.played_by)) for c in b.cells)
        yield Table(tr("Cells"), (tr("Cell"), tr("Roles"), tr("Played by")), cells, (20, 55, 25))
    elif b.roles:
        roles = tuple((papers.name(role), papers.name(post) if post else "-") for role, post in b.roles.items())
        yield Table(tr("Roles"), (tr("Role"), tr("Sits at")), roles, (50, 50))
    else:
        said = tr("The scenario names no cells and no roles; exercise control hands them out.")
        yield Paragraph(said, (), "note")
    if b.command:
        posts = tuple(_post(papers, post) for post in b.command.values())
        head = (tr("Post"), tr("Role that sits there"), tr("Components"), tr("Reports to"))
        yield Table(tr("Command posts"), head, posts, (32, 30, 20, 18))


def _post(papers: Papers, post: CommandSpec) -> tuple[str, ...]:
    sits = [role for role, at in papers.planned.blueprint.roles.items() if at == post.id]
    components = ", ".join(map(word, post.integrates)) or word(post.component) or "-"
    above = papers.name(post.reports_to) if post.reports_to else "-"
    return papers.name(post.id), papers.names(sits), components, above


# forces


def _forces(papers: Papers) -> Iterator[Block]:
    b = papers.planned.blueprint
    if not b.units:
        yield Paragraph(tr("The scenario names no units; say in words what you would send."), (), "note")
        return
    rows = tuple(
        (
            papers.name(u.id),
            word(u.component),
            str(u.strength),
            papers.name(u.at) if u.at else "-",
            papers.name(u.under) if u.under else "-",
        )
        for u in b.units.values()
    )
    head = (tr("Unit"), tr("Component"), tr("Strength"), tr("At"), tr("Takes orders from"))
    yield Table(tr("Units"), head, rows, (30, 15, 12, 15, 28))
    able = tuple((word(name), ", ".join(_able(b, name))) for name in COMPONENTS if _able(b, name))
    yield Table(tr("What units of a component can be asked to do"), (tr("Component"), tr("Tasks")), able, (20, 80))


def _unit(papers: Papers, unit: UnitSpec) -> tuple[str, ...]:
    at, under = (papers.name(name) if name else "-" for name in (unit.at, unit.under))
    return papers.name(unit.id), word(unit.component), str(unit.strength), at, under


def _able(b: Blueprint, component: str) -> list[str]:
    """Tasks of a component's units in words."""
    units = [u for u in b.units.values() if u.component == component]
    named = sorted({word(task).replace("_", " ") for u in units for task in u.can})
    return [*([tr("every task of its field")] if any(not u.can for u in units) else []), *named]


def _plan(papers: Papers) -> Section:
    title = tr("Annex: The contingency plan")
    rows = tuple(
        (
            word(row.component) if row.component else tr("all"),
            row.title,
            tr(", then ").join(row.tasks) or "-",
            papers.name(row.role) if row.role else "-",
        )
        for row in plan_rows(papers.planned.blueprint)
    )
    if not rows:
        return Section(title, (Paragraph(tr("The scenario has no contingency plan."), (), "note"),))
    said = Paragraph(
        tr("The plan that your mission has, as its own document says it. What it asks and when is yours to see.")
    )
    head = (tr("Component"), tr("What the plan says"), tr("Tasks"), tr("Who may order it"))
    table = Table(tr("The contingency plan"), head, rows, (13, 45, 22, 20))
    return Section(title, (said, table), new_page=True)


def _ground(papers: Papers) -> Iterator[Block]:
    drawn = chart(papers)
    if drawn is None:
        yield Paragraph(tr(NO_PLACES), (), "note")
        return
    yield drawn
    yield from ground_tables(papers)
