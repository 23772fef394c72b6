"""Command: times to decide and declared causes against their distributions; who may change an order, who hears it."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from simulator.commands import OrderUnit, TakeDecision
from simulator.events import LogEvent
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.cases import PLATOON, WIRE, told
from tests.engine.mechanics.people_cases import HOUR, MINUTE, Z, assert_share, engines, subjects

REHEARSED = {"contingents": {"home": {"rehearsal": 1, "capital_call": 0, "written_order": 0}}}


def triangle(low: float, mode: float, high: float) -> tuple[float, float]:
    """Mean and deviation."""
    square = low * low + mode * mode + high * high - low * mode - low * high - mode * high
    return (low + mode + high) / 3, sqrt(square / 18)


def ordering(**more: Any) -> dict[str, Any]:
    """A breach is reported at H+1, upon which a platoon is sent to it."""
    least = {
        "perimeter": WIRE,
        "units": {"platoon": {"type": "platoon", "at": "base", "of": "home"}},
        "plan": {
            "SEND": {"for": "reserve", "when": "breach reported to ops", "do": [{"task": "block", "at": "breach"}]}
        },
        "msel": [told("H+1", "breach", "north")],
        **REHEARSED,
    }
    return a_scenario(**merged(least, more))


def minutes(scenario: dict[str, Any], seeds: range, first: str, then: str) -> list[float]:
    found = []
    for engine in engines(scenario, seeds):
        log = ran(engine)
        found.append((of_kind(log, then)[0].at - of_kind(log, first)[0].at) / MINUTE)
    return found


def assert_times(found: list[float], low: float, mode: float, high: float) -> None:
    mean, deviation = triangle(low, mode, high)
    assert min(found) >= low - 0.05
    assert max(found) <= high + 0.05
    assert sum(found) / len(found) == pytest.approx(mean, abs=Z * deviation / sqrt(len(found)) + 0.02)


POSTS = {
    "ioc": (3, 8, 20),
    "sector": (10, 25, 60),
    "company": (8 / 3, 8, 24),
    "battalion": (5, 15, 45),
}


@pytest.mark.parametrize("kind", POSTS)
def test_a_post_decides_in_the_time_of_its_level(kind: str, test_seed: int) -> None:
    """Integrated 8 (3-20) min, fragmented 25 (10-60); domain sheet, section 3."""
    post = {"kind": kind, **({} if kind == "ioc" else {"integrates": [], "component": "military"})}
    found = minutes(ordering(command={"ops": post}), range(test_seed, test_seed + 250), "rule_fired", "order_given")
    assert_times(found, *POSTS[kind])


def test_a_staff_that_never_rehearsed_takes_twice_as_long() -> None:
    never = ordering(contingents={"home": {"rehearsal": 0}})
    pairs = zip(*(minutes(s, range(20), "rule_fired", "order_given") for s in (never, ordering())), strict=True)
    assert all(a == pytest.approx(2 * b, abs=0.05) for a, b in pairs)


def test_an_order_to_another_component_costs_a_hand_over_unless_the_post_integrates_it(test_seed: int) -> None:
    """15 (5-40) min between a military post and police; none in an integrated centre."""
    police = {
        "unit_types": {"platoon": {"component": "police"}},
        "contingents": {"home": {"component": "police", "rehearsal": 1}},
    }
    apart = {"ops": {"kind": "company", "component": "military", "integrates": []}}
    found = []
    for engine in engines(ordering(command=apart, **police), range(test_seed, test_seed + 200)):
        found += [e.data["takes_s"] / MINUTE for e in of_kind(ran(engine), "handed_over")]
    assert len(found) == 200
    assert_times(found, 5, 15, 40)
    assert not of_kind(ran(engine_of(ordering(**police))), "handed_over")


@pytest.mark.parametrize(
    ("field", "delay", "why", "low", "high"),
    [
        ("capital_call", "capital_delay", "asks the capital", 60, 720),
        ("written_order", "written_delay", "wants a written order", 30, 120),
    ],
)
def test_a_commander_waits_for_what_his_contributor_wants_as_often_as_it_says(
    field: str, delay: str, why: str, low: int, high: int, test_seed: int
) -> None:
    """The cause is always written; how long is uniform between the two bounds."""
    home = {"rehearsal": 1, "capital_call": 0, "written_order": 0, field: 0.35}
    scenario = ordering(contingents={"home": home}, clock={"duration": "24 h"})
    waits, runs = [], 400
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        found = of_kind(ran(engine), "order_waits")
        assert {e.data["why"] for e in found} <= {why}
        waits += [e.data["takes_s"] / MINUTE for e in found]
    assert_share(len(waits), runs, 0.35)
    assert min(waits) >= low - 0.05
    assert max(waits) <= high + 0.05
    spread = (high - low) / sqrt(12)
    assert sum(waits) / len(waits) == pytest.approx((low + high) / 2, abs=Z * spread / sqrt(len(waits)))


CAVEATS = [
    ("no_outside_base", "08:00", "mill", "wheels", True),
    ("no_outside_base", "08:00", "camp", "wheels", False),
    ("no_night_dismounted", "23:00", "camp", "foot", True),
    ("no_night_dismounted", "08:00", "camp", "foot", False),
    ("no_night_dismounted", "23:00", "camp", "wheels", False),
    ("needs_armour", "08:00", "camp", "wheels", True),
    ("needs_armour", "08:00", "camp", "armour", False),
    ("committed", "08:00", "camp", "wheels", True),
]


@pytest.mark.parametrize(("caveat", "clock", "place", "mobility", "refused"), CAVEATS)
def test_a_caveat_forbids_what_it_says_and_nothing_else(
    caveat: str, clock: str, place: str, mobility: str, refused: bool
) -> None:
    engine = engine_of(
        a_scenario(
            clock={"startex": f"2031-03-01T{clock}+02:00"},
            places={"mill": {"kind": "town", "at": [0, -3000]}},
            unit_types={"platoon": {"mobility": mobility}},
            units={"platoon": {"type": "platoon", "at": "base", "caveats": [caveat]}},
        )
    )
    engine.apply(OrderUnit("platoon", "protect", place))
    found = of_kind(ran(engine), "order_refused")
    assert bool(found) is refused
    assert {e.data["why"] for e in found} <= {caveat.replace("_", " ")}


def test_a_hidden_caveat_holds_in_its_share_of_the_runs(test_seed: int) -> None:
    """No chance of refusing: in a run it holds for every order, or for none."""
    home = {"home": {"rehearsal": 1, "hidden_caveats": ["needs_armour"], "hidden_share": 0.3}}
    runs = 400
    refused = sum(
        bool(of_kind(ran(engine), "order_refused"))
        for engine in engines(ordering(contingents=home), range(test_seed, test_seed + runs))
    )
    assert_share(refused, runs, 0.3)


# who may change an order


def tasks(log: list[LogEvent], unit: str = "platoon") -> list[tuple[str, str]]:
    return [(e.kind, e.data["task"]) for e in of_kind(log, "task_begun", "task_dropped") if e.subject == unit]


def test_the_facilitator_takes_a_unit_off_a_guard_that_has_no_end() -> None:
    engine = engine_of(a_scenario(perimeter=WIRE, units=PLATOON))
    engine.apply(OrderUnit("platoon", "guard", "north"))
    engine.advance_to(2 * HOUR)
    engine.apply(OrderUnit("platoon", "deploy", "camp"))
    log = ran(engine)
    assert tasks(log) == [("task_begun", "guard"), ("task_dropped", "guard"), ("task_begun", "deploy")]
    assert engine._world.units["platoon"].at == "camp"


def test_a_decision_takes_a_unit_off_its_task_where_none_is_free() -> None:
    option = {"text": "x", "do": [{"task": "deploy", "by": "platoon", "at": "camp"}]}
    decision = {
        "when": "breach reported to ops", "asks": "duty_officer", "options": {"go": option, "no": "No"},
        "deadline": "10 min", "default": "no", "model": {"choose": {"go": 1}, "after": "1 min"},
    }  # fmt: skip
    engine = engine_of(
        a_scenario(perimeter=WIRE, units=PLATOON, decisions={"D": decision}, msel=[told("H+1", "breach", "north")])
    )
    engine.apply(OrderUnit("platoon", "guard", "north"))
    assert ("task_begun", "deploy") in tasks(ran(engine))


def test_a_rule_of_another_post_does_not_take_a_unit_away() -> None:
    """Two sector posts without one lead: the unit keeps to the order it has, and says so."""
    both = {
        "ops": {"kind": "company", "component": "military", "integrates": []},
        "other": {"kind": "company", "component": "military", "integrates": []},
    }
    plan = {"MORE": {"for": "reserve", "when": "contact reported to other", "do": [{"task": "protect", "at": "camp"}]}}
    contact = told("H+3", "contact", "camp")
    contact["effects"][0]["to_post"] = "other"
    msel = [told("H+1", "breach", "north"), contact]
    scenario = ordering(command=both, plan=plan, msel=msel)
    scenario["plan"]["SEND"]["do"] = [{"task": "block", "at": "breach"}, {"task": "guard"}]
    log = ran(engine_of(scenario))
    refused = of_kind(log, "order_refused")
    assert refused == [] or {e.data["why"] for e in refused} == {"has another task"}
    assert ("task_dropped", "guard") not in tasks(log)


def test_an_order_that_the_unit_is_carrying_out_already_changes_nothing() -> None:
    engine = engine_of(a_scenario(perimeter=WIRE, units=PLATOON))
    engine.apply(OrderUnit("platoon", "guard", "north"))
    engine.advance_to(HOUR)
    engine.apply(OrderUnit("platoon", "guard", "north"))
    log = ran(engine)
    assert tasks(log) == [("task_begun", "guard")]
    assert [e.data["why"] for e in of_kind(log, "order_refused")] == ["is at it already"]


# who hears it


def refusing() -> dict[str, Any]:
    """Two platoons, of which the nearer declines."""
    units = {
        "near": {"type": "platoon", "at": "camp", "of": "home", "caveats": []},
        "far": {"type": "platoon", "at": "base", "of": "other"},
    }
    contingents = {"home": {"hidden_caveats": ["needs_armour"], "hidden_share": 1}, "other": {"rehearsal": 1}}
    scenario = ordering(contingents=contingents)
    return {**scenario, "units": units}


def test_a_post_that_hears_a_refusal_asks_the_next_unit() -> None:
    log = ran(engine_of(refusing()))
    given = of_kind(log, "order_given")
    assert [e.data["unit"] for e in given] == ["near", "far"]
    heard = next(e for e in of_kind(log, "report_received") if e.data["what"] == "refusal")
    assert given[1].at >= heard.at


def test_a_refusal_that_nobody_hears_moves_nobody_until_the_post_has_waited_long_enough() -> None:
    """The radio dies with the refusal on its way: the post asks the next one after 30 (20-45) min of silence."""
    engine = engine_of(refusing())
    while not of_kind(engine.log, "order_refused"):
        engine.advance_to((engine.next_at() or 0) + 1)
    engine._world.reporting.switch("radio", works=False, cause=1)
    log = ran(engine)
    given = of_kind(log, "order_given")
    (silent,) = of_kind(log, "order_unanswered")
    assert 20 * MINUTE <= silent.at - given[0].at <= 45 * MINUTE
    assert all(e.at >= silent.at for e in given[1:])
    assert not [e for e in of_kind(log, "report_received") if e.data["what"] == "refusal"]


def test_the_force_commander_insists_only_while_the_cause_stands() -> None:
    """Nobody else can go: after 90 (30-240) min the refusal is overruled, unless the breach is mended by then."""
    alone = ordering(
        contingents={"home": {"hidden_caveats": ["needs_armour"], "hidden_share": 1}}, clock={"duration": "12 h"}
    )
    log = ran(engine_of(alone))
    (insisted,) = of_kind(log, "order_overruled")
    assert insisted.data["unit"] == "platoon"
    assert of_kind(log, "task_begun")
    mended = {**alone, "msel": [told("H+1", "breach", "north")]}
    engine = engine_of(mended)
    while not of_kind(engine.log, "order_refused"):
        engine.advance_to((engine.next_at() or 0) + 1)
    engine.advance_to(engine.now + 25 * MINUTE)
    world = engine._world
    world.pictures_of_posts.learn(world.command["ops"], "breach", "north", 0, "repaired", world.now, 1)
    assert not of_kind(ran(engine), "order_overruled", "task_begun")


def test_leave_for_force_counts_for_those_who_have_heard_of_it() -> None:
    """Given once, told by radio to each unit; with the radio down nobody has it."""
    option = {"text": "x", "do": [{"task": "authorise_force"}]}
    decision = {
        "when": "breach reported to ops", "asks": "duty_officer", "options": {"go": option, "no": "No"},
        "deadline": "2 h", "default": "no",
    }  # fmt: skip
    for works in (True, False):
        engine = engine_of(ordering(decisions={"D": decision}), played_by={"duty_officer": "room"})
        engine.advance_to(HOUR + 10 * MINUTE)
        if not works:
            engine._world.reporting.switch("radio", works=False, cause=1)
        engine.apply(TakeDecision("D", "go"))
        assert subjects(ran(engine), "force_authorised") == (["platoon"] if works else [])


def test_the_gate_is_run_in_another_way_once_its_guards_have_heard_it() -> None:
    gate = {"kind": "gate", "of": "base", "at": [0, -600], "leads_to": "base", "lanes": 2, "guarded_by": "guards"}
    scenario = a_scenario(
        perimeter=WIRE,
        places={"gate": gate},
        units={"guards": {"type": "guards", "at": "gate"}},
        plan={
            "OPEN": {"when": "breach reported to ops", "after": "1 min", "do": [{"task": "open_gate", "at": "gate"}]}
        },
        msel=[told("H+1", "breach", "north")],
    )
    (changed,) = of_kind(ran(engine_of(scenario)), "gate_changed")
    assert changed.at > HOUR + MINUTE
    silent = engine_of(scenario)
    while not of_kind(silent.log, "rule_fired"):
        silent.advance_to((silent.next_at() or 0) + 1)
    silent._world.reporting.switch("radio", works=False, cause=1)
    assert not of_kind(ran(silent), "gate_changed")
    near = merged(scenario, {"command": {"ops": {"at": "gate"}}})
    beside = engine_of(near)
    while not of_kind(beside.log, "rule_fired"):
        beside.advance_to((beside.next_at() or 0) + 1)
    beside._world.reporting.switch("radio", works=False, cause=1)
    assert of_kind(ran(beside), "gate_changed"), "who stands beside the guards needs no radio"
