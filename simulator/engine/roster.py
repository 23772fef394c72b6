"""The roster: which unit a post would send, as far as it knows what its units are doing."""

from __future__ import annotations

from simulator.blueprint.model import StepSpec
from simulator.conditions import NO_FACT
from simulator.engine.entities import Staffed, Unit
from simulator.engine.world import World
from simulator.tasks import TO_FORCE
from simulator.vocabulary import BEHIND_WIRE, BUSY

__all__ = ["Roster"]


class Roster:
    """Knows of each unit what its post has heard of it."""

    def __init__(self, world: World):
        self.w = world

    def at_it(self, source: str, place: str, word: str) -> bool:
        """Whether a unit meant by the word is at it already."""
        return any(
            u.order is not None and u.order.source == source and u.order.place == place
            for u in (self.w.units[n] for n in self.w.blueprint.tags.get(word, ()))
        )

    def choose(
        self,
        post: Staffed,
        word: str,
        steps: tuple[StepSpec, ...],
        source: str,
        place: str,
        *,
        direct: bool = False,
    ) -> Unit | None:
        """The unit that the post believes to be free and nearest in time; None if it knows of none.

        Who decides something by name takes a unit off its task where none is free.
        """
        best: tuple[int, float, str] | None = None
        first = steps[0].task
        target = place if steps[0].at in ("?", "") else steps[0].at
        for name in self.w.blueprint.tags.get(word, ()):
            unit = self.w.units[name]
            rank = self._free(post, unit, direct=direct)
            if rank < 0 or (unit.spec.can and first not in unit.spec.can) or f"{source}@{place}" in unit.refuses:
                continue
            if self.w.commanding.limits(unit, first, declared_only=True, **self.setting(unit, target, first)):
                continue
            time = self.w.movement.expected(unit, target, post.stood.get(name, unit.spec.at))
            if best is None or (rank, time, name) < best:
                best = (rank, time, name)
        return self.w.units[best[2]] if best else None

    def asks_again(self, unit: Unit) -> None:
        """A unit is heard to be free: what kept it busy or out of reach is over, a refusal with a reason is not."""
        log = self.w.log
        unit.refuses = {
            key: mark
            for key, mark in unit.refuses.items()
            if log[mark - 1].kind == "order_refused" and log[mark - 1].data["why"] not in BUSY
        }

    def _free(self, post: Staffed, unit: Unit, *, direct: bool) -> int:
        """How free a post believes a unit to be: 0 free, 1 on a task that it may be taken off, -1 not at all."""
        state = post.picture.get(f"unit@{unit.id}", NO_FACT)[1]
        if state in ("available", ""):
            return 0
        order = unit.order
        if direct and state not in ("committed", "out_of_contact"):
            return 1
        endless = order is not None and order.post == post.id and order.step.task == "guard" and order.step.endless
        return 1 if state == "on_scene" and endless else -1

    def setting(self, unit: Unit, target: str, task: str) -> dict[str, bool]:
        """What a caveat may be about: night, outside the wire, force."""
        place = self.w.blueprint.places.get(target)
        outside = place is not None and place.kind not in BEHIND_WIRE
        return {
            "night": bool(self.w.facts.get("night", NO_FACT)[0]),
            "outside": outside,
            "force": task in TO_FORCE,
        }
