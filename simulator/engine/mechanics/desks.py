"""Desks: persons held and complaints, which somebody has to take up.

Model
    At ``sweep.holds`` of the finds a person is held.  A human rights unit told to ``review_held`` takes one after
    the other, ``sweep.reviews`` each; who is held longer than ``sweep.held_limit`` (24 h) without a review costs
    trust.  A unit told to ``hear_complaints`` hears each in ``sweep.hears``; a complaint costs trust, and most of it
    is won back when it is heard.  Both stay until the cordon is lifted and nothing waits.

Parameters
    ``parameters.sweep``, all [A].

Oracle
    One desk, n persons, each t: the last is reviewed after n * t.

Never
    Nothing is said of who is held, or what for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from simulator.engine.duties import Order
from simulator.engine.entities import Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World
from simulator.quantities import Spread

__all__ = ["Desks"]

_LOOK = 600
"""how often an idle desk looks whether somebody has come"""

Done = Callable[[str, Order, int], int]


class Desks(Mechanism):
    """Takes up what people were done, one by one."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.sweep
        self.held: deque[tuple[str, int]] = deque()
        """persons who wait for a review: (name, mark)"""
        self.open: deque[tuple[str, int]] = deque()
        """complaints that nobody has heard"""
        self._counts = {"held": 0, "complaint": 0}
        self._reviewed: dict[str, int] = {}
        world.duties.offer("review_held", lambda order: self._sits(order, self.held, self.p.reviews, self._review))
        world.duties.offer("hear_complaints", lambda order: self._sits(order, self.open, self.p.hears, self._hear))

    def hold(self, name: str, unit: Unit, cause: int, *, minor: bool) -> None:
        """A person is held and recorded; somebody must look at it within a day."""
        place = self.w.operation.place
        mark = self.w.emit("person_held", place, {"by": unit.id, "minor": minor}, cause)
        self.held.append((name, mark))
        self._say("held", unit, 1, mark)
        if minor:
            self.w.write(f"minor@{place}", 1, "open", mark)
        self.w.clock.later(self.p.held_limit, self._overdue, name, mark)

    def complaints(self, count: int, unit: Unit, cause: int) -> None:
        """People complain of a search."""
        if not count:
            return
        mark = self.w.emit("complaints_made", self.w.operation.place, {"count": count}, cause)
        first = self._counts["complaint"]
        self.open.extend((f"complaint {first + k}", mark) for k in range(count))
        self._say("complaint", unit, count, mark)
        self.w.community.move(trust=self.p.complaint_trust * count, cause=mark)

    def _say(self, what: str, unit: Unit, more: int, mark: int) -> None:
        """The truth, and a report of the unit: so many by now."""
        place = self.w.operation.place
        count = self._counts[what] = self._counts[what] + more
        self.w.write(f"{what}@{place}", count, "open", mark)
        self.w.reporting.report(unit, "", what, place, count, "open", mark)

    def _sits(self, order: Order, queue: deque[tuple[str, int]], takes: Spread, done: Done) -> None:
        """One after the other, while there are any or more may come."""
        if not order.stands:
            return
        if queue:
            name, mark = queue.popleft()
            seconds = takes.draw(self.w.draws.once(f"{self.w.operation.place}/{name}", "takes"))
            self.w.clock.later(seconds, self._taken, order, queue, takes, done, name, mark)
        elif self.w.operation.phase == "lifted":
            self.w.duties.done(order, max(order.mark, self.w.operation.mark))
        else:
            self.w.clock.later(_LOOK, self._sits, order, queue, takes, done)

    def _taken(
        self, order: Order, queue: deque[tuple[str, int]], takes: Spread, done: Done, name: str, mark: int
    ) -> None:
        if not order.stands:
            queue.appendleft((name, mark))
            return
        done(name, order, mark)
        self._sits(order, queue, takes, done)

    def _review(self, name: str, order: Order, mark: int) -> int:
        data = {"by": order.unit.id, "waited_s": self.w.now - self.w.log[mark - 1].at}
        given = self.w.given(order.mark)
        self._reviewed[name] = self.w.emit("detention_reviewed", self.w.operation.place, data, mark, given)
        return self._reviewed[name]

    def _hear(self, name: str, order: Order, mark: int) -> int:
        seq = self.w.emit(
            "complaint_heard", self.w.operation.place, {"by": order.unit.id}, mark, self.w.given(order.mark)
        )
        self.w.community.move(trust=self.p.heard_trust, cause=seq)
        return seq

    def _overdue(self, name: str, mark: int) -> None:
        if name not in self._reviewed:
            seq = self.w.emit("detention_overdue", self.w.operation.place, {}, mark)
            self.w.community.move(trust=self.p.overdue_trust, cause=seq)
