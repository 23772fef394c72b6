"""Casualties: who is hurt how badly, and who dies when.

Model
    A person who is hit is dead at the scene (12 %, fitted), in danger of life (T1, 20 %), urgent
    (T2, 30 %) or light (T3); people who are beaten or crushed are hurt less.  A T1 casualty has an exponential
    budget of hazard; without care its hazard follows the died-by-time table (of those who die later,
    25.6 % by 10, 79.1 % by 60, 97.7 % by 120 minutes) up to a lethality of ``lethal``.  Care multiplies
    the hazard that is still to come: first aid 0.6, field care 0.5, surgery 0.15.  Budgets belong to
    the person, so in paired runs better care can only save.

        dies when the integral of (multiplier x hazard) reaches the budget

    How and when care comes is the mechanism *care*.

Parameters
    ``parameters.casualties``; domain 3 rows "Triage", "Killed share", "Died-by time" (WEB, UK, killed
    in action, survivors excluded), "10-1-2", "T1 hazard multiplier".

Oracle
    The died-by-time table without care, within 5 points; monotone in every kind of care.

Never
    Whether somebody is saved is decided by times, never by a chance of being saved.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf, log

from simulator.engine.clock import Call
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Casualties", "Person"]

TEN, ONE, TWO = 600, 3600, 7200


_LOOKS_AGAIN_S = 60
"""how soon it is asked again whether somebody may die whom exercise control keeps alive"""


class Person:
    """Somebody who was hurt."""

    __slots__ = (
        "aid_at",
        "at",
        "band",
        "budget",
        "care_at",
        "death",
        "hurt_at",
        "mark",
        "multiplier",
        "name",
        "severity",
        "spent",
        "spent_until",
        "state",
        "surgery_at",
        "way",
    )

    def __init__(self, name: str, at: str, band: str, severity: str, budget: float, hurt_at: int, mark: int):
        self.name, self.at, self.band, self.severity, self.budget, self.hurt_at, self.mark = (
            name,
            at,
            band,
            severity,
            budget,
            hurt_at,
            mark,
        )
        self.state = "waiting"
        self.way: tuple[int, ...] = ()
        """what let somebody walk to a clinic"""
        self.multiplier, self.spent, self.spent_until = 1.0, 0.0, 0.0
        self.death: Call | None = None
        self.aid_at = self.care_at = self.surgery_at = -1


class Casualties(Mechanism):
    """Hurts people and cares for them."""

    def __init__(self, world: World):
        super().__init__(world)
        p = self.p = world.p.casualties
        total = -log(1 - p.lethal)
        # cumulative hazard at the table's minutes, from the shares of later deaths
        self._knots = [
            (0.0, 0.0),
            *(
                (minutes * 60.0, -log(1 - p.lethal * share))
                for minutes, share in ((10, p.by_10), (60, p.by_60), (120, p.by_120))
            ),
            (8 * 3600.0, total),
        ]
        self.people: list[Person] = []
        self.hurt_total = self.peacekeepers_hurt = 0
        self.waiting: dict[str, list[Person]] = {}
        """place -> people who are hurt there and not yet brought away"""

    # being hurt

    def hurt(
        self,
        name: str,
        at: str,
        band: str,
        cause: int,
        given: tuple[int, ...] = (),
        *,
        beaten: bool = False,
        crush: bool = False,
    ) -> Person:
        """One person is hurt; everything about the person belongs to ``name``."""
        u = self.w.draws.several(name, "wound")
        severity = self._triage(u[0], beaten or crush)
        seq = self.w.emit("person_hurt", name, {"at": at, "severity": severity, "by": band}, cause, given)
        self.hurt_total += 1
        self.w.write("casualties", self.hurt_total, "", seq, True)
        person = Person(name, at, band, severity, -log(1 - u[1]), self.w.now, seq)
        self.people.append(person)
        place = self.w.places.get(at)
        if place is not None and place.people >= 1:
            place.people -= 1
        c = self.w.p.community
        self.w.community.move(trust=c.harm_trust, tension=c.harm_tension, cause=seq)
        if severity == "dead":
            self._dies(person, seq)
            return person
        if severity == "T1":
            self._schedule_death(person)
        waiting = self.waiting.setdefault(at, [])
        waiting.append(person)
        if len(waiting) == 1:
            self.w.observation.appear("casualties", at, 1, seq, sight=2.0, state="waiting")
        else:
            self.w.observation.changed("casualties", at, len(waiting), seq)
        self.w.care.wounded(person, u[2], u[3])
        return person

    def _triage(self, u: float, light: bool) -> str:
        p = self.p
        dead, t1, t2 = (0.0, p.beaten_t1, p.beaten_t2) if light else (p.dead_at_scene, p.t1, p.t2)
        if u < dead:
            return "dead"
        if u < dead + t1:
            return "T1"
        return "T2" if u < dead + t1 + t2 else "T3"

    def peacekeepers(self, who: str, at: str, count: int, cause: int, given: tuple[int, ...] = ()) -> int:
        """Peacekeepers are hit; they are cared for by their own, and only counted here."""
        self.peacekeepers_hurt += count
        seq = self.w.emit("peacekeeper_hurt", who, {"at": at, "count": count}, cause, given)
        self.w.write("peacekeepers_hurt", self.peacekeepers_hurt, "", seq, True)
        return seq

    # dying

    def hazard_until(self, seconds: float) -> float:
        """Cumulative hazard of a T1 casualty without care at so many seconds after the wound."""
        knots = self._knots
        for (t0, h0), (t1, h1) in pairwise(knots):
            if seconds <= t1:
                return h0 + (h1 - h0) * (seconds - t0) / (t1 - t0)
        return knots[-1][1]

    def _when(self, hazard: float) -> float:
        """Seconds after the wound at which the cumulative hazard is reached; inf for never."""
        knots = self._knots
        for (t0, h0), (t1, h1) in pairwise(knots):
            if hazard <= h1:
                return t0 + (t1 - t0) * (hazard - h0) / (h1 - h0)
        return inf

    def _schedule_death(self, person: Person) -> None:
        """Work out when the budget is spent if nothing more is done, and set the call."""
        self.w.clock.cancel(person.death)
        person.death = None
        since = float(self.w.now - person.hurt_at)
        if person.multiplier <= 0:
            return
        due = self._when(self.hazard_until(since) + (person.budget - person.spent) / person.multiplier)
        if due < inf:
            person.death = self.w.clock.call_later(max(0.0, due - since), self._dies_late, person)

    def treat(self, person: Person, multiplier: float, mark: int) -> None:
        """Care changes what hazard is still to come."""
        since = float(self.w.now - person.hurt_at)
        hazard = self.hazard_until(since)
        person.spent += (hazard - person.spent_until) * person.multiplier
        person.spent_until = hazard
        person.multiplier = min(person.multiplier, multiplier)
        person.mark = mark
        if person.severity == "T1":
            self._schedule_death(person)

    def _dies_late(self, person: Person) -> None:
        person.death = None
        if "deaths" in self.w.braked:  # exercise control keeps the wounded alive
            person.death = self.w.clock.call_later(_LOOKS_AGAIN_S, self._dies_late, person)
            return
        late = person.band == "perpetrator" and self._care_was_late(person)
        if late:
            person.band = "delayed_care"
        self._dies(person, person.mark)

    def _care_was_late(self, person: Person) -> bool:
        """Whether one of the 10-1-2 limits had passed without its care when the person died."""
        since = self.w.now - person.hurt_at
        return any(
            since > limit and not 0 <= at <= limit
            for limit, at in (
                (TEN, _after(person, person.aid_at)),
                (ONE, _after(person, person.care_at)),
                (TWO, _after(person, person.surgery_at)),
            )
        )

    def _dies(self, person: Person, cause: int) -> None:
        self._forget(person)
        person.state = "dead"
        minutes = (self.w.now - person.hurt_at) // 60
        data = {"at": person.at, "band": person.band, "after_min": minutes}
        person.mark = self.w.emit("person_died", person.name, data, cause)

    def _forget(self, person: Person) -> None:
        waiting = self.waiting.get(person.at)
        if waiting and person in waiting:
            waiting.remove(person)
            self.fewer(person.at, person.mark)
        self.w.care.forget(person)

    def fewer(self, at: str, mark: int) -> None:
        """Somebody is no longer lying at a place: what can be seen there changes."""
        left = len(self.waiting.get(at, ()))
        if left:
            self.w.observation.changed("casualties", at, left, mark)
        else:
            self.w.observation.vanish("casualties", at, "collected", mark)


def _after(person: Person, at: int) -> int:
    return -1 if at < 0 else at - person.hurt_at
