"""Community: three bounded levels, monotone in each cause; the half-life of tension; mediation and liaison."""

from __future__ import annotations

import random
from math import sqrt
from typing import Any

import pytest

from simulator.commands import OrderUnit
from simulator.engine.world import World
from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran, world_of
from tests.engine.cases import WIRE, told
from tests.engine.mechanics.people_cases import HOUR, MINUTE, NO_AID, Z, engines, wounds

STEADY = {"parameters": {"community": {"calms": "1000 h"}}}
"""tension does not settle while the run lasts"""


def levels(found: list[LogEvent]) -> dict[str, float]:
    """The levels after the last change of a log."""
    return {name: value / 1000 for name, value in of_kind(found, "community_changed")[-1].data.items()}


def changing(at: str, name: str, by: float) -> dict[str, Any]:
    """An inject that changes a level."""
    return {
        "id": f"change-{name}-{at}".replace("+", "").replace(":", "-"), "at": at, "type": "contextual", "text": "t",
        "effects": [{"change": name, "by": by}],
    }  # fmt: skip


# bounds


def test_the_levels_stay_between_nothing_and_all_whatever_happens(test_seed: int) -> None:
    world, rng = world_of(a_scenario()), random.Random(test_seed)
    for _ in range(2000):
        steps = {name: rng.uniform(-0.7, 0.7) for name in ("trust", "tension", "consent")}
        world.community.move(**steps, cause=world.started)
        for name in steps:
            assert 0 <= getattr(world.community, name) <= 1
    said = [value for e in of_kind(world.log, "community_changed") for value in e.data.values()]
    assert min(said) == 0
    assert max(said) == 1000


@pytest.mark.parametrize("name", ["trust", "tension", "consent"])
def test_an_inject_sets_or_changes_a_level_and_no_other(name: str) -> None:
    start = {"trust": 0.5, "tension": 0.3, "consent": 0.5}
    found = ran(engine_of(a_scenario(community=start, msel=[changing("H+1", name, 0.2)], **STEADY)))
    assert levels(found) == pytest.approx({**start, name: start[name] + 0.2})


def test_a_level_that_does_not_change_writes_no_event() -> None:
    found = ran(engine_of(a_scenario(community={"trust": 1.0}, msel=[changing("H+1", "trust", 0.2)])))
    assert not of_kind(found, "community_changed")


# causes


def crowd_at_a_gate(mode: str, people: int) -> list[LogEvent]:
    """A crowd waits at a gate that is then held or opened."""
    first, then = ("search", "hold_gate") if mode == "hold" else ("hold", "open_gate")
    gate = {"kind": "gate", "of": "base", "at": [0, -600], "leads_to": "base", "lanes": 1, "mode": first}
    plan = {
        "R": {
            "when": "breach reported to ops", "authority": "duty_officer", "after": "1 s",
            "do": [{"task": then, "at": "gate"}],
        }
    }  # fmt: skip
    crowd = {
        "id": "c",
        "at": "H+0:59",
        "type": "contextual",
        "text": "c",
        "effects": [{"people": people, "at": "gate"}],
    }
    scenario = a_scenario(
        places={"gate": gate},
        plan=plan,
        perimeter=WIRE,
        msel=[crowd, told("H+1", "breach", "north")],
        parameters={"crowd": {"crush": "0", "turned_away": "0"}, **STEADY["parameters"]},
    )
    return ran(engine_of(scenario))


@pytest.mark.parametrize(("mode", "step"), [("hold", -0.05), ("open", 0.03)])
def test_a_gate_held_against_people_in_flight_costs_trust_and_an_opened_one_wins_some(mode: str, step: float) -> None:
    changes = of_kind(crowd_at_a_gate(mode, 800), "community_changed")
    assert changes[0].data["trust"] == pytest.approx(500 + 1000 * step)
    assert not of_kind(crowd_at_a_gate(mode, 50), "community_changed"), "fifty people are no crowd"


@pytest.mark.parametrize("hurt", [0, 10, 60])
def test_each_person_hurt_costs_trust_and_raises_tension(hurt: int) -> None:
    """0.0015 of trust, 0.001 of tension a person."""
    world = world_of(a_scenario(parameters=NO_AID))
    wounds(world, hurt)
    assert world.community.trust == pytest.approx(0.5 - 0.0015 * hurt)
    assert world.community.tension == pytest.approx(0.3 + 0.001 * hurt)


def test_each_post_that_is_left_costs_trust() -> None:
    """0.03 a post, counted in a run in which soft posts are under fire for hours."""
    threat = {
        "groups": {"armed": {"strength": 20}},
        "stream": [{"id": "fire", "at": "H+1", "do": "shoot", "by": "armed", "on": "north"}],
    }
    wire = {"north": {**WIRE["north"], "posts": 4}}
    found = ran(engine_of(a_scenario(perimeter=wire, threat=threat)))
    left = len(of_kind(found, "post_abandoned"))
    assert left > 0
    assert levels(found)["trust"] == pytest.approx(0.5 - 0.03 * left)


def stoning(hours: float, **sections: Any) -> dict[str, Any]:
    """An unrest in the camp that lasts so long, by people who hurt nobody."""
    threat = {
        "groups": {"crowd": {"strength": 200, "armed": False, "type": "crowd"}},
        "stream": [
            {"id": "stones", "at": "H+1", "do": "unrest", "by": "crowd", "on": "camp", "for": f"{hours} h",
             "intensity": 0}
        ],
    }  # fmt: skip
    return a_scenario(**merged({"threat": threat, **STEADY}, sections))


@pytest.mark.parametrize("hours", [0.9, 2.4, 4.1])
def test_unrest_raises_tension_each_half_hour_while_it_lasts(hours: float) -> None:
    """0.06 at each full half hour."""
    found = ran(engine_of(stoning(hours)))
    assert levels(found)["tension"] == pytest.approx(0.3 + 0.06 * int(hours * 2), abs=0.012)


def test_a_place_made_secure_wins_trust_back() -> None:
    """A raid has passed; the unit that searches the place and finds it quiet wins 0.04."""
    threat = {
        "groups": {"armed": {"strength": 5}},
        "stream": [{"id": "raid", "at": "H+1", "do": "attack", "by": "armed", "on": "camp", "for": "1 min"}],
    }
    scenario = a_scenario(units={"platoon": {"type": "platoon", "at": "base"}}, threat=threat, **STEADY)
    scenario["parameters"]["harm"] = {"attack": "0/min"}
    engine = engine_of(scenario)
    engine.advance_to(2 * HOUR)
    engine.apply(OrderUnit("platoon", "protect", "camp"))
    found = ran(engine)
    assert of_kind(found, "place_secured")
    assert levels(found)["trust"] == pytest.approx(0.54)


def test_more_of_a_cause_never_gives_a_better_level() -> None:
    """Monotone: trust falls and tension rises with each person hurt, until the bounds."""
    world = world_of(a_scenario(parameters=NO_AID))
    trust, tension = world.community.trust, world.community.tension
    for k in range(800):
        wounds(world, 1, first=k)
        assert world.community.trust <= trust
        assert world.community.tension >= tension
        trust, tension = world.community.trust, world.community.tension
    assert trust == 0
    assert tension == 1


# settling


def tension_at(found: list[LogEvent], hours: float) -> float:
    """Tension as last said before that hour."""
    said = [e.data["tension"] / 1000 for e in of_kind(found, "community_changed") if e.at <= hours * HOUR]
    return said[-1]


@pytest.mark.parametrize("calms", [6, 12])
@pytest.mark.parametrize("step", [0.6, -0.25])
def test_tension_comes_half_way_back_in_each_half_life(calms: int, step: float) -> None:
    """Distance to the rest of 0.3 two hours after the step, halved a half-life later (0.02 is not said)."""
    scenario = a_scenario(
        clock={"duration": "48 h"},
        msel=[changing("H+0:01", "tension", step)],
        parameters={"community": {"calms": f"{calms} h"}},
    )
    found = ran(engine_of(scenario))
    early, late = (tension_at(found, hours) - 0.3 for hours in (2.1, 2.1 + calms))
    assert abs(early) > 0.6 * abs(step)
    assert late == pytest.approx(early / 2, abs=0.025)


def test_tension_that_rises_after_a_long_calm_settles_no_faster() -> None:
    """After 30 h at rest a rise of 0.6 stands, an hour later still above half of it (half-life 12 h: 0.94 of it)."""
    scenario = a_scenario(clock={"duration": "48 h"}, msel=[changing("H+30:01", "tension", 0.6)])
    found = ran(engine_of(scenario))
    assert tension_at(found, 31.1) == pytest.approx(0.3 + 0.6 * 0.5 ** (1 / 12), abs=0.025)


def test_trust_and_consent_do_not_settle() -> None:
    msel = [changing("H+0:01", "trust", -0.3), changing("H+0:02", "consent", 0.3)]
    found = ran(engine_of(a_scenario(clock={"duration": "3 days"}, msel=msel)))
    assert levels(found)["trust"] == pytest.approx(0.2)
    assert levels(found)["consent"] == pytest.approx(0.8)


# what tension does


@pytest.mark.parametrize(("tension", "resolve"), [(0.5, 0.5), (1.0, 0.65), (0.0, 0.35), (0.8, 0.59)])
def test_tension_feeds_the_resolve_of_men_of_a_community(tension: float, resolve: float) -> None:
    """Own resolve + 0.3 (tension - 0.5); strangers to the communities keep theirs."""
    groups = {
        "own": {"strength": 10, "resolve": 0.5, "community": "north"},
        "others": {"strength": 10, "resolve": 0.5},
    }
    world = world_of(a_scenario(community={"tension": tension}, threat={"groups": groups}))
    assert world.community.resolve(world.groups["own"]) == pytest.approx(resolve)
    assert world.community.resolve(world.groups["others"]) == 0.5


def test_staffs_know_the_levels_to_a_tenth_as_assessed_each_hour() -> None:
    """A change of 0.04 is not seen, one of 0.23 is seen at the next full hour."""
    msel = [changing("H+0:10", "trust", 0.04), changing("H+2:10", "trust", 0.19)]
    engine = engine_of(a_scenario(msel=msel, **STEADY))
    seen = {}
    for minutes in (5, 65, 135, 185):
        engine.advance_to(minutes * MINUTE)
        seen[minutes] = engine._world.command["ops"].picture["trust"][0]
    assert seen == {5: 0.5, 65: 0.5, 135: 0.5, 185: 0.7}


# mediation


MEDIATORS = {
    "unit_types": {
        "civil": {"component": "civilian", "strength": 4, "notice": "1 min", "armed": False, "mobility": "wheels"}
    },
    "units": {"civil_affairs": {"type": "civil", "at": "base"}},
}


def mediated(trust: float, **sections: Any) -> dict[str, Any]:
    return a_scenario(**merged(merged(MEDIATORS, STEADY), {"community": {"trust": trust, "tension": 0.8}}), **sections)


def meeting_takes(world: World) -> int:
    """Seconds from the begun task to the held meeting."""
    begun = next(e for e in of_kind(world.log, "task_begun") if e.data["task"] == "mediate")
    return of_kind(world.log, "meeting_held")[0].at - begun.at


@pytest.mark.parametrize("trust", [0.2, 0.5, 1.0])
def test_a_meeting_lowers_tension_and_comes_the_sooner_the_more_people_trust(trust: float) -> None:
    """Tension -0.15, trust +0.02; meeting 90 (45-180) min x (1.5 - trust): mean 105 min times that."""
    takes = []
    for engine in engines(mediated(trust), range(150)):
        engine.apply(OrderUnit("civil_affairs", "mediate", "camp"))
        engine.run()
        takes.append(meeting_takes(engine._world))
        assert levels(engine.log)["tension"] == pytest.approx(0.65)
        assert levels(engine.log)["trust"] == pytest.approx(min(1.0, trust + 0.02))
    deviation = sqrt((45**2 + 90**2 + 180**2 - 45 * 90 - 45 * 180 - 90 * 180) / 18)
    mean = sum(takes) / len(takes) / MINUTE / (1.5 - trust)
    assert mean == pytest.approx(105, abs=Z * deviation / sqrt(150))


def test_a_meeting_that_is_called_off_is_not_held() -> None:
    engine = engine_of(mediated(0.5))
    engine.apply(OrderUnit("civil_affairs", "mediate", "camp"))
    engine.advance_to(30 * MINUTE)
    world = engine._world
    assert world.units["civil_affairs"].order is not None
    world.duties.drop(world.units["civil_affairs"], "called off", world.started)
    assert not of_kind(ran(engine), "meeting_held")


def test_a_crowd_kept_apart_until_the_leaders_met_stays_so_and_tension_falls() -> None:
    """Separation -0.04; the unit told to stay until mediated stays until the meeting."""
    scenario = stoning(
        6,
        **merged(
            MEDIATORS,
            {
                "units": {"platoon": {"type": "platoon", "at": "base", "strength": 400}},
                "community": {"tension": 0.8},
                "parameters": {"force": {"show_of_force": "1", "stubborn": "0"}, "community": {"unrest": "0"}},
                "perimeter": WIRE,
                "plan": {
                    "R": {
                        "for": "platoon", "when": "breach reported to ops", "authority": "duty_officer",
                        "do": [{"task": "separate", "at": "camp", "until": "mediated"}],
                    }
                },
                "msel": [told("H+1", "breach", "north")],
            },
        ),
    )  # fmt: skip
    engine = engine_of(scenario)
    engine.advance_to(3 * HOUR)
    assert of_kind(engine.log, "group_deterred")
    assert levels(engine.log)["tension"] == pytest.approx(0.76)
    assert engine._world.units["platoon"].order is not None
    engine.apply(OrderUnit("civil_affairs", "mediate", "camp"))
    found = ran(engine)
    met = of_kind(found, "meeting_held")[0]
    done = next(e for e in of_kind(found, "task_done") if e.subject == "platoon")
    assert done.at == met.at
    assert levels(found)["tension"] == pytest.approx(0.61)


# liaison


def liaison_log(consent: float, seed: int = 1, **sections: Any) -> list[LogEvent]:
    """A rule that calls the host's liaison officer at H+1."""
    plan = {
        "R": {
            "when": "breach reported to ops", "authority": "duty_officer", "after": "1 s",
            "do": [{"task": "call_liaison"}],
        }
    }  # fmt: skip
    least = {
        "plan": plan,
        "perimeter": WIRE,
        "msel": [told("H+1", "breach", "north")],
        "community": {"consent": consent},
    }
    return ran(engine_of(a_scenario(**merged(least, sections)), seed))


def liaison_wait(consent: float, seed: int) -> float:
    """Minutes from the order to the officer's coming."""
    found = liaison_log(consent, seed)
    came = of_kind(found, "liaison_came")[0]
    return (came.at - of_kind(found, "rule_fired")[0].at) / MINUTE


@pytest.mark.parametrize("seed", range(5))
def test_a_liaison_officer_comes_the_sooner_the_more_the_host_consents(seed: int) -> None:
    """45 (15-180) min x (1.5 - consent): at 0.3, 0.5 and 1.0 as 1.2 : 1 : 0.5, with the same luck."""
    few, some, full = (liaison_wait(consent, seed) for consent in (0.3, 0.5, 1.0))
    assert 14.9 <= some <= 180.1
    assert few == pytest.approx(1.2 * some, abs=0.1)
    assert full == pytest.approx(0.5 * some, abs=0.1)


def test_no_liaison_officer_comes_where_the_host_does_not_consent() -> None:
    assert of_kind(liaison_log(0.1), "liaison_came")
    assert not of_kind(liaison_log(0.05), "liaison_came")


# measures, content, parameters


def test_the_measures_give_the_levels_at_endex() -> None:
    msel = [changing("H+1", "trust", -0.2), changing("H+2", "consent", 0.1)]
    engine = engine_of(a_scenario(msel=msel, **STEADY))
    found = measure(engine.blueprint, ran(engine))
    assert (found["trust"], found["consent"], found["tension"]) == pytest.approx((0.3, 0.6, 0.3))


def test_where_nothing_happens_the_levels_stay_as_the_scenario_says() -> None:
    engine = engine_of(a_scenario(community={"trust": 0.9, "tension": 0.1, "consent": 0.2}))
    found = ran(engine)
    assert not of_kind(found, "community_changed")
    measured = measure(engine.blueprint, found)
    assert (measured["trust"], measured["tension"], measured["consent"]) == (0.9, 0.1, 0.2)


@pytest.mark.parametrize(
    ("name", "value", "level", "expected"),
    [("harm_trust", "-0.01", "trust", 0.4), ("harm_tension", "0.02", "tension", 0.5)],
)
def test_the_costs_of_harm_are_read(name: str, value: str, level: str, expected: float) -> None:
    world = world_of(a_scenario(parameters={**NO_AID, "community": {name: value}}))
    wounds(world, 10)
    assert getattr(world.community, level) == pytest.approx(expected)


def test_the_worth_of_a_meeting_and_of_unrest_are_read() -> None:
    scenario = mediated(0.5)
    scenario["parameters"]["community"] |= {"mediated": "-0.4", "meeting": "10 min"}
    engine = engine_of(scenario)
    engine.apply(OrderUnit("civil_affairs", "mediate", "camp"))
    engine.run()
    assert levels(engine.log)["tension"] == pytest.approx(0.4)
    assert meeting_takes(engine._world) == 10 * MINUTE
    found = ran(engine_of(stoning(2.4, parameters={"community": {"unrest": "0.1"}})))
    assert levels(found)["tension"] == pytest.approx(0.7, abs=0.02)


def test_the_wait_for_liaison_is_read() -> None:
    found = liaison_log(0.5, parameters={"community": {"liaison": "100 min"}})
    came = of_kind(found, "liaison_came")[0]
    assert came.at - of_kind(found, "rule_fired")[0].at == pytest.approx(100 * MINUTE, abs=2)
