"""Measures of readiness over months: what was learnt, who was inducted, how valid the plan was, needs met."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum, log

from simulator.readers.responses import Log, mean, share

__all__ = ["READINESS_FOLDS"]

_LEARNT = ("exercise_held", "contingent_rotated", "induction_done", "contingent_improved")


def _integral(p: float, seconds: float, half_life: float, floor: float) -> float:
    """Proficiency summed over some seconds in which nothing is learnt."""
    rate = log(2) / half_life
    return float(floor * seconds + (p - floor) * (1 - 0.5 ** (seconds / half_life)) / rate)


def _proficiency(log: Log) -> float | None:
    spec, numbers = log.blueprint.readiness, log.blueprint.parameters.readiness
    if spec is None or not spec.contingents or not log.end:
        return None
    last = {name: (0, row.proficiency) for name, row in spec.contingents.items()}
    total: list[float] = []
    for event in log.in_order(*_LEARNT):
        at, p = last[event.subject]
        total.append(_integral(p, event.at - at, numbers.half_life, numbers.floor))
        last[event.subject] = (event.at, event.data["now"] / 1000)
    total += [_integral(p, log.end - at, numbers.half_life, numbers.floor) for at, p in last.values()]
    return fsum(total) / (log.end * len(last))


def _coverage(log: Log) -> float | None:
    """Share of contingents that are inducted, over time."""
    spec = log.blueprint.readiness
    if spec is None or not spec.contingents or not log.end:
        return None
    since: dict[str, int] = {}
    covered = 0
    for event in log.in_order("induction_done", "contingent_rotated"):
        if event.kind == "induction_done":
            since.setdefault(event.subject, event.at)
        elif event.subject in since:
            covered += event.at - since.pop(event.subject)
    covered += sum(log.end - at for at in since.values())
    return covered / (log.end * len(spec.contingents))


def _valid(log: Log) -> float | None:
    """Share of the plan's rules that are valid, over time."""
    rules = [rule.id for rule in log.blueprint.rules if not rule.local]
    if log.blueprint.readiness is None or not rules or not log.end:
        return None
    broken: dict[str, int] = {}
    lost = 0
    for event in log.in_order("plan_rule_lapsed", "plan_rule_valid"):
        if event.kind == "plan_rule_valid":
            lost += event.at - broken.pop(event.subject, event.at)
        else:
            broken.setdefault(event.subject, event.at)
    lost += sum(log.end - at for at in broken.values())
    return 1 - lost / (log.end * len(rules))


def _over(log: Log) -> int:
    """Needs whose time was over by ENDEX, or that were settled before: those of which anything can be said."""
    return log.count("need_answered", right=1) + len(log.by_kind.get("need_unmet", ()))


def _unmet(log: Log) -> float | None:
    return None if log.blueprint.readiness is None else float(len(log.by_kind.get("need_unmet", ())))


def _met(log: Log) -> float | None:
    return share(log.count("need_answered", right=1), _over(log)) if _over(log) else None


def _in_time(log: Log) -> float | None:
    return share(len(log.by_kind.get("need_answered", ())), _over(log)) if _over(log) else None


READINESS_FOLDS: dict[str, Callable[[Log], float | None]] = {
    "tasks_unmet": _unmet,
    "crisis_answered": _met,
    "answered_in_time": _in_time,
    "proficiency_mean": _proficiency,
    "training_coverage": _coverage,
    "plan_valid_share": _valid,
    "tests_passed": lambda log: mean(float(e.data["passed"]) for e in log.of("readiness_tested")),
}
