"""Crowds: flight, the wait before a gate, the crush.

Model
    When a sector is attacked, ``flees`` of its people run (fewer before few attackers), each after an
    exponential time (mean ``flight``), and walk at ``loaded`` to the gate they know.  Before a gate people
    in flight are a flow, stepped each minute and exactly at its end, that the gate lets through as its mode
    allows (mechanism *gates*) and as the place behind can hold.  A crowd denser than ``dense`` people a
    square metre of the waiting area is crushed: ``crush`` of those above it are hurt a minute.  Of those who
    will not be through within ``patience`` some turn back, home if it is safe there, else to the open ground
    of the site, and of those whose homes are under attack ``climb`` a minute go over the fence beside the gate,
    which nobody searches.  Armed men may slip in with people who are not searched.  Nobody appears or is lost
    on the way.

Parameters
    ``parameters.crowd``; domain 3 rows "Free walk; families loaded", "900 people".

Oracle
    900 people: 3.5 minutes through an open gate of 4 m, 75 minutes through two search lanes.

Never
    A crowd does not know who decides at the gate.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp

from simulator.engine.draws import poisson
from simulator.engine.entities import Place, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.gates import Gate
from simulator.engine.world import World

__all__ = ["TICK", "Crowd", "leaving"]

TICK = 60
"""seconds: people leave a place minute by minute"""
_REPORTED = (1, 100, 250, 500, 1000, 2500, 5000, 10000, 20000)


def leaving(left: float, mean: float, few: float = 0.0) -> float:
    """How many of those who are still to go leave in the next minute; fewer than ``few`` go together."""
    return left if left < few else left * (1 - exp(-TICK / mean))


def _rough(people: float, u: float) -> int:
    """What guards count, a fifth more or less."""
    return max(1, round(people * (1 + 0.4 * (u - 0.5))))


class Flight:
    """People who run from a sector to a gate."""

    __slots__ = ("gate", "left", "mark", "over", "sector")

    def __init__(self, sector: Place, gate: Gate, total: float, mark: int):
        self.sector, self.gate, self.left, self.mark = sector, gate, total, mark
        self.over = False
        """nobody leaves any more; those who left may still be on their way"""


class Crowd(Mechanism):
    """Moves people."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.crowd
        self.flights: dict[str, Flight] = {}
        self.displaced = 0.0

    # flight

    def attacked(self, at: str, kind: str, attackers: float, cause: int) -> None:
        """People of a sector run, if it is their lives; the more the more attackers there are."""
        place = self.w.places.get(at)
        running = at in self.flights and not self.flights[at].over
        if place is None or running or kind == "unrest" or place.people <= 0 or not place.spec.flees_to:
            return
        gate = self.w.gates.gates.get(place.spec.flees_to)
        if gate is None:
            return
        share = self.p.flees * min(1.0, attackers / self.p.panic) * (0.25 if kind == "shooting" else 1.0)
        seq = self.w.emit(
            "flight_began", at, {"people": round(place.people * share), "to": gate.id}, cause, self.w.given(place.mark)
        )
        place.mark = seq
        flight = self.flights[at] = Flight(place, gate, place.people * share, seq)
        gate.mark = seq
        self.w.clock.later(TICK, self._flee, flight)

    def _flee(self, flight: Flight) -> None:
        """Another minute's share of those who run leaves the sector."""
        people = min(flight.sector.people, leaving(flight.left, self.p.flight))
        if flight.left < 1 or flight.sector.safe:
            flight.over = True
            return
        flight.left -= people
        flight.sector.people -= people
        self.displaced += people
        self.w.write("displaced", round(self.displaced), "", flight.mark, True)
        self.set_out(flight.sector, flight.gate, people, self._arrive, flight.gate, people, flight.mark, flight.sector)
        self.w.clock.later(TICK, self._flee, flight)

    def walk(self, origin: Place, gate: Gate) -> float:
        """Seconds from a place to a gate, with what families carry."""
        return self.w.distance(origin.x, origin.y, gate.id) * 1.2 / self.p.loaded

    def set_out(self, origin: Place, gate: Gate, people: float, then: Callable[..., object], *args: object) -> None:
        """People have left a place and walk to a gate: ``then(*args)`` when they come there."""
        gate.on_the_way += people
        self.w.clock.later(self.walk(origin, gate), then, *args)

    def arrive(self, gate_name: str, people: float, cause: int) -> None:
        """A crowd comes to a gate."""
        self._arrive(self.w.gates.gates[gate_name], people, cause)

    def joins(self, gate: Gate, people: float, cause: int, home: Place) -> None:
        """People in flight from a place come to a gate."""
        self._arrive(gate, people, cause, home)

    def _arrive(self, gate: Gate, people: float, cause: int, sector: Place | None = None) -> None:
        if sector is not None:
            gate.on_the_way -= people
            gate.came[sector.id] = gate.came.get(sector.id, 0.0) + people
        gate.waiting += people
        self._say(gate, cause)
        if not gate.ticking:
            gate.ticking = True
            self._schedule(gate)

    def _say(self, gate: Gate, cause: int) -> None:
        """The crowd can be seen; each time it passes a round number the guards see that it grew."""
        if gate.waiting < gate.next_said:
            return
        step = max(s for s in _REPORTED if s <= gate.waiting)
        gate.next_said = min((s for s in _REPORTED if s > step), default=1e12)
        mark = self.w.emit("crowd_grew", gate.id, {"count": round(gate.waiting)}, cause, self.w.given(gate.mark))
        gate.mark = mark
        guard = self._shows("crowd", gate, gate.waiting, "waiting")
        if guard is not None:
            self.w.clock.later(30, self._guard_counts, guard, gate, step, mark)

    def _shows(self, kind: str, gate: Gate, people: float, state: str) -> Unit | None:
        """What people do before a gate can be seen; gives the guards if they have seen it already, and count anew."""
        if f"{kind}@{gate.id}" not in self.w.observation.things:
            self.w.observation.appear(kind, gate.id, people, gate.mark, sight=4.0, state=state)
            return None
        self.w.observation.changed(kind, gate.id, people, gate.mark)
        return self.w.units.get(gate.spec.guarded_by)

    def _guard_counts(self, guard: Unit, gate: Gate, step: int, mark: int) -> None:
        if guard.at != gate.id:
            return
        u = self.w.draws.once(guard.id, f"counts the crowd at {gate.id} {step}")
        self.w.observation.sights(guard, "crowd", gate.id, _rough(gate.waiting, u), "waiting", mark, anew=True)

    # through the gate

    def _schedule(self, gate: Gate) -> None:
        rate = self.w.gates.rate(gate)
        left = gate.waiting / rate if rate else float("inf")
        gate.done_call = self.w.clock.call_later(max(1.0, min(TICK, left)), self._step, gate, self.w.now)

    def _step(self, gate: Gate, since: int) -> None:
        """A minute at the gate: some go through, some are crushed, some turn back."""
        seconds, rate = self.w.now - since, self.w.gates.rate(gate)
        through = min(gate.waiting, rate * seconds + 1e-9, self._room(gate))
        gate.waiting -= through
        gate.inside += through
        unsearched = {"open": 1.0, "moving": 1 - self.w.p.gates.hasty_finds}.get(gate.mode, 0.0)
        self._slip_in(gate, through, unsearched, f"slipped/{gate.id}/{round(gate.inside)}", "slip in")  # not for people
        self._crush(gate, seconds)
        hopeless = gate.waiting * (1 - min(1.0, rate * self.p.patience / max(1.0, gate.waiting)))
        self._climb(gate, hopeless * self._driven(gate) * (1 - (1 - self.p.climb) ** (seconds / 60)))
        self._turn_back(gate, hopeless * (1 - (1 - self.p.turned_away) ** (seconds / 60)))
        over = gate.waiting < 0.5
        if over:
            through, gate.waiting, gate.ticking = through + gate.waiting, 0.0, False
        target = self.w.places.get(gate.spec.leads_to)
        if target is not None:
            target.people += through
        self.w.influx.through(gate, through)
        if over:
            if gate.on_the_way >= 0.5:
                return
            gate.next_said = 1.0
            gate.came.clear()
            data = {"inside": round(gate.inside), "climbed": round(gate.climbed)}
            gate.mark = self.w.emit("crowd_through", gate.id, data, gate.mark or self.w.started)
            self.w.observation.vanish("crowd", gate.id, "gone", gate.mark)
            self.w.observation.vanish("climbing", gate.id, "gone", gate.mark)
            self.w.gates.through(gate, gate.mark)
            return
        self._schedule(gate)

    def _room(self, gate: Gate) -> float:
        """How many more the place behind a gate can take in."""
        goal = self.w.places.get(gate.spec.leads_to)
        return max(0.0, goal.spec.capacity - goal.people) if goal is not None and goal.spec.capacity else float("inf")

    def _driven(self, gate: Gate) -> float:
        """Share of the crowd that cannot go home, because it is attacked there."""
        total = sum(gate.came.values())
        return sum(n for name, n in gate.came.items() if not self.w.places[name].safe) / total if total else 0.0

    def _climb(self, gate: Gate, people: float) -> None:
        """Who sees no way through, and none back, goes over the fence."""
        goal = self.w.places.get(gate.spec.leads_to)
        people = min(people, self._room(gate))
        if goal is None or people <= 0:
            self.w.observation.vanish("climbing", gate.id, "gone", gate.mark)
            return
        gate.waiting -= people
        gate.climbed += people
        goal.people += people
        if gate.climbed >= gate.next_climbed:
            self._say_climbed(gate)
        self._slip_in(gate, people, 1.0, f"climbed/{gate.id}/{round(gate.climbed)}", "climb in")  # not for people
        self.w.influx.through(gate, people, searched=False)

    def _say_climbed(self, gate: Gate) -> None:
        gate.next_climbed = min((s for s in _REPORTED if s > gate.climbed), default=1e12)
        homes = (self.w.places[name] for name in gate.came)
        given = self.w.given(*(home.mark for home in homes if not home.safe))
        mark = gate.mark = self.w.emit(
            "fence_climbed", gate.id, {"count": round(gate.climbed)}, gate.mark or self.w.started, given
        )
        guard = self._shows("climbing", gate, gate.climbed, "present")
        if guard is not None and guard.at == gate.id:
            count = _rough(gate.climbed, self.w.draws.once(guard.id, f"counts who climb at {gate.id} {mark}"))
            self.w.observation.sights(guard, "climbing", gate.id, count, "present", mark, anew=True)

    def _turn_back(self, gate: Gate, people: float) -> None:
        """Some give up who will not be through soon: they go home, or hide on the open ground while it is not safe."""
        total = sum(gate.came.values())
        if not people or not total:
            return
        gate.waiting -= people
        for name, came in gate.came.items():
            home = self.w.places[name]
            goal = home if home.safe else self.w.places.get(home.spec.of, home)
            goal.people += people * came / total

    def _crush(self, gate: Gate, seconds: int) -> None:
        density = gate.waiting / gate.spec.waiting_area
        if density <= self.p.dense:
            return
        above = gate.waiting - self.p.dense * gate.spec.waiting_area
        u = self.w.draws.stream(gate.id, "crush").uniform()
        for _ in range(poisson(above * self.p.crush * seconds / 60, u)):
            gate.crush += 1
            self.w.casualties.hurt(f"crush/{gate.id}/{gate.crush}", gate.id, "crush", gate.mark, crush=True)

    def _slip_in(self, gate: Gate, through: float, share: float, name: str, purpose: str) -> None:
        """Armed men among those who come in without a full search: ``share`` of their arms is not found."""
        if not share or not any(g.state == "attacking" and g.spec.armed for g in self.w.groups.values()):
            return
        u = self.w.draws.stream(gate.id, purpose).uniform()
        for k in range(poisson(through * self.p.slip_in * share, u)):
            seq = self.w.emit("weapon_missed", gate.id, {"by": "crowd"}, gate.mark)
            self.w.casualties.hurt(f"{name}/{k}", gate.spec.leads_to or gate.id, "perpetrator", seq)

    def gate_changed(self, gate: Gate) -> None:
        """A gate is run in another way: the crowd before it feels it at once."""
        for flight in self.flights.values():
            if flight.gate is gate:
                flight.sector.mark = gate.mark
        if gate.ticking:
            self.w.clock.cancel(gate.done_call)
            self._schedule(gate)

    def exposed_at_gate(self, sector: Place) -> float:
        """People of an attacked sector who wait at their gate, in reach of those who attack it."""
        flight = self.flights.get(sector.id)
        if flight is None:
            return 0.0
        came = flight.gate.came
        return flight.gate.waiting * came.get(sector.id, 0.0) / max(1e-9, sum(came.values()))
