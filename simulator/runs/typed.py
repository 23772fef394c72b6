"""Times as a facilitator types them, in the line mode and on the screen."""

from __future__ import annotations

import re
from datetime import datetime

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.quantities import QuantityError
from simulator.units import Epoch, parse_when

__all__ = ["span", "when"]

_MOMENT = re.compile(r"[HD]\s*\+", re.IGNORECASE)
"""how a second of the exercise begins, as the language reads it; anything else is a span"""


def span(text: str) -> int:
    """Seconds of a span such as ``5 min``, ``90 s`` or ``-10 min``; raises :class:`UsageError`."""
    clean = text.strip()
    try:
        return -parse_when(clean[1:]) if clean.startswith("-") else parse_when(clean.lstrip("+"))
    except QuantityError as error:
        raise UsageError(tr("{why}; write 5 min, 90 s or 1 h 30 min", why=error)) from None


def when(text: str, now: int, startex: str) -> int:
    """A second of the exercise: ``H+1:30``, ``D+1 06:00``, or a span from now; raises :class:`UsageError`."""
    clean = text.strip()
    if _MOMENT.match(clean):
        try:
            return parse_when(clean[0].upper() + clean[1:], Epoch(datetime.fromisoformat(startex)))
        except QuantityError as error:
            raise UsageError(f"{error}") from None
    return now + span(clean)
