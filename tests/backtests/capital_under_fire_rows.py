"""Rows of the back tests about the capital under fire, their bars set before they were measured."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean
from typing import Any

from tests.backtests.replications import replications

__all__ = ["rows_of_the_capital"]

NAME, SEEDS = "capital_under_fire", 200
_CLAIMS = (
    # variant, measure, what it is, 1 where the variant should have more of it, source
    ("before", "civilian_harm", "civilians killed or hurt", 1, "the purpose of the exercise"),
    ("before", "lead_settled", "time until one post leads, min", 1, "the purpose of the exercise"),
    ("without_C19", "report_to_decide", "time from report to order, min", 1, "list of lessons, C19"),
    ("without_C22", "report_to_decide", "time from report to order, min", 1, "list of lessons, C22"),
    ("without_C26", "posts_held", "share of posts held", -1, "list of lessons, C26"),
    ("without_C40", "lead_settled", "time until one post leads, min", 1, "list of lessons, C40"),
    ("without_C42", "report_to_decide", "time from report to order, min", 1, "list of lessons, C42"),
    ("without_C46", "orders_refused", "orders refused", 1, "list of lessons, C46"),
)


def rows_of_the_capital(row: Any, result: Any, paired: Callable[..., tuple[float, float, float]]) -> list[Any]:
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
