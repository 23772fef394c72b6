"""Scenario to blueprint: pure, every name resolved, every remaining problem reported at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from simulator.blueprint import ground, threat
from simulator.blueprint.abduction import check_patrolled
from simulator.blueprint.access import access
from simulator.blueprint.forces import Forces
from simulator.blueprint.influx import hosting
from simulator.blueprint.lint import lint
from simulator.blueprint.model import Blueprint
from simulator.blueprint.msel import Msel
from simulator.blueprint.names import Names, broken_names, check_references
from simulator.blueprint.operation import operation
from simulator.blueprint.plan import Plan
from simulator.blueprint.readiness import readiness
from simulator.blueprint.relocation import relocation
from simulator.blueprint.roads import planning, roads
from simulator.blueprint.staffing import staffing
from simulator.blueprint.warning import warning
from simulator.blueprint.works import works
from simulator.catalogue import marked, tr
from simulator.display import pictured
from simulator.errors import Problem, ScenarioInvalid, ScenarioTooLarge
from simulator.parameters import SETS, Parameters, describe, read_parameter
from simulator.quantities import QuantityError
from simulator.scenario.load import Document, raise_if_wrong
from simulator.scenario.schema import Scenario
from simulator.scenario.translate import near
from simulator.units import Epoch, parse_datetime

_OWN = marked("this scenario")
"""the source of an assumption that the scenario makes itself"""

__all__ = ["LONGEST", "MOST_INJECTS", "MOST_THINGS", "build", "inspect"]

LONGEST = 400 * 86400
MOST_THINGS = 5000
"""entities of one kind that one scenario may hold"""
MOST_INJECTS = 10_000
"""injects that one scenario may hold: they cost less than what moves; a workbook of so many rows can be brought in"""


def _epoch(document: Document, scenario: Scenario) -> Epoch:
    clock = scenario.clock
    try:
        moment = parse_datetime(clock.startex, clock.timezone)
    except QuantityError as error:
        field = "timezone" if clock.timezone and repr(clock.timezone) in error.message else "startex"
        document.problem(("clock", field), error.code, error.message, error.hint)
        moment = parse_datetime("2031-01-01T00:00+00:00")
    return Epoch(moment)


_SECTIONS = (
    "places",
    "perimeter",
    "units",
    "command",
    "patrols",
    "plan",
    "decisions",
    "msel",
    "channels",
    "contingents",
)


def _length(document: Document, scenario: Scenario) -> None:
    """Say what is too long or too short to be run."""
    seconds = scenario.clock.duration
    if not 60 <= seconds <= LONGEST:
        code, limit = (
            ("L104", tr("400 days are the most")) if seconds > LONGEST else ("E209", tr("a minute is the least"))
        )
        why = tr("an exercise of {duration} s cannot be run", duration=seconds)
        document.problem(("clock", "duration"), code, why, limit)


def _limits(document: Document, scenario: Scenario) -> None:
    """Say what is more than this can hold; what is far too much is not looked at any further."""
    for section in _SECTIONS:
        count, most = len(getattr(scenario, section)), MOST_INJECTS if section == "msel" else MOST_THINGS
        if count > most:
            what = "injects" if section == "msel" else section
            why = tr("{count} {what}; {most} are the most", count=count, what=what, most=most)
            document.problem((section,), "L104", why, tr("write fewer"))
    teams = sum(p.teams for p in scenario.patrols.values())
    posts = sum(p.posts for p in scenario.perimeter.values())
    if teams + posts > MOST_THINGS:
        why = tr("{posts} posts and {teams} teams; {most} are the most", posts=posts, teams=teams, most=MOST_THINGS)
        document.problem(("perimeter",), "L104", why, tr("write fewer"))


def _texts(document: Document) -> None:
    """Say where a text holds characters that a terminal would obey: they are shown as pictures."""
    stack: list[Any] = [document.tree]
    while stack:
        node = stack.pop()
        if isinstance(node.value, dict):
            stack.extend(entry.node for entry in node.value.values())
        elif isinstance(node.value, list):
            stack.extend(node.value)
        elif isinstance(node.value, str) and not node.value.isprintable() and pictured(node.value):
            message = tr("this text holds control characters; they are shown as pictures")
            file = node.file or document.file
            document.problems.append(Problem("W306", message, tr("delete them"), file, node.line, node.col, "warning"))


def parameters(document: Document, scenario: Scenario) -> tuple[Parameters, tuple[tuple[str, str, str], ...]]:
    """The mechanisms' numbers with the scenario's own, and the list of what is assumed."""
    chosen: dict[str, dict[str, object]] = {}
    texts: dict[tuple[str, str], str] = {}
    for mechanism, values in scenario.parameters.items():
        if mechanism not in SETS:
            hint = near(mechanism, list(SETS))
            document.problem(
                ("parameters", mechanism), "E301", tr("there is no mechanism {mechanism!r}", mechanism=mechanism), hint
            )
            continue
        known = [name for m, name, _ in describe() if m == mechanism]
        for name, given in values.items():
            loc = ("parameters", mechanism, name)
            if name not in known:
                document.problem(
                    loc,
                    "E301",
                    tr("{mechanism} has no parameter {name!r}", mechanism=mechanism, name=name),
                    near(name, known),
                )
                continue
            try:
                chosen.setdefault(mechanism, {})[name] = read_parameter(mechanism, name, str(given))
                texts[mechanism, name] = str(given)
            except QuantityError as error:
                document.problem(loc, error.code, error.message, error.hint)
    sets = {m: replace(getattr(Parameters(), m), **values) for m, values in chosen.items()}
    assumed = tuple(
        (
            f"{m}.{name}",
            texts.get((m, name), meta["text"]),
            _OWN if (m, name) in texts else meta["source"],
        )
        for m, name, meta in describe()
        if "[A]" in meta["source"] or "fitted" in meta["source"] or (m, name) in texts
    )
    return replace(Parameters(), **sets), assumed


def _settings(document: Document, scenario: Scenario, epoch: Epoch) -> dict[str, Any]:
    """What a run is called, when it begins and what the sun does."""
    community = scenario.community
    return {
        "name": Path(document.file).stem,
        "title": scenario.title,
        "variant": document.variant,
        "handling": scenario.handling,
        "startex": epoch.moment.isoformat(),
        "duration": scenario.clock.duration,
        "season": scenario.clock.season,
        "sun": ground.sun(scenario, epoch) if scenario.clock.duration <= LONGEST else ((0, False),),
        "trust": community.trust if community else 0.5,
        "tension": community.tension if community else 0.3,
        "consent": community.consent if community else 0.5,
        "variants": document.variants,
    }


def _forces(scenario: Scenario, forces: Forces, epoch: Epoch) -> dict[str, Any]:
    """Who is there, where they stand, and who tells them what."""
    segments, posts = forces.segments_and_posts()
    units = forces.units(epoch)
    tags: dict[str, list[str]] = {}
    for unit in units.values():
        for word in (unit.id, unit.contingent, *unit.tags):
            if word:
                tags.setdefault(word, []).append(unit.id)
    return {
        "segments": segments,
        "posts": posts,
        "channels": forces.channels(),
        "contingents": forces.contingents(),
        "units": units,
        "tags": {word: tuple(ids) for word, ids in sorted(tags.items())},
        "patrols": forces.patrols(units, epoch),
        "command": forces.command(),
        "stands_in": forces.stands_in,
        "roles": forces.roles(),
        "role_titles": {name: role.title for name, role in sorted(scenario.roles.items()) if role.title},
        "cells": forces.cells(),
        "leads": forces.leads(),
        "lead_missing": scenario.leadership is not None and not forces.leads(),
        "announced_in": scenario.leadership.announced_in if scenario.leadership else None,
        "staff": forces.staff(),
    }


def _events(document: Document, scenario: Scenario, names: Names, plan: Plan) -> dict[str, Any]:
    """What happens, what the plan says to it, and what is asked of the people."""
    msel = Msel(scenario, plan)
    return {
        "groups": threat.groups(scenario),
        "stream": threat.stream(document, scenario, names, plan),
        "rates": threat.rates(scenario),
        "zone": threat.zone(scenario, plan),
        "search": threat.search(scenario, plan),
        "relocation": relocation(document, scenario, names),
        "operation": operation(document, scenario, plan),
        "warning": warning(scenario, plan, plan.forces.p),
        "readiness": readiness(document, scenario, names, plan),
        "works": works(document, scenario, plan, plan.forces.p.perimeter),
        "rules": plan.rules(),
        "decisions": plan.decisions(),
        "injects": msel.injects(),
        "objectives": msel.objectives(),
        "measures": msel.measures(),
    }


def _build(document: Document, scenario: Scenario, *, with_ways: bool) -> Blueprint:
    _length(document, scenario)
    _limits(document, scenario)
    if any(p.code == "L104" for p in document.problems):
        raise_if_wrong(document)
    names = Names(scenario, document.absent, broken_names(document, scenario))
    check_references(document, scenario, names)
    _texts(document)
    epoch = _epoch(document, scenario)
    numbers, assumed = parameters(document, scenario)
    at = ground.positions(document, scenario, names)
    ground.check_routes(document, scenario, at)
    check_patrolled(document, scenario)
    forces = Forces(document, scenario, names, at, numbers)
    blueprint = Blueprint(
        parameters=numbers,
        assumptions=assumed,
        places=ground.places(scenario, at, names),
        ways=ground.ways(scenario, at) if with_ways else {},
        roads=roads(scenario, at) if with_ways else (),
        planning=planning(scenario),
        staffing=staffing(scenario),
        **_settings(document, scenario, epoch),
        **_forces(scenario, forces, epoch),
        **access(scenario, numbers),
        **hosting(scenario),
        **_events(document, scenario, names, Plan(document, scenario, names, forces, epoch)),
    )
    lint(document, blueprint)
    return blueprint


def inspect(document: Document) -> None:
    """Add to a document every problem that only shows when names are resolved; runs nothing."""
    if document.scenario is not None:
        with suppress(ScenarioTooLarge, ScenarioInvalid):  # its problems stand in the document
            _build(document, document.scenario, with_ways=False)


def build(document: Document) -> Blueprint:
    """The blueprint of a scenario; raises :class:`ScenarioInvalid` with every problem at once."""
    if document.errors:
        inspect(document)
    raise_if_wrong(document)
    assert document.scenario is not None
    blueprint = _build(document, document.scenario, with_ways=True)
    raise_if_wrong(document)
    return blueprint
