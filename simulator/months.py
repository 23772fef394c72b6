"""The words of months, readiness and works: what is heard of it, what happens, what is measured.

Ground floor: standard library only.  The vocabulary and the list of events take them in.
"""

from __future__ import annotations

__all__ = [
    "READINESS_BETTER",
    "READINESS_EVENTS",
    "READINESS_KINDS",
    "READINESS_MEASURES",
    "WORKS_BETTER",
    "WORKS_EVENTS",
    "WORKS_KINDS",
    "WORKS_MEASURES",
]

READINESS_KINDS: dict[str, tuple[str, ...]] = {
    "need": ("open", "closed"),
    "readiness": ("failed", "closed"),
    "performance": ("open", "closed"),
    "rotation": ("arrived", "closed"),
    "defect": ("found", "closed"),
}
"""What posts hear of where a scenario follows readiness, with the states that a report can name."""

READINESS_EVENTS: dict[str, tuple[str, str]] = {
    "exercise_held": ("{subject} holds {what}: proficiency {was} to {now} in a thousand", "readiness"),
    "contingent_rotated": ("{subject} is relieved: proficiency {was} to {now} in a thousand", "readiness"),
    "trainers_trained": ("{count} more trainers, {trainers} in all", "readiness"),
    "induction_begun": ("a mobile team begins to induct {subject}", "readiness"),
    "induction_done": ("{subject} is inducted: proficiency {was} to {now} in a thousand", "readiness"),
    "readiness_tested": ("{subject} is tested: {result} per cent", "readiness"),
    "failure_noted": ("failures of {subject} in the ledger: {count}", "readiness"),
    "contingent_improved": ("plan of improvement of {subject}: proficiency {was} to {now} in a thousand", "readiness"),
    "commander_repatriated": ("the commander of {subject} is sent home by {by}", "readiness"),
    "commander_arrived": ("{subject} has a new commander", "readiness"),
    "plan_rule_lapsed": ("{subject} of the plan does not hold: {why}", "readiness"),
    "plan_rule_valid": ("{subject} of the plan is valid", "readiness"),
    "plan_improvised": ("{post} loses time over {subject}: {why}", "readiness"),
    "plan_sent": ("{subject} sends the plan to headquarters", "readiness"),
    "plan_validated": ("headquarters has looked at the plan of {subject}", "readiness"),
    "plan_defect_found": ("headquarters finds in {subject}: {what}", "readiness"),
    "plan_defect_mended": ("mended in {subject}: {what}", "readiness"),
    "need_arose": ("{people} people in {at} need protection within {within_h} h", "readiness"),
    "need_answered": ("{by} answers the need in {at} after {after_h} h", "readiness"),
    "need_unmet": ("the need in {at} is not met: {why}", "readiness"),
}
"""Kinds of events, each with its sentence and group."""

READINESS_MEASURES: tuple[tuple[str, str, str, str], ...] = (
    ("tasks_unmet", "tasks", "", "needs of protection that nobody met: nobody in time, or the wrong step"),
    ("crisis_answered", "share", "", "needs of protection that somebody met in time, with the right step"),
    ("answered_in_time", "share", "K5", "needs of protection to which somebody came in time, with whatever step"),
    ("proficiency_mean", "share", "", "what contingents have learnt and not forgotten, over time and contingents"),
    ("training_coverage", "share", "", "contingents present that were inducted in the mission, over time"),
    ("plan_valid_share", "share", "", "rules of the plan without defects and practised of late, over time"),
    ("tests_passed", "share", "", "tests against unit requirements that were passed"),
)
"""Measures: name, unit, K row, what it says."""

READINESS_BETTER = {
    "lower": ("tasks_unmet",),
    "higher": (
        "crisis_answered",
        "answered_in_time",
        "proficiency_mean",
        "training_coverage",
        "plan_valid_share",
        "tests_passed",
    ),
}
"""In which direction each is better."""

WORKS_KINDS: dict[str, tuple[str, ...]] = {"works": ("idle", "stopped", "under_way", "built")}
"""What posts hear of works that take months; the last state closes it."""

WORKS_EVENTS: dict[str, tuple[str, str]] = {
    "season_changed": ("the season of the rains {rains}", "works"),
    "works_changed": ("{metres} m of {subject} stand, {cm_a_day} cm a day from now: {why}", "works"),
    "works_reached": ("{percent} per cent of {subject} stand: {metres} m", "works"),
    "works_supplied": ("material comes for {load} m of {subject}", "works"),
    "works_supply_failed": ("material for {subject} does not get through: {why}", "works"),
    "need_held_off": ("who comes for {people} people in {at} is held off at the perimeter", "works"),
}
"""Kinds of events, each with its sentence and group."""

WORKS_MEASURES: tuple[tuple[str, str, str, str], ...] = (
    ("needs_arisen", "needs", "", "needs of protection that arose"),
    ("perimeter_built", "share", "", "part of the perimeters under construction that stands at ENDEX"),
    ("perimeter_half", "days", "", "until half of a perimeter under construction stood; ENDEX if never"),
    ("perimeter_whole", "days", "", "until the whole of a perimeter under construction stood; ENDEX if never"),
)
"""Measures: name, unit, K row, what it says."""

WORKS_BETTER = {"lower": ("needs_arisen", "perimeter_half", "perimeter_whole"), "higher": ("perimeter_built",)}
"""In which direction each is better."""
