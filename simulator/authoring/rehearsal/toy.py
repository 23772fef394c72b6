"""The toy test: is any outcome another one because somebody decided otherwise?

For each decision pairs of runs are played that have the same chance and differ in one option alone.  A dry run took
an option already, so only the others are run anew, and only with chances in which the decision opened at all.  First
comes a handful of pairs for every decision; what runs are left go to those of which the handful could not tell.

A difference is clear if Student's interval of its mean leaves nought out, at 95 per cent shared (Bonferroni) among all
outcomes that differ anywhere.  Outcomes are the measures, and whether each inject came.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import fmean, stdev

import msgspec

from simulator.authoring.rehearsal.seen import Seen
from simulator.authoring.rehearsal.thresholds import FEWEST_PAIRS
from simulator.blueprint.model import Blueprint, DecisionSpec
from simulator.measures import MEASURES
from simulator.runs.batch.tally import LEVEL, student

__all__ = ["Forced", "DryRun", "Chance", "Verdict", "chances_of", "to_run", "verdict"]

_FEWEST = 3
"""differences below which there is no interval"""

Outcomes = Mapping[str, Mapping[str, "float | None"]]
"""option -> outcome -> its value, in one chance"""
Forced = tuple[str, str]
"""a decision, and the option that is taken whatever the model says"""


@dataclass(frozen=True)
class DryRun:
    """A run to ENDEX with the modelled room: its measures, in the vocabulary's order, and what was seen."""

    replication: int
    events: int
    values: Sequence[float | None]
    seen: Seen

    def same_but_for(self, decision: str, other: DryRun) -> bool:
        """Whether everything went the same way here and there, the answer itself left aside."""
        mine, theirs = (
            msgspec.structs.replace(run.seen, answers=[a for a in run.seen.answers if a.decision != decision])
            for run in (self, other)
        )
        return (self.events, self.values, mine) == (other.events, other.values, theirs)

    def outcome(self, blueprint: Blueprint) -> dict[str, float | None]:
        """Everything that a decision may change: measures, and 1 or 0 for each inject."""
        came = {name for name, _ in self.seen.injects}
        injects = {spec.id: float(spec.id in came) for spec in blueprint.injects}
        return {**dict(zip(MEASURES, self.values, strict=True)), **injects}


@dataclass
class Chance:
    """One chance in which a decision opened: the runs of its options, as far as they are there."""

    decision: str
    replication: int
    runs: dict[str, DryRun] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What pairs say of a decision.

    ``following`` counts the pairs in which anything goes otherwise, ``differing`` those in which an outcome does.
    ``clear`` names the outcome that is most clearly another, with the two options and the mean difference; None where
    none is.
    """

    decision: str
    pairs: int
    following: int
    differing: int
    clear: tuple[str, str, str, float] | None

    @property
    def judged(self) -> bool:
        """Whether there are enough pairs to say that nothing differs."""
        return self.pairs >= FEWEST_PAIRS


def chances_of(decision: DecisionSpec, runs: Iterable[DryRun]) -> list[Chance]:
    """The chances in which it opened and was closed one way, with the run there is already.

    An answer that came by default came later than one that is forced, so it stands for no option.
    """
    found = []
    for run in runs:
        answers = [a for a in run.seen.answers if a.decision == decision.id]
        options = {a.option for a in answers}
        if not answers or len(options) != 1 or any(a.closed < 0 for a in answers):
            continue
        by_default = any(a.defaulted for a in answers)
        found.append(Chance(decision.id, run.replication, {} if by_default else {options.pop(): run}))
    return found


def to_run(decision: DecisionSpec, chances: Sequence[Chance]) -> dict[Forced, list[int]]:
    """The runs that these chances still need."""
    found: dict[Forced, list[int]] = {}
    for chance in chances:
        for option in decision.options:
            if option.id not in chance.runs:
                found.setdefault((decision.id, option.id), []).append(chance.replication)
    return found


def verdict(blueprint: Blueprint, decision: DecisionSpec, chances: Sequence[Chance]) -> Verdict:
    """What the chances that are whole say of a decision."""
    options = [option.id for option in decision.options]
    whole = [chance for chance in chances if all(option in chance.runs for option in options)]
    table = [{option: chance.runs[option].outcome(blueprint) for option in options} for chance in whole]
    following = sum(
        any(not chance.runs[option].same_but_for(decision.id, chance.runs[options[0]]) for option in options)
        for chance in whole
    )
    differing = sum(any(row[option] != row[options[0]] for option in options) for row in table)
    contrasts = {pair: _differences(table, *pair) for pair in combinations(options, 2)}
    number = sum(map(len, contrasts.values()))
    clear = [
        (size, (name, one, other, mean))
        for (one, other), rows in contrasts.items()
        for name, values in rows.items()
        for mean, size in [_clear(values, number)]
        if size > 0
    ]
    return Verdict(decision.id, len(whole), following, differing, max(clear)[1] if clear else None)


def _differences(table: Sequence[Outcomes], one: str, other: str) -> dict[str, list[float]]:
    """The second option's outcome minus the first's, pair by pair, of every outcome that differs in any pair."""
    found: dict[str, list[float]] = {}
    for row in table:
        for name, value in row[one].items():
            than = row[other][name]
            if value is not None and than is not None:
                found.setdefault(name, []).append(round(than - value, 9))
    return {name: values for name, values in found.items() if any(values)}


def _clear(values: Sequence[float], number: int) -> tuple[float, float]:
    """The mean, and how far its interval stays away from nought, in its own half widths: above 0 it is clear."""
    mean = fmean(values)
    if len(values) < _FEWEST:
        return mean, 0.0
    half = student(len(values) - 1, 1 - (1 - LEVEL) / number) * stdev(values) / math.sqrt(len(values))
    return mean, math.inf if half == 0 else abs(mean) / half - 1
