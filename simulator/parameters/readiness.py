"""Numbers of readiness over months: what contingents can do, what plans are worth, what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Needs", "Readiness", "Validity"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Proficiency: how it fades, what raises it, who is tested and led."""

    half_life: int = value(
        "120 days",
        "duration",
        "domain 1 C01: decays; days [A]",
        "what was learnt above the floor is halved in",
        "60-240 days",
    )
    floor: float = value("0.2", "share", "[A]", "proficiency that stays without any training", "0.1-0.4")
    induction: float = value("0.5", "share", "[A]", "of what is missing, gained by an induction course", "0.3-0.7")
    scenario_training: float = value(
        "0.3", "share", "[A]", "of what is missing, gained by scenario-based training", "0.15-0.5"
    )
    rehearsal: float = value("0.2", "share", "[A]", "of what is missing, gained by a rehearsal", "0.1-0.4")
    field_exercise: float = value("0.3", "share", "[A]", "of what is missing, gained by a field exercise", "0.15-0.5")
    tabletop: float = value("0.1", "share", "[A]", "of what is missing, gained by a tabletop exercise", "0.05-0.25")
    uninducted: float = value(
        "0.5",
        "share",
        "[A]",
        "of that, what exercises give to people whom nobody has inducted in the mission",
        "0.2-0.9",
    )
    improvement: float = value("0.3", "share", "[A]", "of what is missing, gained by a plan of improvement", "0.15-0.5")
    improves: Spread = spread("30 (20-45) days", "duration", "[A]", "a plan of improvement takes")
    course: Spread = spread("12 (10-15) days", "duration", "[A]", "a mobile training team's induction of a battalion")
    team: int = value("3", "count", "[A]", "trainers in a mobile training team", "2-6")
    field_days: int = value("3 days", "duration", "[A]", "units are away in a field exercise for", "1-7 days")
    handover: int = value("6 days", "duration", "[A]", "units are away while a contingent is relieved for", "2-14 days")
    leads: float = value("0.4", "share", "[A]", "part of readiness that hangs on the commander", "0.2-0.6")
    acting: float = value("0.5", "share", "[A]", "quality of whoever commands until a successor is there", "0.3-0.7")
    gap: Spread = spread("21 (10-45) days", "duration", "[A]", "from a commander's repatriation to his successor")
    better: Spread = spread("0.85 (0.6-0.95)", "share", "[A]", "quality of a commander who comes")
    passes: float = value("0.55", "share", "[A]", "readiness at which a test is passed", "0.4-0.7")
    test_error: float = value("0.08", "share", "[A]", "a test's result is off by this at most", "0-0.15")
    remembers: int = value("180 days", "duration", "[A]", "failures count in the ledger for", "90-365 days")
    reported: Spread = spread("1 (0.3-3) days", "duration", "[A]", "until a post has heard of a test or a rotation")


@dataclass(frozen=True, slots=True)
class Validity:
    """What a plan is worth that is old, or has never been looked at by headquarters."""

    fresh: int = value(
        "120 days", "duration", "[A]", "people know a rule of the plan that they practised for", "60-240 days"
    )
    improvise: Spread = spread(
        "3 (1-10) h", "duration", "[A]", "lost over a rule that says no time, nobody fit to do it, or no authority"
    )
    reread: Spread = spread("1 (0.3-4) h", "duration", "[A]", "lost over a rule that nobody has practised for long")
    returns: Spread = spread("21 (10-45) days", "duration", "[A]", "until headquarters has looked at a plan")
    finds: float = value("0.85", "share", "[A]", "defects that a validation finds", "0.6-0.95")
    mends: Spread = spread("14 (7-30) days", "duration", "[A]", "until a defect that was found is mended")


@dataclass(frozen=True, slots=True)
class Needs:
    """What becomes of people who need protection."""

    heard: Spread = spread("2 (0.5-8) h", "duration", "[A]", "until the mission has heard of a need")
    acts: Spread = spread("2 (1-6) h", "duration", "[A]", "on the spot, until it is settled or has gone wrong")
    errs: float = value(
        "0.7", "share", "[A], as force.hesitates", "chance of the wrong step with no readiness at all", "0.4-0.9"
    )
    hurt: float = value("0.1", "share", "[A]", "of the people threatened, hurt where nobody comes in time", "0.03-0.3")
    wrong: float = value("0.5", "share", "[A]", "of that harm, where somebody came and took the wrong step", "0.2-0.8")
