"""What a year of readiness is held against: that it matters, and which part of it moves what."""

from __future__ import annotations

from statistics import fmean

from tests.backtests.claims import Result, Row, helped, values
from tests.backtests.replications import replications

__all__ = ["year_of_readiness_rows"]

_NAME, _SEEDS = "year_of_readiness", 200


def _against(variant: str, measure: str, claim: str) -> Row:
    """The file as it stands is higher than a variant on a measure."""
    source = "the purpose of the exercise" if variant == "before" else "domain sheet, section 1"
    return helped(_NAME, _NAME, variant, measure, 1, f"{_NAME}: {claim}", source, seeds=_SEEDS)


def _rehearsed() -> Row:
    """The sheet's profiles: rehearsal 0.3 before, 0.8 after."""

    def _measure() -> Result:
        after = fmean(values(replications(_NAME, seeds=_SEEDS), "proficiency_mean"))
        before = fmean(values(replications(_NAME, "before", seeds=_SEEDS), "proficiency_mean"))
        return Result(f"{after:.2f} after, {before:.2f} before", abs(after - 0.8) <= 0.1 and abs(before - 0.3) <= 0.1)

    return Row(
        "year_of_readiness.profiles",
        "sanity",
        "year_of_readiness: mean proficiency is that of the sheet's profiles",
        "domain sheet, 2.1: rehearsal 0.3 before, 0.8 after",
        "within 0.1 of 0.8 and of 0.3",
        _measure,
    )


def year_of_readiness_rows() -> list[Row]:
    """Every row, in the order of the table."""
    return [
        _against("before", "crisis_answered", "`after` beats `before` on needs met in time and rightly"),
        _against("without_C01", "crisis_answered", "training and rehearsals meet more needs (C01)"),
        _against("without_C20", "crisis_answered", "induction meets more needs (C20)"),
        _against(
            "without_C21", "crisis_answered", "tabletop and field exercises meet more needs, for all they cost (C21)"
        ),
        _against("without_C36", "crisis_answered", "tests, a ledger and better commanders meet more needs (C36)"),
        _against("without_C39", "crisis_answered", "a plan that was validated meets more needs (C39)"),
        _against("without_C54", "answered_in_time", "companies where people are come in time more often (C54)"),
        _rehearsed(),
    ]
