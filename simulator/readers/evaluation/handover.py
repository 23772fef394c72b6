"""Handover between military, police and security: how long word took, and whether the lead was taken.

Word must pass where two components have a part in the same thing: rules or decisions of both woke for one place, and
people play both.  It has passed with the first message or question between their cells after the first of the two
knew.  Where no such message is in the log nothing is known - they may have spoken across the table.  A lead that police
offered was handed over when soldiers took it on the scene.  No limit is set here: an objective's target sets one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.readers.evaluation.deeds import Deed, ended
from simulator.readers.evaluation.rows import MEASURED, MISSED, NOT_OBSERVED, OPEN, Evidence
from simulator.readers.responses import Log
from simulator.readers.scene.names import Names
from simulator.units import format_span

__all__ = ["SIDES", "handovers", "unheard"]

SIDES = ("military", "police", "security")


def handovers(log: Log, called: list[Deed]) -> list[Evidence]:
    """Every handover that was called for, in the order in which it was; ``objective`` is left empty."""
    return sorted([*_leads(log), *_words(log, called)], key=lambda e: (e.seqs[:1], e.about))


def unheard(log: Log, gaps: Sequence[Evidence]) -> bool:
    """Whether the time of handovers says nothing: word had to pass between people, and the log holds none of it."""
    counted = any(True for _ in log.of("handed_over", "orders_conflicted", "lead_taken"))
    return not counted and any(gap.verdict == NOT_OBSERVED for gap in gaps)


def _leads(log: Log) -> Iterator[Evidence]:
    taken, title = {seq: e for e in log.of("lead_taken") for seq in e.given}, Names(log.blueprint).title
    for offer in log.of("lead_offered"):
        answer = taken.get(offer.seq)
        text = tr("police offer the lead at {place}", place=title(str(offer.data["at"])))
        if answer is None:
            verdict, found = (MISSED, tr("nobody took it")) if ended(log) else (OPEN, tr("nobody has taken it yet"))
            yield Evidence("", "handover", "police-military", text, verdict, "", found, -1, 0, (offer.seq,))
            continue
        gap = tr("taken after {time}", time=format_span(int(answer.data["gap_s"])))
        seqs = (offer.seq, answer.seq)
        yield Evidence("", "handover", "police-military", text, MEASURED, "", gap, answer.at, 0, seqs)


def _sides(blueprint: Blueprint) -> dict[str, str]:
    """Whoever may send or receive a message -> the component that it speaks for."""
    found: dict[str, str] = {}
    for cell in blueprint.cells:
        if cell.id in SIDES:
            found[cell.id] = cell.id
            found.update(dict.fromkeys(cell.roles, cell.id))
    found.update((post.id, post.component) for post in blueprint.command.values() if post.component in SIDES)
    return found


def _words(log: Log, called: list[Deed]) -> Iterator[Evidence]:
    sides = _sides(log.blueprint)
    played = {cell.id for cell in log.blueprint.cells if cell.played_by == "room"}
    names = Names(log.blueprint)
    messages = list(log.in_order("message_passed", "question_asked"))
    for place, parts in _parts(called, sides).items():
        for one, other in combinations([side for side in parts if side in played], 2):
            first = min(parts[one], parts[other], key=lambda deed: deed.seqs[0])
            then = parts[other] if first is parts[one] else parts[one]
            pair = {one, other}
            about = "-".join(side for side in SIDES if side in pair)
            text = tr("{one} and {other} both speak of {place}", one=first.id, other=then.id, place=names.title(place))
            seqs = tuple(sorted((first.seqs[0], then.seqs[0])))
            passed = next(
                (
                    e
                    for e in messages
                    if e.seq > first.seqs[0] and {sides.get(e.subject), sides.get(str(e.data["to"]))} == pair
                ),
                None,
            )
            if passed is None:
                found = tr("no message between them in the log; they may have spoken")
                yield Evidence("", "handover", about, text, NOT_OBSERVED, "", found, -1, 0, seqs)
            else:
                found = tr("first word after {time}", time=format_span(passed.at - first.begun))
                yield Evidence(
                    "", "handover", about, text, MEASURED, "", found, passed.at, 0, tuple(sorted((*seqs, passed.seq)))
                )


def _parts(called: list[Deed], sides: dict[str, str]) -> dict[str, dict[str, Deed]]:
    """Place -> side -> the first of its rules or decisions that woke there."""
    found: dict[str, dict[str, Deed]] = {}
    for deed in called:
        side = deed.component if deed.component in SIDES else sides.get(deed.function, "")
        if deed.kind != "action" and deed.place and not deed.local and side:
            found.setdefault(deed.place, {}).setdefault(side, deed)
    return found
