"""Rules that never fire, that fire whatever happens, that pull at the same unit, and that never get their way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed, Where
from simulator.authoring.rehearsal.seen import Clash, OrdersSeen
from simulator.authoring.rehearsal.thresholds import ALWAYS, CLASH_S, FIGHT, RARE
from simulator.blueprint.model import RuleSpec
from simulator.catalogue import marked, tr, word
from simulator.units import format_clock

__all__ = ["rules"]


_ORDERED = marked(
    "{earlier} and {later} pull at the same unit: {first} orders {unit} to {task}, "
    "{second} orders it to {other} within {minutes} minutes"
)
_GONE = marked(
    "{earlier} and {later} pull at the same unit: {first} orders {unit} to {task}, "
    "{second} finds it gone within {minutes} minutes"
)


def rules(r: Rehearsed) -> Iterator[Finding]:
    """Every rule, then the pairs of them that pull at a unit."""
    for spec in r.blueprint.rules:
        yield from _fires(r, spec)
        yield from _overtaken(r, spec)
    yield from _fights(r)


def _fires(r: Rehearsed, spec: RuleSpec) -> Iterator[Finding]:
    rows = r.rule(spec.id)
    where: Where = ("plan", spec.id, "when")
    figure = r.of_runs(len(rows))
    grave = "warning" if r.own(("plan", spec.id)) else "notice"
    there = r.elsewhere(lambda seen: spec.id in seen.rules) if not rows and grave == "warning" else ""
    if there:
        yield r.finding(
            "R302",
            "notice",
            where,
            tr("{name} fires only {there}", name=spec.id, there=there),
            figure,
            tr("ask for less in when: and if:"),
        )
    elif not rows:
        hint = tr("ask for less in when: and if:, or see that somebody reports what it waits for")
        hint = hint if grave == "warning" else tr("it is of a library, and this exercise may not need it")
        yield r.finding("R301", grave, where, tr("{name} never fires", name=spec.id), figure, hint)
    elif r.share(len(rows)) < RARE:
        yield r.finding(
            "R302",
            "notice",
            where,
            tr("{name} seldom fires", name=spec.id),
            figure,
            tr("ask for less in when: and if:"),
        )
    elif r.share(len(rows)) >= ALWAYS and max(row.first for row in rows) == 0:
        what = tr("{name} fires at STARTEX, whatever happens: its condition holds from the beginning", name=spec.id)
        yield r.finding("R303", "warning", where, what, figure, tr("ask for more in when:"))
    elif not spec.local and len(rows) == r.number > 1 and len({row.first for row in rows}) == 1:
        at = format_clock(rows[0].first)
        what = tr("{name} always fires, each time at {at}: nothing that happens has a say in it", name=spec.id, at=at)
        yield r.finding(
            "R304", "notice", where, what, figure, tr("fine for a timed step; else ask for what it waits for")
        )


def _overtaken(r: Rehearsed, spec: RuleSpec) -> Iterator[Finding]:
    """A rule whose units always do something else for somebody else."""
    runs = [run.seen.orders[spec.id] for run in r.runs if spec.id in run.seen.orders]
    ordered = [orders for orders in runs if any(row.given for row in orders.values())]
    lost = [orders for orders in ordered if _lost(orders)]
    if r.enough(len(ordered)) and len(lost) >= ALWAYS * len(ordered):
        what = tr(
            "{name} is always overruled: its units are taken or kept by other orders before they begin", name=spec.id
        )
        figure = r.of_runs(len(lost), len(ordered), marked("in {count} of {of} runs in which it ordered anybody"))
        yield r.finding(
            "R305", "warning", ("plan", spec.id), what, figure, tr("give it units of its own, or more of them")
        )


def _lost(orders: dict[str, OrdersSeen]) -> bool:
    rows = orders.values()
    return not any(row.begun for row in rows) and any(row.busy or row.overtaken for row in rows)


def _fights(r: Rehearsed) -> Iterator[Finding]:
    """Pairs of sources that order a unit to different tasks within minutes, each pair once."""
    runs: Counter[frozenset[str]] = Counter()
    example: dict[frozenset[str], Clash] = {}
    for run in r.runs:
        pairs = {frozenset((clash.first, clash.second)): clash for clash in run.seen.clashes}
        runs.update(pairs.keys())
        for pair, clash in pairs.items():
            example.setdefault(pair, clash)
    order = {rule.id: number for number, rule in enumerate(r.blueprint.rules)}
    for pair, count in runs.items():
        if not all(name in order for name in pair):
            continue  # a decision that takes units off a rule's task is what decisions are for
        earlier, later = sorted(pair, key=order.__getitem__)
        yield _fight(r, earlier, later, example[pair], count)


def _fight(r: Rehearsed, earlier: str, later: str, clash: Clash, count: int) -> Finding:
    both = r.count(lambda seen: earlier in seen.rules and later in seen.rules)
    severe = count >= FIGHT * r.number
    told = {"earlier": earlier, "later": later, "first": clash.first, "second": clash.second, "unit": clash.unit}
    tasks = {"task": word(clash.first_task), "other": word(clash.second_task) if clash.second_task else ""}
    what = tr(_ORDERED if clash.second_task else _GONE, **told, **tasks, minutes=CLASH_S // 60)
    figure = r.of_runs(count, both, marked("in {count} of {of} runs in which both fired"))
    hint = tr("give them different units, or a condition that tells them apart")
    return r.finding("R306", "warning" if severe else "notice", ("plan", later), what, figure, hint)
