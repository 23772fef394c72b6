"""Casualties against the domain sheet, section 3: triage, the died-by-time table, the hazard multipliers of care."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import exp, log

import pytest

from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import CLINIC, HOUR, MINUTE, NO_AID, assert_share, named, wounds

TABLE = ((0, 0.57), (10, 0.68), (60, 0.91), (120, 0.99))
"""domain sheet, "Died-by time, killed in action" (WEB): minutes -> share of all deaths"""


def later(minutes: float) -> float:
    """Of the deaths that are not at once, the share by so many minutes: the table without its first row."""
    share = dict(TABLE)[minutes]
    return (share - TABLE[0][1]) / (1 - TABLE[0][1])


# who is hurt how badly


def test_wounds_are_as_severe_as_the_sheet_says(test_seed: int) -> None:
    """Domain sheet: T1 20, T2 30 %; dead at the scene 10 %, fitted to 11.5 %; the rest is T3."""
    world = world_of(a_scenario(parameters=NO_AID), test_seed)
    wounds(world, 6000)
    found = Counter(person.severity for person in world.casualties.people)
    for severity, share in (("dead", 0.12), ("T1", 0.20), ("T2", 0.30), ("T3", 0.38)):
        assert_share(found[severity], 6000, share)


def test_people_who_are_beaten_or_crushed_are_hurt_less_and_never_dead_at_once(test_seed: int) -> None:
    world = world_of(a_scenario(parameters=NO_AID), test_seed)
    wounds(world, 3000, beaten=True)
    wounds(world, 3000, first=3000, crush=True)
    found = Counter(person.severity for person in world.casualties.people)
    assert found["dead"] == 0
    assert_share(found["T1"], 6000, 0.04)
    assert_share(found["T2"], 6000, 0.20)


def test_a_wound_belongs_to_the_name_of_the_hurt() -> None:
    """The same name in two runs of one seed has the same wound, whoever else is hurt before."""
    one, other = world_of(a_scenario()), world_of(a_scenario())
    wounds(one, 50)
    wounds(other, 20, first=30)
    assert [p.severity for p in one.casualties.people[30:]] == [p.severity for p in other.casualties.people]


# who dies when


def test_untreated_people_die_by_the_published_times(test_seed: int) -> None:
    """Each row of the died-by-time table within 5 points, and no more often than lethality allows."""
    world = world_of(a_scenario(parameters=NO_AID), test_seed)
    wounds(world, 16_000)
    world.clock.advance(8 * HOUR)
    died = [event.data["after_min"] for event in of_kind(world.log, "person_died")]
    for by, share in TABLE:
        assert sum(after < by or (after == by == 0) for after in died) / len(died) == pytest.approx(share, abs=0.05)


def test_the_killed_share_of_casualties_without_care_is_a_fifth(test_seed: int) -> None:
    """Domain sheet: 0.20 (0.17-0.38); closed form 0.12 + 0.20 x 0.42 = 0.204."""
    engine = engine_of(a_scenario(parameters=NO_AID), test_seed)
    wounds(engine._world, 8000)
    log_ = ran(engine)
    hurt, died = len(of_kind(log_, "person_hurt")), len(of_kind(log_, "person_died"))
    assert_share(died, hurt, 0.12 + 0.20 * 0.42)
    assert measure(engine.blueprint, log_)["killed_share"] == pytest.approx(died / hurt, abs=0.001)
    assert 0.17 < died / hurt < 0.38


def test_the_hazard_passes_through_the_rows_of_the_table() -> None:
    """Cumulative hazard at 10, 60 and 120 min = -log(1 - lethality x share of later deaths), by hand."""
    casualties = world_of(a_scenario()).casualties
    for minutes in (10, 60, 120):
        expected = -log(1 - 0.42 * later(minutes))
        assert casualties.hazard_until(minutes * MINUTE) == pytest.approx(expected, rel=0.01)
    assert casualties.hazard_until(20 * HOUR) == pytest.approx(-log(1 - 0.42))


def test_between_two_rows_of_the_table_the_hazard_is_steady() -> None:
    casualties = world_of(a_scenario()).casualties
    at = casualties.hazard_until
    assert at(35 * MINUTE) == pytest.approx((at(10 * MINUTE) + at(60 * MINUTE)) / 2)


@pytest.mark.parametrize(("care", "left"), [("with_aid", 0.6), ("with_care", 0.5), ("with_surgery", 0.15)])
def test_care_at_once_leaves_the_share_of_hazard_that_the_sheet_says(care: str, left: float, test_seed: int) -> None:
    """Domain sheet: aid 0.6, field care 0.5, surgery 0.15; dead in the end 1 - (1 - 0.42) to that power."""
    world = world_of(a_scenario(parameters=NO_AID), test_seed)
    wounds(world, 15_000)
    urgent = [person for person in world.casualties.people if person.severity == "T1"]
    for person in urgent:
        world.casualties.treat(person, getattr(world.p.casualties, care), world.started)
    world.clock.advance(8 * HOUR)
    assert_share(sum(p.state == "dead" for p in urgent), len(urgent), 1 - (1 - 0.42) ** left)


def test_care_after_an_hour_changes_only_what_is_still_to_come(test_seed: int) -> None:
    """Surgery at 60 min: dead in the end 1 - exp(-(H60 + 0.15 (H - H60))), H60 from the table's row of 91 %."""
    world = world_of(a_scenario(parameters=NO_AID), test_seed)
    wounds(world, 15_000)
    urgent = [person for person in world.casualties.people if person.severity == "T1"]
    world.clock.advance(HOUR)
    for person in urgent:
        if person.state != "dead":
            world.casualties.treat(person, 0.15, world.started)
    world.clock.advance(8 * HOUR)
    until, whole = -log(1 - 0.42 * later(60)), -log(1 - 0.42)
    expected = 1 - exp(-(until + 0.15 * (whole - until)))
    assert_share(sum(p.state == "dead" for p in urgent), len(urgent), expected)


def test_worse_care_after_better_care_takes_nothing_back() -> None:
    world = world_of(a_scenario())
    wounds(world, 60)
    person = next(p for p in world.casualties.people if p.severity == "T1")
    world.casualties.treat(person, 0.15, world.started)
    world.casualties.treat(person, 0.6, world.started)
    assert person.multiplier == 0.15


def test_only_those_in_danger_of_life_die_later(test_seed: int) -> None:
    world = world_of(a_scenario(parameters=NO_AID), test_seed)
    wounds(world, 3000)
    world.clock.advance(8 * HOUR)
    of = {event.subject: event.data["severity"] for event in of_kind(world.log, "person_hurt")}
    late = [event for event in of_kind(world.log, "person_died") if event.at > 0]
    assert late
    assert {of[event.subject] for event in late} == {"T1"}


# what the log says of it


def test_a_death_follows_from_the_wound_or_from_the_last_care() -> None:
    world = world_of(a_scenario())
    wounds(world, 600)
    world.clock.advance(8 * HOUR)
    late = [event for event in of_kind(world.log, "person_died") if event.at > 0]
    assert late
    for event in late:
        before = world.log[(event.cause or 0) - 1]
        assert before.kind in ("person_hurt", "aid_given")
        assert before.subject == event.subject


def test_nobody_is_hurt_who_dies_twice_and_nobody_dies_unhurt() -> None:
    world = world_of(a_scenario(places={"clinic": CLINIC}))
    wounds(world, 800)
    world.clock.advance(8 * HOUR)
    died = [event.subject for event in of_kind(world.log, "person_died")]
    assert len(died) == len(set(died)) > 100
    assert set(died) <= {event.subject for event in of_kind(world.log, "person_hurt")}


def test_whoever_is_hurt_is_no_longer_among_the_people_of_the_place() -> None:
    """Nobody is hurt twice, so those who can be hurt are fewer by each."""
    world = world_of(a_scenario(parameters=NO_AID))
    wounds(world, 500)
    assert world.places["camp"].people == 4500


def test_a_death_after_care_came_too_late_is_counted_as_delayed_care() -> None:
    """Of people shot, whoever dies later than the first limit (10 min) without aid died of delayed care."""
    world = world_of(a_scenario(parameters=NO_AID))
    wounds(world, 4000)
    world.clock.advance(8 * HOUR)
    bands = {event.subject: (event.data["band"], event.at) for event in of_kind(world.log, "person_died")}
    assert {band for band, at in bands.values() if at > 10 * MINUTE} == {"delayed_care"}
    assert {band for band, at in bands.values() if at <= 10 * MINUTE} == {"perpetrator"}


def test_an_early_death_with_aid_in_time_is_the_perpetrators() -> None:
    """Aid by 10 min and a death before the hour: no limit was missed."""
    world = world_of(a_scenario(parameters={"care": {"aid_by_nobody": "1 min", "aid_by_people": "1 min"}}))
    wounds(world, 6000)
    world.clock.advance(HOUR)
    late = [event for event in of_kind(world.log, "person_died") if event.at > 10 * MINUTE]
    assert len(late) > 50
    assert {event.data["band"] for event in late} == {"perpetrator"}


# content and parameters


def test_without_anybody_who_does_harm_there_are_no_casualties() -> None:
    log_ = ran(engine_of(a_scenario(places={"clinic": CLINIC})))
    assert not of_kind(log_, "person_hurt", "person_died", "aid_given", "care_begun", "surgery_begun")


@pytest.mark.parametrize(
    ("name", "value", "worse"),
    [
        ("dead_at_scene", 0.3, True),
        ("t1", 0.4, True),
        ("lethal", 0.8, True),
        ("lethal", 0.1, False),
        ("with_aid", 0.1, False),
    ],
)
def test_each_number_of_the_mechanism_is_read(name: str, value: float, worse: bool) -> None:
    """More dead at once, more in danger, more lethal wounds: more deaths of the same people; better aid: fewer."""
    deaths = []
    for changed in ({}, {name: value}):
        world = world_of(a_scenario(parameters={"care": {"aid_by_nobody": "2 min", "aid_by_people": "2 min"}}))
        p = replace(world.casualties.p, **changed)
        world = world_of(
            a_scenario(
                parameters={
                    "care": {"aid_by_nobody": "2 min", "aid_by_people": "2 min"},
                    "casualties": {key: str(v) for key, v in changed.items()},
                }
            )
        )
        assert world.casualties.p == p
        wounds(world, 1500)
        world.clock.advance(8 * HOUR)
        deaths.append(len(of_kind(world.log, "person_died")))
    assert (deaths[1] > deaths[0]) == worse
    assert deaths[1] != deaths[0]


@pytest.mark.parametrize(("name", "share", "by"), [("by_10", "0.6", 10), ("by_60", "0.3", 60), ("by_120", "0.8", 120)])
def test_the_times_of_the_table_are_read(name: str, share: str, by: int) -> None:
    """A row of later deaths that is set to another share comes out as that share of the lethality."""
    world = world_of(a_scenario(parameters={"casualties": {name: share}}))
    assert world.casualties.hazard_until(by * MINUTE) == pytest.approx(-log(1 - 0.42 * float(share)))


def test_the_names_that_other_tests_use_have_the_wounds_that_they_say() -> None:
    world = world_of(a_scenario())
    for name in named("T1", 3):
        world.casualties.hurt(name, "camp", "perpetrator", world.started)
    assert {person.severity for person in world.casualties.people} == {"T1"}
