"""What an abduction needs: people at work where it happens, and a way on which they are led off."""

from __future__ import annotations

from simulator.blueprint.names import Names
from simulator.blueprint.wording import Loc
from simulator.catalogue import tr
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.threat import StreamEvent
from simulator.scenario.translate import near

__all__ = ["check_abduction", "check_patrolled"]


def check_abduction(
    document: Document, scenario: Scenario, names: Names, loc: Loc, e: StreamEvent, on: tuple[str, ...]
) -> None:
    """An abduction is on a field with people, and says past which places they are led."""
    for name in e.towards:
        if not names.known(name, "place"):
            why = tr("there is no place {name!r}", name=name)
            document.problem((*loc, "towards"), "E301", why, names.near(name, "place"))
    if e.do != "abduct":
        return
    if not e.towards:
        document.problem(loc, "E202", tr("where to is missing: abduct needs towards:"), tr("name one place or more"))
    for name in on:
        place = scenario.places.get(name)
        if place is not None and getattr(place, "farmers", None) is None:
            why, hint = tr("nobody is at work at {name!r}", name=name), tr("give the place farmers: 10-40")
            document.problem((*loc, "on"), "E202", why, hint)


def check_patrolled(document: Document, scenario: Scenario) -> None:
    """Patrols that are to go past a place are patrols."""
    absent = document.absent.get("patrols", ())  # in another variant they are there
    for name, place in scenario.places.items():
        for index, patrol in enumerate(getattr(place, "patrolled_by", ())):
            if patrol not in scenario.patrols and patrol not in absent:
                why = tr("there is no patrol {name!r}", name=patrol)
                hint = near(patrol, tuple(scenario.patrols))
                document.problem(("places", name, "patrolled_by", index), "E301", why, hint)
