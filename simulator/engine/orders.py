"""Orders: from a rule, a decision or the facilitator to units that do something about it.

A rule's steps are split by who does them.  Staff steps happen at the post; the others become one
order for each actor word: one unit is chosen from the post's picture, told by a message, accepts or
declines with a cause, moves, and does its steps one after the other.  Mechanisms offer the tasks; they
call :meth:`Duties.done` when one is finished.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from simulator import reasons
from simulator.blueprint.model import OptionSpec, RuleSpec, StepSpec
from simulator.catalogue import marked
from simulator.conditions import NO_FACT
from simulator.engine.delays import Draft
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Talker, Unit
from simulator.engine.world import World
from simulator.tasks import DONE_BY_OTHERS

__all__ = ["Orders"]

StaffTask = Callable[[Staffed, StepSpec, str, int], object]


class Orders:
    """Gives orders and follows them."""

    def __init__(self, world: World):
        self.w = world
        self._staff: dict[str, StaffTask] = {}
        self._drills: dict[str, Callable[[Talker, StepSpec, str, str, int], object]] = {}
        self._told: dict[str, int] = {}
        self._let: dict[tuple[str, str], int] = {}
        """rule and place that exercise control let act -> the firing that it let act"""

    # what mechanisms offer

    def offer_staff(self, task: str, do: StaffTask) -> None:
        """A task that a command post does itself: ``do(post, step, place, cause)``."""
        self._staff[task] = do

    def offer_drill(self, task: str, do: Callable[[Talker, StepSpec, str, str, int], object]) -> None:
        """A task that whoever sees something does at once: ``do(who, step, kind, place, cause)``."""
        self._drills[task] = do

    # rules

    def carry_out(self, rule: RuleSpec, place: str, seq: int) -> None:
        """A rule fired: say what is expected, or order it."""
        silent = self.w.played_by.get(rule.role, "model") != "model"
        self.w.errands.begin(rule, place, seq, silent=silent)
        if silent:
            for step in rule.steps:
                text = step.prose or f"{step.task} {place if step.at == '?' else step.at}".strip()
                self.w.emit("step_expected", rule.id, {"text": text, "by": rule.role, "at": place}, seq)
            return
        post = self.w.command[rule.post]
        to_units = any(self._chains(rule.actors, rule.steps))
        draft = Draft(rule.id, post, rule.component, place, of_rule=True, to_units=to_units)
        takes = self.w.commanding.decision_time(post, rule.after, f"{rule.id}@{place}")
        takes, seq = self.w.delays.of(draft, takes, seq)
        self.w.clock.later(takes, self._act, rule, place, seq)

    def _act(self, rule: RuleSpec, place: str, seq: int) -> None:
        post = self.w.command[rule.post]
        to_units = any(self._chains(rule.actors, rule.steps))
        if to_units and not self.w.rules.stands(rule.id, place):
            self._withhold(rule, post, place, seq)
        else:
            self._issue(rule.id, post, rule.actors, rule.steps, place, seq)

    def _withhold(self, rule: RuleSpec, post: Staffed, place: str, seq: int) -> None:
        """What a rule fired for is over, as far as its post knows, before the order is out: units stay."""
        for step in self._chains(rule.actors, rule.steps).get("", ()):
            self._staff_step(rule.id, post, step, place, seq)
        self.w.errands.cancel(rule.id, place)
        given = self.w.given(*self.w.rules.read_by(rule.id, place, seq))
        data = {"post": post.id, "at": place, "why": self.w.rules.why_withheld(rule.id, place)}
        mark = self.w.emit("rule_held", rule.id, data, seq, given)
        self.w.rules.unfire(rule.id, place, mark)

    def why_not_let_act(self, rule: str, place: str) -> str:
        """Why a rule cannot be let act now; empty if it can."""
        fired = [at for name, at in self.w.rules.fired if name == rule]
        if not any(r.id == rule and r.id in self.w.rules.named for r in self.w.blueprint.rules):
            return reasons.NO_RULE.format(rule=rule)
        if not fired:
            return reasons.NOT_FIRED.format(rule=rule)
        if not place and len(fired) > 1:
            return reasons.SAY_WHERE.format(places=", ".join(fired))
        return "" if not place or place in fired else reasons.NOT_FIRED_FOR.format(rule=rule, place=place)

    def let_act(self, rule: str, place: str) -> None:
        """A rule whose role is not the model's acts now: exercise control says so.  What its post does is done once."""
        at = place or next(at for name, at in self.w.rules.fired if name == rule)
        spec, fired = self.w.rules.named[rule].spec, self.w.rules.fired[rule, at]
        own = self._chains(spec.actors, spec.steps).get("", ()) if self._let.get((rule, at)) == fired else ()
        self._let[rule, at] = fired
        seq = self.w.emit("rule_let_act", rule, {"post": spec.post, "at": at}, fired)
        self._issue(rule, self.w.command[spec.post], spec.actors, [s for s in spec.steps if s not in own], at, seq)

    def hand_over(self, withhold: Collection[str] = ()) -> None:
        """Rules that fired while people played their roles, and whose steps nobody has done, are carried out now.

        Those that are withheld wait on.
        """
        w = self.w
        for (name, place), seq in list(w.rules.fired.items()):
            item = w.rules.named.get(name) if name not in withhold and self._let.get((name, place)) != seq else None
            if item is not None and w.errands.waits_for_people(name, place) and w.rules.stands(name, place):
                delay = w.commanding.decision_time(w.command[item.spec.post], item.spec.after, f"{name}@{place}")
                w.clock.later(delay, self._act, item.spec, place, seq)

    def option(self, decision: str, option: OptionSpec, post: Staffed | None, place: str, cause: int) -> None:
        """A decision was taken: order what the option says."""
        if post is None or not option.steps:
            return
        to_units = any(self.w.duties.knows(step.task) for step in option.steps)
        draft = Draft(decision, post, post.spec.component, place, of_rule=False, to_units=to_units)
        takes, cause = self.w.delays.of(draft, 0.0, cause)
        self._order(decision, post, option, place, cause, takes)

    def _order(self, decision: str, post: Staffed, option: OptionSpec, place: str, cause: int, takes: float) -> None:
        if takes:
            self.w.clock.later(takes, self._order, decision, post, option, place, cause, 0.0)
        else:
            self._issue(decision, post, (), option.steps, place, cause, direct=True)

    def retry(self, rule: RuleSpec, place: str, words: Iterable[str], marks: tuple[int, ...], fired: int) -> None:
        """A rule that found no unit for some of its words looks again, for what it has heard since."""
        chains = self._chains(rule.actors, rule.steps)
        for word in words:
            if word in chains and not self.w.roster.at_it(rule.id, place, word):
                self._assign(rule.id, self.w.command[rule.post], word, tuple(chains[word]), place, fired, marks)

    def _issue(
        self,
        source: str,
        post: Staffed,
        actors: tuple[str, ...],
        steps: Sequence[StepSpec],
        place: str,
        cause: int,
        *,
        direct: bool = False,
    ) -> None:
        for word, chain in self._chains(actors, steps).items():
            if not word:
                for step in chain:
                    self._staff_step(source, post, step, place, cause)
            elif not self.w.roster.at_it(source, place, word):
                self._assign(source, post, word, tuple(chain), place, cause, direct=direct)

    def _chains(self, actors: tuple[str, ...], steps: Sequence[StepSpec]) -> dict[str, list[StepSpec]]:
        """Steps by who does them; the empty word is the post itself."""
        chains: dict[str, list[StepSpec]] = {}
        for step in steps:
            if step.task == "prose" or (step.task in self._staff and step.task not in self.w.duties.tasks):
                chains.setdefault("", []).append(step)
            else:
                for word in (step.by,) if step.by else actors:
                    chains.setdefault(word, []).append(step)
        return chains

    def _staff_step(self, source: str, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        where = place if step.at in ("?", "") else step.at
        self.w.injects.did(source, place, "", cause)
        if step.task == "prose":
            self.w.emit("step_expected", source, {"text": step.prose, "by": post.id, "at": where}, cause)
        else:
            self._staff[step.task](post, step, where, cause)
            if step.task not in DONE_BY_OTHERS:
                self.w.errands.finish(source, place, step, cause)

    def _assign(
        self,
        source: str,
        post: Staffed,
        word: str,
        steps: tuple[StepSpec, ...],
        place: str,
        cause: int,
        again: tuple[int, ...] = (),
        *,
        direct: bool = False,
    ) -> None:
        unit = self.w.roster.choose(post, word, steps, source, place, direct=direct)
        known = [post.picture.get(f"unit@{name}", NO_FACT)[3] for name in self.w.blueprint.tags.get(word, ())]
        if unit is None:
            if not again:
                self.w.emit(
                    "order_unfilled", source, {"at": place, "who": word, "post": post.id}, cause, self.w.given(*known)
                )
            self.w.rules.unfilled(source, place, word, cause)
            return
        order = Order(source, post.id, unit, steps, place, cause, self._name(source, place, unit))
        order.word = word
        order.given = self.w.given(*known, *unit.refuses.values(), *again)
        order.direct = direct
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

    def _name(self, source: str, place: str, unit: Unit) -> str:
        """A name of its own for each order: its draws belong to it."""
        key = f"{source}@{place}/{unit.id}"
        count = self._told[key] = self._told.get(key, 0) + 1
        return f"{key}/{count}"

    def _give(self, order: Order) -> None:
        unit = order.unit
        data = {
            "post": order.post,
            "unit": unit.id,
            "task": order.step.task,
            "at": order.target(),
            "source": order.source,
            "place": order.place,
        }
        order.mark = self.w.emit("order_given", order.source, data, order.mark, order.given)
        self.w.errands.follow(order.source, order.place, order.unit.id, order.mark)
        if order.post == unit.id:
            self.w.duties.accept(order)
            return
        post, given = self.w.command[order.post], order.mark
        self.w.pictures_of_posts.learn(post, f"unit@{unit.id}", "", 0, "tasked", self.w.now, given)
        self.w.reporting.send(post, unit, "order", order, given, f"{order.source}@{order.place}")
        takes = self.w.p.command.unanswered.draw(self.w.draws.once(order.key, "unanswered"))
        self.w.clock.later(takes, self._unanswered, order, post, given)

    def _unanswered(self, order: Order, post: Staffed, given: int) -> None:
        """Nothing has been heard of an order for long: the post takes it that the unit will not go."""
        _, state, _, mark, _ = post.picture[f"unit@{order.unit.id}"]
        if (mark == given or state == "out_of_contact") and not order.passed_on:
            data = {"unit": order.unit.id, "task": order.steps[0].task, "at": order.place}
            marks = self.w.given(*self.w.commanding.unheard(post), order.unit.mark)
            seq = self.w.emit("order_unanswered", post.id, data, given, tuple(m for m in marks if m > given))
            self.undelivered(order, seq)

    def call_off(self, rule: str, place: str, mark: int) -> None:
        """The cause of a rule is gone: nothing is late any more, and units that have not left are told to stay."""
        self.w.errands.cancel(rule, place)
        for unit in self.w.units.values():
            order = unit.order
            if order is not None and order.source == rule and order.place == place and unit.state == "tasked":
                post = self.w.command.get(order.post)
                if post is not None:
                    name = f"call off {rule}@{place}"  # not for people
                    self.w.reporting.send(post, unit, "call-off", order, mark, name)

    def undelivered(self, order: Order, cause: int) -> None:
        """The order never arrived: the post looks for another unit."""
        order.unit.refuses[f"{order.source}@{order.place}"] = cause
        post = self.w.command[order.post]
        self.w.pictures_of_posts.learn(post, f"unit@{order.unit.id}", "", 0, "available", self.w.now, cause)
        self.another(order, cause)

    def another(self, order: Order, cause: int) -> None:
        """Ask the next unit; if there is none, the force commander overrules the refusal in the end."""
        post = self.w.command.get(order.post)
        if post is None or order.overruled or order.passed_on:
            return
        order.passed_on = True
        rule = next((r for r in self.w.blueprint.rules if r.id == order.source), None)
        word = order.word
        if self.w.roster.choose(post, word, order.steps, order.source, order.place) is not None:
            delay = self.w.commanding.decision_time(post, rule.after if rule else None, f"{order.key}/again")
            self.w.clock.later(delay, self._assign, order.source, post, word, order.steps, order.place, cause, (cause,))
            return
        takes = self.w.p.command.overruled_in.draw(self.w.draws.once(order.key, "overruled"))
        self.w.clock.later(takes, self._overrule, order, cause)

    def _overrule(self, order: Order, cause: int) -> None:
        """The force commander insists, if what the order was for is still so."""
        unit = order.unit
        unit.refuses.pop(f"{order.source}@{order.place}", None)
        if not self.w.rules.stands(order.source, order.place):
            return
        if unit.order is not None:
            self.w.rules.unfilled(order.source, order.place, order.word, cause)
            return
        data = {"post": order.post, "unit": unit.id, "task": order.steps[0].task, "at": order.place}
        seq = self.w.emit("order_overruled", order.source, data, cause, self.w.given(unit.mark))
        again = Order(order.source, order.post, unit, order.steps, order.place, seq, order.key + "/overruled")
        again.overruled = again.direct = True
        self._give(again)

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
        post = self.w.command.get(who.under)
        unheard = self.w.commanding.unheard(post, f"{kind}@{place}") if post is not None and post.unheard else ()
        given = self.w.given(*unheard, 0 if who.heard else who.mark)  # had others been heard, it need not speak
        seq = self.w.emit("rule_fired", rule.id, {"post": who.id, "at": place, "component": who.component}, mark, given)
        self.w.rules.last[rule.id] = (self.w.now, seq)
        own: list[StepSpec] = []
        for step in steps:
            if step.task == "report":
                u = self.w.draws.once(f"{who.id}/{rule.id}/{kind}@{place}/{state}", "words it")
                delay = self.w.p.reporting.first_report.draw(u)
                what = step.of or kind
                for to in self.w.reporting.once_each(who, step.to or ("",)):
                    self.w.reporting.report(
                        who, to, what, place, value, state, seq, after=delay, unless_said=not step.of
                    )
            elif step.task in self._drills:
                self._drills[step.task](who, step, kind, place, seq)
            elif step.task == "prose":
                self.w.emit("step_expected", rule.id, {"text": step.prose, "by": who.id, "at": place}, seq)
            elif isinstance(who, Unit) and step.task in self.w.duties.tasks:
                own.append(step)
        if own and not who.heard and not rule.acts_alone:
            self.w.emit("rule_held", rule.id, {"post": who.id, "at": place, "why": marked("it hears nobody")}, seq)
        elif own and isinstance(who, Unit) and who.order is None:
            order = Order(rule.id, who.id, who, tuple(own), place, seq, f"{rule.id}@{place}/{who.id}")
            u = self.w.draws.once(order.key, "decides")
            self.w.clock.later(self.w.p.command.on_scene.draw(u), self._give, order)

    def direct(self, unit: Unit, task: str, place: str, cause: int, source: str) -> None:
        """An order outside the plan, by the facilitator or by the words of a decision; without a place it is for where
        the unit is."""
        place = place or ("" if task == "return" else unit.at)
        step = StepSpec(task, "", "", place, (), "", -1, "", -1, ())
        post = unit.under if unit.under in self.w.command else next(iter(self.w.command), unit.id)
        order = Order(source, post, unit, (step,), place, cause, self._name(source, place, unit))
        order.direct = True
        self._give(order)
