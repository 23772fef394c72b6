"""What an import makes of a scenario, and which part of its file each problem of the check is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from simulator.errors import Problem, errors_in
from simulator.scenario.load import Document, in_order

__all__ = ["Laid", "addressed", "differences"]

Part = TypeVar("Part")


class Found(Protocol):
    """What there is to say about a file that came in."""

    problems: list[Problem]


Came = TypeVar("Came", bound=Found)


@dataclass(frozen=True, slots=True)
class Laid(Generic[Came]):
    """The scenario that a file makes: its text, what was found in the file, every problem, and what changes."""

    text: str
    found: Came
    problems: tuple[Problem, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Problem]:
        """What stops it from being played."""
        return errors_in((*self.found.problems, *self.problems))


def addressed(
    made: Document, marks: Mapping[int, Part | None], told: Callable[[Problem, Part], Problem]
) -> tuple[Problem, ...]:
    """The problems of a check, in order; those of a part of the file as ``told`` of it.

    ``marks`` says with which line each part begins in the scenario, and with None where something else does.
    """
    lines = sorted(marks)

    def _told(problem: Problem) -> Problem:
        at = bisect_right(lines, problem.line) - 1
        part = marks[lines[at]] if at >= 0 and problem.file == made.file else None
        return problem if part is None else told(problem, part)

    return tuple(map(_told, in_order(made.problems)))


def differences(section: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """A line for each entry of a section that is new, and for each field that is another."""
    for name, fields in after.items():
        was = before.get(name)
        if was is None:
            yield f"+ {section} {name}"
            continue
        for key in fields:
            if fields[key] != was.get(key):
                yield f"~ {section} {name} {key}: {was.get(key)!r} -> {fields[key]!r}"
