"""Crowds and gates: flight, queues, the open gate, the crush.

Model
    When a sector is attacked, ``flees`` of its people run, each after an exponential time (mean
    ``flight``), and walk at ``loaded`` to the gate they know.  A gate is run in one of four modes:

        search    lanes x ``lane`` people a second (6 a minute and lane)
        moving    the same times ``hasty``, with a search that finds less
        open      ``flow`` people a metre of width and second
        hold      nobody

    People in flight are a flow, stepped each minute and exactly at its end; people of the daily
    traffic come one by one to the lanes (a queue with as many servers as lanes).  A crowd denser than
    ``dense`` people a square metre of the waiting area is crushed: ``crush`` of those above it are hurt
    a minute.  Where a gate is held some turn back.  Armed men may slip in with an open gate.

Parameters
    ``parameters.crowd``; domain 3 rows "Gate search per lane", "Gate flow unsearched", "900 people".

Oracle
    900 people: 3.5 minutes through an open gate of 4 m, 75 minutes through two search lanes; the
    lanes' queue against Erlang's C formula.

Never
    A crowd does not know who decides at the gate.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import exp
from typing import Any

from simulator.blueprint.model import StepSpec
from simulator.engine.clock import Call
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.orders import Order
from simulator.engine.world import Place, Staffed, Talker, World

__all__ = ["Crowd", "Gate"]

_TICK = 60
_MODES = {"open_gate": "open", "search_gate": "moving", "hold_gate": "hold"}
_REPORTED = (1, 100, 250, 500, 1000, 2500, 5000, 10000, 20000)


class Gate:
    """A gate: its mode, its lanes, and who waits before it."""

    __slots__ = (
        "busy", "comes", "coming", "counted", "crush", "done_call", "id", "inside", "mark", "mode", "next_said", "open", "paused", "queue",
        "searched", "served", "spec", "tally", "ticking", "wait", "waited_s", "waiting",
    )  # fmt: skip

    def __init__(self, place: Place, wait: Callable[[], float]):
        self.spec, self.id = place.spec, place.id
        self.mode, self.mark = place.spec.mode, 0
        self.open = place.spec.lanes
        """search lanes that are open"""
        self.busy = 0
        self.queue: deque[Any] = deque()
        """when each person in line came; with what to do then, for some"""
        self.comes: Callable[[], None]
        self.searched: Callable[[], None]
        self.wait = wait
        """exponential waits of mean 1"""
        self.waiting = 0.0
        self.inside = 0.0
        self.counted = self.tally = 0
        self.paused: dict[int, None] = {}
        """fighting that kept people away since the last count"""
        self.waited_s = 0.0
        self.served = 0
        self.next_said = 1.0
        """the number of waiting people at which the guards next say that the crowd has grown"""
        self.ticking = False
        self.done_call: Call | None = None
        self.coming = 0
        """parts of a flight still on their way here"""
        self.crush = 0


class Flight:
    """People who run from a sector to a gate."""

    __slots__ = ("gate", "left", "mark", "sector")

    def __init__(self, sector: Place, gate: Gate, total: float, mark: int):
        self.sector, self.gate, self.left, self.mark = sector, gate, total, mark


class Crowd(Mechanism):
    """Moves people."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.crowd
        self.gates = {
            place.id: Gate(place, world.draws.stream(place.id, "traffic").wait)
            for place in world.places.values()
            if place.spec.kind == "gate"
        }
        self.flights: dict[str, Flight] = {}
        self.displaced = 0.0
        for task in _MODES:
            world.orders.offer_staff(task, self._gate_task)
            world.orders.offer_drill(task, self._gate_drill)
        world.orders.offer("reinforce_gate", self._reinforce)

    def begin(self) -> None:
        """Start the daily traffic."""
        for gate in self.gates.values():
            gate.comes, gate.searched = self._lanes(gate)
            if gate.spec.traffic:
                self.w.clock.later(gate.wait() / gate.spec.traffic, gate.comes)
                self.w.clock.later(3600, self._tally, gate)

    # daily traffic: one person at a time

    def _lanes(self, gate: Gate) -> tuple[Callable[[], None], Callable[[], None]]:
        """What happens when somebody comes to the lanes, and when a search is done.

        First come, first served, as many searches at once as lanes are open.  Functions of their own
        for each gate, with all they need at hand, because nothing else happens as often.
        """
        fight_marks = self.w.threat.fight_marks
        clock, daylight, fighting, queue, wait = self.w.clock, self.w.daylight, self.w.threat.fighting, gate.queue, gate.wait
        later, search = clock.later, 1 / self.p.lane
        gap = 1 / gate.spec.traffic if gate.spec.traffic else 0.0

        def comes() -> None:
            if daylight.night or fighting or gate.waiting > 0:  # nobody comes by night or under attack
                later(900, comes)
                for place in fighting:
                    gate.paused[fight_marks[place]] = None
                return
            if gate.busy < gate.open:
                gate.busy += 1
                gate.served += 1
                later(0.5 + wait() * search, searched)
            else:
                queue.append(clock._now)
            later(0.5 + wait() * gap, comes)

        def searched() -> None:
            if queue and gate.busy <= gate.open:
                came = queue.popleft()
                gate.served += 1
                if came.__class__ is tuple:
                    came, then = came  # type: ignore[misc]
                    later(0.5 + wait() * search, self._special, gate, then)
                else:
                    later(0.5 + wait() * search, searched)
                gate.waited_s += clock._now - came  # type: ignore[operator]
            else:
                gate.busy -= 1

        return comes, searched

    def join(self, gate: Gate, then: Callable[[], None]) -> None:
        """Somebody of whom more is to be told stands in line; ``then`` is called when the search is done."""
        if gate.busy < gate.open:
            gate.busy += 1
            gate.served += 1
            self.w.clock.later(0.5 + gate.wait() / self.p.lane, self._special, gate, then)
        else:
            gate.queue.append((self.w.now, then))

    def _special(self, gate: Gate, then: Callable[[], None]) -> None:
        then()
        gate.searched()

    def _tally(self, gate: Gate) -> None:
        """Each hour the guards count; what they say is one event."""
        count = gate.served - gate.counted
        if count:
            data = {"count": count, "wait_s": round(gate.waited_s / gate.served), "queue": len(gate.queue)}
            given = self.w.given(gate.tally, gate.mark, *gate.paused)
            gate.tally = self.w.emit("gate_count", gate.id, data, self.w.started, given)
            gate.paused.clear()
            gate.counted += count
        self.w.clock.later(3600, self._tally, gate)

    def close_lane(self, gate: Gate, for_s: float, cause: int) -> None:
        """A find closes a lane for a time."""
        if gate.open > 0:
            gate.open -= 1
            gate.mark = self.w.emit("lane_closed", gate.id, {"for_s": int(for_s)}, cause)
            self.w.clock.later(for_s, self._open_lanes, gate, 1)

    def _open_lanes(self, gate: Gate, count: int) -> None:
        gate.open += count
        for _ in range(min(count, len(gate.queue))):
            if gate.busy < gate.open:
                gate.busy += 1
                gate.searched()

    # flight

    def attacked(self, at: str, kind: str, attackers: float, cause: int) -> None:
        """People of a sector run, if it is their lives; the more the more attackers there are."""
        place = self.w.places.get(at)
        if place is None or at in self.flights or kind == "unrest" or place.people <= 0 or not place.spec.flees_to:
            return
        gate = self.gates.get(place.spec.flees_to)
        if gate is None:
            return
        share = self.p.flees * min(1.0, attackers / self.p.panic) * (0.25 if kind == "shooting" else 1.0)
        seq = self.w.emit("flight_began", at, {"people": round(place.people * share), "to": gate.id}, cause, self.w.given(place.mark))
        place.mark = seq
        flight = self.flights[at] = Flight(place, gate, place.people * share, seq)
        gate.mark = seq
        self.w.clock.later(_TICK, self._flee, flight)

    def _flee(self, flight: Flight) -> None:
        """Another minute's share of those who run leaves the sector."""
        leaving = flight.left * (1 - exp(-_TICK / self.p.flight))
        if flight.left < 1 or flight.sector.safe:
            return
        flight.left -= leaving
        flight.sector.people = max(0.0, flight.sector.people - leaving)
        self.displaced += leaving
        self.w.write("displaced", round(self.displaced), "", flight.mark, True)
        walk = self.w.distance(flight.sector.x, flight.sector.y, flight.gate.id) * 1.2 / self.p.loaded
        flight.gate.coming += 1
        self.w.clock.later(walk, self._arrive, flight.gate, leaving, flight.mark, 1)
        self.w.clock.later(_TICK, self._flee, flight)

    def arrive(self, gate_name: str, people: float, cause: int) -> None:
        """A crowd comes to a gate."""
        self._arrive(self.gates[gate_name], people, cause)

    def _arrive(self, gate: Gate, people: float, cause: int, part: int = 0) -> None:
        gate.coming -= part
        gate.waiting += people
        self._say(gate, cause)
        if not gate.ticking:
            gate.ticking = True
            self._schedule(gate)

    def _say(self, gate: Gate, cause: int) -> None:
        """The crowd can be seen; each time it passes a round number the guards see that it grew."""
        if gate.waiting < gate.next_said:
            return
        step = max(s for s in _REPORTED if s <= gate.waiting)
        gate.next_said = min((s for s in _REPORTED if s > step), default=1e12)
        first = f"crowd@{gate.id}" not in self.w.observation.things
        mark = self.w.emit("crowd_grew", gate.id, {"count": round(gate.waiting)}, cause, self.w.given(gate.mark))
        gate.mark = mark
        if first:
            self.w.observation.appear("crowd", gate.id, gate.waiting, mark, sight=4.0, state="waiting")
        else:
            self.w.observation.changed("crowd", gate.id, gate.waiting, mark)
        guard = self.w.units.get(gate.spec.guarded_by)
        if guard is not None:
            self.w.clock.later(30, self._guard_counts, guard, gate, step, mark)

    def _guard_counts(self, guard: Talker, gate: Gate, step: int, mark: int) -> None:
        u = self.w.draws.once(guard.id, f"counts the crowd at {gate.id} {step}")
        value = max(1, round(gate.waiting * (1 + 0.4 * (u - 0.5))))
        seq = self.w.emit("sighted", guard.id, {"what": "crowd", "at": gate.id, "value": value, "state": "waiting"}, mark)
        self.w.rules.forget(guard, "crowd", gate.id)
        self.w.rules.saw(guard, "crowd", gate.id, value, "waiting", seq)

    # through the gate

    def rate(self, gate: Gate) -> float:
        """People a second who get through."""
        if gate.mode == "open":
            return self.p.flow * gate.spec.width
        if gate.mode == "moving":
            return gate.open * self.p.lane * self.p.hasty
        return gate.open * self.p.lane if gate.mode == "search" else 0.0

    def _schedule(self, gate: Gate) -> None:
        rate = self.rate(gate)
        left = gate.waiting / rate if rate else float("inf")
        gate.done_call = self.w.clock.call_later(max(1.0, min(_TICK, left)), self._step, gate, self.w.now)

    def _step(self, gate: Gate, since: int) -> None:
        """A minute at the gate: some go through, some are crushed, some turn back."""
        seconds = self.w.now - since
        through = min(gate.waiting, self.rate(gate) * seconds + 1e-9)
        gate.waiting -= through
        gate.inside += through
        self._slip_in(gate, through)
        self._crush(gate, seconds)
        if gate.mode == "hold":
            back = gate.waiting * (1 - (1 - self.p.turned_away) ** (seconds / 60))
            gate.waiting -= back
        target = self.w.places.get(gate.spec.leads_to)
        if target is not None:
            target.people += through
        if gate.waiting < 0.5:
            gate.waiting, gate.ticking = 0.0, False
            if gate.coming:
                return
            gate.next_said = 1.0
            gate.mark = self.w.emit("crowd_through", gate.id, {"inside": round(gate.inside)}, gate.mark or self.w.started)
            self.w.observation.vanish("crowd", gate.id, "gone", gate.mark)
            return
        self._schedule(gate)

    def _crush(self, gate: Gate, seconds: int) -> None:
        density = gate.waiting / gate.spec.waiting_area
        if density <= self.p.dense:
            return
        above = gate.waiting - self.p.dense * gate.spec.waiting_area
        u = self.w.draws.stream(gate.id, "crush").uniform()
        for _ in range(_poisson(above * self.p.crush * seconds / 60, u)):
            gate.crush += 1
            self.w.casualties.hurt(f"crush/{gate.id}/{gate.crush}", gate.id, "crush", gate.mark, crush=True)

    def _slip_in(self, gate: Gate, through: float) -> None:
        """Armed men among those who are let in without a full search."""
        share = {"open": 1.0, "moving": 1 - self.p.hasty_finds}.get(gate.mode, 0.0)
        fighting = any(g.state == "attacking" and g.spec.armed for g in self.w.groups.values())
        if not share or not fighting:
            return
        u = self.w.draws.stream(gate.id, "slip in").uniform()
        for k in range(_poisson(through * self.p.slip_in * share, u)):
            name = f"slipped/{gate.id}/{round(gate.inside)}/{k}"
            seq = self.w.emit("weapon_missed", gate.id, {"by": "crowd"}, gate.mark)
            self.w.casualties.hurt(name, gate.spec.leads_to or gate.id, "perpetrator", seq)

    def exposed_at_gate(self, sector: Place) -> float:
        """People of an attacked sector who wait at their gate, in reach of those who attack it."""
        flight = self.flights.get(sector.id)
        return flight.gate.waiting if flight is not None else 0.0

    # how a gate is run

    def run(self, name: str, mode: str, cause: int, given: tuple[int, ...] = ()) -> None:
        """Run a gate in another way."""
        gate = self.gates.get(name)
        if gate is None or gate.mode == mode:
            return
        gate.mode = mode
        gate.mark = self.w.emit("gate_changed", name, {"mode": mode, "waiting": round(gate.waiting)}, cause, self.w.given(gate.mark, *given))
        c = self.w.p.community
        if gate.waiting >= 100:
            self.w.community.move(trust=c.held_gate if mode == "hold" else c.opened_gate, cause=gate.mark)
        for flight in self.flights.values():
            if flight.gate is gate:
                flight.sector.mark = gate.mark
        if gate.ticking:
            self.w.clock.cancel(gate.done_call)
            self._schedule(gate)

    def _gate_task(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """A post has a gate run in another way: the guards hear it by radio."""
        gate = self.gates.get(place)
        if gate is None:
            return
        guard = self.w.units.get(gate.spec.guarded_by)
        if guard is None or not guard.channels:
            self.run(place, _MODES[step.task], cause)
            return
        channel = next((c for c in guard.channels if c.works), guard.channels[0])
        takes = channel.spec.delay.draw(self.w.draws.once(f"{post.id}>{guard.id}", f"{step.task} {place}"))
        self.w.clock.later(takes, self.run, place, _MODES[step.task], cause)

    def _gate_drill(self, who: Talker, step: StepSpec, kind: str, place: str, cause: int) -> None:
        self.run(step.at if step.at not in ("?", "") else place, _MODES[step.task], cause)

    def _reinforce(self, order: Order) -> None:
        """Troops at the gate double what its lanes let through."""
        gate = self.gates.get(order.unit.at)
        if gate is not None:
            self._open_lanes(gate, gate.spec.lanes)
        self.w.orders.done(order, order.mark)


def _poisson(mean: float, u: float) -> int:
    """The number of a Poisson variate at cumulative probability ``u``."""
    if mean <= 0:
        return 0
    count, term = 0, exp(-mean)
    total = term
    while u > total and count < 1000:
        count += 1
        term *= mean / count
        total += term
    return count
