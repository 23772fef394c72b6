"""Injects that never or seldom come, contingency injects that always do, actions that nobody is ever seen to take."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.seen import Seen
from simulator.authoring.rehearsal.thresholds import ALWAYS, FIGHT, RARE
from simulator.blueprint.model import ExpectationSpec, InjectSpec
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
        hint = "keep an inject of the same kind ready: the modelled room does not bring this one about"
        yield r.finding("R102", "notice", where, f"{spec.id} comes only {there}", figure, hint)
    elif not came:
        hint = "ask for less in when:, give it a time with at:, or take it out"
        if spec.when is None:
            hint = f"the exercise ends at {format_clock(r.blueprint.duration)}: move it"
        yield r.finding("R101", "warning", where, f"{spec.id} never comes", figure, hint)
    elif r.share(came) < RARE:
        hint = "keep an inject of the same kind ready, or ask for less in when:"
        yield r.finding("R102", "notice", where, f"{spec.id} seldom comes", figure, hint)
    elif spec.when is not None and spec.at < 0 and _first(r, spec.id) <= spec.after:
        what = f"{spec.id} comes at the very beginning, whatever happens: its condition holds from STARTEX on"
        yield r.finding("R103", "warning", where, what, figure, "write at: if that is meant, or ask for more in when:")


def _first(r: Rehearsed, name: str) -> int:
    """The latest second at which an inject came first, of all runs; past ENDEX if it stayed away from one."""
    late = r.blueprint.duration + 1
    return max(min((at for inject, at in run.seen.injects if inject == name), default=late) for run in r.runs)


def _contingency(r: Rehearsed, spec: InjectSpec) -> Iterator[Finding]:
    came = r.count(lambda seen: _came(seen, spec.id))
    where = (*r.inject(spec.id), "if_missing")
    asked = r.count(lambda seen: spec.if_missing in seen.actions)
    if not asked and (there := r.elsewhere(lambda seen: spec.if_missing in seen.actions)):
        what = f"{spec.id} can come only {there}: nothing else was ever expected by {spec.if_missing}"
        hint = "keep an inject of the same kind ready: the modelled room does not bring this one about"
        yield r.finding("R102", "notice", where, what, r.of_runs(came), hint)
    elif not asked:
        what = f"{spec.id} never comes: nothing was ever expected by {spec.if_missing}, on which it hangs"
        yield r.finding("R101", "warning", where, what, r.of_runs(asked), "mend that one, or give this one a time")
    elif not came:
        what = f"{spec.id} is never needed: what {spec.if_missing} expects is always done"
        yield r.finding("R104", "notice", where, what, r.of_runs(came), "it may still be needed by a real room")
    elif r.share(came) >= ALWAYS:
        what = f"{spec.id} always comes: what {spec.if_missing} expects is never done in time"
        hint = f"give the action more time in {spec.if_missing}, or see what keeps it from being done"
        there = r.elsewhere(lambda seen: spec.if_missing in seen.actions and not _came(seen, spec.id))
        if there:
            what = f"{spec.id} stays away only {there}"
        yield r.finding("R105", "notice" if there else "warning", where, what, r.of_runs(came), hint)


def _actions(r: Rehearsed, spec: InjectSpec) -> Iterator[Finding]:
    """Expected actions by what the modelled room did about them; those that only people can see are left out."""
    for number, expected in enumerate(spec.expects):
        rows = [run.seen.actions.get(spec.id, {}).get(number) for run in r.runs]
        asked = [row for row in rows if row is not None and row[0]]
        where = (*r.inject(spec.id), "expects", number)
        if not expected.task and expected.done_when is None:
            what = f"nobody but an evaluator can tell whether {expected.action!r} was done"
            yield r.finding(
                "R107", "notice", where, what, "", "name a rule or a decision in task:, or write done_when:"
            )
        elif r.enough(len(asked)) and not any(row[1] for row in asked):
            yield _never(r, spec, expected, where, len(asked))


def _never(r: Rehearsed, spec: InjectSpec, expected: ExpectationSpec, where: Where, asked: int) -> Finding:
    """Never done when it was asked for: long before, or not at all."""
    before = r.count(lambda seen: _done_before(seen, spec.id, expected))
    if before >= FIGHT * asked:
        what = f"{expected.action!r} was done long before {spec.id} asks for it"
        hint = "let the inject come sooner, or expect something else of it"
        return r.finding("R108", "notice", where, what, r.of_runs(before, asked, " in which it was asked for"), hint)
    there = r.elsewhere(lambda seen: _done(seen, spec.id, spec.expects.index(expected)))
    what = f"{expected.action!r} is never seen to be done in time"
    if there:
        what = f"{expected.action!r} is done in time only {there}"
    figure = r.of_runs(0, asked, f" in which {spec.id} asked for it")
    hint = "give it more within:, or name what people do in task:"
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
