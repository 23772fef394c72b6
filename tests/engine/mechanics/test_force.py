"""Force: order of steps, compliance by step, ratio and resolve, and inaction that always has a declared cause.

Domain sheet, section 3: "Intervene with force when warranted" 0.2 before, 0.8 after; "Post-abandon hazard".
"""

from __future__ import annotations

from math import prod
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.draws import Draws
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.readers.measures import measure
from simulator.vocabulary import FORCE_STEPS
from tests.builders import a_scenario, engine_of, merged, of_kind, ran, world_of
from tests.engine.cases import WIRE, told
from tests.engine.mechanics.people_cases import HOUR, MINUTE, ancestors, assert_poisson, assert_share, engines

READY = {"rehearsal": 1.0, "capital_call": 0, "written_order": 0, "language_error": 0}
"""a contingent that rehearsed everything and asks nobody"""
SURE = dict.fromkeys(FORCE_STEPS, "1")
NEVER = dict.fromkeys(FORCE_STEPS, "0")
MET = 5
"""seconds from the meeting to the first round; the others follow each minute"""

SITUATIONS = {
    "attacking": {"do": "attack", "on": "camp"},
    "massing": {"do": "mass", "on": "north"},
    "inside": {"do": "breach", "on": "north"},
    "stoning": {"do": "unrest", "on": "camp"},
}
"""what a group does, and where it is met: at the wire only while it gathers"""


def facing(
    doing: str = "attacking",
    group: dict[str, Any] | None = None,
    unit: dict[str, Any] | None = None,
    contingent: dict[str, Any] | None = None,
    **sections: Any,
) -> dict[str, Any]:
    """Thirty men do something from H+0:01 on; a platoon of thirty in the base belongs to a contingent."""
    men = {"strength": 30, "resolve": 0.5, "deterred_by": "presence", "armed": doing != "stoning", **(group or {})}
    least = {
        "perimeter": {"north": {**WIRE["north"], "layers": ["none"], "posts": 0}},
        "contingents": {"ours": {**READY, **(contingent or {})}},
        "unit_types": {"platoon": {"notice": "1 s"}},
        "units": {"platoon": {"type": "platoon", "of": "ours", "at": "base", "strength": 30, **(unit or {})}},
        "threat": {
            "groups": {"men": men},
            "stream": [{"id": "it", "at": "H+0:01", "by": "men", **SITUATIONS[doing]}],
        },
        "community": {"tension": 0.5},
        "parameters": {
            "movement": {"muster": "1 s", "react": "1 s"},
            "harm": {"attack": "0/min", "stones": "0/min"},
            "force": {"hits": "0", "hits_back": "0", "stray": "0"},
        },
    }
    return a_scenario(**merged(least, sections))


def met(engine: Engine) -> int:
    """The unit goes there (half an hour later, when everybody is in place); when it arrives."""
    doing = engine.blueprint.stream[0].do
    engine.advance_to(30 * MINUTE)
    engine.apply(
        OrderUnit("platoon", "separate" if doing == "unrest" else "protect", "north" if doing == "mass" else "camp")
    )
    while not of_kind(engine.log, "unit_arrived"):
        engine.advance_to(engine.now + MINUTE)
    return of_kind(engine.log, "unit_arrived")[0].at


def steps(found: list[LogEvent]) -> list[str]:
    return [event.data["step"] for event in of_kind(found, "force_step_taken")]


def turned(scenario: dict[str, Any], rounds: int, seed: int, runs: int) -> int:
    """In how many runs the group has turned back within so many rounds."""
    count = 0
    for engine in engines(scenario, range(seed, seed + runs)):
        until = met(engine) + MET + 60 * (rounds - 1)
        engine.advance_to(until)
        count += any(event.at <= until for event in of_kind(engine.log, "group_deterred"))
    return count


# the order of steps


@pytest.mark.parametrize(
    ("doing", "expected"),
    [
        ("attacking", ["warning_shots", "aimed_fire"]),
        ("inside", ["presence", "verbal", "show_of_force", "warning_shots", "aimed_fire"]),
        ("massing", ["presence", "verbal", "show_of_force"]),
        ("stoning", ["presence", "verbal", "show_of_force"]),
    ],
)
def test_steps_are_taken_in_order_from_the_least_that_is_warranted_to_the_highest_allowed(
    doing: str, expected: list[str]
) -> None:
    """Life at stake begins with warning shots; men who only gather or carry no firearms never see more than a show."""
    engine = engine_of(facing(doing, {"resolve": 1}, parameters={"force": NEVER}))
    at = met(engine)
    engine.advance_to(at + HOUR)
    taken = of_kind(engine.log, "force_step_taken")
    assert [e.data["step"] for e in taken] == expected
    assert [e.at for e in taken] == [at + MET + 60 * k for k in range(len(expected))]
    assert {e.data["right"] for e in taken} == {True}
    assert {e.data["life_at_stake"] for e in taken} == {doing == "attacking"}


@pytest.mark.parametrize("rehearsal", [1.0, 0.5, 0.0])
@pytest.mark.parametrize("doing", SITUATIONS)
def test_no_right_step_is_ever_skipped_unless_life_is_at_stake(doing: str, rehearsal: float) -> None:
    """Over seeds: a step two above the last one is either for a life at stake, or written down as not right."""
    skipped = 0
    for engine in engines(facing(doing, contingent={"rehearsal": rehearsal}), range(60)):
        engine.advance_to(met(engine) + 20 * MINUTE)
        last = -1
        for event in of_kind(engine.log, "force_step_taken"):
            step = FORCE_STEPS.index(event.data["step"])
            if step > last + 1:
                assert event.data["life_at_stake"] or not event.data["right"]
                assert step <= last + 2 or event.data["life_at_stake"]
                skipped += not event.data["life_at_stake"]
            last = step
    assert (skipped > 0) == (rehearsal < 1 and doing != "attacking")


@pytest.mark.parametrize("doing", ["massing", "stoning"])
@pytest.mark.parametrize("rehearsal", [1.0, 0.0])
def test_force_stays_in_proportion(doing: str, rehearsal: float) -> None:
    """No shot at men without firearms or at men who only gather, whoever commands."""
    scenario = facing(doing, {"resolve": 1, "deterred_by": "aimed_fire"}, contingent={"rehearsal": rehearsal})
    for engine in engines(scenario, range(30)):
        engine.advance_to(met(engine) + HOUR)
        assert set(steps(engine.log)) <= {"presence", "verbal", "show_of_force"}
        assert not of_kind(engine.log, "perpetrators_hit", "person_hurt")


@pytest.mark.parametrize(("rehearsal", "share"), [(0.0, 0.7), (0.5, 0.35), (1.0, 0.0)])
def test_a_leader_who_did_not_rehearse_hesitates(rehearsal: float, share: float, test_seed: int) -> None:
    """With 0.7 x (1 - rehearsal) the first step is mere presence where warning shots fit, and marked as not right."""
    runs, low = 500, 0
    for engine in engines(facing(contingent={"rehearsal": rehearsal}), range(test_seed, test_seed + runs)):
        engine.advance_to(met(engine) + MET)
        first = of_kind(engine.log, "force_step_taken")[0]
        assert first.data["right"] == (first.data["step"] == "warning_shots")
        low += first.data["step"] == "presence"
    assert_share(low, runs, share)


@pytest.mark.parametrize(("rehearsal", "share"), [(0.0, 0.15), (1.0, 0.0)])
def test_a_leader_who_did_not_rehearse_skips_a_step_now_and_then(
    rehearsal: float, share: float, test_seed: int
) -> None:
    """Where no life is at stake, verbal before presence with 0.15 x (1 - rehearsal)."""
    runs, high = 900, 0
    for engine in engines(facing("inside", contingent={"rehearsal": rehearsal}), range(test_seed, test_seed + runs)):
        engine.advance_to(met(engine) + MET)
        first = of_kind(engine.log, "force_step_taken")[0]
        high += first.data["step"] == "verbal"
    assert_share(high, runs, share)


def test_the_measure_of_correct_steps_is_their_share() -> None:
    """K7 over a run with right and wrong steps."""
    engine = engine_of(facing("inside", {"deterred_by": "aimed_fire", "resolve": 1}, contingent={"rehearsal": 0.4}), 3)
    met(engine)
    taken = of_kind(ran(engine), "force_step_taken")
    right = sum(e.data["right"] for e in taken)
    assert 0 < right < len(taken)
    assert measure(engine.blueprint, engine.log)["correct_force_steps"] == pytest.approx(right / len(taken), abs=1e-3)


# who yields

FIRST = {"attacking": 3, "inside": 0, "massing": 0}
HIGHEST = {"attacking": 4, "inside": 4, "massing": 2}
CHANCE = (0.05, 0.10, 0.35, 0.50, 0.75)
"""presence, verbal, show of force, warning shots, aimed fire: who turns of an even group without resolve"""


@pytest.mark.parametrize(("ours", "theirs", "resolve"), [(30, 30, 0.5), (60, 30, 0.2), (30, 90, 0.8)])
@pytest.mark.parametrize("doing", FIRST)
def test_each_run_turns_in_the_very_round_in_which_its_luck_falls_below_the_closed_form(
    doing: str, ours: int, theirs: int, resolve: float
) -> None:
    """Exact: a round draws five numbers at its place, the second is for compliance.

    It is held against c w / (w + 2 resolve), a tenth of it for a step that was met before (aimed fire: all of it).
    """
    scenario = facing(doing, {"strength": theirs, "resolve": resolve}, {"strength": ours})
    came = 0
    for seed, engine in enumerate(engines(scenario, range(120))):
        at = met(engine)
        engine.advance_to(at + MET + 60 * 11)
        luck = Draws(seed, 0).stream("north" if doing == "massing" else "camp", "confrontation").uniform
        expected = None
        for k in range(12):
            step = min(HIGHEST[doing], FIRST[doing] + k)
            again = 0.1 if 0 < step < 4 and k > step - FIRST[doing] else 1.0
            _, mine, _, _, _ = luck(), luck(), luck(), luck(), luck()
            if mine < CHANCE[step] * again * (ours / theirs) / (ours / theirs + 2 * resolve):
                expected = (at + MET + 60 * k, FORCE_STEPS[step])
                break
        found = [(e.at, e.data["step"]) for e in of_kind(engine.log, "group_deterred")]
        assert found == ([expected] if expected else [])
        came += len(found)
    assert came > 12


def yields(c: float, ratio: float, resolve: float) -> float:
    """Closed form: c w / (w + 2 resolve)."""
    return c * ratio / (ratio + 2 * resolve)


@pytest.mark.parametrize(
    ("ours", "theirs", "resolve"), [(30, 30, 0.5), (60, 30, 0.5), (30, 90, 0.5), (30, 30, 0.0), (30, 30, 1.0)]
)
def test_warning_shots_turn_a_group_as_the_closed_form_says(
    ours: int, theirs: int, resolve: float, test_seed: int
) -> None:
    """First round with life at stake: 0.5 w / (w + 2 resolve), w by numbers."""
    scenario = facing(group={"strength": theirs, "resolve": resolve}, unit={"strength": ours})
    assert_share(turned(scenario, 1, test_seed, 400), 400, yields(0.5, ours / theirs, resolve))


@pytest.mark.parametrize(
    ("step", "c", "doing", "rounds"),
    [
        ("presence", 0.05, "inside", 1),
        ("verbal", 0.10, "inside", 2),
        ("show_of_force", 0.35, "inside", 3),
        ("warning_shots", 0.50, "inside", 4),
        ("aimed_fire", 0.75, "attacking", 2),
    ],
)
def test_each_step_turns_a_group_for_the_first_time_as_often_as_the_sheet_of_parameters_says(
    step: str, c: float, doing: str, rounds: int, test_seed: int
) -> None:
    """A group that only this step can turn, of equal strength and resolve 0.5: c / 2."""
    scenario = facing(doing, {"deterred_by": step})
    assert_share(turned(scenario, rounds, test_seed, 600), 600, yields(c, 1.0, 0.5))


@pytest.mark.parametrize("step", FORCE_STEPS)
def test_nothing_below_its_own_threshold_turns_a_group(step: str) -> None:
    """Steps that would turn anybody do nothing until the one that the group heeds."""
    engine = engine_of(facing("inside", {"deterred_by": step, "resolve": 0}, parameters={"force": SURE}))
    met(engine)
    found = ran(engine)
    assert of_kind(found, "group_deterred")[0].data["step"] == step
    assert steps(found) == list(FORCE_STEPS[: FORCE_STEPS.index(step) + 1])


@pytest.mark.parametrize("more", [5, 20])
def test_a_step_that_a_group_has_met_before_turns_few(more: int, test_seed: int) -> None:
    """A show of force once 0.35 w / (w + 2 r), then a tenth of that in each round."""
    p = yields(0.35, 1.0, 0.5)
    scenario = facing("massing", {"deterred_by": "show_of_force"})
    expected = 1 - (1 - p) * (1 - 0.1 * p) ** more
    assert_share(turned(scenario, 3 + more, test_seed, 600), 600, expected)


def test_aimed_fire_turns_a_group_anew_in_each_round(test_seed: int) -> None:
    p = yields(0.75, 1.0, 1.0)
    scenario = facing(group={"deterred_by": "aimed_fire", "resolve": 1})
    assert_share(turned(scenario, 4, test_seed, 600), 600, 1 - (1 - p) ** 3)


@pytest.mark.parametrize(
    ("sections", "weight"),
    [
        ({}, 30),
        ({"unit": {"armour": True}}, 60),
        ({"contingent": {"component": "police"}}, 30),
        ({"doing": "stoning", "contingent": {"component": "police"}}, 120),
        ({"doing": "stoning", "unit": {"armour": True}}, 30),
    ],
    ids=["soldiers", "armour", "police and firearms", "police and a crowd", "armour and a crowd"],
)
def test_weight_is_people_times_what_they_bring(sections: dict[str, Any], weight: float) -> None:
    """Armour counts twice, police before people without firearms four times; neither where it does not belong."""
    world = world_of(facing(**sections))
    assert world.force.weight([world.units["platoon"]], world.groups["men"]) == weight


def test_a_liaison_officer_makes_the_units_weigh_three_times_against_men_of_the_host_only() -> None:
    for controlled, weight in (("host", 90), ("nobody", 30)):
        world = world_of(facing(group={"controlled_by": controlled}))
        unit, group = world.units["platoon"], world.groups["men"]
        assert world.force.weight([unit], group) == 30
        world.community.liaison = 1
        assert world.force.weight([unit], group) == weight


# what force does meanwhile


@pytest.mark.parametrize(
    ("doing", "rounds", "k"),
    [("inside", 1, 0.1), ("inside", 2, 0.2), ("inside", 3, 0.5), ("inside", 4, 0.9), ("attacking", 2, 1.5)],
)
@pytest.mark.parametrize("theirs", [60, 20])
def test_a_group_is_held_in_check_by_its_share_of_weight(doing: str, rounds: int, k: float, theirs: int) -> None:
    """min(1, w k), with k 0.1, 0.2, 0.5, 0.9, 1.5 by step."""
    engine = engine_of(facing(doing, {"strength": theirs}, parameters={"force": NEVER}))
    engine.advance_to(met(engine) + MET + 60 * (rounds - 1))
    held = min(1.0, 30 / theirs * k)
    assert engine._world.groups["men"].suppressed == pytest.approx(held)
    assert bool(of_kind(engine.log, "group_suppressed")) == (held >= 0.5)


def test_harm_falls_by_the_share_that_is_held_in_check(test_seed: int) -> None:
    """Warning shots of a third of their number: 0.3 held for the first minute, then 0.5; a paired count of an hour."""
    harm = {"harm": {"attack": "0.1/min"}, "force": NEVER}
    hurt = {0: 0, 1: 0}
    for seed in range(test_seed, test_seed + 12):
        for units in hurt:
            scenario = facing(group={"strength": 90, "deterred_by": "aimed_fire"}, parameters=harm)
            scenario["places"]["camp"]["people"] = 900_000
            engine = engine_of(scenario, seed)
            at = 1880 if not units else met(engine)
            engine.advance_to(at + 60 * MINUTE)
            hurt[units] += sum(at < e.at for e in of_kind(engine.log, "person_hurt"))
    assert_share(hurt[1], sum(hurt.values()), 0.5 / 1.5)


def test_aimed_fire_hits_two_in_a_hundred_a_round(test_seed: int) -> None:
    """Thirty against ninety: 0.02 x 30 = 0.6 a round, so one in six rounds of ten."""
    scenario = facing(
        group={"strength": 90, "deterred_by": "aimed_fire"}, parameters={"force": {**NEVER, "hits": "0.02"}}
    )
    hits, rounds = 0, 20
    for engine in engines(scenario, range(test_seed, test_seed + 30)):
        engine.advance_to(met(engine) + MET + 60 * rounds)
        hits += sum(e.data["count"] for e in of_kind(engine.log, "perpetrators_hit"))
    assert_share(hits, 30 * rounds, 0.6)


def test_a_group_that_has_lost_half_of_its_men_breaks() -> None:
    scenario = facing(group={"resolve": 1, "deterred_by": "aimed_fire"}, parameters={"force": {**NEVER, "hits": "0.2"}})
    engine = engine_of(scenario)
    met(engine)
    found = ran(engine)
    (end,) = of_kind(found, "group_deterred")
    assert end.data["step"] == "losses"
    lost = sum(e.data["count"] for e in of_kind(found, "perpetrators_hit"))
    last = of_kind(found, "perpetrators_hit")[-1].data["count"]
    assert lost > 15 >= lost - last


@pytest.mark.parametrize("left", [1.0, 0.5])
def test_a_bystander_is_hit_by_aimed_fire_the_more_people_are_still_there(left: float, test_seed: int) -> None:
    """0.01 a round x the share of people left; here 0.2 so that it is seen."""
    scenario = facing(group={"deterred_by": "aimed_fire"}, parameters={"force": {**NEVER, "stray": "0.2"}})
    hit, rounds = 0, 30
    for engine in engines(scenario, range(test_seed, test_seed + 25)):
        engine._world.places["camp"].people *= left
        engine.advance_to(met(engine) + MET + 60 * rounds)
        hurt = of_kind(engine.log, "person_hurt")
        assert {e.data["by"] for e in hurt} <= {"un_fire"}
        hit += len(hurt)
    assert_share(hit, 25 * rounds, 0.2 * left)


# inaction has a declared cause

BEFORE = {
    "hidden_caveats": ["no_force_beyond_self_defence"], "hidden_share": 0.5, "capital_call": 0.35, "written_order": 0.3
}  # fmt: skip
AFTER = {**BEFORE, "hidden_share": 0.1, "capital_call": 0.05, "written_order": 0.02}
"""domain sheet: capital 0.35 / 0.05, written order 0.3 / 0.02; the hidden limits as the shipped scenarios have them"""


@pytest.mark.parametrize(("limits", "sheet"), [(BEFORE, 0.2), (AFTER, 0.8)], ids=["before", "after"])
def test_units_act_at_once_as_often_as_all_declared_causes_spare_them(
    limits: dict[str, Any], sheet: float, test_seed: int
) -> None:
    """Product over hidden caveat, capital, written order to go, written order to shoot."""
    runs, at_once = 600, 0
    scenario = facing(contingent=limits)
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        engine.advance_to(30 * MINUTE)
        engine.apply(OrderUnit("platoon", "protect", "camp"))
        engine.advance_to(45 * MINUTE)
        causes = of_kind(engine.log, "order_waits", "force_withheld", "order_refused")
        acted = "warning_shots" in steps(engine.log)
        assert acted != bool(causes), "who does not act has a cause, who has none acts"
        assert all(e.data["why"] for e in causes)
        at_once += acted
    share = prod((1 - limits["hidden_share"], 1 - limits["capital_call"], (1 - limits["written_order"]) ** 2))
    assert_share(at_once, runs, share)
    assert share == pytest.approx(sheet, abs=0.05)


@pytest.mark.parametrize(
    ("contingent", "unit", "why"),
    [
        ({"hidden_caveats": ["no_force_beyond_self_defence"]}, {}, "caveat: no force beyond self-defence"),
        ({}, {"caveats": ["no_force_beyond_self_defence"]}, "caveat: no force beyond self-defence"),
        ({"written_order": 1}, {}, "waits for a written order"),
    ],
    ids=["hidden caveat", "declared caveat", "written order"],
)
def test_who_withholds_force_says_why_and_stays_at_presence(
    contingent: dict[str, Any], unit: dict[str, Any], why: str
) -> None:
    """The cause is written once; what the unit does instead follows, and the story leads back to the stream."""
    parameters = {"command": {"written_delay": "7 h"}, "movement": {"muster": "1 s", "react": "1 s"}}
    scenario = facing("attacking", {"deterred_by": "aimed_fire"}, unit, contingent, parameters=parameters)
    scenario["threat"]["stream"][0]["at"] = "H+1"
    engine = engine_of(scenario)
    engine.apply(OrderUnit("platoon", "deploy", "camp"))
    engine.advance_to(5 * HOUR)
    (held,) = of_kind(engine.log, "force_withheld")
    assert held.data["why"] == why
    assert set(steps(engine.log)) == {"presence"}
    assert not of_kind(engine.log, "intervention_effective")
    assert {"stream_event_began", "order_given"} <= {e.kind for e in ancestors(engine.log, held)}


def deployed(engine: Engine) -> None:
    """The unit stands in the camp before the attack: it needs no leave to stand there."""
    engine.apply(OrderUnit("platoon", "deploy", "camp"))


@pytest.mark.parametrize("delay", ["30 min", "100 min"])
def test_force_is_used_when_the_written_order_has_come(delay: str) -> None:
    scenario = facing(
        contingent={"written_order": 1, "written_delay": delay}, group={"deterred_by": "aimed_fire"},
        parameters={"force": NEVER},
    )  # fmt: skip
    scenario["threat"]["stream"][0]["at"] = "H+1"
    engine = engine_of(scenario)
    deployed(engine)
    found = ran(engine)
    first = next(e.at for e in of_kind(found, "force_step_taken") if e.data["step"] == "warning_shots")
    assert first - HOUR == pytest.approx(int(delay.split()[0]) * MINUTE, abs=MINUTE + MET)


def test_leave_for_force_that_was_given_spares_the_written_order() -> None:
    plan = {
        "R": {
            "when": "breach reported to ops", "authority": "duty_officer", "after": "1 s",
            "do": [{"task": "authorise_force"}],
        }
    }  # fmt: skip
    scenario = facing(contingent={"written_order": 1}, plan=plan, msel=[told("H+0:10", "breach", "north")])
    scenario["threat"]["stream"][0]["at"] = "H+1"
    engine = engine_of(scenario)
    deployed(engine)
    found = ran(engine)
    assert not of_kind(found, "force_withheld")
    assert steps(found)[0] == "warning_shots"


def test_a_unit_that_may_acts_where_another_may_not() -> None:
    """Two contingents: one has a hidden limit; steps are taken by the other."""
    units = {"second": {"type": "platoon", "of": "others", "at": "base"}}
    scenario = facing(
        contingent={"hidden_caveats": ["no_force_beyond_self_defence"]},
        contingents={"others": READY},
        units=units,
        group={"deterred_by": "aimed_fire"},
        parameters={"force": NEVER},
    )
    engine = engine_of(scenario)
    for unit in ("platoon", "second"):
        engine.apply(OrderUnit(unit, "deploy", "camp"))
    found = ran(engine)
    assert [e.subject for e in of_kind(found, "force_withheld")] == ["platoon"]
    assert {e.subject for e in of_kind(found, "force_step_taken") if e.data["step"] == "aimed_fire"} == {"second"}


@pytest.mark.parametrize(
    ("limit", "refused_at", "accepted_at", "task"),
    [
        ("needs_armour", "camp", "", "protect"),
        ("no_outside_base", "market", "camp", "protect"),
        ("no_crowd_control", "camp", "", "separate"),
        ("committed", "camp", "", "protect"),
    ],
)
@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "declared"])
def test_a_unit_refuses_for_a_caveat_that_it_names(
    limit: str, refused_at: str, accepted_at: str, task: str, hidden: bool
) -> None:
    """The refusal is one event with the caveat; a task that the caveat does not touch is accepted."""
    where: dict[str, Any] = {"contingent": {"hidden_caveats": [limit]}} if hidden else {"unit": {"caveats": [limit]}}
    market = {"market": {"kind": "market", "at": [900, 900]}}
    for at, refuses in ((refused_at, True), (accepted_at, False)):
        if at:
            engine = engine_of(facing("massing", places=market, **where))
            engine.apply(OrderUnit("platoon", task, at))
            engine.advance_to(HOUR)
            assert [e.data["why"] for e in of_kind(engine.log, "order_refused")] == [limit.replace("_", " ")] * refuses
            assert bool(of_kind(engine.log, "order_accepted")) != refuses


@pytest.mark.parametrize(("cause", "share"), [("capital_call", 0.35), ("written_order", 0.3)])
def test_commanders_ask_first_as_often_as_their_contingent_does(cause: str, share: float, test_seed: int) -> None:
    """Share of risky orders that wait; each wait says what for."""
    runs, waits = 600, 0
    for engine in engines(facing(contingent={cause: share}), range(test_seed, test_seed + runs)):
        engine.apply(OrderUnit("platoon", "protect", "camp"))
        engine.advance_to(20 * MINUTE)
        found = of_kind(engine.log, "order_waits")
        assert {e.data["why"] for e in found} <= {
            {"capital_call": "asks the capital", "written_order": "wants a written order"}[cause]
        }
        waits += len(found)
    assert_share(waits, runs, share)


# posts under fire


@pytest.mark.parametrize(
    ("protected", "ordered", "minutes", "share"),
    [
        (False, True, 30, 1 - 0.9**3),
        (True, True, 60, 1 - 0.98**6),
        (False, False, 10, 1 - 0.9**3),
        (True, False, 20, 1 - 0.98**6),
    ],
    ids=["soft", "protected", "soft, no order to hold", "protected, no order to hold"],
)
def test_posts_are_left_under_fire_as_often_as_the_sheet_says(
    protected: bool, ordered: bool, minutes: int, share: float, test_seed: int
) -> None:
    """0.10 or 0.02 in each 10 min under fire; three times the hazard where no rule says that they hold."""
    wire = {"north": {**WIRE["north"], "posts": 100, "length": "5 km", "protected": protected}}
    threat = {
        "groups": {"men": {"strength": 30}},
        "stream": [{"id": "fire", "at": "H+0:10", "do": "shoot", "by": "men", "on": "north", "for": f"{minutes} min"}],
    }
    plan = {"H": {"for": "posts", "when": "shots seen", "do": [{"task": "hold"}]}} if ordered else {}
    left = held = 0
    scenario = a_scenario(perimeter=wire, threat=threat, plan=plan, clock={"duration": "80 min"})
    for engine in engines(scenario, range(test_seed, test_seed + 25)):
        found = ran(engine)
        left += len(of_kind(found, "post_abandoned"))
        held += len(of_kind(found, "post_held"))
        assert {e.data["why"] for e in of_kind(found, "post_abandoned")} <= {
            "under fire, outgunned" if protected else "exposed under fire"
        }
    assert left + held == 2500
    assert_share(left, 2500, share)


def test_a_post_that_is_left_follows_from_the_fire_upon_it() -> None:
    wire = {"north": {**WIRE["north"], "posts": 20}}
    threat = {
        "groups": {"men": {"strength": 30}},
        "stream": [{"id": "fire", "at": "H+0:10", "do": "shoot", "by": "men", "on": "north"}],
    }
    found = ran(engine_of(a_scenario(perimeter=wire, threat=threat)))
    for event in of_kind(found, "post_abandoned"):
        kinds_ = [e.kind for e in ancestors(found, event)]
        assert {"post_under_fire", "shots_fired", "stream_event_began"} <= set(kinds_)


# meeting


def test_a_unit_that_stands_at_the_wire_faces_men_who_gather_there() -> None:
    """Who is there before the crowd does no less than who comes after it."""
    scenario = facing("massing", {"deterred_by": "aimed_fire"})
    scenario["threat"]["stream"][0]["at"] = "H+1"
    early, late = engine_of(scenario), engine_of(scenario)
    early.apply(OrderUnit("platoon", "deploy", "north"))
    late.advance_to(HOUR + MINUTE)
    late.apply(OrderUnit("platoon", "deploy", "north"))
    assert "show_of_force" in steps(ran(late))
    assert "show_of_force" in steps(ran(early))


def test_an_unarmed_guard_who_merely_stands_there_faces_nobody() -> None:
    engine = engine_of(facing(units={"guard": {"type": "guards", "at": "camp"}}))
    assert not of_kind(ran(engine), "force_step_taken")


def test_a_confrontation_ends_when_the_group_is_gone_and_the_place_is_searched() -> None:
    """10 (5-20) min after the group has turned back the place is called secure."""
    engine = engine_of(facing(group={"resolve": 0}, parameters={"force": SURE}))
    met(engine)
    found = ran(engine)
    gone, secure = of_kind(found, "group_deterred")[0], of_kind(found, "place_secured")[0]
    assert 5 * MINUTE <= secure.at - gone.at <= 20 * MINUTE
    assert of_kind(found, "intervention_effective")
    assert "group_deterred" in {e.kind for e in ancestors(found, secure)}


# content and parameters


def test_without_a_group_no_step_of_force_is_taken() -> None:
    scenario = facing()
    scenario["threat"] = {}
    engine = engine_of(scenario)
    engine.apply(OrderUnit("platoon", "protect", "camp"))
    assert not steps(ran(engine))


def test_without_a_unit_no_step_of_force_is_taken() -> None:
    assert not steps(ran(engine_of(facing())))


@pytest.mark.parametrize(
    ("name", "value", "group", "expected"),
    [
        ("warning_shots", "0.9", {}, yields(0.9, 1, 0.5)),
        ("stubborn", "6", {}, 0.5 * 1 / (1 + 6 * 0.5)),
        ("armour", "4", {}, yields(0.5, 4, 0.5)),
    ],
)
def test_the_numbers_of_compliance_are_read(
    name: str, value: str, group: dict[str, Any], expected: float, test_seed: int
) -> None:
    scenario = facing(group=group, unit={"armour": name == "armour"}, parameters={"force": {name: value}})
    assert_share(turned(scenario, 1, test_seed, 600), 600, expected)


def test_the_other_numbers_of_force_are_read(test_seed: int) -> None:
    police = {"component": "police"}
    world = world_of(facing("stoning", contingent=police, parameters={"force": {"crowd_control": "7"}}))
    assert world.force.weight([world.units["platoon"]], world.groups["men"]) == 210
    world = world_of(facing(group={"controlled_by": "host"}, parameters={"force": {"liaison": "5"}}))
    world.community.liaison = 1
    assert world.force.weight([world.units["platoon"]], world.groups["men"]) == 150
    engine = engine_of(facing("inside", {"resolve": 1}, parameters={"force": {**NEVER, "round": "4 min"}}))
    at = met(engine)
    engine.advance_to(at + HOUR)
    assert [e.at - at for e in of_kind(engine.log, "force_step_taken")] == [MET + 240 * k for k in range(5)]
    p = yields(0.35, 1.0, 0.5)
    scenario = facing("massing", {"deterred_by": "show_of_force"}, parameters={"force": {"again": "1"}})
    assert_share(turned(scenario, 5, test_seed, 400), 400, 1 - (1 - p) ** 3)


@pytest.mark.parametrize(("name", "share"), [("abandon_soft", 0.4), ("abandon_protected", 0.3)])
def test_the_hazards_of_posts_are_read(name: str, share: float, test_seed: int) -> None:
    wire = {"north": {**WIRE["north"], "posts": 100, "length": "5 km", "protected": name == "abandon_protected"}}
    threat = {
        "groups": {"men": {"strength": 30}},
        "stream": [{"id": "fire", "at": "H+0:10", "do": "shoot", "by": "men", "on": "north", "for": "10 min"}],
    }
    plan = {"H": {"for": "posts", "when": "shots seen", "do": [{"task": "hold"}]}}
    scenario = a_scenario(perimeter=wire, threat=threat, plan=plan, parameters={"force": {name: str(share)}})
    left = sum(
        len(of_kind(ran(engine), "post_abandoned")) for engine in engines(scenario, range(test_seed, test_seed + 8))
    )
    assert_share(left, 800, share)


def test_men_under_aimed_fire_shoot_back_at_their_declared_rate(test_seed: int) -> None:
    """Poisson: 0.001 a round of each man whose hands are half free; armoured crews are hit half as often."""
    hit = dict.fromkeys(("wheels", "armour"), 0)
    rounds = dict.fromkeys(hit, 0.0)
    for mobility in hit:
        never = {"force": {**NEVER, "hits": "0", "hits_back": "0.005", "stray": "0"}}
        scenario = facing("attacking", {"strength": 40, "deterred_by": "aimed_fire"}, parameters=never)
        scenario["unit_types"]["platoon"]["mobility"] = mobility
        for engine in engines(scenario, range(test_seed, test_seed + 40)):
            at = met(engine)
            engine.advance_to(at + MET + 60 * 60)
            hit[mobility] += sum(e.data["count"] for e in of_kind(engine.log, "peacekeeper_hurt"))
            aimed = [e for e in of_kind(engine.log, "force_step_taken") if e.data["step"] == "aimed_fire"]
            rounds[mobility] += (engine.now - aimed[0].at) // 60 + 1 if aimed else 0
    for mobility, worth in (("wheels", 1), ("armour", 2)):
        held = min(1.0, 30 * worth / 40 * 1.5)
        assert_poisson(hit[mobility], rounds[mobility] * 0.005 * 40 * (1 - held / 2) / worth)


def test_a_unit_that_has_lost_half_of_its_people_gives_up() -> None:
    never = {"force": {**NEVER, "hits": "0", "hits_back": "0.05", "stray": "0"}}
    engine = engine_of(facing("attacking", {"strength": 100, "deterred_by": "aimed_fire"}, parameters=never))
    met(engine)
    log = ran(engine)
    hurt = sum(e.data["count"] for e in of_kind(log, "peacekeeper_hurt"))
    assert 15 < hurt <= 29
    assert "has lost half of its people" in {e.data["why"] for e in of_kind(log, "task_dropped")}
    assert measure(engine.blueprint, log)["peacekeepers_hurt"] == hurt
