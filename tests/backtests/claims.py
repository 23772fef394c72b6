"""What every row of the back tests is made of: a claim with its bar, and pairs of runs that it is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean

from scipy.stats import ttest_1samp

from tests.backtests.replications import Measures, replications

__all__ = ["CLEAR", "Result", "Row", "beaten", "helped", "paired", "values"]

CLEAR = "95 % interval of the paired difference clear of 0"


@dataclass(frozen=True, slots=True)
class Result:
    """What a row measured, in words and figures, and whether its bar is met."""

    figure: str
    met: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One claim with its source and its bar."""

    id: str
    group: str
    claim: str
    source: str
    bar: str
    measure: Callable[[], Result]


def values(runs: Measures, name: str) -> list[float]:
    """A measure of every run that has it."""
    return [value for run in runs if (value := run[name]) is not None]


def paired(first: Measures, second: Measures, name: str) -> tuple[float, float, float]:
    """Mean of second minus first over the seeds that have both, and its 95 % interval (Student's t)."""
    pairs = zip(first, second, strict=True)
    differences = [b - a for x, y in pairs if (a := x[name]) is not None and (b := y[name]) is not None]
    if len(set(differences)) == 1:
        return differences[0], differences[0], differences[0]
    interval = ttest_1samp(differences, 0.0).confidence_interval(0.95)
    return fmean(differences), float(interval.low), float(interval.high)


def _against(first: Measures, second: Measures, measure: str, sign: int, words: tuple[str, str]) -> Result:
    """Second minus first, which is to be above 0 (``sign`` 1) or below it; words say which of them is which."""
    mean, low, high = paired(first, second, measure)
    digits = 3 if max(map(abs, (mean, low, high))) < 0.1 else 2
    ends = [
        f"{fmean(values(runs, measure)):.{digits}f} {said}" for runs, said in zip((second, first), words, strict=True)
    ]
    figure = f"{', '.join(ends)}; difference {mean:+.{digits}f} ({low:+.{digits}f} to {high:+.{digits}f})"
    return Result(figure, low > 0 if sign > 0 else high < 0)


def helped(
    name: str,
    scenario: str,
    variant: str,
    measure: str,
    sign: int,
    claim: str,
    source: str,
    *,
    seeds: int = 200,
    id: str = "",
    group: str = "response",
    bar: str = CLEAR,
) -> Row:
    """The file as it stands has more (``sign`` 1) or less of a measure than without what a variant takes away."""

    def _measure() -> Result:
        with_it, without = replications(scenario, seeds=seeds), replications(scenario, variant, seeds=seeds)
        return _against(without, with_it, measure, sign, ("with it", "without"))

    return Row(id or f"{name}.{variant}.{measure}", group, claim, source, bar, _measure)


def beaten(scenario: str, variant: str, measure: str, what: str, sign: int, source: str, *, seeds: int = 200) -> Row:
    """A variant has more (``sign`` 1) or less of a measure than the file as it stands, which is the worse for it."""

    def _measure() -> Result:
        base, other = replications(scenario, seeds=seeds), replications(scenario, variant, seeds=seeds)
        return _against(base, other, measure, sign, (variant, "as it stands"))

    claim = f"{scenario}: as it stands it beats `{variant}` on {what}"
    return Row(f"{scenario}.{variant}.{measure}", "response", claim, source, CLEAR, _measure)
