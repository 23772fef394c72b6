"""Blood, admission and the way to the hospital, by hand: operations of an hour that take four units each."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import HOUR, MINUTE, ancestors, wounds

AMBULANCE = {
    "strength": 3, "component": "civilian", "armed": False, "mobility": "wheels", "notice": "1 min", "carries": 4,
    "medics": True, "can": ["evacuate", "casevac", "return"],
}  # fmt: skip
NUMBERS = {
    "casualties": {"dead_at_scene": "0", "t1": "1", "t2": "0", "lethal": "0"},
    "care": {"treat": "10 min", "operate": "60 min", "operations": "3", "load": "5 min"},
    "evacuation": {
        "operation": "4",
        "low": "3",
        "delivered": "6 h",
        "donors": "60 min",
        "donated": "4",
        "talks": "20 min",
    },
}
"""everybody who is hurt is in danger of life, nobody dies, and every time is known"""


def clinic(blood: int | None = None, **sections: Any) -> dict[str, Any]:
    """A clinic with one theatre, and a hospital ten kilometres behind it."""
    small = {"kind": "clinic", "at": [0, -1100], "doctors": 4, "theatres": 1, "refers_to": "hospital"}
    least = {
        "clock": {"duration": "12 h"},
        "places": {
            "clinic": small if blood is None else {**small, "blood": blood},
            "hospital": {"kind": "clinic", "at": [0, -11000], "doctors": 6, "theatres": 4},
        },
        "unit_types": {"ambulance": AMBULANCE, "aircraft": {**AMBULANCE, "mobility": "air"}},
        "units": {
            "car": {"type": "ambulance", "at": "clinic"},
            "plane": {"type": "aircraft", "at": "clinic"},
        },
        "parameters": NUMBERS,
    }
    return a_scenario(**merged(least, sections))


def at_the_door(engine: Engine, count: int, at: str = "base") -> None:
    """People who were hurt are brought to the nearest clinic that takes them in."""
    world = engine._world
    wounds(world, count, at)
    people = list(world.casualties.waiting[at])
    found = world.care.nearest(at)
    assert found is not None
    world.care.take_along(people, at, world.started)
    world.care.deliver(people, found, world.started)


def operated(log: list[LogEvent], at: str) -> list[int]:
    """Minutes at which operations begin at a clinic."""
    return [e.at // MINUTE for e in of_kind(log, "surgery_begun") if e.data["at"] == at]


@pytest.mark.parametrize(
    ("blood", "begin", "left"), [(None, [10, 70, 130], None), (12, [10, 70, 130], 0), (11, [10, 70], 3), (4, [10], 0)]
)
def test_a_theatre_operates_while_there_is_blood(blood: int | None, begin: list[int], left: int | None) -> None:
    """Ten minutes with a doctor, then one after the other, four units each."""
    engine = engine_of(clinic(blood))
    at_the_door(engine, 3)
    found = ran(engine)
    assert operated(found, "clinic") == begin
    assert ([e.data["units"] for e in of_kind(found, "blood_changed")] or [None])[-1] == left
    assert len(of_kind(found, "surgery_waits")) == (len(begin) < 3)


def test_donors_give_once_a_day_and_a_delivery_comes_later() -> None:
    """Four units, then four of donors an hour after the call at H+1, then twelve at H+7."""
    plan = {
        "CALL": {
            "when": "time > H+1",
            "after": "0 min",
            "do": [{"task": "call_donors", "at": "clinic"}, {"task": "call_blood", "at": "clinic"}],
        }
    }
    engine = engine_of(clinic(4, plan=plan, parameters={"command": {"battalion": "0 min"}}))
    at_the_door(engine, 3)
    found = ran(engine)
    store = [(e.data["why"], e.data["units"]) for e in of_kind(found, "blood_changed")]
    assert store == [
        ("used for an operation", 0),
        ("donors gave it", 4),
        ("used for an operation", 0),
        ("it was delivered", 12),
        ("used for an operation", 8),
    ]
    asked = of_kind(found, "rule_fired")[0].at
    first, second, third = (e.at for e in of_kind(found, "surgery_begun"))
    assert first == 10 * MINUTE
    assert second - asked == pytest.approx(HOUR, abs=20 * MINUTE)
    assert third - second == 5 * HOUR  # asked for in the same minute: six hours against one


def test_what_was_low_is_said_and_heard_and_so_is_the_delivery() -> None:
    engine = engine_of(
        clinic(5, plan={"CALL": {"when": "blood reported to ops", "do": [{"task": "call_blood", "at": "clinic"}]}})
    )
    at_the_door(engine, 1)
    found = ran(engine)
    assert [e.data["state"] for e in of_kind(found, "report_received") if e.data["what"] == "blood"] == [
        "low",
        "resupplied",
    ]


def test_a_clinic_for_staff_takes_in_who_was_hurt_at_a_base_and_the_others_once_it_is_told() -> None:
    plan = {"OPEN": {"when": "time > H+1", "do": [{"task": "admit_all", "at": "clinic"}]}}
    engine = engine_of(clinic(plan=plan, places={"clinic": {"admits": "staff"}}))
    care = engine._world.care
    assert [c.id for at in ("base", "camp") if (c := care.nearest(at)) is not None] == ["clinic", "hospital"]
    engine.advance_to(2 * HOUR)
    assert care.nearest("camp") is care.clinics["clinic"]


# the way on


def test_who_cannot_be_operated_on_is_driven_to_the_hospital() -> None:
    """No theatre: after ten minutes with a doctor they wait for the ambulance, which loads in five and drives."""
    engine = engine_of(clinic(places={"clinic": {"theatres": 0}}))
    at_the_door(engine, 4)
    engine.apply(OrderUnit("car", "evacuate", "clinic"))
    found = ran(engine)
    assert len(of_kind(found, "transfer_asked")) == 4
    (drive,) = [e for e in of_kind(found, "unit_moved") if e.data["to"] == "hospital"]
    arrives = (drive.at + drive.data["takes_s"]) / MINUTE
    assert operated(found, "clinic") == []
    assert operated(found, "hospital") == pytest.approx([arrives] * 4, abs=1)
    assert measure(engine.blueprint, found)["to_surgery"] == pytest.approx(arrives, abs=1)


def test_more_than_a_theatre_can_do_in_a_day_go_on_too() -> None:
    engine = engine_of(clinic())
    at_the_door(engine, 6)
    engine.apply(OrderUnit("car", "evacuate", "clinic"))
    found = ran(engine)
    assert len(operated(found, "clinic")) + len(operated(found, "hospital")) == 6
    assert len(operated(found, "hospital")) >= 3  # three operations a day


def test_without_a_hospital_behind_it_a_clinic_flies_them_out_as_ever() -> None:
    engine = engine_of(clinic(places={"clinic": {"theatres": 0, "refers_to": None}}, clock={"duration": "30 h"}))
    at_the_door(engine, 2)
    found = ran(engine)
    assert not of_kind(found, "transfer_asked")
    assert len(of_kind(found, "evacuation_begun")) == 2


@pytest.mark.parametrize(("unit", "waits"), [("car", True), ("plane", False)])
def test_a_closed_road_holds_the_ambulance_and_not_the_aircraft(unit: str, waits: bool) -> None:
    closed = {
        "id": "I-1",
        "at": "H+0:01",
        "type": "contextual",
        "text": "x",
        "effects": [{"close": "hospital", "for": "5 h"}],
    }
    engine = engine_of(
        clinic(places={"clinic": {"theatres": 0}}, msel=[closed], parameters={"movement": {"air_clearance": "1 h"}})
    )
    at_the_door(engine, 1)
    engine.advance_to(2 * MINUTE)
    engine.apply(OrderUnit(unit, "evacuate", "clinic"))
    (begin,) = operated(ran(engine), "hospital")
    assert begin > 301 if waits else 60 < begin < 150


def test_a_liaison_officer_talks_the_road_open() -> None:
    closed = {
        "id": "I-1",
        "at": "H+0:01",
        "type": "contextual",
        "text": "x",
        "effects": [{"close": "hospital", "for": "9 h"}],
    }
    plan = {"CALL": {"when": "time > H+0:10", "do": [{"task": "call_liaison"}]}}
    found = ran(engine_of(clinic(msel=[closed], plan=plan)))
    (came,), (opened,) = of_kind(found, "liaison_came"), of_kind(found, "way_opened")
    assert opened.at - came.at == 20 * MINUTE
    assert {"liaison_came", "way_closed"} <= {e.kind for e in ancestors(found, opened)}
