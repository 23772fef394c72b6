"""Needs of protection: people somewhere are threatened, again and again; is there anybody in time?

Model
    Each need of the file comes as a Poisson process of its own rate.  While one is open in a place,
    another there is part of it, so that what comes does not depend on who answers.  Of those who come from
    ``outside`` a perimeter may hold some off (mechanism *works*).  After ``heard`` the
    post of operations hears of it; rules and decisions send whom they have.  A unit that has come to
    ``answer``, or that stands there on guard already, acts for a while; with its contingent's readiness r
    it takes the right step with the chance

        1 - errs * (1 - r)

    A need to which nobody has come by its end, ``within`` after it arose, is unmet.  Of the people
    threatened ``hurt`` are hurt, of those where somebody came and took the wrong step the part ``wrong``.
    A wrong step is a failure in the ledger of its contingent.

Parameters
    ``parameters.needs``, all [A].

Oracle
    Where units are there at once and a need cannot wait, the share that finds nobody is Erlang's loss
    formula B(c, a), for any length of stay; one more company is worth less than the one before it.

Never
    A need never knows where units stand.
"""

from __future__ import annotations

from math import log

from simulator.blueprint.model.readiness import NeedSpec
from simulator.catalogue import marked
from simulator.engine.duties import Order
from simulator.engine.entities import Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Needs"]

_LATE, _WRONG = marked("nobody came in time"), marked("the wrong step")


class Need:
    """One need: since when, and what has become of it."""

    __slots__ = ("id", "mark", "since", "spec", "state")

    def __init__(self, id: str, spec: NeedSpec, since: int, mark: int):
        self.id, self.spec, self.since, self.mark = id, spec, since, mark
        self.state = "open"
        """open, at_hand, met or unmet"""


class Needs(Mechanism):
    """Lets needs arise, and says what becomes of them."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.needs
        self.spec = world.blueprint.readiness
        self.at: dict[str, Need] = {}
        """place -> its last need"""
        world.duties.offer("answer", self._answer)

    def begin(self) -> None:
        """Each kind of need begins to come."""
        for need in self.spec.needs.values() if self.spec else ():
            if need.rate > 0:
                self._next(need, 0)

    def _next(self, need: NeedSpec, number: int) -> None:
        u = self.w.draws.stream(need.id, "need").uniform()
        self.w.clock.later(-log(1 - u) / need.rate, self._arises, need, number)

    def _arises(self, spec: NeedSpec, number: int) -> None:
        w = self.w
        self._next(spec, number + 1)
        old = self.at.get(spec.at)
        if old is not None and w.now < old.since + old.spec.within:
            return
        name = f"{spec.id}/{number + 1}"
        held_off, given = w.works.meets(name, spec)
        if held_off:
            return
        data = {"at": spec.at, "people": spec.people, "within_h": spec.within // 3600}
        mark = w.emit("need_arose", name, data, w.started, given)
        need = self.at[spec.at] = Need(name, spec, w.now, mark)
        w.clock.later(self.p.heard.draw(w.draws.once(name, "heard")), self._heard, need)
        there = self.standing(spec.at)
        if there is not None and there.order is not None:
            self._begins(need, there, there.order, mark, (there.mark,))
        w.clock.later(spec.within, self._ends, need)

    def standing(self, place: str) -> Unit | None:
        """A unit that stands on guard at a place and can act at once."""
        return next((u for u in self.w.units.values() if u.at == place and self._stands(u)), None)

    def _stands(self, unit: Unit) -> bool:
        return unit.order is not None and unit.state == "on_scene" and unit.order.step.task == "guard"

    def _heard(self, need: Need) -> None:
        if need.state == "open" and self.spec is not None:
            self._tell(need, need.spec.people, "open", need.mark)

    def _tell(self, need: Need, value: int, state: str, cause: int) -> None:
        assert self.spec is not None
        post = self.w.command.get(self.spec.operations)
        if post is not None:
            self.w.readiness.told(post.id, "need", need.spec.at, value, state, need.spec.id, cause)

    # answering

    def _answer(self, order: Order) -> None:
        """A unit is there: it acts, if there is still something to be done."""
        need = self.at.get(order.unit.at)
        if need is None or need.state != "open":
            self.w.duties.done(order, order.mark, need.mark if need else 0)
            return
        self._begins(need, order.unit, order, order.mark)

    def _begins(self, need: Need, unit: Unit, order: Order, cause: int, given: tuple[int, ...] = ()) -> None:
        need.state = "at_hand"
        takes = self.p.acts.draw(self.w.draws.once(need.id, "acts"))
        self.w.clock.later(takes, self._acted, need, unit, order, cause, given)

    def _acted(self, need: Need, unit: Unit, order: Order, cause: int, marks: tuple[int, ...]) -> None:
        w = self.w
        if unit.order is not order:  # called away before it had done anything
            need.state = "open"
            if w.now >= need.since + need.spec.within:
                self._ends(need)
            return
        contingent = w.contingents.get(unit.contingent)
        ready = w.readiness.contingents.get(unit.contingent)
        level = w.readiness.rehearsed(contingent)
        right = w.draws.once(need.id, "step") >= self.p.errs * (1 - level)
        data = {"at": need.spec.at, "by": unit.id, "right": int(right), "after_h": (w.now - need.since) // 3600}
        given = w.given(need.mark, *marks, *((ready.mark,) if ready else ()))
        seq = need.mark = w.emit("need_answered", need.id, data, cause, given)
        if right:
            need.state = "met"
        else:
            self._unmet(need, _WRONG, self.p.hurt * self.p.wrong, seq)
            if ready is not None:
                w.ledger.failed(ready, need.id, seq)
        if order.step.task == "answer":
            w.duties.done(order, seq)
        self._tell(need, 0, "closed", seq)

    def _ends(self, need: Need) -> None:
        """The time is over."""
        if need.state == "open":
            self._unmet(need, _LATE, self.p.hurt, need.mark)
            self._tell(need, 0, "closed", need.mark)

    def _unmet(self, need: Need, why: str, share: float, cause: int) -> None:
        need.state, w = "unmet", self.w
        given = w.readiness.marks() if why == _LATE else ()
        need.mark = w.emit("need_unmet", need.id, {"at": need.spec.at, "why": why}, cause, given)
        count = max(1, round(need.spec.people * share * (0.5 + w.draws.once(need.id, "hurt"))))
        seq = w.emit("violence_happened", need.spec.at, {"count": count}, need.mark)
        w.community.move(trust=w.p.community.harm_trust * w.community.trust, cause=seq)
