"""Pieces of scenarios that several tests of the engine share."""

from __future__ import annotations

from typing import Any

from tests.builders import a_scenario

WIRE = {"north": {"of": "site", "at": [0, 400], "length": "400 m", "faces": "camp", "layers": ["fence"], "posts": 2}}
PLATOON = {"platoon": {"type": "platoon", "at": "base"}}


def told(at: str, what: str, place: str, **more: Any) -> dict[str, Any]:
    """An inject by which somebody outside the model reports something, true or not."""
    return {
        "id": f"tell-{what}-{at}-{place}".replace("+", "").replace(":", "-"),
        "at": at,
        "type": "contextual",
        "text": f"{what} at {place}",
        "effects": [{"report": what, "at": place, "to_post": "ops", **more}],
    }


def with_rule(rule: dict[str, Any], *, told_at: tuple[str, ...] = ("H+1",), **sections: Any) -> dict[str, Any]:
    """A platoon, a wire, reports of a breach at some times, and one rule R."""
    return a_scenario(
        **{
            "perimeter": WIRE,
            "units": PLATOON,
            "plan": {"R": {"title": "R", "for": "platoon", "when": "breach reported to ops", **rule}},
            "msel": [told(at, "breach", "north") for at in told_at],
            **sections,
        }
    )


def decision(**more: Any) -> dict[str, Any]:
    """A decision that a report of a breach opens: mend or leave it."""
    return {
        "title": "What now?",
        "when": "breach reported to ops",
        "asks": "duty_officer",
        "options": {
            "send": {"text": "Send them", "do": [{"task": "deploy", "by": "platoon", "at": "north"}]},
            "wait": "Wait",
        },
        "deadline": "10 min",
        "default": "wait",
        **more,
    }


def with_decision(**more: Any) -> dict[str, Any]:
    """A platoon, a wire, a report of a breach at H+1, and one decision D."""
    return a_scenario(
        perimeter=WIRE, units=PLATOON, decisions={"D": decision(**more)}, msel=[told("H+1", "breach", "north")]
    )
