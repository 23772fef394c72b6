"""Geography and movement: notice to move, muster, the road, arrival.

Model
    A unit that accepts a task waits its notice to move (drawn), musters, and travels.  One that
    already stands by (after a task, or deployed on purpose) reacts in ``react`` instead.  The way is
    the shortest in the road network, found when the blueprint is built; each part of it is travelled
    at the speed of the unit's mobility on that surface:

        time = sum over surfaces of length / speed,  speed drawn once for a journey

    Night multiplies vehicle speeds by ``night_move``; rain makes dirt roads wet, where a vehicle may
    be stuck (``stuck`` for each 10 km).  Aircraft wait for clearance and fly straight.  A closed way
    ends at the last open place until it opens again.

Parameters
    ``parameters.movement``; domain 3 rows "Dirt road", "In-town armoured move", "Foot patrol / march",
    "Helicopter cruise; clearance wait", "QRF notice".

Oracle
    Hand-worked travel times: 32 km on dry dirt in 60 min, 1.5 km on foot in 20 min.

Never
    A unit's order is not known to the threat.
"""

from __future__ import annotations

from math import hypot

from simulator.engine.clock import Call
from simulator.engine.duties import Order
from simulator.engine.entities import Place, Segment, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World
from simulator.quantities import Spread

__all__ = ["Movement"]

_INSIDE = frozenset(("un_base", "sector", "poc_site", "gate", "clinic"))


class Movement(Mechanism):
    """Moves units."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.movement
        self._calls: dict[str, Call] = {}
        self._closed: dict[str, int] = {}
        self._stopped: dict[str, list[Order]] = {}
        world.duties.offer("deploy", self._stand_by)
        world.duties.offer("return", self._home)

    def begin(self) -> None:
        """Every post knows its own units at STARTEX."""
        w = self.w
        for unit in w.units.values():
            busy = unit.spec.busy_until > 0
            for post in w.command.values():
                if post.id == unit.under or unit.component in (*post.spec.integrates, post.spec.component):
                    post.picture[f"unit@{unit.id}"] = (0, "committed" if busy else "available", 0, w.started, True)
            if 0 < unit.spec.busy_until <= w.blueprint.duration:
                w.clock.call_at(unit.spec.busy_until, self._free_at_last, unit)

    def _free_at_last(self, unit: Unit) -> None:
        if unit.order is None:
            self.w.duties.free(unit, self.w.started)

    # times

    def _leg(self, unit: Unit, to: str) -> tuple[float, float, float, float]:
        found = self.w.blueprint.ways.get((unit.at, to))
        if found is not None:
            return found
        return (0.0, 0.0, hypot(unit.x - self.w.where(to)[0], unit.y - self.w.where(to)[1]), 0.0)

    def _speeds(self, unit: Unit) -> tuple[Spread, Spread, Spread, Spread]:
        """Speeds on paved, dirt, track and in-town ground."""
        p = self.p
        if unit.spec.mobility == "foot":
            return (p.foot, p.foot, p.foot, p.foot)
        dirt = p.dirt_wet if self.w.daylight.rain else p.dirt_dry
        return (p.paved, dirt, dirt if self.w.daylight.rain else p.in_town, p.in_town)

    def travel(self, unit: Unit, to: str, u: float) -> float:
        """Seconds on the way from where the unit is; ``u`` sets how fast (0 slow, 1 fast)."""
        if unit.spec.mobility == "air":
            x, y = self.w.where(to)
            return hypot(unit.x - x, unit.y - y) / self.p.air.draw(u)
        slow = self.w.p.daylight.night_move if self.w.daylight.night and unit.spec.mobility != "foot" else 1.0
        return sum(
            length / (speed.draw(u) * slow)
            for length, speed in zip(self._leg(unit, to), self._speeds(unit), strict=True)
            if length
        )

    def expected(self, unit: Unit, to: str) -> float:
        """Seconds that a planner expects until the unit is there."""
        ready = self.p.react.mean if unit.mustered else unit.spec.notice.mean + self.p.muster.mean
        return ready + (self.travel(unit, to, 0.5) if to else 0.0)

    # going

    def go(self, unit: Unit, to: str, order: Order) -> None:
        """Get the unit ready and send it; :meth:`Orders.arrived` is called when it is there."""
        u = self.w.draws.several(order.key, f"move {order.index}")
        if to == unit.at and unit.mustered:
            wait = 0.0
        elif unit.mustered or order.index:
            wait = self.p.react.draw(u[0])
        else:
            wait = unit.spec.notice.draw(u[0]) + self.p.muster.draw(u[1])
        if unit.spec.mobility == "air":
            wait += self.p.air_clearance.draw(u[3])
        self._calls[unit.id] = self.w.clock.call_later(wait, self._leave, unit, to, order, u[2], u[3])

    def _leave(self, unit: Unit, to: str, order: Order, u: float, stuck: float) -> None:
        w = self.w
        unit.mustered = True
        if not to or to == unit.at:
            w.duties.arrived(order)
            return
        if to in self._closed:
            self._stopped.setdefault(to, []).append(order)
            order.mark = w.emit(
                "task_dropped",
                unit.id,
                {"task": "move", "at": to, "why": "the way is closed", "source": order.source},
                order.mark,
                (self._closed[to],),
            )
            return
        unit.state = "moving"
        takes = self.travel(unit, to, 1 - u)
        dirt = self._leg(unit, to)[1] if w.daylight.rain and unit.spec.mobility in ("wheels", "armour") else 0.0
        order.mark = unit.mark = w.emit(
            "unit_moved",
            unit.id,
            {"from": unit.at, "to": to, "takes_s": int(takes), "outside": not self._inside(to)},
            order.mark,
        )
        if dirt and stuck < 1 - (1 - self.p.stuck) ** (dirt / 10_000):
            lost = self.p.stuck_for.draw(stuck * 10_000 / dirt % 1)
            w.emit("unit_stuck", unit.id, {"takes_s": int(lost)}, order.mark)
            takes += lost
        w.duties.tell_state(unit, order.mark)
        self._depart(unit)
        self._calls[unit.id] = w.clock.call_later(takes, self._arrive, unit, to, order)

    def _depart(self, unit: Unit) -> None:
        here = self.w.locus(unit.at)
        if here is not None and unit in here.units:
            here.units.remove(unit)
            self.w.force.left(unit, here)

    def _inside(self, at: str) -> bool:
        place = self.w.blueprint.places.get(at)
        return at in self.w.blueprint.segments or (place is not None and place.kind in _INSIDE)

    def _arrive(self, unit: Unit, to: str, order: Order) -> None:
        here = self.w.locus(to)
        assert isinstance(here, Place | Segment)
        unit.at, unit.x, unit.y = to, here.x, here.y
        here.units.append(unit)
        order.mark = unit.mark = self.w.emit("unit_arrived", unit.id, {"at": to, "source": order.source}, order.mark)
        self.w.observation.arrived(unit, to, unit.mark)
        if unit.order is order:
            self.w.duties.arrived(order)

    def halt(self, unit: Unit) -> None:
        """Stop whatever way the unit is on; it stays where it last was."""
        self.w.clock.cancel(self._calls.pop(unit.id, None))
        here = self.w.locus(unit.at)
        if here is not None and unit not in here.units:
            here.units.append(unit)

    def place(self, unit: Unit, to: str) -> None:
        """Put a unit somewhere without a journey: it went with others."""
        self.halt(unit)
        self._depart(unit)
        here = self.w.locus(to)
        if here is not None:
            unit.at, unit.x, unit.y = to, here.x, here.y
            here.units.append(unit)

    # tasks

    def _stand_by(self, order: Order) -> None:
        """Deployed: from here the unit reacts without notice, and faces whoever is there already."""
        unit = order.unit
        unit.mustered = True
        self.w.duties.done(order, order.mark)
        if unit.spec.armed and unit.component in ("military", "police"):
            self.w.force.joined(unit, unit.at, unit.mark)

    def _home(self, order: Order) -> None:
        """Back at its base the unit falls back to its notice."""
        order.unit.mustered = False
        self.w.duties.done(order, order.mark)

    # closed ways

    def close(self, place: str, for_s: int, cause: int) -> None:
        """Close the way to a place, for a time or for good."""
        self._closed[place] = self.w.emit("way_closed", place, {"for_s": for_s}, cause)
        if for_s >= 0:
            self.w.clock.later(for_s, self._open, place)

    def _open(self, place: str) -> None:
        mark = self._closed.pop(place, 0)
        if mark:
            seq = self.w.emit("way_opened", place, {}, mark)
            for order in self._stopped.pop(place, ()):
                if order.unit.order is order:
                    order.mark = seq
                    self._leave(order.unit, place, order, 0.5, 1.0)

    def is_closed(self, place: str) -> int:
        """The mark of what closed the way to a place; 0 where it is open."""
        return self._closed.get(place, 0)
