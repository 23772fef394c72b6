"""Measures of an influx, from the log alone."""

from __future__ import annotations

from simulator.readers.responses import Log, share

__all__ = ["FOLDS"]


def _inside_30(log: Log) -> float | None:
    """Of those who ran, the share that was inside half an hour after the first came to the gate."""
    counted = list(log.of("influx_counted"))
    return share(sum(e.data["count"] for e in counted), sum(e.data["of"] for e in counted))


def _arms_separated(log: Log) -> float | None:
    """Of the weapons that came to a gate, those that were found."""
    if log.blueprint.hosting is None:
        return None
    found = len(log.by_kind.get("weapon_found", ()))
    return share(found, found + len(log.by_kind.get("weapon_missed", ())))


def _let_down_hours(log: Log) -> float | None:
    """Hours of people who got less than they expected, by how much less it was."""
    assessed = log.by_kind.get("hosting_assessed", ())
    if not assessed:
        return None
    gaps = [e.data["inside"] * max(0, e.data["expected"] - e.data["met"]) / 1000 for e in assessed]
    return float(sum(gaps)) / 2


def _tension_slope(log: Log) -> float | None:
    """Change of tension in an hour, from its highest level until ENDEX."""
    if log.blueprint.hosting is None:
        return None
    changes = [(0, log.blueprint.tension)]
    changes += [(e.at, e.data["tension"] / 1000) for e in log.of("community_changed")]
    top = max(changes, key=lambda row: row[1])
    hours = (log.end - top[0]) / 3600
    return float((changes[-1][1] - top[1]) / hours) if hours > 0 else 0.0


def _children_apart(log: Log) -> float | None:
    """Children whose families were not found by ENDEX."""
    if log.blueprint.hosting is None:
        return None
    ran = sum(round(e.data["people"] * log.blueprint.parameters.influx.lost) for e in log.of("flight_began"))
    return float(ran - sum(e.data["count"] for e in log.of("children_reunited")))


def _hosted_at_end(log: Log) -> float | None:
    """People from outside who were in the base at ENDEX."""
    assessed = log.by_kind.get("hosting_assessed", ())
    return float(assessed[-1].data["inside"]) if assessed else None


FOLDS = {
    "inside_30": _inside_30,
    "arms_separated": _arms_separated,
    "let_down_hours": _let_down_hours,
    "tension_slope": _tension_slope,
    "children_apart": _children_apart,
    "hosted_at_end": _hosted_at_end,
}
