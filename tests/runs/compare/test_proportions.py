"""Shares against published figures."""

from __future__ import annotations

import pytest

from simulator.runs.compare.proportions import discordant, enough_for_share, in_tens, per_cent, share_of


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_that_newcombe_published(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3 (Wilson)."""
    found = share_of(hits, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_mcnemar_exact_is_a_sign_test_of_what_changed() -> None:
    """Of 8 pairs that differ 7 one way: 2 (1 + 8) / 256."""
    assert discordant(7, 1) == pytest.approx(2 * 9 / 256)
    assert discordant(0, 0) == 1.0


def test_a_share_is_said_with_its_interval() -> None:
    assert per_cent(share_of(93, 100)) == "93 % (86-97)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "never"),
        (0.02, "fewer than 1 in 10"),
        (0.88, "about 9 in 10"),
        (0.98, "more than 9 in 10"),
        (1.0, "always"),
    ],
)
def test_a_share_is_said_in_tens(value: float, said: str) -> None:
    assert in_tens(value) == said


def test_five_points_to_both_sides_of_a_half_take_384_replications() -> None:
    assert enough_for_share(share_of(50, 100)) == 384
