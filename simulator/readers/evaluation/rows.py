"""Rows of an evaluation: pieces of evidence, proposals, and what each of their words means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.catalogue import plain

__all__ = [
    "ADDED",
    "DONE",
    "HELD",
    "IMPROVE",
    "JUDGED",
    "JUDGEMENT",
    "LATE",
    "LEVELS",
    "MEASURED",
    "MET",
    "MISSED",
    "NOT_COMPARABLE",
    "NOT_MET",
    "NOT_OBSERVED",
    "OPEN",
    "PART",
    "SAID",
    "STRENGTH",
    "UNKNOWN",
    "VERDICTS",
    "WORST",
    "Evidence",
    "Proposal",
    "Reason",
    "called",
]

# verdicts are words that a program compares; word() says them to people
MET, NOT_MET = "met", "not met"  # not for people
DONE, LATE, MISSED = "done", "late", "missed"
PART = "done in part"  # not for people
HELD = "held"
"""not acted on, for a cause that was said"""
OPEN = "open"
"""its time is not up yet, or it is judged at ENDEX only"""
NOT_OBSERVED = "not observed"  # not for people
"""nothing in the log says anything about it: never the same as missed"""
NOT_COMPARABLE = "not comparable"  # not for people
"""the clock was held or moved, or the world changed by hand, while it ran"""
MEASURED = "measured"
"""a number for which no threshold is set"""
ADDED, UNKNOWN = "harm added", "harm unknown"  # not for people
STRENGTH, IMPROVE, SAID = "strength", "area for improvement", "said"  # not for people

VERDICTS = (
    *(MET, NOT_MET, DONE, LATE, MISSED, PART, HELD, OPEN, NOT_OBSERVED, NOT_COMPARABLE, MEASURED),
    *(ADDED, UNKNOWN, STRENGTH, IMPROVE, SAID),
)
"""every verdict of a piece of evidence"""

JUDGED = frozenset((MET, NOT_MET, DONE, LATE, MISSED, PART))
"""verdicts that a rating can rest on"""

LEVELS = ("capability", "objective", "target", "task")
"""what a proposal may be about"""

JUDGEMENT, WORST = "judgement", "worst case"  # not for people
"""how the ratings of parts become the rating of a whole"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of what an evaluator rates by.

    ``kind`` is target, task (a critical one), action (expected by an inject), rule, decision, handover, harm or remark;
    ``about`` is the measure, task, inject, rule or decision; ``function`` is a role, post or component, never a person.
    ``asked`` and ``found`` are words for people; ``at`` is the second in which it was settled (-1: in none), ``late_s``
    the seconds over the time that it had (-1: not known).  ``seqs`` are the events that it rests on, in their order.
    """

    objective: str
    kind: str
    about: str
    text: str
    verdict: str
    asked: str = ""
    found: str = ""
    at: int = -1
    late_s: int = 0
    seqs: tuple[int, ...] = ()
    component: str = ""
    function: str = ""
    by: str = ""
    """whose words a remark holds; empty for everything else"""
    players: bool = True
    """whether it was for the players: what the model did for a role is shown, and rates nobody"""

    @property
    def named(self) -> str:
        """What it is about as people read it: a measure and the two sides of a handover in plain words."""
        if self.kind == "handover":
            return "-".join(map(plain, self.about.split("-")))
        return plain(self.about) if self.kind == "target" else self.about

    @property
    def ask(self) -> int:
        """The event to ask why of: the first that a measure counts, else the last; 0 where there is none."""
        return (self.seqs[0] if self.kind == "target" else self.seqs[-1]) if self.seqs else 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a proposal, and the events that it rests on."""

    text: str
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rating that the evidence speaks for: P, S, M, U, or N where there is nothing to judge by.

    Never final: a person confirms it or rates otherwise.  ``level`` is one of :data:`LEVELS`; ``objectives`` are those
    that must have been rated before it may be seen; ``provisional`` says that the exercise is not over.
    """

    level: str
    about: str
    rating: str
    reasons: tuple[Reason, ...]
    objectives: tuple[str, ...]
    provisional: bool = False
    roll_up: str = JUDGEMENT


def called(functions: str, title: Callable[[str], str]) -> str:
    """Those of whom something was asked, by title; several stand with commas between."""
    return ", ".join(map(title, filter(None, functions.split(", "))))
