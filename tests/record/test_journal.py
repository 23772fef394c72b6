"""The journal's rules, one by one: what is written, when it is told, who may write, what the chain says."""

from __future__ import annotations

import errno
import json
import random
import re
from contextlib import suppress
from hashlib import sha256
from zlib import crc32

import pytest

from simulator.errors import SessionError, SessionLocked, StorageError, UsageError
from simulator.record import versions
from simulator.record.journal import Journal, Record, read_journal
from simulator.record.lines import MOST_BYTES, canonical, parse_line, within, write_line
from simulator.record.reading import read_volume
from simulator.record.repair import repair
from tests.record.disks import Fault, FaultyDisk, MemoryDisk
from tests.record.histories import FOLDER, SECOND, a_disk, own

PATH = FOLDER / "journal.jsonl"


def a_journal(disk: MemoryDisk, count: int = 0) -> Journal:
    journal = Journal.create(FOLDER, {"title": "Test", "seed": 7}, files=disk)
    for number in range(count):
        journal.append({"kind": "command", "id": number})
    return journal


def test_a_record_is_on_the_disk_before_append_returns() -> None:
    """R1: written, then synced, then told; nothing is asked of the disk after the sync."""
    faulty = FaultyDisk(a_disk())
    journal = a_journal(faulty)  # type: ignore[arg-type]
    faulty.trace.clear()
    journal.append({"kind": "command"})
    assert faulty.trace == ["state", "write", "sync"]


def test_a_line_is_what_the_format_says() -> None:
    """R2, R11: worked out here by hand from number, head and body."""
    disk = a_disk()
    a_journal(disk, 2).close()
    head = sha256(b"startex journal").hexdigest()
    for n, raw in enumerate(disk.content(PATH).splitlines()):
        found = json.loads(raw)
        body = json.dumps(found["b"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        head = sha256(f"{head}:{n}:{body}".encode()).hexdigest()
        assert found == {"n": n, "c": f"{crc32(f'{n}:{head}:{body}'.encode()):08x}", "h": head, "b": found["b"]}
        assert raw.decode() == f'{{"n":{n},"c":"{found["c"]}","h":"{head}","b":{body}}}'
    assert read_journal(FOLDER, files=disk).head == head


def test_the_header_says_the_format_and_what_its_writer_says() -> None:
    disk = a_disk()
    journal = a_journal(disk)
    assert journal.header == {"format": "1.0", "title": "Test", "seed": 7}
    assert read_journal(FOLDER, files=disk).header == journal.header


def test_the_name_of_a_new_journal_is_synced_before_it_is_used() -> None:
    """R2: the folder too, or a power cut takes the whole file."""
    disk = a_disk()
    a_journal(disk)
    disk.power_cut(random.Random(1))
    assert PATH in disk.files


def test_numbers_go_on_through_every_opening_and_each_begins_with_an_epoch() -> None:
    """R7."""
    disk = a_disk()
    a_journal(disk, 2).close()
    with Journal.open(FOLDER, files=disk) as journal:
        journal.append({"kind": "command", "id": 2})
    records = read_journal(FOLDER, files=disk).records
    assert [record.n for record in records] == [1, 2, 3, 4, 5]
    assert [record.body["kind"] for record in records] == ["epoch", "command", "command", "epoch", "command"]
    owners = [record.body["owner"] for record in records if record.body["kind"] == "epoch"]
    assert len(set(owners)) == 2
    assert all(re.fullmatch("[0-9a-f]{16}", owner) for owner in owners)


def test_a_record_is_what_reading_gives() -> None:
    disk = a_disk()
    journal = a_journal(disk)
    body = {
        "kind": "note",
        "text": "żółć \u2028 \x00 😀",
        "b": [1, 2.5, None, True],
        "a": {"z": 1, "y": (1,)},
    }
    record = journal.append(body)
    assert isinstance(record, Record)
    assert record.body["a"] == {"z": 1, "y": [1]}
    assert read_journal(FOLDER, files=disk).records == journal.records
    assert journal.head == record.head


def test_half_a_character_is_kept() -> None:
    """As a terminal with broken bytes sends it."""
    disk = a_disk()
    journal = a_journal(disk)
    journal.append({"kind": "note", "text": "a\udcff\ud800"})
    assert own(read_journal(FOLDER, files=disk))[0]["text"] == "a\udcff\ud800"


def deep() -> dict[str, object]:
    found: dict[str, object] = {}
    for _ in range(100_000):
        found = {"a": found}
    return found


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"x": float("nan")}, "cannot be recorded"),
        ({"x": float("inf")}, "cannot be recorded"),
        ({"x": object()}, "cannot be recorded"),
        ({"x": {1, 2}}, "cannot be recorded"),
        ({"x": 1, 2: "b"}, "cannot be recorded"),
        ({"x": 10**5000}, "cannot be recorded"),
        (deep(), "cannot be recorded"),
        ({"x": "y" * MOST_BYTES}, "at most 65,536 bytes"),
    ],
    ids=["nan", "inf", "object", "set", "keys", "digits", "deep", "long"],
)
def test_what_cannot_be_written_is_refused_and_leaves_no_trace(body: dict[str, object], said: str) -> None:
    disk = a_disk()
    journal = a_journal(disk)
    before = disk.content(PATH)
    with pytest.raises(UsageError, match=said):
        journal.append(body)
    assert disk.content(PATH) == before
    assert journal.append({"kind": "note"}).n == 2


def test_keys_are_written_in_one_order() -> None:
    assert canonical({"b": 1, "a": {"d": 1, "c": 2}}) == b'{"a":{"c":2,"d":1},"b":1}'


def test_the_chain_shows_any_change_before_the_head_that_was_noted() -> None:
    """R11: somebody writes the whole journal anew, with good sums; the head is another."""
    disk = a_disk()
    journal = a_journal(disk, 5)
    noted = journal.head
    journal.close()
    again = a_disk()
    other = Journal.create(FOLDER, {"title": "Test", "seed": 8}, files=again)
    for record in journal.records[1:]:
        other.append(record.body)
    assert other.head != noted


def test_a_closed_journal_takes_nothing_more() -> None:
    journal = a_journal(a_disk())
    journal.close()
    journal.close()
    with pytest.raises(StorageError, match="closed"):
        journal.append({"kind": "note"})


def test_a_folder_with_a_journal_gets_no_second_one() -> None:
    disk = a_disk()
    a_journal(disk).close()
    with pytest.raises(SessionError, match="holds a session already"):
        a_journal(disk)
    with pytest.raises(UsageError, match="follows"):
        Journal.create(SECOND, {"follows": {}}, files=disk)


def test_what_is_refused_lets_the_lock_go() -> None:
    disk = a_disk()
    with pytest.raises(UsageError):
        Journal.create(FOLDER, {"x": float("nan")}, files=disk)
    assert disk.locks == set()
    journal = a_journal(disk)
    with pytest.raises(SessionLocked):
        Journal.open(FOLDER, files=disk)
    journal.close()
    assert disk.locks == set()


def test_somebody_who_appends_without_the_lock_gets_no_record_of_ours_behind_his() -> None:
    """R7: on a disk without locks; ours go on in a file of their own, and both are there."""
    disk = a_disk()
    ours = a_journal(disk, 2)
    disk.locks.clear()
    theirs = Journal.open(FOLDER, files=disk)
    theirs.append({"kind": "command", "id": 100})
    ours.append({"kind": "command", "id": 2})
    ours.append({"kind": "command", "id": 3})
    theirs.append({"kind": "command", "id": 101})
    assert "somebody else writes into it" in ours.notices[-1]
    view = read_journal(FOLDER, files=disk)
    assert view.damage == "two have written at once: records from 4 on stand twice"
    assert [body["id"] for body in own(theirs)] == [0, 1, 100, 101]


def test_a_volume_says_what_it_follows_and_why_it_was_begun() -> None:
    """R5."""
    disk = a_disk()
    journal = a_journal(disk, 1)
    disk.sync = _broken(disk)  # type: ignore[method-assign]
    journal.append({"kind": "command", "id": 1})
    line = parse_line(disk.content(FOLDER / "journal.2.jsonl").splitlines()[0])
    assert line is not None
    assert line.n == 0
    assert line.body["follows"] == {"n": 2, "h": journal.records[1].head}
    assert line.body["why"] == "Input/output error"
    assert line.body["volume"] == 2


def _broken(disk: MemoryDisk):  # type: ignore[no-untyped-def]
    real, first = disk.sync, []

    def sync(descriptor: int) -> None:
        if not first:
            first.append(1)
            disk.fail_sync(descriptor)
            raise OSError(5, "Input/output error")
        real(descriptor)

    return sync


def in_two_volumes() -> MemoryDisk:
    """A journal that goes on in a second file after record 2."""
    disk = a_disk()
    journal = a_journal(disk, 1)
    disk.sync = _broken(disk)  # type: ignore[method-assign]
    for number in range(1, 4):
        journal.append({"kind": "command", "id": number})
    journal.close()
    return disk


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("another head", "does not follow"),
        ("beyond", "does not follow"),
        ("no number", "follows nothing"),
        ("no header", "is no header"),
        ("damaged", "line 3 cannot be read"),
        ("never finished", ""),
        ("empty", ""),
        ("two at once", "two have written at once"),
    ],
)
def test_a_volume_that_does_not_belong_is_damage(what: str, said: str) -> None:
    disk = in_two_volumes()
    path = FOLDER / "journal.2.jsonl"
    lines = disk.content(path).splitlines(keepends=True)
    first = parse_line(lines[0][:-1])
    assert first is not None
    follows = first.body["follows"]
    bodies = {
        "another head": {"n": follows["n"], "h": "0" * 64},
        "beyond": {"n": 99, "h": follows["h"]},
        "no number": {"n": "2", "h": follows["h"]},
        "two at once": {"n": 0, "h": read_journal(FOLDER, files=disk).chain.lines[0].head},
    }
    if what in bodies:
        lines = [write_line(0, bodies[what]["h"], {"format": "1.0", "follows": bodies[what]}).raw]
    elif what == "no header":
        lines = lines[1:]
    elif what == "damaged":
        lines[2] = lines[2].replace(b"command", b"commend")
    elif what == "never finished":
        lines = [lines[0][:40]]
    else:
        lines = []
    disk.put(path, b"".join(lines))
    view = read_journal(FOLDER, files=disk)
    if said:
        assert said in str(view.damage)
    else:
        assert view.damage is None
        assert "never finished" in view.notices[0]
        with Journal.open(FOLDER, files=disk) as journal:
            assert len(own(journal)) == 1


@pytest.mark.parametrize("lines", [1, 2])
def test_one_line_behind_what_a_volume_follows_is_the_one_that_failed_and_two_are_somebodys(lines: int) -> None:
    """R5, R7: the disk may have kept what it said that it could not; nobody was told that it was recorded."""
    disk = in_two_volumes()
    last = parse_line(disk.content(PATH).splitlines()[-1])
    assert last is not None
    for number in range(lines):
        last = write_line(last.n + 1, last.head, {"kind": "command", "id": 90 + number})
        disk.put(PATH, disk.content(PATH) + last.raw)
    view = read_journal(FOLDER, files=disk)
    if lines == 1:
        assert view.damage is None
        assert [body["id"] for body in own(view)] == [0, 1, 2, 3]
        return
    assert view.damage == "two have written at once: records from 3 on stand twice"
    done = repair(FOLDER, files=disk)
    assert done.branches == ("journal.branch.jsonl",)
    kept = {body["id"] for body in own(read_journal(FOLDER, files=disk))}
    branch = {line.body.get("id") for line in read_volume(disk, FOLDER / "journal.branch.jsonl").lines}
    assert kept | branch >= {0, 1, 2, 3, 90, 91}


def test_a_volume_in_a_second_folder_that_cannot_be_brought_home_stays_and_is_told() -> None:
    disk = in_two_volumes()
    header = read_journal(FOLDER, files=disk).chain.lines[0]
    away = SECOND / f"{header.head[:16]}.journal.2.jsonl"
    disk.replace(FOLDER / "journal.2.jsonl", away)

    class NoRoom(MemoryDisk):
        def create(self, path):  # type: ignore[no-untyped-def]
            raise OSError(28, "No space left on device")

    disk.__class__ = NoRoom
    with Journal.open(FOLDER, second=SECOND, files=disk) as journal:
        assert "stays where it is" in journal.notices[0]
        journal.append({"kind": "command", "id": 4})
    assert [body["id"] for body in own(read_journal(FOLDER, second=SECOND, files=disk))] == [0, 1, 2, 3, 4]


def test_an_older_format_is_read_as_todays_and_never_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """R9: pure steps from version to version; what is new goes into a file of the new format."""
    disk = a_disk()
    a_journal(disk, 2).close()
    old = disk.content(PATH)
    steps = {1: lambda b: {**b, "two": True}, 2: lambda b: {**b, "three": b["two"]}}
    monkeypatch.setattr(versions, "FORMAT", "3.0")
    monkeypatch.setattr(versions, "UPCASTERS", steps)
    for name in ("simulator.record.journal.FORMAT", "simulator.record.writing.FORMAT"):
        monkeypatch.setattr(name, "3.0")
    for _ in range(2):
        with Journal.open(FOLDER, files=disk) as journal:
            journal.append({"kind": "command", "id": 2})
            assert journal.header["three"] is True
            assert journal.records[1].body == {"kind": "command", "id": 0, "two": True, "three": True}
            assert "older format" in " ".join(journal.notices) or len(journal.records) > 5
    assert disk.content(PATH) == old
    assert [("three" in record.body) for record in read_journal(FOLDER, files=disk).records] == [True] * 3 + [False] * 4


def test_whole_lines_are_found_within_a_piece_whatever_stands_around_them() -> None:
    line = write_line(3, "0" * 64, {"text": '}} {"n":1,"c":"00000000"', "b": {}})
    head = b'{"n":3,"c":"00000000","h":"' + b"0" * 64 + b'","b":'
    for before in (b"", b"\xff", head + b"{", head + b"[" * 5000, head + b"{}}"):
        found = within(before + line.raw[:-1] + b"\xfe}}")
        assert found == (line, len(before))
    assert within(b"x" + line.raw[:-2]) is None


def test_a_disk_that_does_not_say_how_much_is_free_is_no_reason_to_stop() -> None:
    disk = a_disk()

    def silent(folder: object) -> int:
        raise OSError(38, "Function not implemented")

    disk.free = silent  # type: ignore[method-assign]
    journal = a_journal(disk)
    assert journal.free_space(disk) is None
    assert journal.notices == []


def test_an_opening_that_the_disk_refuses_leaves_no_lock_and_says_so() -> None:
    calls = FaultyDisk(a_disk())
    a_journal(calls).close()  # type: ignore[arg-type]
    calls.trace.clear()
    Journal.open(FOLDER, files=calls).close()
    for at in range(1, len(calls.trace) - 1):
        for opening in (Journal.open, lambda folder, files: Journal.create(SECOND, {}, files=files)):
            disk = a_disk()
            a_journal(disk).close()
            with suppress(SessionError, StorageError):
                opening(FOLDER, files=FaultyDisk(disk, Fault(at, errno.EIO, persistent=True))).close()
            assert disk.locks == set()


def test_a_signal_that_comes_without_end_is_an_error_at_last() -> None:
    faulty = FaultyDisk(a_disk())
    journal = a_journal(faulty)  # type: ignore[arg-type]
    faulty.fault = Fault(1, errno.EINTR, persistent=True)
    with pytest.raises(StorageError, match="not recorded"):
        journal.append({"kind": "note"})


def test_a_follower_reads_on_through_a_second_file_and_a_file_that_was_written_again() -> None:
    disk = a_disk()
    journal = a_journal(disk, 2)
    view = read_journal(FOLDER, files=disk)
    disk.sync = _broken(disk)  # type: ignore[method-assign]
    journal.append({"kind": "command", "id": 2})
    view = read_journal(FOLDER, after=view, files=disk)
    assert [body["id"] for body in own(view)] == [0, 1, 2]
    journal.append({"kind": "command", "id": 3})
    disk.remove(FOLDER / "journal.2.jsonl")
    journal.append({"kind": "command", "id": 4})
    view = read_journal(FOLDER, after=view, files=disk)
    assert [body["id"] for body in own(view)] == [0, 1, 2, 3, 4]
    assert view == read_journal(FOLDER, files=disk)
