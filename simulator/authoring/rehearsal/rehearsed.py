"""Everything that the checks read: the scenario with its lines, the dry runs, and the pairs of each decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.authoring.rehearsal.seen import RuleSeen, Seen
from simulator.authoring.rehearsal.thresholds import ENOUGH, FEWEST
from simulator.authoring.rehearsal.toy import DryRun, Verdict
from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked, tr
from simulator.scenario.load import Document

__all__ = ["Finding", "Rehearsed", "Where"]

Where = tuple[int | str, ...]
"""a place in the file: ``("plan", "STAND", "when")``"""
GRADES = ("error", "warning", "notice")
_GRADE = {"warning": marked("warning"), "notice": marked("notice")}
_OF_RUNS = marked("in {count} of {of} runs")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rehearsal would have found out.

    ``figure`` is what it rests on (``in 0 of 300 runs``); ``hint`` what one could do; ``severity`` error, warning or
    notice, as those of a check.
    """

    code: str
    severity: str
    about: str
    message: str
    figure: str
    hint: str
    file: str
    line: int
    col: int

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else f"{tr(_GRADE[self.severity])}: "
        figure = f" ({self.figure})" if self.figure else ""
        hint = f"{tr('; ')}{self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.col}: {self.code}: {mark}{self.message}{figure}{hint}"


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsed scenario.  ``extra`` counts runs of pairs; ``failed`` holds (replication, arm, why)."""

    document: Document
    blueprint: Blueprint
    seed: int
    runs: Sequence[DryRun]
    verdicts: Mapping[str, Verdict]
    extra: int = 0
    failed: Sequence[tuple[int, tuple[str, str], str]] = ()
    others: Mapping[str, Sequence[Seen]] = field(default_factory=dict)
    """runs that are no dry runs of the file as it stands, by what they are: ``in the variant before``"""
    stopped_by: int = 0
    """the signal that stopped it; 0 if none did"""

    @property
    def number(self) -> int:
        """How many dry runs there are."""
        return len(self.runs)

    def count(self, holds: Callable[[Seen], object]) -> int:
        """In how many dry runs something holds."""
        return sum(bool(holds(run.seen)) for run in self.runs)

    def elsewhere(self, holds: Callable[[Seen], object]) -> str:
        """Where something holds that no dry run shows, in words; empty where it never does."""
        for where, rows in self.others.items():
            count = sum(bool(holds(seen)) for seen in rows)
            if count:
                return tr("{where}, in {count} of {of} runs", where=where, count=count, of=len(rows))
        return ""

    def share(self, count: int) -> float:
        """A count as a share of the dry runs."""
        return count / self.number if self.number else 0.0

    def enough(self, count: int) -> bool:
        """Whether something had its turn in enough runs to be called always or never so."""
        return count >= max(FEWEST, ENOUGH * self.number)

    def of_runs(self, count: int, of: int | None = None, said: str = _OF_RUNS, **fields: object) -> str:
        """The figure of a finding: ``in 3 of 300 runs``; ``said`` is another marked sentence with both numbers."""
        return tr(said, count=count, of=self.number if of is None else of, **fields)

    def rule(self, name: str) -> list[RuleSeen]:
        """A rule in every dry run in which it fired."""
        rows = (run.seen.rules.get(name) for run in self.runs)
        return [row for row in rows if row is not None and row.fired]

    # the file

    def inject(self, name: str) -> Where:
        """Where an inject stands."""
        assert self.document.scenario is not None
        return "msel", next(i for i, given in enumerate(self.document.scenario.msel) if given.id == name)

    def stream(self, name: str) -> Where:
        """Where an event of the threat's stream stands."""
        assert self.document.scenario is not None
        events = self.document.scenario.threat.stream
        return "threat", "stream", next(i for i, given in enumerate(events) if given.id == name)

    def own(self, where: Where) -> bool:
        """Whether it stands in the scenario's own file, and not in a library that others use as well."""
        return self.document.place(where, key=True)[0] == self.document.file

    def finding(
        self, code: str, severity: str, where: Where, message: str, figure: str = "", hint: str = ""
    ) -> Finding:
        """A finding at its place."""
        file, line, col = self.document.place(where, key=True)
        about = ".".join(str(part) for part in where)
        return Finding(code, severity, about, message, figure, hint, file, line, col)
