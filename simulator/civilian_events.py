"""Kinds of events about staff who are relocated and about early warning: each with its sentence and group.

Ground floor: standard library only.  ``simulator.events.KINDS`` takes them in.
"""

from __future__ import annotations

__all__ = ["CIVILIAN_EVENTS", "CIVILIAN_ONES"]

CIVILIAN_EVENTS: dict[str, tuple[str, str]] = {
    # relocation
    "alert_changed": ("alert state of {subject}: {state}", "relocation"),
    "looting_began": ("{by} loot and rob in {subject}", "relocation"),
    "looting_ended": ("the looting in {subject} is over", "relocation"),
    "staff_told": (
        "{count} of {subject} hear of the alert ({state}): {ready} set out, {waits} wait, {astray} go wrong",
        "relocation",
    ),
    "staff_moved": ("{count} of {subject}: {was} to {now}", "relocation"),
    "staff_robbed": ("{count} of {subject} are robbed", "relocation"),
    "staff_traced": ("{count} of {subject}, whom no list held, are found", "relocation"),
    "manifest_begun": ("{subject} draws up the manifest", "relocation"),
    "manifest_ready": ("manifest of {subject}: {count} of {people}", "relocation"),
    "manifest_amended": ("{count} are added to the manifest of {subject}", "relocation"),
    "convoy_held": ("{subject} is held at a checkpoint on the way to {at}", "relocation"),
    "checkpoint_set": ("{by} ask for a fee on the way to {subject}", "relocation"),
    "checkpoint_lifted": ("nobody asks for a fee on the way to {subject} any more", "relocation"),
    "airport_shut": ("{subject} is shut", "relocation"),
    "airport_reopened": ("{subject} is open again", "relocation"),
    "seats_taken": ("at {subject} others take {count} seats, {share} per cent of the rest", "relocation"),
    "seats_returned": ("all seats at {subject} can be used again", "relocation"),
    "flights_ordered": ("aircraft are asked for: the first in {first_s}", "relocation"),
    "flight_left": ("a flight leaves {subject} with {boarded} on {seats} seats", "relocation"),
    "flight_cancelled": ("no flight from {subject}: {why}", "relocation"),
    "flights_ended": ("there are no more flights from {subject}", "relocation"),
    "window_asked": ("{subject} asks both parties for a pause in the fire at {at}", "staff"),
    "window_refused": ("no pause in the fire at {at}: {why}", "staff"),
    "window_agreed": ("both parties agree to a pause in the fire at {at}", "staff"),
    "window_broken": ("the pause in the fire at {at} is broken", "staff"),
    "window_closed": ("the pause in the fire at {at} is over", "staff"),
    "others_asked": ("{count} others at {at} ask {subject} to be taken along", "staff"),
    "others_allowed": ("{subject} may take the others at {at} along", "staff"),
    "people_aboard": ("{subject} has {count} residents and {others} others of {at} on board", "staff"),
    "people_brought_in": ("{subject} brings {count} residents and {others} others from {from} to {at}", "staff"),
    # early warning
    "escalation_changed": ("escalation in {subject} goes to {level} per cent over {takes_h} h", "warning"),
    "violence_broke_out": ("violence breaks out in {subject}", "warning"),
    "violence_happened": ("{count} people are hurt in {subject}", "warning"),
    "violence_prevented": ("violence in {subject} is prevented ({by})", "warning"),
    "signal_arose": ("a sign in {at}, seen by {seen_by}: {what}", "warning"),
    "signal_checked": ("{what} in {at} is found {result}", "warning"),
    "assessment_begun": ("{by} begins to assess {subject}; agencies that hold signs: {agencies}", "warning"),
    "assessment_shared": ("{by} shares its assessment of {subject}: {level} per cent", "warning"),
    "owner_named": ("{by} owns the warning of {subject}", "warning"),
    "warning_raised": ("{by} warns of {subject} ({how}): {weight} per cent", "warning"),
    "special_circumstances": ("{by} declares special circumstances for {subject}", "warning"),
    "task_force_convened": ("a task force on {subject} meets", "warning"),
    "action_taken": ("for {subject}: {what}", "warning"),
    "surge_arrived": ("{count} more advisers are there", "warning"),
    "surge_refused": ("no visas for more advisers", "warning"),
    "expulsion_threatened": ("the host threatens to expel staff", "warning"),
    "staff_expelled": ("the host expels a staff member", "warning"),
    "staff_replaced": ("an expelled staff member is replaced", "warning"),
}

CIVILIAN_ONES: dict[str, tuple[str, str]] = {
    "staff_told": (
        "count",
        "one of {subject} hears of the alert ({state}): {ready} set out, {waits} wait, {astray} go wrong",
    ),
    "staff_moved": ("count", "one of {subject}: {was} to {now}"),
    "staff_robbed": ("count", "one of {subject} is robbed"),
    "staff_traced": ("count", "one of {subject}, whom no list held, is found"),
    "manifest_amended": ("count", "one is added to the manifest of {subject}"),
    "violence_happened": ("count", "one person is hurt in {subject}"),
    "surge_arrived": ("count", "one more adviser is there"),
}
"""how these kinds are told where they are about one: the field that counts, and what it says"""
