"""Checkpoints, the ladder and the host's orders against closed forms; stands against the 48 hours of the letter [L]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.errors import ScenarioInvalid
from simulator.events import LogEvent
from simulator.readers.measures import measure
from simulator.runs.headless import blueprint_of, run_once
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran, world_of
from tests.engine.cases import told
from tests.engine.mechanics.people_cases import HOUR, assert_poisson, assert_share

SHIPPED = Path(__file__).parents[3] / "scenarios" / "checkpoint_and_long_patrol.yaml"
ROAD: dict[str, Any] = {
    "clock": {"duration": "8 days"},
    "parameters": {"reporting": {"radio_check": "30 days"}, "checkpoint": {"papers": 0}},
    "places": {
        "ford": {"kind": "checkpoint", "at": [30000, 0], "held_by": "company", "strictness": 0.5},
        "village": {"kind": "village", "at": [50000, 0], "people": 500},
    },
    "routes": [
        {"from": "base", "to": "ford", "distance": "32 km"},
        {"from": "ford", "to": "village", "distance": "20 km"},
    ],
    "units": {"patrol": {"type": "platoon", "at": "base"}},
    "threat": {
        "groups": {"company": {"type": "state_forces", "strength": 40, "resolve": 0.5}},
        "stream": [{"id": "closing", "at": "H+0", "do": "deny", "by": "company", "on": "ford", "for": "30 days"}],
    },
    "access": {"asserts": False, "engaged": False, "raised": False, "water": "90 h"},
    "community": {"consent": 0.5},
    "plan": {
        "GO": {
            "for": "patrol",
            "when": "time > H+0:10",
            "do": [{"task": "presence", "at": "village", "for": "2 days"}, {"task": "return"}],
            "component": "military",
        }
    },
}


def road(**sections: Any) -> dict[str, Any]:
    """A road with a ford that nobody is to pass, and a patrol that goes to the village beyond it."""
    return a_scenario(**merged(ROAD, sections))


def at_hour(hour: float, *steps: dict[str, Any]) -> dict[str, Any]:
    """A rule that has the post do something at an hour."""
    return {"AT": {"when": f"time > {hour} h", "do": list(steps), "component": "military", "after": "1 s"}}


def ends(log: list[LogEvent]) -> list[tuple[str, float]]:
    """Why stands ended, and after how many hours."""
    return [(e.data["why"], e.data["for_s"] / HOUR) for e in of_kind(log, "stand_ended")]


# who is stopped


def test_without_the_words_nobody_is_stopped() -> None:
    scenario = road(threat={"stream": []})
    del scenario["access"]
    log = ran(engine_of(scenario))
    assert not of_kind(log, "movement_denied", "checkpoint_passed")
    assert of_kind(log, "presence_began")


def test_who_goes_home_or_does_not_come_past_is_not_stopped() -> None:
    log = ran(engine_of(road(threat={"stream": []})))
    assert [e.data["denied"] for e in of_kind(log, "checkpoint_passed")] == [False]  # there, and not on the way back
    assert of_kind(log, "unit_arrived")[-1].data["at"] == "base"


@pytest.mark.parametrize(("consent", "strictness"), [(0.2, 0.8), (0.6, 0.4)])
def test_papers_are_found_wanting_as_often_as_strictness_times_missing_consent(
    consent: float, strictness: float, test_seed: int
) -> None:
    numbers = {"checkpoint": {"papers": 1, "learnt": 0, "gave_way": 0, "stood": 0}}
    world = {
        "parameters": numbers,
        "places": {"ford": {"strictness": strictness}},
        "community": {"consent": consent},
        "units": {f"patrol_{k}": {"type": "platoon", "at": "base", "tags": ["all"]} for k in range(150)},
        "plan": {"GO": {"for": [f"patrol_{k}" for k in range(150)]}},
    }
    log = ran(engine_of(road(threat={"stream": []}, clock={"duration": "20 h"}, **world), test_seed))
    denied, passed = len(of_kind(log, "movement_denied")), len(of_kind(log, "checkpoint_passed"))
    assert denied + passed >= 145
    assert_share(denied, denied + passed, strictness * (1 - consent))


# how long a patrol stands


def test_a_patrol_stands_48_hours_to_the_second_and_turns_back() -> None:
    log = ran(engine_of(road()))
    assert ends(log) == [("the time to stand is over", 48.0)]
    assert of_kind(log, "unit_arrived")[-1].data["at"] == "base"
    reports = of_kind(log, "stand_reported")
    assert [e.data["hours"] for e in reports] == list(range(4, 48, 4)) or len(reports) == 12  # every four hours


def test_without_water_life_is_at_risk_and_a_resupply_lets_it_stand_on() -> None:
    dry = road(access={"water": "36 h"})
    assert ends(ran(engine_of(dry))) == [("out of water", 36.0)]
    convoy = {
        "units": {"convoy": {"type": "platoon", "at": "base"}},
        "plan": {
            "WATER": {
                "for": "convoy",
                "when": "time > H+20",
                "do": [{"task": "resupply", "at": "ford"}],
                "component": "military",
            }
        },
    }
    assert ends(ran(engine_of(merged(dry, convoy)))) == [("the time to stand is over", 48.0)]


def test_a_contingent_that_does_not_stand_calls_back_between_2_and_18_hours(test_seed: int) -> None:
    """Its limit shows only on the road; ``patience`` is 7 (2-18) h."""
    scenario = road(
        contingents={"a": {"hidden_caveats": ["no_long_stand"], "hidden_share": 1.0}}, units={"patrol": {"of": "a"}}
    )
    ((why, hours),) = ends(ran(engine_of(scenario, test_seed)))
    assert why == "its contingent calls it back"
    assert 2 <= hours <= 18


def test_the_sector_commander_ends_a_stand_or_has_it_last_longer() -> None:
    back = road(plan=at_hour(10, {"task": "turn_back", "at": "ford"}))
    ((why, hours),) = ends(ran(engine_of(back)))
    assert why == "by order"
    assert 5 < hours < 12
    longer = road(plan=at_hour(40, {"task": "stay_on", "at": "ford", "for": "40 h"}))
    ((why, hours),) = ends(ran(engine_of(longer)))
    assert why == "the time to stand is over"
    assert hours > 75


@pytest.mark.parametrize(("strength", "stands"), [(45, True), (35, False)])
def test_a_threat_is_empty_where_the_patrol_matches_the_group(strength: int, stands: bool) -> None:
    """40 men of resolve 0.5: 40 peacekeepers are enough, 35 are not."""
    aimed = {"id": "aimed", "at": "H+10", "do": "threaten", "by": "company", "on": "ford"}
    scenario = road(threat={"stream": [*ROAD["threat"]["stream"], aimed]}, units={"patrol": {"strength": strength}})
    ((why, hours),) = ends(ran(engine_of(scenario)))
    assert (why, hours >= 48) == (("the time to stand is over", True) if stands else ("life is at risk", False))


def test_of_the_shipped_scenario_no_patrol_leaves_before_48_hours_for_another_reason(test_seed: int) -> None:
    """Ordered, called back, no water, at risk, or let through; the time is over at 48 hours or later."""
    early = {
        *("by order", "its contingent calls it back", "out of water", "life is at risk"),
        *("it may pass", "it takes the detour", "has a new order", "committed elsewhere"),
    }
    found = [
        end
        for variant in ("", "before")
        for seed in range(test_seed, test_seed + 8)
        for end in ends(run_once(blueprint_of(SHIPPED, variant=variant), seed).log)
    ]
    assert len(found) > 20
    assert {why for why, hours in found if hours < 48} <= early


# the ladder


RUNGS = [("assertion", 0.3), ("liaison", 0.3), ("commander", 0.35), ("agreement", 0.15)]


@pytest.mark.parametrize(("rung", "base"), RUNGS)
@pytest.mark.parametrize(("consent", "strictness"), [(0.5, 0.5), (0.8, 0.3)])
def test_a_rung_opens_the_barrier_with_its_base_by_consent_and_strictness(
    rung: str, base: float, consent: float, strictness: float, test_seed: int
) -> None:
    """q = base (0.5 + consent) (1.5 - strictness); at a half each the base itself."""
    n = 120
    numbers = {"checkpoint": {"learnt": 0, "assert_consent": 0, "offers": 0, "outnumbers": 0}}
    steps = [{"task": "call_liaison"}, {"task": "seek_passage", "of": rung, "at": "ford"}]
    scenario = road(
        parameters=numbers,
        places={"ford": {"strictness": strictness}},
        community={"consent": consent},
        units={f"patrol_{k}": {"type": "platoon", "at": "base"} for k in range(n)},
        plan={"GO": {"for": [f"patrol_{k}" for k in range(n)]}, **({} if rung == "agreement" else at_hour(20, *steps))},
        access={"asserts": rung == "agreement"},
        clock={"duration": "56 h"},
    )
    tried = [
        e for e in of_kind(ran(engine_of(scenario, test_seed)), "rung_tried") if e.data["outcome"] != "nobody comes"
    ]
    assert len(tried) > 0.8 * n, "to a few nobody comes"
    assert_share(
        sum(e.data["outcome"] == "granted" for e in tried), len(tried), base * (0.5 + consent) * (1.5 - strictness)
    )


def test_the_authorities_lift_the_order_for_everybody_who_comes_later() -> None:
    steps = {"task": "seek_passage", "of": "authorities", "at": "ford"}
    scenario = road(
        parameters={"checkpoint": {"authorities": 1}},
        units={"patrol_2": {"type": "platoon", "at": "base"}},
        plan={
            **at_hour(10, steps),
            "GO-2": {
                "for": "patrol_2",
                "when": "time > H+70",
                "do": [{"task": "presence", "at": "village"}],
                "component": "military",
            },
        },
    )
    log = ran(engine_of(scenario))
    assert [(e.subject, e.data["denied"]) for e in of_kind(log, "checkpoint_passed")] == [
        ("patrol", True),
        ("patrol_2", False),
    ]
    assert measure(build_of(scenario), log)["fom_pass"] == 1.0


def test_without_a_liaison_officer_his_rung_is_empty() -> None:
    log = ran(engine_of(road(plan=at_hour(10, {"task": "seek_passage", "of": "liaison", "at": "ford"}))))
    assert [e.data["outcome"] for e in of_kind(log, "rung_tried")] == ["nobody comes"]


def test_a_patrol_that_takes_the_offer_passes_without_its_civilians() -> None:
    scenario = road(
        parameters={"checkpoint": {"commander": 0, "offers": 1}},
        long_patrols={"p": {"by": "patrol", "civilians": 5}},
        plan={
            **at_hour(8, {"task": "seek_passage", "of": "commander", "at": "ford"}),
            "SPLIT": {"when": "time > H+36", "do": [{"task": "split_patrol", "at": "ford"}], "component": "military"},
        },
    )
    log = ran(engine_of(scenario))
    assert [e.data["whole"] for e in of_kind(log, "checkpoint_passed")] == [False]
    assert of_kind(log, "presence_began")[0].data["civilians"] == 0
    assert measure(build_of(scenario), log)["fom_pass"] == 0.0


def test_a_detour_takes_the_time_of_its_track() -> None:
    """60 km at 10 to 30 km/h, the speeds of a track; the patrol arrives without having passed."""
    scenario = road(places={"ford": {"detour": "60 km"}}, plan=at_hour(10, {"task": "detour", "at": "ford"}))
    log = ran(engine_of(scenario))
    (left,) = of_kind(log, "stand_ended")
    assert left.data["why"] == "it takes the detour"
    assert 60 / 30 <= (of_kind(log, "presence_began")[0].at - left.at) / HOUR <= 60 / 10
    assert not of_kind(log, "checkpoint_passed")


# what the host orders, and learns


def test_orders_come_at_their_rate_thinned_by_consent(test_seed: int) -> None:
    """5 a week for 399 days at consent 0.4: 285 considered, 171 given."""
    scenario = road(
        threat={"stream": []},
        plan={},
        clock={"duration": "399 days"},
        community={"consent": 0.4},
        access={"restrictions": "5/week"},
    )
    scenario["plan"] = {}
    log = ran(engine_of(scenario, test_seed))
    assert_poisson(len(of_kind(log, "restriction_began")), 5 * 57 * 0.6)


def test_notes_to_the_authorities_end_orders_geometrically(test_seed: int) -> None:
    """Each second day a chance of 0.2 (0.5 + 0.5): after five notes 0.8^5 are left."""
    n = 150
    fords = {f"ford_{k}": {"kind": "checkpoint", "at": [1000 * k, 9000]} for k in range(n)}
    stream = [
        {"id": f"c{k}", "at": "H+0", "do": "deny", "by": "company", "on": f"ford_{k}", "for": "60 days"}
        for k in range(n)
    ]
    scenario = road(places=fords, threat={"stream": stream}, access={"raised": True}, clock={"duration": "11 days"})
    scenario["plan"], scenario["routes"] = {}, []
    log = ran(engine_of(scenario, test_seed))
    assert_share(n - len(of_kind(log, "restriction_ended")), n, 0.8**5)


def test_talks_win_a_share_of_the_missing_consent_each_week() -> None:
    """After eight weeks 1 - 0.5 x 0.97^8."""
    scenario = road(threat={"stream": []}, clock={"duration": "57 days"}, access={"engaged": True})
    scenario["plan"] = {}
    log = ran(engine_of(scenario))
    assert of_kind(log, "community_changed")[-1].data["consent"] == pytest.approx(1000 * (1 - 0.5 * 0.97**8), abs=1)


def test_giving_way_teaches_the_host_that_denial_works_and_insisting_costs_consent() -> None:
    """A lesson of 0.4 (1 - stood / 48 h / 2); then (1 - consent) (1 + 0.4 lesson) of the orders are given."""
    engine = engine_of(road(plan=at_hour(12, {"task": "turn_back", "at": "ford"})))
    log = ran(engine)
    ((_, hours),) = ends(log)
    lesson = 0.4 * (1 - hours / 48 / 2)
    host = engine._world.restrictions
    assert host.lesson == pytest.approx(lesson)
    assert host.chance() == pytest.approx(0.5 * (1 + 0.4 * lesson))
    assert host.strictness("ford") == pytest.approx(0.5 + 0.4 * lesson)
    insists = road(
        parameters={"checkpoint": {"assertion": 1}},
        plan=at_hour(12, {"task": "seek_passage", "of": "assertion", "at": "ford"}),
    )
    engine = engine_of(insists)
    ran(engine)
    assert engine._world.restrictions.lesson == pytest.approx(-0.2)  # it stood, and passed
    assert engine._world.community.consent == pytest.approx(0.47)


def test_a_denial_that_is_made_public_costs_consent_and_is_a_lesson() -> None:
    engine = engine_of(road(plan=at_hour(12, {"task": "raise_denial", "at": "ford"}), clock={"duration": "14 h"}))
    ran(engine)
    assert engine._world.community.consent == pytest.approx(0.48)
    assert engine._world.restrictions.lesson == pytest.approx(-0.2)


def test_the_share_of_time_in_which_the_ford_is_closed_is_read_from_the_log() -> None:
    """Closed for two days of eight, by two orders that overlap: hours 24 to 48 and 36 to 72."""
    stream = [
        {"id": "a", "at": "D+1", "do": "deny", "by": "company", "on": "ford", "for": "1 day"},
        {"id": "b", "at": "H+36", "do": "deny", "by": "company", "on": "ford", "for": "36 h"},
    ]
    scenario = road(threat={"stream": stream})
    scenario["plan"] = {}
    found = measure(build_of(scenario), ran(engine_of(scenario)))
    assert found["closed_share"] == pytest.approx(2 / 8, abs=0.001)
    assert found["denials_a_week"] == pytest.approx(2 / (8 / 7), abs=0.001)


# what is said when it is wrong


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"plan": at_hour(1, {"task": "seek_passage", "of": "liasion", "at": "ford"})}, "did you mean 'liaison'"),
        (
            {"threat": {"stream": [{"id": "c", "at": "H+0", "do": "deny", "by": "company", "on": "village"}]}},
            "no checkpoint",
        ),
        ({"threat": {"stream": [{"id": "c", "at": "H+0", "do": "threaten", "on": "ford"}]}}, "by:"),
    ],
)
def test_what_is_wrong_is_said(sections: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioInvalid) as error:
        build_of(road(**sections))
    assert said in " ".join(f"{p.message} {p.hint}" for p in error.value.problems)


def test_a_checkpoint_is_on_the_way_only_where_the_road_leads_past_it() -> None:
    world = world_of(road(places={"side": {"kind": "village", "at": [0, 5000]}}))
    unit = world.units["patrol"]
    for to, halt in (("village", "ford"), ("side", "side"), ("ford", "ford")):
        on_it = world.roads.ways.on_the_shortest("base", to, world.checkpoint.places)
        assert world.checkpoint.first_halt(unit, to, on_it) == halt


def test_a_unit_that_knows_the_road_to_be_closed_halts_only_at_the_checkpoints_of_the_way_that_it_takes() -> None:
    """The ford lies on the short way; from the bend, where a tree lies, and before it, a long way leads round it."""
    places = {"bend": {"kind": "road", "at": [10000, 0]}, "loop": {"kind": "road", "at": [20000, 20000]}}
    roads = [("base", "bend", 11), ("bend", "ford", 21), ("ford", "village", 20)]
    routes = [{"from": a, "to": b, "distance": f"{km} km"} for a, b, km in roads]
    round_it = [
        {"from": "base", "to": "loop", "distance": "40 km"},
        {"from": "loop", "to": "village", "distance": "40 km"},
    ]
    tree = {"id": "tree", "at": "H+0", "do": "block_road", "on": "bend"}
    scenario = road(places=places, threat={"stream": [tree]}, command={"ops": {"handling": "1 s"}})
    scenario["routes"] = [*routes, *round_it]
    met = ran(engine_of(scenario))
    assert of_kind(met, "unit_turned")
    assert not of_kind(met, "checkpoint_passed"), "it has turned at the tree, and goes round the ford"
    assert of_kind(met, "presence_began")
    told_of = {**scenario, "msel": [told("H+0:01", "roadblock", "bend")]}
    log = ran(engine_of(told_of))
    assert not of_kind(log, "checkpoint_passed", "unit_turned")
    assert of_kind(log, "way_taken")[0].data["via"] == "loop"
    free = road(places=places, threat={"stream": [{**tree, "at": "H+190"}]})
    free["routes"] = scenario["routes"]
    log = ran(engine_of(free))
    assert [e.data["at"] for e in of_kind(log, "checkpoint_passed")] == ["ford"]
    assert of_kind(log, "presence_began")
