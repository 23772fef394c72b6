"""The words of a cordon and search: its events, what is reported of it, its measures.

Ground floor: standard library only.  ``events`` and ``vocabulary`` take them in.
"""

from __future__ import annotations

__all__ = [
    "OPERATION_EVENTS",
    "OPERATION_HIGHER",
    "OPERATION_KINDS",
    "OPERATION_LOWER",
    "OPERATION_MEASURES",
    "OPERATION_REPORTS",
]

OPERATION_EVENTS: dict[str, tuple[str, str]] = {
    "operation_planned": ("{count} people know of the search of {subject}", "operation"),
    "word_out": ("word of the search is out in {subject}: {why}", "operation"),
    "leaders_told": ("{count} leaders of {subject} are told: {what}", "operation"),
    "cordon_taken": ("{subject} takes its part of the {what} around {at}: {share} per cent held", "operation"),
    "cordon_thinned": ("{subject} leaves the {what} around {at}: {share} per cent held", "operation"),
    "cordon_joined": ("the two cordons around {subject} are joined after {takes_s} seconds", "operation"),
    "cordon_closed": ("the cordon around {subject} stands: {gap} per cent is open", "operation"),
    "cordon_lifted": ("{by} lifts the cordon around {subject}", "operation"),
    "caches_moved": ("caches leave {subject}: {count}", "operation"),
    "cache_returned": ("a cache comes back to {subject}", "operation"),
    "search_widened": ("in {subject} every shelter is searched from now on", "operation"),
    "zone_searched": (
        "{subject}: {shelters} shelters in zone {number} of {at} searched, {found} found",
        "operation",
    ),
    "women_lent": ("{by} borrows women officers for the search of {subject}", "operation"),
    "leader_implicated": ("a find in the shelter of a leader of {subject}", "operation"),
    "person_held": ("{by} holds a person in {subject}", "operation"),
    "detention_reviewed": ("{by} reviews the case of a person held in {subject}", "operation"),
    "detention_overdue": ("a person held in {subject} has waited a day for a review", "operation"),
    "complaints_made": ("complaints about the search of {subject}: {count}", "operation"),
    "complaint_heard": ("{by} hears a complaint in {subject}", "operation"),
    "crowd_gathered": ("{count} people come to the cordon around {subject}", "operation"),
    "crowd_pushed": ("{by} pushes {count} people back at {subject}", "operation"),
    "crowd_dispersed": ("the crowd at the cordon around {subject} goes", "operation"),
    "patient_came": ("somebody sick comes to the cordon around {subject}: {count} wait", "operation"),
    "patient_passed": ("somebody sick passes the cordon around {subject} after {waited_s} seconds", "operation"),
    "lane_opened": ("{by} has a lane opened for the sick of {subject}", "operation"),
}
"""kind -> what it says and its group"""

OPERATION_KINDS: dict[str, tuple[str, ...]] = {
    "leak": ("open", "closed"),
    "cordon": ("gap", "standing", "gone"),
    "protest": ("ongoing", "gone"),
    "passage": ("waiting", "closed"),
    "held": ("open", "closed"),
    "minor": ("open", "closed"),
    "complaint": ("open", "closed"),
    "leader_find": ("open", "closed"),
    "push": ("open", "closed"),
    "cache_back": ("open", "closed"),
}
"""kind -> its states"""

OPERATION_REPORTS = ("leak", "cordon", "protest", "passage", "held", "complaint", "find")
"""Kinds that units of a cordon and search report by themselves."""

OPERATION_LOWER = ("cordon_open", "caches_moved", "clinic_wait", "held_wait", "crowds_pushed")
OPERATION_HIGHER = ("found_share", "finds_team_hours", "complaints_heard")
OPERATION_MEASURES = (
    ("found_share", "share", "", "weapon caches of a cordoned sector that its search found"),
    ("finds_team_hours", "per 100 team h", "", "caches found in a hundred hours of one search team"),
    ("caches_moved", "share", "", "caches that were carried out before or through the cordon"),
    ("cordon_open", "min", "", "from the first party of a cordon until it stood and teams went in; else ENDEX"),
    ("held_wait", "h", "", "mean time until the case of a person held in a search was reviewed; to ENDEX if never"),
    ("complaints_heard", "share", "", "complaints of a search that somebody heard"),
    ("clinic_wait", "min", "", "mean wait of the sick at a cordon; to ENDEX if they never passed"),
    ("crowds_pushed", "crowds", "K7", "crowds at a cordon that police pushed back"),
)
"""name, unit, K row, what it says"""
