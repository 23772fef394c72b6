"""Numbers of a comparison as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.catalogue import decimal, tr, trn, word
from simulator.measures import MEASURES
from simulator.runs.compare.ignorance import Across
from simulator.runs.compare.paired import Interval
from simulator.runs.compare.proportions import in_tens
from simulator.runs.compare.studies import Study
from simulator.units import format_amount, format_count

__all__ = [
    "nothing_said",
    "quantile_said",
    "size_said",
    "study_rows",
    "across_said",
    "asked_said",
    "carrier_said",
    "interval_said",
    "p_said",
    "span_said",
    "tens_said",
    "unit_said",
]


def _bare(value: float, unit: str, *, signed: bool) -> str:
    scale = 100 if unit in ("share", "level") else 1
    digits = 0 if scale == 100 or abs(value) >= 100 else 1
    text = f"{value * scale:+.{digits}f}" if signed else f"{value * scale:.{digits}f}"
    return text.lstrip("+-") if float(text) == 0 else text


def unit_said(unit: str, *, difference: bool = False) -> str:
    """The unit in which a measure is printed: shares in per cent, their differences in points."""
    return (tr("points") if difference else "%") if unit in ("share", "level") else word(unit)


def interval_said(interval: Interval, unit: str, *, difference: bool = False, named: bool = True) -> str:
    """``13.3 (10.1 to 16.5) people``; a difference has signs, and shares differ by points.

    The unit stands there only if ``named``.
    """
    if not interval.n:
        return "-"
    mean = _bare(interval.mean, unit, signed=difference)
    end = f" {unit_said(unit, difference=difference)}" if named else ""
    if math.isnan(interval.low):
        return f"{mean}{end}"
    low, high = (_bare(end, unit, signed=difference) for end in (interval.low, interval.high))
    return tr("{mean} ({low} to {high})", mean=mean, low=low, high=high) + end if low != high else f"{mean}{end}"


def span_said(low: float, high: float, unit: str) -> str:
    """``-3.0 to +1.2 people``, for differences."""
    return tr(
        "{low} to {high} {unit}",
        low=_bare(low, unit, signed=True),
        high=_bare(high, unit, signed=True),
        unit=unit_said(unit, difference=True),
    )


def p_said(p: float) -> str:
    """A p value as it is printed."""
    return "-" if math.isnan(p) else decimal("< 0.001" if p < 0.001 else f"{p:.3f}")


def tens_said(value: float, across: Across | None) -> str:
    """``about 9 in 10; 5 to 10 in 10 across our assumptions``."""
    if across is None:
        return in_tens(value)
    low, high = round(across.low * 10), round(across.high * 10)
    if low == high:
        return tr("{about}; {low} in 10 across our assumptions", about=in_tens(value), low=low)
    return tr("{about}; {low} to {high} in 10 across our assumptions", about=in_tens(value), low=low, high=high)


def carrier_said(across: Across, believed: dict[str, str]) -> str:
    """The assumed number behind what moves, or that none stands out."""
    carrier = across.carrier
    if carrier is None or carrier.p >= 0.05:
        return tr("no single assumed number stands out in {sets} sets", sets=across.sets)
    if carrier.correlation.rho > 0:
        said = tr("it rises most closely with {number}", number=carrier.parameter)
    else:
        said = tr("it falls most closely with {number}", number=carrier.parameter)
    notes = []
    if span := believed.get(carrier.parameter, ""):
        notes.append(tr("believed {span}", span=span))
    if not math.isnan(carrier.turns_at):
        notes.append(tr("turning about {value:.3g}", value=carrier.turns_at))
    return f"{said} ({', '.join(notes)})" if notes else said


def asked_said(measure: str, at_most: float | None, at_least: float | None) -> str:
    """What a target asks: ``at most 15 min``."""
    unit, said = MEASURES[measure].unit, []
    if at_most is not None:
        said.append(tr("at most {amount}", amount=format_amount(at_most, unit)))
    if at_least is not None:
        said.append(tr("at least {amount}", amount=format_amount(at_least, unit)))
    return ", ".join(said)


def across_said(across: Across | None, believed: dict[str, str]) -> str:
    """What would reverse a finding."""
    if across is None:
        return tr("not looked at: run the batch with --assumptions 20")
    carrier = carrier_said(across, believed)
    if across.reverses:
        return tr(
            "reversed in {number} of {sets} sets; {carrier}",
            number=across.reversed_in,
            sets=across.sets,
            carrier=carrier,
        )
    return tr("none of {sets} sets of assumed numbers reverses it; {carrier}", sets=across.sets, carrier=carrier)


def size_said(arms: int, replications: Sequence[int]) -> str:
    """``6 arms, 40 replications each``."""
    least, most = min(replications), max(replications)
    count = format_count(least)
    if least != most:
        count = tr("{low} to {high}", low=count, high=format_count(most))
    if arms == 1:
        return trn("1 arm, {count} replication", "1 arm, {count} replications", most, count=count)
    return trn(
        "{arms} arms, {count} replication each", "{arms} arms, {count} replications each", most, arms=arms, count=count
    )


def nothing_said(targets: int, replications: int) -> str:
    """What is said where nothing breaks, without claiming more than the sample shows."""
    if not targets:
        return tr("The scenario sets no targets, so nothing can be said to break.")
    return trn(
        "Nothing that {count} replication shows: every arm meets every target more often than not, and none clearly "
        "less often than the baseline.",
        "Nothing that {count} replications show: every arm meets every target more often than not, and none clearly "
        "less often than the baseline.",
        replications,
        count=format_count(replications),
    )


def quantile_said(ends: tuple[float, float, float]) -> str:
    """A time by which a share was reached, with its interval: ``4.0 (3.6 to 4.4)``."""
    at, low, high = ends
    if math.isinf(at):
        return tr("not reached")
    if math.isinf(high):
        return tr("{at:.1f} ({low:.1f} to not reached)", at=at, low=low)
    return tr("{at:.1f} ({low:.1f} to {high:.1f})", at=at, low=low, high=high)


def _index(value: float, low: float, high: float) -> str:
    if math.isnan(low) or math.isnan(high):
        return tr("{value:.2f} (no interval)", value=value)
    return tr("{value:.2f} ({low:.2f} to {high:.2f})", value=value, low=low, high=high)


def study_rows(study: Study) -> list[tuple[str, float, str]]:
    """What a design says of each factor: its name, a size from 0 to 1, and the figure in words."""
    rows = [
        (
            name,
            abs(r.rho),
            tr("rank correlation {rho:+.2f} ({low:+.2f} to {high:+.2f})", rho=r.rho, low=r.low, high=r.high),
        )
        for name, r in study.correlations.items()
    ]
    for s in study.sobol:
        said = tr(
            "alone {alone}, in all {total}",
            alone=_index(s.first, s.first_low, s.first_high),
            total=_index(s.total, s.total_low, s.total_high),
        )
        rows.append((s.factor, max(0.0, s.total), said))
    largest = max((abs(e.effect.mean) for e in study.effects), default=0.0) or 1.0
    for e in study.effects:
        said = interval_said(e.effect, MEASURES[study.measure].unit, difference=True)
        rows.append((" x ".join(e.factors), abs(e.effect.mean) / largest, said))
    if not study.effects:
        parts = study.shares.items()
        rows += [
            (" x ".join(names), share, tr("{share:.0f} % of the variance", share=share * 100)) for names, share in parts
        ]
    return rows
