"""Repairing a damaged journal: a new one from what is good, beside the damaged one, which is kept.

Every whole line is looked for, in all volumes, in whatever order and place.  The chain says which follow each other:
lines that were moved find their place, lines that are gone leave a gap, and two that both follow the same line are
two writers, of whom the longer history is kept in the journal and the other in a file of its own.  A record that is
lost has a placeholder of the kind ``lost`` in the new journal, so that all others keep their numbers; the last
record, of the kind ``repaired``, says what was done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from simulator.catalogue import tr
from simulator.errors import JournalDamaged, StorageError
from simulator.record.files import REAL, Files, said
from simulator.record.journal import read_damaged
from simulator.record.lines import GENESIS, MOST_OF_A_LINE, Line, continues, parse_line, within, write_line
from simulator.record.reading import FIRST, LOST, REPAIRED, Chain, pieces
from simulator.record.store import sha_of
from simulator.record.versions import major_of
from simulator.record.writing import free_name, put_whole

__all__ = ["Repair", "repair", "told"]

_WIDEST_GAP = 100_000
"""records in a row that may be missing; a wider gap is no gap but a number that is wrong"""
_MOST_GAPS = 1000
"""that the last record tells one by one"""


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair did.  ``lost`` are ranges of numbers, both ends included; names are files in the folder."""

    damage: str
    kept: int = 0
    lost: tuple[tuple[int, int], ...] = ()
    unread: int = 0
    """pieces of the old files that are no whole record, or stand where they cannot belong"""
    old: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    head: str = ""


@dataclass(slots=True)
class _Node:
    """A whole line and the one that it follows."""

    line: Line
    parent: _Node | None = None
    length: int = 1
    """lines from the beginning of its branch"""
    leaf: bool = True


@dataclass(slots=True)
class _Found:
    """Every whole line of a journal's files."""

    header: Line | None = None
    bridges: list[Line] = field(default_factory=list)
    records: dict[int, list[_Node]] = field(default_factory=dict)
    unread: int = 0


def repair(folder: Path, *, second: Path | None = None, files: Files = REAL) -> Repair:
    """Repair the journal of a folder; one that is not damaged is left alone, with an empty ``damage``.

    Raises :class:`SessionLocked`, :class:`JournalDamaged` where not even the header is whole, :class:`JournalTooNew`,
    :class:`SessionError` where there is no journal, :class:`StorageError`.
    """
    with read_damaged(folder, second=second, files=files) as chain:
        if not chain.damage:
            return Repair("")
        try:
            return _repaired(files, folder, chain)
        except OSError as error:
            raise StorageError(
                tr(
                    "{folder} cannot be repaired: {error}; the damaged journal is untouched",
                    folder=folder,
                    error=said(error),
                )
            ) from None


def _repaired(files: Files, folder: Path, chain: Chain) -> Repair:
    found = _Found()
    for path in chain.paths:
        _gather(found, files, path)
    if found.header is None:
        raise JournalDamaged(
            tr("{folder}: no whole header is in the journal, so nothing can be made of the rest", folder=folder)
        )
    major_of(found.header.body)
    _link(found)
    main, rest = _branches(found)
    lines, lost = _rewritten(found.header, main)
    sums = [(path.name, sha_of(files, path)) for path in chain.paths]
    mark = {"kind": REPAIRED, "damage": chain.damage[:500], "kept": len(main), "from": sums, "lost": lost[:_MOST_GAPS]}
    lines.append(write_line(lines[-1].n + 1, lines[-1].head, mark))
    branches = [_export(files, folder, found.header, branch) for branch in rest]
    old = free_name(files, folder / "journal.damaged.jsonl")
    put_whole(files, folder / FIRST, b"".join(line.raw for line in lines), aside=old)
    names = [old.name]
    for path in chain.paths[1:]:  # only now: without them the old journal would look whole, and shorter
        aside = free_name(files, path.with_name(f"{path.stem}.damaged.jsonl"))
        files.replace(path, aside)
        files.sync_folder(path.parent)
        names.append(aside.name)
    used = {line.head for path in (main, *rest) for line in path}
    unread = found.unread + sum(node.line.head not in used for nodes in found.records.values() for node in nodes)
    return Repair(chain.damage, len(main), tuple(lost), unread, tuple(names), tuple(branches), lines[-1].head)


def _gather(found: _Found, files: Files, path: Path) -> None:
    """Take the whole lines out of a file."""
    for raw, _ in pieces(files, path, beyond=True):
        if len(raw) > MOST_OF_A_LINE * 2:
            found.unread += 1
            continue
        line = parse_line(raw)
        for each in [line] if line else _hidden(found, raw):
            _sort_in(found, each)


def _hidden(found: _Found, raw: bytes) -> list[Line]:
    """Whole lines within a piece that is none."""
    lines, rest = [], raw
    while hidden := within(rest):
        line, begin = hidden
        found.unread += begin > 0
        lines.append(line)
        rest = rest[begin + len(line.raw) - 1 :]
    found.unread += bool(rest)
    return lines


def _sort_in(found: _Found, line: Line) -> None:
    if line.n:
        alike = found.records.setdefault(line.n, [])
        if all(node.line.head != line.head for node in alike):
            alike.append(_Node(line))
    elif "follows" in line.body:
        found.bridges.append(line)
    elif found.header is None and continues(line, GENESIS):
        found.header = line
    else:
        found.unread += 1


def _link(found: _Found) -> None:
    """Find the line that each follows, and how long its branch is by then."""
    header = found.header
    for n in sorted(found.records):
        before = {node.line.head: node for node in found.records.get(n - 1, ())}
        heads: dict[str, _Node | None] = dict(before)
        if n == 1 and header is not None:
            heads[header.head] = None
        for bridge in found.bridges:
            follows = bridge.body["follows"]
            if isinstance(follows, dict) and follows.get("h") in heads and continues(bridge, str(follows["h"])):
                heads[bridge.head] = heads[follows["h"]]
        for node in found.records[n]:
            head = next((head for head in heads if continues(node.line, head)), "")
            if parent := heads.get(head):
                node.parent, node.length, parent.leaf = parent, parent.length + 1, False


def _branches(found: _Found) -> tuple[list[Line], list[list[Line]]]:
    """The history to keep, with gaps where lines are lost, and others that contradict it."""
    leaves = [node for nodes in found.records.values() for node in nodes if node.leaf]
    leaves.sort(key=lambda node: -node.length)
    main: dict[int, Line] = {}
    rest: list[list[Line]] = []
    for path in map(_path, leaves):
        if not any(line.n in main and main[line.n].head != line.head for line in path):
            main.update((line.n, line) for line in path)
        elif any(line.n not in main or main[line.n].body != line.body for line in path):
            rest.append(path)
    numbers = sorted(main)
    wide = next((after for before, after in pairwise([0, *numbers]) if after - before > _WIDEST_GAP), None)
    return [main[n] for n in numbers if wide is None or n < wide], rest


def _path(leaf: _Node) -> list[Line]:
    path, node = [], leaf
    while True:
        path.append(node.line)
        if node.parent is None:
            return path[::-1]
        node = node.parent


def _rewritten(header: Line, main: list[Line]) -> tuple[list[Line], list[tuple[int, int]]]:
    """The lines of the new journal, and the ranges that are lost."""
    lines, lost = [header], []
    for line in main:
        first = lines[-1].n + 1
        if first < line.n:
            lost.append((first, line.n - 1))
        for n in range(first, line.n):
            lines.append(write_line(n, lines[-1].head, {"kind": LOST}))
        lines.append(write_line(line.n, lines[-1].head, line.body))
    return lines, lost


def _export(files: Files, folder: Path, header: Line, branch: list[Line]) -> str:
    """A history that contradicts the one that is kept, as a journal of its own."""
    path = free_name(files, folder / "journal.branch.jsonl")
    put_whole(files, path, b"".join(line.raw for line in _rewritten(header, branch)[0]))
    return path.name


def told(done: Repair) -> dict[str, Any]:
    """What was done, for a JSON document."""
    return {name: getattr(done, name) for name in Repair.__slots__}
