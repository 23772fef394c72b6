"""The log of a world that is played for hours: all but the newest events as bytes.

An event as an object takes five times the bytes that it needs, and a screen looks at the newest.  Older ones are
packed in blocks with :mod:`marshal`, which gives back the same integers, words, lists and tuples; what is read of an
old block is unpacked and kept until another one is read.  A run without a room keeps a plain list: it is faster, and
gone with the run.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload

from simulator.events import LogEvent

__all__ = ["Log", "PackedLog"]

_BLOCK = 256
"""events that are packed together"""


class PackedLog(Sequence[LogEvent]):
    """LogEvents in their order, to be added to and read like a list; an event is never changed once it is in."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._new: list[LogEvent] = []
        self._read: tuple[int, list[LogEvent]] = (-1, [])
        """the block that was read last, and its events"""

    def append(self, event: LogEvent) -> None:
        """Add the next event."""
        self._new.append(event)
        if len(self._new) == 2 * _BLOCK:
            self._blocks.append(marshal.dumps([tuple(old) for old in self._new[:_BLOCK]]))
            del self._new[:_BLOCK]

    def __len__(self) -> int:
        return _BLOCK * len(self._blocks) + len(self._new)

    @overload
    def __getitem__(self, at: int) -> LogEvent: ...

    @overload
    def __getitem__(self, at: slice) -> list[LogEvent]: ...

    def __getitem__(self, at: int | slice) -> LogEvent | list[LogEvent]:
        """An event, or a list of those of a slice; raises IndexError as a list does."""
        if isinstance(at, slice):
            first, end, step = at.indices(len(self))
            return list(islice(self._from(first), end - first))[::step] if step > 0 else [*self][at]
        place = at if at >= 0 else at + len(self)
        block, within = divmod(place, _BLOCK)
        if not 0 <= block < len(self._blocks):
            return self._new[place - _BLOCK * len(self._blocks) if place >= 0 else -len(self._new) - 1]
        return self._unpacked(block)[within]

    def __iter__(self) -> Iterator[LogEvent]:
        return self._from(0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(a == b for a, b in zip(self, other))

    __hash__ = None  # type: ignore[assignment]

    def _from(self, place: int) -> Iterator[LogEvent]:
        """The events from a place on, as they are when each is asked for."""
        while place < _BLOCK * len(self._blocks):
            block, within = divmod(place, _BLOCK)
            events = self._unpacked(block)[within:]
            yield from events
            place += len(events)
        while place < len(self):
            yield self[place]
            place += 1

    def _unpacked(self, block: int) -> list[LogEvent]:
        if self._read[0] != block:
            self._read = (block, [LogEvent(*old) for old in marshal.loads(self._blocks[block])])  # noqa: S302 - our own bytes
        return self._read[1]


Log = list[LogEvent] | PackedLog
