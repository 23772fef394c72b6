"""Numbers of a march on a site, and of the move of people to the inner base."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.parameters.kinds import spread, value
from simulator.quantities import Spread

__all__ = ["March"]


@dataclass(frozen=True, slots=True)
class March:
    """A crowd with a petition, who meets it, and who is brought inside before it comes."""

    pace: Spread = spread("4.5 (4-5) km/h", "speed", "domain 3 (march)", "a crowd on a road")
    in_sight: float = value(
        "1 km", "length", "[A]", "from so far the crowd on its road is seen from the wire", "0.3-3 km"
    )
    line: float = value("3", "number", "[A]", "people whom one policeman of a line can stop", "1-6")
    asked: float = value("0.3", "share", "[A]", "what the governor's word adds to the chance that it holds", "0-0.6")
    talks: Spread = spread("25 (10-50) min", "duration", "[A]", "a delegation is heard")
    core: float = value("0.4", "share", "[A]", "of a crowd, those who did not come to petition", "0.1-0.8")
    gives_up: float = value("0.5", "share", "[A]", "of a crowd, below which those who are left go home", "0.2-0.8")
    host_takes: Spread = spread("25 (10-60) min", "duration", "[A]", "until the governor is found, or is not")
    present: float = value("0.8", "number", "[A]", "chance, at full consent, that he comes out to speak", "0-1")
    follows: float = value("0.85", "share", "[A]", "of a sector, who go inside when told, at trust 0.5", "0.4-1")
    drilled: int = value("8 min", "duration", "[A]", "mean time to leave, where the move was rehearsed", "4-15 min")
    undrilled: int = value("35 min", "duration", "[A]", "the same where nobody has ever done it", "15-60 min")
