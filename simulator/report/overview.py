"""Section 1: what was exercised, by whom, and how it was conducted."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.catalogue import marked, tr, word
from simulator.events import LogEvent
from simulator.report.document import Block, Items, Paragraph, Section, Table
from simulator.report.material import Material
from simulator.report.voice import Voice
from simulator.units import format_clock, format_span

__all__ = ["PLAYED", "TO_FILL_IN", "overview"]

TO_FILL_IN = marked("(to be filled in)")
PLAYED = {"room": marked("people in the room"), "model": marked("the simulation"), "excon": marked("exercise control")}
"""who plays a cell, in words"""
_CLOCK = ("hold", "stop", "jump")
_CONTROL = ("world_overridden", "inject_skipped", "inject_deferred", "inject_added", "inject_edited", "injects_shifted")


def overview(material: Material, voice: Voice) -> Section:
    """Name, dates, scope, capabilities, objectives, threat, scenario, organisations; then how it was conducted."""
    facts = Table(tr("Exercise overview"), (tr("Field"), tr("What")), tuple(_facts(material, voice)), (22, 78))
    cells = tuple(
        (
            voice.function(cell.id),
            ", ".join(map(voice.function, cell.roles)),
            tr(PLAYED.get(cell.played_by, cell.played_by)),
        )
        for cell in material.blueprint.cells
    )
    held = Table(tr("Who played"), (tr("Cell"), tr("Roles"), tr("Played by")), cells, (20, 50, 30))
    conduct = Section(tr("How it was conducted"), tuple(_conduct(material, voice)))
    return Section(tr("1 Exercise overview"), (facts, *((held,) if cells else ())), (conduct,))


def _facts(material: Material, voice: Voice) -> Iterator[tuple[str, str]]:
    b = material.blueprint
    began, ended = material.wall("startex"), material.wall("ended")
    yield tr("Exercise name"), b.title
    begun = began or tr(TO_FILL_IN)
    yield tr("Dates of conduct"), tr("{begun} to {ended}", begun=begun, ended=ended) if ended else begun
    yield (
        tr("Time in the exercise"),
        tr(
            "STARTEX {startex}; played to {end} of {duration}",
            startex=b.startex,
            end=format_clock(material.end),
            duration=format_span(b.duration),
        ),
    )
    yield (
        tr("Scope"),
        tr("Table-top exercise with a simulated world, from STARTEX to ENDEX; no real force, place or person"),
    )
    able = dict.fromkeys(o.capability for o in b.objectives if o.capability)
    yield tr("Capabilities"), ", ".join(able) or tr("none named")
    yield tr("Objectives"), "\n".join(f"{o.id} {o.text}" for o in b.objectives) or tr("none written")
    if voice.reader.staff:
        yield tr("Threat"), ", ".join(voice.function(group) for group in b.groups) or tr("none modelled")
    yield tr("Scenario"), material.summary.strip() or b.title
    yield tr("Sponsor"), tr(TO_FILL_IN)
    yield tr("Participating organisations"), ", ".join(_components(material)) or tr(TO_FILL_IN)
    yield tr("Point of contact"), tr(TO_FILL_IN)


def _components(material: Material) -> list[str]:
    b = material.blueprint
    named = [c for post in b.command.values() for c in (post.component, *post.integrates)]
    return sorted({word(c) for c in (*named, *(unit.component for unit in b.units.values())) if c})


def _conduct(material: Material, voice: Voice) -> Iterator[Block]:
    rows = tuple(Paragraph(voice.at(event), (event.seq,)) for event in _touched(material, voice))
    if rows:
        yield Paragraph(
            tr("Where exercise control moved the clock or the world by hand; times across these are not compared.")
        )
        yield Items(rows)
    else:
        yield Paragraph(tr("Nobody held or moved the clock, and nobody changed the world by hand."))
    looks = [e for e in material.log if e.kind == "remark_made" and e.data["kind"] == "look_ahead"]
    if looks and voice.reader.staff:
        yield Paragraph(tr("Look-ahead was used during play."), tuple(e.seq for e in looks), "warning")
    if material.header.parent:
        yield Paragraph(tr("This session is a fork of another: what it did until it parted is that one's."), (), "note")
    if material.header.practice:
        yield Paragraph(tr("This was a practice and stands in no record."), (), "warning")


def _touched(material: Material, voice: Voice) -> Iterator[LogEvent]:
    """What was done to the clock or the world; players are told of the clock, which they saw."""
    for event in material.log:
        clock = event.kind == "remark_made" and event.data["kind"] in _CLOCK
        if clock or (voice.reader.staff and event.kind in _CONTROL):
            yield event
