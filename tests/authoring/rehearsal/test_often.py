"""How often things had their turn: held against the logs of the same runs, counted by hand."""

from __future__ import annotations

from statistics import median

from simulator.authoring.rehearsal.often import often
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.library import find_scenario
from tests.authoring.rehearsal.dry import rehearsed, text_of

RUNS = 24


def test_counts_are_those_of_the_logs() -> None:
    blueprint = blueprint_of(find_scenario("first_steps"))
    logs = [run_once(blueprint, 1, replication).log for replication in range(RUNS)]
    made = often(rehearsed("first_steps", runs=RUNS))

    opened = [e.at for log in logs for e in log if e.kind == "decision_opened" and e.subject == "open_gate"]
    (gate,) = made.decisions
    assert (gate.name, gate.runs, gate.middle) == ("open_gate", len(opened), median(opened))
    taken = sum(e.kind == "decision_taken" and e.data["option"] == "open" for log in logs for e in log)
    assert {one.option: one.runs for one in gate.answers if one.option} == {"open": taken}

    fired = {
        rule: [next((e.at for e in log if e.kind == "rule_fired" and e.subject == rule), None) for log in logs]
        for rule in ("TELL", "STAND", "PROTECT")
    }
    assert {turn.name: turn.runs for turn in made.rules} == {
        rule: sum(at is not None for at in times) for rule, times in fired.items()
    }
    assert [turn.middle for turn in made.rules] == [median(t for t in fired[r] if t is not None) for r in fired]


def test_targets_show_the_low_the_middle_and_the_high_of_the_runs() -> None:
    blueprint = blueprint_of(find_scenario("first_steps"))
    harm = sorted(run_once(blueprint, 1, n).measures["civilian_harm"] or 0 for n in range(RUNS))
    (row,) = often(rehearsed("first_steps", runs=RUNS)).targets
    assert (row.objective, row.measure, row.runs) == ("O1", "civilian_harm", RUNS)
    assert (row.low, row.middle, row.high) == (harm[2], harm[12], harm[21])
    assert row.asked == "at most 0 people"


def test_what_never_came_has_no_time() -> None:
    text = text_of("first_steps", ("crowd at gate > 50 people", "crowd at gate > 500000 people"))
    (gate,) = often(rehearsed("first_steps", text, runs=3)).decisions
    assert (gate.runs, gate.middle, gate.answers) == (0, -1.0, ())
