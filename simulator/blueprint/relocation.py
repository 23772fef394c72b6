"""The relocation of staff, resolved for the blueprint."""

from __future__ import annotations

from simulator.blueprint.model import FlightsSpec, MovesSpec, RelocationSpec
from simulator.blueprint.names import Names
from simulator.catalogue import tr
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario

__all__ = ["relocation"]


def relocation(document: Document, scenario: Scenario, names: Names) -> RelocationSpec | None:
    """The rows of the section, its lists sorted by id; a list that is no staff list is a problem."""
    r = scenario.relocation
    if r is None:
        return None
    for name in r.lists:
        if not names.known(name, "staff"):
            why = tr("there is no staff list {name!r}", name=name)
            document.problem(("relocation", "lists", name), "E301", why, names.near(name, "staff"))
    f = r.flights
    return RelocationSpec(
        r.of,
        r.official if r.official in scenario.command else "",
        r.alert,
        tuple(
            MovesSpec(name, m.point, m.procedure_known, m.protected, m.out_of_reach, m.forum, m.leaves, m.priority)
            for name, m in sorted(r.lists.items())
            if name in scenario.staff
        ),
        None if f is None else FlightsSpec(f.at, f.seats, f.every, f.lead, f.payload, f.luggage),
    )
