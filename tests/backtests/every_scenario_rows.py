"""Rows that hold for every shipped scenario: its reforms help and do not settle everything, and it rehearses well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from simulator.blueprint.model import Blueprint, TargetSpec
from simulator.measures import MEASURES
from simulator.runs.headless import blueprint_of
from simulator.scenario.library import shipped
from tests.backtests.claims import Result, Row, paired, values
from tests.backtests.rehearsals import rehearsal
from tests.backtests.replications import replications

__all__ = ["SEEDS", "every_scenario_rows", "first_target", "wins"]

Values = list[float | None]
SEEDS, RUNS = 200, 500


def first_target(b: Blueprint) -> tuple[TargetSpec, int]:
    """The first target of the first objective that has one; 1 where less of its measure is better, else -1."""
    target = next(target for objective in b.objectives for target in objective.targets)
    better = MEASURES[target.measure].better
    lower = target.at_most is not None if better == "neither" else better == "lower"
    return target, 1 if lower else -1


def met(target: TargetSpec, value: float) -> bool:
    """Whether a target is met."""
    most, least = target.at_most, target.at_least
    return (most is None or value <= most) and (least is None or value >= least)


def wins(after: Values, before: Values, target: TargetSpec, sign: int) -> tuple[int, int, int]:
    """Of the pairs that have both: those in which ``after`` is better, those it wins - meets its target too -, all."""
    pairs = [(a, sign * (b - a)) for a, b in zip(after, before, strict=True) if a is not None and b is not None]
    better = [a for a, gain in pairs if gain > 0]
    return len(better), sum(met(target, a) for a in better), len(pairs)


def _reform(name: str, target: TargetSpec, sign: int) -> Row:
    measure = target.measure

    def _measure() -> Result:
        after, before = replications(name, seeds=SEEDS), replications(name, "before", seeds=SEEDS)
        mean, low, high = paired(after, before, measure)
        better, won, pairs = wins([run[measure] for run in after], [run[measure] for run in before], target, sign)
        means = f"{fmean(values(after, measure)):.2f} after, {fmean(values(before, measure)):.2f} before"
        often = f"better in {better}, won in {won} of {pairs} pairs"
        clear = low > 0 if sign > 0 else high < 0
        return Result(f"{means}; difference {mean:+.2f} ({low:+.2f} to {high:+.2f}); {often}", clear and won < pairs)

    return Row(
        f"reform.{name}",
        "every",
        f"{name}: `after` beats `before` on {measure}, its first objective's, and does not win always",
        "the purpose of the exercise",
        f"95 % interval clear of 0 over {SEEDS} pairs; in some `after` is not the better one, or misses its target",
        _measure,
    )


def _quality(path: Path) -> Row:
    name = path.stem

    def _measure() -> Result:
        done = rehearsal(path, RUNS)
        failed = f", {done.failed} failed" if done.failed else ""
        said = ", ".join(done.grave) or "nothing grave"
        return Result(f"{done.runs} dry runs: {said}{failed}", not done.grave and not done.failed)

    return Row(
        f"quality.{name}",
        "every",
        f"{name}: a rehearsal finds nothing that would have to be mended",
        "`startex rehearse --strict`",
        f"no error and no warning in {RUNS} dry runs",
        _measure,
    )


def every_scenario_rows() -> Iterator[Row]:
    """The rows, scenario by scenario."""
    for path in shipped():
        b = blueprint_of(path)
        if "before" in b.variants:
            yield _reform(path.stem, *first_target(b))
        yield _quality(path)
