"""The words of the field that conditions, reports and measures are made of.

Ground floor: standard library only.  A word has one meaning; the glossary explains each of them, and
a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.months import READINESS_BETTER, READINESS_KINDS, READINESS_MEASURES
from simulator.operation_words import OPERATION_HIGHER, OPERATION_KINDS, OPERATION_LOWER, OPERATION_MEASURES

__all__ = [
    "BUSY",
    "COMPONENTS",
    "FORCE_STEPS",
    "GROUP_STATES",
    "KINDS",
    "MEASURES",
    "QUANTITIES",
    "RUNGS",
    "TRUE_KINDS",
    "UNIT_STATES",
    "WARNING_KINDS",
    "Measure",
    "component_of",
]

COMPONENTS = ("military", "police", "security", "civilian")

BUSY = ("has another order", "has another task", "is at it already", "committed elsewhere")
"""Why a unit cannot take an order, which is no refusal."""

FORCE_STEPS = ("presence", "verbal", "show_of_force", "warning_shots", "aimed_fire")
"""The steps of force, from the least to the greatest."""

RUNGS = ("assertion", "liaison", "commander", "authorities")
"""The rungs of the ladder by which passage is negotiated, after the agreement was cited on the spot."""

KINDS: dict[str, tuple[str, ...]] = {
    "warning": ("open", "closed"),
    "massing": ("present", "gone"),
    "contact": ("present", "gone"),
    "alarm": ("present", "gone"),
    "breach": ("open", "blocked", "repaired"),
    "shots": ("heard", "gone"),
    "fire": ("burning", "out"),
    "crowd": ("waiting", "gone"),
    "unrest": ("ongoing", "calmed", "mediated"),
    "find": ("open", "closed"),
    "casualties": ("waiting", "collected"),
    "distress": ("open", "located", "closed"),
    "refusal": ("open", "closed"),
    "incident": ("open", "closed"),
    "denial": ("open", "offered", "closed"),
    "comms": ("lost", "back"),
    "alert": ("yellow", "orange", "red", "white"),
    "airport": ("shut", "reopened"),
    "roadblock": ("present", "gone"),
    "window": ("open", "refused", "closed"),
    "plea": ("open", "closed"),
    # early warning
    "signal": ("open", "closed"),
    "finding": ("verified", "closed"),
    "assessment": ("shared", "closed"),
    "task_force": ("convened", "closed"),
    "pressure": ("open", "closed"),
    "expulsion": ("open", "closed"),
    **READINESS_KINDS,
    "ordnance": ("present", "cleared"),
    "blood": ("low", "resupplied"),
    "transfer": ("waiting", "collected"),
    "abduction": ("present", "lost", "closed"),
    "captives": ("present", "standoff", "gone"),
    **OPERATION_KINDS,
}
"""What can be seen and reported, with the states that a report can name; the last one or ones close it."""

WARNING_KINDS = ("warning", "signal", "finding", "assessment", "task_force", "pressure", "expulsion")
"""Kinds that a country team hears of where a scenario has early warning."""

CLOSED = frozenset(
    (
        "closed",
        "gone",
        "repaired",
        "out",
        "calmed",
        "mediated",
        "collected",
        "back",
        "resolved",
        "white",
        "reopened",
        "cleared",
        "resupplied",
    )
)
"""States in which a fact no longer stands open."""

TRUE_KINDS = (
    "massing",
    "contact",
    "breach",
    "shots",
    "fire",
    "crowd",
    "unrest",
    "find",
    "casualties",
    "distress",
    "alert",
    "airport",
    "roadblock",
    "window",
    "plea",
    "ordnance",
    "blood",
    "transfer",
    "denial",
    "abduction",
    "captives",
    *OPERATION_KINDS,
)
"""Kinds with a truth of their own, which exercise control may ask for; the others are only ever heard of."""

UNIT_STATES = ("available", "tasked", "moving", "on_scene", "committed", "out_of_contact")
GROUP_STATES = ("away", "massing", "breaching", "inside", "attacking", "fighting", "deterred", "gone")
INJECT_STATES = ("waiting", "delivered", "skipped", "held", "expired", "done", "missing")
RULE_STATES = ("waiting", "fired", "done", "late")

QUANTITIES: dict[str, str] = {
    "tension": "tension between communities, 0 to 1",
    "trust": "the community's trust in the mission, 0 to 1",
    "consent": "the host authorities' consent, 0 to 1",
    "night": "1 between sunset and sunrise, else 0",
    "rain": "1 while it rains, else 0",
    "time": "seconds since STARTEX; compare with H+2:00",
    "casualties": "people killed or hurt so far",
    "peacekeepers_hurt": "peacekeepers killed or hurt so far",
    "displaced": "people who have fled their sector",
    "accounted": "share of staff accounted for",
    "relocated": "share of staff who are to leave that have been flown out",
    "outside": "staff outside protected places",
    "hosted": "people from outside whom a base hosts",
}


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
)
"""Every measure, in the order in which it is printed."""


def component_of(rule: str) -> str:
    """The component that a rule's name speaks of (``MIL-5``), or nothing."""
    return {"MIL": "military", "POL": "police", "SEC": "security", "CIV": "civilian"}.get(rule[:3].upper(), "")
