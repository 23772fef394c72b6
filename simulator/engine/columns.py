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


class ColumnLog(Sequence[LogEvent]):
    """The LogEvents of one run in their order: the first has seq 1, and nobody leaves one out.

    It only grows.  The data of an appended event are the log's own from then on: nobody may change them.  Looking at an
    event makes it anew, equal to the one that was appended.
    """

    def __init__(self) -> None:
        self._at = array("I")
        self._texts: list[str] = []
        self._number: dict[str, int] = {}
        self._kind, self._subject = array("I"), array("I")
        self._cause = array("I")  # 0 for none
        self._given, self._given_to = array("I"), array("I")  # all seqs in a row, and where those of each event end
        self._known: dict[str, dict[str, Any]] = {}
        self._data: list[dict[str, Any]] = []  # the last that grows: an event that is counted is there whole

    def append(self, event: LogEvent) -> None:
        """Add the next event."""
        _, at, kind, subject, data, cause, given = event
        self._at.append(at)
        self._kind.append(self._numbered(kind))
        self._subject.append(self._numbered(subject))
        self._cause.append(cause or 0)
        self._given.extend(given)
        self._given_to.append(len(self._given))
        self._data.append(self._once(data))

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
        return len(self._data)

    @overload
    def __getitem__(self, at: int) -> LogEvent: ...
    @overload
    def __getitem__(self, at: slice) -> list[LogEvent]: ...
    def __getitem__(self, at: int | slice) -> LogEvent | list[LogEvent]:
        if isinstance(at, slice):
            return [self._made(n) for n in range(*at.indices(len(self._data)))]
        return self._made(range(len(self._data))[at])

    def __iter__(self) -> Iterator[LogEvent]:
        texts, given, first = self._texts, self._given, 0
        columns = zip(self._at, self._kind, self._subject, self._cause, self._given_to, self._data, strict=False)
        for seq, (at, kind, subject, cause, to, data) in enumerate(columns, 1):
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
        texts, to = self._texts, self._given_to
        given = tuple(self._given[to[n - 1] if n else 0 : to[n]])
        head = (n + 1, self._at[n], texts[self._kind[n]], texts[self._subject[n]])
        return _tuple_new(LogEvent, (*head, self._data[n], self._cause[n] or None, given))
