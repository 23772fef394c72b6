"""Figures of readiness, of the safety of staff and of single cases, each held within its source's range."""

from __future__ import annotations

from statistics import fmean, median

from tests.backtests.claims import Row
from tests.backtests.figures import LETTER, PAPER, SHEET, Judge, between, clock, figure, mean_of
from tests.backtests.replications import Seen

__all__ = ["cases_rows"]

_YEAR, _FIRE, _SITE, _MARCH = "year_of_readiness", "indirect_fire", "site_in_flames", "petition_march"

# C20, C21, C36: readiness


def _ledger(runs: Seen) -> tuple[str, bool]:
    wanted = {"tabletops": 3, "field_exercises": 3, "office_tabletops": 9}
    counts = {name: sorted({run["exercises"].get(name, 0) for run in runs}) for name in wanted}
    said = ", ".join(f"{name.replace('_', ' ')} {'-'.join(map(str, found))}" for name, found in counts.items())
    return said, all(found == [wanted[name]] for name, found in counts.items())


def _all_inducted(runs: Seen) -> tuple[str, bool]:
    tours, done = (sum(run["inducted"][k] for run in runs) for k in (0, 1))
    return f"{done / tours:.1%} of {tours} tours", done / tours >= 0.95


def _commanders(runs: Seen) -> tuple[str, bool]:
    return between([run["sent_home"] for run in runs], 1, 3, "commanders a year")


def _readiness() -> list[Row]:
    three = f"{LETTER}: three and three, nine in the field offices"
    return [
        figure(
            *("readiness.exercises", _YEAR, "tabletop and field exercises of the force, tabletops of the offices"),
            *(three, "3, 3 and 9 held in every run", _ledger),
        ),
        figure(
            *("readiness.inducted", _YEAR, "contingents are inducted, those who come in a relief too"),
            *(f"{LETTER}: 'all infantry battalions'", "95 % of tours at the least", _all_inducted),
        ),
        figure("readiness.sent_home", _YEAR, "commanders are sent home", f"{PAPER}: two", "1 to 3", _commanders),
    ]


# C27, C33, C34: the wire, shelter, care, roll-calls


def _around_the_clock(runs: Seen) -> tuple[str, bool]:
    count = {run["posts"][0] for run in runs}
    lost = sum(run["posts"][2] for run in runs) / sum(run["posts"][1] for run in runs)
    said = f"{'-'.join(map(str, sorted(count)))} posts, manned in {1 - lost:.1%} of the time"
    return said, count == {27} and lost <= 0.05


def _in_bunkers(runs: Seen) -> tuple[str, bool]:
    return between([count for run in runs for count, _ in run["sheltered"]], 120, 480, "people in shelter")


def _median_of(step: str, most: int) -> Judge:
    def _judge(runs: Seen) -> tuple[str, bool]:
        waits = [minutes for run in runs for minutes in run["care"][step]]
        due = sum(run["care"][f"{step}_due"][0] for run in runs)
        return f"median {median(waits):.0f} min; {len(waits)} of {due} got it", median(waits) <= most

    return _judge


def _counted(runs: Seen) -> tuple[str, bool]:
    """Minutes until 95 % of those whom a list holds are accounted for; six hours where they never were."""
    waits = []
    for rows in (run["rollcall"] for run in runs):
        for name in dict.fromkeys(row[0] for row in rows):
            done = [minutes for who, minutes, count, listed in rows if who == name and count >= 0.95 * listed]
            waits.append(min(done, default=360))
    return between(waits, 30, 360, "min")


def _care(step: str, most: int, words: str, limit: str) -> Row:
    source, bar = f"{SHEET}, section 3: 10-1-2", f"median {most} min at the most"
    said = f"{words} within {limit}, of the severely hurt who get it"
    return figure(f"care.{step}", _FIRE, said, source, bar, _median_of(step, most))


def _safety() -> list[Row]:
    return [
        figure(
            *("posts.manned", _SITE, "27 posts are manned day and night"),
            *(f"{LETTER}: 27 posts, 24 hours a day", "27, in 95 % of the time at the least", _around_the_clock),
        ),
        figure(
            *("shelter.four_bunkers", _FIRE, "people in four bunkers five minutes after the first round"),
            *(f"{LETTER}: four; {SHEET}, section 3: 30 to 120 each", "mean from 120 to 480", _in_bunkers),
        ),
        _care("aid", 10, "first aid", "10 minutes"),
        _care("care", 60, "field care", "an hour"),
        _care("surgery", 120, "surgery, or the flight to it,", "two hours"),
        mean_of(
            *("rollcall.sixty", _FIRE, "", "staff_accounted_60", (0.95, float("inf"))),
            *(
                "share accounted for an hour after the order, by roll-call in the bunkers",
                f"{SHEET}, SEC-2 and section 3",
            ),
        ),
        figure(
            *("rollcall.wardens", _SITE, "time until wardens who look for people have 95 % of whom their lists hold"),
            *(f"{SHEET}, section 3: 60 (30-360) min", "mean from 30 to 360 min", _counted),
        ),
    ]


# section 2 of the sheet: single cases


def _at_eleven(runs: Seen) -> tuple[str, bool]:
    found = [run["march"]["came"] for run in runs if "came" in run["march"]]
    at = clock(fmean(found), "09:30")
    return f"mean {at} in {len(found)} runs of {len(runs)}", "10:45" <= at <= "11:15"


def _within_minutes(runs: Seen) -> tuple[str, bool]:
    rows = [run["march"] for run in runs if "through" in run["march"]]
    return between([(row["through"] - row["attacked"]) / 60 for row in rows], 0, 10, "min", "median")


def _over_the_fence(runs: Seen) -> tuple[str, bool]:
    return between(
        [max((through for _, _, through in run["crossed"]), default=0) for run in runs], 4000, 6000, "people"
    )


def _cases() -> list[Row]:
    hurt = ("people killed or hurt", f"{SHEET}, section 0: 144 (SOL), 153 (BOI), 133 to 173 (MSF)")
    dead = ("people killed", f"{SHEET}, section 0: 25 to 65 (MSF), about 30 (BOI)")
    killed = ("civilians killed in the site", f"{SHEET}, S13: at least 47")
    return [
        mean_of("malakal.casualties", _SITE, "before", "civilian_harm", (133, 173), *hurt),
        mean_of("malakal.dead", _SITE, "before", "civilian_deaths", (25, 65), *dead),
        mean_of("march.dead", _MARCH, "before", "civilian_deaths", (47, float("inf")), *killed),
        figure(
            *("march.arrival", _MARCH, "the crowd is at the wire about eleven o'clock"),
            *(f"{SHEET}, S13: ~5 km, ~11:00", "mean from 10:45 to 11:15", _at_eleven, "before"),
        ),
        figure(
            *("march.breach", _MARCH, "the wire is breached within minutes of the assault"),
            *(f"{SHEET}, S13: within minutes", "median 10 min at the most", _within_minutes, "before"),
        ),
        figure(
            *(
                "capital.over_the_fence",
                "capital_under_fire",
                "people of the camps who come into the base in the largest flight",
            ),
            *(f"{SHEET}, S01: about 5,000", "mean from 4,000 to 6,000", _over_the_fence, "before"),
        ),
    ]


def cases_rows() -> list[Row]:
    """The rows."""
    return [*_readiness(), *_safety(), *_cases()]
