"""What the exercise indirect_fire is held against: the figures of its domain row, and that each reform in it counts."""

from __future__ import annotations

from statistics import fmean

from tests.backtests.claims import Result, Row, helped, values
from tests.backtests.replications import replications

__all__ = ["indirect_fire_rows"]

_NAME = "indirect_fire"
_ROWS = (
    ("C24", "staff_harmed", -1, "direct fire over the wire hurts more staff without the wall"),
    ("C26", "posts_held", 1, "fewer posts are held without protected positions"),
    ("C27", "staff_harmed", -1, "salvos hurt more staff without bunkers"),
    ("C28", "staff_harmed", -1, "salvos hurt more staff without blankets"),
    ("C33", "ten_one_two", 1, "10-1-2 is kept for fewer without theatre and blood"),
)


def _reform(row: str, measure: str, sign: int, claim: str) -> Row:
    source = f"the Secretary-General's letter, 17 April 2017 ({row})"
    bar = "95 % interval of the paired difference over 300 seeds clear of 0"
    variant, said = f"without_{row}", f"{_NAME}: {claim}"
    return helped(_NAME, _NAME, variant, measure, sign, said, source, seeds=300, id=f"{_NAME}.{row}", bar=bar)


def _matters() -> Row:
    claim, source = f"{_NAME}: `after` beats `before` on K10 10-1-2", "the purpose of the exercise"
    return helped(_NAME, _NAME, "before", "ten_one_two", 1, claim, source, id=f"{_NAME}.ten_one_two")


def _casualties(variant: str) -> Row:
    def _measure() -> Result:
        mean = fmean(values(replications(_NAME, variant, seeds=200), "civilian_harm"))
        return Result(f"{mean:.1f}", 10 <= mean <= 40)

    return Row(
        f"{_NAME}.casualties.{variant or 'after'}",
        "published",
        f"{_NAME} {variant or 'after'}: three salvos cost 10 to 40 casualties",
        "domain sheet, S09 [A]",
        "mean of 200 runs between 10 and 40",
        _measure,
    )


def _sheltered() -> Row:
    def _measure() -> Result:
        mean = fmean(values(replications(_NAME, seeds=200), "sheltered_5"))
        return Result(f"{mean:.0%}", mean >= 0.9)

    return Row(
        f"{_NAME}.sheltered",
        "published",
        f"{_NAME}: nine in ten of the staff are in shelter five minutes after the first round",
        "domain sheet, S09",
        "mean of 200 runs at least 90 %",
        _measure,
    )


def indirect_fire_rows() -> list[Row]:
    """The rows, in the order of the table."""
    return [_matters(), *(_reform(*row) for row in _ROWS), _casualties(""), _casualties("before"), _sheltered()]
