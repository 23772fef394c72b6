"""Prevention: escalation by hand, violence against Poisson, the share that each action leaves against its formula."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from simulator.readers.measures import measure
from tests.builders import build_of, engine_of, merged, of_kind, world_of
from tests.engine.mechanics.people_cases import assert_poisson, assert_share
from tests.engine.mechanics.warning_cases import DAY, acts, country, days_of, run, turn

DAYS = 100
RATE = 30
"""incidents a day at full escalation: many, so that shares are known well"""
BARE = {
    "prevention": {
        "programmes_lag": "1 s",
        "voice_lag": "1 s",
        "envoy_lag": "1 s",
        "fades": "100000 days",
        "expels": "0",
    }
}


def violent(plan: dict[str, Any] | None = None, level: str = "40 %", **sections: Any) -> dict[str, Any]:
    least = {
        "threat": {"stream": [turn("t", "H+0", level)]},
        "plan": plan or {},
        "country_team": {"violence": f"{RATE}/day", "deference": "0"},
        "parameters": BARE,
    }
    return country(DAYS, **merged(least, sections))


def counts(scenario: dict[str, Any], seed: int) -> tuple[int, int]:
    log = run(scenario, seed)
    return len(of_kind(log, "violence_happened")), len(of_kind(log, "violence_prevented"))


# the escalation


def test_a_level_goes_in_a_straight_line_and_violence_breaks_out_where_it_reaches_half() -> None:
    """From 0 to 20 % in four days, then from day 10 to 80 % in twelve: half of it is there on day 16."""
    stream = [turn("a", "H+0", "20 %", "4 days"), turn("b", "D+10", "80 %", "12 days")]
    engine = engine_of(country(threat={"stream": stream}))
    for day, level in ((2, 0.1), (4, 0.2), (9, 0.2), (16, 0.5), (22, 0.8), (40, 0.8)):
        engine.advance_to(day * DAY)
        assert engine._world.prevention.level("north") == pytest.approx(level)
    assert days_of(engine.log, "violence_broke_out") == {"north": 16}


def test_a_turn_that_is_turned_back_before_half_breaks_nothing_out() -> None:
    stream = [turn("a", "H+0", "80 %", "20 days"), turn("b", "D+10", "20 %", "5 days")]
    assert not of_kind(run(country(threat={"stream": stream})), "violence_broke_out")


# violence


def test_incidents_come_as_often_as_the_level_says_and_hurt_as_many_as_the_mean(test_seed: int) -> None:
    log = run(violent(parameters={"prevention": {"hurt": "6"}}), test_seed)
    hurt = [e.data["count"] for e in of_kind(log, "violence_happened")]
    assert_poisson(len(hurt), RATE * 0.4 * DAYS)
    assert abs(sum(hurt) / len(hurt) - 6) < 5 * (30 / len(hurt)) ** 0.5  # variance of 1 + geometric with mean 6: 6 * 5
    assert measure(build_of(violent()), log)["civilian_harm"] == sum(hurt)


@pytest.mark.parametrize(
    ("task", "numbers", "kept_off"),
    [
        ("shift_programmes", {"programmes": "40 %"}, 0.4),
        ("speak_publicly", {"public": "30 %", "public_consent": "0"}, 0.3),
        ("speak_privately", {"private": "60 %", "private_consent": "0"}, 0.6 * 0.5),
        ("send_envoy", {"envoy": "80 %", "envoy_consent": "0"}, 0.8 * 0.5),
    ],
)
def test_each_action_alone_keeps_off_its_share(
    task: str, numbers: dict[str, str], kept_off: float, test_seed: int
) -> None:
    """Words to the ministry and an envoy are worth the consent, here a half."""
    happened, prevented = counts(violent({"GO": acts("H+0", task)}, parameters={"prevention": numbers}), test_seed)
    assert_share(prevented, happened + prevented, kept_off)


def test_two_actions_multiply_what_they_leave(test_seed: int) -> None:
    numbers = {"programmes": "40 %", "public": "30 %", "public_consent": "0"}
    both = violent({"GO": acts("H+0", "shift_programmes", "speak_publicly")}, parameters={"prevention": numbers})
    happened, prevented = counts(both, test_seed)
    assert_share(happened, happened + prevented, 0.6 * 0.7)


def test_with_the_same_chance_more_action_never_means_more_violence(test_seed: int) -> None:
    plans = [
        (),
        ("speak_privately",),
        ("speak_privately", "shift_programmes"),
        ("speak_privately", "shift_programmes", "send_envoy"),
    ]
    for seed in range(test_seed, test_seed + 3):
        found = [
            counts(violent({"GO": acts("D+5", *tasks)} if tasks else {}, clock={"duration": "30 days"}), seed)[0]
            for tasks in plans
        ]
        assert all(more <= less for less, more in pairwise(found)), (seed, found)


def test_words_rise_over_their_lag_and_lose_half_in_the_time_that_they_fade_in() -> None:
    numbers = {"prevention": {"public": "32 %", "voice_lag": "4 days", "fades": "20 days", "public_consent": "0"}}
    engine = engine_of(
        violent({"GO": acts("D+10", "speak_publicly")}, parameters=numbers, country_team={"violence": "0/day"})
    )
    for day, worth in ((12, 0.16), (14, 0.32), (34, 0.16), (54, 0.08)):
        engine.advance_to(day * DAY)
        assert engine._world.prevention.worths("north")["public voice"] == pytest.approx(worth, rel=1e-3)


def test_what_is_displaced_happens_in_the_other_area() -> None:
    stream = [turn("t", "H+0", "40 %"), turn("s", "H+0", "0 %", on="south")]
    numbers = {"prevention": {"programmes": "100 %", "displaced": "100 %"}}
    log = run(
        violent(
            {"GO": acts("H+0", "shift_programmes")},
            threat={"stream": stream},
            parameters=numbers,
            clock={"duration": "9 days"},
        )
    )
    assert {e.subject for e in of_kind(log, "violence_prevented")} == {"north"}
    assert {e.subject for e in of_kind(log, "violence_happened")} == {"south"}


def test_lead_days_run_from_the_first_preventive_action_to_the_outbreak() -> None:
    """Half is reached on day 15; programmes moved on day 3 are twelve days ahead, those of another area none."""
    stream = [turn("a", "D+5", "100 %", "20 days")]
    for place, lead in (("north", 12.0), ("south", 0.0)):
        rule = acts("D+3", "shift_programmes")
        rule["do"][0]["at"] = place
        scenario = country(threat={"stream": stream}, plan={"GO": rule})
        assert measure(build_of(scenario), run(scenario))["lead_days"] == pytest.approx(lead, abs=0.01)


# the host


def test_the_chance_of_expulsion_rises_with_public_words_and_falls_with_consent_and_time() -> None:
    """expels * heat * (1 - consent)^2, halved after ``heat``; 0.4 of it where headquarters stands by its staff."""
    numbers = {"prevention": {"expels": "0.2", "heat": "10 days", "public_consent": "0", "backed": "0.4"}}
    world = world_of(country(parameters=numbers, country_team={"deference": "0"}, community={"consent": "40 %"}))
    prevention = world.prevention
    assert prevention.expels() == 0
    step = next(iter(build_of(country(plan={"GO": acts("H+0", "speak_publicly")})).rules)).steps[0]
    prevention._act(world.command["office"], step, "north", world.started)
    assert prevention.expels() == pytest.approx(0.2 * 1 * 0.36)
    prevention.backed_mark = world.started
    assert prevention.expels() == pytest.approx(0.2 * 0.36 * 0.4)
    prevention.actions[0].since = -10 * DAY
    assert prevention.expels() == pytest.approx(0.2 * 0.5 * 0.36 * 0.4)


QUICK = {"prevention": {"expels": "100", "heat": "100000 days", "grace": "4 days", "replaced": "10 days"}}


def test_the_host_threatens_first_and_expels_after_its_grace() -> None:
    log = run(country(20, plan={"GO": acts("H+1", "speak_publicly")}, parameters=QUICK, country_team={"advisers": 2}))
    assert days_of(log, "expulsion_threatened") == {"base": 1}
    assert [e.at / DAY for e in of_kind(log, "staff_expelled")][:2] == [5, 6]


def test_an_office_that_falls_silent_is_left_in_peace_and_has_no_public_voice() -> None:
    plan = {"GO": acts("H+1", "speak_publicly"), "HUSH": acts("D+2", "fall_silent")}
    engine = engine_of(country(20, plan=plan, parameters=QUICK))
    engine.run()
    assert not of_kind(engine.log, "staff_expelled")
    assert engine._world.prevention.worths("north") == {}


def test_who_is_backed_is_replaced() -> None:
    plan = {"GO": acts("H+1", "speak_publicly"), "BACK": acts("H+2", "back_staff"), "HUSH": acts("D+5", "fall_silent")}
    log = run(country(20, plan=plan, parameters=merged(QUICK, {"prevention": {"backed": "1"}})))
    (gone,) = of_kind(log, "staff_expelled")
    (back,) = of_kind(log, "staff_replaced")
    assert (gone.at / DAY, back.at / DAY) == (5, 15)


@pytest.mark.parametrize(("consent", "kind"), [("50 %", "surge_arrived"), ("10 %", "surge_refused")])
def test_further_advisers_need_visas(consent: str, kind: str) -> None:
    numbers = {"prevention": {"surge_lag": "12 days", "visas": "20 %"}}
    log = run(
        country(20, plan={"GO": acts("D+1", "request_surge")}, parameters=numbers, community={"consent": consent})
    )
    assert days_of(log, kind) == {"surge": pytest.approx(13, abs=0.01)}
