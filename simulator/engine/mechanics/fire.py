"""Fire: from shelter to shelter, in blocks, and what fighting it is worth.

Model
    The shelters of a sector stand in a grid of blocks (``block`` shelters each).  A burning block
    burns for ``burns``; it passes the fire to each of its four neighbours with the chance ``spreads``
    (``spreads_wet`` in rain), after ``passes``: bond percolation with passage times.  The luck of
    each pair of neighbours belongs to the pair, so two runs with the same sparks burn alike.  A team
    that fights the fire multiplies the chance by ``suppressed``.  Men inside a sector light a fire
    every ``fires`` while their hands are free.

Parameters
    ``parameters.fire``, all [A]; ``spreads`` fitted so that a Malakal-like day loses about a third
    of its shelters (domain 2, S02: 2,326 shelters, ~35 %).

Oracle
    Shares lost against bond percolation at the limits (0 and 1) and between; monotone in ``spreads``.

Never
    Fire does not ask whose shelter it is.
"""

from __future__ import annotations

from math import ceil

from simulator.blueprint.model import StreamSpec
from simulator.engine.duties import Order
from simulator.engine.entities import Group
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Fire"]


class Burning:
    """The fire of one sector."""

    __slots__ = ("blocks", "burning", "burnt", "columns", "fighters", "mark", "sector")

    def __init__(self, sector: str, shelters: int, block: int):
        self.sector = sector
        count = max(1, ceil(shelters / block))
        self.columns = max(1, ceil(count**0.5))
        self.blocks = [min(block, shelters - i * block) for i in range(count)]
        self.burning: set[int] = set()
        self.burnt: set[int] = set()
        self.fighters: list[Order] = []
        self.mark = 0


class Fire(Mechanism):
    """Burns sectors."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.fire
        self.fires: dict[str, Burning] = {}
        self._arsonists: dict[str, tuple[StreamSpec, str, int]] = {}
        world.duties.offer("fight_fire", self._fight, self._stop)

    def arson(self, event: StreamSpec, group: Group, sector: str, cause: int) -> None:
        """Men in a sector light fires, one after the other, while nobody holds them in check."""
        count = event.number if event.number >= 0 else 1000
        self._arsonists[group.id] = (event, sector, cause)
        self._light(event, group, sector, cause, count)

    def _light(self, event: StreamSpec, group: Group, sector: str, cause: int, left: int) -> None:
        if left <= 0 or group.is_done or group.id not in self._arsonists:
            return
        if group.suppressed < 0.5:
            self.light(sector, cause, self.w.given(group.mark), f"{event.id}/{left}")
        takes = self.p.fires.draw(self.w.draws.once(event.id, f"fire {left}"))
        self.w.clock.later(takes, self._light, event, group, sector, cause, left - 1)

    def group_gone(self, group: Group, cause: int) -> None:
        """The men who lit fires are gone; the fires are not."""
        self._arsonists.pop(group.id, None)

    def _of(self, sector: str) -> Burning | None:
        place = self.w.places.get(sector)
        if place is None or place.spec.shelters <= 0:
            return None
        found = self.fires.get(sector)
        if found is None:
            found = self.fires[sector] = Burning(sector, place.spec.shelters, self.p.block)
        return found

    def light(self, sector: str, cause: int, given: tuple[int, ...], name: str) -> None:
        """A fire is lit somewhere in a sector."""
        fire = self._of(sector)
        if fire is None:
            return
        index = int(self.w.draws.once(name, "block") * len(fire.blocks))
        seq = self.w.emit("fire_lit", sector, {"block": index}, cause, given)
        if not fire.burning:
            self.w.observation.appear("fire", sector, 1, seq, sight=self.w.p.observation.fire_sight, state="burning")
        fire.mark = seq
        self._catch(fire, index, seq)

    def _catch(self, fire: Burning, block: int, cause: int) -> None:
        if block in fire.burning or block in fire.burnt:
            if not fire.burning:
                self._out(fire, cause)
            return
        fire.burning.add(block)
        seq = self.w.emit(
            "block_burnt",
            fire.sector,
            {"block": block, "shelters": fire.blocks[block]},
            cause,
            self.w.given(*(o.mark for o in fire.fighters)),
        )
        u = self.w.draws.several(f"{fire.sector}/{block}", "burns")
        self.w.clock.later(self.p.burns.draw(u[0]), self._burnt, fire, block, seq)
        place = self.w.places[fire.sector]
        full = place.people / max(1, place.spec.people)
        if u[1] < self.p.hurts * full:
            self.w.casualties.hurt(
                f"burnt/{fire.sector}/{block}", fire.sector, "perpetrator", seq, self.w.given(place.mark), beaten=True
            )
        chance = self._readily()
        if fire.fighters:
            chance *= self.p.suppressed
        for other in self._neighbours(fire, block):
            a, b = min(block, other), max(block, other)
            u = self.w.draws.several(f"{fire.sector}/{a}-{b}", "passes")
            if u[0] < chance and other not in fire.burnt and other not in fire.burning:
                self.w.clock.later(self.p.passes.draw(u[1]), self._passes, fire, other, seq, u[0])

    def _passes(self, fire: Burning, block: int, cause: int, luck: float) -> None:
        """The fire reaches a neighbour, unless a team has come between meanwhile."""
        if fire.fighters and luck >= self._readily() * self.p.suppressed:
            return
        self._catch(fire, block, cause)

    def _readily(self) -> float:
        """How readily a fire passes to the next block, in this weather."""
        return self.p.spreads_wet if self.w.daylight.rain else self.p.spreads

    def _neighbours(self, fire: Burning, block: int) -> list[int]:
        row, column = divmod(block, fire.columns)
        near = ((row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column))
        return [
            r * fire.columns + c
            for r, c in near
            if 0 <= c < fire.columns and r >= 0 and r * fire.columns + c < len(fire.blocks)
        ]

    def _burnt(self, fire: Burning, block: int, cause: int) -> None:
        fire.burning.discard(block)
        fire.burnt.add(block)
        fire.mark = cause
        if not fire.burning:
            self._out(fire, cause)

    def _out(self, fire: Burning, cause: int) -> None:
        seq = self.w.emit(
            "fire_out", fire.sector, {"blocks": len(fire.burnt), "shelters": self.lost(fire.sector)}, cause
        )
        self.w.observation.vanish("fire", fire.sector, "out", seq)
        for order in list(fire.fighters):
            self._done(order, seq)

    def lost(self, sector: str) -> int:
        """Shelters burnt in a sector."""
        fire = self.fires.get(sector)
        return sum(fire.blocks[i] for i in sorted(fire.burnt | fire.burning)) if fire else 0

    # fighting it

    def _fight(self, order: Order) -> None:
        """A team works at the fire; it waits outside while people are shot there."""
        fire = self.fires.get(order.unit.at)
        if fire is None or not fire.burning:
            self.w.duties.done(order, order.mark)
            return
        if not self.w.care.safe(order.unit.at):
            self.w.clock.later(300, self._fight_if_still, order)
            return
        fire.fighters.append(order)

    def _fight_if_still(self, order: Order) -> None:
        if order.stands:
            self._fight(order)

    def _stop(self, order: Order) -> None:
        for fire in self.fires.values():
            if order in fire.fighters:
                fire.fighters.remove(order)

    def _done(self, order: Order, cause: int) -> None:
        self._stop(order)
        self.w.reporting.report(order.unit, order.post, "fire", order.unit.at, 0, "out", cause)
        self.w.duties.done(order, cause)
