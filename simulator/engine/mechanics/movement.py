"""Geography and movement: notice to move, muster, the road, arrival.

Model
    A unit that accepts a task waits its notice to move (drawn), musters, and travels.  One that
    already stands by (after a task, or deployed on purpose) reacts in ``react`` instead.  The way is
    the shortest in the road network, found when the blueprint is built; each part of it is travelled
    at the speed of the unit's mobility on that surface:

        time = sum over surfaces of length / speed,  speed drawn once for a journey

    Night multiplies vehicle speeds by ``night_move``; rain makes dirt roads wet, where a vehicle may
    be stuck (``stuck`` for each 10 km).  Aircraft wait for clearance and fly straight.  Nobody leaves for a
    place to which the way is closed until it opens.  Where roads are closed or under fire the way is the mechanism
    *roads*'.  A unit that is called off on the road stands there: it
    goes on from that point, or back.

Parameters
    ``parameters.movement``; domain 3 rows "Dirt road", "In-town armoured move", "Foot patrol / march",
    "Helicopter cruise; clearance wait", "QRF notice".

Oracle
    Hand-worked travel times: 32 km on dry dirt in 60 min, 1.5 km on foot in 20 min.

Never
    A unit's order is not known to the threat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.blueprint.model import Leg
from simulator.engine.clock import Call
from simulator.engine.duties import Order
from simulator.engine.entities import Place, Segment, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World
from simulator.quantities import Spread
from simulator.vocabulary import BEHIND_WIRE

__all__ = ["Movement"]

_LOOKS_AGAIN_S = 300


class Movement(Mechanism):
    """Moves units."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.movement
        self._calls: dict[str, Call] = {}
        self._under_way: dict[str, tuple[str, str, int, float]] = {}
        """unit on its way -> (from, to, since when, how long it takes)"""
        self._between: dict[str, tuple[str, float, str, float]] = {}
        """unit that was stopped on its way -> (from, seconds come, to, seconds left)"""
        self._stopped: dict[str, list[Order]] = {}
        self._frozen: dict[str, tuple[Callable[..., object], tuple[Any, ...], int]] = {}
        """unit that exercise control froze -> what it waited for, and how long still"""
        world.duties.offer("deploy", self._stand_by)
        world.duties.offer("return", self._home)

    def begin(self) -> None:
        """Every post knows its own units at STARTEX."""
        w = self.w
        for unit in w.units.values():
            busy = unit.spec.busy_until > 0
            for post in w.command.values():
                if post.id == unit.under or post.directs(unit.component):
                    post.picture[f"unit@{unit.id}"] = (0, "committed" if busy else "available", 0, w.started, True)
            if 0 < unit.spec.busy_until <= w.blueprint.duration:
                w.clock.call_at(unit.spec.busy_until, self._free_at_last, unit)

    def _free_at_last(self, unit: Unit) -> None:
        if unit.order is None:
            self.w.duties.free(unit, self.w.started)

    # times

    def _speeds(self, unit: Unit) -> tuple[Spread, Spread, Spread, Spread]:
        """Speeds on paved, dirt, track and in-town ground."""
        p = self.p
        if unit.spec.mobility == "foot":
            return (p.foot, p.foot, p.foot, p.foot)
        dirt = p.dirt_wet if self.w.daylight.rain else p.dirt_dry
        return (p.paved, dirt, dirt if self.w.daylight.rain else p.in_town, p.in_town)

    def travel(self, unit: Unit, to: str, u: float, at: str = "") -> float:
        """Seconds on the way from where the unit is, or from ``at``; ``u`` sets how fast (0 slow, 1 fast)."""
        if not at and not unit.at:  # it was stopped between two places: back the way it came, or on and from there
            return min(first + self.travel(unit, to, u, end) for end, first in self.w.roads.ways.starts(unit))
        if unit.spec.mobility == "air":
            x, y = self.w.where(at or unit.at)
            return self.w.distance(x, y, to) / self.p.air.draw(u)
        return self.pace(unit, self.w.roads.ways.leg(at or unit.at, to), u)

    def pace(self, unit: Unit, leg: Leg, u: float) -> float:
        """Seconds that a unit needs on the ground for so many metres by surface."""
        slow = self.w.p.daylight.night_move if self.w.daylight.night and unit.spec.mobility != "foot" else 1.0
        return sum(
            length / (speed.draw(u) * slow) for length, speed in zip(leg, self._speeds(unit), strict=True) if length
        )

    def expected(self, unit: Unit, to: str, at: str) -> float:
        """Seconds that a planner who believes the unit to be at a place expects until it is there."""
        ready = self.p.react.mean if unit.mustered else unit.spec.notice.mean + self.p.muster.mean
        return ready + (self.travel(unit, to, 0.5, at) if to else 0.0)

    # going

    def go(self, unit: Unit, to: str, order: Order) -> None:
        """Get the unit ready and send it; :meth:`Orders.arrived` is called when it is there."""
        u = self.w.draws.several(order.key, f"move {order.index}")
        if to == unit.at and unit.mustered:
            wait = 0.0  # it stands there already
        elif unit.mustered or order.index:
            wait = self.p.react.draw(u[0])
        else:
            wait = unit.spec.notice.draw(u[0]) + self.p.muster.draw(u[1])
        if unit.spec.mobility == "air":
            wait += self.p.air_clearance.draw(u[3])
        self._calls[unit.id] = self.w.clock.call_later(wait, self._leave, unit, to, order, u[2], u[3])

    def _leave(self, unit: Unit, to: str, order: Order, u: float, stuck: float) -> None:
        unit.mustered = True
        if not to and not unit.at:
            origin, gone, goal, left = self._between[unit.id]
            to = origin if gone <= left else goal
        if not to or to == unit.at:
            self.w.duties.arrived(order)
            return
        if to in self.w.closures.marks and unit.spec.mobility != "air":
            self._stopped.setdefault(to, []).append(order)
            data = {"at": to, "source": order.source}
            order.mark = self.w.emit("unit_stopped", unit.id, data, order.mark, (self.w.closures.marks[to],))
            return
        if self.w.roads.leads(unit):
            self.w.roads.set_out(unit, to, order, 1 - u)
            return
        halts = self.w.roads.ways.on_the_shortest(self.came_from(unit), to, self.w.checkpoint.places)
        to = self.w.checkpoint.first_halt(unit, to, halts)
        takes = self.travel(unit, to, 1 - u)
        dirt = 0.0
        if self.w.daylight.rain and unit.spec.mobility in ("wheels", "armour") and unit.at:
            dirt = self.w.roads.ways.leg(unit.at, to)[1]
        lost = 0.0
        if dirt and stuck < 1 - (1 - self.p.stuck) ** (dirt / 10_000):
            lost = self.p.stuck_for.draw(stuck * 10_000 / dirt % 1)
        order.mark = self.depart(unit, to, takes, order.mark)
        if lost:
            self.w.emit("unit_stuck", unit.id, {"takes_s": int(lost)}, order.mark)
        self.w.duties.tell_state(unit, order.mark)
        self._calls[unit.id] = self.w.clock.call_later(takes + lost, self._arrive, unit, to, order)
        self._under_way[unit.id] = (unit.at, to, self.w.now, takes + lost)

    def depart(self, unit: Unit, to: str, takes: float, cause: int) -> int:
        """The unit leaves where it is; gives the mark of its leaving."""
        data = {"from": unit.at, "to": to, "takes_s": int(takes), "outside": not self._inside(to)}
        unit.state = "moving"
        unit.mark = self.w.emit("unit_moved", unit.id, data, cause)
        here = self.w.locus(unit.at)
        if here is not None and unit in here.units:
            here.units.remove(unit)
            self.w.force.left(unit, here)
            if isinstance(here, Segment):
                self.w.perimeter.left(unit, here, unit.mark)
        return unit.mark

    def stand(self, unit: Unit, at: str, source: str, cause: int) -> int:
        """The unit is at a place; gives the mark of its coming."""
        here = self.w.locus(at)
        assert isinstance(here, Place | Segment)
        unit.at, unit.x, unit.y = at, here.x, here.y
        here.units.append(unit)
        unit.mark = self.w.emit("unit_arrived", unit.id, {"at": at, "source": source}, cause)
        self.w.observation.arrived(unit, at, unit.mark)
        return unit.mark

    def carry(
        self,
        unit: Unit,
        to: str,
        source: str,
        cause: int,
        then: Callable[[int], object],
        takes: float | None = None,
    ) -> None:
        """Drive to a place in the middle of a task, at the usual speed or in ``takes``; ``then(mark)`` on arrival.

        A closed way is waited for; who drives with wounded on board is not called back.
        """
        if to in self.w.closures.marks and unit.spec.mobility != "air":
            self.w.clock.later(_LOOKS_AGAIN_S, self.carry, unit, to, source, cause, then, takes)
            return
        if takes is None and self.w.roads.leads(unit):
            self.w.roads.carry(unit, to, source, cause, then)
            return
        takes = self.travel(unit, to, 0.5) if takes is None else takes
        mark = self.depart(unit, to, takes, cause)
        self.w.duties.tell_state(unit, mark)
        self.w.clock.later(takes, lambda: then(self.stand(unit, to, source, mark)))

    def _inside(self, at: str) -> bool:
        place = self.w.blueprint.places.get(at)
        return at in self.w.blueprint.segments or (place is not None and place.kind in BEHIND_WIRE)

    def _arrive(self, unit: Unit, to: str, order: Order) -> None:
        self._under_way.pop(unit.id, None)
        order.mark = self.stand(unit, to, order.source, order.mark)
        if unit.order is order and not self.w.checkpoint.stops(order, to):
            self.w.duties.arrived(order)

    def set_off(self, unit: Unit, to: str, order: Order, takes: float) -> None:
        """Drive on in the middle of an order, by a way whose time somebody else has worked out."""
        order.mark = self.depart(unit, to, takes, order.mark)
        self.w.duties.tell_state(unit, order.mark)
        self._calls[unit.id] = self.w.clock.call_later(takes, self._arrive, unit, to, order)
        self._under_way[unit.id] = (unit.at, to, self.w.now, takes)

    def on_a_track(self, unit: Unit, metres: float, u: float) -> float:
        """Seconds on a track of so many metres."""
        return metres / self._speeds(unit)[2].draw(1 - u)

    def came_from(self, unit: Unit) -> str:
        """Where a unit is, or, where it was stopped on the road, the last place that it left."""
        return unit.at or self._between[unit.id][0]

    def halt(self, unit: Unit) -> None:
        """Stop whatever way the unit is on; it stands where it has come to."""
        self.w.clock.cancel(self._calls.pop(unit.id, None))
        self._frozen.pop(unit.id, None)
        way = self._under_way.pop(unit.id, None)
        if way is None:
            return
        self.stop_between(unit, *way)

    def stop_between(self, unit: Unit, origin: str, goal: str, since: int, takes: float) -> None:
        """A unit that is on its way from one place to another stands where it has come to."""
        gone = min(self.w.now - since, takes)
        if origin:
            self._between[unit.id] = (origin, gone, goal, takes - gone)
            (ax, ay), (bx, by) = self.w.where(origin), self.w.where(goal)
            share = gone / takes if takes else 0.0
            unit.x, unit.y = ax + (bx - ax) * share, ay + (by - ay) * share
        else:  # it was stopped on its way before: it has come some part of the way to either end
            origin, before, _, _ = self._between[unit.id]
            self._between[unit.id] = (origin, before + gone, goal, takes - gone)
        unit.at = ""

    # stretches of the way, for the mechanism roads

    def between(self, unit: Unit) -> tuple[str, float, str, float]:
        """Where a unit stands that was stopped on its way: (from, seconds come, to, seconds left)."""
        return self._between[unit.id]

    def rolls(self, unit: Unit, to: str, takes: float, then: Callable[..., object], *args: Any) -> None:
        """An ordered stretch of the way begins: ``then(unit, to, *args)`` at its end, unless it is stopped."""
        self._calls[unit.id] = self.w.clock.call_later(takes, then, unit, to, *args)
        self._under_way[unit.id] = (unit.at, to, self.w.now, takes)

    def pauses(self, unit: Unit, to: str, takes: float, then: Callable[..., object], *args: Any) -> None:
        """An ordered unit stands for a while on its way; ``then(unit, to, *args)`` unless it is stopped."""
        self._under_way.pop(unit.id, None)
        self._calls[unit.id] = self.w.clock.call_later(takes, then, unit, to, *args)

    def comes(self, unit: Unit, to: str, order: Order) -> None:
        """The last stretch of the way is done."""
        self._arrive(unit, to, order)

    # what exercise control may do

    def may_be_moved(self, unit: Unit) -> bool:
        """Whether the unit is getting ready or on its way, so that its time can be changed."""
        call = self._calls.get(unit.id)
        return call is not None and call.fn is not None

    def is_frozen(self, unit: Unit) -> bool:
        """Whether the unit stands where it is until it is let go on."""
        return unit.id in self._frozen

    def shift(self, unit: Unit, by: int | None) -> None:
        """What the unit waits for comes so many seconds later or sooner; without a number it comes now."""
        call = self._calls[unit.id]
        at = max(self.w.now, self.w.now if by is None else call.at + by)
        self._again(unit, call, at)

    def _again(self, unit: Unit, call: Call, at: int) -> None:
        fn, args, was = call.fn, call.args, call.at
        if fn is None:
            return
        self.w.clock.cancel(call)
        self._calls[unit.id] = self.w.clock.call_at(at, fn, *args)
        if unit.id in self._under_way:
            origin, goal, since, takes = self._under_way[unit.id]
            self._under_way[unit.id] = (origin, goal, since, max(0.0, takes + at - was))

    def freeze(self, unit: Unit) -> None:
        """The unit stands where it is; a new order ends that, or :meth:`go_on`."""
        call = self._calls.pop(unit.id)
        if call.fn is not None:
            self._frozen[unit.id] = (call.fn, call.args, call.at - self.w.now)
        self.w.clock.cancel(call)

    def go_on(self, unit: Unit) -> None:
        """The unit goes on with what is left of its way."""
        fn, args, left = self._frozen.pop(unit.id)
        if unit.order is args[2]:
            self._calls[unit.id] = self.w.clock.call_later(left, fn, *args)

    # tasks

    def _stand_by(self, order: Order) -> None:
        """Deployed: from here the unit reacts without notice, and faces whoever is there already.

        With a time it stays for so long and is free then; without one it is free at once.
        """
        unit = order.unit
        unit.mustered = True
        if order.step.for_s > 0:
            self.w.clock.later(order.step.for_s, self.w.duties.done, order, order.mark)
        else:
            self.w.duties.done(order, order.mark)
        if unit.may_fight:
            self.w.force.joined(unit, unit.at, unit.mark)

    def _home(self, order: Order) -> None:
        """Back at its base the unit falls back to its notice."""
        order.unit.mustered = False
        self.w.duties.done(order, order.mark)

    def way_is_open(self, place: str, mark: int) -> None:
        """Who waited for the way to a place to open leaves for it."""
        for order in self._stopped.pop(place, ()):
            if order.stands:
                order.mark = mark
                self._leave(order.unit, place, order, 0.5, 1.0)
