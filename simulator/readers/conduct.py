"""What the way in which an exercise was conducted does to its numbers.

Times of the response (K2 to K5) are exercise time.  One that was running while the clock was held or jumped, or while
exercise control changed the world by hand, says nothing about the people in the room: it is not comparable, and is
set beside no other.
"""

from __future__ import annotations

from simulator.catalogue import marked, tr
from simulator.readers.responses import NEVER, Log

__all__ = ["not_comparable"]

_STEPS = (
    ("detect_to_report", "seen", "reported"),
    ("report_to_decide", "reported", "ordered"),
    ("decide_to_move", "ordered", "accepted"),
    ("move_to_scene", "accepted", "arrived"),
)
_HELD = {
    "hold": marked("the clock was held"),
    "stop": marked("the exercise was stopped"),
    "jump": marked("the clock was moved on"),
}


def not_comparable(log: Log) -> dict[str, str]:
    """Measure of K2 to K5 -> why it cannot be compared; empty where nobody touched clock or world."""
    marks = [
        *((e.at, tr(_HELD[e.data["kind"]])) for e in log.of("remark_made") if e.data["kind"] in _HELD),
        *((e.at, tr("the world was changed by hand")) for e in log.of("world_overridden")),
    ]
    found: dict[str, str] = {}
    for measure, first, then in _STEPS:
        for incident in log.incidents:
            begun, ended = getattr(incident, first), getattr(incident, then)
            within = [why for at, why in marks if begun != NEVER and begun <= at and (ended == NEVER or at <= ended)]
            if within:
                found.setdefault(measure, ", ".join(dict.fromkeys(within)))
    return found
