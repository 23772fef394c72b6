"""Early warning: the line before the advisers against M/D/1 and by hand, assessments and warnings by hand."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from random import Random
from statistics import fmean, stdev
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.measures import measure
from tests.builders import build_of, merged, of_kind
from tests.engine.mechanics.warning_cases import ASSESS, DAY, VERIFY, country, days_of, run, signal, turn

HOUR = 3600
PLAN = {"VERIFY": VERIFY, "ASSESS": ASSESS}
THREE = [signal("a"), signal("b"), signal("c", "D+1")]


def checked(log: list[LogEvent]) -> list[float]:
    return [event.at / DAY for event in of_kind(log, "signal_checked")]


def shared(log: list[LogEvent]) -> float:
    return days_of(log, "assessment_shared")["north"]


# the line


@pytest.mark.parametrize(("advisers", "days"), [(1, [2, 4, 6]), (2, [2, 2, 4]), (3, [2, 2, 3])])
def test_three_signals_of_two_days_each_wait_their_turn(advisers: int, days: list[int]) -> None:
    log = run(country(threat={"stream": THREE}, plan=PLAN, country_team={"advisers": advisers}))
    assert checked(log) == days


def test_less_consent_is_less_access_and_takes_longer() -> None:
    log = run(country(threat={"stream": [signal("a")]}, plan=PLAN, community={"consent": "30 %"}))
    assert checked(log) == [pytest.approx(2 * 1.2, abs=1e-4)]


def test_waiting_is_that_of_a_queue_with_one_server_and_a_fixed_time() -> None:
    """M/D/1: mean wait = rho * s / (2 * (1 - rho)), here with s = 3 h and rho = 3/4: four and a half hours."""
    service, rho, means = 3 * HOUR, 0.75, []
    noise = country(
        days=300,
        threat={"stream": [turn("quiet", "H+0", "0 %")]},
        plan={"VERIFY": VERIFY},
        parameters={"signals": {"verify": "3 h"}},
        country_team={"sources": {"lawyers": {"noise": "6/day"}}},
    )
    for seed in range(1, 6):
        log = run(noise, seed)
        came = {e.subject: e.at for e in of_kind(log, "signal_arose")}
        means.append(fmean(e.at - came[e.subject] - service for e in of_kind(log, "signal_checked")))
    expected = rho * service / (2 * (1 - rho))
    assert abs(fmean(means) - expected) < 5 * stdev(means) / sqrt(len(means))
    assert abs(fmean(means) / expected - 1) < 0.15


def test_more_advisers_never_make_an_assessment_later(test_seed: int) -> None:
    passed = {name: {"passes_to": ["advisers"]} for name in ("health", "refugees")}
    for seed in range(test_seed, test_seed + 8):
        rng = Random(seed)
        stream = [
            signal(
                f"s{n}", f"H+{rng.randrange(200)}", rng.choice(["lawyers", "clinics", "shelters"]), unfounded=n % 3 > 0
            )
            for n in range(12)
        ]
        ended = [
            shared(
                run(
                    country(threat={"stream": stream}, plan=PLAN, command=passed, country_team={"advisers": count}),
                    seed,
                )
            )
            for count in (1, 2, 4)
        ]
        assert all(later <= earlier for earlier, later in pairwise(ended)), (seed, ended)


def test_what_an_agency_does_not_pass_on_is_never_verified() -> None:
    stream = [signal("a", source="clinics")]
    assert checked(run(country(threat={"stream": stream}, plan=PLAN))) == []
    told = country(threat={"stream": stream}, plan=PLAN, command={"health": {"passes_to": ["advisers"]}})
    assert checked(run(told)) == [2]


def test_an_unfounded_signal_is_found_so_and_starts_no_assessment() -> None:
    log = run(country(threat={"stream": [signal("a", unfounded=True)]}, plan=PLAN))
    assert [e.data["result"] for e in of_kind(log, "signal_checked")] == ["unfounded"]
    assert not of_kind(log, "assessment_begun")


# the assessment


@pytest.mark.parametrize(("common", "days"), [(False, 2 + 1 + 2 * 3), (True, 2 + 1 + 2 * 3 * 0.25)])
def test_each_further_agency_takes_its_time_and_less_where_data_are_in_common(common: bool, days: float) -> None:
    stream = [signal("a"), signal("b", source="clinics"), signal("c", source="shelters")]
    numbers = {"signals": {"reconcile": "3 days", "common": "25 %"}}
    log = run(country(threat={"stream": stream}, plan=PLAN, parameters=numbers, country_team={"common_data": common}))
    assert shared(log) == days


def test_the_level_is_what_verified_signals_and_the_credit_of_others_amount_to() -> None:
    """Verified 50 %, not yet verified 40 % with credit 0.8 x 0.5, unfounded 90 %: 1 - 0.5 x 0.84 = 58 %."""
    stream = [
        signal("a", severity="50 %"),
        signal("b", source="clinics", severity="40 %"),
        signal("c", source="lawyers", severity="90 %", unfounded=True),
    ]
    log = run(country(threat={"stream": stream}, plan=PLAN, country_team={"advisers": 2}))
    assert of_kind(log, "assessment_shared")[0].data["level"] == 58


# the warning

WARN = {
    "WARN": {
        "when": "assessment reported to team",
        "do": [{"task": "warn", "at": "assessment", "to": "desk"}],
        "after": "0 s",
    }
}
OWNER = {
    "OWNER": {"when": "assessment reported to team", "do": [{"task": "name_owner", "at": "assessment"}], "after": "0 s"}
}
CONVENE = {
    "CONVENE": {"when": "warning reported to desk", "do": [{"task": "convene", "at": "warning"}], "after": "0 s"}
}
NUMBERS = {"signals": {"carried": "1 day", "unowned": "14 days", "updates": "7 days"}}


def warned(plan: dict[str, Any], **sections: Any) -> dict[str, Any]:
    least = {"threat": {"stream": [signal("a", severity="80 %")]}, "plan": {**PLAN, **plan}, "parameters": NUMBERS}
    return country(**merged(least, sections))


def test_a_warning_without_an_owner_lies_until_somebody_takes_it_up() -> None:
    assert days_of(run(warned({**OWNER, **WARN})), "warning_raised") == {"north": 3 + 1}
    assert days_of(run(warned(WARN)), "warning_raised") == {"north": 3 + 14}


def test_an_owner_has_the_area_assessed_anew_each_week_and_sends_what_is_new() -> None:
    log = run(warned({**OWNER, **WARN}, clock={"duration": "30 days"}))
    assert [e.at / DAY for e in of_kind(log, "assessment_shared")] == [3, 11, 18, 25]
    assert [e.at / DAY for e in of_kind(log, "warning_raised")] == [4, 12, 19, 26]


@pytest.mark.parametrize(
    ("deference", "consent", "weight"), [("0", "50 %", 80), ("50 %", "40 %", 64), ("100 %", "40 %", 48)]
)
def test_a_warning_weighs_less_the_more_there_is_to_lose(deference: str, consent: str, weight: int) -> None:
    """level * (1 - deference * consent), of 80 per cent."""
    said = warned(WARN, country_team={"deference": deference}, community={"consent": consent})
    assert of_kind(run(said), "warning_raised")[0].data["weight"] == weight


def test_what_is_on_the_agenda_waits_for_the_regional_review() -> None:
    agenda = {"AGENDA": merged(WARN["WARN"], {"do": [{"task": "put_on_agenda", "at": "assessment", "to": "desk"}]})}
    log = run(warned(agenda, country_team={"review": "D+30", "review_every": "90 days"}))
    assert [(e.at / DAY, e.data["how"]) for e in of_kind(log, "warning_raised")] == [(30, "regional review")]


@pytest.mark.parametrize(("convenes", "met"), [("48 h", 1.0), ("172801 s", 0.0)])
def test_a_task_force_meets_within_48_hours_or_does_not_to_the_second(convenes: str, met: float) -> None:
    scenario = warned({**WARN, **CONVENE}, country_team={"convenes_in": convenes})
    log = run(scenario)
    declared, convened = of_kind(log, "special_circumstances", "task_force_convened")
    assert convened.at - declared.at == (48 * HOUR if met else 48 * HOUR + 1)
    assert measure(build_of(scenario), log)["task_force_48"] == met


def test_assessment_days_run_from_the_first_founded_signal_of_an_area_that_escalates() -> None:
    stream = [
        turn("t", "H+0", "20 %"),
        signal("x", "D+1", unfounded=True),
        signal("a", "D+4"),
        turn("s", "H+0", "10 %", on="south"),
    ]
    scenario = country(threat={"stream": stream}, plan=PLAN)
    log = run(scenario)
    assert shared(log) == 4 + 2 + 1
    assert measure(build_of(scenario), log)["assessment_days"] == 3


def test_without_the_section_nothing_of_it_is_in_a_log() -> None:
    scenario = country(threat={"stream": []})
    del scenario["country_team"]
    assert {e.kind for e in run(scenario)} <= {"exercise_started", "exercise_ended", "light_changed"}
    assert measure(build_of(scenario), run(scenario))["assessment_days"] is None
