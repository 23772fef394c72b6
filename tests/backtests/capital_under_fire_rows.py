"""Rows of the back tests about the capital under fire, their bars set before they were measured."""

from __future__ import annotations

from tests.backtests.claims import Row, beaten

__all__ = ["rows_of_the_capital"]

_NAME = "capital_under_fire"
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


def rows_of_the_capital() -> list[Row]:
    """One row for each claim."""
    return [beaten(_NAME, *claim) for claim in _CLAIMS]
