"""Gates: search lanes, the open gate, the daily traffic.

Model
    A gate is run in one of four modes:

        search    lanes x ``lane`` people a second (6 a minute and lane)
        moving    the same times ``hasty``, with a search that finds less
        open      ``flow`` people a metre of width and second
        hold      nobody

    People of the daily traffic come one by one to the lanes: a queue, first come, first served, with as
    many servers as lanes are open; a find closes a lane for a time.  What a crowd does before a gate is
    the mechanism *crowd*, what a search finds the mechanism *search*.

Parameters
    ``parameters.gates``; domain 3 rows "Gate search per lane", "Gate flow unsearched".

Oracle
    Waiting times at the lanes against Erlang's C formula; 900 people in 3.5 and 75 minutes.

Never
    A gate does not know who stands before it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from simulator.blueprint.model import StepSpec
from simulator.engine.clock import Call
from simulator.engine.duties import Order
from simulator.engine.entities import Place, Staffed, Talker
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Gate", "Gates"]

_MODES = {"open_gate": "open", "search_gate": "moving", "hold_gate": "hold"}


class Gate:
    """A gate: its mode, its lanes, and who waits before it."""

    __slots__ = (
        "busy",
        "came",
        "climbed",
        "comes",
        "counted",
        "crush",
        "done_call",
        "helpers",
        "id",
        "inside",
        "mark",
        "mode",
        "next_climbed",
        "next_said",
        "on_the_way",
        "open",
        "paused",
        "queue",
        "searched",
        "served",
        "spec",
        "tally",
        "ticking",
        "wait",
        "waited_s",
        "waiting",
    )

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
        self.came: dict[str, float] = {}
        """sector -> people who came from there since the gate was last free"""
        self.inside = 0.0
        """people who have come through it"""
        self.climbed = 0.0
        """people who have gone over the fence beside it"""
        self.counted = self.tally = 0
        self.paused: dict[int, None] = {}
        """fighting that kept people away since the last count, or ended"""
        self.waited_s = 0.0
        self.served = 0
        self.next_said = 1.0
        """the number of waiting people at which the guards next say that the crowd has grown"""
        self.next_climbed = 10.0
        """the number of those at which the guards next see that more do"""
        self.ticking = False
        self.done_call: Call | None = None
        self.on_the_way = 0.0
        """people in flight who are still on their way here"""
        self.crush = 0
        self.helpers: list[Order] = []
        """orders of the units that reinforce it"""


class Gates(Mechanism):
    """Runs gates."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.gates
        self.gates = {
            place.id: Gate(place, world.draws.stream(place.id, "traffic").wait)
            for place in world.places.values()
            if place.spec.kind == "gate"
        }
        for task in _MODES:
            world.orders.offer_staff(task, self._gate_task)
            world.orders.offer_drill(task, self._gate_drill)
        world.duties.offer("reinforce_gate", self._reinforce, self._no_longer)

    def begin(self) -> None:
        """Start the daily traffic."""
        for gate in self.gates.values():
            gate.comes, gate.searched = self._lanes(gate)
            if gate.spec.traffic:
                self.w.clock.later(gate.wait() / gate.spec.traffic, gate.comes)
                self.w.clock.later(3600, self._tally, gate)

    def _lanes(self, gate: Gate) -> tuple[Callable[[], None], Callable[[], None]]:
        """What happens when somebody comes to the lanes, and when a search is done.

        First come, first served, as many searches at once as lanes are open.  Functions of their own
        for each gate, with all they need at hand, because nothing else happens as often.
        """
        clock, daylight, queue, wait = self.w.clock, self.w.daylight, gate.queue, gate.wait
        fighting, fight_marks = self.w.harm.fighting, self.w.harm.fight_marks
        later, search = clock.later, 1 / self.p.lane
        gap = 1 / gate.spec.traffic if gate.spec.traffic else 0.0

        def _comes() -> None:
            if daylight.night or fighting or gate.waiting > 0:  # nobody _comes by night or under attack
                later(900, _comes)
                for place in fighting:
                    gate.paused[fight_marks[place]] = None
                return
            if gate.busy < gate.open:
                gate.busy += 1
                gate.served += 1
                later(0.5 + wait() * search, _searched)
            else:
                queue.append(clock._now)
            later(0.5 + wait() * gap, _comes)

        def _searched() -> None:
            if queue and gate.busy <= gate.open:
                came = queue.popleft()
                gate.served += 1
                if came.__class__ is tuple:
                    came, then = came
                    later(0.5 + wait() * search, self._special, gate, then)
                else:
                    later(0.5 + wait() * search, _searched)
                gate.waited_s += clock._now - came
            else:
                gate.busy -= 1

        return _comes, _searched

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

    def calm(self, mark: int) -> None:
        """A fight is over: people come again, so what is counted from now on depends on that."""
        for gate in self.gates.values():
            gate.paused[mark] = None

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

    def rate(self, gate: Gate) -> float:
        """People a second who get through."""
        if gate.mode == "open":
            return self.p.flow * gate.spec.width
        lanes = max(0, gate.open)
        if gate.mode == "moving":
            return lanes * self.p.lane * self.p.hasty
        return lanes * self.p.lane if gate.mode == "search" else 0.0

    def run(self, name: str, mode: str, cause: int, given: tuple[int, ...] = ()) -> None:
        """Run a gate in another way."""
        gate = self.gates.get(name)
        if gate is None or gate.mode == mode:
            return
        gate.mode = mode
        gate.mark = self.w.emit(
            "gate_changed", name, {"mode": mode, "waiting": round(gate.waiting)}, cause, self.w.given(gate.mark, *given)
        )
        c = self.w.p.community
        if gate.waiting >= 100:
            self.w.community.move(trust=c.held_gate if mode == "hold" else c.opened_gate, cause=gate.mark)
        self.w.crowd.gate_changed(gate)

    def _gate_task(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """A post has a gate run in another way: the guards hear it by radio."""
        gate = self.gates.get(place)
        if gate is None:
            return
        guard, mode = self.w.units.get(gate.spec.guarded_by), _MODES[step.task]
        if guard is None:
            self._told(place, mode, step, cause, cause, ())
        else:
            then = partial(self._told, place, mode, step, cause)
            self.w.reporting.instruct(post, guard, f"{step.task} {place}", cause, then)

    def _told(self, place: str, mode: str, step: StepSpec, fired: int, cause: int, given: tuple[int, ...]) -> None:
        self.run(place, mode, cause, given)
        self.w.errands.finish_for(fired, step, self.gates[place].mark or cause)

    def _gate_drill(self, who: Talker, step: StepSpec, kind: str, place: str, cause: int) -> None:
        self.run(step.at if step.at not in ("?", "") else place, _MODES[step.task], cause)

    def _reinforce(self, order: Order) -> None:
        """Troops at the gate double its lanes, however many come, until the crowd is through."""
        gate = self.gates.get(order.unit.at)
        if gate is None or gate.waiting + gate.on_the_way < 1:
            self.w.duties.done(order, order.mark, gate.mark if gate else 0)
            return
        gate.helpers.append(order)
        if len(gate.helpers) == 1:
            data = {"lanes": gate.spec.lanes}
            gate.mark = self.w.emit("gate_reinforced", gate.id, data, order.mark, self.w.given(gate.mark))
            self._open_lanes(gate, gate.spec.lanes)

    def _no_longer(self, order: Order) -> None:
        for gate in self.gates.values():
            if order in gate.helpers:
                gate.helpers.remove(order)
                if not gate.helpers:
                    gate.open -= gate.spec.lanes

    def through(self, gate: Gate, cause: int) -> None:
        """Nobody waits any more: whoever helped is free."""
        for order in list(gate.helpers):
            self._no_longer(order)
            self.w.duties.done(order, cause)
