"""Zone: Poisson incidents thinned by rules, host agreement, searches and patrols, against the product formula.

Domain sheet, section 3: "WFZ multipliers" 0.35 x 0.35 x 0.5 x 0.7; "SGBV reporting rate" 0.1, x 1.5 with mixed teams.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import exp, log
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import a_scenario, engine_of, merged, of_kind, ran, world_of
from tests.engine.mechanics.people_cases import DAY, MONTH, assert_poisson, assert_share, engines, kinds

RATE = 400
"""incidents a month: many, so that shares are known well"""
MONTHS = 6
ALL = RATE * MONTHS


def rates(**more: Any) -> dict[str, Any]:
    """One kind of incident, not tied to the site or the host unless it says so."""
    return {"rates": {"robberies": {"rate": f"{RATE}/month", "from_site": "0", "by_host": "0", **more}}}


def campaign(threat: dict[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    """Six months of it."""
    least = {
        "clock": {"duration": f"{30 * MONTHS} days"},
        "threat": rates() if threat is None else threat,
        "units": {"platoon": {"type": "platoon", "at": "base"}},
        "parameters": {"reporting": {"radio_check": "30 days"}},
    }
    return a_scenario(**merged(least, sections))


def a_zone(**more: Any) -> dict[str, Any]:
    return {"zone": {"around": "site", **more}}


RULES = a_zone(declared="H+0")
HOST = a_zone(host_agreement="H+0", rules=False)
BOTH = a_zone(declared="H+0", host_agreement="H+0")


def happened(logged: list[LogEvent]) -> int:
    return len(of_kind(logged, "incident_happened"))


def campaign_log(seed: int, *args: Any, **sections: Any) -> list[LogEvent]:
    return ran(engine_of(campaign(*args, **sections), seed))


# incidence


def test_incidents_come_as_often_as_their_rate_says(test_seed: int) -> None:
    """Without a zone: Poisson with the rate times the time; a count within four standard errors."""
    found = campaign_log(test_seed)
    assert_poisson(happened(found), ALL)
    assert not of_kind(found, "incident_prevented", "incident_displaced")


def test_incidents_come_at_random(test_seed: int) -> None:
    """Gaps of a Poisson process are exponential: a share exp(-1) of them is longer than the mean."""
    at = [event.at for event in of_kind(campaign_log(test_seed), "incident_happened")]
    gaps = [b - a for a, b in pairwise(at)]
    mean = MONTH / RATE
    assert_share(sum(gap > mean for gap in gaps), len(gaps), exp(-1))
    assert_share(sum(gap > 2 * mean for gap in gaps), len(gaps), exp(-2))


@pytest.mark.parametrize("trend", [-0.25, 0.1])
def test_a_rate_that_changes_by_itself_gives_its_integral(trend: float, test_seed: int) -> None:
    """Control for regression to the mean: rate x ((1 + trend)^6 - 1) / log(1 + trend) over six months."""
    found = campaign_log(test_seed, rates(trend=str(trend)))
    expected = RATE * ((1 + trend) ** MONTHS - 1) / log(1 + trend)
    assert_poisson(happened(found), expected)


def test_a_rate_that_falls_gives_fewer_each_month(test_seed: int) -> None:
    months = [0] * MONTHS
    for event in of_kind(campaign_log(test_seed, rates(trend="-0.25")), "incident_happened"):
        months[min(MONTHS - 1, event.at // MONTH)] += 1
    for month, count in enumerate(months):
        assert_poisson(count, RATE * 0.75**month * (0.75 - 1) / log(0.75))


def test_a_rare_kind_of_incident_that_rises_gives_its_integral_too() -> None:
    """0.3 a month, half as much again each month: over 12 months 0.3 x (1.5^12 - 1) / log 1.5 = 95.3."""
    scenario = campaign({"rates": {"rare": {"rate": "0.3/month", "trend": "0.5"}}}, clock={"duration": "360 days"})
    runs = 150
    total = sum(happened(ran(engine)) for engine in engines(scenario, range(runs)))
    assert_poisson(total, runs * 0.3 * (1.5**12 - 1) / log(1.5))


# each measure alone


def left_by(seed: int, expected: float, threat: dict[str, Any] | None = None, **sections: Any) -> list[LogEvent]:
    """The campaign's log, after asserting the share of incidents that is left."""
    found = campaign_log(seed, threat, **sections)
    left, prevented = happened(found), len(of_kind(found, "incident_prevented"))
    assert_poisson(left + prevented, ALL)
    assert_share(left, left + prevented, expected)
    return found


def test_rules_with_agreement_leave_thirty_five_per_cent(test_seed: int) -> None:
    """Domain sheet: rules 0.35; nobody here is of the host, so agreement does nothing of its own."""
    left_by(test_seed, 0.35, **BOTH)


def test_rules_without_agreement_are_worth_less(test_seed: int) -> None:
    """1 - (1 - 0.35) x 0.6 = 0.61."""
    left_by(test_seed, 1 - 0.65 * 0.6, **RULES)


@pytest.mark.parametrize(("by_host", "left"), [(1.0, 0.7), (0.3, 0.7), (0.2, 0.8)])
def test_host_agreement_leaves_seven_tenths_or_all_but_the_hosts_own(
    by_host: float, left: float, test_seed: int
) -> None:
    """Domain sheet: host 0.7 of all; but never more than the host's own men do is prevented."""
    found = left_by(test_seed, left, rates(by_host=str(by_host)), **HOST)
    assert {e.data["by"] for e in of_kind(found, "incident_prevented")} == {"host agreement"}


def test_searches_leave_the_share_of_caches_that_is_left_among_incidents_with_weapons_of_the_site(
    test_seed: int,
) -> None:
    """Half of the incidents use weapons of the site: of all, 1 - 0.5 (1 - caches left / caches at first)."""
    search = {"of": "camp", "shelters": 700, "caches": 400, "daily_shelters": 0, "targeted_per_week": 0}
    engine = engine_of(campaign(rates(from_site="0.5"), search=search), test_seed)
    engine._world.search.caches = 120
    found = ran(engine)
    left, prevented = happened(found), len(of_kind(found, "incident_prevented"))
    assert_share(left, left + prevented, 1 - 0.5 * (1 - 120 / 400))
    assert {e.data["by"] for e in of_kind(found, "incident_prevented")} == {"search"}


def patrolled(teams: int) -> dict[str, Any]:
    walk = {"by": "platoon", "teams": teams, "loop": "4.6 km", "outside": True, "hours": "day and night"}
    return {"patrols": {"walk": walk}, "parameters": {"patrol": {"jitter": "0-0 min"}}}


@pytest.mark.parametrize("teams", [1, 4])
def test_patrols_leave_what_no_team_comes_by_in_time_for(teams: int, test_seed: int) -> None:
    """Covered by day (120 m + 750 m), by night (40 m + 750 m) of each team's share of 4.6 km."""
    spacing = 4600 / teams
    covered = (min(1, 870 / spacing) + min(1, 790 / spacing)) / 2
    found = left_by(test_seed, 1 - covered, **patrolled(teams))
    assert {e.data["by"] for e in of_kind(found, "incident_prevented")} == {"patrol"}


def test_the_measures_multiply(test_seed: int) -> None:
    """All four: rules 0.35 x host 0.7 x searches 0.5 x patrols, each with luck of its own."""
    search = {"of": "camp", "shelters": 700, "caches": 400, "daily_shelters": 0, "targeted_per_week": 0}
    sections = merged(merged(BOTH, patrolled(4)), {"search": search})
    engine = engine_of(campaign(rates(from_site="1", by_host="0.5"), **sections), test_seed)
    engine._world.search.caches = 200
    found = ran(engine)
    patrol_left = 1 - (870 + 790) / 2 / 1150
    left = happened(found)
    assert_share(left, left + len(of_kind(found, "incident_prevented")), 0.35 * 0.7 * 0.5 * patrol_left)
    assert set(Counter(e.data["by"] for e in of_kind(found, "incident_prevented"))) == {
        "rules", "host agreement", "search", "patrol",
    }  # fmt: skip


def test_the_default_multipliers_make_the_published_two_a_month_of_forty_eight() -> None:
    """Domain sheet: 0.35 x 0.35 x 0.5 x 0.7 = 0.043, so 48 in the month before are 12 in six months."""
    p = world_of(a_scenario()).p
    revisit = 4600 / p.movement.patrol_foot / 4
    product = p.zone.rules * (1 - p.patrol.opportunity / revisit) * 0.5 * p.zone.host
    assert product == pytest.approx(0.043, abs=0.001)
    assert 48 * product * 6 == pytest.approx(12, abs=1)


# what belongs to a candidate


def test_a_measure_only_takes_incidents_away_from_a_paired_run() -> None:
    """What happens with a measure also happens without, at the same seconds: nothing is new."""
    without = {(e.at, e.subject) for e in of_kind(campaign_log(7, rates(by_host="1")), "incident_happened")}
    for measure_ in (RULES, HOST, BOTH, patrolled(2)):
        found = {
            (e.at, e.subject) for e in of_kind(campaign_log(7, rates(by_host="1"), **measure_), "incident_happened")
        }
        assert found < without


def test_each_prevented_incident_follows_from_its_measure() -> None:
    found = campaign_log(3, rates(by_host="1"), **merged(BOTH, patrolled(4)))
    cause = {"rules": "zone_measure_began", "host agreement": "zone_measure_began", "patrol": "patrol_began"}
    prevented = of_kind(found, "incident_prevented")
    assert {e.data["by"] for e in prevented} == set(cause)
    for event in prevented:
        assert found[(event.cause or 0) - 1].kind == cause[event.data["by"]]


# reports


@pytest.mark.parametrize("share", [0.1, 0.6, 1.0])
def test_reports_are_the_declared_share_of_what_happened(share: float, test_seed: int) -> None:
    """Domain sheet: sgbv 0.1; incidence and reports are counted apart."""
    found = campaign_log(test_seed, rates(reported=str(share)))
    assert_share(len(of_kind(found, "incident_reported")), happened(found), share)
    counted = of_kind(found, "month_counted")
    assert len(counted) == MONTHS
    assert sum(e.data["count"] for e in counted) == len(
        [e for e in of_kind(found, "incident_reported") if e.at <= MONTHS * MONTH]
    )


def test_reporting_changes_no_incident() -> None:
    """The same candidates happen, whatever share of them is reported."""
    some, none = (campaign_log(5, rates(reported=share)) for share in ("1", "0"))
    assert [e.at for e in of_kind(some, "incident_happened")] == [e.at for e in of_kind(none, "incident_happened")]
    assert not of_kind(none, "incident_reported")


def mixed_patrol(mixed: bool) -> dict[str, Any]:
    """A patrol inside the wire, which disturbs nobody, with or without police women."""
    walk = {"by": "platoon", "teams": 1, "loop": "4.6 km", "mixed": mixed}
    return {"patrols": {"walk": walk}}


@pytest.mark.parametrize(
    ("kind", "mixed", "share"),
    [("sgbv", False, 0.1), ("sgbv", True, 0.15), ("assault", True, 0.1)],
    ids=["sgbv", "sgbv with mixed teams", "another kind"],
)
def test_mixed_teams_raise_the_reporting_of_sgbv_by_half(kind: str, mixed: bool, share: float, test_seed: int) -> None:
    """Domain sheet: 0.1, x 1.5 with mixed teams; nothing else is reported more."""
    sections = merged(mixed_patrol(mixed), a_zone(host_agreement="H+0", rules=False))
    threat = {"rates": {"x": {"rate": "1000/month", "kind": kind, "reported": "0.1", "by_host": "0"}}}
    found = campaign_log(test_seed, threat, **sections)
    assert_share(len(of_kind(found, "incident_reported")), happened(found), share)


def test_mixed_teams_change_reports_and_no_incident() -> None:
    threat = rates(kind="sgbv", reported="0.1")
    with_, without = (campaign_log(4, threat, **merged(mixed_patrol(m), HOST)) for m in (True, False))
    assert happened(with_) == happened(without)
    assert len(of_kind(with_, "incident_reported")) > len(of_kind(without, "incident_reported"))


def test_mixed_teams_that_never_go_out_raise_no_report() -> None:
    """A patrol that is refused every shift meets nobody: reports are those of no patrol."""
    refused = merged(mixed_patrol(True), {"units": {"platoon": {"caveats": ["committed"]}}})
    threat = rates(kind="sgbv", reported="0.1")
    found, without = (campaign_log(4, threat, **merged(s, HOST)) for s in (refused, mixed_patrol(False)))
    assert not of_kind(found, "patrol_began")
    assert len(of_kind(found, "incident_reported")) == len(of_kind(without, "incident_reported"))


def test_each_reported_survivor_of_sgbv_is_referred_once_and_only_counted() -> None:
    """K20: one referral a report of sgbv, holding a number and nothing of the person."""
    found = campaign_log(2, rates(kind="sgbv", reported="0.2"))
    referred = of_kind(found, "survivors_referred")
    assert len(referred) == len(of_kind(found, "incident_reported")) > 100
    assert {tuple(e.data.items()) for e in referred} == {(("count", 1),)}


# displacement


def test_a_tenth_of_what_is_prevented_happens_beyond_the_zone(test_seed: int) -> None:
    found = campaign_log(test_seed, **BOTH)
    assert_share(len(of_kind(found, "incident_displaced")), len(of_kind(found, "incident_prevented")), 0.1)


def test_displaced_incidents_are_counted_apart_from_those_in_the_zone() -> None:
    engine = engine_of(campaign(**BOTH))
    found = ran(engine)
    measured = measure(engine.blueprint, found)
    assert measured["displaced_incidents"] == len(of_kind(found, "incident_displaced")) > 0
    assert measured["zone_months_true"] == happened(found)


# when


def test_rules_hold_from_the_day_of_the_declaration(test_seed: int) -> None:
    """Two months before, four after: 1 before and 0.61 after."""
    found = campaign_log(test_seed, **a_zone(declared="D+60"))
    before = sum(e.at < 60 * DAY for e in of_kind(found, "incident_happened"))
    assert not [e for e in of_kind(found, "incident_prevented") if e.at < 60 * DAY]
    assert_poisson(before, 2 * RATE)
    assert_poisson(happened(found) - before, 4 * RATE * 0.61)


def test_agreement_waits_until_the_host_consents() -> None:
    """Below a consent of 0.2 host authorities put off what was agreed, week by week."""
    log_ = campaign_log(1, **merged(HOST, {"community": {"consent": 0.1}}))
    assert not of_kind(log_, "zone_measure_began")
    rise = {
        "id": "rise", "at": "D+10", "type": "contextual", "text": "a visit",
        "effects": [{"change": "consent", "by": 0.5}],
    }  # fmt: skip
    log_ = campaign_log(1, **merged(HOST, {"community": {"consent": 0.1}, "msel": [rise]}))
    assert [e.at for e in of_kind(log_, "zone_measure_began")] == [14 * DAY]


# content and parameters


def test_without_rates_nothing_of_the_zone_happens() -> None:
    log_ = ran(engine_of(a_scenario(clock={"duration": "40 days"})))
    assert not {k for k in kinds(log_) if k.startswith("incident") or k == "month_counted"}


def test_without_a_zone_nothing_is_prevented() -> None:
    log_ = campaign_log(1)
    assert not of_kind(log_, "zone_measure_began", "incident_prevented")


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [("rules", 0.8, 0.8), ("without_agreement", 0.2, 1 - 0.65 * 0.2), ("host", 0.4, 0.4)],
)
def test_each_worth_of_a_measure_is_read(name: str, value: float, left: float, test_seed: int) -> None:
    zone = {"rules": BOTH, "without_agreement": RULES, "host": HOST}[name]
    threat = rates(by_host="1" if name == "host" else "0")
    left_by(test_seed, left, threat, **merged(zone, {"parameters": {"zone": {name: str(value)}}}))


def test_displacement_and_mixed_reports_are_read(test_seed: int) -> None:
    found = campaign_log(test_seed, **merged(BOTH, {"parameters": {"zone": {"displaced": "0.5"}}}))
    assert_share(len(of_kind(found, "incident_displaced")), len(of_kind(found, "incident_prevented")), 0.5)
    sections = merged(merged(mixed_patrol(True), HOST), {"parameters": {"zone": {"mixed_reports": "4"}}})
    found = campaign_log(test_seed, rates(kind="sgbv", reported="0.1"), **sections)
    assert_share(len(of_kind(found, "incident_reported")), happened(found), 0.4)
