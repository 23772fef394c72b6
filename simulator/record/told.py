"""The events of a session beside its journal: derived, not synced, and rebuilt whenever a session is opened.

Whoever reads a log with a program of their own finds it here; ``startex replay --verify`` holds it against what the
journal gives.  It may be deleted.
"""

from __future__ import annotations

from pathlib import Path

from simulator.record.files import REAL, Files, write_all
from simulator.record.writing import put_whole

__all__ = ["EVENTS", "Told", "read_told"]

EVENTS = "events.jsonl"
_PART = 1 << 20


class Told:
    """The file of a session's events, in the order in which they were shown.

    A disk that cannot hold it is no reason to stop: the file is left as it is, and :attr:`broken` says so.
    """

    def __init__(self, folder: Path, *, files: Files = REAL):
        self._path, self._files = folder / EVENTS, files
        self.broken = ""
        self._begun = False

    def add(self, lines: bytes) -> None:
        """More events; the first ones replace what an earlier opening of the session left."""
        if self.broken:
            return
        try:
            if not self._begun:
                put_whole(self._files, self._path, lines)
                self._begun = True
                return
            descriptor = self._files.open_append(self._path)
            try:
                write_all(self._files, descriptor, lines)
            finally:
                self._files.close(descriptor)
        except OSError as error:
            self.broken = f"{EVENTS} is no longer written: {error.strerror}; it can be rebuilt from the journal"


def read_told(folder: Path, *, files: Files = REAL) -> bytes | None:
    """The events as they were written; None where there is no such file."""
    parts = []
    try:
        descriptor = files.open_read(folder / EVENTS)
        try:
            while part := files.read(descriptor, _PART):
                parts.append(part)
        finally:
            files.close(descriptor)
        return b"".join(parts)
    except OSError:
        return None
