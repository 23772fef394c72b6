"""The session's folder: what is in it, what may be, what is told of it."""

from __future__ import annotations

import errno
import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.errors import JournalDamaged, SessionError, StorageError, UsageError
from simulator.record.journal import Journal, read_journal
from simulator.record.lines import write_line
from simulator.record.listing import ENDED, SessionLine
from simulator.record.reading import BOOKKEEPING
from simulator.record.repair import repair
from simulator.record.store import (
    attach,
    check_copies,
    create_session,
    is_session,
    list_sessions,
    release_ballast,
    restore_ballast,
    scenario_path,
)
from tests.record.disks import Fault, FaultyDisk, Killed, MemoryDisk
from tests.record.histories import FOLDER, a_disk, own

FILES = {"site.yaml": b"uses: [lib/units.yaml]\n", "lib/units.yaml": b"units: {}\n"}


def test_a_session_holds_its_own_copy_of_the_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "down" / "one"
    journal = create_session(folder, scenario_files=FILES, header={"title": "Site", "seed": 3})
    for name, content in FILES.items():
        assert (folder / "scenario" / name).read_bytes() == content
    assert journal.header["scenario"] == {
        "main": "site.yaml",
        "files": {name: sha256(content).hexdigest() for name, content in FILES.items()},
    }
    assert scenario_path(folder) == folder / "scenario" / "site.yaml"
    assert (folder / "ballast").stat().st_size == 4 * 2**20
    assert check_copies(folder, journal) == []
    journal.close()


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../a", "a/../b", "a//b", "C:\\x", "a:b", "con", "NUL.txt", "a.", "a ", ".", "..", "a\0b"],
)
def test_a_name_that_leads_out_or_that_some_system_cannot_keep_is_refused(name: str) -> None:
    """B54-B59 for what a session keeps."""
    disk = a_disk()
    with pytest.raises(UsageError, match="cannot be the name"):
        create_session(FOLDER, scenario_files={name: b""}, header={}, files=disk)
    with pytest.raises(UsageError, match="cannot be the name"):
        attach(FOLDER, name, b"", files=disk)
    assert disk.names(FOLDER) == []


def test_a_folder_that_holds_something_is_left_alone() -> None:
    disk = a_disk()
    disk.put(FOLDER / "thesis.doc", b"x")
    with pytest.raises(UsageError, match="not empty"):
        create_session(FOLDER, scenario_files=FILES, header={}, files=disk)
    with pytest.raises(UsageError, match="is a file"):
        create_session(FOLDER / "thesis.doc", scenario_files=FILES, header={}, files=disk)
    with pytest.raises(UsageError, match="needs its scenario"):
        create_session(FOLDER, scenario_files={}, header={}, files=disk)


def test_a_session_that_was_never_finished_being_made_is_none() -> None:
    """Killed, or the disk full, at every call: the journal comes last."""
    calls = FaultyDisk(MemoryDisk())
    create_session(FOLDER, scenario_files=FILES, header={}, files=calls)
    journal_at = len(calls.trace) - calls.trace[::-1].index("replace")
    for at in range(1, journal_at):
        disk = MemoryDisk()
        faulty = FaultyDisk(disk, Fault(at, errno.EROFS, persistent=True))
        with pytest.raises(StorageError):
            create_session(FOLDER, scenario_files=FILES, header={}, files=faulty)
        assert not is_session(FOLDER, files=disk)
        assert disk.locks == set()
        journal = create_session(FOLDER, scenario_files=FILES, header={}, files=disk)
        assert check_copies(FOLDER, journal, files=disk) == []


def test_attachments_with_one_name_are_all_kept() -> None:
    disk = a_disk()
    journal = Journal.create(FOLDER, {}, files=disk)
    for content in (b"one", b"two", b"three"):
        journal.append({"kind": "note", "attachment": attach(FOLDER, "map.png", content, files=disk).body()})
    assert [body["attachment"]["name"] for body in own(journal)] == ["map.png", "map.2.png", "map.3.png"]
    assert disk.content(FOLDER / "attachments" / "map.3.png") == b"three"
    assert check_copies(FOLDER, journal, files=disk) == []
    with pytest.raises(UsageError, match="no folders"):
        attach(FOLDER, "a/b", b"", files=disk)
    with pytest.raises(StorageError, match="cannot be kept"):
        attach(FOLDER, "b", b"", files=FaultyDisk(disk, Fault(1, errno.EIO, True)))


@pytest.mark.parametrize("scenario", [None, [], {"main": 3}, {"main": "../../etc/passwd"}])
def test_a_header_that_names_no_scenario_of_ours_is_refused(scenario: object) -> None:
    disk = a_disk()
    Journal.create(FOLDER, {"scenario": scenario}, files=disk).close()
    with pytest.raises(SessionError, match="header"):
        scenario_path(FOLDER, files=disk)


def lines_by_name(root: Path) -> dict[str, SessionLine]:
    return {line.path.name: line for line in list_sessions(root)}


def test_a_list_says_state_and_size_of_every_session(tmp_path: Path) -> None:
    assert list_sessions(tmp_path / "nowhere") == []
    (tmp_path / "not a session").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    open_ = {}
    for name in ("running", "suspended", "ended", "practice", "damaged", "headless"):
        header = {"title": f"The {name} one", "practice": name == "practice"}
        open_[name] = create_session(tmp_path / name, scenario_files=FILES, header=header)
        open_[name].append({"kind": "command", "id": 1})
    open_["ended"].append({"kind": ENDED})
    for name, journal in open_.items():
        if name != "running":
            journal.close()
    with open(tmp_path / "damaged" / "journal.jsonl", "ab") as file:
        file.write(b"hello\n")
    (tmp_path / "headless" / "journal.jsonl").write_bytes(b"")
    lines = lines_by_name(tmp_path)
    states = {name: line.state for name, line in lines.items()}
    assert states == {name: name for name in open_} | {"headless": "damaged"}
    assert lines["running"].title == "The running one"
    assert "written by process" in lines["running"].about
    assert lines["damaged"].about == "line 4 cannot be read"
    assert (lines["suspended"].records, lines["ended"].records) == (1, 2)
    for name, line in lines.items():
        assert line.size == sum(path.stat().st_size for path in (tmp_path / name).rglob("*") if path.is_file())
    open_["running"].close()
    assert lines_by_name(tmp_path)["running"].state == "suspended"


def test_on_a_real_disk_a_follower_reads_on_and_the_ballast_goes(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    with create_session(folder, scenario_files=FILES, header={}) as journal:
        view = read_journal(folder)
        journal.append({"kind": "command", "id": 0})
        assert own(read_journal(folder, after=view)) == own(journal)
        assert release_ballast(folder)
    (folder / "lock").unlink()  # as in a copy that was sent without it
    (line,) = list_sessions(tmp_path)
    assert line.state == "suspended"
    assert line.size < 10_000
    assert not (folder / "lock").exists()


def test_a_root_that_cannot_be_read_is_told() -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        list_sessions(FOLDER, files=FaultyDisk(a_disk(), Fault(1, errno.EACCES)))


def test_a_list_survives_whatever_a_disk_says() -> None:
    disk = MemoryDisk()
    create_session(FOLDER, scenario_files=FILES, header={"title": ""}, files=disk).close()
    disk.put(FOLDER / "lock", b"")
    calls = FaultyDisk(disk)
    list_sessions(FOLDER.parent, files=calls)
    for at in range(2, len(calls.trace) + 1):
        for line in list_sessions(FOLDER.parent, files=FaultyDisk(disk, Fault(at, errno.EIO))):
            assert line.state in ("suspended", "damaged")


def test_a_repair_of_a_whole_journal_changes_nothing() -> None:
    disk = a_disk()
    Journal.create(FOLDER, {}, files=disk).close()
    before = disk.content(FOLDER / "journal.jsonl")
    assert repair(FOLDER, files=disk).damage == ""
    assert disk.content(FOLDER / "journal.jsonl") == before
    assert disk.names(FOLDER) == ["journal.jsonl"]


def a_damaged_one() -> MemoryDisk:
    disk = a_disk()
    with Journal.create(FOLDER, {}, files=disk) as journal:
        for number in range(10):
            journal.append({"kind": "command", "id": number})
    lines = disk.content(FOLDER / "journal.jsonl").splitlines(keepends=True)
    disk.put(FOLDER / "journal.jsonl", b"".join([*lines[:4], b"hello\n", *lines[7:]]))
    return disk


def test_a_repair_keeps_numbers_and_puts_lost_in_place_of_what_is_gone() -> None:
    disk = a_damaged_one()
    done = repair(FOLDER, files=disk)
    assert (done.kept, done.lost, done.unread, done.old) == (8, ((4, 6),), 1, ("journal.damaged.jsonl",))
    view = read_journal(FOLDER, files=disk)
    kinds = [record.body["kind"] for record in view.records]
    assert kinds == ["epoch", *["command"] * 2, *["lost"] * 3, *["command"] * 5, "repaired"]
    assert [body["id"] for body in own(view)] == [0, 1, 5, 6, 7, 8, 9]
    assert {*kinds} - BOOKKEEPING == {"command"}
    assert view.records[-1].body["lost"] == [[4, 6]]
    assert done.head == view.head
    damaged = disk.content(FOLDER / "journal.damaged.jsonl")
    assert view.records[-1].body["from"] == [["journal.jsonl", sha256(damaged).hexdigest()]]


def test_a_repair_that_fails_or_dies_at_any_call_can_be_done_again() -> None:
    calls = FaultyDisk(a_damaged_one())
    repair(FOLDER, files=calls)
    for at in range(2, len(calls.trace)):
        for fault in (Fault(at, errno.EIO, persistent=True), Fault(at, killed="after"), Fault(at, killed="before")):
            disk = a_damaged_one()
            with suppress(Killed, StorageError, SessionError):
                repair(FOLDER, files=FaultyDisk(disk, fault))
            disk.kill()
            repair(FOLDER, files=disk)
            view = read_journal(FOLDER, files=disk)
            assert view.damage is None
            assert [body["id"] for body in own(view)] == [0, 1, 5, 6, 7, 8, 9]


def test_a_number_that_is_far_off_is_no_gap_of_a_hundred_million() -> None:
    disk = a_damaged_one()
    far = write_line(10**11, "0" * 64, {"kind": "command", "id": 3})
    disk.put(FOLDER / "journal.jsonl", disk.content(FOLDER / "journal.jsonl") + far.raw)
    done = repair(FOLDER, files=disk)
    assert (done.kept, done.unread) == (8, 2)


def test_a_journal_without_a_header_is_not_repaired() -> None:
    disk = a_damaged_one()
    content = disk.content(FOLDER / "journal.jsonl")
    disk.put(FOLDER / "journal.jsonl", content[content.index(b"\n") + 1 :])
    with pytest.raises(JournalDamaged, match="no whole header"):
        repair(FOLDER, files=disk)


def in_two_files() -> MemoryDisk:
    """A journal that goes on in a second file, where a record in the middle is damaged."""
    disk = a_disk()
    faulty = FaultyDisk(disk)
    journal = Journal.create(FOLDER, {}, files=faulty)
    for number in range(6):
        if number == 3:
            faulty.fault = Fault(faulty.calls + 3, errno.EIO)
        journal.append({"kind": "command", "id": number})
    journal.close()
    lines = disk.content(FOLDER / "journal.2.jsonl").splitlines(keepends=True)
    disk.put(FOLDER / "journal.2.jsonl", b"".join([*lines[:2], b"hello\n", *lines[3:]]))
    return disk


def test_a_repair_joins_all_files_of_a_journal_and_keeps_them() -> None:
    disk = in_two_files()
    done = repair(FOLDER, files=disk)
    assert done.old == ("journal.damaged.jsonl", "journal.2.damaged.jsonl")
    assert (done.lost, done.branches) == (((6, 6),), ())
    view = read_journal(FOLDER, files=disk)
    assert [body["id"] for body in own(view)] == [0, 1, 2, 3, 5]
    assert view.damage is None
    assert disk.names(FOLDER) == ["journal.2.damaged.jsonl", "journal.damaged.jsonl", "journal.jsonl"]


def test_a_repair_of_two_files_that_dies_at_any_call_can_be_done_again() -> None:
    calls = FaultyDisk(in_two_files())
    repair(FOLDER, files=calls)
    for at in range(2, len(calls.trace)):
        disk = in_two_files()
        with suppress(Killed):
            repair(FOLDER, files=FaultyDisk(disk, Fault(at, killed="after")))
        disk.kill()
        repair(FOLDER, files=disk)
        view = read_journal(FOLDER, files=disk)
        assert view.damage is None
        assert [body["id"] for body in own(view)] == [0, 1, 2, 3, 5], at


def test_a_repair_passes_over_what_is_too_long_to_be_a_line_and_over_what_begins_nothing() -> None:
    disk = a_damaged_one()
    content = disk.content(FOLDER / "journal.jsonl")
    first, rest = content.split(b"\n", 1)
    stray = write_line(0, "0" * 64, {"format": "1.0"}).raw
    disk.put(FOLDER / "journal.jsonl", first + b"\n" + b"x" * 3_000_000 + b"\n" + stray + rest)
    done = repair(FOLDER, files=disk)
    assert (done.kept, done.lost) == (8, ((4, 6),))
    assert done.unread >= 4


def test_ballast_that_cannot_be_put_back_is_no_reason_to_stop() -> None:
    disk = MemoryDisk()
    create_session(FOLDER, scenario_files=FILES, header={}, files=disk)
    release_ballast(FOLDER, files=disk)
    restore_ballast(FOLDER, files=FaultyDisk(disk, Fault(3, errno.EIO, persistent=True)))
    assert "ballast" not in disk.names(FOLDER)


CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())


@pytest.mark.parametrize("folder", CORPUS, ids=[path.name for path in CORPUS])
def test_a_session_of_every_format_ever_written_opens_and_goes_on(folder: Path, tmp_path: Path) -> None:
    """R9: the corpus grows with every format and is never changed."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    heads = (folder / "head.txt").read_text(encoding="ascii").split()
    view = read_journal(copy)
    assert view.damage is None
    assert view.header["format"] == folder.name.partition("-")[0]
    assert view.head == heads[0]
    assert own(view)
    assert check_copies(copy, view) == []
    with Journal.open(copy) as journal:
        journal.append({"kind": "note", "text": "today"})
    assert (copy / "journal.jsonl").read_bytes().startswith((folder / "journal.jsonl").read_bytes())
