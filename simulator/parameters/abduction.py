"""Numbers of abductions: how people are taken and led away, followed, freed and brought home."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Abduction"]


@dataclass(frozen=True, slots=True)
class Abduction:
    """People taken outside the wire, and who goes after them."""

    seizes: Spread = spread("12 (5-20) min", "duration", "[A]", "to round up the people of a field")
    led_by_one: Spread = spread(
        "6 (4-10)", "number", "[D] S04: 2-10 men, groups of up to 50", "people whom one armed man can lead away"
    )
    escapes: float = value("0.15", "share", "[A]", "of the people of a field, away before they are rounded up", "0-0.4")
    pace: Spread = spread(
        "0.9 (0.7-1.2) m/s", "speed", "domain 3 (families loaded), [A]", "captors on foot with those whom they lead"
    )
    runs: float = value("1.3 m/s", "speed", "domain 3 (free walk)", "people who get away or are called in")
    follows_foot: float = value("5 km/h", "speed", "domain 3 (march 4-5 km/h) [A]", "soldiers on foot after tracks")
    follows_vehicle: float = value("9 km/h", "speed", "[A]", "soldiers with vehicles beside tracks", "6-15 km/h")
    follows_night: float = value("0.6", "number", "[A]", "speed after tracks by night, of that by day", "0.3-0.9")
    tracks_day: float = value("0.7", "share", "[A]", "tracks of a column are found by day", "0.4-0.9")
    tracks_night: float = value("0.3", "share", "[A]", "the same by night", "0.1-0.6")
    standoff: Spread = spread("10 (5-20) min", "duration", "domain 2, S04", "face to face before captors open fire")
    opens_fire: float = value(
        "0.8", "share", "[A]", "captors of full resolve who are barred open fire after the stand-off", "0.3-1"
    )
    lets_pass: int = value("5 min", "duration", "[A]", "captors whom nobody bars walk on after it", "2-10 min")
    first_hits: float = value("0.01", "share", "[A]", "peacekeepers hit by one captor who opens fire", "0-0.05")
    near: float = value(
        "8", "number", "[A]", "chance of a stray shot among captives beside their captors, of a bystander's", "2-15"
    )
    covered: float = value("0.2", "number", "[A]", "what is left of it when they lie in cover", "0.05-0.6")
    hurt: float = value("0.02", "share", "[A]; counted, never told", "captives harmed in an hour", "0-0.1")
    collect: Spread = spread("8 (4-15) min", "duration", "[A]", "to gather and count the freed")
    call_in: Spread = spread(
        "25 (10-50) min", "duration", "[A]", "until leaders have called the people of a field in, at a trust of a half"
    )
    team: int = value("9", "count", "domain 3 (section)", "people of a foot patrol that comes past", "4-12")
    lost_trust: float = value("-0.05", "number", "[A]", "trust, when a column gets away with its captives")
    freed_trust: float = value("0.03", "number", "[A]", "trust, when captives are brought home")
