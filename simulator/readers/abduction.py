"""Measures of abductions, from the log alone."""

from __future__ import annotations

from simulator.readers.responses import Log, share

__all__ = ["captives_lost", "captives_taken", "rescued_share"]


def captives_taken(log: Log) -> float | None:
    """People led away from where they were at work; None where nobody works outside the wire."""
    if not log.by_kind.get("farmers_out"):
        return None
    return float(sum(e.data["count"] for e in log.of("captives_taken")))


def captives_lost(log: Log) -> float | None:
    """Of the people led away, those who were not free again."""
    taken = captives_taken(log)
    return None if taken is None else taken - sum(e.data["count"] for e in log.of("captives_freed"))


def rescued_share(log: Log) -> float | None:
    """Of the people led away, those who were free again before their captors were out of reach."""
    taken = sum(e.data["count"] for e in log.of("captives_taken"))
    return share(sum(e.data["count"] for e in log.of("captives_freed")), taken)
