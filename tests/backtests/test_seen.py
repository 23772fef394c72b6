"""What is counted in a log, by hand."""

from __future__ import annotations

from dataclasses import replace

from simulator.events import LogEvent
from simulator.readers.responses import Log
from simulator.runs.headless import blueprint_of
from tests.backtests import seen
from tests.backtests.replications import SCENARIOS

BLUEPRINT = blueprint_of(SCENARIOS / "first_steps.yaml")
HOUR = 3600


def log_of(*rows: tuple[str, int, str, dict[str, object]]) -> Log:
    """A log of (kind, at, subject, data), STARTEX before and ENDEX after ten hours."""
    every = [("exercise_started", 0, "x", {}), *rows, ("exercise_ended", 10 * HOUR, "x", {})]
    return Log(BLUEPRINT, [LogEvent(n, at, kind, s, dict(d), None) for n, (kind, at, s, d) in enumerate(every, 1)])


def test_patrols_by_day_and_night_are_counted_once_whoever_is_out() -> None:
    foot = {"mode": "foot", "outside": True}
    log = log_of(
        ("patrol_began", 1 * HOUR, "a", foot),
        ("patrol_began", 2 * HOUR, "b", foot),
        ("patrol_began", 2 * HOUR, "inside", {"mode": "foot", "outside": False}),
        ("patrol_ended", 3 * HOUR, "a", foot),
        ("patrol_ended", 5 * HOUR, "b", foot),
    )
    log.blueprint = replace(BLUEPRINT, sun=((-3 * HOUR, False), (4 * HOUR, True), (20 * HOUR, False)))
    assert seen.patrolled(log) == {"day": [3 * HOUR, 3 * HOUR], "night": [6 * HOUR, 1 * HOUR]}
    log.blueprint = replace(BLUEPRINT, sun=((-3 * HOUR, True), (2 * HOUR, False)))
    assert seen.patrolled(log) == {"day": [8 * HOUR, 3 * HOUR], "night": [1 * HOUR, 1 * HOUR]}
    assert seen.patrolled(log_of()) == {"day": [0, 0], "night": [0, 0]}


def test_who_came_through_a_gate_belongs_to_the_last_flight_to_it() -> None:
    rows = [
        ("flight_began", 1, "camp", {"people": 100, "to": "gate"}),
        ("flight_began", 2, "market", {"people": 50, "to": "other"}),
        ("crowd_through", 3, "gate", {"inside": 80, "climbed": 0}),
        ("flight_began", 4, "camp", {"people": 60, "to": "gate"}),
        ("crowd_through", 5, "gate", {"inside": 90, "climbed": 30}),
        ("crowd_through", 6, "gate", {"inside": 95, "climbed": 30}),
    ]
    assert seen.crossed(log_of(*rows)) == [("camp", 100, 80), ("market", 50, 0), ("camp", 60, 45)]


def test_teams_go_in_when_the_cordon_stands_and_they_are_there() -> None:
    begun = ("task_begun", 50, "team", {"task": "search_shelters", "at": "sector"})
    zone = {"number": 3, "shelters": 10, "team_s": 900, "found": 0}
    rows = [("cordon_closed", 90, "sector", {"gap": 1}), ("zone_searched", 99, "team", zone)]
    assert seen.swept(log_of(begun, *rows, *rows[1:])) == {"entry": 90, "shelters": 20, "zones": 1, "most": 20}
    assert seen.swept(log_of(begun))["entry"] is None


def test_a_stay_counts_when_its_patrol_is_home_again() -> None:
    unit, base = next((u.id, u.at) for u in BLUEPRINT.units.values())
    rows = [
        ("presence_began", 1, unit, {"at": "village"}),
        ("presence_ended", 100, unit, {"at": "village", "for_s": 99}),
        ("unit_arrived", 200, unit, {"at": base}),
        ("presence_began", 300, unit, {"at": "village"}),
        ("presence_ended", 400, unit, {"at": "village", "for_s": 100}),
    ]
    assert seen.stays(log_of(*rows)) == {"began": 2, "came_home": [99]}


def test_a_leader_who_holds_back_first_has_held_back() -> None:
    step = {"at": "field", "step": "warning_shots"}
    rows = [
        ("force_step_taken", 1, "one", {"at": "field", "step": "verbal"}),
        ("force_withheld", 2, "one", {"at": "field", "why": "w"}),
        ("force_step_taken", 3, "one", step),
        ("force_step_taken", 4, "two", step),
    ]
    assert seen.leaders(log_of(*rows)) == [1, 1]


def test_a_march_is_timed_from_the_wire_on_and_another_group_is_not() -> None:
    rows = [
        ("group_gathered", 5, "others", {"at": "wire"}),
        ("march_began", 10, "crowd", {"at": "square", "to": "wire"}),
        ("group_gathered", 20, "crowd", {"at": "wire"}),
        ("breach_opened", 25, "wire", {}),
        ("barrier_attacked", 30, "wire", {"by": "crowd"}),
        ("breach_opened", 40, "east", {}),
        ("breach_opened", 90, "wire", {}),
    ]
    assert seen.march(log_of(*rows)) == {"came": 20, "attacked": 30, "through": 90}
    assert seen.march(log_of(rows[0])) == {}


def test_posts_are_lost_for_as_long_as_nobody_mans_them() -> None:
    count = sum(len(s.posts) for s in BLUEPRINT.segments.values())
    rows = [
        ("post_abandoned", 1 * HOUR, "north_post_1", {}),
        ("post_manned", 3 * HOUR, "north_post_1", {}),
        ("post_abandoned", 9 * HOUR, "north_post_2", {}),
    ]
    assert seen.posts(log_of(*rows)) == [count, count * 10 * HOUR, 3 * HOUR]


def test_care_is_timed_from_the_wound_and_surgery_only_for_those_in_danger_of_life() -> None:
    rows = [
        ("person_hurt", 0, "a", {"severity": "T1"}),
        ("person_hurt", 60, "b", {"severity": "T2"}),
        ("person_hurt", 60, "c", {"severity": "T3"}),
        ("aid_given", 300, "a", {}),
        ("care_begun", 660, "b", {}),
        ("care_begun", 1200, "a", {}),
        ("surgery_begun", 7200, "a", {}),
        ("surgery_begun", 7200, "b", {}),
    ]
    assert seen.care(log_of(*rows)) == {
        "aid": [5, 10],
        "aid_due": [2],
        "care": [20, 10],
        "care_due": [2],
        "surgery": [120],
        "surgery_due": [1],
    }


def test_who_comes_in_a_relief_has_to_be_inducted_anew() -> None:
    year = blueprint_of(SCENARIOS / "year_of_readiness.yaml")
    rows = [
        ("induction_done", 1, "contingent_a", {}),
        ("contingent_rotated", 2, "contingent_a", {}),
        ("induction_done", 3, "contingent_b", {}),
    ]
    log = log_of(*rows)
    log.blueprint = year
    assert seen.inducted(log) == [6, 2]


def test_an_exercise_is_held_once_however_many_take_part() -> None:
    rows = [("exercise_held", 5, c, {"exercise": "tabletops", "what": "tabletop"}) for c in ("a", "b")]
    rows += [("exercise_held", 9, "a", {"exercise": name, "what": "tabletop"}) for name in ("tabletops", "")]
    assert seen.exercises(log_of(*rows)) == {"tabletops": 2}
