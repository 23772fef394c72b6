"""Convoys: seats and trips by hand, others by leave alone, nobody counted before they are at the base."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

import pytest

from simulator.readers.measures import measure
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import engines, kinds, log_of
from tests.readers.logs import log as made

SEATS = 8
QUIET = {"crossfire": {"strikes": "0/h", "people": "0/h"}}


def stranded(home: dict[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    """A house near a fight, and a column that is sent when it calls."""
    least: dict[str, Any] = {
        "places": {
            "house": {"kind": "compound", "at": [2000, 0], "residents": 7, "procedure_known": 1, **(home or {})},
            "market": {"kind": "market", "at": [2000, 200]},
            "clinic": {"kind": "clinic", "at": [0, -950]},
        },
        "units": {"column": {"type": "platoon", "at": "base"}},
        "unit_types": {"platoon": {"carries": SEATS}},
        "threat": {
            "groups": {"one": {"strength": 40}, "other": {"strength": 60}},
            "stream": [
                {"id": "battle", "at": "H+0:10", "do": "fight", "by": "one", "against": "other", "on": "market"}
            ],
        },
        "plan": {
            "GO": {"for": "column", "when": "distress reported to ops", "do": [{"task": "bring_out", "at": "distress"}]}
        },
        "parameters": QUIET,
    }
    return a_scenario(**merged(least, sections))


def deciding(answer: str) -> dict[str, Any]:
    """Somebody is asked whether others may come, and answers at once."""
    options = {"take": {"text": "Yes", "do": [{"task": "take_others", "at": "plea"}]}, "leave": "No"}
    question = {"title": "?", "when": "plea reported to ops", "asks": "duty_officer", "options": options}
    return {"D": {**question, "deadline": "1 min", "default": answer}}


@pytest.mark.parametrize("people", [1, 8, 9, 20])
def test_who_does_not_fit_is_fetched_on_another_trip(people: int) -> None:
    log = log_of(**stranded({"residents": people}))
    trips = of_kind(log, "people_brought_in")
    assert [e.data["count"] for e in trips] == [SEATS] * (people // SEATS) + [people % SEATS] * (people % SEATS > 0)
    assert len(trips) == ceil(people / SEATS)
    assert [e.at for e in of_kind(log, "call_closed")] == [trips[-1].at], "the ticket is closed with the last of them"
    assert {e.data["at"] for e in trips} == {"base"}


@pytest.mark.parametrize(("answer", "others"), [("take", 1), ("leave", 0)])
def test_others_come_with_leave_and_as_far_as_there_are_seats(answer: str, others: int) -> None:
    log = log_of(**stranded({"others": 5}, decisions=deciding(answer)))
    assert [e.data["count"] for e in of_kind(log, "others_asked")] == [5]
    assert [(e.data["count"], e.data["others"]) for e in of_kind(log, "people_brought_in")] == [(7, others)]


def test_without_a_word_they_stay_and_the_column_has_waited() -> None:
    waited = {}
    for others in (None, 5):
        log = log_of(**stranded({"others": others} if others else {}, parameters={"convoy": {"waits": "10 min"}}))
        began, aboard = of_kind(log, "task_begun")[0].at, of_kind(log, "people_aboard")[0]
        waited[others] = aboard.at - began
        assert aboard.data["others"] == 0
    assert waited[5] - waited[None] == pytest.approx(600, abs=400)
    assert waited[5] > 600


def test_the_wounded_go_first_and_get_aid_on_the_way_and_a_doctor_at_the_base(test_seed: int) -> None:
    hurt = 0
    for engine in engines(
        stranded({"residents": 7}, parameters={"crossfire": {"people": "8/h"}}), range(test_seed, test_seed + 6)
    ):
        log = ran(engine)
        lying = {
            e.subject for e in of_kind(log, "person_hurt") if e.data["at"] == "house" and e.data["severity"] != "dead"
        }
        died = {e.subject for e in of_kind(log, "person_died")}
        brought = sum(e.data["count"] for e in of_kind(log, "people_brought_in"))
        assert brought + len(died) >= 7 - len(lying)
        hurt += len(lying)
        cared = {e.subject for e in of_kind(log, "care_begun")}
        assert lying <= cared | died | {e.subject for e in of_kind(log, "casualties_collected")}
    assert hurt > 6


def raided(**sections: Any) -> dict[str, Any]:
    """The same house, attacked where nobody closes a road or fights on one: there is no choice of roads."""
    raid = {"id": "raid", "at": "H+0:10", "do": "attack", "by": "one", "on": "house", "for": "20 min"}
    return stranded(threat={"stream": [raid]}, **sections)


@pytest.mark.parametrize("scenario", [stranded, raided])
def test_a_unit_that_is_called_off_on_the_way_brings_its_people_in_once(
    scenario: Callable[..., dict[str, Any]],
) -> None:
    """It kept its people on board, and they came to the base twice."""
    aboard = of_kind(log_of(**scenario()), "people_aboard")[0]
    minute = aboard.at // 60 + 2
    busy = {"id": "B", "at": f"H+{minute // 60}:{minute % 60:02}", "type": "contextual", "text": "?"}
    log = log_of(**scenario(msel=[{**busy, "effects": [{"unit": "column", "busy_for": "10 min"}]}]))
    assert [e.data["why"] for e in of_kind(log, "task_dropped")] == ["committed elsewhere"]
    assert [e.data["count"] for e in of_kind(log, "people_brought_in")] == [7]


def test_a_place_where_nothing_has_happened_is_looked_at_and_its_ticket_closed() -> None:
    tell = [
        {
            "id": "T",
            "at": "H+1",
            "type": "contextual",
            "text": "?",
            "effects": [{"report": "distress", "at": "house", "to_post": "ops"}],
        }
    ]
    quiet = stranded(msel=tell)
    quiet["threat"] = {}
    log = log_of(**quiet)
    assert "people_brought_in" not in kinds(log)
    assert "call_closed" in kinds(log)


def test_the_measures_count_calls_of_a_fight_and_arrivals_by_hand() -> None:
    """Twelve in two houses: seven brought in 60 minutes after their call, the other five never, until ENDEX at 600."""
    blueprint = build_of(stranded({}, places={"other_house": {"kind": "compound", "at": [2000, 100], "residents": 5}}))
    events = made(
        ("residents_listed", 0, "house", {"count": 7}),
        ("residents_listed", 0, "other_house", {"count": 5}),
        ("fight_began", 60, "market", {"by": "one", "against": "other"}),
        ("call_made", 600, "house_residents", {"at": "house", "knows": True, "call": 1}, 4),
        ("call_made", 1200, "other_house_residents", {"at": "other_house", "knows": True, "call": 1}, 4),
        ("people_brought_in", 4200, "column", {"count": 7, "others": 2, "from": "house", "at": "base"}),
        ("call_closed", 4200, "house", {}),
    )
    found = measure(blueprint, events)
    assert found["extracted_share"] == pytest.approx(7 / 12, abs=0.001)
    assert found["extraction_minutes"] == pytest.approx((60 + 580) / 2)
    nothing = measure(blueprint, made())
    assert (nothing["extracted_share"], nothing["extraction_minutes"]) == (None, None)


def test_a_column_that_is_called_off_brings_home_whoever_is_on_board() -> None:
    from simulator.commands import OrderUnit

    engine = engine_of(stranded())
    while not of_kind(engine.log, "people_aboard"):
        engine.advance_to(engine.now + 60)
    engine.apply(OrderUnit("column", "deploy", "camp"))
    log = ran(engine)
    assert [e.data["count"] for e in of_kind(log, "people_brought_in")] == [7]
    assert [e.data["why"] for e in of_kind(log, "order_refused")] == ["committed elsewhere"]
