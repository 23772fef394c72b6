"""Works that take months, resolved for the blueprint."""

from __future__ import annotations

from simulator.blueprint.barriers import credit
from simulator.blueprint.model.works import AlongSpec, PieceSpec, WorksSpec
from simulator.blueprint.names import check_circle
from simulator.blueprint.plan import Plan
from simulator.catalogue import tr
from simulator.parameters.command import Perimeter
from simulator.quantities import Spread
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.works import PieceOfWork, Works
from simulator.scenario.translate import near

__all__ = ["works"]


def works(document: Document, scenario: Scenario, plan: Plan, p: Perimeter) -> WorksSpec | None:
    """The rows of the section, sorted by id; what leads nowhere or could not be told apart is a problem."""
    w = scenario.works
    if w is None:
        return None
    _check(document, w)
    _check_along(document, scenario, w)
    begin, end, late = _rains(document, w, plan)
    return WorksSpec(
        w.post,
        begin,
        end,
        late,
        {name: _row(name, piece, p, _along(piece, scenario, p)) for name, piece in sorted(w.pieces.items())},
    )


def _rains(document: Document, w: Works, plan: Plan) -> tuple[int, int, Spread | None]:
    """When the rains begin and end, and by how much later; -1 for none."""
    if w.rains is None:
        return -1, -1, None
    loc = ("works", "rains")
    begin, end = plan.at(w.rains.begin, (*loc, "begin")), plan.at(w.rains.end, (*loc, "end"))
    if 0 <= end <= begin:
        document.problem((*loc, "end"), "E210", tr("the rains end before they begin"), tr("write a later time"))
    return begin, end, w.rains.late_by


def _along(piece: PieceOfWork, scenario: Scenario, p: Perimeter) -> tuple[AlongSpec, ...]:
    """The segments that a piece makes harder, one after the other as the crew goes on."""
    segments = [(name, scenario.perimeter[name]) for name in dict.fromkeys(piece.along) if name in scenario.perimeter]
    whole = sum(segment.length for _, segment in segments)
    rows, behind = [], 0.0
    for name, segment in segments:
        begins, behind = behind, behind + segment.length
        worth = credit((*segment.layers, *piece.layers), p)
        rows.append(AlongSpec(name, begins / whole, behind / whole, worth, "wall" in piece.layers))
    return tuple(rows)


def _row(name: str, piece: PieceOfWork, p: Perimeter, along: tuple[AlongSpec, ...]) -> PieceSpec:
    counted = piece.stores is not None or piece.every is not None
    return PieceSpec(
        name,
        piece.title or name,
        piece.at,
        bool(piece.layers),
        credit(piece.layers, p),
        credit(piece.stands, p),
        piece.length,
        piece.built * piece.length,
        piece.daily,
        (piece.stores or 0.0) if counted else -1.0,
        piece.load,
        -1 if piece.every is None else piece.every,
        piece.road or "",
        along,
    )


def _check_along(document: Document, scenario: Scenario, w: Works) -> None:
    """What a piece of work is to make harder is said once, and it has something to make it harder with."""
    said: dict[str, str] = {}
    for name, piece in w.pieces.items():
        here = ("works", "pieces", name, "along")
        if piece.along and not piece.layers:
            why = tr("{name} is built along a perimeter and has no layers: nothing is harder for it", name=name)
            document.problem(here, "E202", why, tr("write its layers"))
        for segment in dict.fromkeys(piece.along):
            other = said.setdefault(segment, name)
            if other != name:
                why = tr("{name} and {other} are both built along {segment}", name=name, other=other, segment=segment)
                document.problem(here, "E202", why, tr("name the segment in one of them"))
            known = scenario.perimeter.get(segment)
            if known is not None and "wall" in known.layers:
                why = tr("{segment} has a wall already, and {name} is built along it", segment=segment, name=name)
                document.problem(here, "E202", why, tr("say in one of the two how far the wall is: here, with built"))


def _check(document: Document, w: Works) -> None:
    seats: dict[str, str] = {}
    for name, piece in w.pieces.items():
        other = seats.setdefault(piece.at, name)
        if other != name:
            why = tr(
                "{name} and {other} are built at one place: no crew would know which is meant", name=name, other=other
            )
            document.problem(("works", "pieces", name, "at"), "E202", why, tr("give each a place of its own"))
        if piece.road is not None and piece.road not in w.pieces:
            why = tr("there is no piece of work {road!r}", road=piece.road)
            document.problem(("works", "pieces", name, "road"), "E301", why, near(piece.road, tuple(w.pieces)))
    roads = {n: (p.road, ("works", "pieces", n, "road")) for n, p in w.pieces.items() if p.road}
    check_circle(document, roads, tr("these pieces of work are roads of each other"), tr("cut the circle"))
