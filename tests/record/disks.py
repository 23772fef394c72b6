"""Disks for tests: one in memory that forgets at a power cut what was not synced, and one that fails when told to.

Both are file layers as :class:`simulator.record.files.Files` has them, so that the record room does not know.
"""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from simulator.disk import LockHeld
from simulator.record.files import State

__all__ = ["Fault", "FaultyDisk", "Killed", "MemoryDisk"]


class Killed(BaseException):
    """The process died here: nothing of its own runs any more."""


@dataclass
class Inode:
    """A file: what programs see of it, and what is on the disk."""

    number: int
    cached: bytearray = field(default_factory=bytearray)
    durable: bytes = b""
    dropped: list[tuple[int, int]] = field(default_factory=list)
    """ranges that a failed sync has called written though they are not"""

    def synced(self) -> bytes:
        """What a sync writes: not what an earlier one has dropped."""
        found = bytearray(self.cached)
        for begin, end in self.dropped:
            found[begin:end] = bytes(len(found[begin:end]))
        return bytes(found)


class _Lock:
    def __init__(self, disk: MemoryDisk, path: Path):
        self.kept, self._disk, self._path = True, disk, path

    def release(self) -> None:
        self._disk.locks.discard(self._path)


class MemoryDisk:
    """A disk in memory with a cache of file contents and names before it."""

    def __init__(self) -> None:
        self.folders: set[Path] = {Path("/")}
        self.files: dict[Path, Inode] = {}
        self.names_on_disk: dict[Path, Inode] = {}
        self.unsynced_names: list[tuple[Path, Inode | None]] = []
        self.locks: set[Path] = set()
        self.free_bytes = 1 << 40
        self._open: dict[int, tuple[Inode, list[int]]] = {}
        self._next = 3
        self._inodes = 0

    # files

    def create(self, path: Path) -> int:
        if path in self.files:
            raise FileExistsError(errno.EEXIST, "File exists")
        self._folder(path.parent)
        self._inodes += 1
        self._name(path, Inode(self._inodes))
        return self._opened(self.files[path])

    def open_append(self, path: Path) -> int:
        return self._opened(self._inode(path))

    def open_read(self, path: Path, at: int = 0) -> int:
        descriptor = self._opened(self._inode(path))
        self._open[descriptor][1][0] = at
        return descriptor

    def read(self, descriptor: int, size: int) -> bytes:
        inode, place = self._open[descriptor]
        found = bytes(inode.cached[place[0] : place[0] + size])
        place[0] += len(found)
        return found

    def write(self, descriptor: int, content: bytes) -> int:
        taken = min(len(content), self.free_bytes)
        if content and not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.free_bytes -= taken
        self._open[descriptor][0].cached += content[:taken]
        return taken

    def sync(self, descriptor: int) -> None:
        inode = self._open[descriptor][0]
        inode.durable = inode.synced()

    def fail_sync(self, descriptor: int) -> None:
        """What a system does that cannot write: it calls the pages clean, and never tries again."""
        inode = self._open[descriptor][0]
        inode.dropped.append((len(inode.durable), len(inode.cached)))

    def truncate(self, descriptor: int, size: int) -> None:
        cached = self._open[descriptor][0].cached
        self.free_bytes += len(cached) - size
        del cached[size:]

    def close(self, descriptor: int) -> None:
        del self._open[descriptor]

    def state(self, path: Path) -> State:
        inode = self._inode(path)
        return State((1, inode.number), len(inode.cached))

    def state_of(self, descriptor: int) -> State:
        inode = self._open[descriptor][0]
        return State((1, inode.number), len(inode.cached))

    # names

    def replace(self, old: Path, new: Path) -> None:
        inode = self._inode(old)
        self._name(new, inode)
        self._name(old, None)

    def keep(self, old: Path, new: Path) -> None:
        self._name(new, self._inode(old))

    def remove(self, path: Path) -> None:
        inode = self._inode(path)
        self.free_bytes += len(inode.cached)
        self._name(path, None)

    def make_folder(self, path: Path) -> None:
        if path in self.folders:
            raise FileExistsError(errno.EEXIST, "File exists")
        self._folder(path.parent)
        self.folders.add(path)

    def sync_folder(self, folder: Path) -> None:
        self._folder(folder)
        mine = [change for change in self.unsynced_names if change[0].parent == folder]
        self.unsynced_names = [change for change in self.unsynced_names if change[0].parent != folder]
        self._settle(mine)

    def names(self, folder: Path) -> list[str]:
        self._folder(folder)
        return sorted(path.name for path in [*self.files, *self.folders] if path.parent == folder and path != folder)

    def free(self, folder: Path) -> int:
        return self.free_bytes

    def lock(self, path: Path) -> _Lock:
        self._folder(path.parent)
        if path in self.locks:
            raise LockHeld("another process")
        self.locks.add(path)
        return _Lock(self, path)

    # what happens to a machine

    def kill(self) -> None:
        """Every process ends at once: descriptors and locks are gone, the cache is not."""
        self._open.clear()
        self.locks.clear()

    def power_cut(self, rng: random.Random) -> None:
        """The cache is gone too: of each file what was synced, and of what was not any part, zeros among it."""
        self.kill()
        self._settle(self.unsynced_names[: rng.randint(0, len(self.unsynced_names))])
        self.unsynced_names = []
        self.files = dict(self.names_on_disk)
        for inode in {inode.number: inode for inode in self.files.values()}.values():
            inode.cached = bytearray(_left(inode, rng))
            inode.durable, inode.dropped = bytes(inode.cached), []

    def _settle(self, changes: list[tuple[Path, Inode | None]]) -> None:
        for path, inode in changes:
            if inode is None:
                self.names_on_disk.pop(path, None)
            else:
                self.names_on_disk[path] = inode

    def _name(self, path: Path, inode: Inode | None) -> None:
        if inode is None:
            del self.files[path]
        else:
            self.files[path] = inode
        self.unsynced_names.append((path, inode))

    def _opened(self, inode: Inode) -> int:
        self._next += 1
        self._open[self._next] = (inode, [0])
        return self._next

    def _inode(self, path: Path) -> Inode:
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        return self.files[path]

    def _folder(self, folder: Path) -> None:
        if folder in self.files:
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory")
        if folder not in self.folders:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    def put(self, path: Path, content: bytes) -> None:
        """Lay a file on the disk, synced."""
        self._inodes += 1
        inode = Inode(self._inodes, bytearray(content), content)
        self.files[path] = self.names_on_disk[path] = inode

    def content(self, path: Path) -> bytes:
        """What programs see in a file."""
        return bytes(self._inode(path).cached)


def _left(inode: Inode, rng: random.Random) -> bytes:
    """What a power cut leaves of a file."""
    durable, cached = inode.durable, inode.synced()
    if not cached.startswith(durable):
        return rng.choice((durable, cached))
    rest = cached[len(durable) :]
    kept = rng.randint(0, len(rest))
    zeros = rng.choice((0, 0, len(rest) - kept))
    return durable + rest[:kept] + bytes(zeros)


@dataclass
class Fault:
    """What goes wrong at the n-th call, counted from 1: there alone, or from there on.

    ``error`` is an errno; ``short`` writes half and then does what else is said; ``killed`` ends the process, before
    the call or after it.
    """

    at: int
    error: int = 0
    persistent: bool = False
    short: bool = False
    killed: str = ""
    only: tuple[str, ...] = ()

    def strikes(self, call: int, name: str) -> bool:
        """Whether this call fails."""
        return (call == self.at or (self.persistent and call > self.at)) and (not self.only or name in self.only)


class FaultyDisk:
    """A disk in memory whose calls are counted, and fail as a fault says."""

    def __init__(self, disk: MemoryDisk, fault: Fault | None = None):
        self.disk, self.fault, self.calls, self.trace = disk, fault, 0, []

    def __getattr__(self, name: str) -> Callable[..., object]:
        real = getattr(self.disk, name)

        def call(*arguments: object) -> object:
            self.calls += 1
            self.trace.append(name)
            fault = self.fault
            if fault is None or not fault.strikes(self.calls, name):
                return real(*arguments)
            if name == "close" and fault.error:  # the system gives the descriptor back whatever it says
                real(*arguments)
            if fault.killed == "after":
                real(*arguments)
            if name == "write" and fault.short and len(arguments[1]) > 1:
                taken = self.disk.write(arguments[0], arguments[1][: len(arguments[1]) // 2])
                if not (fault.error or fault.killed):
                    return taken
            if fault.killed:
                raise Killed
            if name == "sync" and fault.error not in (0, errno.EINTR):
                self.disk.fail_sync(*arguments)
            if fault.error:
                raise OSError(fault.error, errno.errorcode[fault.error])
            return real(*arguments)

        return call
