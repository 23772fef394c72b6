"""Numbers of an influx: people who run to a gate on a rumour, arms among them, and what a base can give them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import value

__all__ = ["Influx"]


@dataclass(frozen=True, slots=True)
class Influx:
    """People who run to a gate, what they bring, what they expect, and when they go home."""

    varies: float = value(
        "0.11",
        "share",
        "domain 2 S05: 800-1,000 people (UNM)",
        "how far the number of those who run may be off",
        "0-0.3",
    )
    inside: float = value("0.8", "share", "[A]", "of those who ran, inside: then the influx counts as taken in")
    counted: int = value(
        "30 min",
        "duration",
        "domain 2 S05: inside in 30 min",
        "after the first came, those inside are counted",
        "15-60 min",
    )
    hands_in: float = value(
        "0.6",
        "share",
        "[A]",
        "weapons that no search finds, handed in when troops ask in a language that is understood",
        "0.2-0.9",
    )
    armed_inside: float = value("0.006", "number", "[A]", "tension, for each weapon that comes in unseen", "0-0.02")
    strikes: float = value("0.15/h", "rate", "[A]", "fights that a man armed inside begins, at tension 1", "0.03-0.5/h")
    strike_hurts: float = value("0.8", "number", "[A]", "people hurt in such a fight beside the first", "0-3")
    let_down: float = value(
        "0.15", "number", "[A]", "trust lost in an hour when all is expected and nothing given", "0.05-0.4"
    )
    kept: float = value("0.02", "number", "[A]", "trust won in an hour when people get what they expect", "0-0.05")
    unmet: float = value("0.03", "number", "[A]", "tension, in an hour when all is expected and nothing given", "0-0.1")
    adapts: int = value("3 h", "duration", "[A]", "half way from what people expect to what they get", "1-8 h")
    home: float = value(
        "3/h",
        "rate",
        "[A]; S05: dispersal within two hours",
        "people who set out for home, where nothing keeps them",
        "1-6/h",
    )
    afraid: float = value("0.9", "number", "[A]", "tension at which nobody goes home", "0.6-1")
    unguarded: float = value(
        "0.35", "share", "[A]", "who goes home where no troops or police stand, of those who would", "0.1-0.7"
    )
    pull: float = value("0.6", "share", "[A]", "who stays on because more is expected inside than at home", "0.2-0.9")
    lost: float = value(
        "0.012", "share", "[A]", "children who have lost their families, of those who run", "0.002-0.03"
    )
    reunited: int = value(
        "40 min", "duration", "[A]", "mean time until a child's family is found by registration", "15-120 min"
    )
    by_chance: int = value("5 h", "duration", "[A]", "the same without registration", "2-12 h")
