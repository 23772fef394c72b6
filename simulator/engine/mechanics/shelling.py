"""Shelling: rounds of indirect fire that fall somewhere, and whom they find there.

Model
    A salvo is ``number`` rounds, each at a moment of its own within ``for``.  A round falls beside its aim by
    a circular normal error of which ``distance`` is the median (CEP):

        r = CEP / sqrt(2 ln 2) * sqrt(-2 ln(1 - u)),   in any direction

    Where it falls inside the radius R of a place (the smallest that holds it), it hurts a Poisson number of the
    N people who are there, spread evenly, with what they are behind (mechanism *shelter*):

        mean = area / (pi R^2) * N * exposure

    So a salvo at the middle of a place costs on average  number * (1 - dud) * (1 - exp(-R^2 / 2 s^2)) * mean,
    s = CEP / sqrt(2 ln 2).  The number is the inverse of one uniform of the round's own: who is better
    covered can only be hurt less by the same round.  People in line at a gate stand in its waiting area; a
    post's crew is hit with the chance exp(-d^2 pi / area) each, times its cover.

    Posts within ``near`` are under fire until the salvo ends (mechanism *perimeter*); people within ``heard`` run
    for shelter at the first round; those of a sector that is hit flee.  A round may not go off (mechanism
    *ordnance*) or light a fire (mechanism *fire*).  A wall stops ``stops`` of the direct fire from outside over
    the part of the perimeter where it stands, and nothing of what falls from above.

    *Roll-call.*  Whoever is in a bunker once a head-count is ordered, and on a list that is right, is counted there at
    once.

Parameters
    ``parameters.shelling``, all [A]; domain 2 (S09) for the case, domain 3 "Injury multiplier".

Oracle
    Expected hits by closed form; share of rounds inside a radius; direct fire against the wall that stands.

Never
    A round does not know who is there.  Nobody corrects the fire: the stream says where each salvo is aimed.
"""

from __future__ import annotations

from functools import partial
from math import cos, exp, hypot, log, pi, sin, sqrt
from typing import Any

from simulator.blueprint.model import SegmentSpec, StaffSpec, StepSpec, StreamSpec
from simulator.catalogue import marked
from simulator.engine.draws import poisson
from simulator.engine.entities import Group, Place, Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Shelling"]

_CEP = sqrt(2 * log(2))
_CHECKED_S = 300
_FRESH_S = 300
"""an all-clear so soon after a round is not believed [A]"""
_WHAT = "all clear"  # not for people


class Salvo:
    """A salvo that is falling: its event, whose it is, whom it has shaken."""

    __slots__ = ("alarmed", "event", "group", "hit", "mark", "on", "segments")

    def __init__(self, event: StreamSpec, group: Group, on: str, mark: int):
        self.event, self.group, self.on, self.mark = event, group, on, mark
        self.alarmed: dict[str, None] = {}
        self.hit: dict[str, None] = {}
        self.segments: dict[str, None] = {}


class Shelling(Mechanism):
    """Lets rounds fall."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.shelling
        self._falling: dict[str, dict[str, None]] = {}
        """place -> the salvos that fall there, or have just fallen"""
        self._last: dict[str, int] = {}
        """place with staff -> when a round last fell within hearing"""
        gates = {n: sqrt(p.spec.waiting_area / pi) for n, p in world.places.items() if p.spec.kind == "gate"}
        reach = {n: p.spec.radius for n, p in world.places.items() if p.spec.radius > 0}
        self._reach = sorted((r, n) for n, r in (reach | gates).items())
        """radius and name of every place on which a round can fall, the smallest first"""
        self._rolls: dict[tuple[str, int], float] = {}
        """place and head-count -> the greatest share that was in its bunkers since that was ordered"""
        self._homes = tuple(dict.fromkeys(s.at for s in world.blueprint.staff.values() if s.at in world.places))
        world.verbs["shell"] = self._shell
        world.orders.offer_staff("all_clear", self._all_clear)
        world.on("shelter_ordered", self._stay)

    # the salvo

    def _shell(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.w.threat.group(event, seq)
        if group is None:
            return
        if group.suppressed >= 0.5:
            self.w.threat.foil(event, marked("they are held in check"), seq, self.w.given(group.mark))
            return
        salvo = Salvo(event, group, on, seq)
        rounds = event.number if event.number >= 0 else self.p.rounds
        lasts = event.for_s if event.for_s >= 0 else self.p.lasts
        self.w.harm.fight(on, event.id, seq)
        for k in range(rounds):
            wait = lasts * self.w.draws.once(event.id, f"round {k} when")
            self.w.clock.later(wait, self._lands, salvo, k)
        self.w.clock.later(lasts, self._over, salvo)

    def _lands(self, salvo: Salvo, k: int) -> None:
        """One round falls, unless its crew has gone or is held in check."""
        group, event = salvo.group, salvo.event
        if group.is_done or group.suppressed >= 0.5 or group.id in self.w.braked:
            return
        u = self.w.draws.several(event.id, f"round {k}")
        r = event.distance / _CEP * sqrt(-2 * log(1 - u[0]))
        ax, ay = self.w.where(salvo.on)
        x, y = ax + r * cos(2 * pi * u[1]), ay + r * sin(2 * pi * u[1])
        place = self._at(x, y)
        dud = u[2] < self.p.dud
        data = {"by": group.id, "east": round(x), "north": round(y), "within": place is not None, "dud": dud}
        given = self.w.given(group.mark, place.mark if place else 0)
        seq = self.w.emit("round_landed", place.id if place else salvo.on, data, salvo.mark, given)
        if not salvo.hit:
            self.w.whereabouts.show(group, "shots", salvo.on, seq)
        salvo.hit[place.id if place else salvo.on] = None
        if dud:
            self.w.ordnance.left(place, x, y, f"{event.id}/round {k}", seq)
        else:
            self._shake(salvo, x, y, k, seq)
            if place is not None:
                self._strike(salvo, place, k, seq)
        self._alarm(salvo, x, y, seq)

    def _at(self, x: float, y: float) -> Place | None:
        """The smallest place that a point lies in."""
        return next((self.w.places[n] for r, n in self._reach if self.w.distance(x, y, n) <= r), None)

    def _over(self, salvo: Salvo) -> None:
        """The salvo has ended; for a while nobody trusts the silence."""
        seq = salvo.mark
        for name in salvo.segments:
            self.w.perimeter.cease_fire(self.w.segments[name], salvo.group, seq)
        self.w.whereabouts.hide(salvo.group, "shots", salvo.on, seq)
        self.w.harm.quiet(salvo.on, salvo.event.id, seq)
        self.w.clock.later(self.p.quiet, self._calm, salvo)
        for at in salvo.alarmed:
            takes = self.p.stays.draw(self.w.draws.once(f"{salvo.event.id}/{at}", "stays in shelter"))
            self.w.clock.later(takes, self._tired, at, self._last[at], seq)
        self.w.threat.finish(salvo.event, seq, self.w.given(salvo.group.mark))

    def _calm(self, salvo: Salvo) -> None:
        for name in salvo.hit:
            there = self._falling.get(name, {})
            there.pop(salvo.event.id, None)
            place = self.w.places.get(name)
            if place is not None and not there:
                self._falling.pop(name, None)
                place.safe = not any(
                    g.at == name and g.state in ("inside", "attacking") for g in self.w.groups.values()
                )
            self.w.care.way_changed(name)

    def falling(self, at: str) -> bool:
        """Whether rounds fall on a place, or fell there a moment ago."""
        return at in self._falling

    # whom a round finds

    def _strike(self, salvo: Salvo, place: Place, k: int, seq: int) -> None:
        """People of a place are hurt by the round that fell among them."""
        self._falling.setdefault(place.id, {})[salvo.event.id] = None
        place.safe = False
        place.mark = seq
        name = f"{salvo.event.id}/round {k}"
        u = self.w.draws.several(name, "hits")
        share = self.p.area / (pi * self._radius(place) ** 2)
        staff = self.w.staff_at(place.id) * self.w.shelter.exposure(place, self.w.now)
        people = place.people * self.w.shelter.cover(place)
        gate = self.w.gates.gates.get(place.id)
        people += gate.waiting if gate is not None else 0.0
        given = self.w.given(self.w.shelter.inside_since(place.id), gate.mark if gate is not None else 0)
        for kind, count in (("staff", poisson(share * staff, u[0])), ("people", poisson(share * people, u[1]))):
            for i in range(count):
                self.w.casualties.hurt(f"{name}/{kind} {i}", place.id, "perpetrator", seq, given)
        soldiers = sum(x.strength for x in place.units if x.state != "moving")
        hit = poisson(share * soldiers * self.w.shelter.dug_in, u[2])
        if hit:
            self.w.casualties.peacekeepers(place.units[0].id, place.id, hit, seq, self.w.given(place.units[0].mark))
        if place.spec.shelters and u[3] < self.p.ignites:
            self.w.fire.light(place.id, seq, (), name)
        self.w.crowd.attacked(place.id, "shooting", self.p.frightens, seq)

    def _radius(self, place: Place) -> float:
        return next(r for r, n in self._reach if n == place.id)

    def _shake(self, salvo: Salvo, x: float, y: float, k: int, seq: int) -> None:
        """Posts nearby are under fire; a round beside one hits its people."""
        for segment in self.w.segments.values():
            near = [p for p in segment.posts if p.manned and hypot(p.x - x, p.y - y) <= self.p.near]
            if not near:
                continue
            salvo.segments[segment.id] = None
            self.w.perimeter.under_fire(segment, salvo.group, seq, salvo.event.id)
            for post in near:
                chance = exp(-pi * ((post.x - x) ** 2 + (post.y - y) ** 2) / self.p.area)
                mean = self.p.crew * chance * (self.w.shelter.dug_in if post.spec.protected else 1.0)
                count = poisson(mean, self.w.draws.once(f"{salvo.event.id}/round {k}", f"hits {post.id}"))
                if count:
                    self.w.casualties.peacekeepers(post.id, segment.id, count, seq)

    # running for shelter, and coming out

    def _alarm(self, salvo: Salvo, x: float, y: float, seq: int) -> None:
        """Everybody within hearing runs; five minutes after the first round it is seen who is in."""
        for at in self._homes:
            if self.w.distance(x, y, at) > self.p.heard:
                continue
            self._last[at] = self.w.now
            if at in salvo.alarmed:
                continue
            salvo.alarmed[at] = None
            self.w.shelter.attacked(at, seq)
            self.w.clock.later(_CHECKED_S, self._check, at, seq)

    def _check(self, at: str, cause: int) -> None:
        people = self.w.staff_at(at)
        inside = self.w.shelter.share(at, self.w.now)
        for key in [k for k in self._rolls if k[0] == at]:
            self._rolls[key] = max(self._rolls[key], inside)
        count = round(inside * people)
        given = self.w.given(self.w.shelter.inside_since(at))
        self.w.emit("shelter_checked", at, {"count": count, "of": people}, cause, given)

    def _tired(self, at: str, since: int, cause: int) -> None:
        """Nobody has said anything, and no round has fallen: people come out by themselves."""
        if self._last[at] == since:
            self.w.shelter.come_out(at, marked("nobody tells them to stay"), cause)

    def _stay(self, seq: int, at: str, _: dict[str, Any]) -> None:
        """Who sits in a bunker is told to stay there."""
        if at in self._last:
            self._last[at] = self.w.now
            takes = self.p.stays.draw(self.w.draws.once(f"{at}/{self.w.now}", "stays in shelter as told"))
            self.w.clock.later(takes, self._tired, at, self._last[at], seq)

    def _all_clear(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """The post tells the wardens that it is over."""
        for name in step.to or (place,):
            at = self.w.blueprint.staff[name].at if name in self.w.blueprint.staff else name
            self.w.shelter.tell(post, at, _WHAT, cause, partial(self._told, at, step, cause))

    def _told(self, at: str, step: StepSpec, fired: int, cause: int, given: tuple[int, ...]) -> None:
        if at in self._last and self.w.now - self._last[at] < _FRESH_S:
            return  # wardens who hear rounds fall keep people in
        self.w.shelter.come_out(at, marked("the all-clear is given"), cause)
        self.w.errands.finish_for(fired, step, cause)

    def call_roll(self, staff: StaffSpec, count: int) -> None:
        """A head-count is ordered: whoever is in a bunker now is counted there; who was in one before is not."""
        self._rolls[staff.at, count] = self.w.shelter.share(staff.at, self.w.now)

    def roll_call(self, staff: StaffSpec, share: float, count: int) -> float:
        """Share of a list accounted for: in a bunker people are counted at once."""
        if staff.at not in self._last:
            return share
        key = (staff.at, count)
        inside = self._rolls[key] = max(self._rolls[key], self.w.shelter.share(staff.at, self.w.now))
        return inside * staff.lists_right + (1 - inside * staff.lists_right) * share

    # direct fire

    def staff_in_reach(self, place: Place) -> int:
        """Staff whom fire into a place finds: those of a place that says how far it reaches."""
        return self.w.staff_at(place.id) if place.spec.radius > 0 else 0

    def around(self, place: Place) -> list[SegmentSpec]:
        """The perimeter around a place, or around what it lies in."""
        return [s.spec for s in self.w.segments.values() if s.spec.of and s.spec.of in (place.id, place.spec.of)]

    def over_the_wall(self, place: Place) -> float:
        """Share of the direct fire from outside that no wall stops: by the part of the perimeter where one stands."""
        around = self.around(place)
        length = sum(s.length for s in around)
        walled = sum(s.length * self.w.works.walled(s) for s in around)
        return 1 - self.p.stops * walled / length if walled else 1.0
