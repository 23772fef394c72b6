"""Numbers of freedom of movement and of long-duration patrols."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Checkpoint", "Presence"]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Who is let through a checkpoint, what moves its commander, and how long a patrol stands there."""

    papers: float = value(
        "0.5", "share", "[A]", "what strictness x (1 - consent) is worth as a chance to be stopped over papers", "0-1"
    )
    lasts: Spread = spread("5 (2-14) days", "duration", "[A]", "an order of the host to deny passage holds")
    sofa: float = value("0.15", "share", "[A]", "the agreement, cited on the spot, opens the barrier", "0.05-0.3")
    sofa_takes: Spread = spread("20 (10-60) min", "duration", "[A]", "to cite the agreement at the barrier")
    assertion: float = value("0.3", "share", "[A]", "moving up to the barrier and insisting opens it", "0.1-0.5")
    assertion_takes: Spread = spread("1 (0.5-3) h", "duration", "[A]", "to move up and insist")
    liaison: float = value("0.3", "share", "[A]", "a host liaison officer has the barrier opened", "0.1-0.5")
    liaison_takes: Spread = spread("4 (1-10) h", "duration", "[A]", "for him to reach the local commander")
    commander: float = value("0.35", "share", "[A]", "the sector commander moves the local commander", "0.1-0.6")
    commander_takes: Spread = spread("8 (3-24) h", "duration", "[A]", "for the two commanders to speak")
    authorities: float = value("0.55", "share", "[A]", "the head of mission moves the authorities", "0.2-0.8")
    authorities_takes: Spread = spread("20 (8-48) h", "duration", "[A]", "for the order of the authorities to arrive")
    patience: Spread = spread("7 (2-18) h", "duration", "[A]", "until a contingent that does not stand calls back")
    report_every: int = value("4 h", "duration", "domain 2.1 MIL-8", "a patrol that stands reports this often")
    water: int = value("36 h", "duration", "domain 2 S08 [A]", "water that a patrol carries for a stand", "18-72 h")
    offers: float = value(
        "0.4", "share", "[A]", "refusals after which passage without civilians is offered, at strictness 0.5", "0.1-0.7"
    )
    outnumbers: float = value(
        "1", "number", "[A]", "strength of a patrol, of the group's at resolve 0.5, that makes a threat empty", "0.5-2"
    )
    assert_consent: float = value("-0.03", "number", "[A]", "consent, when a patrol insists at the barrier", "-0.1-0")
    raise_consent: float = value("-0.02", "number", "[A]", "consent, when a denial is made public", "-0.1-0")
    gave_way: float = value("0.4", "number", "[A]", "what the host learns when a patrol gives way", "0.1-0.8")
    stood: float = value("-0.2", "number", "[A]", "what it learns when a patrol that stood is let through", "-0.5-0")
    learnt: float = value("0.4", "number", "[A]", "denials and strictness, for each unit that it has learnt", "0-1")
    raise_every: int = value("2 days", "duration", "[A]", "between notes to the authorities about an order", "1-7 days")
    lifted: float = value("0.2", "share", "[A]", "orders to deny that a note ends, at consent 0.5", "0.05-0.4")
    engagement: float = value("0.03", "number", "[A]", "consent won in a week, of what is missing, by talks", "0-0.1")


@dataclass(frozen=True, slots=True)
class Presence:
    """What a patrol that stays somewhere prevents, hears and is worth."""

    prevents: float = value("0.7", "share", "[A]", "incidents that do not happen while a patrol is there", "0.3-0.9")
    fades: int = value("6 days", "duration", "[A]", "half of what it prevented is gone after", "2-20 days")
    told_in: Spread = spread(
        "3 (1-8) days",
        "duration",
        "[A]",
        "until villagers tell of an incident, at trust 0.5; sooner with more",
    )
    soldiers_told: float = value("0.2", "share", "[A]", "incidents that they tell to soldiers alone", "0-0.5")
    women: float = value("1.5", "number", "[A]; C41", "how much sooner they tell a team of which half are women")
    verify: Spread = spread("2 (0.5-5) days", "duration", "[A]", "to verify what was told, by human rights officers")
    incident_trust: float = value("-0.004", "number", "[A]", "trust, for each incident in a village")
    came_trust: float = value("0.03", "number", "[A]", "trust, when a patrol comes to stay")
    left_trust: float = value("-0.03", "number", "[A]", "trust, when it leaves before its time")
