"""The shipped scenarios have been rehearsed: no error and no warning, notices only."""

from __future__ import annotations

import pytest

from simulator.authoring.rehearsal.checks import findings
from simulator.authoring.rehearsal.conduct import Asked, rehearse
from simulator.processes import cores
from simulator.scenario.library import find_scenario, shipped
from simulator.scenario.load import Document, load
from tests.authoring.rehearsal.dry import found

RUNS = {
    "first_steps": 100,
    "distress_calls": 60,
    "site_in_flames": 20,
    "weapons_free_zone": 10,
    "abduction_outside_the_gate": 60,
    "checkpoint_and_long_patrol": 60,
    "early_warning": 60,
    "extraction_under_crossfire": 60,
    "indirect_fire": 60,
    "staff_relocation": 40,
    "cordon_and_search": 60,
    "capital_under_fire": 60,
    "influx_on_a_rumour": 40,
    "petition_march": 40,
    "year_of_readiness": 40,
}


def test_every_shipped_scenario_is_rehearsed_here() -> None:
    assert {path.stem for path in shipped()} == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_a_shipped_scenario_raises_no_alarm(name: str) -> None:
    assert [str(f) for f in found(name, runs=RUNS[name]) if f.severity != "notice"] == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", RUNS)
def test_nor_does_it_in_three_hundred_runs(name: str, seed: int) -> None:
    path = find_scenario(name)

    def _read(variant: str) -> Document:
        return load(path, label=path.name, variant=variant)

    done = rehearse(_read(""), Asked(300, seed, cores()), variant=_read)
    assert done.number == 300
    assert [str(f) for f in findings(done) if f.severity != "notice"] == []
