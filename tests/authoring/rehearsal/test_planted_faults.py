"""Thirty and more planted faults, one a file: each is found, and named with its line."""

from __future__ import annotations

import pytest

from tests.authoring.rehearsal.dry import found, line_of, text_of
from tests.authoring.rehearsal.faults import FAULTS, LARGE, Fault

EVERY = [*FAULTS, *(pytest.param(fault, marks=pytest.mark.soak) for fault in LARGE)]


@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_with_its_line(fault: Fault) -> None:
    text = text_of(fault.scenario, *fault.edits)
    said = found(fault.scenario, text, runs=fault.runs)
    here = [f for f in said if (f.code, f.file) == (fault.code, f"{fault.scenario}.yaml")]
    assert line_of(text, fault.line) in [f.line for f in here], "\n".join(map(str, said))


@pytest.mark.parametrize("name", sorted({fault.scenario for fault in FAULTS} - {"weapons_free_zone"}))
def test_no_fault_is_what_the_shipped_scenario_says_anyway(name: str) -> None:
    """A fault proves nothing if the same is said of the same line without it."""
    shipped = text_of(name)
    lines = shipped.splitlines()
    before = {(f.code, lines[f.line - 1]) for f in found(name) if f.file == f"{name}.yaml"}
    for fault in (fault for fault in FAULTS if fault.scenario == name):
        text = text_of(name, *fault.edits)
        assert (fault.code, text.splitlines()[line_of(text, fault.line) - 1]) not in before, fault.name


def test_there_are_thirty_of_them() -> None:
    assert len(FAULTS) >= 30
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
