"""Errors, split by whose fault they are, and the problems that a check reports.

This module is ground floor: it knows the catalogue and nothing else of the project.  An author's mistakes are
collected as :class:`Problem` rows and raised together; a caller's mistakes are :class:`UsageError`;
our own are :class:`EngineFault` and are never caught below the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from simulator.catalogue import tr

__all__ = [
    "BatchDamaged",
    "BatchLocked",
    "EngineFault",
    "ExitStatus",
    "JournalDamaged",
    "JournalTooNew",
    "Problem",
    "ReplayMismatch",
    "RuleStorm",
    "ScenarioError",
    "ScenarioInvalid",
    "ScenarioSyntaxError",
    "ScenarioTooLarge",
    "SessionError",
    "SessionLocked",
    "SimulatorError",
    "StorageError",
    "UsageError",
    "errors_in",
    "status_of",
]


class ExitStatus(IntEnum):
    """What the command's exit status says; the same everywhere."""

    OK = 0
    FAULT = 1
    USAGE = 2
    SCENARIO = 3
    SESSION = 4
    LOCKED = 5
    STORAGE = 6
    LIMIT = 7
    PARTIAL = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: what, where, and what to do next.

    ``line`` and ``col`` count from 1; 0 means that no place is known.  ``severity`` is ``error``,
    ``warning`` or ``notice``; only errors stop a scenario from being run.
    """

    code: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    col: int = 0
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.col}: " if self.file else ""
        mark = "" if self.severity == "error" else f"{self.severity}: "
        hint = f"{tr('; ')}{self.hint}" if self.hint else ""
        return f"{place}{self.code}: {mark}{self.message}{hint}"

    def at(self, file: str, line: int, col: int) -> Problem:
        """The same problem, placed."""
        return replace(self, file=file, line=line, col=col)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a scenario from being run."""
    return [problem for problem in problems if problem.severity == "error"]


def status_of(problems: Iterable[Problem]) -> ExitStatus:
    """The exit status that problems call for: that of a limit where every error is one."""
    errors = errors_in(problems)
    if not errors:
        return ExitStatus.OK
    return ExitStatus.LIMIT if all(problem.code.startswith("L") for problem in errors) else ExitStatus.SCENARIO


class SimulatorError(Exception):
    """Base of everything that the project raises on purpose."""

    exit_status = ExitStatus.FAULT


class UsageError(SimulatorError):
    """The caller asked for something that cannot be: a bad option, a file that is not there."""

    exit_status = ExitStatus.USAGE


class StorageError(SimulatorError):
    """The disk said no: full, read-only, not permitted."""

    exit_status = ExitStatus.STORAGE


class BatchDamaged(SimulatorError):
    """A batch's folder holds what cannot be read, or what belongs to another batch."""

    exit_status = ExitStatus.SESSION


class SessionError(SimulatorError):
    """A session folder cannot be used as it is."""

    exit_status = ExitStatus.SESSION


class BatchLocked(SimulatorError):
    """Another process writes into a batch's folder."""

    exit_status = ExitStatus.LOCKED


class SessionLocked(SessionError):
    """Another process writes this session; the message names it."""

    exit_status = ExitStatus.LOCKED


class JournalDamaged(SessionError):
    """A journal does not hold what was written into it; it is still read, up to the damage, and never written."""


class JournalTooNew(SessionError):
    """A journal of a later version than this one knows."""


class ReplayMismatch(SessionError):
    """A session does not come to the same places again: the message names the first that differs."""


class ScenarioError(SimulatorError):
    """The author's fault, found before play: carries every problem at once."""

    exit_status = ExitStatus.SCENARIO

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        """So that it comes whole out of another process."""
        return type(self), (self.problems,)


class ScenarioSyntaxError(ScenarioError):
    """The file is not a YAML document that we accept."""


class ScenarioInvalid(ScenarioError):
    """The file is YAML, but what it says makes no scenario."""


class ScenarioTooLarge(ScenarioError):
    """The file asks for more than the limits allow."""

    exit_status = ExitStatus.LIMIT


class EngineFault(SimulatorError):
    """Our own fault.  The engine refuses every further verb once it has raised this."""


class RuleStorm(EngineFault):
    """Too many things happened in one instant: a loop without delay."""

    exit_status = ExitStatus.LIMIT
