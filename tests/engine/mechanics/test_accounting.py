"""Accounting against closed forms: who a broadcast reaches, how soon wardens have found how many."""

from __future__ import annotations

from math import exp, prod
from math import log as log_of
from typing import Any

import pytest

from simulator.commands import CarryOut
from simulator.readers.evaluation.deeds import deeds
from simulator.readers.measures import measure
from simulator.readers.responses import Log
from simulator.readers.scene.scene import Scene
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.mechanics.people_cases import HOUR, MINUTE, engines

CHANNELS = {f"c{k}": {"delay": "30 s", "fails": 0} for k in range(4)}
HEARD = "contact reported to ops"


def down(at: str, channel: str) -> dict[str, Any]:
    """An inject by which a channel breaks down."""
    return {"id": "dead", "at": at, "type": "contextual", "effects": [{"channel": channel, "works": False}]}


def counting(**more: Any) -> dict[str, Any]:
    """A report of men with rifles, upon which the post counts its staff and broadcasts."""
    least = {
        "clock": {"duration": "8 h"},
        "staff": {"staff": {"at": "base", "people": 1000, "wardens": 10, "lists_right": 1}},
        "parameters": {"accounting": {"head_count": "60 min"}},
        "plan": {
            "COUNT": {"when": HEARD, "after": "1 min", "do": [{"task": "account", "within": "2 h"}]},
            "TELL": {"when": HEARD, "after": "1 min", "do": [{"task": "broadcast"}]},
        },
        "msel": [{
            "id": "men", "at": "H+0:30", "type": "contextual", "text": "Men with rifles.",
            "effects": [{"report": "contact", "at": "base", "to_post": "ops"}],
        }],
    }  # fmt: skip
    return a_scenario(**merged(least, more))


def counts(scenario: dict[str, Any], seed: int = 1) -> dict[int, float]:
    """Minutes -> share of the staff that is accounted for."""
    log = ran(engine_of(scenario, seed))
    return {e.data["after_min"]: e.data["count"] / e.data["people"] for e in of_kind(log, "staff_counted")}


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_broadcast_reaches_what_independent_channels_reach_together(channels: int) -> None:
    """1 - prod(1 - r) of those who can be reached at all: 0.45 on one channel, 0.84 on four."""
    each = 0.45 / 0.9
    expected = 0.9 * (1 - prod([1 - each] * channels))
    scenario = counting(channels=dict(list(CHANNELS.items())[: channels - 1]))
    engine = engine_of(scenario)
    (reached,) = of_kind(ran(engine), "broadcast_reached")
    assert reached.data["channels"] == channels
    assert reached.data["share"] == round(100 * expected)
    assert measure(engine.blueprint, engine.log)["message_reach_15"] == pytest.approx(expected, abs=0.006)
    assert expected == pytest.approx({1: 0.45, 4: 0.85}.get(channels, expected), abs=0.01), "the sheet's two figures"


def test_a_channel_that_is_down_reaches_nobody() -> None:
    scenario = counting(channels={"c1": CHANNELS["c1"]})
    scenario["msel"] = [down("H+0:10", "c1"), *scenario["msel"]]
    (reached,) = of_kind(ran(engine_of(scenario)), "broadcast_reached")
    assert (reached.data["channels"], reached.data["share"]) == (1, 45)


def test_a_broadcast_is_done_when_it_has_gone_out_and_never_where_no_channel_works() -> None:
    """Five minutes are enough although people have it after fifteen."""
    told = counting(plan={"TELL": {"when": HEARD, "after": "1 min", "do": [{"task": "broadcast", "within": "20 min"}]}})
    log = ran(engine_of(told))
    (sent,) = of_kind(log, "broadcast_sent")
    (done,) = [e for e in of_kind(log, "rule_done") if e.subject == "TELL"]
    (reached,) = of_kind(log, "broadcast_reached")
    assert (done.at, done.cause, reached.at - sent.at) == (sent.at, sent.seq, 15 * MINUTE)
    told["msel"] = [*told["msel"], down("H+0:30:30", "radio")]
    dead = ran(engine_of(told))
    assert [e.data["channels"] for e in of_kind(dead, "broadcast_sent")] == [0]
    assert "TELL" not in {e.subject for e in of_kind(dead, "rule_done")}
    assert "TELL" in {e.subject for e in of_kind(dead, "rule_late")}


@pytest.mark.parametrize("takes", [30, 60, 120])
def test_wardens_find_ninety_five_of_a_hundred_in_the_time_that_they_take(takes: int) -> None:
    """Exponential: 1 - 0.05 ** (t / takes) of those on the lists."""
    found = counts(counting(parameters={"accounting": {"head_count": f"{takes} min"}}))
    assert set(found) >= {15, 30, 60, 120, 240}
    for minutes, share in found.items():
        assert share == pytest.approx(1 - 0.05 ** (minutes / takes), abs=0.002)


def test_who_is_on_no_list_is_found_much_later() -> None:
    """A fifth on no list, found after six hours on average."""
    lists = {"staff": {"lists_right": 0.8}}
    found = counts(counting(staff=lists, parameters={"accounting": {"not_listed": "6 h"}}))
    for minutes, share in found.items():
        expected = 0.8 * (1 - 0.05 ** (minutes / 60)) + 0.2 * (1 - exp(-minutes / 360))
        assert share == pytest.approx(expected, abs=0.002)


def test_without_a_channel_a_count_takes_three_times_as_long() -> None:
    scenario = counting()
    scenario["msel"] = [*scenario["msel"], down("H+0:32", "radio")]
    scenario["plan"]["COUNT"]["after"] = "10 min"
    for minutes, share in counts(scenario).items():
        assert share == pytest.approx(1 - 0.05 ** (minutes / 180), abs=0.002)


def test_the_measure_is_the_count_after_an_hour() -> None:
    engine = engine_of(counting(parameters={"accounting": {"head_count": "90 min"}}))
    assert measure(engine.blueprint, ran(engine))["staff_accounted_60"] == pytest.approx(
        1 - 0.05 ** (60 / 90), abs=0.002
    )


@pytest.mark.parametrize(("takes", "calls"), [(60, 50), (30, 25), (100, 80)])
def test_a_count_is_done_when_wardens_first_call_in_after_nine_of_ten_are_found(takes: int, calls: int) -> None:
    """95 % in 60 min are 90 % in 46 min: they call in after 50, and a minute was needed to order it; 4 h is late."""
    assert calls - 5 < takes * log_of(10) / log_of(20) <= calls
    log = ran(engine_of(counting(parameters={"accounting": {"head_count": f"{takes} min"}})))
    (done,) = [e for e in of_kind(log, "rule_done") if e.subject == "COUNT"]
    assert done.data["took_s"] == pytest.approx((calls + 1) * MINUTE, abs=90)
    said = [e.data["after_min"] for e in of_kind(log, "staff_counted")]
    assert said == sorted({15, 30, 60, 120, 240, calls}), "once each"
    late = ran(engine_of(counting(parameters={"accounting": {"head_count": "4 h"}})))
    assert "COUNT" in {e.subject for e in of_kind(late, "rule_late")}


def test_a_count_of_two_lists_is_done_when_both_are() -> None:
    """The list of the drivers leaves out some of them, who are found much later."""
    slow = {"at": "base", "people": 400, "wardens": 1, "lists_right": 0.85}
    both = counting(staff={"drivers": slow}, parameters={"accounting": {"not_listed": "4 h"}})
    log = ran(engine_of(both))
    whole = {
        e.subject: e.at for e in reversed(of_kind(log, "staff_counted")) if e.data["count"] >= 0.9 * e.data["people"]
    }
    (done,) = [e for e in of_kind(log, "rule_done") if e.subject == "COUNT"]
    assert whole["staff"] < whole["drivers"] == done.at


def test_of_many_wardens_the_mean_of_their_times_counts() -> None:
    """Each has her own list and her own time: the shares lie between the fastest's and the slowest's."""
    spread = counting(parameters={"accounting": {"head_count": "60 (30-360) min"}})
    for engine in engines(spread, range(10)):
        for event in of_kind(ran(engine), "staff_counted"):
            minutes, share = event.data["after_min"], event.data["count"] / event.data["people"]
            assert 1 - 0.05 ** (minutes / 360) - 0.002 <= share <= 1 - 0.05 ** (minutes / 30)


def test_a_scenario_without_staff_counts_nobody() -> None:
    scenario = counting()
    del scenario["staff"]
    engine = engine_of(scenario)
    assert not of_kind(ran(engine), "count_ordered", "staff_counted")
    assert measure(engine.blueprint, engine.log)["staff_accounted_60"] is None
    assert engine.now == 8 * HOUR


def test_a_count_that_exercise_control_lets_begin_waits_no_longer_and_begins_once() -> None:
    """Its step is the post's own: no order says that it goes on."""
    scenario = counting()
    scenario["plan"] = {"COUNT": {**scenario["plan"]["COUNT"], "do": [{"task": "account"}]}}
    scenario["plan"]["COUNT"]["authority"] = "duty_officer"
    rooms = {"duty_officer": "room"}
    engine = engine_of(scenario, played_by=rooms)
    engine.advance_to(HOUR)
    scene = Scene(engine.blueprint, rooms)
    scene.extend(engine.log)
    assert [(w.rule, w.place) for w in scene.waiting] == [("COUNT", "base")]
    seen = len(engine.log)
    for _ in range(2):
        engine.apply(CarryOut("COUNT"))
        engine.advance_to(engine.now + 60)
    scene.extend(list(engine.log)[seen:])
    assert scene.waiting == []
    (fired,), (let, _) = of_kind(engine.log, "rule_fired"), of_kind(engine.log, "rule_let_act")
    (ordered,) = of_kind(engine.log, "count_ordered")
    assert (let.cause, ordered.cause) == (fired.seq, let.seq)
    (deed,) = [d for d in deeds(Log(engine.blueprint, ran(engine))) if d.id == "COUNT"]
    assert (deed.verdict, deed.done, deed.waited) == ("done", let.at, False)
