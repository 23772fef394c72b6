"""What is claimed of the scenario staff_relocation: bars were set before they were measured."""

from __future__ import annotations

from tests.backtests.claims import Row, beaten

__all__ = ["staff_relocation_rows"]

_NAME = "staff_relocation"
_CLAIMS = (
    # variant, measure, what it is, 1 where the variant should have more of it, source, seeds
    ("before", "exposure_hours", "person-hours of exposure", 1, "the purpose of the exercise", 200),
    ("without_C30", "exposure_hours", "person-hours of exposure", 1, "letter of 17 April 2017, C30", 100),
    ("without_C31", "message_reach_15", "K15 reach in 15 minutes", -1, "letter of 17 April 2017, C31", 100),
    ("without_C32", "self_action", "share who knew what to do", -1, "letter of 17 April 2017, C32", 100),
)


def staff_relocation_rows() -> list[Row]:
    """One row for each claim."""
    return [
        beaten(_NAME, variant, measure, what, sign, source, seeds=seeds)
        for variant, measure, what, sign, source, seeds in _CLAIMS
    ]
