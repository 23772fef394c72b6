"""The MSEL: four types of inject, what they do to the world, what they expect, and the facilitator's hand on them."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.commands import DeferInject, DeliverInject, OrderUnit, PutInject, SkipInject
from tests.builders import a_scenario, engine_of, of_kind, ran
from tests.engine.cases import PLATOON, WIRE, decision, told


def inject(name: str = "I", **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "contextual", "text": name, **more}


def delivered(log, name="I"):
    return [e.at for e in of_kind(log, "inject_delivered") if e.subject == name]


def test_an_inject_comes_at_its_time() -> None:
    assert delivered(ran(engine_of(a_scenario(msel=[inject(at="H+0:40")])))) == [2400]


def test_an_inject_on_a_condition_reads_the_simulated_world_and_not_a_picture() -> None:
    """Nobody sees the cut in the fence (there is nobody to see), and the inject comes all the same."""
    wire = {"north": {**WIRE["north"], "posts": 0}}
    stream = [{"id": "cut", "at": "H+1", "do": "cut", "on": "north"}]
    scenario = a_scenario(
        perimeter=wire, threat={"stream": stream}, msel=[inject(when="breach at north > 0", after="5 min")]
    )
    log = ran(engine_of(scenario))
    assert of_kind(log, "sighted") == []
    assert delivered(log) == [3600 + 300]
    assert [e.kind for e in log if e.seq == of_kind(log, "inject_delivered")[0].cause] == ["breach_opened"]


def test_a_false_report_does_not_move_an_inject_that_reads_the_world() -> None:
    scenario = a_scenario(
        perimeter=WIRE, msel=[inject(when="breach at north > 0"), told("H+1", "breach", "north", untrue=True)]
    )
    assert delivered(ran(engine_of(scenario))) == []


def test_an_inject_that_names_a_post_comes_when_that_post_has_heard_and_not_before() -> None:
    """Held against the log: the second of the report's receipt, and the receipt as what the inject depends on."""
    scenario = a_scenario(
        perimeter=WIRE, msel=[inject(when="breach reported to ops"), told("H+1", "breach", "north", untrue=True)]
    )
    log = ran(engine_of(scenario))
    (heard,) = [e for e in of_kind(log, "report_received") if e.data["what"] == "breach"]
    assert heard.at > 3600
    assert delivered(log) == [heard.at]
    (came,) = of_kind(log, "inject_delivered")[1:]
    assert heard.seq in (came.cause, *came.given)


def test_what_an_inject_expects_is_done_when_the_post_has_heard() -> None:
    wanted = {"action": "Somebody tells", "within": "2 h", "done_when": "breach reported to ops"}
    scenario = a_scenario(
        perimeter=WIRE, msel=[inject(at="H+0:30", expects=[wanted]), told("H+1", "breach", "north", untrue=True)]
    )
    log = ran(engine_of(scenario))
    (heard,) = [e for e in of_kind(log, "report_received") if e.data["what"] == "breach"]
    assert [e.at for e in of_kind(log, "action_done")] == [heard.at]


def test_what_was_heard_before_an_inject_expects_it_is_what_the_action_rests_on() -> None:
    wanted = {"action": "Somebody tells", "within": "2 h", "done_when": "breach reported to ops"}
    scenario = a_scenario(
        perimeter=WIRE, msel=[told("H+0:10", "breach", "north", untrue=True), inject(at="H+0:30", expects=[wanted])]
    )
    log = ran(engine_of(scenario))
    (heard,) = [e for e in of_kind(log, "report_received") if e.data["what"] == "breach"]
    ((done,), (expected,)) = of_kind(log, "action_done"), of_kind(log, "action_expected")
    assert (done.at, done.cause) == (1800, expected.seq)
    assert heard.seq in done.given


def test_an_inject_with_a_time_and_a_condition_waits_for_both() -> None:
    def comes(at: str, when: str) -> list[int]:
        return delivered(ran(engine_of(a_scenario(msel=[inject(at=at, when=when)]))))

    assert comes("H+1", "time > H+2") == [7201]
    assert comes("H+3", "time > H+2") == [10800]


def test_an_inject_expires() -> None:
    log = ran(engine_of(a_scenario(msel=[inject(when="time > H+3", expires="H+2")])))
    assert delivered(log) == []
    assert [e.at for e in of_kind(log, "inject_expired")] == [7200]


def test_an_inject_repeats() -> None:
    log = ran(engine_of(a_scenario(msel=[inject(at="H+1", repeat={"every": "10 min", "times": 3})])))
    assert delivered(log) == [3600, 4200, 4800]


@pytest.mark.parametrize("sent", [True, False])
def test_a_contingency_inject_comes_only_if_the_expected_action_did_not(sent: bool) -> None:
    scenario = a_scenario(
        perimeter=WIRE,
        units=PLATOON,
        decisions={"D": decision(model={"choose": {"send": 1}, "after": "2 min"})},
        msel=[
            inject(
                at="H+1",
                type="expected_action",
                expects=[{"action": "Decide", "within": "30 min", "task": "D"}],
                effects=told("", "breach", "north")["effects"] if sent else [],
            ),
            inject("J", type="contingency", if_missing="I", after="5 min"),
        ],
    )
    log = ran(engine_of(scenario))
    if sent:
        assert len(of_kind(log, "action_done")) == 1
        assert delivered(log, "J") == []
    else:
        missed = of_kind(log, "action_missed")[0]
        assert missed.at == 3600 + 1800
        assert delivered(log, "J") == [3600 + 1800 + 300]
        assert of_kind(log, "inject_delivered")[-1].cause == missed.seq


def test_an_action_done_ahead_of_the_inject_counts() -> None:
    scenario = a_scenario(
        perimeter=WIRE,
        units=PLATOON,
        plan={"R": {"title": "R", "when": "breach reported to ops", "do": ["Write it down"], "after": "1 min"}},
        msel=[
            told("H+1", "breach", "north"),
            inject(at="H+1:10", expects=[{"action": "Written", "within": "30 min", "task": "R"}]),
        ],
    )
    log = ran(engine_of(scenario))
    assert of_kind(log, "rule_fired")[0].at < 4200
    assert [e.at for e in of_kind(log, "action_done")] == [4200]


def test_an_expectation_may_be_a_condition() -> None:
    scenario = a_scenario(
        units=PLATOON,
        perimeter=WIRE,
        plan={"R": {"title": "R", "for": "platoon", "when": "breach reported to ops",
                    "do": [{"task": "deploy", "at": "breach"}]}},
        msel=[
            told("H+1", "breach", "north"),
            inject(at="H+1", expects=[{"action": "They go", "within": "2 h", "done_when": "platoon is on_scene"}]),
        ],
    )  # fmt: skip
    log = ran(engine_of(scenario))
    assert of_kind(log, "action_done")[0].at == of_kind(log, "task_begun")[0].at


EFFECTS = {
    "a level is set": ({"set": "tension", "to": "90 %"}, "community_changed", {"tension": 900}),
    "a level is changed": ({"change": "trust", "by": "-20 %"}, "community_changed", {"trust": 300}),
    "somebody reports": (
        {"report": "breach", "at": "north", "to_post": "ops"},
        "report_received",
        {"what": "breach", "at": "north"},
    ),
    "a channel fails": ({"channel": "radio", "works": False}, "channel_changed", {"state": "is down"}),
    "a unit is committed": (
        {"unit": "platoon", "busy_for": "1 h"},
        "status_received",
        {"unit": "platoon", "state": "committed"},
    ),
    "a stream event is let go": ({"release": "late"}, "stream_event_began", {"do": "cut"}),
    "people are hurt": ({"casualties": 3, "at": "camp"}, "person_hurt", {"at": "camp"}),
    "a way is closed": ({"close": "camp", "for": "1 h"}, "way_closed", {}),
    "a crowd comes": ({"people": 900, "at": "gate"}, "crowd_grew", {"count": 900}),
}


@pytest.mark.parametrize("name", EFFECTS)
def test_each_effect_changes_the_world_in_its_own_way(name: str) -> None:
    effect, kind, data = EFFECTS[name]
    scenario = a_scenario(
        places={"gate": {"kind": "gate", "of": "site", "at": [0, 450], "leads_to": "camp"}},
        perimeter=WIRE,
        units=PLATOON,
        threat={"stream": [{"id": "late", "at": "H+7:59", "do": "cut", "on": "north"}]},
        msel=[inject(at="H+1", effects=[effect])],
    )
    log = ran(engine_of(scenario))
    found = [e for e in of_kind(log, kind) if 3600 <= e.at < 7 * 3600 and data.items() <= e.data.items()]
    assert found, [tuple(e) for e in of_kind(log, kind)]
    applied = of_kind(log, "effect_applied")[0].seq
    by_seq = {e.seq: e for e in log}
    event = found[0]
    while event.seq > applied:
        event = by_seq[event.cause]
    assert event.seq == applied, "the effect is the cause of what it changed"


class TestTheFacilitator:
    """What commands do to injects."""

    def test_an_inject_delivered_early_does_not_come_again_at_its_time(self) -> None:
        engine = engine_of(a_scenario(msel=[inject(at="H+2")]))
        engine.advance_to(600)
        engine.apply(DeliverInject("I"))
        assert delivered(ran(engine)) == [600]

    def test_an_inject_that_waits_out_its_delay_and_is_delivered_by_hand_comes_once(self) -> None:
        engine = engine_of(a_scenario(msel=[inject(when="time > H+1", after="30 min")]))
        engine.advance_to(3700)
        engine.apply(DeliverInject("I"))
        assert delivered(ran(engine)) == [3700]

    def test_the_later_repeats_still_come_after_the_first_was_delivered_by_hand(self) -> None:
        engine = engine_of(a_scenario(msel=[inject(at="H+1", repeat={"every": "10 min", "times": 3})]))
        engine.advance_to(600)
        engine.apply(DeliverInject("I"))
        assert delivered(ran(engine)) == [600, 4200, 4800]

    def test_a_skipped_inject_does_not_come_and_says_why(self) -> None:
        engine = engine_of(a_scenario(msel=[inject(at="H+2", repeat={"every": "10 min", "times": 3})]))
        engine.apply(SkipInject("I", "no time"))
        log = ran(engine)
        assert delivered(log) == []
        assert of_kind(log, "inject_skipped")[0].data["why"] == "no time"

    def test_a_skipped_inject_can_still_be_delivered_by_hand(self) -> None:
        engine = engine_of(a_scenario(msel=[inject(at="H+2")]))
        engine.apply(SkipInject("I", "no time"))
        engine.advance_to(3 * 3600)
        engine.apply(DeliverInject("I"))
        assert delivered(ran(engine)) == [10800]

    def test_a_deferred_inject_comes_at_its_new_time_only(self) -> None:
        engine = engine_of(a_scenario(msel=[inject(at="H+1", expires="H+2")]))
        engine.advance_to(1800)
        engine.apply(DeferInject("I", 9000))
        log = ran(engine)
        assert delivered(log) == [9000]
        assert of_kind(log, "inject_expired") == []

    def test_a_deferred_inject_keeps_its_repeats(self) -> None:
        engine = engine_of(a_scenario(msel=[inject(at="H+1", repeat={"every": "10 min", "times": 2})]))
        engine.apply(DeferInject("I", 9000))
        assert delivered(ran(engine)) == [9000, 9600]

    def test_an_inject_outside_the_msel_is_written_down_and_delivered(self) -> None:
        engine = engine_of(a_scenario())
        engine.advance_to(60)
        engine.apply(PutInject("X-1", "The governor calls", ("ops",)))
        log = ran(engine)
        assert of_kind(log, "inject_added")[0].data["text"] == "The governor calls"
        assert delivered(log, "X-1") == [60]

    @pytest.mark.parametrize(("cells", "refused"), [({}, []), ({"military": {"roles": ["duty_officer"]}}, ["opps"])])
    def test_where_there_are_cells_an_inject_to_nobody_is_refused(
        self, cells: dict[str, Any], refused: list[str]
    ) -> None:
        """Without cells the scenario says freely who is told; with them a slip of the pen reaches nobody."""
        engine = engine_of(a_scenario(cells=cells))
        engine.apply(PutInject("X-1", "words", ("opps",)))
        engine.apply(PutInject("X-2", "words", ("duty_officer", "excon")))
        log = ran(engine)
        why = [f"there is no cell or role {name}; separate several by blanks" for name in refused]
        assert [e.data["why"] for e in of_kind(log, "command_refused")] == why
        assert [bool(delivered(log, name)) for name in ("X-1", "X-2")] == [not refused, True]

    @pytest.mark.parametrize(
        ("command", "why"),
        [
            (DeliverInject("Z"), "there is no inject Z"),
            (SkipInject("Z", ""), "there is no inject Z"),
            (DeferInject("I", 0), "that time is not ahead"),
            (DeferInject("I", 10**9), "that time is not ahead"),
            (DeliverInject("DONE"), "DONE is delivered already"),
            (SkipInject("DONE", ""), "DONE is delivered already"),
            (DeferInject("DONE", 4000), "DONE is delivered already"),
            (PutInject("DONE", "x"), "DONE is delivered already"),
            (PutInject("NEW", ""), "an inject needs a text"),
            (PutInject("", "x"), "an inject needs an id"),
        ],
    )
    def test_what_cannot_be_done_is_refused_in_the_log(self, command: Any, why: str) -> None:
        engine = engine_of(a_scenario(msel=[inject(at="H+2"), inject("DONE", at="H+0:01")]))
        engine.advance_to(120)
        engine.apply(command)
        assert [e.data["why"] for e in of_kind(engine.log, "command_refused")] == [why]
        assert delivered(ran(engine)) == [7200]


WANTED = {"action": "Send them", "within": "2 h", "task": "D", "option": "send"}


ANSWERS = [("wait", None, False), ("send", None, True), ("wait", "send", True)]


@pytest.mark.parametrize(("default", "model", "done"), ANSWERS)
def test_only_the_option_that_is_expected_counts_as_done(default: str, model: str | None, done: bool) -> None:
    """Letting a deadline pass is no answer, unless what is wanted is the default."""
    answer = {"model": {"choose": {model: 1}}} if model else {}
    scenario = a_scenario(
        perimeter=WIRE,
        units=PLATOON,
        decisions={"D": decision(default=default, **answer)},
        msel=[told("H+1", "breach", "north"), inject(at="H+0:50", expects=[WANTED])],
    )
    assert bool(of_kind(ran(engine_of(scenario)), "action_done")) is done


def test_a_rule_that_the_room_plays_is_done_when_somebody_orders_it_and_not_when_it_fires() -> None:
    """Corrections 1: its firing is silent; an order of the same task to the same place is the room's act."""
    rule = {"for": "platoon", "when": "breach reported to ops", "authority": "duty_officer",
            "do": [{"task": "block", "at": "breach", "within": "1 h"}]}  # fmt: skip
    scenario = a_scenario(
        perimeter=WIRE,
        units=PLATOON,
        plan={"R": rule},
        msel=[
            told("H+1", "breach", "north"),
            inject(at="H+0:50", expects=[{"action": "Block it", "within": "2 h", "task": "R"}]),
        ],
    )
    room = {"duty_officer": "room"}
    silent = ran(engine_of(scenario, played_by=room))
    assert of_kind(silent, "rule_fired", "rule_late")
    assert not of_kind(silent, "action_done", "rule_done")
    for place, done in (("north", True), ("camp", False)):
        engine = engine_of(scenario, played_by=room)
        engine.advance_to(3600 + 300)
        engine.apply(OrderUnit("platoon", "block", place))
        log = ran(engine)
        assert bool(of_kind(log, "action_done")) is done
        assert bool(of_kind(log, "rule_done")) is done


def test_an_inject_on_a_condition_depends_on_what_the_condition_reads() -> None:
    """By the clock it comes at H+2, because the men are there: both are in its causes."""
    mass = {"id": "mass", "at": "H+1", "do": "mass", "by": "men", "on": "north"}
    threat = {"groups": {"men": {"strength": 30}}, "stream": [mass]}
    scenario = a_scenario(perimeter=WIRE, threat=threat, msel=[inject(when="men is massing and time > H+2")])
    log = ran(engine_of(scenario))
    (came,) = of_kind(log, "inject_delivered")
    assert came.at == 7201
    assert "group_gathered" in {log[seq - 1].kind for seq in came.given}
