"""A mission in the least scenario, for the tests of readiness over months."""

from __future__ import annotations

from typing import Any

from simulator.events import LogEvent
from tests.builders import a_scenario, engine_of, merged, ran

DAY = 86400
FIXED = {
    "reporting": {"radio_check": "24 h"},
    "readiness": {
        "half_life": "100 days",
        "floor": "0.2",
        "course": "14 days",
        "reported": "0 s",
        "test_error": "0",
        "leads": "0.4",
        "improves": "30 days",
        "gap": "20 days",
        "better": "90 %",
        "uninducted": "1",
    },
    "validity": {"improvise": "3 h", "reread": "1 h", "returns": "20 days", "finds": "1", "mends": "10 days"},
    "needs": {"heard": "0 s", "acts": "1 min"},
}


def months(days: int = 100, count: int = 1, **sections: Any) -> dict[str, Any]:
    """Contingents c1, c2, ... with a headquarters each; nothing happens but what a test adds."""
    names = [f"c{n + 1}" for n in range(count)]
    seats = {f"seat_{name}": {"kind": "place", "at": [0, 1000 * n]} for n, name in enumerate(names)}
    least = {
        "clock": {"duration": f"{days} days"},
        "places": seats,
        "contingents": {name: {"strength": 300} for name in names},
        "parameters": FIXED,
        "readiness": {
            "post": "ops",
            "operations": "ops",
            "at": "base",
            "contingents": {n: {"at": f"seat_{n}", "proficiency": "80 %", "commander": "100 %"} for n in names},
        },
    }
    return a_scenario(**merged(least, sections))


def at_once(when: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A rule whose steps are carried out when it fires."""
    return {
        "when": when,
        "do": list(steps),
        "authority": "duty_officer",
        "component": "military",
        "after": "0 s",
        **more,
    }


def run(scenario: dict[str, Any], seed: int = 1) -> list[LogEvent]:
    return ran(engine_of(scenario, seed))
