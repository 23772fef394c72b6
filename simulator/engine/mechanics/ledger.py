"""Unit requirements: tests, a ledger of failures, plans of improvement, commanders who are sent home.

Model
    Every ``tests_every`` each contingent is tested: the result is its readiness, off by ``test_error``
    at most.  Below ``passes`` it has failed; so it has when its people took the wrong step where people
    needed them (mechanism *needs*).  The ledger holds the failures of the last ``remembers``; each one is
    told with how many there are.

    A plan of improvement takes ``improves`` and teaches its part of what is missing.  A commander who is
    sent home leaves his contingent to somebody ``acting`` for ``gap``; then comes a successor of the
    quality ``better``.  The ledger begins anew.  What was open about a contingent - a failed test, failures in
    the ledger - is settled by a passed test, a plan of improvement, a new commander or a relief.

Parameters
    ``parameters.readiness``, all [A]; that commanders are sent home for it: UNU paper, November 2016.

Oracle
    Tests and failures by hand; what remains of readiness in the gap in closed form.

Never
    No quality of a commander is known to anybody: only results are.
"""

from __future__ import annotations

from simulator.blueprint.model import StepSpec
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism, bounded
from simulator.engine.mechanics.readiness import Ready
from simulator.engine.world import World

__all__ = ["Ledger"]


class Ledger(Mechanism):
    """Tests contingents and counts what failed."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.readiness
        self.spec = world.blueprint.readiness
        self.on = self.spec is not None and self.spec.tests_every > 0
        self._improving: dict[str, int] = {}
        self._commanders: dict[str, int] = {}
        world.orders.offer_staff("improve", self._improve)
        world.orders.offer_staff("repatriate_commander", self._repatriate)

    def begin(self) -> None:
        """Tests come round; contingents are tested one after the other, not all on one day."""
        contingents = list(self.w.readiness.contingents.values())
        if not self.on or self.spec is None:
            return
        for index, ready in enumerate(contingents):
            first = self.spec.tests_every * (index + 1) // len(contingents)
            self.w.clock.call_at(first, self._test, ready, 1)

    # tests and failures

    def _test(self, ready: Ready, number: int) -> None:
        w = self.w
        assert self.spec is not None
        w.clock.later(self.spec.tests_every, self._test, ready, number + 1)
        u = w.draws.once(f"{ready.id}/{number}", "test")
        result = bounded(w.readiness.level(ready) + self.p.test_error * (2 * u - 1))
        passed = result >= self.p.passes
        data = {"result": round(100 * result), "passed": int(passed)}
        seq = w.emit("readiness_tested", ready.id, data, w.started, w.given(ready.mark))
        name = f"{ready.id}/{number}/test"
        w.readiness.tell("readiness", ready, round(100 * result), "closed" if passed else "failed", name, seq)
        if not passed:
            self.failed(ready, name, seq)

    def failed(self, ready: Ready, name: str, cause: int) -> None:
        """A failure goes into the ledger, if anybody keeps one."""
        if not self.on:
            return
        since = self.w.now - self.p.remembers
        ready.failures = [*(f for f in ready.failures if f[0] >= since), (self.w.now, cause)]
        count = len(ready.failures)
        marks = self.w.given(*(mark for _, mark in ready.failures if mark != cause))
        seq = self.w.emit("failure_noted", ready.id, {"count": count}, cause, marks)
        self.w.readiness.tell("performance", ready, count, "open", f"{name}/failure", seq)

    # what follows

    def _improve(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        ready = self.w.readiness.by_place.get(place)
        if ready is None:
            return
        count = self._improving[ready.id] = self._improving.get(ready.id, 0) + 1
        takes = self.p.improves.draw(self.w.draws.once(f"{ready.id}/{count}", "improves"))
        self.w.clock.later(takes, self._improved, ready, ready.tours, cause)

    def _improved(self, ready: Ready, tours: int, cause: int) -> None:
        if ready.tours == tours:
            was, now = self.w.readiness.teach(ready, self.p.improvement)
            given = self.w.given(ready.mark)
            ready.mark = self.w.emit("contingent_improved", ready.id, {"was": was, "now": now}, cause, given)
            self.w.readiness.settled("readiness", ready, ready.mark)
            self.w.readiness.settled("performance", ready, ready.mark)

    def _repatriate(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        ready = self.w.readiness.by_place.get(place)
        if ready is None:
            return
        count = self._commanders[ready.id] = self._commanders.get(ready.id, 0) + 1
        ready.quality = min(ready.quality, self.p.acting)
        ready.failures.clear()
        ready.mark = self.w.emit("commander_repatriated", ready.id, {"by": post.id}, cause, self.w.given(ready.mark))
        self.w.readiness.settled("performance", ready, ready.mark)
        u = self.w.draws.several(f"{ready.id}/{count}", "successor")
        self.w.clock.later(self.p.gap.draw(u[0]), self._succeeds, ready, ready.tours, u[1], ready.mark)

    def _succeeds(self, ready: Ready, tours: int, u: float, cause: int) -> None:
        if ready.tours == tours:
            ready.quality = self.p.better.draw(u)
            given = self.w.given(ready.mark)
            ready.mark = self.w.emit(
                "commander_arrived", ready.id, {"quality": round(100 * ready.quality)}, cause, given
            )
