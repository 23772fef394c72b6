"""Checkpoints: who is stopped on the road, and how long a patrol stands its ground.

Model
    A unit on wheels or on foot halts at each checkpoint on its way (mechanism *roads*: the way that it takes for what
    it knows).  It is let through, unless the host's order
    says that nobody passes (mechanism *restrictions*) or its papers are found wanting:

        chance = ``papers`` * strictness * (1 - consent),  strictness with what the host has learnt

    Who drives back to a base passes.  A unit that is denied passage stands there; it cites the agreement
    on the spot where the mission asserts its freedom of movement (C05; the ladder is the mechanism *passage*).  It
    ends its stand when it may pass; when the time to stand is over (48 h, C06), longer if told to stay on; when its
    commander orders it back; when life is at risk: it is threatened by more than it can face, or has no water
    left (``water``, renewed by a resupply).  A contingent with the caveat ``no_long_stand`` calls its patrol back after
    ``patience``: the rule is as old as the checkpoints, what varies is who keeps to it.  A patrol that stands reports
    every ``report_every``.  One that gives way before the time teaches the host most.

Parameters
    ``parameters.checkpoint``, [A]; 48 h: the Secretary-General's letter [L].

Oracle
    Never left before 48 h unless ordered, called back or life at risk; share stopped against the closed form.

Never
    Nobody is asked who they are.  A commander at a checkpoint knows no plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from simulator.blueprint.model import StepSpec
from simulator.catalogue import marked
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Checkpoint", "Stop"]

_STAND_S = 48 * 3600
"""how much longer a patrol stands that is told to, and not for how long"""

RISK = marked("life is at risk")


class Stop:
    """A unit that is denied passage, and stands."""

    __slots__ = (
        *("at", "called_back", "goal", "key", "kept", "mark", "order"),
        *("since", "state", "tries", "unit", "until", "water_until"),
    )

    def __init__(self, order: Order, at: str, goal: str, key: str, now: int, mark: int):
        self.order, self.unit, self.at, self.goal, self.key = order, order.unit, at, goal, key
        self.since, self.mark = now, mark
        self.until = self.water_until = 0.0
        self.called_back = False
        self.kept: tuple[int, ...] = ()
        """marks of what has let it stand longer than it would have: water, an order"""
        self.state = "open"
        self.tries: dict[str, int] = {}
        """rung -> how often it was tried"""


class Checkpoint(Mechanism):
    """Stops units on the road, and follows their stands."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.checkpoint
        self.spec = world.blueprint.access
        places = world.blueprint.places.values()
        self.places = tuple(p.id for p in places if p.kind == "checkpoint") if self.spec else ()
        self.stands: dict[str, Stop] = {}
        """unit -> its stand"""
        self._goals: dict[str, str] = {}
        """unit on its way to a checkpoint -> where it is going beyond it"""
        self._times: dict[str, int] = {}
        """unit at a checkpoint -> how often it has come there"""
        world.on("task_dropped", self._dropped)
        world.orders.offer_staff("stay_on", self._stay_on)
        world.orders.offer_staff("turn_back", self._turn_back)
        world.duties.offer("resupply", self._resupply)

    # on the road

    def first_halt(self, unit: Unit, to: str, way: Iterable[str]) -> str:
        """Where a unit halts first on its way to a place by others: a checkpoint, or the place itself."""
        self._goals.pop(unit.id, None)
        if not self.places or unit.spec.mobility == "air":
            return to
        goal = self.w.blueprint.places.get(to)
        if goal is None or goal.kind == "un_base":
            return to
        halt = next((at for at in way if at in self.places and at != to), to)
        if halt != to:
            self._goals[unit.id] = to
        return halt

    def stops(self, order: Order, at: str) -> bool:
        """Whether a unit that has come to a place is only on its way through; it is let pass, or it stands."""
        goal = self._goals.pop(order.unit.id, "")
        if not goal or at not in self.places:
            return False
        unit, host = order.unit, self.w.restrictions
        count = self._times[f"{unit.id}@{at}"] = self._times.get(f"{unit.id}@{at}", 0) + 1
        key = f"{unit.id}@{at}/{count}"
        wanting = self.p.papers * host.strictness(at) * (1 - self.w.community.consent)
        if host.in_force(at):
            self._denied(order, at, goal, key, marked("nobody is to pass"))
        elif self.w.draws.once(key, "papers") < wanting:
            self._denied(order, at, goal, key, marked("its papers are found wanting"))
        else:
            data = {"at": at, "whole": True, "denied": False, "after_s": 0}
            order.mark = unit.mark = self.w.emit("checkpoint_passed", unit.id, data, order.mark, host.given(at))
            self.w.movement.go(unit, goal, order)
        return True

    def _denied(self, order: Order, at: str, goal: str, key: str, why: str) -> None:
        unit, w = order.unit, self.w
        assert self.spec is not None
        by = w.blueprint.places[at].held_by
        mark = w.emit(
            "movement_denied", unit.id, {"at": at, "why": why, "by": by}, order.mark, w.restrictions.given(at)
        )
        order.mark = unit.mark = mark
        unit.state = "on_scene"
        stop = self.stands[unit.id] = Stop(order, at, goal, key, w.now, mark)
        hidden = w.contingents[unit.contingent].hidden if unit.contingent else ()
        stop.called_back = "no_long_stand" in (*unit.spec.caveats, *hidden)
        stands = self.p.patience.draw(w.draws.once(key, "patience")) if stop.called_back else self.spec.stand
        stop.until, stop.water_until = w.now + stands, w.now + self.spec.water
        w.duties.tell_state(unit, mark)
        w.observation.appear("denial", at, 1, mark, state="open")
        w.clock.later(min(stands, self.spec.water), self._look, stop)
        w.clock.later(self.p.report_every, self._report, stop)
        w.passage.begins(stop)

    # standing

    def at(self, place: str) -> list[Stop]:
        """The stands at a checkpoint, the oldest first."""
        return [stop for stop in self.stands.values() if stop.at == place]

    def goes_on(self, stop: Stop) -> bool:
        """Whether a stand has not ended."""
        return self.stands.get(stop.unit.id) is stop

    def _report(self, stop: Stop) -> None:
        """Every four hours a patrol that stands says so."""
        if not self.goes_on(stop):
            return
        hours = (self.w.now - stop.since) // 3600
        data = {"at": stop.at, "hours": hours, "water_h": int(max(0.0, stop.water_until - self.w.now) // 3600)}
        seq = self.w.emit("stand_reported", stop.unit.id, data, stop.mark, stop.kept)
        self.w.observation.changed("denial", stop.at, hours, seq)
        self.w.reporting.report(stop.unit, "", "denial", stop.at, hours, stop.state, seq)
        self.w.clock.later(self.p.report_every, self._report, stop)

    def _look(self, stop: Stop) -> None:
        """A stand may be over: its time, or its water."""
        if not self.goes_on(stop):
            return
        due = min(stop.until, stop.water_until)
        if self.w.now < due:
            self.w.clock.later(due - self.w.now, self._look, stop)
        elif self.w.now >= stop.water_until:
            self.gives_way(stop, marked("out of water"), stop.mark)
        elif stop.called_back:
            self.gives_way(stop, marked("its contingent calls it back"), stop.mark)
        else:
            self.gives_way(stop, marked("the time to stand is over"), stop.mark)

    def close(self, stop: Stop, why: str, cause: int, given: tuple[int, ...] = ()) -> int:
        """A stand ends; gives the mark of that."""
        del self.stands[stop.unit.id]
        data = {"at": stop.at, "why": why, "for_s": self.w.now - stop.since}
        marks = self.w.given(stop.mark, stop.unit.mark, *stop.kept, *given)
        mark = stop.unit.mark = stop.order.mark = self.w.emit("stand_ended", stop.unit.id, data, cause, marks)
        if not self.at(stop.at):
            self.w.observation.vanish("denial", stop.at, "closed", mark)
        return mark

    def gives_way(self, stop: Stop, why: str, cause: int, given: tuple[int, ...] = ()) -> None:
        """The patrol turns back: the sooner it does, the more the host learns."""
        assert self.spec is not None
        stood = min(1.0, (self.w.now - stop.since) / self.spec.stand) if self.spec.stand else 1.0
        seq = self.close(stop, why, cause, given)
        self.w.restrictions.learn(stop.at, self.p.gave_way * (1 - stood / 2), marked("a patrol turned back"), seq)
        self.home(stop.unit, marked("denied passage"), seq)

    def home(self, unit: Unit, why: str, cause: int) -> None:
        """A unit leaves what it was to do, and goes back to its base."""
        old = unit.order
        self.w.duties.drop(unit, why, cause)
        step = StepSpec("return", "", "", "", (), "", -1, "", -1, ())
        again = Order(old.source, old.post, unit, (step,), unit.spec.at, unit.mark, f"{old.key}/back/{self.w.now}")
        self.w.duties.accept(again)

    def passes(self, stop: Stop, cause: int, *, whole: bool = True) -> None:
        """The barrier opens for a patrol."""
        stood = self.w.now - stop.since
        seq = self.close(stop, marked("it may pass"), cause)
        data = {"at": stop.at, "whole": whole, "denied": True, "after_s": stood}
        stop.order.mark = stop.unit.mark = self.w.emit("checkpoint_passed", stop.unit.id, data, seq)
        why = marked("a patrol stood and passed") if whole else marked("a patrol passed without its civilians")
        self.w.restrictions.learn(stop.at, self.p.stood if whole else self.p.gave_way / 2, why, stop.unit.mark)
        self.w.movement.go(stop.unit, stop.goal, stop.order)

    def opened(self, place: str, cause: int) -> None:
        """The host has lifted its orders: who stands there passes."""
        for stop in self.at(place):
            self.passes(stop, cause)

    def _dropped(self, seq: int, unit: str, data: dict[str, object]) -> None:
        """A unit that stood has another order."""
        stop = self.stands.get(unit)
        if stop is not None:
            self.close(stop, str(data["why"]), seq)

    # what a post has a patrol do

    def _stay_on(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Stand, or stay in a village, for so long more."""
        for_s = step.for_s if step.for_s >= 0 else _STAND_S
        for stop in self.at(place):
            what = f"stay on at {place}"  # not for people
            self.w.reporting.instruct(post, stop.unit, what, cause, partial(self._longer, stop, for_s))
        self.w.presence.told_to_stay(post, place, for_s, cause)

    def _longer(self, stop: Stop, for_s: int, cause: int, given: tuple[int, ...]) -> None:
        if self.goes_on(stop) and not stop.called_back:
            stop.kept = (*stop.kept, cause)
            stop.until = max(stop.until, self.w.now + for_s)

    def _turn_back(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Give up the stand, or the stay in a village."""
        for stop in self.at(place):
            what = f"turn back at {place}"  # not for people
            self.w.reporting.instruct(post, stop.unit, what, cause, partial(self._ordered_back, stop))
        self.w.presence.told_to_leave(post, place, cause)

    def _ordered_back(self, stop: Stop, cause: int, given: tuple[int, ...]) -> None:
        if self.goes_on(stop):
            self.gives_way(stop, marked("by order"), cause, given)

    def _resupply(self, order: Order) -> None:
        """Water and food for every patrol that stands or stays at the place."""
        water = self.spec.water if self.spec else 0
        for stop in self.at(order.unit.at):
            seq = self.w.emit(
                "resupplied", stop.unit.id, {"by": order.unit.id, "at": stop.at}, order.mark, (stop.mark,)
            )
            stop.kept = (*stop.kept, seq)
            stop.water_until = max(stop.water_until, self.w.now + water)
        self.w.presence.resupplied(order)
        self.w.duties.done(order, order.mark)
