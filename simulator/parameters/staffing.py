"""Numbers of the people who decide."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Staffing"]


@dataclass(frozen=True, slots=True)
class Staffing:
    """Fatigue, the convening of a crisis team, and plans that collide."""

    prepared: Spread = spread(
        "30 (10-90) min", "duration", "domain 3 [A]", "until a crisis team sits whose head was prepared"
    )
    unprepared: Spread = spread(
        "60 (20-180) min", "duration", "domain 3 [A]", "until a crisis team sits whose head was not"
    )
    sits: int = value(
        "12 h", "duration", "[A]", "a crisis team that nobody needs for so long goes apart again", "4-24 h"
    )
    awake_before: int = value(
        "4 h", "duration", "[A]", "hours that people have been up when their duty begins", "0-10 h"
    )
    shift: int = value("12 h", "duration", "[A]", "after which another team takes over", "8-14 h")
    sleeps: float = value(
        "0.17", "share", "[A]", "of the time that people sleep who are never relieved: four hours a day", "0.08-0.25"
    )
    repays: float = value("2", "number", "[A]", "hours awake that an hour of sleep makes up for: 16 to 8", "1-3")
    fresh_for: int = value("12 h", "duration", "domain 3 [A]", "hours awake that cost nothing", "8-16 h")
    tires: float = value("0.1", "share", "domain 3 [A]", "performance lost in 12 hours awake beyond those", "0.05-0.2")
    stress: float = value(
        "1.5", "number", "[A]", "how much more it is after the first contact, without counselling", "1-2.5"
    )
    least: float = value("0.3", "share", "[A]", "performance below which nobody falls", "0.1-0.5")
    set_right: Spread = spread("20 (5-45) min", "duration", "[A]", "until an order that went out wrong is set right")
    claims: float = value(
        "0.15", "share", "[A]", "chance that another component's plan counts on the same people or road", "0.05-0.3"
    )
    sorted_out: Spread = spread(
        "30 (10-60) min", "duration", "[A]", "until two components have found out whose plan holds"
    )
