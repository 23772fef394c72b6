"""The measures that a run yields: units, what each says, and which direction is better.

Ground floor: standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.months import READINESS_BETTER, READINESS_MEASURES, WORKS_BETTER, WORKS_MEASURES
from simulator.operation_words import OPERATION_HIGHER, OPERATION_LOWER, OPERATION_MEASURES

__all__ = ["MEASURES", "Measure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that a run yields: its unit, its K row, what it says, and which direction is better."""

    name: str
    unit: str
    k: str
    about: str
    better: str
    """``lower``, ``higher``, or ``neither`` where a change by itself is no better and no worse"""


_LOWER = frozenset(
    (
        "civilian_harm",
        "civilian_deaths",
        "harm_perpetrator",
        "harm_crush",
        "harm_delayed_care",
        "harm_un_fire",
        "harm_sgbv",
        "peacekeepers_hurt",
        "detect_to_report",
        "report_to_decide",
        "decide_to_move",
        "move_to_scene",
        "breach_open",
        "breach_to_block",
        "zone_months_true",
        "displaced_incidents",
        "tension",
        "queue_wait",
        "effective_intervention",
        "structures_lost",
        "handover_gap",
        "orders_refused",
        "messages_lost",
        "residents_harmed",
        "staff_harmed",
        "to_surgery",
        "residents_reached",
        "caches_left",
        "exposure_hours",
        "left_behind",
        "staff_robbed",
        "extraction_minutes",
        "lead_settled",
        "assessment_days",
        "staff_expelled",
        "denials_a_week",
        "closed_share",
        "village_incidents",
        "captives_taken",
        "captives_lost",
        *OPERATION_LOWER,
        *("let_down_hours", "tension_slope", "children_apart"),
        *READINESS_BETTER["lower"],
        *WORKS_BETTER["lower"],
    )
)
_HIGHER = frozenset(
    (
        "posts_held",
        "correct_force_steps",
        "staff_accounted_60",
        "ten_one_two",
        "first_aid_10",
        "field_care_60",
        "calls_closed",
        "message_reach_15",
        "trust",
        "consent",
        "plan_adherence",
        "warning_lead_used",
        "relocated_share",
        "self_action",
        "extracted_share",
        "lead_days",
        "task_force_48",
        "sheltered_5",
        "fom_pass",
        "presence_days",
        "verified_reports",
        "rescued_share",
        *OPERATION_HIGHER,
        *("arms_separated", "inside_30"),
        *READINESS_BETTER["higher"],
        *WORKS_BETTER["higher"],
    )
)
# Neither: what is *reported* rises with trust as well as with incidents; what is found, and who is referred, with what
# is there to find; hours of patrol and force outside the wire are what is spent, not what comes of it; and a share of
# the killed among the hurt falls also when more are hurt.


def _measures(*rows: tuple[str, str, str, str]) -> dict[str, Measure]:
    return {
        row[0]: Measure(*row, "lower" if row[0] in _LOWER else "higher" if row[0] in _HIGHER else "neither")
        for row in rows
    }


MEASURES = _measures(
    ("civilian_harm", "people", "K1", "civilians killed or hurt, from every cause"),
    ("civilian_deaths", "people", "K1", "civilians who died by ENDEX"),
    ("harm_perpetrator", "people", "K1", "civilians hurt or killed by the perpetrators"),
    ("harm_crush", "people", "K1", "civilians hurt or killed in a crush"),
    ("harm_delayed_care", "people", "K1", "deaths of people who got care later than 10-1-2 allows"),
    ("harm_un_fire", "people", "K1", "civilians hurt or killed by peacekeepers' fire"),
    ("harm_sgbv", "people", "K1", "survivors of sexual and gender-based violence, as a count"),
    ("killed_share", "share", "K1", "killed share of all casualties"),
    ("peacekeepers_hurt", "people", "K1", "peacekeepers killed or hurt"),
    ("perpetrators_hurt", "people", "", "perpetrators killed or hurt by force"),
    ("detect_to_report", "min", "K2", "from the first sighting of an incident to its report at a command post"),
    ("report_to_decide", "min", "K3", "from the first report of an incident to the first order about it"),
    ("decide_to_move", "min", "K4", "from the order to the unit's acceptance of the move"),
    ("move_to_scene", "min", "K5", "from the accepted move, through notice, muster and road, to the scene"),
    ("posts_held", "share", "K6", "posts under fire that were held"),
    ("correct_force_steps", "share", "K7", "steps of force that fitted what was faced"),
    ("breach_open", "min", "K8", "mean time that a breach stood open, neither blocked nor repaired"),
    ("breach_to_block", "min", "K8", "from an assault on the wire until it is blocked, repaired or beaten; else ENDEX"),
    ("staff_accounted_60", "share", "K9", "staff accounted for 60 minutes after the order"),
    ("ten_one_two", "share", "K10", "severe casualties who got aid in 10 min, care in 1 h, surgery in 2 h"),
    ("first_aid_10", "share", "K10", "severe casualties with first aid in 10 min"),
    ("field_care_60", "share", "K10", "severe casualties with field care in 1 h"),
    ("calls_closed", "share", "K11", "distress calls closed on a head-count"),
    ("patrol_hours", "team h", "K12", "hours of dismounted and mounted patrol"),
    ("patrol_hours_outside", "team h", "K12", "hours of patrol outside the wire"),
    ("force_outside_share", "share", "K12", "share of tasked unit time spent outside the wire"),
    ("incidents_a_month", "a month", "K13", "serious incidents reported, a month of 30 days"),
    (
        "baseline_month_incidents",
        "incidents",
        "K13",
        "serious incidents reported before the zone began, in the month before",
    ),
    ("zone_months_incidents", "incidents", "K13", "serious incidents reported in six months from the zone's beginning"),
    ("zone_months_true", "incidents", "K13", "serious incidents that happened in those six months, reported or not"),
    ("displaced_incidents", "incidents", "K13", "incidents that moved beyond the zone instead of ending"),
    ("message_reach_15", "share", "K15", "people whom a broadcast reached in 15 minutes"),
    ("trust", "level", "K16", "the community's trust at ENDEX"),
    ("consent", "level", "K17", "the host authorities' consent at ENDEX"),
    ("tension", "level", "K16", "tension between communities at ENDEX"),
    ("plan_adherence", "share", "K18", "contingency rules that fired and whose tasks were taken up, or done, in time"),
    ("queue_wait", "min", "K19", "mean wait at the search lanes"),
    ("referrals", "people", "K20", "survivors referred to care"),
    (
        "warning_lead_used",
        "min",
        "K21",
        "protective action taken this long before the assault (or its giving up)",
    ),
    ("effective_intervention", "h", "K5", "from entry to effective intervention; ENDEX if none"),
    ("structures_lost", "share", "", "shelters burnt"),
    ("handover_gap", "min", "", "time lost handing over between military, police and security"),
    ("orders_refused", "orders", "", "orders that a unit declined, though it was free"),
    ("messages_lost", "messages", "", "messages that never arrived"),
    ("residents_harmed", "share", "K1", "residents of compounds who were hurt or killed"),
    ("residents_reached", "min", "K5", "from entry to the first unit at the compound; ENDEX if none"),
    ("weapons_found", "weapons", "", "weapons found at gates and in shelters"),
    ("sheltered_5", "share", "K9", "staff in shelter five minutes after the first round of a salvo"),
    (
        "to_surgery",
        "min",
        "K10",
        "from the wound to surgery or flight, of those in danger of life who live so long; else ENDEX",
    ),
    (
        "staff_harmed",
        "people",
        "K1",
        "staff of the mission's own lists who were hurt or killed where they work and live",
    ),
    ("caches_left", "caches", "", "weapon caches left in the site"),
    ("exposure_hours", "person h", "", "hours of staff outside protected places while looting went on"),
    ("relocated_share", "share", "", "staff who were to leave that were flown out by ENDEX"),
    ("left_behind", "people", "", "staff neither flown out nor in a protected place at ENDEX"),
    ("self_action", "share", "", "staff who heard of the alert and knew by themselves what to do"),
    ("staff_robbed", "people", "", "staff robbed outside protected places"),
    ("extracted_share", "share", "", "residents of compounds under fire who were brought to a base"),
    ("extraction_minutes", "min", "K5", "from the first call of a compound under fire to the base; ENDEX if never"),
    (
        "lead_settled",
        "min",
        "",
        "from the first report of shots or armed men until one post leads, and no other; else ENDEX",
    ),
    ("assessment_days", "days", "", "from the first signal of an escalating area to a shared assessment; else ENDEX"),
    ("lead_days", "days", "K21", "from the first preventive action to the outbreak of violence; 0 for none before it"),
    ("task_force_48", "share", "", "warnings of special circumstances on which a task force met within 48 hours"),
    ("staff_expelled", "people", "", "staff whom the host expelled"),
    ("fom_pass", "share", "K14", "arrivals at a checkpoint after which the unit passed whole"),
    ("stand_hours", "h", "K14", "mean time that a unit stood that was denied passage"),
    ("denials_a_week", "a week", "K14", "orders of the host to let nobody pass"),
    ("closed_share", "share", "K14", "share of the time in which an order of the host closed a checkpoint"),
    ("presence_days", "days", "", "days that patrols stayed with people, in all"),
    ("stay_days", "days", "", "mean length of a patrol's stay"),
    ("verified_reports", "reports", "", "reports of villagers that human rights officers verified"),
    ("village_incidents", "incidents", "", "incidents in villages that nothing averted"),
    ("captives_taken", "people", "", "people led away from where they were at work outside the wire"),
    ("captives_lost", "people", "", "people led away who were not free again before ENDEX or beyond reach"),
    ("rescued_share", "share", "", "people led away who were freed before their captors were out of reach"),
    *OPERATION_MEASURES,
    (
        "inside_30",
        "share",
        "K19",
        "people in flight who were inside 30 minutes after the first of them came to the gate",
    ),
    ("arms_separated", "share", "", "weapons that came to the gates which were found and held apart"),
    ("let_down_hours", "person h", "", "hours of people who get less than they expect, by how much less"),
    ("tension_slope", "an hour", "K16", "change of tension in an hour, from its highest level until ENDEX"),
    ("children_apart", "children", "", "children whose families were not found by ENDEX"),
    ("hosted_at_end", "people", "", "people from outside in the base at ENDEX"),
    *READINESS_MEASURES,
    *WORKS_MEASURES,
)
"""Every measure, in the order in which it is printed."""
