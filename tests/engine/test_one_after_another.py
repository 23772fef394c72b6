"""What happens twice, at the same time or one after another: each time counts, and nothing of the last one lingers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.events import LogEvent
from simulator.units import format_clock
from tests.builders import a_scenario, build_of, engine_of, of_kind, ran
from tests.engine.cases import PLATOON, WIRE, told, with_rule

MINUTE, HOUR = 60, 3600
TWO_GROUPS = {name: {"type": "militia", "strength": 30, "resolve": 0.6} for name in "ab"}


def effect(name: str, at: str, **what: Any) -> dict[str, Any]:
    return {"id": name, "at": at, "type": "contextual", "text": "x", "effects": [what]}


def times(log: list[LogEvent], kind: str) -> list[int]:
    return [event.at for event in of_kind(log, kind)]


# patrols


def test_the_teams_of_a_patrol_pass_as_often_in_the_last_shift_as_in_the_first() -> None:
    """One team on a loop of 400 m at 3 km/h comes past every 8 minutes, shift after shift."""
    scenario = a_scenario(
        clock={"duration": "240 h"},
        perimeter=WIRE,
        units=PLATOON,
        patrols={"p": {"by": "platoon", "teams": 1, "along": ["north"], "mode": "foot", "hours": "day and night"}},
    )
    engine = engine_of(scenario)
    patrol, passes, passed = engine._world.patrol, Counter[int](), engine._world.patrol._passed
    walked: Counter[int] = Counter()

    def _counts(round_: Any, team: int, index: int, uniform: object, outing: int) -> None:
        if round_.out and outing == round_.outing:
            passes[outing] += 1
            walked[outing] = engine.now - round_.since
        passed(round_, team, index, uniform, outing)

    patrol._passed = _counts  # type: ignore[method-assign]
    engine.run()
    spec = engine.blueprint.patrols["p"]
    assert len(passes) > 20
    for outing, count in passes.items():
        assert count == pytest.approx(walked[outing] * spec.speed / spec.length, abs=2.5), f"outing {outing}"


# rules


def test_a_rule_that_waits_for_one_unit_does_not_do_all_the_rest_again() -> None:
    scenario = a_scenario(
        perimeter=WIRE,
        units={**PLATOON, "g1": {"type": "guards", "at": "base"}},
        staff={"un": {"at": "base", "people": 100, "wardens": 2}},
        plan={
            "R": {
                "title": "R",
                "for": ["platoon", "g1"],
                "when": "breach reported to ops",
                "do": [{"task": "account"}, {"task": "broadcast"}, {"task": "deploy", "at": "breach"}],
            }
        },
        msel=[effect("busy", "H+0:10", unit="g1", busy_for="4 h"), told("H+1", "breach", "north")],
    )
    log = ran(engine_of(scenario))
    assert len(of_kind(log, "broadcast_sent")) == len(of_kind(log, "count_ordered")) == 1
    assert Counter(e.data["unit"] for e in of_kind(log, "order_given")) == {"platoon": 1, "g1": 1}
    late = next(e for e in of_kind(log, "order_given") if e.data["unit"] == "g1")
    assert late.at >= 4 * HOUR + 10 * MINUTE


def test_a_step_that_names_its_unit_waits_for_it_too() -> None:
    scenario = a_scenario(
        perimeter=WIRE,
        units={"g1": {"type": "guards", "at": "base"}},
        plan={
            "R": {
                "title": "R",
                "when": "breach reported to ops",
                "do": [{"task": "deploy", "by": "g1", "at": "breach"}],
            }
        },
        msel=[effect("busy", "H+0:10", unit="g1", busy_for="2 h"), told("H+1", "breach", "north")],
    )
    given = of_kind(ran(engine_of(scenario)), "order_given")
    assert [e.data["unit"] for e in given] == ["g1"]
    assert given[0].at >= 2 * HOUR + 10 * MINUTE


@pytest.mark.parametrize("how", ["by", "for"])
def test_another_unit_goes_where_the_first_refuses_however_the_plan_names_them(how: str) -> None:
    limited = {"strength": 100, "rehearsal": "100 %", "hidden_caveats": "no_outside_base", "hidden_share": "100 %"}
    step = {"task": "protect", "at": "contact", **({"by": "reserve"} if how == "by" else {})}
    scenario = a_scenario(
        places={"house": {"kind": "compound", "at": [500, 500], "residents": "10"}},
        contingents={"c": limited, "d": {"strength": 100, "rehearsal": "100 %"}},
        units={
            "near": {"type": "platoon", "at": "base", "of": "c", "notice": "1 min"},
            "far": {"type": "platoon", "at": "base", "of": "d", "notice": "30 min"},
        },
        plan={
            "R": {
                "title": "R",
                "when": "contact reported to ops",
                "do": [step],
                **({"for": "reserve"} if how == "for" else {}),
            }
        },
        msel=[told("H+1", "contact", "house")],
    )
    log = ran(engine_of(scenario))
    assert [e.subject for e in of_kind(log, "order_refused")] == ["near"]
    assert [e.subject for e in of_kind(log, "order_accepted")] == ["far"]
    assert not of_kind(log, "order_overruled")


def test_a_unit_that_could_not_be_reached_once_is_asked_the_next_time() -> None:
    scenario = a_scenario(
        clock={"duration": "24 h"},
        perimeter=WIRE,
        units=PLATOON,
        plan={
            "R": {
                "title": "R",
                "for": "platoon",
                "when": "breach reported to ops",
                "again": True,
                "do": [{"task": "deploy", "at": "breach"}],
            }
        },
    )
    engine = engine_of(scenario)
    w = engine._world

    def _learns(at: int, state: str) -> None:
        engine.advance_to(at)
        w.pictures_of_posts.learn(w.command["ops"], "breach", "north", state == "open", state, w.now, w.started)

    _learns(HOUR, "open")
    engine.advance_to(HOUR + 30)
    w.reporting.switch("radio", works=False, cause=w.started)
    engine.advance_to(3 * HOUR)
    w.reporting.switch("radio", works=True, cause=w.started)
    _learns(4 * HOUR, "repaired")
    _learns(10 * HOUR, "open")
    engine.run()
    assert any(at >= 10 * HOUR for at in times(engine.log, "order_accepted"))


def test_an_order_that_was_carried_out_unheard_can_be_insisted_on() -> None:
    """All that the unit said was lost: its post takes it that it never went, and orders it again."""
    engine = engine_of(with_rule({"do": [{"task": "deploy", "at": "breach"}]}))
    w, orders = engine._world, []
    give = w.orders._give
    w.orders._give = lambda order: (orders.append(order), give(order))  # type: ignore[method-assign]
    engine.advance_to(4 * HOUR)
    assert len(of_kind(engine.log, "task_done")) == 1
    w.orders.undelivered(orders[0], w.started)
    log = ran(engine)
    assert [e.data["task"] for e in of_kind(log, "order_overruled")] == ["deploy"]
    assert len(of_kind(log, "order_given")) == 2


# groups


def test_a_group_is_held_in_check_only_where_somebody_stands_before_it() -> None:
    scenario = a_scenario(
        perimeter=WIRE,
        units={"platoon": {"type": "platoon", "at": "base", "strength": 60}},
        places={"b": {"kind": "sector", "of": "site", "at": [100, 0], "people": 1000}},
        threat={
            "groups": {"men": {"type": "militia", "strength": 80, "resolve": 0.6, "deterred_by": "aimed_fire"}},
            "stream": [
                {"id": "e1", "at": "H+2", "do": "attack", "by": "men", "on": "camp", "for": "30 min"},
                {"id": "e2", "at": "H+5", "do": "attack", "by": "men", "on": "b", "for": "1 h"},
            ],
        },
        parameters={"force": {"hits": "0", "hits_back": "0", "aimed_fire": "0"}},
    )

    def _hurt(*, held: bool) -> int:
        engine = engine_of(scenario)
        if held:
            engine.apply(OrderUnit("platoon", "protect", "camp"))
        return sum(e.data["at"] == "b" for e in of_kind(ran(engine), "person_hurt"))

    assert _hurt(held=True) == _hurt(held=False) > 20


def test_men_who_were_lost_before_an_attack_are_lost_once() -> None:
    """Sixty men of a hundred do six tenths of the harm, not six tenths of six tenths."""
    stream = [{"id": "e1", "at": "H+1", "do": "attack", "by": "men", "on": "camp", "for": "1 h"}]
    groups = {"men": {"type": "militia", "strength": 100, "resolve": 0.6}}
    program = Program(build_of(a_scenario(threat={"groups": groups, "stream": stream})))

    def _harm(share: float) -> float:
        total = 0
        for seed in range(40):
            engine = Engine(program, seed)
            group = engine._world.groups["men"]
            group.strength = group.initial * share
            total += len(of_kind(ran(engine), "person_hurt"))
        return total

    assert _harm(0.6) / _harm(1.0) == pytest.approx(0.6, abs=0.06)


def test_posts_are_held_only_when_the_last_group_ceases_fire() -> None:
    stream = [
        {"id": "e1", "at": "H+1", "do": "shoot", "by": "a", "on": "north", "for": "10 min"},
        {"id": "e2", "at": "H+1:01", "do": "shoot", "by": "b", "on": "north", "for": "3 h"},
    ]
    log = ran(engine_of(a_scenario(perimeter=WIRE, threat={"groups": TWO_GROUPS, "stream": stream})))
    assert all(at >= 4 * HOUR + MINUTE for at in times(log, "post_held"))
    assert of_kind(log, "post_held") or of_kind(log, "post_abandoned")


def test_a_group_that_only_gathered_ends_no_fight_of_others() -> None:
    stream = [
        {"id": "e1", "at": "H+1", "do": "shoot", "by": "a", "on": "north", "for": "5 h"},
        {"id": "e2", "at": "H+2", "do": "mass", "by": "b", "on": "north"},
        {"id": "e3", "at": "H+3", "do": "withdraw", "by": "b"},
    ]
    engine = engine_of(a_scenario(perimeter=WIRE, threat={"groups": TWO_GROUPS, "stream": stream}))
    fights = []
    for at in (HOUR - 1, 2 * HOUR - 1, 4 * HOUR, 7 * HOUR):
        engine.advance_to(at)
        fights.append("north" in engine._world.harm.fighting)
    assert fights == [False, True, True, False]


def test_who_waits_at_a_gate_is_in_reach_of_those_who_attack_the_own_sector_only() -> None:
    gate = {"kind": "gate", "of": "base", "at": [0, -500], "leads_to": "base", "lanes": 1, "width": "4 m"}
    other = {"kind": "sector", "of": "site", "at": [10, 10], "people": 5000, "flees_to": "gate"}
    stream = [
        {"id": f"e{k}", "at": at, "do": "attack", "by": by, "on": on, "for": "3 h"}
        for k, (at, by, on) in enumerate((("H+1", "a", "camp"), ("H+1:30", "b", "other")))
    ]
    scenario = a_scenario(
        places={"camp": {"flees_to": "gate"}, "other": other, "gate": gate},
        threat={"groups": TWO_GROUPS, "stream": stream},
    )
    engine = engine_of(scenario)
    engine.advance_to(2 * HOUR + 12 * MINUTE)
    w = engine._world
    shares = [w.crowd.exposed_at_gate(w.places[name]) for name in ("camp", "other")]
    assert min(shares) > 0
    assert sum(shares) == pytest.approx(w.gates.gates["gate"].waiting)


# the wire


def test_who_has_left_a_gap_stands_in_it_no_more() -> None:
    scenario = a_scenario(
        perimeter={"north": {**WIRE["north"], "state": "cut"}},
        units=PLATOON,
        threat={
            "groups": {"men": {"type": "militia", "strength": 50, "resolve": 0.6}},
            "stream": [{"id": "e1", "at": "H+5", "do": "breach", "by": "men", "on": "north"}],
        },
    )
    engine = engine_of(scenario)
    engine.apply(OrderUnit("platoon", "block", "north"))
    engine.advance_to(2 * HOUR)
    assert len(of_kind(engine.log, "breach_blocked")) == 1
    engine.apply(OrderUnit("platoon", "return", ""))
    log = ran(engine)
    assert len(of_kind(log, "breach_unblocked")) == len(of_kind(log, "breach_blocked")) == 1
    assert engine._world.segments["north"].blockers == []


def test_two_teams_repair_a_breach_once_and_nobody_repairs_under_fire() -> None:
    teams = {f"e{k}": {"type": "platoon", "at": "base"} for k in (1, 2)}
    cut = {"north": {**WIRE["north"], "state": "cut"}}
    quick = {"perimeter": {"repair": "30 min"}}
    engine = engine_of(a_scenario(perimeter=cut, units=teams, parameters=quick))
    for team in teams:
        engine.apply(OrderUnit(team, "repair", "north"))
    log = ran(engine)
    assert len(of_kind(log, "breach_repaired")) == 1
    assert len(of_kind(log, "task_done")) == 2
    done = times(log, "breach_repaired")[0]
    shots = [{"id": "s", "at": format_clock(done - 5 * MINUTE), "do": "shoot", "by": "a", "on": "north", "for": "2 h"}]
    threat = {"groups": TWO_GROUPS, "stream": shots}
    engine = engine_of(a_scenario(perimeter=cut, units=teams, threat=threat, parameters=quick))
    for team in teams:
        engine.apply(OrderUnit(team, "repair", "north"))
    assert times(ran(engine), "breach_repaired")[0] > done + HOUR


def test_people_who_are_back_at_a_post_see_what_came_while_it_was_empty() -> None:
    scenario = a_scenario(
        perimeter=WIRE,
        plan={"M": {"title": "M", "for": "posts", "when": "breach seen", "do": [{"task": "report"}]}},
        parameters={"force": {"abandon_soft": "0.9"}},
        threat={
            "groups": {"a": TWO_GROUPS["a"]},
            "stream": [
                {"id": "e1", "at": "H+1", "do": "shoot", "by": "a", "on": "north", "for": "40 min"},
                {"id": "e2", "at": "H+1:38", "do": "cut", "on": "north"},
            ],
        },
    )
    log = ran(engine_of(scenario))
    back = {e.subject: e.at for e in of_kind(log, "post_manned")}
    assert back
    assert any(e.subject in back and e.at > back[e.subject] for e in of_kind(log, "sighted"))


# effects that last for a time


def test_of_several_outages_the_last_to_end_counts() -> None:
    outages = [
        effect("a", "H+1", channel="radio", works=False, **{"for": "10 min"}),
        effect("b", "H+1:05", channel="radio", works=False, **{"for": "3 h"}),
    ]
    log = ran(engine_of(a_scenario(msel=outages)))
    assert times(log, "channel_changed") == [HOUR, 4 * HOUR + 5 * MINUTE]


def test_of_several_tasks_elsewhere_and_closings_the_last_to_end_counts() -> None:
    engine = engine_of(
        a_scenario(
            units=PLATOON,
            msel=[
                effect("a", "H+1", unit="platoon", busy_for="5 h"),
                effect("b", "H+1:30", unit="platoon", busy_for="1 h"),
                effect("c", "H+1", close="camp", **{"for": "4 h"}),
                effect("d", "H+1:10", close="camp", **{"for": "30 min"}),
            ],
        )
    )
    engine.advance_to(3 * HOUR)
    assert engine._world.units["platoon"].state == "committed"
    engine.advance_to(6 * HOUR + 1)
    assert engine._world.units["platoon"].state == "available"
    assert times(ran(engine), "way_opened") == [5 * HOUR]


# residents


def test_a_second_raid_makes_people_call_again() -> None:
    scenario = a_scenario(
        places={"house": {"kind": "compound", "at": [500, 500], "residents": "10"}},
        threat={
            "groups": {"a": TWO_GROUPS["a"]},
            "stream": [
                {"id": "e1", "at": "H+1", "do": "attack", "by": "a", "on": "house", "for": "20 min"},
                {"id": "e2", "at": "H+3", "do": "attack", "by": "a", "on": "house", "for": "60 min"},
            ],
        },
    )
    calls = times(ran(engine_of(scenario)), "call_made")
    assert any(at < 2 * HOUR for at in calls)
    assert any(at >= 3 * HOUR for at in calls)


# decisions


def test_an_option_with_orders_of_its_own_is_no_answer_where_another_was_expected() -> None:
    decision = {
        "title": "D",
        "when": "breach reported to ops",
        "asks": "duty_officer",
        "deadline": "10 min",
        "default": "home",
        "options": {
            "send": {"text": "Send", "do": [{"task": "deploy", "by": "platoon", "at": "north"}]},
            "home": {"text": "Go home", "do": [{"task": "return", "by": "platoon"}]},
        },
        "model": {"choose": {"home": 1}},
    }
    expects = [{"action": "Send", "within": "2 h", "task": "D", "option": "send"}]
    inject = {"id": "I", "at": "H+0:50", "type": "expected_action", "text": "x", "expects": expects}
    scenario = a_scenario(
        perimeter=WIRE, units=PLATOON, decisions={"D": decision}, msel=[told("H+1", "breach", "north"), inject]
    )
    log = ran(engine_of(scenario))
    assert of_kind(log, "order_given")
    assert not of_kind(log, "action_done")
    assert len(of_kind(log, "action_missed")) == 1
