"""Decisions that never open, that nobody can answer, and those that change nothing: the toy test."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.seen import Answer
from simulator.authoring.rehearsal.thresholds import ALWAYS, RARE
from simulator.blueprint.model import DecisionSpec
from simulator.catalogue import marked, tr

__all__ = ["decisions"]


def decisions(r: Rehearsed) -> Iterator[Finding]:
    """Every decision point."""
    for spec in r.blueprint.decisions:
        answers = [[a for a in run.seen.answers if a.decision == spec.id] for run in r.runs]
        opened = [rows for rows in answers if rows]
        where: Where = ("decisions", spec.id, "when")
        figure = r.of_runs(len(opened))
        if not opened and (there := _elsewhere(r, spec.id)):
            hint = tr("ask for less in when: and if:, if it is to be discussed")
            yield r.finding(
                "R202", "notice", where, tr("{name} opens only {there}", name=spec.id, there=there), figure, hint
            )
            continue
        if not opened:
            hint = tr("ask for less in when: and if:, or see that somebody reports what they wait for")
            yield r.finding("R201", "warning", where, tr("{name} never opens", name=spec.id), figure, hint)
            continue
        if r.share(len(opened)) < RARE:
            yield r.finding(
                "R202",
                "notice",
                where,
                tr("{name} seldom opens", name=spec.id),
                figure,
                tr("ask for less in when: and if:"),
            )
        if r.share(sum(rows[0].opened == 0 for rows in opened)) >= ALWAYS:
            what = tr("{name} opens at STARTEX, before anybody has heard anything", name=spec.id)
            yield r.finding("R203", "warning", where, what, figure, tr("ask for more in when:"))
        yield from _answered(r, spec, opened)
        yield from _matters(r, spec)


def _elsewhere(r: Rehearsed, name: str) -> str:
    return r.elsewhere(lambda seen: any(a.decision == name for a in seen.answers))


def _answered(r: Rehearsed, spec: DecisionSpec, opened: list[list[Answer]]) -> Iterator[Finding]:
    closed = [[a for a in rows if a.closed >= 0] for rows in opened]
    answered = [rows for rows in closed if rows]
    figure = r.of_runs(len(opened) - len(answered), len(opened), marked("in {count} of {of} runs in which it opened"))
    if r.enough(len(opened)) and len(opened) - len(answered) >= ALWAYS * len(opened):
        what = tr("ENDEX comes before {name} is answered", name=spec.id)
        hint = tr("let it open sooner, or give it a shorter deadline:")
        yield r.finding("R204", "warning", ("decisions", spec.id, "when"), what, figure, hint)
        return
    taken = {a.option for rows in answered for a in rows}
    if not spec.weights:
        what = tr(
            "nobody answers {name} in a dry run: it has no model:, so its default {default!r} counts",
            name=spec.id,
            default=spec.default,
        )
        yield r.finding("R205", "notice", ("decisions", spec.id), what, "", tr("write model: {choose: {...}}"))
        return
    for option in spec.options:
        if answered and option.id not in taken:
            what = tr("the modelled room never takes {option!r} in {name}", option=option.id, name=spec.id)
            figure = r.of_runs(0, len(answered), marked("in {count} of {of} runs in which it was answered"))
            hint = tr(
                "give it weight in model:, or look at it with startex run --decide {name}={option}",
                name=spec.id,
                option=option.id,
            )
            yield r.finding("R206", "notice", ("decisions", spec.id, "options", option.id), what, figure, hint)


def _differ(count: int, of: int) -> str:
    return tr("{count} of {of} pairs of the same chance differ in an outcome", count=count, of=of)


def _matters(r: Rehearsed, spec: DecisionSpec) -> Iterator[Finding]:
    verdict = r.verdicts.get(spec.id)
    if verdict is None or not verdict.judged or verdict.clear is not None:
        return
    where: Where = ("decisions", spec.id, "options")
    if not verdict.following:
        what = tr("{name} changes nothing: all goes the same way whatever is decided", name=spec.id)
        hint = tr("let its options order something or have effects")
        yield r.finding(
            "R207",
            "warning",
            where,
            what,
            tr("0 of {of} pairs of the same chance differ in anything", of=verdict.pairs),
            hint,
        )
    elif not verdict.differing:
        what = tr(
            "{name} changes no outcome: every measure and every inject is the same whatever is decided", name=spec.id
        )
        hint = tr("open it while something can still be changed, or see what does the same without it")
        yield r.finding("R208", "notice", where, what, _differ(0, verdict.pairs), hint)
    else:
        what = tr(
            "of {name} no difference is clear: no outcome goes one way with one option and not with another",
            name=spec.id,
        )
        hint = tr("look with startex batch and --decide, over more runs, before you build a discussion on it")
        yield r.finding(
            "R209",
            "notice",
            where,
            what,
            _differ(verdict.differing, verdict.pairs),
            hint,
        )
