"""Relocation held against hand arithmetic: who hears, how long people are exposed, how many flights and trips."""

from __future__ import annotations

from math import ceil
from typing import Any

import pytest

from simulator.engine.mechanics.accounting import reach
from simulator.engine.mechanics.relocation import ABROAD, ESCORTED, GONE, HOME, POINT
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import HOUR, assert_poisson, assert_share

QUIET = {"reporting": {"radio_check": "30 days"}}
FAST = {
    "packs": "0 s",
    "moves": "1 h",
    "loads": "0 s",
    "list_up": "1 h",
    "lead": "2 h",
    "tolled": "2 h",
    "traced": "1 h",
}
NEVER = {"word_of_mouth": "30 days"}


def declared(at: str, state: str = "orange") -> dict[str, Any]:
    return {"id": f"I-{state}", "at": at, "type": "administrative", "text": "x", "effects": [{"alert": state}]}


def town(people: int = 1000, *, stream: Any = (), plan: Any = None, **moves: Any) -> dict[str, Any]:
    """One list in a town that is looted, and a post that tells everybody."""
    return a_scenario(
        clock={"duration": "30 h"},
        places={
            "town": {"kind": "town", "at": [5000, 0]},
            "flats": {"kind": "place", "of": "town", "at": [5000, 0]},
            "airport": {"kind": "airstrip", "at": [0, 3000]},
        },
        unit_types={
            "buses": {"component": "civilian", "mobility": "wheels", "notice": "0 s", "armed": "no", "carries": 40},
            "escorts": {"strength": 20, "mobility": "wheels", "notice": "0 s", "carries": 40},
        },
        staff={"people": {"at": "flats", "people": people, "lists_right": "100 %"}},
        relocation={"of": "town", "official": "ops", "lists": {"people": {"point": "base", **moves}}},
        threat={"groups": {"looters": {"strength": 50}}, "stream": list(stream)},
        parameters={**QUIET, "relocation": {**FAST, **NEVER, "robbed": "0"}},
        plan={"TELL": {"when": "alert reported to ops", "after": "0 s", "do": [{"task": "broadcast"}]}, **(plan or {})},
        msel=[declared("H+1")],
    )


LOOT = {"id": "loot", "at": "H+0", "do": "loot", "by": "looters", "on": "town", "for": "10 h"}


def went(log: list[LogEvent], now: str) -> int:
    return sum(e.data["count"] for e in of_kind(log, "staff_moved") if e.data["now"] == now)


def told(log: list[LogEvent]) -> int:
    return sum(e.data["count"] for e in of_kind(log, "staff_told"))


# who is where


def test_the_numbers_of_people_in_each_state_are_those_of_the_people(test_seed: int) -> None:
    engine = engine_of(town(stream=[LOOT], procedure_known="50 %"), test_seed)
    for hour in range(1, 31, 3):
        engine.advance_to(hour * HOUR)
        for moves in engine._world.relocation.lists.values():
            assert sum(moves.count(state) for state in set(moves.where)) == len(moves.where)
            assert all(moves.count(state) == len(moves.at(state)) for state in (HOME, *ABROAD, ESCORTED, POINT, GONE))
    assert len({*moves.where}) > 1


# who hears


@pytest.mark.parametrize("channels", [1, 4])
def test_a_broadcast_reaches_the_share_of_a_list_that_its_channels_reach(channels: int, test_seed: int) -> None:
    names = {f"c{k}": {"delay": "1 s", "fails": 0} for k in range(channels - 1)}
    log = ran(engine_of(merged(town(4000), {"channels": names}), test_seed))
    assert_share(told(log), 4000, round(reach(0.45, 0.9, channels), 2))


def test_those_in_a_dead_zone_and_the_forum_that_is_not_named_hear_nothing(test_seed: int) -> None:
    assert told(ran(engine_of(town(out_of_reach="100 %"), test_seed))) == 0
    assert told(ran(engine_of(town(forum="yes"), test_seed))) == 0
    named = {"TELL": {"do": [{"task": "broadcast", "to": "people"}]}}
    assert told(ran(engine_of(merged(town(forum="yes"), {"plan": named}), test_seed))) > 0


def test_hearsay_reaches_everybody_in_the_end_but_only_after_an_alert(test_seed: int) -> None:
    slow = {"parameters": {"relocation": {"word_of_mouth": "2 h"}}, "plan": {"TELL": "absent"}}
    scenario = merged(town(300), slow)
    del scenario["plan"]["TELL"]
    log = ran(engine_of(scenario, test_seed))
    assert told(log) == 300
    assert {e.at for e in of_kind(log, "staff_told")} == {3 * HOUR}
    assert told(ran(engine_of(merged(scenario, {"msel": [declared("H+1", "yellow")]}), test_seed))) == 0


def test_who_knows_the_procedure_or_understands_goes_alone_and_the_rest_wait_or_go_wrong(test_seed: int) -> None:
    log = ran(engine_of(town(6000, procedure_known="40 %"), test_seed))
    ready, astray = (sum(e.data[k] for e in of_kind(log, "staff_told")) for k in ("ready", "astray"))
    assert_share(ready, told(log), 0.4 + 0.6 * 0.3)
    assert_share(astray, told(log) - ready, 0.35)
    assert measure(build_of(town(6000, procedure_known="40 %")), log)["self_action"] == round(ready / told(log), 3)


def test_who_lives_at_the_concentration_point_need_not_move() -> None:
    log = ran(engine_of(town(point="flats")))
    assert not of_kind(log, "staff_moved")
    assert measure(build_of(town(point="flats")), log)["left_behind"] == 0


# how long people are exposed


def test_exposure_is_people_times_hours_while_looting_goes_on() -> None:
    """100 people, looting from 0 to 10 h, nobody warned: 1,000 person-hours; none where they live in safety."""
    silent = {"msel": []}
    scenario = merged(town(100, stream=[LOOT]), silent)
    assert measure(build_of(scenario), ran(engine_of(scenario)))["exposure_hours"] == 1000
    safe = merged(town(100, stream=[LOOT], protected="yes"), silent)
    assert measure(build_of(safe), ran(engine_of(safe)))["exposure_hours"] == 0
    elsewhere = merged(town(100, stream=[{**LOOT, "on": "base"}]), silent)
    assert measure(build_of(elsewhere), ran(engine_of(elsewhere)))["exposure_hours"] == 0


def test_exposure_of_those_who_move_ends_at_the_concentration_point() -> None:
    """Declared at 1 h, heard at 1:15, on the way an hour; all others stand there for the ten hours."""
    scenario = town(1000, stream=[LOOT], procedure_known="100 %")
    log = ran(engine_of(scenario))
    moved = told(log)
    assert went(log, "concentration_point") == moved
    expected = moved * 2.25 + (1000 - moved) * 10
    assert measure(build_of(scenario), log)["exposure_hours"] == pytest.approx(expected)
    assert measure(build_of(scenario), log)["left_behind"] == 1000 - moved


def test_robberies_are_a_poisson_count_of_the_person_hours_times_intensity(test_seed: int) -> None:
    rates = {"parameters": {"relocation": {"robbed": "0.01", "beaten": "0 %"}}, "msel": []}
    scenario = merged(town(500, stream=[{**LOOT, "intensity": 2}]), rates)
    log = ran(engine_of(scenario, test_seed))
    count = measure(build_of(scenario), log)["staff_robbed"]
    assert count is not None
    assert_poisson(count, 500 * 10 * 0.01 * 2)


# fetching, manifest and flights


def lift(people: int, *, seats: int, stream: Any = (), **flights: Any) -> dict[str, Any]:
    """Everybody stands at the base by day, and aircraft are asked for at once."""
    do = [{"task": "manifest"}, {"task": "fly"}, {"task": "escort", "by": "escort", "at": "base", "for": "30 h"}]
    scenario = town(people, point="base", stream=stream, plan={"GO": {"when": "alert reported to ops", "do": do}})
    scenario["staff"]["people"]["at"] = "base"
    scenario["units"] = {"escort": {"type": "escorts", "at": "base"}}
    scenario["relocation"]["flights"] = {"at": "airport", "seats": seats, "every": "1 h", **flights}
    scenario["parameters"]["relocation"]["amends"] = "1 h"
    scenario["clock"]["duration"] = "60 h"
    return scenario


def flights(log: list[LogEvent]) -> list[int]:
    return [e.data["boarded"] for e in of_kind(log, "flight_left")]


def test_flights_needed_are_people_by_seats() -> None:
    log = ran(engine_of(lift(95, seats=20)))
    assert len(flights(log)) == ceil(95 / 20)
    assert went(log, "flown_out") == sum(flights(log)) == 95
    trips = [e for e in of_kind(log, "staff_moved") if e.data["now"] == "escorted_convoy"]
    assert all(e.data["count"] <= 20 for e in trips), "nobody is taken for whom there is no seat"
    assert measure(build_of(lift(95, seats=20)), log)["relocated_share"] == 1


def test_a_limit_on_luggage_is_worth_seats() -> None:
    """1,840 kg: 20 passengers of 80 kg with 12 kg each, 16 with 35 kg where no limit is set."""
    assert max(flights(ran(engine_of(lift(95, seats=50, payload=1840))))) == 20
    assert max(flights(ran(engine_of(lift(95, seats=50, payload=1840, luggage=0))))) == 16


def test_others_take_seats_and_a_shut_airport_lets_nobody_out() -> None:
    taken = {"id": "t", "at": "H+0", "do": "take_seats", "on": "airport", "number": 5, "share": "20 %"}
    assert max(flights(ran(engine_of(lift(95, seats=25, stream=[taken]))))) == 16
    shut = {"id": "s", "at": "H+0", "do": "shut", "on": "airport", "for": "24 h"}
    log = ran(engine_of(lift(95, seats=50, stream=[shut])))
    assert {e.data["why"] for e in of_kind(log, "flight_cancelled")} == {
        "the airport is shut",
        "nobody is at the airport",
    }
    assert min(e.at for e in of_kind(log, "flight_left")) > 24 * HOUR


def test_who_is_on_no_list_boards_only_after_an_amendment() -> None:
    scenario = merged(lift(40, seats=50), {"staff": {"people": {"lists_right": "0 %"}}})
    log = ran(engine_of(scenario))
    (ready,), (amended,) = of_kind(log, "manifest_ready"), of_kind(log, "manifest_amended")
    assert (ready.data["count"], amended.data["count"]) == (0, 40)
    assert min(e.at for e in of_kind(log, "flight_left")) > amended.at


def test_spare_seats_come_after_all_others_whatever_the_priority() -> None:
    scenario = merged(lift(30, seats=40), {"staff": {"others": {"at": "base", "people": 30, "lists_right": "100 %"}}})
    scenario["relocation"]["lists"]["others"] = {"point": "base"}
    scenario["plan"]["GO"]["do"] = [
        {"task": "manifest", "to": "others", "of": "spare"},
        {"task": "manifest", "to": "people"},
        *scenario["plan"]["GO"]["do"][1:],
    ]
    gone = [e for e in of_kind(ran(engine_of(scenario)), "staff_moved") if e.data["now"] == "flown_out"]
    assert [(e.subject, e.data["count"]) for e in gone] == [("people", 30), ("others", 10), ("others", 20)]


def fetched(by: str, *, stream: Any = ()) -> list[LogEvent]:
    plan = {
        "FETCH": {
            "for": "bus",
            "when": "alert reported to ops",
            "after": "90 min",
            "do": [{"task": "escort", "at": "flats", "for": "20 h"}],
        }
    }
    scenario = town(200, stream=stream, plan=plan, procedure_known="0 %")
    scenario["parameters"]["relocation"] |= {"understands": "0 %", "goes_wrong": "0 %"}
    scenario["units"] = {"bus": {"type": by, "at": "flats"}}
    return ran(engine_of(scenario))


def test_trips_to_fetch_people_are_people_by_places() -> None:
    log = fetched("buses")
    trips = [e.data["count"] for e in of_kind(log, "staff_moved") if e.data["now"] == "convoy"]
    assert len(trips) == ceil(told(log) / 40)
    assert went(log, "concentration_point") == sum(trips) == told(log)


def test_a_checkpoint_costs_who_has_no_escort_more_than_who_has() -> None:
    toll = {"id": "toll", "at": "H+0", "do": "toll", "by": "looters", "on": "base"}
    alone, escorted = (of_kind(fetched(by, stream=[toll]), "convoy_held") for by in ("buses", "escorts"))
    assert {e.data["takes_s"] for e in alone} == {2 * HOUR}
    assert all(e.data["takes_s"] <= 25 * 60 and not e.data["turned"] for e in escorted)
    assert escorted


def test_a_team_finds_those_whom_no_list_holds() -> None:
    plan = {"FIND": {"for": "team", "when": "alert reported to ops", "do": [{"task": "find_staff", "at": "flats"}]}}
    scenario = town(50, plan=plan, out_of_reach="100 %")
    scenario["staff"]["people"]["lists_right"] = "0 %"
    scenario["units"] = {"team": {"type": "guards", "at": "flats"}}
    engine = engine_of(scenario)
    log = ran(engine)
    assert [e.data["count"] for e in of_kind(log, "staff_traced")] == [50]
    assert not engine._world.relocation.lists["people"].at(HOME)


def test_without_the_section_nothing_of_it_happens() -> None:
    log = ran(engine_of(a_scenario(msel=[declared("H+1")])))
    assert not of_kind(log, "alert_changed", "staff_told", "staff_moved")
