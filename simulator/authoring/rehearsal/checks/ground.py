"""Places that are named and never used, and a threat that never comes about."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed
from simulator.authoring.rehearsal.seen import Seen
from simulator.blueprint.model import Blueprint, StreamSpec
from simulator.catalogue import marked, tr

__all__ = ["ground"]


def ground(r: Rehearsed) -> Iterator[Finding]:
    """Places, then the threat's stream."""
    touched = {name for run in r.runs for name in run.seen.touched}
    spoken = _spoken_of(r.blueprint)
    for place in r.blueprint.places:
        if place not in touched and place not in spoken:
            what = tr("nothing ever happens at {place}, and nobody is ever sent there", place=place)
            hint = tr("let the story or the plan use it, or leave it out")
            yield r.finding("R801", "notice", ("places", place), what, r.of_runs(0), hint)
    for event in r.blueprint.stream:
        ends = [run.seen.threat[event.id] for run in r.runs if _begins(run.seen, event)]
        began, foiled = len(ends), sum(ends)
        where = r.stream(event.id)
        if not began:
            hint = tr("see what it needs:, and whether it comes before ENDEX")
            yield r.finding(
                "R802", "warning", where, tr("{event} never begins", event=event.id), r.of_runs(began), hint
            )
        elif foiled == began:
            there = _elsewhere(r, event.id)
            what = (
                tr("{event} comes about only {there}", event=event.id, there=there)
                if there
                else tr("{event} always comes to nothing", event=event.id)
            )
            hint = tr("see with startex why what stops it: another event that goes first, or a threat that is too weak")
            yield r.finding(
                "R803",
                "notice",
                where,
                what,
                r.of_runs(foiled, began, marked("in {count} of {of} runs in which it was to begin")),
                hint,
            )


def _begins(seen: Seen, event: StreamSpec) -> bool:
    """Whether its time has come, and it does not wait for another that never begins."""
    return event.id in seen.threat and (not event.needs or event.needs in seen.threat)


def _elsewhere(r: Rehearsed, event: str) -> str:
    return r.elsewhere(lambda seen: seen.threat.get(event) is False)


def _spoken_of(b: Blueprint) -> set[str]:
    """Places that others stand in, lie beside or lead to: they are there for those."""
    places = [name for place in b.places.values() for name in (place.of, place.flees_to, place.leads_to)]
    others = [segment.faces for segment in b.segments.values()]
    others += [unit.at for unit in b.units.values()] + [post.at for post in b.command.values()]
    others += [staff.at for staff in b.staff.values()]
    around = [b.zone.around] if b.zone else []
    return {*places, *others, *around, *([b.search.of] if b.search else [])}
