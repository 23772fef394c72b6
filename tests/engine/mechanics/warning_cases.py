"""A country team in the least scenario, for the tests of early warning."""

from __future__ import annotations

from typing import Any

from simulator.events import LogEvent
from tests.builders import a_scenario, engine_of, merged, ran

DAY = 86400
AT_ONCE = {"after": "0 s"}
CIVILIAN = {"component": "civilian", "handling": "1 s", "decides_in": "1 s"}
SOURCES = {
    name: {"sees": sees, "to": to, "delay": "0 s", "reliable": "80 %"}
    for name, sees, to in (
        ("lawyers", "arrests", "advisers"),
        ("clinics", "clinic_records", "health"),
        ("shelters", "displacement", "refugees"),
    )
}


def country(days: int = 60, **sections: Any) -> dict[str, Any]:
    """Offices of a country team, no units, nothing left to chance but what a test adds."""
    least = {
        "clock": {"duration": f"{days} days"},
        "places": {"north": {"kind": "place", "at": [0, 90000]}, "south": {"kind": "place", "at": [0, -90000]}},
        "command": {
            "office": {**CIVILIAN, "kind": "field_office", "reports_to": "desk"},
            "team": {**CIVILIAN, "kind": "cmt"},
            "advisers": {**CIVILIAN, "kind": "agency", "passes_to": ["team"]},
            "health": {**CIVILIAN, "kind": "agency"},
            "refugees": {**CIVILIAN, "kind": "agency"},
            "desk": {**CIVILIAN, "kind": "headquarters"},
        },
        "community": {"consent": "50 %"},
        "country_team": {"at": "base", "office": "office", "sources": SOURCES, "convenes_in": "48 h"},
        "parameters": {
            "signals": {"verify": "2 days", "confirms": "1", "refutes": "1", "passed_on": "0 s", "meeting": "1 day"},
            "prevention": {"displaced": "0"},
        },
        "contingents": {"all": {"rehearsal": "100 %"}},
    }
    return a_scenario(**merged(least, sections))


def signal(id: str, at: str = "H+0", source: str = "lawyers", severity: str = "50 %", **more: Any) -> dict[str, Any]:
    return {"id": id, "at": at, "do": "signal", "on": "north", "source": source, "signal": "arrests", **more} | {
        "severity": severity
    }


def turn(id: str, at: str, severity: str, takes: str = "0 s", on: str = "north") -> dict[str, Any]:
    return {"id": id, "at": at, "do": "escalate", "on": on, "severity": severity, "for": takes}


VERIFY = {"when": "signal reported to advisers", "do": [{"task": "verify", "at": "signal"}], **AT_ONCE}
ASSESS = {"when": "finding reported to advisers", "do": [{"task": "assess", "at": "finding"}], **AT_ONCE}


def acts(when: str, *tasks: str) -> dict[str, Any]:
    """A rule by which an office does things for the north at a time."""
    steps = [{"task": task, "at": "north"} for task in tasks]
    return {"when": f"time >= {when}", "do": steps, "authority": "duty_officer", "component": "civilian", **AT_ONCE}


def days_of(log: list[LogEvent], kind: str) -> dict[str, float]:
    """When something first happened to each subject, in days."""
    found: dict[str, float] = {}
    for event in log:
        if event.kind == kind:
            found.setdefault(event.subject, event.at / DAY)
    return found


def run(scenario: dict[str, Any], seed: int = 1) -> list[LogEvent]:
    return ran(engine_of(scenario, seed))
