"""Strength is fixed: a post takes nine people (three in each of three shifts) from whoever mans it."""

from __future__ import annotations

import pytest

from simulator.errors import ScenarioInvalid
from tests.builders import a_scenario, build_of
from tests.engine.cases import WIRE


def strengths(posts: int, strength: int = 100, by: str = "battalion") -> tuple[int, int]:
    scenario = a_scenario(
        perimeter={"north": {**WIRE["north"], "posts": posts, "manned_by": by}},
        contingents={"battalion": {"strength": strength}},
        units={
            "platoon": {"type": "platoon", "of": "battalion", "at": "base"},
            "alone": {"type": "platoon", "at": "base"},
        },
    )
    units = build_of(scenario).units
    return int(units["platoon"].strength), int(units["alone"].strength)


@pytest.mark.parametrize(("posts", "left"), [(0, 30), (7, 30), (8, 28), (9, 19), (10, 10), (11, 1)])
def test_posts_take_their_crews_from_the_contingent_that_mans_them(posts: int, left: int) -> None:
    assert strengths(posts) == (left, 30)


@pytest.mark.parametrize(("posts", "left"), [(0, 30), (1, 21), (3, 3)])
def test_posts_that_a_unit_mans_take_their_crews_from_the_unit(posts: int, left: int) -> None:
    assert strengths(posts, by="alone") == (30, left)


@pytest.mark.parametrize(("posts", "by"), [(12, "battalion"), (4, "alone")])
def test_more_posts_than_people_are_a_problem_where_the_people_are_declared(posts: int, by: str) -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        strengths(posts, by=by)
    assert [(p.code, by in p.message) for p in caught.value.problems] == [("E209", True)]
