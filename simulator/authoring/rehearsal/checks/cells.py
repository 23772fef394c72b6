"""Cells with too much on the table at once, or with nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from simulator.authoring.rehearsal.matrix import arrivals, peak
from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.thresholds import ALWAYS, FIGHT, MANY_OPEN, TOO_MANY_OPEN, WINDOW_S
from simulator.blueprint.model import CellSpec
from simulator.catalogue import marked, tr
from simulator.readers.phases import phase_of, phases
from simulator.readers.scene.picture import cells_of
from simulator.units import format_clock

__all__ = ["cells"]

_MORE = marked("in {count} of {of} runs more than {number} within {minutes} minutes")

Arrivals = Mapping[str, Sequence[tuple[int, str]]]


def cells(r: Rehearsed) -> Iterator[Finding]:
    """Every cell, or every command post where there are no cells."""
    runs = arrivals(r.blueprint, (run.seen for run in r.runs))
    for name in cells_of(r.blueprint):
        yield from _much(r, name, runs)
    for cell in r.blueprint.cells:
        if cell.played_by != "model":
            yield from _little(r, cell, runs)


def _much(r: Rehearsed, cell: str, runs: Sequence[Arrivals]) -> Iterator[Finding]:
    peaks = [peak(run[cell]) for run in runs]
    for code, grade, number in (("R602", "warning", TOO_MANY_OPEN), ("R603", "notice", MANY_OPEN)):
        over = [last for most, last in peaks if most > number]
        if len(over) >= FIGHT * len(runs):
            last = Counter(over).most_common(1)[0][0]
            what = tr(
                "{cell} has {most:g} things on its table at once when {last} comes",
                cell=cell,
                most=median(most for most, _ in peaks),
                last=last,
            )
            minutes = WINDOW_S // 60
            figure = r.of_runs(len(over), None, _MORE, number=number, minutes=minutes)
            hint = tr("spread them, send some to other cells, or hold the clock there")
            yield r.finding(code, grade, _of(r, last), what, figure, hint)
            return


def _of(r: Rehearsed, name: str) -> Where:
    """Where an inject or a decision stands."""
    return ("decisions", name) if any(d.id == name for d in r.blueprint.decisions) else r.inject(name)


def _little(r: Rehearsed, cell: CellSpec, runs: Sequence[Arrivals]) -> Iterator[Finding]:
    where: Where = ("cells", cell.id)
    rules = [rule.id for rule in r.blueprint.rules if rule.role in cell.roles and not rule.local]
    acts = r.count(lambda seen: any(name in seen.rules for name in rules))
    busy = sum(bool(run[cell.id]) for run in runs)
    if not busy and not acts:
        what = tr("{cell} has nothing to do: no inject, no question and no rule ever reaches it", cell=cell.id)
        yield r.finding(
            "R601", "warning", where, what, r.of_runs(0), tr("send it injects, or let others play its roles")
        )
        return
    parts = phases(r.blueprint)
    idle = {
        part: sum(all(phase_of(parts, at) != part for at, _ in run[cell.id]) for run in runs)
        for part in (parts if len(parts) > 1 else ())
    }
    empty = [part for part, count in idle.items() if count >= ALWAYS * len(runs)]
    if empty:
        spans = ", ".join(
            tr("{title} ({begin} to {end})", title=p.title, begin=format_clock(p.begin), end=format_clock(p.end))
            for p in empty
        )
        figure = r.of_runs(min(idle[part] for part in empty))
        what = tr("{cell} gets no inject and no question in {spans}", cell=cell.id, spans=spans)
        yield r.finding("R604", "notice", where, what, figure, tr("send it one, or jump over this time"))
