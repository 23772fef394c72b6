"""Rows of the scenario checkpoint_and_long_patrol, each with its bar set before it was measured."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from statistics import fmean

from scipy.stats import ttest_1samp

from simulator.events import LogEvent
from simulator.runs.headless import blueprint_of, run_once
from tests.backtests.replications import SCENARIOS, replications

__all__ = ["FIGURES", "NAME"]

NAME = "checkpoint_and_long_patrol"
ALLOWED = frozenset(
    (
        *("by order", "its contingent calls it back", "out of water", "life is at risk", "it may pass"),
        *("it takes the detour", "has a new order", "committed elsewhere"),
    )
)
"""why a patrol may leave a checkpoint before its 48 hours are over"""


@cache
def _ends(seeds: int) -> tuple[tuple[str, int], ...]:
    """Why stands ended, and after how many seconds: of the file and of its variant ``before``."""
    logs: list[list[LogEvent]] = [
        run_once(blueprint_of(SCENARIOS / f"{NAME}.yaml", variant=variant), seed).log
        for variant in ("", "before")
        for seed in range(1, seeds + 1)
    ]
    return tuple((e.data["why"], e.data["for_s"]) for log in logs for e in log if e.kind == "stand_ended")


def _stood_48(seeds: int = 100) -> tuple[str, bool]:
    """Stands that end because their time is over last 48 hours, or longer where they were told to stand on."""
    full = [for_s for why, for_s in _ends(seeds) if why == "the time to stand is over"]
    exact = sum(for_s == 48 * 3600 for for_s in full)
    longer = len(full) - exact
    return f"{exact} of exactly 48 h, {longer} longer by order", exact > 0 and all(s >= 48 * 3600 for s in full)


def _left_early(seeds: int = 100) -> tuple[str, bool]:
    """Nobody leaves before 48 hours but for the causes that are allowed."""
    early = [why for why, for_s in _ends(seeds) if for_s < 48 * 3600]
    wrong = [why for why in early if why not in ALLOWED]
    return f"{len(wrong)} of {len(early)} that ended before 48 h without such a cause", not wrong


def _passed(seeds: int = 200) -> tuple[str, bool]:
    """More units pass whole than before, and not in every single pair."""
    after, before = (replications(NAME, variant, seeds=seeds) for variant in ("", "before"))
    pairs = [(a["fom_pass"], b["fom_pass"]) for a, b in zip(after, before, strict=True)]
    gains = [a - b for a, b in pairs if a is not None and b is not None]
    interval = ttest_1samp(gains, 0.0).confidence_interval(0.95)
    said = (
        f"difference {fmean(gains):+.2f} ({interval.low:+.2f} to {interval.high:+.2f}), better in {{n}} of {len(gains)}"
    )
    better = sum(gain > 0 for gain in gains)
    return said.format(n=better), interval.low > 0 and better < len(gains)


def _stays(seeds: int = 200) -> tuple[str, bool]:
    """Patrols stay between a week and a month on average."""
    found = [days for run in replications(NAME, seeds=seeds) if (days := run["stay_days"]) is not None]
    return f"mean {fmean(found):.1f} days over {len(found)} seeds", 7 <= fmean(found) <= 30


FIGURES: tuple[tuple[str, str, str, str, str, Callable[[], tuple[str, bool]]], ...] = (
    (
        f"{NAME}.fom_pass",
        "response",
        f"{NAME}: `after` beats `before` on K14, arrivals after which a unit passed whole",
        "the purpose of the exercise",
        "the interval of 200 pairs above 0, and not every pair",
        _passed,
    ),
    (
        "fom.stands",
        "published",
        f"{NAME}: a stand whose time is over has lasted 48 hours",
        "letter of 17 April 2017",
        "48 h to the second, or longer by order",
        _stood_48,
    ),
    (
        "fom.early",
        "published",
        f"{NAME}: nobody leaves before 48 h unless ordered, let through, called back, without water or at risk",
        "letter of 17 April 2017",
        "none",
        _left_early,
    ),
    (
        "fom.stays",
        "published",
        f"{NAME}: patrols stay between a week and a month on average",
        "letter of 17 April 2017",
        "7 to 30 days",
        _stays,
    ),
)
"""(id, group, claim, source, bar, what is measured)"""
