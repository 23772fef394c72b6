"""Deeds: what the plan and the injects called for, and what came of it - done, late, missed, or not to be told.

A deed is called for when an inject expects an action, a rule fires, or a decision opens.  It is missed only where its
time was up before ENDEX and nothing of it was done; what had no time limit, whose cause was gone before its time was
up, or what only people in the room could see, is not observed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator.blueprint.model import Blueprint, DecisionSpec, ExpectationSpec, InjectSpec, RuleSpec
from simulator.catalogue import tr
from simulator.events import LogEvent
from simulator.readers.evaluation.rows import DONE, HELD, LATE, MISSED, NOT_OBSERVED, OPEN
from simulator.readers.logs import by_seq
from simulator.readers.responses import NEVER, Log
from simulator.reasons import told_reason

__all__ = ["Deed", "component_of_post", "deeds", "ended", "not_players"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was called for.

    ``kind`` is action, rule or decision; ``id`` the inject, rule or decision; ``task`` the rule or decision that an
    action asks for.  ``begun``, ``due`` and ``done`` are seconds, :data:`NEVER` where there is none.
    """

    kind: str
    id: str
    text: str
    task: str
    place: str
    function: str
    component: str
    begun: int
    due: int
    done: int
    verdict: str
    found: str
    seqs: tuple[int, ...]
    local: bool = False
    """a drill: whoever sees something does it, and nobody in the room is asked"""
    waited: bool = False
    """people play its role, and no order of theirs answered it"""
    players: bool = True
    """whether it was for the players: False where the scenario gives its role to the model or to exercise control"""

    @property
    def late_s(self) -> int:
        """Seconds over its time; -1 where it was late and nobody can tell by how much."""
        if self.verdict != LATE:
            return 0
        return self.done - self.due if self.done != NEVER else -1


def ended(log: Log) -> bool:
    """Whether ENDEX has come."""
    return "exercise_ended" in log.by_kind


def deeds(log: Log) -> list[Deed]:
    """Everything that was called for, in the order in which it was."""
    found = [*_actions(log), *_firings(log), *_decisions(log)]
    others = not_players(log.blueprint)
    found = [replace(d, players=False) if d.kind != "action" and d.function in others else d for d in found]
    return sorted(found, key=lambda deed: deed.seqs[0] if deed.seqs else 0)


def not_players(blueprint: Blueprint) -> frozenset[str]:
    """The roles that the scenario gives to the model or to exercise control."""
    return frozenset(role for cell in blueprint.cells if cell.played_by != "room" for role in cell.roles)


def _open(log: Log, why: str) -> tuple[str, str]:
    """What is not settled: its time still runs, or ENDEX came first."""
    return (NOT_OBSERVED, why) if ended(log) else (OPEN, tr("its time is not up"))


def _refers(event: LogEvent, seq: int) -> bool:
    return event.cause == seq or seq in event.given


def _comes_of(log: Log, event: LogEvent, seq: int) -> bool:
    """Whether an event lies before another in its chain of causes: what a post lost in between stands there too."""
    events, at = by_seq(log.events), event.cause
    while at is not None and at > seq and at in events:
        at = events[at].cause
    return at == seq


def component_of_post(blueprint: Blueprint, post: str) -> str:
    """The component that a command post belongs to, empty for one that integrates several."""
    spec = blueprint.command.get(post)
    return spec.component if spec else ""


# expected actions


def _actions(log: Log) -> Iterator[Deed]:
    specs = {spec.id: spec for spec in log.blueprint.injects}
    settled = list(log.of("action_done", "action_missed"))
    for event in log.of("action_expected"):
        spec = specs.get(event.subject)
        expected = _spec_of(spec, event)
        end = next((s for s in settled if s.subject == event.subject and _refers(s, event.seq)), None)
        yield _action(log, event, spec, expected, end)


def _spec_of(inject: InjectSpec | None, event: LogEvent) -> ExpectationSpec | None:
    asked = (event.data["text"], event.data["task"], event.data["within_s"])
    rows = inject.expects if inject is not None else ()
    return next((row for row in rows if (row.action, row.task, row.within) == asked), None)


def _action(
    log: Log, event: LogEvent, inject: InjectSpec | None, expected: ExpectationSpec | None, end: LogEvent | None
) -> Deed:
    task, due = str(event.data["task"]), event.at + int(event.data["within_s"])
    who = str(event.data["by"]) or ", ".join(inject.to if inject is not None else ())
    told = () if event.cause is None else (event.cause,)
    deed = Deed(
        *("action", event.subject, str(event.data["text"]), task, "", who, ""),
        *(event.at, due, NEVER, OPEN, "", (*told, event.seq)),
    )
    if not _can_be_seen(log.blueprint, task, expected):
        return replace(deed, verdict=NOT_OBSERVED, found=tr("only people in the room can tell whether it was done"))
    if end is None:
        verdict, why = _open(log, tr("ENDEX came before its time was up"))
        return replace(deed, verdict=verdict, found=why)
    seqs = (*deed.seqs, *_act_of(end, event), end.seq)
    if end.kind == "action_done":
        return replace(deed, verdict=DONE, done=end.at, found=tr("done in time"), seqs=seqs)
    late = _late_act(log, expected, task, end)
    if late is None:
        return replace(deed, verdict=MISSED, found=tr("not done"), seqs=seqs)
    return replace(deed, verdict=LATE, done=late.at, found=tr("done after its time"), seqs=(*seqs, late.seq))


def _can_be_seen(blueprint: Blueprint, task: str, expected: ExpectationSpec | None) -> bool:
    """Whether the engine knows when it is done: by a rule, a decision or a condition, not by words alone."""
    if expected is not None and expected.done_when is not None:
        return True
    return task in {rule.id for rule in blueprint.rules} | {decision.id for decision in blueprint.decisions}


def _act_of(end: LogEvent, expected: LogEvent) -> tuple[int, ...]:
    """The act by which an expected action was done."""
    others = [seq for seq in (end.cause, *end.given) if seq is not None and seq != expected.seq]
    return tuple(others[:1]) if end.kind == "action_done" else ()


def _late_act(log: Log, expected: ExpectationSpec | None, task: str, missed: LogEvent) -> LogEvent | None:
    """The first act after its time that would have done what was expected; None also where it cannot be told."""
    if not task or (expected is not None and expected.done_when is not None):
        return None
    options = expected.options if expected is not None else ()
    asked = any(decision.id == task for decision in log.blueprint.decisions)
    later = list(log.in_order("decision_taken", "order_given"))
    for event in later:
        if event.seq <= missed.seq:
            continue
        if event.kind == "decision_taken":
            if event.subject == task and (not options or event.data["option"] in options):
                return event
        elif not asked and _serves(log, event, task, None):
            return event
    return None


# rules


def _serves(log: Log, order: LogEvent, rule: str, place: str | None) -> bool:
    """Whether an order does what a rule says: by its name, or the same task at its place.  None: where it fired."""
    here = {order.data["place"], order.data["at"]}
    if order.data["source"] == rule:
        return place is None or place in here
    spec = next((r for r in log.blueprint.rules if r.id == rule), None)
    if spec is None or order.data["task"] not in {step.task for step in spec.steps}:
        return False
    if place is None:
        fired = {e.data["at"] for e in log.of("rule_fired") if e.subject == rule}
        return not fired or bool(here & fired)
    return place in here


def _firings(log: Log) -> Iterator[Deed]:
    rules = {rule.id: rule for rule in log.blueprint.rules}
    by_rule: dict[str, list[LogEvent]] = {}
    for event in log.of("rule_fired"):
        by_rule.setdefault(event.subject, []).append(event)
    for name, fired in by_rule.items():
        rule = rules.get(name)
        if rule is None:
            continue
        if rule.local:
            yield _drill(log, rule, fired)
            continue
        for event in fired:
            after = [e.seq for e in fired if e.seq > event.seq and e.data["at"] == event.data["at"]]
            yield _firing(log, rule, event, min(after, default=1 << 62))


def _drill(log: Log, rule: RuleSpec, fired: list[LogEvent]) -> Deed:
    held = [e for e in log.of("rule_held") if e.subject == rule.id]
    verdict = HELD if len(held) == len(fired) else DONE
    done = len(fired) - len(held)
    found = tr("a drill, done {done} times", done=done)
    if held:
        found = tr("a drill, done {done} times, held {held} times", done=done, held=len(held))
    seqs = tuple(sorted(e.seq for e in (*fired, *held)))
    first = fired[0]
    who = str(first.data["component"]) or rule.component
    return Deed(
        "rule", rule.id, rule.title, rule.id, "", who, who, first.at, NEVER, first.at, verdict, found, seqs, local=True
    )


def _firing(log: Log, rule: RuleSpec, fired: LogEvent, until: int) -> Deed:
    """What came of one firing; ``until`` is the seq of the next one for the same place."""
    place = str(fired.data["at"])
    limits = [step.within for step in rule.steps if step.within >= 0]
    due = fired.at + max(limits) if limits else NEVER
    component = rule.component or component_of_post(log.blueprint, rule.post)
    silent = any(e.cause == fired.seq and e.data["by"] == rule.role for e in log.of("step_expected"))
    orders = [e for e in log.of("order_given") if fired.seq < e.seq < until and _serves(log, e, rule.id, place)]
    let = next((e for e in log.of("rule_let_act") if e.cause == fired.seq), None)
    deed = Deed(
        *("rule", rule.id, rule.title, rule.id, place, rule.role, component),
        *(fired.at, due, NEVER, OPEN, "", (fired.seq,)),
        waited=silent and not orders and let is None,
    )
    for event in log.of("rule_done"):
        if event.subject == rule.id and _refers(event, fired.seq):
            seqs = (fired.seq, *(e.seq for e in orders[:1]), event.seq)
            return replace(deed, verdict=DONE, done=event.at, found=tr("carried out in time"), seqs=seqs, waited=False)
    for event in log.of("rule_late"):
        if event.subject == rule.id and _refers(event, fired.seq):
            return _late_firing(log, deed, event, orders)
    return _unsettled(log, rule, deed, orders, let, silent=silent)


def _late_firing(log: Log, deed: Deed, late: LogEvent, orders: list[LogEvent]) -> Deed:
    task, due = str(late.data["task"]), deed.begun + int(late.data["within_s"])
    units = {e.data["unit"] for e in orders}
    where = {deed.place, *(str(e.data["at"]) for e in orders)}
    begun = next(
        (
            e
            for e in log.in_order("task_begun", "task_done")
            if e.seq > late.seq and e.subject in units and e.data["task"] == task and str(e.data["at"]) in where
        ),
        None,
    )
    seqs = (*deed.seqs, *(e.seq for e in orders[:1]), late.seq)
    ordered_tasks = {str(e.data["task"]) for e in log.of("order_given")}
    if begun is not None:
        seqs = (*seqs, begun.seq)
        return replace(deed, due=due, verdict=LATE, done=begun.at, found=tr("taken up after its time"), seqs=seqs)
    if orders and task not in ordered_tasks:
        return replace(deed, due=due, verdict=LATE, found=tr("ordered; when it was done cannot be told"), seqs=seqs)
    short = _short(log, deed)
    if short is not None and not orders:
        return replace(
            deed, due=due, verdict=HELD, found=tr("no unit was free"), seqs=(*deed.seqs, short.seq, late.seq)
        )
    found = tr("ordered, and never taken up") if orders else tr("nobody ordered it")
    return replace(deed, due=due, verdict=MISSED, found=found, seqs=seqs)


def _short(log: Log, deed: Deed) -> LogEvent | None:
    """What says that the post found no unit for a firing."""
    rows = (e for e in log.of("order_unfilled") if e.subject == deed.id and e.data["at"] == deed.place)
    return next((e for e in rows if e.seq > deed.seqs[0]), None)


def _unsettled(
    log: Log, rule: RuleSpec, deed: Deed, orders: list[LogEvent], let: LogEvent | None, *, silent: bool
) -> Deed:
    """A firing that was neither in time nor late; ``let`` says that exercise control let it act."""
    fired = deed.seqs[0]
    held = next((e for e in log.of("rule_held") if e.subject == rule.id and _comes_of(log, e, fired)), None)
    if held is not None:
        return replace(deed, verdict=HELD, found=told_reason(str(held.data["why"])), seqs=(fired, held.seq))
    if deed.due != NEVER and log.end >= deed.due:
        return replace(deed, verdict=NOT_OBSERVED, found=tr("its cause was gone before its time was up"))
    if deed.due == NEVER and orders:
        return replace(deed, verdict=DONE, done=orders[0].at, found=tr("ordered"), seqs=(fired, orders[0].seq))
    short = _short(log, deed)
    if short is not None and not orders:
        return replace(deed, verdict=HELD, found=tr("no unit was free"), seqs=(fired, short.seq))
    if deed.due == NEVER and let is not None:
        return replace(deed, verdict=DONE, done=let.at, found=tr("exercise control let it act"), seqs=(fired, let.seq))
    if deed.due != NEVER:
        verdict, why = _open(log, tr("ENDEX came before its time was up"))
    elif silent:
        verdict, why = _open(log, tr("no order answers it, and it has no time limit"))
    else:
        verdict, why = _open(log, tr("nothing in the log says what came of it"))
    return replace(deed, verdict=verdict, found=why)


# decisions


def _decisions(log: Log) -> Iterator[Deed]:
    specs = {spec.id: spec for spec in log.blueprint.decisions}
    answers = list(log.in_order("decision_taken", "decision_defaulted"))
    proposed = {e.cause: e for e in log.of("default_proposed")}
    for event in log.of("decision_opened"):
        spec = specs.get(event.subject)
        if spec is None:
            continue
        answer = next((e for e in answers if e.subject == event.subject and _refers(e, event.seq)), None)
        yield _decision(log, spec, event, answer, proposed.get(event.seq))


def _decision(
    log: Log, spec: DecisionSpec, opened: LogEvent, answer: LogEvent | None, proposed: LogEvent | None
) -> Deed:
    """An answer is late where the default had been proposed before it; thinking that costs a fixed time is no delay."""
    due = opened.at + spec.deadline
    texts = {option.id: option.text for option in spec.options}
    deed = Deed(
        *("decision", spec.id, spec.title, spec.id, str(opened.data["at"]), spec.role),
        component_of_post(log.blueprint, spec.post),
        *(opened.at, due, NEVER, OPEN, "", (opened.seq,)),
    )
    seqs = (opened.seq, *((proposed.seq,) if proposed else ()), *((answer.seq,) if answer else ()))
    if answer is not None and answer.kind == "decision_taken":
        option = str(answer.data["option"])
        if proposed is None:
            return replace(deed, verdict=DONE, done=answer.at, found=texts.get(option, option), seqs=seqs)
        thought = max(0, spec.thinking)
        at = max(due, answer.at - thought)
        return replace(deed, verdict=LATE, done=at, found=texts.get(option, option), seqs=seqs)
    if answer is not None or (proposed is not None and ended(log)):
        found = tr("nobody answered; the default is {option}", option=texts.get(spec.default, spec.default))
        return replace(deed, verdict=MISSED, found=found, seqs=seqs)
    if proposed is not None:
        found = tr("its time is up; the default {option} is proposed", option=texts.get(spec.default, spec.default))
        return replace(deed, verdict=OPEN, found=found, seqs=seqs)
    verdict, why = _open(log, tr("ENDEX came before its time was up"))
    return replace(deed, verdict=verdict, found=why)
