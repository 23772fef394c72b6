"""What the exercise indirect_fire is held against: the figures of its domain row, and that each reform in it counts."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean

from tests.backtests.replications import Measures, replications

__all__ = ["CLAIMS", "Claim"]

Claim = tuple[str, str, str, str, str, Callable[[], tuple[str, bool]]]
"""id, group, claim, source, bar, and what measures it: (figure, met)"""

SCENARIO = "indirect_fire"
_ROWS = (
    ("C24", "staff_harmed", "lower", "direct fire over the wire hurts more staff without the wall"),
    ("C26", "posts_held", "higher", "fewer posts are held without protected positions"),
    ("C27", "staff_harmed", "lower", "salvos hurt more staff without bunkers"),
    ("C28", "staff_harmed", "lower", "salvos hurt more staff without blankets"),
    ("C33", "ten_one_two", "higher", "10-1-2 is kept for fewer without theatre and blood"),
)


def _values(runs: Measures, name: str) -> list[float]:
    return [value for run in runs if (value := run[name]) is not None]


def _reform(row: str, name: str, better: str, claim: str) -> Claim:
    def _measured() -> tuple[str, bool]:
        from tests.backtests.claims import paired

        found = paired(replications(SCENARIO, seeds=300), replications(SCENARIO, f"without_{row}", seeds=300), name)
        met = found[1] > 0 if better == "lower" else found[2] < 0
        return f"{found[0]:+.3f} ({found[1]:+.3f} to {found[2]:+.3f})", met

    return (
        f"{SCENARIO}.{row}",
        "response",
        f"{SCENARIO}: {claim}",
        f"the Secretary-General's letter, 17 April 2017 ({row})",
        "95 % interval of the paired difference over 300 seeds clear of 0",
        _measured,
    )


def _matters() -> tuple[str, bool]:
    from tests.backtests.claims import paired

    after, before = replications(SCENARIO, seeds=200), replications(SCENARIO, "before", seeds=200)
    found = paired(before, after, "ten_one_two")
    return f"{found[0]:+.2f} ({found[1]:+.2f} to {found[2]:+.2f})", found[1] > 0


def _casualties(variant: str) -> Callable[[], tuple[str, bool]]:
    def _measured() -> tuple[str, bool]:
        mean = fmean(_values(replications(SCENARIO, variant, seeds=200), "civilian_harm"))
        return f"{mean:.1f}", 10 <= mean <= 40

    return _measured


def _sheltered() -> tuple[str, bool]:
    mean = fmean(_values(replications(SCENARIO, seeds=200), "sheltered_5"))
    return f"{mean:.0%}", mean >= 0.9


CLAIMS: tuple[Claim, ...] = (
    (
        f"{SCENARIO}.ten_one_two",
        "response",
        f"{SCENARIO}: `after` beats `before` on K10 10-1-2",
        "the purpose of the exercise",
        "95 % interval of the paired difference clear of 0",
        _matters,
    ),
    *(_reform(*row) for row in _ROWS),
    *(
        (
            f"{SCENARIO}.casualties.{variant or 'after'}",
            "published",
            f"{SCENARIO} {variant or 'after'}: three salvos cost 10 to 40 casualties",
            "domain sheet, S09 [A]",
            "mean of 200 runs between 10 and 40",
            _casualties(variant),
        )
        for variant in ("", "before")
    ),
    (
        f"{SCENARIO}.sheltered",
        "published",
        f"{SCENARIO}: nine in ten of the staff are in shelter five minutes after the first round",
        "domain sheet, S09",
        "mean of 200 runs at least 90 %",
        _sheltered,
    ),
)
