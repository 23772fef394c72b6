"""What early warning without a mission is held against: that it matters, and the 48 hours."""

from __future__ import annotations

from statistics import fmean

from tests.backtests.claims import Result, Row, paired, values
from tests.backtests.replications import replications

__all__ = ["early_warning_rows"]

_NAME, _SEEDS = "early_warning", 200
_CLEAR = "95 % interval of the paired difference clear of 0"


def _against(variant: str, measure: str, better: str, claim: str) -> Row:
    """The file as it stands is better than a variant on a measure."""

    def _measure() -> Result:
        first, second = replications(_NAME, seeds=_SEEDS), replications(_NAME, variant, seeds=_SEEDS)
        mean, low, high = paired(first, second, measure)
        means = f"{fmean(values(first, measure)):.1f} as it stands, {fmean(values(second, measure)):.1f} with {variant}"
        return Result(
            f"{means}; difference {mean:+.2f} ({low:+.2f} to {high:+.2f})", low > 0 if better == "lower" else high < 0
        )

    source = "the purpose of the exercise" if variant == "before" else "domain sheet, S12"
    return Row(f"{_NAME}.{variant}.{measure}", "response", f"early_warning: {claim}", source, _CLEAR, _measure)


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
    def _measure() -> Result:
        found = paired(replications(_NAME, seeds=_SEEDS), replications(_NAME, "without_C51", seeds=_SEEDS), "consent")
        return Result("consent {:+.3f} ({:+.3f} to {:+.3f}) with without_C51".format(*found), found[1] > 0)

    return Row(
        "early_warning.price",
        "sanity",
        "early_warning: an office that says less than it knows keeps more of the host's consent",
        "UNU paper of November 2016: downplaying 'out of fear of losing the host government's consent'",
        _CLEAR,
        _measure,
    )


def early_warning_rows() -> list[Row]:
    """Every row, in the order of the table."""
    return [
        _against("before", "civilian_harm", "lower", "`after` beats `before` on K1 civilian harm"),
        _against("without_C51", "lead_days", "higher", "saying what one knows brings action earlier (C51)"),
        _against("without_C52", "assessment_days", "lower", "shared signs, an adviser more, an owner: sooner (C52)"),
        _against("without_C53", "task_force_48", "higher", "desks that must meet in 48 hours do so (C53)"),
        _within_48(),
        _price(),
    ]
