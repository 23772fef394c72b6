"""Reading a journal: the good lines of its volumes, joined, and what is wrong with the rest.

A journal begins in ``journal.jsonl`` and goes on in ``journal.2.jsonl`` and so on where a disk failed under it; the
first line of each later volume says which line it follows.  A last line without a line feed is torn: nobody was
told that it was recorded.  A line with one that is not whole, out of its order or off the chain is damage, and so is
a whole line after one that is not; nothing is read beyond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator import reasons
from simulator.catalogue import marked, tr
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
    "Volume",
    "chunks",
    "pieces",
    "read_chain",
    "read_volume",
    "volume_paths",
]

FIRST, TORN, LOCK = "journal.jsonl", "journal.torn", "lock"
EPOCH = "epoch"
"""kind of the record that each opening for writing begins with: a random owner, and a mark of the machine's start"""

LOST, REPAIRED = "lost", "repaired"
"""kinds of what a repair puts in place of a record that is gone, and last of all"""
BOOKKEEPING = frozenset((EPOCH, LOST, REPAIRED))
"""kinds that the record room writes itself; all others are the session's"""

_CHUNK = 1 << 20
_VOLUME = re.compile(r"journal\.([2-9]|[1-9][0-9]{1,3})\.jsonl")


@dataclass(slots=True)
class Volume:
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
        """Number and head of the line that this volume goes on from; empty for the first."""
        found = self.lines[0].body.get("follows", {}) if self.lines else {}
        return found if isinstance(found, dict) else {}


@dataclass(slots=True)
class Chain:
    """A journal's lines in order, without the first lines of later volumes."""

    lines: list[Line] = field(default_factory=list)
    volumes: list[Volume] = field(default_factory=list)
    damage: str = ""
    notices: list[str] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    """every file of it, also those that could not be joined"""

    @property
    def last(self) -> Volume:
        """The volume that is written to."""
        return self.volumes[-1]

    @property
    def torn(self) -> bool:
        """Whether the journal ends in a piece that is no record."""
        return bool(self.volumes) and bool(self.last.tail or self.last.unended)

    @property
    def head(self) -> str:
        """The head after the last line: of a volume's first line, if nothing follows it yet."""
        if not self.volumes or not self.last.lines:
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


def read_volume(files: Files, path: Path, known: Volume | None = None) -> Volume:
    """The good lines of one file, read on from what is ``known`` of the same file; raises :class:`OSError`."""
    found = Volume(path, identity=files.state(path).identity)
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
            found.damage = reasons.TOO_LONG.format(n=len(found.lines) + 1)
        else:
            _take_tail(found, raw)
    return found


def _wrong(volume: Volume, line: Line | None) -> str:
    """What is wrong with the next line of a volume, if anything."""
    place = f"line {len(volume.lines) + 1}"
    if line is None:
        return reasons.NOT_READ.format(place=place)
    if not volume.lines:
        follows = line.body.get("follows")
        before = follows.get("h") if isinstance(follows, dict) else GENESIS
        good = line.n == 0 and continues(line, str(before))
        return "" if good else reasons.NO_HEADER.format(place=place)
    expected = _next(volume)
    if line.n != expected:
        return reasons.OTHER_RECORD.format(place=place, expected=expected, n=line.n)
    return "" if continues(line, volume.lines[-1].head) else reasons.BREAKS_THE_CHAIN.format(place=place, n=line.n)


def _next(volume: Volume) -> int:
    """The number of the volume's next record."""
    if len(volume.lines) > 1:
        return volume.lines[-1].n + 1
    after = volume.follows.get("n", 0)
    return after + 1 if isinstance(after, int) else -1


def _take_tail(volume: Volume, raw: bytes) -> None:
    """What to make of a last line without a line feed: torn, whole but for it, or hiding whole records."""
    volume.tail = raw
    hidden = within(raw)
    if hidden is None:
        return
    line, begin = hidden
    size = len(line.raw) - 1
    if begin or _wrong(volume, line) or within(raw[size:]):
        volume.damage = reasons.NO_LINE_ENDS.format(n=len(volume.lines) + 1)
        return
    volume.lines.append(line)
    volume.size += size
    volume.tail, volume.unended = raw[size:], True


def volume_paths(files: Files, folder: Path, second: Path | None = None, prefix: str = "") -> list[Path]:
    """The later volumes of a journal in order of their numbers, also those in a second folder."""
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
    shapes = ((name, _VOLUME.fullmatch(name.removeprefix(prefix))) for name in names if name.startswith(prefix))
    return {int(shape[1]): folder / name for name, shape in shapes if shape}


def read_chain(files: Files, folder: Path, second: Path | None = None, known: Chain | None = None) -> Chain:
    """The journal of a folder, read on from what is ``known`` of it; raises :class:`OSError` where there is none."""
    before = {volume.path: volume for volume in known.volumes} if known else {}
    first = read_volume(files, folder / FIRST, before.get(folder / FIRST))
    chain = Chain(list(first.lines), [first], first.damage, paths=[first.path])
    prefix = prefix_of(first.lines[0]) if first.lines else ""
    chain.paths += volume_paths(files, folder, second if prefix else None, prefix)
    if not first.lines:
        chain.damage = chain.damage or marked("it holds no header")
        return chain
    for path in chain.paths[1:]:
        _join(chain, read_volume(files, path, before.get(path)))
    return chain


def prefix_of(header: Line) -> str:
    """What the names of a session's volumes in a second folder begin with: it may serve many sessions."""
    return f"{header.head[:16]}."


def _join(chain: Chain, volume: Volume) -> None:
    """Let a volume go on from the line that it names."""
    if not volume.lines and not volume.damage:
        chain.notices.append(tr("{path} was never finished; it holds no record", path=volume.path.name))
        return
    n = volume.follows.get("n")
    if not volume.lines or not isinstance(n, int):
        chain.damage = (
            chain.damage or f"{volume.path.name}: {volume.damage or marked('its first line follows nothing')}"
        )
        return
    if not 0 <= n < len(chain.lines) or chain.lines[n].head != volume.follows.get("h"):
        chain.damage = chain.damage or reasons.DOES_NOT_FOLLOW.format(path=volume.path.name)
        return
    if _contradicts(chain.lines[n + 1 :], volume):
        chain.damage = reasons.TWO_WRITERS.format(n=n + 1)
        return
    del chain.lines[n + 1 :]
    chain.lines += volume.lines[1:]
    chain.volumes.append(volume)
    chain.damage = f"{volume.path.name}: {volume.damage}" if volume.damage else ""


def _contradicts(beyond: list[Line], volume: Volume) -> bool:
    """Whether lines beyond the one that a volume follows are somebody else's: one may be ours, that failed before."""
    if not beyond:
        return False
    again = volume.lines[1].body if len(volume.lines) > 1 else {}
    return len(beyond) > 1 or (beyond[0].body.get("kind") == EPOCH and beyond[0].body != again)
