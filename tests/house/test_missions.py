"""The scenario that somebody wrote from the manual alone: whole, clean, and worth an afternoon."""

from __future__ import annotations

from simulator.authoring.formatting import formatted
from simulator.authoring.rehearsal.checks import findings
from simulator.cli.check import problems_of
from simulator.cli.look import variants_of
from simulator.runs.headless import blueprint_of, run_once
from tests.authoring.rehearsal.dry import rehearsed
from tests.house.source import ROOT

MISSION = ROOT / "docs" / "examples" / "missions" / "the_boatman.yaml"


def test_it_has_what_an_afternoon_asks_for() -> None:
    b = blueprint_of(MISSION)
    assert (len(b.units), len(b.rules), len(b.injects), len(b.decisions), len(b.objectives)) == (8, 10, 12, 4, 3)
    assert sum(inject.when is not None or bool(inject.if_missing) for inject in b.injects) >= 4
    assert len({rule.component for rule in b.rules}) == 4


def test_it_checks_clean_in_every_variant_and_is_laid_out() -> None:
    assert not formatted(MISSION.read_bytes(), MISSION.name).changed
    assert [problems_of(str(MISSION), name) for name in ("", *variants_of(str(MISSION)))] == [([], 0)] * 2


def test_it_rehearses_without_a_warning() -> None:
    done = rehearsed(str(MISSION), runs=40)
    assert [str(finding) for finding in findings(done) if finding.severity == "warning"] == []


def test_its_reforms_spare_people() -> None:
    harm = {
        name: sum(
            run_once(blueprint_of(MISSION, variant=name), seed).measures["civilian_harm"] or 0 for seed in range(8)
        )
        for name in ("", "before")
    }
    assert harm[""] < harm["before"]
