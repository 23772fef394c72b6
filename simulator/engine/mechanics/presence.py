"""Presence: patrols that stay somewhere for days, what that prevents, and what villagers tell them.

Model
    Incidents come to a village as a Poisson process at its own rate.  A candidate is averted with the chance

        ``prevents`` while a patrol is there,  ``prevents`` * 2^(-t / ``fades``) at t after the last one left

    with the candidate's own luck; what happens hurts nobody, one or two people.  A patrol stays for the time of its
    order, longer if told so, until it is called away or its supplies are used up; a resupply renews them (C08).

    Villagers tell of each incident after a drawn time, shorter where trust is higher:

        wait = ``told_in`` * 1 / (0.5 + trust) / (1 + (``women`` - 1) * 2 * share of women, at most half)

    as long as a patrol is there.  To civilians of the patrol they tell all, to soldiers alone ``soldiers_told`` of it.
    Human rights officers verify what they were told in ``verify`` (C09); soldiers verify nothing.

Parameters
    ``parameters.presence``, [A]; stays of 7 and 30 days: the Secretary-General's letter [L].

Oracle
    Expected incidents by the integral of the rate; decay with its half-life; nothing verified without civilians.

Never
    Who tells something is never named; victims are counts.
"""

from __future__ import annotations

from functools import partial
from math import log

from simulator.blueprint.model import LongPatrolSpec
from simulator.catalogue import marked
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Presence", "Stay"]

_USUAL = 7 * 86400
"""how long a patrol stays whose order does not say: a week"""


class Stay:
    """A patrol that stays somewhere."""

    __slots__ = ("at", "kept", "mark", "order", "since", "supplies_until", "unit", "until")

    def __init__(self, order: Order, now: int, until: float, supplies_until: float, mark: int):
        self.order, self.unit, self.at = order, order.unit, order.unit.at
        self.since, self.until, self.supplies_until, self.mark = now, until, supplies_until, mark
        self.kept: tuple[int, ...] = ()
        """marks of what has let it stay longer than it would have: supplies, an order"""


class Presence(Mechanism):
    """Lets patrols stay, and incidents happen or not."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.presence
        self.stays: dict[str, Stay] = {}
        """unit -> its stay"""
        self._left: dict[str, int] = {}
        """place -> when the last patrol left it"""
        self._mark: dict[str, int] = {}
        """place -> what last began or ended a stay there"""
        self._incidents: dict[str, list[tuple[str, int]]] = {}
        """place -> incidents that nobody has been told of: (name, mark)"""
        self._verified_at: dict[str, int] = {}
        self._alone: set[str] = set()
        """units whose civilians were left behind"""
        world.duties.offer("presence", self._begins, self._called_away)

    def begin(self) -> None:
        """Start the incidents of each village."""
        for place in self.w.blueprint.places.values():
            if place.kind == "village" and place.incidents > 0:
                self._next(place.id, place.incidents, 0)

    # who is there

    def _spec(self, unit: Unit) -> LongPatrolSpec | None:
        return self.w.blueprint.long_patrols.get(unit.id)

    def civilians(self, unit: Unit) -> int:
        """Human rights and civil affairs officers with a unit."""
        spec = self._spec(unit)
        return 0 if spec is None or unit.id in self._alone else spec.civilians

    def leave_civilians(self, unit: Unit) -> None:
        """A unit goes on without its civilians."""
        self._alone.add(unit.id)

    def prevented(self, place: str, at: int) -> float:
        """The chance that an incident at a place is averted."""
        if any(stay.at == place for stay in self.stays.values()):
            return self.p.prevents
        left = self._left.get(place)
        return 0.0 if left is None else self.p.prevents * float(0.5 ** ((at - left) / self.p.fades))

    def _begins(self, order: Order) -> None:
        unit, w = order.unit, self.w
        if unit.spec.at == unit.at:
            self._alone.discard(unit.id)
        for_s = order.step.for_s if order.step.for_s >= 0 else _USUAL
        spec = self._spec(unit)
        lasts = spec.supplies if spec else for_s
        data = {"at": unit.at, "civilians": self.civilians(unit), "for_s": for_s}
        mark = order.mark = unit.mark = w.emit("presence_began", unit.id, data, order.mark, w.given(unit.mark))
        stay = self.stays[unit.id] = Stay(order, w.now, w.now + for_s, w.now + lasts, mark)
        self._mark[stay.at] = mark
        w.clock.later(min(for_s, lasts), self._look, stay)
        w.community.move(trust=self.p.came_trust, cause=mark)
        for name, happened in self._incidents.get(stay.at, ()):
            self._may_tell(stay, name, happened)

    def _look(self, stay: Stay) -> None:
        """A stay may be over: its time, or its supplies."""
        if self.stays.get(stay.unit.id) is not stay:
            return
        due = min(stay.until, stay.supplies_until)
        if self.w.now < due:
            self.w.clock.later(due - self.w.now, self._look, stay)
        elif self.w.now >= stay.until:
            self._done(stay, marked("its time is over"), stay.mark)
        else:
            self._done(stay, marked("out of supplies"), stay.mark, early=True)

    def _end(self, stay: Stay, why: str, cause: int, *, early: bool) -> int:
        del self.stays[stay.unit.id]
        data = {"at": stay.at, "why": why, "for_s": self.w.now - stay.since}
        given = self.w.given(stay.mark, stay.unit.mark, *stay.kept)
        mark = stay.unit.mark = self._mark[stay.at] = self.w.emit("presence_ended", stay.unit.id, data, cause, given)
        self._left[stay.at] = self.w.now
        if early:
            self.w.community.move(trust=self.p.left_trust, cause=mark)
        return mark

    def _done(self, stay: Stay, why: str, cause: int, *, early: bool = False) -> None:
        """The stay is over; the unit does what its order says next, or goes home."""
        mark = self._end(stay, why, cause, early=early)
        self.w.duties.done(stay.order, mark)

    def _called_away(self, order: Order) -> None:
        stay = self.stays.get(order.unit.id)
        if stay is not None:
            self._end(stay, marked("has a new order"), order.unit.mark, early=True)

    def told_to_stay(self, post: Staffed, place: str, for_s: int, cause: int) -> None:
        """A post has patrols stay at a place for so long more."""
        for stay in [s for s in self.stays.values() if s.at == place]:
            what = f"stay longer at {place}"  # not for people
            self.w.reporting.instruct(post, stay.unit, what, cause, partial(self._longer, stay, for_s))

    def _longer(self, stay: Stay, for_s: int, cause: int, given: tuple[int, ...]) -> None:
        stay.until += for_s
        stay.kept = (*stay.kept, cause)

    def told_to_leave(self, post: Staffed, place: str, cause: int) -> None:
        """A post has patrols leave a place before their time."""
        for stay in [s for s in self.stays.values() if s.at == place]:
            what = f"leave {place}"  # not for people
            self.w.reporting.instruct(post, stay.unit, what, cause, partial(self._leaves, stay))

    def _leaves(self, stay: Stay, cause: int, given: tuple[int, ...]) -> None:
        if self.stays.get(stay.unit.id) is stay:
            self._done(stay, marked("by order"), cause, early=True)

    def resupplied(self, order: Order) -> None:
        """Supplies for every patrol that stays where a convoy has come."""
        for stay in [s for s in self.stays.values() if s.at == order.unit.at]:
            spec = self._spec(stay.unit)
            data = {"by": order.unit.id, "at": stay.at}
            stay.kept = (*stay.kept, self.w.emit("resupplied", stay.unit.id, data, order.mark, (stay.mark,)))
            stay.supplies_until = self.w.now + (spec.supplies if spec else 0)

    # incidents

    def _next(self, place: str, rate: float, number: int) -> None:
        u = self.w.draws.stream(place, "incidents").uniform()
        self.w.clock.later(-log(1 - u) / rate, self._candidate, place, rate, number)

    def _candidate(self, place: str, rate: float, number: int) -> None:
        self._next(place, rate, number + 1)
        w, name = self.w, f"{place}/incident/{number}"
        u = w.draws.several(name, "happens")
        units = (w.units[unit].mark for unit in w.blueprint.long_patrols)
        kept = (mark for stay in self.stays.values() for mark in stay.kept)
        given = w.given(self._mark.get(place, 0), *units, *kept)
        if u[0] < self.prevented(place, w.now):
            w.emit("village_incident_averted", place, {}, self._mark.get(place, w.started), given)
            return
        hurt = int(3 * u[1])
        seq = w.emit("village_incident", place, {"hurt": hurt}, w.started, given)
        for k in range(hurt):
            w.casualties.hurt(f"{name}/{k}", place, "perpetrator", seq, beaten=u[2] < 0.5)
        w.community.move(trust=self.p.incident_trust, cause=seq)
        self._incidents.setdefault(place, []).append((name, seq))
        for stay in [s for s in self.stays.values() if s.at == place]:
            self._may_tell(stay, name, seq)

    # what villagers tell

    def _may_tell(self, stay: Stay, name: str, happened: int) -> None:
        """Villagers tell this patrol of an incident, in their time, or not at all."""
        u = self.w.draws.several(f"{name}>{stay.unit.id}", f"told {stay.since}")
        spec = self._spec(stay.unit)
        if spec is None or (not self.civilians(stay.unit) and u[1] >= self.p.soldiers_told):
            return
        sooner = 1 + (self.p.women - 1) * min(1.0, 2 * spec.women) if self.civilians(stay.unit) else 1.0
        takes = self.p.told_in.draw(u[0]) / (0.5 + self.w.community.trust) / sooner
        self.w.clock.later(takes, self._told, stay, name, happened, u[2])

    def _told(self, stay: Stay, name: str, happened: int, u: float) -> None:
        known = self._incidents[stay.at]
        if self.stays.get(stay.unit.id) is not stay or (name, happened) not in known:
            return
        known.remove((name, happened))
        given = self.w.given(happened, *stay.kept, self.w.community.mark)
        seq = self.w.emit("villagers_told", stay.unit.id, {"at": stay.at}, stay.mark, given)
        if self.civilians(stay.unit):
            self.w.clock.later(self.p.verify.draw(u), self._verified, stay, seq)

    def _verified(self, stay: Stay, cause: int) -> None:
        if self.stays.get(stay.unit.id) is not stay:
            return
        seq = self.w.emit("report_verified", stay.unit.id, {"at": stay.at}, cause, self.w.given(stay.mark, *stay.kept))
        count = self._verified_at[stay.at] = self._verified_at.get(stay.at, 0) + 1
        self.w.reporting.report(stay.unit, "", "incident", stay.at, count, "open", seq)
