"""Convoys: staff are fetched from residences, and brought from concentration points to the airport.

Model
    A unit that escorts at a residence loads those who wait there, as many as it carries, and brings them to
    their concentration point, again and again until its time is up.  At a concentration point it loads those who
    are on the manifest for the next flight that leaves by day from an open airport, within ``_AHEAD_S``, and no
    more than it has seats for; it drives by day.  At a checkpoint that charges a fee a convoy without armed escort
    waits ``tolled`` and is ``turned_back`` with that chance; an armed one is waved on where a show of force is enough.

    A team that looks for staff at a residence finds those whom no list holds after ``traced``: they are put on
    the list and know now where to go.

Parameters
    ``parameters.relocation``, all [A].

Oracle
    Trips = ceil(people / places); a checkpoint costs what it says.

Never
    A convoy takes nobody to the airport for whom there is no seat.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from simulator.blueprint.model import StreamSpec
from simulator.engine.duties import Order
from simulator.engine.entities import Group
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.relocation import AIRPORT, CONVOY, ESCORTED, HOME, POINT, Moving
from simulator.engine.mechanics.trips import Trip
from simulator.engine.world import World
from simulator.vocabulary import FORCE_STEPS

__all__ = ["Convoys"]

_AHEAD_S = 4 * 3600
_LOOKS_AGAIN_S = 1800
_FEW, _WAITS_S = 10, 4 * 3600
"""a convoy comes back for fewer than this only so long after the last time"""
_LONG_S = 12 * 3600
"""how long a convoy fetches people where its order says nothing"""
_SHOW = FORCE_STEPS.index("show_of_force")

Load = list[tuple[Moving, list[int]]]


class Convoys(Mechanism):
    """Fetches and brings staff."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.relocation
        self.tolls: dict[str, tuple[StreamSpec, Group, int]] = {}
        """place -> who charges a fee on the way there, since which event"""
        self._trips: dict[str, int] = {}
        self._until: dict[str, int] = {}
        self._fetched: dict[str, int] = {}
        world.duties.offer("escort", self._escort)
        world.duties.offer("find_staff", self._find)
        world.verbs["toll"] = self._toll
        world.on("group_deterred", self._beaten)

    # checkpoints

    def _toll(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.w.threat.group(event, seq)
        if group is None:
            return
        mark = self.w.emit("checkpoint_set", on, {"by": group.id}, seq, self.w.given(group.mark))
        self.tolls[on] = (event, group, mark)
        if event.for_s >= 0:
            self.w.clock.later(event.for_s, self._lift, event, on, mark)

    def _lift(self, event: StreamSpec, on: str, cause: int) -> None:
        if on in self.tolls and self.tolls[on][0] is event:
            mark = self.tolls.pop(on)[2]
            seq = self.w.emit("checkpoint_lifted", on, {}, cause, self.w.given(mark))
            self.w.threat.finish(event, seq)

    def _beaten(self, cause: int, group: str, data: dict[str, Any]) -> None:
        for on, (event, by, _) in list(self.tolls.items()):
            if by.id == group:
                self._lift(event, on, cause)

    # escorts

    def _escort(self, order: Order) -> None:
        """The convoy is where people are to be loaded."""
        step = order.step
        self._until[order.key] = self.w.now + (step.for_s if step.for_s >= 0 else _LONG_S)
        self._look(order, order.unit.at, order.mark)

    def _look(self, order: Order, at: str, cause: int) -> None:
        """Who is to be taken along now?"""
        if not order.stands:
            return
        points = {m.spec.point for m in self.w.relocation.lists.values()}
        to, load = self._for_flight(order, at) if at in points else self._waiting(order, at)
        few = sum(len(people) for _, people in load) < _FEW and at not in points
        if load and not (few and self.w.now < self._fetched.get(order.key, -_WAITS_S) + _WAITS_S):
            self._fetched[order.key] = self.w.now
            self._load(order, at, to, load, cause)
        elif not load and self.w.now >= self._until[order.key]:
            self.w.duties.done(order, cause)
        else:
            self.w.clock.later(_LOOKS_AGAIN_S, self._look, order, at, cause)

    def _waiting(self, order: Order, at: str) -> tuple[str, Load]:
        """Those of a residence who have heard of the alert and wait to be fetched."""
        room, load, to = order.unit.spec.carries, Load(), ""
        for moves in self.w.relocation.lists.values():
            if moves.staff.at != at or (to and moves.spec.point != to):
                continue
            people = [i for i in moves.at(HOME) if moves.acted[i]][:room]
            if people:
                to, room = moves.spec.point, room - len(people)
                load.append((moves, people))
        return to, load

    def _for_flight(self, order: Order, at: str) -> tuple[str, Load]:
        """Those of a concentration point for whom the next flight has a seat."""
        lift = self.w.airlift
        load = Load()
        if lift.spec is None or not lift.running or lift.spec.at in lift.shut:
            return "", load
        dark = self.w.daylight.night or self.w.daylight.dark_at(lift.next_at)
        if dark or lift.next_at - self.w.now > _AHEAD_S:
            return "", load
        under_way = sum(m.count(AIRPORT, CONVOY, ESCORTED) for m in self.w.relocation.lists.values())
        room = min(order.unit.spec.carries, lift.seats() - under_way)
        for moves in lift.boarding():
            if moves.spec.point == at and room > 0:
                people = [i for i in moves.at(POINT) if moves.on[i]][:room]
                room -= len(people)
                load += [(moves, people)] if people else []
        return lift.spec.at, load

    def _load(self, order: Order, at: str, to: str, load: Load, cause: int) -> None:
        """People get on; then the convoy leaves, or is held on the way first."""
        unit = order.unit
        state = ESCORTED if unit.spec.armed and unit.component == "military" else CONVOY
        for moves, people in load:
            left = moves.where[people[0]]
            cause = self.w.relocation.shift(moves, people, left, state, cause, unit.mark, self.w.airlift.mark)
        trip = Trip(self.w, order)
        count = self._trips[unit.id] = self._trips.get(unit.id, 0) + 1
        u = self.w.draws.several(f"{unit.id}/trip {count}", "loads")
        takes = self.p.loads.draw(u[0])
        toll = self.tolls.get(to) or self.tolls.get(at)
        if toll is not None:
            _, group, mark = toll
            waved = state == ESCORTED and group.spec.deterred_by <= _SHOW
            held = (self.p.waved_on if waved else self.p.tolled).draw(u[1])
            back = not waved and u[2] < self.p.turned_back
            data = {"at": to, "takes_s": int(held), "turned": back, "by": group.id}
            cause = self.w.emit("convoy_held", unit.id, data, cause, self.w.given(mark))
            takes += held
            if back:
                self.w.clock.later(takes, self._turned, trip, load, cause)
                return
        self.w.clock.later(takes, trip.drives, to, cause, partial(self._unload, trip, to, load))

    def _turned(self, trip: Trip, load: Load, cause: int) -> None:
        """Turned back: the people are where they were."""
        for moves, people in load:
            back = POINT if moves.spec.point == trip.at else HOME
            cause = self.w.relocation.shift(moves, people, CONVOY, back, cause)
        trip.over()
        self.w.clock.later(_LOOKS_AGAIN_S, self._look, trip.order, trip.at, cause)

    def _unload(self, trip: Trip, to: str, load: Load, cause: int) -> None:
        """People get off; the convoy goes back for the next, if that is still its order."""
        for moves, people in load:
            reached = AIRPORT if self.w.airlift.spec is not None and to == self.w.airlift.spec.at else POINT
            cause = self.w.relocation.shift(moves, people, moves.where[people[0]], reached, cause)
        trip.over()
        if trip.order.stands:
            again = partial(self._look, trip.order, trip.at)
            self.w.movement.carry(trip.unit, trip.at, trip.order.source, cause, again)

    # people whom no list holds

    def _find(self, order: Order) -> None:
        takes = self.p.traced.draw(self.w.draws.once(order.key, "traced"))
        self.w.clock.later(takes, self._found, order)

    def _found(self, order: Order) -> None:
        if not order.stands:
            return
        cause = order.mark
        for moves in self.w.relocation.lists.values():
            found = [i for i in moves.at(HOME) if not moves.listed[i] and moves.staff.at == order.unit.at]
            if found:
                cause = self.w.relocation.traced(moves, found, order.unit.id, cause)
        self.w.duties.done(order, cause)
