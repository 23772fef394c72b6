"""Numbers of indirect fire, and of what a clinic needs to operate and to send people on."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Evacuation", "Shelling"]


@dataclass(frozen=True, slots=True)
class Shelling:
    """What a round of indirect fire does where it lands, and what follows."""

    area: float = value(
        "100 m2",
        "area",
        "[A]; set so that S09's three salvos cost 10-40 casualties (domain 2)",
        "on which one round hurts everybody who is in a tent there",
        "30-300 m2",
    )
    rounds: int = value("6", "count", "[A]", "rounds of a salvo that does not say how many", "3-12")
    lasts: int = value("5 min", "duration", "[A]", "a salvo that does not say how long", "2-15 min")
    dud: float = value("0.06", "share", "[A]", "rounds that do not go off and lie there", "0.02-0.15")
    ignites: float = value("0.05", "number", "[A]", "rounds among shelters that light a fire", "0.01-0.2")
    near: float = value("250 m", "length", "[A]", "a post this near to a round is under fire", "100-500 m")
    crew: int = value("3", "count", "[A]", "people in a post", "2-6")
    heard: float = value("2 km", "length", "[A]", "who is this near to a round runs for shelter", "0.5-4 km")
    frightens: float = value(
        "40", "count", "[A]", "attackers whom a salvo is worth in driving people to flight", "10-80"
    )
    quiet: int = value("10 min", "duration", "[A]", "after the last round, until ambulances go there", "5-30 min")
    stays: Spread = spread(
        "60 (30-120) min", "duration", "[A]", "people stay in shelter where nobody gives an all-clear"
    )
    cordon: float = value("60 m", "length", "[A]", "nobody comes or stays this near to an unexploded round", "30-200 m")
    clears: Spread = spread("45 (20-120) min", "duration", "[A]", "engineers make an unexploded round safe")
    stops: float = value(
        "0.85",
        "share",
        "[A]",
        "hits from outside that a wall stops, where it stands; none of what falls from above",
        "0.6-0.95",
    )


@dataclass(frozen=True, slots=True)
class Evacuation:
    """Blood, and the way from a clinic to the hospital behind it."""

    operation: Spread = spread("4 (2-10)", "count", "[A]", "units of blood that an operation takes")
    low: int = value("6", "count", "[A]", "units of blood at which a clinic says that it runs low", "4-10")
    delivery: int = value("12", "count", "[A]", "units of blood that a delivery brings", "6-20")
    delivered: Spread = spread("6 (3-12) h", "duration", "[A]", "until ordered blood is there")
    donated: int = value("8", "count", "[A]", "units of blood that donors of the base give", "4-12")
    donors: Spread = spread("60 (40-120) min", "duration", "[A]", "until donors have been called, tested and bled")
    talks: Spread = spread("40 (15-120) min", "duration", "[A]", "a liaison officer's talk with those who close a road")
    idle: int = value("30 min", "duration", "[A]", "an empty ambulance waits for people to be sent on", "10-60 min")
