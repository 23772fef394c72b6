"""Crossfire: the part of a road within reach by geometry, hits by rate and time, pauses by closed form."""

from __future__ import annotations

from itertools import pairwise
from math import exp
from typing import Any

import pytest

from simulator.engine.mechanics.fights import within
from simulator.events import LogEvent
from tests.builders import a_scenario, merged, of_kind, ran
from tests.engine.cases import told
from tests.engine.mechanics.people_cases import HOUR, assert_poisson, assert_share, engines, kinds, log_of

STEADY = {"crossfire": {"burst": "20 h", "hits_soft": "0 %", "turns_soft": "1000"}, "movement": {"muster": "60 s"}}
"""heavy fire all the time, in which nobody is wounded and nobody turns back"""


def fought(**sections: Any) -> dict[str, Any]:
    """Two parties fight for six hours around a place that a platoon is sent to."""
    least: dict[str, Any] = {
        "places": {"square": {"kind": "market", "at": [3000, 0]}},
        "units": {"platoon": {"type": "platoon", "at": "base", "strength": 500}},
        "community": {"consent": 0.5},
        "threat": {
            "groups": {"one": {"strength": 40}, "other": {"strength": 60, "controlled_by": "host"}},
            "stream": [
                {
                    "id": "battle",
                    "at": "H+0:10",
                    "do": "fight",
                    "by": "one",
                    "against": "other",
                    "on": "square",
                    "for": "6 h",
                }
            ],
        },
        "parameters": STEADY,
    }
    return a_scenario(**merged(least, sections))


def sent(to: str = "square", **sections: Any) -> dict[str, Any]:
    plan = {"GO": {"for": "platoon", "when": "warning reported to ops", "do": [{"task": "deploy", "at": to}]}}
    return fought(**merged({"plan": plan, "msel": [told("H+0:20", "warning", to)]}, sections))


def home(**more: Any) -> dict[str, Any]:
    return {"home": {"kind": "compound", "at": [3000, 300], "residents": 40, "procedure_known": 0, **more}}


# geometry


@pytest.mark.parametrize(
    ("line", "reach", "share"),
    [
        ((-10, 3, 10, 3), 5, (0.3, 0.7)),  # a chord 3 from the centre of a circle of 5 is 4 to either side
        ((0, 0, 10, 0), 5, (0.0, 0.5)),
        ((-10, 6, 10, 6), 5, (0.0, 0.0)),
        ((-10, 5, 10, 5), 5, (0.0, 0.0)),
        ((3, 0, 4, 0), 5, (0.0, 1.0)),
        ((6, 0, 10, 0), 5, (0.0, 0.0)),
        ((3, 4, 3, 4), 5, (0.0, 1.0)),
    ],
)
def test_the_part_of_a_road_within_a_circle(line: tuple[float, ...], reach: float, share: tuple[float, float]) -> None:
    assert within(*line, 0, 0, reach) == pytest.approx(share)


# hits


def hours_there(log: list[LogEvent], in_lull: float) -> float:
    """Hours of heavy fire that the column stood in, with those of a lull counted as so much of them."""
    came = of_kind(log, "unit_arrived")[0].at
    turns = [(e.at, in_lull if e.data["level"] == "low" else 1.0) for e in of_kind(log, "fire_changed")]
    spells = [(of_kind(log, "fight_began")[0].at, 1.0), *turns, (of_kind(log, "fight_ended")[0].at, 0.0)]
    return sum((b - max(a, came)) * level for (a, level), (b, _) in pairwise(spells) if b > came) / HOUR


@pytest.mark.parametrize(("strikes", "lull", "in_lull"), [(15, "20 h", 1.0), (30, "20 h", 1.0), (15, "30 min", 0.2)])
def test_hits_are_the_rate_times_the_time_within_reach(strikes: int, lull: str, in_lull: float, test_seed: int) -> None:
    fire = {
        "burst": "40 min" if in_lull < 1 else "20 h",
        "lull": lull,
        "in_lull": str(in_lull),
        "strikes": f"{strikes}/h",
    }
    hits = expected = 0.0
    for engine in engines(sent(parameters={"crossfire": fire}), range(test_seed, test_seed + 20)):
        log = ran(engine)
        hits += len(of_kind(log, "unit_hit"))
        expected += strikes * hours_there(log, in_lull)
    assert expected > 500
    assert_poisson(hits, expected)


def test_who_drives_past_is_hit_for_as_long_as_the_way_lies_within_reach(test_seed: int) -> None:
    """From 4 km before the fight to 4 km behind it: 800 m lie within reach of 400 m, at 18 km/h 160 seconds."""
    places = {
        "before": {"kind": "road", "at": [0, 5000]},
        "square": {"at": [4000, 5000]},
        "behind": {"kind": "road", "at": [8000, 5000]},
    }
    routes = [{"from": "before", "to": "behind", "distance": "8 km", "in_town": True}]
    numbers = {"movement": {"in_town": "18 km/h"}, "crossfire": {"strikes": "600/h"}}
    scenario = sent("behind", places=places, routes=routes, units={"platoon": {"at": "before"}}, parameters=numbers)
    hits, runs = 0, 40
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        log = ran(engine)
        left, came = of_kind(log, "unit_moved")[0].at, of_kind(log, "unit_arrived")[0].at
        assert came - left == 1600
        found = of_kind(log, "unit_hit")
        assert all(left + 720 <= e.at <= left + 881 for e in found)
        hits += len(found)
    assert_poisson(hits, runs * 600 * 160 / HOUR)


def test_nobody_is_hit_inside_the_wire_and_nobody_beyond_reach() -> None:
    assert "unit_hit" not in kinds(log_of(**sent("base", places={"square": {"at": [0, -900]}})))
    assert "unit_hit" not in kinds(
        log_of(**sent("village", places={"village": {"kind": "village", "at": [3000, 401]}}))
    )


def test_soft_vehicles_lose_people_by_the_share_and_armour_hardly_any(test_seed: int) -> None:
    counted = {}
    for mobility, share in (("wheels", 0.35), ("armour", 0.05)):
        hits = wounded = 0
        scenario = sent(
            unit_types={"platoon": {"mobility": mobility}},
            parameters={"crossfire": {"hits_soft": "35 %", "turns_armour": "1000"}},
        )
        for engine in engines(scenario, range(test_seed, test_seed + 12)):
            found = of_kind(ran(engine), "unit_hit")
            hits, wounded = hits + len(found), wounded + sum(e.data["wounded"] for e in found)
        assert_share(wounded, hits, share)
        counted[mobility] = wounded
    assert counted["armour"] < counted["wheels"]


def test_a_leader_turns_back_after_so_many_hits_regroups_and_gives_up_after_so_many_tries() -> None:
    numbers = {"crossfire": {"strikes": "20000/h", "turns_soft": "2"}, "roads": {"tries": "3", "regroup": "10 min"}}
    log = log_of(**sent(parameters=numbers))
    turned = of_kind(log, "unit_turned")
    assert [e.data["why"] for e in turned] == ["under fire"] * 3
    assert [e.data["why"] for e in of_kind(log, "task_dropped")] == ["the way is under fire"]
    hits = of_kind(log, "unit_hit")
    assert all(sum(e.at <= turn.at for e in hits) >= 2 * n for n, turn in enumerate(turned, 1))


def test_people_in_a_compound_are_hit_behind_walls_and_hardly_in_a_safe_room(test_seed: int) -> None:
    """0.08 an hour in the open, a quarter of it (0.3 over 1.2) behind walls, for six hours."""
    for room, cover in ((0, 0.3 / 1.2), (40, 0.02 / 1.2)):
        harmed, runs = 0, 25
        places = home(safe_room=room, procedure_known=1 if room else 0)
        for engine in engines(fought(places=places), range(test_seed, test_seed + runs)):
            harmed += len(of_kind(ran(engine), "resident_harmed"))
        assert_share(harmed, 40 * runs, 1 - exp(-0.08 * cover * 6))


def test_people_near_a_fight_call_for_help_and_others_do_not() -> None:
    assert {e.data["at"] for e in of_kind(log_of(**fought(places=home())), "call_made")} == {"home"}
    assert "call_made" not in kinds(log_of(**fought(places=home(at=[3000, 500]))))


def test_a_fight_ends_when_a_party_has_gone_and_comes_to_nothing_without_it() -> None:
    away = {"id": "away", "at": "H+1", "do": "withdraw", "by": "other"}
    stream = fought()["threat"]["stream"]
    log = log_of(**fought(threat={"stream": [*stream, away]}))
    assert [e.at for e in of_kind(log, "fight_ended")] == [HOUR]
    early = {**away, "at": "H+0:05"}
    assert "fight_began" not in kinds(log_of(**fought(threat={"stream": [*stream, early]})))


# pauses


def asked(**sections: Any) -> dict[str, Any]:
    plan = {"ASK": {"when": "warning reported to ops", "do": [{"task": "ask_window"}]}}
    tell = [told("H+0:15", "shots", "square"), told("H+0:20", "warning", "square")]
    return fought(**merged({"plan": plan, "msel": tell}, sections))


def test_pauses_come_by_the_closed_form_and_are_broken_by_their_share(test_seed: int) -> None:
    """Each party reached with 0.65 and agreeing with 0.75, at three tries; the host's party at consent 0.5 as well."""
    runs, agreed, broken = 160, 0, 0
    once = (0.65 * 0.75) ** 2
    for engine in engines(asked(), range(test_seed, test_seed + runs)):
        log = ran(engine)
        agreed += bool(of_kind(log, "window_agreed"))
        broken += bool(of_kind(log, "window_broken"))
    assert_share(agreed, runs, 1 - (1 - once) ** 3)
    assert_share(broken, agreed, 0.25)


def test_nobody_is_hit_in_a_pause_and_it_lasts_as_long_as_agreed() -> None:
    sure = {"crossfire": {"reached": "100 %", "agrees": "100 %", "breaks": "0 %", "lasts": "45 min", "lead": "10 min"}}
    log = log_of(**merged(asked(parameters=sure), {"places": home()}))
    (agreed,), (closed,) = of_kind(log, "window_agreed"), of_kind(log, "window_closed")
    levels = [(e.at, e.data["level"]) for e in of_kind(log, "fire_changed")]
    assert levels == [(agreed.at + 600, "paused"), (agreed.at + 600 + 2700, "heavy")]
    assert closed.at == agreed.at + 3300
    assert not [e for e in of_kind(log, "resident_harmed") if agreed.at + 600 < e.at < closed.at]


def test_fire_that_is_heavy_again_after_a_pause_is_not_said_to_become_heavy_once_more() -> None:
    sure = {
        "reached": "100 %",
        "agrees": "100 %",
        "breaks": "0 %",
        "burst": "20 min",
        "lull": "20 min",
        "lasts": "45 min",
    }
    for engine in engines(asked(parameters={"crossfire": sure}), range(6)):
        levels = [e.data["level"] for e in of_kind(ran(engine), "fire_changed")]
        assert "paused" in levels
        assert all(one != other for one, other in pairwise(levels))


def test_consent_of_the_host_counts_for_its_party_alone() -> None:
    worlds = [next(iter(engines(fought(community={"consent": c}), [1])))._world for c in (0.1, 0.5, 0.9)]
    assert [w.ceasefire.agrees(w.groups["one"]) for w in worlds] == [0.75] * 3
    assert [w.ceasefire.agrees(w.groups["other"]) for w in worlds] == pytest.approx([0.45, 0.75, 1.0])


def test_who_asks_once_more_has_as_many_tries_again_with_luck_of_their_own(test_seed: int) -> None:
    """Three tries in vain, and an hour later three more: the second time is a chance of its own."""
    more = {"MORE": {"when": "contact reported to ops", "do": [{"task": "ask_window"}]}}
    tell = [*asked()["msel"], told("H+1:20", "contact", "square")]
    slow = {"crossfire": {"reached_in": "5 min"}}
    vain = late = 0
    for engine in engines(asked(plan=more, msel=tell, parameters=slow), range(test_seed, test_seed + 120)):
        log = ran(engine)
        if len([e for e in of_kind(log, "window_refused") if e.at < HOUR]) == 3:
            vain += 1
            assert len(of_kind(log, "window_asked")) == 2
            late += bool(of_kind(log, "window_agreed"))
    assert vain > 30
    assert_share(late, vain, 1 - (1 - (0.65 * 0.75) ** 2) ** 3)


def test_a_post_that_has_heard_no_shots_asks_nobody() -> None:
    assert "window_asked" not in kinds(log_of(**asked(msel=[told("H+0:20", "warning", "square")])))


def test_what_was_met_behind_walls_was_met_behind_walls(test_seed: int) -> None:
    """A column that waits in a compound and then leaves: a quarter of the rate until then, never all of it at once."""
    plan = {
        "GO": {
            "for": "platoon",
            "when": "warning reported to ops",
            "do": [{"task": "deploy", "at": "home"}, {"task": "guard", "for": "3 h"}, {"task": "return"}],
        }
    }
    hits = expected = 0.0
    for engine in engines(
        sent("home", places=home(), plan=plan, parameters={"crossfire": {"people": "0/h"}}),
        range(test_seed, test_seed + 30),
    ):
        log = ran(engine)
        came = next(e.at for e in of_kind(log, "unit_arrived") if e.data["at"] == "home")
        left = of_kind(log, "unit_moved")[1].at
        hits += sum(came <= e.at <= left + 1 for e in of_kind(log, "unit_hit"))
        expected += 15 * 0.25 * (left - came) / HOUR
    assert expected > 200
    assert_poisson(hits, expected)
