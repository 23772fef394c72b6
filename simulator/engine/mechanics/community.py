"""Community: trust, tension and consent, moved by what happens; meetings and liaison.

Model
    Three levels between 0 and 1.  Each event moves them by a fixed step (``parameters.community``),
    cut off at the bounds, so each level is monotone in each cause: harm behind the wire costs trust
    and raises tension, a gate held against people in flight costs trust, a secured place wins some
    back, unrest raises tension until the crowds are apart, a meeting of leaders lowers it (C50).
    Tension falls back half way to where it began in ``calms``.  Tension feeds the resolve of men who
    come from a community:

        resolve = own resolve + ``resolve`` * (tension - 0.5)

    A host liaison officer, once called, comes the sooner the greater the consent; with one, men whom
    the host controls weigh less (mechanism *force*).  Staffs know the levels as civil affairs assess
    them each hour, to a tenth.

Parameters
    ``parameters.community``, all [A].

Oracle
    Monotone in each cause; bounds; half-life of tension.

Never
    Nobody is asked who they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simulator.engine.duties import Order
from simulator.engine.entities import Group, Staffed
from simulator.engine.mechanics.base import Mechanism, bounded
from simulator.engine.world import World

__all__ = ["Community"]

LEVELS = ("trust", "tension", "consent")


class Community(Mechanism):
    """Holds the levels and what moves them."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.community
        b = world.blueprint
        self.trust, self.tension, self.consent = b.trust, b.tension, b.consent
        self.liaison = 0
        """the mark of the host liaison officer's coming; 0 while there is none"""
        self.met = False
        self.mark = 0
        self._waiting: list[Callable[[int], object]] = []
        self._called = False
        self._since = 0
        """when tension last moved"""
        self._assessed: dict[str, float] = {}
        self._step = 3600 if b.duration <= 14 * 86400 else 86400
        world.duties.offer("mediate", self._mediate)
        world.orders.offer_staff("call_liaison", self._call_liaison)

    def begin(self) -> None:
        """Write the levels and start assessing them."""
        self._write(LEVELS, self.w.started)
        self._assess()

    def _write(self, names: Iterable[str], mark: int) -> None:
        for name in names:
            self.w.write(name, round(getattr(self, name), 4), "", mark, True)

    def _assess(self) -> None:
        """Civil affairs tell all posts what they think the levels are; tension settles meanwhile."""
        w = self.w
        if abs(self._settling()) >= 0.02:
            self.move(cause=self.mark or w.started, settles=True)
        for name in LEVELS:
            level = round(getattr(self, name), 1)
            if self._assessed.get(name) != level:
                self._assessed[name] = level
                w.pictures_of_posts.everywhere(name, level, self.mark or w.started)
        w.clock.later(self._step, self._assess)

    def _settling(self) -> float:
        """By how much tension has gone back to where it began since it last changed."""
        kept = float(0.5 ** ((self.w.now - self._since) / self.p.calms))
        return (self.w.blueprint.tension - self.tension) * (1 - kept)

    def move(
        self,
        *,
        trust: float = 0.0,
        tension: float = 0.0,
        consent: float = 0.0,
        cause: int,
        settles: bool = False,
    ) -> None:
        """Move the levels; what changed is one event.  Tension that moves has settled first."""
        if tension or settles:
            tension, self._since = tension + self._settling(), self.w.now
        new = (bounded(self.trust + trust), bounded(self.tension + tension), bounded(self.consent + consent))
        if new == (self.trust, self.tension, self.consent):
            return
        changed = [name for name, level in zip(LEVELS, new, strict=True) if level != getattr(self, name)]
        self.trust, self.tension, self.consent = new
        data = {"trust": round(new[0] * 1000), "tension": round(new[1] * 1000), "consent": round(new[2] * 1000)}
        self.mark = self.w.emit("community_changed", "community", data, cause, self.w.given(self.mark))
        self._write(changed, self.mark)

    def put(self, name: str, value: float, cause: int, *, relative: bool) -> None:
        """Set or change one level, by an inject or a decision."""
        delta = value if relative else value - getattr(self, name)
        moves = {"trust": 0.0, "tension": 0.0, "consent": 0.0} | {name: delta}
        self.move(trust=moves["trust"], tension=moves["tension"], consent=moves["consent"], cause=cause)

    def resolve(self, group: Group) -> float:
        """The resolve of a group, as tension in its community makes it."""
        if not group.spec.community:
            return group.resolve
        return bounded(group.resolve + self.p.resolve * (self.tension - 0.5))

    # unrest and meetings

    def unrest(self, at: str, cause: int) -> None:
        """Unrest began: tension rises while it lasts, and leaders have to meet about it."""
        self.met = False
        self.w.clock.later(1800, self._festers, at, cause)

    def _festers(self, at: str, cause: int) -> None:
        if any(attack.kind == "unrest" for attack in self.w.harm.at(at)):
            self.move(tension=self.p.unrest, cause=cause)
            self.w.clock.later(1800, self._festers, at, cause)

    def _mediate(self, order: Order) -> None:
        """Bring the leaders together and keep them talking."""
        takes = self.p.meeting.draw(self.w.draws.once(order.key, "meeting")) * (1.5 - self.trust)
        self.w.clock.later(takes, self._meeting_held, order)

    def _meeting_held(self, order: Order) -> None:
        if not order.stands:
            return
        seq = self.w.emit(
            "meeting_held", "leaders", {"by": order.unit.id, "at": order.unit.at}, order.mark, self.w.given(self.mark)
        )
        self.met = True
        self.move(tension=self.p.mediated, trust=self.p.secured / 2, cause=seq)
        for then in self._waiting:
            then(seq)
        self._waiting.clear()
        self.w.duties.done(order, seq)

    def when_met(self, then: Callable[[int], object]) -> None:
        """Call ``then(mark)`` after the leaders have met."""
        self._waiting.append(then)

    # liaison

    def _call_liaison(self, post: Staffed, step: object, place: str, cause: int) -> None:
        if self._called or self.consent < 0.1:
            return
        self._called = True
        takes = self.p.liaison.draw(self.w.draws.once("liaison", f"called by {post.id}")) * (1.5 - self.consent)
        self.w.clock.later(takes, self._liaison_came, cause)

    def _liaison_came(self, cause: int) -> None:
        self.mark = self.liaison = self.w.emit(
            "liaison_came", "liaison", {"consent": round(self.consent * 1000)}, cause, self.w.given(self.mark)
        )
