"""Roads: a net worked out by hand - the short way over the bend, the long one over the bridge - open, closed, told of.

At 18 km/h a kilometre takes 200 seconds: 400 over the bend, 1,200 over the bridge.
"""

from __future__ import annotations

from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.errors import ScenarioInvalid
from simulator.events import LogEvent
from tests.builders import a_scenario, build_of, engine_of, merged, of_kind, ran, world_of
from tests.engine.cases import told

KM, TURN, FINDS = 200, 240, 900
"""seconds for a kilometre, to turn round, to find a way that the plan does not name"""
STEADY = {
    "movement": {"in_town": "18 km/h", "muster": "60 s"},
    "roads": {"turn": "4 min", "find_way": "15 min", "regroup": "10 min"},
}
BLOCK = {"id": "tree", "at": "H+0:30", "do": "block_road", "on": "bend"}
AFTER = {**BLOCK, "at": "H+6"}
"""a road that is closed when nobody drives any more: the net is there all the same"""


def net(*, block: dict[str, Any] = AFTER, bridge: bool = True, **sections: Any) -> dict[str, Any]:
    """A village that a platoon is sent to an hour after STARTEX."""
    routes = [("base", "bend", 1), ("bend", "village", 1), ("base", "bridge", 3), ("bridge", "village", 3)]
    least: dict[str, Any] = {
        "places": {
            "bend": {"kind": "road", "at": [1000, -1000]},
            "bridge": {"kind": "bridge", "at": [0, -2000]},
            "village": {"kind": "village", "at": [2000, -1000]},
        },
        "routes": [
            {"from": a, "to": b, "distance": f"{km} km", "in_town": True}
            for a, b, km in routes
            if bridge or "bridge" not in (a, b)
        ],
        "command": {"ops": {"handling": "1 s", "decides_in": "1 min"}},
        "units": {"platoon": {"type": "platoon", "at": "base"}},
        "threat": {"stream": [block]},
        "plan": {
            "GO": {"for": "platoon", "when": "warning reported to ops", "do": [{"task": "deploy", "at": "village"}]}
        },
        "msel": [told("H+1", "warning", "village")],
        "parameters": STEADY,
    }
    return a_scenario(**merged(least, sections))


def way(scenario: dict[str, Any], seed: int = 1) -> tuple[list[LogEvent], int, int]:
    """The log, when the platoon first left, and how long it took from there."""
    log = ran(engine_of(scenario, seed))
    left = of_kind(log, "unit_moved")[0].at
    arrived = [e.at for e in of_kind(log, "unit_arrived") if e.data["at"] == "village"]
    return log, left, (arrived[0] - left if arrived else -1)


def test_the_quickest_way_around_what_is_closed() -> None:
    world = world_of(net())
    unit = world.units["platoon"]
    assert world.roads.ways.quickest(unit, "base", "village", (), ()) == (2 * KM, ["bend", "village"])
    assert world.roads.ways.quickest(unit, "base", "village", ("bend",), ()) == (6 * KM, ["bridge", "village"])
    assert world.roads.ways.quickest(unit, "base", "village", ("bend", "bridge"), ()) is None
    assert world.roads.ways.quickest(unit, "base", "bend", ("bend",), ()) == (KM, ["bend"]), "the place can be reached"


def test_known_fire_weighs_by_the_part_of_the_road_that_lies_near_it() -> None:
    """300 m of either kilometre at the bend lie within 300 m of it: each weighs like 0.3 * 9 + 1 = 3.7 of them."""
    world = world_of(net())
    weight, path = world.roads.ways.quickest(world.units["platoon"], "base", "village", ("bridge",), ("bend",)) or (
        0,
        [],
    )
    assert path == ["bend", "village"]
    assert weight == pytest.approx(2 * 3.7 * KM)
    assert world.roads.ways.quickest(world.units["platoon"], "base", "village", (), ("bend",)) == (
        6 * KM,
        ["bridge", "village"],
    )


def test_an_open_road_is_taken_at_once() -> None:
    log, _, takes = way(net())
    assert takes == 2 * KM
    assert [e.data["via"] for e in of_kind(log, "way_taken")] == ["bend"]


def test_without_closed_roads_or_fire_in_the_stream_there_is_nothing_to_choose() -> None:
    scenario = net()
    scenario["threat"] = {}
    log, _, takes = way(scenario)
    assert takes == 2 * KM
    assert of_kind(log, "way_taken") == []
    assert build_of(scenario).roads == ()


def test_who_knows_before_goes_round() -> None:
    log, _, takes = way(net(block=BLOCK, msel=[told("H+0:40", "roadblock", "bend"), told("H+1", "warning", "village")]))
    assert takes == 6 * KM
    assert [e.data["via"] for e in of_kind(log, "way_taken")] == ["bridge"]


def test_a_report_that_is_not_so_sends_the_column_round_all_the_same() -> None:
    """The way is chosen by the picture, never by the truth."""
    _, _, takes = way(net(msel=[told("H+0:40", "roadblock", "bend", untrue=True), told("H+1", "warning", "village")]))
    assert takes == 6 * KM


def test_who_meets_the_roadblock_reports_it_turns_and_goes_round() -> None:
    log, left, takes = way(net(block=BLOCK))
    assert takes == KM + TURN + KM + 6 * KM
    turned = of_kind(log, "unit_turned")[0]
    assert (turned.at - left, turned.data["at"]) == (KM, "bend")
    heard = [e for e in of_kind(log, "report_received") if e.data["what"] == "roadblock"]
    assert heard
    assert heard[0].data["by"] == "platoon"


def test_who_is_told_on_the_way_turns_where_it_is() -> None:
    _, left, _ = way(net(block=BLOCK))
    scenario = net(
        block=BLOCK,
        msel=[told("H+1", "warning", "village"), {**told("H+1", "roadblock", "bend"), "at": f"{left + 20} s"}],
    )
    log, left, takes = way(scenario)
    turned = of_kind(log, "unit_turned")[0]
    gone = turned.at - left
    assert 0 < gone < KM
    assert takes == gone + TURN + gone + 6 * KM


def test_who_finds_no_way_round_waits_until_the_road_is_free() -> None:
    log, left, takes = way(net(block={**BLOCK, "for": "2 h"}, bridge=False))
    (stopped,) = of_kind(log, "unit_stopped")
    assert stopped.at == left + KM + TURN
    freed = of_kind(log, "road_freed")[0].at
    assert left + takes == freed + KM


def test_a_roadblock_of_men_ends_when_they_turn_back_and_the_last_of_several_counts() -> None:
    men = {
        "groups": {"men": {"strength": 10}},
        "stream": [{**BLOCK, "by": "men"}, {**BLOCK, "id": "flood", "for": "3 h"}],
    }
    log = ran(engine_of(a_scenario(**merged(net(), {"threat": men}))))
    (freed,) = of_kind(log, "road_freed") or [None]
    assert freed is None, "the men are still there"


def test_a_second_way_that_the_plan_does_not_name_must_be_found_first() -> None:
    """Nobody planned and nothing comes to mind: the road round a closed one costs the time to find it."""
    nobody = {"planning": {"age": "1000 days"}, "parameters": {"planning": {"improvised": "0 %", "unplanned": "100 %"}}}
    log, _, takes = way(merged(net(block=BLOCK), nobody))
    (sought,) = of_kind(log, "way_sought")
    assert sought.data["takes_s"] == FINDS
    assert takes == KM + TURN + FINDS + KM + 6 * KM


def test_an_order_may_name_the_road() -> None:
    plan = {"GO": {"do": [{"task": "deploy", "at": "village", "via": "bridge"}]}}
    assert way(net(plan=plan))[2] == 6 * KM
    closed = net(
        block={**BLOCK, "on": "bridge"},
        plan=plan,
        msel=[told("H+0:40", "roadblock", "bridge"), told("H+1", "warning", "village")],
    )
    assert way(closed)[2] == 2 * KM, "the road that was ordered is closed: another one"


def test_nobody_drives_past_the_goal_to_the_road_that_was_ordered_and_back() -> None:
    """A mill lies on the way between the bend and the village; from the bridge it is reached past the village alone."""
    mill = {"mill": {"kind": "road", "at": [1500, -1000]}}
    roads = [
        ("base", "bend", 1),
        ("bend", "mill", 1),
        ("mill", "village", 1),
        ("base", "bridge", 3),
        ("bridge", "village", 3),
    ]
    routes = [{"from": a, "to": b, "distance": f"{km} km", "in_town": True} for a, b, km in roads]
    plan = {"GO": {"do": [{"task": "deploy", "at": "village", "via": "mill"}]}}
    known = [told("H+0:40", "roadblock", "bend"), told("H+1", "warning", "village")]
    scenario = net(block=BLOCK, places=mill, plan=plan, msel=known)
    scenario["routes"] = routes
    log, _, takes = way(scenario)
    assert [e.data["via"] for e in of_kind(log, "way_taken")] == ["bridge"]
    assert takes == 6 * KM


def test_a_unit_with_a_new_order_on_the_road_goes_on_from_where_it_is() -> None:
    engine = engine_of(net())
    engine.advance_to(3600)
    while not of_kind(engine.log, "unit_moved"):
        engine.advance_to(engine.now + 10)
    engine.advance_to(of_kind(engine.log, "unit_moved")[0].at + KM // 2)
    engine.apply(OrderUnit("platoon", "deploy", "bridge"))
    log = ran(engine)
    first, moved = of_kind(log, "unit_moved")
    gone = of_kind(log, "task_dropped")[0].at - first.at
    came = of_kind(log, "unit_arrived")[0]
    assert (came.data["at"], came.at - moved.at) == ("bridge", gone + 3 * KM)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"id": "e", "at": "H+1", "do": "block_road"}, "E202"),
        ({"id": "e", "at": "H+1", "do": "block_road", "on": "north"}, "E301"),
        ({"id": "e", "at": "H+1", "do": "fight", "by": "men", "on": "bend"}, "E202"),
        ({"id": "e", "at": "H+1", "do": "fight", "by": "men", "against": "mem", "on": "bend"}, "E301"),
    ],
)
def test_a_line_of_the_stream_that_cannot_be_meant(event: dict[str, Any], said: str) -> None:
    wire = {"north": {"of": "site", "at": [0, 400], "length": "400 m"}}
    with pytest.raises(ScenarioInvalid) as caught:
        build_of(merged(net(perimeter=wire), {"threat": {"groups": {"men": {"strength": 5}}, "stream": [event]}}))
    assert [p.code for p in caught.value.problems if p.severity == "error"] == [said]
