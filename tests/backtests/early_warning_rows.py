"""What early warning without a mission is held against: that it matters, and the 48 hours."""

from __future__ import annotations

from statistics import fmean

from tests.backtests.claims import Result, Row, helped
from tests.backtests.replications import replications

__all__ = ["early_warning_rows"]

_NAME, _SEEDS = "early_warning", 200


def _against(variant: str, measure: str, sign: int, claim: str) -> Row:
    """The file as it stands has more or less of a measure than a variant."""
    source = "the purpose of the exercise" if variant == "before" else "domain sheet, S12"
    return helped(_NAME, _NAME, variant, measure, sign, f"{_NAME}: {claim}", source, seeds=_SEEDS)


def _met(variant: str) -> float:
    """Share of runs in which a task force met within 48 hours of special circumstances."""
    return fmean(run["task_force_48"] or 0.0 for run in replications(_NAME, variant, seeds=_SEEDS))


def _within_48() -> Row:
    def _measure() -> Result:
        after, before = _met(""), _met("before")
        return Result(f"{after:.0%} of the runs after, {before:.0%} before", after >= 0.5 and before <= 0.1)

    return Row(
        "early_warning.48_hours",
        "sanity",
        "early_warning: a task force meets within 48 hours mostly after, rarely before",
        "UNU paper of November 2016: 'Within 48 hours'",
        "half of the runs at the least after, a tenth at the most before",
        _measure,
    )


def _price() -> Row:
    claim = "early_warning: an office that says less than it knows keeps more of the host's consent"
    source = "UNU paper of November 2016: downplaying 'out of fear of losing the host government's consent'"
    return helped(
        _NAME, _NAME, "without_C51", "consent", -1, claim, source, seeds=_SEEDS, id=f"{_NAME}.price", group="sanity"
    )


def early_warning_rows() -> list[Row]:
    """Every row, in the order of the table."""
    return [
        _against("before", "civilian_harm", -1, "`after` beats `before` on K1 civilian harm"),
        _against("without_C51", "lead_days", 1, "saying what one knows brings action earlier (C51)"),
        _against("without_C52", "assessment_days", -1, "shared signs, an adviser more, an owner: sooner (C52)"),
        _against("without_C53", "task_force_48", 1, "desks that must meet in 48 hours do so (C53)"),
        _within_48(),
        _price(),
    ]
