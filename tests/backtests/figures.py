"""How a figure of the sources is held against what the runs of a scenario bring about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, median

from tests.backtests.claims import Result, Row, values
from tests.backtests.replications import Seen, replications, seen

__all__ = ["DAY", "LETTER", "PAPER", "SHEET", "Judge", "between", "clock", "figure", "mean_of"]

LETTER, PAPER, SHEET = "letter of 17 April 2017", "paper of November 2016", "domain sheet"
DAY, _SEEDS = 86400, 200

Judge = Callable[[Seen], tuple[str, bool]]
"""what a row says of what was seen in the logs, and whether its bar is met"""


def figure(
    name: str,
    scenario: str,
    claim: str,
    source: str,
    bar: str,
    judge: Judge,
    variant: str = "",
    seeds: int = _SEEDS,
    sets: Mapping[str, str] | None = None,
) -> Row:
    """A row about what is counted in the logs of a scenario's runs."""
    said = f"{scenario} {variant}".strip()

    def _measure() -> Result:
        return Result(*judge(seen(scenario, variant, sets=sets, seeds=seeds)))

    return Row(name, "published", f"{said}: {claim}", source, bar, _measure)


def mean_of(
    name: str, scenario: str, variant: str, measure: str, ends: tuple[float, float], claim: str, source: str
) -> Row:
    """A row about the mean of a measure."""
    low, high = ends

    def _measure() -> Result:
        found = values(replications(scenario, variant, seeds=_SEEDS), measure)
        return Result(f"mean {fmean(found):.3g} over {len(found)} seeds", low <= fmean(found) <= high)

    bar = f"{low:g} at the least" if high == float("inf") else f"{low:g} to {high:g}"
    return Row(name, "published", f"{scenario} {variant}".strip() + f": {claim}", source, bar, _measure)


def between(numbers: Sequence[float], low: float, high: float, unit: str, what: str = "mean") -> tuple[str, bool]:
    """The mean, or the median, of some numbers, and whether it lies within a range."""
    if not numbers:
        return f"no {unit}", False
    found = fmean(numbers) if what == "mean" else median(numbers)
    return f"{what} {found:.1f} {unit}, of {len(numbers)}", low <= found <= high


def clock(seconds: float, startex: str) -> str:
    """The time of day so many seconds after STARTEX."""
    hours, minutes = startex.split(":")
    at = round(int(hours) * 60 + int(minutes) + seconds / 60)
    return f"{at // 60 % 24:02}:{at % 60:02}"
