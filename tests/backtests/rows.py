"""What startex is held against: published figures, laws of good sense, and that a response matters.

Each row says what is claimed, where that comes from and what bar was set before it was measured; ``row.measure()``
gives what came out and whether the bar is met.  ``make backtest`` tests every row and writes docs/backtests.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from statistics import fmean

from tests.backtests.abduction_rows import abduction_rows
from tests.backtests.capital_under_fire_rows import rows_of_the_capital
from tests.backtests.checkpoint_and_long_patrol_rows import checkpoint_and_long_patrol_rows
from tests.backtests.claims import CLEAR, Result, Row, helped, paired, values
from tests.backtests.cordon_and_search_rows import cordon_and_search_rows
from tests.backtests.early_warning_rows import early_warning_rows
from tests.backtests.every_scenario_rows import every_scenario_rows
from tests.backtests.extraction_under_crossfire_rows import rows_of_the_extraction
from tests.backtests.figures_rows import figures_rows
from tests.backtests.indirect_fire_rows import indirect_fire_rows
from tests.backtests.influx_rows import influx_rows
from tests.backtests.replications import replications
from tests.backtests.staff_relocation_rows import staff_relocation_rows
from tests.backtests.year_of_readiness_rows import year_of_readiness_rows

__all__ = ["GROUPS", "Result", "Row", "rows"]

GROUPS = {
    "response": "A response matters",
    "published": "Published figures",
    "sanity": "Laws of good sense",
    "picture": "Picture, not truth",
    "every": "Every scenario",
}


def _difference(difference: tuple[float, float, float]) -> str:
    mean, low, high = difference
    return f"{mean:+.2f} ({low:+.2f} to {high:+.2f})"


# a response matters


_STEPS = {
    "civilian_harm": "K1 civilian harm, people",
    "report_to_decide": "K3 report to decision, min",
    "decide_to_move": "K4 decision to move, min",
    "move_to_scene": "K5 move to scene, min",
}


def _matters(scenario: str, measure: str) -> Row:
    claim, source = f"{scenario}: `after` beats `before` on {_STEPS[measure]}", "the purpose of the exercise"
    name = f"{scenario}.{measure}"
    return helped(scenario, scenario, "before", measure, -1, claim, source, seeds=100, id=name)


_HALF_NOTICE = {
    "": {
        "unit_types.infantry_section.notice": "150 s +- 50 %",
        "unit_types.infantry_platoon.notice": "450 s +- 50 %",
        "unit_types.armoured_platoon.notice": "450 s +- 50 %",
        "unit_types.fpu_platoon.notice": "5 (2.5-10) min",
    },
    "before": {
        "unit_types.fpu_platoon.notice": "5 (2.5-10) min",
        "units.qrf_1.notice": "30 (15-45) min",
        "units.qrf_2.notice": "30 (15-45) min",
        "units.section_a.notice": "15 (7.5-22.5) min",
    },
}


def _half_notice(variant: str) -> Row:
    def _measure() -> Result:
        whole = replications("site_in_flames", variant)
        half = replications("site_in_flames", variant, sets=_HALF_NOTICE[variant])
        # K4 and K5 share the way between them; what halved notice shortens is the time from the decision to the scene
        found = paired(half, whole, "move_to_scene")
        return Result(f"longer by {_difference(found)} min with the whole notice", found[1] > 0)

    return Row(
        f"half_notice.{variant or 'after'}",
        "response",
        f"site_in_flames {variant or 'after'}: halving notice to move lowers K5",
        "domain sheet, section 3, QRF notice",
        CLEAR,
        _measure,
    )


def _options(decision: str, variant: str, options: tuple[str, ...]) -> Row:
    def _measure() -> Result:
        runs = [replications("site_in_flames", variant, decide={decision: option}) for option in options]
        means = ", ".join(f"{o} {fmean(values(r, 'civilian_harm')):.1f}" for o, r in zip(options, runs, strict=True))
        found = [paired(a, b, "civilian_harm") for a, b in pairwise(runs)]
        return Result(f"{means}; differences {', '.join(map(_difference, found))}", all(low > 0 for _, low, _ in found))

    return Row(
        f"options.{decision}",
        "response",
        f"site_in_flames {variant or 'after'}: each option of `{decision}` gives different harm",
        "the purpose of the exercise",
        f"{' < '.join(options)}, each interval clear of 0",
        _measure,
    )


# published figures


def _mean_within(
    name: str,
    scenario: str,
    variant: str,
    measure: str,
    low: float,
    high: float,
    claim: str,
    source: str,
    seeds: int = 100,
) -> Row:
    def _measure() -> Result:
        found = values(replications(scenario, variant, seeds=seeds), measure)
        mean = fmean(found)
        return Result(f"mean {mean:.2f} over {len(found)} seeds", low <= mean <= high)

    return Row(name, "published", claim, source, f"{low:g} to {high:g}", _measure)


def _single_runs(seeds: int) -> Row:
    def _measure() -> Result:
        found = values(replications("weapons_free_zone", seeds=seeds), "zone_months_incidents")
        share = sum(6 <= value <= 19 for value in found) / len(found)
        return Result(f"{100 * share:.1f} % of {len(found)} runs", round(share, 2) >= 0.95)

    return Row(
        f"zone.single_runs_{seeds}",
        "published",
        f"weapons_free_zone: single runs lie within 6 and 19 incidents in six months ({seeds} seeds)",
        "letter of 17 April 2017: 12 in six months; Poisson limits",
        "95 % of runs",
        _measure,
    )


def _alone(variant: str) -> Row:
    def _measure() -> Result:
        none = replications("weapons_free_zone", "before", seeds=200)
        found = paired(replications("weapons_free_zone", variant, seeds=200), none, "zone_months_incidents")
        return Result(f"{_difference(found)} fewer incidents in six months than with none", found[1] > 0)

    return Row(
        f"zone.{variant}",
        "published",
        f"weapons_free_zone: {variant.replace('_', ' ')} lowers incidents (assumed worth, no ranking meant)",
        "domain sheet, S03",
        CLEAR,
        _measure,
    )


# laws of good sense: (id, what is better, scenario, variant, worse, better)
# "posts" keeps the garrison's strength: posts that are added are manned from the reserve, see corrections 9.

Sets = Mapping[str, str]

_LAWS: tuple[tuple[str, str, str, str, Sets, Sets], ...] = (
    ("notice", "faster notice", "site_in_flames", "", {}, _HALF_NOTICE[""]),
    ("notice_before", "faster notice", "site_in_flames", "before", {}, _HALF_NOTICE["before"]),
    (
        "posts",
        "more posts on the wire, in strength besides the reserve's",
        "site_in_flames",
        "before",
        {},
        {"perimeter.*.posts": "8"},
    ),
    (
        "ioc",
        "an integrated centre and one lead",
        "site_in_flames",
        "",
        {"command.ioc": "absent", "leadership.incident_commander": "[sector_commander, senior_officer_present]"},
        {},
    ),
    (
        "lanes",
        "more lanes at the base gate",
        "site_in_flames",
        "",
        {"places.base_gate.lanes": "2"},
        {"places.base_gate.lanes": "6"},
    ),
    (
        "surgery",
        "more surgery",
        "site_in_flames",
        "before",
        {},
        {"places.clinic.level": "level_1_plus", "places.clinic.theatres": "2"},
    ),
    ("doctors", "more doctors", "site_in_flames", "before", {}, {"places.clinic.doctors": "8"}),
)


def _law(name: str, what: str, scenario: str, variant: str, worse: Sets, better: Sets) -> Row:
    measure = "civilian_deaths" if name in ("surgery", "doctors") else "civilian_harm"

    def _measure() -> Result:
        found = paired(
            replications(scenario, variant, sets=better), replications(scenario, variant, sets=worse), measure
        )
        return Result(f"{measure}: {_difference(found)} less with it", found[2] > 0)

    return Row(
        f"sanity.{name}",
        "sanity",
        f"{scenario} {variant or 'after'}: {what} never worsens the expected result",
        "common sense",
        "the 95 % interval does not lie wholly on the wrong side",
        _measure,
    )


def _ioc_hurts() -> Row:
    def _measure() -> Result:
        lost = replications("site_in_flames", "without_C04")
        found = paired(replications("site_in_flames"), lost, "report_to_decide")
        return Result(f"K3 longer by {_difference(found)} min", found[1] > 0)

    return Row(
        "sanity.ioc_lost",
        "sanity",
        "site_in_flames: losing the integrated centre and the one lead hurts",
        "rows C01-C04; corrections, 9",
        CLEAR,
        _measure,
    )


def _silence() -> Row:
    def _measure() -> Result:
        dead = {f"channels.{c}.works": "no" for c in ("vhf", "mobile")}
        found = paired(replications("site_in_flames"), replications("site_in_flames", sets=dead), "civilian_harm")
        return Result(f"{_difference(found)} people more are harmed", found[1] > 0)

    return Row(
        "picture.silence",
        "picture",
        "site_in_flames: with every channel dead harm rises",
        "who hears nothing does nothing",
        CLEAR,
        _measure,
    )


@cache
def rows() -> tuple[Row, ...]:
    """Every row, in the order of the table."""
    return (
        *(_matters(s, m) for s in ("site_in_flames", "distress_calls") for m in _STEPS),
        *staff_relocation_rows(),
        *rows_of_the_extraction(),
        *rows_of_the_capital(),
        _half_notice(""),
        _half_notice("before"),
        _options("open_base_gate", "before", ("open", "search", "hold")),
        _options("keep_reserve", "before", ("forward", "base", "rest")),
        _mean_within(
            "zone.baseline",
            "weapons_free_zone",
            "",
            "baseline_month_incidents",
            46,
            50,
            "weapons_free_zone: serious incidents reported in the month before are 48",
            "letter of 17 April 2017",
            200,
        ),
        _mean_within(
            "zone.six_months",
            "weapons_free_zone",
            "",
            "zone_months_incidents",
            11,
            13,
            "weapons_free_zone: incidents reported in the six months after are 12 +- 1",
            "letter of 17 April 2017",
            200,
        ),
        _single_runs(2000),
        *(_alone(v) for v in ("only_rules", "only_patrols", "only_search", "only_host")),
        _mean_within(
            "malakal.intervention",
            "site_in_flames",
            "before",
            "effective_intervention",
            3,
            16,
            "site_in_flames before: effective intervention comes 3 to 16 h after entry",
            "domain sheet, S02",
        ),
        _mean_within(
            "malakal.structures",
            "site_in_flames",
            "before",
            "structures_lost",
            0.25,
            0.42,
            "site_in_flames before: about a third of the shelters are lost",
            "domain sheet, S02",
        ),
        _mean_within(
            "malakal.killed",
            "site_in_flames",
            "before",
            "killed_share",
            0.17,
            0.38,
            "site_in_flames before: killed share of casualties",
            "domain sheet, section 3",
        ),
        *indirect_fire_rows(),
        *checkpoint_and_long_patrol_rows(),
        *abduction_rows(),
        *cordon_and_search_rows(),
        *influx_rows(),
        *figures_rows(),
        *(_law(*law) for law in _LAWS),
        _ioc_hurts(),
        _silence(),
        *early_warning_rows(),
        *every_scenario_rows(),
        *year_of_readiness_rows(),
    )
