"""The hot wash: three lanes on one time line, the largest differences first, costly and good minutes."""

from __future__ import annotations

from pathlib import Path

from simulator.blueprint.model import Blueprint
from simulator.commands import Message, OrderUnit, Remark, TakeDecision
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.readers.evaluation import written
from simulator.readers.hotwash import LANES, Difference, differences, lanes, moments
from simulator.runs.headless import blueprint_of, run_once
from tests.builders import build_of, of_kind
from tests.engine.cases import with_rule
from tests.readers.evaluation.sessions import BY_D, EARLY, NORTH, ROOM, TIMED, UNTIMED, VERY_LATE, WAIT, Case, H, tasks
from tests.readers.logs import log as log_of

LATE = Case("", "", "", tasks(BY_D), [(EARLY, WAIT), (VERY_LATE, NORTH)], rule=TIMED)


def by_what(rows: list[Difference]) -> dict[str, list[Difference]]:
    found: dict[str, list[Difference]] = {}
    for row in rows:
        found.setdefault(row.what, []).append(row)
    return found


def test_what_was_late_costs_its_minutes_and_what_was_early_wins_them() -> None:
    blueprint, log = LATE.played()
    found = by_what(differences(blueprint, log))
    fired, begun = of_kind(log, "rule_fired")[0], of_kind(log, "task_begun")[0]
    (late,) = found["late"]
    assert (late.minutes, late.at) == (round((begun.at - fired.at - H) / 60, 1), fired.at + H)
    assert (late.lane, late.seq, late.function, late.good) == ("players", begun.seq, "duty_officer", False)
    (early,) = found["done in time"]
    opened, taken = of_kind(log, "decision_opened")[0], of_kind(log, "decision_taken")[0]
    assert early.minutes == round((taken.at - opened.at - 600) / 60, 1)
    assert early.good


def test_the_largest_differences_come_first_and_three_of_each_stand_side_by_side() -> None:
    blueprint, log = LATE.played()
    rows = differences(blueprint, log)
    assert [row.minutes for row in rows] == sorted((row.minutes for row in rows), reverse=True)
    costly, good = moments(rows)
    assert [row.what for row in costly] == ["late"]
    assert [row.what for row in good] == ["done in time"]


def test_three_at_most() -> None:
    rows = [Difference(0, float(n), "late", "x", "players", n) for n in (5, 4, 3, 2, 0, -1, -2, -3, -9)]
    costly, good = moments(rows)
    assert [row.minutes for row in costly] == [5, 4, 3]
    assert [row.minutes for row in good] == [-9, -3, -2]


def test_what_was_never_done_costs_until_endex() -> None:
    blueprint, log = Case("", "", "", tasks(BY_D), rule=TIMED).played()
    found = by_what(differences(blueprint, log))
    minutes = {row.seq: row.minutes for row in found["missed"]}
    fired, opened = of_kind(log, "rule_fired")[0], of_kind(log, "decision_opened")[0]
    assert sorted(minutes.values()) == sorted(round((8 * H - at) / 60, 1) for at in (fired.at + H, opened.at + 600))


def test_a_default_that_is_proposed_and_a_rule_without_a_limit_wait_for_the_room() -> None:
    case = Case("", "", "", tasks(BY_D), rule=UNTIMED)
    blueprint, log = case.played()
    found = by_what(differences(blueprint, [e for e in log if e.at <= 2 * H]))
    (asked,), (waited,) = found["default proposed"], found["waited"]
    assert (asked.function, waited.function, waited.lane) == ("duty_officer", "duty_officer", "plan")
    assert asked.at == of_kind(log, "default_proposed")[0].at


def test_a_refusal_costs_until_somebody_goes() -> None:
    order = {"task": "deploy", "at": "north", "source": "R"}
    given = {**order, "post": "ops", "unit": "platoon", "place": "north"}
    found = log_of(
        ("order_given", 60, "R", given),
        ("order_refused", 120, "platoon", {"why": "no written order", **order}),
        ("order_refused", 150, "platoon", {"why": "has another task", **order}),
        ("order_accepted", 720, "platoon", {**order, "post": "ops", "place": "north"}),
    )
    rows = differences(build_of(with_rule({"do": [{"task": "deploy", "at": "breach"}]})), found)
    assert [(row.what, row.minutes, row.function) for row in rows] == [("refused", 10.0, "military")]


def plan_of(blueprint: Blueprint) -> list[list[LogEvent]]:
    return [run_once(blueprint, seed).log for seed in range(1, 6)]


def test_runs_of_the_plan_say_what_is_usual_instead_of_its_limit() -> None:
    """The plan's runs take a median of so many minutes from the firing; the room is held against that."""
    blueprint, log = LATE.played()
    plan = plan_of(blueprint)
    took = sorted(of_kind(run, "rule_done")[0].data["took_s"] for run in plan)
    late = next(row for row in differences(blueprint, log, plan) if row.what == "late")
    fired, begun = of_kind(log, "rule_fired")[0], of_kind(log, "task_begun")[0]
    assert late.at == fired.at + took[2]
    assert late.minutes == round((begun.at - fired.at - took[2]) / 60, 1)


def test_three_lanes_hold_plan_world_and_people_in_order() -> None:
    blueprint = LATE.blueprint()
    engine = Engine(blueprint, 1, played_by=ROOM)
    for at, command in [
        (EARLY, TakeDecision("D", "wait", by="somebody")),
        (EARLY + 60, Message("pass", "military", "excon", "we go")),
        (VERY_LATE, OrderUnit("platoon", "deploy", "north")),
    ]:
        engine.advance_to(at)
        engine.apply(command)
    engine.run()
    found = lanes(blueprint, engine.log)
    assert [line.at for line in found] == sorted(line.at for line in found)
    kinds = {lane: [engine.log[line.seq - 1].kind for line in found if line.lane == lane] for lane in LANES}
    assert kinds["plan"] == ["decision_opened", "rule_fired"]
    assert kinds["players"] == ["decision_taken", "message_passed", "order_given"]
    assert "inject_delivered" in kinds["simulation"]
    assert "unit_arrived" in kinds["simulation"]
    due = next(line for line in found if line.lane == "plan" and "due within 60 min" in line.text)
    assert due.at == of_kind(engine.log, "rule_fired")[0].at + H


def test_tags_stand_on_lines_and_differences() -> None:
    case = LATE
    blueprint, log = case.played()
    begun = of_kind(log, "task_begun")[0]
    engine = Engine(blueprint, 1, played_by=ROOM)
    said = Remark("observation", written("area for improvement", "x"), about=str(begun.seq))
    for at, command in [*case.does, (7 * H, said)]:
        engine.advance_to(at)
        engine.apply(command)
    engine.run()
    assert [row.tag for row in differences(blueprint, engine.log) if row.what == "late"] == ["area for improvement"]


def test_no_person_is_named() -> None:
    blueprint = LATE.blueprint()
    engine = Engine(blueprint, 1, played_by=ROOM)
    engine.advance_to(EARLY)
    engine.apply(TakeDecision("D", "wait", by="Somebody Inparticular"))
    engine.run()
    assert not any("Inparticular" in row.text + row.function for row in differences(blueprint, engine.log))


def test_a_shipped_scenario_has_lanes_and_differences() -> None:
    blueprint = blueprint_of(Path(__file__).parents[2] / "scenarios" / "site_in_flames.yaml")
    log = run_once(blueprint, 3).log
    assert {line.lane for line in lanes(blueprint, log)} == set(LANES)
    costly, good = moments(differences(blueprint, log))
    assert len(costly) == len(good) == 3
