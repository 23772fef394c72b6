"""Sweep: search teams in the shelters of a cordoned sector, zone by zone.

Model
    A sector of S shelters is S / 30 zones.  ``clustered`` of the caches lie in ``hot`` of the zones; each is in one
    shelter.  A unit of s people has s / ``team`` teams; its women go to teams in pairs, as far as they reach (C41).  A
    zone takes ``walk`` and the times of its shelters (search.shelter_time), divided by the teams.

        sample      ``sampled`` shelters of each zone; a find sends the next free teams back for the rest of that zone
        saturate    every shelter of one zone after the other

    Zones of which people give a tip come first: the more trust, the more tips.  A shelter that is searched gives
    up its cache with search.shelter_finds (0.5); what only a woman officer may search gives up nothing to a team
    without them:

        expected finds = caches there * shelters searched / shelters * finds * (1 - with_women * (1 - mixed share))

    Residents complain, survivors of sexual violence speak to a team (C18) - counted and referred, never told.

Parameters
    ``parameters.sweep``; domain 3 rows "Shelter search; find p", "SGBV reporting rate".

Oracle
    Expected finds by closed form; team hours and mixed teams by hand.

Never
    A team does not know which shelter holds a cache.
"""

from __future__ import annotations

from math import log

from simulator.blueprint.model import OperationSpec
from simulator.engine.draws import poisson
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.operation import ZONE, Cache
from simulator.engine.world import World

__all__ = ["Sweep"]

_PIECE = 10
"""shelters that a unit is given at once [A]"""

Part = tuple[int, int, int]
"""a zone, the first shelter of it, how many"""


class Sweep(Mechanism):
    """Lets teams search."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.sweep
        self.todo: list[Part] = []
        self.mark = 0
        self._entered = 0
        self._wide = False
        self._lent = 0.0
        self._waiting: list[Order] = []
        world.duties.offer("search_shelters", self._begins, self._dropped)
        world.orders.offer_staff("saturate", self._saturate)
        world.orders.offer_staff("borrow_women", self._borrow)

    # what there is

    def hide(self, spec: OperationSpec) -> list[Cache]:
        """Where the caches lie: most of them in a few zones."""
        draws = self.w.draws
        zones = self._zones(spec)
        hot = zones[: max(1, round(self.p.hot * len(zones)))]
        caches = []
        for i in range(spec.caches):
            name = f"{spec.of}/cache {i}"
            u, v = draws.several(name, "lies"), draws.several(name, "is")
            among = hot if u[0] < self.p.clustered or len(hot) == len(zones) else zones[len(hot) :]
            zone = among[int(u[1] * len(among))]
            size = min(ZONE, spec.shelters - ZONE * zone)
            budget = -log(1 - draws.once(name, "carried off"))
            kept = {"women": v[0] < self.p.with_women, "leader": v[1] < self.p.at_leaders}
            caches.append(Cache(name, zone, int(u[2] * size), budget, **kept))
        return caches

    def _zones(self, spec: OperationSpec, purpose: str = "hot") -> list[int]:
        """The zones of the sector in an order of chance."""
        count = -(-spec.shelters // ZONE)
        return sorted(range(count), key=lambda z: self.w.draws.once(f"{spec.of}/zone {z}", purpose))

    def _plan(self, spec: OperationSpec) -> list[Part]:
        """The zones that the plan takes, those with a tip first."""
        hot = set(self._zones(spec)[: max(1, round(self.p.hot * -(-spec.shelters // ZONE)))])
        chance = self.p.tips * self.w.community.trust
        tipped = [z for z in sorted(hot) if self.w.draws.once(f"{spec.of}/zone {z}", "tip") < chance]
        order = [*tipped, *(z for z in self._zones(spec, "turn") if z not in tipped)][: spec.zones]
        sizes = {z: min(ZONE, spec.shelters - ZONE * z) for z in order}
        if spec.search == "saturate" or self._wide:
            return [part for z in order for part in _pieces(z, 0, sizes[z])]
        first = [(z, 0, min(self.p.sampled, sizes[z])) for z in order]
        return [*first, *(part for z in order for part in _pieces(z, self.p.sampled, sizes[z]))]

    def _saturate(self, post: Staffed, step: object, place: str, cause: int) -> None:
        """From now on every shelter, zone by zone."""
        self._wide = True
        zones = dict.fromkeys(zone for zone, _, _ in self.todo)
        self.todo = [part for zone in zones for part in sorted(one for one in self.todo if one[0] == zone)]
        self.mark = self.w.emit("search_widened", place or self.w.operation.place, {}, cause, self.w.given(self.mark))

    # teams

    def teams(self, unit: Unit) -> tuple[int, int]:
        """Teams of a unit, and how many of them have a woman officer."""
        spec = self.w.operation.spec
        teams = max(1, round(unit.strength / self.p.team))
        women = round(((spec.women if spec else 0.0) + self._lent) * unit.strength)
        return teams, min(teams, women // self.p.pair)

    def _borrow(self, post: Staffed, step: object, place: str, cause: int) -> None:
        """Women officers of other sites join the teams for the day."""
        if not self._lent:
            self._lent = self.p.lent
            data = {"share": round(100 * self._lent), "by": post.id}
            self.mark = self.w.emit("women_lent", self.w.operation.place, data, cause, self.w.given(self.mark))

    def enter(self, cause: int) -> None:
        """The cordon stands: teams go in."""
        spec = self.w.operation.spec
        assert spec is not None
        self.mark = self._entered = max(cause, self.mark)
        self.todo = self._plan(spec)
        for order in self._waiting:
            self._next(order, cause)
        self._waiting.clear()

    def stop(self, cause: int) -> None:
        """The cordon is lifted: teams come out."""
        self.todo.clear()
        for unit in self.w.units.values():
            order = unit.order
            if order is not None and order.step.task == "search_shelters" and unit.state == "on_scene":
                self.w.duties.done(order, cause)
        self._waiting.clear()

    def _begins(self, order: Order) -> None:
        operation, unit = self.w.operation, order.unit
        named = operation.spec is not None and unit.id in operation.spec.teams and unit.at == operation.place
        if not named or operation.phase == "lifted":
            self.w.duties.done(order, order.mark)
        elif self._entered:
            self._next(order, order.mark)
        else:
            self._waiting.append(order)

    def _dropped(self, order: Order) -> None:
        if order in self._waiting:
            self._waiting.remove(order)

    def _next(self, order: Order, cause: int) -> None:
        """The next part of the sector."""
        if not self.todo:
            self.w.duties.done(order, cause)
            return
        self.w.bystanders.awake(cause)
        zone, first, count = part = self.todo.pop(0)
        teams, _ = self.teams(order.unit)
        shelter_time = self.w.p.search.shelter_time
        name = f"{self.w.operation.place}/zone {zone}"
        seconds = sum(shelter_time.draw(self.w.draws.once(name, f"shelter {first + k}")) for k in range(count))
        pace = self.p.distracts if self.w.bystanders.crowd else 1.0
        takes = seconds / teams / pace + self.p.walk
        given = self.w.given(self.w.bystanders.mark)
        self.w.clock.later(takes, self._searched, order, part, round(takes * teams), cause, given)

    def _searched(self, order: Order, part: Part, team_s: int, cause: int, given: tuple[int, ...]) -> None:
        """A part of the sector has been searched."""
        unit, operation = order.unit, self.w.operation
        if not order.stands or operation.phase != "search":
            return
        zone, first, count = part
        operation.flow()
        teams, mixed = self.teams(unit)
        there = [c for c in operation.caches if c.state == "there" and c.zone == zone]
        found = [c for c in there if first <= c.shelter < first + count and self._finds(c, teams, mixed)]
        moved = [c.mark for c in operation.caches if c.zone == zone and c.mark]
        data = {"at": operation.place, "number": zone + 1, "shelters": count, "team_s": team_s, "found": len(found)}
        depends = self.w.given(unit.mark, self.mark, operation.out, *moved, *given)
        seq = self.mark = self.w.emit("zone_searched", unit.id, data, cause, depends)
        for cache in found:
            self._found(cache, unit, seq)
        if found and first == 0:
            self._again(zone)
        self._disturbed(unit, part, mixed / teams, seq)
        self._next(order, seq)

    def _finds(self, cache: Cache, teams: int, mixed: int) -> bool:
        if cache.women and cache.shelter % teams >= mixed:
            return False
        return self.w.draws.once(cache.name, "found") < self.w.p.search.shelter_finds

    def _again(self, zone: int) -> None:
        """A find: the rest of that zone comes next."""
        rest = [part for part in self.todo if part[0] == zone]
        self.todo = rest + [part for part in self.todo if part[0] != zone]

    def _found(self, cache: Cache, unit: Unit, seq: int) -> None:
        cache.state = "found"
        place = self.w.operation.place
        cache.mark = self.w.emit("cache_found", place, {}, seq)
        count = sum(c.state == "found" for c in self.w.operation.caches)
        self.w.write(f"find@{place}", count, "open", cache.mark)
        self.w.reporting.report(unit, "", "find", place, count, "open", cache.mark)
        u = self.w.draws.several(cache.name, "consequences")
        if u[0] < self.p.holds:
            self.w.desks.hold(cache.name, unit, cache.mark, minor=u[1] < self.p.minors)
        if cache.leader:
            mark = self.w.emit("leader_implicated", place, {}, cache.mark)
            self.w.write(f"leader_find@{place}", 1, "open", mark)
            if u[2] < self.p.at_find:
                self.w.bystanders.gathers(f"{cache.name}/crowd", mark)

    # those who live there

    def _disturbed(self, unit: Unit, part: Part, mixed: float, seq: int) -> None:
        """What a search costs, and what is said to those who search."""
        zone, first, count = part
        operation = self.w.operation
        u = self.w.draws.several(f"{operation.place}/zone {zone}/{first}", "residents")
        rate = self.p.complaints * (mixed + (1 - mixed) * self.p.unmixed) * (1.0 if operation.told else self.p.untold)
        self.w.desks.complaints(poisson(rate * count, u[0]), unit, seq)
        self.w.community.move(trust=self.p.disturbs * count, cause=seq)
        speak = self.p.survivors * self.p.reporting * (1 - mixed + mixed * self.p.mixed_reporting)
        referred = poisson(speak * count, u[1])
        if referred:
            self.w.emit("survivors_referred", operation.place, {"count": referred}, seq)


def _pieces(zone: int, first: int, size: int) -> list[Part]:
    """The shelters of a zone from one on, as a unit is given them."""
    return [(zone, k, min(_PIECE, size - k)) for k in range(first, size, _PIECE)]
