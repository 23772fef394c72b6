"""Decision points: they open, somebody answers, or the deadline passes.

The engine never waits for an answer.  Headless, the scenario's model of a room answers after its time;
without a model the default is taken at the deadline.  Live, an answer is a command; at the deadline the
default is only proposed to the facilitator.  Thinking that costs a fixed time is paid before the answer
acts.
"""

from __future__ import annotations

from collections.abc import Collection

from simulator.catalogue import marked
from simulator.engine.clock import Call
from simulator.engine.program import CompiledDecision
from simulator.engine.world import World

__all__ = ["Decisions", "OpenDecision"]


class OpenDecision:
    """A decision that waits for its answer."""

    __slots__ = ("calls", "item", "mark", "name", "opened_at", "orders", "place", "taken", "words")

    def __init__(self, item: CompiledDecision, place: str, mark: int, opened_at: int):
        self.item, self.place, self.mark, self.opened_at = item, place, mark, opened_at
        self.name = f"{item.spec.id}@{place}" if item.spec.again and place else item.spec.id
        """what it is called while it is open: one that may open again is open for each place apart"""
        self.words = ""
        self.orders: tuple[tuple[str, str, str], ...] = ()
        """what the room orders besides its option: (unit, task, place) each"""
        self.calls: list[Call] = []
        self.taken = ""


class Decisions:
    """Opens and closes decisions."""

    def __init__(self, world: World, forced: dict[str, str]):
        self.w = world
        self.open_now: dict[str, OpenDecision] = {}
        self.forced = forced
        """decision -> option that a headless room takes, whatever its model says"""
        self._holding: list[str] = []
        """open decisions that hold the clock, the first one first"""
        self._withheld: set[str] = set()
        """open decisions that the model leaves alone, by the name that answers them"""

    def held(self) -> str | None:
        """The decision that holds the clock: it asks a role that people play, and nobody has answered."""
        return self._holding[0] if self._holding else None

    def holds(self, name: str) -> bool:
        """Whether this decision holds the clock."""
        return name in self._holding

    def let_run(self, name: str) -> None:
        """The clock runs on although the decision is open."""
        if name in self._holding:
            self._holding.remove(name)

    def open(self, item: CompiledDecision, place: str, mark: int, given: tuple[int, ...]) -> int:
        """The situation puts the question; gives the seq of its opening."""
        spec, w = item.spec, self.w
        data = {"asks": spec.role, "options": list(item.options), "deadline_s": spec.deadline, "at": place}
        seq = w.emit("decision_opened", spec.id, data, mark, given)
        w.write(f"decision@{spec.id}", 1, "open", seq, True)
        decision = OpenDecision(item, place, seq, w.now)
        self.open_now[decision.name] = decision
        player = w.played_by.get(spec.role, "model")
        if player == "model":
            self._model(decision)
        elif spec.hold:
            self._holding.append(decision.name)
            w.clock.halt(lambda: bool(self._holding))
        if decision.name in self.open_now:
            decision.calls.append(w.clock.call_later(spec.deadline, self._deadline, decision))
        return seq

    def _model(self, decision: OpenDecision) -> None:
        """The scenario's model of a room: which option, after how long."""
        spec = decision.item.spec
        u = self.w.draws.several(f"{spec.id}@{decision.place}", "room")
        option = self.forced.get(spec.id) or self._chosen(spec.weights, u[0])
        if not option:
            return
        key = f"{spec.id}@{decision.place}"
        wait, decision.mark = self.w.staffing.gathers(
            self.w.command.get(spec.post), spec.id, decision.place, decision.mark
        )
        delay = 0.0 if spec.after is None else spec.after.draw(self.w.draws.once(key, "room")) * self.w.staffing.slows()
        if wait + delay > spec.deadline and wait:
            return  # who was to answer does not sit yet
        delay = min(wait + delay, spec.deadline)
        decision.calls.append(
            self.w.clock.call_later(delay, self.take, decision, option, marked("the room"), decision.mark)
        )

    @staticmethod
    def _chosen(weights: tuple[tuple[str, float], ...], u: float) -> str:
        for option, weight in weights:
            if u < weight:
                return option
            u -= weight
        return weights[-1][0] if weights else ""

    def hand_over(self, withhold: Collection[str] = ()) -> None:
        """The model answers what is still open, and nothing holds the clock; what is over its time gets its default.

        What is withheld waits for a command, however long.
        """
        self._holding.clear()
        self._withheld.update(name for name, d in self.open_now.items() if d.item.spec.id in withhold)
        for decision in list(self.open_now.values()):
            if decision.taken or decision.name in self._withheld:
                continue
            spec = decision.item.spec
            self._model(decision)
            if self.w.now >= decision.opened_at + spec.deadline:
                decision.calls.append(self.w.clock.call_later(0, self._deadline, decision))

    def find(self, name: str) -> OpenDecision | None:
        """The open decision of that name; of several places only with its place: ``second_site@north``."""
        found = [d for key, d in self.open_now.items() if name in (key, d.item.spec.id)]
        return found[0] if len(found) == 1 else self.open_now.get(name)

    def take(self, decision: OpenDecision, option: str, by: str, cause: int) -> None:
        """An answer is given; it acts at once, or after the thinking that it costs."""
        if decision.taken:
            return
        decision.taken = option
        self._withheld.discard(decision.name)
        self.let_run(decision.name)
        for call in decision.calls:
            self.w.clock.cancel(call)
        player = self.w.played_by.get(decision.item.spec.role, "model")
        wait = decision.item.spec.thinking if player == "room" and decision.item.spec.thinking > 0 else 0
        if wait:
            self.w.clock.later(wait, self._close, decision, option, "decision_taken", by, cause)
        else:
            self._close(decision, option, "decision_taken", by, cause)

    def _deadline(self, decision: OpenDecision) -> None:
        spec = decision.item.spec
        player = self.w.played_by.get(spec.role, "model")
        if decision.taken:
            return
        option = self.forced.get(spec.id) or spec.default
        if player != "model" or decision.name in self._withheld:
            self.w.emit("default_proposed", spec.id, {"option": option}, decision.mark)
            return
        decision.taken = option
        self._close(decision, option, "decision_defaulted", "nobody", decision.mark)

    def _close(self, decision: OpenDecision, option: str, kind: str, by: str, cause: int) -> None:
        spec, w = decision.item.spec, self.w
        self.open_now.pop(decision.name, None)
        after = w.now - decision.opened_at
        data = {"option": option, "by": by, "after_s": after, "at": decision.place, "words": decision.words[:200]}
        seq = w.emit(kind, spec.id, data, cause, w.given(*(m for m in (decision.mark,) if m != cause)))
        w.write(f"decision@{spec.id}", 2, option, seq, True)
        w.rules.last[spec.id] = (w.now, seq)
        post = w.command.get(spec.post)
        if post is not None:
            w.pictures_of_posts.learn(post, f"decision@{spec.id}", "", 2, option, w.now, seq)
        chosen = decision.item.options.get(option)
        if chosen is not None:
            w.effects.apply(chosen.effects, spec.id, seq)
            w.orders.option(spec.id, chosen, post, decision.place, seq)
        for unit, task, place in decision.orders:
            w.orders.direct(w.units[unit], task, place, seq, spec.id)
