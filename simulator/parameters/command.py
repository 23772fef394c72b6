"""Numbers of command, force and the perimeter."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Command", "Force", "Perimeter"]


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
    unanswered: Spread = spread(
        "30 (20-45) min", "duration", "[A]", "a post that hears nothing of its order asks another unit"
    )
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
    again: float = value(
        "0.1", "number", "[A]", "chance of a step that a group has met before, of that the first time", "0-0.3"
    )
    crowd_control: float = value(
        "4", "number", "[A]", "what police with their means weigh before people without firearms", "2-8"
    )
    stubborn: float = value("2", "number", "[A]", "how much resolve weighs against numbers", "1-4")
    armour: float = value("2", "number", "[A]", "what an armoured vehicle adds to its crew", "1.5-4")
    liaison: float = value("3", "number", "[A]", "what a host officer adds against men whom the host controls", "1-6")
    hesitates: float = value(
        "0.7", "share", "[A]", "chance in a round that a leader who never rehearsed stays a step too low"
    )
    skips: float = value("0.15", "share", "[A]", "chance that such a leader skips a step without need")
    hits: float = value("0.02", "share", "[A]", "of those under aimed fire, hit in a round", "0.005-0.05")
    hits_back: float = value(
        "0.001", "share", "[A]", "peacekeepers hit in a round by one armed man under aimed fire", "0-0.005"
    )
    stray: float = value("0.01", "share", "[A]", "chance in a round of aimed fire that a bystander is hit", "0-0.05")
    abandon_soft: float = value(
        "0.10", "share", "domain 3, CIV direction, [A]", "a soft post under fire is left in 10 min"
    )
    abandon_protected: float = value(
        "0.02", "share", "domain 3, CIV direction, [A]", "a protected post is left in 10 min"
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
    man_again: Spread = spread(
        "60 (30-180) min", "duration", "[A]", "until people go back to a post that was left, once it is quiet"
    )
    self_repair: float = value("0", "share", "[A]", "chance that a patrol closes a cut on the spot", "0-0.5")
