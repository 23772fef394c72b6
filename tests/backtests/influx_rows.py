"""Rows about an influx and about a march on a site: what went better after the reforms, and by which of them."""

from __future__ import annotations

from tests.backtests.claims import Row, helped

__all__ = ["influx_rows"]

_NAME, _MARCH = "influx_on_a_rumour", "petition_march"


def _row(variant: str, measure: str, sign: int, claim: str, source: str, *, name: str = _NAME, seeds: int = 200) -> Row:
    return helped(name, name, variant, measure, sign, claim, source, seeds=seeds)


def influx_rows() -> list[Row]:
    """The rows, in the order of the table."""
    letter, paper = "letter of 17 April 2017", "paper of November 2016"
    return [
        _row(
            "before", "inside_30", 1, f"{_NAME}: more people are inside in half an hour `after` than `before`", letter
        ),
        _row("without_C11", "inside_30", 1, f"{_NAME}: a plan for an influx brings people in", letter),
        _row("without_C38", "arms_separated", 1, f"{_NAME}: who is understood at the gate finds more weapons", letter),
        _row("without_C49", "trust", 1, f"{_NAME}: promises beyond what there is cost trust", paper),
        _row("without_C50", "tension", -1, f"{_NAME}: leaders who were brought together lower tension", paper),
        *_of_the_march(letter),
    ]


def _of_the_march(letter: str) -> list[Row]:
    def _of(variant: str, measure: str, sign: int, claim: str) -> Row:
        return _row(variant, measure, sign, f"{_MARCH}: {claim}", letter, name=_MARCH, seeds=300)

    return [
        _of("before", "civilian_harm", -1, "fewer civilians are hurt `after` than `before`"),
        _of("without_C01", "correct_force_steps", 1, "rehearsal gives more steps of force that fit"),
        _of("without_C29", "civilian_harm", -1, "cameras that show arms leave fewer hurt"),
        _of("without_C34", "detect_to_report", -1, "towers and posts that are held report sooner"),
    ]
