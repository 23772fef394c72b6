"""Decisions that never open, that nobody can answer, and those that change nothing: the toy test."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.seen import Answer
from simulator.authoring.rehearsal.thresholds import ALWAYS, RARE
from simulator.blueprint.model import DecisionSpec

__all__ = ["decisions"]


def decisions(r: Rehearsed) -> Iterator[Finding]:
    """Every decision point."""
    for spec in r.blueprint.decisions:
        answers = [[a for a in run.seen.answers if a.decision == spec.id] for run in r.runs]
        opened = [rows for rows in answers if rows]
        where: Where = ("decisions", spec.id, "when")
        figure = r.of_runs(len(opened))
        if not opened and (there := _elsewhere(r, spec.id)):
            hint = "ask for less in when: and if:, if it is to be discussed"
            yield r.finding("R202", "notice", where, f"{spec.id} opens only {there}", figure, hint)
            continue
        if not opened:
            hint = "ask for less in when: and if:, or see that somebody reports what they wait for"
            yield r.finding("R201", "warning", where, f"{spec.id} never opens", figure, hint)
            continue
        if r.share(len(opened)) < RARE:
            yield r.finding("R202", "notice", where, f"{spec.id} seldom opens", figure, "ask for less in when: and if:")
        if r.share(sum(rows[0].opened == 0 for rows in opened)) >= ALWAYS:
            what = f"{spec.id} opens at STARTEX, before anybody has heard anything"
            yield r.finding("R203", "warning", where, what, figure, "ask for more in when:")
        yield from _answered(r, spec, opened)
        yield from _matters(r, spec)


def _elsewhere(r: Rehearsed, name: str) -> str:
    return r.elsewhere(lambda seen: any(a.decision == name for a in seen.answers))


def _answered(r: Rehearsed, spec: DecisionSpec, opened: list[list[Answer]]) -> Iterator[Finding]:
    closed = [[a for a in rows if a.closed >= 0] for rows in opened]
    answered = [rows for rows in closed if rows]
    figure = r.of_runs(len(opened) - len(answered), len(opened), " in which it opened")
    if r.enough(len(opened)) and len(opened) - len(answered) >= ALWAYS * len(opened):
        what, hint = f"ENDEX comes before {spec.id} is answered", "let it open sooner, or give it a shorter deadline:"
        yield r.finding("R204", "warning", ("decisions", spec.id, "when"), what, figure, hint)
        return
    taken = {a.option for rows in answered for a in rows}
    if not spec.weights:
        what = f"nobody answers {spec.id} in a dry run: it has no model:, so its default {spec.default!r} counts"
        yield r.finding("R205", "notice", ("decisions", spec.id), what, "", "write model: {choose: {...}}")
        return
    for option in spec.options:
        if answered and option.id not in taken:
            what = f"the modelled room never takes {option.id!r} in {spec.id}"
            figure = r.of_runs(0, len(answered), " in which it was answered")
            hint = f"give it weight in model:, or look at it with startex run --decide {spec.id}={option.id}"
            yield r.finding("R206", "notice", ("decisions", spec.id, "options", option.id), what, figure, hint)


def _matters(r: Rehearsed, spec: DecisionSpec) -> Iterator[Finding]:
    verdict = r.verdicts.get(spec.id)
    if verdict is None or not verdict.judged or verdict.clear is not None:
        return
    where: Where = ("decisions", spec.id, "options")
    pairs = f"of {verdict.pairs} pairs of the same chance"
    if not verdict.following:
        what = f"{spec.id} changes nothing: all goes the same way whatever is decided"
        hint = "let its options order something or have effects"
        yield r.finding("R207", "warning", where, what, f"0 {pairs} differ in anything", hint)
    elif not verdict.differing:
        what = f"{spec.id} changes no outcome: every measure and every inject is the same whatever is decided"
        hint = "open it while something can still be changed, or see what does the same without it"
        yield r.finding("R208", "notice", where, what, f"0 {pairs} differ in an outcome", hint)
    else:
        what = f"of {spec.id} no difference is clear: no outcome goes one way with one option and not with another"
        hint = "look with startex batch and --decide, over more runs, before you build a discussion on it"
        yield r.finding("R209", "notice", where, what, f"{verdict.differing} {pairs} differ in an outcome", hint)
