"""Influx: people who run to a gate on a rumour, and the arms among them.

Model
    People of a town run to a gate (``flee``): ``number``, more or less by ``varies``, each after an exponential
    time (mean ``for``), and walk there at ``crowd.loaded``.  Before the gate they are a crowd (mechanism *crowd*),
    in reach of whoever attacks the gate.  ``share`` of them carry arms, each at a place of his own in the line.
    A man's weapon is found as a search at the gate finds it, f (mechanism *search*).  Where troops stand at the gate
    (``reinforce_gate``) they also ask for it:

        found = f + (1 - f) * ``hands_in`` * (1 - language errors of the troops)

    and what is found is held apart; without them the lane is closed for ``search.lane_closed``.  A man whose weapon
    passes begins fights inside (mechanism *hosting*).  An influx is taken in when ``inside`` of those who ran are,
    and it is counted ``counted`` after the first of them came to the gate.

Parameters
    ``parameters.influx``, ``parameters.crowd``, ``parameters.gates``; domain 2, S05.

Oracle
    900 people: 3.5 minutes through an open gate of 4 m, 75 minutes through two search lanes; nobody appears or is lost;
    share of arms found by closed form.

Never
    People do not know what awaits them at the gate; guards do not know who is armed.
"""

from __future__ import annotations

from simulator.blueprint.model import StreamSpec
from simulator.engine.entities import Place
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.crowd import TICK, leaving
from simulator.engine.mechanics.gates import Gate
from simulator.engine.world import World

__all__ = ["Influx", "Rush"]


class Rush:
    """People who run from a place to a gate."""

    __slots__ = ("armed", "came", "event", "gate", "inside", "left", "mark", "origin", "said", "total")

    def __init__(self, event: StreamSpec, origin: Place, gate: Gate, total: float, mark: int):
        self.event, self.origin, self.gate, self.total, self.mark = event, origin, gate, total, mark
        self.left = total
        """those who have not set out yet"""
        self.inside = 0.0
        self.armed: list[tuple[float, int]] = []
        """(place in the line, number) of those with arms who are still outside"""
        self.said = self.came = False


class Influx(Mechanism):
    """Moves people who run, and finds arms among them."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.influx
        self.rushes: list[Rush] = []
        world.verbs["flee"] = self._flee

    # the way to the gate

    def _flee(self, event: StreamSpec, on: str, seq: int) -> None:
        origin, gate = self.w.places[on], self.w.gates.gates[event.towards[0]]
        wish = event.number if event.number >= 0 else 0.3 * origin.people
        total = wish * (1 + self.p.varies * (2 * self.w.draws.once(event.id, "how many run") - 1))
        total = min(origin.people, float(round(total)))
        data = {"people": round(total), "to": gate.id}
        mark = self.w.emit("flight_began", on, data, seq, self.w.given(origin.mark))
        origin.mark = gate.mark = mark
        rush = Rush(event, origin, gate, total, mark)
        ranks = [(self.w.draws.once(event.id, f"armed {k} comes"), k) for k in range(self._armed(event, total))]
        rush.armed = sorted(ranks)
        self.rushes.append(rush)
        self.w.hosting.fled(rush)
        self._set_out(rush)

    def _armed(self, event: StreamSpec, total: float) -> int:
        return round(total * event.share) if event.share > 0 else 0

    def _set_out(self, rush: Rush) -> None:
        """A minute's share of those who run leaves; the last few together."""
        mean = rush.event.for_s if rush.event.for_s > 0 else self.w.p.crowd.flight
        people = leaving(rush.left, mean, few=3)
        rush.left -= people
        rush.origin.people -= people
        self.w.crowd.set_out(rush.origin, rush.gate, people, self._comes, rush, people)
        if rush.left > 0:
            self.w.clock.later(TICK, self._set_out, rush)
        else:
            self.w.threat.finish(rush.event, rush.mark)

    def _comes(self, rush: Rush, people: float) -> None:
        if not rush.came:
            rush.came = True
            self.w.clock.later(self.p.counted, self._count, rush)
        self.w.crowd.joins(rush.gate, people, rush.mark, rush.origin)

    def _count(self, rush: Rush) -> None:
        """Half an hour after the first came: who is inside by now?"""
        data = {"count": round(rush.inside), "of": round(rush.total), "waiting": round(rush.gate.waiting)}
        self.w.hosting.told(self.w.emit("influx_counted", rush.gate.id, data, rush.mark, self.w.given(rush.gate.mark)))

    def waiting(self, place: str) -> float:
        """People in flight who wait at a gate, in reach of who attacks it."""
        return next((r.gate.waiting for r in self.rushes if r.gate.id == place), 0.0)

    def given(self, place: str) -> tuple[int, ...]:
        """Marks of what brought people before a gate."""
        return tuple(mark for r in self.rushes if r.gate.id == place for mark in (r.mark, r.gate.mark))

    # through the gate

    def through(self, gate: Gate, people: float, *, searched: bool = True) -> None:
        """People come through a gate, or over the fence beside it; those of a rush by their share of the crowd."""
        total = sum(gate.came.values())
        for rush in self.rushes:
            if rush.gate is not gate or not people or not total:
                continue
            part = min(people * gate.came.get(rush.origin.id, 0.0) / total, rush.total - rush.inside)
            rush.inside += part
            self.w.hosting.arrived(part, gate.mark)
            while rush.armed and rush.armed[0][0] * rush.total <= rush.inside:
                self._comes_in(rush, gate, rush.armed.pop(0)[1], self.finds(gate) if searched else 0.0)
            if not rush.said and rush.inside >= self.p.inside * rush.total:
                rush.said = True
                data = {"count": round(rush.inside), "of": round(rush.total)}
                self.w.hosting.told(self.w.emit("influx_inside", gate.id, data, rush.mark, self.w.given(gate.mark)))

    def finds(self, gate: Gate) -> float:
        """How likely a weapon is found, or handed in, at a gate."""
        found = self.w.search.finds(gate)
        troops = next((order.unit for order in gate.helpers if order.unit.spec.armed), None)
        if troops is None:
            return found
        contingent = self.w.contingents.get(troops.contingent)
        misunderstood = contingent.spec.language_error if contingent is not None else 0.0
        return found + (1 - found) * self.p.hands_in * (1 - misunderstood)

    def _comes_in(self, rush: Rush, gate: Gate, k: int, finds: float) -> None:
        """A man with a weapon comes in: it is found, or it passes."""
        by = rush.event.by or rush.origin.id
        given = self.w.given(gate.mark, *(order.mark for order in gate.helpers))
        if self.w.draws.once(rush.event.id, f"search {k}") >= finds:
            seq = self.w.emit("weapon_missed", gate.id, {"by": by}, rush.mark, given)
            self.w.community.move(tension=self.p.armed_inside, cause=seq)
            self.w.hosting.armed(f"{rush.event.id}/{k}", seq)
            return
        seq = self.w.emit("weapon_found", gate.id, {"by": by}, rush.mark, given)
        if gate.helpers:
            return
        self.w.gates.close_lane(gate, self.w.p.search.lane_closed, seq)
        guard = self.w.units.get(gate.spec.guarded_by)
        if guard is not None:
            self.w.write(f"find@{gate.id}", 1, "open", seq)
            self.w.observation.sights(guard, "find", gate.id, 1, "open", seq)
