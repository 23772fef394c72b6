"""Each kind of evidence, from small logs whose answer is worked by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator.blueprint.model import Blueprint
from simulator.commands import Remark
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.measures import MEASURES
from simulator.readers.evaluation import Evidence, adherence, evidence, proposals
from simulator.readers.evaluation.basis import BASIS, GROWS
from simulator.runs.headless import blueprint_of, run_once
from tests.builders import a_scenario, build_of, of_kind
from tests.engine.cases import WIRE
from tests.readers.logs import HOUR, log

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FIRST_STEPS = blueprint_of(SCENARIOS / "first_steps.yaml")


def world(**objective: Any) -> Blueprint:
    """Two components with a cell each, a rule for the camp, one for police, a question, and one objective."""
    return build_of(
        a_scenario(
            perimeter=WIRE,
            command={"desk": {"kind": "soc", "staff": 2}},
            roles={"police_officer": {"post": "desk"}},
            cells={
                "military": {"roles": ["duty_officer"], "played_by": "room"},
                "police": {"roles": ["police_officer"], "played_by": "room"},
            },
            units={"qrf": {"type": "platoon", "at": "base"}},
            plan={
                "MIL-1": {
                    "title": "Go there",
                    "for": "qrf",
                    "when": "contact reported to ops",
                    "authority": "duty_officer",
                    "do": [{"task": "protect", "at": "contact", "within": "30 min"}],
                },
                "POL-1": {
                    "title": "Hold the cordon",
                    "for": "qrf",
                    "component": "police",
                    "when": "contact reported to ops",
                    "authority": "police_officer",
                    "do": [{"task": "guard", "at": "contact"}],
                },
            },
            decisions={
                "ask": {
                    "title": "Open it?",
                    "when": "contact reported to ops",
                    "asks": "duty_officer",
                    "deadline": "10 min",
                    "default": "no_",
                    "options": {"yes_": "Yes", "no_": "No"},
                }
            },
            objectives=[{"id": "O1", "text": "Protect", "capability": "protection", **objective}],
        )
    )


MIL = world(critical_tasks=[{"text": "Go", "done_by": ["MIL-1"]}])
ASK = world(critical_tasks=[{"text": "Answer", "done_by": ["ask"]}])


def began(at: int, name: str = "raid", by: str = "raiders") -> tuple[Any, ...]:
    return "stream_event_began", at, name, {"do": "attack", "by": by, "on": "camp"}, None


def fired(at: int, cause: int, rule: str = "MIL-1", place: str = "camp") -> tuple[Any, ...]:
    return "rule_fired", at, rule, {"post": "ops", "at": place, "component": rule[:3].lower()}, cause


def late(at: int, cause: int) -> tuple[Any, ...]:
    return "rule_late", at, "MIL-1", {"at": "camp", "task": "protect", "within_s": 1800}, cause


def order(at: int, cause: int, source: str = "MIL-1", place: str = "camp") -> tuple[Any, ...]:
    data = {"post": "ops", "unit": "qrf", "task": "protect", "at": place, "source": source, "place": place}
    return "order_given", at, source, data, cause


def there(at: int, cause: int) -> tuple[Any, ...]:
    return "task_begun", at, "qrf", {"task": "protect", "at": "camp", "source": "MIL-1"}, cause


def hurt(at: int, cause: int, place: str = "camp") -> tuple[Any, ...]:
    return "person_hurt", at, f"p/{at}", {"at": place, "severity": "T2", "by": "perpetrator"}, cause


def opened(at: int, cause: int) -> tuple[Any, ...]:
    data = {"asks": "duty_officer", "options": ["yes_", "no_"], "deadline_s": 600, "at": "camp"}
    return "decision_opened", at, "ask", data, cause


def took(at: int, cause: int, option: str = "yes_", kind: str = "decision_taken") -> tuple[Any, ...]:
    return kind, at, "ask", {"option": option, "by": "room", "after_s": 0, "at": "camp", "words": ""}, cause


def of(blueprint: Blueprint, rows: list[LogEvent], kind: str) -> list[Evidence]:
    return [piece for piece in evidence(blueprint, rows) if piece.kind == kind]


def rated(blueprint: Blueprint, rows: list[LogEvent]) -> str:
    return next(p.rating for p in proposals(blueprint, evidence(blueprint, rows)) if p.level == "objective")


# rules


def test_a_late_rule_says_by_how_much_and_on_what_that_rests() -> None:
    rows = log(began(0), fired(HOUR, 2), late(HOUR + 1800, 3), order(HOUR + 1900, 3), there(HOUR + 2400, 5))
    (piece,) = of(MIL, rows, "rule")
    assert (piece.verdict, piece.late_s, piece.at, piece.seqs) == ("late", 600, HOUR + 2400, (3, 4, 5, 6))
    assert (piece.function, piece.component) == ("duty_officer", "military")


def test_what_was_ordered_and_never_taken_up_is_missed() -> None:
    rows = log(began(0), fired(HOUR, 2), late(HOUR + 1800, 3), order(HOUR + 1900, 3))
    (piece,) = of(MIL, rows, "rule")
    assert (piece.verdict, piece.found) == ("missed", "ordered, and never taken up")


def test_a_rule_whose_cause_was_gone_before_its_time_is_not_observed() -> None:
    """The engine calls nothing late then, and says nothing."""
    (piece,) = of(MIL, log(began(0), fired(HOUR, 2)), "rule")
    assert (piece.verdict, piece.late_s) == ("not observed", 0)


def test_a_rule_that_was_held_says_why() -> None:
    held = ("rule_held", HOUR, "MIL-1", {"post": "ops", "at": "camp", "why": "it hears nobody"}, 3)
    (piece,) = of(MIL, log(began(0), fired(HOUR, 2), held), "rule")
    assert (piece.verdict, piece.found) == ("held", "it hears nobody")


def test_a_rule_is_held_for_what_it_fired_for_whatever_its_post_lost_in_between() -> None:
    """An order that is kept back by one delay after the other, and then not given: each is the cause of the next."""
    lost = ("plan_looked_up", HOUR, "MIL-1", {"post": "ops", "at": "camp", "takes_s": 300, "why": "x"}, 3)
    held = ("rule_held", HOUR + 900, "MIL-1", {"post": "ops", "at": "camp", "why": "it is over"}, 4)
    again = fired(2 * HOUR, 2)
    first, second = of(MIL, log(began(0), fired(HOUR, 2), lost, held, again), "rule")
    assert (first.verdict, first.found, first.seqs) == ("held", "it is over", (3, 5))
    assert second.verdict == "not observed"


def test_a_firing_answers_to_its_own_orders_only() -> None:
    """Of two firings for one place, what was ordered after the second does not answer the first."""
    rows = log(
        *(began(0), fired(HOUR, 2), late(HOUR + 1800, 3)),
        *(fired(3 * HOUR, 2), order(3 * HOUR + 60, 5), there(3 * HOUR + 600, 6)),
        ("rule_done", 3 * HOUR + 600, "MIL-1", {"at": "camp", "took_s": 600}, 7),
    )
    rows[-2] = rows[-2]._replace(given=(5,))
    assert [piece.verdict for piece in of(MIL, rows, "rule")] == ["missed", "done"]
    (task,) = of(MIL, rows, "task")
    assert (task.verdict, task.found) == ("done in part", "1 of 2 done")
    assert rated(MIL, rows) == "M"


def test_rules_are_counted_by_component() -> None:
    rows = log(began(0), fired(HOUR, 2), late(HOUR + 1800, 3), fired(HOUR, 2, "POL-1"))
    counted = adherence(MIL, rows)
    assert counted["military"] == {"fired": 1, "drills": 0, "missed": 1}
    assert counted["police"]["fired"] == 1
    assert "missed" not in counted["police"]


# decisions


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([opened(60, 1), took(300, 2)], "done"),
        ([opened(60, 1), ("default_proposed", 660, "ask", {"option": "no_"}, 2), took(900, 2)], "late"),
        ([opened(60, 1), ("default_proposed", 660, "ask", {"option": "no_"}, 2)], "missed"),
        ([opened(60, 1), took(660, 2, "no_", "decision_defaulted")], "missed"),
        ([opened(10 * HOUR - 60, 1)], "not observed"),
    ],
)
def test_an_answer_is_late_once_its_default_was_proposed(rows: list[tuple[Any, ...]], verdict: str) -> None:
    (piece,) = of(ASK, log(*rows), "decision")
    assert piece.verdict == verdict
    assert piece.late_s == (240 if verdict == "late" else 0)


def test_thinking_that_costs_a_fixed_time_makes_no_answer_late() -> None:
    """Answered at the ninth minute, closed at the twelfth: the default was never proposed."""
    (piece,) = of(ASK, log(opened(60, 1), took(60 + 720, 2)), "decision")
    assert piece.verdict == "done"


# harm


def test_harm_through_a_decision_is_added_by_an_act() -> None:
    rows = log(opened(60, 1), took(120, 2), hurt(180, 3), hurt(200, 3))
    (piece,) = of(ASK, rows, "harm")
    assert (piece.verdict, piece.found, piece.seqs) == ("harm added", "2 people", (3, 4, 5))
    assert rated(ASK, rows) == "M"


def test_a_default_that_nobody_spoke_against_is_an_omission() -> None:
    rows = log(opened(60, 1), took(660, 2, "no_", "decision_defaulted"), hurt(700, 3))
    (piece,) = of(ASK, rows, "harm")
    assert piece.verdict == "harm added"
    assert "stood undone" in piece.text


def test_harm_that_only_depends_on_an_act_is_unknown_and_counts_for_nothing() -> None:
    rows = log(began(0), opened(60, 1), took(120, 3), hurt(180, 2))
    rows[4] = rows[4]._replace(given=(4,))
    (piece,) = of(ASK, rows, "harm")
    assert piece.verdict == "harm unknown"
    assert rated(ASK, rows) == "P"
    whole = next(p for p in proposals(ASK, evidence(ASK, rows)) if p.level == "objective")
    assert any("cannot be told" in reason.text for reason in whole.reasons)


def test_harm_that_no_act_leads_to_is_nobodys() -> None:
    assert of(ASK, log(began(0), opened(60, 1), took(120, 3), hurt(180, 2)), "harm") == []


LATE = (began(0), fired(HOUR, 2), late(HOUR + 1800, 3), order(HOUR + 1900, 3), there(HOUR + 2400, 5))


@pytest.mark.parametrize(
    ("harm", "people", "because"),
    [
        ([hurt(HOUR + 1800, 2), hurt(HOUR + 2399, 2)], "2 people", "while it was overdue"),
        ([hurt(HOUR + 1799, 2)], "", "before its time was up"),
        ([hurt(HOUR + 2400, 2)], "", "the unit was there"),
        ([hurt(HOUR + 2000, 2, "base")], "", "somewhere else"),
        ([began(0, "other", "looters"), hurt(HOUR + 2000, 3)], "", "by another group"),
        ([hurt(HOUR + 2000, 1)], "", "by nobody's stream event"),
    ],
)
def test_harm_while_a_rule_stood_undone(harm: list[tuple[Any, ...]], people: str, because: str) -> None:
    """At its place, by the group that woke it, after its time and before it was done: then only."""
    shifted = list(LATE)
    if harm[0][0] == "stream_event_began":  # one event more stands before the firing
        shifted = [LATE[0], (*LATE[1][:4], 2), *((*row[:4], row[4] + 1) for row in LATE[2:])]
    rows = _placed(shifted, harm)
    found = of(MIL, rows, "harm")
    assert [piece.found for piece in found] == ([people] if people else []), because
    assert rated(MIL, rows) == ("M" if people else "S"), because


def _placed(rows: list[tuple[Any, ...]], harm: list[tuple[Any, ...]]) -> list[LogEvent]:
    """A log in which the harm comes last by its number, whatever its second: causes of the rest keep theirs."""
    firsts = [row for row in harm if row[0] == "stream_event_began"]
    hurts = [row for row in harm if row[0] == "person_hurt"]
    made = log(rows[0], *firsts, *rows[1:])
    end = made.pop()
    for kind, at, subject, data, cause in hurts:
        made.append(LogEvent(len(made) + 1, at, kind, subject, data, cause))
    return [*made, end._replace(seq=len(made) + 1)]


def test_harm_in_the_sector_that_a_stretch_of_wire_faces_belongs_to_the_wire() -> None:
    rows = log(
        *(began(0), fired(HOUR, 2, place="north")),
        ("rule_late", HOUR + 1800, "MIL-1", {"at": "north", "task": "protect", "within_s": 1800}, 3),
        hurt(HOUR + 2000, 2),
    )
    assert [piece.found for piece in of(MIL, rows, "harm")] == ["1 person"]


def test_what_the_model_did_for_a_role_rates_nobody() -> None:
    """The same log: the duty officer is people's in one scenario and the model's in the other."""
    simulated = replace(MIL, cells=tuple(replace(cell, played_by="model") for cell in MIL.cells))
    aims = world(
        critical_tasks=[{"text": "Go", "done_by": ["MIL-1"]}], targets=[{"measure": "trust", "at_least": "40 %"}]
    )
    rows = log(*LATE[:3], hurt(HOUR + 2000, 2))
    assert rated(aims, rows) == "M"
    other = replace(simulated, objectives=aims.objectives)
    assert of(other, rows, "harm") == []
    assert [piece.players for piece in of(other, rows, "rule")] == [False]
    assert rated(other, rows) == "P"
    through = log(opened(60, 1), took(120, 2), hurt(180, 3))
    assert of(replace(ASK, cells=simulated.cells), through, "harm") == []


# handover


def test_word_between_cells_is_measured_from_when_the_first_knew() -> None:
    passed = ("message_passed", 2 * HOUR, "military", {"to": "police", "text": "they are armed"}, None)
    rows = log(began(0), fired(HOUR, 2), fired(HOUR + 60, 2, "POL-1"), passed)
    (piece,) = of(MIL, rows, "handover")
    assert (piece.verdict, piece.about, piece.seqs) == ("measured", "military-police", (3, 4, 5))
    assert piece.found == "first word after 60 min"


def test_without_a_message_a_handover_is_not_observed() -> None:
    elsewhere = ("message_passed", 2 * HOUR, "military", {"to": "excon", "text": "hello"}, None)
    rows = log(began(0), fired(HOUR, 2), fired(HOUR + 60, 2, "POL-1"), elsewhere)
    (piece,) = of(MIL, rows, "handover")
    assert piece.verdict == "not observed"


def test_a_lead_that_was_offered_is_taken_or_not() -> None:
    gap = world(targets=[{"measure": "handover_gap", "at_most": "20 min"}])
    offer = ("lead_offered", 600, "fpu", {"at": "camp"}, 1)
    taken = ("lead_taken", 900, "qrf", {"at": "camp", "gap_s": 300}, 1)
    rows = log(offer, taken)
    rows[2] = rows[2]._replace(given=(2,))
    assert [(p.verdict, p.found) for p in of(gap, rows, "handover")] == [("measured", "taken after 5 min")]
    assert rated(gap, rows) == "P"
    assert [(p.verdict, p.found) for p in of(gap, log(offer), "handover")] == [("missed", "nobody took it")]


# targets


def test_every_measure_names_the_events_that_it_is_made_of() -> None:
    from simulator.events import KINDS

    assert set(BASIS) == set(MEASURES)
    assert {kind for kinds in BASIS.values() for kind in kinds} <= set(KINDS)
    assert set(MEASURES) >= GROWS


def test_a_measure_over_a_hold_gets_no_verdict() -> None:
    spec = FIRST_STEPS.objectives[0]
    aims = build_of(
        a_scenario(
            objectives=[{"id": "O1", "text": "x", "targets": [{"measure": "report_to_decide", "at_most": "2 h"}]}]
        )
    )
    blueprint = replace(FIRST_STEPS, objectives=(replace(spec, targets=aims.objectives[0].targets),))
    usual = run_once(blueprint, 4).log
    assert rated(blueprint, usual) == "P"
    heard = next(
        e.at for e in of_kind(usual, "report_received") if (e.data["what"], e.data["at"]) == ("contact", "camp")
    )
    engine = Engine(blueprint, 4)
    engine.advance_to(heard + 60)
    engine.apply(Remark("hold", "tea"))
    engine.run()
    (piece,) = of(blueprint, engine.log, "target")
    assert piece.verdict == "not comparable"
    assert "the clock was held" in piece.found
    assert rated(blueprint, engine.log) == "N"


def test_targets_are_judged_at_endex_but_a_count_over_its_threshold_before() -> None:
    blueprint = world(targets=[{"measure": "civilian_harm", "at_most": "1 people"}])
    one, two = log(hurt(60, 1))[:-1], log(hurt(60, 1), hurt(120, 1))[:-1]
    assert [p.verdict for p in of(blueprint, one, "target")] == ["open"]
    (whole,) = [p for p in proposals(blueprint, evidence(blueprint, one)) if p.level == "objective"]
    assert (whole.rating, whole.provisional) == ("N", True)
    (piece,) = of(blueprint, two, "target")
    assert (piece.verdict, piece.seqs) == ("not met", (2, 3))
    assert rated(blueprint, two) == "U"


def test_an_empty_log_gives_pieces_without_a_verdict() -> None:
    blueprint = world(targets=[{"measure": "civilian_harm", "at_most": "1 people"}])
    assert {p.verdict for p in evidence(blueprint, [])} <= {"not observed", "open"}
    assert rated(blueprint, []) == "N"


def test_evidence_of_every_shipped_scenario_names_its_events() -> None:
    for name in ("site_in_flames", "distress_calls"):
        blueprint = blueprint_of(SCENARIOS / f"{name}.yaml")
        rows = run_once(blueprint, 3).log
        found = evidence(blueprint, rows)
        assert {piece.objective for piece in found} == {objective.id for objective in blueprint.objectives}
        assert all(1 <= seq <= len(rows) for piece in found for seq in piece.seqs)
