"""The family of a session: the forks beside it, each below the one that it was forked from.

A fork names its parent and the second at which the two part.  Names are compared, not paths, so that a folder of
sessions may be moved as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.engine.engine import Engine
from simulator.errors import SimulatorError
from simulator.events import LogEvent
from simulator.record.journal import read_journal
from simulator.record.listing import SessionLine, list_sessions
from simulator.runs.replay import Header, play
from simulator.runs.sessions import look_at

__all__ = ["Member", "family", "log_at"]


@dataclass(frozen=True, slots=True)
class Member:
    """A session of a family: how deep below its root, where it parted from its parent (-1 for a root), its line."""

    line: SessionLine
    depth: int
    parted_at: int

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.line.path


def family(folder: Path) -> list[Member]:
    """The tree that a session belongs to, parents before their forks; raises StorageError."""
    lines = {line.path.name: line for line in list_sessions(folder.resolve().parent)}
    parents = {name: found for name, line in lines.items() if (found := _parent(line)) is not None}
    root = folder.resolve().name
    seen = {root}
    while root in parents and parents[root][0] in lines and parents[root][0] not in seen:
        root = parents[root][0]
        seen.add(root)
    return list(_below(root, lines, parents, 0, set()))


def _parent(line: SessionLine) -> tuple[str, int] | None:
    """(name, second) of what a session was forked from; None for one that was not, or that cannot be read."""
    try:
        parent = Header.of(read_journal(line.path).header).parent
        return (str(parent["name"]), int(parent["at"])) if parent.get("name") else None
    except (SimulatorError, KeyError, ValueError):
        return None


def _below(
    name: str, lines: dict[str, SessionLine], parents: dict[str, tuple[str, int]], depth: int, seen: set[str]
) -> Sequence[Member]:
    if name not in lines or name in seen:
        return []
    seen.add(name)
    found = [Member(lines[name], depth, parents[name][1] if name in parents else -1)]
    children = sorted((at, child) for child, (parent, at) in parents.items() if parent == name)
    for _, child in children:
        found += _below(child, lines, parents, depth + 1, seen)
    return found


def log_at(folder: Path, at: int) -> Sequence[LogEvent]:
    """The events of a session up to a second, by replay; as far as it came if it never came there."""
    found = look_at(folder)
    engine: Engine = found.header.engine(found.program)
    play(engine, [entry for entry in found.history if entry.at <= at])
    last = found.history[-1].at if found.history else 0
    engine.advance_to(min(at, last))
    return engine.log
