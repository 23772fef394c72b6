"""Search against arithmetic and binomial shares (domain sheet, section 3).

Gate find 0.7, shelter find 0.5, a site of 6,650 shelters cycled in about 220 days at 30 a day.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import DAY, MINUTE, assert_poisson, assert_share, engines

QUIET = {"parameters": {"reporting": {"radio_check": "30 days"}}}


def searching(days: int, **search: Any) -> dict[str, Any]:
    """A site of 6,650 shelters with caches, no smuggling and no targeted search unless it says so."""
    least = {"of": "camp", "shelters": 6650, "caches": 4000, "daily_shelters": 30, "targeted_per_week": 0}
    return a_scenario(search={**least, **search}, clock={"duration": f"{days} days"}, **QUIET)


def done(found: list[LogEvent]) -> list[dict[str, Any]]:
    """What each search said."""
    return [event.data for event in of_kind(found, "search_done")]


# daily searches


def test_thirty_shelters_a_day_cycle_the_site_in_about_220_days() -> None:
    """Domain sheet: 6,650 / 30 = 221.7, so the 222nd day's search ends the first cycle."""
    found = ran(engine_of(searching(230)))
    sums = list(accumulate(data["shelters"] for data in done(found)))
    days = 1 + sum(total < 6650 for total in sums)
    assert days == 222
    assert days == pytest.approx(220, abs=3)
    assert of_kind(found, "search_done")[days - 1].at == 221 * DAY


def test_a_day_finds_the_share_of_shelters_searched_times_the_find_probability(test_seed: int) -> None:
    """1,330 of 6,650 shelters and 0.5: a tenth of the caches on the first day."""
    found = ran(engine_of(searching(1, daily_shelters=1330), test_seed))
    assert_share(done(found)[0]["found"], 4000, 1330 / 6650 * 0.5)


def test_what_is_left_after_many_days_falls_as_the_closed_form(test_seed: int) -> None:
    """Each cache survives n searches with (1 - 30 / 6,650 x 0.5)^n; after 221 days about six in ten."""
    found = done(ran(engine_of(searching(220), test_seed)))
    assert len(found) == 221
    assert_share(found[-1]["left"], 4000, (1 - 30 / 6650 * 0.5) ** 221)


def test_more_shelters_than_there_are_cannot_be_searched() -> None:
    found = done(ran(engine_of(searching(2, daily_shelters=9000))))
    assert {data["shelters"] for data in found} == {6650}


def test_a_search_that_names_no_number_of_shelters_finds_no_half_of_all_caches_a_day() -> None:
    """The site has 700 shelters; 30 of them a day and 0.5 is about 2 % of the caches, not half."""
    scenario = a_scenario(search={"of": "camp", "caches": 1000, "targeted_per_week": 0}, clock={"duration": "1 day"})
    assert done(ran(engine_of(scenario)))[0]["found"] < 100


# targeted searches


def test_targeted_searches_hit_as_often_as_their_two_shares_say(test_seed: int) -> None:
    """70 a week are ten a day; each finds one with 0.35 x 0.5."""
    found = done(ran(engine_of(searching(199, daily_shelters=0, targeted_per_week=70), test_seed)))
    assert {data["targeted"] for data in found} == {10}
    assert_share(sum(data["found"] for data in found), 10 * len(found), 0.35 * 0.5)


def test_two_targeted_searches_a_week_are_two_a_week(test_seed: int) -> None:
    scenario = searching(399, daily_shelters=0, targeted_per_week=2)
    counts = [
        data["targeted"] for engine in engines(scenario, range(test_seed, test_seed + 4)) for data in done(ran(engine))
    ]
    assert_share(sum(counts), len(counts), 2 / 7)


# whole-site operations


@pytest.mark.parametrize("leaks", ["0.5", "0", "0.9"])
def test_a_whole_site_search_finds_what_was_not_moved_in_time(leaks: str, test_seed: int) -> None:
    """(1 - leaks) x 0.5 of the caches; by default a quarter, since half leak."""
    scenario = searching(10, daily_shelters=0, full_scale_every="10 days")
    scenario["parameters"]["search"] = {"leaks": leaks}
    found = done(ran(engine_of(scenario, test_seed)))
    whole = [data for data in found if data["shelters"] == 6650]
    assert len(whole) == 1
    assert_share(whole[0]["found"], 4000, (1 - float(leaks)) * 0.5)


def test_whole_site_operations_come_as_often_as_they_are_planned() -> None:
    found = ran(engine_of(searching(95, daily_shelters=0, full_scale_every="30 days", begins="D+2")))
    assert [e.at // DAY for e in of_kind(found, "search_done") if e.data["shelters"] == 6650] == [32, 62, 92]


# the stock


def test_no_cache_is_found_twice_and_none_gets_lost() -> None:
    """Caches at first - all found until then = left, at every search, never below none."""
    found = done(ran(engine_of(searching(300, daily_shelters=600, targeted_per_week=20, caches=150))))
    sums = accumulate(data["found"] for data in found)
    assert [data["left"] for data in found] == [150 - total for total in sums]
    assert 0 <= found[-1]["left"] < 5


def test_caches_smuggled_in_and_found_add_up(test_seed: int) -> None:
    """At first + arrived - found at the gate - found in shelters = left."""
    engine = engine_of(searching(100, smuggled="40/day", full_scale_every="20 days"), test_seed)
    found = ran(engine)
    arrived = engine._world.search._smuggled
    at_gate = len(of_kind(found, "weapon_found"))
    in_shelters = sum(data["found"] for data in done(found))
    assert_poisson(arrived, 4000)
    assert 4000 + arrived - at_gate - in_shelters == engine._world.search.caches


def test_the_gate_finds_seven_tenths_of_the_weapons(test_seed: int) -> None:
    """Domain sheet: find p 0.7; what it misses is in the site."""
    engine = engine_of(searching(100, smuggled="40/day", daily_shelters=0, targeted_per_week=7), test_seed)
    found = ran(engine)
    assert_share(len(of_kind(found, "weapon_found")), engine._world.search._smuggled, 0.7)


def test_without_a_search_at_the_gate_every_weapon_gets_in(test_seed: int) -> None:
    engine = engine_of(searching(50, smuggled="40/day", gate_search=False, daily_shelters=0), test_seed)
    found = ran(engine)
    assert not of_kind(found, "weapon_found")
    assert_poisson(engine._world.search.caches - 4000, 2000)


@pytest.mark.parametrize("way", ["daily", "whole site"])
def test_every_cache_that_a_search_finds_is_one_event(way: str) -> None:
    """The measure of weapons found counts these events, so every kind of search must write them."""
    search = {"daily": {"daily_shelters": 600}, "whole site": {"daily_shelters": 0, "full_scale_every": "3 days"}}[way]
    engine = engine_of(searching(8, caches=300, **search))
    found = ran(engine)
    total = sum(data["found"] for data in done(found))
    assert total > 50
    assert len(of_kind(found, "cache_found")) == total
    assert measure(engine.blueprint, found)["weapons_found"] == total


def test_the_measure_of_caches_left_is_that_of_the_last_search() -> None:
    engine = engine_of(searching(60, daily_shelters=300))
    found = ran(engine)
    assert measure(engine.blueprint, found)["caches_left"] == done(found)[-1]["left"] < 4000


def test_nothing_is_searched_before_the_searches_begin() -> None:
    found = ran(engine_of(searching(20, begins="D+12")))
    assert of_kind(found, "search_done")[0].at == 12 * DAY


# what it costs


def test_team_hours_are_shelters_times_the_time_for_one() -> None:
    """Domain sheet: 10 (5-20) min a shelter, mean 35/3; 30 shelters are 5.8 h, the whole site 1,293 h."""
    found = done(ran(engine_of(searching(10, full_scale_every="10 days"))))
    assert {data["team_h"] for data in found if data["shelters"] == 30} == {round(30 * 35 / 3 / 60)}
    assert [data["team_h"] for data in found if data["shelters"] == 6650] == [round(6650 * 35 / 3 / 60)]


def test_searches_cost_trust_and_more_where_leaders_are_not_told() -> None:
    """Day by day 0.0004 of it, or 0.0012; closed form trust x (1 - cost)^days."""
    last = {}
    for told in (True, False):
        found = ran(engine_of(searching(100, leaders_told=told)))
        last[told] = of_kind(found, "community_changed")[-1].data["trust"] / 1000
        assert last[told] == pytest.approx(0.5 * (1 - (0.0004 if told else 0.0012)) ** 101, abs=0.0006)
    assert last[False] < last[True] < 0.5


def test_a_whole_site_search_costs_as_much_trust_as_ten_days() -> None:
    found = ran(engine_of(searching(5, daily_shelters=0, full_scale_every="4 days")))
    (change,) = of_kind(found, "community_changed")
    assert change.data["trust"] == round(500 * (1 - 0.004))


# the gate and the armed men who stand in line


def gate_run(runs: int, gate: dict[str, Any] | None = None, **sections: Any) -> list[list[LogEvent]]:
    """Ten armed men come to a gate among the others, over some seeds."""
    least = {
        "places": {
            "gate": {"kind": "gate", "of": "site", "at": [0, -500], "lanes": 2, "guarded_by": "guards", **(gate or {})}
        },
        "units": {"guards": {"type": "guards", "at": "gate"}},
        "threat": {
            "groups": {"men": {"strength": 10}},
            "stream": [{"id": "slip", "at": "H+0:10", "do": "infiltrate", "by": "men", "on": "gate", "number": 10}],
        },
    }
    return [ran(engine) for engine in engines(a_scenario(**merged(least, sections)), range(runs))]


@pytest.mark.parametrize(("mode", "finds"), [("search", 0.7), ("open", 0.0)])
def test_armed_men_in_line_are_found_as_often_as_the_gate_is_worth(mode: str, finds: float) -> None:
    """Search finds 0.7 of them, an open gate none."""
    logs = gate_run(120, {"mode": mode})
    found = sum(len(of_kind(found, "weapon_found")) for found in logs)
    missed = sum(len(of_kind(found, "weapon_missed")) for found in logs)
    assert found + missed > 600
    assert_share(found, found + missed, finds)


def test_no_armed_man_passes_a_gate_that_is_held() -> None:
    """The mechanism of gates says: hold lets nobody through."""
    assert not [e for found in gate_run(40, {"mode": "hold"}) for e in of_kind(found, "weapon_missed")]


def test_a_find_is_seen_by_the_guards_and_follows_from_the_stream() -> None:
    found = gate_run(1)[0]
    first = of_kind(found, "weapon_found")[0]
    assert found[(first.cause or 0) - 1].kind == "stream_event_began"
    assert [e for e in of_kind(found, "sighted") if e.data["what"] == "find" and e.cause == first.seq]


@pytest.mark.parametrize(("party", "share"), [(False, 0.5), (True, 0.0)])
def test_a_man_who_is_held_without_soldiers_is_freed_half_the_time(party: bool, share: float) -> None:
    """C35: only at a gate without a military party is an officer hurt and the man gone."""
    logs = gate_run(120, {"military_party": party})
    found = sum(len(of_kind(log_, "weapon_found")) for log_ in logs)
    freed = sum(len(of_kind(log_, "peacekeeper_hurt")) for log_ in logs)
    if party:
        assert freed == 0
    else:
        assert_share(freed, found, share)


@pytest.mark.parametrize(("party", "minutes"), [(True, 10), (False, 30)])
def test_a_find_closes_its_lane_until_the_party_has_come(party: bool, minutes: int) -> None:
    """10 min, and 20 more where soldiers have to come first; the second man waits as long at the only lane."""
    men = {"threat": {"groups": {"men": {"strength": 2}}}, "parameters": {"search": {"gate_finds": "1"}}}
    log_ = gate_run(1, {"military_party": party, "lanes": 1}, **men)[0]
    first, second = of_kind(log_, "weapon_found")[:2]
    assert of_kind(log_, "lane_closed")[0].data["for_s"] == minutes * MINUTE
    assert minutes * MINUTE <= second.at - first.at <= (minutes + 2) * MINUTE


# content and parameters


def test_without_a_search_section_nothing_is_searched() -> None:
    found = ran(engine_of(a_scenario(clock={"duration": "10 days"}, **QUIET)))
    assert not of_kind(found, "search_done", "cache_found", "weapon_found", "weapon_missed")


@pytest.mark.parametrize(
    ("name", "search", "value", "share"),
    [
        ("shelter_finds", {"daily_shelters": 6650}, "0.2", 0.2),
        ("leaks", {"daily_shelters": 0, "full_scale_every": "1 day"}, "0.8", 0.2 * 0.5),
    ],
)
def test_the_shares_of_a_search_are_read(
    name: str, search: dict[str, Any], value: str, share: float, test_seed: int
) -> None:
    scenario = searching(1, **search)
    scenario["parameters"]["search"] = {name: value}
    found = next(data for data in done(ran(engine_of(scenario, test_seed))) if data["shelters"] == 6650)
    assert_share(found["found"], 4000, share)


def test_the_worth_of_a_tip_and_of_a_gate_are_read(test_seed: int) -> None:
    scenario = searching(199, daily_shelters=0, targeted_per_week=70, smuggled="40/day")
    scenario["parameters"]["search"] = {"targeted": "0.8", "gate_finds": "0.2"}
    engine = engine_of(scenario, test_seed)
    found = ran(engine)
    assert_share(sum(data["found"] for data in done(found)), 10 * len(done(found)), 0.8 * 0.5)
    assert_share(len(of_kind(found, "weapon_found")), engine._world.search._smuggled, 0.2)


def test_time_and_trust_cost_are_read() -> None:
    scenario = searching(10)
    scenario["parameters"]["search"] = {"shelter_time": "20 min", "trust_cost": "0.1"}
    found = ran(engine_of(scenario))
    assert done(found)[0]["team_h"] == 10
    assert of_kind(found, "community_changed")[0].data["trust"] == round(500 * (1 - 0.1 * 0.1))


def test_what_a_gate_costs_is_read() -> None:
    sections = {"parameters": {"search": {"lane_closed": "40 min", "response": "5 min", "freed": "0"}}}
    for found in gate_run(20, **sections):
        assert {e.data["for_s"] for e in of_kind(found, "lane_closed")} <= {45 * MINUTE}
        assert not of_kind(found, "peacekeeper_hurt")
