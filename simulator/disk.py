"""Disks as the systems differ on them: what survives a power cut, who may write, where a user's things lie.

Ground floor, beside :mod:`simulator.system`.  Three promises, kept as each system can: what :func:`sync` has
returned for is on the disk; a :class:`Lock` dies with its process; nothing here names the machine in clear.
"""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
import time
from hashlib import sha256
from pathlib import Path
from weakref import WeakSet

from simulator.catalogue import tr

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = [
    "Lock",
    "LockHeld",
    "boot_mark",
    "can_write",
    "new_mark",
    "sessions_root",
    "sync",
    "sync_folder",
    "this_process",
]

_PROBES = 5
"""how often a lock is tried: whoever lists sessions holds each for a moment"""
_LOCKED_BYTE = 1 << 30
"""where Windows locks, behind anything that is in the file: a locked byte cannot be read there"""
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def sync(descriptor: int) -> None:
    """Return when the file's bytes and length are on the disk; raises :class:`OSError`."""
    if sys.platform == "darwin":  # fsync leaves bytes in the drive's cache there
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
        else:
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when the folder's names are on the disk; Windows keeps them by itself."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class LockHeld(Exception):
    """Somebody else holds the lock: ``str()`` says who."""


class Lock:
    """An exclusive lock on a file, gone when its holder is: closed, killed, or the machine switched off.

    ``kept`` is false where the disk knows no locks; then nothing is locked.  A forked child gives its copy
    up at once, so that it cannot keep the lock beyond its parent's life.
    """

    def __init__(self, path: Path):
        """Raises :class:`LockHeld`, and :class:`OSError` where the file cannot be made."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(path, flags, 0o600)
        try:
            self.kept = self._try()
            if self.kept:
                os.ftruncate(self._descriptor, 0)
                os.write(self._descriptor, f"{os.getpid()} {_machine_mark()}\n".encode())
        except BaseException:
            os.close(self._descriptor)
            raise
        _HELD.add(self)

    def _try(self) -> bool:
        for probe in range(_PROBES):
            if probe:
                time.sleep(0.01)
            try:
                _lock(self._descriptor)
                return True
            except OSError as error:
                if error.errno in _NO_LOCKS:
                    return False
                if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                    raise
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        raise LockHeld(_holder(os.read(self._descriptor, 200)))

    def release(self) -> None:
        """Let go; what the file said about the holder is wiped."""
        if self._descriptor >= 0:
            if self.kept:
                os.ftruncate(self._descriptor, 0)
            self.abandon()

    def abandon(self) -> None:
        """Close the file without a word to anybody."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


_HELD: WeakSet[Lock] = WeakSet()


def _in_a_child() -> None:
    for lock in list(_HELD):
        lock.abandon()


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    os.register_at_fork(after_in_child=_in_a_child)

    def _lock(descriptor: int) -> None:
        # flock, not lockf: locks of that kind vanish when the same process opens and closes the file elsewhere.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(text: bytes) -> str:
    """Who holds a lock, in words, out of the lock's file."""
    pid, _, mark = text.decode("ascii", "replace").strip().partition(" ")
    if not pid.isdigit():
        return tr("another process")
    if mark == _machine_mark():
        return tr("process {pid} on {machine} (this machine)", pid=pid, machine=socket.gethostname())
    return tr("process {pid} on another machine ({mark})", pid=pid, mark=mark[:8])


def _machine_mark() -> str:
    """A mark that is the same on one machine and says nothing of its name."""
    return sha256(f"startex machine {socket.gethostname()}".encode()).hexdigest()[:16]  # not for people


def new_mark() -> str:
    """A random mark of 64 bits that nobody else has."""
    return secrets.token_hex(8)


def this_process() -> int:
    """The number of this process."""
    return os.getpid()


def boot_mark() -> str:
    """A mark of this start of the machine, empty where the system does not tell."""
    try:
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            return sha256(b"startex boot " + file.read(64)).hexdigest()[:16]
    except OSError:
        return ""


def can_write(folder: Path) -> bool:
    """Whether this user may make something in a folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def sessions_root() -> Path:
    """Where sessions lie when nobody says otherwise; each system has its place."""
    from platformdirs import user_data_path

    return user_data_path("startex", appauthor=False) / "sessions"
