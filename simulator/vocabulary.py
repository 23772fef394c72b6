"""The words of the field that conditions and reports are made of.

Ground floor: standard library only.  A word has one meaning; the glossary explains each of them, and
a test holds the two together.
"""

from __future__ import annotations

from simulator.months import READINESS_KINDS, WORKS_KINDS
from simulator.operation_words import OPERATION_KINDS

__all__ = [
    "BEHIND_WIRE",
    "BUSY",
    "COMPONENTS",
    "FORCE_STEPS",
    "GROUP_STATES",
    "KINDS",
    "QUANTITIES",
    "RUNGS",
    "TRUE_KINDS",
    "UNIT_STATES",
    "WARNING_KINDS",
    "component_of",
]

COMPONENTS = ("military", "police", "security", "civilian")

BEHIND_WIRE = frozenset(("un_base", "sector", "poc_site", "gate", "clinic"))
"""Kinds of places that lie inside a perimeter."""

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
    "climbing": ("present", "gone"),
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
    **WORKS_KINDS,
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
        "built",
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
    "climbing",
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
    *WORKS_KINDS,
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


def component_of(rule: str) -> str:
    """The component that a rule's name speaks of (``MIL-5``), or nothing."""
    return {"MIL": "military", "POL": "police", "SEC": "security", "CIV": "civilian"}.get(rule[:3].upper(), "")
