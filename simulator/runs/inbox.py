"""The inbox of a session: injects that another process hands in while somebody plays, or before anybody does.

A session has one writer, and whoever imports a workbook is not it.  So the import lays a file into the session's
folder, whole and on the disk before it says so; whoever plays takes the injects out one by one, through the session's
door, and takes the file away when all of them stand in the journal.  Each has an id made of the file's content: what
was recorded before a crash is known again and is not done twice.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.catalogue import tr
from simulator.codec import command_from, command_of
from simulator.commands import Command, PutInject, Remark
from simulator.errors import StorageError
from simulator.reasons import NOT_TAKEN
from simulator.record.files import REAL, Files, said
from simulator.record.reading import chunks
from simulator.record.writing import put_whole

if TYPE_CHECKING:
    from simulator.runs.pacer import Moment
    from simulator.runs.session import Session

__all__ = ["Inbox", "hand_in"]

INBOX = "inbox"
_LOOKS_S = 1.0
"""seconds of the wall between two looks at the folder"""
_AGAIN_S = 10.0
"""seconds before a disk that said no is asked again"""
_BY = "msel import"  # not for people
_MOST = 20_000_000
"""bytes of a file that is taken; an import writes less"""


def hand_in(folder: Path, injects: Sequence[PutInject], *, files: Files = REAL) -> Path:
    """Lay injects into the inbox of a session; when it returns they are on the disk.  Raises StorageError."""
    content = "".join(f"{json.dumps(command_of(inject), ensure_ascii=True)}\n" for inject in injects).encode()
    place = folder / INBOX
    path = place / f"{sha256(content).hexdigest()[:24]}.jsonl"
    try:
        with suppress(FileExistsError):
            files.make_folder(place)
            files.sync_folder(folder)
        put_whole(files, path, content)
    except OSError as error:
        raise StorageError(
            tr("{path} cannot be written, and nothing is handed in: {error}", path=path, error=said(error))
        ) from None
    return path


class Inbox:
    """What waits in a session's folder, for whoever plays it."""

    def __init__(self, folder: Path, files: Files = REAL):
        self._place, self._files = folder / INBOX, files
        self._looks_at = 0.0
        self._waiting: deque[tuple[str, Command]] = deque()
        self._file = self._place
        self._unread = False

    def empty_into(self, session: Session, now: Moment, most: int) -> None:
        """Put what waits through the session's door, at most so many.

        A disk that says no is told by the session; everything still waits here then.
        """
        for _ in range(most):
            if not self._waiting and not self._look(now):
                return
            id, command = self._waiting[0]
            try:
                session.submit(command, _BY, now, id)
            except StorageError:
                self._waiting.clear()  # it is read again, and what stands in the journal is known
                self._looks_at = now.steady + _AGAIN_S
                return
            self._waiting.popleft()
            if not self._waiting:
                self._put_away(now)

    def _look(self, now: Moment) -> bool:
        """Whether there is something, after a look at the disk; where there was nothing, the next one is later."""
        if now.steady < self._looks_at:
            return False
        try:
            name = next((name for name in self._files.names(self._place) if name.endswith(".jsonl")), "")
        except OSError:
            name = ""  # there is no inbox
        if not name:
            self._looks_at = now.steady + _LOOKS_S
            return False
        self._file = self._place / name
        self._waiting.extend(_read(self._file, self._files))
        self._unread = isinstance(self._waiting[0][1], Remark)
        return True

    def _put_away(self, now: Moment) -> None:
        """All of a file stands in the journal.  One that could not be read is kept under another name."""
        try:
            if self._unread:
                self._files.replace(self._file, self._file.with_suffix(".unread"))
            else:
                self._files.remove(self._file)
        except OSError:  # it stays, and is known again by its ids
            self._looks_at = now.steady + _AGAIN_S


def _read(path: Path, files: Files) -> list[tuple[str, Command]]:
    """The commands of a file with their ids; one that cannot be read is a remark in the log that says so."""
    try:
        if files.state(path).size > _MOST:
            raise ValueError("it is too large")  # noqa: TRY301 - said like the rest
        content = b"".join(chunks(files, path))
        commands = [command_from(json.loads(line)) for line in content.splitlines()]
        if not commands or not all(isinstance(command, PutInject) for command in commands):
            raise ValueError("it does not hold injects, and nothing else")  # noqa: TRY301
    except (OSError, ValueError, RecursionError) as error:
        why = NOT_TAKEN.format(file=path.name, error=str(error)[:200])
        return [(f"{path.stem}-0", Remark("note", why, "session"))]
    return [(f"{path.stem}-{number}", command) for number, command in enumerate(commands, 1)]
