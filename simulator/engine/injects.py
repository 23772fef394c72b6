"""The MSEL: injects that come at a time, on a condition, or because an action did not.

Types follow doctrine: *contextual* injects build the picture; an *expected action* marks that players
should act now, for controllers and evaluators, and is not delivered to players; a *contingency* inject
comes only if the action that another one expects was not done; *administrative* ones run the exercise.
Conditions here read the simulated state, because exercise control knows it; ``reported to`` reads what a post knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from simulator.blueprint.model import ExpectationSpec, InjectSpec
from simulator.catalogue import marked
from simulator.conditions import NO_FACT, Condition
from simulator.engine.clock import Call
from simulator.engine.program import CompiledInject
from simulator.engine.world import World

__all__ = ["Injects"]

_LONGEST = 2000
"""characters of an inject that comes later which the log holds"""

Act = tuple[int, int, str, str, str]
"""what players did: (second, mark, rule or decision or who, place or option, task)"""


class Injects:
    """Delivers injects and checks what they expect."""

    def __init__(self, world: World):
        self.w = world
        self.items = {item.spec.id: item for item in world.program.injects}
        self.state = dict.fromkeys(self.items, "waiting")
        self._calls: dict[str, list[Call]] = {name: [] for name in self.items}
        """what will deliver each inject, the next one first"""
        self._expected: list[tuple[CompiledInject, int, int]] = []
        self._heard: dict[str, dict[str, list[Callable[[str, int], object]]]] = {}
        """post -> key -> what is to be woken when that post learns of it"""
        self._missed: dict[str, int] = {}
        self._ready: dict[str, int | None] = {}
        """what each inject that exercise control may deliver now is due to"""
        self._acts: list[Act] = []
        rules = world.blueprint.rules
        self._drills = {rule.id for rule in rules if rule.local}
        self._asked = {decision.id for decision in world.blueprint.decisions}
        self._tasks: dict[str, set[str]] = {}
        """rule -> the tasks for units that it orders"""

    def begin(self) -> None:
        """Schedule what comes by the clock, and watch what comes by a condition."""
        w = self.w
        self._tasks = {r.id: {s.task for s in r.steps if w.duties.knows(s.task)} for r in w.blueprint.rules}
        for item in self.items.values():
            for post, key in item.spec.when.reads if item.spec.when is not None else ():
                self._watch(post, key, partial(self._look, item))
            if not item.spec.if_missing:
                self._schedule(item)
        for item in self.items.values():
            for expected in item.spec.expects:
                for post, key in expected.done_when.reads if expected.done_when else ():
                    self._watch(post, key, self._check_expected)
        if self._heard:
            w.pictures_of_posts.watched_by(self._hears)
        w.on("order_given", lambda seq, source, data: self.did(source, data["place"], data["task"], seq))
        w.on("rule_fired", self._fired)
        w.on("decision_taken", lambda seq, name, data: self._decided(name, data["option"], seq, taken=True))
        w.on("decision_defaulted", lambda seq, name, data: self._decided(name, data["option"], seq, taken=False))

    # when they come

    def _schedule(self, item: CompiledInject) -> None:
        """Enter an inject's times on the clock."""
        spec, clock, end = item.spec, self.w.clock, self.w.blueprint.duration
        if 0 <= spec.at <= end and not (spec.when is not None and spec.at == 0):
            times = (spec.at + k * spec.every for k in range(spec.times))
            self._calls[spec.id] += [clock.call_at(at, self._due, item) for at in times if at <= end]
        elif spec.when is not None:
            clock.call_at(0, self._ask, item, self.w.started)
        for at in item.moments:
            if at <= end:
                clock.call_at(at, self._ask, item, self.w.started)
        if 0 <= spec.expires <= end:
            clock.call_at(spec.expires, self._expire, item)

    def _watch(self, post: str, key: str, wake: Callable[[str, int], object]) -> None:
        """Wake when a fact of the truth changes, or, where a post is named, what is known there."""
        if post:
            self._heard.setdefault(post, {}).setdefault(key, []).append(wake)
        else:
            self.w.watch(key, wake)

    def _hears(self, post: str, key: str, mark: int) -> None:
        """What a command post knows has changed."""
        heard = self._heard.get(post)
        if heard is None:
            return
        kind, at, _ = key.partition("@")
        for read in (key, kind + "@*", kind + "@?") if at else (key,):
            for wake in heard.get(read, ()):
                wake(key, mark)

    def _look(self, item: CompiledInject, key: str, mark: int) -> None:
        if self.state[item.spec.id] == "waiting":
            self._ask(item, mark)

    def _ask(self, item: CompiledInject, mark: int) -> None:
        spec = item.spec
        if self.state[spec.id] != "waiting" or item.when is None or self.w.ended:
            return
        if spec.if_missing and spec.if_missing not in self._missed:
            return
        if spec.at > self.w.now:
            return
        try:
            holds = item.when(self.w.facts, self.w.pictures, "", self.w.now)
        except ZeroDivisionError:
            self.state[spec.id] = "held"
            seq = self.w.emit("inject_held", spec.id, {"why": marked("its condition divides by zero")}, mark)
            self.w.write(f"inject@{spec.id}", 1, "held", seq, True)
            return
        if holds:
            self.state[spec.id] = "coming"
            self._calls[spec.id] = [self.w.clock.call_later(spec.after, self._come, spec.id, mark)]

    def _due(self, item: CompiledInject) -> None:
        """The time of an inject has come; one with a condition waits for that from now on."""
        if item.spec.when is not None and self.state[item.spec.id] == "waiting":
            self._ask(item, self.w.started)
        elif self.state[item.spec.id] in ("waiting", "delivered", "deferred", "ready"):
            self._come(item.spec.id, None)

    def _come(self, name: str, cause: int | None) -> None:
        """It is time for an inject: it is delivered, or ready for exercise control where that delivers by hand."""
        if not self.w.by_hand or self.items[name].spec.type == "expected_action":
            self.deliver(name, cause)
        elif self.state[name] == "ready":
            self._calls[name].pop(0)  # two are due, and one delivery serves both
        elif not self.w.ended:
            self.state[name] = "ready"
            self._ready[name] = cause
            self.w.emit("inject_ready", name, {}, cause, self._read(self.items[name], cause))

    def hand_over(self) -> None:
        """From now on the clock delivers, beginning with what is ready."""
        self.w.by_hand = False
        for name in [name for name, state in self.state.items() if state == "ready"]:
            self.deliver(name, self._ready[name])

    def _expire(self, item: CompiledInject) -> None:
        if self.state[item.spec.id] == "waiting":
            self.state[item.spec.id] = "expired"
            seq = self.w.emit("inject_expired", item.spec.id, {}, self.w.started)
            self.w.write(f"inject@{item.spec.id}", 0, "expired", seq, live=False)

    def deliver(self, name: str, cause: int | None) -> None:
        """Deliver an inject now: by the clock, by a condition, or because the facilitator says so.

        The next call that would have delivered it is spent; later repeats still come.
        """
        if self.w.ended:
            return
        if self._calls[name]:
            self.w.clock.cancel(self._calls[name].pop(0))
        spec = self.items[name].spec
        self.state[name] = "delivered"
        data = {"type": spec.type, "to": list(spec.to), "means": spec.means, "text": spec.title or spec.text[:400]}
        seq = self.w.emit("inject_delivered", name, data, cause, self._read(self.items[name], cause))
        self.w.write(f"inject@{name}", 1, "delivered", seq, True)
        self.w.effects.apply(spec.effects, name, seq)
        for index, expected in enumerate(spec.expects):
            self._expect(self.items[name], index, expected, seq)

    def _read(self, item: CompiledInject, cause: int | None) -> tuple[int, ...]:
        """Marks of what an inject's condition reads: without it, it would not have come."""
        found = self._marks(item.spec.when if cause is not None else None)
        return tuple(mark for mark in found if mark != cause)

    def _marks(self, condition: Condition | None) -> tuple[int, ...]:
        """Marks of everything that a condition reads; none where there is no condition."""
        views = {"": self.w.facts, **self.w.pictures}
        reads = condition.reads if condition is not None else ()
        return self.w.given(*(views[post].get(key, NO_FACT)[3] for post, key in reads))

    # what they expect

    def _expect(self, item: CompiledInject, index: int, expected: ExpectationSpec, cause: int) -> None:
        data = {"text": expected.action, "by": expected.by, "within_s": expected.within, "task": expected.task}
        seq = self.w.emit("action_expected", item.spec.id, data, cause)
        entry = (item, index, seq)
        self._expected.append(entry)
        self.w.clock.later(expected.within, self._missing, entry)
        self._check_expected("", cause)
        for act in reversed(self._acts):  # the players were ahead of the inject
            if act[0] < self.w.now - expected.within:
                break
            if self._meets(expected, act):
                self._done(entry, act[1])
                break

    def _check_expected(self, key: str, mark: int) -> None:
        for entry in list(self._expected):
            item, index, _ = entry
            done = item.expects[index]
            if done is None:
                continue
            try:
                if done(self.w.facts, self.w.pictures, "", self.w.now):
                    self._done(entry, mark)
            except ZeroDivisionError:
                continue

    # what players do

    def did(self, source: str, place: str, task: str, mark: int) -> None:
        """An order was given, or a post did something itself: by a rule, a decision or the facilitator."""
        self._act((self.w.now, mark, source, place, task))

    def _fired(self, seq: int, rule: str, data: dict[str, Any]) -> None:
        """A drill is done by whoever sees something; other rules only say what is to be done."""
        if rule in self._drills:
            self.did(rule, data["at"], "", seq)

    def _decided(self, name: str, option: str, seq: int, *, taken: bool) -> None:
        """Somebody decided; a default is an answer only where an expected option is the default."""
        self._act((self.w.now, seq, name, option, "took" if taken else "let_pass"))

    def _act(self, act: Act) -> None:
        self._acts.append(act)
        for entry in list(self._expected):
            if self._meets(entry[0].spec.expects[entry[1]], act):
                self._done(entry, act[1])

    def _meets(self, expected: ExpectationSpec, act: Act) -> bool:
        """Whether an act is what an inject expects: its rule's own order, the same task by another, an answer."""
        _, _, source, place, task = act
        if expected.done_when is not None or not expected.task:
            return False
        if task in ("took", "let_pass"):
            answer = place in expected.options if expected.options else task == "took"
            return source == expected.task and answer
        if source == expected.task:
            return expected.task not in self._asked  # what a decision orders is no answer: the option is
        fired = [at for rule, at in self.w.rules.fired if rule == expected.task]
        return task in self._tasks.get(expected.task, ()) and (not fired or place in fired)

    def _done(self, entry: tuple[CompiledInject, int, int], mark: int) -> None:
        if entry in self._expected:
            self._expected.remove(entry)
            name = entry[0].spec.id
            read = self._marks(entry[0].spec.expects[entry[1]].done_when)
            cause = max(mark, entry[2])
            given = self.w.given(min(mark, entry[2]), *(m for m in read if m != cause))
            seq = self.w.emit("action_done", name, {"action": entry[1]}, cause, given)
            self.w.write(f"inject@{name}", 2, "done", seq, True)

    def _missing(self, entry: tuple[CompiledInject, int, int]) -> None:
        if entry not in self._expected:
            return
        self._expected.remove(entry)
        name = entry[0].spec.id
        seq = self.w.emit("action_missed", name, {"action": entry[1]}, entry[2])
        self.w.write(f"inject@{name}", 1, "missing", seq, True)
        self._missed[name] = seq
        for item in self.items.values():
            spec = item.spec
            if spec.if_missing == name and self.state[spec.id] == "waiting":
                if spec.when is not None:
                    self._ask(item, seq)
                else:
                    self.state[spec.id] = "coming"
                    self._calls[spec.id] = [self.w.clock.call_later(spec.after, self._come, spec.id, seq)]

    # the facilitator

    def skip(self, name: str, why: str, cause: int | None) -> None:
        """The inject does not come."""
        self.state[name] = "skipped"
        self._take_back(name)
        seq = self.w.emit("inject_skipped", name, {"why": why}, cause)
        self.w.write(f"inject@{name}", 0, "skipped", seq, live=False)

    def defer(self, name: str, at: int, cause: int | None) -> None:
        """The inject comes later, whatever its condition and its expiry say."""
        self._take_back(name)
        self.state[name] = "deferred"
        seq = self.w.emit("inject_deferred", name, {"until": at}, cause)
        item = self.items[name]
        for k in range(item.spec.times):
            due = at + k * item.spec.every
            if due <= self.w.blueprint.duration:
                self._calls[name].append(self.w.clock.call_at(due, self._due, item))
        self.w.write(f"inject@{name}", 0, "waiting", seq, live=False)

    def due(self, name: str) -> int | None:
        """When an inject comes by the clock, as far as that is known."""
        return min((call.at for call in self._calls.get(name, ()) if call.fn is not None), default=None)

    def to_come(self) -> list[str]:
        """The injects that wait for a time of the clock, in the MSEL's order."""
        return [name for name in self.items if self.due(name) is not None]

    def shift(self, by: int, why: str) -> None:
        """Every inject that waits for a time comes so many seconds later or sooner, but not before now."""
        names = self.to_come()
        self.w.emit("injects_shifted", "-", {"by_s": by, "count": len(names), "why": why[:200]}, None)
        for name in names:
            calls, self._calls[name] = self._calls[name], []
            for call in calls:
                fn, args, at = call.fn, call.args, max(self.w.now, call.at + by)
                self.w.clock.cancel(call)
                if fn is not None and at <= self.w.blueprint.duration:
                    self._calls[name].append(self.w.clock.call_at(at, fn, *args))

    def edit(self, name: str, text: str, to: tuple[str, ...]) -> None:
        """An inject that has not come gets another text or other recipients; empty leaves them as they are."""
        old = self.items[name].spec
        spec = replace(old, text=text or old.text, title="" if text else old.title, to=to or old.to)
        self.items[name] = CompiledInject(spec)
        self.w.emit("inject_edited", name, {"to": list(spec.to), "text": spec.text[:200]}, None)

    def _take_back(self, name: str) -> None:
        for call in self._calls[name]:
            self.w.clock.cancel(call)
        self._calls[name] = []

    def add(self, name: str, text: str, to: tuple[str, ...], at: int) -> None:
        """An inject that is not in the MSEL: it comes now, or at a second that is ahead."""
        spec = InjectSpec(name, -1, None, 0, "contextual", "", to, "", "verbal", text, (), "", -1, 0, 1, (), "")
        self.items[name] = CompiledInject(spec)
        self.state[name], self._calls[name] = "waiting", []
        told = text[:200] if at < 0 else text[:_LONGEST]  # what comes later is read from here until then
        self.w.emit("inject_added", name, {"to": list(to), "text": told}, None)
        if at < 0:
            self.deliver(name, None)
        else:
            self.defer(name, at, None)
