"""A comparison as one HTML page that needs nothing else: no network, no script, light and dark, screen and paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from simulator.catalogue import decimal, language, marked, tr
from simulator.display import shown
from simulator.runs.compare import plots
from simulator.runs.compare.comparison import Comparison
from simulator.runs.compare.paired import Paired
from simulator.runs.compare.proportions import per_cent
from simulator.runs.compare.tables import MeasureRow, MeasureTable, Wait, Waiting
from simulator.runs.compare.verdicts import Standing, Verdict
from simulator.runs.compare.wording import (
    across_said,
    interval_said,
    nothing_said,
    p_said,
    quantile_said,
    size_said,
    study_rows,
    tens_said,
    unit_said,
)

__all__ = ["page"]

_BANDS = {
    "harm_perpetrator": marked("perpetrator"),
    "harm_crush": marked("crush"),
    "harm_delayed_care": marked("delayed care"),
    "harm_un_fire": marked("UN fire"),
}
"""measure -> what did the harm"""
_WITH_BEST = marked("not distinguishable from the best: {arms}")
_OPEN = 4
"""measures that lie open; the others unfold"""


def _safe(value: Any) -> Any:
    """What the template puts in: texts of others with pictures for what a screen might obey, then escaped."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _filled(sentence: str, **fields: Any) -> Markup:
    """A sentence with its fields filled in: escaped, but for fields that are pieces of the page."""
    return escape(shown(sentence)).format(**{name: _safe(value) for name, value in fields.items()})


def _strong(text: str) -> Markup:
    return Markup("<strong>{}</strong>").format(shown(text))


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(shown(text))


def page(c: Comparison) -> str:
    """The page; every text of a scenario is escaped."""
    environment = Environment(
        loader=PackageLoader("simulator.runs.compare", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(tr=tr, filled=_filled, strong=_strong, code=_code)
    environment.filters["code"] = _code
    return environment.get_template("comparison.html.j2").render(
        c=c,
        language=language(),
        size=size_said(len(c.arms), list(c.replications.values())),
        nothing=nothing_said(len(c.verdicts), min(c.replications.values())),
        verdicts=[_verdict(c, row, i) for i, row in enumerate(c.verdicts)],
        harm=_harm(c),
        measures=[_measure(table, i) for i, table in enumerate(c.measures)],
        waits=[_wait(row, i) for i, row in enumerate(c.waits)],
        studies=list(_studies(c)),
        analysis=_analysis(c),
        open=_OPEN,
        palette=plots.PALETTE,
    )


def _verdict(c: Comparison, verdict: Verdict, number: int) -> dict[str, Any]:
    believed = {str(row["parameter"]): str(row.get("range", "")) for row in c.assumed}
    rows = [_standing(s) + ([across_said(s.against, believed)] if c.sets else []) for s in verdict.standings]
    heads = [tr("arm"), tr("met in"), tr("in words"), tr("no evidence"), tr("p (Holm)")]
    heads += [tr("when assumed numbers move")] if c.sets else []
    plot = plots.verdict_plot(verdict, f"objective-{number}")
    return {"verdict": verdict, "heads": heads, "rows": rows, "plot": plot}


def _standing(s: Standing) -> list[str]:
    met = per_cent(s.met) if s.met else "-"
    words = tens_said(s.met.value, s.spread) if s.met else tr("no evidence")
    return [s.arm, met, words, f"{s.no_evidence * 100:.0f} %" if s.no_evidence else "", p_said(s.p)]


def _harm(c: Comparison) -> dict[str, Any] | None:
    """Harm in bands by what did it; never added up into a score."""
    tables = [table for table in c.measures if table.measure in _BANDS]
    if len(tables) < 2:
        return None
    heads = [tr(_BANDS[table.measure]) for table in tables]
    rows = [
        [row.arm, *(interval_said(table.rows[i].mean, table.unit, named=False) for table in tables)]
        for i, row in enumerate(tables[0].rows)
    ]
    return {"heads": heads, "rows": rows}


def _measure(table: MeasureTable, number: int) -> dict[str, Any]:
    best = [place.arm for place in table.ranking if place.with_best]
    said = table.unranked
    if not said and len(table.ranking) > 2:
        arms = ", ".join(best)
        said = tr("best: {arms}", arms=arms) if len(best) == 1 else tr(_WITH_BEST, arms=arms)
    spread = any(row.quantiles and row.quantiles["95"] != row.quantiles["5"] for row in table.rows)
    compared = any(row.against and row.against.equal < row.against.difference.n for row in table.rows)
    return {
        "table": table,
        "about": _about(table),
        "heads": _heads(table.unit),
        "rows": [_measure_row(row, table.unit) for row in table.rows],
        "said": said,
        "spread": plots.measure_plot(table, f"spread-{number}") if spread else "",
        "difference": plots.difference_plot(table, f"difference-{number}") if compared else "",
    }


def _about(table: MeasureTable) -> str:
    """What a measure is, where it stands in the list of them, and which way is better."""
    about = f"{table.about} ({table.k})" if table.k else table.about
    if table.better == "neither":
        return about
    if table.better == "lower":
        return tr("{about}; lower is better", about=about)
    return tr("{about}; higher is better", about=about)


def _heads(unit: str) -> list[str]:
    return [
        tr("arm"),
        tr("mean, {unit}", unit=unit_said(unit)),
        tr("nothing to measure"),
        tr("difference, {unit}", unit=unit_said(unit, difference=True)),
        tr("interval by"),
        tr("better in"),
        tr("effect (dz)"),
        tr("p (Holm)"),
        tr("when assumed numbers move"),
    ]


def _effect(row: MeasureRow, pair: Paired, *, same: bool) -> str:
    """How large a difference is, and whether it can be told from nought."""
    if same:
        return tr("the same in every pair")
    if not pair.difference.n:
        return tr("no pair")
    said = f"{decimal(f'{pair.dz:+.2f}')}, {row.size}"
    return said if row.told_apart else tr("{effect}; not told apart from nought", effect=said)


def _measure_row(row: MeasureRow, unit: str) -> list[str]:
    mean = interval_said(row.mean, unit, named=False)
    nothing = f"{row.nothing * 100:.0f} %" if row.nothing else ""
    if row.against is None:
        return [row.arm, mean, nothing, tr("baseline"), "", "", "", "", ""]
    pair = row.against
    same = pair.difference.n > 0 and pair.equal == pair.difference.n
    return [
        row.arm,
        mean,
        nothing,
        interval_said(pair.difference, unit, difference=True, named=False),
        tr(pair.difference.method) if pair.difference.n > 1 else "",
        per_cent(pair.better) if pair.better and not same else "",
        _effect(row, pair, same=same),
        "" if same else p_said(row.p_holm),
        across_said(row.across, {}) if row.across and not same else "",
    ]


def _wait(wait: Waiting, number: int) -> dict[str, Any]:
    rows = [_wait_row(arm) for arm in wait.arms if arm.curve.began]
    return {"wait": wait, "rows": rows, "plot": plots.waiting_plot(wait, f"wait-{number}")}


def _wait_row(arm: Wait) -> list[str]:
    quarters = [quantile_said(arm.curve.quantiles[q]) for q in ("25", "50", "75")]
    return [
        arm.arm,
        tr("{began} of {runs}", began=arm.curve.began, runs=arm.runs),
        *quarters,
        f"{arm.curve.censored * 100:.0f} %",
        p_said(arm.p_holm),
    ]


def _studies(c: Comparison) -> Iterator[dict[str, Any]]:
    for number, study in enumerate(c.studies):
        rows = study_rows(study)
        yield {"study": study, "rows": rows, "plot": plots.study_plot(rows, study, f"study-{number}") if rows else ""}


def _analysis(c: Comparison) -> list[dict[str, Any]]:
    """For each measure each arm's probability of being best, and the share of variance that is ignorance."""
    if c.analysis is None:
        return []
    found = []
    for table in c.measures:
        best = c.analysis.probability_best.get(table.measure, {})
        split = c.analysis.layers.get(table.measure, {})
        rows = [
            [
                row.arm,
                f"{best[row.arm] * 100:.0f} %" if row.arm in best else "",
                f"{split[row.arm].share * 100:.0f} %" if row.arm in split and split[row.arm].share >= 0 else "",
            ]
            for row in table.rows
        ]
        if best or split:
            found.append({"measure": table.measure, "rows": rows})
    return found
