"""Numbers of roads, of fire across them, of convoys that bring people out, and of the plan behind them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Convoy", "Crossfire", "Planning", "Roads"]


@dataclass(frozen=True, slots=True)
class Roads:
    """Which way is taken, and what a closed one costs."""

    shun: float = value(
        "10", "number", "[A]", "a second under known fire weighs like this many on a quiet road", "3-30"
    )
    turn: Spread = spread("3 (1-6) min", "duration", "[A]", "a column turns round on the road")
    find_way: Spread = spread(
        "20 (8-45) min", "duration", "[A]", "to find a way round that the plan does not provide for"
    )
    regroup: Spread = spread("15 (8-30) min", "duration", "[A]", "after turning back under fire, before the next try")
    tries: int = value("3", "count", "[A]", "times that a unit sets out before it gives up a way under fire", "1-5")


@dataclass(frozen=True, slots=True)
class Crossfire:
    """Two parties that fight each other, and whoever is between them."""

    burst: Spread = spread("12 (4-30) min", "duration", "[A]", "a spell of heavy fire between two parties")
    lull: Spread = spread("8 (2-25) min", "duration", "[A]", "a lull in the fire between two parties")
    in_lull: float = value("0.15", "share", "[A]", "fire in a lull, of that in a spell of heavy fire", "0.05-0.4")
    strikes: float = value(
        "15/h", "rate", "[A]", "times that vehicles in the open near heavy fire are hit, in an hour there", "5-40/h"
    )
    on_foot: float = value("0.6", "number", "[A]", "how often people on foot are hit, of vehicles", "0.3-1")
    hits_soft: float = value("0.35", "share", "[A]", "somebody is wounded when a soft vehicle is hit", "0.2-0.6")
    hits_armour: float = value("0.05", "share", "[A]", "somebody is wounded when an armoured vehicle is hit", "0-0.15")
    turns_soft: int = value("2", "count", "[A]", "hits after which a soft column turns back, or one wounded", "1-4")
    turns_armour: int = value("4", "count", "[A]", "hits after which an armoured column turns back", "2-8")
    people: float = value(
        "0.08/h", "rate", "[A]", "one person in the open within reach of heavy fire is hit, in an hour", "0.02-0.2/h"
    )
    reached_in: Spread = spread("12 (4-40) min", "duration", "[A]", "until a party to the fighting is reached by phone")
    reached: float = value("0.65", "share", "[A]", "chance that a party is reached at one try", "0.4-0.9")
    agrees: float = value("0.75", "share", "[A]", "chance that a party that is reached agrees to a pause", "0.4-0.9")
    asks: int = value("3", "count", "[A]", "times that both parties are asked for a pause", "1-6")
    lead: Spread = spread("8 (4-20) min", "duration", "[A]", "from both parties' word until the fire stops")
    lasts: Spread = spread("45 (30-75) min", "duration", "[A]", "how long a pause in the fire is agreed for")
    breaks: float = value("0.25", "share", "[A]", "chance that an agreed pause is broken before its time", "0.1-0.5")


@dataclass(frozen=True, slots=True)
class Convoy:
    """Bringing people out by road."""

    seats: int = value("12", "count", "[A]", "people a column takes along whose kind says nothing of it", "6-30")
    crew: int = value("6", "count", "[A]", "of the column's own people, who is as likely hit as a passenger", "2-12")
    board: Spread = spread("20 (10-45) s", "duration", "[A]", "until one more person is on board")
    waits: int = value("10 min", "duration", "[A]", "a column waits so long to hear if others may come", "2-20 min")
    aid: Spread = spread("5 (2-12) min", "duration", "[A]", "until a wounded passenger's wound is dressed on the way")


@dataclass(frozen=True, slots=True)
class Planning:
    """What a plan is worth when it is needed."""

    unplanned: float = value(
        "0.2", "share", "[A]", "rules that people begin without delay though there is no plan worth the name", "0.1-0.4"
    )
    improvised: float = value("0.15", "share", "[A]", "chance to think of a branch that no plan names", "0.05-0.3")
    shelf_life: int = value("365 days", "duration", "[A]", "in which half of a plan is out of date", "180-730 days")
    forgets: int = value("180 days", "duration", "[A]", "in which half of what was practised is gone", "90-365 days")
    teaches: float = value("0.5", "share", "[A]", "what one exercise teaches of what is not known yet", "0.3-0.7")
    looks_up: Spread = spread("12 (5-30) min", "duration", "[A]", "to find out what the plan says, and who does what")
