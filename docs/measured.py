"""What many replications said of a scenario: its batch, which several pages share, and the result that is kept of it.

A batch lies in a folder that is named after everything its results depend on, so that a second call does the rest, and
docs/study.py and docs/coverage.py use each other's replications.  A result is small: it is stored in
docs/coverage/results/NAME.json with the hashes of the blueprints that it is of, and nothing that a clock says.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.cli.look import variants_of
from simulator.engine.engine import ENGINE_REVISION
from simulator.measures import MEASURES
from simulator.runs.batch.arms import BASE, arms_of
from simulator.runs.batch.conduct import Asked, Progress, run_batch
from simulator.runs.batch.designs import Design
from simulator.runs.batch.experiment import experiment_of
from simulator.runs.compare.paired import Interval, mean_interval, paired, quantiles
from simulator.runs.compare.proportions import share_of
from simulator.runs.compare.sample import Sample, read_sample
from simulator.scenario.load import load

__all__ = ["BEFORE", "batch_of", "better_of", "blueprint", "keep", "measured_first", "result_of", "sha_of", "stored"]

DOCS = Path(__file__).resolve().parent
RESULTS = DOCS / "coverage" / "results"
BEFORE = "before"
_DIGITS = 5


@cache
def blueprint(path: Path, variant: str = "") -> Blueprint:
    """A scenario as an engine gets it; ``base`` is the file as it stands."""
    return build(load(path, label=path.name, variant="" if variant == BASE else variant))


@cache
def sha_of(path: Path, variant: str = "") -> str:
    """The hash by which a result knows the blueprint that it is of."""
    return sha256(repr(blueprint(path, variant)).encode()).hexdigest()


def batch_of(path: Path, work: Path, replications: int, workers: int) -> Path:
    """Run what is missing of a scenario's batch of all its variants; gives its folder.  Exits where it is not whole."""
    names = [BASE, *(name for name in variants_of(str(path)) if name != "after")]
    arms = arms_of(names, variants_of(str(path)), Design(places={(): 0}), {}, {})
    experiment = experiment_of(path, path.name, 1, arms, Design(places={(): 0}), 0)
    folder = work / f"{path.stem}-{experiment.hash()[:12]}"

    def _observe(now: Progress) -> None:
        if sys.stderr.isatty():
            print(f"\r{path.stem}: {now.finished} of {now.of} ", end="", file=sys.stderr, flush=True)

    work.mkdir(parents=True, exist_ok=True)
    done = run_batch(experiment, folder, Asked(replications, workers=workers), observe=_observe)
    print(f"\r{path.stem}: {len(arms)} variants, {replications} replications each", file=sys.stderr)
    if not done.whole or done.quarantined:
        sys.exit(f"{folder} is not whole; give the same command again")
    return folder


def measured_first(b: Blueprint) -> tuple[str, str, str]:
    """The first target of the first objective that has one: objective, measure, and which direction is better."""
    for objective in b.objectives:
        for target in objective.targets:
            lower = target.at_most is not None
            return objective.id, target.measure, better_of(target.measure, "lower" if lower else "higher")
    return "", "", ""


def better_of(measure: str, otherwise: str) -> str:
    """Which direction of a measure is better; ``otherwise`` where the measure itself does not say."""
    said = MEASURES[measure].better
    return otherwise if said == "neither" else said


# what is kept


def result_of(folder: Path, path: Path, rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What a batch says: for each (variant, measure) the paired difference, and the scenario before and after."""
    sample, b = read_sample([folder]), blueprint(path)
    arms = [str(arm["id"]) for arm in sample.arms]
    objective, first, better = measured_first(b)
    shown = list(dict.fromkeys([*((first,) if first else ()), *_targets(b), *b.measures, *(m for _, m in rows)]))
    asked = dict.fromkeys([*rows, *((arm, first) for arm in arms[1:] if first)])
    if BEFORE in arms:
        asked |= dict.fromkeys((BEFORE, measure) for measure in shown)
    pairs: dict[str, dict[str, Any]] = {}
    for arm, measure in asked:
        if arm in arms:
            pairs.setdefault(arm, {})[measure] = _difference(sample, arms.index(arm), arms.index(BASE), measure)
    ends = [arm for arm in (BASE, BEFORE) if arm in arms]
    return {
        "scenario": path.stem,
        "engine_revision": ENGINE_REVISION,
        "seed": sample.first["seed"],
        "replications": min(sample.replications),
        "results_sha256": sample.first["results_digest"],
        "blueprints": {str(arm["id"]): arm["blueprint_sha256"] for arm in sample.arms},
        "first": {"objective": objective, "measure": first, "better": better},
        "differences": pairs,
        "spread": {m: {arm: _spread(sample, arms.index(arm), m) for arm in ends} for m in shown},
        "met": [_met(sample, target, arms, ends) for target in sample.arms[0]["objectives"]],
    }


def _targets(b: Blueprint) -> list[str]:
    return [target.measure for objective in b.objectives for target in objective.targets]


def _difference(sample: Sample, arm: int, base: int, measure: str) -> dict[str, Any]:
    values = sample.values[measure]
    found = paired(values[arm, 0], values[base, 0], "higher")
    n = found.difference.n
    up = round(found.better.value * n) if found.better else 0
    plain = _interval(found.difference)
    return {**plain, "missing": found.missing, "more": up, "less": n - up - found.equal, "same": found.equal}


def _interval(one: Interval) -> dict[str, Any]:
    return {"n": one.n, "mean": _short(one.mean), "low": _short(one.low), "high": _short(one.high)}


def _spread(sample: Sample, arm: int, measure: str) -> dict[str, Any]:
    own = sample.values[measure][arm, 0]
    seen = own[~(own != own)]
    points = quantiles(own)
    return {
        **_interval(mean_interval(seen)),
        **{f"p{point}": _short(points[point]) for point in ("5", "50", "95") if points},
    }


def _met(sample: Sample, target: Mapping[str, Any], arms: Sequence[str], ends: Sequence[str]) -> dict[str, Any]:
    """How often a target was met, of the runs that had something to measure."""
    most, least = target["at_most"], target["at_least"]
    found: dict[str, Any] = {key: target[key] for key in ("id", "measure", "asked")}
    for arm in ends:
        seen = [float(v) for v in sample.values[target["measure"]][arms.index(arm), 0] if v == v]
        hit = sum((most is None or v <= most) and (least is None or v >= least) for v in seen)
        share = share_of(hit, len(seen)) if seen else None
        ends_of = {"value": share.value, "low": share.low, "high": share.high} if share else {}
        found[arm] = {name: _short(value) for name, value in ends_of.items()}
    return found


def _short(value: float) -> float | None:
    """A number as it is stored; what is none is nothing."""
    return None if not math.isfinite(value) else float(f"{value:.{_DIGITS}g}")


def keep(result: Mapping[str, Any]) -> Path:
    """Store a result; gives the file."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / f"{result['scenario']}.json"
    file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8", newline="\n")
    return file


def stored(name: str) -> dict[str, Any] | None:
    """The result that is kept of a scenario; None where there is none."""
    file = RESULTS / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
