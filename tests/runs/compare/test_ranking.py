"""Many arms: published adjustments, and what pairs do to a ranking."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.runs.compare.ranking import best_probability, false_discoveries, holm, rank

# Benjamini and Hochberg (1995), section 4.2: fifteen hypotheses of a trial of thrombolysis.
P15 = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]


def test_benjamini_and_hochberg_reject_four_of_their_fifteen() -> None:
    assert sum(p <= 0.05 for p in false_discoveries(P15)) == 4


def test_holm_rejects_three_of_the_fifteen() -> None:
    """0.0019 x 13 = 0.0247 is below 0.05, 0.0095 x 12 = 0.114 is not."""
    adjusted = holm(P15)
    assert sum(p <= 0.05 for p in adjusted) == 3
    assert adjusted[2] == pytest.approx(0.0247)


def test_holm_is_as_in_the_worked_example() -> None:
    """Four p values 0.01, 0.04, 0.03, 0.005: 0.03, 0.06, 0.06, 0.02."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_what_is_not_known_counts_for_nothing() -> None:
    adjusted = holm([0.01, math.nan, 0.02])
    assert adjusted[0] == pytest.approx(0.02)
    assert math.isnan(adjusted[1])
    assert math.isnan(false_discoveries([math.nan])[0])


def paired_arms(effects: list[float], n: int = 60) -> np.ndarray:
    """Arms that share a large chance and differ by small effects."""
    rng = np.random.default_rng(5)
    chance = rng.normal(100, 30, n)
    return np.array([chance + effect + rng.normal(0, 0.5, n) for effect in effects])


def test_pairs_tell_apart_what_their_common_chance_would_hide() -> None:
    values = paired_arms([3.0, 0.0, 1.0])
    found = rank(values, "lower")
    assert [row.arm for row in found] == [1, 2, 0]
    assert [row.with_best for row in found] == [True, False, False]
    assert found[1].p_best < 0.001


def test_an_arm_that_cannot_be_told_from_the_best_says_so() -> None:
    found = rank(paired_arms([0.0, 0.0, 5.0]), "higher")
    assert [row.with_best for row in found] == [True, False, False]
    found = rank(paired_arms([0.0, 0.0, 5.0]), "lower")
    assert [row.with_best for row in found] == [True, True, False]


def test_nothing_is_ranked_where_no_direction_is_better() -> None:
    assert rank(paired_arms([1.0, 2.0]), "neither") == []
    assert best_probability(paired_arms([1.0, 2.0]), "neither") == {}


def test_probabilities_of_being_best_add_up_and_ties_share() -> None:
    values = paired_arms([0.0, 0.0, 9.0])
    found = best_probability(values, "lower")
    assert sum(found.values()) == pytest.approx(1.0)
    assert found[2] == 0.0
    twice = best_probability(np.array([values[0], values[0]]), "lower")
    assert twice == {0: 0.5, 1: 0.5}


def test_the_probability_of_being_best_is_that_of_the_normal_law() -> None:
    """Two arms whose mean differs by one standard error of the difference: Phi(1) = 0.841."""
    rng = np.random.default_rng(11)
    d = rng.normal(size=400)
    d = (d - d.mean()) / d.std() + 1 / math.sqrt(400)
    found = best_probability(np.array([d, np.zeros(400)]), "higher")
    assert found[0] == pytest.approx(0.841, abs=0.02)
