"""Positions: metres, words, and the military grid (MGRS), which is metres from the first place that uses it."""

from __future__ import annotations

from math import hypot

import pytest

from simulator.errors import ScenarioInvalid
from tests.builders import a_scenario, build_of


def placed(**at: object) -> dict[str, tuple[float, float]]:
    places = {"places": {name: {"kind": "town", "at": where} for name, where in at.items()}}
    built = build_of({"startex": 1, "title": "T", "clock": a_scenario()["clock"], **places}).places
    return {name: (built[name].x, built[name].y) for name in at}


def test_words_are_metres_from_the_place_that_they_lean_on() -> None:
    found = placed(a=[100, 50], b="300 m north of a", c="1 km southwest of b")
    assert found["b"] == (100, 350)
    assert found["c"] == pytest.approx((100 - 707.1, 350 - 707.1), abs=0.1)


def test_grid_references_are_metres_from_the_first_one_in_the_file() -> None:
    found = placed(a="36NTL1234067890", b="36N TL 12640 68290", c=[10, 20], d="100 m east of b")
    assert found == {"a": (0, 0), "b": (300, 400), "c": (10, 20), "d": (400, 400)}
    assert hypot(*found["b"]) == 500


def test_grid_references_cross_from_one_hundred_kilometre_square_into_the_next() -> None:
    found = placed(a="36NVL9990050000", b="36NWL0010050000")
    assert found["b"] == pytest.approx((200, 0), abs=0.1)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("36NZZ1234567890", "no place on the MGRS grid"),
        ("37NBF1234567890", "grid zone"),
        ("36NTL123", "is no position"),
    ],
)
def test_what_is_no_grid_reference_or_lies_in_another_zone_is_a_problem_where_it_stands(at: str, said: str) -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        placed(a="36NTL1234067890", b=at)
    (problem,) = caught.value.problems
    assert problem.code == "E203"
    assert said in problem.message
    assert problem.line > 1
