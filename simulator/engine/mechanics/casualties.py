"""Casualties: who is hurt how badly, who dies when, and the chain of care with its 10-1-2.

Model
    A person who is hit is dead at the scene (10 %), in danger of life (T1, 20 %), urgent (T2, 30 %)
    or light (T3); people who are beaten or crushed are hurt less.  A T1 casualty has an exponential
    budget of hazard; without care its hazard follows the died-by-time table (of those who die later,
    25.6 % by 10, 79.1 % by 60, 97.7 % by 120 minutes) up to a lethality of ``lethal``.  Care multiplies
    the hazard that is still to come: first aid 0.6, field care 0.5, surgery 0.15.  Budgets belong to
    the person, so in paired runs better care can only save.

        dies when the integral of (multiplier x hazard) reaches the budget

    *Chain of care.*  First aid by a unit on the scene, by a trained neighbour or, late, by anybody.
    Ambulance teams come when they are tasked and the way is safe (nobody harms people there, or a
    unit holds the harm in check), load the worst first, and bring them to the clinic; those lightly
    hurt walk.  At the clinic doctors and beds are servers; theatres operate on T1, ``operations`` a
    day each.  Without a theatre T1 casualties are flown out after the wait for clearance.

Parameters
    ``parameters.casualties``; domain 3 rows "Triage", "Killed share", "Died-by time" (WEB, UK, killed
    in action, survivors excluded), "10-1-2", "T1 hazard multiplier", "Level I plus".

Oracle
    The died-by-time table without care, within 5 points; the clinic's queue.

Never
    Whether somebody is saved is decided by times, never by a chance of being saved.
"""

from __future__ import annotations

from math import inf, log

from simulator.engine.clock import Call
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.orders import Order
from simulator.engine.world import World

__all__ = ["Casualties", "Person"]

TEN, ONE, TWO = 600, 3600, 7200
_ORDER = {"T1": 0, "T2": 1, "T3": 2}


class Person:
    """Somebody who was hurt."""

    __slots__ = (
        "aid_at", "at", "band", "budget", "care_at", "death", "hurt_at", "mark", "multiplier", "name", "severity", "spent",
        "spent_until", "state", "surgery_at",
    )  # fmt: skip

    def __init__(self, name: str, at: str, band: str, severity: str, budget: float, hurt_at: int, mark: int):
        self.name, self.at, self.band, self.severity, self.budget, self.hurt_at, self.mark = (
            name, at, band, severity, budget, hurt_at, mark,
        )  # fmt: skip
        self.state = "waiting"
        self.multiplier, self.spent, self.spent_until = 1.0, 0.0, 0.0
        self.death: Call | None = None
        self.aid_at = self.care_at = self.surgery_at = -1


class Clinic:
    """What a clinic has free, and who waits."""

    __slots__ = ("doctors", "id", "mark", "operated", "theatres", "waiting", "waiting_surgery")

    def __init__(self, id: str, doctors: int, theatres: int):
        self.id, self.doctors, self.theatres = id, doctors, theatres
        self.waiting: list[Person] = []
        self.waiting_surgery: list[Person] = []
        self.operated: dict[int, int] = {}
        self.mark = 0


class Casualties(Mechanism):
    """Hurts people and cares for them."""

    def __init__(self, world: World):
        super().__init__(world)
        p = self.p = world.p.casualties
        total = -log(1 - p.lethal)
        # cumulative hazard at the table's minutes, from the shares of later deaths
        self._knots = [(0.0, 0.0), *(
            (minutes * 60.0, -log(1 - p.lethal * share)) for minutes, share in ((10, p.by_10), (60, p.by_60), (120, p.by_120))
        ), (8 * 3600.0, total)]  # fmt: skip
        self.people: list[Person] = []
        self.hurt_total = 0
        self._waiting: dict[str, list[Person]] = {}
        self._collecting: dict[str, list[Order]] = {}
        self.clinics = {
            place.id: Clinic(place.id, place.spec.doctors, place.spec.theatres)
            for place in world.places.values()
            if place.spec.kind == "clinic"
        }
        world.orders.offer("casevac", self._casevac, self._stop_collecting)

    # being hurt

    def hurt(
        self, name: str, at: str, band: str, cause: int, given: tuple[int, ...] = (), *, beaten: bool = False, crush: bool = False
    ) -> None:
        """One person is hurt; everything about the person belongs to ``name``."""
        u = self.w.draws.several(name, "wound")
        severity = self._triage(u[0], beaten or crush)
        seq = self.w.emit("person_hurt", name, {"at": at, "severity": severity, "by": band}, cause, given)
        self.hurt_total += 1
        self.w.write("casualties", self.hurt_total, "", seq, True)
        person = Person(name, at, band, severity, -log(1 - u[1]), self.w.now, seq)
        self.people.append(person)
        place = self.w.places.get(at)
        if place is not None and severity == "dead" and place.people >= 1:
            place.people -= 1
        c = self.w.p.community
        self.w.community.move(trust=c.harm_trust, tension=c.harm_tension, cause=seq)
        if severity == "dead":
            self._dies(person, seq)
            return
        if severity == "T1":
            self._schedule_death(person)
        waiting = self._waiting.setdefault(at, [])
        waiting.append(person)
        if len(waiting) == 1:
            self.w.observation.appear("casualties", at, 1, seq, sight=2.0, state="waiting")
        else:
            self.w.observation.changed("casualties", at, len(waiting), seq)
        self._first_aid(person, u[2], u[3])
        if severity == "T3":
            self.w.clock.later(self.p.walk_in.draw(u[3]), self._walks_in, person)
        for order in self._collecting.get(at, ()):
            self._load_if_idle(order)

    def _triage(self, u: float, light: bool) -> str:
        p = self.p
        dead, t1, t2 = (0.0, p.beaten_t1, p.beaten_t2) if light else (p.dead_at_scene, p.t1, p.t2)
        if u < dead:
            return "dead"
        if u < dead + t1:
            return "T1"
        return "T2" if u < dead + t1 + t2 else "T3"

    # dying

    def hazard_until(self, seconds: float) -> float:
        """Cumulative hazard of a T1 casualty without care at so many seconds after the wound."""
        knots = self._knots
        for (t0, h0), (t1, h1) in zip(knots, knots[1:], strict=False):
            if seconds <= t1:
                return h0 + (h1 - h0) * (seconds - t0) / (t1 - t0)
        return knots[-1][1]

    def _when(self, hazard: float) -> float:
        """Seconds after the wound at which the cumulative hazard is reached; inf for never."""
        knots = self._knots
        for (t0, h0), (t1, h1) in zip(knots, knots[1:], strict=False):
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

    def _care(self, person: Person, multiplier: float, mark: int) -> None:
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
        late = person.band == "perpetrator" and self._care_was_late(person)
        if late:
            person.band = "delayed_care"
        self._dies(person, person.mark)

    def _care_was_late(self, person: Person) -> bool:
        """Whether one of the 10-1-2 limits had passed without its care when the person died."""
        since = self.w.now - person.hurt_at
        return any(
            since > limit and not 0 <= at <= limit
            for limit, at in ((TEN, _after(person, person.aid_at)), (ONE, _after(person, person.care_at)), (TWO, _after(person, person.surgery_at)))
        )

    def _dies(self, person: Person, cause: int) -> None:
        self._forget(person)
        person.state = "dead"
        minutes = (self.w.now - person.hurt_at) // 60
        data = {"at": person.at, "band": person.band, "after_min": minutes}
        person.mark = self.w.emit("person_died", person.name, data, cause)

    def _forget(self, person: Person) -> None:
        waiting = self._waiting.get(person.at)
        if waiting and person in waiting:
            waiting.remove(person)
            self._fewer(person.at, person.mark)
        for clinic in self.clinics.values():
            for queue in (clinic.waiting, clinic.waiting_surgery):
                if person in queue:
                    queue.remove(person)

    def _fewer(self, at: str, mark: int) -> None:
        left = len(self._waiting.get(at, ()))
        if left:
            self.w.observation.changed("casualties", at, left, mark)
        else:
            self.w.observation.vanish("casualties", at, "collected", mark)

    # first aid

    def _first_aid(self, person: Person, u: float, v: float) -> None:
        here = self.w.places.get(person.at)
        helped = here is not None and any(
            x.mustered and (x.spec.armed or (x.spec.medics and self.safe(person.at))) for x in here.units if x.state != "moving"
        )
        trained = here is not None and v < min(1.0, here.spec.first_aiders / 50)
        spread = self.p.aid_by_unit if helped else self.p.aid_by_people if trained else self.p.aid_by_nobody
        self.w.clock.later(spread.draw(u), self._aided, person)

    def _aided(self, person: Person) -> None:
        if person.state != "waiting" or person.aid_at >= 0:
            return
        person.aid_at = self.w.now
        here = self.w.places.get(person.at)
        given = self.w.given(*(x.mark for x in here.units)) if here is not None else ()
        seq = self.w.emit("aid_given", person.name, {"at": person.at, "severity": person.severity}, person.mark, given)
        self._care(person, self.p.with_aid, seq)

    # ambulances

    def safe(self, at: str) -> bool:
        """Whether an ambulance may go to a place: nobody does harm there, or it is held in check."""
        attack = self.w.threat.attacks.get(at)
        if attack is not None and attack.kind != "unrest":
            return attack.group.suppressed >= 0.5
        place = self.w.places.get(at)
        return place is None or place.safe or not any(
            g.at == at and g.spec.armed and g.state in ("inside", "attacking") and g.suppressed < 0.5 for g in self.w.groups.values()
        )

    def _casevac(self, order: Order) -> None:
        at = order.unit.at
        self._collecting.setdefault(at, []).append(order)
        if not self._waiting.get(at):
            self.w.clock.later(600, self._nobody_left, order)
        self._load_if_idle(order)

    def _stop_collecting(self, order: Order) -> None:
        for orders in self._collecting.values():
            if order in orders:
                orders.remove(order)

    def way_changed(self, at: str) -> None:
        """A place became safe, or less so: ambulances that wait there look again."""
        for order in list(self._collecting.get(at, ())):
            self._load_if_idle(order)

    def _load_if_idle(self, order: Order) -> None:
        unit = order.unit
        if unit.order is not order or unit.at != order.target() or unit.busy or unit.state != "on_scene":
            return
        at = unit.at
        waiting = sorted(self._waiting.get(at, ()), key=lambda x: (_ORDER[x.severity], x.hurt_at, x.name))
        load = [x for x in waiting if x.severity != "T3"][: max(1, unit.spec.carries)] or waiting[: max(1, unit.spec.carries)]
        if not load or not self.safe(at):
            return
        unit.busy = True
        takes = self.p.load.draw(self.w.draws.once(f"{order.key}/{load[0].name}", "load"))
        self.w.clock.later(takes, self._loaded, order, load, at)

    def _loaded(self, order: Order, load: list[Person], at: str) -> None:
        unit = order.unit
        load = [x for x in load if x.state == "waiting" and x.at == at]
        clinic = self._nearest(unit.at)
        if not load or clinic is None:
            unit.busy = False
            self._load_if_idle(order)
            return
        place = self.w.places.get(at)
        given = self.w.given(*(x.mark for x in load), place.mark if place else 0)
        mark = unit.mark = self.w.emit("casualties_collected", unit.id, {"count": len(load), "at": at, "to": clinic.id}, order.mark, given)
        for person in load:
            self._waiting[at].remove(person)
            person.state = "moving"
            if person.aid_at < 0:
                person.aid_at = self.w.now
                self._care(person, self.p.with_aid, mark)
        self._fewer(at, mark)
        takes = self.w.movement.travel(unit, clinic.id, 0.5)
        self.w.clock.later(takes, self._brought, order, load, clinic, mark)
        self.w.clock.later(2 * takes, self._back, order)

    def _back(self, order: Order) -> None:
        """The ambulance is at the scene again."""
        order.unit.busy = False
        if order.unit.order is order:
            self._load_if_idle(order)
            if not order.unit.busy and not self._waiting.get(order.unit.at):
                self.w.clock.later(600, self._nobody_left, order)

    def _nobody_left(self, order: Order) -> None:
        unit = order.unit
        if unit.order is not order or unit.busy:
            return
        if self._waiting.get(unit.at) or unit.at in self.w.threat.attacks:
            self._load_if_idle(order)
            self.w.clock.later(600, self._nobody_left, order)
            return
        self._stop_collecting(order)
        self.w.reporting.report(unit, order.post, "casualties", unit.at, 0, "collected", order.mark)
        self.w.orders.done(order, order.mark)

    def _nearest(self, at: str) -> Clinic | None:
        x, y = self.w.where(at)
        best = min(self.clinics, key=lambda name: (self.w.distance(x, y, name), name), default="")
        return self.clinics.get(best)

    def _walks_in(self, person: Person) -> None:
        if person.state != "waiting" or not self.safe(person.at):
            if person.state == "waiting":
                self.w.clock.later(1800, self._walks_in, person)
            return
        clinic = self._nearest(person.at)
        self._waiting[person.at].remove(person)
        self._fewer(person.at, person.mark)
        person.state = "moving"
        if clinic is not None:
            self._queue(person, clinic, person.mark)

    # the clinic

    def _brought(self, order: Order, load: list[Person], clinic: Clinic, mark: int) -> None:
        for person in load:
            if person.state == "moving":
                self._queue(person, clinic, mark)

    def _queue(self, person: Person, clinic: Clinic, mark: int) -> None:
        person.state, person.at, person.mark = "queued", clinic.id, mark
        clinic.waiting.append(person)
        clinic.waiting.sort(key=lambda x: (_ORDER[x.severity], x.hurt_at, x.name))
        self._admit(clinic)

    def _admit(self, clinic: Clinic) -> None:
        while clinic.doctors > 0 and clinic.waiting:
            person = clinic.waiting.pop(0)
            clinic.doctors -= 1
            person.state, person.care_at = "treated", self.w.now
            data = {"at": clinic.id, "severity": person.severity, "after_min": (self.w.now - person.hurt_at) // 60}
            seq = self.w.emit("care_begun", person.name, data, person.mark, self.w.given(clinic.mark))
            self._care(person, self.p.with_care, seq)
            takes = self.p.treat.draw(self.w.draws.once(person.name, "treated"))
            self.w.clock.later(takes, self._treated, person, clinic, seq)

    def _treated(self, person: Person, clinic: Clinic, mark: int) -> None:
        clinic.doctors += 1
        clinic.mark = mark
        if person.severity == "T1" and person.state == "treated":
            person.state = "for surgery"
            if self.w.places[clinic.id].spec.theatres:
                clinic.waiting_surgery.append(person)
                self._operate(clinic)
            else:
                self._fly(person)
        self._admit(clinic)

    def _operate(self, clinic: Clinic) -> None:
        day = self.w.now // 86400
        limit = self.p.operations * self.w.places[clinic.id].spec.theatres
        while clinic.theatres > 0 and clinic.waiting_surgery and clinic.operated.get(day, 0) < limit:
            person = clinic.waiting_surgery.pop(0)
            clinic.theatres -= 1
            clinic.operated[day] = clinic.operated.get(day, 0) + 1
            person.surgery_at, person.state = self.w.now, "operated"
            seq = self.w.emit("surgery_begun", person.name, {"at": clinic.id}, person.mark, self.w.given(clinic.mark))
            self._care(person, self.p.with_surgery, seq)
            takes = self.p.operate.draw(self.w.draws.once(person.name, "operation"))
            self.w.clock.later(takes, self._operated, clinic, seq)
        for person in clinic.waiting_surgery if clinic.operated.get(day, 0) >= limit else ():
            self._fly(person)
        if clinic.operated.get(day, 0) >= limit:
            clinic.waiting_surgery.clear()

    def _operated(self, clinic: Clinic, mark: int) -> None:
        clinic.theatres += 1
        clinic.mark = mark
        self._operate(clinic)

    def _fly(self, person: Person) -> None:
        """No theatre here: the casualty is flown out when a flight is cleared."""
        u = self.w.draws.once(person.name, "flight")
        self.w.clock.later(self.w.p.movement.air_clearance.draw(u), self._flown, person)

    def _flown(self, person: Person) -> None:
        if person.state == "dead":
            return
        person.surgery_at, person.state = self.w.now, "flown out"
        seq = self.w.emit("evacuation_begun", person.name, {"after_min": (self.w.now - person.hurt_at) // 60}, person.mark)
        self._care(person, self.p.with_surgery, seq)


def _after(person: Person, at: int) -> int:
    return -1 if at < 0 else at - person.hurt_at
