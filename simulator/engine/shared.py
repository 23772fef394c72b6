"""The log of a world that is played for hours: events that say the same share what they say.

Patrols go out and come in, posts call in, all day long, and the data of most events are those of an earlier one.  A
run without a room keeps a plain list: it is quicker, and gone with the run.
"""

from __future__ import annotations

from typing import Any

from simulator.events import LogEvent

__all__ = ["SharedLog"]

_tuple_new = tuple.__new__
_MOST = 1024
"""data that are looked for when an event comes: those of all patrols and posts of a large site"""


class SharedLog(list[LogEvent]):
    """A list of LogEvents.  :meth:`append` lets one share the data of another; nobody may change data in it."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, dict[str, Any]] = {}

    def append(self, event: LogEvent) -> None:
        """Add the next event."""
        said = repr(event.data)  # in which a truth is no number
        known = self._known.get(said)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[said] = event.data
        else:
            event = _tuple_new(LogEvent, (*event[:4], known, *event[5:]))  # _replace takes a third more memory
        super().append(event)
