"""Laws of good sense over paired seeds: what helps never makes the expected result worse beyond its interval.

The long rows, 100 seeds each, are in the back tests; these are the same laws, short enough for every run.
"""

from __future__ import annotations

from functools import cache
from statistics import fmean
from typing import NamedTuple

import pytest
from scipy.stats import ttest_1samp

from simulator.runs.headless import blueprint_of, prepare, run_once
from tests.backtests.replications import SCENARIOS

SEEDS = range(201, 225)


class Law(NamedTuple):
    """``less`` of something against ``more`` of it, both over a variant, and the measure that must not rise."""

    scenario: str
    variant: str
    less: dict[str, str]
    more: dict[str, str]
    measure: str
    helps: bool  # here it must clearly help, not only do no harm


SLOW = {f"units.qrf_{x}.notice": "60 (30-90) min" for x in "acd"}
FAST = {f"units.qrf_{x}.notice": "10 (5-15) min" for x in "acd"}
NO_LEAD = {"command.ioc": "absent", "leadership.incident_commander": "[sector_commander, senior_officer_present]"}

LAWS = {
    "faster notice, time to the scene": Law("distress_calls", "", SLOW, FAST, "residents_reached", True),
    "faster notice, harm": Law("distress_calls", "", SLOW, FAST, "civilian_harm", True),
    "one integrated command, time to decide": Law("site_in_flames", "", NO_LEAD, {}, "report_to_decide", True),
    "one integrated command, harm": Law("site_in_flames", "", NO_LEAD, {}, "civilian_harm", False),
    "more posts on the wire": Law(
        "site_in_flames", "", {"perimeter.*.posts": "3", "perimeter.*.towers": "0"}, {}, "civilian_harm", False
    ),
    "more lanes at the base gate": Law(
        "site_in_flames", "", {"places.base_gate.lanes": "1"}, {"places.base_gate.lanes": "8"}, "civilian_harm", False
    ),
    "more surgery": Law(
        "site_in_flames",
        "before",
        {},
        {"places.clinic.theatres": "3", "places.clinic.doctors": "6"},
        "civilian_deaths",
        False,
    ),
    "more search lanes, shorter queue": Law(
        "site_in_flames", "", {"places.main_gate.lanes": "1"}, {"places.main_gate.lanes": "4"}, "queue_wait", True
    ),
}


@cache
def measures(scenario: str, variant: str, sets: tuple[tuple[str, str], ...]) -> list[dict[str, float | None]]:
    """The measures of every seed; several laws share one side."""
    program = prepare(blueprint_of(SCENARIOS / f"{scenario}.yaml", variant=variant, sets=dict(sets)))
    return [run_once(program, seed).measures for seed in SEEDS]


def values(law: Law, sets: dict[str, str]) -> list[float | None]:
    return [row[law.measure] for row in measures(law.scenario, law.variant, tuple(sets.items()))]


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
def test_what_helps_never_makes_it_worse(law: Law) -> None:
    pairs = zip(values(law, law.less), values(law, law.more), strict=True)
    gains = [less - more for less, more in pairs if less is not None and more is not None]
    assert len(gains) >= 12
    if len(set(gains)) == 1:
        assert gains[0] >= 0
        assert not (law.helps and gains[0] == 0)
        return
    interval = ttest_1samp(gains, 0.0).confidence_interval(0.95)
    assert interval.high > 0, f"worse by {-fmean(gains):.2f}, {interval}"
    if law.helps:
        assert interval.low > 0, f"better by {fmean(gains):.2f} only, {interval}"
