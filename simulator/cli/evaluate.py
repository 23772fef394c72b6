"""``startex evaluate``: objectives, the evidence for them, what evaluators gave, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import tr, trn, word
from simulator.cli.needs import settled_in
from simulator.cli.out import complain, dump, say, say_words

if TYPE_CHECKING:
    from simulator.blueprint.model import Blueprint
    from simulator.readers.evaluation import Evidence, Proposal, Rating

__all__ = ["evaluate"]

_MOST_SEQS = 6
"""numbers of events that a line of evidence shows; --json gives them all"""


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a session.")],
    who: Annotated[
        str, typer.Option("--as", metavar="EVALUATOR", help="Whose eyes: proposals show where this one has rated.")
    ] = "",
    worst: Annotated[
        bool, typer.Option("--worst-case", help="The worst part rates the whole, instead of judgement.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Set the evidence of a session beside its objectives, with the ratings that were given."""
    from simulator.readers.evaluation import JUDGEMENT, WORST, adherence, evidence, proposals, ratings, visible_proposal
    from simulator.runs.notebook import notes
    from simulator.runs.replay import rebuild
    from simulator.runs.sessions import look_at

    settled_in(folder)
    found = look_at(folder)
    for notice in found.notices:
        complain(notice)
    blueprint = found.blueprint
    log = rebuild(found.program, found.header, found.history).log
    written = notes(folder)
    pieces, given = evidence(blueprint, log, written), ratings(log, written)
    rows = proposals(blueprint, pieces, roll_up=WORST if worst else JUDGEMENT)
    seen = [row for row in rows if visible_proposal(row, given, who) is not None]
    if as_json:
        dump(_document(folder, blueprint, pieces, given, seen, adherence(blueprint, log)))
        return 0
    _tell(blueprint, pieces, given, seen, who)
    _tell_adherence(adherence(blueprint, log))
    return 0


def _document(
    folder: Path,
    blueprint: Blueprint,
    pieces: Sequence[Evidence],
    given: Sequence[Rating],
    seen: Sequence[Proposal],
    counted: dict[str, dict[str, int]],
) -> dict[str, Any]:
    from simulator.readers.evaluation import reconciled

    return {
        "session": folder.name,
        "handling": blueprint.handling,
        "objectives": [
            {
                "id": objective.id,
                "text": objective.text,
                "capability": objective.capability,
                "evidence": [asdict(piece) for piece in pieces if piece.objective == objective.id],
                "ratings": [asdict(row) for row in given if row.about == objective.id],
                "reconciled": reconciled(given, objective.id),
            }
            for objective in blueprint.objectives
        ],
        "ratings": [asdict(row) for row in given],
        "proposals": [asdict(row) for row in seen],
        "adherence": counted,
    }


def _tell(
    blueprint: Blueprint, pieces: Sequence[Evidence], given: Sequence[Rating], seen: Sequence[Proposal], who: str
) -> None:
    from simulator.cli.titles import titles

    if blueprint.handling:
        say(blueprint.handling)
    if not blueprint.objectives:
        complain(tr("The scenario names no objectives; write some under objectives: to have them evaluated."))
    title = titles(blueprint)
    for objective in blueprint.objectives:
        say_words(f"{objective.id}  {objective.text}{f' ({objective.capability})' if objective.capability else ''}")
        for piece in pieces:
            if piece.objective == objective.id:
                _tell_piece(piece, title)
        for name in (objective.id, *(task.id for task in objective.critical_tasks)):
            _tell_ratings(given, name)
        own = [row for row in seen if row.level != "capability" and objective.id in row.objectives]
        for row in own:
            _tell_proposal(row)
        if who and not own:
            how = tr(
                "startex note DIR WORDS --as {who} --about {objective} --rating P|S|M|U|N",
                who=who,
                objective=objective.id,
            )
            say_words(
                tr(
                    "  a proposal shows when {who} has rated {objective}: {how}",
                    who=who,
                    objective=objective.id,
                    how=how,
                )
            )
        say()
    for row in seen:
        if row.level == "capability":
            _tell_proposal(row)


def _tell_piece(piece: Evidence, title: Callable[[str], str]) -> None:
    """What was asked and found; whoever it belongs to is called by title, a measure in plain words."""
    from simulator.readers.evaluation import called

    seqs = " ".join(map(str, piece.seqs[:_MOST_SEQS])) + (" ..." if len(piece.seqs) > _MOST_SEQS else "")
    asked = tr("asked {what}", what=piece.asked) if piece.asked and piece.kind != "task" else ""
    words = ", ".join(part for part in (piece.found, asked) if part)
    functions = called(piece.function or piece.by, title)
    who = f"  ({functions})" if functions else ""
    name = f"{piece.named}: " if piece.text else piece.named
    kind, verdict = word(piece.kind), word(piece.verdict)
    say_words(f"  {kind:<9} {verdict:<14} {name}{piece.text}{f' - {words}' if words else ''}{who}  [{seqs}]")


def _tell_ratings(given: Sequence[Rating], about: str) -> None:
    from simulator.readers.evaluation import reconciled

    rows = [row for row in given if row.about == about and row.holds]
    for row in rows:
        said = {"rating": row.rating, "about": about, "name": row.by, "words": row.words}
        say_words(tr("  rating    {rating}  {about} by {name}: {words}", **said))
    if len(rows) > 1:
        if agreed := reconciled(given, about):
            say(tr("  rating    {about} reconciled: {rating}", about=about, rating=agreed))
        else:
            say(tr("  rating    {about} evaluators differ", about=about))


def _tell_proposal(row: Proposal) -> None:
    how = word(row.roll_up)
    if row.provisional:
        how = tr("{how}, the exercise is not over", how=how)
    say(
        tr(
            "  proposed  {rating}  {level} {about} ({how}; a person confirms it)",
            rating=row.rating,
            level=word(row.level),
            about=row.about,
            how=how,
        )
    )
    for reason in row.reasons:
        say_words(f"      {reason.text}")


def _tell_adherence(counted: dict[str, dict[str, int]]) -> None:
    if counted:
        say(tr("Rules of the plan, by component:"))
    for component, row in counted.items():
        parts = (_counted(name, count) for name, count in row.items() if count)
        say(f"  {word(component):<10} {', '.join(parts)}")


def _counted(name: str, count: int) -> str:
    """What is counted of rules: firings, drills, and verdicts."""
    if name == "fired":
        return trn("{n} fired", "{n} fired", count)
    if name == "drills":
        return trn("{n} drill", "{n} drills", count)
    return tr("{count} {what}", count=count, what=word(name))
