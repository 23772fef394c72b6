"""Role cards: one page for each role of every cell, made of what that function knows before STARTEX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.blueprint.model import CommandSpec, UnitSpec
from simulator.catalogue import tr, word
from simulator.report.document import Block, Document, Items, Paragraph, Section, Table
from simulator.report.pack.known import for_players
from simulator.report.pack.papers import Papers, span_of, stop_rule
from simulator.report.pack.sitman import the_light

__all__ = ["cards", "roles_of"]


def cards(papers: Papers) -> Document | None:
    """A card for every role; None where the scenario names neither roles nor cells."""
    known = for_players(papers)
    roles = roles_of(known)
    if not roles:
        return None
    sheet = known.sheet(tr("Role cards"), tr("players: one card for each role, handed out before STARTEX"))
    rows = tuple((known.name(role), known.name(cell) if cell else "-", known.played_by(role)) for cell, role in roles)
    head = (tr("Role"), tr("Cell"), tr("Played by"))
    listed = Table(tr("Cards, one on each page that follows"), head, rows, (50, 22, 28))
    return Document(sheet, (Section(tr("Cards"), (listed,)), *(_card(known, cell, role) for cell, role in roles)))


def roles_of(papers: Papers) -> list[tuple[str, str]]:
    """(cell, role) for every role of every cell, then roles of none; a cell without roles is one itself."""
    b = papers.planned.blueprint
    found = [(cell.id, role) for cell in b.cells for role in (cell.roles or (cell.id,))]
    taken = {role for _, role in found}
    return [*found, *(("", role) for role in b.roles if role not in taken)]


def _card(papers: Papers, cell: str, role: str) -> Section:
    b = papers.planned.blueprint
    post = b.command.get(b.roles.get(role, ""))
    below = [
        Section(tr("Who you are"), tuple(_who(papers, cell, role, post))),
        Section(tr("Whom you command, and to whom you report"), (_listed(_chain(papers, role, post)),)),
        Section(tr("What you have"), tuple(_have(papers, role, post))),
        Section(tr("What you know at the start"), (_listed(_know(papers)),)),
        Section(tr("What you do not decide"), (_listed(_not_yours(papers, role, post)), stop_rule())),
    ]
    return Section(tr("Role card: {role}", role=papers.name(role)), (), tuple(below), new_page=True)


def _listed(told: Iterable[str]) -> Items:
    return Items(tuple(map(Paragraph, told)))


def _who(papers: Papers, cell: str, role: str, post: CommandSpec | None) -> Iterator[Block]:
    told = [tr("You are: {role}.", role=papers.name(role))]
    if cell:
        who = papers.played_by(role)
        told.append(tr("Your cell: {cell}; it is played by {who}.", cell=papers.name(cell), who=who))
    if post is not None and post.at:
        told.append(tr("Your post: {post}, at {place}.", post=papers.name(post.id), place=papers.name(post.at)))
    elif post is not None:
        told.append(tr("Your post: {post}.", post=papers.name(post.id)))
    yield Paragraph(" ".join(told))


def _own(papers: Papers, role: str, post: CommandSpec | None) -> list[UnitSpec]:
    """Units under the role's post where that commands, and units that the plan lets the role order about."""
    under = post.id if post is not None and post.commands else None
    lent = papers.authority.get(role, ())
    return [u for u in papers.planned.blueprint.units.values() if (under and u.under == under) or u.id in lent]


def _chain(papers: Papers, role: str, post: CommandSpec | None) -> Iterator[str]:
    if post is None:
        yield tr("Your function has no post in the simulated world: say to exercise control whom you tell and ask.")
        return
    b = papers.planned.blueprint
    units = [papers.name(u.id) for u in _own(papers, role, post)]
    if units:
        yield tr("You may give orders to: {units}.", units=", ".join(units))
    else:
        yield tr("No unit takes its orders from you: you inform, pass on and bring together.")
    lower = [c.id for c in b.command.values() if c.reports_to == post.id]
    if lower:
        yield tr("Posts that report to you: {posts}.", posts=papers.names(lower))
    if post.reports_to:
        yield tr("You report to: {post}.", post=papers.name(post.reports_to))
    else:
        yield tr("No post is named above yours.")
    if post.passes_to:
        yield tr("A copy of what you hear goes to: {posts}.", posts=papers.names(post.passes_to))
    if post.beside:
        yield tr("In the same room: {posts}.", posts=papers.names(post.beside))
    mates = [name for name, at in b.roles.items() if at == post.id]
    if len(mates) > 1:
        yield tr("Roles at your post: {roles}.", roles=papers.names(mates))


def _have(papers: Papers, role: str, post: CommandSpec | None) -> Iterator[Block]:
    units = _own(papers, role, post)
    if units:
        rows = tuple(
            (
                papers.name(u.id),
                str(u.strength),
                papers.name(u.at) if u.at else "-",
                span_of(u.notice),
                ", ".join(_marks(u)) or "-",
            )
            for u in units
        )
        head = (tr("Unit"), tr("Strength"), tr("At"), tr("Notice to move"), tr("Marks"))
        yield Table(tr("Your units"), head, rows, (30, 11, 17, 22, 20))
    else:
        yield Paragraph(tr("No units of your own."))
    talk = post.channels if post is not None and post.channels else tuple(papers.planned.blueprint.channels)
    yield Paragraph(tr("Ways to talk: {channels}, and whoever sits in the room.", channels=papers.names(talk)))


def _marks(unit: UnitSpec) -> Iterator[str]:
    yield tr("armed") if unit.armed else tr("unarmed")
    if unit.armour:
        yield tr("armoured")
    if unit.medics:
        yield tr("medics")
    yield from (tr("declared limit: {limit}", limit=word(name).replace("_", " ")) for name in unit.caveats)


def _know(papers: Papers) -> Iterator[str]:
    b = papers.planned.blueprint
    yield tr("It is {moment}. {light}.", moment=papers.dtg(0), light=the_light(b, 0))
    yield tr("What stands in the situation manual; everybody who plays has read it.")
    if b.units:
        yield tr("Where your own units are, and how soon they can move. Of others you know what you are told.")
    yield tr("Nothing has been reported to you yet. What reaches your cell from STARTEX on is told to you.")


def _not_yours(papers: Papers, role: str, post: CommandSpec | None) -> Iterator[str]:
    """Whose decisions are others': units that the role may not order about, by the roles that may."""
    own = {unit.id for unit in _own(papers, role, post)}
    others: dict[str, list[str]] = {}
    for unit in papers.planned.blueprint.units.values():
        if unit.id not in own:
            others.setdefault(_whose(papers, role, unit), []).append(unit.id)
    for who, units in others.items():
        yield tr("{units}: ask {who}.", units=papers.names(units), who=who)
    yield tr("What exercise control decides: what happens in the world, what people outside answer, time and its end.")


def _whose(papers: Papers, role: str, unit: UnitSpec) -> str:
    """Who may order a unit about: roles at its post and those whom the plan lets, else its post."""
    b = papers.planned.blueprint
    post = b.command.get(unit.under)
    at_post = [name for name, at in b.roles.items() if post is not None and post.commands and at == post.id]
    lent = [name for name, units in papers.authority.items() if unit.id in units]
    roles = [name for name in dict.fromkeys((*at_post, *lent)) if name != role]
    if roles:
        return tr(" or ").join(map(papers.name, roles))
    return papers.name(unit.under) if unit.under else tr("its own commander")
