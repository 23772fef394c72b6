"""Objectives in plain words: how often each arm meets a target, what breaks, who owns it, what would reverse it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.catalogue import tr, trn, word
from simulator.runs.compare.ignorance import Across, across
from simulator.runs.compare.proportions import Share, discordant, per_cent, share_of
from simulator.runs.compare.ranking import holm
from simulator.runs.compare.sample import Sample
from simulator.runs.compare.wording import across_said, asked_said, tens_said
from simulator.units import format_span

__all__ = ["Break", "Standing", "Verdict", "breaks", "verdicts"]

Numbers = NDArray[np.float64]
_FEW = 4
"""arms that a sentence names"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an arm stands to a target.  ``p`` is McNemar's against the baseline, adjusted by Holm over the arms."""

    arm: str
    met: Share | None
    no_evidence: float
    spread: Across | None
    """the share met, over the sets of assumed numbers"""
    against: Across | None
    """the share met minus the baseline's (the baseline: minus one half), over the sets"""
    p: float
    said: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target of an objective: how each arm stands, in a sentence and in rows."""

    objective: str
    text: str
    measure: str
    asked: str
    words: str
    standings: list[Standing]
    owners: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    calibrated: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """What breaks: where, who owns it, who is asked what by when, and what would reverse the finding."""

    objective: str
    what: str
    arms: list[str]
    sentence: str
    owner: str
    decisions: list[str]
    reversed_by: str


def _met(values: Numbers, target: Mapping[str, Any]) -> Numbers:
    """1 where a target was met, 0 where missed, NaN without evidence."""
    hit = np.ones(values.shape)
    with np.errstate(invalid="ignore"):
        if target["at_most"] is not None:
            hit = hit * (values <= target["at_most"])
        if target["at_least"] is not None:
            hit = hit * (values >= target["at_least"])
    return np.where(np.isfinite(values), hit, np.nan)


def _mean(row: Numbers) -> float:
    seen = row[np.isfinite(row)]
    return float(seen.mean()) if len(seen) else math.nan


def verdicts(sample: Sample, baseline: int, shown: list[int]) -> list[Verdict]:
    """Every target of the baseline's objectives, in the file's order, for the arms that are shown."""
    arm = sample.arms[baseline]
    owned = arm.get("owners", {})
    found = []
    for target in arm["objectives"]:
        if target["measure"] in sample.values:
            k = sample.first["measures"][target["measure"]]["k"]
            calibrated = bool(k) and k in arm.get("calibrated", [])
            standings = _standings(sample, baseline, shown, target)
            who = owned.get(target["id"], {"rules": [], "decisions": []})
            asked = asked_said(target["measure"], target["at_most"], target["at_least"])
            name = f"{target['text']} ({target['measure']} {asked})"
            words = tr("{name}: {text}", name=name, text=_sentence(standings))
            about = target["id"], target["text"], target["measure"], asked
            found.append(Verdict(*about, words, standings, who, calibrated))
    return found


def _standings(sample: Sample, baseline: int, shown: list[int], target: Mapping[str, Any]) -> list[Standing]:
    hit = _met(sample.values[target["measure"]], target)
    p = {arm: _mcnemar(hit[arm, 0], hit[baseline, 0]) for arm in shown if arm != baseline}
    adjusted = dict(zip(p, holm(list(p.values())), strict=True))
    base = [_mean(row) for row in hit[baseline]]
    return [_standing(sample, arm, hit[arm], base, baseline, adjusted.get(arm, math.nan)) for arm in shown]


def _mcnemar(one: Numbers, other: Numbers) -> float:
    there = np.isfinite(one) & np.isfinite(other)
    first, second = one[there] > 0, other[there] > 0
    return discordant(int(np.sum(first & ~second)), int(np.sum(second & ~first)))


def _standing(sample: Sample, arm: int, hit: Numbers, base: list[float], baseline: int, p: float) -> Standing:
    own = hit[0]
    seen = own[np.isfinite(own)]
    ran = int(sample.ran[arm, 0].sum())
    met = share_of(int(seen.sum()), len(seen)) if len(seen) else None
    by_set = np.array([_mean(row) for row in hit])
    against = by_set - (0.5 if arm == baseline else np.array(base))
    spread = across(by_set, {})
    said = tr("no evidence in any replication")
    if met:
        said = tr("{name}: {text}", name=per_cent(met), text=tens_said(met.value, spread))
    return Standing(
        str(sample.arms[arm]["id"]),
        met,
        1 - len(seen) / ran if ran else math.nan,
        spread,
        across(against, sample.drawn),
        p,
        said,
    )


def _sentence(standings: list[Standing]) -> str:
    """``base 93 % (91-95), before 12 % (10-15)``: the baseline, then those that stand worst."""
    first = standings[:1] + sorted(standings[1:], key=lambda s: s.met.value if s.met else 2.0)[: _FEW - 1]
    said = ", ".join(f"{s.arm} {per_cent(s.met)}" if s.met else tr("{arm}: no evidence", arm=s.arm) for s in first)
    rest = len(standings) - len(first)
    return trn("{arms}, and {n} more", "{arms}, and {n} more", rest, arms=said) if rest else said


# what breaks


def _broken(standing: Standing, base: Standing) -> bool:
    if standing.met is None:
        return False
    falls = base.met is not None and standing.p < 0.05 and standing.met.value < base.met.value
    return falls or standing.met.value < 0.5


def breaks(found: list[Verdict], believed: dict[str, str]) -> list[Break]:
    """Targets that some arm misses more often than not, or clearly more often than the baseline; the worst first."""
    rows = []
    for verdict in found:
        base = verdict.standings[0]
        broken = [s for s in verdict.standings if _broken(s, base)]
        broken.sort(key=lambda s: s.met.value if s.met else 1.0)
        if broken:
            worst = broken[0].met
            rows.append((worst.value if worst else 1.0, _break(verdict, broken, believed)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _break(verdict: Verdict, broken: list[Standing], believed: dict[str, str]) -> Break:
    worst = broken[0]
    reversal = across_said(worst.against, believed)
    if verdict.calibrated:
        reversal = tr(
            "assumed: what this measure does was chosen to fit a published figure; {reversal}", reversal=reversal
        )
    base = verdict.standings[0]
    named = ". ".join(
        tr("{name}: {text}", name=s.arm, text=s.said) for s in (worst, *([base] if base.arm != worst.arm else []))
    )
    return Break(
        verdict.objective,
        f"{verdict.text} ({verdict.measure} {verdict.asked})",
        [s.arm for s in broken],
        named,
        _owner(verdict.owners),
        [_asked(row) for row in verdict.owners.get("decisions", [])],
        reversal,
    )


def _owner(owners: Mapping[str, list[dict[str, Any]]]) -> str:
    """The functions that own an objective: component, role, post, and the rules that say so."""
    who: dict[str, list[str]] = {}
    for rule in owners.get("rules", []):
        first = _titled(rule, "authority") or rule["post"] or ", ".join(rule["actors"])
        at = f", {rule['post']}" if rule["post"] and rule["post"] != first else ""
        who.setdefault(_of(rule["component"], f"{first}{at}"), []).append(rule["id"])
    for row in owners.get("decisions", []) if not who else []:
        who.setdefault(_of(row["component"], f"{_titled(row, 'asked')}, {row['post']}"), []).append(row["id"])
    said = [f"{name} ({', '.join(ids)})" for name, ids in who.items()]
    return tr("; ").join(said) or tr("no rule or decision of the plan is tied to it: nobody owns it")


def _titled(row: Mapping[str, Any], name: str) -> str:
    """A role by its title; by its id in batches that hold none."""
    return str(row.get(f"{name}_title") or row[name])


def _of(component: str, who: str) -> str:
    return tr("{name}: {text}", name=word(component), text=who) if component else who


def _asked(row: Mapping[str, Any]) -> str:
    """Which decision is asked of whom, when, and by when."""
    texts = {option["id"]: option["text"] or option["id"] for option in row["options"]}
    options = " / ".join(texts.values())
    fields = {
        "title": row["title"] if row["title"].endswith((".", "?", "!")) else f"{row['title']}.",
        "role": _titled(row, "asked"),
        "when": row.get("opens") or row["when"],
        "options": options,
        "default": texts.get(row["default"], row["default"]),
    }
    if row["deadline_s"] <= 0:
        return tr("{title} {role} decides when {when}: {options} (else {default})", **fields)
    fields["span"] = format_span(row["deadline_s"])
    return tr("{title} {role} decides when {when}, within {span}: {options} (else {default})", **fields)
