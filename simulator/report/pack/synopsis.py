"""A scenario in short, for exercise control: who is there, what comes when, what is asked, and how much is assumed.

What an option of a question would do is left out: it is for the table, not for whoever chooses a scenario.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from simulator.blueprint.model import Blueprint, DecisionSpec, StreamSpec
from simulator.catalogue import decimal, tr, trn, word
from simulator.readers.conditions import stream_in_words
from simulator.readers.targets import asked_of
from simulator.report.pack.msel import when_in_words
from simulator.report.pack.papers import Papers, played_in_words
from simulator.units import format_clock, format_count, format_span, told_by_day

__all__ = ["Assumed", "Cast", "Moment", "Question", "Synopsis", "Target", "synopsis"]

_MONTH = 30 * 86400


@dataclass(frozen=True, slots=True)
class Cast:
    """A cell, a component or the threat, and who belongs to it; ``note`` says who plays it."""

    name: str
    members: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that comes: ``kind`` is ``stream``, ``inject`` or ``rate``, ``at`` -1 where no clock says when."""

    kind: str
    id: str
    at: int
    when: str
    text: str
    condition: str = ""
    """what it waits for, as the file says it"""


@dataclass(frozen=True, slots=True)
class Question:
    """A decision point, without what its options do."""

    id: str
    title: str
    asks: str
    when: str
    within: str
    options: tuple[str, ...]
    condition: str
    """when it opens, as the file says it"""


@dataclass(frozen=True, slots=True)
class Target:
    """An objective and what it asks."""

    id: str
    text: str
    capability: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assumed:
    """How many numbers nobody knows: set by the scenario itself, assumed by the program, fitted to a figure."""

    own: int
    program: int
    fitted: int


@dataclass(frozen=True, slots=True)
class Synopsis:
    """The whole of it."""

    name: str
    title: str
    variant: str
    handling: str
    startex: str
    duration_s: int
    summary: str
    draws_on: str
    exercises: tuple[str, ...]
    cells: tuple[Cast, ...]
    forces: tuple[Cast, ...]
    threat: tuple[Cast, ...]
    moments: tuple[Moment, ...]
    questions: tuple[Question, ...]
    objectives: tuple[Target, ...]
    variants: tuple[tuple[str, str], ...]
    assumed: Assumed

    def plain(self) -> dict[str, Any]:
        """The same as dictionaries and lists."""
        made = asdict(self)
        made["variants"] = [{"name": name, "about": about} for name, about in self.variants]
        return made


def synopsis(papers: Papers, variants: Sequence[tuple[str, str]] = ()) -> Synopsis:
    """A scenario in short; ``variants`` are their names and what they are about."""
    b = papers.planned.blueprint
    with told_by_day(b.startex, b.duration):
        return _in_short(papers, variants)


def _in_short(papers: Papers, variants: Sequence[tuple[str, str]]) -> Synopsis:
    b, planned = papers.planned.blueprint, papers.planned
    return Synopsis(
        name=b.name,
        title=b.title,
        variant=b.variant,
        handling=b.handling,
        startex=b.startex,
        duration_s=b.duration,
        summary=" ".join(planned.summary.split()),
        draws_on=" ".join(planned.draws_on.split()),
        exercises=tuple(dict.fromkeys(o.capability for o in b.objectives if o.capability)),
        cells=tuple(Cast(papers.name(c.id), _all(papers, c.roles), played_in_words(c.played_by)) for c in b.cells),
        forces=tuple(_forces(papers)),
        threat=tuple(Cast(papers.name(g.id), (), _group(g.type, armed=g.armed)) for g in b.groups.values()),
        moments=tuple(_moments(papers)),
        questions=tuple(_question(papers, spec) for spec in b.decisions),
        objectives=tuple(_targets(b)),
        variants=tuple(variants),
        assumed=_assumed(b),
    )


def _all(papers: Papers, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(papers.name, names))


def _group(kind: str, *, armed: bool) -> str:
    arms = tr("armed") if armed else tr("unarmed")
    return f"{word(kind).replace('_', ' ')}, {arms}"


def _forces(papers: Papers) -> Iterator[Cast]:
    """Units by component, those of one title together."""
    units = papers.planned.blueprint.units.values()
    for component in dict.fromkeys(unit.component for unit in units):
        own = [unit for unit in units if unit.component == component]
        titles = Counter(papers.name(unit.id) for unit in own)
        people = sum(unit.strength for unit in own)
        strength = trn("{count} person", "{count} people", people, count=format_count(people))
        several = tuple(f"{n} x {title}" if n > 1 else title for title, n in titles.items())
        yield Cast(word(component), several, strength)


# what comes when


def _moments(papers: Papers) -> Iterator[Moment]:
    """By the clock, then what comes on a condition, then what chance brings all the time."""
    b = papers.planned.blueprint
    found = [_event(papers, spec) for spec in b.stream]
    for spec in b.injects:
        at = spec.at if spec.when is None and not spec.if_missing else -1
        said = format_clock(at) if at >= 0 else when_in_words(papers, spec)
        condition = spec.when.text if spec.when is not None else ""
        title = " ".join((spec.title or spec.text).split())
        found.append(Moment("inject", spec.id, at, said, title, condition))
    yield from sorted((row for row in found if row.at >= 0), key=lambda row: row.at)
    yield from (row for row in found if row.at < 0)
    for rate in b.rates:
        kind, number = word(rate.kind).replace("_", " "), decimal(f"{rate.rate * _MONTH:.3g}")
        text = tr("{kind}, {n} a month", kind=kind, n=number)
        yield Moment("rate", rate.id, -1, tr("throughout"), text)


def _event(papers: Papers, spec: StreamSpec) -> Moment:
    """An event of the stream, in the words in which a time line tells that it began."""
    text = stream_in_words(spec, papers.name)
    late = spec.late_by.high if spec.late_by is not None else 0
    when = format_clock(spec.at)
    if late:
        when = tr("{clock}, up to {span} later", clock=when, span=format_span(late))
    return Moment("stream", spec.id, spec.at, when, text)


def _question(papers: Papers, spec: DecisionSpec) -> Question:
    options = tuple(" ".join((option.text or option.id).split()) for option in spec.options)
    when = tr("when {condition}", condition=papers.condition(spec.when, spec.post))
    asks, within = papers.name(spec.role), format_span(spec.deadline)
    return Question(spec.id, spec.title, asks, when, within, options, spec.when.text)


def _targets(b: Blueprint) -> Iterator[Target]:
    for objective in b.objectives:
        asked = tuple(f"{target.measure} {asked_of(target)}" for target in objective.targets)
        yield Target(objective.id, objective.text, objective.capability, asked)


def _assumed(b: Blueprint) -> Assumed:
    sources = [source for _, _, source in b.assumptions]
    fitted = sum("fitted" in source for source in sources)
    program = sum("[A]" in source and "fitted" not in source for source in sources)
    return Assumed(len(sources) - program - fitted, program, fitted)
