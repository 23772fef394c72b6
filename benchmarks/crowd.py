"""The exercise that the screen is measured with: 500 injects, 100 actors, something every second for ten days.

Eighty units call in by radio all the time and go wherever one of twenty groups gathers at the wire.  What the room
would be given time for - an inject that comes by the clock, a question - lies behind the days that are measured,
since it brings the speed down to 1x: what is measured at 60x and 3600x must stay at 60x and 3600x.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

__all__ = ["ACTORS", "INJECTS", "STARTEX", "write_crowd"]

INJECTS, ACTORS = 500, 100
STARTEX = "2031-03-01T08:00+02:00"
_GROUPS = 20
_PATROLS = 160
_MARCHES = 216
_DAYS = 14
_QUIET_FROM = 11
"""the day from which on injects come by the clock to the room; before it only expected actions do"""
_WIRE = {"north": [0, 600], "east": [600, 0], "south": [0, -600], "west": [-600, 0]}


def write_crowd(folder: Path) -> Path:
    """Write the scenario; gives its path."""
    path = folder / "crowd.yaml"
    path.write_text(yaml.safe_dump(_scenario(), sort_keys=False), encoding="utf-8")
    return path


def _scenario() -> dict[str, Any]:
    return {
        "startex": 1,
        "title": "Crowd",
        "draws_on": "nothing; it is for measuring the screen",
        "clock": {
            "startex": STARTEX,
            "duration": f"{_DAYS} days",
            "latitude": 5,
            "longitude": 30,
        },
        "parameters": {"reporting": {"radio_check": "15 min"}},
        **_ground(),
        **_forces(),
        "threat": _threat(),
        "plan": {
            "TELL": {
                "title": "Report what you see",
                "for": ["posts"],
                "when": "unrest seen or contact seen",
                "do": [{"task": "report", "to": "ops"}],
                "again": True,
            },
            **_marches(),
        },
        "msel": _msel(),
        "objectives": [
            {"id": f"O{k}", "text": text, "targets": [{"measure": measure, "at_most": most}]}
            for k, (text, measure, most) in enumerate(
                (
                    ("Nobody is hurt", "civilian_harm", "0 people"),
                    ("Decide soon after the report", "report_to_decide", "10 min"),
                    ("Be there soon after the order", "move_to_scene", "30 min"),
                ),
                1,
            )
        ],
        "measures": ["civilian_harm", "report_to_decide", "move_to_scene"],
    }


def _ground() -> dict[str, Any]:
    places: dict[str, Any] = {"site": {"kind": "poc_site", "at": [0, 0]}, "base": {"kind": "un_base", "at": [0, -1400]}}
    wire: dict[str, Any] = {}
    for name, (x, y) in _WIRE.items():
        places[f"{name}_camp"] = {
            "kind": "sector",
            "of": "site",
            "at": [x // 2, y // 2],
            "people": 5000,
            "shelters": 700,
        }
        wire[name] = {"of": "site", "at": [x, y], "length": "600 m", "faces": f"{name}_camp", "layers": ["fence"]}
        wire[name] |= {"posts": 4, "manned_by": "battalion"}
    return {"places": places, "perimeter": wire, "channels": {"radio": {"delay": "30 s", "fails": 0.03}}}


def _forces() -> dict[str, Any]:
    return {
        "command": {"ops": {"kind": "ioc", "staff": 50, "integrates": ["military", "police", "security", "civilian"]}},
        "roles": {"duty_officer": {"post": "ops"}},
        "contingents": {"battalion": {"strength": 3000}},
        "unit_types": {
            "platoon": {"strength": 30, "mobility": "wheels", "notice": "10 min"},
            "guards": {"component": "security", "strength": 8, "notice": "2 min", "armed": False},
        },
        "units": {
            f"unit_{k:02d}": {
                "type": "guards" if k % 4 == 0 else "platoon",
                "title": f"{'Guards' if k % 4 == 0 else 'Platoon'} {k:02d}",
                "at": "base" if k % 2 else f"{list(_WIRE)[k // 2 % 4]}_camp",
            }
            | ({} if k % 4 == 0 else {"of": "battalion"})
            for k in range(ACTORS - _GROUPS)
        },
        "patrols": {
            f"patrol_{k:03d}": {"by": f"unit_{k % (ACTORS - _GROUPS):02d}", "loop": "2 km", "shift": "10 min"}
            for k in range(_PATROLS)
        },
    }


def _marches() -> dict[str, Any]:
    """Every five minutes, and after nine hours every forty, a platoon drives out to a camp; it comes back."""
    return {
        f"MARCH-{k}": {
            "title": f"Relief {k}",
            "for": f"unit_{_platoon(k):02d}",
            "when": f"time > {5 * min(k, 108) + 40 * max(0, k - 108) + 1} min",
            "do": [
                {"task": "deploy", "at": f"{list(_WIRE)[k % 4]}_camp", "within": "30 min"},
                {"task": "hold", "for": "10 min"},
                {"task": "return"},
            ],
        }
        for k in range(_MARCHES)
    }


def _platoon(k: int) -> int:
    """The number of the unit that marches as the k-th: every unit but the guards in turn."""
    turn = k % ((ACTORS - _GROUPS) * 3 // 4)
    return turn // 3 * 4 + turn % 3 + 1


def _threat() -> dict[str, Any]:
    """Unrest in one of the camps every hour, and incidents all the time."""
    stream = [
        {
            "id": f"unrest_{k}",
            "at": f"H+{k}:10",
            "do": "unrest",
            "by": f"group_{k % _GROUPS:02d}",
            "on": f"{list(_WIRE)[k % 4]}_camp",
            "for": "25 min",
            "intensity": 0,
        }
        for k in range(4 * 24)
    ]
    return {
        "groups": {
            f"group_{k:02d}": {"strength": "15-30", "resolve": "high", "deterred_by": "aimed_fire"}
            for k in range(_GROUPS)
        },
        "stream": stream,
        "rates": {f"robberies_{k}": {"kind": "armed_robbery", "rate": "18/h", "reported": 0.9} for k in range(8)},
    }


def _msel() -> list[dict[str, Any]]:
    """Two in five are expected actions in the days that are measured, two come later, one waits for a condition."""
    found: list[dict[str, Any]] = []
    for k in range(INJECTS):
        inject = {"id": f"I-{k:03d}", "title": f"Inject {k:03d} of the exercise", "text": f"Words of inject {k:03d}"}
        if k % 5 < 2:
            inject |= {"type": "expected_action", "at": f"H+{k * 30 // 60}:{k * 30 % 60:02d}"}
        elif k % 5 < 4:
            inject |= {"type": "contextual", "at": f"H+{_QUIET_FROM * 24 + k // 10}:{k % 10 * 6:02d}"}
        else:
            inject |= {"type": "contingency", "when": f"time > D+{_DAYS - 1}"}
        found.append(inject)
    return found
