"""``startex check --watch``: check again when a file, or a library that it uses, has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from simulator.catalogue import tr
from simulator.cli.out import complain

__all__ = ["QUIET_S", "Watched", "watch"]

QUIET_S = 0.3
"""how long nothing may change before a check: editors write a file in more than one go"""
_LOOK_S = 0.1

Stamp = tuple[tuple[str, int, int, int], ...]
"""what a set of files looks like from outside: name, time of change, size, number on the disk"""


class Watched:
    """Decides when to check again; knows no clock and no disk, so that a test can be both."""

    def __init__(self, stamp: Stamp) -> None:
        self._checked = self._seen = stamp
        self._since = 0.0

    def due(self, stamp: Stamp, now: float) -> bool:
        """Whether something has changed since the last check, and nothing for a while."""
        if stamp != self._seen:
            self._seen, self._since = stamp, now
        if stamp == self._checked or now - self._since < QUIET_S:
            return False
        self._checked = stamp
        return True


def watch(references: Sequence[str], check: Callable[[], int]) -> int:
    """Check now and after each change, until an interrupt or a termination; gives 0, since that is its end."""
    from simulator.processes import rest, stopping, ticks

    with stopping() as stop:
        while not stop:
            files = _files(references)
            watched = Watched(_stamp(files))
            check()
            complain(tr("watching; Ctrl-C ends it"))
            while not stop and not watched.due(_stamp(files), ticks()):
                rest(_LOOK_S)
    return 0


def _files(references: Sequence[str]) -> list[Path]:
    """The files of some scenarios and of all libraries that they use, those that are not there yet as well."""
    from simulator.errors import SimulatorError
    from simulator.scenario.library import find_scenario

    found: dict[Path, None] = {}
    for reference in references:
        try:
            _with_libraries(find_scenario(reference), found)
        except SimulatorError:
            found[Path(reference)] = None
    return list(found)


def _with_libraries(path: Path, found: dict[Path, None]) -> None:
    from simulator.errors import SimulatorError
    from simulator.scenario.library import include_path, read_file
    from simulator.scenario.tree import parse_tree

    if path in found:
        return
    found[path] = None
    try:
        uses = parse_tree(read_file(path), path.name)[0].child("uses")
    except SimulatorError:  # the check will say so
        return
    listed = uses.value if uses and isinstance(uses.value, list) else [uses] if uses else []
    for item in listed:
        if not isinstance(item.value, str):
            continue
        try:
            _with_libraries(include_path(item.value, path.parent), found)
        except SimulatorError:
            found[path.parent / item.value] = None


def _stamp(files: Sequence[Path]) -> Stamp:
    rows = []
    for path in files:
        try:
            seen = path.stat()
            rows.append((str(path), seen.st_mtime_ns, seen.st_size, seen.st_ino))
        except (OSError, ValueError):
            rows.append((str(path), 0, 0, 0))
    return tuple(rows)
