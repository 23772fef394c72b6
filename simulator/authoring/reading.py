"""What a text means as it is now: its problems, and what of it can be shown beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from simulator.blueprint.build import build, inspect
from simulator.blueprint.model import Blueprint, StreamSpec
from simulator.blueprint.names import Names
from simulator.catalogue import tr, word
from simulator.errors import Problem, ScenarioError, errors_in
from simulator.scenario.load import Document, in_order, load

__all__ = ["Line", "Reading", "read_text"]

_NEVER = -1


@dataclass(frozen=True, slots=True)
class Line:
    """Something of the scenario with the line of the text where it is written (0: in a library).

    ``at`` is a second of the exercise, or -1 where it waits for a condition or has no time.
    """

    kind: str
    name: str
    text: str
    at: int = _NEVER
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read: every problem; and where nothing stops it, its blueprint, its time line and its cast.

    ``names`` are its names by what they name; empty where not even that could be read.
    """

    problems: tuple[Problem, ...]
    blueprint: Blueprint | None = None
    timeline: tuple[Line, ...] = ()
    cast: tuple[Line, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many problems stop it from being run."""
        return len(errors_in(self.problems))

    def problems_in(self, file: str) -> list[Problem]:
        """The problems that have a place in a file, not those of the libraries beside it."""
        return [problem for problem in self.problems if problem.line and problem.file in ("", file)]


def read_text(path: Path, data: bytes) -> Reading:
    """Read what would stand in a file, with the libraries that lie beside it; nothing is run or written."""
    try:
        document = load(path, label=path.name, data=data)
    except ScenarioError as error:
        return Reading(tuple(error.problems))
    names = Names(document.scenario, document.absent).by_kind if document.scenario is not None else {}
    blueprint = _blueprint(document)
    problems = tuple(in_order(document.problems))
    if blueprint is None:
        return Reading(problems, names=names)
    return Reading(problems, blueprint, tuple(_timeline(document, blueprint)), tuple(_cast(document, blueprint)), names)


def _blueprint(document: Document) -> Blueprint | None:
    if document.errors:
        inspect(document)
        return None
    try:
        return build(document)
    except ScenarioError:
        return None  # its problems stand in the document


def _line_of(document: Document, *loc: str | int) -> int:
    file, line, _ = document.place(loc, key=True)
    return line if file == document.file else 0


def _timeline(document: Document, blueprint: Blueprint) -> Iterator[Line]:
    """What comes by the clock in its order, then what waits for something."""
    lines = [
        *(
            Line("event", e.id, _deed(e), e.at, _line_of(document, "threat", "stream", k))
            for k, e in enumerate(blueprint.stream)
        ),
        *(
            Line("inject", i.id, i.title or i.text, i.at if i.when is None else _NEVER, _line_of(document, "msel", k))
            for k, i in enumerate(blueprint.injects)
        ),
    ]
    yield from sorted((line for line in lines if line.at >= 0), key=lambda line: line.at)
    yield from (line for line in lines if line.at < 0)


def _deed(event: StreamSpec) -> str:
    either = tr("or")
    return " ".join(part for part in (event.by, word(event.do), f" {either} ".join(event.on)) if part)


def _cast(document: Document, blueprint: Blueprint) -> Iterator[Line]:
    for cell in blueprint.cells:
        told = tr("played by {who}: {roles}", who=word(cell.played_by), roles=", ".join(cell.roles))
        yield Line("cell", cell.id, told, line=_line_of(document, "cells", cell.id))
    for unit in blueprint.units.values():
        title, component = unit.title or unit.id, word(unit.component)
        told = tr("{unit}, {component}, at {place}", unit=title, component=component, place=unit.at)
        yield Line("unit", unit.id, told, line=_line_of(document, "units", unit.id))
    for group in blueprint.groups.values():
        title = group.title or group.id
        told = tr("{group}, armed", group=title) if group.armed else tr("{group}, unarmed", group=title)
        yield Line("group", group.id, told, line=_line_of(document, "threat", "groups", group.id))
