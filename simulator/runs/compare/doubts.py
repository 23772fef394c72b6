"""What a sample cannot tell, said plainly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.catalogue import tr, trn
from simulator.runs.compare.proportions import enough_for_share
from simulator.runs.compare.sample import Sample
from simulator.runs.compare.tables import ASSUMED, MeasureRow, MeasureTable, Waiting
from simulator.runs.compare.verdicts import Verdict
from simulator.units import format_count

__all__ = ["doubts"]

FEW = 30
"""replications below which intervals themselves are rough"""
_SAID = 4
"""rows of a kind that are told one by one"""


def doubts(
    sample: Sample, verdicts: Sequence[Verdict], tables: Sequence[MeasureTable], waits: Sequence[Waiting]
) -> list[str]:
    """Everything that keeps a reader from leaning on this sample."""
    found = [
        *_number(sample, verdicts),
        *_skewed(tables),
        *_alike(tables),
        *_evidence(verdicts),
        *_censored(waits),
        *_ignorance(sample),
    ]
    calibrated = [v.objective for v in verdicts if v.calibrated]
    if calibrated or any(table.unranked == tr(ASSUMED) for table in tables):
        found.append(
            tr(
                "incidents around the zone agree with the published figure by calibration only: they were made to, "
                "and say nothing about which of the zone's measures is worth most"
            )
        )
    return found


def _number(sample: Sample, verdicts: Sequence[Verdict]) -> Iterator[str]:
    least = min(sample.replications)
    if least < FEW:
        yield tr("{number} replications are few: below {few} the intervals themselves are rough", number=least, few=FEW)
    shares = [s.met for v in verdicts for s in v.standings if s.met]
    wide = [share for share in shares if share.high - share.low > 0.10]
    if wide:
        worst = max(wide, key=lambda share: share.high - share.low)
        yield tr(
            "shares are known to {points:.0f} points to both sides at worst; 5 points take about {number} replications",
            points=(worst.high - worst.low) * 50,
            number=enough_for_share(worst),
        )


def _skewed(tables: Sequence[MeasureTable]) -> Iterator[str]:
    """Bootstrap intervals of few pairs: on log-normal differences they hold the truth in 89 % at 40, 93 % at 100."""
    pairs = [row.against.difference for table in tables for row in table.rows if row.against]
    few = [d.n for d in pairs if d.method.startswith("BCa") and d.n < 200]
    if few:
        yield tr(
            "{number} differences are strongly skewed, with as few as {pairs} pairs: their intervals (bootstrap) hold "
            "the truth rather in 9 cases of 10 than in 19 of 20",
            number=len(few),
            pairs=min(few),
        )


def _alike(tables: Sequence[MeasureTable]) -> Iterator[str]:
    """Differences that cannot be told from nought, and how many replications it would take."""
    for table in tables:
        alike = [row for row in table.rows if row.against and not row.told_apart and row.against.difference.n > 1]
        open_ones = [row for row in alike if row.against and row.against.equal < row.against.difference.n]
        if open_ones:
            said = ", ".join(map(_needed, open_ones[:_SAID]))
            if (more := len(open_ones) - _SAID) > 0:
                said = trn("{arms} and {n} more", "{arms} and {n} more", more, arms=said)
            first = table.rows[0].arm
            yield tr("{measure}: not distinguishable from {arm}: {arms}", measure=table.measure, arm=first, arms=said)


def _needed(row: MeasureRow) -> str:
    return tr("{arm} ({number} would do)", arm=row.arm, number=format_count(row.needed)) if row.needed else row.arm


def _evidence(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        without = [s for s in verdict.standings if s.no_evidence > 0]
        if without:
            worst = max(without, key=lambda s: s.no_evidence)
            yield tr(
                "{objective} {measure}: no evidence in up to {share:.0f} % of replications ({arm}); shares are of the "
                "others, which differ between arms",
                objective=verdict.objective,
                measure=verdict.measure,
                share=worst.no_evidence * 100,
                arm=worst.arm,
            )


def _censored(waits: Sequence[Waiting]) -> Iterator[str]:
    for wait in waits:
        cut = [arm for arm in wait.arms if arm.curve.began and arm.curve.censored > 0.05]
        if cut:
            worst = max(cut, key=lambda arm: arm.curve.censored)
            yield tr(
                "{event}: up to {share:.0f} % had not come by ENDEX ({arm}); how much longer it would have taken, "
                "nobody knows",
                event=wait.event,
                share=worst.curve.censored * 100,
                arm=worst.arm,
            )


def _ignorance(sample: Sample) -> Iterator[str]:
    if not sample.sets:
        yield tr("no sets of assumed numbers were run: intervals hold chance only, not what nobody knows")
    elif sample.sets < FEW:
        yield tr(
            "{sets} sets of assumed numbers show how far findings may move, hardly which number moves them",
            sets=sample.sets,
        )
    if kept := sample.first.get("assumptions", {}).get("not_varied"):
        yield tr("{number} assumed numbers have no believed range and were not varied", number=len(kept))
