"""What one moment was worth: pairs of futures from it on, as the room did and as the plan would have.

Both futures begin where the session stood when something was called for, and the model plays every role from then on;
they differ in this one deed only - what is done, and when.  A pair has the same chance, so that its difference is the
deed's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from simulator.blueprint.model import Blueprint
from simulator.catalogue import plain, tr
from simulator.commands import TakeDecision
from simulator.readers.evaluation.deeds import Deed, deeds, not_players
from simulator.readers.hotwash import Difference
from simulator.readers.responses import NEVER, Log
from simulator.runs.beside.rows import WhatIf
from simulator.runs.beside.work import Moment
from simulator.runs.replay import Entry
from simulator.units import format_span

__all__ = ["SHOWN", "candidates", "moment_of", "of_people", "plan_said", "ranked", "room_said", "weighed"]

SHOWN = 3
"""costly and good minutes that a report tells"""
_LOOKED_AT = 5
"""differences of each kind that pairs of futures are played for"""


def of_people(blueprint: Blueprint, function: str) -> bool:
    """Whether people in the room play any of the cells or roles that a function names; so where it names none."""
    others = {*not_players(blueprint), *(cell.id for cell in blueprint.cells if cell.played_by != "room")}
    names = [name.strip() for name in function.split(",")]
    return not all(name in others for name in names)


def candidates(
    blueprint: Blueprint, rows: Sequence[Difference], count: int = _LOOKED_AT
) -> tuple[list[Difference], list[Difference]]:
    """The costliest and best differences of people in the room, one for each thing that was called for."""
    seen: set[tuple[str, str]] = set()
    own = []
    for row in sorted(rows, key=lambda row: (-abs(row.minutes), row.at, row.seq)):
        deed = row.deed
        if deed is None or not deed.players or not of_people(blueprint, row.function):
            continue
        name = deed.task or deed.id
        asked = deed.kind == "action"
        if (name, deed.place) in seen or (name, "") in seen or (asked and name in {other for other, _ in seen}):
            continue  # what an inject expects and the rule or question behind it are one thing
        seen.add((name, deed.place))
        own.append(row)
    return [row for row in own if row.minutes > 0][:count], [row for row in own if row.good][:count]


def ranked(
    blueprint: Blueprint, rows: Sequence[Difference], what_ifs: Mapping[int, WhatIf], count: int
) -> tuple[list[Difference], list[Difference]]:
    """The moments that are told: those that cost or saved people first, then by minutes."""
    costly, good = candidates(blueprint, rows)

    def _saves(row: Difference) -> float:
        found = what_ifs.get(row.seq)
        return found.difference if found is not None and not found.why_not and found.apart else 0.0

    costly.sort(key=lambda row: (min(0.0, _saves(row)), -row.minutes, row.at))
    good.sort(key=lambda row: (-max(0.0, _saves(row)), row.minutes, row.at))
    return costly[:count], good[:count]


# moments as commands


def moment_of(log: Log, history: Sequence[Entry], row: Difference) -> Moment | str:
    """What the room did of a difference, so that futures can do it again; or why these cannot."""
    deed = row.deed
    if deed is None:
        return tr("nothing in the plan called for it")
    if deed.kind == "action":
        own = _behind(log, deed)
        if own is None:
            return tr("nothing in the plan stands behind it that a run could do otherwise")
        deed = own
    if deed.due == NEVER:
        return tr("the plan sets it no time")
    opened = deed.seqs[0]
    if deed.kind == "rule":
        return Moment(opened, deed.begun, "rule", deed.id, deed.place, _carried_out(log, deed))
    taken = next((e for e in log.of("decision_taken") if e.seq in deed.seqs), None)
    if taken is None:
        return Moment(opened, deed.begun, "decision", deed.id, deed.place, NEVER)
    given = _answer(history, deed, taken.at)
    option = str(taken.data["option"])
    return Moment(
        opened,
        deed.begun,
        "decision",
        deed.id,
        deed.place,
        taken.at - deed.begun,
        option,
        given.orders if given else (),
    )


def _behind(log: Log, action: Deed) -> Deed | None:
    """The firing or the question that an expected action asks about: the last that was there by its time."""
    there = [d for d in deeds(log) if d.kind != "action" and d.id == action.task and d.begun <= action.due]
    return max(there, key=lambda d: d.begun, default=None)


def _carried_out(log: Log, deed: Deed) -> int:
    """Seconds from a rule's firing to the first order that did what it says; NEVER where none did."""
    order = next((e for e in log.of("order_given") if e.seq in deed.seqs), None)
    if order is not None:
        return order.at - deed.begun
    return deed.done - deed.begun if deed.done != NEVER else NEVER


def _answer(history: Sequence[Entry], deed: Deed, at: int) -> TakeDecision | None:
    """The command by which a question was answered."""
    given = [
        e.command
        for e in history
        if isinstance(e.command, TakeDecision)
        and e.command.decision.partition("@")[0] == deed.id
        and deed.begun <= e.at <= at
    ]
    return given[-1] if given else None


def room_said(moment: Moment, options: Mapping[str, str]) -> str:
    """What the room did, in words."""
    if moment.after < 0:
        return tr("nobody did it")
    after = format_span(moment.after)
    if moment.kind == "decision":
        return tr("{what}, after {time}", what=options.get(moment.option, moment.option), time=after)
    return tr("{rule} carried out, after {time}", rule=moment.id, time=after)


def plan_said(blueprint: Blueprint, moment: Moment, typical: Mapping[tuple[str, str], float]) -> str:
    """What the plan does of the same, in words: its steps, or how its room answers."""
    usual = typical.get((moment.kind, moment.id))
    does = _does(blueprint, moment)
    return does if usual is None else tr("{does}; its runs take {time}", does=does, time=format_span(usual))


def _does(blueprint: Blueprint, moment: Moment) -> str:
    rule = next((r for r in blueprint.rules if r.id == moment.id), None)
    if rule is not None and moment.kind == "rule":
        steps = "; ".join(step.prose or plain(step.task) for step in rule.steps)
        return tr("{rule}: {steps}", rule=moment.id, steps=steps)
    spec = next(d for d in blueprint.decisions if d.id == moment.id)
    texts = {option.id: option.text for option in spec.options}
    chosen = tr(", or ").join(f"{texts.get(name, name)} ({100 * weight:.0f} %)" for name, weight in spec.weights)
    return chosen or tr("{option} (the default)", option=texts.get(spec.default, spec.default))


def weighed(seq: int, moment: Moment, pairs: Sequence[tuple[float, float]], room_did: str, plan_does: str) -> WhatIf:
    """The mean difference of pairs, plan minus room, with its interval."""
    from simulator.runs.compare.paired import mean_interval

    room, plan = (fsum(pair[n] for pair in pairs) / len(pairs) for n in (0, 1))
    found = mean_interval([pair[1] - pair[0] for pair in pairs])
    return WhatIf(
        *(seq, len(pairs), room, plan, found.mean, found.low, found.high),
        *(room_did, plan_does, "", moment.option, moment.after),
    )
