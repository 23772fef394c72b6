"""Numbers of a comparison as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.runs.compare.ignorance import Across
from simulator.runs.compare.paired import Interval
from simulator.runs.compare.proportions import in_tens
from simulator.runs.compare.studies import Study
from simulator.vocabulary import MEASURES

__all__ = [
    "nothing_said",
    "quantile_said",
    "size_said",
    "study_rows",
    "across_said",
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
    return ("points" if difference else "%") if unit in ("share", "level") else unit


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
    return f"{mean} ({low} to {high}){end}" if low != high else f"{mean}{end}"


def span_said(low: float, high: float, unit: str) -> str:
    """``-3.0 to +1.2 people``, for differences."""
    return f"{_bare(low, unit, signed=True)} to {_bare(high, unit, signed=True)} {unit_said(unit, difference=True)}"


def p_said(p: float) -> str:
    """A p value as it is printed."""
    return "-" if math.isnan(p) else "< 0.001" if p < 0.001 else f"{p:.3f}"


def tens_said(value: float, across: Across | None) -> str:
    """``about 9 in 10; 5 to 10 in 10 across our assumptions``."""
    if across is None:
        return in_tens(value)
    low, high = round(across.low * 10), round(across.high * 10)
    spread = f"{low} in 10" if low == high else f"{low} to {high} in 10"
    return f"{in_tens(value)}; {spread} across our assumptions"


def carrier_said(across: Across, believed: dict[str, str]) -> str:
    """The assumed number behind what moves, or that none stands out."""
    carrier = across.carrier
    if carrier is None or carrier.p >= 0.05:
        return f"no single assumed number stands out in {across.sets} sets"
    way = "rises" if carrier.correlation.rho > 0 else "falls"
    span = believed.get(carrier.parameter, "")
    turns = "" if math.isnan(carrier.turns_at) else f", turning about {carrier.turns_at:.3g}"
    said = f" (believed {span}{turns})" if span else f" ({turns.lstrip(', ')})" if turns else ""
    return f"it {way} most closely with {carrier.parameter}{said}"


def across_said(across: Across | None, believed: dict[str, str]) -> str:
    """What would reverse a finding."""
    if across is None:
        return "not looked at: run the batch with --assumptions 20"
    if across.reverses:
        return f"reversed in {across.reversed_in} of {across.sets} sets; {carrier_said(across, believed)}"
    return f"none of {across.sets} sets of assumed numbers reverses it; {carrier_said(across, believed)}"


def size_said(arms: int, replications: Sequence[int]) -> str:
    """``6 arms, 40 replications each``."""
    least, most = min(replications), max(replications)
    count = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return f"{arms} arm{'s' * (arms != 1)}, {count} replication{'s' * (most != 1)}{' each' * (arms != 1)}"


def nothing_said(targets: int, replications: int) -> str:
    """What is said where nothing breaks, without claiming more than the sample shows."""
    if not targets:
        return "The scenario sets no targets, so nothing can be said to break."
    seen = f"{replications:,} replication{'s' * (replications != 1)} show{'s' * (replications == 1)}"
    return (
        f"Nothing that {seen}: every arm meets every target more often than not, and none clearly less often "
        "than the baseline."
    )


def quantile_said(ends: tuple[float, float, float]) -> str:
    """A time by which a share was reached, with its interval: ``4.0 (3.6 to 4.4)``."""
    at, low, high = ends
    if math.isinf(at):
        return "not reached"
    return f"{at:.1f} ({low:.1f} to {'not reached' if math.isinf(high) else f'{high:.1f}'})"


def _index(value: float, low: float, high: float) -> str:
    ends = " (no interval)" if math.isnan(low) or math.isnan(high) else f" ({low:.2f} to {high:.2f})"
    return f"{value:.2f}{ends}"


def study_rows(study: Study) -> list[tuple[str, float, str]]:
    """What a design says of each factor: its name, a size from 0 to 1, and the figure in words."""
    rows = [
        (name, abs(r.rho), f"rank correlation {r.rho:+.2f} ({r.low:+.2f} to {r.high:+.2f})")
        for name, r in study.correlations.items()
    ]
    for s in study.sobol:
        alone = f"alone {_index(s.first, s.first_low, s.first_high)}"
        total = f"in all {_index(s.total, s.total_low, s.total_high)}"
        rows.append((s.factor, max(0.0, s.total), f"{alone}, {total}"))
    largest = max((abs(e.effect.mean) for e in study.effects), default=0.0) or 1.0
    for e in study.effects:
        said = interval_said(e.effect, MEASURES[study.measure].unit, difference=True)
        rows.append((" x ".join(e.factors), abs(e.effect.mean) / largest, said))
    if not study.effects:
        parts = study.shares.items()
        rows += [(" x ".join(names), share, f"{share * 100:.0f} % of the variance") for names, share in parts]
    return rows
