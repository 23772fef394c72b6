"""Measures of the people who decide: how soon one of them, and no other, leads."""

from __future__ import annotations

from simulator.readers.responses import Log

__all__ = ["lead_settled"]


def lead_settled(log: Log) -> float | None:
    """Minutes from the first report of shots or a contact until one post leads, and no other; else to ENDEX."""
    heard = [e.at for e in log.of("report_received") if e.data["what"] in ("shots", "contact")]
    if not heard:
        return None
    announced = log.of("lead_announced")
    acknowledged = [e.at for e in log.of("lead_acknowledged")]
    one = len({e.subject for e in announced}) == 1 and acknowledged
    return max(0.0, (min(acknowledged) if one else log.end) - heard[0]) / 60
