"""Rows of the back tests about the extraction under crossfire, their bars set before they were measured."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean
from typing import Any

from tests.backtests.replications import replications

__all__ = ["rows_of_the_extraction"]

NAME, SEEDS = "extraction_under_crossfire", 200
_CLAIMS = (
    # variant, measure, what it is, 1 where the variant should have more of it, source
    ("before", "extraction_minutes", "time to bring everybody out, min", 1, "the purpose of the exercise"),
    ("before", "extracted_share", "share brought out", -1, "the purpose of the exercise"),
    ("without_C12", "extraction_minutes", "time to bring everybody out, min", 1, "list of lessons, C12"),
    ("without_C12", "extracted_share", "share brought out", -1, "list of lessons, C12"),
    ("without_C03", "extraction_minutes", "time to bring everybody out, min", 1, "list of lessons, C03"),
    ("without_C03", "plan_adherence", "share of rules carried out in time", -1, "list of lessons, C03"),
)


def rows_of_the_extraction(row: Any, result: Any, paired: Callable[..., tuple[float, float, float]]) -> list[Any]:
    """One row for each claim; the classes and the statistics are those of all rows."""

    def _claim(variant: str, measure: str, what: str, sign: int, source: str) -> Any:
        def _measure() -> Any:
            base, other = replications(NAME, seeds=SEEDS), replications(NAME, variant, seeds=SEEDS)
            mean, low, high = paired(base, other, measure)
            means = [fmean(v for run in runs if (v := run[measure]) is not None) for runs in (base, other)]
            said = f"{means[0]:.2f} as it stands, {means[1]:.2f} {variant}"
            said += f"; difference {mean:+.2f} ({low:+.2f} to {high:+.2f})"
            return result(said, low > 0 if sign > 0 else high < 0)

        return row(
            f"{NAME}.{variant}.{measure}",
            "response",
            f"{NAME}: as it stands it beats `{variant}` on {what}",
            source,
            "95 % interval of the paired difference clear of 0",
            _measure,
        )

    return [_claim(*claim) for claim in _CLAIMS]
