"""The journal of a session: what is acknowledged is on the disk, in order, and shows if it was touched.

Rules: a record is written and synced before :meth:`Journal.append` returns.  A full disk costs the record that did not
fit and nothing else.  A descriptor whose sync failed is never trusted again: the record goes into a new volume, in
the folder or in a second one, and only if that fails too is the journal closed to further records.  One process
writes; a lock that dies with it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.catalogue import marked, tr
from simulator.disk import LockHeld, boot_mark, new_mark, this_process
from simulator.errors import JournalDamaged, JournalTooNew, SessionError, SessionLocked, StorageError, UsageError
from simulator.reasons import told_reason
from simulator.record.files import REAL, Files, Held, said, write_all
from simulator.record.lines import parse_line
from simulator.record.reading import EPOCH, FIRST, LOCK, TORN, Chain, read_chain
from simulator.record.versions import FORMAT, major_of, upcast
from simulator.record.writing import Writer, free_name, put_whole

__all__ = ["LOW_SPACE", "Journal", "JournalView", "Record", "read_damaged", "read_journal"]

LOW_SPACE = 200 * 2**20
"""free bytes below which a session is warned"""


@dataclass(frozen=True, slots=True)
class Record:
    """What was recorded: its number from 1, its body, and the head of the chain after it (hexadecimal)."""

    n: int
    body: dict[str, Any]
    head: str


@dataclass(frozen=True, slots=True)
class JournalView:
    """A journal as it is read without its lock: the good records, and what is wrong with the rest.

    ``torn`` is also true while somebody writes a record; ``damage`` says in words what ends the reading.
    """

    header: dict[str, Any]
    records: list[Record]
    head: str
    torn: bool
    damage: str | None
    notices: list[str]
    chain: Chain = field(repr=False, compare=False)


def read_journal(
    folder: Path, *, second: Path | None = None, after: JournalView | None = None, files: Files = REAL
) -> JournalView:
    """The journal of a session, for followers and lists; raises :class:`SessionError` where there is none to read.

    A follower gives what it has read before as ``after``: then only what is new is read and checked.
    """
    chain = _read(files, folder, second, after.chain if after else None)
    try:
        header, records = _todays(chain, after)
    except (JournalDamaged, JournalTooNew) as error:
        raw = [Record(line.n, line.body, line.head) for line in chain.lines[1:]]
        header = chain.lines[0].body if chain.lines else {}
        return JournalView(header, raw, chain.head, chain.torn, chain.damage or str(error), chain.notices, chain)
    return JournalView(header, records, chain.head, chain.torn, chain.damage or None, chain.notices, chain)


def _read(files: Files, folder: Path, second: Path | None, known: Chain | None = None) -> Chain:
    try:
        return read_chain(files, folder, second, known)
    except (FileNotFoundError, NotADirectoryError):
        raise _no_session(folder) from None
    except OSError as error:
        raise StorageError(tr("{folder} cannot be read: {error}", folder=folder / FIRST, error=said(error))) from None


@contextmanager
def read_damaged(folder: Path, *, second: Path | None = None, files: Files = REAL) -> Iterator[Chain]:
    """A journal as far as it is good, with its lock held, for :mod:`simulator.record.repair`."""
    if not _there(files, folder):
        raise _no_session(folder)
    lock = _locked(files, folder)
    try:
        yield _read(files, folder, second)
    finally:
        lock.release()


def _no_session(folder: Path) -> SessionError:
    return SessionError(
        tr(
            "{folder} holds no session: there is no {first}; startex sessions lists those there are",
            folder=folder,
            first=FIRST,
        )
    )


def _whole(folder: Path, chain: Chain) -> tuple[dict[str, Any], list[Record]]:
    """Header and records of a journal without damage; raises JournalDamaged and JournalTooNew."""
    if chain.damage:
        raise JournalDamaged(
            tr(
                "{folder}: the journal is damaged: {damage}. Nothing is written into it; startex "
                "repair writes a new one from what is good and keeps this one",
                folder=folder,
                damage=told_reason(chain.damage),
            )
        )
    return _todays(chain)


def _todays(chain: Chain, known: JournalView | None = None) -> tuple[dict[str, Any], list[Record]]:
    """Header and records as today's version has them, ``known`` ones as they are; raises as :func:`major_of`."""
    if not chain.lines:
        raise JournalDamaged(tr("the journal holds no header"))
    if known is not None and _goes_on(chain, known):
        header, records = known.header, known.records
    else:
        header, records = upcast(chain.lines[0].body, major_of(chain.volumes[0].lines[0].body)), []
    new = chain.lines[1 + len(records) :]
    majors = _majors(chain) if new else {}
    return header, [*records, *(Record(line.n, upcast(line.body, majors[line.head]), line.head) for line in new)]


def _goes_on(chain: Chain, known: JournalView) -> bool:
    """Whether a chain begins with what is known: by the head of its last record, which stands for all before it."""
    if known.damage or not known.records or len(chain.lines) <= len(known.records):
        return False
    return chain.lines[len(known.records)].head == known.records[-1].head


def _majors(chain: Chain) -> dict[str, int]:
    """The major version in which each line was written: its volume's."""
    found: dict[str, int] = {}
    for volume in chain.volumes:
        if volume.lines:
            found |= dict.fromkeys((line.head for line in volume.lines), major_of(volume.lines[0].body))
    return found


class Journal:
    """The journal of a session, open for writing; one thread at a time.

    ``header`` and ``records`` are all that is recorded, ``head`` the chain's head, ``notices`` what its keeper should
    be told, in sentences; they grow while it is open.
    """

    def __init__(self, folder: Path, writer: Writer, lock: Held, header: dict[str, Any], records: list[Record]):
        self.folder = folder
        self.header = header
        self._at_first, self._since = records, list[bytes]()
        self.notices = writer.notices
        self._writer = writer
        self._lock = lock
        self._owner = this_process()

    @property
    def head(self) -> str:
        """The head of the chain: whoever has noted it can tell later whether anything before it was changed."""
        return self._writer.head

    @classmethod
    def create(
        cls, folder: Path, header: Mapping[str, Any], *, second: Path | None = None, files: Files = REAL
    ) -> Journal:
        """Begin a journal in a folder that is there and holds none; raises StorageError, SessionLocked, UsageError."""
        if _there(files, folder):
            raise SessionError(
                tr("{folder} holds a session already; resume it, or choose another folder", folder=folder)
            )
        if "follows" in header:
            raise UsageError(tr("a header cannot have the field follows: the journal's later files begin with it"))
        lock = _locked(files, folder)
        try:
            writer = Writer.begin(files, folder, second, {**header, "format": FORMAT})
            return cls._begun(files, folder, writer, lock, writer.header, [])
        except OSError as error:
            lock.release()
            raise StorageError(
                tr("no journal can be begun in {folder}: {error}", folder=folder, error=said(error))
            ) from None
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(cls, folder: Path, *, second: Path | None = None, files: Files = REAL) -> Journal:
        """Go on with a journal: a torn end is put aside and told, damage is refused.

        Raises :class:`SessionLocked`, :class:`JournalDamaged`, :class:`JournalTooNew`, :class:`SessionError` where
        there is none, :class:`StorageError`.
        """
        if not _there(files, folder):
            raise _no_session(folder)
        lock = _locked(files, folder)
        try:
            chain = _read(files, folder, second)
            header, records = _whole(folder, chain)
            files.sync_folder(folder)  # whoever began this journal may have died, or failed, before its name was safe
            _mend(files, folder, chain)
            _bring_home(files, folder, chain)
            writer = Writer(files, folder, second, chain)
            if major_of(chain.last.lines[0].body) < major_of({"format": FORMAT}):
                writer.leave(marked("what stands before is of an older format"))
            return cls._begun(files, folder, writer, lock, header, records)
        except OSError as error:
            lock.release()
            raise StorageError(
                tr("the journal in {folder} cannot be opened: {error}", folder=folder, error=said(error))
            ) from None
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _begun(
        cls, files: Files, folder: Path, writer: Writer, lock: Held, header: dict[str, Any], records: list[Record]
    ) -> Journal:
        """The open journal, with the record that says who has it now."""
        journal = cls(folder, writer, lock, header, records)
        if not lock.kept:
            journal.notices.append(
                tr("{folder} lies on a disk without locks: let nobody else open this session", folder=folder)
            )
        try:
            journal.append({"kind": EPOCH, "owner": new_mark(), "boot": boot_mark()})
        except BaseException:
            writer.close()
            raise
        if (free := journal.free_space(files)) is not None and free < LOW_SPACE:
            journal.notices.append(
                tr("only {free} MiB are free for this session: make room before it goes on", free=free // 2**20)
            )
        return journal

    def free_space(self, files: Files = REAL) -> int | None:
        """Free bytes on the session's disk, if it tells."""
        try:
            return files.free(self.folder)
        except OSError:
            return None

    def append(self, body: Mapping[str, Any]) -> Record:
        """Record: when this returns, it is on the disk.

        Raises :class:`UsageError` for what cannot be written, and :class:`StorageError` when it was not recorded;
        after a full disk the journal may be used again, after other failures it says that it is closed.
        """
        if self._owner != this_process():
            raise StorageError(
                tr("this journal belongs to the process that opened it; nothing is recorded from a copy")
            )
        line = self._writer.append(body)
        self._since.append(line.raw)
        return Record(line.n, line.body, line.head)

    @property
    def records(self) -> list[Record]:
        """All that is recorded; what was added since it was opened is kept as bytes, and read here anew."""
        since = (line for raw in self._since if (line := parse_line(raw[:-1])) is not None)
        return [*self._at_first, *(Record(line.n, line.body, line.head) for line in since)]

    def close(self) -> None:
        """Let others open it."""
        self._writer.close()
        self._lock.release()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _there(files: Files, folder: Path) -> bool:
    """Whether a folder holds a journal: asked first, so that looking leaves no lock behind."""
    try:
        return FIRST in files.names(folder)
    except OSError:
        return False


def _locked(files: Files, folder: Path) -> Held:
    try:
        return files.lock(folder / LOCK)
    except LockHeld as held:
        raise SessionLocked(
            tr("{folder} is being written by {held}; follow it, or wait until it has ended", folder=folder, held=held)
        ) from None
    except OSError as error:
        raise StorageError(tr("{folder} cannot be written: {error}", folder=folder, error=said(error))) from None


def _mend(files: Files, folder: Path, chain: Chain) -> None:
    """Put a torn end aside, and give the last whole record its line feed; raises :class:`OSError`."""
    volume = chain.last
    if not chain.torn:
        return
    if volume.tail:
        torn = free_name(files, folder / TORN)
        put_whole(files, torn, volume.tail)
        chain.notices.append(
            tr(
                "{path} ended in {n} torn bytes that were never acknowledged; they now lie in {torn}",
                path=volume.path.name,
                n=len(volume.tail),
                torn=torn.name,
            )
        )
    descriptor = files.open_append(volume.path)
    try:
        files.truncate(descriptor, volume.size)
        if volume.unended:
            write_all(files, descriptor, b"\n")
            volume.size += 1
        files.sync(descriptor)
    finally:
        files.close(descriptor)


def _bring_home(files: Files, folder: Path, chain: Chain) -> None:
    """Copy volumes from the second folder to the others, so that the session's folder is whole again."""
    for volume in chain.volumes:
        if volume.path.parent == folder:
            continue
        home = folder / ".".join(volume.path.name.split(".")[-3:])
        try:
            put_whole(files, home, b"".join(line.raw for line in volume.lines))
        except OSError as error:
            chain.notices.append(
                tr("{path} stays where it is: {error}; it belongs to this session", path=volume.path, error=said(error))
            )
            return
        chain.notices.append(
            tr("{path} is part of this session and now lies with it as {home}", path=volume.path, home=home.name)
        )
        volume.path = home
