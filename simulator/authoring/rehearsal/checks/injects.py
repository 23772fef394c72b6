"""Injects that never or seldom come, contingency injects that always do, actions that nobody is ever seen to take."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.seen import Seen
from simulator.authoring.rehearsal.thresholds import ALWAYS, FIGHT, RARE
from simulator.blueprint.model import ExpectationSpec, InjectSpec
from simulator.catalogue import marked, tr
from simulator.units import format_clock

__all__ = ["injects"]


def injects(r: Rehearsed) -> Iterator[Finding]:
    """The MSEL, line by line."""
    for spec in r.blueprint.injects:
        yield from _contingency(r, spec) if spec.if_missing else _comes(r, spec)
        yield from _actions(r, spec)


def _came(seen: Seen, name: str) -> bool:
    return any(inject == name for inject, _ in seen.injects)


def _comes(r: Rehearsed, spec: InjectSpec) -> Iterator[Finding]:
    came = r.count(lambda seen: _came(seen, spec.id))
    where = (*r.inject(spec.id), "when") if spec.when is not None else r.inject(spec.id)
    figure = r.of_runs(came)
    there = r.elsewhere(lambda seen: _came(seen, spec.id)) if not came else ""
    if there:
        hint = tr("keep an inject of the same kind ready: the modelled room does not bring this one about")
        yield r.finding(
            "R102", "notice", where, tr("{name} comes only {there}", name=spec.id, there=there), figure, hint
        )
    elif not came:
        hint = tr("ask for less in when:, give it a time with at:, or take it out")
        if spec.when is None:
            hint = tr("the exercise ends at {clock}: move it", clock=format_clock(r.blueprint.duration))
        yield r.finding("R101", "warning", where, tr("{name} never comes", name=spec.id), figure, hint)
    elif r.share(came) < RARE:
        hint = tr("keep an inject of the same kind ready, or ask for less in when:")
        yield r.finding("R102", "notice", where, tr("{name} seldom comes", name=spec.id), figure, hint)
    elif spec.when is not None and spec.at < 0 and _first(r, spec.id) <= spec.after:
        what = tr(
            "{name} comes at the very beginning, whatever happens: its condition holds from STARTEX on", name=spec.id
        )
        yield r.finding(
            "R103", "warning", where, what, figure, tr("write at: if that is meant, or ask for more in when:")
        )


def _first(r: Rehearsed, name: str) -> int:
    """The latest second at which an inject came first, of all runs; past ENDEX if it stayed away from one."""
    late = r.blueprint.duration + 1
    return max(min((at for inject, at in run.seen.injects if inject == name), default=late) for run in r.runs)


def _contingency(r: Rehearsed, spec: InjectSpec) -> Iterator[Finding]:
    came = r.count(lambda seen: _came(seen, spec.id))
    where = (*r.inject(spec.id), "if_missing")
    asked = r.count(lambda seen: spec.if_missing in seen.actions)
    if not asked and (there := r.elsewhere(lambda seen: spec.if_missing in seen.actions)):
        what = tr(
            "{name} can come only {there}: nothing else was ever expected by {other}",
            name=spec.id,
            there=there,
            other=spec.if_missing,
        )
        hint = tr("keep an inject of the same kind ready: the modelled room does not bring this one about")
        yield r.finding("R102", "notice", where, what, r.of_runs(came), hint)
    elif not asked:
        what = tr(
            "{name} never comes: nothing was ever expected by {other}, on which it hangs",
            name=spec.id,
            other=spec.if_missing,
        )
        yield r.finding("R101", "warning", where, what, r.of_runs(asked), tr("mend that one, or give this one a time"))
    elif not came:
        what = tr("{name} is never needed: what {other} expects is always done", name=spec.id, other=spec.if_missing)
        yield r.finding("R104", "notice", where, what, r.of_runs(came), tr("it may still be needed by a real room"))
    elif r.share(came) >= ALWAYS:
        what = tr(
            "{name} always comes: what {other} expects is never done in time", name=spec.id, other=spec.if_missing
        )
        hint = tr("give the action more time in {other}, or see what keeps it from being done", other=spec.if_missing)
        there = r.elsewhere(lambda seen: spec.if_missing in seen.actions and not _came(seen, spec.id))
        if there:
            what = tr("{name} stays away only {there}", name=spec.id, there=there)
        yield r.finding("R105", "notice" if there else "warning", where, what, r.of_runs(came), hint)


def _actions(r: Rehearsed, spec: InjectSpec) -> Iterator[Finding]:
    """Expected actions by what the modelled room did about them; those that only people can see are left out."""
    for number, expected in enumerate(spec.expects):
        rows = [run.seen.actions.get(spec.id, {}).get(number) for run in r.runs]
        asked = [row for row in rows if row is not None and row[0]]
        where = (*r.inject(spec.id), "expects", number)
        if not expected.task and expected.done_when is None:
            what = tr("nobody but an evaluator can tell whether {action!r} was done", action=expected.action)
            yield r.finding(
                "R107", "notice", where, what, "", tr("name a rule or a decision in task:, or write done_when:")
            )
        elif r.enough(len(asked)) and not any(row[1] for row in asked):
            yield _never(r, spec, expected, where, len(asked))


def _never(r: Rehearsed, spec: InjectSpec, expected: ExpectationSpec, where: Where, asked: int) -> Finding:
    """Never done when it was asked for: long before, or not at all."""
    before = r.count(lambda seen: _done_before(seen, spec.id, expected))
    if before >= FIGHT * asked:
        what = tr("{action!r} was done long before {name} asks for it", action=expected.action, name=spec.id)
        hint = tr("let the inject come sooner, or expect something else of it")
        return r.finding(
            "R108",
            "notice",
            where,
            what,
            r.of_runs(before, asked, marked("in {count} of {of} runs in which it was asked for")),
            hint,
        )
    there = r.elsewhere(lambda seen: _done(seen, spec.id, spec.expects.index(expected)))
    what = tr("{action!r} is never seen to be done in time", action=expected.action)
    if there:
        what = tr("{action!r} is done in time only {there}", action=expected.action, there=there)
    figure = r.of_runs(0, asked, marked("in {count} of {of} runs in which {name} asked for it"), name=spec.id)
    hint = tr("give it more within:, or name what people do in task:")
    return r.finding("R106", "notice" if there else "warning", where, what, figure, hint)


def _done(seen: Seen, inject: str, number: int) -> bool:
    return seen.actions.get(inject, {}).get(number, [0, 0, 0])[1] > 0


def _done_before(seen: Seen, inject: str, expected: ExpectationSpec) -> bool:
    asked = min((at for name, at in seen.injects if name == inject), default=-1)
    rule = seen.rules.get(expected.task)
    answers = [a for a in seen.answers if a.decision == expected.task and a.closed >= 0]
    done = [a.closed for a in answers if not expected.options or a.option in expected.options]
    done += [rule.first] if rule is not None and rule.fired else []
    return bool(done) and min(done) < asked
