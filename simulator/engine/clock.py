"""Exercise time on a SimPy environment, with slotted calls beside SimPy's own events.

``call_later`` is the default for effects, messages and timers: one heap entry, no process and no
event object.  Generators stay possible for scripted procedures, since this is a
:class:`simpy.Environment`.  The loop is ours: ``run(until=...)`` would leave a spent stop event in
the heap and change the count of steps.

This is the only module that touches SimPy's private ``_queue``, ``_eid`` and ``_now``; a test holds
them to SimPy's documented order (time, priority, insertion).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any

import simpy
from simpy.events import NORMAL

from simulator.errors import EngineFault, RuleStorm
from simulator.reasons import RULE_STORM

__all__ = ["MOST_IN_AN_INSTANT", "Call", "ExerciseClock"]

MOST_IN_AN_INSTANT = 100_000
"""more steps than this at one second are an endless loop"""

_AT_ONCE = -1
"""comes before everything else that is due in the same second"""


class _Halted(Exception):
    """The clock stands still in the middle of a second."""


class Call:
    """A function to be called at a time; cancelled by :meth:`ExerciseClock.cancel`."""

    __slots__ = ("args", "at", "fn")

    def __init__(self, fn: Callable[..., object] | None, args: tuple[Any, ...], at: int):
        self.fn = fn
        self.args = args
        self.at = at
        """when it is made"""


class ExerciseClock(simpy.Environment):
    """A SimPy environment in whole seconds that is advanced by its owner."""

    def __init__(self) -> None:
        super().__init__(0)
        self._heap: list[Any] = self._queue  # SimPy's own list; our entries are not all events
        self.steps = 0
        """how many events and calls have been executed"""
        self._dead = 0
        self.later = self._make_later()
        """``later(delay, fn, *args)``: as :meth:`call_later`, for what is never taken back, and cheaper"""

    def _make_later(self) -> Callable[..., None]:
        """The hottest function of a run, with everything it needs at hand."""
        queue, number = self._heap, self._eid.__next__

        def _later(delay: float, fn: Callable[..., object], *args: Any) -> None:
            heappush(queue, (self._now + int(delay), NORMAL, number(), None, fn, args))

        return _later

    def call_at(self, at: int, fn: Callable[..., object], *args: Any) -> Call:
        """Call ``fn(*args)`` at second ``at``; after what is already due then."""
        if at < self._now:
            raise EngineFault(f"a call at {at} lies before now ({self._now})")
        call = Call(fn, args, at)
        heappush(self._heap, (at, NORMAL, next(self._eid), call))
        return call

    def call_later(self, delay: float, fn: Callable[..., object], *args: Any) -> Call:
        """Call ``fn(*args)`` ``delay`` seconds from now; fractions are cut off."""
        at = int(self._now) + int(delay)
        call = Call(fn, args, at)
        heappush(self._heap, (at, NORMAL, next(self._eid), call))
        return call

    def halt(self, still: Callable[[], bool]) -> None:
        """Stop :meth:`advance` after the present step if ``still()`` holds then, though more is due in this second."""

        def _halts() -> None:
            if still():
                raise _Halted

        heappush(self._heap, (self._now, _AT_ONCE, next(self._eid), Call(_halts, (), int(self._now))))

    def cancel(self, call: Call | None) -> None:
        """Take a call back; nothing happens if it was made or taken back before."""
        if call is not None and call.fn is not None:
            call.fn = None
            self._dead += 1
            if self._dead > 256 and self._dead * 2 > len(self._heap):
                self._compact()

    def _compact(self) -> None:
        """Rebuild the heap without the calls that were taken back."""
        queue = self._heap
        queue[:] = [item for item in queue if not (item[3].__class__ is Call and item[3].fn is None)]
        heapify(queue)
        self._dead = 0

    def advance(self, until: int) -> None:
        """Execute everything due at or before ``until``, then stand at ``until``, or where :meth:`halt` stops it."""
        queue, steps, now, same = self._heap, self.steps, self._now, 0
        try:
            while queue:
                item = heappop(queue)
                at = item[0]
                if at != now:
                    if at > until:
                        heappush(queue, item)
                        break
                    now = self._now = at
                    same = 0
                else:
                    same += 1
                    if same > MOST_IN_AN_INSTANT:
                        raise _storm(now, item)
                event = item[3]
                if event is None:
                    steps += 1
                    item[4](*item[5])
                elif event.__class__ is Call:
                    fn = event.fn
                    if fn is None:
                        self._dead -= 1
                        continue
                    event.fn = None
                    steps += 1
                    fn(*event.args)
                else:
                    steps += 1
                    self._simpy(event)
        except _Halted:
            return
        finally:
            self.steps = steps
        self._now = max(self._now, until)

    @staticmethod
    def _simpy(event: Any) -> None:
        """What SimPy's own ``step`` does with an event that it has taken from the heap."""
        callbacks, event.callbacks = event.callbacks, None
        for callback in callbacks:
            callback(event)
        if not event._ok and not hasattr(event, "_defused"):
            raise event._value

    def next_at(self) -> int | None:
        """When the next thing happens; None when nothing is left."""
        queue = self._heap
        while queue and queue[0][3].__class__ is Call and queue[0][3].fn is None:
            heappop(queue)
            self._dead -= 1
        return int(queue[0][0]) if queue else None


def _storm(now: float, item: Any) -> RuleStorm:
    """The fault of a second that does not end."""
    return RuleStorm(RULE_STORM.format(most=MOST_IN_AN_INSTANT, now=now, about=_about(item)))


def _about(item: Any) -> str:
    """What a heap entry was about, for the message of a fault."""
    event = item[3]
    fn, args = (item[4], item[5]) if event is None else (getattr(event, "fn", None), getattr(event, "args", ()))
    name = getattr(fn, "__qualname__", type(event).__name__)
    return f"{name}({', '.join(str(getattr(a, 'id', a))[:40] for a in args[:3])})"
