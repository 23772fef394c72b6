"""A log that is kept in few bytes reads like a list."""

from __future__ import annotations

from simulator.events import LogEvent


def events(count: int) -> list[LogEvent]:
    return [
        LogEvent(
            k,
            60 * k,
            "sighted",
            f"post_{k % 7}",
            {"what": "contact", "of": ["a", k], "near": k % 2 == 0},
            k - 1 or None,
            (k,),
        )
        for k in range(1, count + 1)
    ]
