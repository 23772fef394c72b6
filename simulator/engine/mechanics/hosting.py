"""Hosting: what people who were taken in expect, what they get, and when they go home.

Model
    A base provides for so many people.  The share of need that is met is ``provided / inside``, at most 1.  What people
    expect is a level that promises raise.  Each half hour, with the gap g = expected - met,

        trust falls by ``let_down`` * g an hour, tension rises by ``unmet`` * g an hour      (g > 0)
        trust rises by ``kept`` an hour                                                       (else)

    and what they expect comes half way to what they get in ``adapts``.  By day, when nothing goes on at home, people
    set out for home at the rate

        ``home`` * (1 - tension / ``afraid``) * (1 - ``pull`` * expected)

    times ``unguarded`` where no armed unit stands at home;

    so a promise beyond what there is keeps people where it cannot be kept.  A man armed inside begins fights at
    ``strikes`` * tension until he has gone home.  Of those who ran ``lost`` are children without their families; a team
    that registers (``register``) finds those in ``reunited``, else they are found in ``by_chance``.

Parameters
    ``parameters.influx``, all [A] but ``varies``.

Oracle
    With nobody going home and a constant gap trust falls in a straight line; with ``adapts`` the loss is
    let_down * g * adapts / ln 2 in the end.

Never
    People do not know what the base has; they know what they were told, and what they get.
"""

from __future__ import annotations

from math import exp, log

from simulator.blueprint.model import HostingSpec
from simulator.engine.draws import poisson
from simulator.engine.duties import Order
from simulator.engine.entities import Place
from simulator.engine.mechanics.base import Mechanism, bounded
from simulator.engine.mechanics.influx import Rush
from simulator.engine.world import World

__all__ = ["Hosting"]

_STEP = 600
_EVERY = 3
"""steps between two events about what people get"""


class Hosting(Mechanism):
    """Keeps who is hosted, and what they think of it."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.influx
        spec = world.blueprint.hosting
        self.spec: HostingSpec | None = spec
        self.expected = spec.expected if spec else 0.0
        self.provided = float(spec.provides) if spec else 0.0
        self.inside = self.came = 0.0
        self.mark = 0
        self._origin: Place | None = None
        self._went = 0.0
        """those who went home since the last event about it"""
        self._steps = 0
        self._armed: dict[str, float] = {}
        """armed man inside -> part of those who came in that has gone home when he goes"""
        self._apart: list[float] = []
        """children without their families: each with how much looking for it takes"""
        self._looked = 0.0
        self._registers: list[Order] = []
        self._register_mark = 0
        world.duties.offer("register", self._register, self._no_longer)

    # coming in

    def fled(self, rush: Rush) -> None:
        """People have run: there are children among them who have lost their families."""
        self._origin = rush.origin
        count = round(rush.total * self.p.lost)
        self._apart += [-log(1 - self.w.draws.once(rush.event.id, f"child {k}")) for k in range(count)]
        self._apart.sort()
        if not self._steps:
            self._steps = 1
            self.w.clock.later(_STEP, self._step)

    def arrived(self, people: float, cause: int) -> None:
        """People have come in."""
        self.inside += people
        self.came += people
        self.mark = self.mark or cause

    def told(self, mark: int) -> None:
        """An event says how many are inside."""
        self.mark = mark
        self.w.write("hosted", round(self.inside), "", mark, True)

    # each ten minutes

    def _step(self) -> None:
        self.w.clock.later(_STEP, self._step)
        self._look_for_families()
        if self.inside < 1 or self.spec is None:
            return
        going = self.inside * (1 - exp(-self.rate() * _STEP))
        self.inside -= going
        self._went += going
        base = self.w.places[self.spec.at]
        base.people = max(0.0, base.people - going)
        if self._origin is not None:
            self._origin.people += going
        self._steps += 1
        if self._steps % _EVERY == 0:
            self._assess()

    def rate(self) -> float:
        """People who set out for home, of those inside, a second."""
        home = self._origin
        if home is None or self.w.daylight.night or self.w.harm.at(home.id):
            return 0.0
        calm = max(0.0, 1 - self.w.community.tension / self.p.afraid)
        guarded = any(u.spec.armed for u in home.units)
        return self.p.home * calm * (1 - self.p.pull * self.expected) * (1.0 if guarded else self.p.unguarded)

    def met(self) -> float:
        """Share of what people need that they get."""
        return min(1.0, self.provided / self.inside) if self.inside else 1.0

    def _assess(self) -> None:
        """Half an hour of what people expect and get."""
        assert self.spec is not None
        met, hours = self.met(), _STEP * _EVERY / 3600
        gap = max(0.0, self.expected - met)
        data = {
            "inside": round(self.inside),
            "home": round(self._went),
            "expected": round(self.expected * 1000),
            "met": round(met * 1000),
        }
        given = self.w.given(self.w.community.mark, self._origin.mark if self._origin else 0)
        self._went = 0.0
        self.told(self.w.emit("hosting_assessed", self.spec.at, data, self.mark or self.w.started, given))
        trust = -self.p.let_down * gap if gap > 0 else self.p.kept
        self.w.community.move(trust=trust * hours, tension=self.p.unmet * gap * hours, cause=self.mark)
        self.expected = met + (self.expected - met) * 0.5 ** (hours * 3600 / self.p.adapts)

    # promises and supplies

    def expect(self, value: float, cause: int, *, relative: bool) -> None:
        """What people expect changes, by what they are told."""
        self.expected = bounded(value + (self.expected if relative else 0.0))
        self._changed(cause)

    def supply(self, people: float, cause: int) -> None:
        """So many more people can be provided for."""
        self.provided += people
        self._changed(cause)

    def _changed(self, cause: int) -> None:
        data = {"expected": round(self.expected * 1000), "provided": round(self.provided)}
        self.mark = self.w.emit("hosting_changed", self._at(), data, cause, self.w.given(self.mark))

    def _at(self) -> str:
        return self.spec.at if self.spec is not None else "base"

    # arms inside

    def armed(self, name: str, cause: int) -> None:
        """A man whose weapon was not found is inside."""
        if self.spec is None:
            return
        self._armed[name] = self.w.draws.once(name, "goes home")
        self._next_fight(name, 0, cause)

    def _next_fight(self, name: str, number: int, cause: int) -> None:
        u = self.w.draws.once(name, f"next fight {number}")
        self.w.clock.later(-log(1 - u) / self.p.strikes, self._fight, name, number, cause)

    def _fight(self, name: str, number: int, cause: int) -> None:
        assert self.spec is not None
        if self.came and 1 - self.inside / self.came > self._armed[name]:
            return
        self._next_fight(name, number + 1, cause)
        if self.w.draws.once(name, f"fights {number}") >= self.w.community.tension:
            return
        hurt = 1 + poisson(self.p.strike_hurts, self.w.draws.once(name, f"hurts {number}"))
        given = self.w.given(self.w.community.mark, self.mark)
        seq = self.w.emit("fight_inside", self.spec.at, {"hurt": hurt}, cause, given)
        for k in range(hurt):
            self.w.casualties.hurt(f"{name}/{number}/{k}", self.spec.at, "perpetrator", seq, beaten=True)

    # registration

    def _register(self, order: Order) -> None:
        """A team takes down names, and who looks for whom."""
        if not self._apart and self._origin is not None:
            self.w.duties.done(order, order.mark, self._register_mark)
            return
        self._registers.append(order)
        self._register_mark = self.w.emit("registration_began", order.unit.at, {"by": order.unit.id}, order.mark)

    def _no_longer(self, order: Order) -> None:
        if order in self._registers:
            self._registers.remove(order)

    def _look_for_families(self) -> None:
        """Children are brought to their families: by registration soon, else by chance."""
        if not self._apart or self.came < 1:
            return
        self._looked += _STEP / (self.p.reunited if self._registers else self.p.by_chance)
        found = sum(1 for child in self._apart if child <= self._looked)
        if not found:
            return
        del self._apart[:found]
        data = {"count": found, "left": len(self._apart)}
        seq = self.w.emit("children_reunited", self._at(), data, self._register_mark or self.mark or self.w.started)
        if not self._apart:
            for order in list(self._registers):
                self._registers.remove(order)
                self.w.duties.done(order, seq)
