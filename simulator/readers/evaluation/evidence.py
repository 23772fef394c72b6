"""Evidence for every objective: what was asked of the players, what the log shows of it, and where it shows it.

Readers know no engine: this is one pass over a log, of a run or of a session that is still being played.  Targets are
judged at ENDEX, or before where a count can only grow and is over its threshold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from simulator.blueprint.model import Blueprint, CriticalTaskSpec, ObjectiveSpec
from simulator.catalogue import tr, trn
from simulator.events import LogEvent
from simulator.measures import MEASURES
from simulator.readers.conduct import not_comparable
from simulator.readers.evaluation.basis import GROWS, basis
from simulator.readers.evaluation.deeds import Deed, deeds, ended
from simulator.readers.evaluation.handover import handovers, unheard
from simulator.readers.evaluation.harm import Harm, harm_of
from simulator.readers.evaluation.rows import (
    ADDED,
    DONE,
    HELD,
    LATE,
    MET,
    MISSED,
    NOT_COMPARABLE,
    NOT_MET,
    NOT_OBSERVED,
    OPEN,
    PART,
    SAID,
    Evidence,
)
from simulator.readers.evaluation.said import Note, Said, said, tagged
from simulator.readers.measures import measured
from simulator.readers.owners import named
from simulator.readers.responses import Log
from simulator.readers.scene.names import Names
from simulator.readers.targets import Finding, findings
from simulator.units import format_amount, format_span

__all__ = ["adherence", "evidence"]

_HARM_MEASURES = frozenset(name for name in MEASURES if "harm" in name or name == "civilian_deaths")


def evidence(blueprint: Blueprint, log: Sequence[LogEvent], notes: Iterable[Note] = ()) -> list[Evidence]:
    """Everything that speaks for or against each objective, objective by objective, targets and critical tasks first.

    ``notes`` are lines of evaluators' notebooks.  Raises nothing; an empty log gives pieces without a verdict.
    """
    folded = Log(blueprint, log)
    called = deeds(folded)
    asked = {target.measure for objective in blueprint.objectives for target in objective.targets}
    values = measured(folded, asked) if log else {}
    doubtful = not_comparable(folded)
    names = Names(blueprint)
    harms, gaps, words = harm_of(folded, called), handovers(folded, called), said(folded.of("remark_made"), notes)
    if unheard(folded, gaps):
        values["handover_gap"] = None
    told = findings(blueprint, values)
    found: list[Evidence] = []
    for objective in blueprint.objectives:
        own = _own(blueprint, objective, called)
        pieces = [_target(folded, f, doubtful) for f in told if f.objective == objective.id]
        pieces += [_task(objective, task, called) for task in objective.critical_tasks]
        pieces += [_deed(objective.id, deed, names.title) for deed in own]
        pieces += [replace(gap, objective=objective.id) for gap in gaps if _is_theirs(objective, gap, own)]
        pieces += [_harm(blueprint, objective.id, h) for h in harms if _is_laid_to(objective, h, own)]
        pieces += list(_remarks(blueprint, objective, pieces, words))
        found += pieces
    return found


# targets


def _target(log: Log, finding: Finding, doubtful: dict[str, str]) -> Evidence:
    value = format_amount(finding.value, MEASURES[finding.measure].unit)
    piece = Evidence(
        *(finding.objective, "target", finding.measure, tr(MEASURES[finding.measure].about), NOT_OBSERVED),
        *(finding.asked, value, log.end),
        seqs=basis(log, finding.measure),
    )
    if finding.met is None:
        return replace(piece, found=tr("nothing to measure"), at=-1)
    if finding.measure in doubtful:
        found = tr("{first}; {second}", first=value, second=doubtful[finding.measure])
        return replace(piece, verdict=NOT_COMPARABLE, found=found)
    if not ended(log) and (finding.met or finding.measure not in GROWS):
        return replace(piece, verdict=OPEN, found=tr("{value} so far", value=value))
    return replace(piece, verdict=MET if finding.met else NOT_MET)


# critical tasks


def _task(objective: ObjectiveSpec, task: CriticalTaskSpec, called: Sequence[Deed]) -> Evidence:
    """A critical task by what it is done by: late or missed where any part is, done in part where others were done."""
    parts = [deed for deed in called if deed.id in task.done_by]
    verdict, found = _together(task, parts)
    settled = [deed.done for deed in parts if deed.done >= 0]
    seqs = tuple(sorted({seq for deed in parts for seq in deed.seqs}))
    late = max((deed.late_s for deed in parts), default=0)
    return Evidence(
        *(objective.id, "task", task.id, task.text, verdict, ", ".join(task.done_by), found),
        *(max(settled, default=-1), late, seqs),
        players=not parts or any(deed.players for deed in parts),
    )


def _together(task: CriticalTaskSpec, parts: Sequence[Deed]) -> tuple[str, str]:
    if not task.done_by:
        return NOT_OBSERVED, tr("in words only: people in the room can tell")
    if not parts:
        return NOT_OBSERVED, tr("nothing called for it")
    verdicts = [deed.verdict for deed in parts]
    missed, reached = verdicts.count(MISSED), verdicts.count(DONE) + verdicts.count(LATE)
    counted = tr("{done} of {asked} done", done=reached, asked=missed + reached)
    if missed:
        return (PART, counted) if reached else (MISSED, counted)
    for verdict in (LATE, DONE, HELD, OPEN):
        if verdict in verdicts:
            return verdict, counted if reached else parts[verdicts.index(verdict)].found
    return NOT_OBSERVED, parts[0].found


# deeds


def _own(blueprint: Blueprint, objective: ObjectiveSpec, called: Sequence[Deed]) -> list[Deed]:
    """The deeds of an objective: its injects' actions, and its rules and decisions."""
    names = named(blueprint, objective)
    injects = {inject.id for inject in blueprint.injects if inject.objective == objective.id} | names
    return [
        deed
        for deed in called
        if (deed.kind == "action" and (deed.id in injects or deed.task in names or deed.task == objective.id))
        or (deed.kind != "action" and deed.id in names)
    ]


def _deed(objective: str, deed: Deed, title: Callable[[str], str]) -> Evidence:
    asked = "" if deed.due < 0 else tr("within {time}", time=format_span(deed.due - deed.begun))
    found, what = deed.found, deed.text or deed.id
    if deed.late_s > 0:
        found = tr("{found}, {time} over", found=found, time=format_span(deed.late_s))
    if deed.place:
        what = tr("{what} at {place}", what=what, place=title(deed.place))
    return Evidence(
        *(objective, deed.kind, deed.id, what, deed.verdict, asked, found),
        *(deed.done, deed.late_s, tuple(sorted(set(deed.seqs))), deed.component, deed.function),
        players=deed.players,
    )


def adherence(blueprint: Blueprint, log: Sequence[LogEvent]) -> dict[str, dict[str, int]]:
    """Component -> how many of its rules' firings were done, late, missed, held or not observed; drills apart.

    The component is the rule's own or its post's; ``-`` stands for a post of several.
    """
    found: dict[str, dict[str, int]] = {}
    for deed in deeds(Log(blueprint, log)):
        if deed.kind == "rule":
            row = found.setdefault(deed.component or "-", {"fired": 0, "drills": 0})
            row["drills" if deed.local else "fired"] += 1
            if not deed.local:
                row[deed.verdict] = row.get(deed.verdict, 0) + 1
    return found


# handover, harm, words


def _is_theirs(objective: ObjectiveSpec, gap: Evidence, own: Sequence[Deed]) -> bool:
    """A handover speaks to an objective that measures handovers, or to which one of the two parts belongs."""
    asked = any(target.measure == "handover_gap" for target in objective.targets)
    return asked or any(seq in gap.seqs for deed in own for seq in deed.seqs)


def _is_laid_to(objective: ObjectiveSpec, harm: Harm, own: Sequence[Deed]) -> bool:
    """Harm by its rules and decisions; an order outside the plan is everybody's whose targets measure harm."""
    if harm.source in {deed.id for deed in own}:
        return True
    return harm.source == "facilitator" and any(target.measure in _HARM_MEASURES for target in objective.targets)


def _harm(blueprint: Blueprint, objective: str, harm: Harm) -> Evidence:
    what = tr("an order outside the plan") if harm.source == "facilitator" else harm.source
    if harm.verdict != ADDED:
        text = tr("people hurt who depend on {what}: more or fewer without it, one run cannot tell", what=what)
    elif harm.way == "act":
        text = tr("people hurt through {what}", what=what)
    else:
        text = tr("people hurt while {what} stood undone; a fork tells what doing it would have changed", what=what)
    roles = {rule.id: rule.role for rule in blueprint.rules} | {d.id: d.role for d in blueprint.decisions}
    people = trn("{count} person", "{count} people", harm.count, count=harm.count)
    return Evidence(
        *(objective, "harm", harm.source, text, harm.verdict, "", people, harm.at),
        seqs=tuple(sorted(harm.seqs)),
        function=roles.get(harm.source, ""),
    )


def _remarks(
    blueprint: Blueprint, objective: ObjectiveSpec, pieces: Sequence[Evidence], words: Iterable[Said]
) -> Iterator[Evidence]:
    """What was said of the objective, of its injects and critical tasks, or of an event that its evidence rests on."""
    about = {objective.id, *(task.id for task in objective.critical_tasks)}
    about |= {inject.id for inject in blueprint.injects if inject.objective == objective.id}
    about |= {piece.about for piece in pieces if piece.kind in ("action", "rule", "decision")}
    numbers = {str(seq) for piece in pieces if piece.kind != "target" for seq in piece.seqs}
    for row in words:
        if row.kind == "rating" or not (row.about in about or row.about in numbers):
            continue
        tag, text = tagged(row.text)
        seqs = () if row.seq < 0 else (row.seq,)
        event = (int(row.about),) if row.about in numbers else ()
        yield Evidence(
            *(objective.id, "remark", row.about, text, tag or SAID, "", "", row.at),
            seqs=tuple(sorted((*event, *seqs))),
            by=row.by,
        )
