"""Measures of early warning: how soon an assessment is shared, what lead is used, whether a task force met in time."""

from __future__ import annotations

from collections.abc import Callable

from simulator.readers.responses import Log, mean, share

__all__ = ["WARNING_FOLDS", "hurt_by_violence"]

_DAY = 86400
_IN_TIME = 48 * 3600
_SPECIAL = "special circumstances"  # not for people
_LOCAL = "programmes moved there"  # not for people
_PREVENTIVE = ("public voice", "quiet representations", "an envoy", _LOCAL)  # not for people


def hurt_by_violence(log: Log) -> float:
    """People hurt in the violent incidents of an escalation."""
    return float(sum(e.data["count"] for e in log.of("violence_happened")))


def _assessment_days(log: Log) -> float | None:
    """Mean days from the first signal of an area that escalates to its first shared assessment; else to ENDEX."""
    if log.blueprint.warning is None:
        return None
    shared: dict[str, int] = {}
    for event in log.of("assessment_shared"):
        shared.setdefault(event.subject, event.at)
    first: dict[str, int] = {}
    for event in log.of("signal_arose"):
        if event.data["founded"]:
            first.setdefault(event.data["at"], event.at)
    grave = {e.subject for e in log.of("escalation_changed")}
    days = mean((shared.get(area, log.end) - at) / _DAY for area, at in first.items() if area in grave)
    return None if days is None else max(0.0, days)


def _lead_days(log: Log) -> float | None:
    """Mean days by which the first preventive action came before the outbreak; 0 for none before it."""
    acts = [(e.subject, e.at, e.data["what"]) for e in log.of("action_taken") if e.data["what"] in _PREVENTIVE]
    leads = []
    for outbreak in log.of("violence_broke_out"):
        here = [at for area, at, what in acts if what != _LOCAL or area == outbreak.subject]
        before = [outbreak.at - at for at in here if at <= outbreak.at]
        leads.append(max(before, default=0) / _DAY)
    return mean(leads)


def _task_force_48(log: Log) -> float | None:
    """Share of warned areas (special circumstances) on which a task force met within 48 hours of the first warning
    that headquarters could act on: its declaration; a warning on which none was declared was not met."""
    warned = {e.subject for e in log.of("warning_raised") if e.data["how"] == _SPECIAL}
    if not warned:
        return None
    declared = {e.subject: e.at for e in log.of("special_circumstances")}
    met = {e.subject for e in log.of("task_force_convened") if e.at - declared[e.subject] <= _IN_TIME}
    return share(len(met & warned), len(warned))


WARNING_FOLDS: dict[str, Callable[[Log], float | None]] = {
    "assessment_days": _assessment_days,
    "lead_days": _lead_days,
    "task_force_48": _task_force_48,
    "staff_expelled": lambda log: (
        float(len(log.by_kind.get("staff_expelled", ()))) if log.blueprint.warning is not None else None
    ),
}
