"""People who run to a gate, and what a base can give them, resolved for the blueprint."""

from __future__ import annotations

from typing import Any

from simulator.blueprint.model import HostingSpec
from simulator.blueprint.names import Names
from simulator.blueprint.wording import Loc
from simulator.catalogue import tr
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.threat import StreamEvent

__all__ = ["check_flee", "hosting"]


def hosting(scenario: Scenario) -> dict[str, Any]:
    """What a base can give to people from outside."""
    h = scenario.hosting
    return {"hosting": None if h is None else HostingSpec(h.at, h.provides, h.expected)}


def check_flee(
    document: Document, scenario: Scenario, names: Names, loc: Loc, e: StreamEvent, on: tuple[str, ...]
) -> None:
    """People run from a place where people are, to a gate."""
    if e.do == "march" and not e.towards:
        document.problem(loc, "E202", tr("the way is missing: march needs towards:"), tr("name one place or more"))
    if e.do != "flee":
        return
    if not e.towards:
        document.problem(loc, "E202", tr("where to is missing: flee needs towards:"), tr("name a gate"))
    for name in e.towards:
        if names.known(name, "place") and name not in names.by_kind["gate"]:
            why = tr("{name!r} is no gate", name=name)
            document.problem((*loc, "towards"), "E301", why, names.near(name, "gate"))
    for name in on:
        place = scenario.places.get(name)
        if place is not None and not getattr(place, "people", 0):
            why, hint = tr("nobody lives at {name!r}", name=name), tr("give the place people: 3000")
            document.problem((*loc, "on"), "E202", why, hint)
