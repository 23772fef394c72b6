"""Whereabouts: where a group is, what it does there, and what follows when it goes.

Model
    A group moves through states

        away -> massing -> breaching -> inside -> attacking -> gone,   deterred at any point

    Whoever waits for a group to be inside goes on when it is, and gives up when it never will be.  A group
    that goes takes its harm, its fire and what was seen of it with it.

Oracle
    Table of states; after ``deterred`` or ``gone`` nothing of the stream brings a group back.

Never
    A group does not choose where it goes: the stream and what it meets do.
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

from simulator.catalogue import marked
from simulator.engine.entities import Group
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Whereabouts"]

_OUT = ("away", "gone", "deterred")

Then = Callable[[int], None]


class Whereabouts(Mechanism):
    """Moves groups."""

    def __init__(self, world: World):
        super().__init__(world)
        self._shown: dict[str, dict[str, Group]] = {}
        """kind@place -> the groups that are seen there as one"""
        self._waiting: dict[str, list[tuple[Then, Then]]] = {}
        self.left: dict[str, int] = {}
        """place -> mark of the last time a group moved away from there"""

    def move(self, group: Group, state: str, at: str, mark: int) -> None:
        """A group is in another state or place; whoever waits for it goes on."""
        if group.at and group.at != at:
            self.left[group.at] = mark
            group.suppressed = 0.0  # who held it in check stands where it was
        group.state, group.at, group.mark = state, at, mark
        self.w.write(f"group@{group.id}", round(group.strength), state, mark, state not in _OUT)
        if state in ("inside", "deterred", "gone"):
            for inside, never in self._waiting.pop(group.id, ()):
                (inside if state == "inside" else never)(mark)

    def show(self, group: Group, kind: str, at: str, mark: int, *, far: float = 0.0) -> None:
        """A group can be seen at a place; several there are seen together, and many more are seen anew."""
        shown = self._shown.setdefault(f"{kind}@{at}", {})
        shown[group.id] = group
        count = fsum(g.strength for g in shown.values())
        thing = self.w.observation.things.get(f"{kind}@{at}")
        if thing is not None and count < 1.5 * thing.value:
            self.w.observation.changed(kind, at, count, mark)
            return
        sight = {"shots": self.w.p.observation.fire_sight}.get(kind, self.w.p.observation.group_sight)
        state = {"shots": "heard", "unrest": "ongoing"}.get(kind, "present")
        self.w.observation.appear(kind, at, count, mark, sight=sight, state=state, far=far)

    def hide(self, group: Group, kind: str, at: str, mark: int) -> None:
        """A group is no longer to be seen at a place; others there still are."""
        shown = self._shown.get(f"{kind}@{at}", {})
        if shown.pop(group.id, None) is None:
            return
        if shown:
            self.w.observation.changed(kind, at, fsum(g.strength for g in shown.values()), mark)
        else:
            self.w.observation.vanish(kind, at, "calmed" if kind == "unrest" else "gone", mark)

    def when_inside(self, group: Group, inside: Then, never: Then) -> None:
        """Call ``inside`` when the group gets in, ``never`` when it has turned back or left before."""
        self._waiting.setdefault(group.id, []).append((inside, never))

    def turn_back(self, group: Group, step: str, cause: int, given: tuple[int, ...]) -> None:
        """A group gives up before force and is out of it."""
        at = group.at
        seq = self.w.emit("group_deterred", group.id, {"at": at, "step": step}, cause, given)
        self._away(group, at, "deterred", seq)

    def leave(self, group: Group, at: str, cause: int, state: str = "gone") -> None:
        """A group goes by itself, for good or (``away``) until the stream calls it again."""
        seq = self.w.emit("group_left", group.id, {"at": at}, cause, self.w.given(group.mark))
        self._away(group, at, state, seq)

    def _away(self, group: Group, at: str, state: str, seq: int) -> None:
        self.move(group, state, "" if state == "away" else at, seq)
        self.w.harm.leave_off(group, marked("they turn back") if state == "deterred" else marked("they leave"), seq)
        for kind in ("contact", "massing"):
            self.hide(group, kind, at, seq)
        if at in self.w.segments:
            self.w.perimeter.cease_fire(self.w.segments[at], group, seq)
            self.w.harm.quiet(at, group.id, seq)
        self.w.fire.group_gone(group, seq)
        place = self.w.places.get(at)
        if place is not None:
            place.mark = seq
        self.w.force.gone(group, at)
        self.w.care.way_changed(at)
