"""How often things had their turn in the dry runs, and what the measures of the targets came to.

What an author sets targets by, and sees whether the exercise asks what it is meant to ask.  Counts are of dry runs;
times are seconds since STARTEX; measures have the units of :data:`simulator.measures.MEASURES`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from simulator.authoring.rehearsal.rehearsed import Rehearsed
from simulator.measures import MEASURES
from simulator.readers.targets import asked_of

__all__ = ["Answered", "Came", "Often", "Turn", "often"]

_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Answered:
    """An option, and in how many runs it was the answer to the first question."""

    option: str
    runs: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A decision or a rule: in how many runs it opened or fired, and half of the time when by (-1: never)."""

    name: str
    runs: int
    middle: float
    answers: tuple[Answered, ...] = ()
    """of a decision, the most frequent first; what nobody answered has an empty option"""


@dataclass(frozen=True, slots=True)
class Came:
    """A target: what is asked, and what one run in ten, half and nine in ten stay below; None without evidence."""

    objective: str
    measure: str
    unit: str
    asked: str
    low: float | None
    middle: float | None
    high: float | None
    runs: int
    """with evidence"""


@dataclass(frozen=True, slots=True)
class Often:
    """Everything that is counted, in the order of the file."""

    decisions: tuple[Turn, ...]
    rules: tuple[Turn, ...]
    targets: tuple[Came, ...]

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {name: [asdict(row) for row in getattr(self, name)] for name in ("rules", "targets")} | {
            "questions": [asdict(row) for row in self.decisions]
        }


def often(r: Rehearsed) -> Often:
    """Count what the dry runs of the file as it stands showed."""
    rules = (_rule(r, rule.id) for rule in r.blueprint.rules)
    return Often(tuple(_decision(r, d.id) for d in r.blueprint.decisions), tuple(rules), tuple(_targets(r)))


def _decision(r: Rehearsed, name: str) -> Turn:
    first = [next((a for a in run.seen.answers if a.decision == name), None) for run in r.runs]
    opened = [answer for answer in first if answer is not None]
    counted = Counter(answer.option for answer in opened)
    return Turn(
        name,
        len(opened),
        _middle(answer.opened for answer in opened),
        tuple(Answered(option, count) for option, count in counted.most_common()),
    )


def _rule(r: Rehearsed, name: str) -> Turn:
    rows = [run.seen.rules[name] for run in r.runs if name in run.seen.rules and run.seen.rules[name].fired]
    return Turn(name, len(rows), _middle(row.first for row in rows))


def _middle(times: Iterable[float]) -> float:
    found = list(times)
    return float(median(found)) if found else -1.0


def _targets(r: Rehearsed) -> Iterator[Came]:
    order = list(MEASURES)
    for objective in r.blueprint.objectives:
        for target in objective.targets:
            position = order.index(target.measure)
            values = sorted(value for run in r.runs if (value := run.values[position]) is not None)
            low, middle, high = (_quantile(values, share) for share in (_LOW, 0.5, _HIGH))
            unit = MEASURES[target.measure].unit
            yield Came(objective.id, target.measure, unit, asked_of(target), low, middle, high, len(values))


def _quantile(values: Sequence[float], share: float) -> float | None:
    """The value that this share of the runs stays at or below."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else None
