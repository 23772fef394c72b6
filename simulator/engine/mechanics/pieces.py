"""Pieces of work: how much of each stands, and what has become of it since; part of the mechanism works."""

from __future__ import annotations

from simulator.blueprint.model.works import PieceSpec
from simulator.engine.clock import Call
from simulator.engine.duties import Order

__all__ = ["LITTLE", "PARTS", "Piece"]

PARTS = 4
"""a post hears when each quarter is done"""
LITTLE = 1e-6
"""metres that are no metres: what is left of sums"""


class Piece:
    """A piece of work: how much of it stood at its last change, and what has become of it since."""

    __slots__ = (
        *("call", "crews", "danger", "id", "mark", "metres", "need", "pace", "quarters", "said", "since"),
        *("spec", "state", "stores", "supply", "told", "why"),
    )

    def __init__(self, spec: PieceSpec):
        self.spec, self.id = spec, spec.id
        self.metres, self.stores, self.since, self.pace = spec.built, spec.stores, 0, 0.0
        """metres that stood, and for how many there was material, at second ``since``; metres a second from then on"""
        self.why = self.state = ""
        self.crews: dict[str, Order] = {}
        self.danger, self.need = 0, ""
        """the mark of what drove its crew away, and the need that it was"""
        self.mark = self.supply = 0
        self.quarters = int(PARTS * (spec.built + LITTLE) / spec.length)
        self.call: Call | None = None
        self.said = self.told = 0
        """how often its post was written to, and which of these was the newest that it has heard"""

    def standing(self, now: float) -> float:
        """How many metres stand."""
        return min(self.spec.length, self.metres + self.pace * (now - self.since))

    def material(self, now: float) -> float:
        """For how many metres there is material."""
        return max(0.0, self.stores - self.pace * (now - self.since))

    @property
    def counted(self) -> bool:
        """Whether material can run out."""
        return self.spec.stores >= 0
