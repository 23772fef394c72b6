"""Roads: which way a unit takes where roads are closed or under fire, and what happens on it.

Model
    Only where the stream closes roads or puts them under fire; elsewhere the shortest way is taken at once.  A way is a
    chain of stretches between places.  A unit takes the quickest one around every roadblock that it knows of: those
    that it met or was told of, and those that its post's picture holds when it sets out.  If it thinks of a second way
    (mechanism *planning*) it shuns fire that it knows of: a second there weighs as ``shun``.  If it does not, it drives
    the usual road, and finds one around a roadblock only after ``find_way``.

    Where a road is closed nobody passes the place; the place itself can be reached.  Who comes to a roadblock sees it,
    reports it, turns (``turn``) and goes round; whom its post tells on the way turns as well; who finds no way round
    waits until it hears that the road is free.  A unit that turns back under fire (mechanism *crossfire*) goes where it
    came from, regroups and tries again, ``tries`` times in all.  On wet dirt vehicles may be stuck, stretch by stretch.
    An ordered way goes as far as the first checkpoint on it (mechanism *checkpoint*), and is chosen anew from there.

Parameters
    ``parameters.roads``, all [A]; speeds as in the mechanism *movement*.

Oracle
    The quickest way of a small net worked out by hand; times with and without a block, told before, on the way, never.

Never
    Nobody knows of a roadblock, or of fire, but from a picture, a message or their own eyes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.catalogue import marked
from simulator.conditions import NO_FACT
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.ways import Journey, Then, Ways
from simulator.engine.world import World

__all__ = ["Roads"]


class Roads(Mechanism):
    """Leads units over roads, and closes roads."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.roads
        self.ways = Ways(world)
        self.net = self.ways.net
        self._met: dict[str, dict[str, int]] = {}
        """unit -> what it has seen or was told of roadblocks: the mark, below 0 where the road is free again"""
        self.hot: dict[str, dict[str, int]] = {}
        """unit -> places near which it was shot at"""
        self.journeys: dict[str, Journey] = {}
        self._waiting: dict[str, Journey] = {}
        if self.net:
            world.pictures_of_posts.watched_by(self._learnt)

    def leads(self, unit: Unit) -> bool:
        """Whether a unit has a choice of roads here."""
        return bool(self.net) and unit.spec.mobility != "air"

    def freed(self, at: str, cause: int) -> None:
        """A road is free again: whoever stands before it sees that."""
        for unit, journey in list(self._waiting.items()):
            if self._stands_at(journey, at):
                self._met.setdefault(unit, {})[at] = -cause
                self._on_again(journey, cause)

    # setting out

    def set_out(self, unit: Unit, to: str, order: Order, u: float) -> None:
        """Begin an ordered way."""
        self._go(self._begun(Journey(unit, to, order, u, order.mark, None)), order.mark)

    def carry(self, unit: Unit, to: str, source: str, cause: int, then: Then) -> None:
        """Drive in the middle of a task; nobody calls the unit back."""

        def _there(mark: int) -> object:
            return then(self.w.movement.stand(unit, to, source, mark))

        self._go(self._begun(Journey(unit, to, unit.order, 0.5, cause, _there)), cause)

    def _begun(self, journey: Journey) -> Journey:
        old = self.journeys.get(journey.unit.id)
        if old is not None and old is not journey and old.then is not None and old.rolls(self.w.now):
            self._stop(old)  # it was on its way in the middle of something else
        self.journeys[journey.unit.id] = journey
        self.w.crossfire.sets_out(journey.unit)
        return journey

    def _post(self, journey: Journey) -> Staffed | None:
        posts = (journey.order.post if journey.order is not None else "", journey.unit.under)
        return next((self.w.command[p] for p in posts if p in self.w.command), None)

    def _known(self, journey: Journey) -> tuple[dict[str, int], dict[str, int]]:
        """Roadblocks, and places under fire, that the unit or its post knows of, with their marks."""
        post, unit = self._post(journey), journey.unit.id
        picture = post.picture if post is not None else {}
        blocks, fires = dict(self._met.get(unit, {})), dict(self.hot.get(unit, {}))
        for key, fact in picture.items():
            kind, _, place = key.partition("@")
            if kind == "roadblock" and place in self.net:
                own = blocks.get(place, 0)
                if abs(own) < fact[3]:
                    blocks[place] = fact[3] if fact[4] else -fact[3]
            elif kind == "shots" and fact[4] and place in self.net:
                fires[place] = fact[3]
        return {place: mark for place, mark in blocks.items() if mark > 0}, fires

    def _go(self, journey: Journey, cause: int) -> None:
        """Choose the way and begin it, or wait for one."""
        unit, order = journey.unit, journey.order
        blocks, fires = self._known(journey)
        second = self.w.planning.finds("second_way", journey.key)
        hot = second and bool(self.hot.get(unit.id))
        path = self.ways.choose(journey, blocks, fires if second else {}, hot=hot)
        if not path and unit.at == journey.goal:
            journey.path = []
            self._there(journey)
            return
        if not path:
            data = {"at": journey.goal, "source": order.source if order is not None else ""}
            seq = self.w.emit("unit_stopped", unit.id, data, cause, self.w.given(*blocks.values()))
            journey.mark, self._waiting[unit.id] = seq, journey
            return
        usual = not blocks or second or path == self.ways.choose(journey, {}, {}, hot=hot)
        journey.path, journey.index, journey.since = self._to_a_halt(journey, path), 0, self.w.now
        if not usual:
            takes = self.p.find_way.draw(self.w.draws.once(journey.key, f"finds a way {journey.tries}"))
            where: dict[str, object] = {"at": unit.at, "takes_s": int(takes)}
            cause = self.w.emit("way_sought", unit.id, where, cause, self.w.given(*blocks.values()))
            self._pause(journey, takes, partial(self._departs, cause=cause, marks=(*blocks.values(),)))
            return
        self._departs(journey, cause, self.w.given(*blocks.values(), *(fires.values() if second else ())))

    def _to_a_halt(self, journey: Journey, path: list[str]) -> list[str]:
        """As far of an ordered way as to the first checkpoint on it."""
        if journey.then is not None:
            return path
        unit = journey.unit
        back = not unit.at and path[0] == self.w.movement.came_from(unit)  # it has halted there
        halt = self.w.checkpoint.first_halt(unit, journey.goal, path[1:] if back else path)
        return path[: path.index(halt) + 1]

    def _departs(self, journey: Journey, cause: int, marks: tuple[int, ...] = ()) -> None:
        unit = journey.unit
        takes = sum(self.ways.stretch(journey, i)[0] for i in range(len(journey.path)))
        to = journey.path[-1]
        mark = self.w.movement.depart(unit, to, takes, cause)
        if len(journey.path) > 1:
            data = {"to": to, "via": " ".join(journey.path[:-1])}
            mark = self.w.emit("way_taken", unit.id, data, mark, self.w.given(*marks))
        self._marked(journey, mark)
        self.w.duties.tell_state(unit, mark)
        self._hop(journey)

    def _marked(self, journey: Journey, mark: int) -> None:
        journey.mark = mark
        if journey.order is not None and journey.then is None:
            journey.order.mark = mark

    # on the way

    def _hop(self, journey: Journey) -> None:
        """Drive one stretch."""
        unit, to = journey.unit, journey.path[journey.index]
        takes, leg = self.ways.stretch(journey, journey.index)
        if leg is not None and leg[1] and self.w.daylight.rain and unit.spec.mobility in ("wheels", "armour"):
            u = self.w.draws.several(journey.key, f"stuck {unit.at}>{to} {journey.tries}")
            if u[0] < 1 - (1 - self.w.p.movement.stuck) ** (leg[1] / 10_000):
                lost = self.w.p.movement.stuck_for.draw(u[1])
                self.w.emit("unit_stuck", unit.id, {"takes_s": int(lost)}, journey.mark)
                takes += lost
        journey.since, journey.takes = self.w.now, takes
        self.w.crossfire.travels(unit, to, takes, journey.mark)
        if journey.then is None:
            self.w.movement.rolls(unit, to, takes, self._hopped, journey.order, journey)
        else:
            journey.call = self.w.clock.call_later(takes, self._hopped, unit, to, journey.order, journey)

    def _hopped(self, unit: Unit, to: str, order: Order | None, journey: Journey) -> None:
        """A stretch is done: on with the next, unless the road is closed here."""
        if self.journeys.get(unit.id) is not journey:
            return
        came_from = unit.at or self.w.movement.between(unit)[0]
        unit.at, (unit.x, unit.y) = to, self.w.where(to)
        if journey.index == len(journey.path) - 1:
            self._there(journey)
        elif to in self.w.roadblocks.closed:
            self._meets(journey, to, came_from)
        else:
            journey.index += 1
            self._hop(journey)

    def _there(self, journey: Journey) -> None:
        unit = journey.unit
        self.journeys.pop(unit.id, None)
        self.w.crossfire.stands(unit)
        if journey.then is not None:
            journey.then(journey.mark)
        elif journey.order is not None:
            self.w.movement.comes(unit, journey.path[-1] if journey.path else journey.goal, journey.order)

    # closed roads

    def _meets(self, journey: Journey, at: str, came_from: str) -> None:
        """The road is closed here: report it, turn, and look for another."""
        unit, mark = journey.unit, self.w.roadblocks.closed[at]
        thing = self.w.observation.things.get(f"roadblock@{at}")
        value = round(thing.value) if thing is not None else 1
        data = {"what": "roadblock", "at": at, "value": value, "state": "present"}
        seq = self.w.emit("sighted", unit.id, data, journey.mark, self.w.given(mark))
        if thing is not None:
            thing.seen_by[unit.id] = unit
        if self.w.rules.drills(unit, "roadblock", f"roadblock@{at}", value, "present"):
            self.w.rules.saw(unit, "roadblock", at, value, "present", seq)
        else:
            self.tell(journey, "roadblock", at, value, "present", seq)
        self._met.setdefault(unit.id, {})[at] = seq
        back = self.w.movement.pace(unit, self.net[at][came_from], journey.u) if came_from in self.net[at] else 0.0
        self.w.movement.stop_between(unit, came_from, at, self.w.now - int(back), back)
        unit.x, unit.y = self.w.where(at)
        self._turns(journey, at, marked("the road is closed"), seq)

    def tell(self, journey: Journey, what: str, at: str, value: float, state: str, cause: int) -> None:
        """The unit reports something to its post, in its own words."""
        post = self._post(journey)
        if post is not None:
            after = self.w.p.reporting.first_report.draw(self.w.draws.once(journey.unit.id, f"words {what} at {at}"))
            self.w.reporting.report(journey.unit, post.id, what, at, value, state, cause, after=after, unless_said=True)

    def _turns(self, journey: Journey, at: str, why: str, cause: int, given: tuple[int, ...] = ()) -> None:
        unit = journey.unit
        seq = self.w.emit("unit_turned", unit.id, {"at": at, "why": why}, cause, self.w.given(journey.mark, *given))
        self._marked(journey, seq)
        self.w.crossfire.stands(unit)
        takes = self.p.turn.draw(self.w.draws.once(journey.key, f"turns at {at} {journey.tries}"))
        self._pause(journey, takes, partial(self._go, cause=seq))

    def _pause(self, journey: Journey, takes: float, then: Callable[[Journey], object]) -> None:
        """The unit stands for a while, and goes on."""
        unit = journey.unit
        if journey.then is None:
            self.w.movement.pauses(unit, journey.goal, takes, self._on, journey.order, journey, then)
        else:
            journey.call = self.w.clock.call_later(takes, self._on, unit, journey.goal, journey.order, journey, then)

    def _on(
        self, unit: Unit, to: str, order: Order | None, journey: Journey, then: Callable[[Journey], object]
    ) -> None:
        if self._current(journey):
            then(journey)

    def _stop(self, journey: Journey) -> None:
        """The unit stands where it has come to."""
        unit = journey.unit
        if journey.then is None:
            self.w.movement.halt(unit)
        else:
            self.w.clock.cancel(journey.call)
            self.w.movement.stop_between(unit, unit.at, journey.path[journey.index], journey.since, journey.takes)

    def _current(self, journey: Journey) -> bool:
        unit = journey.unit
        mine = journey.then is not None or unit.order is journey.order
        return self.journeys.get(unit.id) is journey and mine

    def _rolling(self, journey: Journey) -> bool:
        return self._current(journey) and journey.rolls(self.w.now)

    def _stands_at(self, journey: Journey, at: str) -> bool:
        return not journey.unit.at and at in self.w.movement.between(journey.unit)

    # what is heard

    def _learnt(self, name: str, key: str, mark: int) -> None:
        """A post learns of a roadblock, or that it is gone: it tells those of its units whom it concerns."""
        kind, _, place = key.partition("@")
        if kind != "roadblock" or place not in self.net:
            return
        post = self.w.command[name]
        live = post.picture.get(key, NO_FACT)[4]
        for journey in list(self.journeys.values()):
            if self._post(journey) is not post or not self._current(journey):
                continue
            ahead = place in journey.path[journey.index : -1] and self._rolling(journey)
            if ahead if live else journey.unit.id in self._waiting:
                then = self._told if live else self._told_free
                what = f"roadblock {place} {bool(live)}"  # not for people
                self.w.reporting.instruct(post, journey.unit, what, mark, partial(then, journey, place))

    def _told(self, journey: Journey, place: str, cause: int, given: tuple[int, ...]) -> None:
        if not (self._rolling(journey) and place in journey.path[journey.index : -1]):
            return
        self._met.setdefault(journey.unit.id, {})[place] = cause
        self._stop(journey)
        self._turns(journey, place, marked("told that the road is closed"), cause, given)

    def _told_free(self, journey: Journey, place: str, cause: int, given: tuple[int, ...]) -> None:
        self._met.setdefault(journey.unit.id, {})[place] = -cause
        self._on_again(journey, cause)

    def _on_again(self, journey: Journey, cause: int) -> None:
        """A unit that waited for a road looks for a way again."""
        if self._waiting.pop(journey.unit.id, None) is journey and self._current(journey):
            self._go(journey, cause)

    # under fire

    def turn_back(self, unit: Unit, at: str, cause: int) -> bool:
        """The leader turns back: where the unit came from it regroups, and tries again, or gives the task up."""
        journey = self.journeys.get(unit.id)
        if journey is None or journey.then is not None or not self._rolling(journey) or journey.goal == unit.spec.at:
            return False
        self._stop(journey)
        seq = self.w.emit("unit_turned", unit.id, {"at": at, "why": marked("under fire")}, cause, (journey.mark,))
        self._marked(journey, seq)
        back = Journey(unit, journey.origin or unit.spec.at, unit.order, journey.u, seq, partial(self._back, journey))
        back.freely = True
        self._go(self._begun(back), seq)
        return True

    def _back(self, journey: Journey, cause: int) -> None:
        """Back where it came from: regroup and try again, or give it up."""
        unit, order = journey.unit, journey.order
        mark = self.w.movement.stand(unit, unit.at, order.source if order is not None else "", cause)
        if order is None or not order.stands:
            return
        unit.state = "tasked"
        self.w.duties.tell_state(unit, mark)
        self._marked(journey, mark)
        if journey.tries >= self.p.tries:
            self.w.duties.drop(unit, marked("the way is under fire"), mark)
            return
        takes = self.p.regroup.draw(self.w.draws.once(journey.key, f"regroups {journey.tries}"))
        journey.tries += 1
        journey.index = len(journey.path)
        self.journeys[unit.id] = journey
        self._pause(journey, takes, partial(self._again, cause=mark))

    def _again(self, journey: Journey, cause: int) -> None:
        self.w.crossfire.sets_out(journey.unit)
        self._go(journey, cause)
