"""What each measure rests on: the kinds of events that its fold reads."""

from __future__ import annotations

from simulator.events import LogEvent
from simulator.readers.responses import NEVER, Log

__all__ = ["BASIS", "GROWS", "basis"]

_SEVERE = ("person_hurt", "aid_given", "care_begun")
_BREACH = ("breach_opened", "breach_unblocked", "breach_blocked", "breach_repaired")
_ASSAULT = ("barrier_attacked", "breach_opened", "breach_blocked", "breach_repaired", "group_deterred", "group_left")
_INTERVENTION = ("group_entered", "attack_began", "intervention_effective", "place_secured")
_PATROLS = ("patrol_began", "patrol_ended")

BASIS: dict[str, tuple[str, ...]] = {
    "civilian_harm": ("person_hurt", "resident_harmed", "violence_happened"),
    "civilian_deaths": ("person_died",),
    "harm_perpetrator": ("person_hurt", "resident_harmed", "violence_happened"),
    "harm_crush": ("person_hurt",),
    "harm_delayed_care": ("person_died",),
    "harm_un_fire": ("person_hurt",),
    "harm_sgbv": ("resident_harmed",),
    "killed_share": ("person_hurt", "person_died"),
    "peacekeepers_hurt": ("peacekeeper_hurt",),
    "perpetrators_hurt": ("perpetrators_hit",),
    "detect_to_report": ("sighted", "call_made", "report_received"),
    "report_to_decide": ("report_received", "order_given"),
    "decide_to_move": ("order_given", "order_accepted"),
    "move_to_scene": ("order_accepted", "task_begun"),
    "posts_held": ("post_held", "post_abandoned"),
    "correct_force_steps": ("force_step_taken",),
    "breach_open": _BREACH,
    "breach_to_block": _ASSAULT,
    "staff_accounted_60": ("staff_counted",),
    "ten_one_two": (*_SEVERE, "surgery_begun", "evacuation_begun"),
    "first_aid_10": _SEVERE,
    "field_care_60": ("person_hurt", "care_begun"),
    "calls_closed": ("report_received", "call_closed"),
    "patrol_hours": _PATROLS,
    "patrol_hours_outside": _PATROLS,
    "force_outside_share": ("task_begun", "task_done", "task_dropped"),
    "incidents_a_month": ("incident_reported",),
    "baseline_month_incidents": ("incident_reported",),
    "zone_months_incidents": ("incident_reported",),
    "zone_months_true": ("incident_happened",),
    "displaced_incidents": ("incident_displaced",),
    "message_reach_15": ("broadcast_reached",),
    "trust": ("community_changed",),
    "consent": ("community_changed",),
    "tension": ("community_changed",),
    "plan_adherence": ("rule_done", "rule_late"),
    "queue_wait": ("gate_count",),
    "referrals": ("survivors_referred",),
    "warning_lead_used": ("barrier_attacked", "group_gathered", "group_deterred", "breach_repaired", "task_begun"),
    "effective_intervention": _INTERVENTION,
    "structures_lost": ("block_burnt",),
    "handover_gap": ("handed_over", "orders_conflicted", "lead_taken", "cordon_joined"),
    "orders_refused": ("order_refused",),
    "fom_pass": ("movement_denied", "checkpoint_passed"),
    "stand_hours": ("movement_denied", "stand_ended"),
    "denials_a_week": ("restriction_began",),
    "closed_share": ("restriction_began", "restriction_ended"),
    "presence_days": ("presence_began", "presence_ended"),
    "stay_days": ("presence_began", "presence_ended"),
    "verified_reports": ("report_verified",),
    "village_incidents": ("village_incident",),
    "messages_lost": ("message_given_up",),
    "residents_harmed": ("residents_listed", "resident_harmed"),
    "residents_reached": ("group_entered", "unit_arrived"),
    "weapons_found": ("weapon_found", "cache_found"),
    "caches_left": ("search_done", "cache_found", "weapon_found"),
    "exposure_hours": ("staff_moved", "looting_began", "looting_ended"),
    "relocated_share": ("staff_moved",),
    "extracted_share": ("call_made", "residents_listed", "people_brought_in"),
    "extraction_minutes": ("call_made", "people_brought_in", "call_closed"),
    "left_behind": ("staff_moved",),
    "self_action": ("staff_told",),
    "staff_robbed": ("staff_robbed",),
    "assessment_days": ("signal_arose", "assessment_shared"),
    "lead_days": ("action_taken", "violence_broke_out"),
    "task_force_48": ("warning_raised", "special_circumstances", "task_force_convened"),
    "staff_expelled": ("staff_expelled",),
    "lead_settled": ("report_received", "lead_announced", "lead_acknowledged"),
    "tasks_unmet": ("need_unmet",),
    "crisis_answered": ("need_answered", "need_unmet"),
    "answered_in_time": ("need_answered", "need_unmet"),
    "proficiency_mean": ("exercise_held", "contingent_rotated", "induction_done", "contingent_improved"),
    "training_coverage": ("induction_done", "contingent_rotated"),
    "plan_valid_share": ("plan_rule_lapsed", "plan_rule_valid"),
    "tests_passed": ("readiness_tested",),
    "needs_arisen": ("need_arose", "need_held_off"),
    "perimeter_built": ("works_changed", "works_reached"),
    "perimeter_half": ("works_reached",),
    "perimeter_whole": ("works_reached",),
    "captives_taken": ("captives_taken", "farmers_out"),
    "captives_lost": ("captives_taken", "captives_freed", "captives_lost"),
    "rescued_share": ("captives_freed", "captives_taken"),
    "sheltered_5": ("shelter_checked",),
    "staff_harmed": ("person_hurt",),
    "to_surgery": ("person_hurt", "surgery_begun", "evacuation_begun", "person_died"),
    "inside_30": ("influx_counted",),
    "arms_separated": ("weapon_found", "weapon_missed"),
    "let_down_hours": ("hosting_assessed",),
    "tension_slope": ("community_changed",),
    "children_apart": ("flight_began", "children_reunited"),
    "hosted_at_end": ("hosting_assessed",),
    "found_share": ("cache_found",),
    "finds_team_hours": ("cache_found", "zone_searched"),
    "caches_moved": ("caches_moved",),
    "cordon_open": ("cordon_taken", "cordon_closed"),
    "held_wait": ("person_held", "detention_reviewed"),
    "complaints_heard": ("complaints_made", "complaint_heard"),
    "clinic_wait": ("patient_came", "patient_passed"),
    "crowds_pushed": ("crowd_pushed",),
}
"""measure -> the kinds of events that are counted or timed for it"""

GROWS = frozenset(
    (
        *("civilian_harm", "civilian_deaths", "harm_perpetrator", "harm_crush", "harm_delayed_care", "harm_un_fire"),
        *(
            "harm_sgbv",
            "peacekeepers_hurt",
            "orders_refused",
            "messages_lost",
            "structures_lost",
            "displaced_incidents",
            "exposure_hours",
            "staff_robbed",
            "staff_harmed",
            "caches_moved",
            "crowds_pushed",
            "tasks_unmet",
            "needs_arisen",
        ),
    )
)
"""measures that only ever rise: what exceeds its threshold is judged before ENDEX"""

_STEPS = {
    "detect_to_report": ("seen", "reported"),
    "report_to_decide": ("reported", "ordered"),
    "decide_to_move": ("ordered", "accepted"),
    "move_to_scene": ("accepted", "arrived"),
}
_LAST = ("trust", "consent", "tension")
_BANDS = {"harm_crush": "crush", "harm_un_fire": "un_fire", "harm_delayed_care": "delayed_care"}


def basis(log: Log, measure: str) -> tuple[int, ...]:
    """The seqs of the events that a measure's value rests on, with ENDEX where it counts what never came."""
    events = list(log.of(*BASIS.get(measure, ())))
    if measure in _STEPS:
        events = _of_steps(log, events, _STEPS[measure])
    elif measure in _LAST:
        events = events[-1:]
    elif measure in _BANDS:
        events = [e for e in events if _BANDS[measure] in (e.data.get("by"), e.data.get("band"))]
    end = log.by_kind.get("exercise_ended", [])
    return tuple(sorted({e.seq for e in (*events, *end)}))


def _of_steps(log: Log, events: list[LogEvent], steps: tuple[str, str]) -> list[LogEvent]:
    """Of the events about incidents, those that came at the second of one of the two steps, about its place."""
    moments = {
        (incident.place, at)
        for incident in log.incidents
        if incident.what != "massing"
        for at in (getattr(incident, step) for step in steps)
        if at != NEVER
    }
    return [e for e in events if (str(e.data["at"]), e.at) in moments]
