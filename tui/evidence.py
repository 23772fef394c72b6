"""What a session's log and its evaluators' notebooks hold for and against each objective, as of now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulator.catalogue import tr
from simulator.errors import StorageError
from simulator.readers.evaluation import Evidence, Rating, evidence, ratings
from simulator.runs.notebook import Notebooks, Noted, written
from simulator.runs.session import Session

__all__ = ["EvidenceSoFar"]

_EVERY_S = 15.0


class EvidenceSoFar:
    """Evidence that is gathered anew at most every quarter of a minute before ENDEX, unless somebody needs it now.

    ``steady`` gives seconds of the wall.  ``trouble`` says why notebooks could not be read; empty if they were.
    """

    def __init__(self, session: Session, folder: Path | None, steady: Callable[[], float]):
        self._session, self._folder, self._steady = session, folder, steady
        self._notebooks = None if folder is None else Notebooks(folder)
        self._gathered_at, self._seen = -_EVERY_S, (-1, -1)
        self._pieces: list[Evidence] = []
        self.trouble = ""

    def pieces(self) -> list[Evidence]:
        """What was found when it was last gathered, which is now if it is time."""
        if self.is_due():
            self._gathered_at, self._seen = self._steady(), self._told()
            self._pieces = self.gathered()
        return self._pieces

    def is_due(self) -> bool:
        """Whether it is time to gather anew, and there is something new in the log or in a notebook."""
        waited = self._session.engine.ended or self._steady() - self._gathered_at >= _EVERY_S
        return waited and self._seen != self._told()

    def _told(self) -> tuple[int, int]:
        """Events in the log and bytes in the notebooks: both only grow."""
        return len(self._session.log), written(self._folder) if self._folder is not None else 0

    def gathered(self) -> list[Evidence]:
        """What is found now."""
        return evidence(self._session.program.blueprint, self._session.log, self._notes())

    def ratings(self) -> list[Rating]:
        """Every rating, of the facilitator and of every evaluator's notebook."""
        return ratings(self._session.log, self._notes())

    def _notes(self) -> list[Noted]:
        self.trouble = ""
        if self._notebooks is None:
            return []
        try:
            return self._notebooks.notes()
        except (StorageError, OSError) as error:
            self.trouble = tr("the evaluators' notebooks cannot be read: {error}", error=error)
            return []
