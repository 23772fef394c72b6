"""Damaged journals: cut, flipped, swapped, spliced; each is put right, or refused and told, never misread."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest

from simulator.errors import JournalDamaged, JournalTooNew, SessionError, SimulatorError
from simulator.record.journal import Journal, read_journal
from simulator.record.lines import GENESIS, MOST_BYTES, write_line
from simulator.record.reading import Volume, read_volume
from simulator.record.repair import repair
from simulator.record.store import check_copies, create_session
from tests.record.disks import MemoryDisk
from tests.record.histories import FOLDER, a_disk, own

PATH = FOLDER / "journal.jsonl"
RECORDS = 200


@cache
def lines_of(records: int = RECORDS) -> tuple[bytes, ...]:
    """The lines of a journal with so many records, each with its line feed."""
    disk = a_disk()
    journal = Journal.create(FOLDER, {"title": "Test"}, files=disk)
    for number in range(records - 1):
        journal.append({"kind": "command", "id": number, "text": "héllo \u2028 \n" * (number % 2)})
    return tuple(disk.content(PATH).splitlines(keepends=True))


def on_a_disk(content: bytes) -> MemoryDisk:
    """A disk with a session whose journal holds these bytes."""
    disk = a_disk()
    disk.put(PATH, content)
    return disk


def expected(content: bytes, known: int = 0) -> tuple[int, bool]:
    """How many lines are good, and whether the rest is damage: by comparison with what was written, without sums.

    ``content`` begins behind ``known`` lines that are good.
    """
    *ended, tail = content.split(b"\n")
    truth = [line[:-1] for line in lines_of()[known:]]
    good = next((k for k, (line, true) in enumerate(zip(ended, truth)) if line != true), min(len(ended), len(truth)))
    if good < len(ended):
        return known + good, True
    good += bool(tail) and good < len(truth) and tail.startswith(truth[good])
    return known + good, known + good == 0


def each_line() -> Iterator[tuple[int, Volume, int, int, bytes]]:
    """Each line of the journal: its index, what is read before it, its first byte and its last one's end, the whole."""
    whole, end = b"".join(lines_of()), 0
    for index, line in enumerate(lines_of()):
        before = read_volume(on_a_disk(whole[:end]), PATH)
        assert len(before.lines) == index
        yield index, before, end, end + len(line), whole
        end += len(line)


def outcome(content: bytes, known: Volume) -> tuple[int, bool]:
    """How many lines the reader finds good when it reads on, and whether it calls the rest damage."""
    found = read_volume(on_a_disk(content), PATH, known)
    return len(found.lines), bool(found.damage) or not found.lines


def test_a_journal_that_is_cut_at_any_byte_keeps_exactly_its_whole_records(test_seed: int) -> None:
    """Cut and nothing after, zeros after, or whatever lay on the disk after."""
    rng = random.Random(test_seed)
    for index, known, begin, end, whole in each_line():
        for cut in range(begin, end):
            for rest in (b"", bytes(64), rng.randbytes(64)):
                content = whole[:cut] + rest
                assert outcome(content, known) == expected(content[begin:], index), (cut, rest)


def test_a_bit_that_is_flipped_in_any_byte_is_damage_and_nothing_before_it_is_lost(test_seed: int) -> None:
    """But for the last byte of all: a line feed, whose line is whole without it."""
    rng = random.Random(test_seed)
    for index, known, begin, end, whole in each_line():
        for place in range(begin, end):
            content = bytearray(whole)
            content[place] ^= 1 << rng.randrange(8)
            found = outcome(bytes(content), known)
            assert found == ((index, True) if place < len(whole) - 1 else (index + 1, False)), place
            assert found == expected(bytes(content[begin:]), index)


def test_reading_on_gives_what_reading_from_the_beginning_gives(test_seed: int) -> None:
    """For what the tests of every byte rest on, and for followers."""
    rng = random.Random(test_seed)
    for index, known, begin, end, whole in each_line():
        for content in (whole[: rng.randint(begin, end)] + rng.randbytes(rng.choice((0, 9))), whole):
            disk = on_a_disk(content)
            assert read_volume(disk, PATH, known).lines == read_volume(disk, PATH).lines, index
            assert read_volume(disk, PATH, known).damage == read_volume(disk, PATH).damage
    view = read_journal(FOLDER, files=disk)
    with Journal.open(FOLDER, files=disk) as journal:
        journal.append({"kind": "note"})
    assert read_journal(FOLDER, after=view, files=disk) == read_journal(FOLDER, files=disk)


def test_at_every_line_end_an_opening_mends_or_refuses_and_goes_on(test_seed: int) -> None:
    """The whole way, for cuts at each line's end, beside it and somewhere within it."""
    rng = random.Random(test_seed)
    whole, end = b"".join(lines_of()), 0
    for number, line in enumerate(lines_of()):
        for cut in {end, end + 1, end + rng.randrange(len(line)), end + len(line) - 1}:
            disk = on_a_disk(whole[:cut])
            good, damaged = expected(whole[:cut])
            if damaged:
                with pytest.raises(JournalDamaged):
                    Journal.open(FOLDER, files=disk)
                assert disk.content(PATH) == whole[:cut]
                continue
            with Journal.open(FOLDER, files=disk) as journal:
                assert len(journal.records) == good - 1 + 1, (number, cut)
                torn = cut not in (end, end + len(line) - 1)
                assert any("torn" in notice for notice in journal.notices) == torn
            assert ("journal.torn" in disk.names(FOLDER)) == torn
            if torn:
                assert disk.content(FOLDER / "journal.torn") == whole[end:cut]
            assert len(read_journal(FOLDER, files=disk).records) == good
        end += len(line)


def test_a_last_line_feed_that_is_flipped_costs_no_record() -> None:
    """It was acknowledged; the mutilated byte is put aside."""
    disk = on_a_disk(b"".join(lines_of())[:-1] + b"\x0b")
    with Journal.open(FOLDER, files=disk) as journal:
        assert len(journal.records) == RECORDS + 1
    assert disk.content(FOLDER / "journal.torn") == b"\x0b"


def test_records_that_lost_the_line_feed_between_them_are_damage_even_at_the_torn_end() -> None:
    """R3: whole lines behind one that is not are never cut away as torn."""
    a, b = lines_of()[-2:]
    disk = on_a_disk(b"".join(lines_of()[:-2]) + a[:-1] + b"\x0b" + b[:-1])
    view = read_journal(FOLDER, files=disk)
    assert view.damage is not None
    assert "without line ends" in view.damage
    done = repair(FOLDER, files=disk)
    assert (done.kept, done.lost) == (RECORDS, ())


def changed(name: str) -> bytes:
    """A journal that somebody has damaged, by name."""
    lines = list(lines_of())
    if name == "zero bytes":
        return b""
    if name == "a bit flipped":
        lines[100] = lines[100].replace(b"command", b"commane")
    if name == "a line deleted":
        del lines[100]
    if name == "lines swapped":
        lines[100], lines[101] = lines[101], lines[100]
    if name == "a line appended by another tool":
        lines.append(b'{"kind": "note", "text": "hello"}\n')
    if name == "a line appended with a good sum and no chain":
        lines.append(write_line(RECORDS + 1, GENESIS, {"kind": "note"}).raw)
    if name == "two writers":
        lines += lines_of_another_writer()
    if name == "two writers in turn":
        ours = lines[150:]
        lines[150:] = [line for pair in zip_longest(ours, lines_of_another_writer(), fillvalue=b"") for line in pair]
    if name == "a pickle":
        return b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94."
    if name == "no header":
        del lines[0]
    if name == "a header that is a list":
        lines[0] = b'{"n":0,"c":"00000000","h":"%b","b":[]}\n' % (b"0" * 64)
    return b"".join(lines)


def lines_of_another_writer() -> list[bytes]:
    """Fifty lines by somebody who went on from record 149 at the same time."""
    lines = [lines_of()[149]]
    disk = on_a_disk(b"".join(lines_of()[:150]))
    with Journal.open(FOLDER, files=disk) as journal:
        for number in range(49):
            journal.append({"kind": "command", "id": 1000 + number})
    lines = disk.content(PATH).splitlines(keepends=True)[150:]
    assert len(lines) == 50
    return lines


DAMAGED = [
    # row, what it is, records that can still be read, what is said of it, records kept and lost by a repair
    ("B68", "zero bytes", 0, "no header", None),
    ("B70", "a bit flipped", 99, "line 101 cannot be read", (199, 1)),
    ("B71", "a line deleted", 99, "line 101 should be record 100 and is record 101", (199, 1)),
    ("B72", "lines swapped", 99, "line 101 should be record 100 and is record 101", (200, 0)),
    ("B73", "a line appended by another tool", 200, "line 202 cannot be read", (200, 0)),
    ("B73", "a line appended with a good sum and no chain", 200, "does not continue the chain", (201, 0)),
    ("B74", "two writers", 200, "line 202 should be record 201 and is record 150", (200, 0)),
    ("B74", "two writers in turn", 150, "line 152 should be record 151 and is record 150", (200, 0)),
    ("B79", "a pickle", 0, "no header", None),
    ("B68", "no header", 0, "line 1 is no header", None),
    ("B68", "a header that is a list", 0, "line 1 cannot be read", None),
]


@pytest.mark.parametrize(("row", "name", "readable", "said", "kept"), DAMAGED)
def test_damage_is_refused_told_and_never_written_over(
    row: str, name: str, readable: int, said: str, kept: tuple[int, int] | None
) -> None:
    content = changed(name)
    disk = on_a_disk(content)
    with pytest.raises(JournalDamaged, match=said) as refused:
        Journal.open(FOLDER, files=disk)
    assert refused.value.exit_status == 4
    assert disk.content(PATH) == content
    assert disk.locks == set()
    view = read_journal(FOLDER, files=disk)
    assert len(view.records) == readable
    assert said in str(view.damage)
    if kept is None:
        with pytest.raises(JournalDamaged, match="header"):
            repair(FOLDER, files=disk)
        assert disk.content(PATH) == content
        return
    done = repair(FOLDER, files=disk)
    assert (done.kept, sum(b - a + 1 for a, b in done.lost)) == kept
    assert disk.content(FOLDER / "journal.damaged.jsonl") == content
    with Journal.open(FOLDER, files=disk) as journal:
        assert journal.records[done.kept + kept[1]].body["kind"] == "repaired"


def test_two_writers_are_both_kept() -> None:
    """B74: the longer history, here the first of two that are equally long, and the other beside it."""
    for name in ("two writers", "two writers in turn"):
        disk = on_a_disk(changed(name))
        done = repair(FOLDER, files=disk)
        assert done.branches == ("journal.branch.jsonl",)
        ids = {body["id"] for body in own(read_journal(FOLDER, files=disk))}
        other = read_volume(disk, FOLDER / "journal.branch.jsonl")
        others = {line.body["id"] for line in other.lines if "id" in line.body}
        assert other.damage == ""
        assert ids | others == {*range(199), *range(1000, 1049)}
        assert ids & others == set(range(148)) | (ids & others & {148})


def test_a_torn_end_is_mended_and_told() -> None:
    """B69."""
    disk = on_a_disk(b"".join(lines_of()) + b'{"n":201,"c":"00')
    assert read_journal(FOLDER, files=disk).torn
    with Journal.open(FOLDER, files=disk) as journal:
        assert len(own(journal)) == RECORDS - 1
        assert "16 torn bytes that were never acknowledged" in journal.notices[0]


def test_a_scenario_that_has_changed_since_is_told_and_the_copy_is_used() -> None:
    """B75."""
    disk = MemoryDisk()
    journal = create_session(FOLDER, scenario_files={"a.yaml": b"a", "lib/b.yaml": b"b"}, header={}, files=disk)
    assert check_copies(FOLDER, journal, files=disk) == []
    disk.put(FOLDER / "scenario" / "lib" / "b.yaml", b"c")
    disk.remove(FOLDER / "scenario" / "a.yaml")
    told = check_copies(FOLDER, journal, files=disk)
    assert ["missing" in told[0], "has changed" in told[1]] == [True, True]


def test_a_line_without_an_end_is_refused_in_bounded_memory() -> None:
    """B76: a line of any length."""

    class Endless(MemoryDisk):
        asked = 0

        def read(self, descriptor: int, size: int) -> bytes:
            self.asked += 1
            assert self.asked < 10
            return b"x" * size

    disk = Endless()
    disk.folders.add(FOLDER)
    disk.put(PATH, b"")
    assert "longer than any" in str(read_journal(FOLDER, files=disk).damage)


def test_a_journal_of_a_later_major_version_is_not_written_and_can_still_be_read() -> None:
    """B77."""
    first = write_line(0, GENESIS, {"format": "2.0", "title": "Later"})
    second = write_line(1, first.head, {"kind": "command", "id": 1})
    disk = on_a_disk(first.raw + second.raw)
    with pytest.raises(JournalTooNew, match=r"format 2\.0") as refused:
        Journal.open(FOLDER, files=disk)
    assert refused.value.exit_status == 4
    view = read_journal(FOLDER, files=disk)
    assert [record.body for record in view.records] == [{"kind": "command", "id": 1}]
    assert "format 2.0" in str(view.damage)


def test_an_attachment_that_is_missing_is_told_and_the_session_opens() -> None:
    """B78."""
    disk = a_disk()
    journal = Journal.create(FOLDER, {}, files=disk)
    journal.append({"kind": "note", "attachment": {"name": "map.png", "sha256": "0" * 64, "size": 3}})
    journal.append({"kind": "note", "attachment": {"name": "../../x", "sha256": "0" * 64, "size": 3}})
    journal.close()
    with Journal.open(FOLDER, files=disk) as again:
        told = check_copies(FOLDER, again, files=disk)
    assert "attachments/map.png is missing" in told[0]
    assert "no name of ours" in told[1]


@pytest.mark.parametrize("path", ["session.pkl", "journal.jsonl", "nowhere"])
def test_a_path_that_is_no_session_is_refused(path: str) -> None:
    """B79: also a file in a folder's place."""
    disk = on_a_disk(b"x")
    disk.put(FOLDER / "session.pkl", b"\x80\x04.")
    for question in (Journal.open, read_journal, repair):
        with pytest.raises(SessionError, match="holds no session"):
            question(FOLDER / path, files=disk)


def test_fields_and_kinds_that_this_version_does_not_know_are_kept() -> None:
    """B80, and a later minor version: also after a repair."""
    first = write_line(0, GENESIS, {"format": "1.7", "colour": "blue"})
    second = write_line(1, first.head, {"kind": "telepathy", "strength": [1, {"deep": None}]})
    disk = on_a_disk(first.raw + second.raw)
    with Journal.open(FOLDER, files=disk) as journal:
        assert journal.header["colour"] == "blue"
        assert journal.records[0].body == {"kind": "telepathy", "strength": [1, {"deep": None}]}
    disk.put(PATH, disk.content(PATH) + b"x\n")
    repair(FOLDER, files=disk)
    assert disk.content(PATH).startswith(first.raw + second.raw)


def mutated(rng: random.Random, content: bytes) -> bytes:
    """A journal that was changed in one to four places in some way."""
    found = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        place, wide = rng.randrange(len(found) + 1), rng.randint(1, 40)
        kind = rng.randrange(7)
        if kind == 0:
            del found[place : place + wide]
        elif kind == 1:
            found[place:place] = rng.randbytes(wide)
        elif kind == 2:
            found[place : place + wide] = bytes(wide)
        elif kind == 3:
            found[place:place] = found[place // 2 : place // 2 + 4 * wide]
        elif kind == 4 and found:
            found[min(place, len(found) - 1)] ^= 1 << rng.randrange(8)
        elif kind == 5:
            lines = bytes(found).splitlines(keepends=True)
            rng.shuffle(lines)
            found = bytearray(b"".join(lines))
        else:
            found[place:place] = rng.choice((b"\n", b"{", b"}}", b'{"n":', b"[" * 2000, b"9" * 5000, b'"\xff'))
    return bytes(found)


def resealed(rng: random.Random, content: bytes) -> bytes:
    """Lines with sums and chain that are right, and bodies that nobody expects."""
    bodies = (
        b"[" * 3000 + b"]" * 3000,
        b'{"follows":' + rng.choice((b"3", b"{}", b'{"n":0,"h":"x"}', b'{"n":-1}')) + b"}",
        b'{"format":' + rng.choice((b"1", b'"1"', b'"0.1"', b'"1.0"', b'"99.9"', b"null")) + b"}",
        b'{"kind":' + rng.choice((b"[]", b'"epoch"', b"NaN", b"1e999", b'"lost"')) + b"}",
        b'{"attachment":{"name":3},"scenario":[],"n":' + b"9" * rng.choice((3, 5000)) + b"}",
        b'{"\xff\xfe":1}',
        b'{"a":' * 2000 + b"1" + b"}" * 2000,
    )
    from simulator.record import lines as room

    head, out = GENESIS.encode(), []
    count = rng.randint(1, 4)
    for n in range(count):
        body = rng.choice(bodies) if rng.random() < 0.7 else b'{"format":"1.0"}'
        number = b"%d" % (n if rng.random() < 0.9 else rng.randrange(10**11))
        after = room._chained(head, number, body).encode()
        out.append(b'{"n":%b,"c":"%b","h":"%b","b":%b}\n' % (number, room._check(number, after, body), after, body))
        head = after
    return b"".join(out)


def every_verb(content: bytes) -> set[str]:
    """Everything that can be asked of a journal; gives the names of what was refused, and lets nothing else pass."""
    disk = on_a_disk(content)
    refused = set()
    for question in (read_journal, _opened, repair, read_journal, _opened):
        try:
            answer = question(FOLDER, files=disk)
            if question is read_journal:
                check_copies(FOLDER, answer, files=disk)
        except SimulatorError as error:
            refused.add(type(error).__name__)
            str(error).encode("utf-8", "surrogateescape")
    assert disk.locks == set()
    return refused


def _opened(folder: Path, files: MemoryDisk) -> Journal:
    journal = Journal.open(folder, files=files)
    journal.append({"kind": "note"})
    journal.close()
    assert read_journal(folder, files=files).damage is None
    return journal


def mutations(seed: int, count: int) -> None:
    rng = random.Random(seed)
    short = b"".join(lines_of(6))
    for number in range(count):
        content = resealed(rng, short) if number % 4 == 0 else mutated(rng, short)
        try:
            every_verb(content)
        except Exception as error:
            raise AssertionError(f"seed {seed}, mutation {number}: {error!r} for {content[:3000]!r}") from error


def test_no_mutation_of_a_journal_gets_anything_but_an_answer_or_a_refusal(test_seed: int) -> None:
    mutations(test_seed, 3000)


@pytest.mark.soak
def test_a_hundred_thousand_mutations_get_an_answer_or_a_refusal(test_seed: int) -> None:
    mutations(test_seed + 1, 100_000)


def test_a_record_as_long_as_may_be_is_read_again() -> None:
    disk = a_disk()
    room = MOST_BYTES - len(b'{"kind":"note","text":""}')
    with Journal.create(FOLDER, {}, files=disk) as journal:
        journal.append({"kind": "note", "text": "x" * room})
    assert own(read_journal(FOLDER, files=disk))[0]["text"] == "x" * room
    disk.put(PATH, disk.content(PATH)[:-1])
    with Journal.open(FOLDER, files=disk) as journal:
        assert len(own(journal)) == 1
