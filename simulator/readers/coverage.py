"""Which injects serve which objective in which part of the exercise: known before STARTEX, from the MSEL alone."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.blueprint.model import Blueprint, InjectSpec, ObjectiveSpec
from simulator.readers.phases import Phase, phase_of, phases

__all__ = ["Coverage", "Covered", "coverage", "objectives_of"]


@dataclass(frozen=True, slots=True)
class Covered:
    """An objective with the ids of the injects that serve it: those of each part, and those that hang on something."""

    objective: ObjectiveSpec
    by_part: tuple[tuple[str, ...], ...]
    on_condition: tuple[str, ...]

    @property
    def served(self) -> bool:
        """Whether any inject serves it."""
        return bool(self.on_condition) or any(self.by_part)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix: a row for each objective, a column for each part; and injects that serve no objective."""

    parts: tuple[Phase, ...]
    rows: tuple[Covered, ...]
    free: tuple[str, ...]


def objectives_of(spec: InjectSpec) -> tuple[str, ...]:
    """The objectives that an inject serves, by its own word and by what it expects."""
    return tuple(dict.fromkeys(filter(None, (spec.objective, *(row.task for row in spec.expects)))))


def coverage(blueprint: Blueprint) -> Coverage:
    """What the MSEL of a scenario covers."""
    parts = phases(blueprint)
    rows = tuple(_row(blueprint, parts, objective) for objective in blueprint.objectives)
    return Coverage(tuple(parts), rows, tuple(spec.id for spec in blueprint.injects if not objectives_of(spec)))


def _row(blueprint: Blueprint, parts: list[Phase], objective: ObjectiveSpec) -> Covered:
    serving = [spec for spec in blueprint.injects if objective.id in objectives_of(spec)]
    timed = [(spec.id, phase_of(parts, spec.at)) for spec in serving if spec.at >= 0]
    return Covered(
        objective,
        tuple(tuple(name for name, part in timed if part == column) for column in parts),
        tuple(spec.id for spec in serving if spec.at < 0),
    )
