"""Passage: the ladder by which a patrol that is denied passage tries to pass whole.

Model
    The rungs are: the agreement cited on the spot; moving up to the barrier and insisting (*assertion*); the host
    liaison officer; the sector commander to the local commander; the head of mission to the authorities.  Each takes a
    drawn time and opens the barrier with the chance

        q = base of the rung * (0.5 + consent) * (1.5 - strictness),  at most 0.95

    so that the base is what it is worth at consent and strictness 0.5 each.  The first is tried at once by a
    patrol of a mission that asserts its freedom of movement (C05); the others when a post orders them.  The
    liaison officer must have come first (mechanism *community*, C43).  The authorities, once moved, lift every
    order at the checkpoint.  Insisting costs consent each time.  After a refusal the local commander may offer
    passage without the civilians, ``offers`` * 2 strictness; whoever takes that leaves them behind.

    A threat, or a refused assertion, is empty where the armed strength at the barrier is at least
    ``outnumbers`` * strength of the group * resolve / 0.5; else life is at risk and the patrol leaves.  A detour, where
    there is a track around, is driven at the speed of a track; so it gives way as well, by half.

Parameters
    ``parameters.checkpoint``, [A].

Oracle
    Share passed by each rung against q; the threshold of a threat.

Never
    Who negotiates does not know how the draw will fall; a refused rung may be tried again, with a draw of its own.
"""

from __future__ import annotations

from functools import partial
from math import fsum

from simulator.blueprint.model import StepSpec, StreamSpec
from simulator.catalogue import marked
from simulator.engine.entities import Group, Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.checkpoint import RISK, Stop
from simulator.engine.world import World

__all__ = ["Passage"]


class Passage(Mechanism):
    """Negotiates passage, rung by rung."""

    def __init__(self, world: World):
        super().__init__(world)
        p = self.p = world.p.checkpoint
        self._rungs = {
            "agreement": (p.sofa, p.sofa_takes),
            "assertion": (p.assertion, p.assertion_takes),
            "liaison": (p.liaison, p.liaison_takes),
            "commander": (p.commander, p.commander_takes),
            "authorities": (p.authorities, p.authorities_takes),
        }
        world.verbs["threaten"] = self._threaten
        world.orders.offer_staff("seek_passage", self._negotiate)
        world.orders.offer_staff("split_patrol", self._split)
        world.orders.offer_staff("detour", self._detour)

    def chance(self, rung: str, at: str) -> float:
        """How likely a rung opens the barrier."""
        base = self._rungs[rung][0]
        return min(0.95, base * (0.5 + self.w.community.consent) * (1.5 - self.w.restrictions.strictness(at)))

    def begins(self, stop: Stop) -> None:
        """A patrol is denied passage: it cites the agreement, if that is the mission's way."""
        if self.w.checkpoint.spec is not None and self.w.checkpoint.spec.asserts:
            self._try(stop, "agreement", stop.mark)

    def _negotiate(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """A post has a rung tried for everybody who stands at a checkpoint; to insist is up to the patrol."""
        for stop in self.w.checkpoint.at(place):
            if step.of == "assertion":
                what = f"insist at {place}"  # not for people
                self.w.reporting.instruct(post, stop.unit, what, cause, partial(self._insist, stop))
            else:
                self._try(stop, step.of, cause)

    def _insist(self, stop: Stop, cause: int, given: tuple[int, ...]) -> None:
        if self.w.checkpoint.goes_on(stop):
            self._try(stop, "assertion", cause)

    def _try(self, stop: Stop, rung: str, cause: int) -> None:
        count = stop.tries[rung] = stop.tries.get(rung, 0) + 1
        u = self.w.draws.several(f"{stop.key}/{count}", rung)
        takes = self._rungs[rung][1].draw(u[0])
        self.w.clock.later(takes, self._tried, stop, rung, u, cause)

    def _tried(self, stop: Stop, rung: str, u: tuple[float, ...], cause: int) -> None:
        w = self.w
        if not w.checkpoint.goes_on(stop):
            return
        if rung == "liaison" and not w.community.liaison:
            self._said(stop, rung, marked("nobody comes"), cause)
            return
        granted = u[1] < self.chance(rung, stop.at)
        seq = self._said(stop, rung, marked("granted") if granted else marked("refused"), cause)
        if rung == "assertion":
            w.community.move(consent=self.p.assert_consent, cause=seq)
        if granted and rung == "authorities":
            w.restrictions.lift_all(stop.at, marked("by order of the authorities"), seq)
        if granted and w.checkpoint.goes_on(stop):
            w.checkpoint.passes(stop, seq)
        elif not granted:
            self._refused(stop, rung, u[2], seq)

    def _said(self, stop: Stop, rung: str, outcome: str, cause: int) -> int:
        data = {"rung": rung, "at": stop.at, "outcome": outcome}
        given = self.w.given(stop.mark, *stop.kept, self.w.community.liaison, *self.w.restrictions.given(stop.at))
        return self.w.emit("rung_tried", stop.unit.id, data, max(cause, stop.mark), given)

    def _refused(self, stop: Stop, rung: str, u: float, cause: int) -> None:
        w = self.w
        group = w.groups.get(w.blueprint.places[stop.at].held_by)
        if rung == "assertion" and group is not None and not group.is_done:
            self._threatens(stop, group, cause)
        offers = self.p.offers * 2 * w.restrictions.strictness(stop.at)
        if w.checkpoint.goes_on(stop) and stop.state == "open" and w.presence.civilians(stop.unit) and u < offers:
            stop.state = "offered"
            stop.mark = w.emit("passage_offered", stop.unit.id, {"at": stop.at}, cause, w.given(stop.mark))
            hours = max(1, (w.now - stop.since) // 3600)
            w.observation.appear("denial", stop.at, hours, stop.mark, state="offered")

    # threats

    def _threaten(self, event: StreamSpec, on: str, seq: int) -> None:
        """The stream has a group aim at whoever stands there."""
        group = self.w.threat.group(event, seq)
        if group is None:
            return
        for stop in self.w.checkpoint.at(on):
            self._threatens(stop, group, seq)
        self.w.threat.finish(event, seq, self.w.given(*(u.mark for u in self.w.places[on].units)))

    def needed(self, group: Group) -> float:
        """Armed strength at the barrier before which a threat is empty."""
        return self.p.outnumbers * group.strength * self.w.community.resolve(group) / 0.5

    def _threatens(self, stop: Stop, group: Group, cause: int) -> None:
        w = self.w
        here = [u for u in w.places[stop.at].units if u.spec.armed]
        empty = fsum(u.strength for u in here) >= self.needed(group)
        data = {"unit": stop.unit.id, "at": stop.at, "strength": round(group.strength), "empty": empty}
        given = w.given(stop.mark, *stop.kept, group.mark, *(u.mark for u in here))
        seq = w.emit("patrol_threatened", group.id, data, cause, given)
        if not empty:
            w.checkpoint.gives_way(stop, RISK, seq)

    # other ways on

    def _split(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Take the offer: the soldiers pass, their civilians go home."""
        for stop in self.w.checkpoint.at(place):
            what = f"split at {place}"  # not for people
            self.w.reporting.instruct(post, stop.unit, what, cause, partial(self._parted, stop))

    def _parted(self, stop: Stop, cause: int, given: tuple[int, ...]) -> None:
        if self.w.checkpoint.goes_on(stop) and stop.state == "offered":
            self.w.presence.leave_civilians(stop.unit)
            self.w.checkpoint.passes(stop, cause, whole=False)

    def _detour(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Drive around the checkpoint, where there is a track."""
        if self.w.blueprint.places[place].detour <= 0:
            return
        for stop in self.w.checkpoint.at(place):
            what = f"detour at {place}"  # not for people
            self.w.reporting.instruct(post, stop.unit, what, cause, partial(self._goes_around, stop))

    def _goes_around(self, stop: Stop, cause: int, given: tuple[int, ...]) -> None:
        w = self.w
        if not w.checkpoint.goes_on(stop):
            return
        seq = w.checkpoint.close(stop, marked("it takes the detour"), cause, given)
        w.restrictions.learn(stop.at, self.p.gave_way / 2, marked("a patrol went around"), seq)
        u = w.draws.once(stop.key, "detour")
        takes = w.movement.on_a_track(stop.unit, w.blueprint.places[stop.at].detour, u)
        w.movement.set_off(stop.unit, stop.goal, stop.order, takes)
