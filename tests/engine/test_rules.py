"""Contingency rules: what wakes them, how often they fire, what they wait for, who is sent."""

from __future__ import annotations

import pytest

from simulator.commands import CarryOut
from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.errors import RuleStorm
from simulator.readers.scene.scene import Scene
from tests.builders import a_scenario, build_of, engine_of, of_kind, ran
from tests.engine.cases import PLATOON, WIRE, told, with_rule
from tests.shipped import made

DEPLOY = {"do": [{"task": "deploy", "at": "breach", "within": "30 min"}]}


def kinds(log, *wanted):
    return [(e.kind, e.subject, e.at) for e in of_kind(log, *wanted)]


def test_a_report_wakes_a_rule_and_the_rule_sends_a_unit_there() -> None:
    log = ran(engine_of(with_rule(DEPLOY)))
    chain = kinds(log, "report_received", "rule_fired", "order_given", "order_accepted", "unit_moved", "unit_arrived")
    assert [kind for kind, *_ in chain] == [
        "report_received",
        "rule_fired",
        "order_given",
        "order_accepted",
        "unit_moved",
        "unit_arrived",
    ]
    begun = of_kind(log, "task_begun")[0]
    assert (begun.subject, begun.data["task"], begun.data["at"]) == ("platoon", "deploy", "north")


def test_a_rule_fires_once_however_often_it_is_told() -> None:
    log = ran(engine_of(with_rule(DEPLOY, told_at=("H+1", "H+1:20", "H+2", "H+3"))))
    assert len(of_kind(log, "report_sent")) == 4
    assert len(of_kind(log, "rule_fired")) == 1


def test_a_rule_fires_once_for_each_place_that_its_trigger_names() -> None:
    wire = {**WIRE, "south": {**WIRE["north"], "at": [0, -400]}}
    scenario = with_rule(DEPLOY, perimeter=wire)
    scenario["msel"] = [told("H+1", "breach", "north"), told("H+1:30", "breach", "south")]
    log = ran(engine_of(scenario))
    assert [e.data["at"] for e in of_kind(log, "rule_fired")] == ["north", "south"]


def test_a_rule_with_again_fires_anew_when_its_trigger_came_undone_between() -> None:
    scenario = with_rule({**DEPLOY, "when": "crowd reported to ops > 100", "again": True})
    scenario["places"]["gate"] = {"kind": "gate", "of": "site", "at": [0, 450]}
    scenario["msel"] = [
        told("H+1", "crowd", "gate", value=500),
        told("H+2", "crowd", "gate", value=20),
        told("H+3", "crowd", "gate", value=700),
    ]
    scenario["plan"]["R"]["do"] = [{"task": "deploy", "at": "crowd"}]
    assert len(of_kind(ran(engine_of(scenario)), "rule_fired")) == 2
    del scenario["plan"]["R"]["again"]
    assert len(of_kind(ran(engine_of(scenario)), "rule_fired")) == 1


def test_an_if_that_does_not_hold_keeps_a_rule_waiting_until_it_does() -> None:
    scenario = with_rule({**DEPLOY, "if": "time > H+2"})
    fired = of_kind(ran(engine_of(scenario)), "rule_fired")
    assert [e.at for e in fired] == [2 * 3600 + 1]


def test_a_rule_that_finds_no_unit_says_so_and_looks_again_when_one_is_free() -> None:
    scenario = with_rule(DEPLOY)
    scenario["msel"].insert(
        0, {"id": "busy", "at": "H+0:30", "type": "contextual", "effects": [{"unit": "platoon", "busy_for": "2 h"}]}
    )
    log = ran(engine_of(scenario))
    unfilled = of_kind(log, "order_unfilled")
    assert len(unfilled) == 1
    assert unfilled[0].at < 1.5 * 3600, "it says so at once, when the staff has decided"
    accepted = of_kind(log, "order_accepted")[0]
    assert accepted.at >= 2 * 3600 + 1800, "not before the unit is free"
    assert accepted.at <= 2 * 3600 + 1800 + 600, "soon after it is"


def test_a_refused_order_goes_to_the_next_unit_and_the_reason_is_in_the_log() -> None:
    scenario = with_rule({"for": "reserve", "do": [{"task": "block", "at": "breach"}]})
    scenario["units"] = {
        "near": {"type": "platoon", "at": "base", "of": "other"},
        "far": {"type": "platoon", "at": "base", "notice": "30 min"},
    }
    scenario["contingents"] = {"other": {"strength": 100, "hidden_caveats": "needs_armour", "hidden_share": "100 %"}}
    log = ran(engine_of(scenario))
    refused = of_kind(log, "order_refused")
    assert [(e.subject, e.data["why"]) for e in refused] == [("near", "needs armour")]
    assert [e.subject for e in of_kind(log, "order_accepted")] == ["far"]


def test_a_rule_reads_the_picture_of_its_own_post_only() -> None:
    scenario = with_rule(DEPLOY, command={"other": {"kind": "sector", "staff": 5}})
    assert len(of_kind(ran(engine_of(scenario)), "rule_fired")) == 1
    scenario["plan"]["R"]["when"] = "breach reported to other"
    assert of_kind(ran(engine_of(scenario)), "rule_fired") == []
    scenario["command"]["ops"]["passes_to"] = ["other"]
    assert len(of_kind(ran(engine_of(scenario)), "rule_fired")) == 1


def test_a_step_that_is_not_done_within_its_time_is_called_late() -> None:
    on_time = ran(engine_of(with_rule({"do": [{"task": "deploy", "at": "breach", "within": "3 h"}]})))
    late = ran(engine_of(with_rule({"do": [{"task": "deploy", "at": "breach", "within": "5 min"}]})))
    assert len(of_kind(on_time, "rule_done")) == 1
    assert of_kind(on_time, "rule_late") == []
    assert [e.subject for e in of_kind(late, "rule_late")] == ["R"]


def test_prose_steps_become_expected_actions() -> None:
    log = ran(engine_of(with_rule({"do": ["Call the governor and say so"]})))
    assert [e.data["text"] for e in of_kind(log, "step_expected")] == ["Call the governor and say so"]


def test_a_role_that_the_room_plays_never_acts_by_itself() -> None:
    rule = {**DEPLOY, "authority": "duty_officer"}
    model = ran(engine_of(with_rule(rule)))
    room = ran(engine_of(with_rule(rule), played_by={"duty_officer": "room"}))
    excon = ran(engine_of(with_rule(rule), played_by={"duty_officer": "excon"}))
    assert of_kind(model, "order_given")
    for log in (room, excon):
        assert of_kind(log, "rule_fired"), "the rule is a silent expected action"
        assert [e.data["text"] for e in of_kind(log, "step_expected")] == ["deploy north"]
        assert of_kind(log, "order_given") == []


def test_rules_of_one_change_fire_in_the_order_of_the_file() -> None:
    names = ["Z", "A", "M"]
    scenario = a_scenario(perimeter=WIRE, units=PLATOON, msel=[told("H+1", "breach", "north")])
    scenario["plan"] = {n: {"title": n, "when": "breach reported to ops", "do": ["Do it"]} for n in names}
    assert [e.subject for e in of_kind(ran(engine_of(scenario)), "rule_fired")] == names


def test_a_condition_that_divides_by_zero_holds_nothing() -> None:
    log = ran(engine_of(with_rule({**DEPLOY, "if": "1 / (breach at south) > 0"} | {"if": "1 / tension > 0"})))
    assert len(of_kind(log, "rule_fired")) == 1
    scenario = with_rule({**DEPLOY, "if": "1 / tension > 0"}, community={"tension": "0 %"})
    assert of_kind(ran(engine_of(scenario)), "rule_fired") == []


def test_a_drill_acts_on_what_the_observer_sees_and_on_nothing_else() -> None:
    """The report of a breach that nobody sees wakes no drill; men at the wire under the posts' eyes do."""
    drill = {"title": "Report", "for": "posts", "when": "contact seen", "do": [{"task": "report", "to": "ops"}]}
    quiet = a_scenario(perimeter=WIRE, units=PLATOON, plan={"TELL": drill}, msel=[told("H+1", "contact", "north")])
    assert of_kind(ran(engine_of(quiet)), "report_sent")[0].subject.startswith("tell-")
    assert all(e.subject.startswith("tell-") for e in of_kind(ran(engine_of(quiet)), "report_sent"))
    loud = a_scenario(
        perimeter=WIRE,
        units=PLATOON,
        plan={"TELL": drill},
        threat={
            "groups": {"men": {"strength": 20}},
            "stream": [{"id": "b", "at": "H+1", "do": "breach", "by": "men", "on": "north"}],
        },
    )
    log = ran(engine_of(loud))
    saw = {(e.subject, e.data["at"]): e.at for e in of_kind(log, "sighted") if e.data["state"] == "present"}
    sent = of_kind(log, "report_sent")
    assert sent
    for report in sent:
        assert report.subject in ("north_post_1", "north_post_2")
        assert report.at >= saw[report.subject, report.data["at"]]


def test_the_guard_stops_a_run_that_never_leaves_its_second() -> None:
    engine = engine_of(a_scenario())

    def again() -> None:
        engine._world.clock.later(0, again)

    engine._world.clock.later(60, again)
    with pytest.raises(RuleStorm):
        engine.run()


def test_a_blueprint_travels_to_another_process_and_runs_the_same() -> None:
    import pickle

    blueprint = build_of(with_rule(DEPLOY))
    there = pickle.loads(pickle.dumps(blueprint))
    assert ran(Engine(blueprint, 3)) == ran(Engine(there, 3))


def test_exercise_control_lets_a_rule_act_that_waits_for_it() -> None:
    """Corrections 1: a role that exercise control plays waits for the facilitator."""
    rule = {**DEPLOY, "authority": "duty_officer"}
    engine = engine_of(with_rule(rule), played_by={"duty_officer": "excon"})
    engine.apply(CarryOut("R"))
    engine.advance_to(2 * 3600)
    engine.apply(CarryOut("X"))
    engine.apply(CarryOut("R", "camp"))
    assert not of_kind(engine.log, "order_given")
    engine.apply(CarryOut("R", "north"))
    log = ran(engine)
    assert [e.data["at"] for e in of_kind(log, "order_given")] == ["north"]
    assert [e.data["why"] for e in of_kind(log, "command_refused")] == [
        "R has not fired",
        "there is no rule X that waits for anybody",
        "R has not fired for camp",
    ]


def test_a_rule_whose_cause_is_gone_is_not_late() -> None:
    """The breach is mended before anybody could come: nothing more is expected."""
    engine = engine_of(with_rule({"do": [{"task": "block", "at": "breach", "within": "15 min"}]}))
    engine.advance_to(3600 + 120)
    world = engine._world
    world.pictures_of_posts.learn(world.command["ops"], "breach", "north", 0, "repaired", world.now, 1)
    assert not of_kind(ran(engine), "rule_late")


def flow_over(played_by=None, **rule):
    """A crowd is reported at a gate, and that it has gone before the staff's twenty minutes to decide are over."""
    steps = [
        {"task": "report", "of": "crowd", "to": "ops"},
        {"task": "deploy", "at": "crowd", "by": "platoon", "within": "1 h"},
    ]
    scenario = with_rule({"when": "crowd reported to ops > 100", "after": "20 min", "do": steps, **rule})
    scenario["places"]["gate"] = {"kind": "gate", "of": "site", "at": [0, 450]}
    scenario["msel"] = [
        told("H+1", "crowd", "gate", value=500),
        told("H+1:10", "crowd", "gate", value=20),
        told("H+3", "crowd", "gate", value=700),
    ]
    return engine_of(scenario, played_by=played_by)


def flow_over_before_the_order(**rule):
    return ran(flow_over(**rule))


def test_what_a_rule_of_the_room_was_for_is_over_and_the_room_is_told() -> None:
    room = {"duty_officer": "room"}
    engine = flow_over(room, authority="duty_officer", again=True)
    scene = Scene(engine.blueprint, room)
    for hours, waits in ((1.1, True), (2.9, False), (3.1, True)):
        seen = len(engine.log)
        engine.advance_to(round(hours * 3600))
        scene.extend(engine.log[seen:] if seen else engine.log)
        assert [w.rule for w in scene.waiting] == ["R"] * waits
    (lapsed,) = of_kind(engine.log, "rule_lapsed")
    fired = of_kind(engine.log, "rule_fired")
    assert [e.seq < lapsed.seq for e in fired] == [True, False]
    assert fired[0].seq in lapsed.given
    assert engine.log[lapsed.cause - 1].kind == "report_received"
    alone = flow_over_before_the_order(again=True)
    assert not of_kind(alone, "rule_lapsed"), "the model's staff say what they hold back"


@pytest.mark.parametrize("again", [True, False])
def test_units_are_not_ordered_for_what_is_over_before_the_order_is_out(again: bool) -> None:
    log = flow_over_before_the_order(again=again)
    held = of_kind(log, "rule_held")
    assert [(e.subject, e.data["why"]) for e in held] == [("R", "it is over")]
    assert log[held[0].cause - 1].kind == "rule_fired"
    assert any(log[seq - 1].kind == "report_received" for seq in held[0].given), "it was told that the crowd has gone"
    fired = of_kind(log, "rule_fired")
    assert [e.at // 3600 for e in fired] == [1, 3], "nothing was ordered, so it fires anew"
    assert [e.at - fired[1].at for e in of_kind(log, "order_given")] == [held[0].at - fired[0].at], "as long as before"
    assert not of_kind(log, "rule_late")


def test_a_rule_whose_if_fails_before_the_order_is_out_waits_until_it_holds_again() -> None:
    log = flow_over_before_the_order(when="crowd reported to ops > 1", **{"if": "crowd > 100"})
    assert [e.data["why"] for e in of_kind(log, "rule_held")] == ["what it waits for is not so any more"]
    assert [e.at >= 180 * 60 for e in of_kind(log, "order_given")] == [True]


def test_a_change_of_a_picture_wakes_what_reads_that_place_any_place_or_takes_its_place_from_it() -> None:
    program = Program(made("site_in_flames"))
    items = (*program.rules, *program.decisions)
    assert program.woken("ioc", "nothing@nowhere") is None
    for kind, place in (("breach", "west"), ("contact", "sector_1"), ("massing", "west")):
        found = program.woken("ioc", f"{kind}@{place}")
        assert found is not None
        assert found.place == place
        for woken, at in ((found.asked, place), (found.bound, "?"), (found.anywhere, "*")):
            assert list(woken) == [item for item in items if ("ioc", f"{kind}@{at}") in item.reads]
        assert program.woken("ioc", f"{kind}@{place}") is found
