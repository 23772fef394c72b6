"""What processes ask of the system, behind one interface: how workers begin and end, which signals stop a run,
who holds a folder, and what lies on the disk for good.

Beside :mod:`simulator.system` and :mod:`simulator.disk` the only module that may look at the platform.  It knows
nothing of scenarios.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TextIO

from simulator import catalogue
from simulator.disk import Lock, sync, sync_folder

__all__ = [
    "Stop",
    "begin_worker",
    "cores",
    "held",
    "lasting",
    "leftovers",
    "one_at_a_time",
    "replaced",
    "replaced_text",
    "rest",
    "stopping",
    "ticks",
    "worker_context",
]

_PART = ".part"
"""how a file is called that is not whole yet; it begins with a dot as well"""
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


_MOST_WAITED_FOR = 61
"""processes that Windows can wait for at once"""
one_at_a_time = threading.Lock()
"""held by whoever does what only one thread of a process may do"""


def ticks() -> float:
    """Seconds that only ever grow; their beginning means nothing."""
    return time.monotonic()


def rest(seconds: float) -> None:
    """Let time pass, doing nothing; a signal ends it."""
    time.sleep(seconds)


def cores() -> int:
    """How many cores this process may use, as far as the system can wait for so many workers at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return min(os.cpu_count() or 1, _MOST_WAITED_FOR if os.name == "nt" else 2**16)


# workers


def worker_context(preload: Sequence[str]) -> BaseContext:
    """How worker processes begin here: from a clean server that has imported ``preload``, where there is one.

    They are never forked from this process, which may hold threads and locks.  Libraries of linear algebra get one
    thread in each.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def begin_worker() -> None:
    """Called in a new worker: the keyboard's interrupt is its parent's business, and it ends when the parent does.

    It speaks the language of its parent, which says so in the environment.
    """
    catalogue.use(catalogue.asked_for(os.environ))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """Wait for the parent's end, however it came, and follow it: nothing of a worker outlives its batch."""
    connection.wait([sentinel])
    os._exit(1)


# signals


@dataclass
class Stop:
    """Whether somebody asked for an end, and by which signal; 0 if nobody did."""

    signal: int = 0

    def __bool__(self) -> bool:
        return self.signal != 0


@contextmanager
def stopping() -> Iterator[Stop]:
    """Inside, the first interrupt or termination is only noted; a second one interrupts as ever."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def _note(number: int, _frame: object) -> None:
        if stop:
            raise KeyboardInterrupt
        stop.signal = number

    before = {number: signal.signal(number, _note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, old in before.items():
            signal.signal(number, old)


# folders and files


@contextmanager
def held(path: str) -> Iterator[None]:
    """Hold a lock file as long as the block lasts; raises :class:`simulator.disk.LockHeld` and OSError."""
    lock = Lock(Path(path))
    try:
        yield
    finally:
        lock.release()


@contextmanager
def replaced(path: str) -> Iterator[str]:
    """Gives the name of a file beside ``path`` to write; after the block it lies at ``path``, whole and for good.

    If the block fails nothing has changed.  Raises OSError.
    """
    folder, name = os.path.split(os.path.abspath(path))
    descriptor, beside = tempfile.mkstemp(prefix=f".{name}.", suffix=_PART, dir=folder)
    os.close(descriptor)
    try:
        yield beside
        os.chmod(beside, 0o644)
        _flush(beside)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    with suppress(OSError):  # where folders cannot be flushed the renaming is as good as the file system makes it
        sync_folder(Path(folder))


@contextmanager
def replaced_text(path: str) -> Iterator[TextIO]:
    """The same, open for writing text in UTF-8, whose lines end as they are written."""
    with replaced(path) as beside, open(beside, "w", newline="", encoding="utf-8") as file:
        yield file


def lasting(path: str, content: bytes) -> None:
    """Write a file whole and for good, or leave what was there; raises OSError."""
    with replaced(path) as beside, open(beside, "wb") as file:
        file.write(content)


def leftovers(folder: str) -> list[str]:
    """Files in a folder that a process which was killed has left half written."""
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n.startswith(".") and n.endswith(_PART)]


def _flush(path: str) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)
