"""Picture, not truth: who hears nothing does nothing, who is cut off falls back, who is told a falsehood goes there."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.runs.headless import blueprint_of, run_once
from tests.builders import a_scenario, engine_of, of_kind, ran
from tests.engine.cases import PLATOON, WIRE, told

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CAMP_RAID = {
    "groups": {"armed": {"type": "militia", "strength": 12, "resolve": "low", "deterred_by": "show_of_force"}},
    "stream": [{"id": "raid", "at": "H+2", "do": "attack", "by": "armed", "on": "camp", "for": "4 h"}],
}
PROTECT = {
    "title": "Armed men among civilians",
    "for": "reserve",
    "when": "contact reported to ops",
    "do": [{"task": "protect", "at": "contact"}],
    "authority": "duty_officer",
}
REPORT = {"title": "Say it", "for": ["posts", "units"], "when": "contact seen", "do": [{"task": "report", "to": "ops"}]}


@pytest.mark.parametrize("name", ["site_in_flames", "distress_calls"])
def test_with_every_channel_dead_nothing_is_heard_and_no_rule_that_needs_a_report_fires(name: str) -> None:
    path = SCENARIOS / f"{name}.yaml"
    blueprint = blueprint_of(path, sets={"channels.vhf.works": "no", "channels.mobile.works": "no"})
    posts = set(blueprint.command)
    for seed in range(1, 4):
        run = run_once(blueprint, seed)
        assert not of_kind(run.log, "report_received", "status_received")
        own = [e.data["post"] == e.subject for e in of_kind(run.log, "order_accepted")]
        assert all(own), "each does what its drill says for what it sees, and nobody tells it to"
        assert not [e for e in of_kind(run.log, "rule_fired") if e.data["post"] in posts]
        assert of_kind(run.log, "message_given_up")
        assert of_kind(run.log, "contact_lost")
        heard = run_once(blueprint_of(path), seed)
        assert [e for e in of_kind(heard.log, "rule_fired") if e.data["post"] in posts], "the same rules do fire"
        assert (run.measures["civilian_harm"] or 0) > (heard.measures["civilian_harm"] or 0)


def test_an_attack_that_nobody_sees_moves_nobody() -> None:
    scenario = a_scenario(units=PLATOON, threat=CAMP_RAID, plan={"P": PROTECT, "R": REPORT})
    log = ran(engine_of(scenario))
    assert of_kind(log, "group_entered")
    assert of_kind(log, "person_hurt")
    assert not of_kind(log, "order_given", "unit_moved", "report_sent")


def test_the_same_attack_before_a_post_that_reports_brings_the_platoon() -> None:
    scenario = a_scenario(units=PLATOON, threat=CAMP_RAID, plan={"P": PROTECT, "R": REPORT}, perimeter=WIRE)
    log = ran(engine_of(scenario))
    assert [e.subject for e in of_kind(log, "unit_arrived")] == ["platoon"]
    assert of_kind(log, "report_received")[0].at <= of_kind(log, "order_given")[0].at


def test_a_false_report_moves_units_and_they_find_nobody() -> None:
    scenario = a_scenario(
        units=PLATOON, plan={"P": PROTECT}, msel=[told("H+1", "contact", "camp", untrue=True, value=30)]
    )
    log = ran(engine_of(scenario))
    assert [(e.subject, e.data["at"]) for e in of_kind(log, "unit_arrived")] == [("platoon", "camp")]
    assert not of_kind(log, "group_entered", "force_step_taken", "person_hurt", "sighted")
    effect = of_kind(log, "effect_applied")[0]
    by_seq = {e.seq: e for e in log}
    walk = of_kind(log, "unit_arrived")[0]
    while walk.cause is not None and walk.seq != effect.seq:
        walk = by_seq[walk.cause]
    assert walk.seq == effect.seq, "why the platoon came is the false report"


@pytest.mark.parametrize(("fallback", "acts"), [("act", True), ("hold", False)])
def test_a_unit_that_is_cut_off_follows_its_comms_lost_rule(fallback: str, acts: bool) -> None:
    on_scene = {
        "title": "On the scene",
        "for": "reserve",
        "when": "contact seen",
        "do": [{"task": "protect", "at": "contact"}],
        "authority": "duty_officer",
        "if_comms_lost": fallback,
    }
    scenario = a_scenario(
        units={"platoon": {"type": "platoon", "at": "camp"}},
        threat=CAMP_RAID,
        plan={"S": on_scene},
        channels={"radio": {"works": False}},
    )
    log = ran(engine_of(scenario))
    assert [e.subject for e in of_kind(log, "contact_lost")] == ["platoon"]
    assert any(e.subject == "platoon" and e.data["task"] == "protect" for e in of_kind(log, "task_begun")) is acts
    assert bool(of_kind(log, "rule_held")) is not acts


@pytest.mark.parametrize(("fallback", "acts"), [("act", True), ("hold", False)])
def test_a_unit_that_is_cut_off_does_what_it_would_have_been_ordered_to_where_the_rule_says_so(
    fallback: str, acts: bool
) -> None:
    scenario = a_scenario(
        units={"platoon": {"type": "platoon", "at": "camp"}},
        threat=CAMP_RAID,
        plan={"P": {**PROTECT, "if_comms_lost": fallback}},
        channels={"radio": {"works": False}},
    )
    log = ran(engine_of(scenario))
    assert {e.data["post"] for e in of_kind(log, "order_given")} == ({"platoon"} if acts else set())
    assert not of_kind(log, "report_received")
    assert any(e.subject == "platoon" and e.data["task"] == "protect" for e in of_kind(log, "task_begun")) is acts


def test_a_unit_that_loses_contact_after_it_has_seen_the_threat_acts_then() -> None:
    later = {"id": "silence", "at": "H+3", "do": "outage", "channel": "radio"}
    scenario = a_scenario(
        units={"platoon": {"type": "platoon", "at": "camp"}},
        threat={**CAMP_RAID, "stream": [*CAMP_RAID["stream"], later]},
        plan={"P": {**PROTECT, "if_comms_lost": "act"}},
    )
    log = ran(engine_of(scenario))
    lost = of_kind(log, "contact_lost")[0]
    begun = of_kind(log, "task_begun")[0]
    assert 10800 < lost.at <= begun.at
    assert of_kind(log, "rule_fired")[0].given == (lost.seq,)


def test_a_post_learns_what_it_was_told_not_what_is_so() -> None:
    """Two centres, one report: the one that was not told keeps an empty picture and its rule stays silent."""
    scenario = a_scenario(
        units=PLATOON,
        command={"other": {"kind": "sector", "staff": 5, "component": "military"}},
        roles={"other_officer": {"post": "other"}},
        plan={
            "A": {"title": "A", "when": "breach reported to ops", "do": ["Look at it."]},
            "B": {"title": "B", "when": "breach reported to other", "do": ["Look at it."]},
        },
        perimeter=WIRE,
        msel=[told("H+1", "breach", "north")],
    )
    fired = [e.subject for e in of_kind(ran(engine_of(scenario)), "rule_fired")]
    assert fired == ["A"]
