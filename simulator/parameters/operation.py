"""Numbers of a cordon and search: word that gets out, a cordon that closes, shelters, and the people around them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Cordon", "Sweep"]


@dataclass(frozen=True, slots=True)
class Cordon:
    """From the plan to the cordon: who talks, what is carried away, how long the line stands open."""

    talks: float = value(
        "0.004", "number", "[A]", "chance an hour that one who knows of the plan lets it out", "0.001-0.02"
    )
    leaders_talk: float = value(
        "0.05", "number", "[A]", "the same for a leader who has been told", "0.01-0.2"
    )  # fmt: skip
    warned: Spread = spread("1 (0.3-3) h", "duration", "[A]", "until people who trust the mission say that word is out")
    carried: float = value("0.12", "number", "[A]", "share of the caches moved in an hour once word is out", "0.05-0.4")
    rush: float = value("6", "number", "[A]", "so many times faster once a cordon can be seen", "2-12")
    metres: float = value("12", "length", "[A]", "length of a cordon that one person holds", "5-20")
    agreed: Spread = spread(
        "6 (3-12) min", "duration", "[A]", "to join the two lines where the plan says who has which part (C04)"
    )
    unclear: Spread = spread("40 (20-75) min", "duration", "[A]", "the same where it does not")
    seam: float = value("0.3", "share", "[A]", "of the line that stands open until the two are joined", "0.1-0.5")
    patience: int = value("60 min", "duration", "[A]", "teams wait so long for a missing party", "30-120 min")
    by_gate: float = value("0.4", "share", "[A]", "caches that come back by a gate; the others by the wire", "0.2-0.8")
    returns: Spread = spread("8 (2-20) h", "duration", "[A]", "until a cache that was moved is brought back")


@dataclass(frozen=True, slots=True)
class Sweep:
    """Teams in the shelters, and the people who live there."""

    team: float = value("5.5", "number", "domain 2, S10: teams of 5-6", "people of a search team")
    walk: int = value("3 min", "duration", "[A]", "from one zone to the next", "1-10 min")
    sampled: int = value("6", "count", "[A]", "shelters of a zone that a sample takes", "3-15")
    hot: float = value("0.25", "share", "[A]", "zones in which most caches lie", "0.1-0.5")
    clustered: float = value("0.75", "share", "[A]", "caches that lie in those zones", "0.4-0.9")
    tips: float = value("0.3", "share", "[A]", "chance of a tip about such a zone, at full trust", "0.1-0.6")
    lent: float = value("0.1", "share", "[A]", "women among the officers, added by other sites for a day", "0-0.2")
    pair: int = value("2", "count", "[A]", "women officers that make a team mixed: one searches, one stands by", "1-2")
    with_women: float = value(
        "0.3", "share", "[A]", "caches that only a team with a woman officer may search for", "0.1-0.5"
    )
    at_leaders: float = value("0.1", "share", "[A]", "caches in the shelter of a leader", "0.02-0.2")
    holds: float = value("0.6", "share", "[A]", "finds at which a person is held", "0.3-0.9")
    minors: float = value("0.12", "share", "[A]", "of those held, minors", "0.05-0.25")
    complaints: float = value("0.03", "number", "[A]", "complaints from a shelter searched", "0.01-0.1")
    unmixed: float = value("2.5", "number", "[A]", "times as many where no woman is in the team", "1.5-4")
    untold: float = value("1.6", "number", "[A]", "times as many where leaders were not told", "1.2-2.5")
    hears: Spread = spread("10 (5-20) min", "duration", "[A]", "to hear a complaint and record it")
    disturbs: float = value("-0.0003", "number", "[A]", "trust, for each shelter searched", "-0.001--0.0001")
    complaint_trust: float = value("-0.003", "number", "[A]", "trust, for a complaint", "-0.01--0.001")
    heard_trust: float = value("0.002", "number", "[A]", "trust, for one that was heard", "0.001-0.01")
    survivors: float = value("0.08", "number", "[A]", "survivors of sexual violence a shelter", "0.02-0.2")
    reporting: float = value("0.1", "share", "domain 3 [A]", "of them who speak to a team", "0.05-0.3")
    mixed_reporting: float = value("1.5", "number", "domain 3 [A]", "times as many where a woman is in the team")
    reviews: Spread = spread("25 (15-45) min", "duration", "[A]", "a human rights officer's review of a person held")
    held_limit: int = value("24 h", "duration", "[A]", "a person held must be reviewed within")
    overdue_trust: float = value("-0.02", "number", "[A]", "trust, for a person held beyond it", "-0.05--0.01")
    crowds: float = value(
        "0.25", "number", "[A]", "crowds that come to the cordon in an hour, at tension 0.5", "0.1-1"
    )  # fmt: skip
    told_late: float = value("1.3", "number", "[A]", "times as many, where leaders had no day to prepare people", "1-2")
    never_told: float = value("2.5", "number", "[A]", "times as many, where leaders were never told", "1.5-5")
    at_find: float = value("0.5", "share", "[A]", "chance that a find at a leader's shelter draws a crowd", "0.2-0.8")
    apart: int = value("40 min", "duration", "[A]", "after a crowd has gone no other comes for so long", "15-90 min")
    size: Spread = spread("90 (30-250) people", "count", "[A]", "people in such a crowd")
    lasts: Spread = spread("70 (30-150) min", "duration", "[A]", "until it goes by itself")
    talked: Spread = spread("10 (5-20) min", "duration", "[A]", "until it goes once leaders have met")
    pushed: Spread = spread("5 (3-10) min", "duration", "[A]", "until it goes once it is pushed back")
    push_tension: float = value("0.1", "number", "[A]", "tension, for a crowd pushed back", "0.05-0.2")
    push_trust: float = value("-0.07", "number", "[A]", "trust, for a crowd pushed back", "-0.15--0.03")
    push_hurt: float = value("0.008", "share", "[A]", "of a crowd that is pushed, hurt", "0.001-0.03")
    distracts: float = value("0.5", "share", "[A]", "pace of the search while a crowd is there", "0.3-0.8")
    crowd_gap: float = value("0.1", "share", "[A]", "of the line that is open while a crowd is there", "0.05-0.3")
    patients: float = value(
        "0.0003", "number", "[A]", "people an hour, of those in the cordon, who need a clinic", "0.0001-0.001"
    )
    lane: Spread = spread("6 (3-12) min", "duration", "[A]", "through the cordon by a lane for the sick")
    wait_trust: float = value("-0.008", "number", "[A]", "trust, for one who waits longer than half an hour")
