"""Residents of a compound: who hides where, harm over time, distress calls, rescue, tickets closed on a head-count.

Domain sheet, section 2, S07: about 35 residents, 80-100 raiders, nearly four hours; three missing on the count.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import exp, sqrt
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import HOUR, MINUTE, Z, ancestors, assert_share, engines, kinds

RAID = 0.00008
"""one raider harms one resident in reach, a minute"""
SURE = {"presence": "1", "stubborn": "0"}
"""whoever meets a unit turns back at once"""


def raided(
    home: dict[str, Any] | None = None, group: dict[str, Any] | None = None, lasts: str = "4 h", **sections: Any
) -> dict[str, Any]:
    """A compound two kilometres off that ninety men raid from H+1 on; a platoon and a section in the base."""
    least = {
        "places": {
            "compound": {"kind": "compound", "at": [2000, 0], "residents": 40, "procedure_known": 0, **(home or {})},
            "hospital": {"kind": "clinic", "at": [0, -800]},
        },
        "units": {"platoon": {"type": "platoon", "at": "base", "strength": 200}},
        "threat": {
            "groups": {"men": {"strength": 90, "deterred_by": "presence", **(group or {})}},
            "stream": [{"id": "raid", "at": "H+1", "do": "attack", "by": "men", "on": "compound", "for": lasts}],
        },
    }
    return a_scenario(**merged(least, sections))


def states(engine: Engine) -> Counter[str]:
    return Counter(engine._world.residents.homes["compound"].people)


def harmed(found: list[LogEvent], by: int = 1 << 40) -> int:
    return sum(event.at <= by for event in of_kind(found, "resident_harmed"))


# who is where


@pytest.mark.parametrize(("known", "room"), [(0.0, 100), (0.3, 100), (1.0, 100), (1.0, 12), (0.5, 0)])
def test_residents_reach_the_safe_room_hide_or_stay_by_closed_form(known: float, room: int, test_seed: int) -> None:
    """Who knows the procedure goes to the safe room while it has places; of the others 0.08 hide."""
    found: Counter[str] = Counter()
    runs = 150
    for engine in engines(raided({"procedure_known": known, "safe_room": room}), range(test_seed, test_seed + runs)):
        engine.advance_to(HOUR)
        here = states(engine)
        assert sum(here.values()) == 40
        assert here["safe_room"] <= room
        found += here
    if room in (0, 12):
        assert found["safe_room"] == room * runs
        safe = room / 40
    else:
        assert_share(found["safe_room"], 40 * runs, known)
        safe = known
    assert_share(found["hidden"], 40 * runs, (1 - safe) * 0.08)


def test_the_list_says_how_many_live_there() -> None:
    engine = engine_of(raided({"residents": "20-60"}))
    (listed,) = of_kind(engine.log, "residents_listed")
    assert listed.data["count"] == sum(states(engine).values())
    assert 20 <= listed.data["count"] <= 60


# harm over time


@pytest.mark.parametrize("minutes", [60, 230])
@pytest.mark.parametrize("strength", [90, 45])
def test_residents_in_reach_are_harmed_as_long_as_the_raid_lasts(strength: int, minutes: int, test_seed: int) -> None:
    """Each with 1 - exp(-0.00008 x raiders x minutes): 81 % in 230 min of ninety, most of them, as the case says."""
    runs, count = 40, 0
    scenario = raided(group={"strength": strength}, parameters={"residents": {"hides": "0"}})
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        engine.advance_to(HOUR + minutes * MINUTE)
        count += harmed(engine.log)
    assert_share(count, 40 * runs, 1 - exp(-RAID * strength * minutes))


def test_nobody_is_harmed_twice_and_never_more_than_live_there() -> None:
    engine = engine_of(raided(group={"strength": 2000}, parameters={"residents": {"hides": "0"}}))
    found = ran(engine)
    assert harmed(found) == 40
    names = [e.subject for e in of_kind(found, "person_hurt")]
    assert len(names) == len(set(names)) <= 40


def test_who_hides_is_out_of_reach() -> None:
    engine = engine_of(raided(group={"strength": 2000}, parameters={"residents": {"hides": "0.5"}}))
    engine.advance_to(HOUR)
    hidden = states(engine)["hidden"]
    assert hidden > 5
    assert harmed(ran(engine)) == 40 - hidden


def test_the_safe_room_protects_until_it_is_forced(test_seed: int) -> None:
    """Nobody in it is harmed before; it holds 90 (30-240) min, mean 120."""
    runs, took = 100, []
    scenario = raided({"procedure_known": 1, "safe_room": 40}, {"strength": 900}, lasts="6 h")
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        found = ran(engine)
        (forced,) = of_kind(found, "safe_room_forced")
        took.append((forced.at - HOUR) / MINUTE)
        assert harmed(found, forced.at - 1) == 0 < harmed(found)
    deviation = sqrt((30**2 + 90**2 + 240**2 - 30 * 90 - 30 * 240 - 90 * 240) / 18)
    assert min(took) >= 29
    assert max(took) <= 240
    assert sum(took) / runs == pytest.approx(120, abs=Z * deviation / sqrt(runs))


def test_a_safe_room_is_not_forced_by_raiders_who_are_held_in_check() -> None:
    scenario = raided({"procedure_known": 1, "safe_room": 40}, {"deterred_by": "aimed_fire"}, lasts="6 h")
    engine = engine_of(scenario)
    engine.advance_to(HOUR)
    engine._world.groups["men"].suppressed = 1.0
    found = ran(engine)
    assert not of_kind(found, "safe_room_forced")
    assert harmed(found) == 0


def test_harm_ends_when_the_raiders_leave_or_are_turned() -> None:
    found = ran(engine_of(raided(lasts="1 h")))
    assert 0 < harmed(found) == harmed(found, 2 * HOUR)
    engine = engine_of(raided(lasts="6 h", parameters={"force": SURE}))
    engine.apply(OrderUnit("platoon", "extract", "compound"))
    found = ran(engine)
    turned = of_kind(found, "group_deterred")[0].at
    assert harmed(found) == harmed(found, turned)


def test_harm_is_of_the_declared_kinds_and_survivors_are_only_counted(test_seed: int) -> None:
    """Shot 0.02, sgbv 0.15, the rest beaten; of survivors of sgbv the log holds a kind and no person."""
    found: Counter[str] = Counter()
    hurt = 0
    scenario = raided(group={"strength": 900}, parameters={"residents": {"hides": "0"}})
    for engine in engines(scenario, range(test_seed, test_seed + 50)):
        log_ = ran(engine)
        found += Counter(e.data["kind"] for e in of_kind(log_, "resident_harmed"))
        assert {tuple(e.data) for e in of_kind(log_, "resident_harmed")} == {("kind",)}
        hurt += len(of_kind(log_, "person_hurt"))
    total = found.total()
    assert_share(found["shot"], total, 0.02)
    assert_share(found["sgbv"], total, 0.15)
    assert hurt == found["shot"] + found["beaten"] == total - found["sgbv"]


def test_every_harm_to_a_resident_follows_from_the_raid() -> None:
    found = ran(engine_of(raided()))
    for event in of_kind(found, "resident_harmed"):
        assert "raid" in {e.subject for e in ancestors(found, event) if e.kind == "stream_event_began"}


# distress calls


def calls(found: list[LogEvent]) -> list[LogEvent]:
    return of_kind(found, "call_made")


def test_residents_call_again_and_again_while_they_are_under_attack(test_seed: int) -> None:
    """20 (5-60) min between calls, mean 85/3; the first after a quarter of that."""
    first, gaps = [], []
    scenario = raided(lasts="6 h")
    for engine in engines(scenario, range(test_seed, test_seed + 60)):
        at = [event.at / MINUTE for event in calls(ran(engine))]
        first.append(at[0] - 60)
        gaps += [b - a for a, b in pairwise(at[:6])]
    deviation = sqrt((5**2 + 20**2 + 60**2 - 5 * 20 - 5 * 60 - 20 * 60) / 18)
    assert sum(gaps) / len(gaps) == pytest.approx(85 / 3, abs=Z * deviation / sqrt(len(gaps)))
    assert sum(first) / 60 == pytest.approx(85 / 12, abs=Z * deviation / 4 / sqrt(60))


def test_nobody_calls_before_the_attack_or_after_it() -> None:
    at = [event.at for event in calls(ran(engine_of(raided(lasts="2 h"))))]
    assert min(at) > HOUR
    assert max(at) <= 3 * HOUR


@pytest.mark.parametrize("known", [0.0, 0.4, 1.0])
def test_callers_know_the_procedure_as_often_as_residents_do(known: float, test_seed: int) -> None:
    found = [
        event.data["knows"]
        for engine in engines(raided({"procedure_known": known}), range(test_seed, test_seed + 80))
        for event in calls(ran(engine))
    ]
    assert_share(sum(found), len(found), known)


def reports(scenario: dict[str, Any], seed: int, runs: int) -> list[list[tuple[str, str]]]:
    """(place, state) of the distress reports that were sent, run by run."""
    found = []
    for engine in engines(scenario, range(seed, seed + runs)):
        sent = [e for e in of_kind(ran(engine), "report_sent") if e.data["what"] == "distress"]
        found.append([(e.data["at"], e.data["state"]) for e in sent])
    return found


def test_who_knows_the_procedure_says_where_and_tells_security() -> None:
    for sent in reports(raided({"procedure_known": 1}, lasts="2 h"), 1, 20):
        assert set(sent) == {("compound", "located")}


def test_who_knows_no_procedure_is_vague_half_the_time_and_wrong_a_quarter(test_seed: int) -> None:
    """wrong_place 0.5: half of those calls name another place outright, half must be located."""
    town = {"town": {"kind": "town", "at": [0, 5000]}}
    sent = [x for run in reports(raided(places=town, lasts="4 h"), test_seed, 80) for x in run]
    firsts = Counter(sent)
    total = sum(firsts.values())
    assert total > 300
    assert_share(firsts["town", "open"], total, 0.25)
    assert_share(firsts["compound", "open"], total, 0.25)
    assert_share(firsts["compound", "located"], total, 0.5)


VAGUE = {"residents": {"wrong_place": "1", "wrong_number": "0"}}
"""callers who never say where they are, to security"""


def test_a_vague_call_is_located_in_a_quarter_of_an_hour_or_so() -> None:
    """15 (5-45) min after it was heard: mean 65/3."""
    took = []
    for engine in engines(raided(parameters=VAGUE), range(60)):
        found = ran(engine)
        heard = next(e for e in of_kind(found, "report_received") if e.data["at"] == "compound")
        located = next(e for e in of_kind(found, "call_located") if e.subject == "compound")
        took.append((located.at - heard.at) / MINUTE)
    assert min(took) >= 4.9
    assert max(took) <= 45
    deviation = sqrt((5**2 + 15**2 + 45**2 - 5 * 15 - 5 * 45 - 15 * 45) / 18)
    assert sum(took) / 60 == pytest.approx(65 / 3, abs=Z * deviation / sqrt(60))


def test_a_place_that_has_been_located_stays_located() -> None:
    """One incident is one ticket: what security knows is not lost by the next caller who is vague."""
    engine = engine_of(raided(parameters=VAGUE))
    found = ran(engine)
    assert len(calls(found)) > 4
    assert len([e for e in of_kind(found, "call_located") if e.subject == "compound"]) == 1


@pytest.mark.parametrize(("wrong", "least"), [("0", 0), ("1", 10)])
def test_a_call_to_the_wrong_number_is_passed_on_late(wrong: str, least: int) -> None:
    """Relayed after 35 (10-90) min: nothing is heard before ten minutes have gone."""
    parameters = {"residents": {"wrong_number": wrong, "wrong_place": "0"}}
    for engine in engines(raided(parameters=parameters), range(10)):
        found = ran(engine)
        first = calls(found)[0]
        heard = next(e for e in of_kind(found, "report_received") if e.data["what"] == "distress")
        assert (heard.at - first.at) / MINUTE >= least
        assert least or (heard.at - first.at) / MINUTE < 10


# rescue and the head-count


def rescued(scenario: dict[str, Any], seed: int = 1, at: int = HOUR + 10 * MINUTE) -> Engine:
    """A unit is sent to bring them out, and the run goes on to its end."""
    engine = engine_of(scenario, seed)
    engine.advance_to(at)
    engine.apply(OrderUnit("platoon", "extract", "compound"))
    engine.run()
    return engine


def easy(hides: str, **sections: Any) -> dict[str, Any]:
    """Raiders who turn back before the first unit, callers who are heard."""
    parameters = {"force": SURE, "residents": {"hides": hides, "wrong_place": "0", "wrong_number": "0"}}
    return raided(parameters=parameters, **sections)


def test_a_unit_brings_out_all_whom_it_finds_and_the_ticket_closes_on_the_count() -> None:
    engine = rescued(easy("0"))
    found = engine.log
    (out,) = of_kind(found, "residents_rescued")
    assert out.data["count"] == 40
    (closed,) = of_kind(found, "call_closed")
    assert closed.at == out.at > of_kind(found, "unit_arrived")[0].at
    assert states(engine) == {"rescued": 40}
    assert measure(engine.blueprint, found)["calls_closed"] == 1


def test_gathering_takes_twelve_minutes_or_so(test_seed: int) -> None:
    """12 (5-30) min after the raiders have gone: mean 47/3."""
    took = []
    for seed in range(test_seed, test_seed + 60):
        found = rescued(easy("0"), seed).log
        calm = of_kind(found, "group_deterred")[0].at
        took.append((of_kind(found, "residents_rescued")[0].at - calm) / MINUTE)
    deviation = sqrt((5**2 + 12**2 + 30**2 - 5 * 12 - 5 * 30 - 12 * 30) / 18)
    assert min(took) >= 4.9
    assert max(took) <= 30.1
    assert sum(took) / 60 == pytest.approx(47 / 3, abs=Z * deviation / sqrt(60))


def test_a_ticket_with_people_missing_on_the_count_stays_open_until_they_are_found() -> None:
    """Those who hid are not brought out: the ticket is closed by the unit that finds them, 2 (0.5-6) h later."""
    engine = engine_of(easy("0.3", clock={"duration": "16 h"}))
    engine.advance_to(HOUR + 10 * MINUTE)
    engine.apply(OrderUnit("platoon", "extract", "compound"))
    engine.advance_to(4 * HOUR)
    (out,), (missing,) = of_kind(engine.log, "residents_rescued"), of_kind(engine.log, "person_missing")
    assert out.data["count"] + missing.data["count"] == 40
    assert missing.data["count"] > 0
    assert not of_kind(engine.log, "call_closed")
    assert measure(engine.blueprint, engine.log)["calls_closed"] == 0
    engine.apply(OrderUnit("platoon", "search_missing", "compound"))
    found = ran(engine)
    (back,) = of_kind(found, "missing_found")
    assert back.data["count"] == missing.data["count"]
    assert HOUR / 2 <= back.at - 4 * HOUR <= 6 * HOUR + 10 * MINUTE
    assert [e.at for e in of_kind(found, "call_closed")] == [back.at]


def test_people_whom_others_brought_away_are_not_counted_until_somebody_has_counted_them() -> None:
    """Nobody is safe because somebody said so: the ticket stays open."""
    scenario = easy("0", clock={"duration": "16 h"})
    scenario["threat"]["stream"].append({"id": "others", "at": "H+3", "do": "remove", "on": "compound", "share": 0.75})
    engine = engine_of(scenario)
    engine.advance_to(4 * HOUR)
    (away,) = of_kind(engine.log, "residents_removed")
    dead = len([e for e in of_kind(engine.log, "person_died") if e.at <= away.at])
    assert away.data["count"] == round(0.75 * (40 - dead))
    engine.apply(OrderUnit("platoon", "extract", "compound"))
    engine.advance_to(7 * HOUR)
    assert of_kind(engine.log, "residents_rescued")[0].data["count"] == 10
    assert not of_kind(engine.log, "call_closed")
    engine.apply(OrderUnit("platoon", "search_missing", "compound"))
    found = ran(engine)
    assert of_kind(found, "missing_found")[0].data["count"] == away.data["count"]
    assert of_kind(found, "call_closed")


def test_nobody_is_lost_from_the_count_whatever_happens() -> None:
    """Home, safe room, hidden, removed and rescued always add up to the list."""
    scenario = easy("0.2", home={"procedure_known": 0.5, "safe_room": 10})
    scenario["threat"]["stream"].append({"id": "others", "at": "H+2", "do": "remove", "on": "compound", "share": 0.3})
    engine = engine_of(scenario)
    for at in range(0, 8 * HOUR, 20 * MINUTE):
        engine.advance_to(at)
        here = states(engine)
        assert here.total() == 40
        assert set(here) <= {"home", "safe_room", "hidden", "removed", "rescued"}
        if at == 3 * HOUR:
            engine.apply(OrderUnit("platoon", "extract", "compound"))


def test_a_ticket_for_a_place_named_by_mistake_is_closed_by_the_unit_that_looked_there() -> None:
    """K11 cannot reach 1 otherwise: nobody is ever to be counted in the town."""
    town = {"town": {"kind": "town", "at": [0, 5000]}}
    parameters = {"force": SURE, "residents": {"hides": "0", "wrong_place": "1", "wrong_number": "0"}}
    for seed in range(20):
        engine = engine_of(raided(places=town, parameters=parameters), seed)
        engine.advance_to(3 * HOUR)
        opened = {e.data["at"] for e in of_kind(engine.log, "report_received") if e.data["what"] == "distress"}
        if "town" in opened:
            engine.apply(OrderUnit("platoon", "extract", "town"))
            found = ran(engine)
            assert "town" in {e.subject for e in of_kind(found, "call_closed")}
            return
    raise RuntimeError("no call named the town")


def test_survivors_who_are_safe_are_referred_to_care(test_seed: int) -> None:
    """Of the harmed who were brought out 0.9; as one number, never a person."""
    referred = total = 0
    for seed in range(test_seed, test_seed + 25):
        engine = rescued(easy("0", group={"strength": 200}), seed, at=3 * HOUR)
        total += harmed(engine.log)
        referred += sum(e.data["count"] for e in of_kind(engine.log, "survivors_referred"))
        assert {tuple(e.data) for e in of_kind(engine.log, "survivors_referred")} <= {("count",)}
    assert_share(referred, total, 0.9)


def test_the_measures_of_a_raid_are_those_of_the_log() -> None:
    """K5 to the compound, and the harmed share of the list."""
    engine = rescued(easy("0"))
    found = measure(engine.blueprint, engine.log)
    entered = of_kind(engine.log, "group_entered")[0].at
    arrived = next(e.at for e in of_kind(engine.log, "unit_arrived") if e.data["at"] == "compound")
    assert found["residents_reached"] == pytest.approx((arrived - entered) / MINUTE, abs=1e-3)
    assert found["residents_harmed"] == pytest.approx(harmed(engine.log) / 40, abs=1e-3)


def test_who_is_reached_sooner_is_harmed_less(test_seed: int) -> None:
    """Paired: a unit an hour earlier never means more harm, and over 20 runs less."""
    pairs = [
        [harmed(rescued(easy("0"), seed, at=HOUR + wait * MINUTE).log) for wait in (5, 65)]
        for seed in range(test_seed, test_seed + 20)
    ]
    assert all(soon <= late for soon, late in pairs)
    assert sum(soon for soon, _ in pairs) < sum(late for _, late in pairs)


# content and parameters


def test_without_a_compound_there_is_no_list_and_no_call() -> None:
    engine = engine_of(a_scenario())
    found = ran(engine)
    assert not kinds(found) & {"residents_listed", "call_made", "resident_harmed", "call_closed"}
    assert measure(engine.blueprint, found)["residents_harmed"] is None


def test_a_compound_that_nobody_attacks_makes_no_call() -> None:
    scenario = raided()
    scenario["threat"] = {}
    assert not kinds(ran(engine_of(scenario))) & {"call_made", "resident_harmed", "person_missing"}


@pytest.mark.parametrize(
    ("name", "value", "kind", "at"),
    [
        ("call_every", "40 min", "call_made", HOUR + 10 * MINUTE),
        ("collect", "50 min", "residents_rescued", None),
        ("missing_found", "3 h", "missing_found", None),
        ("locate", "33 min", "call_located", None),
        ("relayed", "70 min", "report_received", None),
    ],
)
def test_each_time_of_residents_is_read(name: str, value: str, kind: str, at: int | None) -> None:
    """The event comes exactly that much after what starts it."""
    wrong = {"locate": {"wrong_place": "1"}, "relayed": {"wrong_number": "1"}}.get(name, {})
    residents = {"hides": "0.3", "wrong_place": "0", "wrong_number": "0", **wrong, name: value}
    engine = engine_of(raided(parameters={"force": SURE, "residents": residents}, clock={"duration": "20 h"}))
    engine.advance_to(2 * HOUR)
    engine.apply(OrderUnit("platoon", "extract", "compound"))
    engine.advance_to(5 * HOUR)
    engine.apply(OrderUnit("platoon", "search_missing", "compound"))
    found = ran(engine)
    number, unit = value.split()
    takes = int(number) * {"min": MINUTE, "h": HOUR}[unit]
    came = of_kind(found, kind)[0].at
    if at is not None:
        assert came == at
        return
    begins = {
        "collect": lambda: of_kind(found, "group_deterred")[0].at,
        "missing_found": lambda: next(e.at for e in of_kind(found, "task_begun") if e.data["task"] == "search_missing"),
        "locate": lambda: of_kind(found, "report_received")[0].at,
        "relayed": lambda: of_kind(found, "call_made")[0].at,
    }[name]()
    assert came - begins == pytest.approx(takes, abs=20 * MINUTE if name == "relayed" else 1)


@pytest.mark.parametrize(
    ("name", "value", "kind", "share"),
    [("raid_killed", "0.5", "shot", 0.5), ("raid_sgbv", "0.6", "sgbv", 0.6)],
)
def test_the_shares_of_harm_in_a_raid_are_read(name: str, value: str, kind: str, share: float, test_seed: int) -> None:
    found: Counter[str] = Counter()
    for engine in engines(raided(parameters={"harm": {name: value}}), range(test_seed, test_seed + 15)):
        found += Counter(e.data["kind"] for e in of_kind(ran(engine), "resident_harmed"))
    assert_share(found[kind], found.total(), share)


def test_the_rate_of_a_raid_and_the_share_referred_are_read(test_seed: int) -> None:
    parameters = {"harm": {"raid": "0.0004/min"}, "residents": {"hides": "0", "referred": "0.3"}, "force": SURE}
    total = referred = 0
    for engine in engines(raided(parameters=parameters), range(test_seed, test_seed + 20)):
        engine.advance_to(HOUR + 20 * MINUTE)
        total += harmed(engine.log)
    assert_share(total, 20 * 40, 1 - exp(-0.0004 * 90 * 20))
    total = 0
    for seed in range(test_seed, test_seed + 15):
        engine = rescued(raided(parameters=parameters), seed, at=3 * HOUR)
        total += harmed(engine.log)
        referred += sum(e.data["count"] for e in of_kind(engine.log, "survivors_referred"))
    assert_share(referred, total, 0.3)
