"""Duties: the unit's side of an order - hearing it, accepting or declining it, doing it step by step.

Mechanisms offer the tasks; they call :meth:`Duties.done` when one is finished.  A unit that declines says
why: a caveat, another task, a capital that must be asked, a written order that is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.blueprint.model import StepSpec
from simulator.catalogue import marked
from simulator.engine.entities import Unit
from simulator.engine.world import World
from simulator.tasks import DONE_THERE, RISKY
from simulator.vocabulary import BUSY

__all__ = ["Duties", "Order"]


class Order:
    """What one unit is told to do, step by step, and how far it is."""

    __slots__ = (
        "cause",
        "direct",
        "given",
        "index",
        "key",
        "mark",
        "overruled",
        "passed_on",
        "place",
        "post",
        "source",
        "steps",
        "unit",
        "word",
    )

    def __init__(
        self, source: str, post: str, unit: Unit, steps: tuple[StepSpec, ...], place: str, cause: int, key: str
    ):
        self.source, self.post, self.unit, self.steps, self.place, self.cause, self.key = (
            source,
            post,
            unit,
            steps,
            place,
            cause,
            key,
        )
        self.given: tuple[int, ...] = ()
        self.word = unit.id
        """whom the order is for, as the plan says it: another of them may go instead"""
        self.index = 0
        self.mark = cause
        self.overruled = False
        self.passed_on = False
        """the post has given it up and asked somebody else"""
        self.direct = False
        """given by name, by a decision or the facilitator: it takes a unit off what it is doing"""

    @property
    def step(self) -> StepSpec:
        """The step that is being done."""
        return self.steps[self.index]

    @property
    def stands(self) -> bool:
        """Whether the unit still has it: it was not called off, and is not done."""
        return self.unit.order is self

    def target(self) -> str:
        """Where the present step is done; empty for where the unit is."""
        step = self.steps[self.index]
        if step.task == "return" and not step.at:
            return self.unit.spec.at
        return self.place if step.at in ("?", "") else step.at


class Duties:
    """What units have been told to do, and how far they are."""

    def __init__(self, world: World):
        self.w = world
        self.tasks: dict[str, Callable[[Order], object]] = {}
        self._drops: dict[str, Callable[[Order], object]] = {}
        self._declined: dict[str, int] = {}
        """place -> orders about it that were declined so far"""

    def offer(self, task: str, begin: Callable[[Order], object], drop: Callable[[Order], object] | None = None) -> None:
        """A task for units: ``begin(order)`` when the unit is there, ``drop(order)`` when it is called off."""
        self.tasks[task] = begin
        if drop is not None:
            self._drops[task] = drop

    def knows(self, task: str) -> bool:
        """Whether any mechanism offers a task to units."""
        return task in self.tasks

    def heard(self, unit: Unit, message: Any) -> None:
        """An order arrives; it may have been misunderstood.  Or it is called off, or only something is said."""
        if message.kind == "instruction":
            message.body(message.cause, message.given)
            return
        order: Order = message.body
        if message.kind == "call-off":
            if unit.order is order and unit.state == "tasked":
                self.drop(unit, marked("no longer needed"), message.cause)
            return
        order.given = message.given  # what it depended on before stands with the order as it was given
        contingent = self.w.contingents.get(unit.contingent)
        u = self.w.draws.several(order.key, "language")
        if contingent is not None and u[0] < contingent.spec.language_error:
            takes = self.w.p.reporting.say_again.draw(u[1])
            order.mark = self.w.emit(
                "order_misunderstood", unit.id, {"takes_s": int(takes), "source": order.source}, order.mark, order.given
            )
            self.w.clock.later(takes, self.accept, order)
        else:
            self.accept(order)

    def accept(self, order: Order) -> None:
        """The unit begins an order, waits for what it needs first, or refuses with the reason."""
        unit, task, target = order.unit, order.step.task, order.target()
        if max(unit.spec.busy_until, unit.committed_until) > self.w.now or unit.loading:
            self._refuse(order, marked("committed elsewhere"))
            return
        if unit.order is not None and not self._makes_way(unit, order):
            return
        if not order.overruled:
            why = self.w.commanding.limits(unit, task, **self.w.roster.setting(unit, target, task))
            if why:
                self._refuse(order, why)
                return
        waits = self.w.commanding.delays(unit, order.key, risky=task in RISKY)
        total = 0.0
        for why, takes in waits:
            order.mark = self.w.emit(
                "order_waits",
                unit.id,
                {"why": why, "takes_s": int(takes), "source": order.source},
                order.mark,
                order.given,
            )
            total = max(total, takes)
        if total:
            unit.order, unit.state, unit.mark = order, "tasked", order.mark
            self.tell_state(unit, order.mark)
            self.w.clock.later(total, self._begin_at_last, order)
        else:
            self._begin(order)

    def _makes_way(self, unit: Unit, order: Order) -> bool:
        """Whether a unit leaves what it is doing for a new order: its own post and whoever leads may change it."""
        now = unit.order
        if (now.step.task, now.target()) == (order.step.task, order.target()) and not now.overruled:
            order.passed_on = True  # nobody else need go
            self._refuse(order, marked("is at it already"))
            if unit.state == "on_scene" and order.step.task in DONE_THERE:
                self.w.errands.finish(order.source, order.place, order.step, order.mark)
            return False
        delay = self.w.commanding.conflict(unit, order.post, order.key)
        if delay:
            data = {"one": unit.order.post, "other": order.post, "takes_s": int(delay)}
            order.mark = self.w.emit(
                "orders_conflicted", unit.id, data, order.mark, self.w.given(unit.mark, *order.given)
            )
            self.w.clock.later(delay, self._refuse, order, marked("has another order"))
            return False
        if order.post == unit.id or not (order.direct or self.w.commanding.may_change(unit.order, order)):
            self._refuse(order, marked("has another task"))
            return False
        self.drop(unit, marked("has a new order"), order.mark)
        return True

    def _refuse(self, order: Order, why: str) -> None:
        unit = order.unit
        seq = self.w.emit(
            "order_refused",
            unit.id,
            {"why": why.replace("_", " "), "task": order.step.task, "at": order.place, "source": order.source},
            order.mark,
            self.w.given(unit.mark, *order.given),
        )
        order.mark = seq
        self.w.errands.follow(order.source, order.place, order.unit.id, order.mark)
        if order.post == unit.id:
            return  # its own drill: nobody waits for an answer
        takes = 0.0 if why in BUSY else self.w.p.command.refusal_report.draw(self.w.draws.once(order.key, "refusal"))
        self.w.clock.later(takes, self._answer, order, why, seq)

    def _answer(self, order: Order, why: str, cause: int) -> None:
        """The reason goes up by message: only when it is heard does the post look for another unit."""
        unit, at = order.unit, order.target() or order.unit.at
        if why not in BUSY:
            self._declined[at] = self._declined.get(at, 0) + 1
        body = (order, why not in BUSY, at, self._declined.get(at, 0), self.w.now, unit.state)
        self.w.reporting.send(unit, self.w.command[order.post], "answer", body, cause, f"declines/{order.key}")

    def _begin_at_last(self, order: Order) -> None:
        """The wait is over, unless the order was called off meanwhile."""
        if order.stands:
            self._begin(order)

    def _begin(self, order: Order) -> None:
        unit = order.unit
        if self.w.ended or unit.strength < 1:
            return
        unit.order, unit.state = order, "tasked"
        data = {
            "task": order.step.task,
            "at": order.target(),
            "source": order.source,
            "post": order.post,
            "place": order.place,
        }
        order.mark = unit.mark = self.w.emit(
            "order_accepted", unit.id, data, order.mark, self.w.given(unit.mark, *order.given)
        )
        self.w.errands.follow(order.source, order.place, order.unit.id, order.mark)
        self.tell_state(unit, order.mark)
        self.w.movement.go(unit, order.target(), order)

    def arrived(self, order: Order) -> None:
        """The unit is where the step is to be done."""
        unit = order.unit
        unit.state = "on_scene"
        begin = self.tasks.get(order.step.task)
        data = {"task": order.step.task, "at": unit.at, "source": order.source}
        order.mark = unit.mark = self.w.emit("task_begun", unit.id, data, order.mark)
        self.tell_state(unit, order.mark)
        if order.step.task in DONE_THERE:
            self.w.errands.finish(order.source, order.place, order.step, order.mark)
        if begin is None:
            self.done(order, order.mark)
        else:
            begin(order)

    def done(self, order: Order, cause: int, given: int = 0) -> None:
        """The present step is finished: go on to the next, or be free."""
        unit = order.unit
        if not order.stands:
            return
        data = {"task": order.step.task, "at": unit.at, "source": order.source}
        marks = self.w.given(order.mark, unit.mark, given)
        order.mark = unit.mark = self.w.emit("task_done", unit.id, data, cause, marks)
        if order.step.task not in DONE_THERE:
            self.w.errands.finish(order.source, order.place, order.step, order.mark)
        order.index += 1
        if order.index < len(order.steps):
            if order.target() and order.target() != unit.at:
                self.w.movement.go(unit, order.target(), order)
            else:
                self.arrived(order)
            return
        self.free(unit, order.mark)

    def free(self, unit: Unit, cause: int) -> None:
        """The unit has nothing to do: it stands by where it is."""
        unit.state, unit.mark = "available", cause
        self.tell_state(unit, cause)  # while it still knows who gave the order
        unit.order = None

    def drop(self, unit: Unit, why: str, cause: int) -> None:
        """Take a unit's order away; the mechanism that did its step lets it go."""
        order = unit.order
        if order is None:
            return
        self.w.movement.halt(unit)
        data = {"task": order.step.task, "at": order.target(), "why": why, "source": order.source}
        seq = self.w.emit("task_dropped", unit.id, data, cause, self.w.given(unit.mark))
        release = self._drops.get(order.step.task)
        if release is not None:
            release(order)
        self.free(unit, seq)

    def tell_state(self, unit: Unit, cause: int) -> None:
        """The unit tells its post, and the post that tasked it, what it is doing."""
        self.w.write(f"unit@{unit.id}", round(unit.strength), unit.state, cause, live=True)
        order = unit.order
        posts = dict.fromkeys((unit.under, order.post if order else ""))
        unit.told += 1
        for name in posts:
            post = self.w.command.get(name)
            if post is not None:
                body = (unit, unit.state, self.w.now, unit.told, unit.at)
                name = f"status/{unit.state}/{order.key if order else ''}"  # its luck belongs to the order
                self.w.reporting.send(unit, post, "status", body, cause, name)
