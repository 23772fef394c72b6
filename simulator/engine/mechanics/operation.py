"""Operation: a cordon and search hour by hour - who talks, how the line closes, what is carried out through it.

Model
    *Word.*  From the plan on each of n people who know lets it out with a hazard of ``talks`` an hour, each
    leader who is told before the cordon stands with ``leaders_talk``:

        P(word is out by t) = 1 - exp(-integral of (talks * planners + leaders_talk * leaders told))

    A cordon that can be seen is word enough.  People who trust the mission say that word is out.

    *Line.*  The outer cordon is held by the units that the plan names, the inner one by others.  A line of
    L metres is closed to the share min(1, people * ``metres`` / L); who gets out has to pass both:

        gap = (1 - outer) * (1 - inner), at least ``seam`` until the two are joined, more while a crowd is there

    They are joined ``agreed`` after both are there, or ``unclear`` where the plan does not say who has which part
    (C04).  Teams go in when every party stands and the lines are joined, or ``patience`` after the lines were joined.

    *Caches.*  Once word is out each cache is carried off with the hazard ``carried`` * gap an hour, ``rush`` times
    faster when a cordon can be seen; each has a budget of its own.  After the cordon is lifted those caches
    come back: ``by_gate`` of them past a gate, which finds them (search.gate_finds) or does not (C14).

Parameters
    ``parameters.cordon``; domain 2, S10, all [A].

Oracle
    The chance of a leak and the share carried off by closed form; the gap by hand.

Never
    Nobody who plans knows that word is out before somebody says so.
"""

from __future__ import annotations

from math import log

from simulator.blueprint.model import StepSpec
from simulator.catalogue import marked
from simulator.engine.clock import Call
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World, marks

__all__ = ["ZONE", "Cache", "Operation"]

ZONE = 30
"""shelters of a zone"""
_TICK, _HOUR = 300, 3600


class Cache:
    """Weapons hidden in a shelter: ``state`` is there, moved, found, seized (at a gate) or back."""

    __slots__ = ("budget", "leader", "mark", "name", "shelter", "state", "women", "zone")

    def __init__(self, name: str, zone: int, shelter: int, budget: float, *, women: bool, leader: bool):
        self.name, self.zone, self.shelter, self.budget = name, zone, shelter, budget
        self.women, self.leader = women, leader
        self.state, self.mark = "there", 0


class Operation(Mechanism):
    """Takes an operation through its phases: planned, cordon, search, lifted."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.cordon
        self.spec = world.blueprint.operation
        self.phase = "planned"
        self.rings: dict[str, list[Order]] = {"outer": [], "inner": []}
        self.told = ""
        """when leaders were told: before, entry or never (empty)"""
        self.told_mark = self.out = self.joined = self.mark = 0
        self.caches: list[Cache] = []
        self._began = self._since = 0
        self._gap, self._carried = 1.0, 0.0
        self._talk_budget, self._talk_since = 0.0, 0
        self._word: Call | None = None
        self._joining = False
        world.duties.offer("cordon", self._takes, self._leaves)
        world.orders.offer_staff("tell_leaders", self._tell)
        world.orders.offer_staff("lift_cordon", self._lift)

    def begin(self) -> None:
        """Hide the caches; from the plan on people know."""
        spec = self.spec
        if spec is None:
            return
        self.caches = self.w.sweep.hide(spec)
        self._talk_budget = -log(1 - self.w.draws.once(spec.of, "word gets out"))
        self.w.clock.call_at(spec.planned, self._planned)

    @property
    def place(self) -> str:
        """The sector; empty where there is no operation."""
        return self.spec.of if self.spec is not None else ""

    # word

    def _planned(self) -> None:
        assert self.spec is not None
        self.mark = self.w.emit("operation_planned", self.place, {"count": self.spec.planners}, self.w.started)
        self._talk_since = self.w.now
        self._expect_word(self.mark)

    def _rate(self) -> float:
        """Hazard a second that word gets out."""
        assert self.spec is not None
        leaders = self.spec.leaders if self.told == "before" else 0
        return (self.p.talks * self.spec.planners + self.p.leaders_talk * leaders) / _HOUR

    def _expect_word(self, cause: int) -> None:
        rate = self._rate()
        self.w.clock.cancel(self._word)
        if rate > 0 and not self.out:
            self._word = self.w.clock.call_later(max(0.0, self._talk_budget / rate), self._leaks, cause)

    def _leaks(self, cause: int) -> None:
        """Word is out; who trusts the mission says so."""
        if self.out:
            return
        why = marked("leaders talk") if self.told == "before" else marked("somebody who planned it talks")
        self.word_out(why, cause, self.told_mark)
        u = self.w.draws.several(self.place, "warns of the leak")
        if u[0] < self.w.community.trust:
            given = self.w.given(self.w.community.mark)
            self.w.clock.later(self.p.warned.draw(u[1]), self._warns, self.out, given)

    def word_out(self, why: str, cause: int, *given: int) -> None:
        """People of the sector know what is coming."""
        self.out = self.w.emit("word_out", self.place, {"why": why}, cause, self.w.given(*given))
        self._since = self.w.now
        self.w.write(f"leak@{self.place}", 1, "open", self.out)
        self.w.clock.later(_TICK, self._tick)

    def _warns(self, cause: int, given: tuple[int, ...]) -> None:
        assert self.spec is not None
        if self.phase == "planned":
            police = next((self.w.units[name].under for name in self.spec.inner), "")
            teller = self.w.observation.community
            self.w.reporting.report(teller, police, "leak", self.place, 1, "open", cause, given)

    def _tell(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Leaders are told: the day before, when they may talk, or as the teams go in."""
        if self.spec is None or self.told or self.phase == "lifted":
            return
        if self.phase == "planned":
            self._talk_budget -= self._rate() * (self.w.now - self._talk_since)
            self._talk_since = self.w.now
        self.told = "before" if self.phase == "planned" else "entry"
        when = marked("before the cordon") if self.told == "before" else marked("as the teams go in")
        data = {"what": when, "count": self.spec.leaders}
        self.told_mark = self.w.emit("leaders_told", self.place, data, cause, self.w.given(self.mark))
        if self.phase == "planned":
            self._expect_word(self.told_mark)

    # the line

    def share(self, ring: str) -> float:
        """How much of a line is held."""
        assert self.spec is not None
        people = sum(order.unit.strength for order in self.rings[ring])
        return min(1.0, people * self.p.metres / self.spec.cordon)

    def gap(self) -> float:
        """The chance that somebody who carries something gets through both lines."""
        if self.phase != "search" and self.phase != "cordon":
            return 1.0
        gap = (1 - self.share("outer")) * (1 - self.share("inner"))
        gap = gap if self.joined else max(gap, self.p.seam)
        return min(1.0, gap + (self.w.p.sweep.crowd_gap if self.w.bystanders.crowd else 0.0))

    def parties(self) -> tuple[int, ...]:
        """Marks of the units that stand in the line, and of what joined it."""
        units = marks(order.unit for ring in self.rings.values() for order in ring)
        return self.w.given(*units, self.joined, self.w.bystanders.mark)

    def _takes(self, order: Order) -> None:
        """A unit takes its part of the line, where the plan names it."""
        spec, unit = self.spec, order.unit
        ring = "" if spec is None else "outer" if unit.id in spec.outer else "inner" if unit.id in spec.inner else ""
        if not ring or self.phase == "lifted" or unit.at != self.place:
            self.w.duties.done(order, order.mark)
            return
        if self.phase == "planned":
            self.phase, self._began = "cordon", self.w.now
        self.rings[ring].append(order)
        data = self._changed(ring)
        unit.mark = self.w.emit("cordon_taken", unit.id, data, order.mark, self.w.given(unit.mark))
        self._say(unit.mark)
        if not self.out:
            self.word_out(marked("the cordon can be seen"), unit.mark)
        if all(self.rings.values()) and not self._joining:
            self._joining = True
            takes = self.p.agreed if self.spec and self.spec.responsibilities else self.p.unclear
            u = self.w.draws.once(self.place, "joins the lines")
            self.w.clock.later(takes.draw(u), self._join, self.w.now, unit.mark)
        self._ready(unit.mark)

    def _leaves(self, order: Order) -> None:
        """A unit is called away from the line."""
        for ring, orders in self.rings.items():
            if order in orders:
                orders.remove(order)
                data, unit = self._changed(ring), order.unit
                unit.mark = self.w.emit("cordon_thinned", unit.id, data, unit.mark)
                self._say(unit.mark)

    def _changed(self, ring: str) -> dict[str, str | int]:
        """A line is held by others than before."""
        self.changed()
        what = marked("outer cordon") if ring == "outer" else marked("inner cordon")
        return {"at": self.place, "what": what, "share": round(100 * self.share(ring))}

    def _say(self, mark: int) -> None:
        state = "standing" if self.phase == "search" else "gap"
        self.w.write(f"cordon@{self.place}", round(100 * (1 - self._gap)), state, mark)

    def _join(self, since: int, cause: int) -> None:
        """Each party knows where the next one stands."""
        if self.phase == "lifted":
            return
        self.flow()
        assert self.spec is not None
        data = {"takes_s": self.w.now - since, "agreed": self.spec.responsibilities}
        self.joined = self.w.emit("cordon_joined", self.place, data, cause, self.parties())
        self._gap = self.gap()
        self.w.clock.later(self.p.patience, self._enter, self.joined)
        self._ready(self.joined)

    def _ready(self, cause: int) -> None:
        spec = self.spec
        assert spec is not None
        there = {order.unit.id for ring in self.rings.values() for order in ring}
        if self.joined and there >= {*spec.outer, *spec.inner}:
            self._enter(cause)

    def _enter(self, cause: int) -> None:
        """The cordon stands: the teams may go in."""
        if self.phase != "cordon" or not all(self.rings.values()):
            return
        self.flow()
        self.phase = "search"
        self._gap = self.gap()
        data = {"took_s": self.w.now - self._began, "gap": round(100 * self._gap)}
        self.mark = self.w.emit("cordon_closed", self.place, data, cause, self.parties())
        self._say(self.mark)
        unit = self.rings["inner"][0].unit
        closed = round(100 * (1 - self._gap))
        self.w.reporting.report(unit, "", "cordon", self.place, closed, "standing", self.mark)
        self.w.sweep.enter(self.mark)
        self.w.bystanders.enter(self.mark)

    # what is carried out

    def changed(self) -> None:
        """A crowd came or went: the line is as good as it is now."""
        self.flow()
        self._gap = self.gap()

    def _tick(self) -> None:
        if self.phase != "lifted":
            self.flow()
            self.w.clock.later(_TICK, self._tick)

    def flow(self) -> None:
        """What was carried out since the last time, through the gap that there was."""
        if not self.out:
            return
        seconds, self._since = self.w.now - self._since, self.w.now
        rate = self.p.carried * (self.p.rush if self.phase != "planned" else 1.0)
        self._carried += rate * self._gap * seconds / _HOUR
        gone = [c for c in self.caches if c.state == "there" and c.budget <= self._carried]
        if not gone:
            return
        left = sum(c.state == "there" for c in self.caches) - len(gone)
        data = {"count": len(gone), "left": left}
        seq = self.w.emit("caches_moved", self.place, data, self.out, self.parties())
        for cache in gone:
            cache.state, cache.mark = "moved", seq

    # the end

    def _lift(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """The cordon is lifted: everybody is free, and what was moved comes back."""
        if self.spec is None or self.phase == "lifted":
            return
        self.flow()
        self.phase, self._gap = "lifted", 1.0
        self.mark = self.w.emit("cordon_lifted", self.place, {"by": post.id}, cause, self.parties())
        self.w.write(f"cordon@{self.place}", 0, "gone", self.mark, live=False)
        for order in [o for ring in self.rings.values() for o in ring]:
            self.w.duties.done(order, self.mark)
        self.rings = {"outer": [], "inner": []}
        self.w.sweep.stop(self.mark)
        self.w.bystanders.lifted(self.mark)
        for cache in self.caches:
            if cache.state == "moved":
                takes = self.p.returns.draw(self.w.draws.once(cache.name, "comes back"))
                self.w.clock.later(takes, self._comes_back, cache)

    def _comes_back(self, cache: Cache) -> None:
        assert self.spec is not None
        u = self.w.draws.several(cache.name, "way back")
        found = self.spec.gate_search and u[0] < self.p.by_gate and u[1] < self.w.p.search.gate_finds
        cache.state = "seized" if found else "back"
        given = self.w.given(cache.mark)
        if found:
            cache.mark = self.w.emit("weapon_found", self.place, {"by": marked("returning")}, self.mark, given)
        else:
            cache.mark = self.w.emit("cache_returned", self.place, {}, self.mark, given)
            count = sum(c.state == "back" for c in self.caches)
            self.w.write(f"cache_back@{self.place}", count, "open", cache.mark)
