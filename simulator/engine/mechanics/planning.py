"""Planning: what the contingency plan is worth on the day (C03).

Model
    A plan that all components wrote, that is fresh and was practised is remembered; another is a paper.  With

        coherence = share of the components here that took part in writing it
        fresh     = 0.5 ^ (age / shelf_life)
        practised = (1 - (1 - teaches) ^ exercises) * 0.5 ^ (since the last / forgets)
        known     = (coherence * fresh * practised) ^ (1/3)

    a rule of the plan, or an order that a decision gives to a unit, is begun without delay with
    ``unplanned`` + (1 - ``unplanned``) * known (*adherence*); otherwise the post first finds out what the plan says and
    who does what (``looks_up``).  A branch that the plan names (a second way, when to turn back) comes to mind with
    ``known``, and never less than with ``improvised``, with which one comes to mind that it does not name.  Drills are
    not looked up.  Where a scenario says nothing of its planning, everybody knows everything, and nothing is drawn.

Parameters
    ``parameters.planning``, all [A].

Oracle
    The closed form above; monotone in each part; a plan of nobody leaves what people do without one.

Never
    What happened plays no part in what is remembered.
"""

from __future__ import annotations

from simulator.catalogue import marked
from simulator.engine.delays import Draft
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Planning"]


class Planning(Mechanism):
    """Knows how well the plan is known."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.planning
        self.spec = world.blueprint.planning
        world.delays.offer(self.looks_up)

    @property
    def known(self) -> float:
        """How well the plan is known, 0 to 1."""
        spec = self.spec
        p = self.p
        if spec is None:
            return 1.0
        fresh = 0.5 ** (spec.age / p.shelf_life)
        practised = (1 - (1 - p.teaches) ** spec.rehearsed) * 0.5 ** (spec.last / p.forgets)
        return float((spec.coherence * fresh * practised) ** (1 / 3))

    @property
    def adherence(self) -> float:
        """How likely a rule is begun without delay."""
        return self.p.unplanned + (1 - self.p.unplanned) * self.known if self.spec is not None else 1.0

    def chance(self, branch: str) -> float:
        """How likely a branch of the plan comes to mind."""
        if self.spec is None:
            return 1.0
        return max(self.p.improvised, self.known if branch in self.spec.branches else 0.0)

    def finds(self, branch: str, key: str) -> bool:
        """Whether whoever carries out an order thinks of a branch; the same answer for the same order."""
        return self.spec is None or self.w.draws.once(key, f"thinks of {branch}") < self.chance(branch)

    def looks_up(self, draft: Draft, seq: int) -> tuple[float, int]:
        """Seconds that a post loses over what it does not have by heart, and the mark to go on from."""
        if self.spec is None or not (draft.of_rule or draft.to_units):
            return 0.0, seq
        u = self.w.draws.several(f"{draft.name}@{draft.place}", "remembers the plan")
        if u[0] < self.adherence:
            return 0.0, seq
        takes = self.p.looks_up.draw(u[1])
        why = marked("nobody has it by heart")
        data = {"post": draft.post.id, "at": draft.place, "takes_s": int(takes), "why": why}
        return takes, self.w.emit("plan_looked_up", draft.name, data, seq)
