"""Rows about a cordon and search: bars were set before they were measured."""

from __future__ import annotations

from tests.backtests.claims import CLEAR, Result, Row, helped, paired
from tests.backtests.replications import replications

__all__ = ["cordon_and_search_rows"]

_NAME, _SEEDS = "cordon_and_search", 200
_LETTER = "letter of 17 April 2017"


def _row(variant: str, measure: str, better: str, claim: str, source: str = _LETTER) -> Row:
    sign = 1 if better == "higher" else -1
    return helped("search", _NAME, variant, measure, sign, f"{_NAME}: {claim}", source)


def _twenty_operations() -> Row:
    """The campaign: twenty whole-site operations in nine months, beside daily zones of thirty shelters."""

    def _measure() -> Result:
        seeds, name = 60, "weapons_free_zone"
        with_them = replications(name, sets={"search.full_scale_every": "13.5 days"}, seeds=seeds)
        without = replications(name, sets={"search.full_scale_every": "absent"}, seeds=seeds)
        mean, low, high = paired(without, with_them, "caches_left")
        return Result(f"{mean:+.1f} caches left ({low:+.1f} to {high:+.1f}), beside daily zones", high < 0)

    claim = "weapons_free_zone: 20 full-scale operations in nine months leave fewer caches than daily zones alone"
    return Row("search.twenty_operations", "response", claim, _LETTER, CLEAR, _measure)


def cordon_and_search_rows() -> list[Row]:
    """The rows, in the order of the table."""
    return [
        _row("before", "found_share", "higher", "more of the caches are found `after` than `before`"),
        _row("before", "trust", "higher", "more trust is left `after` than `before`"),
        _row("without_C04", "handover_gap", "lower", "divided responsibilities shorten the hand-over"),
        _row("without_C04", "found_share", "higher", "divided responsibilities let more be found"),
        _row("without_C14", "caches_left", "lower", "searches at the gates leave fewer caches"),
        _row("without_C15", "found_share", "higher", "a whole sector gives more finds than one zone"),
        _row("without_C41", "referrals", "higher", "with women in the teams more survivors are referred"),
        _row("without_C41", "found_share", "higher", "with women in the teams more is found"),
        _twenty_operations(),
    ]
