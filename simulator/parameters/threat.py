"""Numbers of the threat, of fire, and of what is done against weapons."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Patrol", "Zone", "Search", "Fire", "Threat", "Harm"]


@dataclass(frozen=True, slots=True)
class Patrol:
    """What patrols prevent."""

    opportunity: int = value(
        "15 min",
        "duration",
        "fitted: patrol multiplier 0.35 at a revisit of 23 min (domain 3 [A])",
        "an offender needs this long unobserved",
        "8-25 min",
    )
    sight_day: float = value(
        "120 m", "length", "[A]", "a team disturbs an offender within this distance by day", "50-300 m"
    )
    sight_night: float = value("40 m", "length", "[A]", "the same by night", "20-80 m")
    jitter: Spread = spread("0-10 min", "duration", "[A]", "a shift begins up to this late")
    fatigue: float = value("0.1", "share", "domain 3 [A]", "performance lost for each 12 h beyond 12")


@dataclass(frozen=True, slots=True)
class Zone:
    """What the measures of a weapons-free zone keep from happening."""

    rules: float = value(
        "0.35",
        "share",
        "domain 3 [A], chosen to give 48 to 2 [L]",
        "incidents left when the rules alone hold",
        "0.2-0.7",
    )
    host: float = value(
        "0.7", "share", "domain 3 [A], chosen likewise", "incidents left when host agreement alone holds", "0.5-0.9"
    )
    without_agreement: float = value("0.6", "number", "[A]", "what rules are worth before the host agrees", "0.3-1")
    consent: float = value(
        "0.4", "share", "[A]", "the host keeps its agreement while its consent is as high as this", "0.2-0.6"
    )
    displaced: float = value("0.1", "share", "[A]", "prevented incidents that happen beyond the zone instead", "0-0.4")
    mixed_reports: float = value("1.5", "number", "domain 3 [A]", "reporting of sgbv where police women patrol too")


@dataclass(frozen=True, slots=True)
class Search:
    """Searches: what they take, find and cost."""

    gate_finds: float = value("0.7", "share", "domain 3 [A]", "a gate search finds a weapon")
    shelter_time: Spread = spread("10 (5-20) min", "duration", "domain 3 [A]", "to search a shelter")
    shelter_finds: float = value("0.5", "share", "domain 3 [A]", "a shelter search finds a cache that is there")
    targeted: float = value("0.35", "share", "[A]", "a targeted search is at a shelter with a cache", "0.1-0.6")
    leaks: float = value(
        "0.5", "share", "[A]", "of the caches in a whole-site search, moved before it because word got out", "0.2-0.9"
    )
    trust_cost: float = value(
        "0.004", "number", "[A]", "trust lost with each day of searching, more when leaders are not told"
    )
    lane_closed: int = value("10 min", "duration", "[A]", "a find closes its lane", "5-30 min")
    freed: float = value(
        "0.5",
        "share",
        "[A]; S02: an officer beaten",
        "a man held at a gate without soldiers is freed by his friends",
        "0.2-0.8",
    )
    response: int = value("20 min", "duration", "[A]", "a military party comes to a gate that has none", "10-40 min")


@dataclass(frozen=True, slots=True)
class Fire:
    """How fire runs from shelter to shelter."""

    block: int = value("50", "count", "[A]", "shelters that burn as one block")
    burns: Spread = spread("25 (15-40) min", "duration", "[A]", "a block burns")
    spreads: float = value(
        "0.45",
        "share",
        "[A], fitted to a third lost in a Malakal-like case",
        "fire passes to a neighbouring block, dry",
        "0.2-0.6",
    )
    spreads_wet: float = value("0.1", "share", "[A]", "the same in rain")
    passes: Spread = spread("10 (4-25) min", "duration", "[A]", "it takes that long")
    suppressed: float = value("0.35", "number", "[A]", "what is left of the spread while a team fights it", "0.1-0.7")
    fires: Spread = spread("20 (8-45) min", "duration", "[A]", "between fires that a group inside lights")
    hurts: float = value("0.02", "number", "[A]", "people hurt by a burning block", "0-0.1")


@dataclass(frozen=True, slots=True)
class Threat:
    """How groups act: coarse, exogenous."""

    to_sector: Spread = spread("10 (5-25) min", "duration", "[A]", "from the wire to the people behind it")
    tension_swells: float = value(
        "0.5",
        "number",
        "[A]",
        "how much more than its strength a crowd counts at tension 1, and less at 0; at a half it is as written",
    )


@dataclass(frozen=True, slots=True)
class Harm:
    """What groups do to people."""

    attack: float = value(
        "0.02/min",
        "rate",
        "fitted to BOI: 153 casualties by about 75 men in 3.5 h while people fled (domain 2, S02)",
        "casualties that one unopposed attacker causes among people who have not fled",
        "0.01-0.04/min",
    )
    stones: float = value("0.0002/min", "rate", "[A]", "people hurt by one of a stoning crowd", "0.0001-0.001/min")
    shooting_in: float = value("0.15", "number", "[A]", "harm of fire from outside, of that of an attack", "0.05-0.5")
    raid: float = value(
        "0.00008/min",
        "rate",
        "[D] S07: of about 35 residents most are hurt by 80-100 in nearly 4 h",
        "one raider harms one resident in reach",
    )
    raid_killed: float = value("0.02", "share", "[D] S07: one killed", "of the harmed residents, shot")
    raid_sgbv: float = value(
        "0.15", "share", "[A]; counted, never described", "of the harmed residents, survivors of sgbv"
    )
