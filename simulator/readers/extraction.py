"""Measures of bringing people out of compounds under fire: how many, and how soon."""

from __future__ import annotations

from simulator.readers.responses import Log, mean, share

__all__ = ["extracted", "extraction_minutes"]


def _called(log: Log) -> dict[str, int]:
    """Compounds that called for help because of a fight near them, with the second of the first call."""
    fought = {e.seq for e in log.of("fight_began")}
    first: dict[str, int] = {}
    for event in log.of("call_made"):
        if event.cause in fought:
            first.setdefault(str(event.data["at"]), event.at)
    return first


def extracted(log: Log) -> float | None:
    """Residents who were brought to a base and live, of all who lived in the compounds that called."""
    called = _called(log)
    listed = sum(e.data["count"] for e in log.of("residents_listed") if e.subject in called)
    return share(sum(e.data["count"] for e in log.of("people_brought_in") if e.data["from"] in called), listed)


def extraction_minutes(log: Log) -> float | None:
    """Mean minutes from a compound's first call until the last of its people are brought in; to ENDEX if never."""
    closed = {e.subject: e.at for e in log.of("call_closed")}
    brought = {str(e.data["from"]): e.at for e in log.of("people_brought_in")}
    waits = [
        (brought[place] if place in brought and place in closed else log.end) - at for place, at in _called(log).items()
    ]
    found = mean(waits)
    return None if found is None else found / 60
