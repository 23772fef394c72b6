"""The fault table: disks that fail at every call, processes that die there, power cuts: nothing told is lost."""

from __future__ import annotations

import errno
import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from simulator.errors import SessionLocked, StorageError
from simulator.record.journal import Journal, read_journal
from simulator.record.store import attach, check_copies, create_session, release_ballast, restore_ballast
from tests.record.disks import Fault, FaultyDisk, Killed, MemoryDisk
from tests.record.histories import FOLDER, SECOND, Session, a_disk, commands_in, own

COMMANDS = 50


def after(fault: Fault | None, *, cut: random.Random | None = None, second: Path | None = None) -> tuple[Session, list]:
    """A session of fifty commands on a disk with a fault, and what is there once the disk works again."""
    disk = a_disk()
    faulty = FaultyDisk(disk, fault)
    session = Session(faulty, second=second)
    session.run(COMMANDS)
    disk.power_cut(cut) if cut else disk.kill()
    return session, commands_in(session, disk)


def calls_of_a_session() -> list[str]:
    """What a session of fifty commands asks of a disk that never fails."""
    faulty = FaultyDisk(a_disk())
    Session(faulty).run(COMMANDS)
    return faulty.trace


CALLS = calls_of_a_session()
ERRORS = ("ENOSPC", "EIO", "EROFS", "EINTR", "EMFILE")


def holds(session: Session, found: list[int]) -> None:
    """The invariant of the table: all that was acknowledged, once, in order; damage nowhere."""
    assert found == sorted(set(found))
    assert set(session.acknowledged) <= set(found)
    assert not session.repaired


def test_a_session_makes_enough_calls_for_the_table_to_mean_something() -> None:
    assert Counter(CALLS)["write"] >= COMMANDS
    assert Counter(CALLS)["sync"] >= COMMANDS
    assert len(CALLS) >= 3 * COMMANDS


@pytest.mark.parametrize("error", ERRORS)
def test_a_call_that_fails_once_costs_nothing_at_all(error: str) -> None:
    """F10-F13, F17, F40: every call of the session in turn; the room sends again what was not acknowledged."""
    for at in range(1, len(CALLS) + 1):
        cut = random.Random(at) if at % 2 else None
        session, found = after(Fault(at, getattr(errno, error)), cut=cut)
        holds(session, found)
        assert found == list(range(COMMANDS)), (at, CALLS[at - 1])


@pytest.mark.parametrize("error", ERRORS)
def test_a_disk_that_fails_from_some_call_on_loses_nothing_that_was_acknowledged(error: str) -> None:
    for at in range(1, len(CALLS) + 1):
        cut = random.Random(at) if at % 2 else None
        session, found = after(Fault(at, getattr(errno, error), persistent=True), cut=cut)
        holds(session, found)
        if len(session.acknowledged) < COMMANDS:
            assert session.told, "it must say so"


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EINTR"])
@pytest.mark.parametrize("name", ["write", "sync", "sync_folder", "create"])
def test_a_disk_that_only_refuses_one_kind_of_call_loses_nothing_that_was_acknowledged(name: str, error: str) -> None:
    """F11, F40: then files are made and cannot be synced, or written and the next one cannot be made."""
    for at in range(1, len(CALLS), 3):  # writes and syncs in turn
        fault = Fault(at, getattr(errno, error), persistent=True, only=(name,))
        cut = random.Random(at) if at % 2 else None
        session, found = after(fault, cut=cut, second=SECOND if at % 4 < 2 else None)
        if not session.acknowledged:  # then a new file that was taken back may come again with a power cut
            session.repaired = False
        holds(session, found)
        if name in ("sync_folder", "create") and at > 20:
            assert session.acknowledged == list(range(COMMANDS)), "nothing of that is needed for a record"


@pytest.mark.parametrize("persistent", [False, True])
def test_short_writes_are_completed(persistent: bool) -> None:
    """F12."""
    for at in (n for n, name in enumerate(CALLS, 1) if name == "write"):
        session, found = after(Fault(at, short=True, persistent=persistent, only=("write",)))
        holds(session, found)
        assert found == list(range(COMMANDS))


@pytest.mark.parametrize("error", ["ENOSPC", "EDQUOT", "EIO", "EFBIG"])
def test_half_a_line_is_taken_back_when_the_rest_does_not_fit(error: str) -> None:
    """F10, F18: no gap and no torn line, and the journal goes on once there is room."""
    for at in [n for n, name in enumerate(CALLS, 1) if name == "write"][2:]:
        session, found = after(Fault(at, getattr(errno, error), short=True, only=("write",)))
        holds(session, found)
        assert found == list(range(COMMANDS))
        assert not any("torn" in told for told in session.told)


@pytest.mark.parametrize("moment", ["before", "after", "within"])
def test_a_process_that_is_killed_at_any_call_loses_nothing_that_was_acknowledged(moment: str) -> None:
    """F01-F06: before a write, within it, after it and before the sync, after that and before the answer."""
    for at in range(1, len(CALLS) + 1):
        killed = "after" if moment == "after" else "before"
        cut = random.Random(at) if at % 2 else None
        session, found = after(Fault(at, killed=killed, short=moment == "within"), cut=cut)
        holds(session, found)
        assert session.killed
        assert len(found) <= len(session.acknowledged) + 1


def test_a_process_that_is_killed_while_it_mends_leaves_a_journal_that_can_be_mended() -> None:
    """F06: at every call of an opening that puts a torn end aside."""
    for at in range(1, 40):
        disk = a_disk()
        session = Session(disk)
        session.run(5)
        path = FOLDER / "journal.jsonl"
        disk.put(path, disk.content(path) + b'{"n":7,"c":"')
        with suppress(Killed):
            Journal.open(FOLDER, files=FaultyDisk(disk, Fault(at, killed="after"))).close()
        disk.power_cut(random.Random(at))
        assert commands_in(session, disk) == [0, 1, 2, 3, 4]


def test_power_cuts_at_random_calls_lose_nothing_that_was_acknowledged(test_seed: int) -> None:
    """F09: at a random call, with any part of what was not synced on the disk, zeros among it."""
    rng = random.Random(test_seed)
    torn = acknowledged = 0
    for _ in range(300):
        at = rng.randint(1, len(CALLS))
        session, found = after(Fault(at, killed=rng.choice(("before", "after")), short=rng.random() < 0.5), cut=rng)
        holds(session, found)
        acknowledged += len(session.acknowledged)
        torn += len(found) > len(session.acknowledged)
    assert acknowledged > 2500
    assert torn > 0, "some cuts must leave a record that was written and not acknowledged"


def test_a_power_cut_does_lose_what_was_never_synced() -> None:
    """The model can fail: with syncs that do nothing it loses what was acknowledged."""
    lost = 0
    for seed in range(20):
        disk = a_disk()
        disk.sync = lambda descriptor: None  # type: ignore[method-assign]
        Session(disk).run(COMMANDS)
        disk.power_cut(random.Random(seed))
        path = FOLDER / "journal.jsonl"
        lost += path not in disk.files or disk.content(path).count(b"command") < COMMANDS
    assert lost >= 15


def test_a_sync_that_failed_is_never_asked_again() -> None:
    """F11: what it had dropped would be called written; the record goes into a new file, and the chain with it."""
    disk = a_disk()
    journal = Journal.create(FOLDER, {}, files=(faulty := FaultyDisk(disk)))
    journal.append({"kind": "command", "id": 0})
    faulty.fault = Fault(faulty.calls + 3, errno.EIO)
    record = journal.append({"kind": "command", "id": 1})
    journal.append({"kind": "command", "id": 2})
    assert [n for n in journal.notices if "journal.2.jsonl" in n]
    disk.power_cut(random.Random(1))
    view = read_journal(FOLDER, files=disk)
    assert [body["id"] for body in own(view)] == [0, 1, 2]
    assert view.records[record.n - 1].head == record.head
    assert view.damage is None


def test_a_folder_that_takes_nothing_more_is_followed_by_the_second_one() -> None:
    """F11, F13, F16: and its records come home when the session is opened again."""
    disk = a_disk()

    class Unwritable(FaultyDisk):
        def create(self, path: Path) -> int:
            if self.fault and path.parent == FOLDER:
                raise OSError(errno.EROFS, "Read-only file system")
            return disk.create(path)

    files = Unwritable(disk)
    journal = Journal.create(FOLDER, {}, second=SECOND, files=files)
    journal.append({"kind": "command", "id": 0})
    files.fault = Fault(files.calls + 2, errno.EROFS)
    journal.append({"kind": "command", "id": 1})
    journal.append({"kind": "command", "id": 2})
    disk.power_cut(random.Random(1))
    assert [body["id"] for body in own(read_journal(FOLDER, files=disk))] == [0]
    assert [body["id"] for body in own(read_journal(FOLDER, second=SECOND, files=disk))] == [0, 1, 2]
    Journal.open(FOLDER, second=SECOND, files=disk).close()
    assert [body["id"] for body in own(read_journal(FOLDER, files=disk))] == [0, 1, 2]


def test_a_journal_that_no_folder_takes_says_so_and_refuses_what_comes_after() -> None:
    disk = a_disk()
    journal = Journal.create(FOLDER, {}, second=SECOND, files=(faulty := FaultyDisk(disk)))
    journal.append({"kind": "command", "id": 0})
    faulty.fault = Fault(1, errno.EIO, persistent=True)
    with pytest.raises(StorageError, match="not recorded"):
        journal.append({"kind": "command", "id": 1})
    faulty.fault = None
    with pytest.raises(StorageError, match="Nothing more can be recorded"):
        journal.append({"kind": "command", "id": 1})
    assert [body["id"] for body in own(journal)] == [0]
    disk.kill()
    assert Journal.open(FOLDER, second=SECOND, files=disk).records[1].body["id"] == 0


def test_a_full_disk_pauses_and_goes_on_when_there_is_room() -> None:
    """F10 with its ballast: the session can still be ended in order."""
    disk = MemoryDisk()
    disk.free_bytes = 5 * 2**20
    journal = create_session(FOLDER, scenario_files={"a.yaml": b"a"}, header={}, files=disk)
    number = 0
    while disk.free_bytes > 6000:
        journal.append({"kind": "command", "id": number, "text": "x" * 5000})
        number += 1
    for _ in range(2):
        with pytest.raises(StorageError, match="full"):
            journal.append({"kind": "command", "id": number, "text": "x" * 6000})
    assert release_ballast(FOLDER, files=disk)
    assert not release_ballast(FOLDER, files=disk)
    journal.append({"kind": "command", "id": number, "text": "x" * 6000})
    journal.close()
    assert [body["id"] for body in own(read_journal(FOLDER, files=disk))] == list(range(number + 1))
    restore_ballast(FOLDER, files=disk)
    assert "ballast" not in disk.names(FOLDER)
    disk.free_bytes = 1 << 30
    restore_ballast(FOLDER, files=disk)
    assert "ballast" in disk.names(FOLDER)


def test_a_disk_that_is_nearly_full_is_told_at_the_beginning() -> None:
    disk = a_disk()
    disk.free_bytes = 100 * 2**20
    assert any("99 MiB are free" in notice for notice in Journal.create(FOLDER, {}, files=disk).notices)


def test_a_folder_that_cannot_be_written_is_refused_before_anything_begins() -> None:
    """F14."""
    for at in range(1, 6):
        disk = a_disk()
        with pytest.raises(StorageError, match=r"/sessions/two|written|begun"):
            create_session(
                Path("/sessions/two"),
                scenario_files={"a.yaml": b"a"},
                header={},
                files=FaultyDisk(disk, Fault(at, errno.EACCES, persistent=True)),
            )


@pytest.mark.parametrize("how", ["unlinked", "replaced", "replaced by a longer one", "cut short"])
def test_a_journal_that_is_changed_under_us_is_written_again(how: str) -> None:
    """F15: with an alarm, and what was put in its place is kept."""
    disk = a_disk()
    journal = Journal.create(FOLDER, {"title": "Test"}, files=disk)
    path = FOLDER / "journal.jsonl"
    for number in range(3):
        journal.append({"kind": "command", "id": number})
    if how == "unlinked":
        disk.remove(path)
    elif how != "cut short":
        disk.put(path, b"something else\n" * (1 if how == "replaced" else 1000))
    else:
        del disk.files[path].cached[200:]
    journal.append({"kind": "command", "id": 3})
    journal.append({"kind": "command", "id": 4})
    assert len([n for n in journal.notices if "written again" in n]) == 1
    disk.power_cut(random.Random(1))
    view = read_journal(FOLDER, files=disk)
    assert [body["id"] for body in own(view)] == [0, 1, 2, 3, 4]
    assert view.damage is None
    if how != "unlinked":
        assert "journal.jsonl.found" in disk.names(FOLDER)
    if how.startswith("replaced"):
        assert disk.content(FOLDER / "journal.jsonl.found").startswith(b"something else\n")


def test_a_folder_that_is_gone_is_followed_by_the_second_one() -> None:
    """F16: a stick that was pulled out."""
    disk = a_disk()
    journal = Journal.create(FOLDER, {}, second=SECOND, files=disk)
    journal.append({"kind": "command", "id": 0})
    gone = {path: disk.files.pop(path) for path in list(disk.files) if path.parent == FOLDER}
    disk.folders.remove(FOLDER)
    journal.append({"kind": "command", "id": 1})
    journal.close()
    disk.folders.add(FOLDER)
    disk.files |= gone
    assert [body["id"] for body in own(read_journal(FOLDER, second=SECOND, files=disk))] == [0, 1]


def test_an_attachment_is_there_whole_or_not_at_all() -> None:
    """F07: killed at every call of it."""
    for at in range(1, 12):
        disk = a_disk()
        journal = Journal.create(FOLDER, {}, files=disk)
        try:
            found = attach(
                FOLDER, "map.png", b"x" * 1000, files=FaultyDisk(disk, Fault(at, killed="before", short=True))
            )
            journal.append({"kind": "note", "attachment": found.body()})
        except Killed:
            pass
        disk.power_cut(random.Random(at))
        held = (
            [n for n in disk.names(FOLDER / "attachments") if n[0] != "."]
            if FOLDER / "attachments" in disk.folders
            else []
        )
        assert all(disk.content(FOLDER / "attachments" / name) == b"x" * 1000 for name in held)
        assert check_copies(FOLDER, read_journal(FOLDER, files=disk), files=disk) == []


def test_a_second_process_is_refused_and_may_read() -> None:
    """F32 as the room sees it; tests/record/test_processes.py has real ones."""
    disk = a_disk()
    journal = Journal.create(FOLDER, {}, files=disk)
    with pytest.raises(SessionLocked, match="is being written by another process") as refused:
        Journal.open(FOLDER, files=disk)
    assert refused.value.exit_status == 5
    journal.append({"kind": "command", "id": 0})
    assert own(read_journal(FOLDER, files=disk)) == own(journal)
    journal.close()
    Journal.open(FOLDER, files=disk).close()


@pytest.mark.parametrize("what", [MemoryError, KeyboardInterrupt])
@pytest.mark.parametrize("name", ["write", "sync"])
def test_a_record_that_is_broken_off_is_taken_back(what: type[BaseException], name: str) -> None:
    """F19, F23: an exception in the middle of a write leaves the journal as it was."""
    disk = a_disk()
    journal = Journal.create(FOLDER, {}, files=disk)
    real = getattr(disk, name)

    def broken(descriptor: int, *rest: bytes) -> None:
        if rest:
            real(descriptor, rest[0][:40])
        raise what

    setattr(disk, name, broken)
    with pytest.raises(what):
        journal.append({"kind": "command", "id": 0})
    setattr(disk, name, real)
    journal.append({"kind": "command", "id": 1})
    journal.close()
    view = read_journal(FOLDER, files=disk)
    assert [body["id"] for body in own(view)] == [1]
    assert (view.damage, view.torn, journal.notices) == (None, False, [])
