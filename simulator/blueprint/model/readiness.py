"""Rows of readiness."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ExerciseSpec", "NeedSpec", "ReadinessSpec", "ReadySpec"]


@dataclass(frozen=True, slots=True)
class ReadySpec:
    """A contingent whose proficiency is followed; ``rotates`` is -1 where it stays."""

    id: str
    at: str
    proficiency: float
    commander: float
    rotates: int
    successor: float


@dataclass(frozen=True, slots=True)
class ExerciseSpec:
    """A line of the exercise ledger; ``rules`` empty for the whole plan."""

    id: str
    kind: str
    at: int
    every: int
    times: int
    contingents: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedSpec:
    """People who need protection again and again; ``rate`` a second."""

    id: str
    title: str
    at: str
    rate: float
    within: int
    people: int
    outside: float


@dataclass(frozen=True, slots=True)
class ReadinessSpec:
    """The section; ``trainers_course`` and ``tests_every`` are -1 where there are none."""

    post: str
    operations: str
    at: str
    contingents: dict[str, ReadySpec]
    exercises: tuple[ExerciseSpec, ...]
    trainers: int
    trainers_course: int
    trainers_made: int
    teams: int
    tests_every: int
    plan_age: int
    needs: dict[str, NeedSpec]
