"""Airlift: the manifest, the airport, and who is on which flight.

Model
    *Manifest.*  A post draws up the list of who is to leave, in ``list_up``; it holds those of the named lists (without
    names: those of priority 1) whom the lists hold where they are.  Whoever is on no list is added when they have
    turned up at a concentration point, every ``amends``.  Lists named as ``spare`` get what seats are left.

    *Flights.*  From ``lead`` after they are asked for, one every ``every``, by day, while the airport is open:

        seats = min(seats of the aircraft less what others take, payload / (passenger + luggage))

    Those board who are at the airport and on the manifest: spare last, then by priority.

Parameters
    ``parameters.relocation``; domain 2, S11: 12 kg of luggage, list at +24 h.

Oracle
    Flights needed = ceil(people / seats); usable seats by hand.

Never
    Nobody boards who is on no manifest.
"""

from __future__ import annotations

from simulator.blueprint.model import FlightsSpec, StepSpec, StreamSpec
from simulator.catalogue import marked
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.relocation import AIRPORT, GONE, POINT, Moving
from simulator.engine.world import World

__all__ = ["Airlift"]

_MORNING_S = 2 * 3600
"""from sunrise to the first flight of the day"""


class Airlift(Mechanism):
    """Keeps the manifest and flies people out."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.relocation
        spec = world.blueprint.relocation
        self.spec: FlightsSpec | None = spec.flights if spec is not None else None
        self.shut: dict[str, int] = {}
        """airport -> mark of its closing"""
        self.next_at = self.until = -1
        self.mark = 0
        self._taken: dict[str, tuple[int, float, int]] = {}
        """event -> (seats, share of the rest, mark) that others take"""
        self._gone = 0
        self._span = -1
        """for how long aircraft were asked for, until the first flight has left"""
        world.orders.offer_staff("manifest", self._manifest)
        world.orders.offer_staff("fly", self._fly)
        world.verbs["shut"] = self._shut
        world.verbs["take_seats"] = self._take_seats

    # the manifest

    def _manifest(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        lists = self.w.relocation.lists
        first = [n for n, m in lists.items() if m.spec.leaves and m.spec.priority == 1]
        named = [n for n in step.to if n in lists] or first
        if not named:
            return
        mark = self.w.emit("manifest_begun", post.id, {"lists": named}, cause, self.w.given(self.w.relocation.mark))
        takes = self.p.list_up.draw(self.w.draws.once("/".join(named), "manifest"))
        self.w.clock.later(takes, self._listed, named, step, cause, mark)

    def _listed(self, named: list[str], step: StepSpec, fired: int, cause: int) -> None:
        for name in named:
            moves = self.w.relocation.lists[name]
            already = any(moves.on)
            moves.spare = step.of == "spare" and (moves.spare or not already)
            moves.on = [on or listed for on, listed in zip(moves.on, moves.listed, strict=True)]
            data = {"count": sum(moves.on), "people": len(moves.on), "spare": moves.spare}
            moves.mark = cause = self.w.emit("manifest_ready", name, data, cause, self.w.given(moves.mark))
            if not already:
                self.w.clock.later(self.p.amends, self._amend, moves)
        self.w.errands.finish_for(fired, step, cause)

    def _amend(self, moves: Moving) -> None:
        """Who is on no list and stands at a concentration point is added."""
        found = [i for i in moves.at(POINT) if not moves.on[i]]
        for i in found:
            moves.on[i] = True
        if found:
            moves.mark = self.w.emit("manifest_amended", moves.id, {"count": len(found)}, moves.mark)
        if not all(moves.on):
            self.w.clock.later(self.p.amends, self._amend, moves)

    def boarding(self) -> list[Moving]:
        """The lists in the order in which they board."""
        lists = self.w.relocation.lists.values()
        return sorted((m for m in lists if any(m.on)), key=lambda m: (m.spare, m.spec.priority, m.id))

    # the airport

    def _shut(self, event: StreamSpec, on: str, seq: int) -> None:
        self.shut[on] = mark = self.w.emit("airport_shut", on, {}, seq, self.w.given(self.mark))
        sight = self.w.p.observation.group_sight
        self.w.observation.appear(AIRPORT, on, 1, mark, sight=sight, state="shut")
        if event.for_s >= 0:
            self.w.clock.later(event.for_s, self._reopens, event, on, mark)

    def _reopens(self, event: StreamSpec, on: str, mark: int) -> None:
        if self.shut.get(on) == mark:
            del self.shut[on]
            self.mark = seq = self.w.emit("airport_reopened", on, {}, mark)
            self.w.observation.vanish(AIRPORT, on, "reopened", seq)
            self.w.threat.finish(event, seq)

    def _take_seats(self, event: StreamSpec, on: str, seq: int) -> None:
        """Others take seats, or a smaller aircraft comes, for a time."""
        data = {"count": max(0, event.number), "share": round(100 * max(0.0, event.share))}
        mark = self.mark = self.w.emit("seats_taken", on, data, seq, self.w.given(self.mark))
        self._taken[event.id] = (max(0, event.number), max(0.0, event.share), mark)
        if event.for_s >= 0:
            self.w.clock.later(event.for_s, self._returned, event, on, mark)

    def _returned(self, event: StreamSpec, on: str, mark: int) -> None:
        self._taken.pop(event.id, None)
        self.mark = self.w.emit("seats_returned", on, {}, mark, self.w.given(self.mark))
        self.w.threat.finish(event, self.mark)

    def seats(self) -> int:
        """The seats of the next aircraft that staff can use."""
        assert self.spec is not None
        seats = float(self.spec.seats)
        for number, share, _ in self._taken.values():
            seats = (seats - number) * (1 - share)
        if self.spec.payload:
            luggage = self.spec.luggage or self.p.overpacked
            seats = min(seats, self.spec.payload / (self.p.passenger + luggage))
        return max(0, int(seats))

    # flights

    @property
    def running(self) -> bool:
        """Whether a flight is still to come."""
        return self.next_at >= 0

    def _fly(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Aircraft are asked for; who asks again keeps them longer."""
        if self.spec is None:
            return
        if self.running:
            first = self.next_at
        elif self.until >= 0:  # the aircraft have been here before
            first = self.w.now + self.spec.every
        else:
            lead = self.spec.lead or self.p.lead
            first = self.w.now + int(lead.draw(self.w.draws.once("flights", "lead")))
        span = step.for_s if step.for_s >= 0 else self.w.blueprint.duration
        if self.until >= 0:
            self.until = max(self.until, self.w.now + span)
        else:  # the days of the aircraft begin with the first flight
            self._span = span
        data = {"first_s": first - self.w.now, "for_s": span}
        self.mark = self.w.emit("flights_ordered", post.id, data, cause, self.w.given(self.mark))
        if not self.running:
            self.next_at = first
            self.w.clock.call_at(first, self._slot)

    def _slot(self) -> None:
        """The time of a flight: it leaves, or it does not."""
        assert self.spec is not None
        at, given = self.spec.at, self.w.given(*(mark for _, _, mark in self._taken.values()))
        self.next_at = self.w.now + self.spec.every
        if at in self.shut:
            self.mark = self.w.emit(
                "flight_cancelled", at, {"why": marked("the airport is shut")}, self.mark, (self.shut[at],)
            )
        elif self.w.daylight.night:  # the first flight of the day comes when people can be at the airport by daylight
            self.next_at = min(self.w.daylight.next_change(self.w.now) + _MORNING_S, 1 << 40)
        elif not any(any(moves.on[i] for i in moves.at(AIRPORT)) for moves in self.boarding()):
            self.next_at = self.w.now + self.spec.every // 2
            marks = self.w.given(*(m.mark for m in self.w.relocation.lists.values()))
            self.mark = self.w.emit(
                "flight_cancelled", at, {"why": marked("nobody is at the airport")}, self.mark, marks
            )
        else:
            self._leaves(at, given)
        last = self.until if self.until >= 0 else self.w.blueprint.duration
        if self.next_at <= min(last, self.w.blueprint.duration):
            self.w.clock.call_at(self.next_at, self._slot)
        else:
            self.next_at = -1
            self.mark = self.w.emit("flights_ended", at, {}, self.mark)

    def _leaves(self, at: str, given: tuple[int, ...]) -> None:
        if self.until < 0:
            self.until = self.w.now + self._span
        seats = left = self.seats()
        rows: list[tuple[Moving, list[int]]] = []
        for moves in self.boarding():
            people = [i for i in moves.at(AIRPORT) if moves.on[i]][:left]
            left -= len(people)
            rows.append((moves, people))
        marks = self.w.given(*given, *(moves.mark for moves, _ in rows))
        data = {"seats": seats, "boarded": seats - left}
        self.mark = seq = self.w.emit("flight_left", at, data, self.mark, marks)
        for moves, people in rows:
            self.w.relocation.shift(moves, people, AIRPORT, GONE, seq)
            self._gone += len(people) if moves.spec.leaves else 0
        wanted = sum(len(m.where) for m in self.w.relocation.lists.values() if m.spec.leaves)
        if wanted:
            self.w.write("relocated", round(self._gone / wanted, 3), "", seq, True)
