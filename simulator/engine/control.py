"""Exercise control: why a command cannot be carried out now, and carrying it out.

Every command passes here, also those that change nothing in the world: they become LogEvents, so that
who writes the report finds what was said beside what happened.  A command comes from outside: its events
have no cause.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator import commands as c
from simulator import reasons
from simulator.catalogue import marked
from simulator.engine.overrides import Overrides
from simulator.engine.questions import Questions
from simulator.engine.world import World

__all__ = ["Control"]

_LONGEST = 2000
"""characters of a remark or a message that the log holds"""


class Control:
    """Carries out the commands of one replication."""

    def __init__(self, world: World, end: Callable[[str], None]):
        self.w = world
        self._end = end
        self.overrides = Overrides(world)
        self.questions = Questions(world)
        self._why: dict[type, Callable[[Any], str]] = {
            c.DeliverInject: self._why_not_deliver,
            c.SkipInject: self._why_not_put_off,
            c.DeferInject: self._why_not_defer,
            c.ShiftInjects: self._why_not_shift,
            c.PutInject: self._why_not_put,
            c.TakeDecision: self._why_not_decide,
            c.OrderUnit: lambda o: self._why_not_order(o.unit, o.task, o.place),
            c.CarryOut: lambda o: world.orders.why_not_let_act(o.rule, o.place),
            c.Override: self.overrides.why_not,
            c.Message: self.questions.why_not,
            c.Remark: self._why_not_remark,
        }
        self._do: dict[type, Callable[[Any], object]] = {
            c.DeliverInject: lambda o: world.injects.deliver(o.inject, None),
            c.SkipInject: lambda o: world.injects.skip(o.inject, o.why, None),
            c.DeferInject: lambda o: world.injects.defer(o.inject, o.until, None),
            c.ShiftInjects: lambda o: world.injects.shift(o.by, o.why),
            c.PutInject: self._put,
            c.TakeDecision: self._decide,
            c.OrderUnit: lambda o: world.orders.direct(
                world.units[o.unit], o.task, o.place, world.started, "facilitator"
            ),
            c.CarryOut: lambda o: world.orders.let_act(o.rule, o.place),
            c.Override: self.overrides.apply,
            c.Message: self.questions.send,
            c.Remark: self._remark,
            c.EndExercise: lambda o: self._end(o.why or marked("ENDEX was called")),
        }

    def why_not(self, command: c.Command) -> str:
        """Why a command cannot be carried out now; empty if it can.  After ENDEX only remarks are taken."""
        if self.w.ended and not isinstance(command, c.Remark):
            return marked("the exercise is over")
        ask = self._why.get(type(command))
        return ask(command) if ask is not None else ""

    def carry_out(self, command: c.Command) -> None:
        """Do what a command says; :meth:`why_not` has been asked before."""
        self._do[type(command)](command)

    def refuse(self, command: c.Command, why: str) -> None:
        """Say in the log that a command cannot be carried out."""
        about = next((str(v) for n in ("inject", "decision", "of") if (v := getattr(command, n, ""))), "-")
        self.w.emit("command_refused", about, {"command": type(command).__name__, "why": why}, None)

    # injects

    def _why_not_deliver(self, command: c.DeliverInject) -> str:
        state = self.w.injects.state.get(command.inject)
        if state is None:
            return reasons.NO_INJECT.format(inject=command.inject)
        return reasons.IS_DELIVERED.format(inject=command.inject) if state == "delivered" else ""

    def _why_not_put_off(self, command: c.SkipInject | c.DeferInject) -> str:
        state = self.w.injects.state.get(command.inject)
        if state is None:
            return reasons.NO_INJECT.format(inject=command.inject)
        return (
            reasons.IS_ALREADY.format(inject=command.inject, state=state) if state in ("delivered", "skipped") else ""
        )

    def _why_not_defer(self, command: c.DeferInject) -> str:
        ahead = self.w.now <= command.until <= self.w.blueprint.duration
        return self._why_not_put_off(command) or ("" if ahead else marked("that time is not ahead"))

    def _why_not_shift(self, command: c.ShiftInjects) -> str:
        return "" if command.by and self.w.injects.to_come() else marked("no inject is waiting for its time")

    def _why_not_put(self, command: c.PutInject) -> str:
        if not command.inject:
            return marked("an inject needs an id")
        state = self.w.injects.state.get(command.inject)
        if state is not None and state not in ("waiting", "deferred", "held", "ready"):
            return reasons.IS_ALREADY.format(inject=command.inject, state=state)
        if not command.text and state is None:
            return marked("an inject needs a text")
        if command.due >= 0 and not self.w.now <= command.due <= self.w.blueprint.duration:
            return marked("that time is not ahead")
        return self.questions.nobody(command.to)

    def _put(self, command: c.PutInject) -> None:
        injects = self.w.injects
        if command.inject not in injects.items:
            injects.add(command.inject, command.text, command.to, command.due)
            return
        injects.edit(command.inject, command.text, command.to)
        if command.due >= 0:
            injects.defer(command.inject, command.due, None)

    # decisions and orders

    def _why_not_decide(self, command: c.TakeDecision) -> str:
        decision = self.w.decisions.find(command.decision)
        if decision is None or decision.taken:
            several = [d.name for d in self.w.decisions.open_now.values() if d.item.spec.id == command.decision]
            if several[1:]:
                return reasons.SAY_WHICH.format(names=", ".join(several))
            return reasons.NOT_OPEN.format(decision=command.decision)
        if command.option != "other" and command.option not in decision.item.options:
            return reasons.NO_OPTION.format(decision=command.decision, option=command.option)
        if command.confidence and command.confidence not in c.CONFIDENCES:
            return reasons.NO_CONFIDENCE.format(word=command.confidence, words=", ".join(c.CONFIDENCES))
        return next((why for order in command.orders if (why := self._why_not_order(*order))), "")

    def _decide(self, command: c.TakeDecision) -> None:
        decision = self.w.decisions.find(command.decision)
        assert decision is not None  # why_not has looked
        decision.words, decision.orders = command.why, command.orders
        if command.confidence:
            said = c.Remark("confidence", command.confidence, command.by, decision.name)
            self._remark(said)
        self.w.decisions.take(decision, command.option, command.by, decision.mark)

    def _why_not_order(self, unit: str, task: str, place: str) -> str:
        w = self.w
        if unit not in w.units:
            return reasons.NO_UNIT.format(unit=unit)
        if not w.duties.knows(task):
            return reasons.NO_TASK.format(task=task)
        if place and w.locus(place) is None:
            return reasons.NO_PLACE.format(place=place)
        return ""

    # remarks

    def _why_not_remark(self, command: c.Remark) -> str:
        if command.kind not in c.REMARKS:
            return reasons.NO_REMARK.format(kind=command.kind, kinds=", ".join(c.REMARKS))
        if command.rating and command.rating not in c.RATINGS:
            return reasons.NO_RATING.format(rating=command.rating, ratings=", ".join(c.RATINGS))
        if command.kind == "rating" and not command.rating:
            return reasons.RATING_MISSING.format(ratings=", ".join(c.RATINGS))
        return "" if command.meant <= self.w.now else marked("it speaks of a time that has not come")

    def _remark(self, command: c.Remark) -> None:
        data = {
            "kind": command.kind,
            "text": command.text[:_LONGEST] or "-",
            "by": command.by or "facilitator",
            "rating": command.rating,
            "meant": command.meant if command.meant >= 0 else self.w.now,
        }
        self.w.emit("remark_made", command.about or "-", data, None)
