"""Contingency rules and decision points: looked at only when something that they read has changed.

A rule wakes on a change of its post's picture, fires once for a place, and orders its tasks; it waits
while its ``if`` does not hold or no unit is free, and looks again when what it reads changes.  Local
rules are drills: they act on what a post or unit sees itself; a unit that has lost contact acts alone,
upon what it sees, where the rule says ``if_comms_lost: act``.  Rules fire in the file's order, first
in, first out, until nothing is left to do.
"""

from __future__ import annotations

from collections import deque

from simulator.blueprint.model import RuleSpec
from simulator.catalogue import marked
from simulator.conditions import NO_FACT, Fact
from simulator.engine.entities import Talker, Unit
from simulator.engine.program import CompiledDecision, CompiledRule
from simulator.engine.world import World

__all__ = ["Rules"]


class _Alone(dict[str, dict[str, Fact]]):
    """The pictures of a unit that hears nobody: whatever a post would know, it knows only what it sees."""

    def __init__(self, view: dict[str, Fact]):
        super().__init__()
        self._view = view

    def __missing__(self, post: str) -> dict[str, Fact]:
        return self._view


class Rules:
    """Wakes, evaluates and fires the rules of one replication."""

    def __init__(self, world: World):
        self.w = world
        self.fired: dict[tuple[str, str], int] = {}
        """(rule, place) -> seq of its firing, while its cause stands open"""
        self.waiting: dict[str, dict[str, int]] = {}
        """rule -> places for which it is true but could not act"""
        self._unfilled: dict[tuple[str, str], dict[str, None]] = {}
        """(rule, place) -> the words of its plan for which it found no unit"""
        self._drilled: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
        """(observer, kind, place) -> (drill, state) of what it has done about that thing"""
        self.last: dict[str, tuple[int, int]] = {}
        """rule or decision -> (second, seq) of its last firing or answer"""
        self._queue: deque[tuple[CompiledRule | CompiledDecision, str, int]] = deque()
        self._settling = False
        self.named = {item.spec.id: item for item in world.program.rules}
        world.pictures_of_posts.watched_by(self.wake)

    def begin(self) -> None:
        """Set the timers of rules and decisions that compare the time."""
        program = self.w.program
        items: tuple[CompiledRule | CompiledDecision, ...] = (*program.rules, *program.decisions)
        for item in items:
            for at in item.moments:
                if at <= self.w.blueprint.duration:
                    self.w.clock.call_at(at, self._look, item)

    def _look(self, item: CompiledRule | CompiledDecision) -> None:
        self._ask(item, "", self.w.started)
        self._settle()

    def wake(self, post: str, key: str, mark: int) -> None:
        """A picture changed: queue what reads it, then settle."""
        woken = self.w.program.woken(post, key)
        if woken is None:
            return
        for item in woken.asked:
            self._ask(item, "", mark)
        for item in woken.bound:
            self._queue.append((item, woken.place, mark))
        for item in woken.anywhere:
            self._ask(item, "", mark)
        if self._queue and not self._settling:
            self._settle()

    def _ask(self, item: CompiledRule | CompiledDecision, place: str, mark: int) -> None:
        """Queue an item for a change that names no place of its own: its waiting places, or none.

        Where only time has passed, the cause stays what the item has been waiting with.
        """
        if not item.bound:
            self._queue.append((item, place, mark))
            return
        for waiting, since in self.waiting.get(item.name, {}).items():
            self._queue.append((item, waiting, since if mark == self.w.started else mark))

    def _settle(self) -> None:
        if self._settling:
            return
        self._settling = True
        try:
            while self._queue:
                item, place, mark = self._queue.popleft()
                if isinstance(item, CompiledRule):
                    self._rule(item, place, mark)
                else:
                    self._decision(item, place, mark)
        finally:
            self._settling = False

    def holds(self, item: CompiledRule | CompiledDecision, place: str) -> tuple[bool, bool]:
        """Whether the trigger and the ``if`` hold; a division by zero holds nothing."""
        picture = self.w.pictures.get(item.spec.post, {})  # a plain MSEL has no posts: only the time is known
        pictures, now = self.w.pictures, self.w.now
        try:
            if not item.when(picture, pictures, place, now):
                return False, False
            return True, item.condition is None or bool(item.condition(picture, pictures, place, now))
        except ZeroDivisionError:
            return False, False

    def stands(self, name: str, place: str) -> bool:
        """Whether what a rule was fired for is still so, in the picture of its post; True for what is no rule."""
        item = self.named.get(name)
        return item is None or all(self.holds(item, place))

    def why_withheld(self, name: str, place: str) -> str:
        """Why a rule that does not stand orders nothing: its trigger is gone, or only its ``if``."""
        triggered, _ = self.holds(self.named[name], place)
        return marked("what it waits for is not so any more") if triggered else marked("it is over")

    def _rule(self, item: CompiledRule, place: str, mark: int) -> None:
        spec = item.spec
        triggered, ready = self.holds(item, place)
        waiting = self.waiting.setdefault(spec.id, {})
        if not triggered:
            waiting.pop(place, None)
            if self.fired.get((spec.id, place)):
                self.w.orders.call_off(spec.id, place, mark)
            if spec.again:
                self._lapse(spec, place, mark)
            return
        if (spec.id, place) in self.fired and place not in waiting:
            return
        if not ready:
            waiting.setdefault(place, mark)  # what first made it true is its cause; later news is among what it read
            return
        if (spec.id, place) in self.fired:  # it fired before and found nobody
            waiting.pop(place, None)
            words = self._unfilled.pop((spec.id, place), {})
            if self.w.played_by.get(spec.role, "model") == "model":
                marks = (mark, *self._given(item, place, mark))
                self.w.orders.retry(spec, place, words, marks, self.fired[spec.id, place])
            return
        waiting.pop(place, None)
        self._fire(item, place, mark)

    def _lapse(self, spec: RuleSpec, place: str, mark: int) -> None:
        """What a rule fired for is over, and it may fire anew; people who had it on their table are told."""
        fired = self.fired.pop((spec.id, place), 0)
        if fired and self.w.played_by.get(spec.role, "model") != "model":
            data = {"post": spec.post, "at": place}
            self.w.emit("rule_lapsed", spec.id, data, max(mark, fired), self.w.given(min(mark, fired)))

    def _fire(self, item: CompiledRule, place: str, mark: int) -> None:
        spec, w = item.spec, self.w
        given = self._given(item, place, mark)
        if w.blueprint.readiness is not None:  # how long staff need hangs on what they have learnt, and on the plan
            given = w.given(*given, *w.readiness.marks(), w.validity.given(spec.id))
        seq = w.emit("rule_fired", spec.id, {"post": spec.post, "at": place, "component": spec.component}, mark, given)
        self.fired[spec.id, place] = seq
        self._unfilled.pop((spec.id, place), None)
        name = f"{spec.id}@{place}"
        for unit in w.units.values():
            unit.refuses.pop(name, None)  # what kept it the last time need not keep it now
        self.last[spec.id] = (w.now, seq)
        w.write(f"rule@{spec.id}", 1, "fired", seq, True)
        w.orders.carry_out(spec, place, seq)

    def unfilled(self, rule: str, place: str, word: str, mark: int) -> None:
        """A rule fired and found no unit for one of its words: it looks again when a unit's state is heard of."""
        self._unfilled.setdefault((rule, place), {})[word] = None
        self.waiting.setdefault(rule, {})[place] = mark

    def unfire(self, rule: str, place: str, mark: int) -> None:
        """A rule has ordered nothing after all: it may fire again for that place."""
        self.fired.pop((rule, place), None)
        self.waiting.setdefault(rule, {})[place] = mark

    def read_by(self, rule: str, place: str, mark: int) -> tuple[int, ...]:
        """Marks of what a rule reads now, for an event that ``mark`` brings about."""
        return self._given(self.named[rule], place, mark)

    def _given(self, item: CompiledRule | CompiledDecision, place: str, mark: int) -> tuple[int, ...]:
        """Marks of everything else that the item read."""
        found = []
        for post, key in item.reads:
            picture = self.w.pictures.get(post)
            if picture is not None:
                kind, _, where = key.partition("@")
                found.append(picture.get(f"{kind}@{place}" if where == "?" else key, NO_FACT)[3])
        return tuple(dict.fromkeys(m for m in found if m and m != mark))

    # decisions

    def _decision(self, item: CompiledDecision, place: str, mark: int) -> None:
        name = item.name
        triggered, ready = self.holds(item, place)
        waiting = self.waiting.setdefault(name, {})
        if not triggered:
            waiting.pop(place, None)
            if item.spec.again:
                self.fired.pop((name, place), None)
            return
        if (name, place) in self.fired or (not item.spec.again and any(key[0] == name for key in self.fired)):
            return
        if not ready:
            waiting.setdefault(place, mark)  # what first made it true is its cause; later news is among what it read
            return
        self.fired[name, place] = self.w.decisions.open(item, place, mark, self._given(item, place, mark))

    # drills

    def drills(self, who: Talker, kind: str, key: str, value: float, state: str) -> list[CompiledRule]:
        """The drills of an observer that would do something about what it sees."""
        known = who.drills.get(kind)
        if known is None:
            known = who.drills[kind] = self.w.program.drills(who.classes, kind, alone=False)
        if not who.heard and isinstance(who, Unit):
            known = self.w.program.drills(who.classes, kind, alone=True)
        return [drill for drill in known if not self._on_the_net(who, drill, key, value, state)]

    def saw(
        self,
        who: Talker,
        kind: str,
        place: str,
        value: float,
        state: str,
        mark: int,
        drills: list[CompiledRule] | None = None,
    ) -> None:
        """Somebody sees something: run the drills that speak of it."""
        if drills is None:
            drills = self.drills(who, kind, f"{kind}@{place}", value, state)
        if not drills:
            return
        w = self.w
        view: dict[str, Fact] = {f"{kind}@{place}": (value, state, w.now, mark, 1)}
        for name in ("night", "rain"):
            view[name] = w.facts.get(name, NO_FACT)
        for drill in drills:
            spec = drill.spec
            pictures = w.pictures if spec.local else _Alone(view)
            if not drill.when(view, pictures, place, w.now) or not (
                drill.condition is None or drill.condition(view, pictures, place, w.now)
            ):
                continue
            done = self._drilled.setdefault((who.id, kind, place), set())
            if (spec.id, state) not in done:
                done.add((spec.id, state))
                w.orders.drill(spec, spec.steps, who, kind, place, value, state, mark)

    def cut_off(self, unit: Unit) -> None:
        """A unit that has lost contact looks again at what it has before its eyes: now it acts alone, or not."""
        for thing in list(self.w.observation.things.values()):
            if unit.id in thing.seen_by:
                self.saw(unit, thing.kind, thing.place, thing.value, thing.state, thing.mark)

    def _on_the_net(self, who: Talker, drill: CompiledRule, key: str, value: float, state: str) -> bool:
        """Whether others have said it already on the net that this observer listens to."""
        if not who.heard or not drill.only_reports:
            return False
        w = self.w
        for to in drill.tells:
            post = w.command.get(w.blueprint.stands_in.get((to, who.component), to) if to else who.under)
            said = None if post is None else post.net.get(key)
            if said is None or said[0] != state or value >= 1.5 * said[1] > 0:
                return False
        return True

    def forget(self, who: Talker, kind: str, place: str) -> None:
        """The thing is over for this observer: a new one would be reported again."""
        self._drilled.pop((who.id, kind, place), None)
