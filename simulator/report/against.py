"""Section 3: the room against the plan - every measure beside runs of the session's own scenario, and forks tried."""

from __future__ import annotations

from simulator.catalogue import marked, tr, word
from simulator.measures import MEASURES
from simulator.report.document import Block, Paragraph, Section, Table
from simulator.report.material import Material
from simulator.report.voice import Voice
from simulator.runs.beside.rows import Beside, Standing
from simulator.units import format_amount, format_clock

__all__ = ["against"]

_TITLE = marked("3 The room against the plan")


def against(material: Material, voice: Voice) -> Section:
    """The room's value, the plan's median, and where the room lies among runs of the plan."""
    beside = material.beside
    if beside is None:
        said = tr(
            "No runs of the plan were made for this report; without --runs 0 it makes them, and --plan takes a batch."
        )
        return Section(tr(_TITLE), (Paragraph(said, (), "note"),))
    blocks: list[Block] = [Paragraph(_size(beside)), _table(beside)]
    blocks += [Paragraph(sentence) for sentence in map(_sentence, beside.standings) if sentence]
    below = []
    if beside.variants:
        below.append(Section(tr("Among the variants"), (_variants(beside),)))
    if beside.forks and voice.reader.staff:
        below.append(Section(tr("Forks that were tried"), (_forks(material, voice, beside),)))
    if beside.unknown:
        blocks.append(Paragraph(tr("Not run: {variants}.", variants=tr("; ").join(beside.unknown)), (), "note"))
    return Section(tr(_TITLE), tuple(blocks), tuple(below))


def _size(beside: Beside) -> str:
    return tr(
        "{runs} runs of the same scenario to {end}, every role played by the model ({source}). A percentile is the "
        "share of runs with a smaller value, and half of those with the same; the median has a 95 % interval. It says "
        "where the room stands in the model's world, and rates nobody.",
        runs=beside.runs,
        end=format_clock(beside.end),
        source=beside.source,
    )


def _amount(standing: Standing, value: float | None) -> str:
    return format_amount(value, MEASURES[standing.measure].unit)


def _span(standing: Standing, low: float | None, high: float | None) -> str:
    """``11 to 14 people``: the unit once; one value where both are the same, empty where there is none."""
    if low is None or high is None:
        return ""
    first, last = _amount(standing, low), _amount(standing, high)
    if first == last:
        return last
    number, _, unit = first.partition(" ")
    return tr("{first} to {last}", first=number if unit == last.partition(" ")[2] else first, last=last)


def _median(standing: Standing) -> str:
    span = _span(standing, standing.low, standing.high)
    return f"{_amount(standing, standing.median)}{f' ({span})' if span else ''}"


def _table(beside: Beside) -> Table:
    rows = tuple(
        (
            *(word(s.measure), _amount(s, s.room), _median(s), _span(s, s.quarter, s.three_quarters) or "-"),
            *(_percentile(s), _amount(s, s.same_chance)),
        )
        for s in beside.standings
    )
    head = (
        *(tr("Measure"), tr("Room"), tr("Plan's median"), tr("Middle half")),
        *(tr("Percentile"), tr("Plan, same chance")),
    )
    return Table(tr("The room beside runs of the plan"), head, rows, (21, 12, 23, 18, 14, 12))


def _percentile(standing: Standing) -> str:
    if standing.percentile is None:
        known = standing.n and standing.room is not None
        return tr("not comparable: {why}", why=standing.why_not) if known else standing.why_not
    return tr("the same in all") if standing.equal == standing.n else f"{standing.percentile:.0f}"


def _sentence(standing: Standing) -> str:
    """What stands out, in words; empty for what lies in the middle half, or where neither way is better."""
    better, n = MEASURES[standing.measure].better, standing.n
    if standing.percentile is None or better == "neither" or 25 <= standing.percentile <= 75:
        return ""
    high = standing.percentile > 75
    good = high == (better == "higher")
    count = standing.below if high else standing.above
    fields = {
        "measure": word(standing.measure),
        "room": _amount(standing, standing.room),
        "median": _median(standing),
        "share": f"{100 * count / n:.0f}",
    }
    if good:
        return tr(
            "{measure}: {room}; the plan's median is {median}; better than {share} % of the plan's runs.", **fields
        )
    return tr("{measure}: {room}; the plan's median is {median}; worse than {share} % of the plan's runs.", **fields)


def _variants(beside: Beside) -> Table:
    names = list(beside.variants)
    rows = []
    for s in beside.standings:
        cells = [
            _percentile(row) if (row := beside.variants[name].get(s.measure)) is not None else "-" for name in names
        ]
        rows.append((word(s.measure), *cells))
    return Table(tr("Percentile of the room among runs of each variant"), (tr("Measure"), *names), tuple(rows))


def _forks(material: Material, voice: Voice, beside: Beside) -> Table:
    measures = [s.measure for s in beside.standings]
    rows = []
    for number, fork in enumerate(beside.forks, 1):
        name = tr("fork {number}", number=number) if voice.reader.redact else fork.name
        values = [format_amount(fork.measures.get(m), MEASURES[m].unit) for m in measures[:4]]
        state = tr("played to ENDEX") if fork.ended else tr("not played to ENDEX")
        rows.append((name, format_clock(fork.at), ", ".join(fork.changes) or tr("the same so far"), state, *values))
    own = [format_amount(material.measures.get(m), MEASURES[m].unit) for m in measures[:4]]
    rows.insert(0, (tr("this session"), "-", "-", "", *own))
    head = (tr("Fork"), tr("Parts at"), tr("Decides otherwise"), tr("State"), *map(word, measures[:4]))
    return Table(tr("Forks of this session"), head, tuple(rows))
