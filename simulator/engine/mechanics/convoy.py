"""Convoy: people who are stranded are brought out by road, with the wounded, and with others who ask to come.

Model
    A unit that is told to bring people out gathers those of a compound whom it finds (``residents.collect``), and takes
    them on board, the wounded first, one in ``board``, as far as it has seats.  Others there who are on no list ask to
    come: the unit reports that, and waits ``waits`` for its post's word (task *take_others*); without it they stay.  It
    drives to its base (mechanism *roads*: which way, and what becomes of it there).  Only there do people count as
    brought out; the wounded go to the clinic, and a ticket is closed on a head-count (mechanism *residents*).  Who did
    not fit is fetched on another trip.  A passenger who is hit is a casualty, and has a medic on board (``aid``).

Parameters
    ``parameters.convoy``, all [A]; seats are the unit's ``carries``.

Oracle
    Trips = people over seats, rounded up; time on board by hand; nobody is counted twice or lost.

Never
    Nobody is counted as safe before they are at the base.
"""

from __future__ import annotations

from functools import partial

from simulator.blueprint.model import StepSpec
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.casualties import Person
from simulator.engine.mechanics.residents import Household
from simulator.engine.mechanics.trips import Trip
from simulator.engine.world import World

__all__ = ["Convoy", "Load"]

_THERE = ("home", "safe_room", "hidden")
"""who hides in the house comes out when called by name"""


class Load:
    """Whom a unit has on board."""

    __slots__ = ("home", "hurt", "others", "residents", "trip")

    def __init__(self, trip: Trip, home: Household, residents: list[int], others: int, hurt: list[Person]):
        self.trip, self.home, self.residents, self.others, self.hurt = trip, home, residents, others, hurt

    @property
    def people(self) -> int:
        """How many they are."""
        return len(self.residents) + self.others


class Plea:
    """Others in a compound ask to come: which unit they asked, and what its post has said."""

    __slots__ = ("answer", "mark", "order")

    def __init__(self, order: Order | None, mark: int, answer: str):
        self.order, self.mark, self.answer = order, mark, answer


class Convoy(Mechanism):
    """Brings people out."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.convoy
        self.others: dict[str, int] = {}
        """compound -> people there who are on no list"""
        self.loads: dict[str, Load] = {}
        self._hurt: dict[str, list[Person]] = {}
        """compound -> those of the others who were hurt there"""
        self._pleas: dict[str, Plea] = {}
        for place in world.blueprint.places.values():
            if place.others is not None:
                self.others[place.id] = int(place.others.draw(world.draws.once(place.id, "others")))
        world.duties.offer("bring_out", self._begin, self._left)
        world.orders.offer_staff("take_others", self._take_others)

    # at the compound

    def _begin(self, order: Order) -> None:
        """Face who is there, if anybody is; then gather people."""
        at = order.unit.at
        if not self.w.force.joined(order.unit, at, order.mark, on_calm=partial(self._gather, order, at)):
            self._gather(order, at, order.mark)

    def _left(self, order: Order) -> None:
        """The unit is called off: whoever is on board is brought to its base all the same.

        It is on its way there; over roads it looks for the quickest one from where it is.
        """
        load = self.loads.get(order.unit.id)
        if load is not None and order.unit.id in self.w.roads.journeys:
            self._drive(load, order.unit.mark)

    def _gather(self, order: Order, at: str, cause: int) -> None:
        if order.stands:
            u = self.w.draws.several(order.key, f"gathers at {self.w.now}")
            self.w.clock.later(self.w.p.residents.collect.draw(u[0]), self._gathered, order, at)

    def _gathered(self, order: Order, at: str) -> None:
        if not order.stands:
            return
        home = self.w.residents.called_from(at, order)
        if home is None:
            return
        if self.others.get(at) and at not in self._pleas:
            data = {"count": self.others[at], "at": at}
            seq = self.w.emit("others_asked", order.unit.id, data, order.mark, self.w.given(home.mark))
            self._pleas[at] = Plea(order, seq, "")
            self.w.write(f"plea@{at}", self.others[at], "open", seq)
            self.w.reporting.report(order.unit, order.post, "plea", at, self.others[at], "open", seq)
            self.w.clock.later(self.p.waits, self._no_word, order, home, seq)
            return
        self._board(order, home)

    def _take_others(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """The post says that others may come, if there is room."""
        plea = self._pleas.get(place)
        if plea is None:
            self._pleas[place] = Plea(None, cause, "yes")
        elif plea.order is not None and not plea.answer:
            then = partial(self._may_come, plea.order, place)
            self.w.reporting.instruct(post, plea.order.unit, "others may come", cause, then)  # not for people

    def _may_come(self, order: Order, place: str, cause: int, given: tuple[int, ...]) -> None:
        plea = self._pleas[place]
        if plea.answer or not order.stands:
            return
        plea.answer = "yes"
        plea.mark = self.w.emit("others_allowed", order.unit.id, {"at": place}, cause, given)
        self._board(order, self.w.residents.homes[place])

    def _no_word(self, order: Order, home: Household, asked: int) -> None:
        """Nobody has said that others may come: they stay."""
        plea = self._pleas[home.place]
        if plea.mark == asked and not plea.answer and order.stands:
            plea.answer = "no"
            self._board(order, home)

    def _board(self, order: Order, home: Household) -> None:
        unit, at = order.unit, home.place
        living = home.living(*_THERE)
        lying = {i for i in living if i in home.persons and home.persons[i].state == "waiting"}
        living.sort(key=lambda i: (i not in lying, i))
        seats = unit.spec.carries or self.p.seats
        residents = living[:seats]
        may_come = at in self._pleas and self._pleas[at].answer == "yes"
        others = min(self.others.get(at, 0), seats - len(residents)) if may_come else 0
        u = self.w.draws.once(order.key, f"boards at {self.w.now}")
        takes = self.p.board.draw(u) * (len(residents) + others)
        self.w.clock.later(takes, self._boarded, Trip(self.w, order), home, residents, others)

    def _boarded(self, trip: Trip, home: Household, chosen: list[int], others: int) -> None:
        unit, at = trip.unit, home.place
        residents = [i for i in chosen if i in home.living(*_THERE)]
        others = min(others, self.others.get(at, 0))
        lying = [person for person in self._hurt.get(at, ()) if person.state == "waiting"][:others]
        load = self.loads[unit.id] = Load(trip, home, residents, others, [*home.lying(residents), *lying])
        for index in residents:
            home.people[index] = "aboard"
        if others:
            self.others[at] -= others
        plea = self._pleas.get(at)
        given = self.w.given(home.mark, unit.mark, plea.mark if plea is not None else 0)
        data = {"count": len(residents), "others": others, "hurt": len(load.hurt), "at": at}
        home.mark = seq = self.w.emit("people_aboard", unit.id, data, trip.order.mark, given)
        self.w.care.take_along(load.hurt, at, seq)
        self.w.crossfire.fewer(at)
        self._answer_plea(at, seq)
        for person in load.hurt:
            self._dress(person, seq)
        self._drive(load, seq)

    def _answer_plea(self, at: str, seq: int) -> None:
        plea = self._pleas.get(at)
        if plea is not None and plea.order is not None:
            left, order = self.others.get(at, 0), plea.order
            self.w.write(f"plea@{at}", left, "closed", seq)
            self.w.reporting.report(order.unit, order.post, "plea", at, left, "closed", seq)
            plea.order = None

    def _dress(self, person: Person, cause: int) -> None:
        if person.aid_at < 0:
            takes = self.p.aid.draw(self.w.draws.once(person.name, "aid on the way"))
            self.w.clock.later(takes, self._dressed, person, cause)

    def _dressed(self, person: Person, cause: int) -> None:
        if person.state == "moving" and person.aid_at < 0:
            self.w.care.aid(person, cause)

    # on the way

    def _drive(self, load: Load, cause: int) -> None:
        load.trip.drives(load.trip.unit.spec.at, cause, partial(self._brought, load))

    def hit(self, unit: Unit, whether: float, who: float, at: str, cause: int) -> bool:
        """Somebody on board is hit: True if it was a passenger."""
        load = self.loads.get(unit.id)
        if load is None or not load.people or whether >= load.people / (load.people + self.p.crew):
            return False
        index = int(who * load.people)
        name = f"{unit.id}/passenger {index} at {self.w.now}"  # not for people
        if index < len(load.residents):
            resident = load.residents[index]
            if resident in load.home.harmed:
                return True
            load.home.harmed.add(resident)
            cause = self.w.emit("resident_harmed", load.home.place, {"kind": "shot"}, cause)
            name = f"{load.home.place}/resident {resident}"
        person = self.w.casualties.hurt(name, at, "perpetrator", cause)
        if index < len(load.residents):
            load.home.persons[load.residents[index]] = person
        if person.state == "waiting":
            load.hurt.append(person)
            self.w.care.take_along([person], at, person.mark)
            self._dress(person, person.mark)
        return True

    def other_hurt(self, at: str, name: str, cause: int, given: tuple[int, ...]) -> None:
        """One of those on no list is hit in the compound."""
        person = self.w.casualties.hurt(name, at, "perpetrator", cause, given)
        if person.state == "dead":
            self.others[at] -= 1
        else:
            self._hurt.setdefault(at, []).append(person)

    # at the base

    def _brought(self, load: Load, mark: int) -> None:
        """They are at the base: now they count."""
        order, unit, home = load.trip.order, load.trip.unit, load.home
        del self.loads[unit.id]
        load.trip.over()
        alive = [i for i in load.residents if i not in home.persons or home.persons[i].state != "dead"]
        for index in load.residents:
            home.people[index] = "rescued"
        data = {"count": len(alive), "others": load.others, "from": home.place, "at": unit.at}
        home.mark = seq = self.w.emit("people_brought_in", unit.id, data, mark, self.w.given(home.mark))
        self.w.care.on_to_clinic(unit, load.hurt, unit.at, seq)
        self.w.residents.maybe_close(home.place, seq)
        left = home.count(*_THERE)
        state = "located" if left else "closed"
        self.w.reporting.report(unit, order.post, "distress", home.place, left, state, seq, after=60)
        if not order.stands:
            return
        order.mark = seq
        load.trip.stands_by(seq)
        if left:
            self.w.movement.go(unit, order.target(), order)  # for those who did not fit
        else:
            self.w.duties.done(order, seq)
