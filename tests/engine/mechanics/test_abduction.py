"""People taken outside the wire: where a column is, who comes up with it, and what it meets - by hand arithmetic."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engine.mechanics.rescue import comes_up
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import wilson

SURE: dict[str, Any] = {
    "abduction": {
        "seizes": "10 min", "led_by_one": "5", "escapes": 0, "pace": "1 m/s", "tracks_day": 1, "opens_fire": 0,
        "follows_vehicle": "9 km/h", "hurt": 0,
    },
    "movement": {"react": "0 s"},
}  # fmt: skip
FIELD = {"kind": "place", "at": [0, -2000], "farmers": 30}
WAY = ["copse", "ford", "bank"]
RESCUE = {"task": "rescue", "at": "abduction", "pursue": "3 km"}


def taken(**sections: Any) -> dict[str, Any]:
    """Four men take people of a field an hour after STARTEX and lead them past a copse and a ford, 4 km in all."""
    base: dict[str, Any] = {
        "places": {
            "gate": {"kind": "gate", "of": "site", "at": [0, -500]},
            "field": FIELD,
            "copse": {"kind": "place", "at": [0, -3000]},
            "ford": {"kind": "place", "at": [0, -5000]},
            "bank": {"kind": "place", "at": [0, -6000]},
        },
        "threat": {
            "groups": {"men": {"strength": 4, "resolve": 0, "deterred_by": "warning_shots"}},
            "stream": [
                {"id": "take", "at": "H+1", "do": "abduct", "by": "men", "on": "field", "towards": WAY}
            ],
        },
        "parameters": SURE,
        "clock": {"startex": "2031-03-01T08:00+02:00", "duration": "5 h", "latitude": 5, "longitude": 30},
    }  # fmt: skip
    return a_scenario(**merged(base, sections))


def chased(pursue: str = "3 km", **sections: Any) -> dict[str, Any]:
    """The same with a platoon that is sent when those who got away have told of it."""
    rule = {
        "for": "platoon", "when": "abduction reported to ops", "after": "1 s", "authority": "duty_officer",
        "do": [{**RESCUE, "pursue": pursue}],
    }  # fmt: skip
    tell = {
        "id": "tell", "at": "H+1:21", "type": "contextual", "text": "x",
        "effects": [{"report": "abduction", "at": "field", "to_post": "ops", "value": 20}],
    }  # fmt: skip
    below = {
        "msel": [tell],
        "command": {"ops": {"handling": "5 s"}},
        "units": {"platoon": {"type": "platoon", "at": "base", "notice": "0 s"}},
        "plan": {"R": rule},
    }
    return taken(**merged(below, sections))


def one(log: list[LogEvent], kind: str) -> LogEvent:
    (event,) = of_kind(log, kind)
    return event


def test_four_men_lead_twenty_of_thirty_away_and_are_where_their_pace_says() -> None:
    log = ran(engine_of(taken()))
    began = one(log, "captives_taken")
    assert (began.at, began.data["count"], began.data["away"]) == (4200, 20, 10)
    assert [(e.subject, e.data["at"], e.at) for e in of_kind(log, "captives_passed")] == [
        ("men", "copse", 4200 + 1000),
        ("men", "ford", 4200 + 3000),
    ]
    lost = one(log, "captives_lost")
    assert (lost.at, lost.data["count"]) == (4200 + 4000, 20)
    numbers = measure(build_of(taken()), log)
    assert (numbers["captives_taken"], numbers["rescued_share"], numbers["captives_lost"]) == (20, 0, 20)


@pytest.mark.parametrize(
    ("gap", "speed", "pace", "seconds"),
    [(900, 2.5, 1.0, 600), (0, 1, 2, 0), (300, 1.0, 1.0, None), (300, 0.9, 1.0, None), (1800, 1.5, 0.9, 3000)],
)
def test_who_follows_gains_the_difference_of_the_speeds(
    gap: float, speed: float, pace: float, seconds: float | None
) -> None:
    assert comes_up(gap, speed, pace) == (None if seconds is None else pytest.approx(seconds))


def test_a_platoon_finds_the_field_empty_and_comes_up_with_them_when_arithmetic_says_so() -> None:
    log = ran(engine_of(chased()))
    empty, met = one(log, "nobody_found"), one(log, "captors_met")
    gap = empty.at - 4200  # metres at one metre a second
    assert gap > 600
    assert met.at - empty.at == pytest.approx(gap / (2.5 - 1.0), abs=1)
    freed, home = one(log, "captives_freed"), one(log, "captives_returned")
    assert freed.data["count"] == home.data["count"] == 20
    assert measure(build_of(chased()), log)["rescued_share"] == 1


def test_who_still_sees_them_comes_up_with_them_without_tracks() -> None:
    early = [{**chased()["msel"][0], "at": "H+1:09"}]
    log = ran(engine_of(chased("0 m", msel=early, parameters={"abduction": {"tracks_day": 0}})))
    seen = one(log, "pursuit_began")
    assert (seen.data["how"], 0 < seen.at - 4200 <= 600) == ("sight", True)
    assert one(log, "captors_met").at - seen.at == pytest.approx((seen.at - 4200) / 1.5, abs=1)


def test_no_farther_than_the_task() -> None:
    log = ran(engine_of(chased("500 m")))
    empty, ended = one(log, "nobody_found"), one(log, "pursuit_ended")
    assert ended.at - empty.at == pytest.approx(500 / 2.5, abs=1)
    assert not of_kind(log, "captors_met")
    assert one(log, "captives_lost")
    without = ran(engine_of(chased("0 m")))
    assert not of_kind(without, "pursuit_began")


def test_rescues_are_as_frequent_as_tracks_are_found(test_seed: int) -> None:
    scenario = chased(parameters={"abduction": {"tracks_day": 0.4}})
    runs = 100
    found = sum(bool(of_kind(ran(engine_of(scenario, test_seed, k)), "captives_freed")) for k in range(runs))
    low, high = wilson(found, runs)
    assert low <= 0.4 <= high


def test_a_unit_that_stands_in_the_way_stops_them_there() -> None:
    plan = {"R": {"when": "time > H+0:10", "do": [{"task": "deploy", "at": "copse"}]}}
    log = ran(engine_of(chased(plan=plan)))
    met, freed = one(log, "captors_met"), one(log, "captives_freed")
    assert (met.data["at"], freed.subject, met.at) == ("copse", "copse", 4200 + 1000)


def test_nobody_is_taken_while_a_unit_that_matters_stands_with_them() -> None:
    plan = {"R": {"when": "time > H+0:10", "do": [{"task": "deploy", "at": "field"}]}}
    log = ran(engine_of(chased(plan=plan)))
    assert not of_kind(log, "captives_taken")
    assert one(log, "group_deterred").data["step"] in ("warning_shots", "aimed_fire")


def test_captors_whom_nobody_bars_walk_on() -> None:
    few = {
        "units": {"platoon": {"strength": 1}},
        "threat": {"groups": {"men": {"strength": 8, "deterred_by": "aimed_fire"}}},
    }
    never = {"parameters": {"force": {"aimed_fire": 0, "hits": 0}}}
    log = ran(engine_of(chased(**merged(few, never))))
    met, led = one(log, "captors_met"), of_kind(log, "captives_led_on")
    on = next(e for e in led if e.at > met.at)
    assert 300 <= on.at - met.at <= 360
    lost = one(log, "captives_lost")
    left = {"copse": 3000, "ford": 1000}[met.data["at"]]  # metres to the bank, at one metre a second
    assert lost.at - on.at == pytest.approx(left, abs=1)


def test_who_is_told_to_talk_goes_no_farther_than_words_for_twenty_minutes() -> None:
    talk = {
        "T": {
            "when": "captives reported to ops",
            "authority": "duty_officer",
            "after": "1 s",
            "do": [{"task": "talk_first"}],
        }
    }
    calm = {"parameters": {"force": {"verbal": 0, "presence": 0, "show_of_force": 0, "round": "120 s"}}}
    log = ran(engine_of(chased(**merged({"plan": talk}, calm))))
    met, freed = one(log, "captors_met"), one(log, "captives_freed")
    said = [e for e in of_kind(log, "force_step_taken") if e.at >= met.at]
    shots = next(e.at for e in said if e.data["step"] == "warning_shots")
    told = next(e.at for e in of_kind(log, "rule_fired") if e.subject == "T")
    assert shots >= told + 1200
    assert freed.at >= shots


def test_aimed_fire_beside_captives_hits_as_the_closed_form_says() -> None:
    engine = engine_of(chased())
    engine.advance_to(4300)
    live = engine._world
    column = live.abduction.columns[0]
    column.state, column.group.at = "held", "copse"
    chance = 0.01 * 8  # of the table of parameters: a bystander in the open, beside the men
    live.standoff.under_fire("copse", 1, chance * 1.01, 1)
    assert column.captives == 20
    live.standoff.under_fire("copse", 2, chance * 0.99, 1)
    assert column.captives == 19
    column.covered = True
    live.standoff.under_fire("copse", 3, chance * 0.2 * 1.01, 1)
    assert column.captives == 19
    live.standoff.under_fire("copse", 4, chance * 0.2 * 0.99, 1)
    assert column.captives == 18


# who passes by, and who is called in

PATROL = {
    "patrols": {
        "walk": {"by": "platoon", "teams": 1, "loop": "9 km", "outside": True, "mode": "foot", "shift": "10 h"}
    },
    "units": {"platoon": {"type": "platoon", "at": "base"}},
    "places": {"field": {**FIELD, "patrolled_by": ["walk"]}},
}


def test_a_patrol_is_met_as_often_as_the_time_needed_is_part_of_its_revisit_time() -> None:
    engine = engine_of(taken(**PATROL, threat={"stream": []}))
    hits, samples = 0, range(600, 600 + 10_800, 60)  # one round: 9 km at 3 km/h
    for at in samples:
        engine.advance_to(at)
        hits += engine._world.farms.passing("field", 1200) is not None
    sight = 120 / (3 / 3.6)  # a team that has just gone by is still in sight
    assert hits / len(samples) == pytest.approx((1200 + sight) / 10_800, abs=1.5 / len(samples))


def test_men_who_meet_a_patrol_give_up_by_the_product_of_its_steps() -> None:
    world = world_of(taken(threat={"groups": {"men": {"resolve": 0.5}}}))
    men = world.groups["men"]
    men.strength = 4.5  # nine of a team to four and a half: w = 2, and w / (w + 2 * 0.5) = 2 / 3
    shows = 1 - (1 - 0.5 * 2 / 3) * (1 - 0.75 * 2 / 3)  # warning shots, aimed fire; they heed nothing less
    assert world.farms.gives_up(men, willing=True) == pytest.approx(shows) == pytest.approx(2 / 3)
    assert world.farms.gives_up(men, willing=False) == 0


def test_who_is_called_in_walks_home_and_is_not_taken() -> None:
    plan = {"C": {"when": "time > H+0:10", "authority": "duty_officer", "after": "1 s", "do": [{"task": "call_in"}]}}
    log = ran(engine_of(taken(plan=plan, community={"trust": 0.5}, parameters={"abduction": {"call_in": "20 min"}})))
    word, home = one(log, "farmers_called_in"), one(log, "farmers_home")
    assert word.at - one(log, "rule_fired").at == pytest.approx(1200, abs=2)
    assert home.at - word.at == pytest.approx(1500 / 1.3, abs=1)
    assert one(log, "stream_event_foiled").data["why"] == "nobody is at work there"


# what is wrong in a file

WRONG = [
    ({"threat": {"stream": [{"id": "take", "at": "H+1", "do": "abduct", "by": "men", "on": "field"}]}}, "towards"),
    (
        {
            "threat": {
                "stream": [{"id": "t", "at": "H+1", "do": "abduct", "by": "men", "on": "ford", "towards": ["bank"]}]
            }
        },
        "at work",
    ),
    (
        {
            "threat": {
                "stream": [{"id": "t", "at": "H+1", "do": "abduct", "by": "men", "on": "field", "towards": ["bnak"]}]
            }
        },
        "no place",
    ),
    ({"places": {"field": {"patrolled_by": ["walkers"]}}}, "no patrol"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_what_an_abduction_needs_is_asked_for(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Exception, match=said):
        build_of(taken(**change))
