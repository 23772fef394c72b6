"""A session that records fifty commands whatever happens, and the question whether anything acknowledged is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import JournalDamaged, SessionError, StorageError
from simulator.record.files import Files
from simulator.record.journal import Journal, read_journal
from simulator.record.reading import BOOKKEEPING
from simulator.record.repair import repair
from tests.record.disks import Killed, MemoryDisk

__all__ = ["FOLDER", "SECOND", "Session", "a_disk", "commands_in", "own"]

FOLDER, SECOND = Path("/sessions/one"), Path("/second")
TRIES = 3


def a_disk() -> MemoryDisk:
    """A disk with an empty session folder, and a second one."""
    disk = MemoryDisk()
    disk.folders |= {Path("/sessions"), FOLDER, SECOND}
    return disk


def own(journal: object) -> list[dict[str, object]]:
    """The session's records of a journal or a view, without those that the record room writes itself."""
    return [r.body for r in journal.records if r.body["kind"] not in BOOKKEEPING]  # type: ignore[attr-defined]


@dataclass
class Session:
    """Commands 0, 1, 2, ... each sent until it is acknowledged, at most three times."""

    files: Files
    folder: Path = FOLDER
    second: Path | None = None
    acknowledged: list[int] = field(default_factory=list)
    killed: bool = False
    told: list[str] = field(default_factory=list)
    repaired: bool = False

    def run(self, commands: int) -> None:
        """Begin, send them all, close; stops where it is killed or the journal takes nothing more."""
        journal = None
        try:
            journal = self._begin()
            for number in range(commands if journal else 0):
                if not self._sent(journal, number):
                    break
            if journal:
                journal.close()
        except Killed:
            self.killed = True
        if journal:
            self.told += journal.notices

    def _begin(self) -> Journal | None:
        for _ in range(TRIES):
            try:
                return Journal.create(self.folder, {"title": "Test"}, second=self.second, files=self.files)
            except StorageError as error:
                self.told.append(str(error))
            except SessionError:  # begun before, and then something failed
                return self._again()
        return None

    def _again(self) -> Journal | None:
        for _ in range(TRIES):
            try:
                return Journal.open(self.folder, second=self.second, files=self.files)
            except StorageError as error:
                self.told.append(str(error))
        return None

    def _sent(self, journal: Journal, number: int) -> bool:
        for _ in range(TRIES):
            try:
                journal.append({"kind": "command", "id": number})
            except StorageError as error:
                self.told.append(str(error))
            else:
                self.acknowledged.append(number)
                return True
        return False


def commands_in(session: Session, disk: MemoryDisk) -> list[int]:
    """The commands of a journal that is opened once more on a disk that works; empty if there is none."""
    if session.folder / "journal.jsonl" not in disk.files:
        assert session.acknowledged == []
        return []
    try:
        journal = Journal.open(session.folder, second=session.second, files=disk)
    except JournalDamaged:
        session.repaired = True
        repair(session.folder, second=session.second, files=disk)
        journal = Journal.open(session.folder, second=session.second, files=disk)
    found = [int(str(body["id"])) for body in own(journal)]
    journal.append({"kind": "command", "id": -1})
    journal.close()
    view = read_journal(session.folder, second=session.second, files=disk)
    assert view.damage is None
    assert [int(str(body["id"])) for body in own(view)] == [*found, -1]
    return found
