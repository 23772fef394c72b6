"""Who has how much on the table, and what is exercised when: load, coverage, and the time that a room needs.

Load counts injects that players get and questions that are put to them; an expected action is a marker for controllers,
and an administrative inject asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from simulator.authoring.rehearsal.rehearsed import Rehearsed
from simulator.authoring.rehearsal.seen import Seen
from simulator.authoring.rehearsal.thresholds import INJECT_MIN, WINDOW_S
from simulator.blueprint.model import Blueprint, InjectSpec
from simulator.readers.coverage import coverage
from simulator.readers.phases import Phase, phase_of, phases
from simulator.readers.scene.picture import cells_of, names_of
from simulator.vocabulary import COMPONENTS

__all__ = ["Covered", "Load", "Tables", "arrivals", "peak", "recipients", "room_time", "tables"]

_NO_LOAD = ("expected_action", "administrative")


@dataclass(frozen=True, slots=True)
class Load:
    """A cell in a part of the exercise: injects and questions a run, and the most that were open at once (median)."""

    cell: str
    part: str
    injects: float
    questions: float
    most: float


@dataclass(frozen=True, slots=True)
class Covered:
    """An objective in a part, for a component: the injects that serve it, and how many of them come in a run."""

    objective: str
    part: str
    component: str
    injects: tuple[str, ...]
    in_a_run: float


@dataclass(frozen=True, slots=True)
class Tables:
    """Load by cell and part, coverage by objective, part and component (only where there is any), and the parts."""

    parts: tuple[Phase, ...]
    load: tuple[Load, ...]
    covered: tuple[Covered, ...]
    free: tuple[str, ...]
    """injects that serve no objective"""

    def plain(self) -> dict[str, Any]:
        """The tables for JSON."""
        return {
            "parts": [{"title": p.title, "begin_s": p.begin, "end_s": p.end} for p in self.parts],
            "load": [{name: getattr(row, name) for name in Load.__slots__} for row in self.load],
            "coverage": [{name: getattr(row, name) for name in Covered.__slots__} for row in self.covered],
            "serve_no_objective": list(self.free),
        }


def recipients(blueprint: Blueprint) -> dict[str, tuple[str, ...]]:
    """Each inject with the cells that get it; one that is for nobody in particular goes to all of them."""
    names = {cell: names_of(blueprint, cell) for cell in cells_of(blueprint)}
    return {
        spec.id: tuple(cell for cell, known in names.items() if not spec.to or not known.isdisjoint(spec.to))
        for spec in blueprint.injects
    }


def arrivals(blueprint: Blueprint, runs: Iterable[Seen]) -> list[dict[str, list[tuple[int, str]]]]:
    """Of each run what came to each cell: (second, inject or decision), in order of time."""
    quiet = {spec.id for spec in blueprint.injects if spec.type in _NO_LOAD}
    to = {name: () if name in quiet else cells for name, cells in recipients(blueprint).items()}
    asked = {d.id: _playing(blueprint, d.role) for d in blueprint.decisions}
    cells = tuple(cells_of(blueprint))
    made = []
    for seen in runs:
        found: dict[str, list[tuple[int, str]]] = {cell: [] for cell in cells}
        for name, at in seen.injects:
            for cell in to[name]:
                found[cell].append((at, name))
        for answer in seen.answers:
            for cell in asked[answer.decision]:
                found[cell].append((answer.opened, answer.decision))
        made.append({cell: sorted(rows) for cell, rows in found.items()})
    return made


def _playing(blueprint: Blueprint, role: str) -> list[str]:
    """The cell that plays a role, or without cells the post where it sits."""
    if blueprint.cells:
        return [cell.id for cell in blueprint.cells if role in cell.roles]
    return [post] if (post := blueprint.roles.get(role, "")) in blueprint.command else []


def peak(rows: Sequence[tuple[int, str]]) -> tuple[int, str]:
    """The most that was open at once, and what came last to it: each thing is open for :data:`WINDOW_S`."""
    most, last = 0, ""
    for number, (at, name) in enumerate(rows):
        still_open = sum(at - begin < WINDOW_S for begin, _ in rows[: number + 1])
        if still_open > most:
            most, last = still_open, name
    return most, last


def room_time(blueprint: Blueprint) -> tuple[int, int]:
    """Seconds that a room needs for the MSEL, at the least and at the most: every inject as often as it comes."""
    number = sum(spec.times for spec in blueprint.injects)
    return number * INJECT_MIN[0] * 60, number * INJECT_MIN[1] * 60


def tables(r: Rehearsed) -> Tables:
    """Everything that the runs say of load and coverage."""
    parts = phases(r.blueprint)
    planned = coverage(r.blueprint)
    return Tables(tuple(parts), tuple(_load(r, parts)), tuple(_covered(r, parts)), planned.free)


def _load(r: Rehearsed, parts: list[Phase]) -> list[Load]:
    asked = {d.id for d in r.blueprint.decisions}
    runs = arrivals(r.blueprint, (run.seen for run in r.runs))
    found = []
    for cell in cells_of(r.blueprint):
        for part in parts:
            rows = [[row for row in run[cell] if phase_of(parts, row[0]) == part] for run in runs]
            questions = fmean(sum(name in asked for _, name in some) for some in rows)
            total = fmean(map(len, rows))
            most = median(peak(some)[0] for some in rows)
            found.append(Load(cell, part.title, round(total - questions, 2), round(questions, 2), most))
    return found


def _covered(r: Rehearsed, parts: list[Phase]) -> list[Covered]:
    found = []
    specs = {spec.id: spec for spec in r.blueprint.injects}
    came = [(name, phase_of(parts, at)) for run in r.runs for name, at in run.seen.injects]
    for row in coverage(r.blueprint).rows:
        serving = {name for part in row.by_part for name in part} | {*row.on_condition}
        for part in parts:
            here = [name for name, when in came if when == part and name in serving]
            found += _by_component(r, specs, row.objective.id, part, here)
    return found


def _by_component(
    r: Rehearsed, specs: Mapping[str, InjectSpec], objective: str, part: Phase, came: Sequence[str]
) -> list[Covered]:
    spoken = {name: _components(r.blueprint, specs[name]) for name in dict.fromkeys(came)}
    found = []
    for component in COMPONENTS:
        names = tuple(name for name in specs if component in spoken.get(name, ()))
        if names:
            count = sum(name in names for name in came)
            found.append(Covered(objective, part.title, component, names, round(count / r.number, 2)))
    return found


def _components(blueprint: Blueprint, spec: InjectSpec) -> frozenset[str]:
    """The components that an inject speaks to; all of them where it is for nobody in particular."""
    return frozenset(c for name in spec.to or COMPONENTS for c in _of(blueprint, name))


def _of(b: Blueprint, name: str) -> tuple[str, ...]:
    """The components behind a name: a component, a unit, a contingent, a tag, a post, a role or a cell."""
    if name in COMPONENTS:
        return (name,)
    units = b.tags.get(name, ())
    if units:
        return tuple(b.units[unit].component for unit in units)
    if name in b.units:
        return (b.units[name].component,)
    if name in b.contingents:
        return (b.contingents[name].component,)
    roles = next((cell.roles for cell in b.cells if cell.id == name), (name,))
    posts = [b.command[post] for role in roles if (post := b.roles.get(role, role)) in b.command]
    return tuple(c for post in posts for c in (post.integrates or (post.component,)))
