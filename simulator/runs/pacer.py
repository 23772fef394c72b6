"""The pacer: from wall time to exercise time.

Two ways to pace: the clock runs at some speed, or the facilitator moves it (stepping, jumping).  Exercise time is
worked out from an anchor - this second of the exercise was at that second of the wall - and never added up, so
pausing, changing the speed and being slow lose nothing.  Wall time comes in as a number: nothing here reads a clock.

A machine that slept, a process that was stopped, a clock that somebody set: the pacer says so and stands still.
It never lets the exercise catch up by itself with time in which nobody was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite

from simulator.catalogue import tr
from simulator.errors import UsageError

__all__ = ["FASTEST", "Moment", "Pacer"]

FASTEST = 3600
"""seconds of the exercise in a second of the wall"""

_SET_S = 2.0
"""wall and monotonic clock apart by more than this: the machine slept, or a clock was set"""

_STOPPED_S = 10.0
"""no look for longer than this: the process was stopped"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment outside the exercise: ``steady`` never jumps, ``wall`` is what a clock on the wall says, in seconds."""

    steady: float
    wall: float


class Pacer:
    """Says what second of the exercise it is."""

    def __init__(self, at: int = 0, speed: float = 1.0):
        self.running = False
        self.speed = checked_speed(speed)
        self._at = float(at)
        self._since = 0.0
        self._last: Moment | None = None

    def due(self, now: Moment) -> int:
        """The second of the exercise that it is now."""
        return floor(self._exact(now) + 1e-9)

    def _exact(self, now: Moment) -> float:
        if not self.running:
            return self._at
        return self._at + max(0.0, now.steady - self._since) * self.speed

    def go(self, now: Moment) -> None:
        """The clock runs from here on."""
        if not self.running:
            self.running, self._since, self._last = True, now.steady, now

    def pause(self, now: Moment) -> None:
        """The clock stands."""
        self._at, self.running = self._exact(now), False

    def set_speed(self, speed: float, now: Moment) -> None:
        """Another speed from here on; raises :class:`UsageError` for one that cannot be."""
        speed = checked_speed(speed)
        self._at, self._since, self.speed = self._exact(now), now.steady, speed

    def stand_at(self, at: int, now: Moment) -> None:
        """It is this second of the exercise now: after a step, a jump, or where a decision holds the clock."""
        self._at, self._since = float(at), now.steady

    def gap(self, now: Moment) -> float:
        """Seconds in which nobody was there, since the last look; 0 if there were none.

        Looked at on every pump.  Where it is not 0 the clock has been stopped at the last look.
        """
        last, self._last = self._last, now
        if last is None or not self.running:
            return 0.0
        steady, wall = now.steady - last.steady, now.wall - last.wall
        if abs(wall - steady) > _SET_S:
            self._stop_at(last)
            return wall - steady
        if steady > _STOPPED_S:
            self._stop_at(last)
            return steady
        return 0.0

    def _stop_at(self, last: Moment) -> None:
        self._at, self.running = self._exact(last), False


def checked_speed(speed: float) -> float:
    """A speed from 1 to 3600; raises :class:`UsageError` saying so."""
    if not isfinite(speed) or not 1 <= speed <= FASTEST:
        raise UsageError(
            tr(
                "a speed is from 1 to {fastest} seconds of the exercise a second, not {speed:g}",
                fastest=FASTEST,
                speed=speed,
            )
        )
    return speed
