"""A comparison in the terminal: what breaks first, then tables with bars, then what the sample cannot tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from simulator.catalogue import marked, tr, trn, word
from simulator.cli.out import say, show
from simulator.display import shown
from simulator.runs.compare.proportions import per_cent
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
from simulator.system import terminal

if TYPE_CHECKING:
    from simulator.runs.compare.comparison import Comparison
    from simulator.runs.compare.studies import Study
    from simulator.runs.compare.tables import MeasureRow, MeasureTable, Waiting
    from simulator.runs.compare.verdicts import Break, Verdict

__all__ = ["bar", "tell"]

_BETTER = {"lower": marked("lower is better"), "higher": marked("higher is better")}
_BAR = 10
_BREAKS = 6
_DOUBTS = 12
_LEGEND = marked(
    "Intervals hold the true value with 95 % confidence. difference: arm minus baseline, in pairs, by Student's t or, "
    "with *, by bootstrap (BCa); better: pairs in which the arm did better; effect: the mean difference in standard "
    "deviations of it, in Cohen's words; p is adjusted for the number of arms (Holm); what is unclear may be chance."
)


def bar(value: float, largest: float, *, width: int = _BAR, plain: bool = False) -> str:
    """A bar of a value between 0 and the largest one; blocks by eighths, or ``#`` where only ASCII can be shown."""
    if not largest or value != value:
        return ""
    eighths = round(max(0.0, min(1.0, value / largest)) * width * 8)
    if plain:
        return "#" * round(eighths / 8)
    whole, rest = divmod(eighths, 8)
    return "\u2588" * whole + ("" if not rest else chr(0x2590 - rest))


def _plain() -> bool:
    return "utf" not in terminal().encoding.lower()


def _table(*columns: tuple[str, str]) -> Table:
    """A table without frames; ``right`` columns are numbers."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for name, justify in columns:
        table.add_column(Text(name), justify="right" if justify == "right" else "left", overflow="fold")
    return table


def _row(table: Table, cells: Iterable[str]) -> None:
    table.add_row(*(Text(shown(cell)) for cell in cells))


def tell(c: Comparison) -> None:
    """Everything, in the order in which a commander reads it."""
    _head(c)
    _first_page(c.breaks, nothing_said(len(c.verdicts), min(c.replications.values())))
    _objectives(c.verdicts, c.sets)
    for table in c.measures:
        _measure(table, c)
    _waits(c.waits)
    _studies(c.studies)
    _analysis(c)
    _last(c)


def _head(c: Comparison) -> None:
    if c.handling:
        say(c.handling)
    say(tr("EXERCISE - training, not a forecast"))
    size = size_said(len(c.arms), list(c.replications.values()))
    told = {"title": c.title, "size": size, "seed": c.seed, "arm": c.baseline}
    say(tr("{title}: {size}, paired by seed {seed}; baseline {arm}", **told))
    if c.sets:
        say(tr("and as many with each of {n} sets of assumed numbers", n=c.sets))
    for note in c.notes:
        say(tr("note: {text}", text=note))


def _lines(label: str, texts: Sequence[str], *, wide: int = 12) -> None:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=wide)
    table.add_column(overflow="fold")
    for place, text in enumerate(texts):
        table.add_row(Text(f"   {label}" if not place else ""), Text(shown(text)))
    show(table)


def _first_page(breaks: Sequence[Break], nothing: str) -> None:
    say()
    say(tr("WHAT BREAKS"))
    if not breaks:
        _lines("", [nothing], wide=2)
    for row in breaks[:_BREAKS]:
        say()
        say(f"{row.objective} {row.what}")
        _lines(tr("in"), [", ".join(row.arms)])
        _lines(tr("how often"), row.sentence.split(". "))
        _lines(tr("owner"), [row.owner])
        _lines(tr("decision"), row.decisions or [tr("no decision of the scenario bears on it")])
        _lines(tr("reversed"), [row.reversed_by])
    if breaks[_BREAKS:]:
        say(tr("and {n} more: {names}", n=len(breaks) - _BREAKS, names=", ".join(row.what for row in breaks[_BREAKS:])))


def _objectives(verdicts: Sequence[Verdict], sets: int) -> None:
    plain = _plain()
    for verdict in verdicts:
        say()
        say(f"{verdict.objective} {verdict.text}")
        asked = f"   {verdict.measure} {verdict.asked}"
        say(tr("{asked} (agrees by calibration only)", asked=asked) if verdict.calibrated else asked)
        heads = (tr("arm"), "left"), ("", "left"), (tr("met in"), "left"), (word("nothing"), "right"), ("p", "right")
        table = _table(*heads)
        for s in verdict.standings:
            met = s.met.value if s.met else 0.0
            said = per_cent(s.met) if s.met else "-"
            if s.met and sets:
                said += f": {tens_said(met, s.spread)}"
            nothing = f"{s.no_evidence * 100:.0f} %" if s.no_evidence else ""
            _row(table, (s.arm, bar(met, 1.0, plain=plain), said, nothing, p_said(s.p)))
        show(table)


def _measure(table: MeasureTable, c: Comparison) -> None:
    say()
    head = f"{table.measure} - {table.about}"
    if table.better != "neither":
        told = {"measure": table.measure, "better": tr(_BETTER[table.better]), "about": table.about}
        head = tr("{measure} ({better}) - {about}", **told)
    say(head)
    largest = max((abs(row.mean.mean) for row in table.rows if row.mean.n), default=0.0)
    out = _table(
        (tr("arm"), "left"),
        ("", "left"),
        (tr("mean, {unit}", unit=unit_said(table.unit)), "left"),
        (tr("difference"), "left"),
        (tr("better"), "right"),
        (tr("effect"), "left"),
    )
    plain = _plain()
    for row in table.rows:
        difference, better_in = _difference(row, table.unit)
        mean = interval_said(row.mean, table.unit, named=False)
        _row(out, (row.arm, bar(row.mean.mean, largest, width=6, plain=plain), mean, difference, better_in, _word(row)))
    show(out)
    if c.sets:
        for row in table.rows:
            if row.across and row.across.reverses and row.told_apart:
                say(f"   {row.arm}: {across_said(row.across, {})}")
    if table.unranked:
        say(f"   {table.unranked}")
    elif len(table.ranking) > 2:
        _best([place.arm for place in table.ranking if place.with_best])


def _best(arms: Sequence[str]) -> None:
    """Which arm is best, or which cannot be told from it."""
    names = ", ".join(arms[:6])
    if arms[6:]:
        names = tr("{names} and {n} more", names=names, n=len(arms) - 6)
    if len(arms) == 1:
        say(tr("   best: {names}", names=names))
    else:
        say(tr("   not distinguishable from the best: {names}", names=names))


def _difference(row: MeasureRow, unit: str) -> tuple[str, str]:
    if row.against is None:
        return tr("baseline"), ""
    mark = "*" if row.against.difference.method.startswith("BCa") else ""
    share = row.against.better
    return interval_said(
        row.against.difference, unit, difference=True, named=False
    ) + mark, f"{share.value * 100:.0f} %" if share else ""


def _word(row: MeasureRow) -> str:
    """What the difference is worth, in a word or two."""
    if row.against is None:
        return ""
    if not row.against.difference.n:
        return tr("no pair")
    if row.against.equal == row.against.difference.n:
        return tr("the same")
    return tr(row.size) if row.told_apart else tr("unclear")


def _waits(waits: Sequence[Waiting]) -> None:
    if not waits:
        return
    say()
    say(tr("TIMES TO AN EVENT, in minutes; what had not come by ENDEX counts as not yet; p: log-rank"))
    for wait in waits:
        say()
        say(f"{wait.event} - {wait.about}")
        out = _table(
            (tr("arm"), "left"),
            (tr("began"), "right"),
            (tr("half by"), "left"),
            (tr("3 in 4 by"), "left"),
            (tr("not yet"), "right"),
            ("p", "right"),
        )
        for arm in wait.arms:
            if arm.curve.began:
                half, most = (quantile_said(arm.curve.quantiles[q]) for q in ("50", "75"))
                cut = f"{arm.curve.censored * 100:.0f} %"
                began = tr("{some} of {n}", some=arm.curve.began, n=arm.runs)
                _row(out, (arm.arm, began, half, most, cut, p_said(arm.p_holm)))
        show(out)


def _studies(studies: Sequence[Study]) -> None:
    if studies:
        say()
        say(tr("WHICH FACTOR CARRIES IT"))
    for study in studies:
        say()
        say(f"{study.measure}, {study.variant} ({study.kind})")
        out = _table((tr("factor"), "left"), ("", "left"), ("", "left"))
        for name, size, said in study_rows(study):
            _row(out, (name, bar(size, 1.0, plain=_plain()), said))
        if out.row_count:
            show(out)
        if study.why_not:
            say(f"   {study.why_not}")


def _analysis(c: Comparison) -> None:
    if c.analysis is None:
        return
    say()
    say(tr("FOR ANALYSTS: these invite more trust than they bear"))
    for measure, best in c.analysis.probability_best.items():
        said = ", ".join(
            f"{arm} {p * 100:.0f} %" for arm, p in sorted(best.items(), key=lambda row: -row[1])[:5] if p > 0
        )
        say(tr("{measure}: probability of being best: {arms}", measure=measure, arms=said))
    for measure, rows in c.analysis.layers.items():
        said = ", ".join(f"{arm} {row.share * 100:.0f} %" for arm, row in rows.items() if row.share == row.share)
        if said:
            say(tr("{measure}: variance that is ignorance, not chance: {arms}", measure=measure, arms=said))


def _last(c: Comparison) -> None:
    say()
    say(tr("WHAT THIS CANNOT TELL"))
    for doubt in c.doubts[:_DOUBTS]:
        _lines("-", [doubt], wide=4)
    if c.doubts[_DOUBTS:]:
        say(tr("   and {n} more, in --json and on the page", n=len(c.doubts) - _DOUBTS))
    say()
    show(Text(tr(_LEGEND)))
    say()
    say(
        trn(
            "{n} number is an assumption; --json lists it. The model is coarse: it predicts nothing.",
            "{n} numbers are assumptions; --json lists them. The model is coarse: it predicts nothing.",
            len(c.assumed),
        )
    )
