"""LogEvents: everything that happened, in the past tense, with its cause.

Ground floor: standard library only.  A LogEvent is ``(seq, at, kind, subject, data, cause, given)``:

* ``seq`` counts from 1; ``at`` is seconds since STARTEX;
* ``subject`` is the id of what it happened to; ``data`` holds integers, short words and ids only, so
  that the log is the same on every machine;
* ``cause`` is the seq of the event that brought it about, None only for what comes from outside;
* ``given`` are the seqs of further events without which it would have been otherwise: a queue
  that was full, a unit that was away, a picture that was known.

Following ``cause`` tells the story of an event.  Following both tells what it depends on: an event
that cannot be reached from another would have been the same without it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.civilian_events import CIVILIAN_EVENTS, CIVILIAN_ONES
from simulator.crowd_events import CROWD_EVENTS
from simulator.months import READINESS_EVENTS, WORKS_EVENTS
from simulator.operation_words import OPERATION_EVENTS
from simulator.verbs import VERBS

__all__ = ["NOUGHTS", "ENDS", "INTENTS", "KINDS", "NOWHERE", "ONES", "UNTRUE", "LogEvent"]


class LogEvent(NamedTuple):
    """One line of the canonical event log."""

    seq: int
    at: int
    kind: str
    subject: str
    data: dict[str, Any]
    cause: int | None
    given: tuple[int, ...] = ()


ENDS = {
    "sighted": "{subject} sees that {what} at {at} is over: {state}",
    "report_sent": "{subject} reports to {to} that {what} at {at} is over: {state}",
    "report_received": "{subject} hears from {by} that {what} at {at} is over: {state}",
}
"""how these kinds are told where what is seen or heard of is over"""

NOWHERE = {
    "rule_fired": "{post} acts on {subject}",
    "rule_held": "{post} does not act on {subject}: {why}",
    "rule_lapsed": "{subject} waits for nobody any more: what it was for is over",
    "rule_let_act": "exercise control lets {post} act on {subject}",
}
"""how these kinds are told where they are about no place: a rule that waited for a time"""

ONES: dict[str, tuple[str, str]] = {
    "group_gathered": ("strength", "one of {subject} is outside {at}"),
    "group_entered": ("strength", "one of {subject} is in {at}"),
    "perpetrators_hit": ("count", "one of {subject} is hit"),
    "fence_climbed": ("count", "one person has climbed over the fence at {subject}"),
    "crowd_grew": ("count", "one person waits at {subject}"),
    "gate_count": ("count", "one person came through {subject}"),
    "gate_reinforced": ("lanes", "{subject}: one lane more is open"),
    "search_done": ("shelters", "{subject} is searched: one shelter"),
    "broadcast_sent": ("channels", "{subject} broadcasts on one channel"),
    "residents_removed": ("count", "one resident of {subject} is brought away by {by}"),
    "residents_rescued": ("count", "one resident of {subject} is safe"),
    "person_missing": ("count", "one of {subject} is missing"),
    "missing_found": ("count", "the one missing of {subject} is found"),
    "survivors_referred": ("count", "one survivor is referred to care"),
    "month_counted": ("count", "one incident in month {month}"),
    "village_incident": ("hurt", "an incident in {subject}: one person is hurt"),
    **CIVILIAN_ONES,
}
"""how these kinds are told where they are about one: the field that counts, and what it says"""

NOUGHTS: dict[str, tuple[str, str]] = {
    "person_died": ("after_min", "a person dies at once"),
    "village_incident": ("hurt", "an incident in {subject}: nobody is hurt"),
}
"""how these kinds are told where they count nought: the field that counts, and what it says"""

KINDS: dict[str, tuple[str, str]] = {
    # kind: (what it says; {names} are the subject and the data), group of the reference)
    "exercise_started": ("STARTEX", "exercise"),
    "exercise_ended": ("ENDEX", "exercise"),
    "light_changed": ("{light}", "ground"),
    "rain_changed": ("rain {rain}", "ground"),
    # threat
    "stream_event_began": ("{subject} begins: {do}", "threat"),
    "stream_event_foiled": ("{subject} comes to nothing: {why}", "threat"),
    "stream_event_ended": ("{subject} is over", "threat"),
    "group_gathered": ("{strength} of {subject} gather outside {at}", "threat"),
    "group_entered": ("{strength} of {subject} are in {at}", "threat"),
    "group_deterred": ("{subject} turn back at {at} ({step})", "threat"),
    "group_left": ("{subject} leave {at}", "threat"),
    "attack_began": ("{by} attack at {subject}", "threat"),
    "shots_fired": ("shots at {subject}", "threat"),
    "channel_changed": ("{subject} {state}", "threat"),
    "rumour_spread": ("a rumour spreads: {text}", "threat"),
    "fight_began": ("{by} and {against} fight at {subject}", "threat"),
    "fire_changed": ("the fire at {subject}: {level}", "threat"),
    "fight_ended": ("the fighting at {subject} is over", "threat"),
    "road_blocked": ("the road is closed at {subject}", "threat"),
    "road_freed": ("the road is free at {subject}", "threat"),
    # perimeter
    "barrier_attacked": ("{by} work on the barrier of {subject}", "perimeter"),
    "breach_opened": ("the wire of {subject} is open", "perimeter"),
    "breach_blocked": ("{by} blocks the breach at {subject}", "perimeter"),
    "breach_unblocked": ("{by} leaves the breach at {subject}", "perimeter"),
    "breach_repaired": ("the wire of {subject} is closed again", "perimeter"),
    "post_under_fire": ("{subject} is under fire", "perimeter"),
    "post_abandoned": ("{subject} is left: {why}", "perimeter"),
    "post_manned": ("{subject} is manned again", "perimeter"),
    "post_held": ("{subject} was held under fire", "perimeter"),
    # observation and reporting
    "sighted": ("{subject} sees {what} at {at}", "picture"),
    "false_alarm": ("{subject} reports what is not there", "picture"),
    "report_sent": ("{subject} reports {what} at {at} to {to}", "picture"),
    "message_failed": ("{subject}'s message to {to} fails: {why}", "picture"),
    "message_given_up": ("{subject} gives up its message to {to}", "picture"),
    "report_received": ("{subject} hears of {what} at {at} from {by}", "picture"),
    "status_received": ("{subject} learns that {unit} is {state}", "picture"),
    "contact_lost": ("{subject} hears nobody", "picture"),
    "contact_regained": ("{subject} is heard again", "picture"),
    # command
    "rule_fired": ("{post} acts on {subject} for {at}", "plan"),
    "rule_held": ("{post} does not act on {subject} at {at}: {why}", "plan"),
    "rule_let_act": ("exercise control lets {post} act on {subject} for {at}", "plan"),
    "rule_lapsed": ("{subject} waits for nobody any more at {at}: what it was for is over", "plan"),
    "rule_done": ("{subject} is carried out", "plan"),
    "rule_late": ("{subject} is not carried out in time", "plan"),
    "team_called": ("{subject} is called together", "plan"),
    "plans_collided": ("the plan of the {with} component counts on the same people as {subject}", "plan"),
    "order_mistaken": ("{post} has given a wrong order for {subject}: {why}", "plan"),
    "plan_looked_up": ("{post} has to look up {subject}: {why}", "plan"),
    "step_expected": ("{subject} expects: {text}", "plan"),
    "order_given": ("{post} orders {unit}: {task} at {at}", "command"),
    "order_unfilled": ("{subject} finds no unit that is free: {who}", "command"),
    "order_misunderstood": ("{subject} misunderstands its order", "command"),
    "order_refused": ("{subject} declines: {why}", "command"),
    "order_overruled": ("{unit} must: the force commander overrules its refusal ({task} at {at})", "command"),
    "order_unanswered": ("{subject} hears nothing of its order to {unit}: {task} at {at}", "command"),
    "order_waits": ("{subject} waits: {why}", "command"),
    "order_accepted": ("{subject} accepts: {task} at {at}", "command"),
    "orders_conflicted": ("{subject} has orders from {one} and {other}", "command"),
    "handed_over": ("{post} hands the task over to {unit}'s component", "command"),
    "lead_announced": ("{subject} leads", "command"),
    "lead_acknowledged": ("{subject} acknowledges the lead of {post}", "command"),
    "lead_offered": ("{subject} offers the lead at {at}", "command"),
    "lead_taken": ("{subject} takes the lead at {at}", "command"),
    "unit_moved": ("{subject} moves to {to}", "movement"),
    "unit_stopped": ("{subject} cannot go to {at}: the way is closed", "movement"),
    "unit_stuck": ("{subject} is stuck", "movement"),
    "unit_arrived": ("{subject} is at {at}", "movement"),
    "way_taken": ("{subject} goes to {to} by {via}", "movement"),
    "way_sought": ("{subject} looks for a way round", "movement"),
    "unit_turned": ("{subject} turns round near {at}: {why}", "movement"),
    "unit_hit": ("{subject} is hit near {at}", "movement"),
    "task_begun": ("{subject} begins: {task} at {at}", "movement"),
    "task_done": ("{subject} has done: {task} at {at}", "movement"),
    "task_dropped": ("{subject} stops: {task} at {at} ({why})", "movement"),
    # force
    "force_step_taken": ("{subject}: {step} at {at}", "force"),
    "force_authorised": ("{subject} has leave for force in writing", "force"),
    "force_withheld": ("{subject} does not act: {why}", "force"),
    "group_suppressed": ("{subject}: held in check at {at}", "force"),
    "group_unsuppressed": ("{subject}: hands free again at {at}", "force"),
    "intervention_effective": ("the harm at {subject} is stopped", "force"),
    "place_secured": ("{subject} is secure", "force"),
    "peacekeeper_hurt": ("a soldier or police officer of {subject} is hit", "force"),
    "perpetrators_hit": ("{count} of {subject} are hit", "force"),
    # people
    "flight_began": ("people flee from {subject}", "crowd"),
    "crowd_grew": ("{count} people wait at {subject}", "crowd"),
    "gate_changed": ("{subject}: {mode}", "crowd"),
    "gate_reinforced": ("{subject}: {lanes} lanes more are open", "crowd"),
    "crowd_through": ("nobody waits at {subject} any more", "crowd"),
    "gate_count": ("{count} people came through {subject}", "crowd"),
    "weapon_found": ("a weapon is found at {subject}", "search"),
    "weapon_missed": ("a weapon passes {subject} unseen", "search"),
    "lane_closed": ("{subject}: a lane is closed over a find", "search"),
    "cache_found": ("a cache is found in {subject}", "search"),
    "search_done": ("{subject} is searched: {shelters} shelters", "search"),
    "person_hurt": ("a person is hurt at {at}: {severity}", "casualties"),
    "person_died": ("a person dies, {after_min} min after being hurt", "casualties"),
    "aid_given": ("first aid for a person at {at}", "casualties"),
    "casualties_collected": ("{subject} collects {count} at {at}", "casualties"),
    "care_begun": ("field care at {at}", "casualties"),
    "surgery_begun": ("surgery at {at}", "casualties"),
    "evacuation_begun": ("a casualty is flown out", "casualties"),
    "way_closed": ("the way to {subject} is closed", "casualties"),
    "way_opened": ("the way to {subject} is open", "casualties"),
    "fire_lit": ("{subject}: a fire is lit", "fire"),
    "block_burnt": ("{subject}: a block of {shelters} shelters burns", "fire"),
    "fire_out": ("{subject}: the fire is out", "fire"),
    "community_changed": ("trust {trust}, tension {tension}, consent {consent}", "community"),
    "meeting_held": ("leaders meet", "community"),
    "liaison_came": ("a host liaison officer is there", "community"),
    "unrest_began": ("unrest at {subject}: {strength} people", "community"),
    "unrest_ended": ("unrest at {subject} is over ({why})", "community"),
    # staff and residents
    "shelter_ordered": ("people of {subject} take shelter", "staff"),
    "shelter_full": ("{count} of {subject} are sheltered", "staff"),
    "count_ordered": ("wardens of {subject} begin to count", "staff"),
    "staff_counted": ("{subject}: {count} of {people} accounted for", "staff"),
    "broadcast_sent": ("{subject} broadcasts on {channels} channels", "staff"),
    "broadcast_reached": ("{share} per cent reached", "staff"),
    "call_made": ("a distress call from {at}", "staff"),
    "call_located": ("the call from {subject} is located", "staff"),
    "call_closed": ("the call from {subject} is closed on a head-count", "staff"),
    "safe_room_forced": ("the safe room of {subject} is forced", "staff"),
    "resident_harmed": ("a resident of {subject} is harmed", "staff"),
    "residents_listed": ("{count} residents live in {subject}", "staff"),
    "residents_removed": ("{count} residents of {subject} are brought away by {by}", "staff"),
    "residents_rescued": ("{count} residents of {subject} are safe", "staff"),
    "person_missing": ("{count} of {subject} are missing", "staff"),
    "missing_found": ("{count} missing of {subject} are found", "staff"),
    "survivors_referred": ("{count} survivors are referred to care", "staff"),
    **OPERATION_EVENTS,
    # indirect fire, and what a clinic can do
    "round_landed": ("a round falls on {subject}", "threat"),
    "ordnance_left": ("an unexploded round lies in {subject}", "threat"),
    "ordnance_cleared": ("{by} has made the unexploded round in {subject} safe", "threat"),
    "shelter_checked": ("{subject}: {count} of {of} are in shelter", "staff"),
    "shelter_left": ("{subject}: people come out of shelter ({why})", "staff"),
    "blood_changed": ("{subject} has {units} units of blood ({why})", "casualties"),
    "surgery_waits": ("surgery at {at} waits for blood", "casualties"),
    "transfer_asked": ("a casualty at {at} must go on to {to}", "casualties"),
    "admission_changed": ("{subject} takes in everybody by need", "casualties"),
    # people taken outside the wire
    "farmers_out": ("{count} people are at work at {subject}", "abduction"),
    "farmers_called_in": ("word comes to {subject}: {count} people walk home", "abduction"),
    "farmers_home": ("{count} people of {subject} are behind the wire", "abduction"),
    "abduction_disturbed": ("{group} give up at {at}: {by} comes past", "abduction"),
    "captives_taken": ("{by} take {count} people at {subject}; {away} get away", "abduction"),
    "captives_led_on": ("{subject} lead {count} people from {at} towards {to}", "abduction"),
    "captives_passed": ("{subject} come to {at} with {count} people", "abduction"),
    "captives_lost": ("{by} are out of reach beyond {subject} with {count} people", "abduction"),
    "captors_met": ("{by} stands before {subject} and {count} people at {at}", "abduction"),
    "captors_fired": ("{subject} open fire at {at}", "abduction"),
    "civilians_covered": ("{by} gets {count} people at {subject} into cover", "abduction"),
    "captives_freed": ("{by} let {count} people go at {subject}", "abduction"),
    "captives_returned": ("{by} brings {count} people to {subject}", "abduction"),
    "nobody_found": ("{subject} finds nobody at {at}", "abduction"),
    "pursuit_began": ("{subject} goes on from {at}, after {how}", "abduction"),
    "pursuit_ended": ("{subject} turns round at {at}", "abduction"),
    **CROWD_EVENTS,
    # patrol and zone
    "patrol_began": ("{teams} teams of {subject} go out", "patrol"),
    "patrol_ended": ("{teams} teams of {subject} come in", "patrol"),
    "patrol_refused": ("{subject} does not go out: {why}", "patrol"),
    "zone_measure_ended": ("in the zone no longer in force: {measure}", "zone"),
    "zone_measure_began": ("in the zone in force: {measure}", "zone"),
    "incident_happened": ("{what} near {place}", "zone"),
    "incident_prevented": ("{what} prevented ({by})", "zone"),
    "incident_reported": ("{what} reported", "zone"),
    "incident_displaced": ("{what} beyond the zone", "zone"),
    "month_counted": ("{count} incidents in month {month}", "zone"),
    **READINESS_EVENTS,
    **WORKS_EVENTS,
    # freedom of movement and presence
    "movement_denied": ("{subject} is denied passage at {at}: {why}", "access"),
    "checkpoint_passed": ("{subject} passes {at}", "access"),
    "rung_tried": ("{subject} at {at}: {rung}, {outcome}", "access"),
    "passage_offered": ("{subject} may pass {at} without its civilians", "access"),
    "stand_reported": ("{subject} has stood at {at} for {hours} h, water for {water_h} h", "access"),
    "stand_ended": ("{subject} stands at {at} no longer: {why}", "access"),
    "restriction_began": ("nobody is to pass {subject}, by order of {by}", "access"),
    "restriction_ended": ("the order to let nobody pass {subject} is lifted: {why}", "access"),
    "host_learnt": ("whoever holds {subject} learns from it: {why}", "access"),
    "patrol_threatened": ("{subject} threaten {unit} at {at}", "access"),
    "denial_raised": ("the denial at {subject} is recorded and made public", "access"),
    "presence_began": ("{subject} stays at {at}", "access"),
    "presence_ended": ("{subject} leaves {at} after its stay: {why}", "access"),
    "resupplied": ("{subject} is resupplied by {by} at {at}", "access"),
    "village_incident": ("an incident in {subject}: {hurt} people hurt", "access"),
    "village_incident_averted": ("an incident in {subject} is averted by presence", "access"),
    "villagers_told": ("villagers of {at} tell {subject} of an incident", "access"),
    "report_verified": ("{subject} verifies what it was told in {at}", "access"),
    **CIVILIAN_EVENTS,
    # room
    "decision_opened": ("{subject}: {asks} must decide", "room"),
    "decision_taken": ("{subject}: {option} ({by})", "room"),
    "decision_defaulted": ("{subject}: {option}, nobody answered", "room"),
    "default_proposed": ("{subject}: time is up, {option} is proposed", "room"),
    "inject_delivered": ("{subject} to {to}: {text}", "room"),
    "inject_skipped": ("{subject} skipped: {why}", "room"),
    "inject_deferred": ("{subject} deferred", "room"),
    "inject_ready": ("{subject} is due: exercise control delivers it", "room"),
    "inject_held": ("{subject} is held: {why}", "room"),
    "inject_expired": ("{subject} expired", "room"),
    "inject_added": ("{subject} added", "room"),
    "inject_edited": ("{subject} now reads: {text}", "room"),
    "injects_shifted": ("{count} injects moved by {by_s} seconds", "room"),
    "action_expected": ("{subject}: {text}", "room"),
    "action_done": ("{subject}: done", "room"),
    "action_missed": ("{subject}: not done in time", "room"),
    "effect_applied": ("{effect}", "room"),
    "remark_made": ("{kind} by {by}: {text}", "room"),
    "message_passed": ("{subject} to {to}: {text}", "room"),
    "question_asked": ("{subject} asks {to}: {text}", "room"),
    "answer_drafted": ("{subject} would answer {to}: {text}", "room"),
    "world_overridden": ("FACILITATOR OVERRIDE: {what} {subject} ({why})", "room"),
    "command_refused": ("{command} refused: {why}", "room"),
}
"""Every kind of LogEvent: a sentence for people, and the part of the world that it belongs to."""

UNTRUE = "untrue report "  # not for people
"""how an effect is told of that says what is not so, before what it is about"""

INTENTS: dict[str, str] = {name: verb.told for name, verb in VERBS.items()}
"""What each verb of the stream sets out to do, as the sentence of its ``stream_event_began``."""
