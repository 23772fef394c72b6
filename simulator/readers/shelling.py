"""Measures of indirect fire: who is in shelter in time, and who of the staff is hurt."""

from __future__ import annotations

from simulator.readers.responses import Log, mean, share

__all__ = ["sheltered", "staff_harmed"]


def sheltered(log: Log) -> float | None:
    """Share of the staff in shelter five minutes after the first round of a salvo, over the salvos."""
    return mean(
        found
        for e in log.of("shelter_checked")
        if (found := share(e.data["count"], e.data["of"])) is not None
    )


def staff_harmed(log: Log) -> float | None:
    """People hurt where the mission's staff work and live and nobody else does."""
    lists = {s.at for s in log.blueprint.staff.values()}
    homes = {at for at in lists if at in log.blueprint.places and log.blueprint.places[at].kind == "un_base"}
    return float(sum(e.data["at"] in homes for e in log.of("person_hurt"))) if homes else None
