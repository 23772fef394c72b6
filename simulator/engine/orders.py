"""Orders: from a rule, a decision or the facilitator to units that do something about it.

A rule's steps are split by who does them.  Staff steps happen at the post; the others become one
order for each actor word: one unit is chosen from the post's picture, told by a message, accepts or
declines with a cause, moves, and does its steps one after the other.  Mechanisms offer the tasks; they
call :meth:`Orders.done` when one is finished.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from simulator.blueprint.model import OptionSpec, RuleSpec, StepSpec
from simulator.conditions import NO_FACT
from simulator.engine.world import Staffed, Talker, Unit, World
from simulator.quantities import Spread

__all__ = ["Order", "Orders"]

RISKY = frozenset(("block", "protect", "separate", "extract", "guard"))
"""tasks for which a contributor may hesitate"""

StaffTask = Callable[[Staffed, StepSpec, str, int], object]


class Order:
    """What one unit is told to do, step by step, and how far it is."""

    __slots__ = (
        "cause", "given", "given_at", "index", "key", "mark", "overruled", "place", "post", "source", "steps", "unit", "where",
    )  # fmt: skip

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
        self.given_at = 0
        self.index = 0
        self.mark = cause
        self.overruled = False
        self.where = ""

    @property
    def step(self) -> StepSpec:
        """The step that is being done."""
        return self.steps[self.index]

    def target(self) -> str:
        """Where the present step is done; empty for where the unit is."""
        step = self.steps[self.index]
        if step.task == "return" and not step.at:
            return self.unit.spec.at
        return self.place if step.at in ("?", "") else step.at


class Errand:
    """One firing of a rule: what must still be done, and by when."""

    __slots__ = ("fired_at", "late", "marks", "pending", "seq")

    def __init__(self, seq: int, fired_at: int, pending: list[StepSpec]):
        self.seq, self.fired_at, self.pending = seq, fired_at, pending
        self.late = False
        self.marks: dict[str, int] = {}
        """unit -> the last that was heard of its part"""


class Orders:
    """Gives orders and follows them."""

    def __init__(self, world: World):
        self.w = world
        self._tasks: dict[str, Callable[[Order], object]] = {}
        self._drops: dict[str, Callable[[Order], object]] = {}
        self._staff: dict[str, StaffTask] = {}
        self._drills: dict[str, Callable[[Talker, StepSpec, str, str, int], object]] = {}
        self.errands: dict[tuple[str, str], Errand] = {}
        self._authorised: set[str] = set()
        self._told: dict[str, int] = {}

    # what mechanisms offer

    def offer(self, task: str, begin: Callable[[Order], object], drop: Callable[[Order], object] | None = None) -> None:
        """A task for units: ``begin(order)`` when the unit is there, ``drop(order)`` when it is called off."""
        self._tasks[task] = begin
        if drop is not None:
            self._drops[task] = drop

    def offer_staff(self, task: str, do: StaffTask) -> None:
        """A task that a command post does itself: ``do(post, step, place, cause)``."""
        self._staff[task] = do

    def offer_drill(self, task: str, do: Callable[[Talker, StepSpec, str, str, int], object]) -> None:
        """A task that whoever sees something does at once: ``do(who, step, kind, place, cause)``."""
        self._drills[task] = do

    # rules

    def carry_out(self, rule: RuleSpec, place: str, seq: int) -> None:
        """A rule fired: say what is expected, or order it."""
        player = self.w.played_by.get(rule.role, "model")
        timed = [step for step in rule.steps if step.within >= 0]
        errand = self.errands[rule.id, place] = Errand(seq, self.w.now, timed)
        for step in list(timed):
            self.w.clock.later(step.within, self._deadline, rule.id, place, step, errand)
        if player != "model":
            for step in rule.steps:
                text = step.prose or f"{step.task} {place if step.at == '?' else step.at}".strip()
                self.w.emit("step_expected", rule.id, {"text": text, "by": rule.role, "at": place}, seq)
            return
        post = self.w.command[rule.post]
        delay = self.w.commanding.decision_time(post, rule.after, f"{rule.id}@{place}")
        self.w.clock.later(delay, self._issue, rule.id, post, rule.actors, rule.steps, place, seq)

    def option(self, decision: str, option: OptionSpec, post: Staffed | None, place: str, cause: int) -> None:
        """A decision was taken: order what the option says."""
        if post is not None and option.steps:
            self._issue(decision, post, (), option.steps, place, cause)

    def retry(self, rule: RuleSpec, place: str, marks: tuple[int, ...], fired: int) -> None:
        """A rule that found no unit looks again, for what it has heard since."""
        if self.w.played_by.get(rule.role, "model") == "model":
            self._issue(rule.id, self.w.command[rule.post], rule.actors, rule.steps, place, fired, marks)

    def _issue(
        self, source: str, post: Staffed, actors: tuple[str, ...], steps: Sequence[StepSpec], place: str, cause: int,
        again: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        for word, chain in self._chains(actors, steps).items():
            if not word:
                for step in chain:
                    self._staff_step(source, post, step, place, cause)
            elif not self._busy_with(source, place, word):
                self._assign(source, post, word, tuple(chain), place, cause, again)

    def _chains(self, actors: tuple[str, ...], steps: Sequence[StepSpec]) -> dict[str, list[StepSpec]]:
        """Steps by who does them; the empty word is the post itself."""
        chains: dict[str, list[StepSpec]] = {}
        for step in steps:
            if step.task == "prose" or (step.task in self._staff and step.task not in self._tasks):
                chains.setdefault("", []).append(step)
            else:
                for word in (step.by,) if step.by else actors:
                    chains.setdefault(word, []).append(step)
        return chains

    def _staff_step(self, source: str, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        where = place if step.at in ("?", "") else step.at
        if step.task == "prose":
            self.w.emit("step_expected", source, {"text": step.prose, "by": post.id, "at": where}, cause)
        else:
            self._staff[step.task](post, step, where, cause)
            self._finish(source, place, step, cause)

    def _busy_with(self, source: str, place: str, word: str) -> bool:
        """Whether a unit meant by the word is at it already."""
        return any(
            u.order is not None and u.order.source == source and u.order.place == place
            for u in (self.w.units[n] for n in self.w.blueprint.tags.get(word, ()))
        )

    def _assign(
        self, source: str, post: Staffed, word: str, steps: tuple[StepSpec, ...], place: str, cause: int,
        again: tuple[int, ...],
    ) -> None:  # fmt: skip
        unit = self._choose(post, word, steps, source, place)
        known = [post.picture.get(f"unit@{name}", NO_FACT)[3] for name in self.w.blueprint.tags.get(word, ())]
        if unit is None:
            if not again:
                self.w.emit(
                    "order_unfilled", source, {"at": place, "who": word, "post": post.id}, cause, self.w.given(*known)
                )
            self.w.rules.unfilled(source, place, cause)
            return
        count = self._told[key] = self._told.get(key := f"{source}@{place}/{unit.id}", 0) + 1
        order = Order(source, post.id, unit, steps, place, cause, f"{key}/{count}")
        order.given = self.w.given(*known, *unit.refuses.values(), *again)
        handover = self.w.commanding.handover_time(post, unit, order.key)
        if handover:
            seq = self.w.emit(
                "handed_over",
                source,
                {"post": post.id, "unit": unit.id, "takes_s": int(handover), "at": place},
                cause,
                order.given,
            )
            order.mark = seq
        self.w.clock.later(handover, self._give, order)

    def _choose(self, post: Staffed, word: str, steps: tuple[StepSpec, ...], source: str, place: str) -> Unit | None:
        """The unit that the post believes to be free and nearest in time; None if it knows of none."""
        best: tuple[float, str] | None = None
        first = steps[0].task
        target = place if steps[0].at in ("?", "") else steps[0].at
        for name in self.w.blueprint.tags.get(word, ()):
            unit = self.w.units[name]
            known = post.picture.get(f"unit@{name}", NO_FACT)
            if known[1] not in ("available", "") or (unit.spec.can and first not in unit.spec.can):
                continue
            if f"{source}@{place}" in unit.refuses or unit.strength < 1:
                continue
            if self.w.commanding.limits(unit, first, declared_only=True, **self._setting(unit, target, first)):
                continue
            time = self.w.movement.expected(unit, target)
            if best is None or (time, name) < best:
                best = (time, name)
        return self.w.units[best[1]] if best else None

    def _setting(self, unit: Unit, target: str, task: str) -> dict[str, bool]:
        place = self.w.blueprint.places.get(target)
        outside = place is not None and place.kind not in ("un_base", "sector", "poc_site", "gate", "clinic")
        return {
            "night": bool(self.w.facts.get("night", NO_FACT)[0]),
            "outside": outside,
            "force": task in ("protect", "block", "extract", "separate"),
        }

    def _give(self, order: Order) -> None:
        unit = order.unit
        order.given_at = self.w.now
        data = {
            "post": order.post,
            "unit": unit.id,
            "task": order.step.task,
            "at": order.target(),
            "source": order.source,
            "place": order.place,
        }
        order.mark = self.w.emit("order_given", order.source, data, order.mark, order.given)
        self._follow(order)
        if order.post == unit.id:
            self._accept(order)
            return
        self.w.reporting.send(
            self.w.command[order.post], unit, "order", order, order.mark, f"{order.source}@{order.place}"
        )

    def call_off(self, rule: str, place: str, mark: int) -> None:
        """The cause of a rule is gone: units that have not left yet are told to stay."""
        for unit in self.w.units.values():
            order = unit.order
            if order is not None and order.source == rule and order.place == place and unit.state == "tasked":
                post = self.w.command.get(order.post)
                if post is not None:
                    self.w.reporting.send(post, unit, "call-off", order, mark, f"call off {rule}@{place}")

    def undelivered(self, order: Order, cause: int) -> None:
        """The order never arrived: the post looks for another unit."""
        order.unit.refuses[f"{order.source}@{order.place}"] = cause
        self._another(order, cause)

    # the unit's side

    def heard(self, unit: Unit, message: Any) -> None:
        """An order arrives; it may have been misunderstood.  Or it is called off."""
        order: Order = message.body
        if message.kind == "call-off":
            if unit.order is order and unit.state == "tasked":
                self.drop(unit, "no longer needed", message.cause)
            return
        order.given = self.w.given(*order.given, *message.given)
        contingent = self.w.contingents.get(unit.contingent)
        u = self.w.draws.several(order.key, "language")
        if contingent is not None and u[0] < contingent.spec.language_error:
            takes = self.w.p.reporting.say_again.draw(u[1])
            order.mark = self.w.emit(
                "order_misunderstood", unit.id, {"takes_s": int(takes), "source": order.source}, order.mark
            )
            self.w.clock.later(takes, self._accept, order)
        else:
            self._accept(order)

    def _accept(self, order: Order) -> None:
        unit, task, target = order.unit, order.step.task, order.target()
        if unit.order is not None:
            delay = self.w.commanding.conflict(unit, order.post, order.key)
            if delay:
                data = {"one": unit.order.post, "other": order.post, "takes_s": int(delay)}
                order.mark = self.w.emit("orders_conflicted", unit.id, data, order.mark, self.w.given(unit.mark))
                self.w.clock.later(delay, self._refuse, order, "has another order")
                return
            self._refuse(order, "has another task")
            return
        if unit.spec.busy_until > self.w.now or unit.busy:
            self._refuse(order, "committed elsewhere")
            return
        if not order.overruled:
            why = self.w.commanding.limits(unit, task, **self._setting(unit, target, task))
            if why:
                self._refuse(order, why)
                return
        waits = self.w.commanding.delays(unit, order.key, risky=task in RISKY)
        total = 0.0
        for why, takes in waits:
            order.mark = self.w.emit(
                "order_waits", unit.id, {"why": why, "takes_s": int(takes), "source": order.source}, order.mark
            )
            total = max(total, takes)
        if total:
            unit.order, unit.state = order, "tasked"
            self.w.clock.later(total, self._begin_at_last, order)
        else:
            self._begin(order)

    def _refuse(self, order: Order, why: str) -> None:
        unit = order.unit
        seq = self.w.emit(
            "order_refused", unit.id, {"why": why.replace("_", " "), "task": order.step.task, "at": order.place, "source": order.source},
            order.mark, self.w.given(unit.mark, *order.given),
        )  # fmt: skip
        unit.refuses[f"{order.source}@{order.place}"] = order.mark = seq
        self._follow(order)
        busy = why.startswith(("has another", "committed"))
        takes = 0.0 if busy else self.w.p.command.refusal_report.draw(self.w.draws.once(order.key, "refusal"))
        self.w.clock.later(takes, self._another, order, seq)

    def _another(self, order: Order, cause: int) -> None:
        """Ask the next unit; if there is none, the force commander overrules the refusal in the end."""
        post = self.w.command.get(order.post)
        if post is None or order.overruled:
            return
        rule = next((r for r in self.w.blueprint.rules if r.id == order.source), None)
        word = next(
            (w for w in (rule.actors if rule else ()) if order.unit.id in self.w.blueprint.tags.get(w, ())),
            order.unit.id,
        )
        if self._choose(post, word, order.steps, order.source, order.place) is not None:
            delay = self.w.commanding.decision_time(post, rule.after if rule else None, f"{order.key}/again")
            self.w.clock.later(delay, self._assign, order.source, post, word, order.steps, order.place, cause, (cause,))
            return
        takes = self.w.p.command.overruled_in.draw(self.w.draws.once(order.key, "overruled"))
        self.w.clock.later(takes, self._overrule, order, cause)

    def _overrule(self, order: Order, cause: int) -> None:
        order.unit.refuses.pop(f"{order.source}@{order.place}", None)
        again = Order(order.source, order.post, order.unit, order.steps, order.place, cause, order.key + "/overruled")
        again.overruled = True
        if order.unit.order is None:
            self._give(again)
        else:
            self.w.rules.unfilled(order.source, order.place, cause)

    def _begin_at_last(self, order: Order) -> None:
        """The wait is over, unless the order was called off meanwhile."""
        if order.unit.order is order:
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
        order.mark = unit.mark = self.w.emit("order_accepted", unit.id, data, order.mark, self.w.given(unit.mark))
        self._follow(order)
        self.tell_state(unit, order.mark)
        self.w.movement.go(unit, order.target(), order)

    def arrived(self, order: Order) -> None:
        """The unit is where the step is to be done."""
        unit = order.unit
        unit.state = "on_scene"
        begin = self._tasks.get(order.step.task)
        data = {"task": order.step.task, "at": unit.at, "source": order.source}
        order.mark = unit.mark = self.w.emit("task_begun", unit.id, data, order.mark)
        self.tell_state(unit, order.mark)
        if begin is None:
            self.done(order, order.mark)
        else:
            begin(order)

    def done(self, order: Order, cause: int) -> None:
        """The present step is finished: go on to the next, or be free."""
        unit = order.unit
        if unit.order is not order:
            return
        data = {"task": order.step.task, "at": unit.at, "source": order.source}
        order.mark = unit.mark = self.w.emit("task_done", unit.id, data, cause, self.w.given(order.mark, unit.mark))
        self._finish(order.source, order.place, order.step, order.mark)
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
        unit.order, unit.state = None, "available"
        unit.mark = cause
        self.tell_state(unit, cause)

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
        order = unit.order
        posts = dict.fromkeys((unit.under, order.post if order else ""))
        for name in posts:
            post = self.w.command.get(name)
            if post is not None:
                self.w.reporting.send(
                    unit, post, "status", (unit, unit.state, self.w.now), cause, f"status/{unit.state}"
                )

    # drills and direct orders

    def drill(
        self,
        rule: RuleSpec,
        steps: tuple[StepSpec, ...],
        who: Talker,
        kind: str,
        place: str,
        value: float,
        state: str,
        mark: int,
    ) -> None:
        """Somebody who sees something does what the rule says, at once."""
        seq = self.w.emit("rule_fired", rule.id, {"post": who.id, "at": place, "component": who.component}, mark)
        self.w.rules.last[rule.id] = (self.w.now, seq)
        own: list[StepSpec] = []
        for step in steps:
            if step.task == "report":
                u = self.w.draws.once(f"{who.id}/{rule.id}/{kind}@{place}/{state}", "words it")
                delay = self.w.p.reporting.first_report.draw(u)
                what = step.of or kind
                for to in step.to or ("",):
                    self.w.reporting.report(
                        who, to, what, place, value, state, seq, after=delay, unless_said=not step.of
                    )
            elif step.task in self._drills:
                self._drills[step.task](who, step, kind, place, seq)
            elif step.task == "prose":
                self.w.emit("step_expected", rule.id, {"text": step.prose, "by": who.id, "at": place}, seq)
            elif isinstance(who, Unit) and step.task in self._tasks:
                own.append(step)
        if own and isinstance(who, Unit) and who.order is None:
            order = Order(rule.id, who.id, who, tuple(own), place, seq, f"{rule.id}@{place}/{who.id}")
            u = self.w.draws.once(order.key, "decides")
            self.w.clock.later(self.w.p.command.on_scene.draw(u), self._give, order)

    def direct(self, unit: Unit, task: str, place: str, cause: int, source: str) -> None:
        """An order outside the plan, by the facilitator or by the words of a decision."""
        step = StepSpec(task, "", "", place, (), "", -1, "", -1, ())
        post = unit.under if unit.under in self.w.command else next(iter(self.w.command), unit.id)
        count = self._told[key] = self._told.get(key := f"{source}@{place}/{unit.id}", 0) + 1
        order = Order(source, post, unit, (step,), place, cause, f"{key}/{count}")
        self._give(order)

    def knows(self, task: str) -> bool:
        """Whether any mechanism offers a task to units."""
        return task in self._tasks

    # leave for force

    def authorise(self, contingent: str) -> None:
        """Written leave for force was given: nobody of this contingent waits for it any more."""
        self._authorised.add(contingent)

    def authorised(self, contingent: str) -> bool:
        """Whether written leave was given."""
        return "" in self._authorised or contingent in self._authorised

    # in time or late

    def _follow(self, order: Order) -> None:
        """Remember the last event of an order for the errand that it is part of."""
        errand = self.errands.get((order.source, order.place))
        if errand is not None:
            errand.marks[order.unit.id] = order.mark

    def _finish(self, source: str, place: str, step: StepSpec, mark: int) -> None:
        errand = self.errands.get((source, place))
        if errand is None or step not in errand.pending:
            return
        errand.pending.remove(step)
        if not errand.pending and not errand.late:
            data = {"at": place, "took_s": self.w.now - errand.fired_at}
            seq = self.w.emit("rule_done", source, data, max(mark, errand.seq), self.w.given(min(mark, errand.seq)))
            self.w.write(f"rule@{source}", 2, "done", seq, True)

    def _deadline(self, source: str, place: str, step: StepSpec, errand: Errand) -> None:
        if step in errand.pending and not errand.late:
            errand.late = True
            data = {"at": place, "task": step.task, "within_s": step.within}
            seq = self.w.emit("rule_late", source, data, errand.seq, self.w.given(*errand.marks.values()))
            self.w.write(f"rule@{source}", 1, "late", seq, True)

    def decision_delay(self, spread: Spread | None, key: str) -> float:
        """Seconds that a modelled room takes; 0 without a model."""
        return 0.0 if spread is None else spread.draw(self.w.draws.once(key, "room"))
