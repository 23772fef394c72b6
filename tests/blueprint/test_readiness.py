"""What is said where readiness is written wrongly, and what becomes of what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import ScenarioInvalid
from tests.builders import build_of
from tests.engine.mechanics.readiness_cases import months


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"contingents": {"nobody": {"at": "base"}}}, "E301", "there is no contingent 'nobody'"),
        (
            {"exercises": {"x": {"kind": "tabletop", "at": "D+1", "practises": ["GO"]}}},
            "E301",
            "there is no rule 'GO'",
        ),
        ({"contingents": {"c2": {"at": "seat_c1"}}}, "E202", "c2 and c1 have one headquarters"),
        ({"exercises": {"x": {"kind": "tabletop", "at": "D+1", "for": ["c9"]}}}, "E301", "there is no contingent 'c9'"),
    ],
)
def test_names_that_mean_nothing_and_headquarters_that_are_shared_are_told(
    given: dict[str, Any], code: str, said: str
) -> None:
    with pytest.raises(ScenarioInvalid) as told:
        build_of(months(10, 2, readiness=given))
    assert any(p.code == code and said in p.message for p in told.value.problems), told.value.problems


def test_an_exercise_that_names_nobody_is_for_all_and_who_does_not_rotate_stays() -> None:
    spec = build_of(months(10, 2, readiness={"exercises": {"x": {"kind": "tabletop", "at": "D+1"}}})).readiness
    assert spec is not None
    assert spec.exercises[0].contingents == ("c1", "c2")
    assert [c.rotates for c in spec.contingents.values()] == [-1, -1]
    assert (spec.tests_every, spec.trainers_course) == (-1, -1)
