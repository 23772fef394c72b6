"""Shelter: how soon people are behind something, and what that is worth.

Model
    Each person reacts after ``react`` and then runs ``run`` to the nearest bunker; both times are
    triangular, so the share that is in shelter t seconds after the first shot (or the order) is the
    distribution of their sum, cut off at the places there are. Harm to people in the open is counted
    as 1; what they are behind multiplies it: tent 1.2, prefab 1, prefab under a ballistic blanket 0.6,
    lee of a wall 0.3, bunker 0.02 (domain 3), all over that of a tent, in which the rates of harm were
    measured.

Parameters
    ``parameters.shelter``; domain 3 rows "Reaction to first round; run to bunker", "Bunker capacity",
    "Injury multiplier".

    Who was told that it is over, or whom nobody told for long, comes out within ``come_out``; the next shot
    finds outside whoever is still or again there, and they run anew.

Oracle
    Share in shelter by minute against numerical integration of the two distributions.

Never
    A bunker does not move: people who are elsewhere run longer, or stay where they are.
"""

from __future__ import annotations

from functools import cache, partial

from simulator.blueprint.model import StepSpec
from simulator.engine.entities import Place, Staffed, Talker
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.reporting import Instruction
from simulator.engine.world import World
from simulator.quantities import Spread

__all__ = ["Shelter", "share_after"]

_WHAT = "take shelter"  # not for people
_GRID = 1
"""seconds between the points of the table: times are drawn in whole seconds"""


@cache
def _distribution(react: Spread, run: Spread) -> tuple[float, ...]:
    """Share whose reaction plus run is at most k grid steps, for k = 0, 1, 2, ..."""
    first, second = _steps(react), _steps(run)
    total = [0.0] * (len(first) + len(second))
    for i, p in enumerate(first):
        for j, q in enumerate(second):
            total[i + j] += p * q
    sums, running = [], 0.0
    for p in total:
        running += p
        sums.append(min(1.0, running))
    return tuple(sums)


def _steps(spread: Spread) -> list[float]:
    """Probability of each grid step, from the distribution's own quantiles."""
    width = int(spread.high // _GRID) + 2
    found = [0.0] * width
    parts = 2000
    for k in range(parts):
        found[min(width - 1, round(spread.draw((k + 0.5) / parts) / _GRID))] += 1 / parts
    return found


def share_after(react: Spread, run: Spread, seconds: float) -> float:
    """Share of people who are in shelter so many seconds after the first shot."""
    if seconds < 0:
        return 0.0
    table = _distribution(react, run)
    place = seconds / _GRID
    low = int(place)
    if low + 1 >= len(table):
        return table[-1]
    return table[low] + (table[low + 1] - table[low]) * (place - low)


class Shelter(Mechanism):
    """Knows who is behind what."""

    def __init__(self, world: World):
        super().__init__(world)
        p = self.p = world.p.shelter
        self._cover = {"tents": 1.0, "prefabs": p.prefabs / p.tents, "walls": p.walls / p.tents}
        self.dug_in = p.walls / p.tents
        """harm to troops in protected positions, of that to people in tents"""
        self._since: dict[str, tuple[int, int]] = {}
        self._inside: dict[str, float] = {}
        """share that was still in shelter when people last ran"""
        self._left: dict[str, tuple[int, float, int]] = {}
        """place that people have come out in -> (when, share in shelter until then, mark)"""
        self._places: dict[str, int] = {}
        self._staff: dict[str, float] = {}
        for place in world.blueprint.places.values():
            if place.bunkers:
                self._places[place.id] = place.bunkers * p.bunker_holds
        for staff in world.blueprint.staff.values():
            here = p.prefabs * staff.in_prefabs * (p.blanket if staff.blankets else 1.0) + p.tents * (
                1 - staff.in_prefabs
            )
            self._staff[staff.at] = here / p.tents
        world.orders.offer_staff("take_shelter", self._ordered)

    def attacked(self, at: str, cause: int) -> None:
        """The first shot: people run for shelter without an order."""
        self._run(at, cause)

    def _ordered(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        for at in step.to or (place,):
            where = self.w.blueprint.staff[at].at if at in self.w.blueprint.staff else at
            self.tell(post, where, _WHAT, cause, partial(self._told, where, post.id, step, cause))

    def tell(self, post: Staffed, where: str, what: str, cause: int, then: Instruction) -> None:
        """A post tells the wardens of a place what people there are to do."""
        wardens = Talker(f"{where}_wardens", "security", post.id, *self.w.where(where), ("wardens", where))
        wardens.channels = tuple(self.w.channels.values())
        self.w.reporting.instruct(post, wardens, what, cause, then)

    def _told(self, at: str, by: str, step: StepSpec, fired: int, cause: int, given: tuple[int, ...]) -> None:
        """The wardens have heard it: everybody runs."""
        mark = self.w.emit("shelter_ordered", at, {"by": by}, cause, given)
        self.w.errands.finish_for(fired, step, mark)
        self._run(at, mark)

    def _run(self, at: str, cause: int) -> None:
        if at in self._since or not self._places.get(at):
            return
        self._inside[at] = self.share(at, self.w.now)
        self._left.pop(at, None)
        self._since[at] = (self.w.now, cause)
        self.w.clock.later(300, self._count, at, cause)

    def _count(self, at: str, cause: int) -> None:
        people = self.w.staff_at(at)
        if at not in self._since:  # they have come out again
            return
        count = round(self.share(at, self.w.now) * people)
        self.w.emit("shelter_full", at, {"count": count, "of": people}, cause)

    def share(self, at: str, now: int) -> float:
        """Share of the people of a place who are in its bunkers."""
        since = self._since.get(at)
        people = self.w.staff_at(at)
        if not people:
            return 0.0
        if since is None:
            when, was, _ = self._left.get(at, (0, 0.0, 0))
            return was * max(0.0, 1 - (now - when) / self.p.come_out)
        was = self._inside[at]
        running = share_after(self.p.react, self.p.run, now - since[0])
        return min(was + (1 - was) * running, self._places[at] / people)

    def come_out(self, at: str, why: str, cause: int) -> None:
        """People leave the bunkers of a place, within some minutes."""
        if at not in self._since:
            return
        was = self.share(at, self.w.now)
        mark = self.w.emit("shelter_left", at, {"why": why}, cause, self.w.given(self._since.pop(at)[1]))
        self._left[at] = (self.w.now, was, mark)

    def unusable(self, at: str, count: int) -> None:
        """So many bunkers of a place cannot be used now."""
        if at in self._places:
            self._places[at] = (self.w.places[at].spec.bunkers - count) * self.p.bunker_holds

    def inside_since(self, at: str) -> int:
        """The mark of what people of a place last ran into shelter for, or came out for; 0 for neither."""
        if at in self._since:
            return self._since[at][1]
        return self._left[at][2] if at in self._left else 0

    def cover(self, place: Place) -> float:
        """Harm to those who live in a place, by what they can get behind, of that to people in tents."""
        return self._cover[place.spec.cover]

    def exposure(self, place: Place, now: int) -> float:
        """Harm to the people of a place, of that to people in tents."""
        cover = self._staff.get(place.id) or self._cover[place.spec.cover]
        sheltered = self.share(place.id, now) if self._since or self._left else 0.0
        return cover * (1 - sheltered * (1 - self.p.bunker / self.p.tents))
