"""Rows about abductions: the race is won more often after the reforms, and by which of them."""

from __future__ import annotations

from tests.backtests.claims import Row, helped

__all__ = ["abduction_rows"]

_NAME = "abduction_outside_the_gate"


def _row(variant: str, measure: str, sign: int, claim: str, source: str) -> Row:
    return helped("abduction", _NAME, variant, measure, sign, claim, source)


def abduction_rows() -> list[Row]:
    """The rows, in the order of the table."""
    letter, paper = "letter of 17 April 2017", "paper of November 2016"
    return [
        _row("before", "rescued_share", 1, f"{_NAME}: more of those taken come home `after` than `before`", letter),
        _row("before", "captives_taken", -1, f"{_NAME}: fewer are taken `after` than `before`", letter),
        _row("without_C10", "rescued_share", 1, f"{_NAME}: quick reaction brings more people home", letter),
        _row("without_C47", "rescued_share", 1, f"{_NAME}: leaders who act bring more people home", paper),
        _row("without_C01", "correct_force_steps", 1, f"{_NAME}: rehearsal gives more steps of force that fit", letter),
        _row(
            "without_C02", "captives_taken", -1, f"{_NAME}: patrols among the fields leave fewer people taken", letter
        ),
    ]
