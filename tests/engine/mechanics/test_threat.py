"""Threat: an exogenous stream that never reads the plan; what each event needs, leads to, and is ended by."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from math import sqrt
from types import ModuleType
from typing import Any

import pytest

from simulator.commands import DeliverInject, OrderUnit
from simulator.engine.mechanics import harm, threat, whereabouts
from simulator.events import LogEvent
from simulator.verbs import VERBS
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.cases import WIRE
from tests.engine.mechanics.people_cases import HOUR, MINUTE, Z, ancestors, assert_share, engines, kinds, subjects

MEN = {"men": {"strength": 40}}


def streaming(*events: dict[str, Any], **sections: Any) -> dict[str, Any]:
    """A wire without obstacle, a group, and these events of the stream in order of their numbers."""
    stream = [{"id": f"e{number}", **event} for number, event in enumerate(events, start=1)]
    wire = {"north": {**WIRE["north"], "layers": ["none"], "posts": 0}}
    return a_scenario(**merged({"perimeter": wire, "threat": {"groups": MEN, "stream": stream}}, sections))


def event(do: str, at: str = "H+1", on: str = "", **more: Any) -> dict[str, Any]:
    """One event of the stream by the group."""
    return {"at": at, "do": do, "by": "men", **({"on": on} if on else {}), **more}


def began(found: list[LogEvent]) -> dict[str, int]:
    return {e.subject: e.at for e in of_kind(found, "stream_event_began")}


# it never reads the plan

FORBIDDEN = {
    "rules", "orders", "duties", "errands", "decisions", "injects", "pictures", "pictures_of_posts", "command",
    "commanding", "reporting", "units", "program", "played_by", "contingents",
}  # fmt: skip
"""attributes of the world that are the plan, the pictures, or what units were told"""


def reads_of(module: ModuleType) -> set[str]:
    """Every attribute that a module reads, by its name."""
    return {node.attr for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("module", [threat, harm, whereabouts], ids=lambda module: module.__name__.split(".")[-1])
def test_the_threat_reads_no_plan_no_picture_and_no_order(module: ModuleType) -> None:
    """A static check; what takes down a channel is the one thing by which a threat touches reporting."""
    allowed = {"reporting"} if module is threat else set()
    assert not (reads_of(module) & FORBIDDEN) - allowed
    assert "switch" in reads_of(threat)
    source = inspect.getsource(threat)
    assert source.count(".reporting.") == source.count(".reporting.switch(") == 1


@pytest.mark.parametrize("module", [threat, harm, whereabouts], ids=lambda module: module.__name__.split(".")[-1])
def test_the_threat_imports_neither_rules_nor_pictures(module: ModuleType) -> None:
    imported = {
        node.module.split(".")[-1]
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert not imported & {"rules", "orders", "duties", "errands", "decisions", "injects", "pictures", "program"}


PLANS: dict[str, dict[str, Any]] = {
    "no plan": {},
    "units that protect": {
        "units": {"platoon": {"type": "platoon", "at": "base"}},
        "plan": {
            "R": {
                "for": "platoon",
                "when": "contact reported to ops",
                "authority": "duty_officer",
                "do": [{"task": "protect", "at": "contact"}],
            },
            "S": {"for": "units", "when": "contact seen", "do": [{"task": "report", "to": "ops"}]},
        },
    },
    "a battalion": {"units": {"battalion": {"type": "platoon", "at": "camp", "strength": 800}}},
}


@pytest.mark.parametrize("plan", PLANS)
def test_events_of_the_stream_begin_at_the_same_second_under_any_plan(plan: str) -> None:
    """Times, delays and places of the stream are those of the scenario and the seed alone."""
    stream = (
        event("mass", "H+0:30", "north"),
        event("breach", "H+1", "north", late_by="0-40 min"),
        event("attack", "H+2", "camp", late_by="0-2 h"),
        event("withdraw", "H+5", late_by="0-10 min"),
    )
    for seed in range(12):
        plain = engine_of(streaming(*stream), seed)
        other = engine_of(streaming(*stream, **PLANS[plan]), seed)
        if plan == "a battalion":
            other.apply(OrderUnit("battalion", "protect", "camp"))
        assert began(ran(plain)) == began(ran(other))


# when and where


def test_an_event_begins_at_its_time() -> None:
    assert began(ran(engine_of(streaming(event("mass", "H+2:15", "north"))))) == {"e1": 135 * MINUTE}


def test_an_event_moved_by_an_hour_has_its_effects_an_hour_later() -> None:
    """The same luck, an hour later: every event of the group and everybody hurt until its end."""
    logs = []
    for hour in (1, 2):
        scenario = streaming(event("attack", f"H+{hour}", "camp", **{"for": "30 min"}))
        logs.append([(e.at - hour * HOUR, e.subject) for e in of_kind(ran(engine_of(scenario)), "person_hurt")])
    assert logs[0] == logs[1]
    assert logs[0]


def test_the_delay_of_an_event_is_drawn_from_what_it_says(test_seed: int) -> None:
    """late_by 0-40 min: a uniform delay, mean 20 and deviation 40 / sqrt 12."""
    scenario = streaming(event("mass", "H+1", "north", late_by="0-40 min"), clock={"duration": "2 h"})
    runs = 400
    late = [(began(ran(e))["e1"] - HOUR) / MINUTE for e in engines(scenario, range(test_seed, test_seed + runs))]
    assert 0 <= min(late) < 5
    assert 35 < max(late) <= 40
    assert sum(late) / runs == pytest.approx(20, abs=Z * 40 / sqrt(12 * runs))


def test_one_of_several_places_is_drawn_evenly_by_the_seed(test_seed: int) -> None:
    """Each of three in a third of the runs, and the same again for the same seed."""
    wire = {
        name: {**WIRE["north"], "layers": ["none"], "at": at}
        for name, at in (("west", [-400, 0]), ("south", [0, -400]))
    }
    scenario = streaming(
        event("cut", "H+0", "one of [west, south, north]"), perimeter=wire, clock={"duration": "1 min"}
    )
    runs = 1500
    found = Counter(subjects(ran(e), "breach_opened")[0] for e in engines(scenario, range(test_seed, test_seed + runs)))
    assert set(found) == {"north", "west", "south"}
    for count in found.values():
        assert_share(count, runs, 1 / 3)
    again = [subjects(ran(e), "breach_opened") for _ in range(2) for e in engines(scenario, [test_seed])]
    assert again[0] == again[1]


def test_an_event_after_endex_never_begins() -> None:
    assert not began(ran(engine_of(streaming(event("mass", "H+9", "north")))))


def test_an_inject_may_release_an_event_and_it_happens_once() -> None:
    inject = {"id": "go", "at": "H+3", "type": "contextual", "text": "go", "effects": [{"release": "e1"}]}
    found = ran(engine_of(streaming(event("cut", "H+5", "north"), msel=[inject])))
    assert [e.at for e in of_kind(found, "stream_event_began")] == [3 * HOUR]
    assert len(of_kind(found, "breach_opened")) == 1


def test_an_inject_that_is_delivered_again_does_not_begin_the_event_again() -> None:
    inject = {"id": "go", "at": "H+3", "type": "contextual", "text": "go", "effects": [{"release": "e1"}]}
    engine = engine_of(streaming(event("cut", "H+1", "north"), msel=[inject]))
    engine.advance_to(2 * HOUR)
    engine.apply(DeliverInject("go"))
    assert len(of_kind(ran(engine), "stream_event_began")) == 1


# a table of what events lead to

AN_HOUR = {"for": "1 h"}
TABLE: list[tuple[str, tuple[dict[str, Any], ...], str]] = [
    ("mass", (event("mass", on="north"),), "group_gathered"),
    ("cut", (event("cut", on="north"),), "breach_opened stream_event_ended"),
    ("breach", (event("breach", on="north"),), "barrier_attacked breach_opened stream_event_ended group_entered"),
    (
        "attack",
        (event("attack", on="camp", **AN_HOUR),),
        "group_entered attack_began stream_event_ended group_left",
    ),
    ("shoot", (event("shoot", on="north", **AN_HOUR),), "shots_fired stream_event_ended"),
    ("shoot in", (event("shoot", on="camp", **AN_HOUR),), "shots_fired stream_event_ended"),
    (
        "unrest",
        (event("unrest", on="camp", **AN_HOUR),),
        "unrest_began unrest_ended stream_event_ended group_left",
    ),
    ("withdraw", (event("mass", on="north"), event("withdraw", "H+2")), "group_gathered group_left stream_event_ended"),
    ("rumour", (event("rumour", text="a rumour"),), "rumour_spread stream_event_ended"),
    ("outage", (event("outage", channel="radio"),), "channel_changed stream_event_ended"),
]
"""kind of event, the events, what they lead to in this order"""

OF_THE_STREAM = {
    "group_gathered", "breach_opened", "stream_event_ended", "barrier_attacked", "group_entered", "attack_began",
    "group_left", "shots_fired", "unrest_began", "unrest_ended", "rumour_spread", "channel_changed", "group_deterred",
    "stream_event_foiled",
}  # fmt: skip


@pytest.mark.parametrize(("events", "leads_to"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_kind_of_event_leads_to_what_it_says_and_follows_from_the_stream(
    events: tuple[dict[str, Any], ...], leads_to: str
) -> None:
    found = ran(engine_of(streaming(*events, parameters={"harm": {"attack": "0/min", "stones": "0/min"}})))
    assert [e.kind for e in found if e.kind in OF_THE_STREAM] == leads_to.split()
    for e in found:
        if e.kind in OF_THE_STREAM:
            assert any(a.kind == "stream_event_began" for a in ancestors(found, e))


ELSEWHERE = {
    "arson",  # fire
    "infiltrate",  # search
    "remove",  # residents
    "loot",  # relocation
    "toll",
    "shut",
    "take_seats",
    "fight",  # crossfire
    "block_road",
    "signal",  # warning, prevention
    "escalate",
    "shell",  # shelling
    "deny",  # checkpoint
    "threaten",
    "abduct",  # abduction
    "flee",  # influx
    "march",
}
"""verbs that the tests of other mechanisms hold"""


def test_every_kind_of_event_has_a_row_somewhere_in_these_tests() -> None:
    rows = {row[0] for row in TABLE} - {"shoot in"}
    assert set(VERBS) == rows | ELSEWHERE


def test_without_a_stream_no_group_does_anything() -> None:
    assert not kinds(ran(engine_of(streaming()))) & (OF_THE_STREAM | {"person_hurt", "stream_event_began"})


def test_a_rumour_raises_tension_by_its_share() -> None:
    found = ran(engine_of(streaming(event("rumour", share=0.2), parameters={"community": {"calms": "1000 h"}})))
    assert of_kind(found, "community_changed")[0].data["tension"] == 500


# what delays


@pytest.mark.parametrize(
    ("layers", "minutes"), [(["none"], 0), (["light_fence"], 2), (["fence", "ditch", "berm"], 10), (["wall"], 20)]
)
def test_obstacles_delay_a_breach_by_their_credit(layers: list[str], minutes: int) -> None:
    found = ran(engine_of(streaming(event("breach", on="north"), perimeter={"north": {"layers": layers}})))
    assert of_kind(found, "breach_opened")[0].at == HOUR + minutes * MINUTE


def test_from_the_wire_to_the_people_it_takes_ten_minutes_or_so(test_seed: int) -> None:
    """10 (5-25) min: mean 40/3."""
    scenario = streaming(event("breach", on="north"), clock={"duration": "2 h"})
    runs = 300
    took = []
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        found = ran(engine)
        took.append((of_kind(found, "group_entered")[0].at - of_kind(found, "breach_opened")[0].at) / MINUTE)
    deviation = sqrt((5**2 + 10**2 + 25**2 - 5 * 10 - 5 * 25 - 10 * 25) / 18)
    assert min(took) >= 4.98
    assert max(took) <= 25
    assert sum(took) / runs == pytest.approx(40 / 3, abs=Z * deviation / sqrt(runs))


def test_a_wire_that_is_open_already_delays_nobody() -> None:
    wire = {"north": {"layers": ["wall"], "state": "cut"}}
    found = ran(engine_of(streaming(event("breach", on="north"), perimeter=wire)))
    assert of_kind(found, "group_entered")[0].at - HOUR <= 25 * MINUTE


def unit_in_the_gap(strength: int, **sections: Any) -> list[LogEvent]:
    """A unit stands in the gap before the group comes through."""
    units = {"platoon": {"type": "platoon", "at": "base", "strength": strength}}
    steps = ("presence", "verbal", "show_of_force", "warning_shots", "aimed_fire", "hits", "hits_back")
    never = {"force": dict.fromkeys(steps, "0")}
    engine = engine_of(
        streaming(event("breach", "H+2", on="north"), units=units, **merged({"parameters": never}, sections))
    )
    engine.apply(OrderUnit("platoon", "block", "north"))
    return ran(engine)


def test_a_group_does_not_pass_a_gap_that_a_strong_unit_bars() -> None:
    """A quarter of the group's strength is enough to bar it; less is not."""
    assert not of_kind(unit_in_the_gap(10), "group_entered")
    assert of_kind(unit_in_the_gap(9), "group_entered")


# what deters and ends


def test_a_group_that_was_turned_back_carries_out_nothing_more() -> None:
    """Turned back while it gathers, by a strong force: all that was to follow comes to nothing."""
    units = {"company": {"type": "platoon", "at": "base", "strength": 400}}
    force = {"force": {"show_of_force": "1", "stubborn": "0"}}
    events = (event("mass", "H+1", "north"), event("breach", "H+3", "north"), event("attack", "H+4", "camp"))
    engine = engine_of(streaming(*events, units=units, parameters=force))
    engine.advance_to(HOUR + MINUTE)
    engine.apply(OrderUnit("company", "deploy", "north"))
    found = ran(engine)
    assert HOUR < of_kind(found, "group_deterred")[0].at < 3 * HOUR
    foiled = of_kind(found, "stream_event_foiled")
    assert [e.subject for e in foiled] == ["e2", "e3"]
    assert {e.data["why"] for e in foiled} == {"men had turned back"}
    assert not kinds(found) & {"barrier_attacked", "group_entered", "attack_began", "person_hurt"}
    for e in foiled:
        assert "group_deterred" in {a.kind for a in ancestors(found, e)}


def test_a_group_that_has_left_carries_out_nothing_more() -> None:
    events = (event("mass", on="north"), event("withdraw", "H+2"), event("breach", "H+3", "north"))
    found = ran(engine_of(streaming(*events)))
    assert [(e.subject, e.data["why"]) for e in of_kind(found, "stream_event_foiled")] == [("e3", "men had left")]
    assert not of_kind(found, "barrier_attacked")


def test_an_attack_waits_until_the_group_is_inside() -> None:
    """The attack is due at H+1:01, the wall holds until H+1:20: it begins when the group has come in."""
    events = (event("breach", "H+1", "north"), event("attack", "H+1:01", "camp", **{"for": "1 h"}))
    found = ran(engine_of(streaming(*events, perimeter={"north": {"layers": ["wall"]}})))
    assert of_kind(found, "attack_began")[0].at == of_kind(found, "group_entered")[0].at > 80 * MINUTE


def test_an_event_that_needs_another_waits_for_it_and_comes_to_nothing_with_it() -> None:
    waits = (event("mass", "H+3", "north"), event("cut", "H+1", "north", needs="e1"))
    found = ran(engine_of(streaming(*waits)))
    assert of_kind(found, "breach_opened")[0].at == 3 * HOUR
    gone = (event("withdraw", "H+0:30"), event("mass", "H+1", "north"), event("cut", "H+2", "north", needs="e2"))
    found = ran(engine_of(streaming(*gone)))
    assert [(e.subject, e.data["why"]) for e in of_kind(found, "stream_event_foiled")] == [
        ("e2", "men had left"),
        ("e3", "e2 had come to nothing"),
    ]
    assert not of_kind(found, "breach_opened")


def test_of_an_event_that_waits_for_another_nothing_is_told_before_that_has_begun() -> None:
    waits = (event("mass", "H+3", "north"), event("cut", "H+1", "north", needs="e1"))
    engine = engine_of(streaming(*waits))
    engine.advance_to(2 * HOUR)
    assert not of_kind(engine.log, "stream_event_began")
    assert engine._world.facts["stream@e2"][1] == "waiting"
    began = of_kind(ran(engine), "stream_event_began")
    assert [(e.subject, e.at, e.cause) for e in began] == [("e1", 3 * HOUR, None), ("e2", 3 * HOUR, began[0].seq)]


def test_what_needs_a_breach_comes_to_nothing_when_its_men_turn_back_and_not_when_the_wall_would_have_given_way() -> (
    None
):
    """A wall would hold them for twenty minutes; they turn back after five, and those who were to follow stay away."""
    events = (event("breach", "H+1", "north"), event("cut", "H+1:10", "north", needs="e1"))
    engine = engine_of(streaming(*events, perimeter={"north": {"layers": ["wall"]}}))
    engine.advance_to(HOUR + 5 * MINUTE)
    world = engine._world
    world.whereabouts.turn_back(world.groups["men"], "presence", len(engine.log), ())
    found = ran(engine)
    assert [(e.subject, e.at) for e in of_kind(found, "stream_event_foiled")] == [
        ("e1", HOUR + 5 * MINUTE),
        ("e2", HOUR + 10 * MINUTE),
    ]
    assert not of_kind(found, "breach_opened")


def test_a_chain_of_events_that_need_each_other_runs_or_fails_as_one() -> None:
    chained = (
        event("cut", "H+1", "north", needs="e2"),
        event("rumour", "H+2", needs="e3"),
        event("mass", "H+4", "north"),
    )
    found = ran(engine_of(streaming(*chained)))
    assert {e.at for e in of_kind(found, "breach_opened", "rumour_spread", "group_gathered")} == {4 * HOUR}


def test_who_turns_back_during_a_breach_leaves_the_wire_whole() -> None:
    """A wall holds twenty minutes; a strong unit comes within them and turns the group."""
    units = {"company": {"type": "platoon", "at": "base", "strength": 400}}
    scenario = streaming(
        event("breach", "H+2", "north"),
        units=units,
        perimeter={"north": {"layers": ["wall"]}},
        parameters={"force": {"show_of_force": "1", "stubborn": "0"}},
    )
    engine = engine_of(scenario)
    engine.apply(OrderUnit("company", "deploy", "north"))
    found = ran(engine)
    assert [e.data["why"] for e in of_kind(found, "stream_event_foiled")] == ["men turned back"]
    assert not of_kind(found, "breach_opened")


# parameters


@pytest.mark.parametrize(("tension", "strength"), [(0.5, 200), (1.0, 300), (0.0, 100), (0.75, 250)])
def test_tension_swells_a_crowd(tension: float, strength: int) -> None:
    """Strength x (1 + 0.5 (2 x tension - 1))."""
    scenario = streaming(
        event("unrest", on="camp"), threat={"groups": {"men": {"strength": 200, "armed": False}}},
        community={"tension": tension},
    )  # fmt: skip
    assert of_kind(ran(engine_of(scenario)), "unrest_began")[0].data["strength"] == strength


def test_the_numbers_of_the_threat_are_read() -> None:
    threat_ = {"threat": {"to_sector": "40 min", "tension_swells": "0"}}
    scenario = streaming(
        event("breach", on="north"), event("unrest", "H+3", "camp"), parameters=threat_, community={"tension": 0.9}
    )
    found = ran(engine_of(scenario))
    assert of_kind(found, "group_entered")[0].at == HOUR + 40 * MINUTE
    assert of_kind(found, "unrest_began")[0].data["strength"] == 40


def test_a_post_that_was_left_is_manned_again_once_it_is_quiet() -> None:
    """60 (30-180) min later, and never while somebody fights at its wire."""
    wire = {"north": {"posts": 40, "length": "4 km"}}
    fire = event("shoot", on="north", **{"for": "50 min"})
    scenario = streaming(fire, perimeter=wire, clock={"duration": "8 h"}, parameters={"force": {"abandon_soft": 0.5}})
    found = ran(engine_of(scenario))
    left = {e.subject: e.at for e in of_kind(found, "post_abandoned")}
    back = {e.subject: e.at for e in of_kind(found, "post_manned")}
    assert len(left) > 20
    assert back.keys() == left.keys()
    over = HOUR + 50 * MINUTE
    for post, at in back.items():
        assert at >= over
        assert at - left[post] >= 30 * MINUTE
        assert at - max(left[post], over) <= 180 * MINUTE
