"""The one clock worker: lets the session follow the wall, and the screen follow the session.

It never counts ticks: the session works out exercise time from an anchor.  Painting is what costs, so screens are
brought up to date four times a second at most, and at once after a key.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.desk import Desk

__all__ = ["drive"]

_RUNNING_S, _STANDING_S = 0.05, 0.25
_FRAME_S = 0.25


class Follows(Protocol):
    """Whoever is told that there is something new to see."""

    def bring_up_to_date(self) -> None:
        """Show what is so now."""

    def tell_the_time(self) -> None:
        """Show what the clocks say; nothing else is new."""


async def drive(desk: Desk, screen: Follows) -> None:
    """Pump until cancelled; raises what a fault of ours raises, for the app to show."""
    shown_at, second, happened = 0.0, -1, False
    while True:
        happened = desk.pump() or happened
        moment = desk.now_here().steady
        due = moment - shown_at >= _FRAME_S
        moved = desk.session.pacer.running and desk.now != second
        if due and (happened or moved):
            screen.bring_up_to_date()
            shown_at, second, happened = moment, desk.now, False
        elif moment - shown_at >= 1.0:
            screen.tell_the_time()
            shown_at = moment
        await asyncio.sleep(_RUNNING_S if desk.session.pacer.running else _STANDING_S)
