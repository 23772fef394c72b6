"""The minutes that cost most and those that won most: which decision, by which function, what was known, what else.

Minutes are counted from what the plan asks, or from what its runs take; where pairs of futures were played, those that
cost people come first.  What the model or exercise control did is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.catalogue import marked, tr, word
from simulator.events import LogEvent
from simulator.readers.hotwash import Difference, differences
from simulator.readers.scene.picture import Picture, cells_of
from simulator.report.document import Finding, Paragraph, Section
from simulator.report.material import Material
from simulator.report.voice import Voice
from simulator.runs.beside.rows import WhatIf
from simulator.runs.beside.whatif import SHOWN, ranked
from simulator.units import format_clock, format_span

__all__ = ["minutes", "moments_of"]

_FACTS = 4
"""facts of a picture that are told"""
_FEWER = marked(
    "{number:.1f} people fewer harmed{share} (95 % {low:+.1f} to {high:+.1f}), over {pairs} pairs of futures from that "
    "moment: {room:.1f} as the room did ({did}), {plan:.1f} as the plan does"
)
_MORE = marked(
    "{number:.1f} people more harmed{share} (95 % {low:+.1f} to {high:+.1f}), over {pairs} pairs of futures from that "
    "moment: {room:.1f} as the room did ({did}), {plan:.1f} as the plan does"
)
_NO_COST = marked("No minutes that cost anything can be told from the log.")
_NO_GAIN = marked("No minutes that won anything can be told from the log.")


def moments_of(material: Material) -> tuple[list[Difference], list[Difference]]:
    """The costliest and the best differences of people in the room, so many as are shown of each."""
    beside = material.beside
    rows = differences(
        material.blueprint, list(material.log), (), material.notes, typical=beside.typical if beside else None
    )
    return ranked(material.blueprint, rows, beside.what_ifs if beside else {}, SHOWN)


def minutes(material: Material, voice: Voice) -> Section:
    """Three costly minutes and three good ones, or as many as there are."""
    costly, good = moments_of(material)
    below = (
        Section(tr("Minutes that cost"), tuple(_told(material, voice, costly, "costly", "C")) or (_none(_NO_COST),)),
        Section(tr("Minutes that won"), tuple(_told(material, voice, good, "good", "G")) or (_none(_NO_GAIN),)),
    )
    intro = Paragraph(
        tr(
            "Measured from the moment that called for something. A function is named, never a person; what its cell "
            "knew is what had reached its posts by then."
        )
    )
    return Section(tr("4 Minutes that cost and minutes that won"), (intro,), below)


def _none(said: str) -> Paragraph:
    return Paragraph(tr(said), (), "note")


def _told(material: Material, voice: Voice, rows: Sequence[Difference], kind: str, letter: str) -> Iterator[Finding]:
    for number, row in enumerate(rows, 1):
        facts = [(label, text) for label, text in _facts(material, row) if text]
        yield Finding(
            kind,
            f"{letter}{number}",
            _statement(row),
            _asked(row),
            "",
            row.deed.seqs if row.deed else (row.seq,),
            voice.function(row.function),
            row.at,
            tuple(facts),
            source=row.deed.id if row.deed else "",
        )


def _statement(row: Difference) -> str:
    what, number = word(row.what), f"{abs(row.minutes):.0f}"
    if row.good:
        return tr("{what}, {number} min won: {text}", what=what, number=number, text=row.text)
    return tr("{what}, {number} min lost: {text}", what=what, number=number, text=row.text)


def _asked(row: Difference) -> str:
    deed = row.deed
    if deed is None:
        return ""
    begun = format_clock(deed.begun)
    if deed.due <= deed.begun:
        return tr("{deed}, called for at {begun}", deed=deed.id, begun=begun)
    span = format_span(deed.due - deed.begun)
    return tr("{deed}, called for at {begun} within {span}", deed=deed.id, begun=begun, span=span)


def _facts(material: Material, row: Difference) -> Iterator[tuple[str, str]]:
    known = row.deed.done if row.deed is not None and 0 <= row.deed.done < row.at else row.at
    yield tr("What the cell knew then"), _known(material, row.function, known)
    what_if = material.beside.what_ifs.get(row.seq) if material.beside else None
    if what_if is not None:
        yield tr("What the plan would have done"), what_if.plan_does
        yield tr("Had it been done so"), _if(what_if)
    elif row.deed is not None:
        yield tr("What the plan would have done"), _plain(material, row)


def _plain(material: Material, row: Difference) -> str:
    """What the plan's own words ask, where no runs say how it goes."""
    deed = row.deed
    assert deed is not None
    rule = next((r for r in material.blueprint.rules if r.id in (deed.id, deed.task)), None)
    if rule is not None:
        steps = tr("; ").join(step.prose or word(step.task).replace("_", " ") for step in rule.steps)
        return tr("{name}: {text}", name=rule.id, text=steps)
    decision = next((d for d in material.blueprint.decisions if d.id in (deed.id, deed.task)), None)
    if decision is not None:
        return tr("answer within {span}", span=format_span(decision.deadline))
    return ""


def _if(what_if: WhatIf) -> str:
    """The difference in harm with its interval, and what it is a difference of."""
    if what_if.why_not:
        return tr("not told: {why}", why=what_if.why_not)
    if not what_if.apart:
        return tr(
            "no difference in people harmed that {pairs} pairs of futures could tell from chance "
            "({difference:+.1f}, 95 % {low:+.1f} to {high:+.1f})",
            pairs=what_if.pairs,
            difference=what_if.difference,
            low=what_if.low,
            high=what_if.high,
        )
    share = f", {100 * abs(what_if.difference) / what_if.room:.0f} %" if what_if.room else ""
    return tr(
        _FEWER if what_if.difference < 0 else _MORE,
        number=abs(what_if.difference),
        share=share,
        low=what_if.low,
        high=what_if.high,
        pairs=what_if.pairs,
        room=what_if.room,
        did=what_if.room_did,
        plan=what_if.plan,
    )


def _known(material: Material, function: str, at: int) -> str:
    cell = _cell(material, function)
    if not cell:
        return ""
    picture = Picture(material.blueprint, cell)
    picture.extend(_before(material.log, at))
    picture.advance(at)
    facts = [f for f in picture.facts if f.place and f.open][:_FACTS]
    told = [tr("{fact} (heard {at})", fact=picture.said(f), at=format_clock(f.heard_at)) for f in facts]
    text = tr("; ").join(told) if told else tr("nothing that stood open")
    return tr("{name}: {text}", name=word(cell).replace("_", " "), text=text)


def _before(log: Sequence[LogEvent], at: int) -> list[LogEvent]:
    return [event for event in log if event.at <= at]


def _cell(material: Material, function: str) -> str:
    """The cell in which a role, or the first of several, sits; empty where none is named."""
    names = [name.strip() for name in function.split(",")]
    cells = cells_of(material.blueprint)
    for name in names:
        if name in cells:
            return name
        for cell in material.blueprint.cells:
            if name in cell.roles:
                return cell.id
        post = material.blueprint.roles.get(name, name)
        found = next((cell for cell, posts in cells.items() if post in posts), "")
        if found:
            return found
    return ""
