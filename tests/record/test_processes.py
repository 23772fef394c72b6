"""Real processes and real disks: killed, forked, full, switched off."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from simulator.disk import Lock, LockHeld, boot_mark, new_mark, sessions_root, sync_folder
from simulator.errors import SessionLocked, StorageError
from simulator.record.journal import Journal, read_journal
from simulator.record.store import create_session
from tests.record.histories import own

POSIX = os.name == "posix"


def records_for_ever(folder: str, acks: Connection) -> None:
    """A session's process: goes on with the first command that is not recorded, and says of each when it is."""
    rng = random.Random(os.getpid())
    with Journal.open(Path(folder)) as journal:
        done = {body["id"] for body in own(journal)}
        number = len(done)
        acks.send_bytes(b"open")
        while True:
            journal.append({"kind": "command", "id": number, "text": "y" * rng.randrange(3000)})
            acks.send_bytes(b"%d" % number)
            number += 1


def processes() -> multiprocessing.context.BaseContext:
    """Where the system can, processes are forked off one that has loaded the journal, and are soon there."""
    if not POSIX:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.record.test_processes"])
    return context


def acknowledged_until_killed(folder: Path, rng: random.Random) -> list[int]:
    """Start a process, kill it at a random moment, and give what it had acknowledged."""
    context = processes()
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=records_for_ever, args=(str(folder), theirs), daemon=True)
    child.start()
    theirs.close()
    wanted, acks = rng.choice((0, 0, 1, 2, 3, 5, 8, 20)), []
    if wanted:
        acks.append(ours.recv_bytes())
    while len(acks) < wanted:
        acks.append(ours.recv_bytes())
    for _ in range(rng.randrange(20_000)):  # not always right behind an answer
        pass
    child.kill()
    child.join()
    try:
        while True:
            acks.append(ours.recv_bytes())
    except EOFError:
        pass
    ours.close()
    return [int(ack) for ack in acks if ack != b"open"]


def kills(folder: Path, count: int, seed: int) -> tuple[int, int]:
    """Kill so many writers of one session in turn; gives how much was acknowledged, and how much is there unasked."""
    rng = random.Random(seed)
    Journal.create(folder, {"title": "Test"}).close()
    acknowledged, unasked = 0, 0
    for _ in range(count):
        acks = acknowledged_until_killed(folder, rng)
        view = read_journal(folder)
        found = [body["id"] for body in own(view)]
        assert view.damage is None
        assert found == list(range(len(found))), "a gap, another order, or one of them twice"
        assert not acks or acks[-1] < len(found), "acknowledged and lost"
        acknowledged += len(acks)
        unasked += bool(acks) and len(found) - 1 - acks[-1]
    with Journal.open(folder) as journal:
        assert len(own(journal)) == len(found)
    return acknowledged, unasked


def test_a_hundred_processes_are_killed_and_nothing_acknowledged_is_lost_or_there_twice(
    tmp_path: Path, test_seed: int
) -> None:
    acknowledged, _ = kills(tmp_path, 100 if POSIX else 20, test_seed)
    assert acknowledged > (100 if POSIX else 20)


@pytest.mark.soak
def test_a_thousand_processes_are_killed_and_nothing_acknowledged_is_lost(tmp_path: Path, test_seed: int) -> None:
    acknowledged, _ = kills(tmp_path, 1000, test_seed + 1)
    assert acknowledged > 1000


def test_another_process_is_refused_with_the_number_and_the_machine_of_the_holder(tmp_path: Path) -> None:
    """F32."""
    with Journal.create(tmp_path, {}) as journal:
        code = "import sys, pathlib, simulator.record.journal as j; j.Journal.open(pathlib.Path(sys.argv[1]))"
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
        assert f"SessionLocked: {tmp_path} is being written by process {os.getpid()} on " in done.stderr
        with pytest.raises(SessionLocked, match="this machine"):
            Journal.open(tmp_path)
        journal.append({"kind": "note"})
        assert own(read_journal(tmp_path)) == own(journal)
    Journal.open(tmp_path).close()


def test_a_holder_on_another_machine_is_told_apart(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock")
    (tmp_path / "lock").write_text("77 0123456789abcdef\n")
    with pytest.raises(LockHeld, match=r"process 77 on another machine \(01234567\)"):
        Lock(tmp_path / "lock")
    (tmp_path / "lock").write_text("")
    with pytest.raises(LockHeld, match="another process"):
        Lock(tmp_path / "lock")
    lock.release()
    lock.release()
    Lock(tmp_path / "lock").release()
    assert (tmp_path / "lock").read_bytes() == b""


@pytest.mark.skipif(not POSIX, reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_neither_keeps_the_lock_nor_writes(tmp_path: Path) -> None:
    """F33."""
    journal = Journal.create(tmp_path, {})
    ready, answer = os.pipe()
    hold, go = os.pipe()
    child = os.fork()
    if not child:
        try:
            journal.append({"kind": "note"})
            os.write(answer, b"written")
        except StorageError:
            os.write(answer, b"refused")
        os.close(go)
        os.read(hold, 1)
        os._exit(0)
    try:
        assert os.read(ready, 7) == b"refused"
        journal.close()
        Journal.open(tmp_path).close()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for descriptor in (ready, answer, hold, go):
            os.close(descriptor)
    assert own(read_journal(tmp_path)) == []


def test_a_disk_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R7: some shares and sync folders ignore locks, or know none."""

    def no_locks(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("simulator.disk._lock", no_locks)
    with Journal.create(tmp_path, {}) as journal:
        assert "without locks" in journal.notices[0]


def test_a_lock_that_cannot_be_asked_for_is_a_storage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("simulator.disk._lock", broken)
    with pytest.raises(StorageError, match="Input/output error"):
        Journal.create(tmp_path, {})


@pytest.mark.skipif(not POSIX, reason="modes are POSIX's")
def test_folders_are_their_owners_alone_and_files_too(tmp_path: Path) -> None:
    """R2, R10: 0700 and 0600, whatever the umask; and the machine's name is nowhere, even after a kill."""
    before = os.umask(0)
    try:
        folder = tmp_path / "one"
        journal = create_session(folder, scenario_files={"lib/a.yaml": b"a"}, header={})
        assert folder.stat().st_mode & 0o777 == 0o700
        for path in folder.rglob("*"):
            assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
            if path.is_file():
                content = path.read_bytes()
                assert os.uname().nodename.encode() not in content or len(os.uname().nodename) < 4
                assert str(tmp_path).encode() not in content
        journal.close()
    finally:
        os.umask(before)


def test_a_session_can_be_copied_anywhere_and_goes_on_there(tmp_path: Path) -> None:
    """R10."""
    journal = create_session(tmp_path / "one", scenario_files={"a.yaml": b"a"}, header={"title": "Test"})
    journal.append({"kind": "command", "id": 0})
    head = journal.head
    journal.close()
    shutil.copytree(tmp_path / "one", tmp_path / "elsewhere" / "two")
    with Journal.open(tmp_path / "elsewhere" / "two") as copy:
        assert copy.records[-2].head == head


def test_marks_of_owners_are_never_the_same_and_the_boot_says_nothing_of_the_machine() -> None:
    assert len({new_mark() for _ in range(100)}) == 100
    assert boot_mark() == boot_mark()
    if Path("/proc/sys/kernel/random/boot_id").exists():
        assert boot_mark() not in Path("/proc/sys/kernel/random/boot_id").read_text().replace("-", "")


def test_sessions_lie_where_the_system_keeps_such_things() -> None:
    assert sessions_root().name == "sessions"
    assert "startex" in str(sessions_root())


def test_a_folder_that_is_not_there_cannot_be_synced(tmp_path: Path) -> None:
    if POSIX:
        with pytest.raises(FileNotFoundError):
            sync_folder(tmp_path / "nowhere")


def test_a_disk_that_knows_no_second_names_still_keeps_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.record.files import REAL

    (tmp_path / "a").write_bytes(b"a")
    REAL.keep(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    REAL.keep(tmp_path / "a", tmp_path / "c")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "c"]


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[Path]:
    """Something mounted on a folder; skips where this user may not."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root may mount, on Linux")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *words, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mount does not work here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_real_disk_of_one_mebibyte_fills_up_and_goes_on(tmp_path: Path) -> None:
    """F10 with a small tmpfs."""
    with mounted(tmp_path / "small", "-t", "tmpfs", "-o", "size=1m", "none") as folder:
        (folder / "filler").write_bytes(bytes(300_000))
        journal, number = Journal.create(folder, {}), 0
        with suppress(StorageError):
            for number in range(100_000):
                journal.append({"kind": "command", "id": number, "text": "x" * 3000})
        assert 100 < number < 400
        with pytest.raises(StorageError, match="full"):
            journal.append({"kind": "command", "id": number, "text": "x" * 5000})
        (folder / "filler").unlink()
        journal.append({"kind": "command", "id": number})
        journal.close()
        with Journal.open(folder) as again:
            assert [body["id"] for body in own(again)] == list(range(number + 1))
            assert "torn" not in " ".join(again.notices)


def test_a_real_disk_that_is_read_only_is_refused_at_once(tmp_path: Path) -> None:
    """F13, F14."""
    with mounted(tmp_path / "small", "-t", "tmpfs", "-o", "size=1m", "none") as folder:
        Journal.create(folder, {}).close()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        with pytest.raises(StorageError, match="Read-only"):
            Journal.open(folder)
        with pytest.raises(StorageError, match="Read-only"):
            create_session(folder / "new", scenario_files={"a": b""}, header={})
        assert read_journal(folder).records[0].body["kind"] == "epoch"


def test_a_real_disk_that_becomes_read_only_is_followed_by_a_second_one(tmp_path: Path) -> None:
    """F13 in the middle of a session: the whole disk is forced to read only, as a kernel does after an error."""
    second = tmp_path / "second"
    with mounted(tmp_path / "small", "-t", "tmpfs", "-o", "size=1m", "none") as folder:
        journal = Journal.create(folder, {}, second=second)
        journal.append({"kind": "command", "id": 0})
        with mounted(folder, "-t", "tmpfs", "-o", "size=1m,ro", "none"):
            journal.append({"kind": "command", "id": 1})
            journal.append({"kind": "command", "id": 2})
            journal.close()
        assert [body["id"] for body in own(read_journal(folder, second=second))] == [0, 1, 2]
        with Journal.open(folder, second=second) as again:
            assert "now lies with it as journal.2.jsonl" in again.notices[0]
        assert [body["id"] for body in own(read_journal(folder))] == [0, 1, 2]


@pytest.mark.soak
def test_the_image_of_a_disk_that_is_switched_off_holds_what_was_acknowledged(tmp_path: Path, test_seed: int) -> None:
    """F09 with a real file system: the image as it is while the process stands still has no page cache."""
    rng = random.Random(test_seed)
    acknowledged = lost = 0
    image, copy = tmp_path / "disk", tmp_path / "copy"
    for _ in range(200):
        with open(image, "wb") as file:
            file.truncate(24 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m0", str(image)], check=True)
        with mounted(tmp_path / "live", "-o", "loop", str(image)) as folder:
            Journal.create(folder, {}).close()
            os.sync()
            acks = acknowledged_until_stopped(folder, rng, image, copy)
        subprocess.run(["e2fsck", "-fy", str(copy)], capture_output=True, check=False)
        with mounted(tmp_path / "after", "-o", "loop", str(copy)) as folder, Journal.open(folder) as journal:
            found = [body["id"] for body in own(journal)]
        assert found == list(range(len(found)))
        acknowledged += len(acks)
        lost += sum(ack >= len(found) for ack in acks)
    assert lost == 0
    assert acknowledged > 200


def acknowledged_until_stopped(folder: Path, rng: random.Random, image: Path, copy: Path) -> list[int]:
    """Stop a writer at a random moment, copy the image, and give what it had acknowledged by then."""
    context = processes()
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=records_for_ever, args=(str(folder), theirs), daemon=True)
    child.start()
    theirs.close()
    acks = [ours.recv_bytes() for _ in range(rng.randint(2, 60))]
    os.kill(child.pid or 0, signal.SIGSTOP)
    while Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "T":
        pass
    while ours.poll():
        acks.append(ours.recv_bytes())
    shutil.copyfile(image, copy)
    child.kill()
    child.join()
    ours.close()
    return [int(ack) for ack in acks if ack != b"open"]
