"""Care: first aid, ambulances, the clinic and its theatre - the chain behind 10-1-2.

Model
    First aid comes from a unit on the scene, from a trained neighbour or, late, from anybody.
    Ambulance teams come when they are tasked and the way is safe (nobody harms people there, or a unit
    holds the harm in check), load the worst first, and bring them to the nearest clinic; those lightly
    hurt walk.  At the clinic each doctor treats one casualty at a time, the worst first; theatres
    operate on T1, ``operations`` a day each.  Without a theatre T1 casualties are flown out after the
    wait for clearance.  What care does to the hazard of death is the mechanism *casualties*.

Parameters
    ``parameters.care``; domain 3 rows "10-1-2", "Level I", "Level I plus", "Helicopter; clearance wait".

Oracle
    The clinic's queue (as many servers as doctors); operations a day; who is loaded first.

Never
    Care is by need: T1 before T2 before T3, whoever it is.
"""

from __future__ import annotations

from functools import partial
from heapq import nsmallest

from simulator.engine.duties import Order
from simulator.engine.entities import Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.casualties import Person
from simulator.engine.mechanics.trips import Trip
from simulator.engine.world import World

__all__ = ["Care", "Clinic"]

_ORDER = {"T1": 0, "T2": 1, "T3": 2}


class Clinic:
    """What a clinic has free, and who waits."""

    __slots__ = ("doctors", "id", "mark", "operated", "theatres", "waiting", "waiting_surgery")

    def __init__(self, id: str, doctors: int, theatres: int):
        self.id, self.doctors, self.theatres = id, doctors, theatres
        self.waiting: list[Person] = []
        self.waiting_surgery: list[Person] = []
        self.operated: dict[int, int] = {}
        self.mark = 0


class Care(Mechanism):
    """Cares for people who were hurt."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.care
        self._collecting: dict[str, list[Order]] = {}
        self.clinics = {
            place.id: Clinic(place.id, place.spec.doctors, place.spec.theatres)
            for place in world.places.values()
            if place.spec.kind == "clinic"
        }
        world.duties.offer("casevac", self._casevac, self._stop_collecting)

    def wounded(self, person: Person, u: float, v: float) -> None:
        """Somebody was hurt: first aid is on its way, ambulances look again, who can walks."""
        self._first_aid(person, u, v)
        if person.severity == "T3":
            self.w.clock.later(self.p.walk_in.draw(v), self._walks_in, person)
        self.way_changed(person.at)

    def forget(self, person: Person) -> None:
        """Somebody died: no queue holds them any more."""
        for clinic in self.clinics.values():
            for queue in (clinic.waiting, clinic.waiting_surgery):
                if person in queue:
                    queue.remove(person)
        self.w.evacuation.forget(person)

    def _first_aid(self, person: Person, u: float, v: float) -> None:
        here = self.w.places.get(person.at)
        helped = here is not None and any(
            x.mustered and (x.spec.armed or (x.spec.medics and self.safe(person.at)))
            for x in here.units
            if x.state != "moving"
        )
        trained = here is not None and v < min(1.0, here.spec.first_aiders / 50)
        spread = self.p.aid_by_unit if helped else self.p.aid_by_people if trained else self.p.aid_by_nobody
        self.w.clock.later(spread.draw(u), self._aided, person)

    def _aided(self, person: Person) -> None:
        if person.state != "waiting" or person.aid_at >= 0:
            return
        here = self.w.places.get(person.at)
        self.aid(person, person.mark, self.w.given(*(x.mark for x in here.units)) if here is not None else ())

    def aid(self, person: Person, cause: int, given: tuple[int, ...] = ()) -> None:
        """Somebody's wounds are dressed."""
        person.aid_at = self.w.now
        data = {"at": person.at, "severity": person.severity}
        seq = self.w.emit("aid_given", person.name, data, max(cause, person.mark), (*given, min(cause, person.mark)))
        self.w.casualties.treat(person, self.w.p.casualties.with_aid, seq)

    def safe(self, at: str) -> bool:
        """Whether an ambulance may go to a place: nobody does harm there, or it is held in check."""
        if self.w.crossfire.over(at) or self.w.shelling.falling(at):
            return False
        attacks = [attack for attack in self.w.harm.at(at) if attack.kind != "unrest"]
        if attacks:
            return all(attack.group.suppressed >= 0.5 for attack in attacks)
        place = self.w.places.get(at)
        if place is None or place.safe:
            return True
        return not any(
            g.at == at and g.spec.armed and g.state in ("inside", "attacking") and g.suppressed < 0.5
            for g in self.w.groups.values()
        )

    def _casevac(self, order: Order) -> None:
        at = order.unit.at
        self._collecting.setdefault(at, []).append(order)
        if not self.w.casualties.waiting.get(at):
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
        if not order.stands or unit.at != order.target() or unit.loading or unit.state != "on_scene":
            return
        if not self.w.casualties.waiting.get(unit.at) or not self.safe(unit.at):
            return
        first = self._most_urgent(unit)[0]
        trip = Trip(self.w, order)
        takes = self.p.load.draw(self.w.draws.once(f"{order.key}/{first.name}", "load"))
        self.w.clock.later(takes, self._loaded, trip, first.mark)

    def _most_urgent(self, unit: Unit) -> list[Person]:
        """Whom an ambulance takes of those who lie where it stands: by need, then by who was hurt first."""
        here = self.w.casualties.waiting.get(unit.at, ())
        lying = [x for x in here if x.severity != "T3"] or here
        return nsmallest(max(1, unit.spec.carries), lying, key=lambda x: (_ORDER[x.severity], x.hurt_at, x.name))

    def _loaded(self, trip: Trip, first: int) -> None:
        unit, at = trip.unit, trip.unit.at
        load, clinic = self._most_urgent(unit), self.nearest(at)
        if not load or clinic is None:
            trip.over()
            self._again(trip.order)
            return
        place = self.w.places.get(at)
        given = self.w.given(first, *(x.mark for x in load), place.mark if place else 0)
        data = {"count": len(load), "at": at, "to": clinic.id}
        unit.mark = mark = self.w.emit("casualties_collected", unit.id, data, trip.order.mark, given)
        for person in load:
            if person.aid_at < 0:
                self.aid(person, mark)
        self.take_along(load, at, mark)
        trip.drives(clinic.id, mark, partial(self._brought, trip, load, clinic))

    def take_along(self, load: list[Person], at: str, mark: int) -> None:
        """People who lay at a place are on their way to care."""
        for person in load:
            self.w.casualties.waiting[at].remove(person)
            person.state = "moving"
        if load:
            self.w.casualties.fewer(at, mark)

    def _brought(self, trip: Trip, load: list[Person], clinic: Clinic, mark: int) -> None:
        self.deliver(load, clinic, mark)
        trip.returns(mark, self._again)

    def on_to_clinic(self, unit: Unit, hurt: list[Person], at: str, cause: int) -> None:
        """A unit that has people on board from a place brings them to the clinic that is nearest to it."""
        clinic = self.nearest(at)
        if hurt and clinic is not None:
            takes = self.w.movement.travel(unit, clinic.id, 0.5)
            self.w.clock.later(takes, self.deliver, hurt, clinic, cause)

    def deliver(self, load: list[Person], clinic: Clinic, mark: int) -> None:
        """People are at a clinic: whoever lives waits for a doctor."""
        for person in load:
            if person.state == "moving":
                self._queue(person, clinic, mark)

    def _again(self, order: Order) -> None:
        """Load whoever waits, or look again later."""
        self._load_if_idle(order)
        if not order.unit.loading:
            self.w.clock.later(600, self._nobody_left, order)

    def _nobody_left(self, order: Order) -> None:
        unit = order.unit
        if not order.stands or unit.loading:
            return
        if self.w.casualties.waiting.get(unit.at) or self.w.harm.at(unit.at):
            self._load_if_idle(order)
            self.w.clock.later(600, self._nobody_left, order)
            return
        self._stop_collecting(order)
        self.w.reporting.report(unit, order.post, "casualties", unit.at, 0, "collected", order.mark)
        self.w.duties.done(order, order.mark)

    def nearest(self, at: str) -> Clinic | None:
        """The clinic that is nearest to a place, of those that take people in from there."""
        x, y = self.w.where(at)
        there = [name for name in self.clinics if self.w.evacuation.admits(name, at)]
        best = min(there, key=lambda name: (self.w.distance(x, y, name), name), default="")
        return self.clinics.get(best)

    def _walks_in(self, person: Person) -> None:
        if person.state != "waiting" or not self.safe(person.at):
            if person.state == "waiting":
                self.w.clock.later(1800, self._walks_in, person)
            return
        clinic, place = self.nearest(person.at), self.w.places.get(person.at)
        attackers = (attack.group.mark for attack in self.w.harm.at(person.at))
        person.way = self.w.given(place.mark if place else 0, self.w.whereabouts.left.get(person.at, 0), *attackers)
        self.take_along([person], person.at, person.mark)
        if clinic is not None:
            self._queue(person, clinic, person.mark)

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
            seq = self.w.emit("care_begun", person.name, data, person.mark, self.w.given(clinic.mark, *person.way))
            self.w.casualties.treat(person, self.w.p.casualties.with_care, seq)
            takes = self.p.treat.draw(self.w.draws.once(person.name, "treated"))
            self.w.clock.later(takes, self._treated, person, clinic, seq)

    def _treated(self, person: Person, clinic: Clinic, mark: int) -> None:
        clinic.doctors += 1
        clinic.mark = mark
        if person.severity == "T1" and person.state == "treated":
            person.state = "for_surgery"
            if self.w.places[clinic.id].spec.theatres:
                clinic.waiting_surgery.append(person)
                self._operate(clinic)
                self.w.evacuation.queued(person, clinic)
            else:
                self._send_on(person, clinic)
        self._admit(clinic)

    def _operate(self, clinic: Clinic) -> None:
        day = self.w.now // 86400
        limit = self.p.operations * self.w.places[clinic.id].spec.theatres
        while clinic.theatres > 0 and clinic.waiting_surgery and clinic.operated.get(day, 0) < limit:
            if not self.w.evacuation.has_blood(clinic, clinic.waiting_surgery[0]):
                return
            person = clinic.waiting_surgery.pop(0)
            clinic.theatres -= 1
            clinic.operated[day] = clinic.operated.get(day, 0) + 1
            person.surgery_at, person.state = self.w.now, "operated"
            seq = self.w.emit("surgery_begun", person.name, {"at": clinic.id}, person.mark, self.w.given(clinic.mark))
            self.w.casualties.treat(person, self.w.p.casualties.with_surgery, seq)
            takes = self.p.operate.draw(self.w.draws.once(person.name, "operation"))
            self.w.clock.later(takes, self._operated, clinic, seq)
        for person in clinic.waiting_surgery if clinic.operated.get(day, 0) >= limit else ():
            self._send_on(person, clinic)
        if clinic.operated.get(day, 0) >= limit:
            clinic.waiting_surgery.clear()

    def _operated(self, clinic: Clinic, mark: int) -> None:
        clinic.theatres += 1
        clinic.mark = mark
        self._operate(clinic)

    def for_surgery(self, person: Person, clinic: Clinic, mark: int) -> None:
        """Somebody from another clinic needs its theatre."""
        person.state, person.at, person.mark = "for_surgery", clinic.id, mark
        clinic.waiting_surgery.append(person)
        self._operate(clinic)

    def operate(self, clinic: Clinic) -> None:
        """Something that its theatre waited for is there."""
        self._operate(clinic)

    def _send_on(self, person: Person, clinic: Clinic) -> None:
        """The clinic cannot operate: on to the hospital behind it, where it has one, or out by air."""
        if not self.w.evacuation.send_on(person, clinic):
            self._fly(person)

    def _fly(self, person: Person) -> None:
        """No theatre here: the casualty is flown out when a flight is cleared."""
        u = self.w.draws.once(person.name, "flight")
        self.w.clock.later(self.w.p.movement.air_clearance.draw(u), self._flown, person)

    def _flown(self, person: Person) -> None:
        if person.state == "dead":
            return
        person.surgery_at, person.state = self.w.now, "flown_out"
        seq = self.w.emit(
            "evacuation_begun", person.name, {"after_min": (self.w.now - person.hurt_at) // 60}, person.mark
        )
        self.w.casualties.treat(person, self.w.p.casualties.with_surgery, seq)
