"""What is claimed of the scenario staff_relocation: bars were set before they were measured."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean
from typing import Any

from tests.backtests.replications import Measures, replications

__all__ = ["ROWS"]

_SCENARIO = "staff_relocation"
_BAR = "95 % interval of the paired difference clear of 0"
ROWS: tuple[tuple[str, str, str, str, int, bool], ...] = (
    ("before", "exposure_hours", "person-hours of exposure", "the purpose of the exercise", 200, False),
    ("without_C30", "exposure_hours", "person-hours of exposure", "letter of 17 April 2017, C30", 100, False),
    ("without_C31", "message_reach_15", "K15 reach in 15 minutes", "letter of 17 April 2017, C31", 100, True),
    ("without_C32", "self_action", "share who knew what to do", "letter of 17 April 2017, C32", 100, True),
)
"""(variant, measure, its words, source, seeds, whether more is better)"""


def made(
    row: Callable[..., Any], result: Callable[[str, bool], Any], paired: Callable[[Measures, Measures, str], Any]
) -> list[Any]:
    """The rows of the table, made with its own types."""

    def _one(variant: str, measure: str, words: str, source: str, seeds: int, more: bool) -> Any:
        def _measure() -> Any:
            after, other = (replications(_SCENARIO, v, seeds=seeds) for v in ("", variant))
            mean, low, high = paired(other, after, measure) if more else paired(after, other, measure)
            figures = [fmean(v for run in runs if (v := run[measure]) is not None) for runs in (after, other)]
            difference = f"difference {mean:+.2f} ({low:+.2f} to {high:+.2f})"
            return result(f"{figures[0]:.2f} as it stands, {figures[1]:.2f} {variant}; {difference}", low > 0)

        return row(
            f"{_SCENARIO}.{variant}.{measure}",
            "response",
            f"{_SCENARIO}: as it stands it beats `{variant}` on {words}",
            source,
            _BAR,
            _measure,
        )

    return [_one(*given) for given in ROWS]
