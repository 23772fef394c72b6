"""Training in the mission: trainers of trainers, mobile training teams, induction of battalions.

Model
    A mobile team needs ``team`` trainers; there are as many teams as trainers allow, and at most those
    of the file.  Contingents that a post has told to be inducted stand in one line; each team takes the
    next, for a ``course``.  Then the contingent is inducted, and has learnt the part ``induction`` of
    what was missing.  A training of trainers ends at its date and gives more trainers.  Who is relieved
    while he is taught has been taught for nothing: the successor has to be told anew.

Parameters
    ``parameters.readiness``, all [A].

Oracle
    Coverage by hand: six battalions and two teams take three courses.

Never
    Nobody is inducted whom no post has told to be.
"""

from __future__ import annotations

from collections import deque

from simulator.blueprint.model import StepSpec
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.readiness import Ready
from simulator.engine.world import World

__all__ = ["Training"]


class Training(Mechanism):
    """Sends mobile teams."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.readiness
        self.spec = world.blueprint.readiness
        self.trainers = self.spec.trainers if self.spec else 0
        self.trainers_mark = 0
        self._line: deque[tuple[Ready, int, StepSpec]] = deque()
        self._busy = 0
        self._in_the_way: list[int] = []
        """marks of what has stood before the teams since they were last all free"""
        world.orders.offer_staff("induct", self._induct)

    def begin(self) -> None:
        """Trainers are made at their date."""
        if self.spec is not None and self.spec.trainers_course >= 0 and self.spec.trainers_made:
            self.w.clock.call_at(self.spec.trainers_course, self._made)

    def _made(self) -> None:
        assert self.spec is not None
        self.trainers += self.spec.trainers_made
        data = {"count": self.spec.trainers_made, "trainers": self.trainers}
        self.trainers_mark = self.w.emit("trainers_trained", self.spec.at, data, self.w.started)
        self._serve()

    def teams(self) -> int:
        """How many mobile teams there can be."""
        return min(self.spec.teams, self.trainers // self.p.team) if self.spec else 0

    def _induct(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        ready = self.w.readiness.by_place.get(place)
        if ready is None or any(waiting is ready for waiting, _, _ in self._line):
            return
        self._line.append((ready, cause, step))
        self._serve()

    def _serve(self) -> None:
        while self._line and self._busy < self.teams():
            ready, cause, step = self._line.popleft()
            self._busy += 1
            given = self.w.given(self.trainers_mark, ready.mark, *self._in_the_way)
            self._in_the_way.append(cause)
            mark = self.w.emit("induction_begun", ready.id, {"trainers": self.trainers}, cause, given)
            takes = self.p.course.draw(self.w.draws.once(f"{ready.id}/{ready.tours}", "course"))
            self.w.clock.later(takes, self._taught, ready, ready.tours, step, cause, mark)

    def _taught(self, ready: Ready, tours: int, step: StepSpec, ordered: int, mark: int) -> None:
        self._busy -= 1
        if ready.tours == tours:
            was, now = self.w.readiness.teach(ready, self.p.induction)
            ready.inducted = True
            data = {"was": was, "now": now}
            ready.mark = self.w.emit("induction_done", ready.id, data, mark, self.w.given(ready.mark))
            self.w.errands.finish_for(ordered, step, ready.mark)
            self.w.readiness.settled("rotation", ready, ready.mark)
        if not self._busy:
            self._in_the_way.clear()
        self._serve()
