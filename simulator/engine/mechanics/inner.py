"""Inner move: people of a sector are brought to the inner base before anybody is through the wire.

Model
    Once the word is given (``move_inside``), ``follows`` * (0.5 + trust) of a sector's people, at most all, go to the
    gate that they know (``flees_to``), each after an exponential time, whose mean is

        ``drilled`` * rehearsal + ``undrilled`` * (1 - rehearsal)

    They walk at ``crowd.loaded``, and the gate lets them through as its mode allows (mechanism *crowd*).

Parameters
    ``parameters.march``, [A].

Oracle
    After a time t the share 1 - exp(-t / mean) of those who go has left; nobody appears or is lost.

Never
    Nobody knows whether those who come will be through the wire.
"""

from __future__ import annotations

from simulator.blueprint.model import StepSpec
from simulator.engine.entities import Place, Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.crowd import TICK, leaving
from simulator.engine.mechanics.gates import Gate
from simulator.engine.world import World

__all__ = ["InnerMove"]


class InnerMove(Mechanism):
    """Brings people inside."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.march
        self._moved: dict[str, float] = {}
        """sector -> people who have left it for the inner base"""
        self._marks: dict[str, int] = {}
        world.orders.offer_staff("move_inside", self._move)

    @property
    def mean(self) -> float:
        """Mean time in seconds until one of those who go has left."""
        rehearsal = self.w.rehearsal
        return self.p.drilled * rehearsal + self.p.undrilled * (1 - rehearsal)

    def away(self, place: str) -> float:
        """People who have left a place for the inner base, and are in nobody's reach there."""
        return self._moved.get(place, 0.0)

    def given(self, place: str) -> tuple[int, ...]:
        """The mark of the word that was given at a place."""
        return (self._marks[place],) if place in self._marks else ()

    def _move(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Word is given in one sector, or in every one that knows a gate."""
        for sector in self.w.places.values():
            gate = self.w.gates.gates.get(sector.spec.flees_to)
            named = step.at in ("", "?") or step.at == sector.id
            if gate is None or not named or sector.id in self._moved or sector.people < 1:
                continue
            self._moved[sector.id] = 0.0
            share = min(1.0, self.p.follows * (0.5 + self.w.community.trust))
            people = sector.people * share
            data = {"people": round(people), "to": gate.id}
            given = self.w.given(sector.mark, self.w.community.mark)
            mark = self.w.emit("move_inside_began", sector.id, data, cause, given)
            sector.mark = self._marks[sector.id] = mark
            self._leave(sector, gate, people, mark)

    def _leave(self, sector: Place, gate: Gate, left: float, mark: int) -> None:
        people = min(sector.people, leaving(left, self.mean, few=3))
        if people <= 0:
            return
        sector.people -= people
        self._moved[sector.id] += people
        self.w.crowd.set_out(sector, gate, people, self.w.crowd.joins, gate, people, mark, sector)
        if left - people > 0:
            self.w.clock.later(TICK, self._leave, sector, gate, left - people, mark)
