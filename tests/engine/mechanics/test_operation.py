"""A cordon and search held against closed forms and hand arithmetic: leaks, lines, finds, desks, the sick."""

from __future__ import annotations

from itertools import pairwise
from math import exp
from statistics import fmean
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran

QUIET: dict[str, Any] = {
    "reporting": {"radio_check": "24 h"},
    "movement": {"react": "0 s"},
    "cordon": {"talks": "0", "carried": "0", "agreed": "10 min", "unclear": "40 min", "patience": "2 h"},
    "sweep": {
        "crowds": "0", "patients": "0", "complaints": "0", "survivors": "0", "holds": "0 %", "at_leaders": "0 %",
        "walk": "0 s",
    },
    "search": {"shelter_time": "10 min"},
}  # fmt: skip
GO = "time > H+0:01"


def rule(task: str, when: str, component: str = "police", at: str = "camp", **more: Any) -> dict[str, Any]:
    return {"when": when, "do": [{"task": task, "at": at}], "after": "1 s", "component": component, **more}


def cordoned(**sections: Any) -> dict[str, Any]:
    """A company and a platoon around 90 shelters, one unit of ten teams; the cordon is lifted after six hours."""
    can = {"mobility": "foot", "notice": "0 s"}
    base: dict[str, Any] = {
        "places": {
            "camp": {"kind": "sector", "of": "site", "at": [0, 0], "people": 600, "shelters": 90},
            "base": {"kind": "un_base", "at": [0, -100]},
        },
        "unit_types": {
            "company": {"strength": 100, **can},
            "line": {"component": "police", "strength": 50, **can},
            "group": {"component": "police", "strength": 55, "armed": False, **can},
        },
        "units": {
            "out": {"type": "company", "at": "base"},
            "in": {"type": "line", "at": "base"},
            "teams": {"type": "group", "at": "base"},
        },
        "operation": {
            "of": "camp", "caches": 40, "cordon": "1500 m", "outer": "out", "inner": "in", "teams": "teams",
            "women": "100 %", "search": "saturate", "gate_search": False,
        },
        "plan": {
            "OUT": rule("cordon", GO, "military", **{"for": "out"}),
            "IN": rule("cordon", GO, **{"for": "in"}),
            "TEAMS": rule("search_shelters", GO, **{"for": "teams"}),
            "LIFT": rule("lift_cordon", "time > H+6"),
        },
        "parameters": QUIET,
        "clock": {"startex": "2031-03-01T08:00+02:00", "duration": "14 h", "latitude": 5, "longitude": 30},
    }  # fmt: skip
    return a_scenario(**merged(base, sections))


def log_of(seed: int = 1, **sections: Any) -> list[LogEvent]:
    return ran(engine_of(cordoned(**sections), seed=seed))


def measured(log: list[LogEvent], name: str, **sections: Any) -> float | None:
    return measure(build_of(cordoned(**sections)), log)[name]


# word


def test_word_is_out_as_often_as_the_hazard_of_those_who_know_says() -> None:
    """Ten people at 0.05 an hour for two hours: 1 - exp(-1)."""
    late = {"plan": {name: {"when": "time > H+2"} for name in ("OUT", "IN", "TEAMS")}}
    sections = merged(late, {"operation": {"planners": 10}, "parameters": {"cordon": {"talks": "0.05"}}})
    seeds = 200
    early = sum(of_kind(log_of(seed, **sections), "word_out")[0].at < 7200 for seed in range(seeds))
    expected = 1 - exp(-1)
    assert abs(early / seeds - expected) < 4 * (expected * (1 - expected) / seeds) ** 0.5


def test_leaders_who_are_told_before_talk_too_and_the_rest_of_the_budget_counts_from_then() -> None:
    """What is left of a seed's budget when they are told is used up faster, by hand."""
    late = {"plan": {name: {"when": "time > H+7"} for name in ("OUT", "IN", "TEAMS")}}
    rates = {"cordon": {"talks": "0.02", "leaders_talk": "0.2"}}
    sections = merged(late, {"operation": {"planners": 10, "leaders": 5}, "parameters": rates})
    tell = {"TELL": rule("tell_leaders", "time > H+1")}
    compared = 0
    for seed in range(1, 12):
        alone = of_kind(log_of(seed, **sections), "word_out")[0].at
        log = log_of(seed, **merged(sections, {"plan": tell}))
        told = of_kind(log, "leaders_told")[0].at
        if told < alone < 7 * 3600:
            left = 0.2 * (alone - told)  # 10 * 0.02 an hour
            assert of_kind(log, "word_out")[0].at == pytest.approx(told + left / 1.2, abs=2)
            compared += 1
    assert compared >= 3


# the line


@pytest.mark.parametrize(("agreed", "minutes"), [(True, 10), (False, 40)])
def test_the_teams_wait_until_both_lines_are_joined_and_the_gap_is_what_neither_holds(
    agreed: bool, minutes: int
) -> None:
    log = log_of(operation={"responsibilities": agreed})
    taken = of_kind(log, "cordon_taken")
    assert sorted(e.data["share"] for e in taken) == [40, 80]  # 50 and 100 people at 12 m, of 1500 m
    (closed,) = of_kind(log, "cordon_closed")
    assert closed.at - taken[-1].at == 60 * minutes
    assert closed.data["gap"] == 12  # 0.6 * 0.2
    assert of_kind(log, "zone_searched")[0].at > closed.at
    assert measured(log, "cordon_open") == pytest.approx((closed.at - taken[0].at) / 60, abs=0.01)


def test_a_party_that_never_comes_is_waited_for_so_long_and_no_longer() -> None:
    more = {"units": {"late": {"type": "line", "at": "base"}}, "operation": {"inner": ["in", "late"]}}
    log = log_of(**more)
    (joined,), (closed,) = of_kind(log, "cordon_joined"), of_kind(log, "cordon_closed")
    assert closed.at - joined.at == 7200


def test_caches_leave_through_the_gap_as_fast_as_the_hazard_says() -> None:
    """After the lines are joined 0.12 is open: 0.5 * 6 * 0.12 an hour; the seam of 0.3 before, for ten minutes."""
    late = {"TEAMS": {"when": "time > H+13"}}
    log = log_of(parameters={"cordon": {"carried": "0.5"}}, operation={"caches": 400}, plan=late)
    (lifted,), (closed,) = of_kind(log, "cordon_lifted"), of_kind(log, "cordon_closed")
    first = of_kind(log, "cordon_taken")[0].at
    hours = (lifted.at - closed.at) / 3600
    hazard = 3 * (0.12 * hours + (closed.at - first) / 3600 * 0.35)  # the first party alone for some seconds
    share = sum(e.data["count"] for e in of_kind(log, "caches_moved")) / 400
    expected = 1 - exp(-hazard)
    assert abs(share - expected) < 4 * (expected * (1 - expected) / 400) ** 0.5 + 0.02


def test_what_was_carried_out_comes_back_past_gates_that_find_it_or_not() -> None:
    """Forty in a hundred come by a gate, which finds 0.7 of them."""
    sections = {
        "parameters": {"cordon": {"carried": "20", "returns": "10 min"}},
        "operation": {"caches": 400, "gate_search": True}, "plan": {"TEAMS": {"when": "time > H+13"}},
    }  # fmt: skip
    log = log_of(**sections)
    seized, back = len(of_kind(log, "weapon_found")), len(of_kind(log, "cache_returned"))
    assert seized + back == sum(e.data["count"] for e in of_kind(log, "caches_moved"))
    assert abs(seized / (seized + back) - 0.28) < 4 * (0.28 * 0.72 / 400) ** 0.5


# the search


def test_ten_teams_search_ninety_shelters_in_an_hour_and_a_half_and_find_half_of_what_is_there() -> None:
    """90 shelters * 10 min / 10 teams; every cache is looked at once with 0.5."""
    shares = []
    for seed in range(1, 31):
        log = log_of(seed)
        done = of_kind(log, "zone_searched")
        assert sum(e.data["shelters"] for e in done) == 90
        assert done[-1].at - of_kind(log, "cordon_closed")[0].at == 5400
        assert sum(e.data["team_s"] for e in done) == 90 * 600
        shares.append(len(of_kind(log, "cache_found")) / 40)
    assert abs(fmean(shares) - 0.5) < 4 * (0.25 / (40 * 30)) ** 0.5
    assert measured(log, "finds_team_hours") == pytest.approx(100 * shares[-1] * 40 / 15, abs=0.01)


def test_without_women_what_only_they_may_search_is_not_found() -> None:
    """Expected finds 0.5 * (1 - 0.3): the same caches, the same luck, fewer found."""
    fewer, all_of_them = [], []
    for seed in range(1, 31):
        with_women, without = log_of(seed), log_of(seed, operation={"women": 0})
        all_of_them.append(len(of_kind(with_women, "cache_found")) / 40)
        fewer.append(len(of_kind(without, "cache_found")) / 40)
    assert all(a >= b for a, b in zip(all_of_them, fewer, strict=True))
    assert abs(fmean(fewer) - 0.35) < 4 * (0.35 * 0.65 / (40 * 30)) ** 0.5


def test_one_zone_is_thirty_shelters_and_a_sample_looks_at_six_of_each_first() -> None:
    (one,) = {sum(e.data["shelters"] for e in of_kind(log_of(operation={"zones": 1}), "zone_searched"))}
    assert one == 30
    orders = [
        of_kind(log_of(seed, operation={"search": "sample", "caches": 3}), "zone_searched") for seed in range(1, 9)
    ]
    looked = [[e.data["shelters"] for e in done[:3]] for done in orders if not any(e.data["found"] for e in done[:3])]
    assert looked
    assert all(shelters == [6, 6, 6] for shelters in looked)
    again = [
        (one.data["number"], then.data["number"])
        for done in orders
        for one, then in pairwise(done)
        if one.data["found"] and one.data["shelters"] == 6
    ]
    assert again
    assert all(first == then for first, then in again)


# those who live there


def test_every_person_held_is_reviewed_one_after_the_other_or_overdue_after_a_day() -> None:
    sweep = {"holds": "100 %", "minors": "0 %", "reviews": "20 min"}
    held: dict[str, Any] = {"parameters": {"sweep": sweep}, "clock": {"duration": "40 h"}}
    kind = {"component": "civilian", "strength": 3, "mobility": "foot", "notice": "0 s", "armed": False}
    officers = {
        "unit_types": {"officers": kind},
        "units": {"rights": {"type": "officers", "at": "base"}},
        "plan": {"REVIEW": rule("review_held", "held reported to ops", "civilian", "held", **{"for": "rights"})},
    }
    log = log_of(**merged(held, officers))
    reviews = of_kind(log, "detention_reviewed")
    assert len(reviews) == len(of_kind(log, "person_held")) == len(of_kind(log, "cache_found"))
    busy = [b.at - a.at for a, b in pairwise(reviews)]
    assert min(busy) == 1200
    assert not of_kind(log, "detention_overdue")
    nobody = log_of(**held)
    assert len(of_kind(nobody, "detention_overdue")) == len(of_kind(nobody, "person_held")) > 0
    (first, *_), (overdue, *_) = of_kind(nobody, "person_held"), of_kind(nobody, "detention_overdue")
    assert overdue.at - first.at == 86400


def test_the_sick_wait_for_a_lane_and_for_the_end_without_one() -> None:
    sick = {"parameters": {"sweep": {"patients": "0.005", "lane": "5 min"}}}
    with_lane = log_of(**sick)
    assert {e.data["waited_s"] for e in of_kind(with_lane, "patient_passed")} == {300}
    without = log_of(**merged(sick, {"operation": {"clinic_lane": False}}))
    came = {e.seq: e.at for e in of_kind(without, "patient_came")}
    (lifted,) = of_kind(without, "cordon_lifted")
    passed = of_kind(without, "patient_passed")
    assert [e.data["waited_s"] for e in passed] == [lifted.at - came[e.cause] + 300 for e in passed]  # type: ignore[index]
    count = fmean(len(of_kind(log_of(seed, **sick), "patient_came")) for seed in range(1, 21))
    hours = (lifted.at - of_kind(without, "cordon_closed")[0].at) / 3600
    assert abs(count - 3 * hours) < 4 * (3 * hours / 20) ** 0.5  # 0.005 * 600 people an hour


def test_a_crowd_slows_the_search_and_opens_the_line_and_police_who_push_it_pay_for_it() -> None:
    crowds = {"parameters": {"sweep": {"crowds": "30", "lasts": "3 h", "pushed": "5 min", "push_hurt": "50 %"}}}
    push = {"plan": {"PUSH": rule("push_back", "protest reported to ops")}}
    quiet, crowded, pushed = log_of(), log_of(**crowds), log_of(**merged(crowds, push))
    assert of_kind(crowded, "zone_searched")[-1].at > of_kind(quiet, "zone_searched")[-1].at
    assert not of_kind(crowded, "crowd_pushed")
    first = of_kind(pushed, "crowd_pushed")[0]
    assert of_kind(pushed, "crowd_dispersed")[0].at - first.at == 300
    assert of_kind(pushed, "person_hurt")
    assert (measured(pushed, "trust") or 0) < (measured(crowded, "trust") or 0)


def test_a_scenario_without_an_operation_has_none_of_its_measures() -> None:
    log = ran(engine_of(a_scenario()))
    found = measure(build_of(a_scenario()), log)
    names = {"found_share", "finds_team_hours", "caches_moved", "cordon_open", "held_wait", "clinic_wait"}
    assert {found[name] for name in names | {"complaints_heard", "crowds_pushed"}} == {None}
