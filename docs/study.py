"""The shipped answer: the reforms of every shipped scenario, each taken away alone, in pairs of replications.

    python docs/study.py                 500 replications of every variant; writes docs/studies/reform.md and its plots
    python docs/study.py -n 20 --out X   fewer, elsewhere

What is finished is kept in the folder of --work: a second call does the rest.  Every number on the page comes out of
the batches; the words around them are the same whatever the numbers are, but for the findings, which follow from them.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
sys.path.append(str(ROOT / "docs"))  # behind what is installed: a page maker may be named like a package

from measured import batch_of  # noqa: E402

from simulator.display import shown  # noqa: E402
from simulator.processes import cores  # noqa: E402
from simulator.runs.compare.comparison import Comparison, Options, compare  # noqa: E402
from simulator.runs.compare.plots import difference_plot, standalone, verdict_plot  # noqa: E402
from simulator.runs.compare.proportions import per_cent  # noqa: E402
from simulator.runs.compare.sample import read_sample  # noqa: E402
from simulator.runs.compare.tables import MeasureRow, MeasureTable  # noqa: E402
from simulator.runs.compare.verdicts import Standing, Verdict  # noqa: E402
from simulator.runs.compare.wording import interval_said, unit_said  # noqa: E402
from simulator.scenario.library import shipped  # noqa: E402

ALONE = re.compile(r"^without_(C\d+)$")
ONLY = re.compile(r"^only_")

HEAD = """# What the reforms are worth in the model

<!-- written by docs/study.py; do not edit -->

Each shipped scenario is a mission after its reforms. Here it is held against the mission `before`, and against
itself with one reform taken away at a time, {count} replications each. Replication k of every variant has the same
seed and number, so the difference within a pair is the variant's doing. Intervals hold the true value of the
*model* with 95 % confidence; they hold chance only, not what nobody knows about its assumed numbers. `make study`
runs all of it again.

How to read a row: *difference* is the variant minus the file as it stands. *dz* is that difference in standard
deviations of it (0.2 small, 0.5 medium, 0.8 large). *breaks* are objectives that the variant clearly meets less
often (McNemar's test, adjusted by Holm for the number of variants). **The same** means that no replication differed
in that measure; *unclear* that nought cannot be ruled out.
"""

CALIBRATED = """\
**By calibration only.** The rates of incidents of this scenario, and what rules and the host's agreement are worth
in it, were chosen so that the whole gives the published figures. That `base` agrees with them proves nothing, and
the four measures of the zone - rules, patrols, searches, agreement - are *not ranked* on incidents: the worth of
two of them is an assumption put in, not a result got out. What patrols and searches do follows from where teams
walk and what they find; what each row shows is what the model assumes. The row `control_decay` is the counter-
question: no zone at all, and rates that fall by themselves.
"""

FITTED = """## What agrees by calibration only

- `weapons_free_zone`: incidents in the month before and in six months of the zone, as said there.
- In every scenario: the share of people dead at the scene and how often a wound that endangers life kills without
  care (fitted to when people die), how many people a broadcast can reach, how long an offence takes beside a
  patrol, how readily fire spreads, and the rate of harm of an attack, which was fitted to the casualties that an
  inquiry counted *before* the reforms. So the size of harm in `before` of `site_in_flames` is put in; how it
  changes when a reform is taken away is not.
- The variants `before` also change how the room decides (the weights of its decisions). That part of the difference
  is an assumption about people, and no `without_...` row holds it.
"""


def lead(c: Comparison) -> MeasureTable:
    """The scenario's first measure of which more or less is better."""
    return next(table for table in c.measures if table.better != "neither")


def comparison_of(path: Path, work: Path, replications: int, workers: int) -> Comparison:
    """Run what is missing of a scenario's batch, and compare it."""
    return compare(read_sample([batch_of(path, work, replications, workers)]), Options())


# what a scenario's chapter says


def _standing(verdict: Verdict, arm: str) -> Standing | None:
    return next((s for s in verdict.standings if s.arm == arm), None)


def _met(standing: Standing | None) -> str:
    return per_cent(standing.met) if standing and standing.met else "no evidence"


def _before(c: Comparison) -> Iterator[str]:
    """Every objective after and before, as the seeds' letter claims it."""
    yield "| objective | target | after | before |"
    yield "|---|---|---|---|"
    for verdict in c.verdicts:
        after, before = (_met(_standing(verdict, arm)) for arm in (c.baseline, "before"))
        yield f"| {verdict.objective} {verdict.text} | {verdict.measure} {verdict.asked} | {after} | {before} |"


def _breaks(c: Comparison, arm: str) -> str:
    found = []
    for verdict in c.verdicts:
        base, other = _standing(verdict, c.baseline), _standing(verdict, arm)
        if base and other and base.met and other.met and other.p < 0.05 and other.met.value < base.met.value:
            found.append(f"{verdict.objective} {verdict.measure}: {_met(base)} to {_met(other)}")
    return "; ".join(dict.fromkeys(found)) or "-"


def _cells(row: MeasureRow, unit: str) -> list[str]:
    pair = row.against
    if pair is None or not pair.difference.n:
        return ["-", "-", "-"]
    if pair.equal == pair.difference.n:
        return ["**the same**", "-", "-"]
    better = f"{pair.better.value * 100:.0f} / {pair.worse.value * 100:.0f} %" if pair.better and pair.worse else "-"
    said = interval_said(pair.difference, unit, difference=True, named=False)
    return [said if row.told_apart else f"{said}, unclear", f"{pair.dz:+.2f}", better]


def _besides(c: Comparison, arm: str) -> str:
    """The measure that the variant moves most clearly, other than the first one and harm counted in another way."""
    found = []
    for table in c.measures:
        row = next(row for row in table.rows if row.arm == arm)
        harm = table.measure.startswith(("harm_", "civilian_"))
        if row.told_apart and row.against and table is not lead(c) and not harm and math.isfinite(row.against.dz):
            said = interval_said(row.against.difference, table.unit, difference=True)
            found.append((abs(row.against.dz), f"{table.measure} {said}"))
    return max(found)[1] if found else "-"


def _rows(c: Comparison, arms: Sequence[str]) -> Iterator[str]:
    table = lead(c)
    unit = unit_said(table.unit, difference=True)
    yield f"| variant | difference of {table.measure}, {unit} | dz | better / worse in | breaks | moves most besides |"
    yield "|---|---|---|---|---|---|"
    for row in table.rows:
        if row.arm in arms:
            cells = [f"`{row.arm}`", *_cells(row, table.unit), _breaks(c, row.arm), _besides(c, row.arm)]
            yield f"| {' | '.join(cells)} |"


def _carries(c: Comparison) -> Iterator[str]:
    """Which of the reforms carries most, where that may be said at all."""
    table = lead(c)
    rows = [row for row in table.rows if ALONE.match(row.arm) and row.against]
    if table.unranked:
        yield f"- No order of the reforms by `{table.measure}`: {table.unranked}."
        return
    sign = 1 if table.better == "lower" else -1
    told = sorted((r for r in rows if r.told_apart), key=lambda r: -sign * r.against.difference.mean)  # type: ignore[union-attr]
    worse = [r for r in told if sign * r.against.difference.mean > 0]  # type: ignore[union-attr]
    if worse:
        said = [f"`{r.arm}` ({interval_said(r.against.difference, table.unit, difference=True)})" for r in worse]  # type: ignore[union-attr]
        yield f"- On `{table.measure}`, taking away alone what carries most comes first: {', '.join(said)}."
    yield from _findings(rows, [r for r in told if r not in worse], table)


def _findings(rows: Sequence[MeasureRow], odd: Sequence[MeasureRow], table: MeasureTable) -> Iterator[str]:
    """Rows whose modelled effect is nil or of the other sign: findings, not failures."""
    nil = [row for row in rows if row.against and row.against.equal == row.against.difference.n]
    unclear = [row for row in rows if row not in nil and not row.told_apart]
    for found, words in (
        (odd, "of the other sign: taking it away *improves* the measure"),
        (nil, "nil: no replication differs in it"),
        (unclear, "too small to be told from nought in this sample"),
    ):
        if found:
            names = ", ".join(f"`{row.arm}`" for row in found)
            yield f"- *Finding:* on `{table.measure}` the effect of {names} is {words}."


def _ratios(c: Comparison) -> Iterator[str]:
    """What pairing saves: replications with independent seeds for the same interval, over ours."""
    yield "| measure | " + " | ".join(f"`{arm}`" for arm in _main(c)) + " |"
    yield "|---|" + "---|" * len(_main(c))
    for table in c.measures:
        rows = {row.arm: row for row in table.rows}
        cells = [_ratio(rows[arm]) for arm in _main(c)]
        if any(cell != "-" for cell in cells):
            yield f"| {table.measure} | {' | '.join(cells)} |"


def _ratio(row: MeasureRow) -> str:
    ratio = row.against.variance_ratio if row.against else float("nan")
    if row.against and row.against.equal == row.against.difference.n:
        return "same"
    return "-" if math.isnan(ratio) else "> 100" if ratio > 100 else f"{ratio:.1f}"


def _main(c: Comparison) -> list[str]:
    arms = [str(arm["id"]) for arm in c.arms]
    return [arm for arm in arms if ALONE.match(arm)] + [arm for arm in ("before",) if arm in arms]


def chapter(c: Comparison, out: Path) -> Iterator[str]:
    """A scenario's chapter; writes its plots beside the page."""
    arms = [str(arm["id"]) for arm in c.arms]
    table = lead(c)
    calibrated = any(verdict.calibrated for verdict in c.verdicts) or table.unranked.startswith("assumed")
    yield f"## {shown(c.title)} (`{c.name}`)\n"
    if calibrated:
        yield CALIBRATED
    if "before" in arms:
        yield "\n".join([*_before(c), ""])
    alone = [arm for arm in arms if ALONE.match(arm) or arm in ("before", "slow")]
    yield "\n".join([*_rows(c, alone), ""])
    plot = f"{c.name}-{table.measure}.svg"
    (out / plot).write_text(standalone(difference_plot(table, c.name)), encoding="utf-8")
    yield f"![Paired differences of {table.measure}, with 95 % intervals]({plot})\n"
    if only := [arm for arm in arms if ONLY.match(arm) or arm.startswith("control")]:
        yield "Each measure alone, and the control, minus the file as it stands with all of them:\n"
        yield "\n".join([*_rows(c, only), ""])
    yield "\n".join([*_carries(c), ""])
    for number, verdict in enumerate(c.verdicts):
        name = f"{c.name}-objective-{number + 1}.svg"
        (out / name).write_text(standalone(verdict_plot(verdict, f"{c.name}-{number}")), encoding="utf-8")
        yield f"![{shown(verdict.words)}]({name})\n"
    if _main(c):
        yield f"### What pairing saves in {c.name}\n"
        yield "Replications that independent seeds would need for the same interval, for each of ours"
        yield "(about 1: pairing saves nothing):\n"
        yield "\n".join([*_ratios(c), ""])
    digest = c.method["results_digests"][0]
    yield f"{len(arms)} arms, seed {c.seed}; digest of the results `{digest}`.\n"


def main() -> None:
    """Run, compare, write."""
    parser = argparse.ArgumentParser(description="Write docs/studies/reform.md anew.")
    parser.add_argument("-n", type=int, default=500, help="replications of each arm")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "study", help="folder of the batches")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "studies", help="folder of the page")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    asked.out.mkdir(parents=True, exist_ok=True)
    found = [comparison_of(path, asked.work, asked.n, min(asked.workers, cores())) for path in shipped()]
    parts = [HEAD.format(count=min(n for c in found for n in c.replications.values()))]
    for c in found:
        parts += chapter(c, asked.out)
    parts.append(FITTED)
    (asked.out / "reform.md").write_text("\n".join(parts), encoding="utf-8")
    print(asked.out / "reform.md")


if __name__ == "__main__":
    main()
