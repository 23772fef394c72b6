"""From what a file said to a scenario: a plain one of its own, or an MSEL laid into one that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.blueprint.build import inspect
from simulator.catalogue import tr
from simulator.errors import Problem, errors_in
from simulator.exchange.laid import addressed
from simulator.exchange.msel import Read
from simulator.exchange.schedule import duration_for
from simulator.quantities import QuantityError
from simulator.scenario.load import Document, load
from simulator.scenario.tree import Entry
from simulator.scenario.writing import scenario_text, with_section
from simulator.units import parse_datetime, parse_when

__all__ = ["STARTEX", "Composed", "composed", "msel_of", "startex_of"]

STARTEX = "2031-01-01T08:00+00:00"
"""STARTEX where nothing says when it is"""


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of a scenario, and every problem that its check finds, with the address that it comes from."""

    text: str
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        """What stops it from being played."""
        return errors_in(self.problems)


def msel_of(document: Document) -> list[dict[str, Any]]:
    """The injects of a scenario as its author wrote them."""
    section = document.tree.child("msel")
    plain = section.plain() if section else []
    return [dict(item) for item in plain if isinstance(item, dict)] if isinstance(plain, list) else []


def startex_of(document: Document) -> str:
    """STARTEX of a scenario with its offset; empty where it cannot be read."""
    if document.scenario is None:
        return ""
    clock = document.scenario.clock
    try:
        return parse_datetime(clock.startex, clock.timezone).isoformat()
    except QuantityError:
        return ""


def composed(read: Read, out: Path, into: bytes | None, *, title: str, startex: str = "") -> Composed:
    """The scenario that an import makes, checked as if it stood at ``out``; writes nothing."""
    if into is None:
        text = scenario_text({**_facts(read, title, startex), "msel": read.msel})
    else:
        text = with_section(into, str(out), "msel", read.msel)
    document = load(out, label=str(out), data=text.encode())
    inspect(document)
    marks: dict[int, str | None] = {document.place(("msel", n))[1]: place for n, place in enumerate(read.places)}
    last = max(marks, default=1 << 30)
    marks |= {entry.line: None for entry in _sections(document) if entry.line > last}
    placed = addressed(document, marks, lambda p, place: replace(p, message=f"{place}: {p.message}"))
    return Composed(text, placed)


def _sections(document: Document) -> list[Entry]:
    """The sections that stand in the file itself, not in a library."""
    value = document.tree.value
    entries = list(value.values()) if isinstance(value, dict) else []
    return [entry for entry in entries if entry.node.file in ("", document.file)]


def _facts(read: Read, title: str, startex: str) -> dict[str, Any]:
    """What a scenario must say besides its MSEL: as the file says, else the least."""
    names = dict.fromkeys(str(name) for inject in read.msel for name in inject.get("to", ()))
    facts: dict[str, Any] = {"startex": "1", "title": title}
    if "clock" not in read.facts:
        facts["clock"] = {"startex": startex or STARTEX, "duration": _duration(read.msel)}
        why = tr("the file does not say when STARTEX is: {startex}", startex=facts["clock"]["startex"])
        read.problems.append(Problem("N708", why, tr("--startex says another"), severity="notice"))
    if not read.facts and names:
        facts["cells"] = {name: {"roles": [f"{name[:58]}_lead"], "played_by": "room"} for name in names}
    return {**facts, **read.facts}


def _duration(msel: Sequence[Mapping[str, Any]]) -> str:
    last = 0
    for inject in msel:
        try:
            last = max(last, parse_when(str(inject.get("at", "H+0"))))
        except QuantityError:
            continue  # a date, or a mistake that the check says
    return duration_for(last)
