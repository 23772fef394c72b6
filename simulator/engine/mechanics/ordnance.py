"""Ordnance: rounds that did not go off, what they close, and who makes them safe.

Model
    A round that does not go off lies where it fell.  Nobody goes within ``cordon`` of it: a clinic, gate or
    other small place whose middle is that near is closed to whoever comes; of a place with bunkers each
    is inside the cordon with the chance cordon^2 / R^2, and is emptied.  Engineers make a round safe in
    ``clears``, one after the other, and never while more are falling.

Parameters
    ``parameters.shelling`` (``cordon``, ``clears``), all [A].

Oracle
    Share of duds; bunkers lost on average = bunkers * cordon^2 / R^2; opened again once all is clear.

Never
    Nobody knows of a round before somebody has seen it.
"""

from __future__ import annotations

from simulator.engine.duties import Order
from simulator.engine.entities import Place
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Ordnance"]

_LOOKS_AGAIN_S = 300
_SMALL = frozenset(("clinic", "gate", "compound", "market", "checkpoint", "bridge", "airstrip"))


class Ordnance(Mechanism):
    """Keeps unexploded rounds."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.shelling
        self._lying: dict[str, list[tuple[str, int, tuple[str, ...], frozenset[int]]]] = {}
        """place -> rounds that lie there: (name, mark, places it closes, bunkers it closes)"""
        world.duties.offer("clear_ordnance", self._begin)

    def left(self, place: Place | None, x: float, y: float, name: str, cause: int) -> None:
        """A round has not gone off; beyond every place nobody cares."""
        if place is None:
            return
        closed = tuple(
            n for n, p in self.w.places.items() if p.spec.kind in _SMALL and self.w.distance(x, y, n) <= self.p.cordon
        )
        near = min(1.0, (self.p.cordon / place.spec.radius) ** 2) if place.spec.radius > 0 else 0.0
        bunkers = frozenset(i for i in range(place.spec.bunkers) if self.w.draws.once(name, f"bunker {i}") < near)
        lying = self._lying.setdefault(place.id, [])
        data = {"count": len(lying) + 1, "closes": list(closed), "bunkers": len(bunkers)}
        seq = self.w.emit("ordnance_left", place.id, data, cause)
        lying.append((name, seq, closed, bunkers))
        for other in closed:
            self.w.closures.close(other, -1, seq)
        self._close_bunkers(place.id)
        if len(lying) == 1:
            self.w.observation.appear("ordnance", place.id, 1, seq, sight=0.5, state="present")
        else:
            self.w.observation.changed("ordnance", place.id, len(lying), seq)

    def _close_bunkers(self, at: str) -> None:
        """Of the bunkers of a place those cannot be used by which any round lies, however many do."""
        self.w.shelter.unusable(at, len(frozenset().union(*(bunkers for *_, bunkers in self._lying[at]))))

    def _begin(self, order: Order) -> None:
        """Engineers work on a round, once it is quiet."""
        at = order.unit.at
        if not order.stands:
            return
        if not self._lying.get(at):
            self.w.duties.done(order, order.mark)
        elif self.w.shelling.falling(at):
            self.w.clock.later(_LOOKS_AGAIN_S, self._begin, order)
        else:
            takes = self.p.clears.draw(self.w.draws.once(self._lying[at][0][0], "cleared"))
            self.w.clock.later(takes, self._cleared, order, at)

    def _cleared(self, order: Order, at: str) -> None:
        lying = self._lying.get(at, [])
        if not order.stands or not lying or self.w.shelling.falling(at):
            self._begin(order)
            return
        _, mark, closed, _ = lying.pop(0)
        seq = self.w.emit("ordnance_cleared", at, {"by": order.unit.id, "count": len(lying)}, order.mark, (mark,))
        still = {other for rounds in self._lying.values() for r in rounds for other in r[2]}
        for other in closed:
            if other not in still:
                self.w.closures.reopen(other, seq)
        self._close_bunkers(at)
        if lying:
            self._begin(order)
            return
        self.w.observation.vanish("ordnance", at, "cleared", seq)
        self.w.reporting.report(order.unit, order.post, "ordnance", at, 0, "cleared", seq)
        self.w.duties.done(order, seq)
