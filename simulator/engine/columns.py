"""The log of a world that is played for hours, kept by columns: a tenth of the memory that as many objects would take.

A hundred thousand LogEvents are 36 MB.  Every screen may look back into all of them and hardly ever does, so that an
event is made when somebody looks at it.  Patrols go out and come in, posts call in, all day long: what most events say
was said before, and is kept once.  A run without a room keeps a plain list: it is quicker, and gone with the run.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, overload

from simulator.events import LogEvent

__all__ = ["ColumnLog"]

_tuple_new = tuple.__new__
_MOST = 1024
"""data that are looked for when an event comes: those of all patrols and posts of a large site"""
_BLOCK = 4096
"""events of a block: columns that grew to hours would be copied again and again, and leave holes in the heap"""


class _Block:
    """The columns of so many events in a row."""

    __slots__ = ("at", "cause", "data", "given", "given_to", "kind", "subject")

    def __init__(self) -> None:
        self.at, self.kind, self.subject = array("I"), array("I"), array("I")
        self.cause = array("I")  # 0 for none
        self.given, self.given_to = array("I"), array("I")  # all seqs in a row, and where those of each event end
        self.data: list[dict[str, Any]] = []  # the last that grows: an event that is counted is there whole


class ColumnLog(Sequence[LogEvent]):
    """The LogEvents of one run in their order: the first has seq 1, and nobody leaves one out.

    It only grows.  The data of an appended event are the log's own from then on: nobody may change them.  Looking at an
    event makes it anew, equal to the one that was appended.
    """

    def __init__(self) -> None:
        self._blocks = [_Block()]
        self._texts: list[str] = []
        self._number: dict[str, int] = {}
        self._known: dict[str, dict[str, Any]] = {}

    def append(self, event: LogEvent) -> None:
        """Add the next event."""
        _, at, kind, subject, data, cause, given = event
        block = self._blocks[-1]
        if len(block.data) == _BLOCK:
            block = _Block()
            self._blocks.append(block)
        block.at.append(at)
        block.kind.append(self._numbered(kind))
        block.subject.append(self._numbered(subject))
        block.cause.append(cause or 0)
        block.given.extend(given)
        block.given_to.append(len(block.given))
        block.data.append(self._once(data))

    def _numbered(self, text: str) -> int:
        number = self._number.get(text)
        if number is None:
            number = self._number[text] = len(self._texts)
            self._texts.append(text)
        return number

    def _once(self, data: dict[str, Any]) -> dict[str, Any]:
        """These data, or earlier ones that say the same."""
        said = repr(data)  # in which a truth is no number
        known = self._known.get(said)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[said] = data
        return known

    def __len__(self) -> int:
        blocks = len(self._blocks)
        return (blocks - 1) * _BLOCK + len(self._blocks[blocks - 1].data)

    @overload
    def __getitem__(self, at: int) -> LogEvent: ...
    @overload
    def __getitem__(self, at: slice) -> list[LogEvent]: ...
    def __getitem__(self, at: int | slice) -> LogEvent | list[LogEvent]:
        if isinstance(at, slice):
            return [self._made(n) for n in range(*at.indices(len(self)))]
        return self._made(range(len(self))[at])

    def __iter__(self) -> Iterator[LogEvent]:
        texts, seq = self._texts, 0
        for block in self._blocks:
            given, first = block.given, 0
            columns = (block.at, block.kind, block.subject, block.cause, block.given_to, block.data)
            for at, kind, subject, cause, to, data in zip(*columns, strict=False):
                seq += 1
                depends = tuple(given[first:to]) if to > first else ()
                yield _tuple_new(LogEvent, (seq, at, texts[kind], texts[subject], data, cause or None, depends))
                first = to

    def __eq__(self, other: object) -> bool:
        """Whether another log, or a list, has the same events."""
        if not isinstance(other, (ColumnLog, list)):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it grows

    def _made(self, n: int) -> LogEvent:
        block, k = self._blocks[n // _BLOCK], n % _BLOCK
        texts, to = self._texts, block.given_to
        given = tuple(block.given[to[k - 1] if k else 0 : to[k]])
        head = (n + 1, block.at[k], texts[block.kind[k]], texts[block.subject[k]])
        return _tuple_new(LogEvent, (*head, block.data[k], block.cause[k] or None, given))
