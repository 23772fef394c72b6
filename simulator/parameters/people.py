"""Numbers of the people: crowds, gates, shelter, care, accounting, feelings."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Crowd", "Gates", "Shelter", "Casualties", "Care", "Accounting", "Residents", "Community"]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Flight, gates and crushes."""

    flees: float = value("0.6", "share", "[A]", "share of a sector that runs when attacked", "0.3-0.9")
    panic: float = value(
        "40", "count", "[A]", "attackers from whom that share runs; from fewer in proportion", "20-100"
    )
    flight: int = value("25 min", "duration", "[A]", "mean time until one of those who run has left", "10-60 min")
    loaded: float = value("0.9 m/s", "speed", "domain 3 [A]", "families with what they carry", "0.8-1.7 m/s")
    dense: float = value("4", "number", "[A] textbook", "people on a square metre above which a crowd crushes", "3-6")
    crush: float = value(
        "0.00006", "number", "[A]", "people hurt of those who stand too densely, a minute", "0.00001-0.0003"
    )
    turned_away: float = value(
        "0.02", "share", "[A]", "of those who will not be through the gate soon, turn back in a minute", "0-0.1"
    )
    climb: float = value(
        "0.01",
        "share",
        "[A]; about 5,000 over fences in a morning (CIV)",
        "of those who see no way through while their homes are under attack, go over the fence in a minute",
        "0.002-0.03",
    )
    patience: int = value("30 min", "duration", "[A]", "who will be through within this time waits", "10-60 min")
    at_gate: float = value(
        "0.35", "share", "[A]", "danger to those who wait at the gate, of that in the sector", "0.1-0.8"
    )
    slip_in: float = value("0.0003", "share", "[A]", "armed among those who come through an open gate", "0-0.001")


@dataclass(frozen=True, slots=True)
class Gates:
    """Lanes, open gates and what passes them."""

    flow: float = value(
        "1.1", "number", "domain 3 [A] textbook", "people through a metre of open gate in a second", "0.8-1.3"
    )
    lane: float = value("6/min", "rate", "domain 3 [A]", "people searched in a lane", "3-10/min")
    hasty: float = value("3", "number", "[A]", "a moving search lets this many times more through", "2-5")
    hasty_finds: float = value("0.4", "number", "[A]", "what a moving search finds, of a full one", "0.2-0.7")


@dataclass(frozen=True, slots=True)
class Shelter:
    """How soon people are behind something, and what it is worth."""

    react: Spread = spread("15 (5-60) s", "duration", "domain 3 [A]", "reaction to the first shot")
    run: Spread = spread("90 (30-300) s", "duration", "domain 3 [A]", "run to a bunker or safe room")
    bunker_holds: int = value("60", "count", "domain 3 [A]", "places in a bunker", "30-120")
    bunker: float = value("0.02", "number", "domain 3 [A]", "harm in a bunker, of that in the open")
    walls: float = value("0.3", "number", "domain 3 [A]", "harm in the lee of a wall")
    blanket: float = value("0.6", "number", "domain 3 [A]", "harm in a prefab under a ballistic blanket")
    prefabs: float = value("1", "number", "domain 3 [A]", "harm in a prefab")
    tents: float = value("1.2", "number", "domain 3 [A]", "harm in a tent")
    come_out: int = value("5 min", "duration", "[A]", "until all have come out of a bunker", "2-15 min")
    safe_room_holds: Spread = spread("90 (30-240) min", "duration", "[A]", "until a safe room under attack is forced")


@dataclass(frozen=True, slots=True)
class Casualties:
    """Who is hurt how badly, who dies when, and what care changes."""

    dead_at_scene: float = value(
        "0.12",
        "share",
        "domain 3 (0.10 [A]), fitted to WEB (57 % of deaths at once) and to a killed share of 0.20",
        "of those hit, dead at once",
        "0.05-0.2",
    )
    t1: float = value("0.20", "share", "domain 3 [A]", "of those hit, in danger of life (T1)")
    t2: float = value("0.30", "share", "domain 3 [A]", "of those hit, urgent (T2)")
    beaten_t1: float = value("0.04", "share", "[A]", "of those beaten, in danger of life")
    beaten_t2: float = value("0.20", "share", "[A]", "of those beaten, urgent")
    lethal: float = value(
        "0.42",
        "share",
        "fitted: at-once share 57 % of deaths (WEB)",
        "of T1 without any care, dead in the end",
        "0.3-0.6",
    )
    by_10: float = value("0.256", "share", "domain 3, WEB: 68 % by 10 min", "of those later deaths, within 10 min")
    by_60: float = value("0.791", "share", "domain 3, WEB: 91 % by 60 min", "of those later deaths, within 60 min")
    by_120: float = value("0.977", "share", "domain 3, WEB: 99 % by 120 min", "of those later deaths, within 120 min")
    with_aid: float = value("0.6", "number", "domain 3 [A]", "hazard with first aid")
    with_care: float = value("0.5", "number", "domain 3 [A]", "hazard with field care")
    with_surgery: float = value("0.15", "number", "domain 3 [A]", "hazard after surgery")


@dataclass(frozen=True, slots=True)
class Care:
    """The chain of care: first aid, ambulances, clinic, theatre."""

    aid_by_unit: Spread = spread(
        "4 (2-8) min", "duration", "[A]", "a unit with medics on the scene reaches the wounded"
    )
    aid_by_people: Spread = spread("12 (4-40) min", "duration", "[A]", "a trained neighbour reaches the wounded")
    aid_by_nobody: Spread = spread("60 (20-180) min", "duration", "[A]", "anybody does, where nobody is trained")
    load: Spread = spread("8 (4-20) min", "duration", "[A]", "to load an ambulance")
    treat: Spread = spread("25 (10-60) min", "duration", "[A]", "a doctor's time for one casualty")
    operate: Spread = spread("90 (45-180) min", "duration", "[A]", "an operation")
    operations: int = value(
        "3", "count", "domain 3: level I plus 2-3 a day; number [A]", "operations a day in one theatre", "2-4"
    )
    walk_in: Spread = spread(
        "40 (15-120) min", "duration", "[A]", "a lightly wounded person walks to the clinic when the way is safe"
    )


@dataclass(frozen=True, slots=True)
class Accounting:
    """Wardens, broadcasts, distress calls."""

    head_count: Spread = spread(
        "60 (30-360) min", "duration", "domain 3 [A]; PRS", "until a warden has found 95 % of a list"
    )
    complete: float = value("0.9", "share", "[A]", "a head-count is done when this share is accounted for", "0.8-1")
    one_channel: float = value(
        "0.45", "share", "domain 3 [A]", "people whom a broadcast on one channel reaches in 15 min"
    )
    reachable: float = value(
        "0.9", "share", "fitted: 45 % on one, 85 % on four channels", "people who can be reached at all in that time"
    )
    not_listed: Spread = spread("6 (2-24) h", "duration", "[A]", "until somebody whom no list holds is found")


@dataclass(frozen=True, slots=True)
class Residents:
    """Distress calls and compounds under attack."""

    call_every: Spread = spread("20 (5-60) min", "duration", "[A]", "between distress calls from a place under attack")
    wrong_place: float = value(
        "0.5", "share", "[A]", "calls that name a wrong place, by people who know no procedure", "0.2-0.8"
    )
    wrong_number: float = value(
        "0.6", "share", "[A]", "calls that go elsewhere than to security, by such people", "0.3-0.9"
    )
    relayed: Spread = spread("35 (10-90) min", "duration", "[A]", "until an embassy or a friend has passed a call on")
    locate: Spread = spread("15 (5-45) min", "duration", "[A]", "to find out which place a vague call means")
    hides: float = value(
        "0.08",
        "share",
        "[A]; S07: three missing on the count",
        "residents who run and hide when a compound is attacked",
        "0-0.2",
    )
    told: float = value(
        "0.5", "share", "[A]", "of those whom an alert reaches and who knew no procedure, now know it", "0.2-0.8"
    )
    referred: float = value("0.9", "share", "[A]", "survivors in reach whom the referral pathway takes up", "0.5-1")
    collect: Spread = spread("12 (5-30) min", "duration", "[A]", "to gather residents and put them on vehicles")
    missing_found: Spread = spread("2 (0.5-6) h", "duration", "[A]", "to find a missing person when somebody looks")


@dataclass(frozen=True, slots=True)
class Community:
    """What moves trust, tension and consent."""

    harm_trust: float = value("-0.0015", "number", "[A]", "trust, for each person hurt behind the wire")
    harm_tension: float = value("0.001", "number", "[A]", "tension, for each person hurt")
    held_gate: float = value("-0.05", "number", "[A]", "trust, when people in flight find a gate held")
    opened_gate: float = value("0.03", "number", "[A]", "trust, when they find it opened")
    secured: float = value("0.04", "number", "[A]", "trust, when a place is made secure")
    abandoned: float = value("-0.03", "number", "[A]", "trust, when a post is left")
    unrest: float = value("0.06", "number", "[A]", "tension, for each half hour of unrest")
    rearmed: float = value("0.02", "number", "[A]", "tension, when weapons come in unseen or men are freed")
    mediated: float = value("-0.15", "number", "[A]", "tension, after a meeting of leaders", "-0.3--0.05")
    meeting: Spread = spread("90 (45-180) min", "duration", "[A]", "a meeting of community leaders")
    separated: float = value("-0.04", "number", "[A]", "tension, when hostile crowds are kept apart")
    calms: int = value("12 h", "duration", "[A]", "tension falls back half way to where it began in", "6-48 h")
    liaison: Spread = spread(
        "45 (15-180) min", "duration", "[A]", "a host liaison officer comes, at consent 0.5; sooner with more"
    )
    force_consent: float = value("-0.02", "number", "[A]", "consent, for each use of fire against men of the host")
    resolve: float = value(
        "0.3", "number", "[A]", "what tension adds to or takes from the resolve of a community's own men"
    )
