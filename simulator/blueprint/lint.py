"""What is legal but cannot be meant: triggers that never come true, injects after ENDEX."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, isfinite

from simulator.blueprint.hearing import unheard
from simulator.blueprint.model import Blueprint, InjectSpec, RuleSpec, StepSpec
from simulator.blueprint.wording import Loc
from simulator.catalogue import tr
from simulator.conditions import And, Arithmetic, Call, Compare, Condition, Is, Node, Not, Number, Or, Phrase
from simulator.scenario.load import Document
from simulator.tasks import MUST_SAY_WHO
from simulator.units import format_clock

__all__ = ["interval", "lint"]

Interval = tuple[float, float]
_LEVELS = ("tension", "trust", "consent", "accounted", "relocated", "night", "rain")
EVERYTHING: Interval = (0.0, float("inf"))
MAYBE: Interval = (0.0, 1.0)


def interval(node: Node, end: int) -> Interval:
    """The least and the greatest value that a condition can take; (0, 0) can never be true."""
    if isinstance(node, Number):
        return (node.value, node.value)
    if isinstance(node, Is):
        return MAYBE
    if isinstance(node, Phrase):
        return _phrase(node, end)
    if isinstance(node, And):
        return _truth(all(_may(interval(n, end)) for n in node.nodes), all(_must(interval(n, end)) for n in node.nodes))
    if isinstance(node, Or):
        return _truth(any(_may(interval(n, end)) for n in node.nodes), any(_must(interval(n, end)) for n in node.nodes))
    if isinstance(node, Not):
        inner = interval(node.node, end)
        return _truth(not _must(inner), not _may(inner))
    if isinstance(node, Compare):
        return _compare(node, end)
    if isinstance(node, Arithmetic):
        return _arithmetic(node.op, _amount(node.left, end), _amount(node.right, end))
    assert isinstance(node, Call)
    parts = [_amount(arg, end) for arg in node.args]
    if node.name == "min":
        return (min(p[0] for p in parts), min(p[1] for p in parts))
    if node.name == "max":
        return (max(p[0] for p in parts), max(p[1] for p in parts))
    low, high = parts[0]
    if node.name == "round":
        return (floor(low) if isfinite(low) else low, ceil(high) if isfinite(high) else high)
    return (0.0, max(abs(low), abs(high)))


def _phrase(node: Phrase, end: int) -> Interval:
    if node.key.startswith("absent@"):
        return (0.0, 0.0)
    if node.reported or node.seen:
        return MAYBE
    if node.key == "time":
        return (0.0, float(end))
    return MAYBE if node.key in _LEVELS else EVERYTHING


def _amount(node: Node, end: int) -> Interval:
    """The range of a node where a number is wanted: what is reported may be many."""
    if isinstance(node, Phrase) and (node.reported or node.seen):
        return EVERYTHING
    return interval(node, end)


def _may(value: Interval) -> bool:
    return value != (0.0, 0.0)


def _must(value: Interval) -> bool:
    return value[0] > 0


def _truth(may: bool, must: bool) -> Interval:
    return (float(must), float(may))


def _compare(node: Compare, end: int) -> Interval:
    (a, b), (c, d) = _amount(node.left, end), _amount(node.right, end)
    if node.op in (">", ">="):
        (a, b), (c, d) = (c, d), (a, b)
    if node.op in ("<", ">"):
        return _truth(a < d, b < c)
    if node.op in ("<=", ">="):
        return _truth(a <= d, b <= c)
    overlap = a <= d and c <= b
    same = a == b == c == d
    return _truth(overlap, same) if node.op == "==" else _truth(not same, not overlap)


def _arithmetic(op: str, left: Interval, right: Interval) -> Interval:
    (a, b), (c, d) = left, right
    if op == "+":
        return (a + c, b + d)
    if op == "-":
        return (a - d, b - c)
    return (float("-inf"), float("inf"))


def _never(condition: Condition | None, end: int) -> bool:
    return condition is not None and not _may(interval(condition.node, end))


def _rule(document: Document, blueprint: Blueprint, rule: RuleSpec) -> None:
    end = blueprint.duration
    for name, condition in (("when", rule.when), ("if", rule.condition)):
        if _never(condition, end):
            document.problem(
                ("plan", rule.id, name),
                "W305",
                tr("{id} can never fire: its condition is never true", id=rule.id),
                tr("the exercise ends at {time}", time=format_clock(end)),
                severity="warning",
            )
    needs_unit = [s for s in rule.steps if s.task in MUST_SAY_WHO and not s.by]
    if needs_unit and not rule.actors and not any(document.absent.values()) and not document.broken:
        document.problem(
            ("plan", rule.id),
            "W602",
            tr("{id} orders {task}, and says nobody who does it", id=rule.id, task=needs_unit[0].task),
            tr("add for:"),
            severity="warning",
        )


def _unable(
    document: Document, blueprint: Blueprint, loc: Loc, name: str, steps: Iterable[StepSpec], actors: tuple[str, ...]
) -> None:
    """Say where a task is ordered of units none of which can do it, whatever happens."""
    for step in steps:
        words = (step.by,) if step.by else actors
        units = [blueprint.units[unit] for word in words for unit in blueprint.tags.get(word, ())]
        if units and step.task in MUST_SAY_WHO and all(unit.can and step.task not in unit.can for unit in units):
            able = sorted({unit.id for unit in blueprint.units.values() if not unit.can or step.task in unit.can})
            document.problem(
                loc,
                "W607",
                tr(
                    "{name} orders {task} of {names}, and no such unit can do that",
                    name=name,
                    task=step.task,
                    names=" or ".join(words),
                ),
                tr("{task} can be done by {names}", task=step.task, names=", ".join(able[:5]))
                if able
                else tr("give a unit can: [{task}]", task=step.task),
                severity="warning",
            )


def _inject(
    document: Document, blueprint: Blueprint, inject: InjectSpec, index: int, others: dict[str, InjectSpec]
) -> None:
    if inject.at > blueprint.duration:
        document.problem(
            ("msel", index, "at"),
            "W305",
            tr("{id} can never come: {time} is after ENDEX", id=inject.id, time=format_clock(inject.at)),
            tr("the exercise ends at {time}", time=format_clock(blueprint.duration)),
            severity="warning",
        )
    if _never(inject.when, blueprint.duration):
        document.problem(
            ("msel", index, "when"),
            "W305",
            tr("{id} can never come: its condition is never true", id=inject.id),
            "",
            severity="warning",
        )
    if inject.if_missing:
        other = others.get(inject.if_missing)
        if other is not None and not other.expects:
            document.problem(
                ("msel", index, "if_missing"),
                "W603",
                tr("{if_missing} expects nothing, so {id} can never come", if_missing=inject.if_missing, id=inject.id),
                tr("give it expects:"),
                severity="warning",
            )
    if inject.type == "expected_action" and not inject.expects:
        document.problem(
            ("msel", index),
            "W604",
            tr("{id} marks an expected action and names none", id=inject.id),
            tr("add expects:"),
            severity="warning",
        )


def _own(document: Document, blueprint: Blueprint) -> list[RuleSpec]:
    """The rules of the file itself: a library's are for many scenarios, and that one has no use here is no mistake."""
    return [rule for rule in blueprint.rules if document.place(("plan", rule.id))[0] == document.file]


def lint(document: Document, blueprint: Blueprint) -> None:
    """Add warnings to the document; times and levels are judged by the ranges they can take."""
    own = _own(document, blueprint)
    unheard(document, blueprint, own)
    for rule in own:
        _rule(document, blueprint, rule)
        if not rule.local:
            _unable(document, blueprint, ("plan", rule.id), rule.id, rule.steps, rule.actors)
    for decision in blueprint.decisions:
        if _never(decision.when, blueprint.duration):
            document.problem(
                ("decisions", decision.id, "when"),
                "W305",
                tr("{id} can never open: its condition is never true", id=decision.id),
                "",
                severity="warning",
            )
        for option in decision.options:
            name = f"{decision.id}, option {option.id},"
            _unable(document, blueprint, ("decisions", decision.id, "options", option.id), name, option.steps, ())
    assert document.scenario is not None
    places = {given.id: index for index, given in enumerate(document.scenario.msel)}
    others = {inject.id: inject for inject in blueprint.injects}
    for inject in blueprint.injects:
        _inject(document, blueprint, inject, places[inject.id], others)
    late = [e for e in blueprint.stream if e.at > blueprint.duration]
    for event in late:
        index = next(i for i, given in enumerate(document.scenario.threat.stream) if given.id == event.id)
        document.problem(
            ("threat", "stream", index, "at"),
            "W305",
            tr("{id} can never happen: {time} is after ENDEX", id=event.id, time=format_clock(event.at)),
            tr("the exercise ends at {time}", time=format_clock(blueprint.duration)),
            severity="warning",
        )
