"""Measures of indirect fire: who is in shelter in time, who of the staff is hurt, how long people wait for surgery."""

from __future__ import annotations

from simulator.readers.responses import Log, mean, share

__all__ = ["sheltered", "staff_harmed", "to_surgery"]


def sheltered(log: Log) -> float | None:
    """Share of the staff in shelter five minutes after the first round of a salvo, over the salvos."""
    return mean(found for e in log.of("shelter_checked") if (found := share(e.data["count"], e.data["of"])) is not None)


def staff_harmed(log: Log) -> float | None:
    """People hurt where the mission's staff work and live and nobody else does."""
    lists = {s.at for s in log.blueprint.staff.values()}
    homes = {at for at in lists if at in log.blueprint.places and log.blueprint.places[at].kind == "un_base"}
    return float(sum(e.data["at"] in homes for e in log.of("person_hurt"))) if homes else None


def to_surgery(log: Log) -> float | None:
    """Mean minutes from the wound to surgery or flight; who dies before either is not waited for."""
    done = {e.subject: e.at for e in reversed([*log.of("surgery_begun", "evacuation_begun")])}
    dead = {e.subject for e in log.of("person_died")}
    severe = [e for e in log.of("person_hurt") if e.data["severity"] == "T1"]
    waits = [done.get(e.subject, log.end) - e.at for e in severe if e.subject in done or e.subject not in dead]
    wait = mean(float(w) for w in waits)
    return None if wait is None else wait / 60
