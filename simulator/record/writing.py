"""Writing a journal's lines, and what is done when a disk says no.

The writer keeps the lines of its volume in memory: if the file is taken away or changed under it, it is written
whole again under its name, and what was put in its place is kept beside it.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator import reasons
from simulator.catalogue import marked, tr
from simulator.errors import StorageError
from simulator.reasons import told_reason
from simulator.record.files import INTERRUPTIONS, Files, said, write_all
from simulator.record.lines import GENESIS, Line, write_line
from simulator.record.reading import FIRST, Chain, Volume, prefix_of, volume_paths
from simulator.record.versions import FORMAT

__all__ = ["Writer", "free_name", "put_whole"]

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
_PASSING = (*_FULL, errno.EMFILE, errno.ENFILE)
"""what may be over when the next record comes: no room, no descriptors"""
_NONE = -1


class Writer:
    """Appends to the last volume of a journal, and begins another where it must."""

    def __init__(self, files: Files, folder: Path, second: Path | None, chain: Chain):
        """Go on from what was read; raises :class:`OSError`."""
        self.notices = chain.notices
        self.head = chain.head
        self._raw = [line.raw for line in chain.last.lines]
        """the lines of the present volume, as bytes: hours of an exercise have tens of thousands"""
        self._files, self._folder, self._second = files, folder, second
        self._header, self._last = chain.lines[0], chain.lines[-1]
        self._path, self._size = chain.last.path, chain.last.size
        self._why = self._closed = ""
        self._descriptor, self._identity = _NONE, (0, 0)
        self._take_up()

    @classmethod
    def begin(cls, files: Files, folder: Path, second: Path | None, header: Mapping[str, Any]) -> Writer:
        """A new journal with its header on the disk, whole or not at all; raises :class:`OSError`."""
        line = write_line(0, GENESIS, header)
        put_whole(files, folder / FIRST, line.raw)
        return cls(files, folder, second, Chain([line], [Volume(folder / FIRST, [line], len(line.raw))]))

    @property
    def header(self) -> dict[str, Any]:
        """The journal's header."""
        return self._header.body

    def append(self, body: Mapping[str, Any]) -> Line:
        """Write a record and wait until it is on the disk; raises UsageError and StorageError."""
        if self._closed:
            raise StorageError(self._closed)
        line = write_line(self._last.n + 1, self.head, body)
        trouble = self._look() or self._put(line.raw)
        if trouble:
            line = self._onward(body, trouble)
        self._raw.append(line.raw)
        self.head, self._last = line.head, line
        self._size += len(line.raw)
        return line

    def leave(self, why: str) -> None:
        """Let the next record begin a new volume."""
        descriptor, self._descriptor = self._descriptor, _NONE
        self._why = why
        if descriptor != _NONE:
            _close(self._files, descriptor)

    def close(self) -> None:
        """Write nothing more."""
        self.leave(marked("the journal is closed"))
        self._closed = self._closed or tr("the journal is closed; open the session again")

    def _take_up(self) -> None:
        self._descriptor = self._files.open_append(self._path)
        try:
            self._identity = self._files.state_of(self._descriptor).identity
        except OSError:
            self.leave("")
            raise

    def _look(self) -> str:
        """Whether our file is still ours; says why not, where it cannot be put right."""
        if self._descriptor == _NONE:
            return self._why
        try:
            found = self._files.state(self._path)
        except FileNotFoundError:
            return self._restore(reasons.TAKEN_AWAY, aside=False)
        except OSError:
            return ""  # writing will tell
        if found.identity != self._identity:
            return self._restore(reasons.REPLACED, aside=True)
        if found.size < self._size:
            return self._restore(reasons.CUT_SHORT, aside=True)
        return marked("somebody else writes into it") if found.size > self._size else ""

    def _restore(self, sentence: str, *, aside: bool) -> str:
        """Write our volume whole under its name again; what stands there is kept."""
        name = self._path.name
        why = sentence.format(file=name)
        self.leave(why)
        try:
            kept = free_name(self._files, self._path.with_name(f"{name}.found")) if aside else None
            put_whole(self._files, self._path, b"".join(self._raw), aside=kept)
            self._take_up()
        except OSError as error:
            return reasons.NOT_REWRITTEN.format(why=why, error=said(error))
        told = {"why": told_reason(why), "kept": kept.name if kept else ""}
        notice = tr("{why} while the session ran; it is written again and nothing is lost", why=told["why"])
        if kept:
            notice = tr(
                "{why} while the session ran; it is written again and nothing is lost; what stood in its place is now"
                " {kept}",
                **told,
            )
        self.notices.append(notice)
        return ""

    def _put(self, raw: bytes) -> str:
        """Append and sync; says why the file cannot be trusted any more, if so; raises StorageError for a full disk."""
        try:
            write_all(self._files, self._descriptor, raw)
        except OSError as error:
            self._withdraw()
            if error.errno in _FULL:
                raise StorageError(
                    tr("the disk is full and this was not recorded; make room, then repeat it")
                ) from None
            return said(error)
        except BaseException:
            self._withdraw()
            raise
        try:
            _sync(self._files, self._descriptor)
        except BaseException as error:
            self._withdraw()
            if not isinstance(error, OSError):
                raise
            # The system may have dropped what it could not write and call it written: never ask it again.
            return said(error)
        return ""

    def _withdraw(self) -> None:
        """Take back what of a record has got into the file."""
        try:
            self._files.truncate(self._descriptor, self._size)
        except OSError as error:
            self.leave(said(error))

    def _onward(self, body: Mapping[str, Any], why: str) -> Line:
        """Write a record into a new volume, here or in the second folder; raises StorageError if neither takes it."""
        self.leave(why)
        failed: list[OSError] = []
        for folder, prefix in ((self._folder, ""), (self._second, prefix_of(self._header))):
            try:
                if folder is not None:
                    return self._volume(folder, prefix, body)
            except OSError as error:
                failed.append(error)
        told = tr("this was not recorded: {why}; a new file: {failed}", why=told_reason(why), failed=said(failed[0]))
        if any(error.errno in _PASSING for error in failed):
            raise StorageError(tr("{told}; put that right, then repeat it", told=told))
        self._closed = tr(
            "{told}. Nothing more can be recorded here; write down what matters, then resume the session", told=told
        )
        raise StorageError(self._closed)

    def _volume(self, folder: Path, prefix: str, body: Mapping[str, Any]) -> Line:
        """A new volume with its first record on the disk, or no trace of it; raises :class:`OSError`."""
        files, last = self._files, self._last
        if prefix and not _is_folder(files, folder):
            files.make_folder(folder)
        taken = volume_paths(files, self._folder, self._second, prefix_of(self._header))
        number = max((int(path.name.split(".")[-2]) for path in taken), default=1) + 1
        follows = {"n": last.n, "h": last.head}
        first = write_line(0, last.head, {"format": FORMAT, "volume": number, "follows": follows, "why": self._why})
        line = write_line(last.n + 1, first.head, body)
        path = folder / f"{prefix}journal.{number}.jsonl"
        descriptor = files.create(path)
        try:
            write_all(files, descriptor, first.raw + line.raw)
            _sync(files, descriptor)
            files.sync_folder(folder)
            self._identity = files.state_of(descriptor).identity
        except BaseException:
            _close(files, descriptor)
            _remove(files, path)
            raise
        self._descriptor, self._path, self._raw, self._size = descriptor, path, [first.raw], len(first.raw)
        self.notices.append(
            tr(
                "the journal goes on in {path}, because of this: {why}",
                path=path if prefix else path.name,
                why=told_reason(self._why),
            )
        )
        return line


def _sync(files: Files, descriptor: int) -> None:
    """Sync, again if a signal came in between: then the system has tried nothing yet."""
    for _ in range(INTERRUPTIONS):
        try:
            return files.sync(descriptor)
        except InterruptedError:
            continue
    return files.sync(descriptor)


def _close(files: Files, descriptor: int) -> None:
    """Give a descriptor back; an error then says nothing that :func:`_sync` has not said."""
    with contextlib.suppress(OSError):
        files.close(descriptor)


def _remove(files: Files, path: Path) -> None:
    with contextlib.suppress(OSError):  # if it stays, a reader lets the next volume take its place
        files.remove(path)


def _is_folder(files: Files, folder: Path) -> bool:
    try:
        files.names(folder)
    except FileNotFoundError:
        return False
    return True


def free_name(files: Files, path: Path) -> Path:
    """The path, or one with a number before its last suffix if it is taken: journal.torn, journal.2.torn."""
    taken, number, found = set(files.names(path.parent)), 1, path
    while found.name in taken:
        number += 1
        found = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return found


def put_whole(files: Files, path: Path, content: bytes, *, aside: Path | None = None) -> None:
    """Write a file whole or not at all, and have it on the disk; raises :class:`OSError`.

    What has the name is replaced, or kept under the name ``aside``.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        descriptor = files.create(beside)
    except FileExistsError:  # from somebody who was killed
        files.remove(beside)
        descriptor = files.create(beside)
    try:
        write_all(files, descriptor, content)
        _sync(files, descriptor)
    except BaseException:
        _close(files, descriptor)
        _remove(files, beside)
        raise
    _close(files, descriptor)
    if aside is not None:
        files.keep(path, aside)
    files.replace(beside, path)
    files.sync_folder(path.parent)
