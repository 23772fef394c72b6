"""Numbers of the ground: light, roads, eyes, channels."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Daylight", "Movement", "Observation", "Reporting"]


@dataclass(frozen=True, slots=True)
class Daylight:
    """Night, rain and what they slow down."""

    rain_spell: Spread = spread("3 (1-8) h", "duration", "[A]", "length of a spell of rain in the wet season")
    dry_spell: Spread = spread("20 (6-60) h", "duration", "[A]", "time between spells of rain in the wet season")
    night_move: float = value("0.8", "number", "[A]", "speed by night, of that by day", "0.6-1")
    rain_sight: float = value("0.5", "number", "[A]", "range of sight in rain, of that without", "0.3-0.8")


@dataclass(frozen=True, slots=True)
class Movement:
    """Speeds by mobility and surface."""

    dirt_dry: Spread = spread("32 (19-38) km/h", "speed", "domain 3, LOG [D]", "vehicles on a dry dirt road")
    dirt_wet: Spread = spread("18 (5-27) km/h", "speed", "domain 3, LOG, [A]", "vehicles on a wet dirt road")
    paved: Spread = spread("45 (30-60) km/h", "speed", "[A]", "vehicles on a paved road")
    in_town: Spread = spread("20 (10-30) km/h", "speed", "domain 3 [A]", "armoured move in town")
    foot: Spread = spread("4.5 (4-5) km/h", "speed", "domain 3 [A]", "march on foot")
    patrol_foot: float = value("3 km/h", "speed", "domain 3 [A]", "foot patrol", "2-4 km/h")
    patrol_vehicle: float = value("12 km/h", "speed", "[A]", "mounted patrol", "8-20 km/h")
    air: Spread = spread("210 (180-230) km/h", "speed", "domain 3 [A]", "helicopter cruise")
    air_clearance: Spread = spread("2 (0.5-24) h", "duration", "domain 3 [A]", "wait for the clearance of a flight")
    muster: Spread = spread("3 (1-6) min", "duration", "[A]", "from notice expired to wheels turning")
    react: Spread = spread("2 (1-4) min", "duration", "[A]", "a unit that already stands by gets going")
    stuck: float = value("5 %", "share", "domain 3 [A]", "chance to be stuck in 10 km of wet dirt road", "3-8 %")
    stuck_for: Spread = spread("45 (15-120) min", "duration", "[A]", "time lost when stuck")


@dataclass(frozen=True, slots=True)
class Observation:
    """How soon something is seen."""

    day_range: float = value(
        "600 m", "length", "domain 3 [A]", "a person is seen within a minute as often as not, by day", "300-1000 m"
    )
    night_range: float = value("80 m", "length", "domain 3 [A]", "the same by night", "30-150 m")
    infrared_range: float = value("400 m", "length", "domain 3 [A]", "the same by night with sensors", "200-800 m")
    tower: float = value("1.5", "number", "domain 3 [A]", "range from a tower, of that from the ground")
    group_sight: float = value("3", "number", "[A]", "a group is seen this much further than a person", "1-5")
    fire_sight: float = value("10", "number", "[A]", "a fire is seen this much further than a person", "5-30")
    blind: float = value("3", "number", "[A]", "nothing is seen beyond this many ranges", "2-5")
    sensor_detects: float = value("0.8", "share", "domain 3 [A]", "share of crossings that a sensor notices")
    false_alarms: float = value("2/night", "rate", "domain 3 [A]", "false alarms of one sensor line", "0-10/night")
    estimate: float = value("0.3", "share", "[A]", "an observer's count is off by up to this share", "0.1-0.5")
    community_warns: Spread = spread(
        "45 (10-180) min", "duration", "[A]", "people who trust the mission tell it of a gathering"
    )
    patrol_sees: float = value("0.9", "share", "[A]", "a team that walks past a cut fence notices it", "0.6-1")
    vehicle_sees: float = value("0.4", "share", "[A]", "a vehicle patrol that drives past one does", "0.2-0.7")


@dataclass(frozen=True, slots=True)
class Reporting:
    """Messages, retries and what is misunderstood."""

    retry: Spread = spread("2 (1-4) min", "duration", "[A]", "before a lost message is sent again")
    tries: int = value("6", "count", "[A]", "sendings before a message is given up", "3-10")
    say_again: Spread = spread("5 (2-12) min", "duration", "[A]", "to clear up an order that was misunderstood")
    radio_check: int = value("30 min", "duration", "[A]", "between radio checks of a post or unit", "15-60 min")
    checks_missed: int = value(
        "3", "count", "[A]", "checks in a row without an answer, and contact counts as lost", "2-5"
    )
    by_voice: float = value("100 m", "length", "[A]", "who stands this near a post is told without a radio", "20-300 m")
    danger_near: float = value("800 m", "length", "[A]", "fighting within this distance disturbs the radio")
    first_report: Spread = spread(
        "1 (0.3-3) min", "duration", "domain 3: on-scene 1 (1/3x-3x) [A]", "an observer grasps and words what it sees"
    )
