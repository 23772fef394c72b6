"""Rows of the scenario checkpoint_and_long_patrol, each with its bar set before it was measured."""

from __future__ import annotations

from statistics import fmean

from tests.backtests.claims import Result, Row, paired, values
from tests.backtests.replications import replications, seen

__all__ = ["checkpoint_and_long_patrol_rows"]

_NAME, _SEEDS = "checkpoint_and_long_patrol", 200
_LETTER = "letter of 17 April 2017"
_ALLOWED = frozenset(
    (
        *("by order", "its contingent calls it back", "out of water", "life is at risk", "it may pass"),
        *("it takes the detour", "has a new order", "committed elsewhere"),
    )
)
"""why a patrol may leave a checkpoint before its 48 hours are over"""


def _ends(seeds: int = 100) -> list[tuple[str, int]]:
    """Why stands ended, and after how many seconds: of the file and of its variant ``before``."""
    runs = [*seen(_NAME, seeds=seeds), *seen(_NAME, "before", seeds=seeds)]
    return [(why, for_s) for run in runs for why, for_s in run["stands"]]


def _stood_48() -> Result:
    """Stands that end because their time is over last 48 hours, or longer where they were told to stand on."""
    full = [for_s for why, for_s in _ends() if why == "the time to stand is over"]
    exact = sum(for_s == 48 * 3600 for for_s in full)
    longer = len(full) - exact
    return Result(f"{exact} of exactly 48 h, {longer} longer by order", exact > 0 and all(s >= 48 * 3600 for s in full))


def _left_early() -> Result:
    """Nobody leaves before 48 hours but for the causes that are allowed."""
    early = [why for why, for_s in _ends() if for_s < 48 * 3600]
    wrong = [why for why in early if why not in _ALLOWED]
    return Result(f"{len(wrong)} of {len(early)} that ended before 48 h without such a cause", not wrong)


def _passed() -> Result:
    """More units pass whole than before, and not in every single pair."""
    after, before = (replications(_NAME, variant, seeds=_SEEDS) for variant in ("", "before"))
    mean, low, high = paired(before, after, "fom_pass")
    pairs = [(a["fom_pass"], b["fom_pass"]) for a, b in zip(after, before, strict=True)]
    gains = [a - b for a, b in pairs if a is not None and b is not None]
    better = sum(gain > 0 for gain in gains)
    figure = f"difference {mean:+.2f} ({low:+.2f} to {high:+.2f}), better in {better} of {len(gains)}"
    return Result(figure, low > 0 and better < len(gains))


def _stays() -> Result:
    """Patrols stay between a week and a month on average."""
    found = values(replications(_NAME, seeds=_SEEDS), "stay_days")
    return Result(f"mean {fmean(found):.1f} days over {len(found)} seeds", 7 <= fmean(found) <= 30)


def checkpoint_and_long_patrol_rows() -> list[Row]:
    """The rows, in the order of the table."""
    return [
        Row(
            f"{_NAME}.fom_pass",
            "response",
            f"{_NAME}: `after` beats `before` on K14, arrivals after which a unit passed whole",
            "the purpose of the exercise",
            "the interval of 200 pairs above 0, and not every pair",
            _passed,
        ),
        Row(
            "fom.stands",
            "published",
            f"{_NAME}: a stand whose time is over has lasted 48 hours",
            _LETTER,
            "48 h to the second, or longer by order",
            _stood_48,
        ),
        Row(
            "fom.early",
            "published",
            f"{_NAME}: nobody leaves before 48 h unless ordered, let through, called back, without water or at risk",
            _LETTER,
            "none",
            _left_early,
        ),
        Row(
            "fom.stays",
            "published",
            f"{_NAME}: patrols stay between a week and a month on average",
            _LETTER,
            "7 to 30 days",
            _stays,
        ),
    ]
