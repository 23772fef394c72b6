"""Numbers of the relocation of staff."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["Relocation"]


@dataclass(frozen=True, slots=True)
class Relocation:
    """Alerts, concentration points, convoys and flights."""

    understands: float = value(
        "0.3", "share", "[A]", "of those whom a broadcast reaches and who knew no procedure, do as it says", "0.1-0.6"
    )
    goes_wrong: float = value(
        "0.35", "share", "[A]", "of those who still know no procedure, set out on their own; others wait", "0.1-0.6"
    )
    word_of_mouth: Spread = spread("8 (2-30) h", "duration", "[A]", "until an alert reaches somebody by hearsay")
    packs: Spread = spread("60 (20-180) min", "duration", "[A]", "from hearing an alert to leaving")
    warned_packs: float = value("0.5", "number", "[A]", "time to leave of who heard of a yellow state before", "0.3-1")
    moves: Spread = spread("30 (10-90) min", "duration", "[A]", "on the way to a concentration point by oneself")
    astray: Spread = spread("12 (4-36) h", "duration", "[A]", "until somebody who went wrong turns up after all")
    robbed: float = value(
        "0.004", "number", "[A]; RT, Healix: looting and robbery, July 2016", "robberies a person-hour outside",
        "0.001-0.02",
    )  # fmt: skip
    beaten: float = value("0.15", "share", "[A]", "of those robbed, are hurt", "0.05-0.4")
    list_up: Spread = spread("20 (10-36) h", "duration", "domain 2, S11: list at +24 h [A]", "until a manifest is made")
    amends: int = value("6 h", "duration", "[A]", "between amendments of a manifest", "2-24 h")
    loads: Spread = spread("40 (20-90) min", "duration", "[A]", "to load or unload a convoy with staff")
    tolled: Spread = spread("75 (20-180) min", "duration", "[A]", "at a checkpoint that charges a fee, unescorted")
    turned_back: float = value("0.25", "share", "[A]", "of convoys without escort, turned back there", "0.05-0.6")
    waved_on: Spread = spread("10 (5-25) min", "duration", "[A]", "at such a checkpoint, under an armed escort")
    lead: Spread = spread("24 (12-48) h", "duration", "[A]", "from asking for aircraft to the first one")
    passenger: float = value("80", "number", "[A]", "kilograms of a passenger", "70-90")
    overpacked: float = value("35", "number", "[A]", "kilograms of luggage where no limit is set", "20-50")
    traced: Spread = spread("3 (1-8) h", "duration", "[A]", "to find the people of a residence whom no list holds")
