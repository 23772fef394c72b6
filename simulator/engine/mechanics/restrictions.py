"""Restrictions: what the host orders at its checkpoints, and what it learns from how the mission answers.

Model
    At each checkpoint the host considers an order to let nobody pass, as a Poisson process at the rate that
    the scenario gives (C07).  A candidate becomes an order with the chance

        d = (1 - consent) * (1 + ``learnt`` * lesson),  between 0 and 1

    so that orders come at rate * d.  An order holds for a drawn time.  Where denials are raised with the
    authorities (C07), a note goes to them every ``raise_every``, and each ends the order with the chance ``lifted`` *
    (0.5 + consent).  A stream may bring an order too (``deny``).  The *lesson* lies between -1 and 1 and begins
    at 0: a patrol that gives way teaches the host that denial works, one that stands and is let through that it
    does not.  So insisting costs consent now, and giving way costs denials later.  Talks of the head of
    mission win ``engagement`` of the consent that is missing each week (C43).

Parameters
    ``parameters.checkpoint``, [A].

Oracle
    Orders a week: rate x (1 - consent); what is left of orders that are raised; consent won by talks.

Never
    The host knows no plan and no picture; it does not choose whom it denies passage.
"""

from __future__ import annotations

from math import log

from simulator.blueprint.model import StreamSpec
from simulator.catalogue import marked
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism, bounded
from simulator.engine.world import World

__all__ = ["Restrictions"]

_WEEK = 7 * 86400


class Restrictions(Mechanism):
    """Gives and lifts the host's orders to let nobody pass."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.checkpoint
        self.spec = world.blueprint.access
        self.lesson = 0.0
        self.mark = 0
        """what last changed the lesson"""
        self._orders: dict[str, dict[str, int]] = {}
        """checkpoint -> orders in force there, each with its mark"""
        self._events: dict[str, StreamSpec] = {}
        self._last: dict[str, int] = {}
        """checkpoint -> what last began or ended an order there"""
        world.verbs["deny"] = self._deny
        world.orders.offer_staff("raise_denial", self._made_public)

    def begin(self) -> None:
        """Start what the host considers, and the talks."""
        spec = self.spec
        if spec is None:
            return
        if spec.restrictions > 0:
            for place in self.w.blueprint.places.values():
                if place.kind == "checkpoint":
                    self._next(place.id, spec.restrictions, 0)
        if spec.engaged:
            self.w.clock.later(_WEEK, self._talk)

    def chance(self) -> float:
        """How likely an order that the host considers is given."""
        return bounded((1 - self.w.community.consent) * (1 + self.p.learnt * self.lesson))

    def strictness(self, place: str) -> float:
        """How hard the commander of a checkpoint is to move, with what the host has learnt."""
        return bounded(self.w.blueprint.places[place].strictness + self.p.learnt * self.lesson)

    def given(self, place: str) -> tuple[int, ...]:
        """Marks of what the host's conduct at a checkpoint depends on."""
        return self.w.given(self._last.get(place, 0), self.mark, self.w.community.mark)

    def in_force(self, place: str) -> bool:
        """Whether an order holds to let nobody pass."""
        return bool(self._orders.get(place))

    def _next(self, place: str, rate: float, number: int) -> None:
        u = self.w.draws.stream(place, "restrictions").uniform()
        self.w.clock.later(-log(1 - u) / rate, self._considered, place, rate, number)

    def _considered(self, place: str, rate: float, number: int) -> None:
        self._next(place, rate, number + 1)
        name = f"{place}/{number}"
        if self.w.draws.once(name, "is given") >= self.chance():
            return
        assert self.spec is not None
        lasts = self.spec.lasts.draw(self.w.draws.once(name, "lasts"))
        self._impose(name, place, self.w.blueprint.places[place].held_by, lasts, self.w.started)

    def _deny(self, event: StreamSpec, on: str, seq: int) -> None:
        """The stream has a group let nobody pass."""
        if self.w.threat.group(event, seq) is None or self.spec is None:
            return
        lasts = event.for_s if event.for_s >= 0 else self.spec.lasts.draw(self.w.draws.once(event.id, "lasts"))
        self._events[event.id] = event
        self._impose(event.id, on, event.by, lasts, seq)

    def _impose(self, name: str, place: str, by: str, lasts: float, cause: int) -> None:
        data = {"by": by, "lasts_s": int(lasts)}
        mark = self.w.emit("restriction_began", place, data, cause, self.given(place))
        self._orders.setdefault(place, {})[name] = self._last[place] = mark
        self.w.clock.later(lasts, self.lift, place, name, marked("its time is over"), mark)
        if self.spec is not None and self.spec.raised:
            self.w.clock.later(self.p.raise_every, self._raised, place, name, 1, mark)

    def _raised(self, place: str, name: str, note: int, mark: int) -> None:
        """Another note to the authorities about an order."""
        if self._orders.get(place, {}).get(name) != mark:
            return
        if self.w.draws.once(name, f"raised {note}") < self.p.lifted * (0.5 + self.w.community.consent):
            self.lift(place, name, marked("it was raised with the authorities"), mark)
        else:
            self.w.clock.later(self.p.raise_every, self._raised, place, name, note + 1, mark)

    def lift(self, place: str, name: str, why: str, cause: int) -> None:
        """An order ends, if it is still in force."""
        if self._orders.get(place, {}).pop(name, None) is None:
            return
        seq = self._last[place] = self.w.emit("restriction_ended", place, {"why": why}, cause, self.given(place))
        if (event := self._events.pop(name, None)) is not None:
            self.w.threat.finish(event, seq)
        if not self.in_force(place):
            self.w.checkpoint.opened(place, seq)

    def lift_all(self, place: str, why: str, cause: int) -> None:
        """The authorities lift every order at a checkpoint."""
        for name in list(self._orders.get(place, ())):
            self.lift(place, name, why, cause)

    def learn(self, place: str, by: float, why: str, cause: int) -> None:
        """The host learns whether denial works."""
        new = bounded(self.lesson + by, -1.0)
        if new != self.lesson:
            self.lesson = new
            data = {"why": why, "lesson": round(new * 1000)}
            self.mark = self.w.emit("host_learnt", place, data, cause, self.w.given(self.mark))

    def _made_public(self, post: Staffed, step: object, place: str, cause: int) -> None:
        """A denial is recorded as a breach of the agreement and made public: it costs consent, and is noted."""
        seq = self.w.emit("denial_raised", place, {"by": post.id}, cause)
        self.w.community.move(consent=self.p.raise_consent, cause=seq)
        self.learn(place, self.p.stood, marked("the denial was made public"), seq)

    def _talk(self) -> None:
        community = self.w.community
        community.move(consent=self.p.engagement * (1 - community.consent), cause=community.mark or self.w.started)
        self.w.clock.later(_WEEK, self._talk)
