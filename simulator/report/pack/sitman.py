"""The situation manual (SitMan): all that players read before STARTEX, and nothing that only exercise control knows."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import Blueprint, CommandSpec
from simulator.readers.phases import phases
from simulator.report.document import Block, Document, Items, Paragraph, Section, Table
from simulator.report.pack.ground import NO_PLACES, chart, ground_tables
from simulator.report.pack.known import for_players, plan_rows
from simulator.report.pack.papers import SUPPORT, Papers, played_in_words, stop_rule
from simulator.units import format_clock, format_span
from simulator.vocabulary import COMPONENTS

__all__ = ["sitman", "the_light"]

_CONTENT = (
    "This exercise is about violence against civilians. You may read and hear of threats, injury, death, flight and "
    "sexual violence. No scene is told for its own sake, and everything is invented: the country, the parties, the "
    "people."
)
_OPT_OUT = (
    "You may leave, pause or change your role at any time, before or during play, without giving a reason. Say so to "
    "any controller, or simply go. Nobody asks, nobody notes it, and it is in no report."
)
_RULES = (
    "Decide as you would in your function, in your own words. There is no list of answers to choose from.",
    "There is no score. The exercise looks at how functions work together, not at persons.",
    "Begin and end every message, on every means, with EXERCISE EXERCISE EXERCISE.",
    "Talk to other cells by the means that your function has. To ask somebody outside the room, ask exercise control.",
    "What you know is what has reached your cell. What another cell has heard you learn only if it tells you.",
    "Call nobody outside the exercise in earnest, and touch no real system.",
    "Exercise time is what exercise control says it is; it may stand still or go faster.",
    "The simulated world is coarse. If it answers strangely, say so afterwards and go on with what it gave.",
)


def sitman(papers: Papers) -> Document:
    """The manual, for everybody who plays."""
    known = for_players(papers)
    sections = [
        _before(known),
        _about(known),
        Section("3 Ground rules", (Items(tuple(Paragraph(rule) for rule in _RULES)), stop_rule())),
        Section("4 Agenda", (_agenda(known),)),
        Section("5 The situation at STARTEX", tuple(_situation(known))),
        Section("6 Cast and roles", tuple(_cast(known))),
        Section("7 Forces", tuple(_forces(known))),
        Section("8 Ground", tuple(_ground(known))),
    ]
    if papers.with_plan:
        sections.append(_plan(papers))
    return Document(known.sheet("Situation Manual (SitMan)", "everybody who plays"), tuple(sections))


def _before(papers: Papers) -> Section:
    return Section(
        "1 Before you begin",
        (
            Paragraph(f"Content notice. {_CONTENT}"),
            Paragraph(f"Opt out. {_OPT_OUT}"),
            Paragraph(f"Support, during and after the exercise: {papers.support or SUPPORT}"),
        ),
    )


def _about(papers: Papers) -> Section:
    b = papers.planned.blueprint
    able = ", ".join(dict.fromkeys(o.capability for o in b.objectives if o.capability))
    purpose = "To practise protecting civilians together, and to find out what helps and what hinders it" + (
        f": {able}." if able else "."
    )
    scope = (
        "A table-top exercise with a simulated world, from STARTEX to ENDEX. No real force moves; what you order is "
        "carried out in the simulation, and its consequences come back as reports."
    )
    rows = tuple((o.id, o.text, o.capability or "-") for o in b.objectives)
    objectives = Table("Objectives", ("No.", "Objective", "Capability"), rows, (10, 60, 30))
    none = Paragraph("The scenario names no objectives; exercise control says what it looks at.", (), "note")
    return Section(
        "2 Purpose, scope and objectives", (Paragraph(purpose), Paragraph(scope), objectives if rows else none)
    )


def _agenda(papers: Papers) -> Table:
    b = papers.planned.blueprint
    rows = [("Briefing", "before STARTEX", "-", "Rules, roles, the word that stops play; a message to warm up")]
    for part in phases(b):
        between = f"{format_clock(part.begin)} to {format_clock(part.end)}"
        local = f"{papers.moment(part.begin)} to {papers.moment(part.end)}"
        rows.append((part.title, between, local, "Play"))
    rows.append(("Hot wash", "after ENDEX", "-", "Players first: what went well, what did not, one action each"))
    return Table(
        "Agenda in exercise time", ("Part", "Exercise time", "Local time", "What"), tuple(rows), (18, 24, 28, 30)
    )


def the_light(b: Blueprint, at: int) -> str:
    """Whether it is day or night, and until when."""
    dark = [dark for since, dark in b.sun if since <= at][-1:] == [True]
    turn = next((since for since, _ in b.sun if since > at), None)
    until = f" until {format_clock(turn // 60 * 60)}" if turn is not None and turn < b.duration else ""
    return f"{'It is dark' if dark else 'It is light'}{until}"


# the situation


def _situation(papers: Papers) -> Iterator[Block]:
    planned, b = papers.planned, papers.planned.blueprint
    yield from (Paragraph(text) for text in planned.situation.split("\n\n") if text.strip())
    yield Paragraph(
        f"It is {papers.dtg(0)}. {the_light(b, 0)}; the season is {'wet' if b.season == 'wet' else 'dry'}. "
        f"The exercise covers {format_span(b.duration)} from here."
    )
    if not b.places:
        return
    levels = f"trust in the mission {_level(b.trust)}, tension between communities {_level(b.tension)}"
    yield Paragraph(f"How the community is assessed: {levels}; consent of the host authorities {_level(b.consent)}.")
    people = [p for p in b.places.values() if p.people]
    if people:
        told = "; ".join(f"{papers.name(p.id)}: {p.people:,} people" for p in people)
        yield Paragraph(f"People live here. {told}.")


def _level(value: float) -> str:
    return "low" if value < 0.4 else "high" if value > 0.6 else "medium"


def _cast(papers: Papers) -> Iterator[Block]:
    b = papers.planned.blueprint
    if b.cells:
        cells = tuple((papers.name(c.id), papers.names(c.roles), played_in_words(c.played_by)) for c in b.cells)
        yield Table("Cells", ("Cell", "Roles", "Played by"), cells, (20, 55, 25))
    elif b.roles:
        roles = tuple((papers.name(role), papers.name(post) if post else "-") for role, post in b.roles.items())
        yield Table("Roles", ("Role", "Sits at"), roles, (50, 50))
    else:
        yield Paragraph("The scenario names no cells and no roles; exercise control hands them out.", (), "note")
    if b.command:
        posts = tuple(_post(papers, post) for post in b.command.values())
        head = ("Post", "Role that sits there", "Components", "Reports to")
        yield Table("Command posts", head, posts, (32, 30, 20, 18))


def _post(papers: Papers, post: CommandSpec) -> tuple[str, ...]:
    sits = [role for role, at in papers.planned.blueprint.roles.items() if at == post.id]
    components = ", ".join(post.integrates) or post.component or "-"
    above = papers.name(post.reports_to) if post.reports_to else "-"
    return papers.name(post.id), papers.names(sits), components, above


# forces


def _forces(papers: Papers) -> Iterator[Block]:
    b = papers.planned.blueprint
    if not b.units:
        yield Paragraph("The scenario names no units; say in words what you would send.", (), "note")
        return
    rows = tuple(
        (papers.name(u.id), u.component, str(u.strength), papers.name(u.at) if u.at else "-", _under(papers, u.under))
        for u in b.units.values()
    )
    yield Table("Units", ("Unit", "Component", "Strength", "At", "Takes orders from"), rows, (30, 15, 12, 15, 28))
    able = tuple((name, ", ".join(_able(b, name))) for name in COMPONENTS if _able(b, name))
    yield Table("What units of a component can be asked to do", ("Component", "Tasks"), able, (20, 80))


def _under(papers: Papers, post: str) -> str:
    return papers.name(post) if post else "-"


def _able(b: Blueprint, component: str) -> list[str]:
    """Tasks of a component's units in words."""
    units = [u for u in b.units.values() if u.component == component]
    named = sorted({task.replace("_", " ") for u in units for task in u.can})
    return [*(["every task of its field"] if any(not u.can for u in units) else []), *named]


def _plan(papers: Papers) -> Section:
    rows = tuple(
        (
            row.component or "all",
            row.title,
            ", then ".join(row.tasks) or "-",
            papers.name(row.role) if row.role else "-",
        )
        for row in plan_rows(papers.planned.blueprint)
    )
    if not rows:
        return Section("Annex: The contingency plan", (Paragraph("The scenario has no contingency plan.", (), "note"),))
    said = Paragraph(
        "The plan that your mission has, as its own document says it. What it asks and when is yours to see."
    )
    head = ("Component", "What the plan says", "Tasks", "Who may order it")
    return Section(
        "Annex: The contingency plan",
        (said, Table("The contingency plan", head, rows, (13, 45, 22, 20))),
        new_page=True,
    )


def _ground(papers: Papers) -> Iterator[Block]:
    drawn = chart(papers)
    if drawn is None:
        yield Paragraph(NO_PLACES, (), "note")
        return
    yield drawn
    yield from ground_tables(papers)
