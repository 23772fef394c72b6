"""The ground in a document: a map, and the tables of places, of the perimeter and of channels."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import Blueprint, PlaceSpec
from simulator.catalogue import marked, tr, trn, word
from simulator.readers.scene.ground import Ground
from simulator.report.document import Block, Chart, ChartLine, ChartPlace, Paragraph, Table
from simulator.report.pack.papers import Papers
from simulator.units import format_count, format_span

__all__ = ["NO_PLACES", "chart", "ground_tables", "kind_in_words", "numbered", "people_said"]

NO_PLACES = marked(
    "The scenario names no places: there is no map to draw. Say here where things are, if play needs it."
)
_KINDS = {"poc_site": marked("protection site"), "un_base": marked("base")}


def kind_in_words(kind: str) -> str:
    """A kind of place as people say it."""
    return tr(_KINDS[kind]) if kind in _KINDS else word(kind).replace("_", " ")


def numbered(blueprint: Blueprint) -> list[tuple[int, PlaceSpec]]:
    """Places with the numbers that map and table share: sites first, then by name."""
    return list(enumerate(Ground(blueprint).places, 1))


def chart(papers: Papers) -> Chart | None:
    """The map; None where there is no place."""
    b = papers.planned.blueprint
    if not b.places:
        return None
    ground = Ground(b)
    lines = [*_routes(papers), *(_line(papers, s.kind, s.id, s.points) for s in ground.lines if s.kind != "way")]
    places = tuple(ChartPlace(n, p.kind, papers.name(p.id), p.x, p.y) for n, p in numbered(b))
    alt = tr(
        "A map of {number} places, north up, with routes, the perimeter and a scale bar. The table of places says the "
        "same in words.",
        number=len(places),
    )
    return Chart(tr("Map of the exercise: {title}", title=b.title), alt, ground.box, tuple(lines), places)


def _line(papers: Papers, kind: str, name: str, points: tuple[tuple[float, float], ...]) -> ChartLine:
    return ChartLine(kind, tr("weapons-free zone") if kind == "zone" else papers.name(name), points)


def _routes(papers: Papers) -> Iterator[ChartLine]:
    b = papers.planned.blueprint
    for one, other in papers.planned.routes:
        ends = [b.places.get(name) or b.segments.get(name) for name in (one, other)]
        points = tuple((end.x, end.y) for end in ends if end is not None)
        if len(points) == len(ends):
            yield ChartLine("route", "", points)


def ground_tables(papers: Papers) -> tuple[Block, ...]:
    """Places, stretches of the perimeter and channels; each table only where there is something to say."""
    found = (_places(papers), _perimeter(papers), _channels(papers))
    return tuple(table for table in found if table.rows) or (Paragraph(tr(NO_PLACES), (), "note"),)


def _places(papers: Papers) -> Table:
    rows = tuple(
        (str(n), papers.name(p.id), kind_in_words(p.kind), _where(p), tr("; ").join(_about(papers, p)) or "-")
        for n, p in numbered(papers.planned.blueprint)
    )
    head = (tr("No."), tr("Place"), tr("Kind"), tr("East, north (m)"), tr("What is there"))
    return Table(tr("Places, by their numbers on the map"), head, rows, (7, 28, 17, 18, 30))


def _perimeter(papers: Papers) -> Table:
    rows = tuple(_stretch(papers, name) for name in papers.planned.blueprint.segments)
    head = (tr("Stretch"), word("Length"), tr("Posts"), tr("Towers"), tr("Sensors"), tr("Faces"))
    return Table(tr("The perimeter"), head, rows, (24, 14, 12, 12, 14, 24))


def _channels(papers: Papers) -> Table:
    channels = papers.planned.blueprint.channels.values()
    rows = tuple((papers.name(c.id), tr("about {span}", span=format_span(c.delay.mode))) for c in channels)
    return Table(tr("Ways to talk"), (tr("Channel"), tr("A message takes")), rows, (50, 50))


def people_said(count: int) -> str:
    """How many people live somewhere."""
    return trn("{count} person", "{count} people", count, count=format_count(count))


def _where(place: PlaceSpec) -> str:
    return f"{place.x:.0f}, {place.y:.0f}"


def _about(papers: Papers, place: PlaceSpec) -> Iterator[str]:
    """What anybody who works there knows of a place."""
    if place.of:
        yield tr("part of {place}", place=papers.name(place.of))
    if place.people:
        yield people_said(place.people)
    if place.shelters:
        yield trn("{count} shelter", "{count} shelters", place.shelters, count=format_count(place.shelters))
    if place.kind == "gate":
        yield trn("{n} lane", "{n} lanes", place.lanes)
        if place.leads_to:
            yield tr("leads to {place}", place=papers.name(place.leads_to))
    if place.guarded_by:
        yield tr("guarded by {unit}", unit=papers.name(place.guarded_by))
    if place.kind == "clinic":
        doctors = trn("{n} doctor", "{n} doctors", place.doctors)
        theatres = trn("{n} operating theatre", "{n} operating theatres", place.theatres)
        yield f"{doctors}, {theatres}"
    if place.bunkers:
        yield trn("{n} bunker", "{n} bunkers", place.bunkers)


def _stretch(papers: Papers, name: str) -> tuple[str, ...]:
    b = papers.planned.blueprint
    spec = b.segments[name]
    towers = sum(b.posts[post].tower for post in spec.posts if post in b.posts)
    length = tr("{n} m", n=format_count(spec.length))
    faces = papers.name(spec.faces) if spec.faces else "-"
    return (
        papers.name(name),
        length,
        str(len(spec.posts)),
        str(towers),
        tr("yes") if spec.sensors else tr("no"),
        faces,
    )
