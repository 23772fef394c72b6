"""Presence against the integral of a rate that is thinned while a patrol stays and recovers with a half-life."""

from __future__ import annotations

from math import log as ln
from typing import Any

import pytest

from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import DAY, assert_poisson, assert_share

VILLAGE: dict[str, Any] = {
    "clock": {"duration": "40 days"},
    "parameters": {"reporting": {"radio_check": "60 days"}},
    "places": {"village": {"kind": "village", "at": [3000, -1000], "people": 900_000, "incidents": "140/week"}},
    "routes": [{"from": "base", "to": "village", "distance": "3 km"}],
    "units": {"patrol": {"type": "platoon", "at": "base"}},
    "long_patrols": {"p": {"by": "patrol", "civilians": 5, "supplies": "60 days"}},
    "plan": {
        "GO": {
            "for": "patrol",
            "when": "time > H+0:10",
            "do": [{"task": "presence", "at": "village", "for": "15 days"}, {"task": "return"}],
            "component": "military",
        }
    },
}


def village(**sections: Any) -> dict[str, Any]:
    """A village near a base, and a patrol that stays there for fifteen days of forty."""
    return a_scenario(**merged(VILLAGE, sections))


def test_incidents_are_the_integral_of_the_thinned_rate(test_seed: int) -> None:
    """20 a day; 0.3 of them for fifteen days, then 1 - 0.7 x 2^(-t / 6 days) for the rest."""
    log = ran(engine_of(village(), test_seed))
    (began,), (ended,) = of_kind(log, "presence_began"), of_kind(log, "presence_ended")
    stay, after, end = (ended.at - began.at) / DAY, (40 * DAY - ended.at) / DAY, began.at / DAY
    assert stay == pytest.approx(15)
    averted_later = 0.7 * 6 / ln(2) * (1 - 2 ** (-after / 6))
    assert_poisson(len(of_kind(log, "village_incident")), 20 * (end + 0.3 * stay + after - averted_later))
    assert_poisson(len(of_kind(log, "village_incident_averted")), 20 * (0.7 * stay + averted_later))


def test_what_presence_averts_fades_by_half_in_six_days() -> None:
    engine = engine_of(village())
    ran(engine)
    presence = engine._world.presence
    left = presence._left["village"]
    assert [presence.prevented("village", left + d * DAY) for d in (0, 6, 12)] == pytest.approx([0.7, 0.35, 0.175])


def test_without_a_patrol_nothing_is_averted(test_seed: int) -> None:
    scenario = village(clock={"duration": "20 days"})
    scenario["plan"], scenario["long_patrols"] = {}, {}
    log = ran(engine_of(scenario, test_seed))
    assert_poisson(len(of_kind(log, "village_incident")), 20 * 20)
    assert not of_kind(log, "village_incident_averted")
    hurt = [e.data["hurt"] for e in of_kind(log, "village_incident")]
    assert_share(sum(h == 0 for h in hurt), len(hurt), 1 / 3)  # nobody, one or two


def test_soldiers_alone_verify_nothing_and_hear_a_fifth(test_seed: int) -> None:
    quiet = {"village": {"incidents": "7/week"}}
    alone = ran(engine_of(village(places=quiet, long_patrols={"p": {"civilians": 0}}), test_seed))
    assert not of_kind(alone, "report_verified")
    found = [
        ran(engine_of(village(places=quiet, clock={"duration": "16 days"}), seed))
        for seed in range(test_seed, test_seed + 5)
    ]
    told, verified = (sum(len(of_kind(log, kind)) for log in found) for kind in ("villagers_told", "report_verified"))
    assert told >= verified > 0


def test_every_incident_is_told_in_time_to_a_patrol_with_civilians_that_stays_long_enough(test_seed: int) -> None:
    """At most 8 days until it is told at trust 0.5, and 5 until it is verified: all of the first twenty days."""
    scenario = village(
        places={"village": {"incidents": "10/week"}},
        plan={"GO": {"do": [{"task": "presence", "at": "village", "for": "38 days"}]}},
    )
    log = ran(engine_of(scenario, test_seed))
    early = [e for e in of_kind(log, "village_incident") if e.at < 20 * DAY]
    assert len(of_kind(log, "report_verified")) >= len(early)


def test_supplies_end_a_stay_and_a_convoy_renews_them() -> None:
    short = village(long_patrols={"p": {"supplies": "6 days"}})
    log = ran(engine_of(short))
    assert [(e.data["why"], e.data["for_s"]) for e in of_kind(log, "presence_ended")] == [("out of supplies", 6 * DAY)]
    convoy = {
        "units": {"convoy": {"type": "platoon", "at": "base"}},
        "access": {"engaged": False},
        "plan": {
            "LOG": {
                "for": "convoy",
                "when": "time > D+4",
                "do": [{"task": "resupply", "at": "village"}, {"task": "return"}],
                "component": "military",
            }
        },
    }
    (ended,) = of_kind(ran(engine_of(merged(short, convoy))), "presence_ended")
    assert ended.data["why"] == "out of supplies"
    assert ended.data["for_s"] / DAY == pytest.approx(10, abs=0.1)  # it came on the fourth day, for six more


def test_a_post_has_a_patrol_stay_longer_or_leave() -> None:
    def told(task: str, **more: Any) -> list[Any]:
        step = {"task": task, "at": "village", **more}
        rule = {"when": "time > D+5", "do": [step], "component": "military"}
        return of_kind(ran(engine_of(village(plan={"TELL": rule}, access={"engaged": False}))), "presence_ended")

    (longer,) = told("stay_on", **{"for": "7 days"})
    assert longer.data["for_s"] == 22 * DAY
    (left,) = told("turn_back")
    assert left.data["why"] == "by order"
    assert left.data["for_s"] < 6 * DAY


def test_days_and_lengths_of_stays_are_read_from_the_log() -> None:
    scenario = village()
    found = measure(build_of(scenario), ran(engine_of(scenario)))
    assert found["presence_days"] == found["stay_days"] == pytest.approx(15)
