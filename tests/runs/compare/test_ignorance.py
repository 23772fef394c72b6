"""Assumed numbers that move a finding, and variance that is ignorance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.runs.compare.ignorance import across, layers

SETS = 30


def drawn() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(4)
    return {f"force.n{i}": rng.uniform(0, 1, SETS) for i in range(20)}


def test_the_number_that_turns_a_finding_round_is_named_with_where_it_turns() -> None:
    numbers = drawn()
    by_set = np.array([0.3, *(numbers["force.n7"] - 0.4)])
    found = across(by_set, numbers)
    assert found is not None
    assert found.reversed_in == int(np.sum(numbers["force.n7"] < 0.4))
    assert found.carrier is not None
    assert found.carrier.parameter == "force.n7"
    assert found.carrier.p < 0.001
    assert 0.2 < found.carrier.turns_at < 0.7


def test_a_finding_that_stands_in_every_set_is_not_reversed() -> None:
    found = across(np.array([0.5, *np.linspace(0.2, 0.9, SETS)]), drawn())
    assert found is not None
    assert not found.reverses
    assert (found.low, found.high) == pytest.approx((0.2, 0.9))
    assert math.isnan(found.carrier.turns_at)


def test_the_strongest_of_many_that_carry_nothing_is_not_made_much_of() -> None:
    """Adjusted for the twenty that were looked at, chance alone seldom stands out."""
    rng = np.random.default_rng(9)
    stood_out = 0
    for _ in range(100):
        found = across(rng.normal(size=SETS + 1), drawn())
        assert found is not None
        stood_out += found.carrier.p < 0.05
    assert stood_out <= 12


def test_without_sets_there_is_nothing_to_say() -> None:
    assert across(np.array([0.5]), {}) is None
    assert across(np.array([np.nan, 1.0]), {}) is None


def test_layers_are_the_textbook_estimates_of_one_way_random_effects() -> None:
    """Two sets with means 2 and 8, within variance 1, 3 values each: between = 18 - 1/3."""
    found = layers(np.array([[1.0, 2.0, 3.0], [7.0, 8.0, 9.0]]))
    assert found is not None
    assert found.chance == pytest.approx(1.0)
    assert found.ignorance == pytest.approx(18 - 1 / 3)


def test_layers_of_a_known_model_come_out(test_seed: int) -> None:
    rng = np.random.default_rng(test_seed)
    outcomes = rng.normal(0, 2.0, (400, 1)) + rng.normal(0, 3.0, (400, 20))
    found = layers(outcomes)
    assert found is not None
    assert found.share == pytest.approx(4 / 13, abs=0.06)


def test_one_set_has_no_layers() -> None:
    assert layers(np.ones((1, 5))) is None
