"""Long stretches without anything for anybody, and a MSEL that does not fit into the exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from simulator.authoring.rehearsal.matrix import room_time
from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.thresholds import BINS, GAP, INJECT_MIN, LONG_GAP
from simulator.catalogue import tr
from simulator.units import format_clock, format_span

__all__ = ["time"]


def time(r: Rehearsed) -> Iterator[Finding]:
    """The exercise's time."""
    yield from _gap(r)
    least, _ = room_time(r.blueprint)
    if least > r.blueprint.duration:
        number = sum(spec.times for spec in r.blueprint.injects)
        what = tr("the MSEL does not fit: a room needs at least {least} for it", least=format_span(least))
        low, high = INJECT_MIN
        span = format_span(r.blueprint.duration)
        figure = tr("{n} injects at {low} to {high} minutes each, in {span}", n=number, low=low, high=high, span=span)
        yield r.finding(
            "R703", "warning", ("msel",), what, figure, tr("take injects out, or give the exercise more time")
        )


def longest(stirs: Sequence[int]) -> tuple[int, int]:
    """The longest run of stretches without anything, as [first, end) of :data:`BINS`."""
    marks = [-1, *stirs, BINS]
    return max(((a + 1, b) for a, b in pairwise(marks)), key=lambda gap: gap[1] - gap[0])


def _gap(r: Rehearsed) -> Iterator[Finding]:
    """The longest quiet stretch of the middle run: half of the runs have one at least as long."""
    gaps = sorted((longest(run.seen.stirs) for run in r.runs), key=lambda gap: gap[1] - gap[0])
    begin, end = gaps[(len(gaps) - 1) // 2]
    share = (end - begin) / BINS
    if share < GAP:
        return
    first, last = (edge * r.blueprint.duration // BINS for edge in (begin, end))
    as_long = sum(b - a >= end - begin for a, b in gaps)
    what = tr(
        "nothing reaches anybody from {first} to {last}, {share:.0%} of the exercise",
        first=format_clock(first),
        last=format_clock(last),
        share=share,
    )
    figure = tr("{count} of {of} runs have a stretch as long", count=as_long, of=r.number)
    hint = tr("let something happen there, jump over it, or end sooner")
    code, grade = ("R701", "warning") if share >= LONG_GAP else ("R702", "notice")
    yield r.finding(code, grade, _after(r, last), what, figure, hint)


def _after(r: Rehearsed, at: int) -> Where:
    """What comes by the clock at the end of a stretch, else how long the exercise is."""
    slack = r.blueprint.duration // BINS
    coming: list[tuple[int, Where]] = [
        *((spec.at, r.inject(spec.id)) for spec in r.blueprint.injects if spec.at >= at - slack),
        *((event.at, r.stream(event.id)) for event in r.blueprint.stream if event.at >= at - slack),
    ]
    coming = [row for row in coming if row[0] <= min(at + slack, r.blueprint.duration)]
    return min(coming, key=lambda row: row[0])[1] if coming else ("clock", "duration")
