"""Rows of the back tests about the extraction under crossfire, their bars set before they were measured."""

from __future__ import annotations

from tests.backtests.claims import Row, beaten

__all__ = ["rows_of_the_extraction"]

_NAME = "extraction_under_crossfire"
_CLAIMS = (
    # variant, measure, what it is, 1 where the variant should have more of it, source
    ("before", "extraction_minutes", "time to bring everybody out, min", 1, "the purpose of the exercise"),
    ("before", "extracted_share", "share brought out", -1, "the purpose of the exercise"),
    ("without_C12", "extraction_minutes", "time to bring everybody out, min", 1, "list of lessons, C12"),
    ("without_C12", "extracted_share", "share brought out", -1, "list of lessons, C12"),
    ("without_C03", "extraction_minutes", "time to bring everybody out, min", 1, "list of lessons, C03"),
    ("without_C03", "plan_adherence", "share of rules carried out in time", -1, "list of lessons, C03"),
)


def rows_of_the_extraction() -> list[Row]:
    """One row for each claim."""
    return [beaten(_NAME, *claim) for claim in _CLAIMS]
