"""Section 1: what was exercised, by whom, and how it was conducted."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.events import LogEvent
from simulator.report.document import Block, Items, Paragraph, Section, Table
from simulator.report.material import Material
from simulator.report.voice import Voice
from simulator.units import format_clock, format_span

__all__ = ["TO_FILL_IN", "overview"]

TO_FILL_IN = "(to be filled in)"
_PLAYED = {"room": "people in the room", "model": "the simulation", "excon": "exercise control"}
_CLOCK = ("hold", "stop", "jump")
_CONTROL = ("world_overridden", "inject_skipped", "inject_deferred", "inject_added", "inject_edited", "injects_shifted")


def overview(material: Material, voice: Voice) -> Section:
    """Name, dates, scope, capabilities, objectives, threat, scenario, organisations; then how it was conducted."""
    facts = Table("Exercise overview", ("Field", "What"), tuple(_facts(material, voice)), (22, 78))
    cells = tuple(
        (
            voice.function(cell.id),
            ", ".join(map(voice.function, cell.roles)),
            _PLAYED.get(cell.played_by, cell.played_by),
        )
        for cell in material.blueprint.cells
    )
    held = Table("Who played", ("Cell", "Roles", "Played by"), cells, (20, 50, 30))
    conduct = Section("How it was conducted", tuple(_conduct(material, voice)))
    return Section("1 Exercise overview", (facts, *((held,) if cells else ())), (conduct,))


def _facts(material: Material, voice: Voice) -> Iterator[tuple[str, str]]:
    b = material.blueprint
    began, ended = material.wall("startex"), material.wall("ended")
    yield "Exercise name", b.title
    yield "Dates of conduct", f"{began or TO_FILL_IN}{f' to {ended}' if ended else ''}"
    yield (
        "Time in the exercise",
        f"STARTEX {b.startex}; played to {format_clock(material.end)} of {format_span(b.duration)}",
    )
    yield "Scope", "Table-top exercise with a simulated world, from STARTEX to ENDEX; no real force, place or person"
    yield "Capabilities", ", ".join(dict.fromkeys(o.capability for o in b.objectives if o.capability)) or "none named"
    yield "Objectives", "\n".join(f"{o.id} {o.text}" for o in b.objectives) or "none written"
    if voice.reader.staff:
        yield "Threat", ", ".join(voice.function(group) for group in b.groups) or "none modelled"
    yield "Scenario", material.summary.strip() or b.title
    yield "Sponsor", TO_FILL_IN
    yield "Participating organisations", ", ".join(_components(material)) or TO_FILL_IN
    yield "Point of contact", TO_FILL_IN


def _components(material: Material) -> list[str]:
    b = material.blueprint
    named = [c for post in b.command.values() for c in (post.component, *post.integrates)]
    return sorted({c for c in (*named, *(unit.component for unit in b.units.values())) if c})


def _conduct(material: Material, voice: Voice) -> Iterator[Block]:
    rows = tuple(Paragraph(voice.at(event), (event.seq,)) for event in _touched(material, voice))
    if rows:
        yield Paragraph(
            "Where exercise control moved the clock or the world by hand; times across these are not compared."
        )
        yield Items(rows)
    else:
        yield Paragraph("Nobody held or moved the clock, and nobody changed the world by hand.")
    looks = [e for e in material.log if e.kind == "remark_made" and e.data["kind"] == "look_ahead"]
    if looks and voice.reader.staff:
        yield Paragraph("Look-ahead was used during play.", tuple(e.seq for e in looks), "warning")
    if material.header.parent:
        yield Paragraph("This session is a fork of another: what it did until it parted is that one's.", (), "note")
    if material.header.practice:
        yield Paragraph("This was a practice and stands in no record.", (), "warning")


def _touched(material: Material, voice: Voice) -> Iterator[LogEvent]:
    """What was done to the clock or the world; players are told of the clock, which they saw."""
    for event in material.log:
        clock = event.kind == "remark_made" and event.data["kind"] in _CLOCK
        if clock or (voice.reader.staff and event.kind in _CONTROL):
            yield event
