"""Hand-made logs: ``log(("sighted", 60, "post_1", {...}), ...)`` numbers the events and closes at ENDEX."""

from __future__ import annotations

from typing import Any

from simulator.events import LogEvent

__all__ = ["HOUR", "MINUTE", "log"]

MINUTE, HOUR = 60, 3600


def log(*rows: tuple[Any, ...], end: int = 10 * HOUR) -> list[LogEvent]:
    """Events from (kind, at, subject, data[, cause]) rows in order of time, between STARTEX and ENDEX."""
    events = [LogEvent(1, 0, "exercise_started", "test", {}, None)]
    for row in sorted(rows, key=lambda row: row[1]):
        kind, at, subject, data, *cause = row
        events.append(LogEvent(len(events) + 1, at, kind, subject, data, cause[0] if cause else 1))
    events.append(LogEvent(len(events) + 1, end, "exercise_ended", "test", {}, 1))
    return events
