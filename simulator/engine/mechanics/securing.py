"""Securing: protecting a place, keeping crowds apart, and knowing that it is over.

Model
    A unit told to ``protect`` faces whoever is there (mechanism *force*); when nobody is left, it
    searches the place for ``secure`` and calls it secure.  A unit told to ``separate`` stands between
    the crowds until they part, and, if the rule says so, until their leaders have met.

Parameters
    ``parameters.force.secure``, ``parameters.community.secured`` and ``separated``, all [A].

Oracle
    A place is called secure ``secure`` after the last group has gone, and never while one is there.

Never
    A unit does not know that a group has left before it has searched.
"""

from __future__ import annotations

from simulator.engine.duties import Order
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Securing"]


class Securing(Mechanism):
    """Runs the tasks protect and separate."""

    def __init__(self, world: World):
        super().__init__(world)
        world.duties.offer("protect", self.protect, self._stand_down)
        world.duties.offer("separate", self._separate, self._stand_down)

    def protect(self, order: Order) -> None:
        """Face whoever is there; when nobody is, search the place and call it secure."""
        if not self.w.force.joined(order.unit, order.unit.at, order.mark, lambda seq: self._search(order, seq)):
            self._search(order, order.mark)

    def _search(self, order: Order, cause: int) -> None:
        if order.stands:
            takes = self.w.p.force.secure.draw(self.w.draws.once(order.key, "secure"))
            self.w.clock.later(takes, self._secured, order, cause)

    def _secured(self, order: Order, cause: int) -> None:
        if not order.stands:
            return
        at = order.unit.at
        if self.w.force.groups(at):
            self.protect(order)
            return
        seq = self.w.emit("place_secured", at, {"by": order.unit.id}, cause, self.w.given(order.mark))
        place = self.w.places.get(at)
        if place is not None and not place.safe:
            place.safe, place.mark = True, seq
            self.w.community.move(trust=self.w.p.community.secured, cause=seq)
        for what in ("contact", "alarm", "shots"):
            self.w.reporting.report(order.unit, order.post, what, at, 0, "gone", seq, after=30)
        self.w.care.way_changed(at)
        self.w.duties.done(order, seq)

    def _separate(self, order: Order) -> None:
        if not self.w.force.joined(order.unit, order.unit.at, order.mark, lambda seq: self._apart(order, seq)):
            self.w.duties.done(order, order.mark)

    def _apart(self, order: Order, cause: int) -> None:
        """The crowds are apart; stay until the leaders have met if the rule says so."""
        if not order.stands:
            return
        self.w.community.move(tension=self.w.p.community.separated, cause=cause)
        if order.step.until == "mediated" and not self.w.community.met:
            self.w.community.when_met(lambda seq: self.w.duties.done(order, seq))
        else:
            self.w.duties.done(order, cause)

    def _stand_down(self, order: Order) -> None:
        self.w.force.stand_down(order.unit)
