"""The parts of an exercise, and which injects serve which objective in which of them."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.blueprint.model import Blueprint
from simulator.readers.coverage import coverage
from simulator.readers.phases import phase_of, phases
from simulator.runs.planned import planned
from simulator.scenario.library import find_scenario
from tests.builders import a_scenario, build_of
from tests.report.pack.conftest import SHIPPED


def inject(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "contextual", "text": name, **more}


def shipped(name: str) -> Blueprint:
    return planned(find_scenario(name)).blueprint


@pytest.mark.parametrize("name", SHIPPED)
def test_parts_of_an_exercise_follow_each_other_from_startex_to_endex(name: str) -> None:
    b = shipped(name)
    parts = phases(b)
    assert [p.begin for p in parts] == [0, *(p.end for p in parts[:-1])]
    assert parts[-1].end == b.duration
    assert len({p.title for p in parts}) == len(parts)
    assert all(phase_of(parts, p.begin) == p for p in parts)
    assert phase_of(parts, b.duration) == parts[-1]


def test_an_inject_serves_by_its_own_word_or_by_what_it_expects() -> None:
    wanted = {"action": "Do it", "within": "9 min", "task": "O2"}
    scenario = a_scenario(
        objectives=[{"id": name, "text": name, "capability": "response"} for name in ("O1", "O2", "O3")],
        msel=[
            inject("A", at="H+0:05", objective="O1"),
            inject("B", at="H+1:59", expects=[wanted]),
            inject("C", when="time > H+1", objective="O1"),
            inject("D", at="H+0:06"),
        ],
    )
    found = coverage(build_of(scenario))
    by_part = [("A",), *[()] * (len(found.parts) - 1)]
    assert found.rows[0].by_part == tuple(by_part)
    assert [row.on_condition for row in found.rows] == [("C",), (), ()]
    assert [row.served for row in found.rows] == [True, True, False]
    assert [part.title for part, ids in zip(found.parts, found.rows[1].by_part) if ids] == [
        phase_of(list(found.parts), 7140).title  # type: ignore[union-attr]
    ]
    assert found.free == ("D",)
