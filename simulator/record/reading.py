"""Reading a journal: the good lines of its segments, joined, and what is wrong with the rest.

A journal begins in ``journal.jsonl`` and goes on in ``journal.2.jsonl`` and so on where a disk failed under it; the
first line of each later segment says which line it follows.  A last line without a line feed is torn: nobody was
told that it was recorded.  A line with one that is not whole, out of its order or off the chain is damage, and so is
a whole line after one that is not; nothing is read beyond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.record.files import Files
from simulator.record.lines import GENESIS, MOST_OF_A_LINE, Line, continues, parse_line, within

__all__ = [
    "BOOKKEEPING",
    "EPOCH",
    "FIRST",
    "LOCK",
    "LOST",
    "REPAIRED",
    "TORN",
    "Chain",
    "Segment",
    "chunks",
    "pieces",
    "read_chain",
    "read_segment",
    "segment_paths",
]

FIRST, TORN, LOCK = "journal.jsonl", "journal.torn", "lock"
EPOCH = "epoch"
"""kind of the record that each opening for writing begins with: a random owner, and a mark of the machine's start"""

LOST, REPAIRED = "lost", "repaired"
"""kinds of what a repair puts in place of a record that is gone, and last of all"""
BOOKKEEPING = frozenset((EPOCH, LOST, REPAIRED))
"""kinds that the record room writes itself; all others are the session's"""

_CHUNK = 1 << 20
_SEGMENT = re.compile(r"journal\.([2-9]|[1-9][0-9]{1,3})\.jsonl")


@dataclass(slots=True)
class Segment:
    """One file of a journal: its good lines, the bytes that they take, and the torn rest."""

    path: Path
    lines: list[Line] = field(default_factory=list)
    size: int = 0
    tail: bytes = b""
    damage: str = ""
    unended: bool = False
    """whether the last good line lacks its line feed"""
    identity: tuple[int, int] = (0, 0)
    """which file it was, to tell it from another of the same name"""

    @property
    def follows(self) -> dict[str, Any]:
        """Number and head of the line that this segment goes on from; empty for the first."""
        found = self.lines[0].body.get("follows", {}) if self.lines else {}
        return found if isinstance(found, dict) else {}


@dataclass(slots=True)
class Chain:
    """A journal's lines in order, without the first lines of later segments."""

    lines: list[Line] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    damage: str = ""
    notices: list[str] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    """every file of it, also those that could not be joined"""

    @property
    def last(self) -> Segment:
        """The segment that is written to."""
        return self.segments[-1]

    @property
    def torn(self) -> bool:
        """Whether the journal ends in a piece that is no record."""
        return bool(self.segments) and bool(self.last.tail or self.last.unended)

    @property
    def head(self) -> str:
        """The head after the last line: of a segment's first line, if nothing follows it yet."""
        if not self.segments or not self.last.lines:
            return self.lines[-1].head if self.lines else GENESIS
        return self.last.lines[-1].head


def chunks(files: Files, path: Path, at: int = 0) -> Iterator[bytes]:
    """A file bit by bit, from a byte on; raises :class:`OSError`."""
    descriptor = files.open_read(path, at)
    try:
        while chunk := files.read(descriptor, _CHUNK):
            yield chunk
    finally:
        files.close(descriptor)


def pieces(files: Files, path: Path, at: int = 0, *, beyond: bool = False) -> Iterator[tuple[bytes, bool]]:
    """The file's lines from a byte on, without line feeds, each with whether it had one.

    A line that is too long for the memory comes in parts, and ends it unless somebody reads ``beyond``.
    """
    rest = b""
    for chunk in chunks(files, path, at):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from ((line, True) for line in lines)
        if len(rest) > MOST_OF_A_LINE:
            yield rest, False
            if not beyond:
                return
            rest = b""
    if rest:
        yield rest, False


def read_segment(files: Files, path: Path, known: Segment | None = None) -> Segment:
    """The good lines of one file, read on from what is ``known`` of the same file; raises :class:`OSError`."""
    found = Segment(path, identity=files.state(path).identity)
    if known and not known.unended and known.identity == found.identity:
        found.lines, found.size = known.lines.copy(), known.size
    for raw, ended in pieces(files, path, found.size):
        if ended:
            line = parse_line(raw)
            found.damage = _wrong(found, line)
            if found.damage or line is None:
                break
            found.lines.append(line)
            found.size += len(line.raw)
        elif len(raw) > MOST_OF_A_LINE:
            found.damage = f"line {len(found.lines) + 1} is longer than any that startex writes"
        else:
            _take_tail(found, raw)
    return found


def _wrong(segment: Segment, line: Line | None) -> str:
    """What is wrong with the next line of a segment, if anything."""
    place = f"line {len(segment.lines) + 1}"
    if line is None:
        return f"{place} cannot be read"
    if not segment.lines:
        follows = line.body.get("follows")
        before = follows.get("h") if isinstance(follows, dict) else GENESIS
        good = line.n == 0 and continues(line, str(before))
        return "" if good else f"{place} is no header"
    expected = _next(segment)
    if line.n != expected:
        return f"{place} should be record {expected} and is record {line.n}"
    return "" if continues(line, segment.lines[-1].head) else f"{place}, record {line.n}, does not continue the chain"


def _next(segment: Segment) -> int:
    """The number of the segment's next record."""
    if len(segment.lines) > 1:
        return segment.lines[-1].n + 1
    after = segment.follows.get("n", 0)
    return after + 1 if isinstance(after, int) else -1


def _take_tail(segment: Segment, raw: bytes) -> None:
    """What to make of a last line without a line feed: torn, whole but for it, or hiding whole records."""
    segment.tail = raw
    hidden = within(raw)
    if hidden is None:
        return
    line, begin = hidden
    size = len(line.raw) - 1
    if begin or _wrong(segment, line) or within(raw[size:]):
        segment.damage = f"line {len(segment.lines) + 1} holds whole records without line ends"
        return
    segment.lines.append(line)
    segment.size += size
    segment.tail, segment.unended = raw[size:], True


def segment_paths(files: Files, folder: Path, second: Path | None = None, prefix: str = "") -> list[Path]:
    """The later segments of a journal in order of their numbers, also those in a second folder."""
    found: dict[int, Path] = {}
    if second is not None:
        found |= _numbered(files, second, prefix)
    found |= _numbered(files, folder, "")
    return [found[number] for number in sorted(found)]


def _numbered(files: Files, folder: Path, prefix: str) -> dict[int, Path]:
    try:
        names = files.names(folder)
    except OSError:
        return {}
    shapes = ((name, _SEGMENT.fullmatch(name.removeprefix(prefix))) for name in names if name.startswith(prefix))
    return {int(shape[1]): folder / name for name, shape in shapes if shape}


def read_chain(files: Files, folder: Path, second: Path | None = None, known: Chain | None = None) -> Chain:
    """The journal of a folder, read on from what is ``known`` of it; raises :class:`OSError` where there is none."""
    before = {segment.path: segment for segment in known.segments} if known else {}
    first = read_segment(files, folder / FIRST, before.get(folder / FIRST))
    chain = Chain(list(first.lines), [first], first.damage, paths=[first.path])
    prefix = prefix_of(first.lines[0]) if first.lines else ""
    chain.paths += segment_paths(files, folder, second if prefix else None, prefix)
    if not first.lines:
        chain.damage = chain.damage or "it holds no header"
        return chain
    for path in chain.paths[1:]:
        _join(chain, read_segment(files, path, before.get(path)))
    return chain


def prefix_of(header: Line) -> str:
    """What the names of a session's segments in a second folder begin with: it may serve many sessions."""
    return f"{header.head[:16]}."


def _join(chain: Chain, segment: Segment) -> None:
    """Let a segment go on from the line that it names."""
    if not segment.lines and not segment.damage:
        chain.notices.append(f"{segment.path.name} was never finished; it holds no record")
        return
    n = segment.follows.get("n")
    if not segment.lines or not isinstance(n, int):
        chain.damage = chain.damage or f"{segment.path.name}: {segment.damage or 'its first line follows nothing'}"
        return
    if not 0 <= n < len(chain.lines) or chain.lines[n].head != segment.follows.get("h"):
        chain.damage = chain.damage or f"{segment.path.name} does not follow what stands before it"
        return
    if _contradicts(chain.lines[n + 1 :], segment):
        chain.damage = f"two have written at once: records from {n + 1} on stand twice"
        return
    del chain.lines[n + 1 :]
    chain.lines += segment.lines[1:]
    chain.segments.append(segment)
    chain.damage = f"{segment.path.name}: {segment.damage}" if segment.damage else ""


def _contradicts(beyond: list[Line], segment: Segment) -> bool:
    """Whether lines beyond the one that a segment follows are somebody else's: one may be ours, that failed before."""
    if not beyond:
        return False
    again = segment.lines[1].body if len(segment.lines) > 1 else {}
    return len(beyond) > 1 or (beyond[0].body.get("kind") == EPOCH and beyond[0].body != again)
