"""Measures: one pass over a log, one number for each row of the vocabulary.

A time that was never reached counts to ENDEX (it is censored there);
a measure with nothing to measure is None, never 0.  Numbers are rounded, so that they are the same on
every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.measures import MEASURES
from simulator.readers.abduction import captives_lost, captives_taken, rescued_share
from simulator.readers.access import FOLDS as _ACCESS
from simulator.readers.campaign import a_month, baseline, caches, outside_share, patrol_hours, zone_months
from simulator.readers.extraction import extracted, extraction_minutes
from simulator.readers.influx import FOLDS as _INFLUX
from simulator.readers.operation import OPERATION_FOLDS
from simulator.readers.readiness import READINESS_FOLDS
from simulator.readers.relocation import exposure, left_behind, relocated, robbed, self_action
from simulator.readers.responses import NEVER, Log, mean, share
from simulator.readers.shelling import sheltered, staff_harmed, to_surgery
from simulator.readers.staffing import lead_settled
from simulator.readers.times import assaults, intervention, residents_reached
from simulator.readers.warning import WARNING_FOLDS, hurt_by_violence
from simulator.readers.works import WORKS_FOLDS
from simulator.vocabulary import BUSY

__all__ = ["measure", "measured"]


# the numbers


def _minutes(value: float | None) -> float | None:
    return None if value is None else value / 60


def _steps(log: Log, first: str, then: str) -> float | None:
    """Mean minutes between two steps of the response; a step never reached counts to ENDEX."""
    gaps = []
    for incident in log.incidents:
        begin, end = getattr(incident, first), getattr(incident, then)
        if begin != NEVER and incident.what != "massing":
            gaps.append(max(0, (log.end if end == NEVER else end) - max(begin, incident.seen)))
    return _minutes(mean(gaps))


def _band(name: str) -> Callable[[Log], float]:
    def _count(log: Log) -> float:
        return float(sum(e.data["by"] == name for e in log.of("person_hurt")))

    return _count


def _sgbv(log: Log) -> float:
    return float(log.count("resident_harmed", kind="sgbv"))


def _harm(log: Log) -> float:
    return float(len(log.by_kind.get("person_hurt", ()))) + _sgbv(log) + hurt_by_violence(log)


def _killed_share(log: Log) -> float | None:
    return share(len(log.by_kind.get("person_died", ())), len(log.by_kind.get("person_hurt", ())))


def _peacekeepers(log: Log) -> float:
    return float(sum(e.data["count"] for e in log.of("peacekeeper_hurt")))


def _perpetrators(log: Log) -> float:
    return float(sum(e.data["count"] for e in log.of("perpetrators_hit")))


def _posts_held(log: Log) -> float | None:
    held, left = len(log.by_kind.get("post_held", ())), len(log.by_kind.get("post_abandoned", ()))
    return share(held, held + left)


def _force_steps(log: Log) -> float | None:
    steps = log.by_kind.get("force_step_taken", [])
    return share(sum(bool(e.data["right"]) for e in steps), len(steps))


def _breach_open(log: Log) -> float | None:
    """Mean minutes that a breach stood open."""
    spans: list[float] = []
    open_at: dict[str, int] = {}
    for event in log.in_order("breach_opened", "breach_unblocked", "breach_blocked", "breach_repaired"):
        if event.kind in ("breach_opened", "breach_unblocked"):
            open_at.setdefault(event.subject, event.at)
        elif event.subject in open_at:
            spans.append(event.at - open_at.pop(event.subject))
    spans += [log.end - at for at in open_at.values()]
    return _minutes(mean(spans))


def _breach_to_block(log: Log) -> float | None:
    """Minutes from an assault on the wire to the block or the assault's failure."""
    return _minutes(mean(wait.time_s for wait in assaults(log)))


def _accounted(log: Log) -> float | None:
    counted = [e for e in log.of("staff_counted") if e.data["after_min"] == 60]
    return share(sum(e.data["count"] for e in counted), sum(e.data["people"] for e in counted))


def _severe(log: Log) -> list[LogEvent]:
    return [e for e in log.of("person_hurt") if e.data["severity"] in ("T1", "T2")]


def _in_time(log: Log, kind: str, limit: int) -> set[str]:
    hurt = {e.subject: e.at for e in log.of("person_hurt")}
    return {e.subject for e in log.of(kind) if e.subject in hurt and e.at - hurt[e.subject] <= limit}


def _aid(log: Log) -> float | None:
    severe = {e.subject for e in _severe(log)}
    return share(len(severe & (_in_time(log, "aid_given", 600) | _in_time(log, "care_begun", 600))), len(severe))


def _care(log: Log) -> float | None:
    severe = {e.subject for e in _severe(log)}
    return share(len(severe & _in_time(log, "care_begun", 3600)), len(severe))


def _ten_one_two(log: Log) -> float | None:
    """Severe casualties for whom each limit was kept; surgery counts for those in danger of life."""
    severe = _severe(log)
    aid = _in_time(log, "aid_given", 600) | _in_time(log, "care_begun", 600)
    care = _in_time(log, "care_begun", 3600)
    surgery = _in_time(log, "surgery_begun", 7200) | _in_time(log, "evacuation_begun", 7200)
    kept = sum(
        e.subject in aid and e.subject in care and (e.data["severity"] != "T1" or e.subject in surgery) for e in severe
    )
    return share(kept, len(severe))


def _calls_closed(log: Log) -> float | None:
    opened = {
        e.data["at"] for e in log.of("report_received") if e.data["what"] == "distress" and e.data["state"] != "closed"
    }
    return share(len({e.subject for e in log.of("call_closed")} & opened), len(opened))


def _reach(log: Log) -> float | None:
    return mean(e.data["share"] / 100 for e in log.of("broadcast_reached"))


def _level(name: str, at_first: str) -> Callable[[Log], float | None]:
    def _at_last(log: Log) -> float:
        changes = log.by_kind.get("community_changed", [])
        return changes[-1].data[name] / 1000 if changes else float(getattr(log.blueprint, at_first))

    return _at_last


def _adherence(log: Log) -> float | None:
    done, late = len(log.by_kind.get("rule_done", ())), len(log.by_kind.get("rule_late", ()))
    return share(done, done + late)


def _queue_wait(log: Log) -> float | None:
    counts = log.by_kind.get("gate_count", [])
    if not counts:
        return None
    last = {e.subject: e for e in counts}
    return _minutes(mean(float(e.data["wait_s"]) for e in last.values()))


def _referrals(log: Log) -> float:
    return float(sum(e.data["count"] for e in log.of("survivors_referred")))


def _lead_used(log: Log) -> float | None:
    """Minutes before the assault at which its wire was mended or a unit stood behind it; 0 for none.

    Men who gathered and turned back before a unit count as an assault at that moment: the lead was used.
    """
    assaults = [(e.at, e.subject) for e in log.of("barrier_attacked")]
    gathered = {(e.subject, e.data["at"]) for e in log.of("group_gathered")}
    turned = [(e.at, e.data["at"]) for e in log.of("group_deterred") if (e.subject, e.data["at"]) in gathered]
    first = min((*assaults, *turned), default=None)
    if first is None:
        return None
    at, place = first
    acts = [
        e.at
        for e in log.of("breach_repaired", "task_begun")
        if e.at <= at
        and (e.subject if e.kind == "breach_repaired" else e.data["at"]) == place
        and (e.kind == "breach_repaired" or e.data["task"] in ("deploy", "guard", "block"))
    ]
    return (at - min(acts)) / 60 if acts else 0.0


def _intervention(log: Log) -> float | None:
    """Hours from entry to the end of the harm there by force, or to the place being secured."""
    wait = intervention(log)
    return None if wait is None else wait.time_s / 3600


def _structures(log: Log) -> float | None:
    shelters = sum(p.shelters for p in log.blueprint.places.values())
    return share(sum(e.data["shelters"] for e in log.of("block_burnt")), shelters)


def _handover(log: Log) -> float:
    """Minutes lost handing over: between posts and units, and on the scene between police and military."""
    gaps = [float(e.data["takes_s"]) for e in log.of("handed_over", "orders_conflicted", "cordon_joined")]
    gaps += [float(e.data["gap_s"]) for e in log.of("lead_taken")]
    return (mean(gaps) or 0.0) / 60


def _residents_harmed(log: Log) -> float | None:
    homes = [p for p in log.blueprint.places.values() if p.residents is not None]
    counted = list(log.of("residents_listed"))
    if not homes or not counted:
        return None
    return share(len(log.by_kind.get("resident_harmed", ())), sum(e.data["count"] for e in counted))


def _residents_reached(log: Log) -> float | None:
    wait = residents_reached(log)
    return None if wait is None else wait.time_s / 60


_FOLDS: dict[str, Callable[[Log], float | None]] = {
    "civilian_harm": _harm,
    "civilian_deaths": lambda log: float(len(log.by_kind.get("person_died", ()))),
    "harm_perpetrator": lambda log: _band("perpetrator")(log) + _sgbv(log) + hurt_by_violence(log),
    "harm_crush": _band("crush"),
    "harm_delayed_care": lambda log: float(log.count("person_died", band="delayed_care")),
    "harm_un_fire": _band("un_fire"),
    "harm_sgbv": _sgbv,
    "killed_share": _killed_share,
    "peacekeepers_hurt": _peacekeepers,
    "perpetrators_hurt": _perpetrators,
    "detect_to_report": lambda log: _steps(log, "seen", "reported"),
    "report_to_decide": lambda log: _steps(log, "reported", "ordered"),
    "decide_to_move": lambda log: _steps(log, "ordered", "accepted"),
    "move_to_scene": lambda log: _steps(log, "accepted", "arrived"),
    "posts_held": _posts_held,
    "correct_force_steps": _force_steps,
    "breach_open": _breach_open,
    "breach_to_block": _breach_to_block,
    "staff_accounted_60": _accounted,
    "ten_one_two": _ten_one_two,
    "first_aid_10": _aid,
    "field_care_60": _care,
    "calls_closed": _calls_closed,
    "patrol_hours": patrol_hours(outside=None),
    "patrol_hours_outside": patrol_hours(outside=True),
    "force_outside_share": outside_share,
    "incidents_a_month": a_month,
    "baseline_month_incidents": baseline,
    "zone_months_incidents": zone_months("incident_reported"),
    "zone_months_true": zone_months("incident_happened"),
    "displaced_incidents": lambda log: (
        float(len(log.by_kind.get("incident_displaced", ()))) if log.blueprint.rates else None
    ),
    "message_reach_15": _reach,
    "trust": _level("trust", "trust"),
    "consent": _level("consent", "consent"),
    "tension": _level("tension", "tension"),
    "plan_adherence": _adherence,
    "queue_wait": _queue_wait,
    "referrals": _referrals,
    "warning_lead_used": _lead_used,
    "effective_intervention": _intervention,
    "structures_lost": _structures,
    "handover_gap": _handover,
    "orders_refused": lambda log: float(sum(e.data["why"] not in BUSY for e in log.of("order_refused"))),
    "messages_lost": lambda log: float(len(log.by_kind.get("message_given_up", ()))),
    "residents_harmed": _residents_harmed,
    "residents_reached": _residents_reached,
    "weapons_found": lambda log: float(
        len(log.by_kind.get("weapon_found", ())) + len(log.by_kind.get("cache_found", ()))
    ),
    "sheltered_5": sheltered,
    "to_surgery": to_surgery,
    "staff_harmed": staff_harmed,
    "caches_left": caches,
    "exposure_hours": exposure,
    "relocated_share": relocated,
    "left_behind": left_behind,
    "self_action": self_action,
    "staff_robbed": robbed,
    "extracted_share": extracted,
    "extraction_minutes": extraction_minutes,
    "lead_settled": lead_settled,
    **WARNING_FOLDS,
    **_ACCESS,
    "captives_taken": captives_taken,
    "captives_lost": captives_lost,
    "rescued_share": rescued_share,
    **OPERATION_FOLDS,
    **_INFLUX,
    **READINESS_FOLDS,
    **WORKS_FOLDS,
}


def measure(blueprint: Blueprint, log: Sequence[LogEvent]) -> dict[str, float | None]:
    """Every measure of a log, in the order of the vocabulary; None where there is nothing to measure."""
    return measured(Log(blueprint, log))


def measured(folded: Log, names: Iterable[str] = MEASURES) -> dict[str, float | None]:
    """Some measures, as :func:`measure` gives them, of a log that is by kind already."""
    found: dict[str, float | None] = {}
    for name in names:
        value = _FOLDS[name](folded)
        found[name] = None if value is None else round(value, 3)
    return found
