"""Proposed ratings, by the decision rule of the exercise doctrine; never final until a person confirms them.

Was it achieved?  No: U.  Achieved, but harm was added by the room's act or omission, or something that the plan asks
was not done: M.  Achieved, and something could be better - late, held, handed over with a gap, tagged: S.  Else P.
Without anything to judge by: N, which is never U.

Achieved means: the targets that can be judged are met; where there are none, the critical tasks are done; where there
are none either, what rules, decisions and injects asked of the players.  Part of it achieved is proposed as M with a
word that a person must judge it (``judgement``); as ``worst case`` the worst part decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr, word
from simulator.commands import RATINGS
from simulator.readers.evaluation.rows import (
    ADDED,
    DONE,
    HELD,
    IMPROVE,
    JUDGED,
    JUDGEMENT,
    LATE,
    MET,
    MISSED,
    NOT_MET,
    OPEN,
    PART,
    UNKNOWN,
    WORST,
    Evidence,
    Proposal,
    Reason,
)
from simulator.readers.evaluation.said import Rating

__all__ = ["proposals", "propose", "rate", "visible_proposal"]

_REACHED = frozenset((MET, DONE, LATE))
_FAILED = frozenset((NOT_MET, MISSED))
_DEEDS = frozenset(("action", "rule", "decision"))


def rate(pieces: Sequence[Evidence]) -> tuple[str, tuple[Reason, ...]]:
    """The rating that pieces of evidence speak for, with its reasons, the deciding ones first."""
    pieces = [piece for piece in pieces if piece.players]
    outcomes = _outcomes(pieces)
    if not outcomes:
        return "N", (Reason(tr("nothing to judge by was observed")), *_unknown(pieces))
    failed = [p for p in outcomes if p.verdict in _FAILED or p.verdict == PART]
    reached = [p for p in outcomes if p.verdict in _REACHED or p.verdict == PART]
    if not reached:
        return "U", (*(_reason(tr("not achieved"), p) for p in failed), *_unknown(pieces))
    parts = [_reason(tr("achieved in part only, a person must judge it"), p) for p in failed]
    harm = [_reason(tr("harm"), p) for p in pieces if p.verdict == ADDED]
    undone = [
        _reason(tr("the plan asks it"), p)
        for p in pieces
        if p.verdict in (MISSED, PART) and p.kind != "handover" and p not in outcomes
    ]
    better = [_reason(tr("could be better"), p) for p in pieces if p.verdict in (LATE, HELD, IMPROVE)]
    better += [_reason(tr("could be better"), p) for p in pieces if p.kind == "handover" and p.verdict == MISSED]
    if parts or harm or undone:
        return "M", (*parts, *harm, *undone, *better, *_unknown(pieces))
    if better:
        return "S", (*better, *_unknown(pieces))
    return "P", (*(_reason(tr("achieved"), p) for p in reached), *_unknown(pieces))


def _outcomes(pieces: Sequence[Evidence]) -> list[Evidence]:
    """What says whether it was achieved: targets, else critical tasks, else what was asked for."""
    judged = [piece for piece in pieces if piece.verdict in JUDGED]
    for kinds in ({"target"}, {"task"}, _DEEDS):
        found = [piece for piece in judged if piece.kind in kinds]
        if found:
            return found
    return []


def _reason(why: str, piece: Evidence) -> Reason:
    said = {"why": why, "about": piece.named, "verdict": word(piece.verdict), "text": piece.text}
    if not piece.found:
        return Reason(tr("{why}: {about} {verdict}: {text}", **said), piece.seqs)
    found = piece.found
    if piece.asked:
        found = tr("{found}, asked {asked}", found=found, asked=piece.asked)
    return Reason(tr("{why}: {about} {verdict}: {text} ({found})", **said, found=found), piece.seqs)


def _unknown(pieces: Sequence[Evidence]) -> Iterable[Reason]:
    return [_reason(tr("cannot be told"), p) for p in pieces if p.verdict == UNKNOWN]


def propose(
    level: str, about: str, pieces: Sequence[Evidence], *, provisional: bool = False, parts: Sequence[Proposal] = ()
) -> Proposal:
    """A proposal from pieces of evidence; with ``parts`` the worst case of these and of the pieces themselves."""
    rating, reasons = rate(pieces)
    objectives = tuple(dict.fromkeys(piece.objective for piece in pieces))
    found = Proposal(level, about, rating, reasons, objectives, provisional)
    if not parts:
        return found
    worst = max((found, *parts), key=lambda p: _badness(p.rating))
    why = reasons
    if worst is not found:
        said = {"level": word(worst.level), "about": worst.about, "rating": worst.rating}
        why = (Reason(tr("{level} {about} is proposed {rating}", **said)), *reasons)
    return replace(found, rating=worst.rating, reasons=why, roll_up=WORST)


def _badness(rating: str) -> int:
    """P, S, M, U in this order; N says nothing and is worse than none of them."""
    return -1 if rating == "N" else RATINGS.index(rating)


def proposals(blueprint: Blueprint, found: Sequence[Evidence], *, roll_up: str = JUDGEMENT) -> list[Proposal]:
    """Proposals for every capability, objective, target and critical task, the whole before its parts.

    An objective without any piece of evidence is N.  The exercise is over when no target is open.
    """
    rows: list[Proposal] = []
    capabilities: dict[str, list[str]] = {}
    for objective in blueprint.objectives:
        capabilities.setdefault(objective.capability, []).append(objective.id)
    for capability, names in capabilities.items():
        wholes: list[Proposal] = []
        details: list[Proposal] = []
        for name in names:
            whole, parts = _objective(name, [p for p in found if p.objective == name], roll_up)
            wholes.append(whole)
            details += [whole, *parts]
        if capability:
            pieces = [p for p in found if p.objective in names]
            worst = wholes if roll_up == WORST else ()
            top = propose("capability", capability, pieces, provisional=_provisional(pieces), parts=worst)
            rows.append(replace(top, objectives=tuple(names)))
        rows += details
    return rows


def _objective(name: str, pieces: Sequence[Evidence], roll_up: str) -> tuple[Proposal, list[Proposal]]:
    parts = [
        replace(propose(p.kind, p.about, [p], provisional=p.verdict == OPEN), objectives=(name,))
        for p in pieces
        if p.kind in ("target", "task")
    ]
    worst = parts if roll_up == WORST else ()
    whole = propose("objective", name, pieces, provisional=_provisional(pieces), parts=worst)
    return replace(whole, objectives=(name,)), parts


def _provisional(pieces: Sequence[Evidence]) -> bool:
    return any(piece.verdict == OPEN for piece in pieces)


def visible_proposal(proposal: Proposal, given: Iterable[Rating], evaluator: str) -> Proposal | None:
    """The proposal, once this evaluator's own rating of every objective that it covers is in; None before.

    A rating of N counts: the evaluator has said that nothing was observed.  Without a name nobody sees any.
    """
    own = {r.about for r in given if r.holds and evaluator and r.by.casefold() == evaluator.casefold()}
    return proposal if proposal.objectives and own.issuperset(proposal.objectives) else None
