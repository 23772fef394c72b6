"""Evacuation: blood, who is taken in, and the way on from a clinic to the hospital behind it.

Model
    *Blood.*  An operation takes ``operation`` units from the clinic's store; while there are too few the theatre
    waits, whoever lies on the table's list.  At ``low`` units the clinic says so, once.  A delivery brings
    ``delivery`` units ``delivered`` after it was asked for; donors of the base give ``donated`` units
    ``donors`` after they were called, once a day.

    *Admission.*  A clinic for staff takes in who was hurt at a base, a gate or a wire, and nobody from a sector,
    until it is told to take in everybody by need.

    *Sending on.*  Whom a clinic cannot operate on (no theatre, its operations of the day done) it sends on to the
    clinic that it refers to; it says so too when people wait in line for its theatre.  A unit told to ``evacuate``
    loads the longest waiting, then those who wait for the theatre, and drives or flies there; by road it waits
    while the way is closed.  A liaison officer who has come talks a closed way open after ``talks``.

Parameters
    ``parameters.evacuation``, all [A]; domain 3 "Level I plus", "Helicopter cruise; clearance wait".

Oracle
    The store's arithmetic; who waits for what; the hospital's theatre begins when they are there.

Never
    Blood does not ask for whom it is; the order of the list is by need.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from simulator.blueprint.model import StepSpec
from simulator.catalogue import marked
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Talker
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.care import Clinic
from simulator.engine.mechanics.casualties import Person
from simulator.engine.mechanics.trips import Trip
from simulator.engine.world import World

__all__ = ["Evacuation"]

_LOOKS_AGAIN_S = 300
_DAY = 86400


class Evacuation(Mechanism):
    """Keeps blood, admission and those who must go on."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.evacuation
        clinics = {n: p.spec for n, p in world.places.items() if p.spec.kind == "clinic"}
        self.blood = {n: spec.blood for n, spec in clinics.items() if spec.blood is not None}
        self._low: dict[str, int] = {}
        self._waits: dict[str, int] = {}
        """clinic -> mark of the surgery that waits for blood"""
        self._bled: dict[str, int] = {}
        self._closed_to: dict[str, None] = {n: None for n, spec in clinics.items() if spec.admits == "staff"}
        self._on: dict[str, list[Person]] = {n: [] for n, spec in clinics.items() if spec.refers_to}
        """clinic -> those who wait to be brought on"""
        self._talkers: dict[str, Talker] = {}
        orders = world.orders
        orders.offer_staff("admit_all", self._admit_all)
        orders.offer_staff("call_blood", self._call_blood)
        orders.offer_staff("call_donors", self._call_donors)
        world.duties.offer("evacuate", self._evacuate)
        world.on("liaison_came", self._talk)

    # who is taken in

    def admits(self, clinic: str, at: str) -> bool:
        """Whether a clinic takes in somebody who was hurt at a place."""
        place = self.w.places.get(at)
        return clinic not in self._closed_to or place is None or place.spec.kind in ("un_base", "gate")

    def _admit_all(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        for name in [n for n in self._closed_to if place in (n, "")]:
            del self._closed_to[name]
            seq = self.w.emit("admission_changed", name, {"by": post.id}, cause)
            self.w.care.clinics[name].mark = seq

    # blood

    def has_blood(self, clinic: Clinic, person: Person) -> bool:
        """Whether there is blood for an operation; if so it is taken."""
        store = self.blood.get(clinic.id)
        if store is None:
            return True
        needs = round(self.p.operation.draw(self.w.draws.once(person.name, "blood")))
        if store < needs:
            if clinic.id not in self._waits:
                data = {"at": clinic.id, "units": store, "needs": needs}
                self._waits[clinic.id] = self.w.emit(
                    "surgery_waits", person.name, data, person.mark, self.w.given(clinic.mark)
                )
            return False
        self._waits.pop(clinic.id, None)
        self._store(clinic.id, -needs, marked("used for an operation"), person.mark)
        return True

    def _store(self, clinic: str, units: int, why: str, cause: int) -> int:
        self.blood[clinic] += units
        left = self.blood[clinic]
        given = self.w.given(self.w.care.clinics[clinic].mark)
        seq = self.w.emit("blood_changed", clinic, {"units": left, "why": why}, cause, given)
        self.w.care.clinics[clinic].mark = seq
        if left <= self.p.low and clinic not in self._low:
            self._low[clinic] = seq
            self._says(clinic, "blood", left, "low", seq)
        elif left > self.p.low and self._low.pop(clinic, 0):
            self._says(clinic, "blood", left, "resupplied", seq)
        return seq

    def _call_blood(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        for name in self._stores(place):
            takes = self.p.delivered.draw(self.w.draws.once(name, "delivered"))
            self.w.clock.later(takes, self._comes, name, self.p.delivery, marked("it was delivered"), cause)

    def _call_donors(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        for name in self._stores(place):
            if self._bled.get(name, -_DAY) + _DAY > self.w.now:
                continue
            self._bled[name] = self.w.now
            takes = self.p.donors.draw(self.w.draws.once(name, "donors"))
            self.w.clock.later(takes, self._comes, name, self.p.donated, marked("donors gave it"), cause)

    def _stores(self, place: str) -> list[str]:
        return [n for n in self.blood if n == place] or list(self.blood)

    def _comes(self, clinic: str, units: int, why: str, cause: int) -> None:
        self._store(clinic, units, why, cause)
        self.w.care.operate(self.w.care.clinics[clinic])

    # what the clinic says

    def _says(self, clinic: str, kind: str, value: float, state: str, cause: int) -> None:
        """The clinic tells the operations centre."""
        self.w.write(f"{kind}@{clinic}", value, state, cause)
        who = self._talkers.get(clinic)
        if who is None:
            posts = self.w.blueprint.command
            under = next((n for n, p in posts.items() if p.kind == "ioc"), self.w.observation.community.under)
            who = self._talkers[clinic] = Talker(clinic, "civilian", under, *self.w.where(clinic), ("clinics", clinic))
            who.channels = tuple(self.w.channels.values())
        self.w.reporting.report(who, "", kind, clinic, value, state, cause)

    # sending on

    def send_on(self, person: Person, clinic: Clinic) -> bool:
        """Somebody waits for a way on; False where the clinic has no hospital behind it."""
        waiting = self._on.get(clinic.id)
        if waiting is None:
            return False
        person.state = "for_transfer"
        waiting.append(person)
        data = {"at": clinic.id, "to": self.w.places[clinic.id].spec.refers_to}
        seq = self.w.emit("transfer_asked", person.name, data, person.mark, self.w.given(clinic.mark))
        person.mark = seq
        self._says(clinic.id, "transfer", len(waiting), "waiting", seq)
        return True

    def queued(self, person: Person, clinic: Clinic) -> None:
        """Somebody waits behind others for the theatre: the surgeon says that they had better go on."""
        if clinic.id in self._on and person in clinic.waiting_surgery:
            count = len(self._on[clinic.id]) + len(clinic.waiting_surgery)
            self._says(clinic.id, "transfer", count, "waiting", person.mark)

    def forget(self, person: Person) -> None:
        """Somebody died: nobody brings them on any more."""
        for waiting in self._on.values():
            if person in waiting:
                waiting.remove(person)

    def _who(self, order: Order) -> list[Person]:
        clinic = self.w.care.clinics[order.unit.at]
        free = clinic.theatres if clinic.id not in self._waits else 0
        return [*self._on[clinic.id], *clinic.waiting_surgery[free:]][: max(1, order.unit.spec.carries)]

    def _evacuate(self, order: Order, idle: int = 0) -> None:
        """A unit at a clinic loads those who must go on, while there are any."""
        unit = order.unit
        if not order.stands:
            return
        if unit.at not in self._on or idle >= self.p.idle:
            self.w.duties.done(order, order.mark)
            return
        to = self.w.places[unit.at].spec.refers_to
        shut = unit.spec.mobility != "air" and to in self.w.closures.marks
        load = self._who(order)
        if shut or not load:
            self.w.clock.later(_LOOKS_AGAIN_S, self._evacuate, order, 0 if load else idle + _LOOKS_AGAIN_S)
            return
        trip = Trip(self.w, order)
        takes = self.w.p.care.load.draw(self.w.draws.once(f"{order.key}/{load[0].name}", "loads"))
        self.w.clock.later(takes, self._loaded, trip, to)

    def _loaded(self, trip: Trip, to: str) -> None:
        unit, at = trip.unit, trip.unit.at
        load = self._who(trip.order)
        if not load:
            trip.over()
            self._evacuate(trip.order)
            return
        clinic = self.w.care.clinics[at]
        data = {"count": len(load), "at": at, "to": to}
        given = self.w.given(clinic.mark, *(x.mark for x in load))
        unit.mark = mark = self.w.emit("casualties_collected", unit.id, data, trip.order.mark, given)
        for person in load:
            (self._on[at] if person in self._on[at] else clinic.waiting_surgery).remove(person)
            person.state, person.mark = "moving", mark
        if not self._on[at] and not clinic.waiting_surgery:
            self._says(at, "transfer", 0, "collected", mark)
        self.w.care.operate(clinic)
        trip.drives(to, mark, partial(self._brought, trip, load, to))

    def _brought(self, trip: Trip, load: list[Person], to: str, mark: int) -> None:
        hospital = self.w.care.clinics[to]
        for person in load:
            if person.state == "moving":
                self.w.care.for_surgery(person, hospital, mark)
        trip.returns(mark, self._evacuate)

    # the road

    def _talk(self, seq: int, _: str, data: dict[str, Any]) -> None:
        """The liaison officer talks to those who hold the road to a hospital."""
        for to in dict.fromkeys(self.w.places[n].spec.refers_to for n in self._on):
            takes = self.p.talks.draw(self.w.draws.once(to, "talks the way open"))
            self.w.clock.later(takes, self.w.closures.reopen, to, seq)
