"""What a year of readiness is held against: that it matters, and which part of it moves what."""

from __future__ import annotations

from statistics import fmean

from tests.backtests.claims import CLEAR, Result, Row, helped, paired, values
from tests.backtests.replications import replications

__all__ = ["year_of_readiness_rows"]

_NAME, _SEEDS = "year_of_readiness", 200
_SHEET = "domain sheet, section 1"


def _against(variant: str, measure: str, claim: str, sign: int = 1) -> Row:
    """The file as it stands is higher (``sign`` 1) or lower than a variant on a measure."""
    source = "the purpose of the exercise" if variant == "before" else _SHEET
    return helped(_NAME, _NAME, variant, measure, sign, f"{_NAME}: {claim}", source, seeds=_SEEDS)


def _rehearsed() -> Row:
    """The sheet's profiles: rehearsal 0.3 before, 0.8 after."""

    def _measure() -> Result:
        after = fmean(values(replications(_NAME, seeds=_SEEDS), "proficiency_mean"))
        before = fmean(values(replications(_NAME, "before", seeds=_SEEDS), "proficiency_mean"))
        return Result(f"{after:.2f} after, {before:.2f} before", abs(after - 0.8) <= 0.1 and abs(before - 0.3) <= 0.1)

    return Row(
        "year_of_readiness.profiles",
        "sanity",
        "year_of_readiness: mean proficiency is that of the sheet's profiles",
        "domain sheet, 2.1: rehearsal 0.3 before, 0.8 after",
        "within 0.1 of 0.8 and of 0.3",
        _measure,
    )


def _wall(name: str, days: int, claim: str, bar: str, least: float, share: float) -> Row:
    """How much of the wall stands so many days after STARTEX: so much of it at least, in such a share of the runs."""

    def _measure() -> Result:
        runs = values(replications(_NAME, sets={"clock.duration": f"{days} days"}, seeds=_SEEDS), "perimeter_built")
        enough, whole = sum(v > least for v in runs) / len(runs), sum(v >= 0.9995 for v in runs) / len(runs)
        figure = f"{fmean(runs):.2f} on average ({min(runs):.2f} to {max(runs):.2f})"
        said = f"more than {least:.0%} in {enough:.0%} of runs, all of it in {whole:.0%}"
        return Result(f"{figure}; {said}", enough >= share)

    source = (
        '[L]: a 4-km perimeter, "more than half of it already completed", the rest "by November 2017"; the start is [A]'
    )
    return Row(f"{_NAME}.{name}", "sanity", f"year_of_readiness: {claim}", source, bar, _measure)


def _first_the_road() -> Row:
    """The same crew builds the causeway before the wall: a trade, whose two sides are both clear."""

    def _measure() -> Result:
        wall, road = (replications(_NAME, decide={"crew": option}, seeds=_SEEDS) for option in ("wall", "road"))
        half, whole = (paired(wall, road, f"perimeter_{part}") for part in ("half", "whole"))
        said = [f"{mean:+.1f} ({low:+.1f} to {high:+.1f}) days" for mean, low, high in (half, whole)]
        return Result(f"half of the wall {said[0]}, the whole {said[1]}", half[1] > 0 and whole[2] < 0)

    claim = "year_of_readiness: the road before the rains has half of the wall later and the whole of it sooner"
    return Row(f"{_NAME}.crew", "response", claim, "the purpose of the decision", f"each: {CLEAR}", _measure)


def year_of_readiness_rows() -> list[Row]:
    """Every row, in the order of the table."""
    return [
        _against("before", "crisis_answered", "`after` beats `before` on needs met in time and rightly"),
        _against("without_C01", "crisis_answered", "training and rehearsals meet more needs (C01)"),
        _against("without_C20", "crisis_answered", "induction meets more needs (C20)"),
        _against(
            "without_C21", "crisis_answered", "tabletop and field exercises meet more needs, for all they cost (C21)"
        ),
        _against("without_C36", "crisis_answered", "tests, a ledger and better commanders meet more needs (C36)"),
        _against("without_C39", "crisis_answered", "a plan that was validated meets more needs (C39)"),
        _against("without_C54", "answered_in_time", "companies where people are come in time more often (C54)"),
        _rehearsed(),
        _against("without_C24", "needs_arisen", "behind a wall fewer needs arise (C24)", -1),
        _against("without_C24", "civilian_harm", "behind a wall fewer are hurt (C24)", -1),
        _wall(
            "wall_in_april",
            101,
            "on 17 April more than half of the wall stands",
            "more than half in 90 % of runs",
            0.5,
            0.9,
        ),
        _first_the_road(),
        _wall(
            "wall_in_november",
            328,
            "on 30 November nearly all of the wall stands",
            "more than 90 % in half of the runs",
            0.9,
            0.5,
        ),
    ]
