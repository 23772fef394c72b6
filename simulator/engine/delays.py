"""Delays: what a post loses before an order leaves it, besides the time to decide.

Mechanisms offer them; each says in an event of its own how long it takes and why.  They come one after the
other in the order in which they were offered, those by which people first have to come together before all others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulator.engine.entities import Staffed

__all__ = ["Delays", "Draft"]


class Draft(NamedTuple):
    """What a post is about to order."""

    name: str
    """the rule or the decision that it is for"""
    post: Staffed
    component: str
    place: str
    of_rule: bool
    """a rule has fired; else a decision was taken, and whoever took it sat already"""
    to_units: bool
    """some of it is for units, not for the post alone"""


Delay = Callable[[Draft, int], tuple[float, int]]
"""seconds that a draft loses, from a mark on, and the mark to go on from"""


class Delays:
    """What keeps orders back."""

    def __init__(self) -> None:
        self._offered: list[Delay] = []

    def offer(self, delay: Delay, *, before_all: bool = False) -> None:
        """Something that may keep an order back."""
        self._offered.insert(0 if before_all else len(self._offered), delay)

    def of(self, draft: Draft, takes: float, seq: int) -> tuple[float, int]:
        """Seconds until an order leaves its post that takes so long to decide, and the mark to go on from."""
        for delay in self._offered:
            lost, seq = delay(draft, seq)
            takes += lost
        return takes, seq
