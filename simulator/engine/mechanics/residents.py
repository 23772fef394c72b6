"""Residents: a compound under attack, its distress calls, and the head-count that closes them.

Model
    Residents who know the procedure get into the safe room, as far as there is room; some run and hide;
    raiders harm those in reach (mechanism *harm*), and in the safe room once it is forced.  Residents
    call for help every ``call_every``; who knows no procedure may call elsewhere (the call is passed on
    late) or name a wrong place.  One incident is one ticket: a vague call must be located first, a call
    to a wrong place opens a ticket of its own.  A ticket is closed on a head-count only: when everybody
    on the list is safe or found.

    *Extraction.*  A unit at the compound faces who is there (mechanism *force*), gathers whom it finds,
    counts, takes the wounded to a clinic, and says who is missing; survivors are referred to care.  A place where
    nothing has happened is looked at, and its ticket closed.

Parameters
    ``parameters.residents``, all [A]; domain 2 (S07) for the case.

Oracle
    Who is in the safe room, hides or stays, by closed form; tickets that open and close.

Never
    Nobody is counted as safe because somebody said so.  Of survivors nothing is kept but their number.
"""

from __future__ import annotations

from typing import Any

from simulator.blueprint.model import PlaceSpec
from simulator.engine.duties import Order
from simulator.engine.entities import Talker
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.casualties import Person
from simulator.engine.mechanics.harm import Attack
from simulator.engine.world import World

__all__ = ["Household", "Residents"]


class Household:
    """The residents of a compound, by number: where each is, who is harmed."""

    __slots__ = (
        "attacked_at",
        "calling",
        "calls",
        "caller",
        "forced",
        "harmed",
        "mark",
        "people",
        "persons",
        "place",
        "referred",
        "spec",
        "told",
    )

    def __init__(self, spec: PlaceSpec, count: int, caller: Talker):
        self.spec, self.place, self.caller = spec, spec.id, caller
        self.people = ["home"] * count
        self.persons: dict[int, Person] = {}
        """those who were hurt, by their number: they may lie there, be in care, or be dead"""
        self.harmed: set[int] = set()
        self.referred: set[int] = set()
        self.attacked_at, self.calls = -1, 0
        self.calling = self.forced = False
        self.told = 0.0
        self.mark = 0

    def count(self, *states: str) -> int:
        """How many residents who live are in one of these states."""
        return len(self.living(*states))

    def living(self, *states: str) -> list[int]:
        """The residents who live and are in one of these states."""
        dead = {i for i, person in self.persons.items() if person.state == "dead"}
        return [i for i, state in enumerate(self.people) if state in states and i not in dead]

    def lying(self, found: list[int]) -> list[Person]:
        """Those of some residents who are hurt and still where they fell."""
        return [self.persons[i] for i in found if i in self.persons and self.persons[i].state == "waiting"]


class Residents(Mechanism):
    """Keeps compounds: who is where, who called, who is counted."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.residents
        self.homes: dict[str, Household] = {}
        for place in world.blueprint.places.values():
            if place.residents is not None:
                count = max(1, int(place.residents.draw(world.draws.once(place.id, "residents"))))
                caller = Talker(f"{place.id}_residents", "security", "", place.x, place.y, ("residents", place.id))
                caller.channels = tuple(
                    c for c in world.channels.values() if not c.spec.reaches or "civilian" in c.spec.reaches
                )
                self.homes[place.id] = Household(place, count, caller)
        self._open: dict[str, int] = {}
        orders = world.orders
        orders.offer_staff("close_call", lambda _post, _step, place, cause: self.maybe_close(place, cause))
        world.duties.offer("extract", self._extract)
        world.duties.offer("search_missing", self._search_missing)
        world.on("report_received", self._heard)

    def begin(self) -> None:
        """The lists say who lives where."""
        for home in self.homes.values():
            self.w.emit("residents_listed", home.place, {"count": len(home.people)}, self.w.started)

    def at_home(self, place: str) -> int:
        """How many residents of a compound are there and unharmed in its walls."""
        home = self.homes.get(place)
        return home.count("home", "safe_room") if home else 0

    def attacked(self, place: str, cause: int) -> None:
        """A compound is entered: some reach the safe room, some hide, all who can call."""
        home = self.homes.get(place)
        if home is None:
            return
        known = home.spec.procedure_known + (1 - home.spec.procedure_known) * home.told
        home.mark = cause
        if home.attacked_at < 0:
            home.attacked_at = self.w.now
            self._hide(home, known, cause)
        if not home.calling:
            self._call_later(home, known, cause)

    def _hide(self, home: Household, known: float, cause: int) -> None:
        """Who knows the procedure goes to the safe room while it has room; others hide."""
        place, room = home.place, home.spec.safe_room
        for index in range(len(home.people)):
            u = self.w.draws.several(place, f"resident {index}")
            if u[0] < known and room > 0:
                home.people[index], room = "safe_room", room - 1
            elif u[1] < self.p.hides:
                home.people[index] = "hidden"
        if home.count("safe_room"):
            holds = self.w.p.shelter.safe_room_holds.draw(self.w.draws.once(place, "safe room holds"))
            self.w.clock.later(holds, self._force_room, home, cause)

    def _force_room(self, home: Household, cause: int) -> None:
        attack = next((a for a in self.w.harm.at(home.place) if a.group.suppressed < 0.5), None)
        if attack is None or not home.count("safe_room"):
            return
        home.forced = True
        home.mark = self.w.emit(
            "safe_room_forced", home.place, {"people": home.count("safe_room")}, cause, self.w.given(attack.group.mark)
        )

    def raid_harm(self, attack: Attack, accept: float, who: float, share: float) -> None:
        """A candidate of a raid's harm: one resident, if in reach and not yet harmed."""
        home = self.homes.get(attack.place)
        if home is None:
            return
        index = int(who * len(home.people))
        state = home.people[index]
        reachable = state == "home" or (state == "safe_room" and home.forced)
        if not reachable or index in home.harmed or accept >= share:
            return
        home.harmed.add(index)
        given = self.w.given(home.mark, attack.group.mark)
        u = self.w.draws.once(home.place, f"harm to resident {index}")
        t = self.w.p.harm
        kind = "shot" if u < t.raid_killed else "sgbv" if u < t.raid_killed + t.raid_sgbv else "beaten"
        seq = self.w.emit("resident_harmed", home.place, {"kind": kind}, attack.mark, given)
        if kind != "sgbv":
            name = f"{home.place}/resident {index}"
            home.persons[index] = self.w.casualties.hurt(
                name, home.place, "perpetrator", seq, (), beaten=kind == "beaten"
            )

    def _call_later(self, home: Household, known: float, cause: int) -> None:
        home.calling = True
        u = self.w.draws.once(home.place, f"call {home.calls} when")
        wait = self.p.call_every.draw(u) if home.calls else self.p.call_every.draw(u) / 4
        self.w.clock.later(wait, self._call, home, known, cause)

    def _call(self, home: Household, known: float, cause: int) -> None:
        """Somebody in the compound calls for help."""
        home.calling = False
        danger = self.w.harm.at(home.place) or self.w.crossfire.threatens(home.place)
        if not danger or not home.count("home", "safe_room", "hidden"):
            return
        home.calls += 1
        self._call_later(home, known, cause)
        u = self.w.draws.several(home.place, f"call {home.calls}")
        knows = u[0] < known
        data = {"at": home.place, "knows": knows, "call": home.calls}
        seq = self.w.emit("call_made", home.caller.id, data, cause, self.w.given(home.mark))
        self.w.write(f"distress@{home.place}", home.count("home", "safe_room", "hidden"), "open", seq)
        place, state = home.place, "located"
        if not knows and u[1] < self.p.wrong_place:
            others = sorted(
                n for n, h in self.w.blueprint.places.items() if h.kind in ("compound", "town") and n != home.place
            )
            if others and u[1] < self.p.wrong_place / 2:
                place = others[int(u[3] * len(others))]
            state = "open"
        security, joc = self._post("security"), self._post("joc")
        if knows or u[2] >= self.p.wrong_number:
            to, wait = security, 0.0
        else:
            to, wait = joc, self.p.relayed.draw(u[3])
        self.w.reporting.report(
            home.caller, to, "distress", place, home.count("home", "safe_room"), state, seq, after=wait
        )

    def _post(self, kind: str) -> str:
        """The post that hears calls: security's own (or the one that integrates it), or the JOC."""
        posts = self.w.blueprint.command
        found = [n for n, p in posts.items() if p.kind == {"security": "soc"}.get(kind, kind)]
        integrating = [n for n, p in posts.items() if "security" in p.integrates and kind == "security"]
        return next(iter((*found, *integrating, *posts)), "")

    def _heard(self, seq: int, post: str, data: dict[str, Any]) -> None:
        """A distress call is known at a post: its ticket is opened; a vague one must be located."""
        if data["what"] != "distress":
            return
        place = data["at"]
        if data["state"] == "closed":
            return
        self._open.setdefault(place, seq)
        if data["state"] == "open":
            u = self.w.draws.once(f"{post}/{place}", "locate")
            self.w.clock.later(self.p.locate.draw(u), self._located, post, place, data["value"], seq)

    def _located(self, post: str, place: str, value: float, cause: int) -> None:
        staffed = self.w.command[post]
        known = staffed.picture.get(f"distress@{place}")
        if known is None or known[1] != "open":
            return
        seq = self.w.emit("call_located", place, {"by": post}, cause, self.w.given(known[3]))
        self.w.pictures_of_posts.learn(staffed, "distress", place, value, "located", self.w.now, seq)

    def _extract(self, order: Order) -> None:
        """Face who is there; with calm, gather the residents and count them."""
        at = order.unit.at
        if self.w.force.joined(order.unit, at, order.mark, on_calm=lambda seq: self._gather(order, at, seq)):
            return
        self._gather(order, at, order.mark)

    def _gather(self, order: Order, at: str, cause: int) -> None:
        if order.stands:
            takes = self.p.collect.draw(self.w.draws.once(order.key, "collect"))
            self.w.clock.later(takes, self._gathered, order, at, cause)

    def _gathered(self, order: Order, at: str, cause: int) -> None:
        if not order.stands:
            return
        home = self.called_from(at, order)
        if home is None:
            return
        there = [i for i, state in enumerate(home.people) if state in ("home", "safe_room")]
        saved = home.living("home", "safe_room")
        for index in there:
            home.people[index] = "rescued"
        given = self.w.given(home.mark, order.mark)
        data = {"count": len(saved), "dead": len(there) - len(saved), "by": order.unit.id}
        home.mark = seq = self.w.emit("residents_rescued", at, data, cause, given)
        self._to_care(order, home.lying(saved), at, seq)
        self._refer(home, seq)
        missing = home.count("hidden")
        if missing:
            self.w.emit("person_missing", at, {"count": missing}, seq)
        self.maybe_close(at, seq)
        self.w.reporting.report(
            order.unit, order.post, "distress", at, missing, "located" if missing else "closed", seq, after=60
        )
        self.w.duties.done(order, seq)

    def called_from(self, at: str, order: Order) -> Household | None:
        """Those of a compound to which a call has led a unit; where nothing happened it says so, and is free."""
        home = self.homes.get(at)
        if home is not None and home.attacked_at >= 0:
            return home
        self.maybe_close(at, order.mark)
        self.w.reporting.report(order.unit, order.post, "distress", at, 0, "closed", order.mark)
        self.w.duties.done(order, order.mark)
        return None

    def _to_care(self, order: Order, hurt: list[Person], at: str, cause: int) -> None:
        """The unit takes the wounded with it to the nearest clinic."""
        if hurt and self.w.care.nearest(at) is not None:
            self.w.care.take_along(hurt, at, cause)
            self.w.care.on_to_clinic(order.unit, hurt, at, cause)

    def _refer(self, home: Household, cause: int) -> None:
        """Survivors who are safe now are referred to medical and other care."""
        new = [
            i
            for i in sorted(home.harmed - home.referred)
            if i in home.living("rescued") and self.w.draws.once(home.place, f"referred {i}") < self.p.referred
        ]
        home.referred.update(new)
        if new:
            self.w.emit("survivors_referred", home.place, {"count": len(new)}, cause)

    def removed_by_others(self, place: str, share: float, by: str, cause: int) -> None:
        """Others bring residents away: they are out of reach, but nobody here has counted them yet."""
        home = self.homes.get(place)
        if home is None:
            return
        there = home.living("home", "safe_room")
        count = round(share * len(there))
        for index in there[:count]:
            home.people[index] = "removed"
        hurt = home.lying(there[:count])
        self.w.care.take_along(hurt, place, cause)
        for person in hurt:  # what becomes of them elsewhere is not modelled, but that somebody dresses their wounds
            self.w.casualties.treat(person, self.w.p.casualties.with_aid, cause)
        if count:
            data = {"count": count, "by": by}
            home.mark = self.w.emit("residents_removed", place, data, cause, self.w.given(home.mark))

    def _search_missing(self, order: Order) -> None:
        """A unit looks for people whom a head-count misses."""
        home = self.homes.get(order.unit.at)
        if home is None or not home.count("hidden", "removed"):
            self.w.duties.done(order, order.mark)
            return
        takes = self.p.missing_found.draw(self.w.draws.once(order.key, "missing"))
        self.w.clock.later(takes, self._found, order, home)

    def _found(self, order: Order, home: Household) -> None:
        if not order.stands:
            return
        count = home.count("hidden", "removed")
        hurt = home.lying(home.living("hidden"))
        home.people = ["rescued" if state in ("hidden", "removed") else state for state in home.people]
        home.mark = seq = self.w.emit(
            "missing_found", home.place, {"count": count, "by": order.unit.id}, order.mark, self.w.given(home.mark)
        )
        self._to_care(order, hurt, home.place, seq)
        self._refer(home, seq)
        self.maybe_close(home.place, seq)
        self.w.reporting.report(order.unit, order.post, "distress", home.place, 0, "closed", seq, after=60)
        self.w.duties.done(order, seq)

    def maybe_close(self, place: str, cause: int) -> None:
        """Close the ticket if everybody is accounted for."""
        home = self.homes.get(place)
        if place not in self._open:
            return
        if home is not None and home.attacked_at >= 0 and home.count("home", "safe_room", "hidden", "removed"):
            return
        opened = self._open.pop(place)
        seq = self.w.emit("call_closed", place, {}, cause, self.w.given(home.mark if home else 0, opened))
        self.w.write(f"distress@{place}", 0, "closed", seq)
