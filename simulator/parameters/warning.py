"""Numbers of early warning: how signals become an assessment, and what preventive action is worth."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Prevention", "Signals"]


@dataclass(frozen=True, slots=True)
class Signals:
    """From a signal to a warning that somebody has read."""

    heard: Spread = spread("1 (0.2-3) days", "duration", "[A]", "until a source's signal is with its agency")
    passed_on: Spread = spread("12 (3-36) h", "duration", "[A]", "until an agency's signal is with another office")
    verify: Spread = spread(
        "2 (1-5) days", "duration", "[A]", "an adviser's time for one signal, at consent 0.5; longer with less access"
    )
    confirms: float = value("0.85", "share", "[A]", "founded signals that a verification confirms", "0.6-0.95")
    refutes: float = value("0.8", "share", "[A]", "unfounded signals that a verification finds unfounded", "0.5-0.95")
    unverified: float = value("0.5", "share", "[A]", "credit of a reliable source's signal not yet verified", "0.2-0.8")
    meeting: Spread = spread("1 (0.5-3) days", "duration", "[A]", "to bring the country team to one table")
    reconcile: Spread = spread(
        "3 (1-7) days", "duration", "[A]", "to settle where one more agency's data disagree with the others'"
    )
    common: float = value(
        "0.25",
        "share",
        "[A]",
        "of that time where agencies keep their data in common (Human Rights up Front)",
        "0.1-0.6",
    )
    updates: int = value("7 days", "duration", "[A]", "the owner of a warning assesses anew every", "3-14 days")
    carried: Spread = spread("1 (0.5-2) days", "duration", "[A]", "until an owner has carried a warning upward")
    unowned: Spread = spread(
        "14 (7-28) days", "duration", "domain 5: warning unowned; days [A]", "until somebody does, where nobody owns it"
    )
    convenes: Spread = spread(
        "30 (12-60) h", "duration", "domain S12: 'Within 48 hours' [U]; spread [A]", "until a task force has met"
    )


@dataclass(frozen=True, slots=True)
class Prevention:
    """What actions before and during an escalation are worth, and what they cost.  No ranking of them is meant."""

    outbreak: float = value(
        "0.5", "share", "[A]", "level of escalation at which violence counts as broken out", "0.3-0.7"
    )
    hurt: float = value("6", "number", "[A]", "people hurt in one violent incident, on average", "2-15")
    reports: float = value("0.5", "share", "[A]", "violent incidents that become a signal, at trust 0.5", "0.1-0.8")
    public: float = value("0.15", "share", "[A]", "incidents that a frank public statement prevents", "0-0.3")
    private: float = value(
        "0.15", "share", "[A]", "incidents that quiet representations prevent, with full consent", "0-0.3"
    )
    programmes: float = value(
        "0.2", "share", "[A]", "incidents that presence and programmes moved to an area prevent", "0-0.4"
    )
    surge: float = value("0.05", "share", "[A]", "incidents that further human rights officers prevent", "0-0.3")
    envoy: float = value("0.3", "share", "[A]", "incidents that an envoy prevents, with full consent", "0-0.5")
    mediated: float = value(
        "0.7", "number", "[A]", "incidents prevented, for each point by which tension is below its first level", "0-2"
    )
    voice_lag: int = value("4 days", "duration", "[A]", "until words work fully", "1-14 days")
    programmes_lag: int = value("14 days", "duration", "[A]", "until moved programmes work fully", "7-28 days")
    displaced: float = value("0.2", "share", "[A]", "prevented incidents that happen in another area instead", "0-0.5")
    surge_lag: Spread = spread("12 (7-25) days", "duration", "[A]", "until further officers are there")
    envoy_lag: int = value("7 days", "duration", "[A]", "until an envoy's visit works fully", "3-21 days")
    fades: int = value("21 days", "duration", "[A]", "words and visits lose half their worth in", "7-60 days")
    surge_staff: int = value("2", "count", "[A]", "advisers that a surge brings", "1-4")
    visas: float = value("0.2", "share", "[A]", "below this consent the host gives no visas", "0.1-0.4")
    public_consent: float = value("-0.12", "number", "[A]", "consent, for a frank public statement", "-0.25--0.05")
    private_consent: float = value("-0.02", "number", "[A]", "consent, for quiet representations", "-0.05-0")
    programmes_consent: float = value("-0.02", "number", "[A]", "consent, for programmes moved", "-0.05-0")
    envoy_consent: float = value("0.05", "number", "[A]", "consent, when an envoy comes", "0-0.1")
    silence_consent: float = value("0.08", "number", "[A]", "consent, when the office falls silent", "0-0.15")
    public_trust: float = value("0.03", "number", "[A]", "trust, when the office speaks out", "0-0.1")
    expels: float = value(
        "0.35",
        "number",
        "domain S12: persona non grata [U]; rate [A]",
        "chance a day that the host threatens, then expels, at no consent and full voice",
        "0.05-0.6",
    )
    heat: int = value("14 days", "duration", "[A]", "public voice angers the host half as much after", "5-30 days")
    grace: int = value(
        "4 days", "duration", "[A]", "from a threat of expulsion to the first expulsion at the least", "1-10 days"
    )
    backed: float = value("0.4", "number", "[A]", "that chance where headquarters stands by its staff", "0.1-0.8")
    replaced: Spread = spread(
        "21 (10-45) days", "duration", "[A]", "until an expelled person who is backed is replaced"
    )
    presence: float = value("0.2", "share", "[A]", "presence lost with each expelled person, of all", "0.05-0.4")
