"""A whole comparison as one document: what the terminal, the page and the JSON show."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.measures import MEASURES
from simulator.runs.compare.doubts import doubts
from simulator.runs.compare.ignorance import Layers, layers
from simulator.runs.compare.ranking import best_probability
from simulator.runs.compare.sample import Sample
from simulator.runs.compare.studies import Study, studies
from simulator.runs.compare.tables import MeasureTable, Waiting, table_of, waiting
from simulator.runs.compare.verdicts import Break, Verdict, breaks, verdicts

__all__ = ["Comparison", "Options", "compare", "plain"]

MOST_ARMS = 40
"""arms that are shown; of more of them those that stand farthest from the baseline on the first measure"""
_SPENT = "force_outside_share"
_BANDS = ("harm_perpetrator", "harm_crush", "harm_delayed_care", "harm_un_fire")


@dataclass(frozen=True, slots=True)
class Options:
    """What to compare with what."""

    baseline: str = ""
    measures: tuple[str, ...] = ()
    analyst: bool = False


@dataclass(frozen=True)
class Analysis:
    """What only an analyst should see, with care: it invites more trust than it bears."""

    probability_best: dict[str, dict[str, float]]
    """measure -> arm -> how often it is best when replications are redrawn"""
    layers: dict[str, dict[str, Layers]]
    """measure -> arm -> variance by chance and by ignorance"""


@dataclass(frozen=True)
class Comparison:
    """Everything that a comparison says."""

    title: str
    name: str
    handling: str
    seed: int
    replications: dict[str, int]
    baseline: str
    arms: list[dict[str, Any]]
    sets: int
    breaks: list[Break]
    verdicts: list[Verdict]
    measures: list[MeasureTable]
    waits: list[Waiting]
    studies: list[Study]
    doubts: list[str]
    assumed: list[dict[str, Any]]
    method: dict[str, Any]
    analysis: Analysis | None
    notes: list[str] = field(default_factory=list)


def compare(sample: Sample, options: Options) -> Comparison:
    """Work everything out.  Raises UsageError for an arm or a measure that is not there."""
    names = [str(arm["id"]) for arm in sample.arms]
    baseline = sample.index(options.baseline or ("base" if "base" in names else names[0]))
    chosen = _measures(sample, options)
    shown = _shown(sample, baseline, chosen)
    found = verdicts(sample, baseline, shown)
    base = sample.arms[baseline]
    assumed = [row for row in base.get("assumed", []) if "[A]" in row["source"]]
    believed = {row["parameter"]: str(row.get("range", "")) for row in base.get("assumed", [])}
    tables = [table_of(sample, measure, baseline, shown, base.get("calibrated", [])) for measure in chosen]
    waits = [waiting(sample, event, baseline, shown) for event in sample.waits]
    first = sample.first
    return Comparison(
        first["scenario"]["title"],
        first["scenario"]["name"],
        first["scenario"]["handling"],
        first["seed"],
        dict(zip(names, sample.replications, strict=True)),
        names[baseline],
        [_arm(sample.arms[i]) for i in shown],
        sample.sets,
        breaks(found, believed),
        found,
        tables,
        [row for row in waits if any(arm.curve.began for arm in row.arms)],
        studies(sample, chosen, analyst=options.analyst),
        doubts(sample, found, tables, waits),
        assumed,
        _method(sample),
        _analysis(sample, chosen, shown, tables) if options.analyst else None,
        [*sample.notes, *_left_out(sample, baseline, shown, chosen[0])],
    )


def _left_out(sample: Sample, baseline: int, shown: Sequence[int], measure: str) -> Iterator[str]:
    """Which arms are not shown, and why."""
    names = [str(arm["id"]) for arm in sample.arms]
    if twins := [names[i] for i in _twins(sample, baseline)]:
        arms = ", ".join(twins)
        yield tr("{arms}: the same as {baseline} by another name, and left out", arms=arms, baseline=names[baseline])
    if len(shown) + len(twins) < len(names):
        yield tr(
            "{number} of {all} arms are shown, farthest from {baseline} on {measure} first",
            number=len(shown),
            all=len(names),
            baseline=names[baseline],
            measure=measure,
        )


def _measures(sample: Sample, options: Options) -> list[str]:
    """What was asked for, or what the scenario puts first and aims at.

    Harm always comes with its bands, and with where force was spent: or hardening the wire would always win.
    """
    if options.measures == ("all",):
        return list(sample.values)
    for name in options.measures:
        if name not in sample.values:
            from difflib import get_close_matches

            near = get_close_matches(name, list(sample.values), 1)
            raise UsageError(
                tr("there is no measure {name!r}; did you mean {near}?", name=name, near=near[0])
                if near
                else tr("there is no measure {name!r}; try --measure all", name=name)
            )
    if options.measures:
        return list(dict.fromkeys(options.measures))
    aimed = [target["measure"] for arm in sample.arms for target in arm["objectives"]]
    asked = dict.fromkeys([*sample.first.get("first_measures", []), *aimed])
    if "civilian_harm" in asked:
        asked |= dict.fromkeys((*_BANDS, _SPENT))
    return [name for name in MEASURES if name in asked and name in sample.values] or list(sample.values)[:5]


def _shown(sample: Sample, baseline: int, chosen: Sequence[str]) -> list[int]:
    """The baseline and the others, in the batch's order; of very many those that stand farthest off."""
    others = [i for i in range(len(sample.arms)) if i != baseline and i not in _twins(sample, baseline)]
    if len(others) >= MOST_ARMS:
        values = sample.values[chosen[0]][:, 0]
        with np.errstate(all="ignore"):
            counts = np.isfinite(values).sum(axis=1)
            means = np.where(counts, np.nansum(values, axis=1) / np.maximum(counts, 1), np.nan)
        off = np.nan_to_num(np.abs(means - means[baseline]), nan=-1.0)
        others = sorted(sorted(others, key=lambda i: -off[i])[: MOST_ARMS - 1])
    return [baseline, *others]


def _twins(sample: Sample, baseline: int) -> list[int]:
    """Arms that are the baseline under another name: the same world, settings and decisions."""
    keys = [(arm.get("plan_sha256"), tuple(sorted(arm["decide"].items()))) for arm in sample.arms]
    alike = len(sample.manifests) == 1 and keys[baseline][0]
    return [i for i, key in enumerate(keys) if alike and i != baseline and key == keys[baseline]]


def _arm(arm: dict[str, Any]) -> dict[str, Any]:
    return {key: arm.get(key) for key in ("id", "variant", "sets", "decide", "factors")}


def _analysis(sample: Sample, chosen: Sequence[str], shown: list[int], tables: list[MeasureTable]) -> Analysis:
    names = [str(sample.arms[i]["id"]) for i in shown]
    ranked = {table.measure for table in tables if table.ranking}
    best = {}
    split: dict[str, dict[str, Layers]] = {}
    for measure in chosen:
        values: NDArray[np.float64] = sample.values[measure][shown]
        if measure in ranked:
            found = best_probability(values[:, 0], MEASURES[measure].better)
            best[measure] = {names[i]: p for i, p in found.items()}
        rows = {name: layers(values[i, 1:]) for i, name in enumerate(names)}
        split[measure] = {name: row for name, row in rows.items() if row is not None}
    return Analysis(best, {measure: rows for measure, rows in split.items() if rows})


def _method(sample: Sample) -> dict[str, Any]:
    """What somebody needs who wants to do it again."""
    first = sample.first
    design = first.get("design", {})
    return {
        "folders": sample.folders,
        "scenario_sha256": first["scenario"]["sha256"],
        "engine_revision": first["engine_revision"],
        "versions": first["versions"],
        "results_digests": [manifest.get("results_digest", "") for manifest in sample.manifests],
        "design": {key: design.get(key) for key in ("kind", "factors", "points", "seed")},
        "not_varied": first.get("assumptions", {}).get("not_varied", []),
    }


def plain(value: Any) -> Any:
    """Anything of a comparison as JSON has it: no NaN and no infinity, arrays as lists."""
    if isinstance(value, dict):
        return {", ".join(k) if isinstance(k, tuple) else str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))
    return value
