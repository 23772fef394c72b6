"""What a report is made of: a session's folder, read once, and nothing that a reader may not hold against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.codec import digest
from simulator.events import LogEvent
from simulator.readers.evaluation import Evidence, Proposal, Rating, evidence, proposals, ratings, visible_proposal
from simulator.readers.measures import measure
from simulator.report.voice import Reader, Voice
from simulator.runs.beside.rows import Beside
from simulator.runs.notebook import Noted, notes
from simulator.runs.replay import Entry, Header, rebuild
from simulator.runs.sessions import look_at

if TYPE_CHECKING:
    from simulator.runs.sessions import Opened

__all__ = ["Material", "gather"]


@dataclass(frozen=True)
class Material:
    """One session: what was planned, what happened, what people said of it, and what it is identified by."""

    name: str
    blueprint: Blueprint
    header: Header
    history: Sequence[Entry]
    log: Sequence[LogEvent]
    notes: Sequence[Noted]
    pieces: Sequence[Evidence]
    given: Sequence[Rating]
    proposed: Sequence[Proposal]
    measures: Mapping[str, float | None]
    head: str
    digest: str
    summary: str = ""
    notices: Sequence[str] = ()
    beside: Beside | None = None
    """the session beside runs of its own plan; None where none were made"""

    @property
    def end(self) -> int:
        """The second at which the log ends."""
        return self.log[-1].at if self.log else 0

    @property
    def ended(self) -> bool:
        """Whether ENDEX has come; notes and ratings may stand behind it."""
        return any(event.kind == "exercise_ended" for event in reversed(self.log))

    @property
    def people(self) -> list[str]:
        """Everybody who rated or wrote a notebook, once each, in the alphabet's order."""
        found = {name.casefold(): name for name in (*(r.by for r in self.given), *(n.by for n in self.notes))}
        return [found[name] for name in sorted(found)]

    def voice(self, reader: Reader) -> Voice:
        """The words for a reader of this session."""
        return Voice(self.blueprint, reader, self.people)

    def wall(self, mark: str) -> str:
        """The date and time of day at which a mark was first set, in UTC; empty where there is none."""
        found = next((entry for entry in self.history if entry.mark == mark), None)
        if found is None:
            return ""
        return tr("{moment:%Y-%m-%d %H:%M} UTC", moment=datetime.fromtimestamp(found.wall, UTC))

    @property
    def assumptions_hash(self) -> str:
        """The SHA-256 of every assumed number with its value and source, in the order in which they are printed."""
        return sha256(repr(self.blueprint.assumptions).encode()).hexdigest()

    def visible(self, about: str) -> Proposal | None:
        """What is proposed for an objective, once everybody who rates here has rated it; None before."""
        raters = {r.by.casefold() for r in self.given if r.holds}
        row = next((p for p in self.proposed if p.level == "objective" and p.about == about), None)
        if row is None or not raters:
            return None
        return row if all(visible_proposal(row, self.given, name) is not None for name in sorted(raters)) else None


def gather(folder: Path) -> Material:
    """Read a session; raises SessionError, StorageError, ReplayMismatch and ScenarioError as opening it does."""
    found: Opened = look_at(folder)
    blueprint = found.blueprint
    log = rebuild(found.program, found.header, found.history).log
    written = notes(folder)
    pieces = evidence(blueprint, log, written)
    return Material(
        name=folder.resolve().name,
        blueprint=blueprint,
        header=found.header,
        history=found.history,
        log=log,
        notes=written,
        pieces=pieces,
        given=ratings(log, written),
        proposed=proposals(blueprint, pieces),
        measures=measure(blueprint, log) if log else {},
        head=found.head,
        digest=digest(log),
        summary=found.summary,
        notices=found.notices,
    )
