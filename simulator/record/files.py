"""The file layer: every touch of a disk that the record room makes, behind one interface.

So that each can be made to fail in a test, at the first, second, n-th call, and so that a power cut can be played
without one.  Every method raises :class:`OSError` as the system does.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple, Protocol

from simulator.disk import Lock, sync, sync_folder

__all__ = ["INTERRUPTIONS", "REAL", "Files", "Held", "State", "said", "write_all"]


class State(NamedTuple):
    """Which file a name stands for, and its bytes."""

    identity: tuple[int, int]
    size: int


class Held(Protocol):
    """A lock that somebody holds."""

    kept: bool

    def release(self) -> None:
        """Let go."""


class Files(Protocol):
    """What the record room asks of a disk.  Descriptors are numbers that only this interface understands."""

    def create(self, path: Path) -> int:
        """Open a new file for appending, for its owner alone; there must be none of this name."""

    def open_append(self, path: Path) -> int:
        """Open a file that is there for appending."""

    def open_read(self, path: Path, at: int = 0) -> int:
        """Open a file for reading, from a byte on."""

    def read(self, descriptor: int, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end."""

    def write(self, descriptor: int, content: bytes) -> int:
        """Append; gives how many bytes were taken, which may be fewer."""

    def sync(self, descriptor: int) -> None:
        """Return when all that was written is on the disk."""

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file to ``size`` bytes."""

    def close(self, descriptor: int) -> None:
        """Give the descriptor back."""

    def state(self, path: Path) -> State:
        """Which file the name stands for now."""

    def state_of(self, descriptor: int) -> State:
        """Which file the descriptor stands for."""

    def replace(self, old: Path, new: Path) -> None:
        """Give a file another name, in place of what had it."""

    def keep(self, old: Path, new: Path) -> None:
        """Give a file a second name, or a new one where a file can only have one."""

    def remove(self, path: Path) -> None:
        """Take a name away."""

    def make_folder(self, path: Path) -> None:
        """Make a folder for its owner alone; there must be none of this name, and one above it."""

    def sync_folder(self, folder: Path) -> None:
        """Return when the folder's names are on the disk."""

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, in order."""

    def free(self, folder: Path) -> int:
        """Bytes that may still be written there."""

    def lock(self, path: Path) -> Held:
        """Take the lock of this name; raises :class:`simulator.disk.LockHeld`."""


_ALWAYS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_BINARY", 0)


class _Disk:
    """The real one."""

    def create(self, path: Path) -> int:
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | _ALWAYS, 0o600)

    def open_append(self, path: Path) -> int:
        return os.open(path, os.O_WRONLY | os.O_APPEND | _ALWAYS)

    def open_read(self, path: Path, at: int = 0) -> int:
        descriptor = os.open(path, os.O_RDONLY | _ALWAYS | getattr(os, "O_NONBLOCK", 0))  # never wait at a pipe
        if at:
            os.lseek(descriptor, at, os.SEEK_SET)
        return descriptor

    def read(self, descriptor: int, size: int) -> bytes:
        return os.read(descriptor, size)

    def write(self, descriptor: int, content: bytes) -> int:
        return os.write(descriptor, content)

    def sync(self, descriptor: int) -> None:
        sync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        os.close(descriptor)

    def state(self, path: Path) -> State:
        found = os.stat(path)
        return State((found.st_dev, found.st_ino), found.st_size)

    def state_of(self, descriptor: int) -> State:
        found = os.fstat(descriptor)
        return State((found.st_dev, found.st_ino), found.st_size)

    def replace(self, old: Path, new: Path) -> None:
        os.replace(old, new)

    def keep(self, old: Path, new: Path) -> None:
        try:
            os.link(old, new)
        except OSError:
            os.replace(old, new)

    def remove(self, path: Path) -> None:
        os.unlink(path)

    def make_folder(self, path: Path) -> None:
        os.mkdir(path, 0o700)

    def sync_folder(self, folder: Path) -> None:
        sync_folder(folder)

    def names(self, folder: Path) -> list[str]:
        return sorted(os.listdir(folder))

    def free(self, folder: Path) -> int:
        return shutil.disk_usage(folder).free

    def lock(self, path: Path) -> Lock:
        return Lock(path)


REAL: Files = _Disk()

INTERRUPTIONS = 100
"""signals in a row that a call outlasts"""


def write_all(files: Files, descriptor: int, content: bytes) -> None:
    """Append all of it, however little the system takes at a time."""
    interrupted = 0
    rest = memoryview(content)
    while rest:
        try:
            taken = files.write(descriptor, bytes(rest))
        except InterruptedError:
            interrupted += 1
            if interrupted > INTERRUPTIONS:
                raise
            continue
        rest = rest[taken:]


def said(error: OSError) -> str:
    """What the system says of an error, without numbers and paths."""
    return error.strerror or str(error)
