"""Load, coverage, and the time that a room needs."""

from __future__ import annotations

from simulator.authoring.rehearsal.checks.time import longest
from simulator.authoring.rehearsal.matrix import peak, recipients, room_time, tables
from simulator.authoring.rehearsal.thresholds import BINS, WINDOW_S
from simulator.readers.coverage import coverage
from simulator.runs.headless import blueprint_of
from simulator.scenario.library import find_scenario
from tests.authoring.rehearsal.dry import rehearsed


def test_things_are_open_for_as_long_as_a_room_needs_for_one() -> None:
    assert peak([]) == (0, "")
    assert peak([(0, "a"), (WINDOW_S - 1, "b")]) == (2, "b")
    assert peak([(0, "a"), (WINDOW_S, "b")]) == (1, "a")
    assert peak([(0, "a"), (10, "b"), (20, "c"), (5000, "d")]) == (3, "c")


def test_sixteen_injects_take_two_to_four_hours() -> None:
    assert room_time(blueprint_of(find_scenario("site_in_flames"))) == (16 * 8 * 60, 16 * 15 * 60)


def test_an_inject_reaches_the_cells_that_it_names_by_any_name() -> None:
    found = recipients(blueprint_of(find_scenario("site_in_flames")))
    assert found["I-07"] == ("military", "police")
    assert found["I-01"] == ("civilian", "military", "police", "security")
    assert recipients(blueprint_of(find_scenario("first_steps")))["I-1"] == ("ops",)


def test_what_comes_in_the_runs_is_what_the_msel_plans() -> None:
    """Every inject with a time comes once a run, in the part in which the plan has it."""
    done = rehearsed("distress_calls", runs=10)
    made = tables(done)
    planned = coverage(done.blueprint)
    timed = {
        (row.objective.id, part.title): set(names)
        for row in planned.rows
        for part, names in zip(planned.parts, row.by_part, strict=True)
        if names
    }
    for (objective, part), names in timed.items():
        rows = [row for row in made.covered if (row.objective, row.part) == (objective, part)]
        assert names <= {name for row in rows for name in row.injects}
    assert made.free == planned.free
    assert [(row.objective, row.component, row.in_a_run) for row in made.covered] == [
        ("O1", "security", 1.0),
        ("O2", "military", 1.0),
        ("O3", "military", 1.0),
        ("O3", "security", 0.7),  # that the list is not complete comes in seven of ten
        ("O3", "civilian", 1.7),
    ]


def test_load_is_by_cell_and_part() -> None:
    made = tables(rehearsed("distress_calls", runs=10))
    assert len(made.load) == 3 * len(made.parts)
    night = next(row for row in made.load if (row.cell, row.part) == ("security", "2 Night"))
    assert 0 < night.questions < 1  # night_search is asked of security while somebody is missing


def test_the_longest_quiet_stretch() -> None:
    assert longest([]) == (0, BINS)
    assert longest([0, BINS - 1]) == (1, BINS - 1)
    assert longest([50, 60]) == (61, BINS)
