"""The events of a session beside its journal: derived, not synced, and rebuilt whenever a session is opened.

Whoever reads a log with a program of their own finds it here; ``startex replay --verify`` holds it against what the
journal gives.  It may be deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from simulator.catalogue import tr
from simulator.record.files import REAL, Files, State, write_all
from simulator.record.writing import put_whole

__all__ = ["EVENTS", "Told", "ToldReader", "read_told"]

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
            self.broken = tr(
                "{events} is no longer written: {error}; it can be rebuilt from the journal",
                events=EVENTS,
                error=error.strerror,
            )


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


class ToldReader:
    """Reads a session's events while somebody else writes them: each look gives the whole lines that are new.

    ``missing`` says that there is no such file now.  ``again`` is set when the file was put anew and does not begin
    as what was read before, so that :meth:`poll` gives it from its first line; whoever has begun anew clears it.
    """

    def __init__(self, folder: Path, *, files: Files = REAL):
        self._path, self._files = folder / EVENTS, files
        self.missing = False
        self.again = False
        self._known: State | None = None
        self._at = 0
        self._sum = sha256()
        """of the bytes up to ``_at``"""

    def poll(self) -> list[bytes]:
        """The lines since the last look, without their ends; a line that is being written waits for the next look."""
        try:
            state = self._files.state(self._path)
            self.missing = False
            if state == self._known:
                return []
            if self._known is not None and (state.identity != self._known.identity or state.size < self._at):
                self._begin_anew()
            self._known = state
            return self._read_on()
        except OSError:
            self.missing = True
            return []

    def _begin_anew(self) -> None:
        """Another file has the name: go on behind what is known if it begins with just that, else from its start."""
        total, left = sha256(), self._at
        for part in self._parts(0):
            total.update(part[:left])
            left -= min(left, len(part))
            if not left:
                break
        if left or total.digest() != self._sum.digest():
            self._at, self._sum, self.again = 0, sha256(), True

    def _read_on(self) -> list[bytes]:
        content = b"".join(self._parts(self._at))
        whole = content[: content.rfind(b"\n") + 1]
        self._sum.update(whole)
        self._at += len(whole)
        return whole.split(b"\n")[:-1]

    def _parts(self, at: int) -> Iterator[bytes]:
        descriptor = self._files.open_read(self._path, at)
        try:
            while part := self._files.read(descriptor, _PART):
                yield part
        finally:
            self._files.close(descriptor)
