"""What sessions there are: a line each, with state and size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.catalogue import tr
from simulator.disk import LockHeld
from simulator.errors import SessionError, StorageError
from simulator.reasons import told_reason
from simulator.record.files import REAL, Files, said
from simulator.record.journal import JournalView, read_journal
from simulator.record.reading import BOOKKEEPING, FIRST, LOCK

__all__ = ["ENDED", "STATES", "SessionLine", "list_sessions", "session_line"]

STATES = ("running", "suspended", "ended", "practice", "damaged")
ENDED = "ended"
"""kind of the record that a session's writer puts last when the exercise is over"""
_DEEP = 4


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list.  ``size`` counts the bytes of its folder, ``records`` those of its writer."""

    path: Path
    title: str
    state: str
    size: int
    records: int
    head: str
    about: str = ""
    """what is wrong, or who writes"""


def list_sessions(root: Path, *, files: Files = REAL) -> list[SessionLine]:
    """The sessions right below a folder, by name; none where there is no such folder; raises StorageError."""
    try:
        names = files.names(root)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(tr("{root} cannot be read: {error}", root=root, error=said(error))) from None
    lines = (session_line(root / name, files=files) for name in names)
    return [line for line in lines if line is not None]


def session_line(folder: Path, *, files: Files = REAL) -> SessionLine | None:
    """The line of one folder; nothing where it holds no session."""
    try:
        if FIRST not in files.names(folder):
            return None
    except OSError:
        return None
    size = _size(files, folder, _DEEP)
    try:
        view = read_journal(folder, files=files)
    except (SessionError, StorageError) as error:
        return SessionLine(folder, folder.name, "damaged", size, 0, "", str(error))
    state, about = _state(files, folder, view)
    own = sum(record.body.get("kind") not in BOOKKEEPING for record in view.records)
    return SessionLine(folder, _title(view.header, folder), state, size, own, view.head, about)


def _title(header: dict[str, Any], folder: Path) -> str:
    title = header.get("title")
    return title if isinstance(title, str) and title else folder.name


def _state(files: Files, folder: Path, view: JournalView) -> tuple[str, str]:
    if view.damage:
        return "damaged", told_reason(view.damage)
    if holder := _writer(files, folder):
        return "running", tr("written by {holder}", holder=holder)
    if view.header.get("practice") is True:
        return "practice", ""
    ended = any(record.body.get("kind") == ENDED for record in view.records)
    return ("ended" if ended else "suspended"), ""


def _writer(files: Files, folder: Path) -> str:
    """Who writes a session now, in words; empty if nobody does."""
    try:
        if LOCK in files.names(folder):
            files.lock(folder / LOCK).release()
    except LockHeld as held:
        return str(held)
    except OSError:
        return ""
    return ""


def _size(files: Files, path: Path, deep: int) -> int:
    """Bytes of a file, or of all that is in a folder."""
    try:
        names = files.names(path) if deep else []
    except NotADirectoryError:
        names = []
    except OSError:
        return 0
    if names:
        return sum(_size(files, path / name, deep - 1) for name in names)
    try:
        return files.state(path).size
    except OSError:
        return 0
