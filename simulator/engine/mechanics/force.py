"""Force: steps, who yields to them, and what keeps a unit from acting.

Model
    Where a unit that was told to protect, block, separate or guard meets a group, a confrontation
    goes in rounds of ``round`` seconds.  The on-scene commander takes the lowest step that is
    warranted and goes up by one when it fails:

        presence, verbal, show_of_force, warning_shots, aimed_fire

    Where life is at stake (armed men harm people) it begins with warning shots; otherwise no step is
    skipped.  Men without firearms, and men who only gather, never meet more than a show of force.  A
    commander who never rehearsed stays a step too low with ``hesitates`` or skips one with ``skips``
    (C01); a hidden caveat or a missing leave for force holds a unit at presence, and the cause is written
    (mechanism *command*).  A step that a group meets for the first time turns it back with

        p = c_step * w / (w + stubborn * resolve),   w = weight of the units / weight of the group

    and with ``again`` of that in each later round (aimed fire each time anew); not at all below the
    group's own threshold.  Weight is people, times ``armour`` for armoured units, ``crowd_control`` for
    police before people without firearms, and ``liaison`` where a host officer stands with them against
    men whom the host controls.  While it lasts the group is held in check by min(1, w * k), k = 0.1, 0.2,
    0.5, 0.9, 1.5 by step: that share of its harm does not happen.  Aimed fire hits ``hits`` of the group a
    round, and a bystander with ``stray`` times the share of the people who are still there.  A group with
    half of its men left breaks; until then its men shoot back, and each hits ``hits_back`` a round.  A unit with
    half of its people left gives up its task.

    What units do when nobody is left to face is the mechanism *securing*.

Parameters
    ``parameters.force``; domain 3 row "Intervene with force when warranted" (0.2 before, 0.8 after)
    follows from caveats, written orders and capital calls of the contingents, never from a chance
    of its own.

Oracle
    Closed form of p; order of steps; share of units that act at once = product of the causes' complements.

Never
    A step of force is never chosen by its effect: the commander does not know the group's resolve.
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

from simulator.catalogue import marked
from simulator.engine.draws import poisson
from simulator.engine.entities import Group, Place, Segment, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World, marks
from simulator.tasks import FACES
from simulator.vocabulary import FORCE_STEPS

__all__ = ["Confrontation", "Force"]

_HOLDS = (0.1, 0.2, 0.5, 0.9, 1.5)
_SHOW, _WARNING, _AIMED = 2, 3, 4


class Confrontation:
    """Units and groups face to face at a place."""

    __slots__ = ("at", "calm", "given", "mark", "right", "rounds", "step", "tried", "withheld")

    def __init__(self, at: str, mark: int):
        self.at, self.mark = at, mark
        self.given: dict[int, None] = {}
        """who came and went since the last event of this confrontation"""
        self.step = -1
        self.right = True
        self.rounds = 0
        self.withheld: dict[str, str] = {}
        self.tried: dict[str, set[int]] = {}
        """group -> steps that it has met"""
        self.calm: list[Callable[[int], object]] = []


class Force(Mechanism):
    """Runs confrontations."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.force
        self.fights: dict[str, Confrontation] = {}
        self._facing: dict[str, dict[str, Unit]] = {}
        self._chance = (self.p.presence, self.p.verbal, self.p.show_of_force, self.p.warning_shots, self.p.aimed_fire)

    # who is where

    def groups(self, at: str) -> list[Group]:
        """The groups that are at a place, whatever they do there."""
        present = ("massing", "breaching", "inside", "attacking")
        return [g for g in self.w.groups.values() if g.at == at and g.state in present]

    def meet(self, group: Group, at: str, mark: int) -> None:
        """A group comes to a place: whoever stands there to protect it faces it."""
        for unit in self._standing(at):
            self._face(unit, at, mark)

    def _standing(self, at: str) -> list[Unit]:
        """Units at a place that are there to face somebody."""
        here = self.w.locus(at)
        return [
            u
            for u in (here.units if here else ())
            if (u.order is not None and u.state == "on_scene" and u.order.step.task in FACES)
            or (u.order is None and u.mustered and u.may_fight)
        ]

    def joined(self, unit: Unit, at: str, mark: int, on_calm: Callable[[int], object] | None = None) -> bool:
        """A unit is there to face whoever is; False where nobody is."""
        if not self.groups(at):
            return False
        self._face(unit, at, mark)
        if on_calm is not None:
            self.fights[at].calm.append(on_calm)
        return True

    def _face(self, unit: Unit, at: str, mark: int) -> None:
        facing = self._facing.setdefault(at, {})
        if unit.id in facing:
            return
        facing[unit.id] = unit
        fight = self.fights.get(at)
        if fight is None:
            fight = self.fights[at] = Confrontation(at, mark)
            self.w.harm.fight(at, "confrontation", mark)
            self.w.clock.later(5, self._round, fight)
        fight.given[unit.mark] = None
        fight.given[mark] = None

    def left(self, unit: Unit, here: Place | Segment) -> None:
        """A unit goes away from a place."""
        if self._facing.get(here.id, {}).pop(unit.id, None) is not None and here.id in self.fights:
            self.fights[here.id].given[unit.mark] = None

    def gone(self, group: Group, at: str) -> None:
        """A group is no longer there."""
        self._check_end(at, group.mark)

    def facing(self, at: str) -> list[Unit]:
        """The units that face somebody at a place."""
        return list(self._facing.get(at, {}).values())

    def bars(self, group: Group, at: str) -> bool:
        """Whether units in the way are strong and willing enough to keep a group from passing."""
        fight = self.fights.get(at)
        units = [u for u in self._facing.get(at, {}).values() if fight is None or u.id not in fight.withheld]
        return bool(units) and self.weight(units, group) >= 0.25 * group.strength

    def weight(self, units: list[Unit], group: Group) -> float:
        """What some units weigh against a group, in people."""
        p = self.p
        worth = p.liaison if group.spec.host and self.w.community.liaison else 1.0
        if not group.spec.armed:
            return worth * fsum(u.strength * (p.crowd_control if u.component == "police" else 1.0) for u in units)
        return worth * fsum(u.strength * (p.armour if u.spec.armour else 1.0) for u in units)

    def stand_down(self, unit: Unit) -> None:
        """A unit no longer faces anybody where it is."""
        self._facing.get(unit.at, {}).pop(unit.id, None)

    # rounds

    def _willing(self, fight: Confrontation, unit: Unit, wanted: int) -> int:
        """The highest step that a unit will take now, with the cause written where it is too low."""
        if wanted < _WARNING:
            return wanted
        contingent = self.w.contingents.get(unit.contingent)
        why = ""
        if contingent is not None and "no_force_beyond_self_defence" in (*contingent.hidden, *unit.spec.caveats):
            why = marked("caveat: no force beyond self-defence")
        elif unit.order is not None and unit.order.overruled:
            return wanted
        elif contingent is not None and unit.id not in self.w.commanding.authorised:
            why = self.w.commanding.waits_for_paper(unit, fight.at)
        why = why or self.w.willing.why(unit, fight.at, self.groups(fight.at))
        if not why:
            fight.withheld.pop(unit.id, None)
            return wanted
        if fight.withheld.get(unit.id) != why:
            fight.withheld[unit.id] = why
            given = self.w.given(unit.mark, *marks(self.groups(fight.at)))
            self.w.emit("force_withheld", unit.id, {"why": why, "at": fight.at}, fight.mark, given)
        return 0

    @staticmethod
    def _limits(groups: list[Group]) -> tuple[int, int, bool]:
        """The least step that is warranted at once, the highest that is allowed, and whether life is at stake."""
        armed = [g for g in groups if g.spec.armed]
        if any(g.state == "attacking" for g in armed):
            return _WARNING, _AIMED, True
        hostile = any(g.state in ("breaching", "inside") for g in armed)
        return 0, _AIMED if hostile else _SHOW, False

    def _round(self, fight: Confrontation) -> None:
        if self.fights.get(fight.at) is not fight:
            return
        groups = self.groups(fight.at)
        units = list(self._facing.get(fight.at, {}).values())
        if not groups or not units:
            self._end(fight, fight.mark)
            return
        stream = self.w.draws.stream(fight.at, "confrontation")
        u, v, hit, stray, back = (stream.uniform() for _ in range(5))
        step, right = self._choose(fight, units, groups, u)
        step = self.w.standoff.restrain(fight.at, units, step, fight.mark)
        willing = [unit for unit in units if self._willing(fight, unit, step) >= step]
        if step >= _WARNING and not willing:
            step, right = 0, False
        acting = willing or units
        self._take(fight, acting, groups, step, right)
        for group in groups:
            self._effect(fight, acting, group, step, v)
        if step == _AIMED and self.fights.get(fight.at) is fight:
            self._fire(fight, acting, groups, hit, stray)
            self._fire_back(fight, acting, groups, back)
        if self.fights.get(fight.at) is fight:
            self.w.clock.later(self.p.round, self._round, fight)

    def _choose(self, fight: Confrontation, units: list[Unit], groups: list[Group], u: float) -> tuple[int, bool]:
        """The step of this round, and whether it fits what is faced."""
        least, highest, life = self._limits(groups)
        fits = min(highest, max(fight.step + 1, least))
        rehearsed = min(
            (self.w.readiness.rehearsed(c) for x in units if (c := self.w.contingents.get(x.contingent)) is not None),
            default=self.w.readiness.rehearsed(None),
        )
        error = 1 - rehearsed
        if u < self.p.hesitates * error and fits > max(fight.step, 0):
            return max(0, min(fits - 1, fight.step)), False
        if u > 1 - self.p.skips * error and fits < highest and not life:
            return fits + 1, False
        return fits, True

    def _take(self, fight: Confrontation, units: list[Unit], groups: list[Group], step: int, right: bool) -> None:
        fight.rounds += 1
        changed = (step, right) != (fight.step, fight.right)
        fight.step, fight.right = step, right
        if changed:
            data = {
                "step": FORCE_STEPS[step],
                "at": fight.at,
                "right": right,
                "by": units[0].id,
                "group": groups[0].id,
                "life_at_stake": any(g.state == "attacking" and g.spec.armed for g in groups),
            }
            fight.mark = self.w.emit(
                "force_step_taken", units[0].id, data, fight.mark, self._given(fight, *marks(groups))
            )

    def _given(self, fight: Confrontation, *more: int) -> tuple[int, ...]:
        """What an event of a confrontation depends on besides its last step."""
        host = any(group.spec.host for group in self.groups(fight.at))
        found = self.w.given(*fight.given, *more, self.w.community.liaison if host else 0)
        fight.given.clear()
        return tuple(m for m in found if m != fight.mark)

    def _effect(self, fight: Confrontation, units: list[Unit], group: Group, step: int, u: float) -> None:
        ratio = self.weight(units, group) / group.strength
        held = min(1.0, ratio * _HOLDS[step])
        if (held >= 0.5) != (group.suppressed >= 0.5):
            kind = "group_suppressed" if held >= 0.5 else "group_unsuppressed"
            data = {"at": fight.at, "per_cent": round(held * 100)}
            group.mark = self.w.emit(kind, group.id, data, fight.mark, self._given(fight, group.mark))
            if held >= 0.5:
                if group.state == "attacking" and group.spec.armed:
                    self.w.emit("intervention_effective", fight.at, {"by": units[0].id, "group": group.id}, group.mark)
                self.w.care.way_changed(fight.at)
        group.suppressed = held
        if step < group.spec.deterred_by:
            return
        resolve = self.w.community.resolve(group)
        first = step not in fight.tried.setdefault(group.id, set())
        fight.tried[group.id].add(step)
        chance = self._chance[step] * (1.0 if first or step == _AIMED else self.p.again)
        if u < chance * ratio / (ratio + self.p.stubborn * resolve):
            if group.state == "attacking" and group.spec.armed and held < 0.5:
                self.w.emit("intervention_effective", fight.at, {"by": units[0].id, "group": group.id}, fight.mark)
            self.w.whereabouts.turn_back(
                group, FORCE_STEPS[step], fight.mark, self._given(fight, group.mark, self.w.community.mark)
            )

    def _fire(self, fight: Confrontation, units: list[Unit], groups: list[Group], hit: float, stray: float) -> None:
        """Aimed fire: men of the group are hit, and now and then somebody who is not."""
        for group in groups:
            if group.at != fight.at or group.is_done or not group.spec.armed:
                continue
            count = int(min(group.strength, self.weight(units, group)) * self.p.hits + hit)
            if count:
                group.strength = max(1.0, group.strength - count)
                group.mark = self.w.emit(
                    "perpetrators_hit",
                    group.id,
                    {"count": count, "at": fight.at},
                    fight.mark,
                    self._given(fight, group.mark),
                )
            if group.spec.host:
                self.w.community.move(consent=self.w.p.community.force_consent / 10, cause=fight.mark)
            if group.strength < 0.5 * group.initial:
                self.w.whereabouts.turn_back(group, "losses", fight.mark, self._given(fight, group.mark))
        self.w.standoff.under_fire(fight.at, fight.rounds, stray, fight.mark)
        place = self.w.places.get(fight.at)
        if place is not None and place.people > 0 and stray < self.p.stray * place.people / max(1, place.spec.people):
            self.w.casualties.hurt(
                f"stray/{fight.at}/{fight.rounds}", fight.at, "un_fire", fight.mark, self.w.given(place.mark)
            )

    def _fire_back(self, fight: Confrontation, units: list[Unit], groups: list[Group], u: float) -> None:
        """Men under aimed fire who have not given way shoot back: now and then a peacekeeper is hit."""
        armed = [g for g in groups if g.spec.armed and g.at == fight.at and not g.is_done]
        mean = self.p.hits_back * fsum(g.strength * (1 - g.suppressed / 2) for g in armed)
        unit = units[fight.rounds % len(units)]
        count = min(poisson(mean / (self.p.armour if unit.spec.armour else 1.0), u), int(unit.strength) - 1)
        if count <= 0:
            return
        unit.strength -= count
        seq = self.w.casualties.peacekeepers(unit.id, fight.at, count, fight.mark, self._given(fight, *marks(armed)))
        unit.mark = seq
        if unit.strength < 0.5 * unit.spec.strength and unit.order is not None:
            self.stand_down(unit)
            self.w.duties.drop(unit, marked("has lost half of its people"), seq)

    # the end

    def _check_end(self, at: str, mark: int) -> None:
        fight = self.fights.get(at)
        if fight is not None and not self.groups(at):
            self._end(fight, mark)

    def _end(self, fight: Confrontation, cause: int) -> None:
        del self.fights[fight.at]
        self.w.harm.quiet(fight.at, "confrontation", cause)
        for group in self.w.groups.values():
            if group.at == fight.at:
                group.suppressed = 0.0
        self._facing.pop(fight.at, None)
        for calm in fight.calm:
            calm(cause)
