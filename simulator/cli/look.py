"""``startex list`` and ``why``: looking at what is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import marked, tr
from simulator.cli.out import dump, say
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.events import LogEvent
    from simulator.scenario.facts import Facts

__all__ = ["KINDS", "list_scenarios", "variants_of", "why"]

KINDS = {
    "site": marked("sites"),
    "hazard": marked("hazards"),
    "unit type": marked("unit types"),
    "command structure": marked("command structures"),
    "channel": marked("channels"),
    "rule set": marked("rule sets"),
    "objective": marked("objectives"),
    "measure": marked("measures"),
}
"""how each kind of building block is headed"""


def variants_of(reference: str) -> list[str]:
    """The names of a scenario's variants."""
    from simulator.scenario.facts import facts_of
    from simulator.scenario.library import find_scenario

    return list(facts_of(find_scenario(reference)).variants)


def list_scenarios(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    parts: Annotated[bool, typer.Option("--blocks", help="The building blocks of startex new instead.")] = False,
) -> int:
    """List the shipped scenarios, or the building blocks that a new one is made of."""
    if parts:
        return _blocks(as_json=as_json)
    from simulator.scenario.facts import facts_of
    from simulator.scenario.library import shipped
    from simulator.units import format_span

    rows = [facts_of(path) for path in shipped()]
    if as_json:
        dump([_document(row) for row in rows])
        return 0
    wide = max((len(row.name) for row in rows), default=0)
    for row in rows:
        say(f"{row.name:<{wide}}  {row.title} ({format_span(row.seconds)})")
        if row.handling:
            say(f"{'':<{wide}}  {row.handling}")
        if row.variants:
            variants = tr("variants: {names}", names=", ".join(row.variants))
            say(f"{'':<{wide}}  {variants}")
    return 0


def _blocks(*, as_json: bool) -> int:
    from simulator.authoring.blocks import blocks

    found = blocks()
    if as_json:
        dump([{"kind": b.kind, "name": b.name, "about": b.about, "sites": list(b.sites)} for b in found])
        return 0
    wide = max(len(block.name) for block in found)
    for kind in dict.fromkeys(block.kind for block in found):
        say(tr(KINDS[kind]))
        for block in (block for block in found if block.kind == kind):
            fits = f" [{', '.join(block.sites)}]" if block.sites else ""
            say(f"  {block.name:<{wide}}  {tr(block.about)}{fits}")
    return 0


def _document(row: Facts) -> dict[str, Any]:
    return {
        "name": row.name,
        "title": row.title,
        "duration_s": row.seconds,
        "variants": list(row.variants),
        "handling": row.handling,
        "draws_on": row.draws_on,
        "objectives": list(row.objectives),
    }


def _read(log: Path) -> dict[int, LogEvent]:
    """The events of a log, or of a session by its folder; raises UsageError."""
    from simulator.codec import decode_log
    from simulator.record.told import EVENTS

    log = log / EVENTS if log.is_dir() else log
    try:
        with open(log, "rb") as file:
            return {event.seq: event for event in decode_log(file)}
    except OSError as error:
        raise UsageError(tr("{file} cannot be read: {why}", file=log, why=error.strerror)) from None
    except ValueError as error:
        raise UsageError(tr("{file}: {why}; give a log written by startex run --log", file=log, why=error)) from None


def why(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="A log, or the folder of a session.")],
    seq: Annotated[int, typer.Argument(metavar="SEQ", help="The number of the event.", min=1)],
    scenario: Annotated[
        str,
        typer.Option("--scenario", metavar="SCENARIO", help="Whose titles to speak in, where it is no shipped one."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Tell why an event happened: the chain of causes from its root, and what each step depended on."""
    from simulator.cli.titles import titles_of_log
    from simulator.readers.story import chain, why

    events = _read(log)
    if seq not in events:
        raise UsageError(
            tr("{file} has no event {seq}; it holds {n}, numbered from 1", file=log, seq=seq, n=len(events))
        )
    root = chain(events, seq)[0]
    if root.cause is not None:
        raise UsageError(
            tr(
                "{file} is not whole: event {seq} came of {cause}, which does not stand before it",
                file=log,
                seq=root.seq,
                cause=root.cause,
            )
        )
    handling = str(events[1].data.get("handling", "")) if 1 in events else ""
    if as_json:
        dump({"handling": handling, "chain": [event._asdict() for event in chain(events, seq)]})
        return 0
    if handling:
        say(handling)
    for line in why(events, seq, titles_of_log(log, events, scenario)):
        say(line)
    return 0
