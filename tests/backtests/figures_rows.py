"""Figures of the lessons that a run brings about, each held within the range in which its source states it.

Bars come from the source alone, and were set before anything was measured: a range that it gives, the ends of what
several reports say, or the 95 % limits of a Poisson count where it gives one count.  ``docs/figures.toml`` says of
every figure which row holds it, or why a run cannot show it.
"""

from __future__ import annotations

from statistics import fmean, median

from tests.backtests.cases_rows import cases_rows
from tests.backtests.claims import Row
from tests.backtests.figures import DAY, LETTER, SHEET, Judge, between, clock, figure
from tests.backtests.replications import Seen

__all__ = ["figures_rows"]

_ZONE, _ROAD, _FIELDS = "weapons_free_zone", "checkpoint_and_long_patrol", "abduction_outside_the_gate"
_TOWN, _SECTOR, _HOTEL = "influx_on_a_rumour", "cordon_and_search", "extraction_under_crossfire"

# C02, C06, C08: patrols


def _day_and_night(runs: Seen) -> tuple[str, bool]:
    found = {
        part: sum(run["patrolled"][part][1] for run in runs) / sum(run["patrolled"][part][0] for run in runs)
        for part in ("day", "night")
    }
    said = f"a team was out in {found['day']:.1%} of the time by day and {found['night']:.1%} by night"
    return said, min(found.values()) >= 0.95


def _came_home(low: float, high: float) -> Judge:
    return lambda runs: between([s / DAY for run in runs for s in run["stays"]["came_home"]], low, high, "days")


def _a_month(runs: Seen) -> tuple[str, bool]:
    longest = [max(run["stays"]["came_home"], default=0) / DAY for run in runs]
    return f"longest {max(longest):.1f} days, mean of each run's longest {fmean(longest):.1f}", max(longest) <= 31


def _deployments(runs: Seen) -> tuple[str, bool]:
    return between([run["stays"]["began"] for run in runs], 1.5, 5.6, "stays begun")


def _patrols() -> list[Row]:
    often, all_day = "as often as in ten deployments from January to April", "throughout the day and night"
    a_week, a_month = "'the current average of one week'", "'up to one month'"
    places, ten = "Yei 3, Kajo Kaji 3, Lainya 2, Magwe 2", "1.5 to 5.6 in 32 days: Poisson limits of ten in 15 weeks"
    home = "patrols that came home had stayed"
    return [
        figure(
            *("zone.day_and_night", _ZONE, f"dismounted patrols are out {all_day}", f"{LETTER}: '{all_day}'"),
            *("a team out in 95 % of the time at the least, by day and by night", _day_and_night),
        ),
        figure("fom.home", _ROAD, f"{home} a week to a month", LETTER, "7 to 30 days", _came_home(7, 30)),
        figure(
            *("fom.week", _ROAD, f"{home} a week", f"{LETTER}: {a_week}", "6 to 8 days", _came_home(6, 8)),
            "without_C08",
        ),
        figure("fom.month", _ROAD, "no stay is longer than a month", f"{LETTER}: {a_month}", "31 days", _a_month),
        figure("fom.deployments", _ROAD, f"patrols reach people {often}", f"{LETTER}: {places}", ten, _deployments),
    ]


# C10, C11, C12, C47: people who are taken, who run, who are stranded


def _groups(runs: Seen) -> tuple[str, bool]:
    number = [len(run["taken"]) for run in runs]
    largest = max((size for run in runs for size in run["taken"]), default=0)
    said = f"{fmean(number):.1f} groups a run, never more than {max(number)}; the largest had {largest} people"
    return said, fmean(number) >= 3 and max(number) <= 4 and largest <= 50


def _in_all(runs: Seen) -> tuple[str, bool]:
    return between([sum(run["taken"]) for run in runs], 50, 200, "people a run")


def _acts(low: float, high: float) -> Judge:
    def _judge(runs: Seen) -> tuple[str, bool]:
        acted, held = (sum(run["leaders"][k] for run in runs) for k in (0, 1))
        share = acted / (acted + held)
        return f"{share:.0%} of {acted + held} leaders", low <= share <= high

    return _judge


def _arrived(runs: Seen) -> tuple[str, bool]:
    return between([run["influx"]["through"] for run in runs], 800, 1000, "people through the gate")


def _more_than_800(runs: Seen) -> tuple[str, bool]:
    share = fmean(run["influx"]["through"] > 800 for run in runs)
    return f"{share:.0%} of {len(runs)} runs", share >= 0.9


def _gone_home(runs: Seen) -> tuple[str, bool]:
    """When fewer than half of the most that were inside are left; ENDEX where that never is."""
    halves = []
    for rows in (run["influx"]["inside"] for run in runs):
        most = max((inside for _, inside in rows), default=0)
        top = next((at for at, inside in rows if inside == most), 0)
        halves.append(next((at for at, inside in rows if at > top and inside < most / 2), 6 * 3600))
    at = clock(median(halves), "11:30")
    return f"median {at}", "14:30" <= at <= "16:30"


def _seven(runs: Seen) -> tuple[str, bool]:
    brought = [run["brought_in"]["lake_hotel"][0] for run in runs]
    share = fmean(count == 7 for count in brought)
    return f"all seven in {share:.0%} of {len(runs)} runs, {fmean(brought):.1f} on average", share >= 0.5


def _people() -> list[Row]:
    acts, oios = "leaders use force at once where it is warranted", f"{SHEET}, section 3; OIOS, A/68/787"
    four = "three groups or more on average, never more than four, none larger than 50"
    return [
        figure(
            *("abduction.groups", _FIELDS, "four groups of up to 50 people are taken"),
            *(f"{LETTER}: 'four groups of up to 50'", four, _groups, "before"),
        ),
        figure(
            *("abduction.in_all", _FIELDS, "people who are led away, in all"),
            *(f"{LETTER}; {SHEET}, section 0: another report has some 50 in all", "50 to 200", _in_all, "before"),
        ),
        figure("abduction.acts.before", _FIELDS, acts, oios, "10 to 30 %", _acts(0.1, 0.3), "before"),
        figure("abduction.acts.after", _FIELDS, acts, oios, "70 to 90 %", _acts(0.7, 0.9)),
        figure(
            *("influx.arrivals", _TOWN, "people who come through the gate"),
            *(f"{SHEET}, S05: 800 to 1,000", "800 to 1,000", _arrived),
        ),
        figure(
            *("influx.more_than_800", _TOWN, "more than 800 people come through the gate"),
            *(f"{LETTER}: 'more than 800 civilians'", "nine runs in ten", _more_than_800),
        ),
        figure(
            *("influx.dispersal", _TOWN, "half of those who came in have gone home by about half past three"),
            *(f"{SHEET}, S05: dispersal about 15:30", "median from 14:30 to 16:30", _gone_home),
        ),
        figure(
            *("extraction.seven", _HOTEL, "the seven of the hotel are brought to the base"),
            *(f"{SHEET}, S06: seven people", "all of them in half of the runs at the least", _seven),
        ),
    ]


# C14, C15: searches


def _thirty(runs: Seen) -> tuple[str, bool]:
    days, shelters = (sum(run["searched"][key] for run in runs) for key in ("days", "shelters"))
    most = max(run["searched"]["most"] for run in runs)
    return f"{shelters / days:.1f} shelters a day over {days} days, never more than {most}", 0 < most <= 30


def _one_zone(runs: Seen) -> tuple[str, bool]:
    shelters = [run["swept"]["shelters"] for run in runs]
    return f"{fmean(shelters):.1f} shelters, never more than {max(shelters)}", 0 < max(shelters) <= 30


def _cycle(runs: Seen) -> tuple[str, bool]:
    days, shelters = (sum(run["searched"][key] for run in runs) for key in ("days", "shelters"))
    found = 6650 * days / shelters
    return f"{found:.0f} days", 210 <= found <= 230


def _whole(low: float, high: float) -> Judge:
    return lambda runs: between([len(run["searched"]["whole"]) for run in runs], low, high, "searches")


def _entry(runs: Seen) -> tuple[str, bool]:
    found = [run["swept"]["entry"] for run in runs if run["swept"]["entry"] is not None]
    at = clock(fmean(found), "16:00")
    return f"mean {at} over {len(found)} runs", "06:15" <= at <= "07:00"


def _searches() -> list[Row]:
    nine_months = {"search.full_scale_every": "13.5 days", "clock.duration": "300 days"}
    thirty = ("a day's zone has up to 30 shelters", f"{LETTER}: 'up to 30 shelters'", "30 at the most")
    whole = "searches of the whole site in"
    return [
        figure("search.thirty", _ZONE, *thirty, _thirty),
        figure("search.one_zone", _SECTOR, *thirty, _one_zone, "without_C15"),
        figure(
            *("search.cycle", _ZONE, "time until a site of 6,650 shelters has been seen, zone by zone"),
            *(f"{SHEET}, section 3: about 220 days", "210 to 230 days", _cycle),
        ),
        figure(
            *("search.monthly", _ZONE, f"{whole} six months, as the file has them"),
            *(f"{LETTER}: 'monthly full-scale'", "5 to 7", _whole(5, 7)),
        ),
        figure(
            *("search.twenty", _ZONE, f"{whole} nine months, one in 13.5 days"),
            *(f"{LETTER}: 20 from July 2016 to March 2017", "19 to 21", _whole(19, 21)),
            seeds=10,
            sets=nine_months,
        ),
        figure(
            *("search.entry", _SECTOR, "the cordon stands and teams go in at half past six"),
            *(f"{SHEET}, S10: 06:30", "mean from 06:15 to 07:00", _entry),
        ),
    ]


def figures_rows() -> list[Row]:
    """The rows, in the order of the lessons; then those of single cases."""
    return [*_patrols(), *_people(), *_searches(), *cases_rows()]
