"""Groups, the stream and background rates, resolved for the blueprint."""

from __future__ import annotations

import re

from simulator.blueprint.abduction import check_abduction
from simulator.blueprint.influx import check_flee
from simulator.blueprint.model import GroupSpec, RateSpec, SearchSpec, StreamSpec, ZoneSpec
from simulator.blueprint.names import Names
from simulator.blueprint.plan import Plan
from simulator.blueprint.warning import check_event
from simulator.blueprint.wording import Loc
from simulator.catalogue import tr
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.threat import StreamEvent
from simulator.verbs import VERBS, Ground
from simulator.vocabulary import FORCE_STEPS

__all__ = ["groups", "rates", "search", "stream", "zone"]

_ONE_OF = re.compile(r"^\s*one of\s*\[(.*)\]\s*$")


def groups(scenario: Scenario) -> dict[str, GroupSpec]:
    """The groups, sorted by id."""
    return {
        name: GroupSpec(
            name,
            g.type,
            g.title or name,
            g.strength,
            g.armed,
            g.resolve,
            FORCE_STEPS.index(g.deterred_by),
            g.harm,
            g.controlled_by == "host",
            g.community or "",
        )
        for name, g in sorted(scenario.threat.groups.items())
    }


def stream(document: Document, scenario: Scenario, names: Names, plan: Plan) -> tuple[StreamSpec, ...]:
    """The events of the stream by time, then id."""
    rows = [_event(document, scenario, names, plan, i, e) for i, e in enumerate(scenario.threat.stream)]
    return tuple(sorted(rows, key=lambda row: (row.at, row.id)))


def _check_on(document: Document, names: Names, loc: Loc, e: StreamEvent, on: tuple[str, ...]) -> None:
    """The places of an event are there, and of a kind on which it can be done."""
    for name in on:
        if not names.known(name, "place", "segment"):
            hint = names.near(name, "place", "segment")
            document.problem(loc, "E301", tr("there is no place or segment {name!r}", name=name), hint)
    for name in on:
        if wrong := _wrong_ground(names, VERBS[e.do].on, name):
            document.problem(loc, "E301", *wrong)


def _wrong_ground(names: Names, ground: Ground, name: str) -> tuple[str, str] | None:
    """What is wrong with a place that an event names, and what to write; None where it can be done there."""
    if ground == "road" and names.exists(name, "segment"):
        return tr("{name!r} is no place on a road", name=name), names.near(name, "place")
    if ground == "wire" and names.exists(name, "place"):
        return tr("{name!r} has no wire that can be cut", name=name), tr("write a segment of the perimeter")
    if ground not in ("checkpoint", "gate") or not names.known(name, "place") or name in names.by_kind[ground]:
        return None
    if ground == "gate":
        return tr("{name!r} is no gate", name=name), names.near(name, "gate")
    return tr("{name!r} is no checkpoint", name=name), names.near(name, "checkpoint")


def _check_needs(document: Document, names: Names, loc: Loc, e: StreamEvent, on: tuple[str, ...]) -> None:
    """An event says who, where and through what, as far as what it does needs that."""
    if VERBS[e.do].by and e.by is None:
        document.problem(loc, "E202", tr("who does it is missing: {do} needs by:", do=e.do), tr("name a group"))
    if VERBS[e.do].on and not on:
        document.problem(loc, "E202", tr("where is missing: {do} needs on:", do=e.do), tr("name a place or segment"))
    if e.do == "fight" and e.against is None:
        document.problem(loc, "E202", tr("a fight needs against:"), tr("name the other group"))
    if e.do == "outage" and e.channel is None:
        document.problem(loc, "E202", tr("an outage needs channel:"), tr("name the channel that fails"))
    if e.needs and not names.known(e.needs, "stream"):
        hint = names.near(e.needs, "stream")
        document.problem((*loc, "needs"), "E301", tr("there is no event {needs!r} in the stream", needs=e.needs), hint)


def _event(document: Document, scenario: Scenario, names: Names, plan: Plan, index: int, e: StreamEvent) -> StreamSpec:
    loc = ("threat", "stream", index)
    found = _ONE_OF.match(e.on or "")
    on = tuple(w.strip() for w in found[1].split(",") if w.strip()) if found else (e.on,) if e.on else ()
    _check_on(document, names, (*loc, "on"), e, on)
    _check_needs(document, names, loc, e, on)
    check_event(document, scenario, names, loc, e)
    check_abduction(document, scenario, names, loc, e, on)
    check_flee(document, scenario, names, loc, e, on)
    return StreamSpec(
        id=e.id,
        at=plan.at(e.at, (*loc, "at")),
        late_by=e.late_by,
        do=e.do,
        by=e.by or "",
        on=on,
        for_s=-1 if e.for_ is None else e.for_,
        number=-1 if e.number is None else e.number,
        share=-1.0 if e.share is None else e.share,
        channel=e.channel or "",
        intensity=1.0 if e.intensity is None else e.intensity,
        distance=400.0 if e.distance is None else e.distance,
        needs=e.needs or "",
        text=e.text,
        against=e.against or "",
        signal=e.signal or "",
        source=e.source or "",
        severity=e.severity or 0.0,
        founded=not e.unfounded,
        towards=e.towards,
    )


def rates(scenario: Scenario) -> tuple[RateSpec, ...]:
    """The background rates, sorted by id."""
    return tuple(
        RateSpec(name, r.kind, r.rate, r.reported, r.from_site, r.by_host, r.trend)
        for name, r in sorted(scenario.threat.rates.items())
    )


def zone(scenario: Scenario, plan: Plan) -> ZoneSpec | None:
    """The weapons-free zone."""
    z = scenario.zone
    if z is None:
        return None
    return ZoneSpec(
        z.around,
        z.loop,
        plan.at(z.declared, ("zone", "declared")),
        plan.at(z.host_agreement, ("zone", "host_agreement")),
        z.rules,
    )


def search(scenario: Scenario, plan: Plan) -> SearchSpec | None:
    """The search programme."""
    s = scenario.search
    if s is None:
        return None
    return SearchSpec(
        s.of,
        s.shelters,
        s.caches,
        s.smuggled,
        s.gate_search,
        s.daily_shelters,
        s.targeted_per_week,
        s.full_scale_every or 0,
        max(0, plan.at(s.begins, ("search", "begins"))),
        s.leaders_told,
    )
