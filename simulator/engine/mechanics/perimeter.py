"""Perimeter: barriers, posts under fire, and the life of a breach.

Model
    A segment delays an assault by the credit of its obstacles together (none 0, light fence 2,
    layered with ditch and berm 10, wall 20 min; delay only), times 1 + ``overwatch`` x the share of
    its posts that are held, and not at all where it is open.  What is built along it counts (mechanism *works*).
    A breach lives

        open -> (seen, reported) -> blocked by a unit that stands in it -> repaired

    and opens again when the unit leaves before the repair.  Repair takes ``repair`` from the moment
    a team begins.

    A post under fire is left at a random time: exponential with 0.10 (soft) or 0.02 (protected) in
    10 min (domain 3), three times sooner where no rule says that posts hold.  A post that sees a
    beaten assault pass was held.  The cause of leaving is always said: the post was exposed.  Its people
    go back ``man_again`` later, once nobody fights near it.

Parameters
    ``parameters.perimeter``, ``parameters.force.abandon_*``; domain 3 rows "Breach delay credit",
    "Breach repair", "Post-abandon hazard".

Oracle
    Delay credits; abandoned share after 10 min of fire = 0.10 and 0.02; repair times.

Never
    A barrier does not know who is behind it.
"""

from __future__ import annotations

from math import log
from typing import Any

from simulator.catalogue import marked
from simulator.engine.clock import Call
from simulator.engine.duties import Order
from simulator.engine.entities import Group, Post, Segment, Talker, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World, marks

__all__ = ["Perimeter"]

UNORDERED = 3.0
"""how much sooner posts are left where no rule says that they hold [A]"""


class Perimeter(Mechanism):
    """Keeps barriers, breaches and posts."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.perimeter
        self.holding = any(step.task == "hold" for rule in world.blueprint.rules for step in rule.steps)
        self._leaving: dict[str, Call] = {}
        self._shot_at: dict[str, tuple[int, int]] = {}
        self._shooting: dict[str, dict[str, None]] = {}
        """segment -> the groups that shoot at its posts"""
        orders = world.orders
        world.duties.offer("block", self._block, self._unblock)
        world.duties.offer("repair", self._repair)
        world.duties.offer("guard", self._guard, self._unblock)
        orders.offer_drill("hold", self._hold)
        self._guards: dict[str, list[Order]] = {}
        world.on("place_secured", lambda seq, at, _: self._relieve(at, "secure", seq))
        world.on("lead_taken", lambda seq, _, data: self._relieve(str(data["at"]), "lead_taken", seq))
        world.on("unit_arrived", lambda seq, _, data: self._relieved_by(str(data["at"]), seq))

    def begin(self) -> None:
        """A fence that was cut before STARTEX can be seen."""
        for segment in self.w.segments.values():
            if segment.state == "open":
                segment.mark = self.w.emit("breach_opened", segment.id, {"assault": "", "before": True}, self.w.started)
                self.w.observation.appear("breach", segment.id, 1, segment.mark, sight=0.2, state="open")

    # barriers

    def delay(self, segment: Segment) -> tuple[float, tuple[int, ...]]:
        """Seconds that an assault needs, and the marks that made it so."""
        if segment.state == "open":
            return 0.0, self.w.given(segment.mark)
        held = [post for post in segment.posts if post.manned]
        share = len(held) / len(segment.posts) if segment.posts else 0.0
        credit, built = self.w.works.credit(segment.spec)
        return credit * (1 + self.p.overwatch * share), (*marks(segment.posts), *built)

    def open(self, name: str, cause: int, *, assault: str, given: tuple[int, ...] = ()) -> int:
        """The wire is open, by an assault or quietly."""
        segment = self.w.segments[name]
        if segment.state == "open":
            return cause
        segment.state, segment.opened_at = "open", self.w.now
        segment.mark = self.w.emit(
            "breach_opened", name, {"assault": assault, "before": False}, cause, self.w.given(segment.mark, *given)
        )
        sight = self.w.p.observation.group_sight if assault else 0.2
        self.w.observation.appear("breach", name, 1, segment.mark, sight=sight, state="open")
        if not assault:
            self.w.observation.crossing(name, segment.mark)
        if segment.blockers:
            self._blocked(segment, segment.blockers[0].id, segment.mark)
        return segment.mark

    def mend(self, name: str, by: str, cause: int) -> None:
        """A small cut is closed on the spot."""
        segment = self.w.segments[name]
        if segment.state == "open" and name not in self.w.harm.fighting:
            segment.state = "repaired"
            segment.mark = self.w.emit("breach_repaired", name, {"by": by}, cause, self.w.given(segment.mark))
            self.w.observation.vanish("breach", name, "repaired", segment.mark)
            self._relieve(name, "repaired", segment.mark)

    def _blocked(self, segment: Segment, by: str, cause: int) -> int:
        segment.state = "blocked"
        given = self.w.given(segment.mark, self.w.whereabouts.left.get(segment.id, 0))
        segment.mark = self.w.emit("breach_blocked", segment.id, {"by": by}, cause, given)
        self.w.write(f"breach@{segment.id}", 1, "blocked", segment.mark)
        return segment.mark

    def _tell(self, order: Order, segment: Segment) -> None:
        """Who blocks or repairs reports the breach's new state."""
        self.w.reporting.report(order.unit, order.post, "breach", segment.id, 1, segment.state, segment.mark, after=30)

    # tasks of units

    def _block(self, order: Order) -> None:
        """The unit stands in the gap; the task is done when nobody armed is before it any more."""
        segment = self.w.segments.get(order.unit.at)
        if segment is None:
            self.w.securing.protect(order)
            return
        if order.unit not in segment.blockers:
            segment.blockers.append(order.unit)
        if self.w.force.joined(
            order.unit, segment.id, order.mark, on_calm=lambda seq: self._in_the_gap(order, segment, seq)
        ):
            return
        self._in_the_gap(order, segment, order.mark)

    def _in_the_gap(self, order: Order, segment: Segment, cause: int) -> None:
        if not order.stands:
            return
        if segment.state == "open":
            self._blocked(segment, order.unit.id, cause)
            self._tell(order, segment)
        self.w.duties.done(order, cause, segment.mark)

    def _unblock(self, order: Order) -> None:
        """The unit leaves the gap: what is not repaired is open again."""
        for guards in self._guards.values():
            if order in guards:
                guards.remove(order)
        segment = self.w.segments.get(order.unit.at)
        if segment is not None:
            self.left(order.unit, segment, order.mark)

    def left(self, unit: Unit, segment: Segment, cause: int) -> None:
        """A unit stands in a gap no more, because it was called off or goes away."""
        if unit not in segment.blockers:
            return
        segment.blockers.remove(unit)
        if segment.state == "blocked" and not segment.blockers:
            segment.state = "open"
            segment.mark = self.w.emit(
                "breach_unblocked", segment.id, {"by": unit.id}, cause, self.w.given(segment.mark)
            )
            self.w.observation.appear("breach", segment.id, 1, segment.mark, sight=0.2, state="open")

    def _repair(self, order: Order) -> None:
        """A team closes the fence; it waits while there is fighting."""
        segment = self.w.segments.get(order.unit.at)
        if segment is None or segment.state in ("whole", "repaired"):
            self.w.duties.done(order, order.mark)
        elif segment.id in self.w.harm.fighting:
            self.w.clock.later(600, self._repair_if_still, order)
        else:
            takes = self.p.repair.draw(self.w.draws.once(order.key, "repair"))
            self.w.clock.later(takes, self._repaired, order, segment)

    def _repair_if_still(self, order: Order) -> None:
        if order.stands:
            self._repair(order)

    def _repaired(self, order: Order, segment: Segment) -> None:
        """The wire is closed, unless somebody else has closed it or men fight over it again."""
        if not order.stands:
            return
        if segment.state in ("whole", "repaired") or segment.id in self.w.harm.fighting:
            self._repair(order)
            return
        segment.state = "repaired"
        segment.mark = self.w.emit(
            "breach_repaired", segment.id, {"by": order.unit.id}, order.mark, self.w.given(segment.mark)
        )
        self.w.observation.vanish("breach", segment.id, "repaired", segment.mark, tell=False)
        self._tell(order, segment)
        self.w.duties.done(order, segment.mark)
        segment.blockers.clear()
        self._relieve(segment.id, "repaired", segment.mark)

    def _guard(self, order: Order) -> None:
        """Stay until the breach is repaired, the place is quiet, or the time is up."""
        segment = self.w.segments.get(order.unit.at)
        if order.step.for_s >= 0:
            self.w.clock.later(order.step.for_s, self._guard_over, order)
        if order.step.until == "repaired" and (segment is None or segment.state in ("whole", "repaired")):
            self.w.duties.done(order, order.mark)
            return
        self._guards.setdefault(order.unit.at, []).append(order)
        if segment is not None and order.unit not in segment.blockers:
            segment.blockers.append(order.unit)
        self.w.force.joined(order.unit, order.unit.at, order.mark)

    def _guard_over(self, order: Order) -> None:
        if order.stands:
            self._unblock(order)
            self.w.duties.done(order, order.mark)

    def _relieve(self, at: str, why: str, cause: int) -> None:
        for order in self._guards.pop(at, []):
            if order.step.until in (why, "") and order.stands:
                self.w.duties.done(order, cause)
            else:
                self._guards.setdefault(at, []).append(order)

    def _relieved_by(self, at: str, seq: int) -> None:
        """Another unit has come: whoever was to stay until it is relieved may go."""
        if at in self._guards:
            self._relieve(at, "relieved", seq)

    # posts

    def _hold(self, who: Talker, step: Any, kind: str, place: str, cause: int) -> None:
        """The drill of a post under fire: it takes cover and holds (nothing else changes)."""

    def under_fire(self, segment: Segment, group: Group, cause: int, luck: str = "") -> None:
        """Every held post of a segment is shot at; ``luck`` names whose draws say how long each holds."""
        p = self.w.p.force
        self._shooting.setdefault(segment.id, {})[group.id] = None
        for post in segment.posts:
            if not post.manned or post.id in self._shot_at:
                continue
            seq = self.w.emit("post_under_fire", post.id, {"by": group.id, "at": segment.id}, cause)
            self._shot_at[post.id] = (seq, self.w.now)
            post.under_fire = seq
            share = p.abandon_protected if post.spec.protected else p.abandon_soft
            hazard = -log(1 - share) / 600 * (1.0 if self.holding else UNORDERED)
            takes = -log(1 - self.w.draws.once(post.id, f"holds against {luck or group.id}")) / hazard
            self._leaving[post.id] = self.w.clock.call_later(min(takes, 1e7), self._abandon, post, segment, seq)
            self.w.rules.saw(post, "shots", segment.id, group.strength, "heard", seq)

    def _abandon(self, post: Post, segment: Segment, cause: int) -> None:
        if not post.manned:
            return
        post.manned = False
        self._shot_at.pop(post.id, None)
        why = marked("exposed under fire") if not post.spec.protected else marked("under fire, outgunned")
        post.mark = self.w.emit("post_abandoned", post.id, {"why": why, "at": segment.id}, cause)
        self.w.community.move(trust=self.w.p.community.abandoned, cause=post.mark)
        self._man_later(post, segment)

    def _man_later(self, post: Post, segment: Segment) -> None:
        u = self.w.draws.several(post.id, "manned again")
        self.w.clock.later(self.p.man_again.draw(u[0]), self._man_again, post, segment)

    def _man_again(self, post: Post, segment: Segment) -> None:
        """Its people go back to a post once nobody fights near it."""
        if segment.id in self.w.harm.fighting or self.w.force.groups(segment.id):
            self._man_later(post, segment)
            return
        post.manned = True
        post.mark = self.w.emit("post_manned", post.id, {"at": segment.id}, post.mark, self.w.given(segment.mark))
        self.w.observation.manned(post)

    def cease_fire(self, segment: Segment, group: Group, cause: int) -> None:
        """A group shoots at the posts no more; when none does, those still manned were held."""
        shooting = self._shooting.get(segment.id, {})
        shooting.pop(group.id, None)
        if shooting:
            return
        for post in segment.posts:
            shot_at = self._shot_at.pop(post.id, None)
            if shot_at is None:
                continue
            self.w.clock.cancel(self._leaving.pop(post.id, None))
            post.mark = self.w.emit(
                "post_held", post.id, {"at": segment.id, "for_s": self.w.now - shot_at[1]}, shot_at[0], (cause,)
            )
            self.w.rules.forget(post, "shots", segment.id)
