"""Tasks that no unit can do, or not in time: of rules and of the options of decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.seen import OrdersSeen, RuleSeen, Seen
from simulator.authoring.rehearsal.thresholds import ALWAYS
from simulator.blueprint.model import RuleSpec, StepSpec
from simulator.catalogue import marked, tr, word
from simulator.tasks import MUST_SAY_WHO

__all__ = ["tasks"]


def tasks(r: Rehearsed) -> Iterator[Finding]:
    """Steps of rules and of options, then units that nobody ever calls upon."""
    for rule in r.blueprint.rules:
        rows = r.rule(rule.id)
        if rows:
            turns = [run.seen for run in r.runs if rule.id in run.seen.rules]
            yield from _unfilled(r, rule.id, rule.id, ("plan", rule.id), turns)
            yield from _late(r, rule, rows)
            yield from _steps(r, rule.id, ("plan", rule.id), rule.steps)
            yield from _reached(r, rule)
    for decision in r.blueprint.decisions:
        for option in decision.options:
            where: Where = ("decisions", decision.id, "options", option.id)
            turns = [run.seen for run in r.runs if _taken(run.seen, decision.id) == {option.id}]
            yield from _unfilled(r, decision.id, f"{decision.id}={option.id}", where, turns)
            yield from _steps(r, decision.id, where, option.steps)
    yield from _idle(r)


def _taken(seen: Seen, decision: str) -> set[str]:
    """The options with which a decision was closed in a run."""
    return {answer.option for answer in seen.answers if answer.decision == decision and answer.closed >= 0}


def _unfilled(r: Rehearsed, source: str, name: str, where: Where, turns: Sequence[Seen]) -> Iterator[Finding]:
    """A rule that fires, or an option that is taken, and finds nobody to send."""
    never = sum(not any(row.given for row in seen.orders.get(source, {}).values()) for seen in turns)
    unfilled = sum(source in seen.rules and seen.rules[source].unfilled > 0 for seen in turns)
    if unfilled and r.enough(len(turns)) and never >= ALWAYS * len(turns):
        figure = r.of_runs(unfilled, len(turns), marked("in {count} of {of} runs in which it had its turn"))
        hint = tr("name units that can do it and are free by then, or give it more of them")
        yield r.finding(
            "R401", "warning", where, tr("{name} finds no unit that is free and can do it", name=name), figure, hint
        )


def _late(r: Rehearsed, rule: RuleSpec, rows: Sequence[RuleSeen]) -> Iterator[Finding]:
    """A rule that is not carried out within its time, ever or mostly."""
    number = next((n for n, step in enumerate(rule.steps) if step.within >= 0), None)
    judged = [row for row in rows if row.late or row.done]
    late = sum(row.late > 0 and not row.done for row in judged)
    if number is None or not late:
        return
    where: Where = ("plan", rule.id, "do", number, "within")
    done = sum(row.done > 0 for row in rows)
    which = marked("late in {count} of {of} runs in which it fired, in time in {done}, neither in {open}")
    figure = r.of_runs(late, len(rows), which, done=done, open=len(rows) - len(judged))
    if late >= ALWAYS * len(judged) and r.enough(len(judged)):
        grave = "warning" if r.own(("plan", rule.id)) else "notice"  # others use a library as well
        what = tr("{rule} is never carried out in time", rule=rule.id)
        hint = tr("give it more within:, units that are nearer or readier, or fewer tasks for them")
        yield r.finding("R402", grave, where, what, figure, hint)
    elif 2 * late > len(judged) and r.enough(len(judged)):
        yield r.finding(
            "R403",
            "notice",
            where,
            tr("{rule} is mostly late", rule=rule.id),
            figure,
            tr("more within:, or readier units"),
        )


def _steps(r: Rehearsed, source: str, where: Where, steps: Sequence[StepSpec]) -> Iterator[Finding]:
    """Tasks that were ordered and declined, or never begun."""
    for task in dict.fromkeys(step.task for step in steps):
        found = [run.seen.orders.get(source, {}).get(task) for run in r.runs]
        rows = [row for row in found if row is not None and row.given]
        if r.enough(len(rows)):
            number = next(n for n, step in enumerate(steps) if step.task == task)
            yield from _taken_up(r, source, (*where, "do", number), task, rows)


def _taken_up(r: Rehearsed, source: str, where: Where, task: str, rows: Sequence[OrdersSeen]) -> Iterator[Finding]:
    declined = sum(row.declined > 0 for row in rows)
    which = marked("in {count} of {of} runs in which it was ordered")
    if declined >= ALWAYS * len(rows):
        what, figure = (
            tr("units always decline to {task} for {source}", task=word(task), source=source),
            r.of_runs(declined, len(rows), which),
        )
        hint = tr("startex why says the reason: a caveat, or a paper that must come first")
        yield r.finding("R404", "warning", where, what, figure, hint)
    elif not any(row.begun or row.busy or row.overtaken for row in rows):
        what, figure = (
            tr("no unit ever begins to {task} for {source}", task=word(task), source=source),
            r.of_runs(0, len(rows), which),
        )
        yield r.finding(
            "R405", "warning", where, what, figure, tr("see whether the way is open, and how long it takes")
        )


def _reached(r: Rehearsed, rule: RuleSpec) -> Iterator[Finding]:
    """Later steps of which none was ever begun, although the first was."""
    begun = Counter(task for run in r.runs for task, row in run.seen.orders.get(rule.id, {}).items() if row.begun)
    for number, step in enumerate(rule.steps):
        if step.task in MUST_SAY_WHO and not begun[step.task] and any(map(r.enough, begun.values())):
            what = tr(
                "{rule} never gets to its step {number}: {task}", rule=rule.id, number=number + 1, task=word(step.task)
            )
            figure = r.of_runs(
                0, max(begun.values()), marked("in {count} of {of} runs in which another step was begun")
            )
            hint = tr("say when the step before it ends: for: or until:")
            yield r.finding("R407", "notice", ("plan", rule.id, "do", number), what, figure, hint)


def _idle(r: Rehearsed) -> Iterator[Finding]:
    """Units that nothing was ever asked of, and those that never get to anything."""
    sent = Counter(name for run in r.runs for name in run.seen.sent)
    began = {name for run in r.runs for name in run.seen.began}
    busy = {patrol.unit for patrol in r.blueprint.patrols.values()}
    busy |= {place.guarded_by for place in r.blueprint.places.values()}
    for name in r.blueprint.units:
        if not sent[name] and name not in busy:
            what, hint = (
                tr("nothing is asked of {name} but what it sees", name=name),
                tr("let a rule or an option speak of it, or leave it out"),
            )
            yield r.finding("R406", "notice", ("units", name), what, r.of_runs(0), hint)
        elif name not in began and r.enough(sent[name]):
            what = tr("{name} is sent, and never gets to any task", name=name)
            figure = r.of_runs(0, sent[name], marked("in {count} of {of} runs in which it was sent"))
            hint = tr("see its notice, its way and its caveats, or what else it is told to do")
            yield r.finding("R408", "warning", ("units", name), what, figure, hint)
