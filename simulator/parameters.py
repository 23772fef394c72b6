"""The numbers that the mechanisms work with: default, range and source of each.

Ground floor: standard library only.  Each mechanism has one frozen set; a scenario changes a value
with ``parameters: {force: {round: 60 s}}``.  The source says where the default comes from: a row of
the domain sheet ("domain 3"), a document in brackets as there, or ``[A]`` for an assumption.  Values
marked ``[A]`` are what a study must vary; reports print them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from simulator.quantities import QuantityError, Spread, parse_number, parse_spread

__all__ = ["SETS", "Parameters", "describe", "read_parameter"]


def _field(default: object, dimension: str, uncertain: bool, source: str, about: str, span: str) -> Any:
    meta = {
        "dimension": dimension,
        "uncertain": uncertain,
        "source": source,
        "about": about,
        "range": span,
        "text": str(default),
    }
    return field(default=_parse(str(default), dimension, uncertain), metadata=meta)


def _parse(text: str, dimension: str, uncertain: bool) -> object:
    if uncertain:
        return parse_spread(text, dimension)
    value = parse_number(text, dimension, negative=dimension == "number")
    return round(value) if dimension in ("duration", "count") else value


def spread(default: str, dimension: str, source: str, about: str) -> Any:
    """An uncertain parameter, drawn anew each time it is needed."""
    return _field(default, dimension, True, source, about, "")


def value(default: str, dimension: str, source: str, about: str, span: str = "") -> Any:
    """A fixed parameter; ``span`` is the range in which its true value is believed to lie."""
    return _field(default, dimension, False, source, about, span)


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
    danger_near: float = value("800 m", "length", "[A]", "fighting within this distance disturbs the radio")
    first_report: Spread = spread(
        "1 (0.3-3) min", "duration", "domain 3: on-scene 1 (1/3x-3x) [A]", "an observer grasps and words what it sees"
    )


@dataclass(frozen=True, slots=True)
class Command:
    """How long staffs take to hear and to decide."""

    handling: int = value("90 s", "duration", "[A]", "mean time to take one message", "30-300 s")
    on_scene: Spread = spread("1 (0.33-3) min", "duration", "domain 3 [A]", "decision on the scene")
    platoon: Spread = spread("3 (1-9) min", "duration", "domain 3 [A]", "decision of a platoon")
    company: Spread = spread("8 (2.67-24) min", "duration", "domain 3 [A]", "decision of a company")
    battalion: Spread = spread("15 (5-45) min", "duration", "domain 3 [A]", "decision of a battalion")
    integrated: Spread = spread(
        "8 (3-20) min", "duration", "domain 3 [A]", "decision of an integrated operations centre"
    )
    fragmented: Spread = spread("25 (10-60) min", "duration", "domain 3 [A]", "decision of a sector without one")
    force_headquarters: Spread = spread(
        "30 (10-90) min", "duration", "domain 3 [A]", "force headquarters or crisis team, convened"
    )
    pass_on: Spread = spread("15 (5-40) min", "duration", "[A]", "before a copy goes from one centre to another")
    beside: Spread = spread("1 (0.5-3) min", "duration", "[A]", "the same, in one room or next door")
    handover: Spread = spread(
        "15 (5-40) min", "duration", "[A]", "to hand a task over between components without one lead"
    )
    clarify: Spread = spread("12 (5-30) min", "duration", "[A]", "a unit with two leads' orders asks which one holds")
    capital_delay: Spread = spread("60-720 min", "duration", "domain 3, OIOS direction, [A]", "until a capital answers")
    written_delay: Spread = spread(
        "30-120 min", "duration", "domain 3, [R] CIVIC, [A]", "until an order is there in writing"
    )
    refusal_report: Spread = spread("10 (5-20) min", "duration", "domain 2.1 MIL-4", "until a refusal is known above")
    overruled_in: Spread = spread("90 (30-240) min", "duration", "[A]", "until the force commander overrules a refusal")
    unrehearsed: float = value(
        "1", "number", "[A]", "decisions of a staff that never rehearsed take this share longer", "0.3-2"
    )


@dataclass(frozen=True, slots=True)
class Force:
    """Steps of force, who yields to them, and who gives way."""

    round: int = value("60 s", "duration", "[A]", "one exchange in a confrontation", "30-120 s")
    presence: float = value(
        "0.05", "share", "[A]", "chance in a round that presence turns an even group without resolve"
    )
    verbal: float = value("0.10", "share", "[A]", "the same of a warning by voice")
    show_of_force: float = value("0.35", "share", "[A]", "the same of a show of force")
    warning_shots: float = value("0.5", "share", "[A]", "the same of warning shots")
    aimed_fire: float = value("0.75", "share", "[A]", "the same of aimed fire")
    stubborn: float = value("2", "number", "[A]", "how much resolve weighs against numbers", "1-4")
    armour: float = value("2", "number", "[A]", "what an armoured vehicle adds to its crew", "1.5-4")
    liaison: float = value("3", "number", "[A]", "what a host officer adds against men whom the host controls", "1-6")
    hesitates: float = value(
        "0.7", "share", "[A]", "chance in a round that a leader who never rehearsed stays a step too low"
    )
    skips: float = value("0.15", "share", "[A]", "chance that such a leader skips a step without need")
    hits: float = value("0.02", "share", "[A]", "of those under aimed fire, hit in a round", "0.005-0.05")
    stray: float = value("0.01", "share", "[A]", "chance in a round of aimed fire that a bystander is hit", "0-0.05")
    abandon_soft: float = value(
        "0.10", "share", "domain 3, CIV direction, [A]", "a soft post under fire is left in 10 min"
    )
    abandon_protected: float = value(
        "0.02", "share", "domain 3, CIV direction, [A]", "a protected post is left in 10 min"
    )
    authority: Spread = spread(
        "8 (3-20) min", "duration", "[A]", "to get leave for force where the plan gives none on the scene"
    )
    secure: Spread = spread("10 (5-20) min", "duration", "[A]", "to find a place quiet and call it secure")


@dataclass(frozen=True, slots=True)
class Perimeter:
    """What obstacles and posts are worth, and how long repair takes."""

    none: int = value("0 min", "duration", "domain 3 [A]", "delay credit of no obstacle")
    light_fence: int = value("2 min", "duration", "domain 3 [A]", "delay credit of a light fence")
    layered: int = value("10 min", "duration", "domain 3 [A]", "delay credit of fences, ditch and berm together")
    wall: int = value("20 min", "duration", "domain 3 [A]", "delay credit of a wall")
    overwatch: float = value("0.5", "share", "[A]", "share that a held post adds to the delay", "0-1")
    repair: Spread = spread(
        "4 (2-6) h", "duration", "domain 3: 4 h after, 7 days before", "from the order to a closed fence"
    )
    self_repair: float = value("0", "share", "[A]", "chance that a patrol closes a cut on the spot", "0-0.5")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Flight, gates and crushes."""

    flees: float = value("0.6", "share", "[A]", "share of a sector that runs when attacked", "0.3-0.9")
    panic: float = value(
        "40", "count", "[A]", "attackers from whom that share runs; from fewer in proportion", "20-100"
    )
    flight: int = value("25 min", "duration", "[A]", "mean time until one of those who run has left", "10-60 min")
    walk: float = value("1.3 m/s", "speed", "domain 3, IES", "free walk")
    loaded: float = value("0.9 m/s", "speed", "domain 3 [A]", "families with what they carry", "0.8-1.7 m/s")
    dense: float = value("4", "number", "[A] textbook", "people on a square metre above which a crowd crushes", "3-6")
    crush: float = value(
        "0.00006", "number", "[A]", "people hurt of those who stand too densely, a minute", "0.00001-0.0003"
    )
    turned_away: float = value("0.02", "share", "[A]", "share of a held crowd that turns back in a minute", "0-0.1")
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
    safe_room_holds: Spread = spread("90 (30-240) min", "duration", "[A]", "until a safe room under attack is forced")


@dataclass(frozen=True, slots=True)
class Casualties:
    """Who is hurt how badly, who dies when, and what care changes."""

    dead_at_scene: float = value(
        "0.115",
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
class Accounting:
    """Wardens, broadcasts, distress calls."""

    head_count: Spread = spread(
        "60 (30-360) min", "duration", "domain 3 [A]; PRS", "until a warden has found 95 % of a list"
    )
    one_channel: float = value(
        "0.45", "share", "domain 3 [A]", "people whom a broadcast on one channel reaches in 15 min"
    )
    reachable: float = value(
        "0.9", "share", "fitted: 45 % on one, 85 % on four channels", "people who can be reached at all in that time"
    )
    not_listed: Spread = spread("6 (2-24) h", "duration", "[A]", "until somebody whom no list holds is found")


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
    tension_swells: float = value("0.5", "number", "[A]", "a crowd grows by this share of tension above a half")


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
    stones: float = value("0.0006/min", "rate", "[A]", "people hurt by one of a stoning crowd")
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


SETS: dict[str, type] = {
    cls.__name__.lower(): cls
    for cls in (
        Daylight, Movement, Observation, Reporting, Command, Force, Perimeter, Crowd, Gates, Shelter, Casualties, Care, Accounting, Residents,
        Patrol, Zone, Search, Community, Fire, Threat, Harm,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every mechanism's numbers for one scenario."""

    daylight: Daylight = Daylight()
    movement: Movement = Movement()
    observation: Observation = Observation()
    reporting: Reporting = Reporting()
    command: Command = Command()
    force: Force = Force()
    perimeter: Perimeter = Perimeter()
    crowd: Crowd = Crowd()
    gates: Gates = Gates()
    shelter: Shelter = Shelter()
    casualties: Casualties = Casualties()
    care: Care = Care()
    accounting: Accounting = Accounting()
    residents: Residents = Residents()
    patrol: Patrol = Patrol()
    zone: Zone = Zone()
    search: Search = Search()
    community: Community = Community()
    fire: Fire = Fire()
    threat: Threat = Threat()
    harm: Harm = Harm()


def read_parameter(mechanism: str, name: str, text: str) -> object:
    """The value of one parameter as a scenario writes it; raises :class:`QuantityError` or KeyError."""
    for f in fields(SETS[mechanism]):
        if f.name == name:
            meta = f.metadata
            return _parse(text, meta["dimension"], meta["uncertain"])
    raise QuantityError("E302", f"{mechanism} has no parameter {name!r}")


def describe() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every parameter: (mechanism, name, metadata with text, range, source, about, dimension)."""
    for mechanism, cls in SETS.items():
        for f in fields(cls):
            yield mechanism, f.name, dict(f.metadata)
